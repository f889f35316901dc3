$Age = (Get-Date).ToUniversalTime() - ([datetime]$FactsFrom).ToUniversalTime()
if ($Age.TotalDays -gt 7 -and -not $AllowStale) {
    Stop-Script -Why ('the facts behind this script are from ' + $FactsFrom + ', more than 7 days ago. Make new scripts, or add -AllowStale.')
}
if ($Apply -and -not (Test-Path -LiteralPath $UndoFile)) {
    Stop-Script -Why ('the way back is missing: put ' + $UndoFile + ' beside this script again. Nothing was changed.')
}
