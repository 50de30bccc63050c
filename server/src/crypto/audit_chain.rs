//! The hash chain of audit rows and the signature that fixes its head.
//!
//! A row's hash covers every field of the row and the hash before it, each field preceded by its length. Whoever changes,
//! drops or swaps a row must recompute all later ones, and then meets a checkpoint signed with a key that is not in the
//! database.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use super::{SUITE, length_prefixed};

/// The fields of one row, as text and numbers of the database.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// Row id of the court.
    pub court: &'a str,
    /// Position, from 1, without gaps.
    pub seq: i64,
    /// Unix milliseconds.
    pub at: i64,
    /// Staff id, empty for the system itself.
    pub actor: &'a str,
    /// What was done, `tip_opened`.
    pub kind: &'a str,
    /// Kind of the thing it was done to.
    pub object_kind: &'a str,
    /// Id of that thing.
    pub object_id: &'a str,
    /// Free words without personal data.
    pub note: &'a str,
}

/// The hash before the first row of a court.
pub fn genesis(court: &str) -> [u8; 32] {
    Sha256::digest(length_prefixed([b"zhaoshi audit genesis 1".as_slice(), court.as_bytes()])).into()
}

/// The hash of a row that follows `before`.
pub fn hash(before: &[u8], link: &Link<'_>) -> [u8; 32] {
    let (seq, at) = (link.seq.to_be_bytes(), link.at.to_be_bytes());
    Sha256::digest(length_prefixed([
        b"zhaoshi audit row 1".as_slice(),
        before,
        link.court.as_bytes(),
        &seq,
        &at,
        link.actor.as_bytes(),
        link.kind.as_bytes(),
        link.object_kind.as_bytes(),
        link.object_id.as_bytes(),
        link.note.as_bytes(),
    ]))
    .into()
}

fn checkpoint_bytes(court: &str, seq: i64, head: &[u8], at: i64) -> Vec<u8> {
    let (seq, at) = (seq.to_be_bytes(), at.to_be_bytes());
    length_prefixed([b"zhaoshi audit checkpoint".as_slice(), SUITE.as_bytes(), court.as_bytes(), &seq, head, &at])
}

/// Signs the head of a chain.
pub fn sign_checkpoint(key: &SigningKey, court: &str, seq: i64, head: &[u8], at: i64) -> Vec<u8> {
    key.sign(&checkpoint_bytes(court, seq, head, at)).to_bytes().to_vec()
}

/// True when the court's key signed exactly this head at exactly this time.
pub fn checkpoint_holds(key: &VerifyingKey, court: &str, seq: i64, head: &[u8], at: i64, signature: &[u8]) -> bool {
    Signature::from_slice(signature)
        .is_ok_and(|signature| key.verify_strict(&checkpoint_bytes(court, seq, head, at), &signature).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: Link<'static> =
        Link { court: "c", seq: 1, at: 5, actor: "", kind: "tip.read", object_kind: "tip", object_id: "t", note: "" };

    #[test]
    fn every_field_counts_and_borders_do_not_slide() {
        let base = hash(&genesis("c"), &LINK);
        let others = [
            Link { court: "d", ..LINK },
            Link { seq: 2, ..LINK },
            Link { at: 6, ..LINK },
            Link { actor: "x", ..LINK },
            Link { kind: "tip.rea", object_kind: "dtip", ..LINK },
            Link { object_id: "", note: "t", ..LINK },
        ];
        for other in others {
            assert_ne!(base, hash(&genesis("c"), &other), "{other:?}");
        }
        assert_ne!(base, hash(&genesis("d"), &LINK));
    }
}
