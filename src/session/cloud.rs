//! The four clouds: one table of hosts. Nothing outside it is ever contacted.

use url::Url;

use crate::tenant::CloudName;

/// The hosts of one cloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cloud {
    /// Which cloud.
    pub name: CloudName,
    /// Sign-in.
    pub login: Url,
    /// Microsoft Graph; also the resource that its token is for.
    pub graph: Url,
    /// Exchange administration; also the resource that its token is for.
    pub exchange: Url,
    /// The Azure portal, for links in advice.
    pub portal: Url,
}

impl Cloud {
    /// The hosts of a cloud.
    ///
    /// Source: Microsoft's pages on national clouds for identity and Graph, and on the Exchange admin API.
    pub fn of(name: CloudName) -> Self {
        let (login, graph, exchange, portal) = match name {
            CloudName::Public => (
                "https://login.microsoftonline.com",
                "https://graph.microsoft.com",
                "https://outlook.office365.com",
                "https://portal.azure.com",
            ),
            CloudName::UsGovHigh => (
                "https://login.microsoftonline.us",
                "https://graph.microsoft.us",
                "https://outlook.office365.us",
                "https://portal.azure.us",
            ),
            CloudName::UsGovDod => (
                "https://login.microsoftonline.us",
                "https://dod-graph.microsoft.us",
                "https://outlook-dod.office365.us",
                "https://portal.azure.us",
            ),
            CloudName::China => (
                "https://login.partner.microsoftonline.cn",
                "https://microsoftgraph.chinacloudapi.cn",
                "https://outlook.office365.cn",
                "https://portal.azure.cn",
            ),
        };
        let url = |text: &str| Url::parse(text).expect("the table holds valid addresses");
        Self { name, login: url(login), graph: url(graph), exchange: url(exchange), portal: url(portal) }
    }

    /// The scope to ask a token for: everything that was consented to on one resource.
    pub fn scope(&self, service: Service) -> String {
        format!("{}/.default", self.origin(service).as_str().trim_end_matches('/'))
    }

    /// The origin of a service.
    pub fn origin(&self, service: Service) -> &Url {
        match service {
            Service::Login => &self.login,
            Service::Graph => &self.graph,
            Service::Exchange => &self.exchange,
        }
    }

    /// The service that a host belongs to, regional Exchange hosts (`<label>.<exchange host>`) included.
    pub fn service_of(&self, host: &str) -> Option<Service> {
        let is = |url: &Url| url.host_str() == Some(host);
        let exchange = self.exchange.host_str().unwrap_or_default();
        if is(&self.login) {
            Some(Service::Login)
        } else if is(&self.graph) {
            Some(Service::Graph)
        } else if is(&self.exchange) || host.strip_suffix(exchange).is_some_and(|label| label.ends_with('.')) {
            Some(Service::Exchange)
        } else {
            None
        }
    }
}

/// What a host is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// Entra sign-in.
    Login,
    /// Microsoft Graph.
    Graph,
    /// Exchange administration.
    Exchange,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regional_exchange_hosts_belong_to_exchange_and_look_alikes_do_not() {
        let cloud = Cloud::of(CloudName::Public);
        assert_eq!(cloud.service_of("outlook.office365.com"), Some(Service::Exchange));
        assert_eq!(cloud.service_of("eurprd01.outlook.office365.com"), Some(Service::Exchange));
        assert_eq!(cloud.service_of("evil-outlook.office365.com"), None);
        assert_eq!(cloud.service_of("graph.microsoft.com.evil.example"), None);
    }

    #[test]
    fn a_scope_is_the_origin_and_default() {
        let cloud = Cloud::of(CloudName::UsGovDod);
        assert_eq!(cloud.scope(Service::Graph), "https://dod-graph.microsoft.us/.default");
        assert_eq!(cloud.scope(Service::Exchange), "https://outlook-dod.office365.us/.default");
    }
}
