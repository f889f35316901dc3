//! What became of the recipients that delegate entries and policy lists name.

use crate::check::{Context, Datum, Reading};
use crate::tenant::{Gap, Recipient, Untrusted};

/// The recipient behind a name; `None` when Exchange knows nobody of this name.
///
/// # Errors
/// The gap of the look-up, or [`Gap::NotGathered`] when the name was never looked up.
pub(super) fn resolve<'a>(name: &Untrusted, context: &Context<'a>) -> Result<Option<&'a Recipient>, Gap> {
    match context.snapshot.recipients.get(name) {
        Some(fact) => fact.get().map(Option::as_ref),
        None => Err(Gap::NotGathered),
    }
}

/// The kind of a recipient as Exchange names it; empty when it was left out.
pub(super) fn kind(recipient: &Recipient) -> &str {
    recipient.recipient_type_details.as_deref().unwrap_or_default()
}

/// Names that cannot do what the setting expects of them, as a reading, with the reasons; `None` when all can.
///
/// # Errors
/// The first gap, when one of the names is not known and none of the others is at fault.
pub(super) fn at_fault<'n>(
    names: impl IntoIterator<Item = &'n Untrusted>,
    context: &Context<'_>,
    fault: fn(Option<&Recipient>) -> Option<&'static str>,
) -> Result<Option<Reading>, Gap> {
    let mut gap = None;
    let (mut who, mut why) = (Vec::new(), Vec::new());
    for name in names {
        match resolve(name, context) {
            Ok(recipient) => {
                let Some(reason) = fault(recipient) else { continue };
                who.push(recipient.map_or(name, |recipient| &recipient.display_name).clone());
                why.push(Untrusted::from(reason));
            }
            Err(unknown) => gap = gap.or(Some(unknown)),
        }
    }
    if let (true, Some(gap)) = (who.is_empty(), gap) {
        return Err(gap);
    }
    for words in [&mut who, &mut why] {
        words.sort();
        words.dedup();
    }
    let reading = || Reading::of("unusable_recipients", Datum::List(who.clone())).and("reasons", Datum::List(why));
    Ok((!who.is_empty()).then(reading))
}

/// What [`at_fault`] is compared with.
pub(super) fn none_at_fault() -> Reading {
    Reading::of("unusable_recipients", Datum::List(Vec::new()))
}
