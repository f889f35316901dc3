//! Which module may use which: every `use crate::` line is read against the table of `docs/architecture.md`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Module → what of ours it may use. `cli` and `main` may use everything.
const ALLOWED: &[(&str, &[&str])] = &[
    ("tenant", &[]),
    ("exit", &[]),
    ("toml_file", &[]),
    ("powershell", &["toml_file"]),
    ("remedy", &["report", "check", "product", "tenant", "powershell"]),
    ("lint", &["powershell", "tenant", "toml_file"]),
    ("product", &["tenant", "toml_file"]),
    ("check", &["tenant", "product"]),
    ("report", &["check", "tenant", "product", "exit"]),
    ("render", &["report", "check", "tenant", "product", "exit", "toml_file", "remedy", "lint"]),
    ("coverage", &["check", "product"]),
    ("session", &["tenant"]),
    ("api", &["session", "tenant"]),
    ("gather", &["session", "api", "tenant"]),
    ("import", &["tenant", "toml_file"]),
    ("store", &["tenant"]),
    ("sim", &["session", "tenant", "powershell"]),
    ("ui", &["render", "session", "exit", "check"]),
    (
        "cli",
        &[
            "api",
            "check",
            "coverage",
            "exit",
            "gather",
            "import",
            "lint",
            "powershell",
            "product",
            "remedy",
            "render",
            "report",
            "session",
            "sim",
            "store",
            "tenant",
            "toml_file",
            "ui",
        ],
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
}

fn all_sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.sort();
    found
}

fn module_of(path: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let first = path.strip_prefix(root).unwrap().components().next().unwrap();
    first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

/// The part of a file that is not its tests: fixtures may reach wherever they need.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or(text)
}

fn is_test_file(path: &Path) -> bool {
    let name = path.file_stem().unwrap().to_str().unwrap();
    ["tests", "fixture", "schema_test", "samples"].contains(&name)
        || path.components().any(|part| part.as_os_str() == "tests")
}

#[test]
fn every_module_uses_only_the_floors_below_it() {
    let allowed: BTreeMap<_, _> = ALLOWED.iter().copied().collect();
    let mut faults = Vec::new();
    for path in all_sources() {
        let module = module_of(&path);
        if module == "lib" || module == "main" || is_test_file(&path) {
            continue;
        }
        let may = allowed.get(module.as_str()).unwrap_or_else(|| panic!("`{module}` is not in the table"));
        let text = std::fs::read_to_string(&path).unwrap();
        for (at, _) in without_tests(&text).match_indices("crate::") {
            let rest = &text[at + "crate::".len()..];
            let line = text[..at].rsplit('\n').next().unwrap_or_default();
            if line.trim_start().starts_with("//") || line.ends_with('$') {
                continue;
            }
            let names: Vec<String> = if let Some(group) = rest.strip_prefix('{') {
                // Only the first level of a group names modules.
                let mut depth = 1;
                let mut names = vec![String::new()];
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 1 => names.push(String::new()),
                        _ if depth == 1 => names.last_mut().unwrap().push(c),
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                }
                names.iter().map(|name| name.trim().split("::").next().unwrap().to_owned()).collect()
            } else {
                vec![rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()]
            };
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                if name != module && !may.contains(&name.as_str()) {
                    faults.push(format!("{}: `{module}` must not use `{name}`", path.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    for path in all_sources() {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} does not open with `//!`", path.display());
    }
}

#[test]
fn only_one_file_names_the_http_client() {
    for path in all_sources() {
        let text = std::fs::read_to_string(&path).unwrap();
        let is_it = path.ends_with("session/http.rs");
        assert!(is_it || !text.contains("reqwest::"), "{} names reqwest", path.display());
    }
}

#[test]
fn the_table_of_the_architecture_page_is_this_one() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md")).unwrap();
    for (module, may) in ALLOWED {
        let may = match *module {
            "cli" => "everything".to_owned(),
            _ if may.is_empty() => "–".to_owned(),
            _ => may.join(" "),
        };
        let line = format!("{module}: {may}");
        assert!(page.lines().any(|found| found.trim() == line), "docs/architecture.md lacks the line `{line}`");
    }
}
