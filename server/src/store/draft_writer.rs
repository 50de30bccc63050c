//! One task that saves the half-hour sessions of senders. Five steps of a form are five small writes; committed one by
//! one they would keep the tips themselves waiting for the only writer, so whoever waits is saved together.

use app::domain::date::Instant;
use app::domain::ids::CourtId;
use tokio::sync::{mpsc, oneshot};

use super::{Db, StoreError, StoreResult, draft};

/// Sessions saved in one transaction at most.
const BATCH: usize = 64;
/// Sessions that may wait; beyond it the sender is told to try again.
const WAITING: usize = 1024;

/// One session to save, sealed.
pub struct Save {
    /// Hash of the sender's cookie.
    pub id_hash: String,
    /// The version this save replaces; 0 starts a session.
    pub replaces: i64,
    /// Opens only with the key in the cookie.
    pub sealed: Vec<u8>,
    /// End of the half hour.
    pub expires: Instant,
}

struct Job {
    save: Save,
    answer: oneshot::Sender<StoreResult<bool>>,
}

/// Hand to the task. Cheap to clone; the task ends when the last hand is gone.
#[derive(Clone)]
pub struct DraftWriter(mpsc::Sender<Job>);

impl DraftWriter {
    /// Starts the task for one court.
    pub fn start(db: Db, court: CourtId) -> Self {
        let (queue, jobs) = mpsc::channel(WAITING);
        tokio::spawn(run(db, court, jobs));
        Self(queue)
    }

    /// True once the session is saved; false when another request of the same sender saved first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the queue is full or the disk refuses: nothing was saved.
    pub async fn save(&self, save: Save) -> StoreResult<bool> {
        let (answer, wait) = oneshot::channel();
        self.0
            .try_send(Job { save, answer })
            .map_err(|_| StoreError::Unavailable("the queue of sessions is full".into()))?;
        wait.await.map_err(|_| StoreError::Unavailable("the session writer has stopped".into()))?
    }
}

async fn run(db: Db, court: CourtId, mut jobs: mpsc::Receiver<Job>) {
    let mut waiting = Vec::with_capacity(BATCH);
    while jobs.recv_many(&mut waiting, BATCH).await > 0 {
        // one order for every process, so that two batches never wait for each other's rows
        waiting.sort_by(|a: &Job, b: &Job| a.save.id_hash.cmp(&b.save.id_hash));
        match commit(&db, court, &waiting).await {
            Ok(saved) => {
                for (job, saved) in waiting.drain(..).zip(saved) {
                    let _ = job.answer.send(Ok(saved)); // a sender who has gone reads the session again
                }
            }
            Err(cause) => {
                tracing::error!(%cause, "sessions were not saved");
                for job in waiting.drain(..) {
                    let _ = job.answer.send(Err(StoreError::Unavailable("sessions were not saved".into())));
                }
            }
        }
    }
}

async fn commit(db: &Db, court: CourtId, jobs: &[Job]) -> StoreResult<Vec<bool>> {
    let mut tx = db.begin().await?;
    let mut saved = Vec::with_capacity(jobs.len());
    for Job { save, .. } in jobs {
        let Save { id_hash, replaces, sealed, expires } = save;
        saved.push(match replaces {
            0 => draft::insert(&mut tx, court, id_hash, sealed, *expires).await.map(|()| true)?,
            version => draft::update(&mut tx, court, id_hash, *version, sealed, *expires).await?,
        });
    }
    tx.commit().await?;
    Ok(saved)
}
