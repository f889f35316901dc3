//! The Exchange commands that the program can send: a closed list of `Get-` commands.

/// An Exchange command that reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cmdlet {
    /// `Get-AcceptedDomain`.
    GetAcceptedDomain,
    /// `Get-ApplicationAccessPolicy`.
    GetApplicationAccessPolicy,
    /// `Get-CASMailbox`.
    GetCasMailbox,
    /// `Get-CalendarProcessing`.
    GetCalendarProcessing,
    /// `Get-DistributionGroup`.
    GetDistributionGroup,
    /// `Get-DistributionGroupMember`.
    GetDistributionGroupMember,
    /// `Get-InboxRule`.
    GetInboxRule,
    /// `Get-Mailbox`.
    GetMailbox,
    /// `Get-MailboxCalendarConfiguration`.
    GetMailboxCalendarConfiguration,
    /// `Get-MailboxFolderPermission`.
    GetMailboxFolderPermission,
    /// `Get-MailboxFolderStatistics`.
    GetMailboxFolderStatistics,
    /// `Get-MailboxPermission`.
    GetMailboxPermission,
    /// `Get-MailboxStatistics`.
    GetMailboxStatistics,
    /// `Get-ManagementRoleAssignment`.
    GetManagementRoleAssignment,
    /// `Get-ManagementScope`.
    GetManagementScope,
    /// `Get-OrganizationConfig`.
    GetOrganizationConfig,
    /// `Get-Place`.
    GetPlace,
    /// `Get-Recipient`.
    GetRecipient,
    /// `Get-ServicePrincipal`.
    GetServicePrincipal,
}

impl Cmdlet {
    /// All of them, sorted.
    pub const ALL: [Self; 19] = [
        Self::GetAcceptedDomain,
        Self::GetApplicationAccessPolicy,
        Self::GetCasMailbox,
        Self::GetCalendarProcessing,
        Self::GetDistributionGroup,
        Self::GetDistributionGroupMember,
        Self::GetInboxRule,
        Self::GetMailbox,
        Self::GetMailboxCalendarConfiguration,
        Self::GetMailboxFolderPermission,
        Self::GetMailboxFolderStatistics,
        Self::GetMailboxPermission,
        Self::GetMailboxStatistics,
        Self::GetManagementRoleAssignment,
        Self::GetManagementScope,
        Self::GetOrganizationConfig,
        Self::GetPlace,
        Self::GetRecipient,
        Self::GetServicePrincipal,
    ];

    /// The name that Exchange knows.
    pub fn name(self) -> &'static str {
        match self {
            Self::GetAcceptedDomain => "Get-AcceptedDomain",
            Self::GetApplicationAccessPolicy => "Get-ApplicationAccessPolicy",
            Self::GetCasMailbox => "Get-CASMailbox",
            Self::GetCalendarProcessing => "Get-CalendarProcessing",
            Self::GetDistributionGroup => "Get-DistributionGroup",
            Self::GetDistributionGroupMember => "Get-DistributionGroupMember",
            Self::GetInboxRule => "Get-InboxRule",
            Self::GetMailbox => "Get-Mailbox",
            Self::GetMailboxCalendarConfiguration => "Get-MailboxCalendarConfiguration",
            Self::GetMailboxFolderPermission => "Get-MailboxFolderPermission",
            Self::GetMailboxFolderStatistics => "Get-MailboxFolderStatistics",
            Self::GetMailboxPermission => "Get-MailboxPermission",
            Self::GetMailboxStatistics => "Get-MailboxStatistics",
            Self::GetManagementRoleAssignment => "Get-ManagementRoleAssignment",
            Self::GetManagementScope => "Get-ManagementScope",
            Self::GetOrganizationConfig => "Get-OrganizationConfig",
            Self::GetPlace => "Get-Place",
            Self::GetRecipient => "Get-Recipient",
            Self::GetServicePrincipal => "Get-ServicePrincipal",
        }
    }

    /// The Exchange role that least suffices to run it.
    ///
    /// Source: Microsoft's cmdlet reference and measurements by public clients; see `docs/sources.md`.
    pub fn role(self) -> &'static str {
        match self {
            Self::GetCalendarProcessing
            | Self::GetCasMailbox
            | Self::GetDistributionGroup
            | Self::GetDistributionGroupMember
            | Self::GetMailbox
            | Self::GetMailboxCalendarConfiguration
            | Self::GetMailboxFolderPermission
            | Self::GetMailboxFolderStatistics
            | Self::GetMailboxPermission
            | Self::GetMailboxStatistics
            | Self::GetPlace
            | Self::GetRecipient => "View-Only Recipients",
            Self::GetAcceptedDomain
            | Self::GetManagementRoleAssignment
            | Self::GetManagementScope
            | Self::GetOrganizationConfig => "View-Only Configuration",
            // Microsoft's page says that the view-only roles and Global Reader do not open inbox rules; a role of one's
            // own below this one that holds nothing but the command does (see `help permissions`).
            Self::GetInboxRule => "Mail Recipients",
            Self::GetServicePrincipal => "Role Management",
            Self::GetApplicationAccessPolicy => "Organization Management",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_reads_and_the_list_is_sorted() {
        for cmdlet in Cmdlet::ALL {
            assert!(cmdlet.name().starts_with("Get-") || cmdlet.name().starts_with("Test-"));
        }
        assert!(Cmdlet::ALL.is_sorted_by_key(|cmdlet| cmdlet.name()));
    }
}
