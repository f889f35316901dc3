# Whether somebody was given full access to a mailbox on the mailbox itself.
function Test-FullAccess {
    param([string]$Room, [string]$User)
    foreach ($Entry in @(Get-MailboxPermission -Identity $Room)) {
        if (([string]$Entry.User) -ceq $User -and -not $Entry.Deny -and -not $Entry.IsInherited -and @($Entry.AccessRights) -contains 'FullAccess') {
            return $true
        }
    }
    return $false
}
