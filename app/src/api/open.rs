//! What `/api/v1` answers. Each type is an allow-list: a field that is not here is never sent, whatever a row may hold.
//!
//! EW-4: no bulk of personal data. A bounty issue tells what is sought, where and for how much, and names nobody; a
//! list entry is found by the exact question only, and shows what its public page shows.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One page of records, the longest unchanged first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listing<T> {
    pub items: Vec<T>,
    /// Ask again with this as `cursor`; null on the last page.
    pub next: Option<String>,
}

/// How every list is asked for. Another parameter is refused with 400.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The `next` of the page before. It keeps its place when records are added meanwhile.
    pub cursor: Option<String>,
    /// Records on one page, 1 to 50; 20 when left out.
    #[param(minimum = 1, maximum = 50)]
    pub limit: Option<i64>,
    /// Only records changed at or after this day (`2025-12-01`, Asia/Shanghai) or moment (`2025-12-01T08:00:00Z`).
    pub changed_since: Option<String>,
}

/// A bounty issue (执行悬赏公告). It names nobody: no name, no identity number, no case number, no photo.
#[derive(Debug, Serialize, ToSchema)]
pub struct Notice {
    /// `2025-21`
    pub id: String,
    /// `2025年第21期`
    pub number: String,
    /// `property`, `whereabouts` or `both`
    pub kind: String,
    /// The kind in Chinese
    pub kind_text: String,
    pub status: NoticeStatus,
    /// `YYYY-MM-DD`
    pub published_on: String,
    pub valid_from: String,
    /// The last day in force
    pub valid_until: String,
    /// When a reward is paid
    pub conditions: String,
    pub subjects: Vec<NoticeSubject>,
    /// The page for people
    pub url: String,
    /// Whether it is in force, for those who hold a copy
    pub verify_url: String,
    /// RFC 3339
    pub changed: String,
}

/// A record that left the site: delete what you kept of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Withdrawn {
    /// `notice`, `outcome`, `campaign`, `claim`, `article`, `announcement`, `disposal` or `figure`
    pub kind: String,
    /// The `id` it had in its list
    pub id: String,
    /// Where it stood; answers 410
    pub url: String,
    /// RFC 3339
    pub changed: String,
}

/// Who is sought has no name here; see the page.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeSubject {
    /// Place in the issue, from 1
    pub position: i64,
    pub status: NoticeStatus,
    /// Empty once the search has ended
    pub county: String,
    /// Empty once the search has ended
    pub rewards: Vec<Reward>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Reward {
    /// 悬赏金, 财产线索悬赏金 or 行踪线索悬赏金
    pub label: String,
    /// `50,000元` or the rule in words
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeStatus {
    /// 征集中
    Open,
    /// 即将到期: seven days or less
    EndingSoon,
    /// 已结束
    Ended,
    /// 已撤下: only one of several persons; a withdrawn issue is not here at all
    Withdrawn,
}

/// A told case, anonymised.
#[derive(Debug, Serialize, ToSchema)]
pub struct Outcome {
    pub id: String,
    pub title: String,
    /// 案由
    pub cause: String,
    pub owed: String,
    pub done: String,
    pub arrived: String,
    /// `2025`, `2025-07` or `2025-07-12`; empty when the source does not say
    pub happened: String,
    /// Id of its campaign, or empty
    pub campaign: String,
    pub source: String,
    pub published_on: String,
    pub url: String,
    pub changed: String,
}

/// A told case with its timeline and text.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeDetail {
    #[serde(flatten)]
    pub outcome: Outcome,
    pub steps: Vec<OutcomeStep>,
    /// Sanitised HTML
    pub body_html: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeStep {
    /// `lead`, `measure`, `result` or `sum`
    pub stage: String,
    pub happened: String,
    pub text: String,
}

/// A campaign (专项行动).
#[derive(Debug, Serialize, ToSchema)]
pub struct Campaign {
    pub id: String,
    pub title: String,
    /// Id of the campaign it is part of, or empty
    pub parent: String,
    pub year: i64,
    /// In words, as exact as the source
    pub period: String,
    pub goal: String,
    pub source: String,
    pub published_on: String,
    pub url: String,
    pub changed: String,
}

/// An announcement of money to collect (案款领取公告). Payees are not in the open data.
#[derive(Debug, Serialize, ToSchema)]
pub struct Claim {
    pub id: String,
    pub title: String,
    pub held_on: String,
    pub hours: String,
    pub place: String,
    pub phone: String,
    /// What to bring, one line for each way of collecting
    pub documents: Vec<String>,
    /// `YYYY-MM-DD`, or empty
    pub deadline: String,
    pub consequence: String,
    pub published_on: String,
    pub url: String,
    pub changed: String,
}

/// The figures of one year.
#[derive(Debug, Serialize, ToSchema)]
pub struct Statistics {
    pub year: i64,
    pub figures: Vec<Figure>,
    pub url: String,
}

/// One figure with everything that says what it counts (FG-1). Parts may overlap: they are not to be added (FG-3).
#[derive(Debug, Serialize, ToSchema)]
pub struct Figure {
    pub id: String,
    pub label: String,
    /// As the source prints it
    pub printed: String,
    /// A decimal number in `unit`
    pub value: String,
    pub unit: String,
    /// `exact`, `over` (at least) or `about`
    pub precision: String,
    pub period_from: String,
    pub period_to: String,
    pub as_of: String,
    pub scope: String,
    pub definition: String,
    pub source: String,
    /// Id of its campaign, or empty
    pub campaign: String,
    /// When it was stated again: day, what it said before, and why; empty for a figure stated once
    pub restated: String,
}

/// An exact question to the two lists of persons. It goes in the body, never in an address.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LookupQuestion {
    /// A full name, a case number or a unified social credit code; parts of names are not looked up
    pub q: String,
    /// `dishonest` or `restricted`; left out, both are asked
    #[serde(default)]
    pub list: Option<String>,
}

/// Current entries that match exactly. No match says nothing about other courts.
#[derive(Debug, Serialize, ToSchema)]
pub struct LookupAnswer {
    pub matches: Vec<ListEntry>,
}

/// What the public page of an entry shows in a list (DJ-6); the identity number is masked (AN-1).
#[derive(Debug, Serialize, ToSchema)]
pub struct ListEntry {
    pub id: String,
    /// `dishonest` or `restricted`: two lists, never mixed
    pub list: String,
    pub name: String,
    /// Masked, or a unit's whole code
    pub identity: String,
    pub region: String,
    pub case_no: String,
    pub reason: String,
    pub decision_no: String,
    pub decided_on: String,
    /// Empty where there is no fixed term
    pub until: String,
    pub court: String,
    pub url: String,
}

/// Why a request was refused (RFC 9457), sent as `application/problem+json`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says the kind
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    /// What to do about it
    pub detail: String,
}

/// The public ledger, or a part of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ledger {
    /// `prev` of the first line
    pub genesis: String,
    /// Code of the court
    pub court: String,
    /// Position and hash of the newest line there is
    pub head_seq: i64,
    pub head_hash: String,
    /// The court's Ed25519 signature, hex, over `zhaoshi public ledger`, court, head_seq and head_hash, each followed by a
    /// line feed
    pub head_signature: String,
    /// The court's public key, hex
    pub public_key: String,
    /// The oldest first
    pub lines: Vec<LedgerLine>,
    /// Ask again with this as `after`; null on the last page
    pub next: Option<i64>,
}

/// One change of a public record. `hash` is the SHA-256 of prev, seq, at, action, record and content, each followed by a
/// line feed.
#[derive(Debug, Serialize, ToSchema)]
pub struct LedgerLine {
    pub seq: i64,
    /// Unix milliseconds
    pub at: i64,
    /// `publish`, `correct`, `close`, `withdraw` or `archive`
    pub action: String,
    /// `notice/2025-21`
    pub record: String,
    pub content: String,
    pub prev: String,
    pub hash: String,
}
