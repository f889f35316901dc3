Set-StrictMode -Version '3.0'
$ErrorActionPreference = 'Stop'

$Name = $__Name
$TenantId = $__TenantId
$PlanDigest = $__PlanDigest
$FactsFrom = $__FactsFrom
$UndoFile = Join-Path -Path $PSScriptRoot -ChildPath ('undo-' + $Name + '.ps1')
$JournalFile = Join-Path -Path $PSScriptRoot -ChildPath ($Name + '.journal.txt')
$LogFile = Join-Path -Path $PSScriptRoot -ChildPath ($Name + '.log.jsonl')
$Section = ''
$Chosen = @()
$Count = @{ Changed = 0; Preview = 0; Already = 0; Drifted = 0; Failed = 0; NotChosen = 0 }
$Part = @{ Changed = 0; Preview = 0; Already = 0; Drifted = 0; Failed = 0; NotChosen = 0 }

# Ends the script before it did anything.
function Stop-Script {
    param([string]$Why)
    Write-Warning -Message $Why
    exit 2
}

# Whether two values are the same when they are written down. Case counts.
function Test-Same {
    param($Left, $Right)
    return ([string]$Left) -ceq ([string]$Right)
}

# Whether -RoomGuid and -Limit let this object be touched. -Limit counts objects, not changes.
function Test-Chosen {
    param([string]$Id)
    if ($RoomGuid.Count -gt 0 -and $RoomGuid -notcontains $Id) {
        return $false
    }
    if ($Limit -le 0 -or $script:Chosen -contains $Id) {
        return $true
    }
    if ($script:Chosen.Count -ge $Limit) {
        return $false
    }
    $script:Chosen += $Id
    return $true
}

# Counts what became of one object, shows what needs a look, and writes the log when something is applied.
function Write-Outcome {
    param([string]$Id, [string]$Outcome, [string]$Text = '')
    $script:Count[$Outcome] = $script:Count[$Outcome] + 1
    $script:Part[$Outcome] = $script:Part[$Outcome] + 1
    if ($Outcome -eq 'Failed') {
        Write-Warning -Message ($Id + ' failed: ' + $Text)
    } elseif ($Outcome -eq 'Drifted') {
        Write-Warning -Message ($Id + ' left alone: ' + $Text)
    } else {
        Write-Verbose -Message ($Id + ' ' + $Outcome + ' ' + $Text)
    }
    if ($Apply) {
        $Entry = @{ time = (Get-Date).ToUniversalTime().ToString('o'); script = $Name; section = $script:Section; id = $Id; outcome = $Outcome; text = $Text }
        Add-Content -LiteralPath $LogFile -Value (ConvertTo-Json -InputObject $Entry -Compress) -Encoding 'utf8'
    }
}

# One line before each change: the way back touches only what stands here.
function Add-Journal {
    param([string]$Id)
    Add-Content -LiteralPath $JournalFile -Value ('changed ' + $script:Section + ' ' + $Id) -Encoding 'ascii'
}

function Start-Section {
    param([string]$Id, [string]$Title)
    $script:Section = $Id
    $script:Part = @{ Changed = 0; Preview = 0; Already = 0; Drifted = 0; Failed = 0; NotChosen = 0 }
    Write-Host -Object ''
    Write-Host -Object ($Id + '  ' + $Title)
}

function Complete-Section {
    $Text = '    changed ' + [string]$script:Part.Changed
    if (-not $Apply) {
        $Text = '    would change ' + [string]$script:Part.Preview
    }
    $Text = $Text + ', already so ' + [string]$script:Part.Already + ', changed by somebody since ' + [string]$script:Part.Drifted + ', failed ' + [string]$script:Part.Failed
    if ($script:Part.NotChosen -gt 0) {
        $Text = $Text + ', not chosen ' + [string]$script:Part.NotChosen
    }
    Write-Host -Object $Text
}
