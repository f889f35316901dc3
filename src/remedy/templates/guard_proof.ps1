# Nothing is closed before the narrow way is proven, and long enough ago that the caches of Exchange know it.
if ($Apply) {
    $ProofFile = Join-Path -Path $PSScriptRoot -ChildPath $__Proof
    if (-not (Test-Path -LiteralPath $ProofFile)) {
        Stop-Script -Why ($ProofFile + ' is not there: apply the script that makes it first. Nothing was changed.')
    }
    $Proof = ConvertFrom-Json -InputObject ([string](Get-Content -LiteralPath $ProofFile -Encoding 'ascii'))
    if ($Proof.plan -ne $PlanDigest -or $Proof.tenant -ne $TenantId) {
        Stop-Script -Why ($ProofFile + ' is of another plan. Nothing was changed.')
    }
    if ($Proof.failed -gt 0) {
        Stop-Script -Why ($ProofFile + ' says that it did not succeed: run the script that makes it again. Nothing was changed.')
    }
    $Since = (Get-Date).ToUniversalTime() - ([datetime]$Proof.time).ToUniversalTime()
    if (($Since.TotalDays * 24) -lt $__Hours) {
        Stop-Script -Why ($ProofFile + ' is from ' + [string]$Proof.time + ', not old enough: Exchange needs up to ' + [string]$__Hours + ' hours. Nothing was changed.')
    }
}
