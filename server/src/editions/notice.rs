//! An issue of bounty notices: what stands in its way, and how it gets before the public.
use app::{
    domain::{
        bounty::ApplicationState,
        date::{Instant, LegalDate},
        edition::{Edition, EditionState},
        id::Birth,
        ids::{CourtId, IssueId, StaffId},
        notice::{Application, BountyKind, EndReason, Required, gaps, minors},
        refusal::Refusal,
        scan::{self, Hit},
        text::compact,
    },
    pages::staff::notice::Check,
    text::markdown,
};

use crate::{
    crypto::field::open_id,
    state::AppState,
    store::{
        OrCorrupt as _, StoreResult, Tx, audit, desk,
        notice::{self, IssueRow, SubjectRow, VersionRow},
        notice_end::{self, EndRow},
        notice_index, publish_plan,
    },
};

/// An issue with all that steps on it need.
pub struct Case {
    pub issue: IssueRow,
    pub subjects: Vec<SubjectRow>,
    pub versions: Vec<VersionRow>,
    pub ends: Vec<EndRow>,
    pub edition: Edition,
}

impl Case {
    /// The debtor with this id.
    pub fn subject(&self, id: &str) -> Option<&SubjectRow> {
        self.subjects.iter().find(|s| s.id == id)
    }

    /// Who saved last; nobody where the clock did.
    pub fn latest_by(&self) -> &Option<String> {
        self.versions.first().map_or(&None, |v| &v.actor)
    }

    /// The desk's page of this issue.
    pub fn href(&self) -> String {
        format!("/staff/notices/{}", self.issue.id)
    }

    /// Why a subject was closed, with the note of the court; empty while it is open.
    pub fn end_words(&self, subject: &SubjectRow) -> String {
        let Some(end) = self.ends.iter().find(|e| e.subject_id == subject.id) else { return String::new() };
        let reason = EndReason::parse(&end.reason).map_or("", EndReason::zh);
        let note = if end.note.is_empty() { String::new() } else { format!("。{}", end.note) };
        format!("{} {reason}{note}", Instant(end.at).date().zh())
    }
}

/// The issue with this id, in whatever state.
pub async fn load(tx: &mut Tx, court: CourtId, id: IssueId) -> StoreResult<Option<Case>> {
    let Some(issue) = notice::load_issue_by_id(tx, court, id).await? else { return Ok(None) };
    let subjects = notice::load_subjects(tx, court, &issue.id).await?;
    let versions = notice::load_versions(tx, court, &issue.id).await?;
    let ends = notice_end::load(tx, court, &issue.id).await?;
    let staff_id = |id: &Option<String>| id.as_deref().and_then(StaffId::parse);
    let state = EditionState::parse(&issue.state).or_corrupt("notice_issue.state")?;
    let edition = Edition {
        state,
        makers: desk::makers(&issue, &versions),
        reviewed_by: staff_id(&issue.reviewer),
        published_by: staff_id(&issue.publisher),
        scheduled_for: publish_plan::time(tx, court, (state, &issue.id)).await?,
        published_at: issue.published_at.map(Instant),
        gone_at: issue.withdrawn_at.map(Instant),
    };
    Ok(Some(Case { issue, subjects, versions, ends, edition }))
}

/// The gates before publication, each with its rule and the way through. `approval_no` is asked for by the last step.
pub fn checks(state: &AppState, case: &Case, approval_no: &str) -> Vec<Check> {
    let today = state.clock.now().date();
    let no = |r: Refusal| Check { rule: r.rule.into(), ok: false, text: r.message, fix: r.fix };
    let persons = case.subjects.iter().filter(|s| s.party_kind == "person" && s.is_open());
    let births = persons.map(|s| (s.position, birth(state, s)));
    let mut found: Vec<Check> = gaps(&required(state, case, approval_no)).into_iter().map(no).collect();
    found.extend(minors(births, today).into_iter().map(no));
    for (place, text) in texts(case, approval_no) {
        for hit in scan::personal_data(&text).into_iter().chain(scan::wording(&text)) {
            let refusal = hit.refusal();
            found.push(no(Refusal { message: format!("{place}：{}", refusal.message), ..refusal }));
        }
    }
    found.extend(named_in_text(case).map(no));
    if found.is_empty() {
        let rule = "BN-3、BN-4、DJ-4、AN-10、EW-5".into();
        found.push(Check { rule, ok: true, text: "没有发现需要修改的地方".into(), fix: String::new() });
    }
    found
}

fn required<'a>(state: &'a AppState, case: &'a Case, approval_no: &'a str) -> Required<'a> {
    let issue = &case.issue;
    let day = |iso: &str| LegalDate::parse(iso).ok();
    let has = |reward: fn(&SubjectRow) -> &String| case.subjects.iter().any(|s| !reward(s).is_empty());
    let shown = case.subjects.iter().filter(|s| s.photo_id.is_some());
    Required {
        today: state.clock.now().date(),
        title: &issue.title,
        summary: &issue.summary,
        kind: BountyKind::parse(&issue.kind),
        conditions: &issue.condition_text,
        valid_from: day(&issue.valid_from),
        valid_until: day(&issue.valid_until),
        application: Application {
            state: ApplicationState::parse(&issue.application_state),
            applicant: &issue.applicant,
            promise: &issue.promise,
            promised: issue.promised,
            received_on: day(&issue.applied_on),
            decided_on: day(&issue.application_decided_on),
        },
        property_reward: has(|s| &s.property_reward),
        whereabouts_reward: has(|s| &s.whereabouts_reward),
        how_to_report: "网上、电话、执行窗口",
        contact_phone: &state.view.phone,
        subjects: case.subjects.len(),
        approval_no,
        // one photo without a reason is enough to stop
        photo_reason: shown.map(|s| s.photo_reason.as_str()).min_by_key(|reason| reason.len()),
    }
}

/// The year in clear settles nearly every age; only where it leaves one open is the sealed number asked for its day.
fn birth(state: &AppState, s: &SubjectRow) -> Birth {
    let year = i16::try_from(s.birth_year).ok().filter(|y| *y > 0).map_or(Birth::Unknown, Birth::Year);
    if year.is_adult_on(state.clock.now().date()) {
        return year;
    }
    let opened = s.id_cipher.as_ref().and_then(|c| open_id(&state.server_key, state.court.id, &s.id, c).ok().flatten());
    opened.map_or(year, |id| Birth::Day(id.birth()))
}

/// Every text the public will read, under the words an editor knows it by. Markdown counts as it will be read.
fn texts(case: &Case, approval_no: &str) -> Vec<(String, String)> {
    let i = &case.issue;
    let whole = [
        ("标题", i.title.clone()),
        ("一句话说明", i.summary.clone()),
        ("正文", markdown::words(&i.body_md)),
        ("领取条件", markdown::words(&i.condition_text)),
        ("审批文号", approval_no.to_owned()),
    ];
    let mut all: Vec<(String, String)> = whole.map(|(place, text)| (place.to_owned(), text)).into();
    for s in &case.subjects {
        let own = [
            ("姓名或者名称", s.name.as_str()),
            ("法定代表人", &s.legal_rep),
            ("县", &s.county),
            ("乡镇", &s.town),
            ("执行依据文号", &s.basis_no),
            ("作出依据的单位", &s.basis_unit),
            ("征集内容", &s.wanted),
        ];
        let part = |(place, text): (&str, &str)| (format!("第 {} 名被执行人的{place}", s.position), text.to_owned());
        all.extend(own.map(part));
    }
    all
}

/// A name may stand in its own field only: chats keep titles (WS-3), and texts stay when the person has gone (BN-12).
fn named_in_text(case: &Case) -> impl Iterator<Item = Refusal> {
    let i = &case.issue;
    let names = || case.subjects.iter().filter(|s| !s.name.is_empty());
    let title = format!("{}\n{}", i.title, i.summary);
    let text = compact(&format!("{}\n{}", markdown::words(&i.body_md), markdown::words(&i.condition_text)));
    let in_title = names().any(|s| title.contains(&s.name)).then(|| {
        let fix = "聊天软件会保留标题，请把姓名只写在被执行人一栏。";
        Refusal::new("WS-3", "title", "标题或者一句话说明里有姓名。", fix)
    });
    let in_text = names().any(|s| text.contains(&s.name)).then(|| {
        let fix = "征集结束后姓名要马上撤下，请把姓名只写在被执行人一栏。";
        Refusal::new("BN-12", "body", "正文或者领取条件里有姓名。", fix)
    });
    in_title.into_iter().chain(in_text)
}

/// Everything the scans find in what will be public.
pub fn hits(case: &Case) -> Vec<Hit> {
    let i = &case.issue;
    let mut all = vec![&i.title, &i.summary, &i.body_md, &i.condition_text];
    all.extend(case.subjects.iter().map(|s| &s.wanted));
    all.into_iter().flat_map(|text| scan::personal_data(text).into_iter().chain(scan::wording(text))).collect()
}

/// What a step changes beside the state.
pub struct Done {
    pub edition: Edition,
    pub approval_no: Option<String>,
    pub checker: Option<StaffId>,
    /// Kind of the audit event, and words for it without personal data.
    pub kind: &'static str,
    pub about: String,
    /// Heads the version; the public reads it where the version is public.
    pub note: String,
    pub public: bool,
}

impl Done {
    pub fn new(edition: Edition, kind: &'static str, note: impl Into<String>) -> Self {
        let (approval_no, checker, about) = (None, None, String::new());
        Self { edition, approval_no, checker, kind, about, note: note.into(), public: false }
    }
}

/// Saves a step the domain allowed, with its version, its event and, where the public sees it, what search knows of it.
/// `false`, and nothing is done: somebody else was faster, or the checker is a maker.
pub async fn keep(
    tx: &mut Tx,
    court: CourtId,
    case: &Case,
    done: &Done,
    (by, now): (StaffId, Instant),
) -> StoreResult<bool> {
    let e = &done.edition;
    let mut to = IssueRow {
        state: e.state.code().into(),
        reviewer: e.reviewed_by.map(|id| id.to_string()),
        publisher: e.published_by.map(|id| id.to_string()),
        approval_no: done.approval_no.clone().unwrap_or_else(|| case.issue.approval_no.clone()),
        published_at: e.published_at.map(|at| at.ms()),
        withdrawn_at: e.gone_at.map(|at| at.ms()),
        updated_at: now.ms(),
        ..case.issue.clone()
    };
    if !desk::step(tx, court, &case.issue, &to, done.checker).await? {
        return Ok(false);
    }
    to.version += 1;
    desk::keep(tx, court, &to, &case.subjects, by, &done.note).await?;
    publish_plan::forget(tx, court, &to.id).await?;
    if done.public {
        notice_index::refresh(tx, court, &to, &case.subjects).await?;
    }
    let (kind, note, object) = (done.kind, done.about.as_str(), ("issue", to.id.as_str()));
    audit::append(tx, court, audit::Event { at: now, actor: Some(by), kind, object, note }).await?;
    Ok(true)
}
