# The object id of a service principal by its application id.
function Find-Resource {
    param([string]$AppId)
    foreach ($One in @(Get-MgServicePrincipal -Filter ('appId eq ''' + $AppId + ''''))) {
        return [string]$One.Id
    }
    throw ('there is no service principal of ' + $AppId + ' in this tenant')
}
