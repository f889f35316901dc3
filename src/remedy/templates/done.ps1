# Later scripts of the pack ask whether this one is done.
if ($Apply) {
    $DoneFile = Join-Path -Path $PSScriptRoot -ChildPath $__File
    $Unfinished = $Count.Failed + $Count.Drifted + $Count.NotChosen
    $Done = @{ plan = $PlanDigest; tenant = $TenantId; time = (Get-Date).ToUniversalTime().ToString('o'); failed = $Unfinished + $__TakenBack }
    Set-Content -LiteralPath $DoneFile -Value (ConvertTo-Json -InputObject $Done -Compress) -Encoding 'ascii'
}
