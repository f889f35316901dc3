//! Values that were made up for the guide, and filters that see less than they seem to.

use super::calls::Call;
use super::placeholder::{MadeUp, made_up};
use super::remark::{Note, Remarks};
use super::rules;
use crate::powershell::cmdlets::{Item, Literal};

/// Judges a call.
pub fn judge(call: &Call, remarks: &mut Remarks<'_>) {
    for word in &call.words {
        if let Item::Value(value) | Item::Parameter(_, Some(value)) = &word.item {
            for text in texts(value) {
                let rule = match made_up(text) {
                    Some(MadeUp::ToFillIn) => &rules::PLACEHOLDER,
                    Some(MadeUp::Sample) => &rules::SAMPLE_NAME,
                    None => continue,
                };
                remarks.add(rule, word.span.clone(), Note::new(format!("`{text}` is made up")));
            }
        }
        if word.text.to_ascii_lowercase().contains("memberofgroup") {
            let note = Note::new("MemberOfGroup sees direct members only")
                .instead(["Get-DistributionGroupMember -Identity GROUP -ResultSize Unlimited"]);
            remarks.add(&rules::SCOPE_OF_DIRECT_MEMBERS, word.span.clone(), note);
        }
    }
}

fn texts(value: &Literal) -> Vec<&str> {
    match value {
        Literal::Text(text) => vec![text],
        Literal::List(values) => values.iter().flat_map(texts).collect(),
        Literal::Int(_) | Literal::Bool(_) | Literal::Null | Literal::Table | Literal::Script | Literal::Unknown => {
            Vec::new()
        }
    }
}
