//! The second door: a loopback HTTP server, so that real clients (ours and others') can be pointed at the tenant.
//!
//! One origin answers for all three services: paths tell them apart. It speaks plain HTTP and is meant for loopback
//! addresses only.

use std::sync::Arc;

use axum::{Router, body::Body, extract::Request};
use bytes::Bytes;
use tokio::net::TcpListener;

use super::simulation::{Origins, Simulation};

/// What a request may carry; a full `$batch` is far smaller.
const MAX_REQUEST: usize = 4 << 20;

/// Serves a simulated tenant until the task is dropped.
///
/// # Errors
/// When the listener cannot be served.
pub async fn serve(listener: TcpListener, simulation: Arc<Simulation>) -> std::io::Result<()> {
    let here = listener.local_addr()?.to_string();
    let router = Router::new().fallback(move |request: Request| {
        let (simulation, here) = (Arc::clone(&simulation), here.clone());
        async move { answer(&simulation, &here, request).await }
    });
    axum::serve(listener, router).await
}

async fn answer(simulation: &Simulation, here: &str, request: Request) -> http::Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MAX_REQUEST).await else {
        let mut response = http::Response::new(Body::empty());
        *response.status_mut() = http::StatusCode::PAYLOAD_TOO_LARGE;
        return response;
    };
    let host = parts.headers.get(http::header::HOST).and_then(|host| host.to_str().ok()).unwrap_or(here);
    let origins = Origins::all(&format!("http://{host}"));
    let request: http::Request<Bytes> = http::Request::from_parts(parts, body);
    let answer = simulation.answer(&request, &origins);
    if !answer.delay.is_zero() {
        tokio::time::sleep(answer.delay).await;
    }
    answer.reply.map(Body::from)
}
