//! `serve`, `demo`, `migrate`, `import`.
use anyhow::Context as _;
use tokio::{net::TcpListener, signal::unix};

use crate::{clock::Clock, config::Config, state::open_database};

/// Serves until SIGINT or SIGTERM.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    start_log();
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("setting listen: {} cannot be listened on", config.listen))?;
    tracing::info!(listen = %config.listen, "serving");
    crate::serve(config, listener, Clock::System, ended()).await
}

/// Brings the database to this version and says which that is.
pub async fn migrate(config: &Config) -> anyhow::Result<()> {
    let db = open_database(config).await?;
    println!("{} is at this version", db.engine());
    db.close().await;
    Ok(())
}

fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("ZHAOSHI_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

async fn ended() {
    let Ok(mut terminated) = unix::signal(unix::SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminated.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    tracing::info!("ending");
}
