//! The only place that asks the machine what time it is.
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use app::domain::date::Instant;

/// Where the current time comes from. Handlers and jobs ask this, never the operating system.
#[derive(Clone, Debug)]
pub enum Clock {
    System,
    /// Set and moved by hand, in milliseconds UTC.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    pub fn fixed(at: Instant) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.0)))
    }

    pub fn now(&self) -> Instant {
        match self {
            Self::System => Instant(system_ms()),
            Self::Fixed(ms) => Instant(ms.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock forward; the system's clock goes by itself.
    pub fn advance(&self, ms: i64) {
        if let Self::Fixed(at) = self {
            at.fetch_add(ms, Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one door to the system's clock")]
fn system_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}
