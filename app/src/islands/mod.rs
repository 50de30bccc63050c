//! Islands: one file each. The server's markup is complete without them.
mod char_count;
mod draft_keeper;
mod photo_preview;
mod queue_count;

pub use char_count::CharCount;
pub use draft_keeper::DraftKeeper;
pub use photo_preview::PhotoPreview;
pub use queue_count::QueueCount;
