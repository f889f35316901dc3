//! The Exchange commands that the program can send: a closed list of `Get-` commands.

/// An Exchange command that reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cmdlet {
    /// `Get-AcceptedDomain`.
    GetAcceptedDomain,
    /// `Get-ApplicationAccessPolicy`.
    GetApplicationAccessPolicy,
    /// `Get-CalendarProcessing`.
    GetCalendarProcessing,
    /// `Get-DistributionGroup`.
    GetDistributionGroup,
    /// `Get-DistributionGroupMember`.
    GetDistributionGroupMember,
    /// `Get-Mailbox`.
    GetMailbox,
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
    pub const ALL: [Self; 12] = [
        Self::GetAcceptedDomain,
        Self::GetApplicationAccessPolicy,
        Self::GetCalendarProcessing,
        Self::GetDistributionGroup,
        Self::GetDistributionGroupMember,
        Self::GetMailbox,
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
            Self::GetCalendarProcessing => "Get-CalendarProcessing",
            Self::GetDistributionGroup => "Get-DistributionGroup",
            Self::GetDistributionGroupMember => "Get-DistributionGroupMember",
            Self::GetMailbox => "Get-Mailbox",
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
            | Self::GetDistributionGroup
            | Self::GetDistributionGroupMember
            | Self::GetMailbox
            | Self::GetPlace
            | Self::GetRecipient => "View-Only Recipients",
            Self::GetAcceptedDomain
            | Self::GetManagementRoleAssignment
            | Self::GetManagementScope
            | Self::GetOrganizationConfig => "View-Only Configuration",
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
