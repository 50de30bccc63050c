//! What happens by the clock. There is no queue of jobs: the records themselves say what is due, so nothing can be
//! scheduled twice or lost in a restart. A run asks for what is due now, does it record by record, each in a
//! transaction with its audit event, and can be repeated without harm.
mod alarm_deadlines;
mod end_reliefs;
mod end_subjects;
mod expire_entries;
mod publish_due;

use std::time::Duration;

use app::domain::{chore::Chore, date::Instant, deadline::UnknownYear, refusal::Refusal};

use crate::{
    state::AppState,
    store::{Db, StoreError, StoreResult, audit, draft, job, list_import, list_search, preview_link},
};

/// Between two runs; what falls due at midnight is done well within the first minute of its day.
const PAUSE: Duration = Duration::from_secs(15);
/// A process that died is followed by another after this long.
const LEASE_MINUTES: i64 = 1;

/// Why a run did not finish. Words for the desk hold no personal data.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// TD-3: fails loudly instead of reckoning from Monday to Friday.
    #[error("{}", .0.zh())]
    Calendar(UnknownYear),
    #[error("{0}")]
    Refused(Refusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Trouble {
    fn zh(&self) -> String {
        match self {
            Self::Calendar(year) => year.zh(),
            Self::Refused(refusal) => refusal.sentence(),
            Self::Store(StoreError::Unavailable(_)) => "数据库暂时没有应答，会自动再试".to_owned(),
            Self::Store(_) => "没有办完，原因见系统日志，会自动再试".to_owned(),
        }
    }
}

/// What came of many records: one that cannot be done never keeps the others from being done.
#[derive(Default)]
struct Each {
    done: u64,
    first: Option<Trouble>,
}

impl Each {
    fn note(&mut self, one: Result<u64, Trouble>) {
        match one {
            Ok(done) => self.done += done,
            Err(cause) => {
                self.first.get_or_insert(cause);
            }
        }
    }

    /// How many were done, or why the first of the others was not.
    fn end(self) -> Result<u64, Trouble> {
        self.first.map_or(Ok(self.done), Err)
    }
}

/// Runs for as long as the process serves; several processes over one database take turns.
pub fn start(state: &AppState) {
    let state = state.downgrade();
    tokio::spawn(async move {
        while let Some(state) = state.upgrade() {
            if let Err(cause) = tick(&state).await {
                tracing::warn!(%cause, "what is due was not asked for");
            }
            drop(state);
            tokio::time::sleep(PAUSE).await;
        }
    });
}

/// One round of everything that is due now; `false` when another process does it.
pub async fn tick(state: &AppState) -> StoreResult<bool> {
    if !leads(state).await? {
        return Ok(false);
    }
    let before = runs(state).await?;
    for chore in Chore::ALL {
        let now = state.clock.now();
        let run = run(*chore, state, now).await;
        let had_trouble = before.iter().any(|row| row.job == chore.code() && !row.trouble.is_empty());
        report(state, *chore, run, had_trouble, now).await?;
    }
    Ok(true)
}

async fn run(chore: Chore, state: &AppState, now: Instant) -> Result<u64, Trouble> {
    match chore {
        Chore::EndSubjects => end_subjects::run(state, now).await,
        Chore::PublishDue => publish_due::run(state, now).await,
        Chore::ExpireEntries => expire_entries::run(state, now).await,
        Chore::EndReliefs => end_reliefs::run(state, now).await,
        Chore::AlarmDeadlines => alarm_deadlines::run(state, now).await,
        Chore::PurgeDrafts => purge_drafts(state, now).await,
        Chore::IndexEntries => index_entries(state).await,
        Chore::SignAuditLog => sign_audit_log(state, now).await,
    }
}

/// PI-5: what was not sent within half an hour, photos included; tables that nobody confirmed within a day.
async fn purge_drafts(state: &AppState, now: Instant) -> Result<u64, Trouble> {
    let mut tx = state.db.begin().await?;
    let gone = draft::purge(&mut tx, now).await?
        + preview_link::purge(&mut tx, now).await?
        + list_import::purge(&mut tx, now.plus_days(-1)).await?;
    tx.commit().await?;
    Ok(gone)
}

/// Entries indexed in one run; the rest follow a moment later.
const INDEXED: i64 = 500;

async fn index_entries(state: &AppState) -> Result<u64, Trouble> {
    let mut tx = state.db.begin().await?;
    let done = list_search::work_off(&mut tx, state.court.id, INDEXED).await?;
    if done == 0 {
        tx.rollback().await?;
        return Ok(0);
    }
    tx.commit().await?;
    Ok(done)
}

async fn sign_audit_log(state: &AppState, now: Instant) -> Result<u64, Trouble> {
    let key = state.court.signing_key(&state.server_key)?;
    Ok(u64::from(audit::checkpoint_daily(&state.db, state.court.id, &key, now).await?))
}

/// An embedded file has one process. On a server the lease decides, and time decides about the lease.
async fn leads(state: &AppState) -> StoreResult<bool> {
    if matches!(state.db, Db::Sqlite { .. }) {
        return Ok(true);
    }
    let now = state.clock.now();
    let mut tx = state.db.begin().await?;
    let until = now.plus_minutes(LEASE_MINUTES);
    let leads = job::lead(&mut tx, state.court.id, &state.process, now, until).await?;
    tx.commit().await?;
    Ok(leads)
}

/// Lets another process go on at once.
pub async fn leave(state: &AppState) -> StoreResult<()> {
    let mut tx = state.db.begin().await?;
    job::leave(&mut tx, state.court.id, &state.process).await?;
    tx.commit().await
}

async fn runs(state: &AppState) -> StoreResult<Vec<job::RunRow>> {
    let mut tx = state.db.single().await?;
    job::runs(&mut tx, state.court.id).await
}

/// Written down only where something happened: an idle site writes nothing.
async fn report(
    state: &AppState,
    chore: Chore,
    run: Result<u64, Trouble>,
    had_trouble: bool,
    now: Instant,
) -> StoreResult<()> {
    let (done, trouble) = match run {
        Ok(0) if !had_trouble => return Ok(()),
        Ok(done) => (i64::try_from(done).unwrap_or(i64::MAX), String::new()),
        Err(cause) => {
            tracing::error!(chore = chore.code(), %cause, "what was due is not done");
            (0, cause.zh())
        }
    };
    let row = job::RunRow { job: chore.code().to_owned(), at: now.ms(), done, trouble };
    let mut tx = state.db.begin().await?;
    job::ran(&mut tx, state.court.id, &row).await?;
    tx.commit().await
}
