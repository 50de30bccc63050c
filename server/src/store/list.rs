//! The two lists (失信, 限制消费): current entries only, found by exact name, case number or credit code.
//!
//! Every public statement repeats the same condition: published, begun, not yet past its term. What is not current is
//! not there for readers (DJ-10, DJ-11).
use app::domain::{date::LegalDate, ids::CourtId};

use sqlx::QueryBuilder;

use super::{StoreResult, Tx, list_search};
use crate::on;

/// Entries on one page of a list.
pub const LATEST: i64 = 20;
/// Most results of one lookup; namesakes beyond that are told apart by the case number.
const MOST: i64 = 50;

/// One row of `list_entry`, as stored. Pages take only what DJ-6 allows.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow, serde::Serialize, serde::Deserialize)]
pub struct EntryRow {
    pub id: String,
    /// `dishonest` or `restricted`
    pub list: String,
    /// `d-2025-312`
    pub public_no: String,
    pub party_kind: String,
    pub name: String,
    pub name_key: String,
    #[serde(skip)]
    pub id_cipher: Option<Vec<u8>>,
    #[serde(skip)]
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
    pub version: i64,
    /// `c1,c9` (RC-3)
    pub items: String,
    pub period: String,
    /// A code of `list::Portal` (DJ-7)
    pub portal: String,
    pub portal_on: String,
    pub corrected_on: String,
    pub ended_on: String,
}

/// What a line of a list or of an answer says of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct BriefRow {
    pub id: String,
    pub list: String,
    pub public_no: String,
    pub party_kind: String,
    pub name: String,
    pub id_masked: String,
    pub sex: String,
    pub birth_year: i64,
    pub uscc: String,
    pub case_no: String,
    pub grounds: String,
    pub decision_no: String,
    pub decided_on: String,
    pub published_on: String,
    pub expires_on: String,
}

/// One list as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct TotalRow {
    pub list: String,
    /// Current entries
    pub entries: i64,
    /// Publication of the oldest of them
    pub first_day: String,
}

pub(super) const BY_NO: &str =
    "SELECT id, list, public_no, party_kind, name, name_key, id_cipher, id_hash, id_masked, sex,
    birth_year, uscc, legal_rep, case_no, filed_on, basis_no, basis_unit, duty, performance, grounds, decision_no,
    decided_on, president, served_on, service_method, published_on, expires_on, state, linked_no, updated_at, version,
    items, period, portal, portal_on, corrected_on, ended_on
    FROM list_entry WHERE court_id = $1 AND public_no = $2";
pub(super) const PAGE: &str =
    "SELECT id, list, public_no, party_kind, name, id_masked, sex, birth_year, uscc, case_no,
    grounds, decision_no, decided_on, published_on, expires_on FROM list_entry WHERE court_id = $1 AND list = $2 AND state = 'published'
    AND (published_on, public_no) < ($4, $5) AND published_on >= $6 AND (expires_on = '' OR expires_on >= $3)
    AND portal <> 'removed' ORDER BY published_on DESC, public_no DESC LIMIT $7";
pub(super) const PAGE_OF_KIND: &str =
    "SELECT id, list, public_no, party_kind, name, id_masked, sex, birth_year, uscc, case_no,
    grounds, decision_no, decided_on, published_on, expires_on FROM list_entry WHERE court_id = $1 AND list = $2 AND state = 'published'
    AND (published_on, public_no) < ($4, $5) AND published_on >= $6 AND (expires_on = '' OR expires_on >= $3)
    AND portal <> 'removed' AND party_kind = $8 ORDER BY published_on DESC, public_no DESC LIMIT $7";
pub(super) const BY_NAME: &str =
    "SELECT id, list, public_no, party_kind, name, id_masked, sex, birth_year, uscc, case_no,
    grounds, decision_no, decided_on, published_on, expires_on FROM list_entry WHERE court_id = $1 AND name_key = $2 AND ($4 = '' OR list = $4) AND state = 'published'
    AND published_on <= $3 AND (expires_on = '' OR expires_on >= $3) AND portal <> 'removed'
    ORDER BY published_on DESC, public_no DESC LIMIT $5";
pub(super) const BY_PERSON: &str = "SELECT e.id, e.list, e.public_no, e.party_kind, e.name, e.id_masked, e.sex,
    e.birth_year, e.uscc, e.case_no, e.grounds, e.decision_no, e.decided_on, e.published_on, e.expires_on
    FROM list_person p JOIN list_entry e ON e.id = p.entry_id WHERE p.court_id = $1 AND p.name_key = $2
    AND ($4 = '' OR e.list = $4) AND e.state = 'published' AND e.published_on <= $3
    AND (e.expires_on = '' OR e.expires_on >= $3) AND e.portal <> 'removed'
    ORDER BY e.published_on DESC, e.public_no DESC LIMIT $5";
pub(super) const BY_CASE: &str =
    "SELECT id, list, public_no, party_kind, name, id_masked, sex, birth_year, uscc, case_no,
    grounds, decision_no, decided_on, published_on, expires_on FROM list_entry WHERE court_id = $1 AND case_no = $2 AND ($4 = '' OR list = $4) AND state = 'published'
    AND published_on <= $3 AND (expires_on = '' OR expires_on >= $3) AND portal <> 'removed'
    ORDER BY published_on DESC, public_no DESC LIMIT $5";
pub(super) const BY_USCC: &str =
    "SELECT id, list, public_no, party_kind, name, id_masked, sex, birth_year, uscc, case_no,
    grounds, decision_no, decided_on, published_on, expires_on FROM list_entry WHERE court_id = $1 AND uscc = $2 AND ($4 = '' OR list = $4) AND state = 'published'
    AND published_on <= $3 AND (expires_on = '' OR expires_on >= $3) AND portal <> 'removed'
    ORDER BY published_on DESC, public_no DESC LIMIT $5";
pub(super) const CURRENT_NO: &str =
    "SELECT id, list, public_no, party_kind, name, id_masked, sex, birth_year, uscc, case_no,
    grounds, decision_no, decided_on, published_on, expires_on FROM list_entry WHERE court_id = $1 AND public_no = $2 AND ($4 = '' OR list = $4) AND state = 'published'
    AND published_on <= $3 AND (expires_on = '' OR expires_on >= $3) AND portal <> 'removed'
    ORDER BY published_on DESC, public_no DESC LIMIT $5";
pub(super) const TOTALS: &str =
    "SELECT list, COUNT(*) AS entries, MIN(published_on) AS first_day FROM list_entry WHERE court_id = $1 AND list IN ('dishonest', 'restricted')
    AND state = 'published' AND published_on <= $2 AND (expires_on = '' OR expires_on >= $2)
    AND portal <> 'removed' GROUP BY list";
const PUT: &str = "INSERT INTO list_entry (court_id, id, list, public_no, party_kind, name, name_key, id_cipher, id_hash,
    id_masked, sex, birth_year, uscc, legal_rep, case_no, filed_on, basis_no, basis_unit, duty, performance, grounds,
    decision_no, decided_on, president, served_on, service_method, published_on, expires_on, state, linked_no, updated_at,
    version, items, period, portal, due_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
    $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, CASE WHEN $28 = '' THEN '9999-12-31' ELSE $28 END)
    ON CONFLICT (court_id, public_no) DO NOTHING";

const PUT_MANY: &str = "INSERT INTO list_entry (court_id, id, list, public_no, party_kind, name, name_key, id_cipher,
    id_hash, id_masked, sex, birth_year, uscc, legal_rep, case_no, filed_on, basis_no, basis_unit, duty, performance,
    grounds, decision_no, decided_on, president, served_on, service_method, published_on, expires_on, state, linked_no,
    updated_at, version, items, period, portal, due_on) ";

impl EntryRow {
    /// What a line says of it.
    pub fn brief(&self) -> BriefRow {
        let e = self.clone();
        BriefRow {
            id: e.id,
            list: e.list,
            public_no: e.public_no,
            party_kind: e.party_kind,
            name: e.name,
            id_masked: e.id_masked,
            sex: e.sex,
            birth_year: e.birth_year,
            uscc: e.uscc,
            case_no: e.case_no,
            grounds: e.grounds,
            decision_no: e.decision_no,
            decided_on: e.decided_on,
            published_on: e.published_on,
            expires_on: e.expires_on,
        }
    }
}

/// What a reader typed, after it was recognised. Never a part of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// Full name, in the form of [`super::search::name_key`]
    Name(String),
    /// Canonical case number
    Case(String),
    /// Unified social credit code
    Uscc(String),
    /// `d-2025-0312`
    Number(String),
}

/// An entry by its public number, current or not: the page answers 410 for one that is not.
pub async fn load(tx: &mut Tx, court: CourtId, public_no: &str) -> StoreResult<Option<EntryRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(BY_NO).bind(court).bind(public_no).fetch_optional(c).await)?)
}

/// Where a page of one list begins, and which entries it lets through. Empty texts let all through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Browse {
    /// Day and number of the last entry on the page before
    pub after: Option<(String, String)>,
    /// Year of publication
    pub year: Option<i16>,
    /// `person` or `unit`
    pub kind: String,
}

/// One page of the current entries of one list, newest first, and one more if another page follows.
pub async fn load_page(
    tx: &mut Tx,
    court: CourtId,
    list: &str,
    browse: &Browse,
    today: LegalDate,
) -> StoreResult<Vec<BriefRow>> {
    // the day after the last with no number: every entry of the last day comes before it, whatever the collation
    let end = browse.year.and_then(|year| LegalDate::new(year, 12, 31).ok()).unwrap_or(today).add_days(1);
    // one bound alone, never later than today: beside a second one the engine would walk from there to the cursor
    let tomorrow = (today.add_days(1).iso(), String::new());
    let (day, no) = browse.after.clone().unwrap_or_else(|| (end.iso(), String::new())).min(tomorrow);
    let (court, today) = (court.to_string(), today.iso());
    let first = browse.year.map(|year| format!("{year:04}-01-01")).unwrap_or_default();
    let text = if browse.kind.is_empty() { PAGE } else { PAGE_OF_KIND };
    Ok(on!(tx, |c| {
        let query = sqlx::query_as(text).bind(court).bind(list).bind(today).bind(day).bind(no).bind(first);
        let query = query.bind(LATEST + 1);
        let query = if browse.kind.is_empty() { query } else { query.bind(&browse.kind) };
        query.fetch_all(c).await
    })?)
}

/// Current entries that match exactly; `list` empty asks both.
pub async fn lookup(
    tx: &mut Tx,
    court: CourtId,
    list: &str,
    what: &Lookup,
    today: LegalDate,
) -> StoreResult<Vec<BriefRow>> {
    let (text, value) = match what {
        Lookup::Name(name) => (BY_NAME, name),
        Lookup::Case(no) => (BY_CASE, no),
        Lookup::Uscc(code) => (BY_USCC, code),
        Lookup::Number(no) => (CURRENT_NO, no),
    };
    let (court, today) = (court.to_string(), today.iso());
    Ok(on!(tx, |c| sqlx::query_as(text).bind(court).bind(value).bind(today).bind(list).bind(MOST).fetch_all(c).await)?)
}

/// Current orders against units in which a person of that name stands for the unit (RC-4).
pub async fn lookup_person(
    tx: &mut Tx,
    court: CourtId,
    list: &str,
    name_key: &str,
    today: LegalDate,
) -> StoreResult<Vec<BriefRow>> {
    let (court, today) = (court.to_string(), today.iso());
    Ok(on!(tx, |c| sqlx::query_as(BY_PERSON)
        .bind(court)
        .bind(name_key)
        .bind(today)
        .bind(list)
        .bind(MOST)
        .fetch_all(c)
        .await)?)
}

/// How many entries of each list are current, and since when.
pub async fn totals(tx: &mut Tx, court: CourtId, today: LegalDate) -> StoreResult<Vec<TotalRow>> {
    let (court, today) = (court.to_string(), today.iso());
    Ok(on!(tx, |c| sqlx::query_as(TOTALS).bind(court).bind(today).fetch_all(c).await)?)
}

/// Whether an entry is shown on this day.
pub fn is_current(row: &EntryRow, today: LegalDate) -> bool {
    let today = today.iso();
    let stands = row.expires_on.is_empty() || row.expires_on >= today;
    row.state == "published" && row.portal != "removed" && row.published_on <= today && stands
}

/// Stores a new entry; one with the same public number stays as it is, and the answer is `false`.
pub async fn insert(tx: &mut Tx, court: CourtId, row: &EntryRow) -> StoreResult<bool> {
    tx.changes_public();
    let (id, court) = (court, court.to_string());
    let stored = on!(tx, |c| sqlx::query(PUT)
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
        .bind(row.version)
        .bind(&row.items)
        .bind(&row.period)
        .bind(if row.portal.is_empty() { "pending" } else { &row.portal })
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    if stored == 1 {
        list_search::put_new(tx, id, &[named(row)]).await?;
    }
    Ok(stored == 1)
}

fn named(row: &EntryRow) -> list_search::Named<'_> {
    list_search::Named { entry: &row.id, name: &row.name, case_no: &row.case_no }
}

/// Rows of one statement; every engine takes this many values.
pub const AT_ONCE: usize = 400;

/// Stores many new entries with a few statements. `Conflict` when one public number is taken: nothing is stored.
pub async fn insert_many(tx: &mut Tx, court: CourtId, rows: &[EntryRow]) -> StoreResult<()> {
    tx.changes_public();
    let id = court.to_string();
    for some in rows.chunks(AT_ONCE) {
        on!(tx, |c| {
            let mut sql = QueryBuilder::new(PUT_MANY);
            sql.push_values(some, |mut v, row| {
                v.push_bind(&id).push_bind(&row.id).push_bind(&row.list).push_bind(&row.public_no);
                v.push_bind(&row.party_kind).push_bind(&row.name).push_bind(&row.name_key);
                v.push_bind(&row.id_cipher).push_bind(&row.id_hash).push_bind(&row.id_masked);
                v.push_bind(&row.sex).push_bind(row.birth_year).push_bind(&row.uscc).push_bind(&row.legal_rep);
                v.push_bind(&row.case_no).push_bind(&row.filed_on).push_bind(&row.basis_no);
                v.push_bind(&row.basis_unit).push_bind(&row.duty).push_bind(&row.performance);
                v.push_bind(&row.grounds).push_bind(&row.decision_no).push_bind(&row.decided_on);
                v.push_bind(row.president).push_bind(&row.served_on).push_bind(&row.service_method);
                v.push_bind(&row.published_on).push_bind(&row.expires_on).push_bind(&row.state);
                v.push_bind(&row.linked_no).push_bind(row.updated_at).push_bind(row.version);
                v.push_bind(&row.items).push_bind(&row.period);
                v.push_bind(if row.portal.is_empty() { "pending" } else { &row.portal });
                v.push_bind(if row.expires_on.is_empty() { "9999-12-31" } else { &row.expires_on });
            });
            sql.build().execute(c).await.map(|_| ())
        })?;
        list_search::put_new(tx, court, &some.iter().map(named).collect::<Vec<_>>()).await?;
    }
    Ok(())
}
