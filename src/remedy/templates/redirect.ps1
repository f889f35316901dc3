# How many of the redirect addresses the web platform of a registration has, as text.
function Find-Redirect {
    param([string]$Application, $Uris)
    $Own = Get-MgApplication -ApplicationId $Application
    $There = @($Own.Web.RedirectUris | Where-Object { @($Uris) -contains $_ })
    return [string]$There.Count
}

# Writes the redirect addresses of the web platform with these more or less. All others stay.
function Set-Redirect {
    param([string]$Application, $Uris, [bool]$Kept)
    $Own = Get-MgApplication -ApplicationId $Application
    $All = @($Own.Web.RedirectUris | Where-Object { $null -ne $_ -and @($Uris) -notcontains $_ })
    if ($Kept) {
        $All = $All + @($Uris)
    }
    Update-MgApplication -ApplicationId $Application -Web @{ RedirectUris = $All }
}
