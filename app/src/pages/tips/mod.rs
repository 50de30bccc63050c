//! The tip channel: five short steps, the receipt, and the way back to the answer.
//! Every page works without script; nothing secret stands in an address or a title.
mod check;
mod ended;
mod parts;
mod photos;
mod place;
mod receipt;
mod start;
mod status;
mod thread;
mod unfinished;
mod what;
mod you;

pub use check::{CheckView, check};
pub use ended::expired;
pub use photos::{PhotoItem, PhotosView, photos};
pub use place::{PlaceView, place};
pub use receipt::{ReceiptView, receipt};
pub use start::{Missed, StartView, start};
pub use status::{StatusView, status};
pub use thread::{ThreadView, thread};
pub use unfinished::{UnfinishedView, unfinished};
pub use what::{WhatView, what};
pub use you::{YouView, you};

use super::{Page, Section, Shell};
use leptos::prelude::IntoView;

/// A page of the channel in its own shell: quick exit, no index. Chat apps keep titles, so all have the same one.
fn page<V: IntoView + 'static>(wrong: bool, view: impl FnOnce() -> V) -> Page {
    Page::new("填写", Section::Tips, view).shell(Shell::Tips).noindex().errors(wrong)
}
