//! What the vendor and the team know: the product's own list of rooms, and the attestations. Read before anything is
//! contacted, so that a mistake in a file costs no run.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::{context, flags};
use crate::import::{self, Columns, Refused};
use crate::tenant::{Attestation, VendorRoom};
use crate::ui::{Trouble, Ui};

/// The file of attestations that is read without being named.
pub const ATTESTATIONS: &str = "attestations.toml";

/// The rows of all lists that were named; `None` when none was.
pub fn vendor_rooms(flags: &flags::Files, products: &[&str]) -> Result<Option<Vec<VendorRoom>>, Trouble> {
    let is_of_run = |text: &&String| product_and_file(text).0.is_none_or(|product| products.contains(&product));
    let of_profile = flags.profile_rooms.iter().filter(is_of_run);
    let named: Vec<&String> = flags.vendor_rooms.iter().chain(of_profile).collect();
    if named.is_empty() {
        return Ok(None);
    }
    let columns = flags.vendor_columns.as_deref().map(Columns::parse).transpose().map_err(|error| {
        let names: Vec<_> = import::COLUMNS.iter().map(|row| row.1).collect();
        context::usage(
            format!("`--vendor-columns`: {error}"),
            format!("such as address=Mail,id=\"Room ID\"; a column can mean: {}", names.join(", ")),
        )
    })?;
    let columns = columns.unwrap_or_default();
    let mut rooms = Vec::new();
    for text in named {
        let (product, path) = product_and_file(text);
        if let Some(product) = product.filter(|product| !products.contains(product)) {
            let hint = context::suggestion(product, products.iter().copied());
            return Err(context::usage(
                format!("`--vendor-rooms {text}`: this run is not about a product called `{product}`{hint}"),
                format!(
                    "products of this run: {}; a file whose name holds `=` is written as ./NAME",
                    products.join(", ")
                ),
            ));
        }
        let bytes = context::file(path)?;
        let more = import::vendor_rooms(&bytes, &columns, product).map_err(|refused| {
            let action = "put the rows right, or name the columns with --vendor-columns; rsync-check help vendor-rooms";
            trouble(path, &refused, action)
        })?;
        rooms.extend(more);
    }
    Ok(Some(rooms))
}

/// `roomz=rooms.csv` is a list of one product; anything before the `=` that cannot be a product belongs to the file.
fn product_and_file(text: &str) -> (Option<&str>, &Path) {
    let is_name = |name: &&str| {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        !name.is_empty() && name.chars().all(is_plain)
    };
    match text.split_once('=').filter(|(name, _)| is_name(name)) {
        Some((product, file)) => (Some(product), Path::new(file)),
        None => (None, Path::new(text)),
    }
}

/// The attestations of a file that was named, or of the one in the current folder; nobody vouches where there is none.
pub fn attestations(ui: &Ui, named: Option<&PathBuf>, today: Date) -> Result<Option<Vec<Attestation>>, Trouble> {
    if let Some(path) = named {
        return parse(path, &context::file(path)?, today).map(Some);
    }
    let path = Path::new(ATTESTATIONS);
    let Some(bytes) = context::file_if_there(path)? else { return Ok(None) };
    let entries = parse(path, &bytes, today)?;
    ui.note(&format!("using {ATTESTATIONS} of the current folder"));
    Ok(Some(entries))
}

/// Attestations from the bytes of a file.
pub fn parse(path: &Path, bytes: &[u8], today: Date) -> Result<Vec<Attestation>, Trouble> {
    import::attestations(&path.display().to_string(), bytes, today)
        .map_err(|refused| trouble(path, &refused, "put the entries right; rsync-check attest add writes them"))
}

/// A file that was not taken, with everything that is wrong with it.
pub fn trouble(path: &Path, refused: &Refused, action: &str) -> Trouble {
    let mistakes = match refused.count() {
        1 => "a mistake".to_owned(),
        count => format!("{count} mistakes"),
    };
    context::usage(format!("`{}` holds {mistakes} and was not used", path.display()), action).why(refused.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_may_stand_before_its_file() {
        assert_eq!(product_and_file("roomz=rooms.csv"), (Some("roomz"), Path::new("rooms.csv")));
        assert_eq!(product_and_file("rooms.csv"), (None, Path::new("rooms.csv")));
        assert_eq!(product_and_file("./a=b.csv"), (None, Path::new("./a=b.csv")));
        assert_eq!(product_and_file("roomz=a=b.csv"), (Some("roomz"), Path::new("a=b.csv")));
    }
}
