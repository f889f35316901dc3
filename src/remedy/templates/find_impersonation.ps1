# The name of an assignment of the role ApplicationImpersonation; nothing when it is gone.
function Find-Impersonation {
    param([string]$Assignment)
    $All = @()
    try {
        $All = @(Get-ManagementRoleAssignment -Role 'ApplicationImpersonation')
    } catch {
        if (-not (Test-NotFound -Fault $_)) {
            throw $_.Exception.Message
        }
    }
    foreach ($One in $All) {
        if (([string]$One.Name) -ceq $Assignment) {
            return $Assignment
        }
    }
    return ''
}
