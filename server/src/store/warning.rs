//! Warnings before a penalty (PW-1..3). Whom they warn is ciphertext; no public statement reads this table by name.
use app::domain::{
    date::{Instant, LegalDate},
    ids::{CourtId, StaffId},
    warning::{Warning, WarningKind, WarningState},
};

use super::{OrCorrupt as _, StoreResult, Tx};
use crate::{crypto::SUITE, exec, on};

/// Lines of the desk's list.
pub const MOST: i64 = 200;

/// One row of `warning`. Dates are ISO or empty.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct WarningRow {
    pub id: String,
    pub kind: String,
    pub number: String,
    pub basis: String,
    pub case_no: String,
    pub name_sealed: Vec<u8>,
    pub issued_on: String,
    pub deadline: String,
    pub served_on: String,
    pub state: String,
    pub decision_no: String,
    pub amount: i64,
    pub version: i64,
}

impl WarningRow {
    /// Through the domain's door.
    pub fn warning(&self) -> StoreResult<Warning> {
        let day = |iso: &str, column| LegalDate::parse(iso).or_corrupt(column);
        Ok(Warning {
            kind: WarningKind::parse(&self.kind).or_corrupt("warning.kind")?,
            number: self.number.clone(),
            basis: self.basis.clone(),
            issued_on: day(&self.issued_on, "warning.issued_on")?,
            deadline: day(&self.deadline, "warning.deadline")?,
            served_on: LegalDate::parse(&self.served_on).ok(),
            state: WarningState::parse(&self.state).or_corrupt("warning.state")?,
            decision_no: (!self.decision_no.is_empty()).then(|| self.decision_no.clone()),
        })
    }
}

const INSERT: &str =
    "INSERT INTO warning (id, court_id, kind, number, basis, case_no, name_sealed, issued_on, deadline,
    served_on, state, ended_on, decision_no, amount, author, suite, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)";
const STEP: &str = "UPDATE warning SET deadline = $4, served_on = $5, state = $6, ended_on = $7, decision_no = $8,
    amount = $9, updated_at = $10, version = version + 1 WHERE court_id = $1 AND id = $2 AND version = $3";
const BY_ID: &str = "SELECT id, kind, number, basis, case_no, name_sealed, issued_on, deadline, served_on, state,
    decision_no, amount, version FROM warning WHERE court_id = $1 AND id = $2";
const BY_STATE: &str = "SELECT id, kind, number, basis, case_no, name_sealed, issued_on, deadline, served_on, state,
    decision_no, amount, version FROM warning WHERE court_id = $1 AND state = $2 ORDER BY deadline, id LIMIT $3";

/// What stands beside a warning.
pub struct Beside<'a> {
    pub id: &'a str,
    pub case_no: &'a str,
    pub name_sealed: &'a [u8],
    /// Day it was performed, withdrawn or escalated.
    pub ended_on: Option<LegalDate>,
    /// Fen paid after it
    pub amount: i64,
    pub author: Option<StaffId>,
}

/// Keeps a new warning. `Conflict` when its number is taken.
pub async fn insert(tx: &mut Tx, court: CourtId, w: &Warning, more: &Beside<'_>, at: Instant) -> StoreResult<()> {
    exec!(
        tx,
        sqlx::query(INSERT)
            .bind(more.id)
            .bind(court.to_string())
            .bind(w.kind.code())
            .bind(&w.number)
            .bind(&w.basis)
            .bind(more.case_no)
            .bind(more.name_sealed)
            .bind(w.issued_on.iso())
            .bind(w.deadline.iso())
            .bind(iso(w.served_on))
            .bind(w.state.code())
            .bind(iso(more.ended_on))
            .bind(w.decision_no.as_deref().unwrap_or_default())
            .bind(more.amount)
            .bind(more.author.map(|by| by.to_string()))
            .bind(SUITE)
            .bind(at.ms())
    )?;
    Ok(())
}

fn iso(day: Option<LegalDate>) -> String {
    day.map(LegalDate::iso).unwrap_or_default()
}

/// Saves a step the domain allowed. `false` when somebody else was faster.
pub async fn step(
    tx: &mut Tx,
    court: CourtId,
    from: &WarningRow,
    to: &Warning,
    (ended_on, amount): (Option<LegalDate>, i64),
    at: Instant,
) -> StoreResult<bool> {
    let saved = exec!(
        tx,
        sqlx::query(STEP)
            .bind(court.to_string())
            .bind(&from.id)
            .bind(from.version)
            .bind(to.deadline.iso())
            .bind(iso(to.served_on))
            .bind(to.state.code())
            .bind(iso(ended_on))
            .bind(to.decision_no.as_deref().unwrap_or_default())
            .bind(amount)
            .bind(at.ms())
    )?;
    Ok(saved == 1)
}

/// By the id of the desk's address.
pub async fn load(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<Option<WarningRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_ID).bind(court).bind(id).fetch_optional(c).await)?)
}

/// Warnings of one state, the nearest deadline first.
pub async fn of_state(tx: &mut Tx, court: CourtId, state: WarningState) -> StoreResult<Vec<WarningRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_STATE).bind(court).bind(state.code()).bind(MOST).fetch_all(c).await)?)
}
