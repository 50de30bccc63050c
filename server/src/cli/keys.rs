//! `zhaoshi keys init`: makes the court and prints the private half of its recovery key, once.
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Subcommand;
use secrecy::ExposeSecret as _;

use super::Place;
use crate::{
    clock::Clock,
    crypto::seal::SecretKey,
    state::{CourtSettings, open_database, server_key},
    store::court::{self, NewCourt},
};

#[derive(Subcommand)]
pub enum Command {
    /// Make the court of this database with a fresh recovery key.
    Init {
        /// Court code, such as 湘1127.
        #[arg(long)]
        code: String,
        /// Full name of the court.
        #[arg(long)]
        name: String,
        /// What pages print about the court: JSON like server/sample/lanshan.json.
        #[arg(long)]
        settings: Option<PathBuf>,
        #[command(flatten)]
        place: Place,
    },
}

pub async fn run(command: Command, file: Option<&Path>) -> anyhow::Result<()> {
    let Command::Init { code, name, settings, place } = command;
    let config = place.settings(file)?;
    let settings = read_settings(settings.as_deref())?;
    let db = open_database(&config).await?;
    let mut tx = db.begin().await?;
    if court::load_first(&mut tx).await?.is_some() {
        bail!("this database holds a court already; a recovery key is made once");
    }
    let recovery = SecretKey::generate();
    let public = recovery.public();
    let new = NewCourt { code: &code, name: &name, settings: &settings, recovery: &public };
    let made = court::create(&mut tx, new, &server_key(&config)?, Clock::System.now()).await?;
    tx.commit().await?;
    db.close().await;
    println!("{name}（{code}）");
    println!("public signing key, keep it on paper for `zhaoshi audit verify --key`:");
    println!("{}", hex::encode(made.signing_public.as_bytes()));
    println!("recovery key, for the safe; it is not stored and will not be shown again:");
    println!("{}", recovery.expose().expose_secret());
    Ok(())
}

fn read_settings(path: Option<&Path>) -> anyhow::Result<String> {
    let Some(path) = path else {
        return Ok("{}".into());
    };
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let known: CourtSettings =
        serde_json::from_str(&text).with_context(|| format!("{} is not a court settings file", path.display()))?;
    Ok(serde_json::to_string(&known)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_settings_are_read_and_a_misspelt_one_is_named() {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample/lanshan.json");
        assert!(read_settings(Some(&sample)).unwrap().contains("蓝山法院"));
        let wrong = serde_json::from_str::<CourtSettings>(r#"{"phon": "12368"}"#).err().unwrap();
        assert!(wrong.to_string().contains("phon"), "{wrong}");
    }
}
