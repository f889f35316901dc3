# The GUID of a recipient that may not be there; an empty text when it is not.
function Find-Recipient {
    param([string]$Identity)
    try {
        $Found = Get-Recipient -Identity $Identity
        return [string]$Found.Guid
    } catch {
        if (-not (Test-NotFound -Fault $_)) {
            throw $_.Exception.Message
        }
        return ''
    }
}
