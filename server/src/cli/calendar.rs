//! `zhaoshi calendar`: the same loading as the page, for a machine without administrator at hand.
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use app::{domain::audit::EventKind, form::calendar::CalendarForm};
use clap::Subcommand;

use super::Place;
use crate::{
    clock::Clock,
    state::open_database,
    store::{audit, calendar, court},
};

#[derive(Subcommand)]
pub enum Command {
    /// Load one year from a text file: a line each, `2027-01-01 至 2027-01-03 放假` or `2027-01-09 上班`.
    Load {
        year: i16,
        file: PathBuf,
        /// Title or number of the State Council's notice.
        #[arg(long)]
        source: String,
        #[command(flatten)]
        place: Place,
    },
    /// Print the years that are known.
    List {
        #[command(flatten)]
        place: Place,
    },
}

pub async fn run(command: Command, file: Option<&Path>) -> anyhow::Result<()> {
    match command {
        Command::Load { year, file: days, source, place } => load(year, &days, &source, &place, file).await,
        Command::List { place } => list(&place, file).await,
    }
}

async fn load(year: i16, days: &Path, source: &str, place: &Place, file: Option<&Path>) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(days).with_context(|| format!("{} cannot be read", days.display()))?;
    let form = CalendarForm { year: year.to_string(), source: source.trim().to_owned(), days: text };
    let input = match form.check() {
        Ok(input) => input,
        Err(errors) => bail!("{}", errors.iter().map(|(_, says)| says).collect::<Vec<_>>().join("; ")),
    };
    let now = Clock::System.now();
    let db = open_database(&place.settings(file)?).await?;
    let mut tx = db.begin().await?;
    let court = court::load_first(&mut tx).await?.context("this database holds no court")?;
    calendar::put_year(&mut tx, court.id, input.year, &input.days, &input.source, None, now).await?;
    let (kind, year) = (EventKind::CalendarLoaded.code(), input.year.to_string());
    let event = audit::Event { at: now, actor: None, kind, object: ("calendar", &year), note: &input.source };
    audit::append(&mut tx, court.id, event).await?;
    tx.commit().await?;
    db.close().await;
    println!("{year}: {} days", input.days.len());
    Ok(())
}

async fn list(place: &Place, file: Option<&Path>) -> anyhow::Result<()> {
    let db = open_database(&place.settings(file)?).await?;
    let mut tx = db.read().await?;
    let court = court::load_first(&mut tx).await?.context("this database holds no court")?;
    for year in calendar::load(&mut tx, court.id).await?.years() {
        println!("{year}");
    }
    tx.commit().await?;
    db.close().await;
    Ok(())
}
