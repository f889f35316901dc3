//! Products as text: a list, a page to be read beside the vendor's guide, a file to start from, and what is wrong with
//! one. Files of customers come from anybody, so every text goes through [`visible`].

use unicode_width::UnicodeWidthStr as _;

use super::{Look, layout, visible, words};
use crate::check::{Check, REGISTRY};
use crate::product::{AttestedStep, Clash, Level, PARAMETERS, PermissionSet, Product, Requirement, Side, Wish};
use crate::toml_file::TomlError;

/// How wide a page is at most: longer lines are hard to read.
const WIDEST: usize = 100;

/// The built-in products, one a line.
pub fn list(products: &[Product], look: &Look) -> String {
    let rows = products.iter().map(|product| {
        let modes: Vec<&str> = product.modes.iter().map(|mode| mode.name.as_str()).collect();
        vec![
            visible::short(&product.name, 40),
            visible::short(&product.title, 60),
            visible::short(&product.guide.title, 100),
            visible::short(&modes.join(", "), 60),
            product.wishes.len().to_string(),
            product.requirements.len().to_string(),
            product.attestations.len().to_string(),
        ]
    });
    let heading = ["name", "product", "guide", "modes", "wishes", "requirements", "steps"];
    let table = layout::table(look, &heading, rows.collect());
    look.finish(format!("{table}\n\nshow one: rsync-check product show NAME; make your own: rsync-check product new\n"))
}

/// Everything about a product, or about what several ask for together.
pub fn show(product: &Product, look: &Look) -> String {
    let mut page = Page { look, width: look.width.min(WIDEST), lines: Vec::new() };
    page.head(product);
    page.clashes(product);
    page.parameters(product);
    page.modes(product);
    page.permission_sets(product);
    page.wishes(product);
    page.requirements(product);
    page.attestations(product);
    page.notes(product);
    look.finish(format!("{}\n", page.lines.join("\n")))
}

/// What a valid file holds.
pub fn valid(file: &str, product: &Product, look: &Look) -> String {
    let mut page = Page { look, width: look.width.min(WIDEST), lines: Vec::new() };
    let counts = [
        words::count(product.wishes.len(), ("wish", "wishes")),
        words::count(product.permission_sets().count(), ("permission set", "permission sets")),
        words::count(product.modes.len(), ("mode", "modes")),
        words::count(product.requirements.len(), ("requirement", "requirements")),
        words::count(product.attestations.len(), ("step to vouch for", "steps to vouch for")),
    ];
    page.text("valid: ", &format!("{} \"{}\" ({file}): {}", product.name, product.title, counts.join(", ")));
    page.text("use it: ", &format!("rsync-check tenant --product {file}"));
    look.finish(format!("{}\n", page.lines.join("\n")))
}

/// What is wrong with a file, a line for each place.
pub fn errors(file: &str, errors: &[TomlError], look: &Look) -> String {
    let mut page = Page { look, width: look.width.min(WIDEST), lines: Vec::new() };
    let places = words::count(errors.len(), ("place is", "places are"));
    page.text("not valid: ", &format!("{places} wrong in {file}"));
    for error in errors {
        page.text("  - ", &visible::short(&error.to_string(), 500));
    }
    look.finish(format!("{}\n", page.lines.join("\n")))
}

struct Page<'a> {
    look: &'a Look,
    width: usize,
    lines: Vec<String>,
}

impl Page<'_> {
    fn blank(&mut self) {
        self.lines.push(String::new());
    }

    fn heading(&mut self, text: &str, more: &str) {
        self.blank();
        let heading = self.look.heading(text);
        self.lines.push(if more.is_empty() { heading } else { format!("{heading}   {}", self.look.dim(more)) });
    }

    /// Text beside a label, wrapped below itself.
    fn text(&mut self, label: &str, text: &str) {
        self.lines.extend(layout::labelled(label, &visible::visible(text), self.width));
    }

    /// Text that keeps its lines; prose wraps, commands do not: they are copied.
    fn block(&mut self, label: &str, text: &str) {
        let indent = label.width();
        let mut label = Some(label);
        for line in text.trim_matches('\n').lines() {
            let line = visible::visible(line.trim_end());
            let lead = label.take().map_or_else(|| " ".repeat(indent), ToOwned::to_owned);
            if line.is_empty() {
                self.blank();
            } else if indent + line.width() <= self.width || is_command(&line) {
                self.lines.push(format!("{lead}{line}"));
            } else {
                let own = line.len() - line.trim_start().len();
                let hang = indent + own + item(line.trim_start());
                let mut wrapped = layout::wrap(&line, self.width, indent + own, hang);
                if let Some(first) = wrapped.first_mut() {
                    first.replace_range(..indent, &lead);
                }
                self.lines.extend(wrapped);
            }
        }
    }

    fn head(&mut self, product: &Product) {
        let name = self.look.heading(&visible::visible(&product.name));
        self.lines.push(format!("{name}  {}", visible::short(&product.title, 80)));
        let parts = if product.parts.is_empty() { std::slice::from_ref(product) } else { &product.parts };
        for part in parts {
            let whose = if product.parts.is_empty() { String::new() } else { format!("{}: ", part.title) };
            self.text("guide  ", &format!("{whose}{}; version: {}", part.guide.title, part.guide.version));
        }
        if let Some(first) = product.parts.first() {
            let rule = "everything that one of them asks for, as severely as the most severe; the app is judged as";
            self.text("rule   ", &format!("{rule} {} asks", first.title));
        }
    }

    fn clashes(&mut self, product: &Product) {
        if product.parts.is_empty() {
            return;
        }
        self.heading("WHAT CANNOT HOLD TOGETHER", "neither side is asked for; check CP036 names the rooms");
        if product.clashes.is_empty() {
            self.text("  ", "nothing: every room can be set so that all of them work");
        }
        for Clash { topic, key, one, other } in &product.clashes {
            self.text("  ", &format!("{topic} ({key})"));
            for Side { title, asks, cites, cost, .. } in [one, other] {
                let cites = cited(cites);
                self.text("    - ", &format!("{title}: {asks}{cites}; if not: {cost}"));
            }
        }
    }

    fn parameters(&mut self, product: &Product) {
        self.heading("PARAMETERS", "set one with its flag or with --set NAME=VALUE");
        let values = product.parameters_as_text();
        for (name, meaning) in PARAMETERS {
            let value = values.get(*name).map_or("not set", String::as_str);
            let flag = if FLAGS.contains(name) { format!(" [--{}]", name.replace('_', "-")) } else { String::new() };
            self.text(&format!("  {name:<22}"), &format!("{value}; {meaning}{flag}"));
        }
        for part in &product.parts {
            let own: Vec<String> = part
                .parameters_as_text()
                .into_iter()
                .filter(|(name, value)| values.get(name) != Some(value))
                .map(|(name, value)| format!("{name} {value}"))
                .collect();
            if !own.is_empty() {
                self.text(&format!("  {}: ", visible::visible(&part.name)), &own.join(", "));
            }
        }
    }

    fn modes(&mut self, product: &Product) {
        if product.modes.is_empty() {
            return;
        }
        self.heading("MODES", "choose one with --mode");
        for mode in &product.modes {
            let star = if product.mode().is_some_and(|chosen| chosen.name == mode.name) { "*" } else { " " };
            let mut text = format!("{}{}", mode.title, cited(&mode.cites));
            if let Some(set) = &mode.permission_set {
                text.push_str(&format!("; permission set {set}"));
            }
            if !mode.needs.is_empty() {
                text.push_str(&format!("; needs {}", mode.needs.join(", ")));
            }
            if let Some(retired) = &mode.retired {
                text.push_str(&format!("; cannot be set up any more ({retired})"));
            }
            self.text(&format!("  {star} {:<16} ", visible::short(&mode.name, 30)), &text);
            for (wish, rule) in &mode.wishes {
                self.text(
                    "      + ",
                    &format!("{} {}: {}{}", level(rule.level), wish.id(), wish.asks(), cited(&rule.cites)),
                );
            }
            if !mode.without.is_empty() {
                let without: Vec<String> = mode.without.iter().map(|wish| wish.id()).collect();
                self.text("      - ", &format!("without {}", without.join(", ")));
            }
        }
    }

    fn permission_sets(&mut self, product: &Product) {
        self.heading("PERMISSION SETS", "choose one with --permission-set; * is in force");
        for PermissionSet { name, graph, delegated, cites } in product.permission_sets() {
            let star = if *name == product.permissions.name { "*" } else { " " };
            let mut parts = Vec::new();
            if !graph.is_empty() {
                parts.push(format!("application: {}", graph.join(", ")));
            }
            if !delegated.is_empty() {
                parts.push(format!("delegated: {}", delegated.join(", ")));
            }
            if parts.is_empty() {
                parts.push("none".to_owned());
            }
            self.text(
                &format!("  {star} {:<16} ", visible::short(name, 30)),
                &format!("{}{}", parts.join("; "), cited(cites)),
            );
        }
    }

    fn wishes(&mut self, product: &Product) {
        self.heading("WISHES", "what the checks judge by");
        for (wish, rule) in &product.wishes {
            let wish: &Wish = wish;
            let label = format!("  {:<8} {:<26} ", level(rule.level), wish.id());
            self.text(&label, &format!("{}{}", wish.asks(), cited(&rule.cites)));
            if let Some(because) = &rule.because {
                self.text(&" ".repeat(label.len()), because);
            }
        }
        let missing: Vec<String> =
            Wish::all().filter(|wish| !product.wishes.contains_key(wish)).map(Wish::id).collect();
        if !missing.is_empty() {
            self.text("  not wished for, not judged: ", &missing.join(", "));
        }
    }

    fn requirements(&mut self, product: &Product) {
        let parts = if product.parts.is_empty() { std::slice::from_ref(product) } else { &product.parts };
        for part in parts.iter().filter(|part| !part.requirements.is_empty()) {
            let whose = if product.parts.is_empty() { String::new() } else { format!(" OF {}", part.title) };
            let counted = words::count(part.requirements.len(), ("requirement", "requirements"));
            self.heading(
                &format!("REQUIREMENTS{}", visible::visible(&whose)),
                &format!("{counted}, in the guide's order"),
            );
            let mut section = None;
            for requirement in &part.requirements {
                if section != Some(&requirement.section) {
                    section = Some(&requirement.section);
                    self.blank();
                    let name = if requirement.section.is_empty() { "(no section)" } else { &requirement.section };
                    self.lines.push(format!("  {}", self.look.heading(&visible::short(name, 96))));
                }
                self.requirement(part, requirement);
            }
        }
    }

    fn requirement(&mut self, product: &Product, requirement: &Requirement) {
        let Requirement { id, asks, checks, attests, steps, guard, open, .. } = requirement;
        self.text(&format!("    {:<7} ", visible::short(id, 30)), asks);
        for check in checks {
            let title = REGISTRY.iter().find(|known| known.id == check).map_or("", |check: &&Check| check.title);
            self.text("            check   ", &format!("{check} {title}"));
        }
        for attested in attests {
            let step = product.attestations.iter().find(|step| step.id == *attested);
            let who = step.map(|step| format!(" (vouched for by: {})", step.who)).unwrap_or_default();
            self.text("            vouch   ", &format!("{attested}{who}"));
        }
        if let Some(steps) = steps {
            self.block("            steps   ", steps);
        }
        if let Some(guard) = guard {
            self.text("            guard   ", guard);
        }
        if let Some(open) = open {
            self.text("            open    ", open);
        }
        if !requirement.is_covered_or_open() {
            self.text("            open    ", "nothing covers it");
        }
    }

    fn attestations(&mut self, product: &Product) {
        if product.attestations.is_empty() {
            return;
        }
        self.heading("STEPS TO VOUCH FOR", "nobody sees them from outside");
        for step in &product.attestations {
            let AttestedStep { id, asks, level: severity, who, valid_days, steps, because, cites, modes } = step;
            let modes = if modes.is_empty() { String::new() } else { format!("; mode {}", modes.join(", ")) };
            let head = format!("{}; {who}; for {valid_days} days at most{modes}{}", level(*severity), cited(cites));
            self.text(&format!("  {}  ", visible::short(id, 40)), &head);
            self.text("      ", asks);
            if let Some(because) = because {
                self.text("      if not  ", because);
            }
            if let Some(steps) = steps {
                self.block("      steps   ", steps);
            }
        }
    }

    fn notes(&mut self, product: &Product) {
        if product.notes.is_empty() {
            return;
        }
        self.heading("NOTES", "");
        for note in &product.notes {
            let label = if note.hazard.is_empty() { "  -    ".to_owned() } else { format!("  {:<4} ", note.hazard) };
            self.text(&visible::short(&label, 20), &format!("{}{}", note.text, cited(&note.cites)));
        }
    }
}

/// The parameters with a flag of their own.
const FLAGS: &[&str] = &[
    "horizon_days",
    "mode",
    "booking_account",
    "notification_host",
    "secret_months",
    "max_minutes",
    "room_centric",
    "permission_set",
];

fn cited(cites: &[String]) -> String {
    if cites.is_empty() { String::new() } else { format!(" ({})", cites.join(", ")) }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Info => "info",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}

/// How wide the mark of a list item is.
fn item(line: &str) -> usize {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or_default();
    match (digits, rest) {
        (1.., rest) if rest.starts_with(". ") => digits + 2,
        (0, rest) if rest.starts_with("- ") => 2,
        _ => 0,
    }
}

/// Whether a line is for a shell: it begins with a cmdlet, a variable, a comment or an address.
fn is_command(line: &str) -> bool {
    let word = line.split_whitespace().next().unwrap_or_default();
    let is_cmdlet = word.split_once('-').is_some_and(|(verb, noun)| {
        verb.len() > 1
            && verb.starts_with(|c: char| c.is_ascii_uppercase())
            && verb.chars().all(|c| c.is_ascii_alphabetic())
            && noun.starts_with(|c: char| c.is_ascii_uppercase())
    });
    is_cmdlet || word.starts_with(['$', '#', '|', '@', '}']) || word.starts_with("https://")
}

/// A file to start from: every key explained, and valid as it is.
pub fn template(name: &str, base: Option<&Product>) -> String {
    let wishes: Vec<Wish> = Wish::all().collect();
    let mut file = String::from(
        "# A product of your own for rsync-check: what it asks of a tenant.\n\
         # rsync-check product check FILE tells whether it is valid; rsync-check tenant --product FILE uses it.\n\n",
    );
    if let Some(base) = base {
        file.push_str(&format!(
            "# Everything that is not said here is taken over from this built-in product. Tables merge key by key, lists of\n\
             # tables by `name` or `id`; a wish goes away with \"off\".\nextends = \"{}\"\n\n",
            base.name
        ));
    }
    file.push_str(&format!(
        "# The name on the command line and in reports: a to z, 0 to 9 and \"-\".\nname = \"{name}\"\n\
         # The name in sentences.\ntitle = \"{}\"\n\n",
        base.map_or_else(
            || "Our own product".to_owned(),
            |base| format!("{} as we use it", base.title.replace('"', "'"))
        )
    ));
    let guide = "# The guide that it follows.\n[guide]\ntitle = \"Set-up guide\"\nversion = \"1\"\n\n";
    let sets = "# What the app needs on Microsoft Graph. The first set is in force unless `permission_set` says otherwise.\n\
                # graph: application permissions; delegated: where people sign in; cites: requirements that ask for it.\n\
                [[permission_sets]]\nname = \"current\"\ngraph = [\"Calendars.ReadWrite\", \"Place.Read.All\"]\ndelegated = []\n\
                cites = []\n\n";
    let commented = |text: &str| {
        text.lines()
            .map(|line| if line.is_empty() || line.starts_with('#') { line.to_owned() } else { format!("# {line}") })
            .collect::<Vec<_>>()
            .join("\n")
            + "\n\n"
    };
    match base {
        Some(_) => {
            file.push_str(&commented(guide.trim_end()));
            file.push_str(&commented(sets.trim_end()));
        }
        None => {
            file.push_str(guide);
            file.push_str(sets);
        }
    }
    file.push_str(
        "# What is judged, and how serious it is: info, warning or error. What is left out is not judged.\n\
         # level: how serious; cites: requirements that ask for it; because: what people notice, in a sentence.\n[wishes]\n",
    );
    for wish in wishes {
        let is_in_force = match base {
            Some(_) => false,
            None => matches!(wish, Wish::AutoAccept | Wish::BookingWindow | Wish::Titles),
        };
        let mark = if is_in_force { "" } else { "# " };
        let value = match base.and_then(|base| base.wish(wish)) {
            Some(rule) => format!("{{ level = \"{}\" }}", level(rule.level)),
            None if is_in_force => "{ level = \"error\", cites = [], because = \"Bookings look lost.\" }".to_owned(),
            None => "{ level = \"warning\" }".to_owned(),
        };
        let because = if is_in_force { String::new() } else { format!("   # {}", wish.asks()) };
        file.push_str(&format!("{mark}{} = {value}{because}\n", wish.id()));
    }
    file.push_str("\n# Values that flags and --set can replace.\n[defaults]\n");
    for (parameter, meaning) in PARAMETERS {
        file.push_str(&format!("# {parameter} = ...   # {meaning}\n"));
    }
    file.push_str(
        "\n# Ways to use the product that ask for different things. The first one is in force unless --mode says otherwise.\n\
         # [[modes]]\n# name = \"strict\"\n# title = \"one account books for everybody\"\n# permission_set = \"current\"\n\
         # wishes = { booking_mailbox = { level = \"error\" } }   # added or changed\n\
         # without = [\"titles\"]                                # taken away\n\
         # needs = [\"booking_account\"]                         # parameters without which it cannot be judged\n\
         # retired = \"\"                                        # the retirement that ended it\n# cites = []\n\n\
         # What the guide asks for, sentence by sentence, and what covers it.\n\
         # [[requirements]]\n# id = \"OWN-1\"\n# section = \"2 Rooms\"\n# asks = \"Rooms accept by themselves.\"\n\
         # checks = [\"CP001\"]            # checks that judge it\n# attests = [\"portal-set-up\"]    # steps that somebody vouches for\n\
         # steps = \"\"\"1. Open the portal.\"\"\"\n# guard = \"\"                    # what the program does or refuses to do about it\n\
         # open = \"\"                     # why nothing covers it\n\n\
         # Steps that nobody sees from outside.\n\
         # [[attestations]]\n# id = \"portal-set-up\"\n# asks = \"The portal knows the rooms.\"\n# level = \"warning\"\n\
         # who = \"workplace manager\"\n# valid_days = 365\n# steps = \"1. Open the portal.\"\n# because = \"New rooms stay unknown.\"\n\
         # cites = [\"OWN-1\"]\n# modes = []                     # the modes that ask for it; none = all\n\n\
         # What to know about the guide.\n# [[notes]]\n# text = \"The guide names an old portal.\"\n# hazard = \"\"\n# cites = []\n",
    );
    file
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::{Note, Rule, merged, parse, parse_file};

    /// A product that has one of everything.
    fn sample() -> Product {
        let text = r#"
name = "sample"
title = "Sample Panels"
guide = { title = "Panels: Set-up", version = "2026-03" }
[[permission_sets]]
name = "current"
graph = ["Calendars.ReadWrite", "Place.Read.All"]
cites = ["SA-3"]
[[permission_sets]]
name = "people"
delegated = ["Calendars.ReadWrite"]
[wishes]
titles = { level = "error", cites = ["SA-1"], because = "Panels show the organiser's name in place of the meeting's title, and nobody knows what the room is for." }
auto_accept = { level = "warning" }
[[modes]]
name = "normal"
title = "each person books for themselves"
[[modes]]
name = "strict"
title = "one account books for everybody"
permission_set = "people"
needs = ["booking_account"]
retired = "ews"
without = ["titles"]
cites = ["SA-2"]
wishes = { booking_mailbox = { level = "error" } }
[[requirements]]
id = "SA-1"
section = "1 Rooms"
asks = "The title of a meeting stays in the room's calendar, so that the panel beside the door can show what the room is used for."
checks = ["CP011", "CP012"]
[[requirements]]
id = "SA-2"
section = "1 Rooms"
asks = "Rooms are entered in the portal."
attests = ["portal"]
steps = """
1. Open the portal, then Settings, then Rooms, and enter every room with the address that Exchange has for it.
2. Run:
   Set-CalendarProcessing -Identity room@contoso.com -DeleteSubject $false -AddOrganizerToSubject $false -RemovePrivateProperty $false
"""
guard = "commands are never made for rooms that nobody named"
[[requirements]]
id = "SA-3"
section = "2 App"
asks = "The app is registered."
open = "nobody knows yet"
[[attestations]]
id = "portal"
asks = "The portal knows every room."
level = "warning"
who = "workplace manager"
steps = "1. Open the portal."
because = "New rooms stay unknown."
cites = ["SA-2"]
[[notes]]
hazard = "H1"
text = "The guide names an old command."
cites = ["SA-2"]
"#;
        parse(text).unwrap_or_else(|error| panic!("{error}"))
    }

    fn narrow() -> Look {
        Look { width: 80, ..Look::default() }
    }

    #[test]
    fn a_product_with_everything() {
        insta::assert_snapshot!(show(&sample(), &Look::default()));
    }

    #[test]
    fn a_product_in_another_mode_in_80_columns() {
        let mut product = sample();
        product.set("mode", "strict").unwrap();
        let text = show(&product, &narrow());
        assert!(text.lines().all(|line| line.width() <= 80 || line.contains("Set-CalendarProcessing")), "{text}");
        assert!(text.contains("* strict") && text.contains("error    booking_mailbox"), "{text}");
        assert!(text.contains("* people") && !text.contains("error    titles"), "{text}");
    }

    #[test]
    fn several_products_with_what_cannot_hold_together() {
        let mut other = Product::builtin("generic").unwrap();
        other.wishes.clear();
        let rule = Rule { level: Level::Error, cites: vec!["GE-1".into()], because: None };
        other.wishes.insert(Wish::TitlesRemoved, rule);
        insta::assert_snapshot!(show(&merged(vec![sample(), other]), &Look::default()));
    }

    #[test]
    fn commands_are_never_broken() {
        let text = show(&sample(), &narrow());
        let command = text.lines().find(|line| line.contains("Set-CalendarProcessing")).unwrap();
        assert!(command.ends_with("-RemovePrivateProperty $false"), "{command}");
    }

    #[test]
    fn a_list_of_products() {
        insta::assert_snapshot!(list(&[sample(), Product::builtin("generic").unwrap()], &Look::default()));
    }

    #[test]
    fn a_valid_file_and_one_that_is_not() {
        insta::assert_snapshot!("a_valid_file", valid("own.toml", &sample(), &Look::default()));
        let text = "name = 'Own Product'\ntitle = 'O'\nguide = { title = 'G', version = '1' }\n\
            permission_sets = [{ name = 'a', graph = ['Calendar.Read'] }]\n[defaults]\nhorizon_days = 4000\n";
        let error = parse_file("own.toml", text, &[]).unwrap_err();
        insta::assert_snapshot!("errors_of_a_file", errors("own.toml", &error.errors, &Look::default()));
    }

    #[test]
    fn a_hostile_file_is_harmless_on_the_screen() {
        let mut product = sample();
        let hostile = "\u{1b}[2J\u{202e}##vso[task]\u{200b}";
        product.title = hostile.to_owned();
        product.guide.title = hostile.to_owned();
        product.requirements[1].asks = hostile.to_owned();
        product.requirements[1].steps = Some(format!("{hostile}\n{hostile}"));
        product.requirements[1].section = hostile.to_owned();
        product.notes = vec![Note { hazard: hostile.into(), text: hostile.into(), cites: vec![hostile.into()] }];
        product.attestations[0].who = hostile.to_owned();
        for text in [
            show(&product, &Look::default()),
            list(std::slice::from_ref(&product), &Look::default()),
            valid(hostile, &product, &Look::default()),
            errors(hostile, &[TomlError::of_file(hostile, hostile)], &Look::default()),
        ] {
            assert!(!text.chars().any(|c| c != '\n' && visible::acts(c)), "{text:?}");
            assert!(!text.contains("##vso["), "{text}");
        }
    }

    fn checks() -> Vec<&'static str> {
        crate::check::REGISTRY.iter().map(|check| check.id).collect()
    }

    #[test]
    fn a_new_file_is_valid_and_says_what_every_key_is() {
        let fresh = template("own-product", None);
        let product = parse_file("x", &fresh, &[]).unwrap_or_else(|error| panic!("{error}\n{fresh}"));
        assert_eq!(product.name, "own-product");
        for (parameter, _) in PARAMETERS {
            assert!(fresh.contains(&format!("# {parameter} = ")), "{parameter}");
        }
        for wish in Wish::all() {
            assert!(fresh.contains(&format!("{} = ", wish.id())), "{wish:?}");
        }
        for name in Product::builtin_names() {
            let base = Product::builtin(name).unwrap();
            let file = template("ours", Some(&base));
            let ours = parse_file("x", &file, &checks()).unwrap_or_else(|error| panic!("{error}\n{file}"));
            assert_eq!(ours.wishes, base.wishes);
        }
    }

    #[test]
    fn what_a_new_file_explains_is_valid_when_it_is_used() {
        // Every commented line that begins with a key or a table becomes one.
        let fresh = template("own-product", None);
        let (head, tail) = fresh.split_once("\n# Ways to use").unwrap();
        let used: Vec<&str> = tail
            .lines()
            .filter_map(|line| line.strip_prefix("# "))
            .filter(|line| line.starts_with("[[") || line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' ')))
            .collect();
        let text = format!("{head}\n{}\n", used.join("\n"));
        let product = parse_file("x", &text, &["CP001"]).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!((product.modes.len(), product.requirements.len(), product.attestations.len()), (1, 1, 1));
    }
}
