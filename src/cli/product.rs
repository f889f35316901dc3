//! `product`: what a product asks of a tenant, beside its guide; and files of the customer's own.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::{context, flags, unwritten};
use crate::exit::{self, Exit};
use crate::product::{Product, merged};
use crate::render::{json, product};
use crate::store::{self, Existing};
use crate::ui::{Trouble, Ui};

/// Flags of `product`.
#[derive(Debug, clap::Args)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the built-in products
    List,
    /// Show what a product asks for, to be read beside its guide
    Show(Box<Show>),
    /// Print a product file to start from
    New(New),
    /// Tell whether a product file is valid
    Check(Check),
}

#[derive(Debug, clap::Args)]
struct Show {
    /// Name or FILE.toml; several with commas show what they ask for together
    #[arg(value_name = "NAME|FILE", value_delimiter = ',', required = true)]
    product: Vec<String>,
    #[command(flatten)]
    parameters: flags::Parameters,
    /// The versioned document in place of text
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct New {
    /// Name of the product
    #[arg(default_value = "own-product")]
    name: String,
    /// Built-in product that it begins with
    #[arg(long, value_name = "NAME")]
    extends: Option<String>,
    /// Write it to a file that is not there yet
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct Check {
    /// The product file
    file: PathBuf,
}

/// Runs `product`.
pub fn run(ui: &Ui, args: Args) -> Result<Exit, Trouble> {
    match args.command {
        Command::List => list(ui),
        Command::Show(show) => shown(ui, *show),
        Command::New(new) => begun(ui, &new),
        Command::Check(check) => checked(ui, &check.file),
    }
}

/// How wide a line may be where no terminal breaks it.
const PIPE_WIDTH: usize = 240;

fn list(ui: &Ui) -> Result<Exit, Trouble> {
    let products: Vec<Product> = Product::builtin_names().into_iter().filter_map(Product::builtin).collect();
    // A pipe gets a product on a line: whoever filters the lines must not meet halves.
    let look = if ui.is_terminal() { ui.look() } else { ui.look().at_least(PIPE_WIDTH) };
    text(ui, &product::list(&products, &look))
}

fn shown(ui: &Ui, show: Show) -> Result<Exit, Trouble> {
    let asked = flags::Product { product: show.product, parameters: show.parameters };
    let product = merged(context::products(&asked, Vec::new())?);
    if show.json {
        ui.document(&json::product_v1::render(&product)).map_err(|error| unwritten(&error))?;
        return Ok(exit::OK);
    }
    text(ui, &product::show(&product, &ui.look()))
}

fn begun(ui: &Ui, new: &New) -> Result<Exit, Trouble> {
    let base = new.extends.as_deref().map(context::one_product).transpose()?;
    if let Some(base) = base.as_ref().filter(|base| base.text.is_some()) {
        let known = Product::builtin_names().join(", ");
        return Err(context::usage(
            format!("`{}` is no built-in product, and only those can be extended", base.name),
            format!("products: {known}"),
        ));
    }
    let file = product::template(&new.name, base.as_ref());
    context::product_text("the new file", &file).map_err(|error| {
        context::usage(error.to_string(), "choose another name: a to z, 0 to 9 and \"-\", not a built-in product's")
    })?;
    let Some(path) = &new.out else { return text(ui, &file) };
    // A file that is there may be one that somebody has worked on: it is never replaced.
    store::write_file(path, Existing::Refuse, |out| out.write_all(file.as_bytes()))
        .map_err(|error| Trouble::new(exit::OUTPUT, error.to_string(), "name another file with --out"))?;
    ui.note(&format!("wrote {}; rsync-check product check {0} tells whether it is valid", path.display()));
    Ok(exit::OK)
}

fn checked(ui: &Ui, path: &Path) -> Result<Exit, Trouble> {
    match context::product_file(path)? {
        Ok(valid) => text(ui, &product::valid(&path.display().to_string(), &valid, &ui.look())),
        Err(error) => {
            let text = product::errors(&path.display().to_string(), &error.errors, &ui.look());
            ui.text(&text).map_err(|error| unwritten(&error))?;
            Ok(exit::USAGE)
        }
    }
}

fn text(ui: &Ui, text: &str) -> Result<Exit, Trouble> {
    ui.text(text).map_err(|error| unwritten(&error))?;
    Ok(exit::OK)
}
