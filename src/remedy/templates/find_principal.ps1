# The application id that Exchange keeps with an object id of an app; nothing when it does not know the object id.
function Find-Principal {
    param([string]$Object)
    try {
        $Found = Get-ServicePrincipal -Identity $Object
        return [string]$Found.AppId
    } catch {
        if (-not (Test-NotFound -Fault $_)) {
            throw $_.Exception.Message
        }
        return ''
    }
}
