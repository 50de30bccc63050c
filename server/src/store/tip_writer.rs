//! One task that accepts tips. Whoever waits is written in one transaction with one sync to disk, so that a burst costs
//! little more than a single tip, and nobody is answered before the tip is durable.

use std::sync::Arc;

use app::domain::ids::CourtId;
use ed25519_dalek::SigningKey;
use tokio::sync::{mpsc, oneshot};

use super::court::CourtRecord;
use super::tip_new::{Accepted, NewTip, insert_batch};
use super::{Db, StoreError, StoreResult};
use crate::clock::Clock;
use crate::crypto::receipt::Proof;
use crate::crypto::server_key::ServerKey;

/// Tips written in one transaction at most.
const BATCH: usize = 64;
/// Tips that may wait; beyond it the sender is told to try again, and nothing is lost half-way.
const WAITING: usize = 1024;
/// How often a batch is tried when another process accepted one of its tips meanwhile.
const TRIES: usize = 3;

type Answer = oneshot::Sender<StoreResult<Accepted>>;

enum Job {
    Tip(Box<NewTip>, Answer),
    Finish(oneshot::Sender<()>),
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
        tokio::spawn(run(Writer { db, court: court.id, clock }, jobs));
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
        self.queue
            .try_send(Job::Tip(Box::new(tip), answer))
            .map_err(|_| StoreError::Unavailable("the queue of tips is full".into()))?;
        let accepted = wait.await.map_err(|_| StoreError::Unavailable("the tip writer has stopped".into()))??;
        let proof = Proof {
            court: self.sign.court.clone(),
            ticket: accepted.ticket.clone(),
            subject,
            seq: accepted.seq,
            at: accepted.received.ms(),
        };
        Ok(Filed { proof: proof.sign(&self.sign.key), accepted })
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

async fn run(writer: Writer, mut jobs: mpsc::Receiver<Job>) {
    let mut waiting = Vec::with_capacity(BATCH);
    let mut asked = Vec::new();
    while jobs.recv_many(&mut waiting, BATCH).await > 0 {
        let mut tips = Vec::with_capacity(waiting.len());
        for job in waiting.drain(..) {
            match job {
                Job::Tip(tip, answer) => tips.push((tip, answer)),
                Job::Finish(done) => {
                    jobs.close();
                    asked.push(done);
                }
            }
        }
        if !tips.is_empty() {
            writer.answer(tips).await;
        }
    }
    for done in asked {
        let _ = done.send(()); // whoever asked may have gone
    }
}

impl Writer {
    async fn answer(&self, tips: Vec<(Box<NewTip>, Answer)>) {
        let together: Vec<&NewTip> = tips.iter().map(|(tip, _)| tip.as_ref()).collect();
        match self.commit(&together).await {
            Ok(accepted) => {
                for ((_, answer), accepted) in tips.into_iter().zip(accepted) {
                    let _ = answer.send(Ok(accepted)); // a sender who has gone asks again with the same key
                }
            }
            // one of them cannot be written as it is: the others must not suffer
            Err(StoreError::Conflict(_)) if tips.len() > 1 => {
                for (tip, answer) in tips {
                    let one = self.commit(&[&tip]).await.and_then(first);
                    let _ = answer.send(one);
                }
            }
            Err(cause) => self.refuse(tips, cause),
        }
    }

    fn refuse(&self, tips: Vec<(Box<NewTip>, Answer)>, cause: StoreError) {
        tracing::error!(%cause, tips = tips.len(), "tips not written");
        let conflict = matches!(cause, StoreError::Conflict(_));
        for (_, answer) in tips {
            let told = if conflict {
                StoreError::Conflict("tip.ticket".into())
            } else {
                StoreError::Unavailable("the tip could not be written".into())
            };
            let _ = answer.send(Err(told));
        }
    }

    /// One transaction for all; a conflict with another process is tried again, for then its tip is known.
    async fn commit(&self, tips: &[&NewTip]) -> StoreResult<Vec<Accepted>> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.commit_once(tips).await {
                Err(StoreError::Conflict(_)) if tries < TRIES => {}
                outcome => return outcome,
            }
        }
    }

    async fn commit_once(&self, tips: &[&NewTip]) -> StoreResult<Vec<Accepted>> {
        let mut tx = self.db.begin().await?;
        let accepted = insert_batch(&mut tx, self.court, tips, self.clock.now()).await?;
        tx.commit().await?;
        Ok(accepted)
    }
}

fn first(mut accepted: Vec<Accepted>) -> StoreResult<Accepted> {
    if accepted.is_empty() {
        return Err(StoreError::Corrupt("tip.id"));
    }
    Ok(accepted.swap_remove(0))
}
