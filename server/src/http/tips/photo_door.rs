//! How much of the machine photos may take, so that text tips never wait for them.
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

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
    /// Bytes of photos in drafts: counted by the database now and then, with what came in since.
    bytes: AtomicU64,
    most: u64,
}

impl PhotoDoor {
    /// `bytes` lie in drafts already, `most` may.
    pub fn new(bytes: u64, most: u64) -> Self {
        Self { turns: Semaphore::new(TURNS), bytes: AtomicU64::new(bytes), most }
    }

    /// Whether drafts may take so many bytes more; if so, they are counted.
    pub fn room(&self, more: usize) -> bool {
        let taken = |bytes: u64| bytes.checked_add(more as u64).filter(|sum| *sum <= self.most);
        self.bytes.fetch_update(Ordering::SeqCst, Ordering::SeqCst, taken).is_ok()
    }

    /// What the database counts: photos that were sent or forgotten are no longer in it.
    pub fn counted(&self, bytes: u64) {
        self.bytes.store(bytes, Ordering::SeqCst);
    }

    /// A turn to send photos, held until the form is read; `None` when too many others are sending.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        timeout(WAIT, self.turns.acquire()).await.ok()?.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_wait_outside_when_the_drafts_are_full() {
        let door = PhotoDoor::new(90, 100);
        assert!(door.room(6) && !door.room(5) && door.room(4) && !door.room(1));
        door.counted(99);
        assert!(door.room(1) && !door.room(1));
        assert!(!PhotoDoor::new(0, 0).room(1));
    }
}
