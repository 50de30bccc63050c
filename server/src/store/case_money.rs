//! Money that waits for a creditor (CM-1..4), and what the public announcement says of it.
use app::domain::{
    claim::{Claim, ClaimState, DeferReason, EscrowReason},
    date::{Instant, LegalDate},
    ids::{CourtId, StaffId},
};

use super::{OrCorrupt as _, StoreResult, Tx};
use crate::{exec, on};

/// Lines of one page.
pub const PAGE: i64 = 50;

const BY_ID: &str =
    "SELECT id, case_no, payee, amount, state, arrived_on, deferred_until, reason, approval_no, paid_on,
    version, updated_at FROM case_money WHERE court_id = $1 AND id = $2";
const IN_STATE: &str =
    "SELECT id, case_no, payee, amount, state, arrived_on, deferred_until, reason, approval_no, paid_on,
    version, updated_at FROM case_money WHERE court_id = $1 AND state = $2 AND (arrived_on, id) > ($3, $4)
    ORDER BY arrived_on, id LIMIT $5";
const INSERT: &str = "INSERT INTO case_money (court_id, id, case_no, payee, amount, state, arrived_on, by_staff,
    created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
const STEP: &str = "UPDATE case_money SET state = $4, deferred_until = $5, reason = $6, approval_no = $7, paid_on = $8,
    updated_at = $9, version = version + 1 WHERE court_id = $1 AND id = $2 AND version = $3";
const FOLLOW: &str = "UPDATE claim_item SET state = $4 WHERE court_id = $1 AND case_no = $2 AND payee = $3";

/// One row of `case_money`.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct MoneyRow {
    pub id: String,
    /// Canonical
    pub case_no: String,
    /// Masked
    pub payee: String,
    /// 分
    pub amount: i64,
    pub state: String,
    pub arrived_on: String,
    pub deferred_until: String,
    pub reason: String,
    pub approval_no: String,
    pub paid_on: String,
    pub version: i64,
    pub updated_at: i64,
}

impl MoneyRow {
    /// The state machine's view of it.
    pub fn claim(&self) -> StoreResult<Claim> {
        let day = |iso: &str| LegalDate::parse(iso).ok();
        Ok(Claim {
            state: ClaimState::parse(&self.state).or_corrupt("case_money.state")?,
            arrived_on: day(&self.arrived_on).or_corrupt("case_money.arrived_on")?,
            deferred_until: day(&self.deferred_until),
            defer_reason: DeferReason::parse(&self.reason),
            escrow_reason: EscrowReason::parse(&self.reason),
            paid_on: day(&self.paid_on),
        })
    }
}

/// One sum by its id.
pub async fn load(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<Option<MoneyRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_ID).bind(court).bind(id).fetch_optional(c).await)?)
}

/// Sums of one state after this place, the longest waiting first.
pub async fn in_state(
    tx: &mut Tx,
    court: CourtId,
    state: ClaimState,
    after: (&str, &str),
) -> StoreResult<Vec<MoneyRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(IN_STATE)
        .bind(court)
        .bind(state.code())
        .bind(after.0)
        .bind(after.1)
        .bind(PAGE)
        .fetch_all(c)
        .await)?)
}

/// Keeps a sum that has arrived.
pub async fn insert(tx: &mut Tx, court: CourtId, row: &MoneyRow, by: StaffId, now: Instant) -> StoreResult<()> {
    exec!(
        tx,
        sqlx::query(INSERT)
            .bind(court.to_string())
            .bind(&row.id)
            .bind(&row.case_no)
            .bind(&row.payee)
            .bind(row.amount)
            .bind(&row.state)
            .bind(&row.arrived_on)
            .bind(by.to_string())
            .bind(now.ms())
    )?;
    Ok(())
}

/// Saves a step, and lets the announcement follow it in the same transaction (CM-4): what is paid, put off or escrowed
/// is announced no longer. `false` when somebody else was faster.
pub async fn step(tx: &mut Tx, court: CourtId, from: &MoneyRow, to: &MoneyRow) -> StoreResult<bool> {
    tx.changes_public();
    let court = court.to_string();
    let changed = exec!(
        tx,
        sqlx::query(STEP)
            .bind(&court)
            .bind(&from.id)
            .bind(from.version)
            .bind(&to.state)
            .bind(&to.deferred_until)
            .bind(&to.reason)
            .bind(&to.approval_no)
            .bind(&to.paid_on)
            .bind(to.updated_at)
    )?;
    if changed != 1 {
        return Ok(false);
    }
    exec!(tx, sqlx::query(FOLLOW).bind(&court).bind(&to.case_no).bind(&to.payee).bind(&to.state))?;
    Ok(true)
}
