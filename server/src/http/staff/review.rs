//! The court's own steps of review (三审三校), the same for notices and content: where a record stands, and one step on.
use app::{
    domain::{
        date::Instant,
        ids::StaffId,
        refusal::Refusal,
        review::{Passed, Review},
    },
    pages::staff::review::ReviewStep,
};

use super::super::error::AppError;
use super::desk::name_of;
use crate::{
    state::AppState,
    store::{StoreResult, Tx, review_pass, staff},
};

/// Where the record stands.
pub(super) async fn load<'a>(
    state: &'a AppState,
    tx: &mut Tx,
    id: &str,
    makers: &'a [StaffId],
) -> Result<Review<'a>, AppError> {
    let rows = review_pass::of(tx, state.court.id, id).await?;
    let passed = rows.iter().map(review_pass::PassRow::by).collect::<StoreResult<Vec<_>>>()?;
    Ok(Review { plan: &state.review, makers, passed })
}

/// One step on, kept in this transaction.
pub(super) async fn pass(
    state: &AppState,
    tx: &mut Tx,
    (id, makers): (&str, &[StaffId]),
    by: StaffId,
) -> Result<Result<Passed, Refusal>, AppError> {
    let passed = match load(state, tx, id, makers).await?.pass(by) {
        Ok(passed) => passed,
        Err(refusal) => return Ok(Err(refusal)),
    };
    review_pass::put(tx, state.court.id, (id, passed.step), by, state.clock.now()).await?;
    Ok(Ok(passed))
}

/// Whether this person may publish it now.
pub(super) async fn may_publish(
    state: &AppState,
    tx: &mut Tx,
    (id, makers): (&str, &[StaffId]),
    by: StaffId,
) -> Result<Result<(), Refusal>, AppError> {
    Ok(load(state, tx, id, makers).await?.may_publish(by))
}

/// For the page of a record: each step, who passed it, and which comes next.
pub(super) async fn steps(state: &AppState, tx: &mut Tx, id: &str) -> Result<Vec<ReviewStep>, AppError> {
    let rows = review_pass::of(tx, state.court.id, id).await?;
    let names = staff::names(tx, state.court.id).await?;
    let step = |(i, name): (usize, &String)| {
        let row = rows.get(i);
        ReviewStep {
            name: name.clone(),
            who: row.map(|row| name_of(&row.by_staff, &names)).unwrap_or_default(),
            when: row.map(|row| Instant(row.at).zh_minute()).unwrap_or_default(),
            next: i == rows.len(),
        }
    };
    Ok(state.review.names().iter().enumerate().map(step).collect())
}
