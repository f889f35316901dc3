//! `attest`: steps that no program can see, and who vouches for them. Offline.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;

use super::{context, files, flags, source, unwritten};
use crate::check::setup::standing::{day, latest_end, standing};
use crate::check::{Area, evaluate};
use crate::exit::{self, Exit};
use crate::import;
use crate::product::{AttestedStep, Product, merged};
use crate::render::Names;
use crate::render::attestations::{self, Line};
use crate::report::{FailOn, Report, RunInfo, Stats};
use crate::store::{self, Existing};
use crate::tenant::{
    AppId, Attestation, CloudName, Fact, Header, Selection, Snapshot, SnapshotVersion, Source, SubjectApp, TenantId,
};
use crate::ui::{Trouble, Ui};

/// Flags of `attest`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// The steps of a product: who vouches for them, until when, what is missing
    List {
        #[command(flatten)]
        product: flags::Product,
        #[command(flatten)]
        file: File,
        /// Who vouches and where the proof is: full, none (default in CI: none)
        #[arg(
            long,
            value_name = "WHICH",
            value_enum,
            hide_possible_values = true,
            env = "RSYNC_CHECK_NAMES",
            hide_env = true
        )]
        names: Option<flags::Names>,
    },
    /// Vouch for a step; asks for what is not given
    Add(Add),
    /// Exit 1 when a step is missing or expired, as a run would
    Check {
        #[command(flatten)]
        product: flags::Product,
        #[command(flatten)]
        file: File,
        /// Severity that fails: error, warning, info
        #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = flags::fail_on, hide_default_value = true, env = "RSYNC_CHECK_FAIL_ON", hide_env = true)]
        fail_on: FailOn,
    },
}

/// Which file.
#[derive(Debug, clap::Args)]
struct File {
    /// The file of attestations (default: attestations.toml)
    #[arg(long, value_name = "FILE", alias = "attestations", env = "RSYNC_CHECK_ATTESTATIONS", hide_env = true)]
    file: Option<PathBuf>,
}

impl File {
    fn path(&self) -> &Path {
        self.file.as_deref().unwrap_or(Path::new(files::ATTESTATIONS))
    }

    /// The entries; none when the usual file is not there.
    fn entries(&self, today: Date) -> Result<Vec<Attestation>, Trouble> {
        let bytes = match &self.file {
            Some(path) => Some(context::file(path)?),
            None => context::file_if_there(self.path())?,
        };
        files::parse(self.path(), &bytes.unwrap_or_default(), today)
    }
}

#[derive(Debug, clap::Args)]
struct Add {
    /// The step, as `attest list` names it
    step: String,
    /// Who vouches for it
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Where the proof is: a ticket, a document, a place
    #[arg(long, value_name = "TEXT")]
    evidence: Option<String>,
    /// The day on which it was done (default: today)
    #[arg(long, value_name = "DAY")]
    date: Option<Date>,
    /// The last day on which it counts (default: as long as the step allows)
    #[arg(long, value_name = "DAY")]
    expires: Option<Date>,
    #[command(flatten)]
    product: flags::Product,
    #[command(flatten)]
    file: File,
}

/// Runs `attest`.
pub fn run(ui: &Ui, args: &Args) -> Result<Exit, Trouble> {
    let now = source::now();
    match &args.action {
        Action::List { product, file, names } => list(ui, product, file, flags::names(*names, ui), now),
        Action::Add(add) => self::add(ui, add, now),
        Action::Check { product, file, fail_on } => check(ui, &merged(named(product)?), file, *fail_on, now),
    }
}

/// The products that were named: without one there are no steps to speak of.
fn named(flags: &flags::Product) -> Result<Vec<Product>, Trouble> {
    if flags.product.is_empty() {
        let known = Product::builtin_names().join(", ");
        return Err(context::usage("no product was named", format!("pass --product with one of {known}, or a file")));
    }
    context::products(flags, vec![general()])
}

fn general() -> Product {
    Product::builtin("generic").expect("a built-in product")
}

/// One product after the other, each by its own steps.
fn list(ui: &Ui, flags: &flags::Product, file: &File, names: Names, now: Timestamp) -> Result<Exit, Trouble> {
    let products = named(flags)?;
    let entries = file.entries(day(now))?;
    // Products come in the order of their names or files on the command line.
    let typed = flags.product.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
    let is_only = products.len() == 1;
    let texts: Vec<String> = products
        .iter()
        .zip(typed)
        .map(|(product, typed)| {
            let steps = product.attestations_in_force();
            let lines: Vec<Line<'_>> =
                steps.map(|step| Line { step, standing: standing(step, &product.name, &entries, now) }).collect();
            // A step of the only product, when that is a built-in one, is found without naming it.
            let asked = (!is_only || context::is_file(typed)).then_some(typed);
            attestations::render(product, asked, &lines, now, &ui.look(), names)
        })
        .collect();
    ui.text(&texts.join("\n")).map_err(|error| unwritten(&error))?;
    Ok(exit::OK)
}

fn check(ui: &Ui, product: &Product, file: &File, fail_on: FailOn, now: Timestamp) -> Result<Exit, Trouble> {
    let entries = file.entries(day(now))?;
    let report = report(product, entries, now);
    let text = attestations::summary(&report, &ui.look());
    ui.text(&text).map_err(|error| unwritten(&error))?;
    Ok(report.verdict(fail_on, &[]))
}

/// The report of a run that knows nothing but the attestations: the same checks, so the same verdict.
fn report(product: &Product, entries: Vec<Attestation>, now: Timestamp) -> Report {
    let (tenant, app) = (TenantId(uuid::Uuid::nil()), AppId(uuid::Uuid::nil()));
    let header = Header {
        format: SnapshotVersion::CURRENT,
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        cloud: CloudName::default(),
        tenant,
        reader: None,
        signed_in_with: String::new(),
        taken_at: now,
        product: product.name.clone(),
        parameters: product.parameters_as_text(),
        selection: Selection::default(),
        control_mailboxes: std::collections::BTreeSet::new(),
        more_products: Vec::new(),
        product_files: std::collections::BTreeMap::new(),
    };
    let mut snapshot = Snapshot::unread(header, SubjectApp::unread(app, false));
    snapshot.attestations = Fact::known(entries, Source::Attestations, now);
    let run = RunInfo {
        id: RunInfo::id_of(now, tenant),
        started: now,
        finished: now,
        command: Vec::new(),
        cloud: CloudName::default(),
        interrupted: false,
    };
    let judgements = evaluate(&snapshot, product, &[Area::Setup]);
    let attested = judgements.filter(|judgement| attestations::CHECKS.contains(&judgement.check.id));
    Report::new(&snapshot, product, attested, run, Stats::default())
}

fn add(ui: &Ui, add: &Add, now: Timestamp) -> Result<Exit, Trouble> {
    let today = day(now);
    let date = add.date.unwrap_or(today);
    let (step, products) = the_step(add)?;
    let owner = given_or_asked(ui, add.owner.as_deref(), "Who vouches for it", "--owner")?;
    let evidence = given_or_asked(ui, add.evidence.as_deref(), "Where the proof is", "--evidence")?;
    let latest = latest_end(date, &step);
    let expires = add.expires.unwrap_or(latest);
    if expires > latest {
        return Err(context::usage(
            format!("`{}` may be vouched for {} days at most: until {latest}", step.id, step.valid_days),
            "leave --expires out, or name an earlier day",
        ));
    }
    let entry = |product: Option<String>| Attestation {
        step: step.id.clone(),
        product,
        owner: owner.trim().into(),
        date,
        evidence: evidence.trim().into(),
        expires,
    };
    let path = add.file.path();
    if path == Path::new("-") {
        return Err(context::usage("entries are added to a file, and `-` names none", "pass --file FILE"));
    }
    let file = path.display().to_string();
    let before = context::file_if_there(path)?;
    let existing = if before.is_some() { Existing::Replace } else { Existing::Refuse };
    let before = before.unwrap_or_default();
    // What is there must be right first, so that the new entry is not blamed for an old mistake.
    files::parse(path, &before, today)?;
    let mut text = before;
    for product in products {
        let added = import::add_attestation(&file, &text, &entry(product));
        let action = "put the file right, or name another with --file";
        text = added.map_err(|refused| files::trouble(path, &refused, action))?.into_bytes();
    }
    import::attestations(&file, &text, today).map_err(|refused| {
        let action = "name an owner, a proof and days that are past; rsync-check help attest";
        context::usage(format!("`{}` was not added", step.id), action).why(refused.to_string())
    })?;
    store::write_file(path, existing, |out| out.write_all(&text)).map_err(|error| {
        Trouble::new(exit::OUTPUT, error.to_string(), "name another file with --file; nothing was changed")
    })?;
    let said = format!("{} is vouched for until {expires}, in {file}\n", step.id);
    ui.text(&said).map_err(|error| unwritten(&error))?;
    Ok(exit::OK)
}

/// The step that was named, the strictest of those that share the id, and the products that it is of: an entry for each
/// of those that were named, else one for whatever product has it.
fn the_step(add: &Add) -> Result<(AttestedStep, Vec<Option<String>>), Trouble> {
    let is_named = !add.product.product.is_empty();
    let products = match is_named {
        true => named(&add.product)?,
        false => Product::builtin_names().into_iter().filter_map(Product::builtin).collect(),
    };
    let all = products.iter().flat_map(|product| product.attestations.iter().map(move |step| (product, step)));
    let same: Vec<_> = all.clone().filter(|(_, step)| step.id == add.step).collect();
    let Some((_, step)) = same.iter().min_by_key(|(_, step)| step.valid_days) else {
        let hint = context::suggestion(&add.step, all.map(|(_, step)| step.id.as_str()));
        let (of, list) = match is_named {
            true => (format!(" of {}", merged(products.clone()).title), add.product.product.join(",")),
            false => (String::new(), "NAME".to_owned()),
        };
        let action = format!("rsync-check attest list --product {list} names the steps");
        return Err(context::usage(format!("no step{of} is called `{}`{hint}", add.step), action));
    };
    let of = match is_named {
        true => same.iter().map(|(product, _)| Some(product.name.clone())).collect(),
        false => vec![None],
    };
    Ok(((*step).clone(), of))
}

fn given_or_asked(ui: &Ui, given: Option<&str>, question: &str, flag: &str) -> Result<String, Trouble> {
    match given {
        Some(text) => Ok(text.to_owned()),
        None => ui.ask_text(question).map_err(|_| {
            context::usage(format!("{flag} is missing, and there is no terminal to ask on"), format!("pass {flag}"))
        }),
    }
}
