//! The court itself: its names, its public keys, and its signing key under the server key.

use app::domain::date::Instant;
use app::domain::ids::CourtId;
use ed25519_dalek::{SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use super::{OrCorrupt, StoreResult, Tx};
use crate::crypto::receipt::new_signing_key;
use crate::crypto::seal::PublicKey;
use crate::crypto::server_key::ServerKey;
use crate::crypto::{SUITE, audit_chain, random};
use crate::{exec, on};

/// A court as stored. Debug shows public things only.
#[derive(Debug, Clone)]
pub struct CourtRecord {
    /// Row id, the tenant of every other record.
    pub id: CourtId,
    /// `湘1199`.
    pub code: String,
    /// Full name.
    pub name: String,
    /// JSON of what pages print about the court.
    pub settings: String,
    /// The paper key in the safe reads every tip.
    pub recovery: PublicKey,
    /// Checks receipts and audit checkpoints.
    pub signing_public: VerifyingKey,
    signing_sealed: Vec<u8>,
}

impl CourtRecord {
    /// Opens the signing key; needs the server key this court was made with.
    pub fn signing_key(&self, server_key: &ServerKey) -> StoreResult<SigningKey> {
        let bytes = server_key.unwrap(SIGNING, &self.code, &self.id.to_string(), &self.signing_sealed)?;
        let seed: Zeroizing<[u8; 32]> = Zeroizing::new(bytes.as_slice().try_into().or_corrupt("court.signing_sealed")?);
        Ok(SigningKey::from_bytes(&seed))
    }
}

const SIGNING: &str = "court signing key";

/// What a new court brings.
#[derive(Debug, Clone)]
pub struct NewCourt<'a> {
    /// `湘1199`, unique.
    pub code: &'a str,
    /// Full name.
    pub name: &'a str,
    /// JSON.
    pub settings: &'a str,
    /// Public half of the recovery key; the caller prints the private half once and forgets it.
    pub recovery: &'a PublicKey,
}

const INSERT: &str = "INSERT INTO court
    (id, code, name, settings, recovery_public, signing_public, signing_sealed, suite, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const INSERT_HEAD: &str = "INSERT INTO audit_head (court_id, seq, hash) VALUES ($1, 0, $2)";
const BY_CODE: &str = "SELECT id, code, name, settings, recovery_public, signing_public, signing_sealed
    FROM court WHERE code = $1";
const FIRST: &str = "SELECT id, code, name, settings, recovery_public, signing_public, signing_sealed
    FROM court ORDER BY created_at, id LIMIT 1";
const SAVE_SETTINGS: &str = "UPDATE court SET name = $2, settings = $3 WHERE id = $1";

/// Makes a court with a fresh signing key and an empty audit chain.
///
/// # Errors
/// [`super::StoreError::Conflict`] when the code is taken.
pub async fn create(tx: &mut Tx, new: NewCourt<'_>, server_key: &ServerKey, now: Instant) -> StoreResult<CourtRecord> {
    let id = random::uuid(now.ms()).to_string();
    let key = new_signing_key();
    let sealed = server_key.wrap(SIGNING, new.code, &id, &key.to_bytes())?;
    exec!(
        tx,
        sqlx::query(INSERT)
            .bind(&id)
            .bind(new.code)
            .bind(new.name)
            .bind(new.settings)
            .bind(new.recovery.to_string())
            .bind(key.verifying_key().to_bytes().to_vec())
            .bind(&sealed)
            .bind(SUITE)
            .bind(now.ms())
    )?;
    let genesis = audit_chain::genesis(&id).to_vec();
    exec!(tx, sqlx::query(INSERT_HEAD).bind(&id).bind(&genesis))?;
    load(tx, new.code).await?.or_corrupt("court.code")
}

/// The court of this code.
pub async fn load(tx: &mut Tx, code: &str) -> StoreResult<Option<CourtRecord>> {
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(BY_CODE).bind(code).fetch_optional(c).await)?;
    row.map(CourtRecord::try_from).transpose()
}

/// The first court made: the one a single-court site serves.
pub async fn load_first(tx: &mut Tx) -> StoreResult<Option<CourtRecord>> {
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(FIRST).fetch_optional(c).await)?;
    row.map(CourtRecord::try_from).transpose()
}

/// Replaces name and settings.
pub async fn save_settings(tx: &mut Tx, court: CourtId, name: &str, settings: &str) -> StoreResult<()> {
    exec!(tx, sqlx::query(SAVE_SETTINGS).bind(court.to_string()).bind(name).bind(settings))?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    code: String,
    name: String,
    settings: String,
    recovery_public: String,
    signing_public: Vec<u8>,
    signing_sealed: Vec<u8>,
}

impl TryFrom<Row> for CourtRecord {
    type Error = super::StoreError;

    fn try_from(row: Row) -> StoreResult<Self> {
        let public: [u8; 32] = row.signing_public.as_slice().try_into().or_corrupt("court.signing_public")?;
        Ok(Self {
            id: CourtId::parse(&row.id).or_corrupt("court.id")?,
            code: row.code,
            name: row.name,
            settings: row.settings,
            recovery: PublicKey::parse(&row.recovery_public).or_corrupt("court.recovery_public")?,
            signing_public: VerifyingKey::from_bytes(&public).or_corrupt("court.signing_public")?,
            signing_sealed: row.signing_sealed,
        })
    }
}
