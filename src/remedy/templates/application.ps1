# How much of an app is there: nothing, registration without an enterprise application, or whole.
function Find-App {
    param([string]$DisplayName)
    $All = @(Get-MgApplication -Filter ('displayName eq ''' + $DisplayName.Replace('''', '''''') + ''''))
    if ($All.Count -gt 1) {
        throw 'there are several registrations of this name'
    }
    foreach ($One in $All) {
        $Principals = @(Get-MgServicePrincipal -Filter ('appId eq ''' + [string]$One.AppId + ''''))
        if ($Principals.Count -gt 0) {
            return 'whole'
        }
        return 'registration'
    }
    return ''
}

# Makes what is missing of an app.
function New-App {
    param([string]$DisplayName, [string]$Found)
    if ($Found -eq '') {
        New-MgApplication -DisplayName $DisplayName -SignInAudience 'AzureADMyOrg' | Out-Null
    }
    foreach ($One in @(Get-MgApplication -Filter ('displayName eq ''' + $DisplayName.Replace('''', '''''') + ''''))) {
        New-MgServicePrincipal -AppId ([string]$One.AppId) | Out-Null
        Write-Host -Object ('    application id ' + [string]$One.AppId + ': name it with --app, and make new scripts for it')
    }
}
