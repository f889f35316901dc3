Start-Section -Id $__Section -Title $__Title
$Rows = @(
    $__Rows
)
foreach ($Row in $Rows) {
    if (-not $__Chosen) {
        Write-Outcome -Id $Row.Id -Outcome 'NotChosen'
        continue
    }
    try {
        $Found = $__Find
        if ($__Done) {
            Write-Outcome -Id $Row.Id -Outcome 'Already'
        } elseif (-not $Apply) {
            Write-Outcome -Id $Row.Id -Outcome 'Preview'
        } else {
            $__Journal
            $__Set
            $Found = $__Find
            if (-not ($__Done)) {
                throw 'it was done, but it does not show yet'
            }
            Write-Outcome -Id $Row.Id -Outcome 'Changed'
            $__After
        }
    } catch {
        Write-Outcome -Id $Row.Id -Outcome 'Failed' -Text $_.Exception.Message
    }
}
Complete-Section
