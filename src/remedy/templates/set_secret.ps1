$Made = Add-MgApplicationPassword -ApplicationId $Row.Application -PasswordCredential @{ DisplayName = $Row.Name; EndDateTime = $Row.End }
Write-Host -Object ('The value of the new secret "' + $Row.Name + '" is shown once, here, and kept nowhere. It ends on ' + $Row.End + '.')
Write-Host -Object ([string]$Made.SecretText)
Write-Host -Object 'Hand it over by a link that opens once. Remove the old secret when the product works with this one.'
