//! What a sender takes home: a ticket number (safe to show), a secret (opens the dialogue), and a signed proof of
//! filing that anyone can check without our database.
//!
//! **Why one small Argon2id run is enough.** The secret is 80 random bits, not a chosen word: guessing it from a stolen
//! database means 2⁸⁰ trials, each of them 64 KiB of memory. Argon2id here only takes away the cheap hardware; the
//! strength is the randomness. So an honest sender waits a twentieth of a millisecond, and a burst of tips stays cheap.
//! One run gives 64 bytes: 32 stored as the verifier, 32 that become the sender's own X25519 identity and are never
//! stored. The halves of one Argon2id output do not reveal each other.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use super::seal::SecretKey;
use super::{CryptoError, CryptoResult, SUITE, length_prefixed, random, token};

/// Digits and capitals without I, L, O, U: 32 signs, five bits each.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TICKET_SIGNS: usize = 10;
const SECRET_SIGNS: usize = 16;
const STRETCH_KIB: u32 = 64;

fn draw(signs: usize) -> Zeroizing<String> {
    spell(u128::from_be_bytes(random::bytes()), signs)
}

fn spell(mut bits: u128, signs: usize) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(signs));
    for _ in 0..signs {
        text.push(ALPHABET[(bits & 31) as usize] as char);
        bits >>= 5;
    }
    text
}

/// Forgives what people do to a code on paper: case, spaces, dashes, full-width signs, O for 0, I or L for 1.
fn read(text: &str, signs: usize) -> Option<Zeroizing<String>> {
    let mut out = Zeroizing::new(String::with_capacity(signs));
    for sign in text.chars() {
        let narrow = match sign as u32 {
            code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0)?,
            _ => sign,
        };
        match narrow.to_ascii_uppercase() {
            '-' | '·' | '－' | '—' | '–' => {}
            space if space.is_whitespace() => {}
            'O' => out.push('0'),
            'I' | 'L' => out.push('1'),
            known if known.is_ascii() && ALPHABET.contains(&(known as u8)) => out.push(known),
            _ => return None,
        }
        if out.len() > signs {
            return None;
        }
    }
    (out.len() == signs).then_some(out)
}

/// The ticket number: ten signs, shown as `7KQ4M-2XT9W`. It finds a tip; alone it opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ticket(String);

impl Ticket {
    /// A fresh number (50 random bits).
    pub fn generate() -> Self {
        Self(draw(TICKET_SIGNS).to_string())
    }

    /// Reads what a person typed.
    pub fn parse(text: &str) -> Option<Self> {
        read(text, TICKET_SIGNS).map(|signs| Self(signs.to_string()))
    }

    /// Ten signs without the dash, as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, tail) = self.0.split_at(TICKET_SIGNS / 2);
        write!(f, "{head}-{tail}")
    }
}

/// The receipt secret: sixteen signs, shown once as `7KQ4 M2XT 9WBH D6RP`. Debug shows nothing.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A fresh secret (80 random bits).
    pub fn generate() -> Self {
        Self(draw(SECRET_SIGNS))
    }

    /// Reads what a person typed.
    pub fn parse(text: &str) -> Option<Self> {
        read(text, SECRET_SIGNS).map(Self)
    }

    /// The four groups of four, for the one page that shows them.
    pub fn groups(&self) -> [String; 4] {
        std::array::from_fn(|i| self.0[i * 4..i * 4 + 4].to_owned())
    }

    /// Sixteen signs without spaces, for a sealed draft or a form answer.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The save gate: do these four characters end the secret? Compared in constant time.
    pub fn ends_with(&self, typed: &str) -> bool {
        read(typed, 4).is_some_and(|four| token::same(four.as_bytes(), &self.0.as_bytes()[SECRET_SIGNS - 4..]))
    }
}

/// Ticket and secret that follow from 32 bytes only the server can make: the same form sent twice gets the same receipt.
pub fn derived(seed: &[u8; 32]) -> (Ticket, Secret) {
    let half = |at: usize| u128::from_be_bytes(std::array::from_fn(|i| seed[at + i]));
    (Ticket(spell(half(0), TICKET_SIGNS).to_string()), Secret(spell(half(16), SECRET_SIGNS)))
}

/// What the secret becomes.
#[derive(Debug, Clone)]
pub struct SenderKey {
    /// Opens the thread; never stored.
    pub key: SecretKey,
    verifier: Zeroizing<[u8; 32]>,
}

impl SenderKey {
    /// Stretches a secret for one ticket of one court. A twentieth of a millisecond, the same for right and wrong secrets:
    /// run it before looking up the ticket, so that time does not tell whether the ticket exists.
    pub fn stretch(court_code: &str, ticket: &Ticket, secret: &Secret) -> CryptoResult<Self> {
        let mut out = Zeroizing::new([0u8; 64]);
        let salt = length_prefixed([b"zhaoshi receipt 1".as_slice(), court_code.as_bytes(), ticket.0.as_bytes()]);
        let params = Params::new(STRETCH_KIB, 1, 1, Some(64)).map_err(|_| CryptoError::Seal)?;
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(secret.0.as_bytes(), &salt, out.as_mut_slice())
            .map_err(|_| CryptoError::Seal)?;
        let mut identity = Zeroizing::new([0u8; 32]);
        let mut verifier = Zeroizing::new([0u8; 32]);
        verifier.copy_from_slice(&out[..32]);
        identity.copy_from_slice(&out[32..]);
        Ok(Self { key: SecretKey::from_bytes(&identity)?, verifier })
    }

    /// What the tip row keeps to recognise the sender.
    pub fn verifier(&self) -> &[u8; 32] {
        &self.verifier
    }

    /// Constant-time comparison with the stored verifier.
    pub fn matches(&self, stored: &[u8]) -> bool {
        token::same(self.verifier.as_slice(), stored)
    }
}

/// What the court signs: that this ticket was filed, for which subject, as which arrival, when. No content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Code of the court, `湘1199`.
    pub court: String,
    /// The ticket number.
    pub ticket: Ticket,
    /// Public name of the subject (`2025-21/3`), empty for a tip without a notice. Never a person's name.
    pub subject: String,
    /// Arrival number for that subject, from 1.
    pub seq: i64,
    /// Unix milliseconds of acceptance.
    pub at: i64,
}

const PROOF_HEAD: &str = "zhaoshi-receipt";

impl Proof {
    fn signed_bytes(&self) -> Vec<u8> {
        let (seq, at) = (self.seq.to_be_bytes(), self.at.to_be_bytes());
        length_prefixed([
            PROOF_HEAD.as_bytes(),
            SUITE.as_bytes(),
            self.court.as_bytes(),
            self.ticket.0.as_bytes(),
            self.subject.as_bytes(),
            &seq,
            &at,
        ])
    }

    /// One line for paper and QR: `zhaoshi-receipt|a1|湘1199|7KQ4M2XT9W|2025-21/3|12|1764000000000|<signature>`.
    pub fn sign(&self, key: &SigningKey) -> String {
        let signature = URL_SAFE_NO_PAD.encode(key.sign(&self.signed_bytes()).to_bytes());
        let Self { court, ticket, subject, seq, at } = self;
        format!("{PROOF_HEAD}|{SUITE}|{court}|{}|{}|{seq}|{at}|{signature}", ticket.0, subject.replace('|', "/"))
    }

    /// Checks a line against the court's public key, offline. Line breaks and spaces from copying do not matter.
    ///
    /// # Errors
    /// [`CryptoError::BadKey`] for another suite, [`CryptoError::Damaged`] for everything that does not verify.
    pub fn verify(line: &str, key: &VerifyingKey) -> CryptoResult<Self> {
        let line: String = line.chars().filter(|sign| !sign.is_whitespace()).collect();
        let fields: Vec<&str> = line.split('|').collect();
        let [head, suite, court, ticket, subject, seq, at, signature] = fields[..] else {
            return Err(CryptoError::Damaged);
        };
        if head != PROOF_HEAD {
            return Err(CryptoError::Damaged);
        }
        if suite != SUITE {
            return Err(CryptoError::BadKey);
        }
        let proof = Self {
            court: court.to_owned(),
            ticket: Ticket::parse(ticket).ok_or(CryptoError::Damaged)?,
            subject: subject.to_owned(),
            seq: seq.parse().map_err(|_| CryptoError::Damaged)?,
            at: at.parse().map_err(|_| CryptoError::Damaged)?,
        };
        let bytes = URL_SAFE_NO_PAD.decode(signature).map_err(|_| CryptoError::Damaged)?;
        let signature = Signature::from_slice(&bytes).map_err(|_| CryptoError::Damaged)?;
        key.verify_strict(&proof.signed_bytes(), &signature).map_err(|_| CryptoError::Damaged)?;
        Ok(proof)
    }
}

/// A fresh Ed25519 key for a court's receipts and audit checkpoints.
pub fn new_signing_key() -> SigningKey {
    SigningKey::from_bytes(&random::bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proof() -> Proof {
        Proof {
            court: "湘1199".into(),
            ticket: Ticket::generate(),
            subject: "2025-21/3".into(),
            seq: 12,
            at: 1_764_000_000_000,
        }
    }

    #[test]
    fn codes_use_the_alphabet_and_forgive_typing() {
        let secret = Secret::generate();
        assert_eq!(secret.expose().len(), 16);
        assert!(secret.expose().bytes().all(|b| ALPHABET.contains(&b)));
        let sloppy = format!(" {} ", secret.groups().join(" - ").to_lowercase());
        assert_eq!(Secret::parse(&sloppy).unwrap().expose(), secret.expose());
        assert_eq!(Secret::parse("oil0 1111 2222 ３３３３").unwrap().expose(), "0110111122223333");
        assert!(Secret::parse("UUUU UUUU UUUU UUUU").is_none());
        assert!(Secret::parse("1234").is_none());
        let ticket = Ticket::generate();
        assert_eq!(Ticket::parse(&ticket.to_string()).unwrap(), ticket);
        assert!(!format!("{secret:?}").contains(secret.expose()));
    }

    #[test]
    fn derived_codes_depend_on_every_part_of_the_seed() {
        let seed: [u8; 32] = std::array::from_fn(|i| u8::try_from(i * 7).unwrap());
        let (ticket, secret) = derived(&seed);
        assert_eq!((Ticket::parse(ticket.as_str()), ticket.clone()), (Some(ticket.clone()), derived(&seed).0));
        assert_eq!(Secret::parse(secret.expose()).unwrap().expose(), derived(&seed).1.expose());
        let other = derived(&std::array::from_fn(|i| if i == 15 || i == 31 { 1 } else { seed[i] }));
        assert!(other.0 != ticket && other.1.expose() != secret.expose());
    }

    #[test]
    fn the_save_gate_wants_the_last_four() {
        let secret = Secret::parse("7KQ4 M2XT 9WBH D6RP").unwrap();
        assert!(secret.ends_with("d6rp"));
        assert!(secret.ends_with(" D6 RP"));
        assert!(!secret.ends_with("7KQ4"));
        assert!(!secret.ends_with(""));
    }

    #[test]
    fn stretching_is_stable_and_depends_on_everything() {
        let (ticket, secret) = (Ticket::generate(), Secret::generate());
        let one = SenderKey::stretch("湘1199", &ticket, &secret).unwrap();
        let two = SenderKey::stretch("湘1199", &ticket, &secret).unwrap();
        assert!(one.matches(two.verifier()));
        assert_eq!(one.key.public(), two.key.public());
        let others = [
            SenderKey::stretch("湘1127", &ticket, &secret).unwrap(),
            SenderKey::stretch("湘1199", &Ticket::generate(), &secret).unwrap(),
            SenderKey::stretch("湘1199", &ticket, &Secret::generate()).unwrap(),
        ];
        for other in others {
            assert!(!one.matches(other.verifier()));
            assert_ne!(one.key.public(), other.key.public());
        }
    }

    #[test]
    fn a_proof_verifies_and_every_changed_field_is_found() {
        let key = new_signing_key();
        let proof = proof();
        let line = proof.sign(&key);
        assert_eq!(Proof::verify(&line, &key.verifying_key()).unwrap(), proof);
        let broken = line.replacen("|12|", "|\n 12 |", 1);
        assert_eq!(Proof::verify(&broken, &key.verifying_key()).unwrap(), proof);
        for (from, to) in
            [("|12|", "|11|"), ("湘1199", "湘1127"), ("2025-21/3", "2025-21/4"), ("1764000000000", "1763000000000")]
        {
            assert!(Proof::verify(&line.replacen(from, to, 1), &key.verifying_key()).is_err(), "{from} → {to}");
        }
        assert!(Proof::verify(&line, &new_signing_key().verifying_key()).is_err());
        assert!(Proof::verify("", &key.verifying_key()).is_err());
    }

    #[test]
    fn the_form_counts_as_many_signs_as_codes_have() {
        use app::domain::tip_content;
        assert_eq!((TICKET_SIGNS, SECRET_SIGNS), (tip_content::TICKET_SIGNS, tip_content::SECRET_SIGNS));
    }
}
