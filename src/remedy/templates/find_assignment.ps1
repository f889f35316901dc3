# The name of the assignment of a role to an app within a scope, or without any; nothing when there is none.
function Find-Assignment {
    param([string]$App, [string]$Role, [string]$Scope)
    $All = @()
    try {
        $All = @(Get-ManagementRoleAssignment -RoleAssignee $App | Select-Object -Property @('Name', 'Role', 'CustomResourceScope', 'RecipientWriteScope', 'RecipientAdministrativeUnitScope', 'RecipientGroupScope'))
    } catch {
        if (-not (Test-NotFound -Fault $_)) {
            throw $_.Exception.Message
        }
        return ''
    }
    foreach ($One in $All) {
        $IsRole = ([string]$One.Role) -eq $Role
        $IsScope = ([string]$One.CustomResourceScope) -eq $Scope
        if ($Scope -eq '') {
            $IsScope = $IsScope -and ([string]$One.RecipientAdministrativeUnitScope) -eq '' -and ([string]$One.RecipientGroupScope) -eq '' -and @('', 'None', 'NotApplicable', 'Organization') -contains ([string]$One.RecipientWriteScope)
        }
        if ($IsRole -and $IsScope) {
            return [string]$One.Name
        }
    }
    return ''
}
