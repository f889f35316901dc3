//! Floor 1: what is wrong with commands that others wrote: a vendor's guide, a script, lines from a ticket. Text in,
//! remarks out; nothing is run, nothing is contacted, and no file is opened.
//!
//! [`find`] tells code from prose, [`calls`] reads the commands and their arguments out of it, the judges hold them
//! against the table of commands and against what guides are known to get wrong. What each rule means is said once, in
//! [`rules`].

mod calls;
mod danger;
mod find;
mod literals;
mod place;
mod placeholder;
mod reading;
mod remark;
mod replace;
mod retired;
mod rules;
mod scope;
mod syntax;
mod table;

pub use remark::{Remark, Severity};
pub use rules::{RULES, Rule};

use place::Lines;
use remark::Remarks;

/// A command that was found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name, as the table spells it or as it is written.
    pub name: String,
    /// The line of its name, from 1.
    pub line: usize,
    /// The column of its name in characters, from 1.
    pub column: usize,
}

/// What a text holds, and what is to be said about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The commands that were found, in the order of the text.
    pub commands: Vec<Found>,
    /// The remarks, in the order of the text.
    pub remarks: Vec<Remark>,
}

/// Reads a text: a script, lines of commands, or a guide with commands in it.
pub fn read(text: &str) -> Reading {
    let lines = Lines::new(text);
    let mut remarks = Remarks::new(text, &lines);
    let regions = find::regions(text, &mut remarks);
    let mut all = calls::Calls::default();
    for region in &regions {
        let read = calls::read(region);
        syntax::judge(region, &read, &mut remarks);
        all.extend(read);
    }
    for call in &all.calls {
        table::judge(call, &all, &mut remarks);
        retired::judge(call, &mut remarks);
        danger::judge(call, &all, &mut remarks);
        reading::judge(call, &all, &mut remarks);
        literals::judge(call, &mut remarks);
    }
    danger::assigned(&all, &mut remarks);
    scope::judge(&all, &mut remarks);
    let commands = all.calls.iter().map(|call| {
        let (line, column) = lines.place(call.name_span.start);
        Found { name: call.known_name().to_owned(), line, column }
    });
    Reading { commands: commands.collect(), remarks: remarks.finish() }
}

#[cfg(test)]
mod tests;
