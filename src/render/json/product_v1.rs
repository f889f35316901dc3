//! Version 1 of the product document (`urn:rsync-check:product:1`): what a product asks of a tenant, for other programs.
//!
//! Additive within 1.x, like the report. The same product gives the same bytes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::Severity;
use crate::product;

/// The schema that documents name.
pub const SCHEMA: &str = "urn:rsync-check:product:1";
/// The version that documents carry.
pub const VERSION: &str = "1.0";

/// The product as a document that ends in a line break.
pub fn render(product: &product::Product) -> String {
    let document = Document {
        schema: SCHEMA.to_owned(),
        schema_version: VERSION.to_owned(),
        product: Product::of(product),
        products: product.parts.iter().map(Product::of).collect(),
        clashes: product.clashes.iter().map(Clash::of).collect(),
    };
    super::text(&document)
}

/// The JSON Schema of the document.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Document).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("$id".to_owned(), SCHEMA.into());
        object.insert("title".to_owned(), "rsync-check product".into());
        let about = "What a reservation product asks of a tenant. Ignore keys that you do not know and tolerate new values \
                     of enumerations: both are added within 1.x.";
        object.insert("description".to_owned(), about.into());
    }
    schema
}

#[derive(Serialize, JsonSchema)]
struct Document {
    /// The schema of this document.
    schema: String,
    /// Grows with additions; a new major version is a new schema.
    schema_version: String,
    /// The product, or what several products ask for together.
    product: Product,
    /// The products that were merged; empty when there is only one.
    products: Vec<Product>,
    /// What they ask for that cannot hold together.
    clashes: Vec<Clash>,
}

#[derive(Serialize, JsonSchema)]
struct Product {
    name: String,
    title: String,
    guide: Guide,
    /// The parameters that have a value.
    parameters: BTreeMap<String, String>,
    /// The permission sets, the one in force first.
    permission_sets: Vec<PermissionSet>,
    /// What is judged, by the name of the wish.
    wishes: BTreeMap<String, Rule>,
    modes: Vec<Mode>,
    /// Everything that the guide asks for, in its order.
    requirements: Vec<Requirement>,
    /// Steps that somebody vouches for.
    attestations: Vec<Attestation>,
    notes: Vec<Note>,
}

#[derive(Serialize, JsonSchema)]
struct Guide {
    title: String,
    version: String,
}

#[derive(Serialize, JsonSchema)]
struct PermissionSet {
    name: String,
    /// Application permissions on Microsoft Graph.
    graph: Vec<String>,
    delegated: Vec<String>,
    cites: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct Rule {
    level: Severity,
    cites: Vec<String>,
    because: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Mode {
    name: String,
    title: String,
    /// Whether it is in force.
    in_force: bool,
    permission_set: Option<String>,
    wishes: BTreeMap<String, Rule>,
    without: Vec<String>,
    needs: Vec<String>,
    retired: Option<String>,
    cites: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct Requirement {
    id: String,
    section: String,
    asks: String,
    /// Ids of the checks that judge it.
    checks: Vec<String>,
    /// Ids of the steps that somebody vouches for.
    attests: Vec<String>,
    steps: Option<String>,
    /// What the program itself does or refuses to do about it.
    guard: Option<String>,
    /// Why nothing covers it.
    open: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Attestation {
    id: String,
    asks: String,
    level: Severity,
    who: String,
    valid_days: i64,
    steps: Option<String>,
    because: Option<String>,
    cites: Vec<String>,
    modes: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct Note {
    hazard: String,
    text: String,
    cites: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct Clash {
    topic: String,
    /// The wish or the parameter of the first product.
    key: String,
    one: Side,
    other: Side,
}

#[derive(Serialize, JsonSchema)]
struct Side {
    product: String,
    asks: String,
    cites: Vec<String>,
    /// What happens to the product when the other side wins.
    cost: String,
}

impl Product {
    fn of(product: &product::Product) -> Self {
        let in_force = product.mode().map(|mode| mode.name.as_str());
        Self {
            name: product.name.clone(),
            title: product.title.clone(),
            guide: Guide { title: product.guide.title.clone(), version: product.guide.version.clone() },
            parameters: product.parameters_as_text(),
            permission_sets: product.permission_sets().map(PermissionSet::of).collect(),
            wishes: rules(&product.wishes),
            modes: product.modes.iter().map(|mode| Mode::of(mode, in_force == Some(mode.name.as_str()))).collect(),
            requirements: product.requirements.iter().map(Requirement::of).collect(),
            attestations: product.attestations.iter().map(Attestation::of).collect(),
            notes: product.notes.iter().map(Note::of).collect(),
        }
    }
}

fn rules(wishes: &BTreeMap<product::Wish, product::Rule>) -> BTreeMap<String, Rule> {
    let rule = |rule: &product::Rule| Rule {
        level: rule.level.into(),
        cites: rule.cites.clone(),
        because: rule.because.clone(),
    };
    wishes.iter().map(|(wish, found)| (wish.id(), rule(found))).collect()
}

impl PermissionSet {
    fn of(set: &product::PermissionSet) -> Self {
        let product::PermissionSet { name, graph, delegated, cites } = set.clone();
        Self { name, graph, delegated, cites }
    }
}

impl Mode {
    fn of(mode: &product::Mode, in_force: bool) -> Self {
        let product::Mode { name, title, permission_set, wishes, without, needs, retired, cites } = mode.clone();
        let (wishes, without) = (rules(&wishes), without.into_iter().map(product::Wish::id).collect());
        Self { name, title, in_force, permission_set, wishes, without, needs, retired, cites }
    }
}

impl Requirement {
    fn of(requirement: &product::Requirement) -> Self {
        let product::Requirement { id, section, asks, checks, attests, steps, guard, open } = requirement.clone();
        Self { id, section, asks, checks, attests, steps, guard, open }
    }
}

impl Attestation {
    fn of(step: &product::AttestedStep) -> Self {
        let product::AttestedStep { id, asks, level, who, valid_days, steps, because, cites, modes } = step.clone();
        Self { id, asks, level: level.into(), who, valid_days, steps, because, cites, modes }
    }
}

impl Note {
    fn of(note: &product::Note) -> Self {
        let product::Note { hazard, text, cites } = note.clone();
        Self { hazard, text, cites }
    }
}

impl Clash {
    fn of(clash: &product::Clash) -> Self {
        let side = |side: &product::Side| Side {
            product: side.name.clone(),
            asks: side.asks.clone(),
            cites: side.cites.clone(),
            cost: side.cost.clone(),
        };
        Self { topic: clash.topic.clone(), key: clash.key.clone(), one: side(&clash.one), other: side(&clash.other) }
    }
}
