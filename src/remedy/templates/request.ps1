# The id of a permission that a registration asks for; nothing when it does not.
function Find-Request {
    param([string]$Application, [string]$Resource, [string]$Role, [string]$Kind)
    $Own = Get-MgApplication -ApplicationId $Application
    foreach ($Part in @($Own.RequiredResourceAccess | Where-Object { $null -ne $_ })) {
        if (([string]$Part.ResourceAppId) -eq $Resource) {
            foreach ($One in @($Part.ResourceAccess | Where-Object { $null -ne $_ })) {
                if (([string]$One.Id) -eq $Role -and ([string]$One.Type) -eq $Kind) {
                    return $Role
                }
            }
        }
    }
    return ''
}

# Writes back what a registration asks for, with one permission more or less. All others stay.
function Set-Request {
    param([string]$Application, [string]$Resource, [string]$Role, [string]$Kind, [bool]$Asked)
    $Own = Get-MgApplication -ApplicationId $Application
    $New = @{ Id = $Role; Type = $Kind }
    $Parts = @()
    $IsPlaced = $false
    foreach ($Part in @($Own.RequiredResourceAccess | Where-Object { $null -ne $_ })) {
        $Entries = @()
        foreach ($One in @($Part.ResourceAccess | Where-Object { $null -ne $_ })) {
            if (([string]$Part.ResourceAppId) -ne $Resource -or ([string]$One.Id) -ne $Role -or ([string]$One.Type) -ne $Kind) {
                $Entries += @{ Id = [string]$One.Id; Type = [string]$One.Type }
            }
        }
        if ($Asked -and ([string]$Part.ResourceAppId) -eq $Resource) {
            $Entries += $New
            $IsPlaced = $true
        }
        if ($Entries.Count -gt 0) {
            $Parts += @{ ResourceAppId = [string]$Part.ResourceAppId; ResourceAccess = $Entries }
        }
    }
    if ($Asked -and -not $IsPlaced) {
        $Parts += @{ ResourceAppId = $Resource; ResourceAccess = @($New) }
    }
    Update-MgApplication -ApplicationId $Application -RequiredResourceAccess $Parts
}
