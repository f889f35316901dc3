# An inbox rule by its name: whether it is on, and what Exchange calls it.
function Find-Rule {
    param([string]$Room, [string]$Rule)
    foreach ($One in @(Get-InboxRule -Mailbox $Room -IncludeHidden)) {
        if (([string]$One.Name) -ceq $Rule) {
            return @{ Identity = [string]$One.Identity; Enabled = $One.Enabled }
        }
    }
    throw 'there is no rule of this name any more'
}
