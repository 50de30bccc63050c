//! age files and the X25519 keys that open them. Debian's `age` reads everything made here.

use std::fmt;
use std::io::{Read, Write};
use std::iter;
use std::str::FromStr;

use age::secrecy::{ExposeSecret, SecretString};
use bech32::ToBase32;
use zeroize::{Zeroize, Zeroizing};

use super::{CryptoError, CryptoResult, random};

/// Whom to seal to: an `age1…` recipient.
#[derive(Clone)]
pub struct PublicKey(age::x25519::Recipient);

impl PublicKey {
    /// Reads `age1…`.
    pub fn parse(text: &str) -> CryptoResult<Self> {
        age::x25519::Recipient::from_str(text.trim()).map(Self).map_err(|_| CryptoError::BadKey)
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.0)
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

/// What opens: an age X25519 identity. Debug shows nothing.
#[derive(Clone)]
pub struct SecretKey(age::x25519::Identity);

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

impl SecretKey {
    /// A fresh key.
    pub fn generate() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// The key whose 32 secret bytes are given, through age's own text form, as age offers no other door.
    pub fn from_bytes(secret: &[u8; 32]) -> CryptoResult<Self> {
        let mut text = bech32::encode("age-secret-key-", secret.to_base32(), bech32::Variant::Bech32)
            .map_err(|_| CryptoError::BadKey)?;
        text.make_ascii_uppercase();
        let key = Self::parse(&text);
        text.zeroize();
        key
    }

    /// Reads `AGE-SECRET-KEY-1…`.
    pub fn parse(text: &str) -> CryptoResult<Self> {
        age::x25519::Identity::from_str(text.trim()).map(Self).map_err(|_| CryptoError::BadKey)
    }

    /// `AGE-SECRET-KEY-1…`, for the paper in the safe or for sealing to another reader.
    pub fn expose(&self) -> SecretString {
        self.0.to_string()
    }

    /// The half one may publish.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.to_public())
    }
}

/// One age file for one reader.
pub fn seal(to: &PublicKey, plain: &[u8]) -> CryptoResult<Vec<u8>> {
    age::encrypt(&to.0, plain).map_err(|_| CryptoError::Seal)
}

/// Opens an age file; the plaintext is wiped when dropped.
pub fn open(with: &SecretKey, sealed: &[u8]) -> CryptoResult<Zeroizing<Vec<u8>>> {
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
    reader(with, sealed)?.read_to_end(&mut plain).map_err(|_| CryptoError::Damaged)?;
    Ok(plain)
}

/// Seals a secret key to another key: the small age file that makes someone a reader.
pub fn seal_key(to: &PublicKey, secret: &SecretKey) -> CryptoResult<Vec<u8>> {
    seal(to, secret.expose().expose_secret().as_bytes())
}

/// Opens what [`seal_key`] made.
pub fn open_key(with: &SecretKey, sealed: &[u8]) -> CryptoResult<SecretKey> {
    let text = open(with, sealed)?;
    SecretKey::parse(std::str::from_utf8(&text).map_err(|_| CryptoError::BadKey)?)
}

/// For files: what is written comes out sealed. Call `finish()`, or the file stays unreadable.
pub fn writer<W: Write>(to: &PublicKey, out: W) -> CryptoResult<age::stream::StreamWriter<W>> {
    let encryptor =
        age::Encryptor::with_recipients(iter::once(&to.0 as &dyn age::Recipient)).map_err(|_| CryptoError::Seal)?;
    encryptor.wrap_output(out).map_err(|_| CryptoError::Seal)
}

/// For files: reads a sealed stream. A damaged part shows as an I/O error at that place.
pub fn reader<R: Read>(with: &SecretKey, sealed: R) -> CryptoResult<impl Read + use<R>> {
    let decryptor = age::Decryptor::new(sealed).map_err(|_| CryptoError::Damaged)?;
    decryptor.decrypt(iter::once(&with.0 as &dyn age::Identity)).map_err(|cause| match cause {
        age::DecryptError::NoMatchingKeys => CryptoError::NotForThisKey,
        _ => CryptoError::Damaged,
    })
}

/// 32 fresh secret bytes, for keys that are not age keys.
pub fn fresh_bytes() -> Zeroizing<[u8; 32]> {
    Zeroizing::new(random::bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip_and_only_for_the_reader() {
        let key = SecretKey::generate();
        let sealed = seal(&key.public(), "在示例镇".as_bytes()).unwrap();
        assert_eq!(open(&key, &sealed).unwrap().as_slice(), "在示例镇".as_bytes());
        assert_eq!(open(&SecretKey::generate(), &sealed).unwrap_err(), CryptoError::NotForThisKey);
        assert_eq!(open(&key, &sealed[..sealed.len() - 1]).unwrap_err(), CryptoError::Damaged);
        assert_eq!(open(&key, b"").unwrap_err(), CryptoError::Damaged);
    }

    #[test]
    fn keys_from_bytes_are_stable_and_valid() {
        let key = SecretKey::from_bytes(&[9u8; 32]).unwrap();
        assert_eq!(key.public(), SecretKey::from_bytes(&[9u8; 32]).unwrap().public());
        assert_eq!(SecretKey::parse(key.expose().expose_secret()).unwrap().public(), key.public());
        assert!(SecretKey::parse("AGE-SECRET-KEY-1XYZ").is_err());
        assert!(PublicKey::parse("age1xyz").is_err());
    }

    #[test]
    fn a_key_passes_through_a_key_file() {
        let (reader, content) = (SecretKey::generate(), SecretKey::generate());
        let file = seal_key(&reader.public(), &content).unwrap();
        assert_eq!(open_key(&reader, &file).unwrap().public(), content.public());
    }

    #[test]
    fn streams_of_any_length_round_trip() {
        let key = SecretKey::generate();
        for length in [0, 1, 65_535, 65_536, 65_537, 200_000] {
            let plain = vec![42u8; length];
            let mut sealed = Vec::new();
            let mut out = writer(&key.public(), &mut sealed).unwrap();
            out.write_all(&plain).unwrap();
            out.finish().unwrap();
            assert_eq!(open(&key, &sealed).unwrap().as_slice(), plain, "{length} bytes");
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let key = SecretKey::generate();
        assert_eq!(format!("{key:?}"), "SecretKey(…)");
    }
}
