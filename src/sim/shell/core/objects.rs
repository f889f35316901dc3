//! Commands that look at what comes through a pipeline.

use std::cmp::Ordering;

use super::super::{
    call::Given,
    compare::{Case, equal, ordered},
    convert::{cast, double, text, truth},
    eval::{Run, Sink},
    fault::{Step, Stop, outside},
    item::{Fields, Item},
    members::{Strict, property},
    operators::add,
};

pub(super) fn run(run: &mut Run<'_>, name: &str, given: Given<'_>, input: Vec<Item>, sink: &mut Sink<'_>) -> Step<()> {
    match name {
        "Where-Object" => {
            let block = given.block.ok_or_else(|| outside("Where-Object without a script block"))?;
            for item in input {
                let mut verdict = Vec::new();
                with(run, item.clone(), |run| run.block(block, &mut Sink::Into(&mut verdict)))?;
                if truth(&Item::kept(verdict)) {
                    run.emit(item, sink);
                }
            }
            Ok(())
        }
        "ForEach-Object" => {
            let block = given.block.ok_or_else(|| outside("ForEach-Object without a script block"))?;
            for item in input {
                with(run, item, |run| run.block(block, sink))?;
            }
            Ok(())
        }
        "Select-Object" => select(run, given, input, sink),
        "Sort-Object" => sort(run, given, input, sink),
        "Measure-Object" => measure(run, given, input, sink),
        _ => Err(outside(format_args!("the command {name}"))),
    }
}

/// Runs a block in the scope that is there, with `$_`. `return` ends the block only.
fn with(run: &mut Run<'_>, item: Item, block: impl FnOnce(&mut Run<'_>) -> Step<()>) -> Step<()> {
    run.step()?;
    run.current.push(item);
    let done = block(run);
    run.current.pop();
    match done {
        Err(Stop::Return) => Ok(()),
        // They would end the loop around the pipeline, or the script.
        Err(Stop::Break | Stop::Continue) => Err(outside("break or continue in a block of a pipeline")),
        other => other,
    }
}

fn number(run: &Run<'_>, given: &mut Given<'_>, name: &str) -> Step<Option<usize>> {
    let Some(item) = given.take(name) else { return Ok(None) };
    match cast("int", item, run.operators.zone)? {
        Item::Int(value) => usize::try_from(value).map(Some).map_err(|_| outside("a negative number of objects")),
        _ => Err(outside("this number of objects")),
    }
}

fn select(run: &mut Run<'_>, mut given: Given<'_>, mut input: Vec<Item>, sink: &mut Sink<'_>) -> Step<()> {
    let skip = number(run, &mut given, "skip")?.unwrap_or(0);
    let (first, last) = (number(run, &mut given, "first")?, number(run, &mut given, "last")?);
    input.drain(..skip.min(input.len()));
    match (first, last) {
        (Some(first), None) => input.truncate(first),
        (None, Some(last)) => {
            input.drain(..input.len().saturating_sub(last));
        }
        (None, None) => {}
        (Some(_), Some(_)) => return Err(outside("Select-Object with -First and -Last")),
    }
    let mut selected = Vec::new();
    match (given.take("expandproperty"), given.take("property")) {
        (Some(name), None) => {
            let name = text(&name)?;
            for item in &input {
                // The command complains about a missing property in every mode.
                selected.extend(property(item, &name, Strict::Members)?.walked());
            }
        }
        (None, Some(names)) => {
            let names = names.walked().iter().map(text).collect::<Step<Vec<_>>>()?;
            if names.iter().any(|name| name.contains('*')) {
                return Err(outside("Select-Object with a wildcard"));
            }
            for item in &input {
                let mut fields = Fields::default();
                for name in &names {
                    // And here it makes an empty one.
                    fields.set(name, property(item, name, Strict::Off)?);
                }
                selected.push(Item::object(fields));
            }
        }
        (None, None) => selected = input,
        (Some(_), Some(_)) => return Err(outside("Select-Object with -Property and -ExpandProperty")),
    }
    if given.take("unique").is_some_and(|flag| truth(&flag)) {
        // Case counts here, unlike in Sort-Object -Unique.
        selected = distinct(run, selected, Case::Counts)?;
    }
    for item in selected {
        run.emit(item, sink);
    }
    Ok(())
}

fn distinct(run: &Run<'_>, items: Vec<Item>, case: Case) -> Step<Vec<Item>> {
    let mut kept: Vec<Item> = Vec::new();
    for item in items {
        if matches!(item, Item::Table(..) | Item::Object(_) | Item::List(_)) {
            return Err(outside("unique objects that are not text or numbers"));
        }
        let mut is_new = true;
        for known in &kept {
            is_new &= !equal(known, &item, case, run.operators.zone)?;
        }
        if is_new {
            kept.push(item);
        }
    }
    Ok(kept)
}

fn sort(run: &mut Run<'_>, mut given: Given<'_>, input: Vec<Item>, sink: &mut Sink<'_>) -> Step<()> {
    let name = given.take("property").map(|name| text(&name)).transpose()?;
    let is_descending = given.take("descending").is_some_and(|flag| truth(&flag));
    let is_unique = given.take("unique").is_some_and(|flag| truth(&flag));
    let mut keyed = Vec::with_capacity(input.len());
    for item in input {
        let key = match &name {
            Some(name) => property(&item, name, Strict::Off)?,
            None => item.clone(),
        };
        keyed.push((key, item));
    }
    let zone = run.operators.zone;
    let mut trouble = None;
    keyed.sort_by(|(left, _), (right, _)| {
        let order = ordered(left, right, Case::Ignored, zone).unwrap_or_else(|stop| {
            trouble = Some(stop);
            Ordering::Equal
        });
        if is_descending { order.reverse() } else { order }
    });
    if let Some(stop) = trouble {
        return Err(stop);
    }
    if is_unique {
        let mut last: Option<Item> = None;
        let mut kept = Vec::new();
        for (key, item) in keyed {
            let is_same = match &last {
                Some(last) => ordered(last, &key, Case::Ignored, zone)? == Ordering::Equal,
                None => false,
            };
            if !is_same {
                last = Some(key.clone());
                kept.push((key, item));
            }
        }
        keyed = kept;
    }
    for (_, item) in keyed {
        run.emit(item, sink);
    }
    Ok(())
}

fn measure(run: &mut Run<'_>, mut given: Given<'_>, input: Vec<Item>, sink: &mut Sink<'_>) -> Step<()> {
    let name = given.take("property").map(|name| text(&name)).transpose()?;
    let mut flag = |name: &str| given.take(name).is_some_and(|flag| truth(&flag));
    let (sum, least, most) = (flag("sum"), flag("minimum"), flag("maximum"));
    let mut values = Vec::with_capacity(input.len());
    for item in input {
        match &name {
            Some(name) => values.push(property(&item, name, Strict::Members)?),
            None => values.push(item),
        }
    }
    values.retain(|value| !value.is_null());
    let mut fields = Fields::default();
    fields.set("Count", Item::count(values.len()));
    if sum {
        let mut total = Item::Int(0);
        for value in &values {
            total = add(&total, value)?;
        }
        // The command counts in doubles.
        fields.set("Sum", double(&total).map_or(Item::Null, Item::Double));
    }
    for (is_wanted, name, wanted) in [(least, "Minimum", Ordering::Less), (most, "Maximum", Ordering::Greater)] {
        if !is_wanted {
            continue;
        }
        let mut best: Option<&Item> = None;
        for value in &values {
            let is_better = match best {
                Some(best) => ordered(value, best, Case::Ignored, run.operators.zone)? == wanted,
                None => true,
            };
            if is_better {
                best = Some(value);
            }
        }
        fields.set(name, best.cloned().unwrap_or_default());
    }
    run.emit(Item::object(fields), sink);
    Ok(())
}
