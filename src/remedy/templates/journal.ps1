# Only what the journal of the script names is taken back.
$Changed = @{}
if (Test-Path -LiteralPath $JournalFile) {
    foreach ($Line in @(Get-Content -LiteralPath $JournalFile)) {
        $Words = $Line.Split(' ')
        if ($Words.Count -ge 3) {
            $Changed[$Words[1] + ' ' + $Words[2]] = ($Words[0] -eq 'changed')
        }
    }
} else {
    Write-Host -Object ('nothing to take back: ' + $JournalFile + ' is not there, so ' + $Name + '.ps1 changed nothing from this folder.')
    exit 0
}

# Whether the script changed this object in the present section.
function Test-Journal {
    param([string]$Id)
    $Key = $script:Section + ' ' + $Id
    return $Changed.ContainsKey($Key) -and $Changed[$Key]
}

# One line after each change that was taken back.
function Add-Undone {
    param([string]$Id)
    Add-Content -LiteralPath $JournalFile -Value ('undone ' + $script:Section + ' ' + $Id) -Encoding 'ascii'
}
