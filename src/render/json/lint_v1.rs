//! Version 1 of the lint document (`urn:rsync-check:lint:1`): what is to be said about the commands of files, for other
//! programs.
//!
//! Additive within 1.x, like the report. The same files give the same bytes.

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::Severity;
use crate::lint;
use crate::render::lint::severity;

/// The schema that documents name.
pub const SCHEMA: &str = "urn:rsync-check:lint:1";
/// The version that documents carry.
pub const VERSION: &str = "1.0";

/// What was read of named files, as a document that ends in a line break.
pub fn render(files: &[(String, lint::Reading)]) -> String {
    let all = || files.iter().flat_map(|(_, reading)| &reading.remarks);
    let count = |wanted: Severity| all().filter(|remark| severity(remark) == wanted).count();
    let document = Document {
        schema: SCHEMA.to_owned(),
        schema_version: VERSION.to_owned(),
        summary: Summary {
            files: files.len(),
            commands: files.iter().map(|(_, reading)| reading.commands.len()).sum(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
        },
        files: files.iter().map(|(name, reading)| File::of(name, reading)).collect(),
    };
    super::text(&document)
}

/// The JSON Schema of the document.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Document).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("$id".to_owned(), SCHEMA.into());
        object.insert("title".to_owned(), "rsync-check lint".into());
        let about = "What is wrong with the commands of guides and scripts. Ignore keys that you do not know and tolerate \
                     new values of enumerations: both are added within 1.x.";
        object.insert("description".to_owned(), about.into());
    }
    schema
}

#[derive(Serialize, JsonSchema)]
struct Document {
    /// The schema of this document.
    schema: String,
    /// Grows with additions; a new major version is a new schema.
    schema_version: String,
    summary: Summary,
    /// The files in the order in which they were named.
    files: Vec<File>,
}

#[derive(Serialize, JsonSchema)]
struct Summary {
    files: usize,
    commands: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
}

#[derive(Serialize, JsonSchema)]
struct File {
    /// The file as it was named; `-` is standard input.
    file: String,
    /// The commands that were found in it.
    commands: Vec<Command>,
    /// The remarks, in the order of the text.
    remarks: Vec<Remark>,
}

#[derive(Serialize, JsonSchema)]
struct Command {
    name: String,
    /// Counted from 1.
    line: usize,
    /// Counted from 1, in characters.
    column: usize,
}

#[derive(Serialize, JsonSchema)]
struct Remark {
    /// The id of the rule; `docs/lint.md` lists them.
    rule: String,
    severity: Severity,
    /// Counted from 1.
    line: usize,
    /// Counted from 1, in characters.
    column: usize,
    end_line: usize,
    /// The column behind the last character.
    end_column: usize,
    /// What was found.
    found: String,
    /// Why it matters.
    why: String,
    /// What to run in its place, a line each; words in capitals are to be filled in.
    instead: Vec<String>,
    /// Who says so.
    source: String,
}

impl File {
    fn of(name: &str, reading: &lint::Reading) -> Self {
        let command =
            |found: &lint::Found| Command { name: found.name.clone(), line: found.line, column: found.column };
        Self {
            file: name.to_owned(),
            commands: reading.commands.iter().map(command).collect(),
            remarks: reading.remarks.iter().map(Remark::of).collect(),
        }
    }
}

impl Remark {
    fn of(remark: &lint::Remark) -> Self {
        Self {
            rule: remark.rule.id.to_owned(),
            severity: severity(remark),
            line: remark.line,
            column: remark.column,
            end_line: remark.end.0,
            end_column: remark.end.1,
            found: remark.found.clone(),
            why: remark.why.clone(),
            instead: remark.instead.clone(),
            source: remark.source.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_follows_its_schema() {
        let text =
            "Set-CalendarProcessing -Identity r -BookingWindowInDays 2000\nUpdate-DistributionGroupMember Rooms\n";
        let files = [("guide.txt".to_owned(), lint::read(text)), ("-".to_owned(), lint::read(""))];
        let document: serde_json::Value = serde_json::from_str(&render(&files)).unwrap();
        assert!(jsonschema::is_valid(&schema(), &document));
        assert_eq!(document["summary"]["errors"], 2);
        assert_eq!(document["files"][0]["remarks"][0]["rule"], "value-out-of-range");
        assert_eq!(document["files"][0]["remarks"][0]["column"], 57);
        assert_eq!(document["files"][1]["remarks"], serde_json::json!([]));
    }
}
