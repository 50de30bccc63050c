//! Records of the content desk: drafts, their versions, and what leaves the public tables on withdrawal.
use app::domain::{
    content::{ContentKind, Values, value},
    date::Instant,
    ids::{CourtId, StaffId},
    ledger::Action,
};
use sha2::{Digest, Sha256};
use sqlx::QueryBuilder;

use super::{
    OrCorrupt as _, StoreResult, Tx, article, bulletin, campaign, claim, figure, figure_use, outcome, public_ledger,
    search,
};
use crate::{crypto::random, exec, on};

/// Lines of one group of the desk's list.
pub const LISTED: i64 = 50;
/// Later than every change: where the latest page begins.
pub const LATEST: (i64, &str) = (i64::MAX, "");
/// Names asked for at once.
const NAMES: usize = 500;

/// One row of `content`.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow, serde::Serialize)]
pub struct ContentRow {
    pub id: String,
    pub kind: String,
    pub slug: String,
    pub title: String,
    /// JSON of [`Values`]
    pub fields: String,
    pub state: String,
    pub corrects: Option<String>,
    pub author: Option<String>,
    pub reviewer: Option<String>,
    pub publisher: Option<String>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub published_at: Option<i64>,
    pub gone_at: Option<i64>,
}

impl ContentRow {
    pub fn kind(&self) -> StoreResult<ContentKind> {
        ContentKind::parse(&self.kind).or_corrupt("content.kind")
    }

    pub fn values(&self) -> StoreResult<Values> {
        serde_json::from_str(&self.fields).or_corrupt("content.fields")
    }
}

/// One saved version (EW-2).
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct VersionRow {
    pub version: i64,
    pub at: i64,
    pub actor: Option<String>,
    pub state: String,
    pub note: String,
    pub snapshot: String,
}

const BY_ID: &str = "SELECT id, kind, slug, title, fields, state, corrects, author, reviewer, publisher, version,
    created_at, updated_at, published_at, gone_at FROM content WHERE court_id = $1 AND id = $2";
const IN_STATE: &str = "SELECT id, kind, slug, title, fields, state, corrects, author, reviewer, publisher, version,
    created_at, updated_at, published_at, gone_at FROM content WHERE court_id = $1 AND state = $2
    AND (updated_at, id) < ($3, $4) ORDER BY updated_at DESC, id DESC LIMIT $5";
const SHOWN: &str = "SELECT id, kind, slug, title, fields, state, corrects, author, reviewer, publisher, version,
    created_at, updated_at, published_at, gone_at FROM content
    WHERE court_id = $1 AND kind = $2 AND slug = $3 AND state IN ('published', 'corrected') LIMIT 1";
const FIGURES: &str = "SELECT id, slug FROM content WHERE court_id = $1 AND kind = 'figure'
    AND state IN ('published', 'corrected') LIMIT 1000";
const TAKEN: &str = "SELECT id FROM content WHERE court_id = $1 AND kind = $2 AND slug = $3
    AND state <> 'archived' AND id <> $4 LIMIT 1";
const INSERT: &str = "INSERT INTO content (court_id, id, kind, slug, title, fields, state, corrects, author, version,
    created_at, updated_at, published_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $12)";
const REFRESH: &str = "UPDATE content SET title = $4, fields = $5, updated_at = $6
    WHERE court_id = $1 AND kind = $2 AND slug = $3 AND state IN ('published', 'corrected')";
const EDIT: &str = "UPDATE content SET slug = $4, title = $5, fields = $6, updated_at = $7, version = version + 1
    WHERE court_id = $1 AND id = $2 AND version = $3 AND state = 'draft'";
const STEP: &str = "UPDATE content SET state = $4, reviewer = $5, publisher = $6, published_at = $7, gone_at = $8,
    updated_at = $9, version = version + 1 WHERE court_id = $1 AND id = $2 AND version = $3 AND state = $10
    AND ($11 = '' OR (COALESCE(author, '') <> $11 AND ($4 <> 'published' OR COALESCE(reviewer, '') <> $11)
      AND NOT EXISTS (SELECT 1 FROM content_version v
      WHERE v.content_id = $2 AND v.actor = $11 AND v.state = 'draft' AND v.note NOT LIKE '退回%')))";
const VERSIONS: &str = "SELECT version, at, actor, state, note, snapshot FROM content_version
    WHERE content_id = $2 AND court_id = $1 ORDER BY version DESC LIMIT 200";
const PUT_VERSION: &str =
    "INSERT INTO content_version (content_id, version, court_id, at, actor, state, note, snapshot,
    sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const SUPERSEDE: &str = "UPDATE content SET state = 'archived', gone_at = $3, updated_at = $3, version = version + 1
    WHERE court_id = $1 AND id = $2 AND state IN ('published', 'corrected')";

/// A record by its id, in whatever state.
pub async fn load(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<Option<ContentRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_ID).bind(court).bind(id).fetch_optional(c).await)?)
}

/// The record whose words the public reads at this address.
pub async fn shown(tx: &mut Tx, court: CourtId, kind: &str, slug: &str) -> StoreResult<Option<ContentRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(SHOWN).bind(court).bind(kind).bind(slug).fetch_optional(c).await)?)
}

/// Id and address of the published figures.
pub async fn figures(tx: &mut Tx, court: CourtId) -> StoreResult<Vec<(String, String)>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(FIGURES).bind(court).fetch_all(c).await)?)
}

/// Records of one state that changed before this, the latest change first; one more if another page follows.
pub async fn in_state(tx: &mut Tx, court: CourtId, state: &str, before: (i64, &str)) -> StoreResult<Vec<ContentRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(IN_STATE)
        .bind(court)
        .bind(state)
        .bind(before.0)
        .bind(before.1)
        .bind(LISTED + 1)
        .fetch_all(c)
        .await)?)
}

/// Whether another record has this address; one that was replaced by its correction does not count.
pub async fn taken(tx: &mut Tx, court: CourtId, row: &ContentRow) -> StoreResult<bool> {
    let court = court.to_string();
    let own = row.corrects.as_deref().unwrap_or(&row.id);
    let other: Option<String> = on!(tx, |c| sqlx::query_scalar(TAKEN)
        .bind(court)
        .bind(&row.kind)
        .bind(&row.slug)
        .bind(own)
        .fetch_optional(c)
        .await)?;
    Ok(other.is_some_and(|id| id != row.id))
}

/// Stores a new record with its first version.
pub async fn insert(tx: &mut Tx, court: CourtId, row: &ContentRow, note: &str) -> StoreResult<()> {
    exec!(
        tx,
        sqlx::query(INSERT)
            .bind(court.to_string())
            .bind(&row.id)
            .bind(&row.kind)
            .bind(&row.slug)
            .bind(&row.title)
            .bind(&row.fields)
            .bind(&row.state)
            .bind(&row.corrects)
            .bind(&row.author)
            .bind(row.created_at)
            .bind(row.updated_at)
            .bind(row.published_at)
    )?;
    keep(tx, court, row, row.author.as_deref(), note).await
}

/// A record that came by import stands on the desk as published; a second import changes its words and nothing else.
pub async fn adopt(
    tx: &mut Tx,
    court: CourtId,
    (kind, slug): (ContentKind, &str),
    values: &Values,
    at: Instant,
) -> StoreResult<()> {
    let fields = serde_json::to_string(values).or_corrupt("content")?;
    let row = ContentRow {
        id: random::uuid(at.ms()).to_string(),
        kind: kind.code().into(),
        slug: slug.into(),
        title: value(values, "title").into(),
        fields,
        state: "published".into(),
        version: 1,
        created_at: at.ms(),
        updated_at: at.ms(),
        published_at: Some(at.ms()),
        ..ContentRow::default()
    };
    if !taken(tx, court, &row).await? {
        return insert(tx, court, &row, "导入").await;
    }
    exec!(
        tx,
        sqlx::query(REFRESH)
            .bind(court.to_string())
            .bind(&row.kind)
            .bind(&row.slug)
            .bind(&row.title)
            .bind(&row.fields)
            .bind(row.updated_at)
    )?;
    Ok(())
}

/// Saves a draft loaded with `row.version`. `false` when somebody else saved first, or it is no draft any more.
pub async fn edit(tx: &mut Tx, court: CourtId, row: &ContentRow, by: StaffId) -> StoreResult<bool> {
    let changed = exec!(
        tx,
        sqlx::query(EDIT)
            .bind(court.to_string())
            .bind(&row.id)
            .bind(row.version)
            .bind(&row.slug)
            .bind(&row.title)
            .bind(&row.fields)
            .bind(row.updated_at)
    )?;
    if changed != 1 {
        return Ok(false);
    }
    let saved = ContentRow { version: row.version + 1, ..row.clone() };
    keep(tx, court, &saved, Some(&by.to_string()), "修改").await?;
    Ok(true)
}

/// Saves a step the domain allowed. `checker` is who reviews or publishes: the statement refuses whoever wrote any
/// version (TW-4). `false`: nothing was changed.
pub async fn step(
    tx: &mut Tx,
    court: CourtId,
    from: &ContentRow,
    to: &ContentRow,
    (checker, by, note): (Option<StaffId>, StaffId, &str),
) -> StoreResult<bool> {
    let changed = exec!(
        tx,
        sqlx::query(STEP)
            .bind(court.to_string())
            .bind(&from.id)
            .bind(from.version)
            .bind(&to.state)
            .bind(&to.reviewer)
            .bind(&to.publisher)
            .bind(to.published_at)
            .bind(to.gone_at)
            .bind(to.updated_at)
            .bind(&from.state)
            .bind(checker.map(|c| c.to_string()).unwrap_or_default())
    )?;
    if changed != 1 {
        return Ok(false);
    }
    let saved = ContentRow { version: from.version + 1, ..to.clone() };
    keep(tx, court, &saved, Some(&by.to_string()), note).await?;
    Ok(true)
}

async fn keep(tx: &mut Tx, court: CourtId, row: &ContentRow, actor: Option<&str>, note: &str) -> StoreResult<()> {
    let snapshot = serde_json::to_string(row).or_corrupt("content")?;
    let sha256 = hex::encode(Sha256::digest(snapshot.as_bytes()));
    exec!(
        tx,
        sqlx::query(PUT_VERSION)
            .bind(&row.id)
            .bind(row.version)
            .bind(court.to_string())
            .bind(row.updated_at)
            .bind(actor)
            .bind(&row.state)
            .bind(note)
            .bind(&snapshot)
            .bind(&sha256)
    )?;
    follow(tx, court, row, &sha256).await
}

/// What the public sees of it goes into the public ledger; what came by import is no act of the desk.
async fn follow(tx: &mut Tx, court: CourtId, row: &ContentRow, content: &str) -> StoreResult<()> {
    let action = match (row.state.as_str(), &row.corrects) {
        ("published", None) if row.author.is_some() => Action::Publish,
        ("published", Some(_)) => Action::Correct,
        ("withdrawn", _) => Action::Withdraw,
        _ => return Ok(()),
    };
    let record = format!("{}/{}", row.kind, row.slug);
    let entry = public_ledger::Entry { at: row.updated_at, action, record: &record, content };
    public_ledger::append(tx, court, entry).await?;
    Ok(())
}

/// Saved versions, newest first.
pub async fn versions(tx: &mut Tx, court: CourtId, id: &str) -> StoreResult<Vec<VersionRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(VERSIONS).bind(court).bind(id).fetch_all(c).await)?)
}

/// A correction is published: the record it corrects is put away.
/// `false` when it is public no more: nothing was changed.
pub async fn supersede(tx: &mut Tx, court: CourtId, id: &str, at: Instant) -> StoreResult<bool> {
    let changed = exec!(tx, sqlx::query(SUPERSEDE).bind(court.to_string()).bind(id).bind(at.ms()))?;
    Ok(changed == 1)
}

/// Off every public surface, search included; the address answers 410.
pub async fn hide(tx: &mut Tx, court: CourtId, kind: ContentKind, slug: &str, at: Instant) -> StoreResult<()> {
    match kind {
        ContentKind::Outcome => outcome::hide(tx, court, slug, at).await?,
        ContentKind::Campaign => campaign::hide(tx, court, slug, at).await?,
        ContentKind::Claim => claim::hide(tx, court, slug, at).await?,
        ContentKind::Article => article::hide(tx, court, slug, at).await?,
        ContentKind::Announcement | ContentKind::Disposal => bulletin::hide(tx, court, kind, slug, at).await?,
        ContentKind::Figure => figure::remove(tx, court, slug).await?,
    }
    figure_use::clear(tx, court, kind, slug).await?;
    search::remove(tx, court, &format!("/{}/{slug}", kind.folder())).await
}

/// Which of these are full names of persons in the lists or in bounty notices.
pub async fn persons_among(tx: &mut Tx, court: CourtId, names: &[String]) -> StoreResult<Vec<String>> {
    let court = court.to_string();
    let mut found: Vec<String> = Vec::new();
    for some in names.chunks(NAMES) {
        for (table, persons) in [
            ("list_entry", "party_kind = 'person' AND "),
            ("notice_subject", "party_kind = 'person' AND "),
            ("list_person", ""),
        ] {
            let rows: Vec<(String,)> = on!(tx, |c| {
                let mut sql = QueryBuilder::new("SELECT DISTINCT name FROM ");
                sql.push(table).push(" WHERE ").push(persons).push("court_id = ").push_bind(&court);
                sql.push(" AND name_key IN (");
                let mut keys = sql.separated(", ");
                for name in some {
                    keys.push_bind(search::name_key(name));
                }
                sql.push(")");
                sql.build_query_as().fetch_all(c).await
            })?;
            found.extend(rows.into_iter().map(|row| row.0));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}
