//! The public ledger: what was published, corrected and withdrawn, without a name (EW-1, BN-12).
use super::edition::EditionState;

coded! {
    /// What happened to a public record.
    pub enum Action {
        Publish = "publish", "发布";
        Correct = "correct", "更正";
        /// BN-12: one of several persons is not sought any more.
        Close = "close", "其中一名结束";
        Withdraw = "withdraw", "撤下";
        Archive = "archive", "归档";
    }
}

impl Action {
    /// What a new version of a record means to the public; `None` when they never saw it. `seen`: a version before this
    /// one was public.
    pub const fn of(state: EditionState, seen: bool) -> Option<Self> {
        match state {
            EditionState::Published if seen => Some(Self::Close),
            EditionState::Published => Some(Self::Publish),
            EditionState::Corrected => Some(Self::Correct),
            EditionState::Withdrawn => Some(Self::Withdraw),
            EditionState::Archived => Some(Self::Archive),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ew_1_only_what_the_public_saw_or_sees_is_a_line() {
        let line = |state, seen| Action::of(state, seen);
        assert_eq!(line(EditionState::Published, false), Some(Action::Publish));
        assert_eq!(line(EditionState::Published, true), Some(Action::Close));
        for state in EditionState::ALL.iter().filter(|s| !s.is_public() && !s.is_gone()) {
            assert_eq!(line(*state, true), None, "{state:?}");
        }
        assert!(EditionState::ALL.iter().filter(|s| s.is_gone()).all(|s| line(*s, true).is_some()));
    }
}
