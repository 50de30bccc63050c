//! Requests for correction (DJ-13, DJ-14, PI-6): what they hold is ciphertext here, their clock is not.
use app::domain::{
    date::{Instant, LegalDate},
    ids::CourtId,
    objection::{About, Objection, ObjectionState},
};

use super::{OrCorrupt as _, StoreResult, Tx};
use crate::{crypto::SUITE, exec, on};

/// Lines of a page of the desk's list.
pub const PAGE: i64 = 50;

/// One row of `objection`. Dates are ISO or empty.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ObjectionRow {
    pub id: String,
    pub ticket: String,
    pub verifier: Vec<u8>,
    pub about: String,
    pub state: String,
    pub received_on: String,
    pub decided_on: String,
    pub served_on: String,
    pub reconsideration_on: String,
    pub decision_no: String,
    /// Public number of the entry it is about, once the desk has found it
    pub entry_no: String,
    pub sealed: Vec<u8>,
    pub answer: Option<Vec<u8>>,
    pub version: i64,
}

impl ObjectionRow {
    /// Through the domain's door.
    pub fn objection(&self) -> StoreResult<Objection> {
        let day = |iso: &str, column| match iso {
            "" => Ok(None),
            iso => LegalDate::parse(iso).map(Some).or_corrupt(column),
        };
        Ok(Objection {
            state: ObjectionState::parse(&self.state).or_corrupt("objection.state")?,
            about: About::parse(&self.about).or_corrupt("objection.about")?,
            received_on: LegalDate::parse(&self.received_on).or_corrupt("objection.received_on")?,
            decided_on: day(&self.decided_on, "objection.decided_on")?,
            served_on: day(&self.served_on, "objection.served_on")?,
            reconsideration_on: day(&self.reconsideration_on, "objection.reconsideration_on")?,
        })
    }
}

const INSERT: &str =
    "INSERT INTO objection (id, court_id, ticket, verifier, about, state, is_open, received_on, sealed,
    suite, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, TRUE, $7, $8, $9, $10, $10)
    ON CONFLICT (court_id, ticket) DO NOTHING";
const STEP: &str = "UPDATE objection SET state = $4, is_open = $5, decided_on = $6, served_on = $7,
    reconsideration_on = $8, decision_no = $9, answer = $10, updated_at = $11, entry_no = $12,
    version = version + 1
    WHERE court_id = $1 AND id = $2 AND version = $3";
const BY_ID: &str = "SELECT id, ticket, verifier, about, state, received_on, decided_on, served_on, reconsideration_on,
    decision_no, entry_no, sealed, answer, version FROM objection WHERE court_id = $1 AND id = $2";
const BY_TICKET: &str = "SELECT id, ticket, verifier, about, state, received_on, decided_on, served_on,
    reconsideration_on, decision_no, entry_no, sealed, answer, version FROM objection WHERE court_id = $1 AND ticket = $2";
const PAGE_OF: &str =
    "SELECT id, ticket, verifier, about, state, received_on, decided_on, served_on, reconsideration_on,
    decision_no, entry_no, sealed, answer, version FROM objection WHERE court_id = $1 AND is_open = $2
    AND (received_on, id) > ($3, $4) ORDER BY received_on, id LIMIT $5";

const DISPUTES: &str = "SELECT COUNT(*) FROM objection WHERE court_id = $1 AND entry_no = $2 AND is_open = TRUE";

/// Whether an entry is under dispute (DJ-14): for the desk alone, it stays public meanwhile.
pub async fn is_disputed(tx: &mut Tx, court: CourtId, public_no: &str) -> StoreResult<bool> {
    let court = court.to_string();
    let open: i64 = on!(tx, |c| sqlx::query_scalar(DISPUTES).bind(court).bind(public_no).fetch_one(c).await)?;
    Ok(open > 0)
}

/// A request as it arrives.
pub struct NewObjection<'a> {
    pub id: &'a str,
    pub ticket: &'a str,
    pub verifier: &'a [u8],
    pub objection: &'a Objection,
    pub sealed: &'a [u8],
    pub at: Instant,
}

/// `false` when this very request is there already.
pub async fn insert(tx: &mut Tx, court: CourtId, new: &NewObjection<'_>) -> StoreResult<bool> {
    let made = exec!(
        tx,
        sqlx::query(INSERT)
            .bind(new.id)
            .bind(court.to_string())
            .bind(new.ticket)
            .bind(new.verifier)
            .bind(new.objection.about.code())
            .bind(new.objection.state.code())
            .bind(new.objection.received_on.iso())
            .bind(new.sealed)
            .bind(SUITE)
            .bind(new.at.ms())
    )?;
    Ok(made == 1)
}

/// What the desk says with a step.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    pub decision_no: &'a str,
    pub entry_no: &'a str,
    /// Sealed
    pub answer: Option<&'a [u8]>,
}

/// Saves a step the domain allowed. `false` when somebody else was faster.
pub async fn step(
    tx: &mut Tx,
    court: CourtId,
    from: &ObjectionRow,
    to: &Objection,
    said: Said<'_>,
    at: Instant,
) -> StoreResult<bool> {
    let iso = |day: Option<LegalDate>| day.map(LegalDate::iso).unwrap_or_default();
    let saved = exec!(
        tx,
        sqlx::query(STEP)
            .bind(court.to_string())
            .bind(&from.id)
            .bind(from.version)
            .bind(to.state.code())
            .bind(to.state.is_open())
            .bind(iso(to.decided_on))
            .bind(iso(to.served_on))
            .bind(iso(to.reconsideration_on))
            .bind(said.decision_no)
            .bind(said.answer)
            .bind(at.ms())
            .bind(said.entry_no)
    )?;
    Ok(saved == 1)
}

/// By the id of the desk's address.
pub async fn load(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<Option<ObjectionRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_ID).bind(court).bind(id).fetch_optional(c).await)?)
}

/// By the number the applicant has.
pub async fn by_ticket(tx: &mut Tx, court: CourtId, ticket: &str) -> StoreResult<Option<ObjectionRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_TICKET).bind(court).bind(ticket).fetch_optional(c).await)?)
}

/// One page of the open or of the settled ones, oldest first, after a day and an id; one more if another page follows.
pub async fn page(tx: &mut Tx, court: CourtId, open: bool, after: (&str, &str)) -> StoreResult<Vec<ObjectionRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(PAGE_OF)
        .bind(court)
        .bind(open)
        .bind(after.0)
        .bind(after.1)
        .bind(PAGE + 1)
        .fetch_all(c)
        .await)?)
}
