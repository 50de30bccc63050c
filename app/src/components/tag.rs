//! Status tags: an icon and a word in one colour, so that colour is never the only cue.
use leptos::prelude::*;

use super::{Icon, icon};

/// Public state of a notice, with the one table of words of the design language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// 征集中
    Open,
    /// 即将到期: seven days or less
    Soon,
    /// 已结束
    Ended,
    /// 已撤下
    Withdrawn,
}

impl Status {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "征集中",
            Self::Soon => "即将到期",
            Self::Ended => "已结束",
            Self::Withdrawn => "已撤下",
        }
    }
    /// Whether tips are still asked for.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Soon)
    }
}

/// Colours a tag may take; people are never coloured, only states are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Open,
    Soon,
    Ended,
    Withdrawn,
    Draft,
    Late,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Open => "tag tag--open",
            Self::Soon => "tag tag--soon",
            Self::Ended => "tag tag--ended",
            Self::Withdrawn => "tag tag--withdrawn",
            Self::Draft => "tag tag--draft",
            Self::Late => "tag tag--late",
        }
    }
    const fn icon(self) -> Icon {
        match self {
            Self::Open => Icon::Dot,
            Self::Soon => Icon::Clock,
            Self::Ended => Icon::Check,
            Self::Withdrawn => Icon::Minus,
            Self::Draft => Icon::Info,
            Self::Late => Icon::Warning,
        }
    }
}

/// The public state of a notice.
pub fn tag(status: Status) -> AnyView {
    let tone = match status {
        Status::Open => Tone::Open,
        Status::Soon => Tone::Soon,
        Status::Ended => Tone::Ended,
        Status::Withdrawn => Tone::Withdrawn,
    };
    tone_tag(tone, status.word())
}

/// Any other state (drafts, deadlines of the back office) with its own word.
pub fn tone_tag(tone: Tone, word: impl Into<String>) -> AnyView {
    view! { <span class=tone.class()>{icon(tone.icon())}{word.into()}</span> }.into_any()
}
