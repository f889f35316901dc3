# The distinguished name of a group as a filter writes it: quotes are doubled.
function Get-GroupName {
    param([string]$Group)
    $Found = Get-DistributionGroup -Identity $Group
    return ([string]$Found.DistinguishedName).Replace('''', '''''')
}

# The filter of a management scope; nothing when there is no scope of this name. It has to look into the group.
function Find-Scope {
    param([string]$Scope, [string]$Group)
    $Filter = ''
    try {
        $Found = Get-ManagementScope -Identity $Scope
        $Filter = [string]$Found.RecipientFilter
    } catch {
        if (-not (Test-NotFound -Fault $_)) {
            throw $_.Exception.Message
        }
        return ''
    }
    if (-not $Filter.Contains((Get-GroupName -Group $Group))) {
        throw 'there is a management scope of this name that looks at something else'
    }
    return $Filter
}
