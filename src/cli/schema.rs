//! `schema`: the JSON Schema of a document.

use super::unwritten;
use crate::exit::{self, Exit};
use crate::render::json;
use crate::ui::{Trouble, Ui};

/// Flags of `schema`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which document: report, product, fix, verify, lint
    #[arg(value_enum, hide_possible_values = true)]
    document: Document,
}

/// The documents that have a schema.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Document {
    /// The report of `--json`
    Report,
    /// The document of `product show --json`
    Product,
    /// The document of `lint --json`
    Lint,
    /// The document of `fix --json`
    Fix,
    /// The document of `fix verify --json`
    Verify,
}

/// Runs `schema`.
pub fn run(ui: &Ui, args: &Args) -> Result<Exit, Trouble> {
    let schema = match args.document {
        Document::Report => json::v1::schema(),
        Document::Product => json::product_v1::schema(),
        Document::Lint => json::lint_v1::schema(),
        Document::Fix => json::fix_v1::schema(),
        Document::Verify => json::fix_v1::verify_schema(),
    };
    ui.document(&format!("{schema:#}\n")).map_err(|error| unwritten(&error))?;
    Ok(exit::OK)
}
