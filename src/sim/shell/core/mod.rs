//! Commands of PowerShell itself, as far as scripts may use them.
//!
//! Reference: <https://learn.microsoft.com/powershell/module/microsoft.powershell.core/>, `…utility/`,
//! `…management/`. A parameter that exists there and not here is "not in the subset", never ignored.

mod files;
mod json;
mod objects;

use jiff::SignedDuration;

use super::{
    Stream,
    call::Given,
    convert::{cast, double, text, truth},
    eval::{Run, Sink},
    fault::{Step, outside},
    item::Item,
    members::Strict,
    time::Time,
};

/// What a command takes. Names are lower-cased, but for its own.
#[derive(Debug)]
pub(super) struct Signature {
    pub(super) name: &'static str,
    pub(super) takes: &'static [&'static str],
    /// Which parameters values without a name are for.
    pub(super) by_place: &'static [&'static str],
    /// Parameters that PowerShell has and scripts may not use.
    pub(super) refuses: &'static [&'static str],
}

const COMMON: &[&str] = &["verbose", "debug", "outvariable", "errorvariable", "warningaction", "whatif", "confirm"];

macro_rules! signatures {
    ($($name:literal: $takes:expr, $by_place:expr, $refuses:expr;)*) => {
        &[$(Signature { name: $name, takes: &$takes, by_place: &$by_place, refuses: &$refuses }),*]
    };
}

/// The commands.
const SIGNATURES: &[Signature] = signatures! {
    "Write-Host": ["object", "foregroundcolor"], ["object"], ["backgroundcolor", "nonewline", "separator"];
    "Write-Warning": ["message"], ["message"], [];
    "Write-Verbose": ["message"], ["message"], [];
    "Write-Output": ["inputobject"], ["inputobject"], ["noenumerate"];
    "Get-Date": ["format"], [], ["date", "uformat", "asutc", "displayhint", "year", "month", "day"];
    "Test-Path": ["literalpath", "pathtype"], [], ["path", "include", "exclude", "filter", "isvalid", "newerthan"];
    "Join-Path": ["path", "childpath"], [], ["additionalchildpath", "resolve"];
    "Get-Content": ["literalpath", "encoding", "raw", "erroraction"], [], ["path", "totalcount", "head", "tail", "wait", "readcount", "delimiter"];
    "Set-Content": ["literalpath", "value", "encoding", "nonewline", "erroraction"], [], ["path", "force", "passthru"];
    "Add-Content": ["literalpath", "value", "encoding", "nonewline", "erroraction"], [], ["path", "force", "passthru"];
    "Get-FileHash": ["literalpath", "algorithm", "erroraction"], [], ["path", "inputstream"];
    "ConvertTo-Json": ["inputobject", "compress", "depth"], [], ["enumsasstrings", "asarray", "escapehandling"];
    "ConvertFrom-Json": ["inputobject"], [], ["ashashtable", "depth", "noenumerate", "datekind"];
    "Where-Object": ["filterscript"], ["filterscript"], ["property", "value", "eq", "ne", "inputobject"];
    "ForEach-Object": ["process"], ["process"], ["begin", "end", "membername", "inputobject", "parallel"];
    "Select-Object": ["first", "last", "skip", "property", "expandproperty", "unique"], [], ["inputobject", "index", "excludeproperty", "wait"];
    "Sort-Object": ["property", "descending", "unique"], [], ["inputobject", "culture", "casesensitive", "top", "bottom", "stable"];
    "Measure-Object": ["property", "sum", "minimum", "maximum"], [], ["inputobject", "average", "line", "word", "character"];
    "Out-Null": [], [], ["inputobject"];
    "Start-Sleep": ["seconds", "milliseconds"], [], ["duration"];
    "Set-StrictMode": ["version", "off"], [], [];
};

/// The command of this lower-cased name.
pub(super) fn signature(lower: &str) -> Option<&'static Signature> {
    SIGNATURES.iter().find(|signature| signature.name.eq_ignore_ascii_case(lower))
}

/// Whether a command has a parameter that scripts may not use.
pub(super) fn refuses(signature: &Signature, lower: &str) -> bool {
    signature.refuses.contains(&lower) || COMMON.contains(&lower)
}

/// Runs one.
pub(super) fn run(
    run: &mut Run<'_>,
    name: &str,
    mut given: Given<'_>,
    input: Option<Vec<Item>>,
    sink: &mut Sink<'_>,
) -> Step<()> {
    let takes_input = matches!(
        name,
        "ConvertTo-Json"
            | "ConvertFrom-Json"
            | "Where-Object"
            | "ForEach-Object"
            | "Select-Object"
            | "Sort-Object"
            | "Measure-Object"
            | "Out-Null"
            | "Write-Output"
            | "Write-Host"
            | "Write-Warning"
            | "Write-Verbose"
            | "Set-Content"
            | "Add-Content"
    );
    if input.is_some() && !takes_input {
        return Err(outside(format_args!("a pipeline into {name}")));
    }
    match name {
        "Write-Host" | "Write-Warning" | "Write-Verbose" => {
            let (stream, parameter) = match name {
                "Write-Host" => (Stream::Host, "object"),
                "Write-Warning" => (Stream::Warning, "message"),
                _ => (Stream::Verbose, "message"),
            };
            let items = input.unwrap_or_else(|| vec![given.take(parameter).unwrap_or_default()]);
            for item in items {
                let shown = text(&item)?;
                if stream != Stream::Verbose || run.is_verbose {
                    run.line(stream, shown);
                }
            }
            Ok(())
        }
        "Write-Output" => {
            for item in input.unwrap_or_else(|| given.take("inputobject").unwrap_or_default().walked()) {
                run.emit(item, sink);
            }
            Ok(())
        }
        "Out-Null" => Ok(()),
        "Get-Date" => {
            let now = Time::local(run.shell.tenant.now(), run.operators.zone);
            let item = match given.take("format") {
                Some(format) => {
                    let format = text(&format)?;
                    let shown = now.shown(&format);
                    Item::text(shown.ok_or_else(|| outside(format_args!("the format {format}")))?)
                }
                None => Item::Time(now),
            };
            run.emit(item, sink);
            Ok(())
        }
        "Start-Sleep" => {
            let (amount, unit) = match (given.take("seconds"), given.take("milliseconds")) {
                (Some(seconds), None) => (seconds, 1.0),
                (None, Some(milliseconds)) => (milliseconds, 0.001),
                _ => return Err(outside("Start-Sleep without one length of time")),
            };
            let amount = double(&cast("double", amount, run.operators.zone)?).unwrap_or_default();
            let span = SignedDuration::try_from_secs_f64(amount * unit);
            run.shell.advance(span.map_err(|_| outside("a sleep of this length"))?);
            Ok(())
        }
        "Set-StrictMode" => {
            let strict = match (given.take("off"), given.take("version")) {
                (Some(off), None) if truth(&off) => Strict::Off,
                (None, Some(version)) => match text(&version)?.as_str() {
                    "1" | "1.0" => Strict::Variables,
                    "2" | "2.0" => Strict::Members,
                    "3" | "3.0" => Strict::Elements,
                    other => return Err(outside(format_args!("Set-StrictMode -Version {other}"))),
                },
                _ => return Err(outside("Set-StrictMode without a version")),
            };
            if let Some(frame) = run.frames.last_mut() {
                frame.strict = Some(strict);
            }
            Ok(())
        }
        "Test-Path" | "Join-Path" | "Get-Content" | "Set-Content" | "Add-Content" | "Get-FileHash" => {
            files::run(run, name, given, input, sink)
        }
        "ConvertTo-Json" => json::to_json(run, given, input, sink),
        "ConvertFrom-Json" => json::from_json(run, given, input, sink),
        _ => objects::run(run, name, given, input.unwrap_or_default(), sink),
    }
}
