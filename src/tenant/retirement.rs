//! What Microsoft has withdrawn or will withdraw, with dates: the one table that checks, pages and help read.
//!
//! Phases are worded without a tense, so that the same words stand before and after their day. Nothing here knows what
//! day it is: the day is handed in.

use jiff::civil::{Date, date};

/// The day on which every row of both dated tables was last held against its source.
pub const VERIFIED_ON: Date = date(2026, 11, 21);

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month: the date is the day of it from which on it counts as begun.
    Month,
}

/// One step of a retirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase {
    /// When it begins.
    pub date: Date,
    /// How exactly that is known.
    pub precision: Precision,
    /// What happens, in words without a tense.
    pub what: &'static str,
    /// What else is known about the date.
    pub note: Option<&'static str>,
}

impl Phase {
    const fn day(date: Date, what: &'static str) -> Self {
        Self { date, precision: Precision::Day, what, note: None }
    }

    const fn month(date: Date, what: &'static str) -> Self {
        Self { date, precision: Precision::Month, what, note: None }
    }

    const fn noted(self, note: &'static str) -> Self {
        Self { note: Some(note), ..self }
    }

    /// Whether it has begun on this day.
    pub fn has_begun(&self, today: Date) -> bool {
        self.date <= today
    }

    /// The date as a person writes it: `1 April 2027`, `February 2025`.
    pub fn words(&self) -> String {
        match self.precision {
            Precision::Day => self.date.strftime("%-d %B %Y").to_string(),
            Precision::Month => self.date.strftime("%B %Y").to_string(),
        }
    }

    /// The step as it stands on a day: `role removed (since February 2025)`, `gone (in 131 days, on 1 April 2027)`.
    fn sentence(&self, today: Date) -> String {
        let words = self.words();
        match (self.has_begun(today), self.precision) {
            (true, _) => format!("{} (since {words})", self.what),
            (false, Precision::Month) => format!("{} ({words})", self.what),
            (false, Precision::Day) => match days_between(today, self.date) {
                1 => format!("{} (tomorrow, on {words})", self.what),
                days => format!("{} (in {days} days, on {words})", self.what),
            },
        }
    }
}

/// Something that Microsoft withdraws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retirement {
    /// The stable id that product files name.
    pub id: &'static str,
    /// What is withdrawn.
    pub what: &'static str,
    /// The steps, the earliest first; empty when no date is set.
    pub phases: &'static [Phase],
    /// How it stands where there is no date.
    pub undated: &'static str,
    /// What takes its place.
    pub way_out: &'static str,
    /// Who says so, and where.
    pub source: &'static str,
    /// When the source was last read.
    pub verified_on: Date,
}

impl Retirement {
    /// The retirement with this id.
    pub fn named(id: &str) -> Option<&'static Self> {
        RETIREMENTS.iter().copied().find(|one| one.id == id)
    }

    /// The latest step that has begun.
    pub fn current(&self, today: Date) -> Option<&'static Phase> {
        self.phases.iter().rfind(|phase| phase.has_begun(today))
    }

    /// The last step, after which nothing is left.
    pub fn end(&self) -> Option<&'static Phase> {
        self.phases.last()
    }

    /// Whether its last step has begun.
    pub fn is_over(&self, today: Date) -> bool {
        self.end().is_some_and(|phase| phase.has_begun(today))
    }

    /// How many days are left until its last step; none when that has begun or no date is set.
    pub fn days_left(&self, today: Date) -> Option<i64> {
        self.end().filter(|phase| !phase.has_begun(today)).map(|phase| days_between(today, phase.date))
    }

    /// How it stands on a day, in one sentence that begins with a capital and has no full stop.
    pub fn sentence(&self, today: Date) -> String {
        let steps = match self.phases {
            [] => self.undated.to_owned(),
            phases => phases.iter().map(|phase| phase.sentence(today)).collect::<Vec<_>>().join("; "),
        };
        let mut what = self.what.to_owned();
        what[..1].make_ascii_uppercase();
        format!("{what}: {steps}")
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    i64::from(from.until(to).map_or(0, |span| span.get_days()))
}

/// The role that let a service account act as every mailbox.
pub const APPLICATION_IMPERSONATION: Retirement = Retirement {
    id: "application-impersonation",
    what: "the role ApplicationImpersonation in Exchange Online",
    phases: &[
        Phase::month(date(2024, 9, 1), "new assignments refused").noted("first announced for May 2024"),
        Phase::month(date(2025, 2, 1), "role removed, tenant by tenant")
            .noted("the rollout was planned until June 2025"),
    ],
    undated: "",
    way_out: "an app on Microsoft Graph, by consent or by an application role in Exchange whose scope holds the rooms",
    source: "Microsoft 365 message center MC718754; Exchange Team blog on the retirement of RBAC Application Impersonation",
    verified_on: VERIFIED_ON,
};

/// Exchange Web Services as a whole.
pub const EWS: Retirement = Retirement {
    id: "ews",
    what: "Exchange Web Services (EWS) in Exchange Online",
    phases: &[
        Phase::month(date(2026, 6, 30), "blocked for accounts whose licence does not include it")
            .noted("by the end of the month"),
        Phase::day(date(2026, 10, 1), "switched off tenant by tenant, unless the tenant keeps a list of allowed apps"),
        Phase::day(date(2027, 4, 1), "gone for everybody, without exceptions"),
    ],
    undated: "",
    way_out: "Microsoft Graph",
    source: "Exchange Team blog of 5 February 2026; Microsoft Learn: Deprecation of Exchange Web Services in Exchange \
             Online; message center MC1227454",
    verified_on: VERIFIED_ON,
};

/// The permission of apps on EWS.
pub const EWS_APPS: Retirement = Retirement {
    id: "ews-apps",
    what: "`full_access_as_app`, the permission of apps on Exchange Web Services",
    phases: &[
        Phase::day(date(2026, 10, 1), "refused, unless EwsAllowedAppIDs of the tenant names the app"),
        Phase::day(date(2027, 4, 1), "without any effect"),
    ],
    undated: "",
    way_out: "application permissions on Microsoft Graph, such as Calendars.ReadWrite, confined to rooms",
    source: "Exchange Team blog of 5 February 2026 and 19 June 2026 (EwsAllowedAppIDs); Set-OrganizationConfig",
    verified_on: VERIFIED_ON,
};

/// User name and password in place of a token.
pub const BASIC_AUTHENTICATION: Retirement = Retirement {
    id: "basic-authentication",
    what: "basic authentication (user name and password) for EWS, ActiveSync, POP, IMAP and remote PowerShell",
    phases: &[
        Phase::month(date(2022, 10, 1), "switched off tenant by tenant"),
        Phase::month(date(2023, 1, 1), "off in every tenant").noted("the exact days were not confirmed"),
    ],
    undated: "",
    way_out: "an app with a certificate or a secret (OAuth 2.0 client credentials)",
    source: "Microsoft Learn: Deprecation of Basic authentication in Exchange Online",
    verified_on: VERIFIED_ON,
};

/// The directory's old interface.
pub const AZURE_AD_GRAPH: Retirement = Retirement {
    id: "azure-ad-graph",
    what: "Azure AD Graph (graph.windows.net)",
    phases: &[Phase::day(date(2025, 8, 31), "switched off")],
    undated: "",
    way_out: "Microsoft Graph",
    source: "Microsoft Learn: Azure AD Graph retirement",
    verified_on: VERIFIED_ON,
};

/// The mailbox's old interface.
pub const OUTLOOK_REST: Retirement = Retirement {
    id: "outlook-rest",
    what: "Outlook REST API v2.0 (outlook.office.com/api)",
    phases: &[Phase::month(date(2024, 3, 1), "switched off")],
    undated: "",
    way_out: "Microsoft Graph",
    source: "Microsoft Learn: Outlook REST API deprecation",
    verified_on: VERIFIED_ON,
};

/// What commands of Exchange ran over before the module's own interface.
pub const EXCHANGE_REMOTE_POWERSHELL: Retirement = Retirement {
    id: "exchange-remote-powershell",
    what: "remote PowerShell sessions with Exchange Online",
    phases: &[Phase::month(date(2023, 10, 1), "replaced by the interface of module version 3, tenant by tenant")],
    undated: "",
    way_out: "Connect-ExchangeOnline of the module ExchangeOnlineManagement, version 3 or later",
    source: "Microsoft Learn: About the Exchange Online PowerShell module; Connect-ExchangeOnline (UseRPSSession)",
    verified_on: VERIFIED_ON,
};

/// The directory's old modules of PowerShell.
pub const MSONLINE_AZUREAD_MODULES: Retirement = Retirement {
    id: "msonline-azuread-modules",
    what: "the PowerShell modules MSOnline and AzureAD",
    phases: &[
        Phase::month(date(2025, 4, 1), "MSOnline switched off, tenant by tenant")
            .noted("the rollout was planned until May 2025"),
        Phase::month(date(2025, 10, 1), "AzureAD switched off")
            .noted("after the middle of the month; not held against the source"),
    ],
    undated: "",
    way_out: "the Microsoft Graph PowerShell SDK",
    source: "Microsoft Entra blog: Action required: MSOnline and AzureAD PowerShell retirement",
    verified_on: VERIFIED_ON,
};

/// Sending mail with a password.
pub const SMTP_AUTH_BASIC: Retirement = Retirement {
    id: "smtp-auth-basic",
    what: "SMTP AUTH with basic authentication, for products that send mail",
    phases: &[Phase::month(date(2026, 12, 31), "off by default in existing tenants, and not offered to new ones")
        .noted(
            "from the end of the month; an administrator can switch it on again; the date of its removal is to \
                    be announced in the second half of 2027",
        )],
    undated: "",
    way_out: "OAuth for SMTP, or sending through Microsoft Graph",
    source: "Exchange Team blog: Updated Exchange Online SMTP AUTH Basic Authentication Deprecation Timeline",
    verified_on: VERIFIED_ON,
};

/// What confined apps before RBAC for Applications.
pub const APPLICATION_ACCESS_POLICY: Retirement = Retirement {
    id: "application-access-policy",
    what: "application access policies (New-ApplicationAccessPolicy)",
    phases: &[],
    undated: "they work and are called legacy; Microsoft asks for no new ones and has set no date",
    way_out: "RBAC for Applications: an application role whose scope holds the rooms",
    source: "Microsoft Learn: Application Access Policies (legacy); New-ApplicationAccessPolicy",
    verified_on: VERIFIED_ON,
};

/// Secrets without an end.
pub const NEVER_EXPIRING_SECRET: Retirement = Retirement {
    id: "never-expiring-secret",
    what: "client secrets that never expire",
    phases: &[],
    undated: "the portal no longer offers them and ends a new secret after 24 months at the latest; since when was not \
              confirmed",
    way_out: "a certificate, or a secret with an end and a date in somebody's calendar",
    source: "Entra admin centre, Certificates & secrets; the vendors' guides, which disagree",
    verified_on: VERIFIED_ON,
};

/// All retirements that matter for reservation sync, sorted by id.
pub static RETIREMENTS: &[&Retirement] = &[
    &APPLICATION_ACCESS_POLICY,
    &APPLICATION_IMPERSONATION,
    &AZURE_AD_GRAPH,
    &BASIC_AUTHENTICATION,
    &EWS,
    &EWS_APPS,
    &EXCHANGE_REMOTE_POWERSHELL,
    &MSONLINE_AZUREAD_MODULES,
    &NEVER_EXPIRING_SECRET,
    &OUTLOOK_REST,
    &SMTP_AUTH_BASIC,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sorted_and_found() {
        assert!(RETIREMENTS.is_sorted_by_key(|one| one.id));
        for one in RETIREMENTS {
            assert_eq!(Retirement::named(one.id), Some(*one));
        }
        assert_eq!(Retirement::named("carrier-pigeon"), None);
    }

    #[test]
    fn every_row_has_its_steps_in_order_or_says_how_it_stands() {
        for one in RETIREMENTS {
            assert!(one.phases.is_sorted_by_key(|phase| phase.date), "{}", one.id);
            assert_eq!(one.phases.is_empty(), !one.undated.is_empty(), "{}", one.id);
            // Findings show the way out as their cause, which is cut at 160.
            assert!((1..=140).contains(&one.way_out.len()) && !one.source.is_empty(), "{}", one.id);
        }
    }

    #[test]
    fn the_sentence_follows_the_day() {
        assert_eq!(
            EWS_APPS.sentence(date(2026, 11, 21)),
            "`full_access_as_app`, the permission of apps on Exchange Web Services: refused, unless EwsAllowedAppIDs of \
             the tenant names the app (since 1 October 2026); without any effect (in 131 days, on 1 April 2027)"
        );
        assert!(EWS_APPS.sentence(date(2027, 3, 31)).ends_with("(tomorrow, on 1 April 2027)"));
        assert!(EWS_APPS.sentence(date(2027, 4, 1)).ends_with("(since 1 April 2027)"));
        assert_eq!(
            APPLICATION_IMPERSONATION.sentence(date(2026, 11, 21)),
            "The role ApplicationImpersonation in Exchange Online: new assignments refused (since September 2024); role \
             removed, tenant by tenant (since February 2025)"
        );
        assert!(SMTP_AUTH_BASIC.sentence(date(2026, 11, 21)).ends_with("(December 2026)"));
    }

    #[test]
    fn a_row_without_a_date_counts_no_days() {
        let today = VERIFIED_ON;
        assert_eq!(APPLICATION_ACCESS_POLICY.days_left(today), None);
        assert!(!APPLICATION_ACCESS_POLICY.is_over(today));
        assert!(APPLICATION_ACCESS_POLICY.sentence(today).ends_with("has set no date"));
    }

    #[test]
    fn days_are_counted_to_the_last_step() {
        assert_eq!(EWS.days_left(date(2026, 11, 21)), Some(131));
        assert_eq!(EWS.days_left(date(2027, 4, 1)), None);
        assert!(EWS.is_over(date(2027, 4, 1)) && !EWS.is_over(date(2027, 3, 31)));
        assert_eq!(EWS.current(date(2026, 9, 30)).map(|phase| phase.date), Some(date(2026, 6, 30)));
        assert_eq!(EWS.current(date(2020, 1, 1)), None);
    }
}
