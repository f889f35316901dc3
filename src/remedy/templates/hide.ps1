# HideApp when the app is kept out of My Apps, else nothing.
function Find-Hidden {
    param([string]$App)
    $Own = Get-MgServicePrincipal -ServicePrincipalId $App
    if (@($Own.Tags) -contains 'HideApp') {
        return 'HideApp'
    }
    return ''
}

# Writes the tags of the app with HideApp or without it. All others stay.
function Set-Hidden {
    param([string]$App, [bool]$Hidden)
    $Own = Get-MgServicePrincipal -ServicePrincipalId $App
    $Tags = @($Own.Tags | Where-Object { $null -ne $_ -and $_ -ne 'HideApp' })
    if ($Hidden) {
        $Tags = $Tags + @('HideApp')
    }
    Update-MgServicePrincipal -ServicePrincipalId $App -Tags $Tags
}
