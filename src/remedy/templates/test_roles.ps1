# Which roles of the app open a mailbox, by the test of Exchange itself. It looks past the cache.
function Get-OpenRole {
    param([string]$Mailbox)
    foreach ($One in @(Test-ServicePrincipalAuthorization -Identity $TestedApp -Resource $Mailbox)) {
        if (([string]$One.InScope) -eq 'True') {
            [string]$One.RoleName
        }
    }
}

# Whether the app has in a mailbox what it needs.
function Test-Open {
    param([string]$Mailbox)
    $Open = @(Get-OpenRole -Mailbox $Mailbox)
    foreach ($Role in $TestedRoles) {
        if ($Open -notcontains $Role) {
            return $false
        }
    }
    return $true
}

# Whether no role of the app opens a mailbox.
function Test-Shut {
    param([string]$Mailbox)
    return @(Get-OpenRole -Mailbox $Mailbox).Count -eq 0
}
