# The right tenant, and facts that are not stale.
$NeededScopes = $__Scopes
$Connection = Get-MgContext
if ($null -eq $Connection) {
    Stop-Script -Why ('not connected to Microsoft Graph. Run Connect-MgGraph -TenantId ' + $TenantId + ' -Scopes ' + $NeededScopes + ' first, then this script again.')
}
if (([string]$Connection.TenantId) -ne $TenantId) {
    Stop-Script -Why ('this script is for tenant ' + $TenantId + ', but Microsoft Graph is connected to ' + [string]$Connection.TenantId + '. Nothing was changed.')
}
