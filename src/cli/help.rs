//! `help`: topics that need more room than a flag's line, and the help of a command.

use std::fmt::Write as _;

use clap::CommandFactory;

use super::{Cli, context, unwritten};
use crate::api;
use crate::coverage;
use crate::exit::{self, Exit};
use crate::import;
use crate::render::labelled;
use crate::tenant::{DELAYS, RETIREMENTS, RightKind, Source, retirement};
use crate::ui::{Trouble, Ui};

/// Flags of `help`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A topic (permissions, profiles, exit-codes, vendor-rooms, dates, flags, coverage) or a command
    topic: Option<String>,
}

/// The topics, with a line each.
const TOPICS: &[(&str, &str)] = &[
    ("permissions", "set up the identity that reads, in steps and as a script"),
    ("profiles", "saved settings of one tenant, and products of your own"),
    ("exit-codes", "what the program's exit code means"),
    ("vendor-rooms", "what the product's own list of rooms may look like"),
    ("flags", "every flag of the commands that read a tenant, with its environment variable"),
    ("coverage", "what covers each sentence of the vendors' guides, as a page in Markdown"),
    ("dates", "what Microsoft withdraws and when, and how long changes take to act"),
];

/// Runs `help`.
pub fn run(ui: &Ui, args: &Args) -> Result<Exit, Trouble> {
    let text = match args.topic.as_deref() {
        None => overview(),
        Some("permissions") => permissions(),
        Some("profiles") => PROFILES.to_owned(),
        Some("exit-codes") => exit_codes(),
        Some("vendor-rooms") => vendor_rooms(),
        Some("flags") => flags(),
        Some("coverage") => coverage::page(),
        Some("dates") => dates(),
        Some(name) => command(name)?,
    };
    ui.text(&text).map_err(|error| unwritten(&error))?;
    Ok(exit::OK)
}

fn overview() -> String {
    let mut text = Cli::command().render_help().to_string();
    text.push_str("\nTopics of `rsync-check help`:\n");
    for (name, line) in TOPICS {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {name:<13} {line}");
    }
    text
}

fn command(name: &str) -> Result<String, Trouble> {
    let mut cli = Cli::command();
    cli.build();
    let known: Vec<String> = cli.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    if let Some(found) = cli.find_subcommand_mut(name) {
        return Ok(found.render_help().to_string());
    }
    let names = known.iter().map(String::as_str).chain(TOPICS.iter().map(|(topic, _)| *topic));
    let hint = context::did_you_mean(name, names).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
    let topics: Vec<_> = TOPICS.iter().map(|(topic, _)| *topic).collect();
    Err(context::usage(
        format!("no topic or command is called `{name}`{hint}"),
        format!("topics: {}", topics.join(", ")),
    ))
}

/// The table of exit codes; `docs/exit-codes.md` is made from it.
pub fn exit_codes() -> String {
    let mut text = String::from("Exit codes\n\n");
    for exit in exit::ALL {
        let _ = writeln!(text, "  {:>3}  {}", exit.code, exit.meaning);
    }
    text.push_str(
        "\nFindings (1) win over incomplete (3), incomplete wins over pending (7). Treat any other\nnumber as a failure. \
         `--exit-zero` turns 1, 3 and 7 into 0; `--allow-incomplete CHECK` lets one\ncheck stay unknown.\n",
    );
    text
}

fn flags() -> String {
    let mut cli = Cli::command();
    cli.build();
    let mut text =
        String::from("Flags of tenant, permissions, access, lists, places, calendars, mailboxes, setup and fix\n");
    let (tenant, fix) = (cli.find_subcommand("tenant"), cli.find_subcommand("fix"));
    let is_new = |argument: &&clap::Arg| argument.get_help_heading() == Some("Repair");
    let shared = tenant.into_iter().flat_map(clap::Command::get_arguments);
    let repairs = fix.into_iter().flat_map(clap::Command::get_arguments).filter(is_new);
    let mut heading = None;
    for argument in shared.chain(repairs).filter(|argument| !argument.is_hide_set()) {
        let Some(long) = argument.get_long() else { continue };
        if argument.get_help_heading() != heading {
            heading = argument.get_help_heading();
            let of = if heading == Some("Repair") { " (fix only)" } else { "" };
            let _ = writeln!(text, "\n{}{of}", heading.unwrap_or("Other"));
        }
        let takes = argument.get_action().takes_values();
        let value = argument.get_value_names().filter(|_| takes).and_then(|names| names.first());
        let value = value.map(|name| format!(" {name}")).unwrap_or_default();
        let short = argument.get_short().map(|short| format!("-{short}, ")).unwrap_or_default();
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let env = argument.get_env().map(|env| format!(" [{}]", env.to_string_lossy())).unwrap_or_default();
        let _ = writeln!(text, "  {:<26} {help}{env}", format!("{short}--{long}{value}"));
    }
    text.push_str(
        "\nA client secret is never a flag: --secret-stdin, --secret-file, AZURE_CLIENT_SECRET or the keyring\n\
         (rsync-check auth set). A certificate's password: AZURE_CLIENT_CERTIFICATE_PASSWORD.\n",
    );
    text
}

/// What a vendor's list may look like; `docs/vendor-rooms.md` is made from it.
fn vendor_rooms() -> String {
    let mut text = String::from(
        "The product's own list of rooms (--vendor-rooms [PRODUCT=]FILE)\n\n\
         Export it from the product as CSV (comma, semicolon or tab; UTF-8 or UTF-16) or JSON (a list of\n\
         objects, or an object with one in it). The file stays on this machine; a snapshot holds its rows.\n\n\
         Columns are found by their headings, whatever case, blanks and punctuation they have. Others are\n\
         named: --vendor-columns address=Mail,id=\"Room ID\". Only the address is needed.\n",
    );
    for (_, name, about, headings) in import::COLUMNS {
        let _ = writeln!(text, "\n  {name:<20} {about}");
        let mut line = String::from("   ");
        for heading in *headings {
            if line.len() + heading.len() + 2 > 96 {
                let _ = writeln!(text, "{line}");
                line = String::from("   ");
            }
            let _ = write!(line, " {heading}");
        }
        let _ = writeln!(text, "{line}");
    }
    let _ = writeln!(
        text,
        "\nA file with mistakes is not used: all of them are told with row, line and column. At most {} MiB,\n{} \
         rows and {} columns. A row that is not active is not judged. Limits of a row (horizon, longest\nbooking, \
         conflicts) count before those of the product.",
        import::MOST_BYTES >> 20,
        import::MOST_ROWS,
        import::MOST_COLUMNS
    );
    text
}

const PROFILES: &str = "Profiles and products of your own

rsync-check.toml in the current folder, or the file that --config names, holds profiles. One is used
only when it is named with --profile. It never holds a secret.

    [profiles.contoso]
    tenant = \"contoso.com\"              # or its id
    cloud = \"public\"
    client_id = \"00000000-0000-0000-0000-000000000000\"    # the app that signs in and reads
    app = \"00000000-0000-0000-0000-000000000000\"          # the product's app
    auth = \"certificate\"
    certificate = \"keys/reader.pem\"     # paths are relative to this file
    product = [\"spacewell\", \"our-panels.toml\"]
    vendor_rooms = \"spacewell=rooms.csv\"
    vendor_columns = \"address=Mail\"
    attestations = \"attestations.toml\"
    control_mailbox = \"anybody@contoso.com\"
    names = \"full\"
    fail_on = \"error\"

    [profiles.contoso.parameters]        # rsync-check product show NAME lists them
    horizon_days = 365
    our-panels = { horizon_days = 90 }   # of one product only

 What counts first: a flag, its RSYNC_CHECK_* twin, the profile, AZURE_* variables, the default.

Products of your own

    rsync-check product new our-panels --extends spacewell --out our-panels.toml
    rsync-check product check our-panels.toml
    rsync-check tenant --product our-panels.toml

 A file that extends a built-in product says only what differs; titles = \"off\" under [wishes] takes
 a wish away. --product a,b judges a tenant for several products together: the app is the first one's,
 rooms are judged by what all of their products ask for, and what cannot hold together is CP036.
";

/// How wide the tables of dates are.
const WIDTH: usize = 100;

/// The two dated tables, without "today" so that the page stays as it is; `docs/dates.md` is made from it.
fn dates() -> String {
    let mut lines = vec![format!("What Microsoft withdraws (verified {})", retirement::VERIFIED_ON)];
    let entry = |lines: &mut Vec<String>, label: &str, text: &str| {
        lines.extend(labelled(&format!("    {label:<16}"), text, WIDTH));
    };
    for one in RETIREMENTS {
        lines.push(String::new());
        lines.extend(labelled(&format!("  {}: ", one.id), one.what, WIDTH));
        if one.phases.is_empty() {
            entry(&mut lines, "no date", one.undated);
        }
        for phase in one.phases {
            let note = phase.note.map(|note| format!(" ({note})")).unwrap_or_default();
            entry(&mut lines, &phase.words(), &format!("{}{note}", phase.what));
        }
        entry(&mut lines, "in its place", one.way_out);
        entry(&mut lines, "source", one.source);
    }
    lines.push(format!("\n\nHow long changes take to act (verified {})", retirement::VERIFIED_ON));
    for one in DELAYS {
        lines.push(String::new());
        lines.extend(labelled(&format!("  {}: ", one.id), one.what, WIDTH));
        entry(&mut lines, one.said_by.words(), &one.words());
        entry(&mut lines, "source", one.source);
    }
    lines.push(
        "\nWhile a change is younger than the delay, the outcome is \"pending\" and not a fault. The parameters\n\
         directory_delay_hours and scope_delay_minutes say how long this program waits.\n"
            .to_owned(),
    );
    lines.join("\n")
}

const STEPS: &str = "The identity that reads

rsync-check only reads. The identity it signs in with may be the product's own app or, better in
production, an app of its own (--client-id), while --app names the product's app to judge.

Steps for an administrator

 1. Entra admin centre > App registrations > New registration. Name: rsync-check reader. Accounts in
    this organizational directory only. No redirect URI.
 2. API permissions > Add a permission > Microsoft Graph > Application permissions: add those that
    the table below marks with \"Graph\".
 3. API permissions > Add a permission > APIs my organization uses > Office 365 Exchange Online >
    Application permissions > Exchange.ManageAsApp.
 4. Grant admin consent. Without it nothing of this works.
 5. Give the app a right to read in Exchange: the role group that the script below makes. The
    directory role Global Reader (Entra admin centre > Roles and administrators) does it too, but
    for the inbox rules of rooms, which Microsoft shows to no view-only role: with it, either add
    the script's own role as well, or run with --quick and leave the mailboxes out.
 6. Certificates & secrets: upload a certificate (recommended), or make a client secret.
 7. rsync-check tenant --tenant ID --client-id READER --app PRODUCT --certificate FILE

 A role takes from minutes to an hour to act. MailboxSettings.Read opens the settings of every
 mailbox; leave it out, or give it for rooms only with an Exchange role, and the two checks that
 need it say so.

Script for step 5 (Exchange Online PowerShell, role Organization Management)

    # both ids are on the Overview page of the enterprise application, not of the registration
    $appId    = '00000000-0000-0000-0000-000000000000'
    $objectId = '00000000-0000-0000-0000-000000000000'
    New-ServicePrincipal -AppId $appId -ObjectId $objectId -DisplayName 'rsync-check reader'
    # a role of its own that holds one command: Get-InboxRule (a tenant that never had roles of
    # its own asks for this once before: Enable-OrganizationCustomization)
    New-ManagementRole -Name 'rsync-check inbox rules' -Parent 'Mail Recipients'
    Get-ManagementRoleEntry 'rsync-check inbox rules\\*' | Where-Object Name -ne 'Get-InboxRule' |
        ForEach-Object { Remove-ManagementRoleEntry \"$($_.Role)\\$($_.Name)\" -Confirm:$false }
    New-RoleGroup -Name 'rsync-check readers' -Roles 'View-Only Recipients',
        'View-Only Configuration','rsync-check inbox rules'
    Add-RoleGroupMember -Identity 'rsync-check readers' -Member $objectId

 Get-ApplicationAccessPolicy and Get-ServicePrincipal ask for more than that. Where the app is
 confined by Exchange roles, Graph answers in their place (RoleManagement.Read.Exchange) and
 nothing is missing; where access policies are in use, add the role group Organization Management
 for the time of the check, or accept that those checks stay unknown.

A person instead of an app

    rsync-check tenant --auth device --tenant ID --client-id PUBLIC-CLIENT --app PRODUCT

 needs a public client of your own (Authentication > Allow public client flows) with the delegated
 permissions of the table, and a person who is Global Reader or Exchange Administrator.
";

/// Steps, script and the table of rights, which is made from the calls themselves.
pub fn permissions() -> String {
    let mut text = String::from(STEPS);
    text.push_str("\nWhat each reading needs at least\n\n");
    // Other readers cannot ask these two, so they need not hold what they ask for.
    let is_own = |source: Source| matches!(source, Source::GraphSubscriptions | Source::GraphCalendarProbe);
    let (own, all): (Vec<_>, Vec<_>) = api::requirements().into_iter().partition(|line| is_own(line.source));
    table(&mut text, &all);
    text.push_str(
        "\n  Mail Recipients stands for the role that the script makes: below it, with one command.\n  A person needs \
         the delegated permission of the same name on Graph, and Exchange.Manage.\n\nWhat only the product's own app \
         reads, with what it holds for the product\n\n",
    );
    table(&mut text, &own);
    text.push_str(
        "\n  The second one is only asked for with --probe: one event's id of one day for each room, and for\n  each \
         --control-mailbox, which must refuse it. Any calendar permission will do.\n",
    );
    text
}

fn table(text: &mut String, lines: &[api::Requirement]) {
    for api::Requirement { source, needs } in lines {
        let on = match needs.application.kind {
            RightKind::GraphApplication | RightKind::GraphDelegated => "Graph",
            RightKind::ExchangeApplication | RightKind::ExchangeRole => "Exchange role",
        };
        let _ = writeln!(text, "  {:<53} {on:<14} {}", source.label(), needs.application.name);
    }
}
