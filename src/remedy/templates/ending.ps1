Write-Host -Object ''
Write-Host -Object ('changed ' + [string]$Count.Changed + ', would change ' + [string]$Count.Preview + ', already so ' + [string]$Count.Already + ', changed by somebody since ' + [string]$Count.Drifted + ', failed ' + [string]$Count.Failed + ', not chosen ' + [string]$Count.NotChosen)
if (-not $Apply) {
    Write-Host -Object 'This was a preview. Nothing was changed. Add -Apply to change.'
}
if ($Count.Failed -gt 0 -or $Count.Drifted -gt 0) {
    exit 1
}
exit 0
