//! XChaCha20-Poly1305 for small values at rest whose key the server or a cookie holds.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::{CryptoError, CryptoResult, random};

const FORMAT: u8 = 1;
const NONCE: usize = 24;

/// Format byte, nonce, ciphertext. `context` is authenticated but not stored: the row a value belongs to.
pub fn seal(key: &[u8; 32], context: &[u8], plain: &[u8]) -> CryptoResult<Vec<u8>> {
    let nonce = random::bytes::<NONCE>();
    let cipher = XChaCha20Poly1305::new(key.into());
    let payload = Payload { msg: plain, aad: context };
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| CryptoError::Seal)?;
    let mut out = Vec::with_capacity(1 + NONCE + sealed.len());
    out.push(FORMAT);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    Ok(out)
}

/// Opens what [`seal`] made. [`CryptoError::Damaged`] for a wrong key, a wrong context or changed bytes alike.
pub fn open(key: &[u8; 32], context: &[u8], sealed: &[u8]) -> CryptoResult<Zeroizing<Vec<u8>>> {
    let (head, body) = sealed.split_at_checked(1 + NONCE).ok_or(CryptoError::Damaged)?;
    if head[0] != FORMAT {
        return Err(CryptoError::Damaged);
    }
    let nonce: [u8; NONCE] = head[1..].try_into().map_err(|_| CryptoError::Damaged)?;
    let cipher = XChaCha20Poly1305::new(key.into());
    let payload = Payload { msg: body, aad: context };
    cipher.decrypt(&XNonce::from(nonce), payload).map(Zeroizing::new).map_err(|_| CryptoError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_with_the_same_key_and_context() {
        let key = random::bytes::<32>();
        let sealed = seal(&key, b"row 1", b"value").unwrap();
        assert_eq!(open(&key, b"row 1", &sealed).unwrap().as_slice(), b"value");
        assert_eq!(open(&key, b"row 2", &sealed).unwrap_err(), CryptoError::Damaged);
        assert_eq!(open(&random::bytes::<32>(), b"row 1", &sealed).unwrap_err(), CryptoError::Damaged);
    }

    #[test]
    fn every_cut_and_every_flipped_byte_is_refused() {
        let key = [7u8; 32];
        let sealed = seal(&key, b"", b"value").unwrap();
        for at in 0..sealed.len() {
            assert!(open(&key, b"", &sealed[..at]).is_err(), "cut at {at}");
            let mut bent = sealed.clone();
            bent[at] ^= 1;
            assert!(open(&key, b"", &bent).is_err(), "bent at {at}");
        }
    }
}
