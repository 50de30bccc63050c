//! `zhaoshi import FILE`: a bundle of records into the court's database, whole or not at all.
use anyhow::Context as _;

use crate::{
    bundle::{Bundle, Report},
    clock::Clock,
    store::{Db, court},
};

/// Largest bundle that is read, in bytes.
const MOST: usize = 32 * 1024 * 1024;

/// Loads a bundle into the first court of the database; a second time changes nothing but the time of the last change.
///
/// # Errors
/// Names the line and column of malformed JSON, or every record with a problem; nothing is written then.
pub async fn run(db: &Db, text: &str, clock: &Clock) -> anyhow::Result<Report> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    anyhow::ensure!(text.len() <= MOST, "the bundle is larger than 32 MiB; split it");
    let bundle: Bundle = serde_json::from_str(text).context("the bundle is not JSON of the expected shape")?;
    let problems = bundle.problems();
    if !problems.is_empty() {
        let list = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n  ");
        anyhow::bail!("nothing was imported, {} problems:\n  {list}", problems.len());
    }
    let mut tx = db.begin().await?;
    let court = court::load_first(&mut tx).await?.context("this database holds no court yet; run `zhaoshi demo`")?;
    let report = bundle.apply(&mut tx, court.id, clock.now()).await?;
    tx.commit().await?;
    Ok(report)
}
