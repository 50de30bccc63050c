//! What changed between two texts, in pieces as people read them: Chinese sign by sign, other words whole.
use std::time::Duration;

use similar::{ChangeTag, TextDiff};

/// Longest search for the shortest answer; after it the pieces are coarser, never wrong.
const PATIENCE: Duration = Duration::from_millis(200);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Same,
    Gone,
    New,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub change: Change,
    pub text: String,
}

/// The way from `old` to `new`: neighbours of one kind are one piece.
pub fn compare(old: &str, new: &str) -> Vec<Piece> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_unicode_words(old, new);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let (kind, text) = (of(change.tag()), change.value());
        match pieces.last_mut().filter(|last| last.change == kind) {
            Some(last) => last.text.push_str(text),
            None => pieces.push(Piece { change: kind, text: text.to_owned() }),
        }
    }
    pieces
}

fn of(tag: ChangeTag) -> Change {
    match tag {
        ChangeTag::Equal => Change::Same,
        ChangeTag::Delete => Change::Gone,
        ChangeTag::Insert => Change::New,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn joined(pieces: &[Piece], without: Change) -> String {
        pieces.iter().filter(|p| p.change != without).map(|p| p.text.as_str()).collect()
    }

    #[test]
    fn one_changed_sign_is_one_piece() {
        let pieces = compare("征集车辆线索。", "征集房产线索。");
        let told: Vec<_> = pieces.iter().map(|p| (p.change, p.text.as_str())).collect();
        let (same, gone, new) = (Change::Same, Change::Gone, Change::New);
        assert_eq!(told, [(same, "征集"), (gone, "车辆"), (new, "房产"), (same, "线索。")]);
        assert_eq!(compare("", ""), []);
    }

    #[test]
    fn texts_of_full_length_without_a_common_word_are_compared_all_the_same() {
        let (old, new) = ("甲乙丙 ".repeat(5_000), "丁戊己 ".repeat(5_000));
        let pieces = compare(&old, &new);
        assert_eq!((joined(&pieces, Change::New), joined(&pieces, Change::Gone)), (old, new));
    }

    proptest! {
        #[test]
        fn nothing_of_either_text_is_lost(old in "[甲乙丙a b\n]{0,40}", new in "[甲乙丁a c\n]{0,40}") {
            let pieces = compare(&old, &new);
            prop_assert_eq!(joined(&pieces, Change::New), old);
            prop_assert_eq!(joined(&pieces, Change::Gone), new);
        }
    }
}
