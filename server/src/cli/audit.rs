//! `zhaoshi audit verify`: walks the chain and says whether it holds.
use std::path::Path;

use anyhow::{Context as _, bail};
use clap::Subcommand;

use super::Place;
use crate::{
    state::open_database,
    store::{audit, court},
};

#[derive(Subcommand)]
pub enum Command {
    /// Check every event against the chain and the signed checkpoints; exit code 1 when anything is off.
    Verify(Place),
}

pub async fn run(command: Command, file: Option<&Path>) -> anyhow::Result<()> {
    let Command::Verify(place) = command;
    let db = open_database(&place.settings(file)?).await?;
    let mut tx = db.read().await?;
    let court = court::load_first(&mut tx).await?.context("this database holds no court")?;
    let report = audit::verify(&mut tx, court.id, &court.signing_public).await?;
    tx.commit().await?;
    db.close().await;
    println!("{} events, {} checkpoints", report.rows, report.checkpoints);
    for fault in &report.faults {
        println!("{fault}");
    }
    if !report.holds() {
        bail!("the audit log does not hold");
    }
    Ok(())
}
