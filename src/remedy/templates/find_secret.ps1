# The key id of a client secret, by its key id or its description; nothing when there is none. Values are not read.
function Find-Secret {
    param([string]$Application, [string]$Key, [string]$Description)
    $Own = Get-MgApplication -ApplicationId $Application
    foreach ($One in @($Own.PasswordCredentials | Where-Object { $null -ne $_ })) {
        if (([string]$One.KeyId) -eq $Key -or ($Description -ne '' -and ([string]$One.DisplayName) -ceq $Description)) {
            return [string]$One.KeyId
        }
    }
    return ''
}
