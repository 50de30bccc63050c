//! Everything that is kept: one SQL text per statement, run on SQLite or PostgreSQL, whichever is open.
//!
//! `tx.rs` opens and commits, `on!` runs a text, `migrate.rs` brings a database to this version; then one file a noun.
//! A store function takes `&mut Tx` and the court first; audit rows are appended last (see `audit.rs` for why). One that
//! writes what the public reads says so with `tx.changes_public()`.

pub mod article;
pub mod audit;
pub mod autosave;
pub mod bulletin;
pub mod calendar;
pub mod campaign;
pub mod case_money;
pub mod claim;
pub mod content;
pub mod content_image;
pub mod court;
pub mod deadline;
pub mod desk;
pub mod draft;
pub mod figure;
pub mod figure_use;
pub mod generation;
pub mod job;
pub mod list;
pub mod list_desk;
pub mod list_import;
pub mod list_import_rows;
pub mod list_parts;
#[cfg(test)]
mod list_plans;
pub mod list_search;
pub mod list_steps;
pub mod list_versions;
pub mod measure;
pub mod message;
pub mod migrate;
pub mod notice;
pub mod notice_compose;
pub mod notice_end;
pub mod notice_index;
pub mod notice_list;
pub mod notice_photo;
pub mod objection;
pub mod open_data;
pub mod outcome;
pub mod penalty_review;
pub mod placement;
pub mod preview_link;
pub mod public_ledger;
pub mod publish_plan;
pub mod relief;
pub mod remark;
pub mod review_pass;
pub mod search;
pub mod session;
pub mod staff;
pub mod tip;
pub mod tip_new;
pub mod tip_open;
pub mod tip_readers;
pub mod tip_writer;
pub mod token;
pub mod tx;
pub mod warning;

pub use tx::{Db, Tx};

/// Why a statement did not do what was asked. "Not there" is never an error: that is `Option`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Disk full, database away, pool or writer queue exhausted: the same request may succeed later.
    #[error("store unavailable: {0}")]
    Unavailable(String),
    /// Someone else was faster, or the value exists already. Carries the constraint or the noun.
    #[error("conflict: {0}")]
    Conflict(String),
    /// A stored value does not pass its own domain door. Carries table and column, never the value.
    #[error("stored value of {0} is not valid")]
    Corrupt(&'static str),
    /// A key file or ciphertext did not open.
    #[error(transparent)]
    Crypto(#[from] crate::crypto::CryptoError),
    /// The schema is not the one this program knows.
    #[error("migration: {0}")]
    Migration(String),
    /// Everything else of the driver.
    #[error("database: {0}")]
    Database(sqlx::Error),
}

/// Result of this room.
pub type StoreResult<T> = Result<T, StoreError>;

impl From<sqlx::Error> for StoreError {
    fn from(cause: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match &cause {
            E::PoolTimedOut | E::PoolClosed | E::Io(_) | E::WorkerCrashed => Self::Unavailable(cause.to_string()),
            E::Database(db) if db.is_unique_violation() => {
                Self::Conflict(db.constraint().unwrap_or_else(|| db.message()).to_owned())
            }
            E::Database(db) if transient(db.code().as_deref()) => Self::Unavailable(db.message().to_owned()),
            _ => Self::Database(cause),
        }
    }
}

/// SQLite: busy 5, locked 6, out of memory 7, I/O 10, full 13 (low byte of the extended code).
/// PostgreSQL: connection, resources, operator intervention, serialisation and deadlock.
fn transient(code: Option<&str>) -> bool {
    let Some(code) = code else { return false };
    if code.len() == 5 {
        return ["08", "53", "57", "40"].iter().any(|class| code.starts_with(class));
    }
    code.parse::<u32>().is_ok_and(|number| matches!(number & 0xff, 5 | 6 | 7 | 10 | 13))
}

/// Shorthand for the doors of rows: `text.parse().or_corrupt("tip.state")?`.
pub trait OrCorrupt<T> {
    /// Names the column whose stored value was refused.
    fn or_corrupt(self, column: &'static str) -> StoreResult<T>;
}

impl<T> OrCorrupt<T> for Option<T> {
    fn or_corrupt(self, column: &'static str) -> StoreResult<T> {
        self.ok_or(StoreError::Corrupt(column))
    }
}

impl<T, E> OrCorrupt<T> for Result<T, E> {
    fn or_corrupt(self, column: &'static str) -> StoreResult<T> {
        self.map_err(|_| StoreError::Corrupt(column))
    }
}
