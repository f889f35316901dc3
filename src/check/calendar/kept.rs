//! Whether a room keeps a part of a meeting, or removes it on arrival.
//!
//! Exchange removes titles, texts and attachments only where requests are answered automatically
//! (Set-CalendarProcessing, seen 2026-11-21): in the other modes the switches have no effect.

use crate::check::context::calendar_field;
use crate::tenant::{AutomateProcessing, CalendarProcessing, Gap, Source};

/// Whether the part that a `Delete…` switch is about stays on the room's copy.
///
/// # Errors
/// [`Gap::Field`] when the switch, or the mode that gives it its effect, was left out or is not known.
pub(crate) fn is_kept(calendar: &CalendarProcessing, switch: Option<bool>, field: &'static str) -> Result<bool, Gap> {
    let is_removed = |mode: &AutomateProcessing| match mode {
        AutomateProcessing::AutoAccept => Ok(true),
        AutomateProcessing::AutoUpdate | AutomateProcessing::None => Ok(false),
        AutomateProcessing::Other(value) => {
            let (source, field) = (Source::ExchangeCalendarProcessing, "AutomateProcessing");
            Err(Gap::Field { source, field, value: Some(value.clone()) })
        }
    };
    match (switch, &calendar.automate_processing) {
        (Some(false), _) => Ok(true),
        (Some(true), mode) => calendar_field(mode, "AutomateProcessing").and_then(is_removed).map(|removed| !removed),
        (None, Some(AutomateProcessing::AutoUpdate | AutomateProcessing::None)) => Ok(true),
        (None, Some(AutomateProcessing::AutoAccept | AutomateProcessing::Other(_)) | None) => {
            calendar_field(&switch, field).copied()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(mode: Option<AutomateProcessing>, switch: Option<bool>) -> Result<bool, &'static str> {
        let calendar = CalendarProcessing { automate_processing: mode, ..CalendarProcessing::default() };
        is_kept(&calendar, switch, "DeleteSubject").map_err(|gap| match gap {
            Gap::Field { field, .. } => field,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn a_switch_removes_only_where_requests_are_answered_automatically() {
        assert_eq!(kept(Some(AutomateProcessing::AutoAccept), Some(true)), Ok(false));
        assert_eq!(kept(Some(AutomateProcessing::AutoUpdate), Some(true)), Ok(true));
        assert_eq!(kept(Some(AutomateProcessing::None), None), Ok(true));
    }

    #[test]
    fn a_switch_that_is_off_keeps_in_every_mode() {
        assert_eq!(kept(Some(AutomateProcessing::AutoAccept), Some(false)), Ok(true));
        assert_eq!(kept(None, Some(false)), Ok(true));
    }

    #[test]
    fn what_was_left_out_is_unknown() {
        assert_eq!(kept(Some(AutomateProcessing::AutoAccept), None), Err("DeleteSubject"));
        assert_eq!(kept(None, Some(true)), Err("AutomateProcessing"));
        assert_eq!(kept(Some(AutomateProcessing::Other("New".into())), Some(true)), Err("AutomateProcessing"));
    }
}
