//! Keys, seals and signatures. Nothing here touches the database, HTTP or the clock.
//!
//! Start with [`seal`] (age files), then [`readers`] (who may open a tip), [`receipt`] (what the sender holds),
//! [`staff_keys`] (how a login opens a key) and [`audit_chain`].

pub mod aead;
pub mod audit_chain;
pub mod field;
pub mod ledger_chain;
pub mod password;
pub mod random;
pub mod readers;
pub mod receipt;
pub mod seal;
pub mod server_key;
pub mod staff_keys;
pub mod token;

/// Written next to every ciphertext and signature: X25519, ChaCha20-Poly1305, Ed25519, SHA-256.
/// A later suite gets its own id; rows of this one stay readable.
pub const SUITE: &str = "a1";

/// Why something did not open or verify. Holds no secret and no plaintext, so it may be logged.
#[derive(Debug, thiserror::Error, Clone, Copy, PartialEq, Eq)]
pub enum CryptoError {
    /// The key at hand is not one of the readers.
    #[error("not sealed to this key")]
    NotForThisKey,
    /// Cut off, altered, or sealed under another context.
    #[error("ciphertext damaged or moved")]
    Damaged,
    /// Text that should be a key is not one.
    #[error("not a key of suite a1")]
    BadKey,
    /// A staff key that the password does not open.
    #[error("wrong password")]
    WrongPassword,
    /// The cipher refused to work at all (memory, output).
    #[error("sealing failed")]
    Seal,
}

/// Result of this room.
pub type CryptoResult<T> = Result<T, CryptoError>;

/// Joins fields so that no two different lists give the same bytes: each is preceded by its length.
pub(crate) fn length_prefixed<'a>(fields: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    for field in fields {
        out.extend_from_slice(&(field.len() as u64).to_be_bytes());
        out.extend_from_slice(field);
    }
    out
}
