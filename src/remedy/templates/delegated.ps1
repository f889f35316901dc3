# What an administrator consented to for everybody who signs in to the app: the id, and the permissions.
function Get-Delegated {
    param([string]$App, [string]$Resource)
    $ResourceId = Find-Resource -AppId $Resource
    foreach ($One in @(Get-MgOauth2PermissionGrant -Filter ('clientId eq ''' + $App + '''') -All)) {
        if (([string]$One.ResourceId) -eq $ResourceId -and ([string]$One.ConsentType) -eq 'AllPrincipals') {
            return @{ Id = [string]$One.Id; Scopes = @(([string]$One.Scope).Trim().Split(' ')) }
        }
    }
    return @{ Id = ''; Scopes = @() }
}

# How many of the permissions are consented to, as text.
function Find-Delegated {
    param([string]$App, [string]$Resource, $Scopes)
    $Held = Get-Delegated -App $App -Resource $Resource
    $There = @($Scopes | Where-Object { $Held.Scopes -contains $_ })
    return [string]$There.Count
}

# Writes the consent with these permissions more or less. All others stay.
function Set-Delegated {
    param([string]$App, [string]$Resource, $Scopes, [bool]$Given)
    $Held = Get-Delegated -App $App -Resource $Resource
    $Kept = @($Held.Scopes | Where-Object { $_ -ne '' -and @($Scopes) -notcontains $_ })
    if ($Given) {
        $Kept = $Kept + @($Scopes)
    }
    $Text = [string]::Join(' ', $Kept)
    if ($Held.Id -eq '') {
        New-MgOauth2PermissionGrant -ClientId $App -ConsentType 'AllPrincipals' -ResourceId (Find-Resource -AppId $Resource) -Scope $Text | Out-Null
    } elseif ($Kept.Count -eq 0) {
        Remove-MgOauth2PermissionGrant -OAuth2PermissionGrantId $Held.Id
    } else {
        Update-MgOauth2PermissionGrant -OAuth2PermissionGrantId $Held.Id -Scope $Text
    }
}
