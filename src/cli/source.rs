//! Where the facts come from: a live tenant, a simulator, the built-in simulated tenant, or a saved snapshot.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tokio::runtime::Runtime;

use super::{context, files, flags, trouble};
use crate::exit;
use crate::gather::{self, Wanted};
use crate::product::Product;
use crate::report::{RunInfo, Stats};
use crate::session::auth::{Credential, DevicePrompt, Identity, Tokens, resolve_tenant};
use crate::session::progress::{CallTrace, Event, Observer};
use crate::session::{Cloud, Http, HttpOptions, Secret, Session, SessionOptions, Transport, simulator_address};
use crate::sim;
use crate::sim::Vouches;
use crate::store;
use crate::tenant::{
    self, Address, AppId, Attestation, CloudName, Fact, Header, HeaderProduct, Snapshot, SnapshotVersion, SubjectApp,
    TenantId, VendorRoom,
};
use crate::ui::{Trouble, Ui};

/// What a source gives.
pub struct Facts {
    /// The facts.
    pub snapshot: Snapshot,
    /// The product to judge them by.
    pub product: Product,
    /// How the run went.
    pub run: RunInfo,
    /// Its figures.
    pub stats: Stats,
}

/// How much of a wait the demo really waits: it tells what a tenant would have asked for, and goes on.
const DEMO_WAITS: f64 = 0.02;

/// The simulated tenant that is shown when none was named.
const DEMO_SCENARIO: &str = "mixed";

/// The wall clock.
#[expect(clippy::disallowed_methods, reason = "the one place that asks for the time; everything below is handed it")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Facts from wherever the flags say.
pub fn facts(ui: &Ui, read: &flags::Read, wanted: Wanted, arguments: &[OsString]) -> Result<Facts, Trouble> {
    let selection = context::selection(&read.rooms)?;
    let controls: BTreeSet<Address> = read.proof.control_mailbox.iter().cloned().collect();
    let named = wanted.named.union(&controls).cloned().collect();
    let wanted = Wanted { selection, probe: read.proof.probe, controls, named, ..wanted };
    match &read.source.snapshot {
        Some(path) => saved(ui, read, path, &wanted, arguments),
        None => live(ui, read, &wanted, arguments),
    }
}

fn saved(
    ui: &Ui,
    read: &flags::Read,
    path: &std::path::Path,
    wanted: &Wanted,
    arguments: &[OsString],
) -> Result<Facts, Trouble> {
    let started = now();
    let snapshot = store::load(path).map_err(|error| {
        context::usage(error.to_string(), "make the snapshot again with --save-snapshot, or copy it whole")
    })?;
    let header = &snapshot.header;
    let bases = match replayed(path, header) {
        // What the file cannot say was said on the command line.
        Err(_) if !read.product.product.is_empty() => Vec::new(),
        bases => bases?,
    };
    let product = context::product(&read.product, bases)?;
    let (cloud, tenant) = (header.cloud, header.tenant);
    let (vendor_rooms, today) = (files::vendor_rooms(&read.files, &product.names())?, day(started));
    let mut snapshot = snapshot.narrowed(&wanted.selection);
    // What was vouched for at the time stays, unless a file is named: a replay says what the run said.
    if read.files.attestations.is_some() || !snapshot.attestations.is_known() {
        let attestations = files::attestations(ui, read.files.attestations.as_ref(), today)?;
        put_attestations(&mut snapshot, attestations.unwrap_or_default(), started);
    }
    if let Some(rooms) = vendor_rooms {
        snapshot.put_vendor_rooms(rooms, started);
    }
    // Those of the saved run stay, unless others are named now.
    if !wanted.controls.is_empty() {
        snapshot.header.control_mailboxes.clone_from(&wanted.controls);
    }
    let run = RunInfo {
        id: RunInfo::id_of(started, tenant),
        started,
        finished: now(),
        command: command(arguments),
        cloud,
        interrupted: false,
    };
    Ok(Facts { snapshot, product, run, stats: Stats::default() })
}

fn day(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

fn put_attestations(snapshot: &mut Snapshot, attestations: Vec<Attestation>, at: Timestamp) {
    snapshot.attestations = Fact::known(attestations, tenant::Source::Attestations, at);
}

/// What the run is told by files, and who vouches in a demo.
struct Told {
    vendor_rooms: Option<Vec<VendorRoom>>,
    attestations: Vec<Attestation>,
}

/// Reads the files that a live run is told of.
fn told(ui: &Ui, read: &flags::Read, product: &Product, vouches: Vouches, started: Timestamp) -> Result<Told, Trouble> {
    let vendor_rooms = files::vendor_rooms(&read.files, &product.names())?;
    // People vouch in a simulated tenant only, and only where nobody named a file.
    let attestations = match (vouches, &read.files.attestations) {
        (Vouches::Everything, None) => {
            let entries = product.vouched("Demo", "simulated", day(started));
            if !entries.is_empty() {
                ui.note("simulated tenant: every step is vouched for by simulated attestations");
            }
            entries
        }
        (Vouches::Everything | Vouches::Nothing, named) => {
            files::attestations(ui, named.as_ref(), day(started))?.unwrap_or_default()
        }
    };
    Ok(Told { vendor_rooms, attestations })
}

/// Addresses that are looked up whatever they are: the product's own rooms, and the account that it books with.
fn named(told: &Told, product: &Product) -> BTreeSet<Address> {
    let rooms = told.vendor_rooms.iter().flatten().filter(|room| room.is_active());
    rooms.filter_map(|room| room.address.clone()).chain(product.parameters.booking_accounts().cloned()).collect()
}

/// The products that a snapshot was made for, with their parameters: a replay needs no flags.
fn replayed(path: &std::path::Path, header: &Header) -> Result<Vec<Product>, Trouble> {
    let first = HeaderProduct { name: header.product.clone(), parameters: header.parameters.clone() };
    let edited = |what: String| context::usage(format!("`{}`: {what}", path.display()), "make the snapshot again");
    if header.more_products.len() >= context::MOST_PRODUCTS {
        let count = header.more_products.len() + 1;
        return Err(edited(format!("the header names {count} products; a run has {} at most", context::MOST_PRODUCTS)));
    }
    let all = std::iter::once(&first).chain(&header.more_products);
    let names: BTreeSet<&str> = all.clone().map(|product| product.name.as_str()).collect();
    if names.len() <= header.more_products.len() {
        return Err(edited("the header names a product twice".to_owned()));
    }
    all.map(|HeaderProduct { name, parameters }| {
        let mut product = match header.product_files.get(name) {
            Some(text) => {
                let file = format!("the product `{name}` in `{}`", path.display());
                let product = context::product_text(&file, text)
                    .map_err(|error| context::usage(error.to_string(), "name a product with --product"))?;
                if product.name != *name {
                    return Err(edited(format!(
                        "the header calls a product `{name}` that calls itself `{}`",
                        product.name
                    )));
                }
                product
            }
            None => Product::builtin(name).ok_or_else(|| {
                let what = format!("the snapshot was made for the product `{name}`, which this version does not know");
                context::usage(what, "name a product with --product")
            })?,
        };
        for (name, value) in parameters {
            product.set(name, value).map_err(|error| {
                context::usage(
                    format!("`{}`: the header holds a parameter that does not fit: {error}", path.display()),
                    "make the snapshot again",
                )
            })?;
        }
        Ok(product)
    })
    .collect()
}

/// The command as it was typed. No flag takes a secret, so there is none in it.
fn command(arguments: &[OsString]) -> Vec<String> {
    arguments.iter().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect()
}

/// Everything that a live run needs before it begins.
struct Plan {
    transport: Arc<dyn Transport>,
    cloud: Cloud,
    tenant: Asked,
    client: Option<AppId>,
    app: AppId,
    credential: Credential,
    product: Product,
    vouches: Vouches,
    simulator: Option<url::Url>,
}

/// The tenant as it was asked for.
enum Asked {
    Id(TenantId),
    Domain(String),
}

fn live(ui: &Ui, read: &flags::Read, wanted: &Wanted, arguments: &[OsString]) -> Result<Facts, Trouble> {
    let started = now();
    let plan = if read.source.demo { demo(ui, read, started)? } else { real(ui, read)? };
    let told = told(ui, read, &plan.product, plan.vouches, started)?;
    let mut wanted = wanted.clone();
    wanted.named.extend(named(&told, &plan.product));
    if wanted.probe && plan.client != Some(plan.app) {
        ui.note("--probe does nothing here: only the app under test can prove what it reaches; sign in with it");
    }
    ui.note(&format!("rsync-check {}: signing in with {}", env!("CARGO_PKG_VERSION"), words(&plan.credential)));
    let runtime = Runtime::new().map_err(|error| {
        Trouble::new(
            exit::INTERNAL,
            format!("the runtime could not be started: {error}"),
            "check the limits of this machine",
        )
    })?;
    let mut facts = runtime.block_on(run(ui, read, &wanted, arguments, started, plan))?;
    put_attestations(&mut facts.snapshot, told.attestations, started);
    if let Some(rooms) = told.vendor_rooms {
        facts.snapshot.put_vendor_rooms(rooms, started);
    }
    Ok(facts)
}

fn words(credential: &Credential) -> &'static str {
    match credential {
        Credential::Secret(_) => "a client secret",
        Credential::Certificate(_) => "a certificate",
        Credential::Federated(_) => "a federated token",
        Credential::ManagedIdentity => "the managed identity of this machine",
        Credential::AzureCli => "the Azure CLI",
        Credential::DeviceCode => "a device code",
    }
}

fn demo(ui: &Ui, read: &flags::Read, started: Timestamp) -> Result<Plan, Trouble> {
    let scenario = match &read.source.scenario {
        Some(name) => scenario(name)?,
        None => demo_scenario(&read.product.product)?,
    };
    let product = context::product(&read.product, vec![demo_product(scenario)])?;
    let mut options = sim::Options::at(started);
    options.rooms = read.source.demo_rooms;
    let simulation = scenario.simulation(&options);
    let identity = simulation.identity();
    let (client, secret) = match scenario.is_read_by_another {
        true => identity.reader,
        false => (identity.app, identity.secret),
    };
    ui.redactor().register(&secret);
    Ok(Plan {
        transport: Arc::new(sim::InProcess::new(Arc::new(simulation))),
        cloud: Cloud::of(CloudName::Public),
        tenant: Asked::Id(identity.tenant),
        client: Some(client),
        app: read.identity.app.unwrap_or(identity.app),
        credential: Credential::Secret(Secret::new(secret)),
        product,
        vouches: scenario.vouches,
        simulator: None,
    })
}

/// The product of the demo, where the tenant is no other product's.
const DEMO_PRODUCT: &str = "spacewell";

/// The product that a demo is about when none was named: the one whose guide was followed there, used as it is there.
fn demo_product(scenario: &sim::Scenario) -> Product {
    let workplace = sim::Followed { product: DEMO_PRODUCT, parameters: &[("horizon_days", "730")] };
    let followed = scenario.followed.unwrap_or(workplace);
    let mut product = Product::builtin(followed.product).expect("scenarios follow the guides of built-in products");
    for (name, value) in followed.parameters {
        product.set(name, value).expect("scenarios use products as they can be used");
    }
    product
}

/// The tenant that the demo shows when none was chosen: for a product of its own, one where its guide was followed.
fn demo_scenario(products: &[String]) -> Result<&'static sim::Scenario, Trouble> {
    let first = products.first().filter(|name| *name != DEMO_PRODUCT);
    match first.and_then(|name| sim::Scenario::named(&format!("{name}-as-written"))) {
        Some(scenario) => Ok(scenario),
        None => scenario(DEMO_SCENARIO),
    }
}

/// A scenario by its name.
pub fn scenario(name: &str) -> Result<&'static sim::Scenario, Trouble> {
    sim::Scenario::named(name).ok_or_else(|| {
        let known = || sim::SCENARIOS.iter().map(|scenario| scenario.name);
        let hint =
            context::did_you_mean(name, known()).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
        let known = known().collect::<Vec<_>>().join(", ");
        context::usage(format!("no scenario is called `{name}`{hint}"), format!("scenarios: {known}"))
    })
}

fn real(ui: &Ui, read: &flags::Read) -> Result<Plan, Trouble> {
    let tenant = read.tenant.tenant.clone().or_else(|| context::variable("AZURE_TENANT_ID")).ok_or_else(|| {
        let action = "pass --tenant with the tenant's id or domain; without an account try: rsync-check tenant --demo";
        context::usage("no tenant was named", action)
    })?;
    let tenant = asked(&tenant)?;
    let variable = context::variable("AZURE_CLIENT_ID");
    let from_environment = variable.map(|text| {
        text.parse::<AppId>()
            .map_err(|_| context::usage("AZURE_CLIENT_ID is not a GUID", "set it to the application (client) id"))
    });
    let client = read.identity.client_id.map(Ok).or(from_environment).transpose()?;
    let cloud = Cloud::of(read.tenant.cloud.map(CloudName::from).unwrap_or_default());
    let product = context::product(&read.product, vec![Product::builtin("generic").expect("a built-in product")])?;
    if read.product.product.is_empty() {
        ui.note("no product was named: general rules apply; --product NAME adds a product's own");
    }
    let simulator =
        read.source.simulator.as_deref().map(simulator_address).transpose().map_err(|error| trouble::wire(&error))?;
    let credential = context::credential(ui, &read.identity, client)?;
    let needs_client = !matches!(credential, Credential::ManagedIdentity | Credential::AzureCli);
    if client.is_none() && needs_client {
        return Err(context::usage(
            "no app was named to sign in with",
            "pass --client-id with the application (client) id",
        ));
    }
    let app = read.identity.app.or(client).ok_or_else(|| {
        context::usage("the app to judge was not named", "pass --app with the product's application (client) id")
    })?;
    let identity_endpoint = matches!(credential, Credential::ManagedIdentity).then(|| {
        let configured = context::variable("IDENTITY_ENDPOINT").and_then(|text| url::Url::parse(&text).ok());
        configured.unwrap_or_else(|| url::Url::parse("http://169.254.169.254").expect("a constant address"))
    });
    let authorities = read.tenant.ca_file.as_deref().map(context::file).transpose()?;
    let options = HttpOptions { authorities, simulator: simulator.clone(), identity_endpoint };
    let transport = Http::new(cloud.clone(), options).map_err(|error| trouble::wire(&error))?;
    Ok(Plan {
        transport: Arc::new(transport),
        cloud,
        tenant,
        client,
        app,
        credential,
        product,
        vouches: Vouches::Nothing,
        simulator,
    })
}

fn asked(text: &str) -> Result<Asked, Trouble> {
    if let Ok(id) = text.parse() {
        return Ok(Asked::Id(id));
    }
    let is_domain = text.contains('.')
        && text.len() <= 253
        && text
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    if is_domain {
        Ok(Asked::Domain(text.to_ascii_lowercase()))
    } else {
        Err(context::usage(
            format!("`{text}` is neither a tenant id nor a domain"),
            "copy the Directory (tenant) ID from the app's Overview page, or pass a domain such as contoso.com",
        ))
    }
}

async fn run(
    ui: &Ui,
    read: &flags::Read,
    wanted: &Wanted,
    arguments: &[OsString],
    started: Timestamp,
    plan: Plan,
) -> Result<Facts, Trouble> {
    let clock: Arc<dyn Fn() -> Timestamp + Send + Sync> = Arc::new(now);
    let tenant = match &plan.tenant {
        Asked::Id(id) => *id,
        Asked::Domain(domain) => {
            let resolved = resolve_tenant(&*plan.transport, &plan.cloud, domain, started).await;
            resolved.map_err(|error| trouble::sign_in(&error))?
        }
    };
    let observer: Arc<dyn Observer> = Arc::new(Listener { progress: ui.observer(), trace: ui.tracer() });
    let prompt_to = Arc::clone(&observer);
    let products = match plan.product.parts.as_slice() {
        [] => std::slice::from_ref(&plan.product),
        parts => parts,
    };
    let (first, more) = products.split_first().expect("a run has a product");
    let header = Header {
        format: SnapshotVersion::CURRENT,
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        cloud: plan.cloud.name,
        tenant,
        reader: plan.client,
        signed_in_with: plan.credential.kind().to_owned(),
        taken_at: started,
        product: first.name.clone(),
        parameters: first.parameters_as_text(),
        more_products: more
            .iter()
            .map(|product| HeaderProduct { name: product.name.clone(), parameters: product.parameters_as_text() })
            .collect(),
        product_files: products
            .iter()
            .filter_map(|product| Some((product.name.clone(), product.text.clone()?)))
            .collect(),
        selection: wanted.selection.clone(),
        control_mailboxes: wanted.controls.clone(),
    };
    let is_reader = plan.client == Some(plan.app);
    let identity = Identity {
        cloud: plan.cloud.clone(),
        tenant,
        client_id: plan.client,
        credential: plan.credential,
        prompt: Arc::new(move |prompt: &DevicePrompt| prompt_to.device(prompt)),
        accept_opaque: plan.simulator.is_some(),
    };
    let tokens = Tokens::new(identity, Arc::clone(&plan.transport), Arc::clone(&clock));
    let session = Session::new(SessionOptions {
        transport: plan.transport,
        tokens,
        cloud: plan.cloud,
        tenant,
        observer,
        max_wait: read.source.max_wait,
        simulator: plan.simulator,
        now: clock,
        wait_share: if read.source.demo { DEMO_WAITS } else { 1.0 },
    });
    let interrupts = tokio::spawn(interrupts(session.clone()));
    let gathered = gather::gather(&session, header, SubjectApp::unread(plan.app, is_reader), wanted).await;
    interrupts.abort();
    let snapshot = gathered.map_err(|error| {
        session.tell(Event::Finished);
        trouble::sign_in(&error)
    })?;
    let figures = session.stats();
    let run = RunInfo {
        id: RunInfo::id_of(started, tenant),
        started,
        finished: now(),
        command: command(arguments),
        cloud: snapshot.header.cloud,
        interrupted: session.is_interrupted(),
    };
    let stats = Stats {
        requests: figures.requests,
        retries: figures.retries,
        throttle_wait_s: figures.waited_ms.div_ceil(1_000),
        bytes: figures.bytes,
    };
    Ok(Facts { snapshot, product: plan.product, run, stats })
}

/// The first Ctrl-C ends the reading and shows what there is; the second one ends the program.
#[expect(
    clippy::exit,
    clippy::disallowed_methods,
    reason = "a person who presses Ctrl-C twice wants nothing but the end"
)]
async fn interrupts(session: Session) {
    if tokio::signal::ctrl_c().await.is_ok() {
        session.interrupt();
    }
    if tokio::signal::ctrl_c().await.is_ok() {
        std::process::exit(i32::from(exit::INTERRUPTED.code));
    }
}

/// Progress for everybody, requests for those who asked to see them.
struct Listener {
    progress: Arc<dyn Observer>,
    trace: crate::ui::Tracer,
}

impl Listener {
    fn call_line(trace: &CallTrace<'_>) -> String {
        let id = trace.request_id.unwrap_or("-");
        let again = if trace.attempt > 1 { format!(" try {}", trace.attempt) } else { String::new() };
        format!("{} {}{again} request-id {id}", trace.status, trace.what)
    }
}

impl Observer for Listener {
    fn event(&self, event: Event) {
        self.progress.event(event);
    }

    fn call(&self, trace: &CallTrace<'_>) {
        self.trace.verbose(2, || Self::call_line(trace));
    }

    fn device(&self, prompt: &DevicePrompt) {
        let DevicePrompt { code, address, seconds } = prompt;
        self.trace.say(&format!("to sign in, open {address} and type {code} (good for {} minutes)", seconds / 60));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_has_its_product_and_every_product_its_scenario() {
        for scenario in sim::SCENARIOS {
            let product = demo_product(scenario);
            assert!(scenario.followed.is_none_or(|followed| followed.product == product.name), "{}", scenario.name);
        }
        for name in Product::builtin_names() {
            let scenario = demo_scenario(&[name.to_owned()]).unwrap();
            let own = ["spacewell", "generic"].contains(&name) || scenario.name == format!("{name}-as-written");
            assert!(own, "{name}: {}", scenario.name);
        }
    }
}
