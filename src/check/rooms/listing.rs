//! Whether a list of the tenant was read to its end.

use crate::tenant::{Fact, Failure, FailureKind, Gap, Listing, Source};

/// The listing, when nothing of it is missing.
///
/// # Errors
/// Why the listing is not known, or what of it is missing.
pub(crate) fn whole(listing: &Fact<Listing>, source: Source) -> Result<&Listing, Gap> {
    let known = listing.get()?;
    if known.is_complete() {
        return Ok(known);
    }
    let why = known.missing.first().cloned().unwrap_or_else(|| Failure::of(FailureKind::ListIncomplete));
    Err(Gap::Failed { source, why })
}

/// Whether a listing holds anything, as far as it was read.
pub(crate) fn has_any(listing: &Fact<Listing>) -> bool {
    listing.ok().is_some_and(|listing| listing.count > 0)
}

/// Of two gaps the one that tells more: "nobody asked" gives way to a reason.
pub(crate) fn telling(one: Gap, other: Gap) -> Gap {
    if one == Gap::NotGathered { other } else { one }
}
