//! Chance, from the operating system and nowhere else.

use uuid::{NoContext, Timestamp, Uuid};

/// `N` random bytes. A machine that cannot give them must not go on issuing keys: the process stops.
#[expect(clippy::disallowed_methods, reason = "the one door to chance")]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0u8; N];
    if let Err(cause) = getrandom::fill(&mut out) {
        tracing::error!(%cause, "the operating system gives no random bytes");
        std::process::abort();
    }
    out
}

/// A fresh row id: time-ordered (UUIDv7) so that inserts stay at the end of the index. `now_ms` is Unix time.
pub fn uuid(now_ms: i64) -> Uuid {
    let ms = now_ms.max(0) as u64;
    let stamp = Timestamp::from_unix(NoContext, ms / 1000, (ms % 1000) as u32 * 1_000_000);
    Uuid::new_v7(stamp)
}
