Start-Section -Id $__Section -Title $__Title
$Rows = @(
    $__Rows
)
$Add = @(
    $__Add
)
$Remove = @(
    $__Remove
)
foreach ($Row in $Rows) {
    if (-not $__Chosen) {
        Write-Outcome -Id $Row.Id -Outcome 'NotChosen'
        continue
    }
    try {
        $List = @(Resolve-List -Names $__Read)
        $Missing = @(Select-Missing -List $List -Wanted $Add)
        $Kept = @(Select-Kept -List $List -Leaving $Remove)
        if ($Missing.Count -eq 0 -and $Kept.Count -eq $List.Count) {
            Write-Outcome -Id $Row.Id -Outcome 'Already'
        } elseif (-not $Apply) {
            Write-Outcome -Id $Row.Id -Outcome 'Preview'
        } else {
            $__Journal
            $Value = @($Kept + $Missing)
            if ($Value.Count -eq 0) {
                $Value = $null
            }
            $__Set
            $List = @(Resolve-List -Names $__Read)
            if (@(Select-Missing -List $List -Wanted $Add).Count -gt 0 -or @(Select-Kept -List $List -Leaving $Remove).Count -ne $List.Count) {
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
