if ($Row.Scope -eq '') {
    New-ManagementRoleAssignment -App $Row.App -Role $Row.Role | Out-Null
} else {
    New-ManagementRoleAssignment -App $Row.App -Role $Row.Role -CustomResourceScope $Row.Scope | Out-Null
}
