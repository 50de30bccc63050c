//! Brings a database to the version this program knows. Texts are embedded in the binary.
//!
//! `migrations/NNNN_name.sql` runs on both engines; `migrations/{sqlite,postgres}/NNNN_name.sql` only where they truly
//! differ. Texts of one version run together, the common one first, in one transaction. A landed text is never edited:
//! its hash is kept, and a difference stops the start.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;

use super::{Db, StoreError, StoreResult, Tx};
use crate::{exec, on};

#[derive(RustEmbed)]
#[folder = "migrations/"]
struct Texts;

/// One step: its number, its name and its texts joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// The number in front of the file name.
    pub version: i64,
    /// The rest of the name, without `.sql`.
    pub name: String,
    /// What runs.
    pub sql: String,
}

impl Migration {
    fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.sql.as_bytes()))
    }
}

/// All steps for an engine (`sqlite` or `postgres`), in order.
///
/// # Errors
/// [`StoreError::Migration`] for a file whose name has no number.
pub fn list(engine: &str) -> StoreResult<Vec<Migration>> {
    let mut paths: Vec<String> =
        Texts::iter().map(|path| path.into_owned()).filter(|path| path.ends_with(".sql")).collect();
    // the common text has no folder and must come before the engine's own
    paths.sort_by_key(|path| (path.contains('/'), path.clone()));
    let mut steps: BTreeMap<i64, Migration> = BTreeMap::new();
    for path in paths {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        if !folder.is_empty() && folder != engine {
            continue;
        }
        let (version, name) = parts(file)?;
        let text = Texts::get(&path).map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default();
        let step = steps.entry(version).or_insert_with(|| Migration { version, name, sql: String::new() });
        step.sql.push_str(&text);
        step.sql.push('\n');
    }
    Ok(steps.into_values().collect())
}

fn parts(file: &str) -> StoreResult<(i64, String)> {
    let stem = file.strip_suffix(".sql").unwrap_or(file);
    let wrong = || StoreError::Migration(format!("{file}: NNNN_name.sql expected"));
    let (number, name) = stem.split_once('_').ok_or_else(wrong)?;
    Ok((number.parse().map_err(|_| wrong())?, name.to_owned()))
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migration (
    version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL)";
const APPLIED: &str = "SELECT version, hash FROM schema_migration ORDER BY version";
const RECORD: &str = "INSERT INTO schema_migration (version, name, hash) VALUES ($1, $2, $3)";
/// Two processes that start together: the second waits. (SQLite needs none, its transaction holds the file.)
const PG_LOCK: &str = "SELECT pg_advisory_xact_lock(7202611)";

/// Runs what is missing; returns the versions that ran, empty when the database was up to date.
///
/// # Errors
/// [`StoreError::Migration`] when a landed text differs, or the database is newer than this program.
pub async fn run(db: &Db) -> StoreResult<Vec<i64>> {
    let known = list(db.engine())?;
    let mut tx = db.begin().await?;
    if let Tx::Postgres(inner) = &mut tx {
        sqlx::query(PG_LOCK).execute(inner.connection()).await?;
    }
    exec!(tx, sqlx::query(TABLE))?;
    let applied: Vec<(i64, String)> = on!(tx, |c| sqlx::query_as(APPLIED).fetch_all(c).await)?;
    let missing = missing(&known, &applied)?;
    for step in &missing {
        apply(&mut tx, step).await?;
    }
    tx.commit().await?;
    Ok(missing.iter().map(|step| step.version).collect())
}

impl Db {
    /// [`run`] on this database.
    pub async fn migrate(&self) -> StoreResult<Vec<i64>> {
        run(self).await
    }
}

fn missing<'a>(known: &'a [Migration], applied: &[(i64, String)]) -> StoreResult<Vec<&'a Migration>> {
    for (version, hash) in applied {
        match known.iter().find(|step| step.version == *version) {
            None => {
                return Err(StoreError::Migration(format!(
                    "the database has {version:04}, which is newer than this program"
                )));
            }
            Some(step) if step.hash() != *hash => {
                return Err(StoreError::Migration(format!("{version:04}_{} was edited after it ran", step.name)));
            }
            Some(_) => {}
        }
    }
    Ok(known.iter().filter(|step| applied.iter().all(|(version, _)| *version != step.version)).collect())
}

async fn apply(tx: &mut Tx, step: &Migration) -> StoreResult<()> {
    // embedded at build time, no input reaches it
    let text = AssertSqlSafe(step.sql.clone());
    on!(tx, |c| sqlx::raw_sql(text).execute(c).await.map(|_| ()))
        .map_err(|cause| StoreError::Migration(format!("{:04}_{}: {cause}", step.version, step.name)))?;
    exec!(tx, sqlx::query(RECORD).bind(step.version).bind(&step.name).bind(step.hash()))?;
    Ok(())
}
