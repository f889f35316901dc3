# The id of the consent to an application permission; nothing when nobody consented.
function Find-Consent {
    param([string]$App, [string]$Resource, [string]$Role)
    $ResourceId = Find-Resource -AppId $Resource
    foreach ($One in @(Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $App -All)) {
        if (([string]$One.AppRoleId) -eq $Role -and ([string]$One.ResourceId) -eq $ResourceId) {
            return [string]$One.Id
        }
    }
    return ''
}
