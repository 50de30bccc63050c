//! AN-8: the photo of a debtor in a bounty notice: only where it is necessary, nobody else in it, gone on closing.
use crate::domain::refusal::{Refusal, ensure};

/// Longest reason, in characters.
const REASON_MAX: usize = 300;

/// AN-8: a state organ may show a face within what its duty needs, and nobody else's.
pub fn necessary(reason: &str, alone: bool) -> Result<(), Vec<Refusal>> {
    let mut found = Vec::new();
    let mut need = |held: Result<(), Refusal>| found.extend(held.err());
    need(ensure(!reason.trim().is_empty(), || {
        let fix = "请写明为什么只有文字不够，例如“被执行人长期外出，群众只认得本人”。";
        Refusal::new("AN-8", "photo_reason", "还没有写明使用照片的必要理由。", fix)
    }));
    need(ensure(reason.chars().count() <= REASON_MAX, || {
        Refusal::new("AN-8", "photo_reason", "理由太长。", "请写在 300 字以内。")
    }));
    need(ensure(alone, || {
        let fix = "请裁剪或者遮住旁人和孩子，再勾选。";
        Refusal::new("AN-8", "photo_alone", "还没有确认照片里没有别人。", fix)
    }));
    if found.is_empty() { Ok(()) } else { Err(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_8_a_photo_needs_its_reason_and_nobody_else_in_it() {
        assert_eq!(necessary("群众只认得本人", true), Ok(()));
        let fields = |reason: &str, alone| {
            necessary(reason, alone).err().map(|r| r.iter().map(|r| r.field).collect::<Vec<_>>()).unwrap_or_default()
        };
        assert_eq!(fields(" ", false), ["photo_reason", "photo_alone"]);
        assert_eq!(fields(&"理".repeat(301), true), ["photo_reason"]);
    }
}
