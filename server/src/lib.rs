//! The server: everything that touches the world. `serve` runs one process of the site.
pub mod bound;
pub mod bundle;
pub mod bundle_content;
pub mod cli;
pub mod clock;
pub mod config;
pub mod crypto;
pub mod demo;
pub mod editions;
mod entries;
pub mod files;
pub mod http;
pub mod jobs;
pub mod sheet;
pub mod state;
pub mod store;

use std::future::Future;

use tokio::net::TcpListener;

/// Opens the database of `config`, and answers on `listener` until `shutdown` resolves.
/// Errors: a database that cannot be opened or brought to this version, or a broken listener.
pub async fn serve(
    config: config::Config,
    listener: TcpListener,
    clock: clock::Clock,
    shutdown: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let state = state::AppState::open(config, clock).await?;
    jobs::start(&state);
    let router = http::routes::router(state.clone());
    http::listen::serve(listener, router, shutdown).await?;
    state.close().await;
    Ok(())
}
