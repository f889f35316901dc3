# What the access policies say of a mailbox, by the test of Exchange itself.
function Get-Answer {
    param([string]$Mailbox)
    $Found = Test-ApplicationAccessPolicy -AppId $TestedApp -Identity $Mailbox
    return [string]$Found.AccessCheckResult
}

# Whether the policies let the app into a mailbox.
function Test-Open {
    param([string]$Mailbox)
    return (Get-Answer -Mailbox $Mailbox) -eq 'Granted'
}

# Whether the policies keep the app out of a mailbox.
function Test-Shut {
    param([string]$Mailbox)
    return (Get-Answer -Mailbox $Mailbox) -eq 'Denied'
}
