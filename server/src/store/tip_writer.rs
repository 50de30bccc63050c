//! One task that writes for senders: accepted tips, and the half-hour sessions of their forms. Whoever waits is written
//! in one transaction with one sync to disk, so that a burst costs little more than a single tip, and nobody is answered
//! before the tip is durable.

use std::collections::HashSet;
use std::sync::Arc;

use app::domain::date::Instant;
use app::domain::ids::CourtId;
use ed25519_dalek::SigningKey;
use tokio::sync::{mpsc, oneshot};

use super::court::CourtRecord;
use super::draft::{self, Save};
use super::tip_new::{Accepted, Earlier, NewTip, insert_batch};
use super::{Db, StoreError, StoreResult};
use crate::clock::Clock;
use crate::crypto::receipt::{Proof, Ticket};
use crate::crypto::server_key::ServerKey;

/// Tips and sessions written in one transaction at most.
const BATCH: usize = 64;
/// Tips and sessions that may wait; beyond it the sender is told to try again, and nothing is lost half-way.
const WAITING: usize = 1024;
/// How often a batch is tried when another process accepted one of its tips meanwhile.
const TRIES: usize = 3;

struct TipJob {
    tip: Box<NewTip>,
    answer: oneshot::Sender<StoreResult<Written>>,
}

struct SaveJob {
    save: Save,
    answer: oneshot::Sender<StoreResult<bool>>,
}

enum Job {
    Tip(TipJob),
    Save(SaveJob),
    Finish(oneshot::Sender<()>),
}

/// A tip in the database, and whether its session could be saved with it.
struct Written {
    accepted: Accepted,
    session_saved: bool,
}

/// Hand to the writer task. Cheap to clone.
#[derive(Clone)]
pub struct TipWriter {
    queue: mpsc::Sender<Job>,
    sign: Arc<Sign>,
}

struct Sign {
    court: String,
    key: SigningKey,
}

/// A durable tip and the line its sender takes home.
#[derive(Debug, Clone)]
pub struct Filed {
    /// What the store answered.
    pub accepted: Accepted,
    /// False when there was no session to save, or another request of its sender saved it first.
    pub session_saved: bool,
    /// Signed proof of filing ([`Proof::verify`]).
    pub proof: String,
}

impl std::fmt::Debug for TipWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TipWriter").field("court", &self.sign.court).finish_non_exhaustive()
    }
}

impl TipWriter {
    /// Starts the task for one court.
    ///
    /// # Errors
    /// When the server key does not open the court's signing key.
    pub fn start(db: Db, court: &CourtRecord, server_key: &ServerKey, clock: Clock) -> StoreResult<Self> {
        let sign = Arc::new(Sign { court: court.code.clone(), key: court.signing_key(server_key)? });
        let (queue, jobs) = mpsc::channel(WAITING);
        tokio::spawn(run(Writer { db: db.for_one_writer(), court: court.id, clock }, jobs));
        Ok(Self { queue, sign })
    }

    /// Answers once the tip is on disk, with its arrival number and the signed proof. The same `idempotency` again
    /// answers what was accepted first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the queue is full or the disk refuses: nothing was stored.
    /// [`StoreError::Conflict`] when the ticket number is taken (once in 10¹⁵ pairs): draw another and seal again.
    pub async fn accept(&self, tip: NewTip) -> StoreResult<Filed> {
        let subject = tip.subject_label.clone();
        let (answer, wait) = oneshot::channel();
        self.enqueue(Job::Tip(TipJob { tip: Box::new(tip), answer }))?;
        let Written { accepted, session_saved } = wait.await.map_err(|_| stopped())??;
        let proof = self.proof(&accepted.ticket, &subject, accepted.seq, accepted.received);
        Ok(Filed { accepted, session_saved, proof })
    }

    /// The signed line for a tip that is in the database: the same each time.
    pub fn proof(&self, ticket: &Ticket, subject: &str, seq: i64, received: Instant) -> String {
        let (court, ticket) = (self.sign.court.clone(), ticket.clone());
        Proof { court, ticket, subject: subject.to_owned(), seq, at: received.ms() }.sign(&self.sign.key)
    }

    /// True once the session is saved; false when another request of the same sender saved first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the queue is full or the disk refuses: nothing was saved.
    pub async fn save(&self, save: Save) -> StoreResult<bool> {
        let (answer, wait) = oneshot::channel();
        self.enqueue(Job::Save(SaveJob { save, answer }))?;
        wait.await.map_err(|_| stopped())?
    }

    fn enqueue(&self, job: Job) -> StoreResult<()> {
        self.queue.try_send(job).map_err(|_| StoreError::Unavailable("the queue of tips is full".into()))
    }

    /// Writes everything that waits, then ends the task. Later tips are answered with `Unavailable`.
    pub async fn finish(&self) {
        let (done, wait) = oneshot::channel();
        if self.queue.send(Job::Finish(done)).await.is_ok() {
            let _ = wait.await; // an error means the task has ended, which is what was asked
        }
    }
}

struct Writer {
    db: Db,
    court: CourtId,
    clock: Clock,
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the tip writer has stopped".into())
}

async fn run(writer: Writer, mut jobs: mpsc::Receiver<Job>) {
    let mut waiting = Vec::with_capacity(BATCH);
    let mut asked = Vec::new();
    while jobs.recv_many(&mut waiting, BATCH).await > 0 {
        let (mut tips, mut saves) = (Vec::with_capacity(waiting.len()), Vec::new());
        for job in waiting.drain(..) {
            match job {
                Job::Tip(tip) => tips.push(tip),
                Job::Save(save) => saves.push(save),
                Job::Finish(done) => {
                    jobs.close();
                    asked.push(done);
                }
            }
        }
        if !(tips.is_empty() && saves.is_empty()) {
            writer.write(tips, saves).await;
        }
    }
    for done in asked {
        let _ = done.send(()); // whoever asked may have gone
    }
}

impl Writer {
    async fn write(&self, tips: Vec<TipJob>, saves: Vec<SaveJob>) {
        let together: Vec<&NewTip> = tips.iter().map(|job| job.tip.as_ref()).collect();
        let sessions: Vec<&Save> = saves.iter().map(|job| &job.save).collect();
        match self.commit(&together, &sessions).await {
            Ok((written, saved)) => {
                for (job, written) in tips.into_iter().zip(written) {
                    let _ = job.answer.send(Ok(written)); // a sender who has gone asks again with the same key
                }
                tell(saves, saved);
            }
            // one of them cannot be written as it is: the others must not suffer
            Err(StoreError::Conflict(_)) if tips.len() + saves.len() > 1 => self.write_apart(tips, saves).await,
            Err(cause) => refuse(tips, saves, cause),
        }
    }

    async fn write_apart(&self, tips: Vec<TipJob>, saves: Vec<SaveJob>) {
        for job in tips {
            Box::pin(self.write(vec![job], Vec::new())).await;
        }
        for job in saves {
            Box::pin(self.write(Vec::new(), vec![job])).await;
        }
    }

    /// One transaction for all. A conflict is tried again with a look at what was accepted before.
    async fn commit(&self, tips: &[&NewTip], saves: &[&Save]) -> StoreResult<(Vec<Written>, Vec<bool>)> {
        let mut tries = 0;
        loop {
            tries += 1;
            let earlier = if tries == 1 { Earlier::Unlikely } else { Earlier::Likely };
            match self.commit_once(tips, saves, earlier).await {
                Err(StoreError::Conflict(_)) if tries < TRIES => {}
                outcome => return outcome,
            }
        }
    }

    async fn commit_once(
        &self,
        tips: &[&NewTip],
        saves: &[&Save],
        earlier: Earlier,
    ) -> StoreResult<(Vec<Written>, Vec<bool>)> {
        let sessions = tips.iter().filter_map(|tip| tip.session.as_ref()).chain(saves.iter().copied());
        let mut tx = self.db.begin().await?;
        let mut saved = draft::save_all(&mut tx, self.court, &first_of_each(sessions)).await?;
        let accepted = match tips.is_empty() {
            true => Vec::new(),
            false => insert_batch(&mut tx, self.court, tips, self.clock.now(), earlier).await?,
        };
        tx.commit().await?;
        // in the order of first_of_each: who saved a session twice is told so by the second answer
        let mut told = |save: &Save| saved.remove(&save.id_hash);
        let written = tips.iter().zip(accepted).map(|(tip, accepted)| {
            let session_saved = tip.session.as_ref().is_some_and(&mut told);
            Written { accepted, session_saved }
        });
        let written = written.collect();
        Ok((written, saves.iter().map(|save| told(save)).collect()))
    }
}

/// One statement changes a row once: the first save of each session.
fn first_of_each<'a>(saves: impl Iterator<Item = &'a Save>) -> Vec<&'a Save> {
    let mut seen = HashSet::new();
    saves.filter(|save| seen.insert(save.id_hash.as_str())).collect()
}

fn tell(saves: Vec<SaveJob>, saved: Vec<bool>) {
    for (job, saved) in saves.into_iter().zip(saved) {
        let _ = job.answer.send(Ok(saved)); // a sender who has gone reads the session again
    }
}

fn refuse(tips: Vec<TipJob>, saves: Vec<SaveJob>, cause: StoreError) {
    tracing::error!(%cause, tips = tips.len(), sessions = saves.len(), "tips and sessions not written");
    let conflict = matches!(cause, StoreError::Conflict(_));
    let told = || match conflict {
        true => StoreError::Conflict("tip.ticket".into()),
        false => StoreError::Unavailable("the tip could not be written".into()),
    };
    for job in tips {
        let _ = job.answer.send(Err(told()));
    }
    for job in saves {
        let _ = job.answer.send(Err(told()));
    }
}
