//! The hash chain of the public ledger: made to be repeated by anybody with `sha256sum`, so text and nothing else.
use ed25519_dalek::{Signer as _, SigningKey};
use sha2::{Digest, Sha256};

/// The hash before the first line.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One line of the ledger, as stored and as published.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Line {
    /// From 1, without a gap
    pub seq: i64,
    /// Unix milliseconds
    pub at: i64,
    /// Code of an [`app::domain::ledger::Action`]
    pub action: String,
    /// `notice/2025-21`
    pub record: String,
    /// SHA-256 of the version the court keeps, hex
    pub content: String,
    /// Hash of the line before, hex
    pub prev: String,
    /// Hex
    pub hash: String,
}

/// SHA-256 over six fields, each followed by a line feed.
pub fn hash(line: &Line) -> String {
    let Line { seq, at, action, record, content, prev, .. } = line;
    hex::encode(Sha256::digest(format!("{prev}\n{seq}\n{at}\n{action}\n{record}\n{content}\n")))
}

/// The position of the first line that does not hold: changed, missing, or out of its place. `after` is the line before
/// the first of `lines`: its position and hash.
pub fn first_fault(lines: &[Line], after: (i64, &str)) -> Option<i64> {
    let (mut seq, mut prev) = (after.0, after.1);
    for line in lines {
        seq += 1;
        if line.seq != seq || line.prev != prev || hash(line) != line.hash {
            return Some(seq);
        }
        prev = &line.hash;
    }
    None
}

/// What the court signs of its ledger's newest line. Whoever keeps it can prove later that this line once stood there.
pub fn head_text(court: &str, seq: i64, hash: &str) -> String {
    format!("zhaoshi public ledger\n{court}\n{seq}\n{hash}\n")
}

/// Ed25519 over [`head_text`], hex.
pub fn sign_head(key: &SigningKey, court: &str, seq: i64, hash: &str) -> String {
    hex::encode(key.sign(head_text(court, seq, hash).as_bytes()).to_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(n: i64) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for seq in 1..=n {
            let prev = lines.last().map_or(GENESIS, |line| &line.hash).to_owned();
            let record = format!("notice/2025-{seq}");
            let (action, content) = ("publish".to_owned(), "c".repeat(64));
            let mut line = Line { seq, at: seq * 10, action, record, content, prev, hash: String::new() };
            line.hash = hash(&line);
            lines.push(line);
        }
        lines
    }

    #[test]
    fn a_changed_dropped_or_swapped_line_is_found() {
        let whole = chain(5);
        assert_eq!(first_fault(&whole, (0, GENESIS)), None);
        assert_eq!(first_fault(&whole[2..], (2, &whole[1].hash)), None);
        let mut changed = whole.clone();
        changed[2].action = "withdraw".into();
        assert_eq!(first_fault(&changed, (0, GENESIS)), Some(3));
        // who repairs the hash as well meets the next line
        changed[2].hash = hash(&changed[2]);
        assert_eq!(first_fault(&changed, (0, GENESIS)), Some(4));
        let mut dropped = whole.clone();
        dropped.remove(1);
        assert_eq!(first_fault(&dropped, (0, GENESIS)), Some(2));
        let mut swapped = whole;
        swapped.swap(3, 4);
        assert_eq!(first_fault(&swapped, (0, GENESIS)), Some(4));
    }

    #[test]
    fn the_signature_holds_for_one_line_only() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let bytes: [u8; 64] = hex::decode(sign_head(&key, "湘1199", 5, "ab")).unwrap().try_into().unwrap();
        let signature = ed25519_dalek::Signature::from_bytes(&bytes);
        let holds = |text: String| key.verifying_key().verify_strict(text.as_bytes(), &signature).is_ok();
        assert!(holds(head_text("湘1199", 5, "ab")));
        assert!(!holds(head_text("湘1199", 6, "ab")) && !holds(head_text("湘1127", 5, "ab")));
    }

    #[test]
    fn the_hash_can_be_repeated_by_hand() {
        // printf '%s\n' 000…0 1 10 publish notice/2025-1 ccc…c | sha256sum
        assert_eq!(chain(1)[0].hash, "1123fb1a3fc51404a131a23aa19e858f0b281caa03927a667ccfed496ec04f1a");
    }
}
