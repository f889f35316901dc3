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
        $User = $__User
        $Folder = Get-CalendarFolder -Id $Row.Id
        $Now = $__Read
        if ($__Done) {
            Write-Outcome -Id $Row.Id -Outcome 'Already'
        } elseif (-not ($__Seen)) {
            Write-Outcome -Id $Row.Id -Outcome 'Drifted' -Text 'it is not as it was when the facts were read'
        } elseif (-not $Apply) {
            Write-Outcome -Id $Row.Id -Outcome 'Preview'
        } else {
            $__Journal
            $__Set
            $Now = $__Read
            if (-not ($__Done)) {
                throw 'it was written, but it reads otherwise'
            }
            Write-Outcome -Id $Row.Id -Outcome 'Changed'
            $__After
        }
    } catch {
        Write-Outcome -Id $Row.Id -Outcome 'Failed' -Text $_.Exception.Message
    }
}
Complete-Section
