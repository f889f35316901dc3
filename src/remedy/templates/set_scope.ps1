$Filter = 'MemberOfGroup -eq ''' + (Get-GroupName -Group $Row.Group) + ''''
New-ManagementScope -Name $Row.Name -RecipientRestrictionFilter $Filter | Out-Null
