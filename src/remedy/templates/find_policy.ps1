# What Exchange calls an access policy: the one that was seen, or one of the same app, kind and group; nothing when there is none.
function Find-Policy {
    param([string]$App, [string]$Group, [string]$Right, [string]$Seen)
    $All = @()
    try {
        $All = @(Get-ApplicationAccessPolicy)
    } catch {
        if (-not (Test-NotFound -Fault $_)) {
            throw $_.Exception.Message
        }
    }
    foreach ($One in $All) {
        if ($Seen -ne '' -and ([string]$One.Identity) -eq $Seen) {
            return $Seen
        }
    }
    foreach ($One in $All) {
        if ($Group -ne '' -and ([string]$One.AppId) -eq $App -and ([string]$One.AccessRight) -eq $Right) {
            if ((Find-Recipient -Identity ([string]$One.ScopeIdentity)) -eq $Group) {
                return [string]$One.Identity
            }
        }
    }
    return ''
}
