//! `schema`: the JSON Schema of a document.

use super::unwritten;
use crate::exit::{self, Exit};
use crate::render::json;
use crate::ui::{Trouble, Ui};

/// Flags of `schema`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which document: report, product, lint
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
}

/// Runs `schema`.
pub fn run(ui: &Ui, args: &Args) -> Result<Exit, Trouble> {
    let schema = match args.document {
        Document::Report => json::v1::schema(),
        Document::Product => json::product_v1::schema(),
        Document::Lint => json::lint_v1::schema(),
    };
    ui.document(&format!("{schema:#}\n")).map_err(|error| unwritten(&error))?;
    Ok(exit::OK)
}
