Start-Section -Id $__Section -Title $__Title
$Rows = @(
    $__Rows
)
$Group = ''
$Members = @{}
$Trouble = ''
try {
    $Group = $__Group
    if ($Group -ne '') {
        foreach ($Member in @(Get-DistributionGroupMember -Identity $Group -ResultSize 'Unlimited')) {
            $Members[[string]$__Listed] = $true
        }
    }
} catch {
    $Trouble = $_.Exception.Message
}
foreach ($Row in $Rows) {
    if (-not $__Chosen) {
        Write-Outcome -Id $Row.Id -Outcome 'NotChosen'
        continue
    }
    try {
        if ($Trouble -ne '') {
            throw $Trouble
        }
        if ($__Done) {
            Write-Outcome -Id $Row.Id -Outcome 'Already'
        } elseif (-not $Apply) {
            Write-Outcome -Id $Row.Id -Outcome 'Preview'
        } else {
            if ($Group -eq '') {
                throw 'the group is not there yet'
            }
            $__Journal
            $__Set
            Write-Outcome -Id $Row.Id -Outcome 'Changed'
            $__After
        }
    } catch {
        Write-Outcome -Id $Row.Id -Outcome 'Failed' -Text $_.Exception.Message
    }
}
Complete-Section
