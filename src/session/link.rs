//! Which "next" links are followed. A link decides where the token goes, so the rule is exact.

use std::collections::HashSet;

use url::Url;

/// Why a link was not followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// It leads elsewhere: another host, port, scheme, user info, or another version of the API.
    #[error("the link leads out of the service")]
    Foreign,
    /// It was followed before.
    #[error("the pages go round in a circle")]
    Loop,
    /// There are more pages than any tenant has.
    #[error("there are more than {0} pages")]
    TooMany(usize),
}

/// How many pages one list may have.
pub const MAX_PAGES: usize = 2_000;

/// Judges the links of one list.
#[derive(Debug)]
pub struct Links {
    origin: Url,
    alias: Option<Url>,
    prefix: String,
    seen: HashSet<String>,
}

impl Links {
    /// For a list that began at `first`. `alias` is the simulator's address, whose links stand for the service's own.
    pub fn from(first: &Url, alias: Option<&Url>) -> Self {
        // `/v1.0`, `/beta`, or `/adminapi/beta/{tenant}`: what every further page must stay under.
        let depth = if first.path().starts_with("/adminapi/") { 3 } else { 1 };
        let prefix = first.path().split('/').skip(1).take(depth).fold(String::new(), |path, part| path + "/" + part);
        Self {
            origin: first.clone(),
            alias: alias.cloned(),
            prefix: prefix + "/",
            seen: HashSet::from([first.as_str().to_owned()]),
        }
    }

    /// The address to follow.
    ///
    /// # Errors
    /// [`LinkError`] when the link must not be followed.
    pub fn follow(&mut self, link: &str) -> Result<Url, LinkError> {
        let mut url = self.origin.join(link).map_err(|_| LinkError::Foreign)?;
        let same = |other: &Url| url.origin() == other.origin() && url.scheme() == other.scheme();
        // Exchange's regions: one or more labels before the host of the cloud. The region that we know is asked anyway.
        let is_region = self.origin.path().starts_with("/adminapi/")
            && url.scheme() == "https"
            && url.port().is_none()
            && self.origin.host_str().is_some_and(|own| {
                url.host_str().and_then(|host| host.strip_suffix(own)).is_some_and(|label| label.ends_with('.'))
            });
        if !url.username().is_empty() || url.password().is_some() || !url.path().starts_with(&self.prefix) {
            return Err(LinkError::Foreign);
        }
        if !same(&self.origin) {
            if !is_region && !self.alias.as_ref().is_some_and(same) {
                return Err(LinkError::Foreign);
            }
            let mut own = self.origin.clone();
            own.set_path(url.path());
            own.set_query(url.query());
            url = own;
        }
        url.set_fragment(None);
        if self.seen.len() >= MAX_PAGES {
            return Err(LinkError::TooMany(MAX_PAGES));
        }
        if !self.seen.insert(url.as_str().to_owned()) {
            return Err(LinkError::Loop);
        }
        Ok(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links() -> Links {
        Links::from(&Url::parse("https://graph.microsoft.com/v1.0/places/microsoft.graph.room").unwrap(), None)
    }

    #[test]
    fn links_of_the_same_origin_are_followed_however_they_are_written() {
        for link in [
            "https://graph.microsoft.com/v1.0/places?$skip=100",
            "https://GRAPH.microsoft.com:443/v1.0/places?$skip=100",
            "/v1.0/places?$skip=100",
            "//graph.microsoft.com/v1.0/places?$skip=100",
        ] {
            assert_eq!(
                links().follow(link).unwrap().as_str(),
                "https://graph.microsoft.com/v1.0/places?$skip=100",
                "{link}"
            );
        }
    }

    #[test]
    fn links_that_lead_elsewhere_are_not() {
        for link in [
            "https://evil.example/v1.0/places",
            "http://graph.microsoft.com/v1.0/places",
            "https://graph.microsoft.com:8443/v1.0/places",
            "https://me@graph.microsoft.com/v1.0/places",
            "https://graph.microsoft.com@evil.example/v1.0/places",
            "//evil.example/v1.0/places",
            "https://graph.microsoft.com./v1.0/places",
            "https://graph.micro\tsoft.com.evil/v1.0/places",
            "https://graph.microsoft.com/v1.0/../beta/me/messages",
            "/beta/me/messages",
            "javascript:alert(1)",
            "",
        ] {
            assert!(links().follow(link).is_err(), "{link}");
        }
    }

    #[test]
    fn circles_and_endless_pages_end() {
        let mut links = links();
        assert!(links.follow("/v1.0/places?a").is_ok());
        assert_eq!(links.follow("/v1.0/places?a"), Err(LinkError::Loop));
        assert_eq!(links.follow("/v1.0/places/microsoft.graph.room"), Err(LinkError::Loop));
        let last = (0..MAX_PAGES)
            .map(|page| links.follow(&format!("/v1.0/places?p={page}")))
            .fold(None, |_, result| Some(result));
        assert_eq!(last, Some(Err(LinkError::TooMany(MAX_PAGES))));
    }

    #[test]
    fn a_simulators_links_stand_for_the_services_own() {
        let first = Url::parse("https://graph.microsoft.com/v1.0/places").unwrap();
        let base = Url::parse("http://127.0.0.1:8080").unwrap();
        let mut links = Links::from(&first, Some(&base));
        let url = links.follow("http://127.0.0.1:8080/v1.0/places?$skip=100").unwrap();
        assert_eq!(url.as_str(), "https://graph.microsoft.com/v1.0/places?$skip=100");
        assert!(links.follow("http://127.0.0.1:8081/v1.0/places?$skip=200").is_err());
    }

    #[test]
    fn exchange_pages_stay_with_their_tenant() {
        let first = Url::parse("https://outlook.office365.com/adminapi/beta/t1/InvokeCommand").unwrap();
        let mut links = Links::from(&first, None);
        assert!(links.follow("https://outlook.office365.com/adminapi/beta/t1/InvokeCommand?$skiptoken=x").is_ok());
        assert!(links.follow("https://outlook.office365.com/adminapi/beta/t2/InvokeCommand?$skiptoken=x").is_err());
    }

    #[test]
    fn links_of_an_exchange_region_stand_for_the_service_and_look_alikes_do_not() {
        let first = Url::parse("https://outlook.office365.com/adminapi/beta/t1/InvokeCommand").unwrap();
        let follow = |link: &str| Links::from(&first, None).follow(link).map(|url| url.to_string());
        let own = "https://outlook.office365.com/adminapi/beta/t1/InvokeCommand?p=2";
        assert_eq!(follow("https://eurprd01.outlook.office365.com/adminapi/beta/t1/InvokeCommand?p=2").unwrap(), own);
        for link in [
            "https://evil-outlook.office365.com/adminapi/beta/t1/InvokeCommand?p=2",
            "https://eurprd01.outlook.office365.com.evil.example/adminapi/beta/t1/InvokeCommand?p=2",
            "https://eurprd01.outlook.office365.com:444/adminapi/beta/t1/InvokeCommand?p=2",
            "http://eurprd01.outlook.office365.com/adminapi/beta/t1/InvokeCommand?p=2",
            "https://eurprd01.outlook.office365.com/adminapi/beta/t2/InvokeCommand?p=2",
        ] {
            assert_eq!(follow(link), Err(LinkError::Foreign), "{link}");
        }
        assert!(links().follow("https://eu.graph.microsoft.com/v1.0/places").is_err());
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_followed_stays_on_the_host(link in "\\PC*") {
            if let Ok(url) = links().follow(&link) {
                proptest::prop_assert_eq!(url.host_str(), Some("graph.microsoft.com"));
                proptest::prop_assert!(url.path().starts_with("/v1.0/") && url.scheme() == "https");
            }
        }
    }
}
