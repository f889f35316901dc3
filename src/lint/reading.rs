//! Readings that end too early or take everything: the limit of 1,000 rows, and filters behind the reading.

use super::calls::{Call, Calls};
use super::remark::{Note, Remarks};
use super::rules;
use super::table::text_of;
use crate::powershell::cmdlets::{Cmdlet, Fed};

/// Commands for which -Identity names the thing that is listed, and not the thing that is read.
const LISTS_OF_ONE: &[&str] = &["Get-DistributionGroupMember"];

/// Judges a call.
pub fn judge(call: &Call, all: &Calls, remarks: &mut Remarks<'_>) {
    let Some(cmdlet) = call.cmdlet.filter(|cmdlet| cmdlet.name.starts_with("Get-")) else { return };
    let filter = filter(call, cmdlet, all);
    let is_cut = is_cut(call, cmdlet);
    let mut added = String::new();
    if let Some(filter) = &filter {
        added.push_str(&format!(" {}", filter.argument));
    }
    if is_cut {
        added.push_str(" -ResultSize Unlimited");
    }
    let end = filter.as_ref().map_or(call.span.end, |filter| filter.call.span.end);
    let edits = [(call.span.end..end, added)];
    let last = all.pipeline_of(call).map(|other| other.span.end).max().unwrap_or(call.span.end);
    // Blocks behind the last call belong to it, and are in its span.
    let whole = last.max(end);
    if is_cut {
        let note = Note::new(format!("{} gives 1,000 results at most", cmdlet.name))
            .instead([remarks.rewritten_to(call, whole, &edits)]);
        remarks.add(&rules::RESULTS_CUT_OFF, call.name_span.clone(), note);
    }
    if let Some(filter) = filter {
        let note = Note::new(format!("{} reads all, and `{}` throws away", cmdlet.name, filter.call.name))
            .instead([remarks.rewritten_to(call, whole, &edits)]);
        remarks.add(&rules::FILTERED_AFTERWARDS, filter.call.name_span.clone(), note);
    }
}

fn is_cut(call: &Call, cmdlet: &Cmdlet) -> bool {
    let has_limit = cmdlet.own("ResultSize").is_some_and(|parameter| parameter.default.is_some());
    let Some(bound) = call.bound().filter(|_| has_limit) else { return false };
    let lists_one = LISTS_OF_ONE.contains(&cmdlet.name.as_str());
    let must_name = cmdlet.own("Identity").is_some_and(|parameter| !parameter.required.is_empty());
    let names_one = ["Identity", "ExternalDirectoryObjectId", "PrimarySmtpAddress", "UserPrincipalName"]
        .iter()
        .any(|name| bound.of(name).is_some());
    let is_one = names_one || call.fed == Fed::ByPipeline || must_name;
    bound.of("ResultSize").is_none() && (lists_one || !is_one)
}

/// A filter behind a reading that the server could do.
struct Filter<'c> {
    call: &'c Call,
    argument: String,
}

fn filter<'c>(call: &Call, cmdlet: &Cmdlet, all: &'c Calls) -> Option<Filter<'c>> {
    cmdlet.own("Filter")?;
    let mut behind = all.pipeline_of(call).skip_while(|other| other.name_span != call.name_span).skip(1);
    let next = behind.next().filter(|next| next.is("Where-Object"))?;
    let (property, value) = equality(next)?;
    let is_plain =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.@".contains(c));
    if !is_plain(&property) || !is_plain(&value) {
        return None;
    }
    let own = cmdlet.own(&property).filter(|_| property != "Identity");
    let argument = match own {
        Some(parameter) => format!("-{} {value}", parameter.name),
        None => format!("-Filter \"{property} -eq '{value}'\""),
    };
    Some(Filter { call: next, argument })
}

/// `{$_.Property -eq 'value'}`, or `Property -eq value`.
fn equality(call: &Call) -> Option<(String, String)> {
    if let Some(block) = call.words.first().filter(|word| word.text.starts_with('{')) {
        let inner = block.text.trim_start_matches('{').trim_end_matches('}').trim();
        let rest = inner.strip_prefix("$_.").or_else(|| inner.strip_prefix("$PSItem."))?;
        let (property, rest) = rest.split_once(char::is_whitespace)?;
        let (operator, value) = rest.trim_start().split_once(char::is_whitespace)?;
        let value = value.trim();
        let quotes: &[char] = &['\'', '"', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}'];
        let bare = value.strip_prefix(quotes)?.strip_suffix(quotes)?;
        return ["-eq", "-ieq"]
            .contains(&operator.to_ascii_lowercase().as_str())
            .then(|| (property.to_owned(), bare.to_owned()));
    }
    let bound = call.bound()?;
    bound.of("EQ")?;
    let text = |name: &str| {
        let word = call.words.get(bound.of(name)?.value_at?)?;
        text_of(&word.item).map(ToOwned::to_owned)
    };
    Some((text("Property")?, text("Value")?))
}
