//! Bounty issues and the persons or units sought in them, with every version that was ever saved.
//!
//! A person's data is shown only while [`IssueRow::is_open`] and [`SubjectRow::is_open`] hold; the pages ask these two
//! and nothing else (BN-12).
use app::domain::{
    date::LegalDate,
    ids::{CourtId, IssueId, SubjectId},
};
use sha2::{Digest, Sha256};

use super::{StoreResult, Tx, public_ledger};
use crate::on;

/// One row of `notice_issue`. Codes stay text; `state` is EW-1, dates are ISO or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow, serde::Serialize, serde::Deserialize)]
pub struct IssueRow {
    pub id: String,
    pub year: i64,
    pub no: i64,
    pub title: String,
    /// BN-11: `property`, `whereabouts` or `both`
    pub kind: String,
    /// One line without personal data
    pub summary: String,
    pub body_md: String,
    /// BN-4: when the reward is paid
    pub condition_text: String,
    pub applicant: String,
    pub applied_on: String,
    pub application_decided_on: String,
    /// `none`, or a code of `bounty::ApplicationState` (BN-3)
    pub application_state: String,
    pub promise: String,
    /// The signed promise is in the case file (BN-3)
    #[serde(default)]
    pub promised: bool,
    pub approval_no: String,
    pub valid_from: String,
    /// Last day in force
    pub valid_until: String,
    pub state: String,
    pub author: Option<String>,
    pub reviewer: Option<String>,
    pub publisher: Option<String>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub published_at: Option<i64>,
    pub withdrawn_at: Option<i64>,
}

impl IssueRow {
    /// Has a public page; withdrawn and archived issues answer 410 instead.
    pub fn is_public(&self) -> bool {
        matches!(self.state.as_str(), "published" | "corrected")
    }

    /// In force on this day: takes tips, shows the names of subjects that are open.
    pub fn is_open(&self, today: LegalDate) -> bool {
        self.is_public() && self.valid_until.as_str() >= today.iso().as_str()
    }

    /// `2025-21`, the last part of the public address.
    pub fn slug(&self) -> String {
        format!("{}-{}", self.year, self.no)
    }
}

/// One row of `notice_subject`. The identity number is ciphertext and keyed hash; pages take `id_masked` (AN-1).
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow, serde::Serialize, serde::Deserialize)]
pub struct SubjectRow {
    pub id: String,
    pub issue_id: String,
    pub year: i64,
    pub no: i64,
    pub position: i64,
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
    pub legal_rep: String,
    pub county: String,
    pub town: String,
    /// Canonical, ASCII brackets
    pub case_no: String,
    pub filed_on: String,
    pub basis_no: String,
    pub basis_unit: String,
    /// Fen
    pub owed: i64,
    /// Fen
    pub unpaid: i64,
    pub wanted: String,
    pub kind: String,
    /// JSON of the reward rule, empty when there is none
    pub property_reward: String,
    pub whereabouts_reward: String,
    /// Fen; highest fixed sum or cap, for the filter
    pub reward_max: i64,
    pub urgent: bool,
    pub photo_id: Option<String>,
    pub photo_reason: String,
    /// `open`, `ended` or `withdrawn`
    pub state: String,
    pub ended_at: Option<i64>,
}

impl SubjectRow {
    /// Still sought; the issue must be open as well.
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }
}

/// One saved version of an issue (EW-2).
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct VersionRow {
    pub version: i64,
    pub at: i64,
    pub actor: Option<String>,
    pub state: String,
    pub note: String,
    /// JSON of issue and subjects, without identity numbers
    pub snapshot: String,
    pub sha256: String,
}

const ISSUE_BY_NO: &str = "SELECT id, year, no, title, kind, summary, body_md, condition_text, applicant, applied_on,
    application_decided_on, application_state, promise, promised, approval_no, valid_from, valid_until, state, author,
    reviewer, publisher, version, created_at, updated_at, published_at, withdrawn_at
    FROM notice_issue WHERE court_id = $1 AND year = $2 AND no = $3";
const ISSUE_BY_ID: &str = "SELECT id, year, no, title, kind, summary, body_md, condition_text, applicant, applied_on,
    application_decided_on, application_state, promise, promised, approval_no, valid_from, valid_until, state, author,
    reviewer, publisher, version, created_at, updated_at, published_at, withdrawn_at
    FROM notice_issue WHERE court_id = $1 AND id = $2";
const ISSUES_BY_STATE: &str = "SELECT id, year, no, title, kind, summary, body_md, condition_text, applicant,
    applied_on, application_decided_on, application_state, promise, promised, approval_no, valid_from, valid_until,
    state, author, reviewer, publisher, version, created_at, updated_at, published_at, withdrawn_at
    FROM notice_issue WHERE court_id = $1 AND state = $2 AND (year, no) < ($3, $4)
    ORDER BY year DESC, no DESC LIMIT $5";
const SUBJECTS: &str = "SELECT id, issue_id, year, no, position, party_kind, name, name_key, id_cipher, id_hash,
    id_masked, sex, birth_year, legal_rep, county, town, case_no, filed_on, basis_no, basis_unit, owed, unpaid, wanted,
    kind, property_reward, whereabouts_reward, reward_max, urgent, photo_id, photo_reason, state, ended_at
    FROM notice_subject WHERE court_id = $1 AND issue_id = $2 ORDER BY position";
const SUBJECT: &str = "SELECT id, issue_id, year, no, position, party_kind, name, name_key, id_cipher, id_hash,
    id_masked, sex, birth_year, legal_rep, county, town, case_no, filed_on, basis_no, basis_unit, owed, unpaid, wanted,
    kind, property_reward, whereabouts_reward, reward_max, urgent, photo_id, photo_reason, state, ended_at
    FROM notice_subject WHERE court_id = $1 AND id = $2";
const RUN_OUT: &str = "SELECT i.id FROM notice_issue i WHERE i.court_id = $1 AND i.state IN ('published', 'corrected')
    AND i.valid_until < $2 AND EXISTS (SELECT 1 FROM notice_subject s WHERE s.issue_id = i.id AND s.state = 'open')
    ORDER BY i.valid_until LIMIT $3";
const NEXT_NO: &str = "SELECT COALESCE(MAX(no), 0) + 1 FROM notice_issue WHERE court_id = $1 AND year = $2";
const VERSIONS: &str = "SELECT version, at, actor, state, note, snapshot, sha256 FROM notice_version
    WHERE court_id = $1 AND issue_id = $2 ORDER BY version DESC LIMIT 200";

/// An issue by its public number, in whatever state.
pub async fn load_issue(tx: &mut Tx, court: CourtId, year: i64, no: i64) -> StoreResult<Option<IssueRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(ISSUE_BY_NO).bind(court).bind(year).bind(no).fetch_optional(c).await)?)
}

/// An issue by its id, in whatever state.
pub async fn load_issue_by_id(tx: &mut Tx, court: CourtId, id: IssueId) -> StoreResult<Option<IssueRow>> {
    let (court, id) = (court.to_string(), id.to_string());
    Ok(on!(tx, |c| sqlx::query_as(ISSUE_BY_ID).bind(court).bind(id).fetch_optional(c).await)?)
}

/// Later than every issue: where the newest page begins.
pub const NEWEST: (i64, i64) = (i64::MAX, i64::MAX);

/// Issues of one state before this year and number, newest first: the publishing desk's lists.
pub async fn load_issues_in(
    tx: &mut Tx,
    court: CourtId,
    state: &str,
    before: (i64, i64),
    limit: i64,
) -> StoreResult<Vec<IssueRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(ISSUES_BY_STATE)
        .bind(court)
        .bind(state)
        .bind(before.0)
        .bind(before.1)
        .bind(limit)
        .fetch_all(c)
        .await)?)
}

/// Subjects of an issue in their order.
pub async fn load_subjects(tx: &mut Tx, court: CourtId, issue: &str) -> StoreResult<Vec<SubjectRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(SUBJECTS).bind(court).bind(issue).fetch_all(c).await)?)
}

/// One subject by its id, in whatever state.
pub async fn load_subject(tx: &mut Tx, court: CourtId, id: SubjectId) -> StoreResult<Option<SubjectRow>> {
    let (court, id) = (court.to_string(), id.to_string());
    Ok(on!(tx, |c| sqlx::query_as(SUBJECT).bind(court).bind(id).fetch_optional(c).await)?)
}

/// The number the next issue of a year gets. Two drafts at once: the unique index refuses the second.
pub async fn next_no(tx: &mut Tx, court: CourtId, year: i64) -> StoreResult<i64> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_scalar(NEXT_NO).bind(court).bind(year).fetch_one(c).await)?)
}

/// Ids of public issues whose last day has passed while somebody in them is still sought (BN-12).
pub async fn run_out(tx: &mut Tx, court: CourtId, today: LegalDate, limit: i64) -> StoreResult<Vec<String>> {
    let (court, today) = (court.to_string(), today.iso());
    Ok(on!(tx, |c| sqlx::query_scalar(RUN_OUT).bind(court).bind(today).bind(limit).fetch_all(c).await)?)
}

/// Saved versions, newest first.
pub async fn load_versions(tx: &mut Tx, court: CourtId, issue: &str) -> StoreResult<Vec<VersionRow>> {
    let court = court.to_string();
    Ok(on!(tx, |c| sqlx::query_as(VERSIONS).bind(court).bind(issue).fetch_all(c).await)?)
}

const INSERT_ISSUE: &str = "INSERT INTO notice_issue (court_id, id, year, no, title, kind, summary, body_md,
    condition_text, applicant, applied_on, application_decided_on, application_state, promise, approval_no, valid_from,
    valid_until, state, author, reviewer, publisher, version, created_at, updated_at, published_at, withdrawn_at,
    promised)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
    $24, $25, $26, $27)";
const UPDATE_ISSUE: &str = "UPDATE notice_issue SET title = $3, kind = $4, summary = $5, body_md = $6,
    condition_text = $7, applicant = $8, applied_on = $9, application_decided_on = $10, application_state = $11,
    promise = $12, approval_no = $13, valid_from = $14, valid_until = $15, state = $16, author = $17, reviewer = $18,
    publisher = $19, updated_at = $20, published_at = $21, withdrawn_at = $22, promised = $24, version = version + 1
    WHERE court_id = $1 AND id = $2 AND version = $23";

/// Stores a new issue. `Conflict` when its number is taken.
pub async fn insert_issue(tx: &mut Tx, court: CourtId, row: &IssueRow) -> StoreResult<()> {
    tx.changes_public();
    let court = court.to_string();
    on!(tx, |c| sqlx::query(INSERT_ISSUE)
        .bind(court)
        .bind(&row.id)
        .bind(row.year)
        .bind(row.no)
        .bind(&row.title)
        .bind(&row.kind)
        .bind(&row.summary)
        .bind(&row.body_md)
        .bind(&row.condition_text)
        .bind(&row.applicant)
        .bind(&row.applied_on)
        .bind(&row.application_decided_on)
        .bind(&row.application_state)
        .bind(&row.promise)
        .bind(&row.approval_no)
        .bind(&row.valid_from)
        .bind(&row.valid_until)
        .bind(&row.state)
        .bind(&row.author)
        .bind(&row.reviewer)
        .bind(&row.publisher)
        .bind(row.version)
        .bind(row.created_at)
        .bind(row.updated_at)
        .bind(row.published_at)
        .bind(row.withdrawn_at)
        .bind(row.promised)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

/// Saves an issue that was loaded with `row.version`; the stored version becomes one higher.
/// `false` when somebody else saved first: nothing was written.
pub async fn save_issue(tx: &mut Tx, court: CourtId, row: &IssueRow) -> StoreResult<bool> {
    tx.changes_public();
    let court = court.to_string();
    let changed = on!(tx, |c| sqlx::query(UPDATE_ISSUE)
        .bind(court)
        .bind(&row.id)
        .bind(&row.title)
        .bind(&row.kind)
        .bind(&row.summary)
        .bind(&row.body_md)
        .bind(&row.condition_text)
        .bind(&row.applicant)
        .bind(&row.applied_on)
        .bind(&row.application_decided_on)
        .bind(&row.application_state)
        .bind(&row.promise)
        .bind(&row.approval_no)
        .bind(&row.valid_from)
        .bind(&row.valid_until)
        .bind(&row.state)
        .bind(&row.author)
        .bind(&row.reviewer)
        .bind(&row.publisher)
        .bind(row.updated_at)
        .bind(row.published_at)
        .bind(row.withdrawn_at)
        .bind(row.version)
        .bind(row.promised)
        .execute(c)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(changed == 1)
}

const UPSERT_SUBJECT: &str = "INSERT INTO notice_subject (court_id, id, issue_id, year, no, position, party_kind, name,
    name_key, id_cipher, id_hash, id_masked, sex, birth_year, legal_rep, county, town, case_no, filed_on, basis_no,
    basis_unit, owed, unpaid, wanted, kind, property_reward, whereabouts_reward, reward_max, urgent, photo_id,
    photo_reason, state, ended_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
    $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)
    ON CONFLICT (id) DO UPDATE SET position = excluded.position, party_kind = excluded.party_kind, name = excluded.name,
    name_key = excluded.name_key, id_cipher = excluded.id_cipher, id_hash = excluded.id_hash,
    id_masked = excluded.id_masked, sex = excluded.sex, birth_year = excluded.birth_year,
    legal_rep = excluded.legal_rep, county = excluded.county, town = excluded.town, case_no = excluded.case_no,
    filed_on = excluded.filed_on, basis_no = excluded.basis_no, basis_unit = excluded.basis_unit, owed = excluded.owed,
    unpaid = excluded.unpaid, wanted = excluded.wanted, kind = excluded.kind,
    property_reward = excluded.property_reward, whereabouts_reward = excluded.whereabouts_reward,
    reward_max = excluded.reward_max, urgent = excluded.urgent, photo_id = excluded.photo_id,
    photo_reason = excluded.photo_reason, state = excluded.state, ended_at = excluded.ended_at";

/// Stores a subject, new or changed.
pub async fn put_subject(tx: &mut Tx, court: CourtId, row: &SubjectRow) -> StoreResult<()> {
    tx.changes_public();
    let court = court.to_string();
    on!(tx, |c| sqlx::query(UPSERT_SUBJECT)
        .bind(court)
        .bind(&row.id)
        .bind(&row.issue_id)
        .bind(row.year)
        .bind(row.no)
        .bind(row.position)
        .bind(&row.party_kind)
        .bind(&row.name)
        .bind(&row.name_key)
        .bind(&row.id_cipher)
        .bind(&row.id_hash)
        .bind(&row.id_masked)
        .bind(&row.sex)
        .bind(row.birth_year)
        .bind(&row.legal_rep)
        .bind(&row.county)
        .bind(&row.town)
        .bind(&row.case_no)
        .bind(&row.filed_on)
        .bind(&row.basis_no)
        .bind(&row.basis_unit)
        .bind(row.owed)
        .bind(row.unpaid)
        .bind(&row.wanted)
        .bind(&row.kind)
        .bind(&row.property_reward)
        .bind(&row.whereabouts_reward)
        .bind(row.reward_max)
        .bind(row.urgent)
        .bind(&row.photo_id)
        .bind(&row.photo_reason)
        .bind(&row.state)
        .bind(row.ended_at)
        .execute(c)
        .await
        .map(|_| ()))?;
    Ok(())
}

const INSERT_VERSION: &str =
    "INSERT INTO notice_version (court_id, issue_id, version, at, actor, state, note, snapshot,
    sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Keeps an issue and its subjects as they stand, under `issue.version`, with the hash of the kept text (EW-2).
/// Subjects serialise without their ciphertexts, so a version never holds an identity number. What the public sees of it
/// is a line of the public ledger in the same transaction.
pub async fn add_version(
    tx: &mut Tx,
    court: CourtId,
    issue: &IssueRow,
    subjects: &[SubjectRow],
    actor: Option<&str>,
    note: &str,
) -> StoreResult<()> {
    let (id, court) = (court, court.to_string());
    let snapshot = serde_json::json!({ "issue": issue, "subjects": subjects }).to_string();
    let sha256 = hex::encode(Sha256::digest(snapshot.as_bytes()));
    on!(tx, |c| sqlx::query(INSERT_VERSION)
        .bind(court)
        .bind(&issue.id)
        .bind(issue.version)
        .bind(issue.updated_at)
        .bind(actor)
        .bind(&issue.state)
        .bind(note)
        .bind(&snapshot)
        .bind(&sha256)
        .execute(c)
        .await
        .map(|_| ()))?;
    public_ledger::follow(tx, id, issue, &sha256).await
}
