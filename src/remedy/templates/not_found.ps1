# Whether a command failed because the object is not there, and for no other reason.
function Test-NotFound {
    param($Fault)
    $Text = [string]$Fault.FullyQualifiedErrorId + ' ' + [string]$Fault.Exception.Message
    return $Text -match 'ManagementObjectNotFoundException|be found|does not exist|ResourceNotFound'
}
