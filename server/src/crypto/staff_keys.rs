//! How a login opens a key. A staff member's X25519 identity is an age file under their password (scrypt). Login opens
//! it once and seals it again under a random key that exists only in the session cookie; the session row holds the
//! ciphertext. Whoever has the database, or the cookie alone, has nothing.

use age::secrecy::{ExposeSecret, SecretString};
use app::domain::ids::StaffId;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::seal::{PublicKey, SecretKey};
use super::{CryptoError, CryptoResult, aead, length_prefixed, random};

/// log2 of scrypt's N: 32 MiB and a tenth of a second, as a login can bear. A file may ask for at most `MAX_WORK`.
const WORK: u8 = 15;
const MAX_WORK: u8 = 18;

/// A staff member's own key while their session lives. Debug shows no key.
#[derive(Clone, Debug)]
pub struct UnlockedStaffKey {
    /// Whose key this is; audit rows of what it opens name this person.
    pub staff: StaffId,
    key: SecretKey,
}

impl UnlockedStaffKey {
    /// Joins an opened identity with its owner.
    pub fn new(staff: StaffId, key: SecretKey) -> Self {
        Self { staff, key }
    }

    /// The key that opens this person's key files.
    pub fn key(&self) -> &SecretKey {
        &self.key
    }
}

/// A new identity: the public half for the staff table, and the age file under the password. Takes about 0.1 s.
pub fn new_staff_key(password: &SecretString) -> CryptoResult<(PublicKey, Vec<u8>)> {
    let key = SecretKey::generate();
    Ok((key.public(), seal_under_password(&key, password)?))
}

/// Opens a staff key file. Takes about 0.1 s: call through [`super::password::off_thread`].
///
/// # Errors
/// [`CryptoError::WrongPassword`], or [`CryptoError::Damaged`] for a file that is not ours.
pub fn unlock(staff: StaffId, sealed: &[u8], password: &SecretString) -> CryptoResult<UnlockedStaffKey> {
    let mut identity = age::scrypt::Identity::new(password.clone());
    identity.set_max_work_factor(MAX_WORK);
    let text = age::decrypt(&identity, sealed).map(Zeroizing::new).map_err(|cause| match cause {
        age::DecryptError::NoMatchingKeys
        | age::DecryptError::DecryptionFailed
        | age::DecryptError::KeyDecryptionFailed => CryptoError::WrongPassword,
        _ => CryptoError::Damaged,
    })?;
    let key = SecretKey::parse(std::str::from_utf8(&text).map_err(|_| CryptoError::BadKey)?)?;
    Ok(UnlockedStaffKey::new(staff, key))
}

/// The same identity under a new password: key files of tips need no change.
pub fn change_password(key: &UnlockedStaffKey, password: &SecretString) -> CryptoResult<Vec<u8>> {
    seal_under_password(&key.key, password)
}

fn seal_under_password(key: &SecretKey, password: &SecretString) -> CryptoResult<Vec<u8>> {
    let mut recipient = age::scrypt::Recipient::new(password.clone());
    recipient.set_work_factor(WORK);
    age::encrypt(&recipient, key.expose().expose_secret().as_bytes()).map_err(|_| CryptoError::Seal)
}

/// The random key of one session. It lives in the cookie only; Debug shows nothing.
pub struct SessionKey(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionKey(…)")
    }
}

impl SessionKey {
    /// 43 characters for the cookie.
    pub fn to_cookie(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_slice())
    }

    /// Reads the cookie; anything else is `None`.
    pub fn from_cookie(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text.trim()).ok()?);
        Some(Self(Zeroizing::new(bytes.as_slice().try_into().ok()?)))
    }
}

/// Seals an unlocked key for one session. `session` is the session row's id (the token's hash): the ciphertext opens
/// in that row only.
pub fn wrap_for_session(key: &UnlockedStaffKey, session: &str) -> CryptoResult<(SessionKey, Vec<u8>)> {
    let session_key = SessionKey(Zeroizing::new(random::bytes()));
    let text = key.key.expose();
    let sealed = aead::seal(&session_key.0, &context(key.staff, session), text.expose_secret().as_bytes())?;
    Ok((session_key, sealed))
}

/// Opens what [`wrap_for_session`] made, for the same staff member and the same session.
pub fn unwrap_from_session(
    session_key: &SessionKey,
    staff: StaffId,
    session: &str,
    sealed: &[u8],
) -> CryptoResult<UnlockedStaffKey> {
    let text = aead::open(&session_key.0, &context(staff, session), sealed)?;
    let key = SecretKey::parse(std::str::from_utf8(&text).map_err(|_| CryptoError::BadKey)?)?;
    Ok(UnlockedStaffKey::new(staff, key))
}

fn context(staff: StaffId, session: &str) -> Vec<u8> {
    length_prefixed([b"zhaoshi session key 1".as_slice(), staff.to_string().as_bytes(), session.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff() -> StaffId {
        StaffId::from_uuid(random::uuid(1))
    }

    #[test]
    fn password_opens_changes_and_refuses() {
        let owner = staff();
        let (public, sealed) = new_staff_key(&"旧口令".into()).unwrap();
        let key = unlock(owner, &sealed, &"旧口令".into()).unwrap();
        assert_eq!(key.key().public(), public);
        assert_eq!(unlock(owner, &sealed, &"错口令".into()).unwrap_err(), CryptoError::WrongPassword);
        let renewed = change_password(&key, &"新口令".into()).unwrap();
        assert_eq!(unlock(owner, &renewed, &"新口令".into()).unwrap().key().public(), public);
        assert!(unlock(owner, b"junk", &"新口令".into()).is_err());
    }

    #[test]
    fn a_session_holds_the_key_only_with_its_cookie() {
        let key = UnlockedStaffKey::new(staff(), SecretKey::generate());
        let (session_key, sealed) = wrap_for_session(&key, "session 1").unwrap();
        let cookie = SessionKey::from_cookie(&session_key.to_cookie()).unwrap();
        let again = unwrap_from_session(&cookie, key.staff, "session 1", &sealed).unwrap();
        assert_eq!(again.key().public(), key.key().public());
        assert!(unwrap_from_session(&cookie, key.staff, "session 2", &sealed).is_err());
        assert!(unwrap_from_session(&cookie, staff(), "session 1", &sealed).is_err());
        let (other, _) = wrap_for_session(&key, "session 1").unwrap();
        assert!(unwrap_from_session(&other, key.staff, "session 1", &sealed).is_err());
        assert!(!format!("{key:?} {session_key:?}").contains("AGE-SECRET"));
    }
}
