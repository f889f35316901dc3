# Who stands behind the names of a list: GUIDs, looked up once.
$Known = @{}
function Resolve-List {
    param($Names)
    foreach ($One in @($Names)) {
        $Key = [string]$One
        if ($Key -eq '') {
            continue
        }
        if (-not $script:Known.ContainsKey($Key)) {
            $Ids = @()
            try {
                $Found = Get-Recipient -Identity $Key
                $Ids = @([string]$Found.Guid, [string]$Found.ExternalDirectoryObjectId)
            } catch {
                $Ids = @()
            }
            $script:Known[$Key] = $Ids
        }
        @{ Name = $Key; Ids = $script:Known[$Key] }
    }
}

# Which of the wanted are not in the list: by GUID, or by the very name.
function Select-Missing {
    param($List, $Wanted)
    foreach ($One in @($Wanted)) {
        $IsThere = $false
        foreach ($Entry in @($List)) {
            if ($Entry.Ids -contains $One -or $Entry.Name -ceq $One) {
                $IsThere = $true
            }
        }
        if (-not $IsThere) {
            $One
        }
    }
}

# What stays of the list: all that is not to leave, by GUID or by the very name.
function Select-Kept {
    param($List, $Leaving)
    foreach ($Entry in @($List)) {
        $Leaves = $false
        foreach ($One in @($Leaving)) {
            if ($Entry.Ids -contains $One -or $Entry.Name -ceq $One) {
                $Leaves = $true
            }
        }
        if (-not $Leaves) {
            $Entry.Name
        }
    }
}
