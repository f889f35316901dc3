//! The built-in products held against the list of what the five guides ask for, and against each other.

use std::collections::BTreeSet;

use super::*;

/// The guides' products with the prefix and the number of their requirements, in the order of the list.
const GUIDES: [(&str, &str, usize); 5] = [
    ("spacewell", "SW", 59),
    ("ioffice", "iO", 23),
    ("servicenow", "SN", 21),
    ("spaceiq", "CQ", 34),
    ("roomz", "RZ", 35),
];

fn builtins() -> Vec<Product> {
    Product::builtin_names().into_iter().map(|name| Product::builtin(name).unwrap()).collect()
}

/// Every text with steps, with where it stands.
fn all_steps() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for product in builtins() {
        for one in &product.requirements {
            found.extend(one.steps.clone().map(|steps| (one.id.clone(), steps)));
        }
        for one in &product.attestations {
            found.extend(one.steps.clone().map(|steps| (format!("{} {}", product.name, one.id), steps)));
        }
    }
    found
}

#[test]
fn every_requirement_of_every_guide_is_there_once_and_in_order() {
    let mut all = 0;
    for (name, prefix, count) in GUIDES {
        let product = Product::builtin(name).unwrap();
        let ids: Vec<_> = product.requirements.iter().map(|one| one.id.clone()).collect();
        let wanted: Vec<_> = (1..=count).map(|number| format!("{prefix}-{number:02}")).collect();
        assert_eq!(ids, wanted, "{name}");
        all += count;
    }
    assert_eq!(all, 172);
}

#[test]
fn every_requirement_says_where_it_stands_what_it_asks_and_what_covers_it() {
    for product in builtins() {
        for one in &product.requirements {
            assert!(!one.section.is_empty(), "{}", one.id);
            assert!(one.asks.ends_with('.'), "{} asks in a sentence", one.id);
            assert!(one.is_covered_or_open(), "{}", one.id);
            for text in [&one.guard, &one.open].into_iter().flatten() {
                assert!(text.ends_with('.'), "{}: `{text}` is a sentence", one.id);
            }
            let unique: BTreeSet<_> = one.checks.iter().collect();
            assert_eq!(unique.len(), one.checks.len(), "{} names a check twice", one.id);
        }
    }
}

#[test]
fn whatever_cites_a_requirement_cites_one_that_exists() {
    for product in builtins() {
        let ids: BTreeSet<_> = product.requirements.iter().map(|one| one.id.as_str()).collect();
        let mut cited: Vec<&String> = Vec::new();
        cited.extend(product.permission_sets().flat_map(|set| &set.cites));
        cited.extend(product.wishes_of_all_modes.values().flat_map(|rule| &rule.cites));
        cited.extend(product.modes.iter().flat_map(|mode| &mode.cites));
        cited.extend(product.modes.iter().flat_map(|mode| mode.wishes.values()).flat_map(|rule| &rule.cites));
        cited.extend(product.attestations.iter().flat_map(|step| &step.cites));
        cited.extend(product.notes.iter().flat_map(|note| &note.cites));
        for id in cited {
            assert!(ids.contains(id.as_str()), "{} cites {id}", product.name);
        }
    }
}

#[test]
fn attestations_and_requirements_name_each_other() {
    for product in builtins() {
        for one in &product.requirements {
            for id in &one.attests {
                assert!(product.attestations.iter().any(|step| step.id == *id), "{} names `{id}`", one.id);
            }
        }
        let unique: BTreeSet<_> = product.attestations.iter().map(|step| &step.id).collect();
        assert_eq!(unique.len(), product.attestations.len(), "{}", product.name);
        for step in &product.attestations {
            let asking = product.requirements.iter().filter(|one| one.attests.contains(&step.id));
            let asking: Vec<_> = asking.map(|one| one.id.clone()).collect();
            assert_eq!(asking, step.cites, "{} {}", product.name, step.id);
            assert!(!asking.is_empty(), "{} {}", product.name, step.id);
            let is_kebab = step.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            assert!(is_kebab && step.valid_days > 0, "{}", step.id);
            assert!(step.asks.ends_with('.') && !step.who.ends_with('.'), "{}", step.id);
            assert!(step.because.as_ref().is_some_and(|because| because.ends_with('.')), "{}", step.id);
            for mode in &step.modes {
                assert!(product.modes.iter().any(|known| known.name == *mode), "{}: mode `{mode}`", step.id);
            }
        }
    }
}

#[test]
fn modes_name_permission_sets_and_parameters_that_exist() {
    for product in builtins() {
        for mode in &product.modes {
            let set = mode.permission_set.as_ref().expect("a mode says which permissions it uses");
            assert!(product.permission_sets().any(|known| known.name == *set), "{} {}", product.name, mode.name);
            for need in &mode.needs {
                assert!(PARAMETERS.iter().any(|(name, _)| name == need), "{} {need}", mode.name);
            }
        }
    }
}

#[test]
fn every_mode_can_be_chosen_after_every_other_and_survives_the_way_through_text() {
    for name in Product::builtin_names() {
        let product = Product::builtin(name).unwrap();
        for first in &product.modes {
            for then in &product.modes {
                let mut chosen = Product::builtin(name).unwrap();
                chosen.set("mode", &first.name).unwrap();
                chosen.set("mode", &then.name).unwrap();
                assert_eq!(chosen.mode(), Some(then));
                assert_eq!(Some(&chosen.parameters.permission_set), then.permission_set.as_ref());
                let mut again = Product::builtin(name).unwrap();
                for (parameter, value) in chosen.parameters_as_text() {
                    again.set(&parameter, &value).unwrap();
                }
                assert_eq!((&chosen.parameters, &chosen.wishes), (&again.parameters, &again.wishes));
                assert_eq!(chosen.permissions, again.permissions);
            }
        }
    }
}

#[test]
fn all_parameters_of_every_product_survive_the_way_through_text() {
    let values = [
        ("horizon_days", "365"),
        ("max_minutes", "480"),
        ("room_centric", "false"),
        ("secret_months", "6"),
        ("expiry_days", "14"),
        ("booking_account", "rooms@contoso.com"),
        ("conflict_percentage", "20"),
        ("notification_host", "hooks.contoso.com"),
        ("user_agent", "Workplace/1.0"),
        ("domain", "contoso.com"),
        ("directory_delay_hours", "48"),
        ("scope_delay_minutes", "120"),
    ];
    for name in Product::builtin_names() {
        let mut product = Product::builtin(name).unwrap();
        for (parameter, value) in values {
            product.set(parameter, value).unwrap();
        }
        let text = product.parameters_as_text();
        for (parameter, value) in values {
            assert_eq!(text.get(parameter).map(String::as_str), Some(value), "{name}");
        }
        let mut again = Product::builtin(name).unwrap();
        for (parameter, value) in text {
            again.set(&parameter, &value).unwrap();
        }
        assert_eq!(product, again);
    }
}

#[test]
fn no_mode_wishes_two_things_that_cannot_hold_together() {
    for name in Product::builtin_names() {
        let mut product = Product::builtin(name).unwrap();
        let modes: Vec<_> = product.modes.iter().map(|mode| mode.name.clone()).collect();
        for mode in modes.iter().map(Some).chain([None]) {
            if let Some(mode) = mode {
                product.set("mode", mode).unwrap();
            }
            for wish in product.wishes.keys() {
                let opposite = wish.opposite();
                assert!(!opposite.is_some_and(|other| product.wishes.contains_key(&other)), "{name} {mode:?} {wish:?}");
            }
        }
    }
}

#[test]
fn retired_modes_say_so_and_are_never_the_first() {
    for product in builtins() {
        assert!(product.modes.first().is_none_or(|mode| mode.retired.is_none()), "{}", product.name);
    }
    let retired: Vec<_> = Product::builtin("spaceiq").unwrap().modes.into_iter().map(|mode| mode.retired).collect();
    let impersonation = Some("application-impersonation".to_owned());
    assert_eq!(retired, [None, impersonation.clone(), impersonation, Some("ews".to_owned())]);
}

#[test]
fn every_hazard_of_the_guides_has_a_note() {
    let noted: BTreeSet<_> = builtins().into_iter().flat_map(|product| product.notes).map(|note| note.hazard).collect();
    for number in 1..=20 {
        assert!(noted.contains(&format!("H{number}")), "H{number}");
    }
}

#[test]
fn notes_are_sentences_about_requirements() {
    for product in builtins() {
        for note in &product.notes {
            assert!(note.text.ends_with('.') && !note.cites.is_empty(), "{} {}", product.name, note.hazard);
        }
    }
}

#[test]
fn steps_are_plain_ascii_so_that_they_can_be_pasted() {
    for (place, steps) in all_steps() {
        let odd: Vec<_> = steps.chars().filter(|c| !matches!(c, '\n' | ' '..='~')).collect();
        assert!(odd.is_empty(), "{place}: {odd:?}");
        assert!(!steps.lines().any(|line| line.ends_with(' ')), "{place}: a line ends with a space");
    }
}

#[test]
fn steps_never_recommend_what_is_retired_or_dangerous() {
    let never = [
        "New-ApplicationAccessPolicy",
        "Update-DistributionGroupMember",
        "New-ManagementRoleAssignment -Role ApplicationImpersonation",
        "Connect-MsolService",
        "Connect-AzureAD",
        "Invoke-Expression",
        "portal.azure.com",
    ];
    for (place, steps) in all_steps() {
        for word in never {
            assert!(!steps.contains(word), "{place} recommends `{word}`");
        }
    }
}

#[test]
fn steps_that_list_mailboxes_or_members_list_all_of_them() {
    for (place, steps) in all_steps() {
        let listing = ["Get-Mailbox -Filter", "Get-Mailbox -RecipientTypeDetails", "Get-DistributionGroupMember "];
        for line in steps.lines().filter(|line| listing.iter().any(|command| line.contains(command))) {
            assert!(line.contains("-ResultSize Unlimited"), "{place}: `{}`", line.trim());
        }
    }
}

#[test]
fn the_strings_of_a_command_are_closed() {
    for (place, steps) in all_steps() {
        for line in steps.lines().filter(|line| line.starts_with("    ")) {
            let is_even = |quote: char| line.chars().filter(|c| *c == quote).count() % 2 == 0;
            assert!(is_even('\'') && is_even('"'), "{place}: `{}`", line.trim());
        }
    }
}
