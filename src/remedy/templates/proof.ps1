# --------------------------------------------------------------------------------
# The test: the app must open these rooms, and must not open these control mailboxes. It reads only.
$TestedApp = $__App
$TestedRoles = @(
    $__Roles
)
$TestedRooms = @(
    $__Rooms
)
$Controls = @(
    $__Controls
)
$ProofFile = Join-Path -Path $PSScriptRoot -ChildPath ($Name + '.proof.json')
$__Functions
if ($Apply) {
    Write-Host -Object ''
    Write-Host -Object ('test  ' + [string]$TestedRooms.Count + ' rooms, ' + [string]$Controls.Count + ' control mailboxes')
    $NotYet = 0
    foreach ($Mailbox in $TestedRooms) {
        try {
            if (-not (Test-Open -Mailbox $Mailbox)) {
                $NotYet = $NotYet + 1
                Write-Warning -Message ('the app does not open room ' + $Mailbox + ' yet')
            }
        } catch {
            $NotYet = $NotYet + 1
            Write-Warning -Message ('room ' + $Mailbox + ' could not be tested: ' + $_.Exception.Message)
        }
    }
    foreach ($Mailbox in $Controls) {
        try {
            if (-not (Test-Shut -Mailbox $Mailbox)) {
                $NotYet = $NotYet + 1
                Write-Warning -Message ('the app still opens control mailbox ' + $Mailbox)
            }
        } catch {
            $NotYet = $NotYet + 1
            Write-Warning -Message ('control mailbox ' + $Mailbox + ' could not be tested: ' + $_.Exception.Message)
        }
    }
    $Unfinished = $NotYet + $Count.Failed + $Count.Drifted + $Count.NotChosen
    $IsProven = $false
    if ($Count.Changed -eq 0 -and (Test-Path -LiteralPath $ProofFile)) {
        # A proof that stands keeps its time: the wait that counts began then.
        $Old = ConvertFrom-Json -InputObject ([string](Get-Content -LiteralPath $ProofFile -Encoding 'ascii'))
        $IsProven = $Old.plan -eq $PlanDigest -and $Old.failed -eq 0
    }
    if ($Unfinished -gt 0 -or -not $IsProven) {
        $Proof = @{ plan = $PlanDigest; tenant = $TenantId; time = (Get-Date).ToUniversalTime().ToString('o'); rooms = $TestedRooms.Count; controls = $Controls.Count; failed = $Unfinished }
        Set-Content -LiteralPath $ProofFile -Value (ConvertTo-Json -InputObject $Proof -Compress) -Encoding 'ascii'
    }
    if ($Unfinished -gt 0) {
        Write-Warning -Message 'not proven yet. Wait (documented: up to 2 hours, usually 30 minutes) and run this script again.'
        $Count.Failed = $Count.Failed + $NotYet
    } else {
        Write-Host -Object '    proven. Two hours from now the next script of the pack may be applied.'
    }
}
