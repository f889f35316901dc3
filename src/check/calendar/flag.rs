//! One yes-or-no setting against the wish of a product: what the checks of such settings share.

use crate::check::context::field_of;
use crate::check::{Context, Finding, Outcome, Reading, mend};
use crate::product::Wish;
use crate::tenant::{CalendarProcessing, Gap, Room, Setting, SettingValue, Source};

/// A setting that a product wishes to have one value.
pub(super) struct Flag {
    /// The wish that it belongs to.
    pub(super) wish: Wish,
    /// The setting, one of calendar processing that is on or off.
    pub(super) setting: Setting,
    /// Its name in findings.
    pub(super) name: &'static str,
    /// The value that the wish asks for.
    pub(super) wanted: bool,
}

impl Flag {
    /// Judges the value that was read; a finding changes it to the one that is wanted.
    ///
    /// # Errors
    /// [`Gap::Field`] when the setting was left out.
    pub(super) fn judge(
        &self,
        room: &Room,
        calendar: &CalendarProcessing,
        context: &Context<'_>,
    ) -> Result<Outcome, Gap> {
        let Some(rule) = context.product.wish(self.wish) else { return Ok(Outcome::NotApplicable) };
        let value = match calendar.setting(self.setting) {
            Some(SettingValue::Bool(value)) => Some(value),
            Some(SettingValue::Empty | SettingValue::Int(_) | SettingValue::Text(_)) | None => None,
        };
        let value = *field_of(&value, Source::ExchangeCalendarProcessing, self.setting.property())?;
        if value == self.wanted {
            return Ok(Outcome::Pass);
        }
        let finding = Finding::new(Reading::of(self.name, value), Reading::of(self.name, self.wanted)).by(rule);
        Ok(finding.mend(mend::processing(room, calendar, self.setting, self.wanted)).into())
    }
}
