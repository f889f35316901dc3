//! Every rule: its id, how bad it is, what it finds, why that matters, and who says so. `docs/lint.md` is made of this.

use super::remark::Severity::{self, Error, Info, Warning};
use crate::tenant::retirement::{self, Retirement};

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable id; reads well after "ignore".
    pub id: &'static str,
    /// How bad a finding is.
    pub severity: Severity,
    /// What it finds.
    pub finds: &'static str,
    /// Why that matters, in sentences.
    pub why: &'static str,
    /// Who says so.
    pub source: &'static str,
    /// What Microsoft has withdrawn, where it is about that.
    pub retirement: Option<&'static Retirement>,
}

impl Rule {
    /// The rule with this id.
    pub fn named(id: &str) -> Option<&'static Self> {
        RULES.iter().copied().find(|rule| rule.id == id)
    }

    /// Why it matters, with the dates of what was withdrawn.
    pub fn reason(&self) -> String {
        let Some(retirement) = self.retirement else { return self.why.to_owned() };
        let step = |phase: &retirement::Phase| format!("{} ({})", phase.what, phase.words());
        let steps: Vec<String> = retirement.phases.iter().map(step).collect();
        let steps = if steps.is_empty() { retirement.undated.to_owned() } else { steps.join("; ") };
        format!("{} Microsoft's steps: {steps}.", self.why)
    }
}

const fn rule(
    id: &'static str,
    severity: Severity,
    finds: &'static str,
    why: &'static str,
    source: &'static str,
) -> Rule {
    Rule { id, severity, finds, why, source, retirement: None }
}

const fn withdrawn(rule: Rule, retirement: &'static Retirement) -> Rule {
    Rule { retirement: Some(retirement), ..rule }
}

const REFERENCE: &str = "Microsoft's reference of the command";
const TOKENIZER: &str = "PowerShell/PowerShell: tokenizer.cs, CharTraits.cs";

macro_rules! rules {
    ($($name:ident = $rule:expr;)*) => {
        $(
            #[doc = "The rule of this name."]
            pub static $name: Rule = $rule;
        )*
        /// All rules, sorted by id.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    AMBIGUOUS_PARAMETER = rule("ambiguous-parameter", Error,
        "the beginning of several parameters' names",
        "PowerShell refuses a shortened name that fits more than one parameter.", REFERENCE);
    APPLICATION_ACCESS_POLICY = withdrawn(rule("application-access-policy", Warning,
        "an application access policy as a new set-up",
        "It works, and will have to be moved to RBAC for Applications: an application role in Exchange whose scope \
         holds the rooms. That role adds to what Entra has granted, so the app's consent to the same permission has to \
         go once the role acts.",
        "MicrosoftDocs/office-docs-powershell: New-ApplicationAccessPolicy; Microsoft Learn: Role Based Access Control \
         for Applications in Exchange Online"), &retirement::APPLICATION_ACCESS_POLICY);
    APPLICATION_IMPERSONATION = withdrawn(rule("application-impersonation", Error,
        "the role ApplicationImpersonation",
        "Exchange Online no longer has the role, so a service account cannot be made to act as other mailboxes. An app \
         with an application role can.",
        "Microsoft 365 message center MC718754"), &retirement::APPLICATION_IMPERSONATION);
    BASIC_AUTHENTICATION = withdrawn(rule("basic-authentication", Error,
        "sign-in with user name and password",
        "Exchange Online refuses it, and no second factor can be asked for.",
        "Microsoft Learn: Deprecation of Basic authentication in Exchange Online"), &retirement::BASIC_AUTHENTICATION);
    BOOKING_CLOSED_TO_ALL = rule("booking-closed-to-all", Warning,
        "AllBookInPolicy switched off",
        "Only those in BookInPolicy are accepted at once then; requests of everybody else wait for a delegate or are \
         declined, those of the product's own account included when it is not on that list.",
        "MicrosoftDocs/office-docs-powershell: Set-CalendarProcessing");
    BROKEN_LINE = rule("broken-line", Error,
        "a parameter at the beginning of a line",
        "PowerShell takes the line before it for the whole command and runs that without the parameter; the rest fails.",
        "MicrosoftDocs/PowerShell-Docs: about_Parsing");
    CONFLICTING_PARAMETERS = rule("conflicting-parameters", Error,
        "parameters that exclude each other",
        "They belong to different ways of calling the command, and PowerShell cannot tell which one is meant.",
        REFERENCE);
    DANGEROUS_COMMAND = rule("dangerous-command", Warning,
        "a command that does more than its guide says",
        "It changes or removes more than setting up rooms needs.", REFERENCE);
    DOWNLOADED_CODE = rule("downloaded-code", Error,
        "code that is fetched and run at once",
        "Whatever the address answers on that day runs with an administrator's rights, and nobody has read it.",
        "PSScriptAnalyzer: AvoidUsingInvokeExpression");
    EMPTY_VALUE = rule("empty-value", Error,
        "an empty text where something must be named",
        "The guide has lost what stood there; PowerShell refuses the empty text.", REFERENCE);
    ENCODED_COMMAND = rule("encoded-command", Error,
        "a command in Base64",
        "Nobody can read what it does before it does it.", "MicrosoftDocs/PowerShell-Docs: about_PowerShell_exe");
    ENDLESS_SECRET = withdrawn(rule("endless-secret", Warning,
        "a client secret that hardly ever ends",
        "A secret that was copied once can be used for as long as it lives, and nobody remembers it on the day it ends.",
        "Entra admin centre, Certificates & secrets"), &retirement::NEVER_EXPIRING_SECRET);
    EWS_ACCESS = withdrawn(rule("ews-access", Error,
        "a permission on Exchange Web Services",
        "It opens every mailbox whole, through an interface that is being switched off.",
        "Exchange Team blog of 5 February 2026"), &retirement::EWS_APPS);
    EXECUTION_POLICY = rule("execution-policy", Warning,
        "a lowered execution policy",
        "Scripts that nobody has read run without a question from then on, long after the task is done.",
        "MicrosoftDocs/PowerShell-Docs: about_Execution_Policies");
    FILTERED_AFTERWARDS = rule("filtered-afterwards", Info,
        "rows that are all read and then mostly thrown away",
        "The server can leave them out, which is quicker and counts only wanted rows against the limit of 1,000.",
        "MicrosoftDocs/office-docs-powershell: Get-Mailbox; Microsoft Learn: Filters in the Exchange Online PowerShell \
         module");
    JOINED_WORDS = rule("joined-words", Error,
        "a value and a parameter that are one word to PowerShell",
        "Without a space between them they count as one word: the parameter is not there, and the value is another one.",
        TOKENIZER);
    LIST_AS_POLICY_SCOPE = rule("list-as-policy-scope", Error,
        "a distribution list or room list as the scope of an access policy",
        "Only a security principal can be the scope: a mail-enabled security group, not a distribution list.",
        "MicrosoftDocs/office-docs-powershell: New-ApplicationAccessPolicy");
    LOST_LINE_BREAK = rule("lost-line-break", Error,
        "two commands on one line without anything between them",
        "PowerShell takes the second command's name for a value of the first one.",
        "MicrosoftDocs/PowerShell-Docs: about_Parsing");
    MAILBOX_REMOVAL = rule("mailbox-removal", Error,
        "a mailbox that is deleted",
        "The account goes with the mailbox, and after 30 days neither can be brought back.",
        "MicrosoftDocs/office-docs-powershell: Remove-Mailbox");
    MISSING_HYPHEN = rule("missing-hyphen", Error,
        "a name without its hyphen",
        "PowerShell takes a parameter without its hyphen for a value, and half of a command's name for a command.",
        "MicrosoftDocs/PowerShell-Docs: about_Parameters");
    MISSING_PARAMETER = rule("missing-parameter", Error,
        "a parameter that must be there and is not",
        "PowerShell asks for it, and a script without anybody to answer stops.", REFERENCE);
    MISSING_SPACE = rule("missing-space", Warning,
        "a value and the next parameter without a space between them",
        "Behind a closing quote PowerShell reads on as if there were a space; behind anything else the two would be one \
         word.",
        TOKENIZER);
    MISSING_VALUE = rule("missing-value", Error,
        "a parameter without its value",
        "The guide has lost what stood there; PowerShell refuses the command.", REFERENCE);
    MISSPELT_COMMAND = rule("misspelt-command", Error,
        "a command that nobody has, but for a letter",
        "PowerShell does not find it.", REFERENCE);
    MSONLINE_OR_AZUREAD = withdrawn(rule("msonline-or-azuread", Error,
        "a command of the modules MSOnline or AzureAD",
        "The modules can no longer sign in.",
        "Microsoft Entra blog: MSOnline and AzureAD PowerShell retirement"), &retirement::MSONLINE_AZUREAD_MODULES);
    NEWER_POWERSHELL = rule("newer-powershell", Info,
        "something that Windows PowerShell 5.1 lacks",
        "It needs PowerShell 7, which has to be installed first.", "MicrosoftDocs/PowerShell-Docs");
    NO_DASH = rule("no-dash", Error,
        "a character that looks like a hyphen and is none to PowerShell",
        "Of all the dashes only the hyphen, U+2013, U+2014 and U+2015 begin a parameter; with a hyphen of another kind \
         (U+2010, U+2011) or a minus sign (U+2212) the word becomes a value. A command's name takes the ASCII hyphen \
         alone.",
        TOKENIZER);
    ON_PREMISES_ONLY = rule("on-premises-only", Warning,
        "something that only Exchange Server knows",
        "Exchange Online does not have it, and the command fails there.", REFERENCE);
    OUTDATED_MODULE = withdrawn(rule("outdated-module", Warning,
        "an Exchange module older than version 3",
        "Older versions speak remote PowerShell, which Exchange Online no longer answers.",
        "Microsoft Learn: About the Exchange Online PowerShell module"), &retirement::EXCHANGE_REMOTE_POWERSHELL);
    PASSWORD_SIGN_IN = rule("password-sign-in", Warning,
        "sign-in with a stored user name and password",
        "It fails for every account that is asked for a second factor, which administrators are.",
        "MicrosoftDocs/office-docs-powershell: Connect-ExchangeOnline");
    PLACEHOLDER = rule("placeholder", Warning,
        "a placeholder that is still to be filled in",
        "PowerShell has a meaning of its own for angle and square brackets, and a name that nobody filled in may belong \
         to somebody else.",
        "MicrosoftDocs/PowerShell-Docs: about_Redirection, about_Type_Operators");
    PLAIN_SECRET = rule("plain-secret", Error,
        "a password or secret in plain text",
        "It stays in the history of the shell, in transcripts and logs, and in the file.",
        "PSScriptAnalyzer: AvoidUsingConvertToSecureStringWithPlainText");
    POLICY_FOR_EACH_ROOM = rule("policy-for-each-room", Warning,
        "one access policy for each room",
        "All policies of a tenant share a fixed space: about 100 fit, about 300 with descriptions of one character. \
         One group, or one role with a scope, holds any number of rooms.",
        "MicrosoftDocs/office-docs-powershell: New-ApplicationAccessPolicy");
    REMOTE_POWERSHELL = withdrawn(rule("remote-powershell", Error,
        "a remote session with Exchange Online",
        "Exchange Online no longer offers remote sessions; Connect-ExchangeOnline brings the same commands.",
        "Microsoft Learn: About the Exchange Online PowerShell module"), &retirement::EXCHANGE_REMOTE_POWERSHELL);
    REPEATED_PARAMETER = rule("repeated-parameter", Error,
        "a parameter that is given twice",
        "PowerShell refuses the command.", REFERENCE);
    REPLACED_LIST = rule("replaced-list", Warning,
        "a setting that takes the place of a whole list",
        "What was on the list and is not in the command is gone afterwards, without a question.", REFERENCE);
    REPLACED_MEMBERS = rule("replaced-members", Error,
        "all members of a group replaced",
        "Its documented work is to put the members that are named in the place of all others; it makes nothing act \
         sooner. Members that were added before are gone, and with them the app's access to those rooms.",
        "MicrosoftDocs/office-docs-powershell: Update-DistributionGroupMember");
    RESULTS_CUT_OFF = rule("results-cut-off", Warning,
        "results that end after 1,000",
        "Without -ResultSize Unlimited the command gives the first 1,000 and warns about the others; in a large tenant \
         rooms are silently left out.",
        "MicrosoftDocs/office-docs-powershell: Get-Mailbox, Get-DistributionGroup, Get-DistributionGroupMember");
    RETIRED_COMMAND = rule("retired-command", Error,
        "a command that is gone",
        "It fails.", REFERENCE);
    ROOM_AS_POLICY_SCOPE = rule("room-as-policy-scope", Error,
        "a room as the scope of an access policy",
        "Mailboxes of rooms, equipment and teams that share one are no security principals, and Microsoft names them \
         among those that do not work as a scope. A mail-enabled security group that holds the rooms does.",
        "MicrosoftDocs/office-docs-powershell: New-ApplicationAccessPolicy");
    SAMPLE_NAME = rule("sample-name", Info,
        "a name from the example",
        "It has to be replaced by one of your own before the command is run.", "the vendor's guide");
    SCOPE_OF_DIRECT_MEMBERS = rule("scope-of-direct-members", Info,
        "a filter that sees direct members only",
        "MemberOfGroup looks at the group itself: rooms in a group within the group are left out.",
        "Microsoft Learn: Role Based Access Control for Applications in Exchange Online");
    SHORTENED_PARAMETER = rule("shortened-parameter", Info,
        "a parameter that is not named in full",
        "It works until a newer version brings another parameter that begins the same way.",
        "MicrosoftDocs/PowerShell-Docs: about_Parameters");
    STRAY_VALUE = rule("stray-value", Error,
        "a value that no parameter is there for",
        "PowerShell refuses the command; often a name with a space has lost its quotes.", REFERENCE);
    SWITCH_WITH_VALUE = rule("switch-with-value", Error,
        "a value behind a switch",
        "A switch is on when it is there; a value behind it counts as one of its own. To switch it off: -Name:$false.",
        "MicrosoftDocs/PowerShell-Docs: about_Parameters");
    TEXT_RUN_AS_CODE = rule("text-run-as-code", Error,
        "text that is run as commands",
        "Whatever has got into the text runs, with an administrator's rights.",
        "PSScriptAnalyzer: AvoidUsingInvokeExpression");
    TRAILING_PIPE = rule("trailing-pipe", Warning,
        "a line that ends in a pipe with nothing behind it",
        "PowerShell waits for the rest, and takes the next line that is pasted for it.",
        "MicrosoftDocs/PowerShell-Docs: about_Pipelines");
    TYPOGRAPHIC_DASH = rule("typographic-dash", Warning,
        "a typographic dash before a parameter",
        "PowerShell reads U+2013 to U+2015 as a hyphen there, but a file that is saved in another encoding, and every \
         other shell, does not.",
        TOKENIZER);
    TYPOGRAPHIC_QUOTE = rule("typographic-quote", Warning,
        "typographic quotes around a text",
        "PowerShell takes each of them for the straight one: a text opened by one kind is closed by any other, and an \
         apostrophe inside ends it. A file that is saved in another encoding breaks.",
        TOKENIZER);
    UNCLOSED_BRACKET = rule("unclosed-bracket", Error,
        "a bracket that is never closed",
        "PowerShell waits for the rest, or refuses the whole script.", "MicrosoftDocs/PowerShell-Docs: about_Parsing");
    UNCLOSED_QUOTE = rule("unclosed-quote", Error,
        "a text without its closing quote",
        "PowerShell takes everything up to the next quote for text, other commands included.",
        "MicrosoftDocs/PowerShell-Docs: about_Quoting_Rules");
    UNKNOWN_COMMAND = rule("unknown-command", Info,
        "a command that is not in the table",
        "Nothing is known about it here: neither its parameters nor what it does was checked.",
        "this program's table of commands");
    UNKNOWN_PARAMETER = rule("unknown-parameter", Error,
        "a parameter that the command does not have",
        "PowerShell refuses the command.", REFERENCE);
    UNOPENED_BRACKET = rule("unopened-bracket", Error,
        "a bracket that closes nothing",
        "PowerShell refuses the line.", "MicrosoftDocs/PowerShell-Docs: about_Parsing");
    UNREADABLE = rule("unreadable", Error,
        "something that PowerShell cannot read",
        "PowerShell refuses the line.", TOKENIZER);
    VALUE_NOT_IN_LIST = rule("value-not-in-list", Error,
        "a value outside the list of those that are taken",
        "PowerShell or Exchange refuses the command.", REFERENCE);
    VALUE_OUT_OF_RANGE = rule("value-out-of-range", Error,
        "a number or a text outside its limits",
        "Exchange refuses the command.", REFERENCE);
    WRONG_TYPE = rule("wrong-type", Error,
        "a value of the wrong type",
        "PowerShell cannot turn it into what the parameter takes.", REFERENCE);
}
