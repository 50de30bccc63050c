//! Staff passwords: Argon2id, 19 MiB, two passes (the OWASP floor), as PHC strings.
//!
//! Both functions take tens of milliseconds and 19 MiB: call them through [`off_thread`] from async code.

use std::sync::OnceLock;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};

use super::{CryptoError, CryptoResult};

/// Memory in KiB, passes, lanes.
const COST: (u32, u32, u32) = (19_456, 2, 1);

fn hasher() -> CryptoResult<Argon2<'static>> {
    let params = Params::new(COST.0, COST.1, COST.2, None).map_err(|_| CryptoError::Seal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// PHC string with a fresh salt.
pub fn hash(password: &SecretString) -> CryptoResult<String> {
    let phc = hasher()?.hash_password(password.expose_secret().as_bytes()).map_err(|_| CryptoError::Seal)?;
    Ok(phc.to_string())
}

/// True when the password belongs to the PHC string. `None` (no such account) costs the same time and is always
/// false, so that a login form does not tell who exists.
pub fn verify(password: &SecretString, phc: Option<&str>) -> bool {
    static NOBODY: OnceLock<Option<String>> = OnceLock::new();
    let nobody = || NOBODY.get_or_init(|| hash(&SecretString::from("nobody's password")).ok()).as_deref();
    let Some(text) = phc.or_else(nobody) else {
        return false;
    };
    let matches = PasswordHash::new(text)
        .is_ok_and(|stored| Argon2::default().verify_password(password.expose_secret().as_bytes(), &stored).is_ok());
    matches && phc.is_some()
}

/// Runs costly hashing or key opening on the blocking pool.
///
/// # Errors
/// [`CryptoError::Seal`] when the task was cancelled at shutdown.
pub async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> CryptoResult<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| CryptoError::Seal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_wrong_and_unknown() {
        let phc = hash(&"开门 口令 2026".into()).unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(verify(&"开门 口令 2026".into(), Some(&phc)));
        assert!(!verify(&"开门 口令 2025".into(), Some(&phc)));
        assert!(!verify(&"nobody's password".into(), None));
        assert!(!verify(&"x".into(), Some("not a phc string")));
    }
}
