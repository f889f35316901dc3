//! The commands of our own tree beside the table: what we emit must be what Microsoft documents.

use super::bind::{Fed, Item, bind};
use super::fault::Fault;
use super::literal::Literal;
use super::table;
use crate::powershell::{Argument, Command, Pipeline};

/// What is wrong with a command that stands alone or first.
pub fn check(command: &Command) -> Vec<Fault> {
    faults(command, Fed::ByNothing)
}

/// What is wrong with the commands of a pipeline; the second and later ones are fed by the one before.
pub fn check_pipeline(pipeline: &Pipeline) -> Vec<Fault> {
    let is_fed = |at: usize| at > 0 || pipeline.input.is_some();
    let fed = |at| if is_fed(at) { Fed::ByPipeline } else { Fed::ByNothing };
    pipeline.commands.iter().enumerate().flat_map(|(at, command)| faults(command, fed(at))).collect()
}

fn faults(command: &Command, fed: Fed) -> Vec<Fault> {
    let Some(cmdlet) = table::find(&command.name).filter(|cmdlet| cmdlet.name.eq_ignore_ascii_case(&command.name))
    else {
        let meant = table::meant(&command.name).map(ToOwned::to_owned);
        return vec![Fault::UnknownCommand { name: command.name.clone(), meant }];
    };
    let items: Vec<Item> = command.arguments.iter().flat_map(items).collect();
    let mut faults: Vec<Fault> = bind(cmdlet, &items, fed).faults.into_iter().map(|found| found.fault).collect();
    // Our scripts call parameters by their own names: another name of theirs is short, too.
    for name in command.arguments.iter().filter_map(name) {
        if let Ok(table::Match::Full(parameter)) = cmdlet.parameter(name)
            && !parameter.name.eq_ignore_ascii_case(name)
        {
            faults.push(Fault::NotInFull { name: name.to_owned(), full: parameter.name.clone() });
        }
    }
    faults
}

fn name(argument: &Argument) -> Option<&str> {
    match argument {
        Argument::Named(name, _) | Argument::Switch(name) | Argument::SwitchIs(name, _) => Some(name),
        Argument::Positional(_) => None,
    }
}

fn items(argument: &Argument) -> Vec<Item> {
    match argument {
        Argument::Named(name, value) => vec![Item::Parameter(name.clone(), None), Item::Value(Literal::from(value))],
        Argument::Switch(name) => vec![Item::Parameter(name.clone(), None)],
        Argument::SwitchIs(name, value) => vec![Item::Parameter(name.clone(), Some(Literal::from(value)))],
        Argument::Positional(value) => vec![Item::Value(Literal::from(value))],
    }
}
