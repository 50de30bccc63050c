//! Random tokens: the cookie holds the token, the table holds its SHA-256.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::random;

/// 256 random bits. Debug shows nothing; [`Token::text`] is the only way out.
pub struct Token(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// A new token.
    pub fn generate() -> Self {
        Self(Zeroizing::new(random::bytes()))
    }

    /// 43 characters of base64url, for a cookie or a hidden field.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_slice())
    }

    /// Reads what [`Token::text`] wrote; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text.trim()).ok()?);
        Some(Self(Zeroizing::new(bytes.as_slice().try_into().ok()?)))
    }

    /// What a table may hold: hex SHA-256, useless without the token itself.
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_slice()))
    }
}

/// Compares without telling, by time, where two values part.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trips_and_debug_is_silent() {
        let token = Token::generate();
        let again = Token::parse(&token.text()).unwrap();
        assert_eq!(token.hash(), again.hash());
        assert!(!format!("{token:?}").contains(&token.text()));
        assert!(Token::parse("short").is_none());
    }
}
