//! `serve`, `demo`, `migrate`, `import`.
use std::path::Path;

use anyhow::Context as _;
use tokio::{net::TcpListener, signal::unix};

use crate::{
    clock::Clock,
    config::Config,
    demo,
    state::{open_database, server_key},
};

/// Serves until SIGINT or SIGTERM.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    start_log();
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("setting listen: {} cannot be listened on", config.listen))?;
    if !config.demo && config.key_beside_data() {
        tracing::warn!(
            key = %config.server_key.display(),
            "the server key lies in the data folder, so a copy of the folder holds both; move it and set ZHAOSHI_SERVER_KEY"
        );
    }
    tracing::info!(listen = %config.listen, "serving");
    crate::serve(config, listener, Clock::System, ended()).await
}

/// Fills the demo court where there is none, says where to go, and serves.
pub async fn demo(config: Config) -> anyhow::Result<()> {
    let db = open_database(&config).await?;
    let seeded = demo::seed(&db, &server_key(&config)?, &Clock::System).await?;
    db.close().await;
    if let Some(court) = seeded {
        println!("演示法院已建好（{}）。账号（角色 用户名 密码）：", config.data.display());
        for account in court.accounts {
            println!("{account}");
        }
        println!("演示恢复密钥（正式使用时写在纸上放进保险柜）：{}", court.recovery_secret.as_str());
    }
    println!("网站：{}    后台：{}/staff", config.public_url, config.public_url);
    serve(config).await
}

/// Brings the database to this version and says which that is.
pub async fn migrate(config: &Config) -> anyhow::Result<()> {
    let db = open_database(config).await?;
    println!("{} is at this version", db.engine());
    db.close().await;
    Ok(())
}

/// Loads a bundle of records and prints how many of each kind it held.
pub async fn import(config: &Config, bundle: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(bundle).with_context(|| format!("{} cannot be read", bundle.display()))?;
    let db = open_database(config).await?;
    let report = super::import::run(&db, &text, &Clock::System).await?;
    println!("{report}");
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
