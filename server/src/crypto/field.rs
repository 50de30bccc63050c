//! Identity numbers in a table: ciphertext for the court, keyed hash for exact lookup, masked form for pages (AN-1).

use app::domain::id::ResidentId;
use app::domain::ids::CourtId;

use super::CryptoResult;
use super::server_key::ServerKey;

const PURPOSE: &str = "resident id";

/// The three columns an identity number is stored in.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedId {
    /// XChaCha20-Poly1305, bound to its row.
    pub cipher: Vec<u8>,
    /// The same number gives the same hash within a court.
    pub hash: Vec<u8>,
    /// What a page may show.
    pub masked: String,
}

/// Seals a number for the row it will stand in.
pub fn seal_id(key: &ServerKey, court: CourtId, row: &str, id: &ResidentId) -> CryptoResult<SealedId> {
    let court = court.to_string();
    Ok(SealedId {
        cipher: key.wrap(PURPOSE, &court, row, id.reveal().as_bytes())?,
        hash: hash_id(key, &court, id),
        masked: id.masked(),
    })
}

/// The number under the seal of its row. For rules that need the day of birth; no page may show it (invariant 4).
pub fn open_id(key: &ServerKey, court: CourtId, row: &str, cipher: &[u8]) -> CryptoResult<Option<ResidentId>> {
    let plain = key.unwrap(PURPOSE, &court.to_string(), row, cipher)?;
    Ok(std::str::from_utf8(&plain).ok().and_then(|text| ResidentId::parse(text).ok()))
}

/// The hash by which an equal number is found.
pub fn hash_id(key: &ServerKey, court: &str, id: &ResidentId) -> Vec<u8> {
    key.keyed_hash(PURPOSE, court, id.reveal())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_meet_in_the_hash_and_never_in_the_ciphertext() {
        let (key, court) = (ServerKey::generate(), CourtId::from_uuid(uuid::Uuid::from_u128(1)));
        let id = ResidentId::parse("11010519491231002X").unwrap();
        let (a, b) = (seal_id(&key, court, "a", &id).unwrap(), seal_id(&key, court, "b", &id).unwrap());
        assert_eq!(a.hash, b.hash);
        assert_ne!(a.cipher, b.cipher);
        assert_eq!(a.masked, "1101051949****002X");
        assert_eq!(open_id(&key, court, "a", &a.cipher).unwrap(), Some(id));
        assert!(open_id(&key, court, "b", &a.cipher).is_err(), "a number stays in its row");
    }
}
