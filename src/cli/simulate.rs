//! `simulate`: the simulated tenant as a server on this machine.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::{source, unwritten};
use crate::exit::{self, Exit};
use crate::sim;
use crate::ui::{Trouble, Ui};

/// Flags of `simulate`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rsync-check simulate --scenario throttled --port 8080
  rsync-check simulate --rooms 10000 --latency-ms 50
  rsync-check simulate | head -1 | jq -r .url")]
pub struct Args {
    /// Which simulated tenant (an unknown name lists them all)
    #[arg(long, value_name = "NAME", default_value = "mixed")]
    scenario: String,
    /// How many rooms it has
    #[arg(long, value_name = "N")]
    rooms: Option<usize>,
    /// How long every answer takes, in milliseconds
    #[arg(long, value_name = "L", default_value_t = 0)]
    latency_ms: u64,
    /// Port on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "P", default_value_t = 0)]
    port: u16,
}

/// Runs `simulate`.
pub fn run(ui: &Ui, args: &Args) -> Result<Exit, Trouble> {
    let scenario = source::scenario(&args.scenario)?;
    let mut options = sim::Options::at(source::now());
    options.rooms = args.rooms;
    options.latency = Duration::from_millis(args.latency_ms);
    let simulation = Arc::new(scenario.simulation(&options));
    let runtime = Runtime::new().map_err(|error| unserved(&error.to_string()))?;
    runtime.block_on(serve(ui, args, simulation))
}

async fn serve(ui: &Ui, args: &Args, simulation: Arc<sim::Simulation>) -> Result<Exit, Trouble> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let listener = TcpListener::bind(address).await.map_err(|error| unserved(&error.to_string()))?;
    let address = listener.local_addr().map_err(|error| unserved(&error.to_string()))?;
    let identity = simulation.identity();
    let (reader, reader_secret) = &identity.reader;
    let line = serde_json::json!({
        "url": format!("http://{address}"),
        "tenant": identity.tenant,
        "app": identity.app,
        "secret": identity.secret,
        "reader": { "app": reader, "secret": reader_secret },
        "scenario": args.scenario,
    });
    ui.document(&format!("{line}\n")).map_err(|error| unwritten(&error))?;
    ui.note("the simulated tenant is there until Ctrl-C");
    tokio::select! {
        served = sim::serve(listener, simulation) => served.map(|()| exit::OK).map_err(|error| unserved(&error.to_string())),
        _ = tokio::signal::ctrl_c() => Ok(exit::OK),
    }
}

fn unserved(why: &str) -> Trouble {
    Trouble::new(
        exit::UNREACHABLE,
        format!("the simulated tenant could not be served: {why}"),
        "choose another port with --port",
    )
}
