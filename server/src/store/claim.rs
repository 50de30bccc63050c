//! Claim announcements (案款领取公告) and the payees they name by masked name only (CM-2).
use app::domain::{
    date::{Instant, LegalDate},
    ids::CourtId,
};

use super::{StoreResult, Tx};
use crate::{exec, on};

/// One row of `claim`. `documents` has one line each.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct ClaimRow {
    pub id: String,
    pub slug: String,
    pub title: String,
    pub held_on: String,
    pub hours: String,
    pub place: String,
    pub contact: String,
    pub phone: String,
    pub documents: String,
    pub deadline: String,
    pub consequence: String,
    pub body_md: String,
    pub source: String,
    pub state: String,
    pub published_at: Option<i64>,
    pub updated_at: i64,
}

/// One payee: masked name, case number, state of CM-4.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct ItemRow {
    pub payee: String,
    /// Canonical
    pub case_no: String,
    /// Keyed hash of name and last four of the identity number
    pub check_hash: Option<Vec<u8>>,
    pub state: String,
}

const BY_SLUG: &str = "SELECT id, slug, title, held_on, hours, place, contact, phone, documents, deadline, consequence,
    body_md, source, state, published_at, updated_at FROM claim WHERE court_id = $1 AND slug = $2";
const LATEST: &str = "SELECT id, slug, title, held_on, hours, place, contact, phone, documents, deadline, consequence,
    body_md, source, state, published_at, updated_at FROM claim
    WHERE court_id = $1 AND state IN ('published', 'corrected') ORDER BY held_on DESC, slug DESC LIMIT $2";
const ITEMS: &str = "SELECT payee, case_no, check_hash, state FROM claim_item
    WHERE court_id = $1 AND claim_id = $2 AND state = 'announced' ORDER BY position";
const WAITING: &str = "SELECT COUNT(*) FROM claim_item
    WHERE court_id = $1 AND check_hash = $2 AND state IN ('notified', 'announced')";
const ANNOUNCED: &str = "SELECT c.slug, i.payee FROM claim c JOIN claim_item i ON i.claim_id = c.id
    WHERE c.court_id = $1 AND c.state IN ('published', 'corrected') AND c.held_on >= $3 AND i.case_no = $2
    AND i.state IN ('notified', 'announced') LIMIT 50";
const PUT: &str = "INSERT INTO claim (court_id, id, slug, title, held_on, hours, place, contact, phone, documents,
    deadline, consequence, body_md, source, state, published_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
    ON CONFLICT (court_id, slug) DO UPDATE SET title = excluded.title, held_on = excluded.held_on,
    hours = excluded.hours, place = excluded.place, contact = excluded.contact, phone = excluded.phone,
    documents = excluded.documents, deadline = excluded.deadline, consequence = excluded.consequence,
    body_md = excluded.body_md, source = excluded.source, updated_at = excluded.updated_at,
    version = claim.version + 1 RETURNING id";
const CLEAR_ITEMS: &str = "DELETE FROM claim_item WHERE court_id = $1 AND claim_id = $2";
const PUT_ITEM: &str = "INSERT INTO claim_item (court_id, claim_id, position, payee, case_no, check_hash, state)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// An announcement by its address, in whatever state.
pub async fn load(tx: &mut Tx, court: CourtId, slug: &str) -> StoreResult<Option<ClaimRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_SLUG).bind(court).bind(slug).fetch_optional(c).await)?)
}

/// The newest published announcements.
pub async fn load_latest(tx: &mut Tx, court: CourtId, limit: i64) -> StoreResult<Vec<ClaimRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(LATEST).bind(court).bind(limit).fetch_all(c).await)?)
}

/// Payees still waiting in an announcement; paid ones are hidden (CM-4).
pub async fn load_items(tx: &mut Tx, court: CourtId, claim: &str) -> StoreResult<Vec<ItemRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(ITEMS).bind(court).bind(claim).fetch_all(c).await)?)
}

/// Whether money waits for the person behind this keyed hash. Yes or no, nothing else leaves the store.
pub async fn is_waiting(tx: &mut Tx, court: CourtId, check_hash: &[u8]) -> StoreResult<bool> {
    let court = court.to_string();
    let count: i64 = on!(tx, |c| sqlx::query_scalar(WAITING).bind(court).bind(check_hash).fetch_one(c).await)?;
    Ok(count > 0)
}

/// Address and masked payee of what is announced in a case, by payout days since `since`.
pub async fn announced(
    tx: &mut Tx,
    court: CourtId,
    case_no: &str,
    since: LegalDate,
) -> StoreResult<Vec<(String, String)>> {
    let (court, since) = (court.to_string(), since.iso());
    Ok(on!(tx, |c| sqlx::query_as(ANNOUNCED).bind(court).bind(case_no).bind(since).fetch_all(c).await)?)
}

/// Stores an announcement with its payees under its slug; a withdrawn one stays withdrawn.
pub async fn put(tx: &mut Tx, court: CourtId, row: &ClaimRow, items: &[ItemRow]) -> StoreResult<()> {
    tx.changes_public();
    let court = court.to_string();
    let id: String = on!(tx, |c| sqlx::query_scalar(PUT)
        .bind(&court)
        .bind(&row.id)
        .bind(&row.slug)
        .bind(&row.title)
        .bind(&row.held_on)
        .bind(&row.hours)
        .bind(&row.place)
        .bind(&row.contact)
        .bind(&row.phone)
        .bind(&row.documents)
        .bind(&row.deadline)
        .bind(&row.consequence)
        .bind(&row.body_md)
        .bind(&row.source)
        .bind(&row.state)
        .bind(row.published_at)
        .bind(row.updated_at)
        .fetch_one(c)
        .await)?;
    on!(tx, |c| sqlx::query(CLEAR_ITEMS).bind(&court).bind(&id).execute(c).await.map(|_| ()))?;
    for (position, item) in (1_i64..).zip(items) {
        put_item(tx, &court, &id, position, item).await?;
    }
    Ok(())
}

async fn put_item(tx: &mut Tx, court: &str, claim: &str, position: i64, item: &ItemRow) -> StoreResult<()> {
    on!(tx, |c| sqlx::query(PUT_ITEM)
        .bind(court)
        .bind(claim)
        .bind(position)
        .bind(&item.payee)
        .bind(&item.case_no)
        .bind(&item.check_hash)
        .bind(&item.state)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

const HIDE: &str = "UPDATE claim SET state = 'withdrawn', updated_at = $3 WHERE court_id = $1 AND slug = $2";

/// Off the public pages; its address answers 410.
pub async fn hide(tx: &mut Tx, court: CourtId, slug: &str, at: Instant) -> StoreResult<()> {
    tx.changes_public();
    exec!(tx, sqlx::query(HIDE).bind(court.to_string()).bind(slug).bind(at.ms()))?;
    Ok(())
}
