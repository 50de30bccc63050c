//! Entries of the two lists as the desk sees them: every column, in any state.
use app::domain::{
    date::LegalDate,
    ids::{CourtId, EntryId},
};

use super::{
    StoreResult, Tx,
    list::{EntryRow, Lookup},
};
use crate::on;

/// Entries on one page of the desk.
pub const PAGE: i64 = 50;
/// Most an overview counts.
const COUNTED: i64 = 200;

/// One row of `list_entry` with what stays inside the court. Codes stay text; dates are ISO or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow, serde::Serialize, serde::Deserialize)]
pub struct FileRow {
    /// What DJ-6 lets the public see, and its keys
    #[sqlx(flatten)]
    #[serde(flatten)]
    pub entry: EntryRow,
    /// `applicant` or `ex_officio` (DJ-5)
    pub initiated_by: String,
    pub applied_on: String,
    pub warned_on: String,
    pub reasons: String,
    /// Years (DJ-2)
    pub extension: i64,
    pub extension_reason: String,
    /// `nnyn`, a letter a question (DJ-3)
    pub answers: String,
    /// Is itself a debtor of the case (GF-3)
    pub debtor: bool,
    pub student: bool,
    pub considerations: String,
    pub consequences: String,
    pub grace_until: String,
    pub removal_trigger: String,
    pub removal_due: String,
    pub trigger_on: String,
    pub query_first: String,
    pub query_second: String,
    pub end_no: String,
    pub end_reason: String,
    /// JSON of the fields that wait to be corrected, empty for none
    pub correction: String,
    pub correction_reason: String,
    pub correction_on: String,
    pub correction_by: Option<String>,
    /// The day on which somebody saw that it should never have been listed (DJ-9)
    pub wrong_on: String,
    pub due_on: String,
    pub author: Option<String>,
    pub decider: Option<String>,
    pub publisher: Option<String>,
    pub created_at: i64,
}

/// One entry as a line of the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct LineRow {
    pub id: String,
    pub public_no: String,
    pub name: String,
    pub party_kind: String,
    pub case_no: String,
    pub state: String,
    pub due_on: String,
    pub expires_on: String,
    pub trigger_on: String,
    pub correction_on: String,
    pub portal: String,
}

pub(super) const BY_ID: &str =
    "SELECT id, list, public_no, party_kind, name, name_key, id_cipher, id_hash, id_masked, sex,
    birth_year, uscc, legal_rep, case_no, filed_on, basis_no, basis_unit, duty, performance, grounds, decision_no,
    decided_on, president, served_on, service_method, published_on, expires_on, state, linked_no, updated_at, version,
    items, period, portal, portal_on, corrected_on, ended_on, initiated_by, applied_on, warned_on, reasons, extension,
    extension_reason, answers, debtor, student, considerations, consequences, grace_until, removal_trigger,
    removal_due, trigger_on, query_first, query_second, end_no, end_reason, correction, correction_reason,
    correction_on, correction_by, wrong_on, due_on, author, decider, publisher, created_at
    FROM list_entry WHERE court_id = $1 AND id = $2";
pub(super) const BY_NO: &str =
    "SELECT id, list, public_no, party_kind, name, name_key, id_cipher, id_hash, id_masked, sex,
    birth_year, uscc, legal_rep, case_no, filed_on, basis_no, basis_unit, duty, performance, grounds, decision_no,
    decided_on, president, served_on, service_method, published_on, expires_on, state, linked_no, updated_at, version,
    items, period, portal, portal_on, corrected_on, ended_on, initiated_by, applied_on, warned_on, reasons, extension,
    extension_reason, answers, debtor, student, considerations, consequences, grace_until, removal_trigger,
    removal_due, trigger_on, query_first, query_second, end_no, end_reason, correction, correction_reason,
    correction_on, correction_by, wrong_on, due_on, author, decider, publisher, created_at
    FROM list_entry WHERE court_id = $1 AND public_no = $2";
pub(super) const BY_LINK: &str =
    "SELECT id, list, public_no, party_kind, name, name_key, id_cipher, id_hash, id_masked, sex,
    birth_year, uscc, legal_rep, case_no, filed_on, basis_no, basis_unit, duty, performance, grounds, decision_no,
    decided_on, president, served_on, service_method, published_on, expires_on, state, linked_no, updated_at, version,
    items, period, portal, portal_on, corrected_on, ended_on, initiated_by, applied_on, warned_on, reasons, extension,
    extension_reason, answers, debtor, student, considerations, consequences, grace_until, removal_trigger,
    removal_due, trigger_on, query_first, query_second, end_no, end_reason, correction, correction_reason,
    correction_on, correction_by, wrong_on, due_on, author, decider, publisher, created_at
    FROM list_entry WHERE court_id = $1 AND linked_no = $2 AND list = 'dishonest'
    ORDER BY public_no DESC LIMIT 1";
pub(super) const LINES: &str = "SELECT id, public_no, name, party_kind, case_no, state, due_on, expires_on, trigger_on,
    correction_on, portal FROM list_entry WHERE court_id = $1 AND list = $2 AND (due_on, public_no) > ($3, $4)
    ORDER BY due_on, public_no LIMIT $5";
pub(super) const LINES_IN: &str =
    "SELECT id, public_no, name, party_kind, case_no, state, due_on, expires_on, trigger_on,
    correction_on, portal FROM list_entry WHERE court_id = $1 AND list = $2 AND state = $6
    AND (due_on, public_no) > ($3, $4) ORDER BY due_on, public_no LIMIT $5";
pub(super) const FIND_NAME: &str =
    "SELECT id, public_no, name, party_kind, case_no, state, due_on, expires_on, trigger_on,
    correction_on, portal FROM list_entry WHERE court_id = $1 AND name_key = $2 ORDER BY due_on, public_no LIMIT $3";
pub(super) const FIND_CASE: &str =
    "SELECT id, public_no, name, party_kind, case_no, state, due_on, expires_on, trigger_on,
    correction_on, portal FROM list_entry WHERE court_id = $1 AND case_no = $2 ORDER BY due_on, public_no LIMIT $3";
pub(super) const FIND_USCC: &str =
    "SELECT id, public_no, name, party_kind, case_no, state, due_on, expires_on, trigger_on,
    correction_on, portal FROM list_entry WHERE court_id = $1 AND uscc = $2 ORDER BY due_on, public_no LIMIT $3";
pub(super) const FIND_NO: &str =
    "SELECT id, public_no, name, party_kind, case_no, state, due_on, expires_on, trigger_on,
    correction_on, portal FROM list_entry WHERE court_id = $1 AND public_no = $2 ORDER BY due_on, public_no LIMIT $3";
pub(super) const COUNT_IN: &str =
    "SELECT COUNT(*) FROM (SELECT 1 FROM list_entry WHERE court_id = $1 AND list = $2 AND state = $3
    AND due_on <= $4 LIMIT $5) AS found";
pub(super) const DEPENDENT: &str =
    "SELECT COUNT(*) FROM (SELECT 1 FROM list_entry WHERE court_id = $1 AND linked_no = $2
    AND list = 'dishonest' AND state = 'published' AND portal <> 'removed' LIMIT 1) AS found";
pub(super) const LAST_REMOVAL: &str =
    "SELECT removal_trigger, ended_on FROM list_entry WHERE court_id = $1 AND list = $2
    AND id_hash = $3 AND state = 'removed' AND ended_on > '' AND (case_no = $4 OR basis_no = $5)
    ORDER BY ended_on DESC LIMIT 1";
pub(super) const LAST_REMOVAL_UNIT: &str =
    "SELECT removal_trigger, ended_on FROM list_entry WHERE court_id = $1 AND list = $2
    AND uscc = $3 AND state = 'removed' AND ended_on > '' AND (case_no = $4 OR basis_no = $5)
    ORDER BY ended_on DESC LIMIT 1";
pub(super) const PAST_TERM: &str = "SELECT id FROM list_entry WHERE court_id = $1 AND state = 'published'
    AND expires_on > '' AND expires_on < $2 ORDER BY expires_on LIMIT $3";

/// An entry by its id, in whatever state.
pub async fn load(tx: &mut Tx, court: CourtId, id: EntryId) -> StoreResult<Option<FileRow>> {
    let (court, id) = (court.to_string(), id.to_string());
    Ok(on!(tx, |c| sqlx::query_as(BY_ID).bind(court).bind(id).fetch_optional(c).await)?)
}

/// Ids of public entries whose last day has passed (DJ-11).
pub async fn past_term(tx: &mut Tx, court: CourtId, today: LegalDate, limit: i64) -> StoreResult<Vec<String>> {
    let (court, today) = (court.to_string(), today.iso());
    Ok(on!(tx, |c| sqlx::query_scalar(PAST_TERM).bind(court).bind(today).bind(limit).fetch_all(c).await)?)
}

/// An entry by its public number, in whatever state.
pub async fn load_by_no(tx: &mut Tx, court: CourtId, no: &str) -> StoreResult<Option<FileRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_NO).bind(court).bind(no).fetch_optional(c).await)?)
}

/// The newest 失信 entry that names this order, in whatever state.
pub async fn load_dependent(tx: &mut Tx, court: CourtId, public_no: &str) -> StoreResult<Option<FileRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_LINK).bind(court).bind(public_no).fetch_optional(c).await)?)
}

/// One page of a list at the desk, what is due first on top; and one line more if another page follows.
pub async fn lines(
    tx: &mut Tx,
    court: CourtId,
    list: &str,
    state: &str,
    after: (&str, &str),
) -> StoreResult<Vec<LineRow>> {
    let court = court.to_string();
    let text = if state.is_empty() { LINES } else { LINES_IN };
    Ok(on!(tx, |c| {
        let query = sqlx::query_as(text).bind(court).bind(list).bind(after.0).bind(after.1).bind(PAGE + 1);
        let query = if state.is_empty() { query } else { query.bind(state) };
        query.fetch_all(c).await
    })?)
}

/// Entries of both lists in any state, by a whole name or number; the desk is the only place that sees all of them.
pub async fn find(tx: &mut Tx, court: CourtId, what: &Lookup) -> StoreResult<Vec<LineRow>> {
    let (text, value) = match what {
        Lookup::Name(name) => (FIND_NAME, name),
        Lookup::Case(no) => (FIND_CASE, no),
        Lookup::Uscc(code) => (FIND_USCC, code),
        Lookup::Number(no) => (FIND_NO, no),
    };
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(text).bind(court).bind(value).bind(PAGE).fetch_all(c).await)?)
}

/// How many entries of a list stand in a state and are due on or before a day; counts at most 200.
pub async fn count_due(tx: &mut Tx, court: CourtId, list: &str, state: &str, day: &str) -> StoreResult<i64> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_scalar(COUNT_IN)
        .bind(court)
        .bind(list)
        .bind(state)
        .bind(day)
        .bind(COUNTED)
        .fetch_one(c)
        .await)?)
}

/// RC-1: a 失信 entry that names this order is still public.
pub async fn is_needed(tx: &mut Tx, court: CourtId, public_no: &str) -> StoreResult<bool> {
    let court = court.to_string();
    let some: i64 = on!(tx, |c| sqlx::query_scalar(DEPENDENT).bind(court).bind(public_no).fetch_one(c).await)?;
    Ok(some > 0)
}

/// DJ-12: trigger and day of the last removal of the same person or unit in the same matter.
pub async fn last_removal(tx: &mut Tx, court: CourtId, of: &EntryRow) -> StoreResult<Option<(String, String)>> {
    let court = court.to_string();
    let found = match &of.id_hash {
        Some(hash) => on!(tx, |c| sqlx::query_as(LAST_REMOVAL)
            .bind(court)
            .bind(&of.list)
            .bind(hash)
            .bind(&of.case_no)
            .bind(&of.basis_no)
            .fetch_optional(c)
            .await)?,
        None if of.uscc.is_empty() => None,
        None => on!(tx, |c| sqlx::query_as(LAST_REMOVAL_UNIT)
            .bind(court)
            .bind(&of.list)
            .bind(&of.uscc)
            .bind(&of.case_no)
            .bind(&of.basis_no)
            .fetch_optional(c)
            .await)?,
    };
    Ok(found)
}
