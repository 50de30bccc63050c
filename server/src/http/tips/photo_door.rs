//! How much of the machine photos may take, so that text tips never wait for them.
use std::time::Duration;

use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

/// Forms with photos that are read and cleaned at the same time.
const TURNS: usize = 4;
/// How long the next one waits for its turn.
const WAIT: Duration = Duration::from_secs(2);

pub struct PhotoDoor {
    turns: Semaphore,
}

impl Default for PhotoDoor {
    fn default() -> Self {
        Self { turns: Semaphore::new(TURNS) }
    }
}

impl PhotoDoor {
    /// A turn to send photos, held until the form is read; `None` when too many others are sending.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        timeout(WAIT, self.turns.acquire()).await.ok()?.ok()
    }
}
