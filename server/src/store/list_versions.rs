//! Every version of an entry that was ever saved (EW-2), and the public numbers, each given once.
use app::domain::ids::{CourtId, StaffId};
use sha2::{Digest, Sha256};

use super::{StoreResult, Tx, list_desk::FileRow, list_parts::PersonRow};
use crate::on;

/// One saved version of an entry (EW-2).
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct VersionRow {
    pub version: i64,
    pub at: i64,
    pub actor: Option<String>,
    pub state: String,
    pub note: String,
    /// JSON of the entry and its persons, without identity numbers
    pub snapshot: String,
    pub sha256: String,
}

pub(super) const VERSIONS: &str = "SELECT version, at, actor, state, note, snapshot, sha256 FROM list_version
    WHERE court_id = $1 AND entry_id = $2 ORDER BY version DESC LIMIT 200";
const INSERT_VERSION: &str = "INSERT INTO list_version (court_id, entry_id, version, at, actor, state, note, snapshot,
    sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const TAKE_NO: &str = "UPDATE list_number SET last = last + 1 WHERE court_id = $1 AND list = $2 AND year = $3
    RETURNING last";
// entries may stand there that came before the count began, or past it
const RECOUNT: &str = "INSERT INTO list_number (court_id, list, year, last)
    SELECT $1, $2, $3, COALESCE(MAX(CAST(SUBSTR(public_no, 8) AS BIGINT)), 0) + 1 FROM list_entry
    WHERE court_id = $1 AND public_no >= $4 AND public_no < $5
    ON CONFLICT (court_id, list, year) DO UPDATE SET last = CASE WHEN excluded.last > list_number.last
      THEN excluded.last ELSE list_number.last + 1 END RETURNING last";

/// The next public number of a list in a year, `d-2025-0313`; given once. `recount` looks at what stands there first: for
/// the first number of a year, and when the count was overtaken by entries that came with numbers of their own.
pub async fn take_no(tx: &mut Tx, court: CourtId, list: &str, year: i16, recount: bool) -> StoreResult<String> {
    let (court, letter) = (court.to_string(), list.chars().next().unwrap_or('x'));
    let wanted = i64::from(year);
    let mut taken: Option<i64> = None;
    if !recount {
        taken = on!(tx, |c| sqlx::query_scalar(TAKE_NO).bind(&court).bind(list).bind(wanted).fetch_optional(c).await)?;
    }
    let no = match taken {
        Some(no) => no,
        None => {
            // bounds that hold in any collation: some look past the hyphens
            let (from, to) = (format!("{letter}-{year}-"), format!("{letter}-{}-", wanted + 1));
            on!(tx, |c| sqlx::query_scalar(RECOUNT)
                .bind(&court)
                .bind(list)
                .bind(wanted)
                .bind(from)
                .bind(to)
                .fetch_one(c)
                .await)?
        }
    };
    Ok(format!("{letter}-{year}-{no:04}"))
}

/// Saved versions, newest first.
pub async fn load_versions(tx: &mut Tx, court: CourtId, entry: &str) -> StoreResult<Vec<VersionRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(VERSIONS).bind(court).bind(entry).fetch_all(c).await)?)
}

/// Keeps an entry and its persons as they stand, under its version, with the hash of the kept text (EW-2).
pub async fn add_version(
    tx: &mut Tx,
    court: CourtId,
    file: &FileRow,
    persons: &[PersonRow],
    actor: StaffId,
    note: &str,
) -> StoreResult<()> {
    let court = court.to_string();
    let snapshot = serde_json::json!({ "entry": file, "persons": persons }).to_string();
    let sha256 = hex::encode(Sha256::digest(snapshot.as_bytes()));
    on!(tx, |c| sqlx::query(INSERT_VERSION)
        .bind(court)
        .bind(&file.entry.id)
        .bind(file.entry.version)
        .bind(file.entry.updated_at)
        .bind(actor.to_string())
        .bind(&file.entry.state)
        .bind(note)
        .bind(&snapshot)
        .bind(&sha256)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// Everyone who wrote any version of the draft.
pub fn makers(file: &FileRow, versions: &[VersionRow]) -> Vec<StaffId> {
    let wrote = versions.iter().filter(|v| v.state == "draft").filter_map(|v| v.actor.as_deref());
    let mut makers: Vec<StaffId> = wrote.chain(file.author.as_deref()).filter_map(StaffId::parse).collect();
    makers.sort();
    makers.dedup();
    makers
}
