//! Staff accounts: who may sign in, what opens with their password, and how often it was wrong.
use app::domain::{
    date::Instant,
    ids::{CourtId, StaffId},
    refusal::Refusal,
    staff::{Role, Who},
};
use secrecy::SecretString;

use super::{OrCorrupt, StoreError, StoreResult, Tx};
use crate::{
    crypto::{password, random, readers::Reader, seal::PublicKey, staff_keys},
    on,
};

/// Wrong passwords after which an account rests (SE-2).
pub const TRIES: i64 = 5;
/// How long it rests, in milliseconds.
pub const REST_MS: i64 = 15 * 60 * 1000;
/// Old passwords that are not taken again (SE-2).
pub const REMEMBERED: i64 = 5;

/// A new account, before its keys are made.
pub struct NewStaff<'a> {
    pub login: &'a str,
    pub name: &'a str,
    pub roles: &'a [Role],
    pub password: SecretString,
    /// The owner must choose another password before anything else opens.
    pub must_change: bool,
}

/// An account as the sign-in and the account pages need it.
pub struct Account {
    pub who: Who,
    pub login: String,
    pub password_hash: String,
    pub public_key: PublicKey,
    /// Age file under the password.
    pub sealed_key: Vec<u8>,
    /// Under the server key; `None` when no second factor was ever begun.
    pub totp_sealed: Option<Vec<u8>>,
    pub totp_confirmed: bool,
    /// Step of the last code that was taken: the same code opens nothing twice.
    pub totp_last_step: i64,
    pub failed_count: i64,
    pub locked_until: Instant,
    pub password_changed: Instant,
    pub must_change: bool,
}

impl Account {
    pub fn locked(&self, now: Instant) -> bool {
        now < self.locked_until
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    court_id: String,
    login: String,
    name: String,
    password_hash: String,
    public_key: String,
    sealed_key: Vec<u8>,
    totp_sealed: Option<Vec<u8>>,
    totp_confirmed: bool,
    totp_last_step: i64,
    failed_count: i64,
    locked_until: i64,
    password_changed: i64,
    must_change: bool,
}

impl Row {
    fn into_account(self, roles: Vec<Role>) -> StoreResult<Account> {
        Ok(Account {
            who: Who {
                id: StaffId::parse(&self.id).or_corrupt("staff.id")?,
                court: CourtId::parse(&self.court_id).or_corrupt("staff.court_id")?,
                name: self.name,
                roles,
            },
            login: self.login,
            password_hash: self.password_hash,
            public_key: PublicKey::parse(&self.public_key)?,
            sealed_key: self.sealed_key,
            totp_sealed: self.totp_sealed,
            totp_confirmed: self.totp_confirmed,
            totp_last_step: self.totp_last_step,
            failed_count: self.failed_count,
            locked_until: Instant(self.locked_until),
            password_changed: Instant(self.password_changed),
            must_change: self.must_change,
        })
    }
}

const INSERT: &str = "INSERT INTO staff (id, court_id, login, name, password_hash, public_key, sealed_key,
      password_changed, must_change, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const INSERT_ROLE: &str = "INSERT INTO staff_role (staff_id, court_id, role) VALUES ($1, $2, $3)";

/// A new account with its password hashed and its keys made: nothing slow is left for the transaction.
pub struct Prepared<'a> {
    new: NewStaff<'a>,
    hash: String,
    public: PublicKey,
    sealed: Vec<u8>,
}

/// Hashes the password and makes the key pair, about 0.2 s off this thread. Call it before a transaction is open: a
/// write transaction holds everybody else up.
pub async fn prepare(new: NewStaff<'_>) -> StoreResult<Prepared<'_>> {
    let secret = new.password.clone();
    let (hash, keys) =
        password::off_thread(move || (password::hash(&secret), staff_keys::new_staff_key(&secret))).await?;
    let (hash, (public, sealed)) = (hash?, keys?);
    Ok(Prepared { new, hash, public, sealed })
}

/// Stores a prepared account.
///
/// # Errors
/// [`StoreError::Conflict`] when the login is taken.
pub async fn create(tx: &mut Tx, court: CourtId, prepared: Prepared<'_>, at: Instant) -> StoreResult<StaffId> {
    let id = StaffId::from_uuid(random::uuid(at.ms()));
    let Prepared { new, hash, public, sealed } = prepared;
    on!(tx, |c| sqlx::query(INSERT)
        .bind(id.to_string())
        .bind(court.to_string())
        .bind(new.login)
        .bind(new.name)
        .bind(&hash)
        .bind(public.to_string())
        .bind(&sealed)
        .bind(at.ms())
        .bind(new.must_change)
        .bind(at.ms())
        .execute(c)
        .await
        .map(|_| ()))?;
    for role in new.roles {
        on!(tx, |c| sqlx::query(INSERT_ROLE)
            .bind(id.to_string())
            .bind(court.to_string())
            .bind(role.code())
            .execute(c)
            .await
            .map(|_| ()))?;
    }
    remember_password(tx, court, id, &hash, at).await?;
    Ok(id)
}

const BY_LOGIN: &str = "SELECT id, court_id, login, name, password_hash, public_key, sealed_key, totp_sealed,
      totp_confirmed, totp_last_step, failed_count, locked_until, password_changed, must_change
    FROM staff WHERE court_id = $1 AND login = $2 AND active";
const BY_ID: &str = "SELECT id, court_id, login, name, password_hash, public_key, sealed_key, totp_sealed,
      totp_confirmed, totp_last_step, failed_count, locked_until, password_changed, must_change
    FROM staff WHERE court_id = $1 AND id = $2 AND active";

/// The active account with this login.
pub async fn by_login(tx: &mut Tx, court: CourtId, login: &str) -> StoreResult<Option<Account>> {
    load(tx, court, BY_LOGIN, login).await
}

/// The active account with this id.
pub async fn by_id(tx: &mut Tx, court: CourtId, id: StaffId) -> StoreResult<Option<Account>> {
    load(tx, court, BY_ID, &id.to_string()).await
}

async fn load(tx: &mut Tx, court: CourtId, sql: &'static str, key: &str) -> StoreResult<Option<Account>> {
    let row: Option<Row> = on!(tx, |c| sqlx::query_as(sql).bind(court.to_string()).bind(key).fetch_optional(c).await)?;
    let Some(row) = row else { return Ok(None) };
    let roles = roles_of(tx, court, &row.id).await?;
    row.into_account(roles).map(Some)
}

const ROLES: &str = "SELECT role FROM staff_role WHERE court_id = $1 AND staff_id = $2 ORDER BY role";

async fn roles_of(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<Vec<Role>> {
    let codes: Vec<(String,)> = on!(tx, |c| sqlx::query_as(ROLES).bind(court.to_string()).bind(id).fetch_all(c).await)?;
    codes.iter().map(|(code,)| Role::parse(code).or_corrupt("staff_role.role")).collect()
}

/// Someone a tip can be sealed to or assigned to.
#[derive(Clone, Debug)]
pub struct Member {
    pub id: StaffId,
    pub name: String,
    pub roles: Vec<Role>,
    pub key: PublicKey,
}

impl Member {
    /// As a reader of tips' content.
    ///
    /// # Errors
    /// SE-2 when the roles do not read tips.
    pub fn content_reader(&self) -> Result<Reader, Refusal> {
        Reader::of_content(self.id, &self.roles, self.key.clone())
    }

    /// As a holder of the vault of identities.
    ///
    /// # Errors
    /// SE-2 when the roles do not open it.
    pub fn person_reader(&self) -> Result<Reader, Refusal> {
        Reader::of_person(self.id, &self.roles, self.key.clone())
    }
}

const WITH_ROLE: &str = "SELECT s.id, s.name, s.public_key FROM staff_role r JOIN staff s ON s.id = r.staff_id
    WHERE r.court_id = $1 AND r.role = $2 AND s.active ORDER BY s.name, s.id";

/// Active staff of a role, by name.
pub async fn with_role(tx: &mut Tx, court: CourtId, role: Role) -> StoreResult<Vec<Member>> {
    let rows: Vec<(String, String, String)> =
        on!(tx, |c| sqlx::query_as(WITH_ROLE).bind(court.to_string()).bind(role.code()).fetch_all(c).await)?;
    let mut members = Vec::with_capacity(rows.len());
    for (id, name, key) in rows {
        let roles = roles_of(tx, court, &id).await?;
        let id = StaffId::parse(&id).or_corrupt("staff.id")?;
        members.push(Member { id, name, roles, key: PublicKey::parse(&key)? });
    }
    Ok(members)
}

/// Those on duty for new tips (intake): every tip's content is sealed to them, the recovery key and its sender.
pub async fn content_readers(tx: &mut Tx, court: CourtId) -> StoreResult<Vec<Reader>> {
    let members = with_role(tx, court, Role::Intake).await?;
    Ok(members.iter().filter_map(|m| m.content_reader().ok()).collect())
}

/// Those who hold the vault of identities (the reward office): a sender's name is sealed to them and the recovery key.
pub async fn person_readers(tx: &mut Tx, court: CourtId) -> StoreResult<Vec<Reader>> {
    let members = with_role(tx, court, Role::Reward).await?;
    Ok(members.iter().filter_map(|m| m.person_reader().ok()).collect())
}

const NAMES: &str = "SELECT id, name FROM staff WHERE court_id = $1";

/// Names by id, former staff included: a timeline must still say who acted.
pub async fn names(tx: &mut Tx, court: CourtId) -> StoreResult<std::collections::HashMap<StaffId, String>> {
    let rows: Vec<(String, String)> = on!(tx, |c| sqlx::query_as(NAMES).bind(court.to_string()).fetch_all(c).await)?;
    rows.into_iter().map(|(id, name)| Ok((StaffId::parse(&id).or_corrupt("staff.id")?, name))).collect()
}

/// One line of `zhaoshi staff list`.
pub struct Listed {
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub second_factor: bool,
    pub active: bool,
}

const LIST: &str = "SELECT id, login, name, totp_confirmed, active FROM staff WHERE court_id = $1 ORDER BY login";

/// All accounts of a court.
pub async fn list(tx: &mut Tx, court: CourtId) -> StoreResult<Vec<Listed>> {
    let rows: Vec<(String, String, String, bool, bool)> =
        on!(tx, |c| sqlx::query_as(LIST).bind(court.to_string()).fetch_all(c).await)?;
    let mut listed = Vec::with_capacity(rows.len());
    for (id, login, name, second_factor, active) in rows {
        let roles = roles_of(tx, court, &id).await?;
        listed.push(Listed { login, name, roles, second_factor, active });
    }
    Ok(listed)
}

// counted in one statement, so that parallel guesses cannot share one count
const FAILED: &str = "UPDATE staff SET
      failed_count = CASE WHEN failed_count + 1 >= $3 THEN 0 ELSE failed_count + 1 END,
      locked_until = CASE WHEN failed_count + 1 >= $3 THEN $4 ELSE locked_until END
    WHERE court_id = $1 AND id = $2 RETURNING locked_until";

/// Counts one wrong try; true when this was the one that locked the account.
pub async fn failed(tx: &mut Tx, court: CourtId, id: StaffId, now: Instant) -> StoreResult<bool> {
    let until = now.plus_ms(REST_MS).ms();
    let row: Option<(i64,)> = on!(tx, |c| sqlx::query_as(FAILED)
        .bind(court.to_string())
        .bind(id.to_string())
        .bind(TRIES)
        .bind(until)
        .fetch_optional(c)
        .await)?;
    Ok(row == Some((until,)))
}

const SUCCEEDED: &str = "UPDATE staff SET failed_count = 0, totp_last_step = $3
    WHERE court_id = $1 AND id = $2 AND locked_until <= $4 AND totp_last_step <= $3 RETURNING id";
const SUCCEEDED_BY_CODE: &str = "UPDATE staff SET failed_count = 0, totp_last_step = $3
    WHERE court_id = $1 AND id = $2 AND locked_until <= $4 AND totp_last_step < $3 RETURNING id";

/// Ends the count of wrong tries. `step` is the time step of the code that was given. False when another request used
/// that code first, or the account was locked meanwhile.
pub async fn succeeded(tx: &mut Tx, account: &Account, step: Option<i64>, now: Instant) -> StoreResult<bool> {
    let sql = if step.is_some() { SUCCEEDED_BY_CODE } else { SUCCEEDED };
    let row: Option<(String,)> = on!(tx, |c| sqlx::query_as(sql)
        .bind(account.who.court.to_string())
        .bind(account.who.id.to_string())
        .bind(step.unwrap_or(account.totp_last_step))
        .bind(now.ms())
        .fetch_optional(c)
        .await)?;
    Ok(row.is_some())
}

const SET_PASSWORD: &str = "UPDATE staff SET password_hash = $3, sealed_key = $4, password_changed = $5,
      must_change = FALSE WHERE court_id = $1 AND id = $2 AND password_hash = $6 RETURNING id";

/// Puts a new password in place of `old_hash`, with the key sealed again under it.
///
/// # Errors
/// [`StoreError::Conflict`] when the password was changed elsewhere in the meantime.
pub async fn set_password(
    tx: &mut Tx,
    account: &Account,
    hash: &str,
    sealed_key: &[u8],
    at: Instant,
) -> StoreResult<()> {
    let row: Option<(String,)> = on!(tx, |c| sqlx::query_as(SET_PASSWORD)
        .bind(account.who.court.to_string())
        .bind(account.who.id.to_string())
        .bind(hash)
        .bind(sealed_key)
        .bind(at.ms())
        .bind(&account.password_hash)
        .fetch_optional(c)
        .await)?;
    row.ok_or_else(|| StoreError::Conflict("staff.password".into()))?;
    remember_password(tx, account.who.court, account.who.id, hash, at).await
}

const REMEMBER: &str = "INSERT INTO staff_password (staff_id, court_id, changed_at, password_hash)
    VALUES ($1, $2, $3, $4) ON CONFLICT (staff_id, changed_at) DO UPDATE SET password_hash = $4";

async fn remember_password(tx: &mut Tx, court: CourtId, id: StaffId, hash: &str, at: Instant) -> StoreResult<()> {
    on!(tx, |c| sqlx::query(REMEMBER)
        .bind(id.to_string())
        .bind(court.to_string())
        .bind(at.ms())
        .bind(hash)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

const OLD_PASSWORDS: &str = "SELECT password_hash FROM staff_password
    WHERE court_id = $1 AND staff_id = $2 ORDER BY changed_at DESC LIMIT $3";

/// Hashes of the last passwords, newest first.
pub async fn old_passwords(tx: &mut Tx, court: CourtId, id: StaffId) -> StoreResult<Vec<String>> {
    let rows: Vec<(String,)> = on!(tx, |c| sqlx::query_as(OLD_PASSWORDS)
        .bind(court.to_string())
        .bind(id.to_string())
        .bind(REMEMBERED)
        .fetch_all(c)
        .await)?;
    Ok(rows.into_iter().map(|(hash,)| hash).collect())
}

const SET_TOTP: &str = "UPDATE staff SET totp_sealed = $3, totp_confirmed = TRUE, totp_last_step = $4
    WHERE court_id = $1 AND id = $2";

/// Puts a confirmed second factor in force; `step` is the step of the code that confirmed it.
pub async fn set_totp(tx: &mut Tx, court: CourtId, id: StaffId, sealed: &[u8], step: i64) -> StoreResult<()> {
    on!(tx, |c| sqlx::query(SET_TOTP)
        .bind(court.to_string())
        .bind(id.to_string())
        .bind(sealed)
        .bind(step)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

// the last step stays: a code that was seen before the reset opens nothing after it
const RESET_TOTP: &str = "UPDATE staff SET totp_sealed = NULL, totp_confirmed = FALSE WHERE court_id = $1 AND id = $2";

/// Forgets a lost second factor; the next sign-in is by password, and enrols a new one where the role needs it (SE-2).
pub async fn reset_totp(tx: &mut Tx, court: CourtId, id: StaffId) -> StoreResult<()> {
    on!(tx, |c| sqlx::query(RESET_TOTP).bind(court.to_string()).bind(id.to_string()).execute(c).await.map(|_| ()))?;
    Ok(())
}
