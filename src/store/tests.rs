//! Files that appear whole or not at all, and files from anybody.

use std::fs;

use super::*;
use crate::report::samples;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn a_snapshot_survives_the_round_trip() {
    let (folder, snapshot) = (folder(), samples::app());
    let path = folder.path().join("contoso.json");
    save(&path, &snapshot).unwrap();
    assert_eq!(load(&path).unwrap(), snapshot);
    save(&path, &samples::snapshot(3)).unwrap();
    assert_eq!(load(&path).unwrap(), samples::snapshot(3));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
}

#[cfg(unix)]
#[test]
fn a_file_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let path = folder.path().join("contoso.json");
    save(&path, &samples::snapshot(1)).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn files_that_are_not_ours_stay() {
    let folder = folder();
    let path = folder.path().join("thesis.json");
    for (content, is_ours) in [("{\"a\": 1}", false), ("", true), ("{ \"header\" : {\"format\": {\"major\": 9", true)] {
        fs::write(&path, content).unwrap();
        assert_eq!(check_writable(&path, SNAPSHOT).is_ok(), is_ours, "{content}");
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
    }
    fs::write(&path, "mine").unwrap();
    let error = save(&path, &samples::snapshot(1)).unwrap_err();
    assert!(matches!(error, SaveError::NotOurs(_)), "{error}");
    assert!(write_file(&path, Existing::Refuse, |_| Ok(())).is_err());
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    write_file(&path, Existing::Replace, |file| file.write_all(b"new")).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
}

#[test]
fn a_file_that_is_read_only_stays() {
    let folder = folder();
    let path = folder.path().join("ours.json");
    fs::write(&path, "").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    for existing in [SNAPSHOT, Existing::Replace] {
        assert!(matches!(write_file(&path, existing, |_| Ok(())), Err(SaveError::ReadOnly(_))));
        assert!(check_writable(&path, existing).is_err());
    }
}

#[test]
fn folders_and_missing_folders_are_refused() {
    let folder = folder();
    assert!(matches!(check_writable(folder.path(), SNAPSHOT), Err(SaveError::NotAFile(_))));
    assert!(matches!(check_writable(&folder.path().join("no/x.json"), SNAPSHOT), Err(SaveError::NoFolder(_))));
    assert!(check_writable(Path::new("-"), SNAPSHOT).is_ok());
}

#[cfg(unix)]
#[test]
fn links_and_open_folders_are_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let (target, link) = (folder.path().join("target"), folder.path().join("link"));
    fs::write(&target, "").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    assert!(matches!(check_writable(&link, Existing::Replace), Err(SaveError::Link(_))));
    let open = folder.path().join("open");
    fs::create_dir(&open).unwrap();
    for (mode, is_fine) in [(0o777, false), (0o1777, true), (0o755, true)] {
        fs::set_permissions(&open, fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(check_writable(&open.join("x"), SNAPSHOT).is_ok(), is_fine, "{mode:o}");
    }
}

#[test]
fn a_failed_write_leaves_the_old_file_and_nothing_else() {
    let folder = folder();
    let path = folder.path().join("contoso.json");
    save(&path, &samples::snapshot(1)).unwrap();
    let error = write_file(&path, SNAPSHOT, |file| {
        file.write_all(b"half")?;
        Err(io::Error::from(io::ErrorKind::StorageFull))
    });
    assert!(matches!(error, Err(SaveError::Write { .. })));
    assert_eq!(load(&path).unwrap(), samples::snapshot(1));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

fn text(snapshot: &Snapshot) -> String {
    let mut bytes = Vec::new();
    save_to(&mut bytes, snapshot).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn refused(content: &str) -> LoadError {
    parse(Path::new("x.json"), content.as_bytes()).unwrap_err()
}

#[test]
fn another_major_version_is_refused_by_name() {
    let other = text(&samples::snapshot(1)).replacen(r#""major":1,"minor":1"#, r#""major":7,"minor":3"#, 1);
    assert_eq!(
        refused(&other).to_string(),
        "`x.json` has snapshot format 7.3 (written by rsync-check 0.1.0); this rsync-check reads format 1.x"
    );
    let newer = text(&samples::snapshot(1)).replacen(r#""minor":1"#, r#""minor":9,"more":true"#, 1);
    assert!(parse(Path::new("x.json"), newer.as_bytes()).is_ok());
}

#[test]
fn a_file_that_was_cut_says_so_wherever_it_was_cut() {
    let whole = text(&samples::snapshot(2));
    for end in (1..whole.len() - 2).step_by(97) {
        let error = refused(&whole[..end]);
        assert!(matches!(error, LoadError::Truncated { .. }), "{end}: {error}");
    }
}

#[test]
fn a_wrong_value_is_named_by_its_place() {
    let wrong = text(&samples::snapshot(1)).replacen(r#""kind":"room""#, r#""kind":"\u001b[2J""#, 1);
    let error = refused(&wrong);
    let LoadError::Damaged { place, why, line, column, .. } = &error else { panic!("{error}") };
    assert_eq!(place, "rooms.ber-00001@contoso.com.kind");
    assert!(*line == 1 && *column > 100 && why.contains("unknown variant"), "{error}");
    assert!(!error.to_string().contains('\u{1b}'));
}

#[test]
fn whatever_is_no_snapshot_is_refused_without_a_panic() {
    let deep = format!("{{\"header\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let whole = text(&samples::snapshot(1));
    let trailing = format!("{whole}{{}}");
    let moved = whole.replacen(r#""address":"ber-00001@"#, r#""address":"ber-00009@"#, 1);
    for content in ["[]", "null", "nonsense", "{}", r#"{"header":1}"#, "\u{feff}{}", &deep, &trailing, &moved] {
        let error = refused(content);
        assert!(
            matches!(error, LoadError::NotASnapshot { .. } | LoadError::Damaged { .. }),
            "{} -> {error}",
            &content[..content.len().min(20)]
        );
    }
    assert!(matches!(refused(""), LoadError::Truncated { .. }));
    assert!(matches!(load(Path::new("/nowhere/x.json")), Err(LoadError::Read { .. })));
}
