//! The review of a fine or a detention (PW-4), kept beside the record it is about.
use app::domain::{
    date::LegalDate,
    ids::CourtId,
    penalty_review::{PenaltyReview, ReviewResult},
};

use super::{OrCorrupt as _, StoreResult, Tx};
use crate::{exec, on};

const LOAD: &str =
    "SELECT served_on, review_on, reviewed_on, review_result FROM measure WHERE court_id = $1 AND id = $2";
// the row as it was seen: two who record at the same time do not overwrite each other
const SAVE: &str = "UPDATE measure SET served_on = $3, review_on = $4, reviewed_on = $5, review_result = $6
    WHERE court_id = $1 AND id = $2 AND served_on = $7 AND review_on = $8 AND reviewed_on = $9 AND voided_at IS NULL";

/// How far the review of a measure has come; `None` when there is no such measure.
pub async fn load(tx: &mut Tx, court: CourtId, measure: &str) -> StoreResult<Option<PenaltyReview>> {
    let court = court.to_string();
    let row: Option<(String, String, String, String)> =
        on!(tx, |c| sqlx::query_as(LOAD).bind(court).bind(measure).fetch_optional(c).await)?;
    let Some((served, asked, reviewed, result)) = row else { return Ok(None) };
    let day = |iso: &str| match iso {
        "" => Ok(None),
        iso => LegalDate::parse(iso).map(Some).or_corrupt("measure.review"),
    };
    let decided = match day(&reviewed)? {
        Some(on) => Some((on, ReviewResult::parse(&result).or_corrupt("measure.review_result")?)),
        None => None,
    };
    Ok(Some(PenaltyReview { served_on: day(&served)?, asked_on: day(&asked)?, decided }))
}

/// Saves one step the domain allowed. `false` when somebody else was faster, or the record was struck out.
pub async fn save(
    tx: &mut Tx,
    court: CourtId,
    measure: &str,
    (from, to): (&PenaltyReview, &PenaltyReview),
) -> StoreResult<bool> {
    let iso = |day: Option<LegalDate>| day.map(LegalDate::iso).unwrap_or_default();
    let saved = exec!(
        tx,
        sqlx::query(SAVE)
            .bind(court.to_string())
            .bind(measure)
            .bind(iso(to.served_on))
            .bind(iso(to.asked_on))
            .bind(iso(to.decided.map(|(on, _)| on)))
            .bind(to.decided.map_or("", |(_, result)| result.code()))
            .bind(iso(from.served_on))
            .bind(iso(from.asked_on))
            .bind(iso(from.decided.map(|(on, _)| on)))
    )?;
    Ok(saved == 1)
}
