//! One yes-or-no setting against the wish of a product: what the checks of such settings share.

use crate::check::context::calendar_field;
use crate::check::{Context, Finding, Outcome, Reading};
use crate::product::Wish;
use crate::tenant::Gap;

/// A setting that a product wishes to have one value.
pub(super) struct Flag {
    /// The wish that it belongs to.
    pub(super) wish: Wish,
    /// Its name as Microsoft spells it.
    pub(super) field: &'static str,
    /// Its name in findings.
    pub(super) name: &'static str,
    /// The value that the wish asks for.
    pub(super) wanted: bool,
}

impl Flag {
    /// Judges the value that was read.
    ///
    /// # Errors
    /// [`Gap::Field`] when the setting was left out.
    pub(super) fn judge(&self, value: Option<bool>, context: &Context<'_>) -> Result<Outcome, Gap> {
        let Some(rule) = context.product.wish(self.wish) else { return Ok(Outcome::NotApplicable) };
        let value = *calendar_field(&value, self.field)?;
        if value == self.wanted {
            return Ok(Outcome::Pass);
        }
        Ok(Finding::new(Reading::of(self.name, value), Reading::of(self.name, self.wanted)).by(rule).into())
    }
}
