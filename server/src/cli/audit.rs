//! `zhaoshi audit verify`: walks the chain and says whether it holds.
use std::path::Path;

use anyhow::{Context as _, bail};
use clap::Subcommand;
use ed25519_dalek::VerifyingKey;

use super::Place;
use crate::{
    state::open_database,
    store::{audit, court},
};

#[derive(Subcommand)]
pub enum Command {
    /// Check every event against the chain and the signed checkpoints; exit code 1 when anything is off.
    ///
    /// Whoever can rewrite the database can also replace the key in it. Give `--key` from the paper that
    /// `zhaoshi keys init` printed.
    Verify {
        /// The court's public signing key from paper, 64 hex digits; without it the key in the database is used.
        #[arg(long)]
        key: Option<String>,
        #[command(flatten)]
        place: Place,
    },
}

pub async fn run(command: Command, file: Option<&Path>) -> anyhow::Result<()> {
    let Command::Verify { key, place } = command;
    let key = key.as_deref().map(read_key).transpose()?;
    let db = open_database(&place.settings(file)?).await?;
    let mut tx = db.read().await?;
    let court = court::load_first(&mut tx).await?.context("this database holds no court")?;
    let (from, used) = which(key, court.signing_public);
    let report = audit::verify(&mut tx, court.id, &used).await?;
    tx.commit().await?;
    db.close().await;
    println!("key {} ({from})", hex::encode(used.as_bytes()));
    println!("{} events, {} checkpoints", report.rows, report.checkpoints);
    for fault in &report.faults {
        println!("{fault}");
    }
    if key.is_some_and(|key| key != court.signing_public) {
        bail!("the key in the database is not the key that was given");
    }
    if !report.holds() {
        bail!("the audit log does not hold");
    }
    Ok(())
}

/// The key that decides, and where it came from: paper goes before the database.
fn which(paper: Option<VerifyingKey>, stored: VerifyingKey) -> (&'static str, VerifyingKey) {
    match paper {
        Some(key) => ("as given with --key", key),
        None => ("from this database; for certainty give --key from paper", stored),
    }
}

/// A public key as it is printed: 64 hex digits.
pub(super) fn read_key(text: &str) -> anyhow::Result<VerifyingKey> {
    let bytes: [u8; 32] =
        hex::decode(text.trim()).ok().and_then(|b| b.try_into().ok()).context("--key: should be 64 hex digits")?;
    VerifyingKey::from_bytes(&bytes).context("--key: is not an Ed25519 public key")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::SigningKey;

    #[test]
    fn the_key_on_paper_goes_before_the_one_in_the_database() {
        let key = |byte: u8| SigningKey::from_bytes(&[byte; 32]).verifying_key();
        let paper = read_key(&format!(" {}\n", hex::encode(key(1).as_bytes()))).unwrap();
        assert_eq!(which(Some(paper), key(2)).1, key(1));
        let (from, used) = which(None, key(2));
        assert!(used == key(2) && from.contains("--key from paper"));
        assert!(read_key("abc").is_err());
    }
}
