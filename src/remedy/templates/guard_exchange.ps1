# The right tenant, and facts that are not stale.
$Connections = @(Get-ConnectionInformation | Where-Object { $_.State -eq 'Connected' })
if ($Connections.Count -eq 0) {
    Stop-Script -Why 'not connected to Exchange Online. Run Connect-ExchangeOnline first, then this script again.'
}
foreach ($Connection in $Connections) {
    if (([string]$Connection.TenantID) -ne $TenantId) {
        Stop-Script -Why ('this script is for tenant ' + $TenantId + ', but Exchange Online is connected to ' + [string]$Connection.TenantID + '. Nothing was changed.')
    }
}
