//! To whom new tips are sealed, kept for a moment: a burst of tips asks once a second, not once a tip.

use std::sync::Arc;
use std::time::Duration;

use app::domain::ids::CourtId;
use moka::future::Cache;

use super::{Db, StoreError, StoreResult, staff};
use crate::crypto::readers::Reader;

/// A change of duty is known to the next tip but one second. A tip sealed meanwhile is a tip that came a second earlier.
const KNOWN_FOR: Duration = Duration::from_secs(1);

/// Staff who read new tips at first. Roles are checked for SE-2 where a [`Reader`] is made.
#[derive(Debug, Default)]
pub struct OnDuty {
    /// Intake: the content.
    pub content: Vec<Reader>,
    /// The reward desk: identities.
    pub person: Vec<Reader>,
}

/// Cheap to clone; clones share what they know.
#[derive(Clone)]
pub struct TipReaders {
    db: Db,
    court: CourtId,
    known: Cache<(), Arc<OnDuty>>,
}

impl TipReaders {
    /// Of one court. Nothing is read yet.
    pub fn new(db: Db, court: CourtId) -> Self {
        Self { db, court, known: Cache::builder().max_capacity(1).time_to_live(KNOWN_FOR).build() }
    }

    /// Who is on duty, at most a second old. Senders who ask together share one look.
    pub async fn on_duty(&self) -> StoreResult<Arc<OnDuty>> {
        let load = async {
            let mut tx = self.db.read().await?;
            let content = staff::content_readers(&mut tx, self.court).await?;
            let person = staff::person_readers(&mut tx, self.court).await?;
            tx.rollback().await?;
            Ok(Arc::new(OnDuty { content, person }))
        };
        self.known.try_get_with((), load).await.map_err(|cause: Arc<StoreError>| {
            tracing::error!(%cause, "the readers of new tips could not be read");
            StoreError::Unavailable("the readers of new tips could not be read".into())
        })
    }
}
