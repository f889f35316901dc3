//! The first door: a transport without a network, for the demo and for most tests.

use std::sync::Arc;

use async_trait::async_trait;
use http::HeaderValue;

use super::simulation::{Origins, Simulation};
use crate::{
    session::{Cloud, Outgoing, Reply, Transport, TransportError},
    tenant::CloudName,
};

/// Answers for the hosts of the public cloud.
#[derive(Clone, Debug)]
pub struct InProcess {
    simulation: Arc<Simulation>,
    cloud: Cloud,
    origins: Origins,
}

impl InProcess {
    /// A transport to a simulated tenant.
    pub fn new(simulation: Arc<Simulation>) -> Self {
        Self { simulation, cloud: Cloud::of(CloudName::Public), origins: Origins::public() }
    }

    /// The tenant behind it.
    pub fn simulation(&self) -> &Arc<Simulation> {
        &self.simulation
    }
}

#[async_trait]
impl Transport for InProcess {
    async fn send(&self, request: &Outgoing) -> Result<Reply, TransportError> {
        let host = request.url().host_str().unwrap_or_default();
        if self.cloud.service_of(host).is_none() {
            return Err(TransportError::ForeignHost { host: host.to_owned() });
        }
        let refused = |why: &str| TransportError::Connect { host: host.to_owned(), why: why.to_owned() };
        let mut inner = http::Request::new(request.body().clone());
        *inner.method_mut() = request.method().clone();
        *inner.headers_mut() = request.headers().clone();
        *inner.uri_mut() = request.url().as_str().parse().map_err(|_| refused("the address cannot be sent"))?;
        if let Ok(value) = HeaderValue::from_str(host) {
            inner.headers_mut().insert(http::header::HOST, value);
        }
        let answer = self.simulation.answer(&inner, &self.origins);
        if !answer.delay.is_zero() {
            tokio::time::sleep(answer.delay).await;
        }
        if answer.reply.body().len() > request.limit() {
            return Err(TransportError::TooLarge { host: host.to_owned(), limit: request.limit() });
        }
        Ok(answer.reply)
    }
}
