//! One search over all public records. Texts by our own tokens (`token.rs`), names and numbers by exact key.
//!
//! The only store file with a text per engine: FTS5 and a GIN index have no common form.
use app::domain::{
    date::LegalDate,
    ids::CourtId,
    text::{compact, is_han},
};
use sha2::{Digest, Sha256};

use super::{StoreResult, Tx, token};
use crate::on;

/// Results of one search.
const MOST: i64 = 30;

/// What a record gives to the index when it is published.
#[derive(Clone, Debug, Default)]
pub struct Doc<'a> {
    /// `notice`, `outcome`, `campaign`, `claim`, `article`
    pub kind: &'a str,
    pub url: &'a str,
    pub title: &'a str,
    pub excerpt: &'a str,
    /// ISO day, newest first in results
    pub shown_on: &'a str,
    /// Last day on which it may be found; empty for no end
    pub visible_until: &'a str,
    /// Further text to be found by; never names of persons (EW-4)
    pub body: &'a str,
    /// Full names, case numbers, issue numbers: found only when typed whole
    pub keys: &'a [String],
}

/// One result.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Hit {
    pub kind: String,
    pub url: String,
    pub title: String,
    pub excerpt: String,
    pub shown_on: String,
}

/// The form in which names are compared: NFKC, no spaces, the many middle dots as one, lower case.
pub fn name_key(name: &str) -> String {
    compact(name).replace(['•', '・', '‧', '∙', '.'], "·").to_lowercase()
}

/// True when the text could be a full name: 2 to 40 characters that begin with a Chinese one and hold no digit.
pub fn looks_like_name(text: &str) -> bool {
    let text = compact(text);
    (2..=40).contains(&text.chars().count())
        && text.chars().next().is_some_and(is_han)
        && !text.chars().any(|c| c.is_ascii_digit())
}

const PUT: &str = "INSERT INTO search_doc (doc, court_id, kind, url, title, excerpt, shown_on, visible_until)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (doc) DO UPDATE SET title = excluded.title, excerpt = excluded.excerpt, shown_on = excluded.shown_on,
    visible_until = excluded.visible_until";
const CLEAR_KEYS: &str = "DELETE FROM search_key WHERE doc = $1";
const PUT_KEY: &str = "INSERT INTO search_key (court_id, key, doc) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const CLEAR_DOC: &str = "DELETE FROM search_doc WHERE doc = $1";
const CLEAR_TEXT_SQLITE: &str = "DELETE FROM search_text WHERE rowid = $1";
const CLEAR_TEXT_PG: &str = "DELETE FROM search_text WHERE doc = $1";
const PUT_TEXT_SQLITE: &str = "INSERT INTO search_text (rowid, tokens) VALUES ($1, $2)";
const PUT_TEXT_PG: &str = "INSERT INTO search_text (doc, tokens) VALUES ($1, to_tsvector('simple', $2))";
const BY_KEY: &str = "SELECT d.kind, d.url, d.title, d.excerpt, d.shown_on FROM search_key k
    JOIN search_doc d ON d.doc = k.doc WHERE k.court_id = $1 AND k.key = $2
    AND (d.visible_until = '' OR d.visible_until >= $3) ORDER BY d.shown_on DESC, d.url LIMIT $4";
/// Public for the test that asks both engines for their plan.
pub const TEXT_SQLITE: &str = "SELECT d.kind, d.url, d.title, d.excerpt, d.shown_on FROM search_text t
    JOIN search_doc d ON d.doc = t.rowid WHERE search_text MATCH $1 AND d.court_id = $2
    AND (d.visible_until = '' OR d.visible_until >= $3) ORDER BY d.shown_on DESC, d.url LIMIT $4";
/// See [`TEXT_SQLITE`].
pub const TEXT_PG: &str = "SELECT d.kind, d.url, d.title, d.excerpt, d.shown_on FROM search_text t
    JOIN search_doc d ON d.doc = t.doc WHERE t.tokens @@ plainto_tsquery('simple', $1) AND d.court_id = $2
    AND (d.visible_until = '' OR d.visible_until >= $3) ORDER BY d.shown_on DESC, d.url LIMIT $4";

/// The number of a record in the index: the same court and address always give the same one.
fn doc_of(court: &str, url: &str) -> i64 {
    let digest = Sha256::new().chain_update(court).chain_update([0]).chain_update(url).finalize();
    let mut head = [0_u8; 8];
    head.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(head) & i64::MAX
}

/// Puts a record into the index, or replaces what was there under its address.
pub async fn put(tx: &mut Tx, court: CourtId, doc: &Doc<'_>) -> StoreResult<()> {
    let court = court.to_string();
    let id = doc_of(&court, doc.url);
    on!(tx, |c| sqlx::query(PUT)
        .bind(id)
        .bind(&court)
        .bind(doc.kind)
        .bind(doc.url)
        .bind(doc.title)
        .bind(doc.excerpt)
        .bind(doc.shown_on)
        .bind(doc.visible_until)
        .execute(c)
        .await
        .map(|_| ()))?;
    on!(tx, |c| sqlx::query(CLEAR_KEYS).bind(id).execute(c).await.map(|_| ()))?;
    for key in doc.keys.iter().filter(|key| !key.is_empty()) {
        let key = name_key(key);
        on!(tx, |c| sqlx::query(PUT_KEY).bind(&court).bind(key).bind(id).execute(c).await.map(|_| ()))?;
    }
    let text = format!("{} {}", doc.excerpt, doc.body);
    put_text(tx, id, &token::index(&text, doc.title)).await
}

async fn put_text(tx: &mut Tx, id: i64, tokens: &str) -> StoreResult<()> {
    let (clear, put) = match tx {
        Tx::Sqlite(_) => (CLEAR_TEXT_SQLITE, PUT_TEXT_SQLITE),
        Tx::Postgres(_) => (CLEAR_TEXT_PG, PUT_TEXT_PG),
    };
    on!(tx, |c| sqlx::query(clear).bind(id).execute(c).await.map(|_| ()))?;
    on!(tx, |c| sqlx::query(put).bind(id).bind(tokens).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Takes a record out of the index, at once and wholly.
pub async fn remove(tx: &mut Tx, court: CourtId, url: &str) -> StoreResult<()> {
    let id = doc_of(&court.to_string(), url);
    let clear = match tx {
        Tx::Sqlite(_) => CLEAR_TEXT_SQLITE,
        Tx::Postgres(_) => CLEAR_TEXT_PG,
    };
    on!(tx, |c| sqlx::query(clear).bind(id).execute(c).await.map(|_| ()))?;
    on!(tx, |c| sqlx::query(CLEAR_KEYS).bind(id).execute(c).await.map(|_| ()))?;
    on!(tx, |c| sqlx::query(CLEAR_DOC).bind(id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Records found by exact key first, then by text. A number that was found exactly is the whole answer.
/// `None` when the query is too short to mean anything.
pub async fn find(tx: &mut Tx, court: CourtId, query: &str, today: LegalDate) -> StoreResult<Option<Vec<Hit>>> {
    let token::Query::All(tokens) = token::query(query) else { return Ok(None) };
    let (court, today) = (court.to_string(), today.iso());
    let key = name_key(query);
    let mut hits: Vec<Hit> =
        on!(tx, |c| sqlx::query_as(BY_KEY).bind(&court).bind(key).bind(&today).bind(MOST).fetch_all(c).await)?;
    if !hits.is_empty() && query.chars().any(|c| c.is_ascii_digit()) {
        return Ok(Some(hits));
    }
    // tokens are ASCII letters and digits only, so neither engine sees query syntax
    let (text, wanted) = match tx {
        Tx::Sqlite(_) => (TEXT_SQLITE, tokens.iter().map(|t| format!("\"{t}\"")).collect::<Vec<_>>().join(" ")),
        Tx::Postgres(_) => (TEXT_PG, tokens.join(" ")),
    };
    let found: Vec<Hit> =
        on!(tx, |c| sqlx::query_as(text).bind(wanted).bind(&court).bind(&today).bind(MOST).fetch_all(c).await)?;
    for hit in found {
        if hits.iter().all(|have| have.url != hit.url) {
            hits.push(hit);
        }
    }
    hits.truncate(usize::try_from(MOST).unwrap_or(30));
    Ok(Some(hits))
}
