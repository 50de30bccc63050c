//! The server's own key: a file beside the configuration, never in the database or its backup.
//!
//! It opens no tip. It wraps the court's signing key, and keys the hashes that find equal plates, phones and identity
//! numbers without storing them.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{CryptoResult, aead, length_prefixed, random};

/// 32 bytes from which every other server-held key is derived, one per purpose and court.
#[derive(Clone)]
pub struct ServerKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerKey(…)")
    }
}

impl ServerKey {
    /// Wraps bytes that come from a secret store.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A fresh key.
    pub fn generate() -> Self {
        Self::from_bytes(random::bytes())
    }

    /// Reads the key file (64 hex digits), or makes it with mode 0600 and syncs it before use.
    ///
    /// # Errors
    /// Whatever the file system says; `InvalidData` when the file is not 64 hex digits.
    pub fn load_or_create(path: &Path) -> io::Result<Self> {
        match std::fs::read_to_string(path) {
            Ok(text) => {
                let mut bytes = [0u8; 32];
                hex::decode_to_slice(text.trim(), &mut bytes)
                    .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "server key: 64 hex digits expected"))?;
                Ok(Self::from_bytes(bytes))
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Self::create(path),
            Err(cause) => Err(cause),
        }
    }

    fn create(path: &Path) -> io::Result<Self> {
        let key = Self::generate();
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        writeln!(file, "{}", Zeroizing::new(hex::encode(key.0.as_slice())).as_str())?;
        file.sync_all()?;
        if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::File::open(folder)?.sync_all()?;
        }
        Ok(key)
    }

    /// A key for one purpose of one court (HKDF-SHA256).
    pub fn derive(&self, purpose: &str, court: &str) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0u8; 32]);
        let info = length_prefixed([b"zhaoshi server key 1".as_slice(), purpose.as_bytes(), court.as_bytes()]);
        // 32 bytes are always within HKDF's limit of 8,160
        let _ = Hkdf::<Sha256>::new(None, self.0.as_slice()).expand(&info, out.as_mut_slice());
        out
    }

    /// Seals a value the server itself must be able to open (signing key, TOTP secret). `row` ties it to its place.
    pub fn wrap(&self, purpose: &str, court: &str, row: &str, plain: &[u8]) -> CryptoResult<Vec<u8>> {
        aead::seal(&self.derive(purpose, court), row.as_bytes(), plain)
    }

    /// Opens what [`ServerKey::wrap`] made.
    pub fn unwrap(&self, purpose: &str, court: &str, row: &str, sealed: &[u8]) -> CryptoResult<Zeroizing<Vec<u8>>> {
        aead::open(&self.derive(purpose, court), row.as_bytes(), sealed)
    }

    /// Keyed hash of a normalised value, for exact lookup only: the same plate gives the same 32 bytes within a court,
    /// and nobody without the server key can try candidates.
    pub fn keyed_hash(&self, kind: &str, court: &str, value: &str) -> Vec<u8> {
        let key = self.derive(kind, court);
        match <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_slice()) {
            Ok(mac) => mac.chain_update(value.as_bytes()).finalize().into_bytes().to_vec(),
            Err(_) => Vec::new(), // HMAC takes keys of every length
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_courts_and_rows_do_not_mix() {
        let key = ServerKey::generate();
        let sealed = key.wrap("totp", "湘1199", "staff 1", b"secret").unwrap();
        assert_eq!(key.unwrap("totp", "湘1199", "staff 1", &sealed).unwrap().as_slice(), b"secret");
        assert!(key.unwrap("totp", "湘1199", "staff 2", &sealed).is_err());
        assert!(key.unwrap("totp", "湘1127", "staff 1", &sealed).is_err());
        assert!(key.unwrap("sign", "湘1199", "staff 1", &sealed).is_err());
        assert_eq!(key.keyed_hash("plate", "湘1199", "湘A12345"), key.keyed_hash("plate", "湘1199", "湘A12345"));
        assert_ne!(key.keyed_hash("plate", "湘1199", "湘A12345"), key.keyed_hash("plate", "湘1127", "湘A12345"));
    }

    #[test]
    fn the_key_file_is_private_and_stays_the_same() {
        use std::os::unix::fs::PermissionsExt;
        let path = std::env::temp_dir().join(format!("zhaoshi-key-{}", random::uuid(0)));
        let first = ServerKey::load_or_create(&path).unwrap();
        let again = ServerKey::load_or_create(&path).unwrap();
        assert_eq!(first.derive("a", "b"), again.derive("a", "b"));
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::write(&path, "broken").unwrap();
        assert_eq!(ServerKey::load_or_create(&path).unwrap_err().kind(), io::ErrorKind::InvalidData);
        std::fs::remove_file(&path).unwrap();
    }
}
