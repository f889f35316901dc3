//! The real wire. The only file that names reqwest.
//!
//! No redirects, no retries, no logs. Only hosts of the selected cloud are contacted, or one loopback simulator that
//! stands for all of them.

use std::time::Duration;

use async_trait::async_trait;
use bytes::BytesMut;
use futures_util::StreamExt;
use url::{Host, Url};

use super::Cloud;
use super::transport::{Outgoing, Reply, Transport, TransportError, reply};

/// How long things may take.
struct Limits {
    /// Until there is a connection.
    connect: Duration,
    /// How long the service may be silent.
    idle: Duration,
    /// One call in all; the slowest documented Exchange call stays well below.
    total: Duration,
}

const LIMITS: Limits =
    Limits { connect: Duration::from_secs(20), idle: Duration::from_secs(30), total: Duration::from_secs(120) };

/// Sends requests over the network.
#[derive(Debug)]
pub struct Http {
    client: reqwest::Client,
    cloud: Cloud,
    simulator: Option<Url>,
    identity_endpoint: Option<Url>,
}

/// What shapes the wire.
#[derive(Clone, Debug, Default)]
pub struct HttpOptions {
    /// More certificate authorities, in PEM (`--ca-file`).
    pub authorities: Option<Vec<u8>>,
    /// The loopback simulator that all traffic goes to.
    pub simulator: Option<Url>,
    /// Where a managed identity asks for its token, when the sign-in uses one.
    pub identity_endpoint: Option<Url>,
}

/// Why the wire could not be set up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// The file with certificate authorities is no PEM bundle.
    #[error("the file with certificate authorities could not be read: {0}")]
    Authorities(String),
    /// The client could not be made: no trust store, a bad proxy address.
    #[error("the network client could not be set up: {0}")]
    Client(String),
    /// The simulator's address is not a loopback address.
    #[error("`{0}` is not a loopback address; a simulator must be on this machine")]
    NotLoopback(String),
}

/// Reads a simulator's address: `http`, a loopback address, nothing behind it.
///
/// # Errors
/// [`HttpError::NotLoopback`] for everything else, so that no real credential can be led elsewhere.
pub fn simulator_address(text: &str) -> Result<Url, HttpError> {
    let refuse = || HttpError::NotLoopback(text.to_owned());
    let url = Url::parse(text).map_err(|_| refuse())?;
    let is_loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    let is_bare = url.username().is_empty() && url.password().is_none() && url.path() == "/" && url.query().is_none();
    if is_loopback && is_bare && url.scheme() == "http" { Ok(url) } else { Err(refuse()) }
}

impl Http {
    /// Sets up the wire for a cloud.
    ///
    /// # Errors
    /// [`HttpError`] when the trust store, a certificate file or a proxy setting cannot be used.
    pub fn new(cloud: Cloud, options: HttpOptions) -> Result<Self, HttpError> {
        Self::within(&LIMITS, cloud, options)
    }

    fn within(limits: &Limits, cloud: Cloud, options: HttpOptions) -> Result<Self, HttpError> {
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("rsync-check/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(limits.connect)
            .read_timeout(limits.idle)
            .timeout(limits.total)
            .gzip(true);
        if let Some(pem) = &options.authorities {
            let authorities =
                reqwest::Certificate::from_pem_bundle(pem).map_err(|error| HttpError::Authorities(chain(&error)))?;
            if authorities.is_empty() {
                return Err(HttpError::Authorities("it holds no certificate".into()));
            }
            builder = builder.tls_certs_merge(authorities);
        }
        if options.simulator.is_some() {
            // A proxy of the environment must not see traffic of this machine with itself.
            builder = builder.no_proxy();
        } else {
            builder = builder.https_only(options.identity_endpoint.is_none());
        }
        let client = builder.build().map_err(|error| HttpError::Client(chain(&error)))?;
        let HttpOptions { simulator, identity_endpoint, .. } = options;
        Ok(Self { client, cloud, simulator, identity_endpoint })
    }

    /// Where a request really goes; nothing outside the table leaves the machine.
    fn destination(&self, url: &Url) -> Result<Url, TransportError> {
        let host = url.host_str().unwrap_or_default();
        let is_ours = url.scheme() == "https" && url.port().is_none() && self.cloud.service_of(host).is_some();
        let is_identity = self.identity_endpoint.as_ref().is_some_and(|endpoint| endpoint.origin() == url.origin());
        if !is_ours && !is_identity {
            return Err(TransportError::ForeignHost { host: host.to_owned() });
        }
        match &self.simulator {
            Some(base) if is_ours => {
                let mut url = url.clone();
                url.set_scheme(base.scheme()).ok();
                url.set_host(base.host_str()).ok();
                url.set_port(base.port()).ok();
                Ok(url)
            }
            Some(_) | None => Ok(url.clone()),
        }
    }
}

#[async_trait]
impl Transport for Http {
    async fn send(&self, request: &Outgoing) -> Result<Reply, TransportError> {
        let url = self.destination(request.url())?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let sent = self
            .client
            .request(request.method().clone(), url)
            .headers(request.headers().clone())
            .body(request.body().clone())
            .send();
        let answer = sent.await.map_err(|error| failure(&error, &host))?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let limit = request.limit();
        let mut body = BytesMut::new();
        let mut chunks = answer.bytes_stream();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|error| broken(&error, &host))?;
            // The limit is on decoded bytes: a small answer that unpacks without end is cut here.
            if body.len() + chunk.len() > limit {
                return Err(TransportError::TooLarge { host, limit });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(reply(status, headers, body.freeze()))
    }
}

fn failure(error: &reqwest::Error, host: &str) -> TransportError {
    let (host, why) = (host.to_owned(), chain(error));
    if error.is_timeout() {
        TransportError::Timeout { host }
    } else if why.contains("certificate") {
        TransportError::Certificate { host, why }
    } else if error.is_connect() {
        TransportError::Connect { host, why }
    } else {
        TransportError::Broken { host, why }
    }
}

fn broken(error: &reqwest::Error, host: &str) -> TransportError {
    if error.is_timeout() {
        TransportError::Timeout { host: host.to_owned() }
    } else {
        TransportError::Broken { host: host.to_owned(), why: chain(error) }
    }
}

/// The causes of an error, outermost left out: reqwest's own line repeats the address with its query.
fn chain(error: &reqwest::Error) -> String {
    let mut causes = Vec::new();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        causes.push(inner.to_string());
        cause = inner.source();
    }
    if causes.is_empty() { "the request failed".to_owned() } else { causes.join(": ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tenant::CloudName;

    #[test]
    fn a_simulator_is_on_this_machine_or_refused() {
        for good in ["http://127.0.0.1:8080", "http://127.9.9.9:1", "http://[::1]:9000", "http://localhost:80/"] {
            assert!(simulator_address(good).is_ok(), "{good}");
        }
        for bad in [
            "https://127.0.0.1:8080",
            "http://10.0.0.1:80",
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example",
            "http://me:pw@127.0.0.1",
            "http://127.0.0.1/path",
            "127.0.0.1:8080",
            "",
        ] {
            assert!(simulator_address(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_hosts_of_the_cloud_are_contacted() {
        let http = Http::new(Cloud::of(CloudName::Public), HttpOptions::default()).unwrap();
        let goes = |url: &str| http.destination(&Url::parse(url).unwrap()).is_ok();
        assert!(goes("https://graph.microsoft.com/v1.0/x"));
        assert!(goes("https://eur.outlook.office365.com/adminapi"));
        assert!(!goes("http://graph.microsoft.com/v1.0/x"));
        assert!(!goes("https://graph.microsoft.com:8443/v1.0/x"));
        assert!(!goes("https://graph.microsoft.us/v1.0/x"));
        assert!(!goes("https://evil.example/"));
    }

    #[test]
    fn a_simulator_stands_for_every_host_of_the_cloud() {
        let simulator = Some(simulator_address("http://127.0.0.1:8123").unwrap());
        let http =
            Http::new(Cloud::of(CloudName::Public), HttpOptions { simulator, ..HttpOptions::default() }).unwrap();
        let goes = |url: &str| http.destination(&Url::parse(url).unwrap()).unwrap().to_string();
        assert_eq!(goes("https://graph.microsoft.com/v1.0/x?a=b"), "http://127.0.0.1:8123/v1.0/x?a=b");
        assert_eq!(goes("https://eur.outlook.office365.com/adminapi"), "http://127.0.0.1:8123/adminapi");
        assert!(http.destination(&Url::parse("https://evil.example/").unwrap()).is_err());
    }

    /// Answers every connection with the same bytes, written piece by piece, and hangs up.
    async fn server(pieces: Vec<Vec<u8>>, pause: Duration) -> Http {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let pieces = pieces.clone();
                tokio::spawn(async move {
                    let mut request = [0; 4096];
                    drop(socket.read(&mut request).await);
                    for piece in pieces {
                        if socket.write_all(&piece).await.is_err() {
                            return;
                        }
                        tokio::time::sleep(pause).await;
                    }
                    socket.shutdown().await.ok();
                });
            }
        });
        to(&base)
    }

    fn to(base: &str) -> Http {
        let limits = Limits {
            connect: Duration::from_secs(5),
            idle: Duration::from_millis(400),
            total: Duration::from_millis(1500),
        };
        let simulator = Some(simulator_address(base).unwrap());
        let options = HttpOptions { simulator, ..HttpOptions::default() };
        Http::within(&limits, Cloud::of(CloudName::Public), options).unwrap()
    }

    async fn get(http: &Http) -> Result<Reply, TransportError> {
        http.send(&Outgoing::get(Url::parse("https://graph.microsoft.com/v1.0/places").unwrap())).await
    }

    async fn answered(head: &str, body: &[u8]) -> Result<Reply, TransportError> {
        let whole = [format!("HTTP/1.1 {head}\r\n\r\n").into_bytes(), body.to_vec()].concat();
        get(&server(vec![whole], Duration::ZERO).await).await
    }

    /// A gzip file of half a megabyte that unpacks to 77 MB of zeros.
    fn bomb() -> Vec<u8> {
        let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
        let mut bits = Bits::default();
        // One block with fixed codes: a zero byte, then "copy 258 from one back" again and again.
        bits.put(0b011, 3);
        bits.code(0x30, 8);
        for _ in 0..300_000 {
            bits.code(0b1100_0101, 8);
            bits.code(0, 5);
        }
        bits.code(0, 7);
        bytes.extend(bits.bytes());
        bytes
    }

    #[derive(Default)]
    struct Bits {
        bytes: Vec<u8>,
        count: usize,
    }

    impl Bits {
        fn put(&mut self, value: u32, width: usize) {
            for at in 0..width {
                if self.count.is_multiple_of(8) {
                    self.bytes.push(0);
                }
                let bit = u8::try_from((value >> at) & 1).unwrap();
                *self.bytes.last_mut().unwrap() |= bit << (self.count % 8);
                self.count += 1;
            }
        }

        /// Codes are written from their highest bit on.
        fn code(&mut self, value: u32, width: usize) {
            (0..width).rev().for_each(|at| self.put((value >> at) & 1, 1));
        }

        fn bytes(self) -> Vec<u8> {
            self.bytes
        }
    }

    #[tokio::test]
    async fn a_body_that_unpacks_without_end_is_cut_at_the_cap() {
        let bomb = bomb();
        assert!(bomb.len() < 600_000, "{}", bomb.len());
        let head = format!("200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}", bomb.len());
        let error = answered(&head, &bomb).await.unwrap_err();
        assert_eq!(error, TransportError::TooLarge { host: "127.0.0.1".into(), limit: crate::session::MAX_BODY });
    }

    #[tokio::test]
    async fn a_body_that_is_cut_off_or_garbled_broke() {
        for (head, body) in [
            ("200 OK\r\ncontent-length: 100", &b"{\"value\":["[..]),
            ("200 OK\r\ntransfer-encoding: chunked", b"5\r\n{\"val\r\n"),
            ("200 OK\r\ntransfer-encoding: chunked", b"zz\r\ngarbage\r\n0\r\n\r\n"),
            ("200 OK\r\ntransfer-encoding: chunked", b"ffffffffffffffffff\r\nx"),
            ("200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 6", b"abcdef"),
            ("200 OK\r\ncontent-length: -1", b"{}"),
            ("", b""),
        ] {
            let error = answered(head, body).await.unwrap_err();
            assert!(matches!(error, TransportError::Broken { .. }), "{head} {error:?}");
            assert!(error.is_transient() && error.to_string().contains("127.0.0.1"));
        }
    }

    #[tokio::test]
    async fn a_web_page_is_handed_on_as_it_came() {
        let reply = answered("200 OK\r\ncontent-type: text/html\r\ncontent-length: 6", b"<html>").await.unwrap();
        assert_eq!((reply.status().as_u16(), &reply.body()[..]), (200, &b"<html>"[..]));
    }

    #[tokio::test]
    async fn a_redirect_is_an_answer_and_nobody_follows_it() {
        let reply = answered("302 Found\r\nlocation: http://127.0.0.1:1/x\r\ncontent-length: 0", b"").await.unwrap();
        assert_eq!(reply.status().as_u16(), 302);
    }

    #[tokio::test]
    async fn a_port_without_a_server_is_named() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let error = get(&to(&base)).await.unwrap_err();
        assert!(matches!(&error, TransportError::Connect { host, .. } if host == "127.0.0.1"), "{error:?}");
    }

    #[tokio::test]
    async fn a_service_that_drips_or_falls_silent_is_cut() {
        let drip = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n".iter().map(|byte| vec![*byte]).collect();
        let error = get(&server(drip, Duration::from_millis(200)).await).await.unwrap_err();
        assert!(matches!(error, TransportError::Timeout { .. }), "{error:?}");
        let silent = vec![b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{".to_vec(), b"}".to_vec()];
        let error = get(&server(silent, Duration::from_secs(20)).await).await.unwrap_err();
        assert!(matches!(error, TransportError::Timeout { .. }), "{error:?}");
    }
}
