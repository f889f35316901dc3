# The calendar folder of a mailbox, whatever its language calls it.
function Get-CalendarFolder {
    param([string]$Id)
    foreach ($Folder in @(Get-MailboxFolderStatistics -Identity $Id -FolderScope 'Calendar')) {
        if (([string]$Folder.FolderType) -eq 'Calendar') {
            return $Id + ':' + [string]$Folder.FolderId
        }
    }
    throw 'the mailbox shows no calendar folder'
}

# What an entry of a calendar folder allows: rights, then flags. an empty text when there is no entry.
function Get-FolderRight {
    param([string]$Folder, [string]$User)
    foreach ($Entry in @(Get-MailboxFolderPermission -Identity $Folder)) {
        if (([string]$Entry.User) -ceq $User) {
            $Flags = [string]$Entry.SharingPermissionFlags
            return [string]::Join(', ', @($Entry.AccessRights)) + ';' + $Flags
        }
    }
    return ''
}
