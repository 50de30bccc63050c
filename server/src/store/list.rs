//! The two lists (失信, 限制消费): current entries only, found by exact name, case number or credit code.
//!
//! Every public statement repeats the same condition: published, begun, not yet past its term. What is not current is
//! not there for readers (DJ-10, DJ-11).
use app::domain::{date::LegalDate, ids::CourtId};

use super::{StoreResult, Tx};
use crate::on;

/// Entries shown without a query (design: no browsing beyond the latest).
pub const LATEST: i64 = 20;
/// Most results of one lookup; namesakes beyond that are told apart by the case number.
const MOST: i64 = 50;

/// One row of `list_entry`, as stored. Pages take only what DJ-6 allows.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct EntryRow {
    pub id: String,
    /// `dishonest` or `restricted`
    pub list: String,
    /// `d-2025-312`
    pub public_no: String,
    pub party_kind: String,
    pub name: String,
    pub name_key: String,
    pub id_cipher: Option<Vec<u8>>,
    pub id_hash: Option<Vec<u8>>,
    pub id_masked: String,
    pub sex: String,
    pub birth_year: i64,
    pub uscc: String,
    pub legal_rep: String,
    pub case_no: String,
    pub filed_on: String,
    pub basis_no: String,
    pub basis_unit: String,
    pub duty: String,
    /// `none` or `part`
    pub performance: String,
    /// `G1,G5`
    pub grounds: String,
    pub decision_no: String,
    pub decided_on: String,
    /// Signed by the president (DJ-5, RC-5)
    pub president: bool,
    pub served_on: String,
    pub service_method: String,
    pub published_on: String,
    /// Empty when there is no fixed term
    pub expires_on: String,
    pub state: String,
    pub linked_no: String,
    pub updated_at: i64,
}

const BY_NO: &str = "SELECT id, list, public_no, party_kind, name, name_key, id_cipher, id_hash, id_masked, sex,
    birth_year, uscc, legal_rep, case_no, filed_on, basis_no, basis_unit, duty, performance, grounds, decision_no,
    decided_on, president, served_on, service_method, published_on, expires_on, state, linked_no, updated_at
    FROM list_entry WHERE court_id = $1 AND public_no = $2";
const NEWEST: &str = "SELECT id, list, public_no, party_kind, name, name_key, id_cipher, id_hash, id_masked, sex,
    birth_year, uscc, legal_rep, case_no, filed_on, basis_no, basis_unit, duty, performance, grounds, decision_no,
    decided_on, president, served_on, service_method, published_on, expires_on, state, linked_no, updated_at
    FROM list_entry WHERE court_id = $1 AND list = $2 AND state = 'published' AND published_on <= $3
    AND (expires_on = '' OR expires_on >= $3) ORDER BY published_on DESC, public_no DESC LIMIT $4";
const BY_NAME: &str = "SELECT id, list, public_no, party_kind, name, name_key, id_cipher, id_hash, id_masked, sex,
    birth_year, uscc, legal_rep, case_no, filed_on, basis_no, basis_unit, duty, performance, grounds, decision_no,
    decided_on, president, served_on, service_method, published_on, expires_on, state, linked_no, updated_at
    FROM list_entry WHERE court_id = $1 AND name_key = $2 AND ($4 = '' OR list = $4) AND state = 'published'
    AND published_on <= $3 AND (expires_on = '' OR expires_on >= $3) ORDER BY published_on DESC, public_no DESC LIMIT $5";
const BY_CASE: &str = "SELECT id, list, public_no, party_kind, name, name_key, id_cipher, id_hash, id_masked, sex,
    birth_year, uscc, legal_rep, case_no, filed_on, basis_no, basis_unit, duty, performance, grounds, decision_no,
    decided_on, president, served_on, service_method, published_on, expires_on, state, linked_no, updated_at
    FROM list_entry WHERE court_id = $1 AND case_no = $2 AND ($4 = '' OR list = $4) AND state = 'published'
    AND published_on <= $3 AND (expires_on = '' OR expires_on >= $3) ORDER BY published_on DESC, public_no DESC LIMIT $5";
const BY_USCC: &str = "SELECT id, list, public_no, party_kind, name, name_key, id_cipher, id_hash, id_masked, sex,
    birth_year, uscc, legal_rep, case_no, filed_on, basis_no, basis_unit, duty, performance, grounds, decision_no,
    decided_on, president, served_on, service_method, published_on, expires_on, state, linked_no, updated_at
    FROM list_entry WHERE court_id = $1 AND uscc = $2 AND ($4 = '' OR list = $4) AND state = 'published'
    AND published_on <= $3 AND (expires_on = '' OR expires_on >= $3) ORDER BY published_on DESC, public_no DESC LIMIT $5";
const COUNTS: &str = "SELECT list, COUNT(*) FROM list_entry WHERE court_id = $1 AND list IN ('dishonest', 'restricted')
    AND state = 'published' AND published_on <= $2 AND (expires_on = '' OR expires_on >= $2) GROUP BY list";
const PUT: &str = "INSERT INTO list_entry (court_id, id, list, public_no, party_kind, name, name_key, id_cipher, id_hash,
    id_masked, sex, birth_year, uscc, legal_rep, case_no, filed_on, basis_no, basis_unit, duty, performance, grounds,
    decision_no, decided_on, president, served_on, service_method, published_on, expires_on, state, linked_no, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
    $24, $25, $26, $27, $28, $29, $30, $31)
    ON CONFLICT (court_id, public_no) DO NOTHING";

/// What a reader typed, after it was recognised. Never a part of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// Full name, in the form of [`super::search::name_key`]
    Name(String),
    /// Canonical case number
    Case(String),
    /// Unified social credit code
    Uscc(String),
}

/// An entry by its public number, current or not: the page answers 410 for one that is not.
pub async fn load(tx: &mut Tx, court: CourtId, public_no: &str) -> StoreResult<Option<EntryRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_NO).bind(court).bind(public_no).fetch_optional(c).await)?)
}

/// The newest current entries of one list.
pub async fn load_latest(tx: &mut Tx, court: CourtId, list: &str, today: LegalDate) -> StoreResult<Vec<EntryRow>> {
    let (court, today) = (court.to_string(), today.iso());
    Ok(on!(tx, |c| sqlx::query_as(NEWEST).bind(court).bind(list).bind(today).bind(LATEST).fetch_all(c).await)?)
}

/// Current entries that match exactly; `list` empty asks both.
pub async fn lookup(
    tx: &mut Tx,
    court: CourtId,
    list: &str,
    what: &Lookup,
    today: LegalDate,
) -> StoreResult<Vec<EntryRow>> {
    let (text, value) = match what {
        Lookup::Name(name) => (BY_NAME, name),
        Lookup::Case(no) => (BY_CASE, no),
        Lookup::Uscc(code) => (BY_USCC, code),
    };
    let (court, today) = (court.to_string(), today.iso());
    Ok(on!(tx, |c| sqlx::query_as(text).bind(court).bind(value).bind(today).bind(list).bind(MOST).fetch_all(c).await)?)
}

/// Current entries of each list: (list, count).
pub async fn counts(tx: &mut Tx, court: CourtId, today: LegalDate) -> StoreResult<Vec<(String, i64)>> {
    let (court, today) = (court.to_string(), today.iso());
    Ok(on!(tx, |c| sqlx::query_as(COUNTS).bind(court).bind(today).fetch_all(c).await)?)
}

/// Whether an entry is shown on this day.
pub fn is_current(row: &EntryRow, today: LegalDate) -> bool {
    let today = today.iso();
    row.state == "published" && row.published_on <= today && (row.expires_on.is_empty() || row.expires_on >= today)
}

/// Stores a new entry; one with the same public number stays as it is.
pub async fn insert(tx: &mut Tx, court: CourtId, row: &EntryRow) -> StoreResult<()> {
    tx.changes_public();
    let court = court.to_string();
    on!(tx, |c| sqlx::query(PUT)
        .bind(court)
        .bind(&row.id)
        .bind(&row.list)
        .bind(&row.public_no)
        .bind(&row.party_kind)
        .bind(&row.name)
        .bind(&row.name_key)
        .bind(&row.id_cipher)
        .bind(&row.id_hash)
        .bind(&row.id_masked)
        .bind(&row.sex)
        .bind(row.birth_year)
        .bind(&row.uscc)
        .bind(&row.legal_rep)
        .bind(&row.case_no)
        .bind(&row.filed_on)
        .bind(&row.basis_no)
        .bind(&row.basis_unit)
        .bind(&row.duty)
        .bind(&row.performance)
        .bind(&row.grounds)
        .bind(&row.decision_no)
        .bind(&row.decided_on)
        .bind(row.president)
        .bind(&row.served_on)
        .bind(&row.service_method)
        .bind(&row.published_on)
        .bind(&row.expires_on)
        .bind(&row.state)
        .bind(&row.linked_no)
        .bind(row.updated_at)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}
