//! What the environment says about showing things. Read once.

use crate::render::Look;

/// The part of the environment that decides what is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// Whether it is a build (`CI`).
    pub is_ci: bool,
    /// Whether lines may be drawn over: no build, no dumb terminal, nobody objects.
    pub may_draw: bool,
    /// Whether only ASCII can be shown.
    pub is_ascii: bool,
}

impl Environment {
    /// What the process was started with.
    #[expect(clippy::disallowed_methods, reason = "this is where the look of things is read from the environment")]
    pub fn read() -> Self {
        Self::from(|name| std::env::var(name).ok())
    }

    /// What some variables say.
    pub fn from(variable: impl Fn(&str) -> Option<String>) -> Self {
        let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let is_on = |name: &str| variable(name).is_some_and(|value| !matches!(value.as_str(), "" | "0" | "false"));
        let is_dumb = variable("TERM").is_some_and(|term| term == "dumb");
        let is_ci = is_on("CI");
        Self {
            is_ci,
            may_draw: !is_ci && !is_dumb && !is_set("RSYNC_CHECK_NO_SPINNER"),
            is_ascii: cfg!(unix) && is_ascii_locale(&variable),
        }
    }
}

/// Whether a locale is named that is not UTF-8. Where none is named (containers), UTF-8 is the better guess.
fn is_ascii_locale(variable: &impl Fn(&str) -> Option<String>) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    locale.is_some_and(|locale| {
        let locale = locale.to_lowercase();
        !locale.contains("utf-8") && !locale.contains("utf8")
    })
}

/// How wide text is laid out: as the terminal, within reason.
pub(super) fn width(columns: Option<u16>) -> usize {
    columns.map_or(Look::DEFAULT_WIDTH, |columns| usize::from(columns).clamp(Look::LEAST_WIDTH, 140))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)]) -> Environment {
        Environment::from(|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn nothing_is_drawn_over_in_builds_and_on_dumb_terminals() {
        assert!(with(&[]).may_draw && with(&[("CI", "false")]).may_draw);
        for variable in [("CI", "true"), ("TERM", "dumb"), ("RSYNC_CHECK_NO_SPINNER", "1")] {
            assert!(!with(&[variable]).may_draw, "{variable:?}");
        }
    }

    #[test]
    fn a_named_locale_decides_about_ascii() {
        assert!(!with(&[]).is_ascii);
        assert!(!with(&[("LANG", "de_DE.UTF-8")]).is_ascii);
        assert_eq!(with(&[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")]).is_ascii, cfg!(unix));
    }

    #[test]
    fn text_is_never_laid_out_narrower_than_80() {
        assert_eq!([None, Some(40), Some(100), Some(500)].map(width), [100, 80, 100, 140]);
    }
}
