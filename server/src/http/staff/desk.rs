//! The publishing desk: its list, and what every step on an issue shares.
use std::collections::HashMap;

use app::{
    domain::{
        bounty::ApplicationState,
        date::{Instant, LegalDate},
        deadline::Calendar,
        edition::{Edition, EditionState},
        id::Birth,
        ids::{IssueId, StaffId},
        notice::{Application, BountyKind, EndReason, Required, gaps, late_decision, minors},
        refusal::{Refusal, cited},
        scan,
        staff::{Action, who_can},
        text::compact,
    },
    form::Errors,
    pages::staff::{
        notice::Check,
        notices::{IssueGroup, IssueLine, NoticesView, notices},
    },
    text::markdown,
};
use axum::{extract::State, response::Response};

use super::super::{error::AppError, page::Req, session::Signed, show};
use super::{frame, show as answer};
use crate::{
    crypto::field::open_id,
    state::AppState,
    store::{
        Tx, audit, desk,
        notice::{self, IssueRow, SubjectRow, VersionRow},
        notice_end::{self, EndRow},
        staff,
    },
};

/// Issues listed in each group.
const LISTED: i64 = 30;

/// An issue with all that steps on it need.
pub(super) struct Case {
    pub issue: IssueRow,
    pub subjects: Vec<SubjectRow>,
    pub versions: Vec<VersionRow>,
    pub ends: Vec<EndRow>,
    pub edition: Edition,
}

impl Case {
    /// The debtor of an address.
    pub fn subject(&self, id: &str) -> Result<&SubjectRow, AppError> {
        self.subjects.iter().find(|s| s.id == id).ok_or(AppError::NotFound)
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

/// Loads an issue by the id of its address.
pub(super) async fn load(state: &AppState, tx: &mut Tx, id: &str) -> Result<Case, AppError> {
    let id = IssueId::parse(id).ok_or(AppError::NotFound)?;
    let issue = notice::load_issue_by_id(tx, state.court.id, id).await?.ok_or(AppError::NotFound)?;
    let subjects = notice::load_subjects(tx, state.court.id, &issue.id).await?;
    let versions = notice::load_versions(tx, state.court.id, &issue.id).await?;
    let ends = notice_end::load(tx, state.court.id, &issue.id).await?;
    let staff_id = |id: &Option<String>| id.as_deref().and_then(StaffId::parse);
    let edition = Edition {
        state: EditionState::parse(&issue.state).ok_or(AppError::NotFound)?,
        makers: desk::makers(&issue, &versions),
        reviewed_by: staff_id(&issue.reviewer),
        published_by: staff_id(&issue.publisher),
        scheduled_for: None,
        published_at: issue.published_at.map(Instant),
        gone_at: issue.withdrawn_at.map(Instant),
    };
    Ok(Case { issue, subjects, versions, ends, edition })
}

/// The court's people need a permit; without one the page says who can.
pub(super) fn only(signed: &Signed, action: Action) -> Result<(), AppError> {
    if signed.who.may(action) {
        Ok(())
    } else {
        Err(AppError::Forbidden(format!("请联系{}办理。", who_can(action))))
    }
}

/// The desk is for those who write, check or sign; nobody else sees what is not public yet.
pub(super) fn at_the_desk(signed: &Signed) -> Result<(), AppError> {
    let desk = [Action::Write, Action::Review, Action::Publish];
    if desk.iter().any(|action| signed.who.may(*action)) { Ok(()) } else { only(signed, Action::Write) }
}

/// One event of an issue, in the transaction of its change.
pub(super) async fn record(
    state: &AppState,
    tx: &mut Tx,
    signed: &Signed,
    issue: &str,
    kind: &str,
    note: &str,
) -> Result<(), AppError> {
    let (at, actor) = (state.clock.now(), Some(signed.who.id));
    audit::append(tx, state.court.id, audit::Event { at, actor, kind, object: ("issue", issue), note }).await?;
    Ok(())
}

/// The gates before publication, each with its rule and the way through. `approval_no` is asked for by the last step.
pub(super) fn checks(state: &AppState, case: &Case, approval_no: &str) -> Vec<Check> {
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

/// What deserves a look but stops nothing: a decision later than the ten days of BN-3.
pub(super) fn warnings(state: &AppState, case: &Case, calendar: &Calendar) -> Vec<Check> {
    let day = |iso: &str| LegalDate::parse(iso).ok();
    let today = state.clock.now().date();
    let received = day(&case.issue.applied_on);
    let late = received.and_then(|r| late_decision(r, day(&case.issue.application_decided_on), today, calendar));
    late.into_iter().map(|r| Check { rule: r.rule.into(), ok: false, text: r.message, fix: r.fix }).collect()
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

/// What still blocks, as errors of the page: the approval number at its field, the rest at the list of checks.
pub(super) fn blocking(checks: &[Check]) -> Errors {
    let mut errors = Errors::default();
    for check in checks.iter().filter(|c| !c.ok) {
        let field = if check.rule == "EW-1" { "approval_no" } else { "checks" };
        errors.push(field, format!("{}{}{}", check.text, check.fix, cited(&check.rule)));
    }
    errors
}

/// GET `/staff/notices?state=&before=`: no issue is out of reach, however old it is.
pub async fn get(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let mut tx = state.db.read().await?;
    let names = staff::names(&mut tx, state.court.id).await?;
    let mut groups = Vec::new();
    for (status, heading) in [
        (EditionState::LegalCheck, "等待审核"),
        (EditionState::Approved, "等待签发"),
        (EditionState::Draft, "草稿"),
        (EditionState::Published, "已发布"),
        (EditionState::Withdrawn, "已撤下"),
    ] {
        if req.query("state").is_some_and(|asked| asked != status.code()) {
            continue;
        }
        let before = req.query("before").and_then(show::issue_no).unwrap_or(notice::NEWEST);
        let mut found = notice::load_issues_in(&mut tx, state.court.id, status.code(), before, LISTED + 1).await?;
        let more = found.len() as i64 > LISTED;
        found.truncate(usize::try_from(LISTED).unwrap_or(30));
        let older = found
            .last()
            .filter(|_| more)
            .map(|last| format!("/staff/notices?state={}&before={}", status.code(), last.slug()));
        groups.push(IssueGroup {
            heading: heading.into(),
            lines: found.iter().map(|i| line(i, &names)).collect(),
            older: older.unwrap_or_default(),
        });
    }
    tx.commit().await?;
    let view = NoticesView { groups, may_write: signed.who.may(Action::Write) };
    Ok(answer(&state, &req, &signed, &notices(&frame(&state, &req, &signed).await?, &view)))
}

fn line(issue: &IssueRow, names: &HashMap<StaffId, String>) -> IssueLine {
    IssueLine {
        id: issue.id.clone(),
        no_zh: show::number(issue),
        title: issue.title.clone(),
        state_zh: EditionState::parse(&issue.state).map_or("", EditionState::zh).into(),
        updated: Instant(issue.updated_at).zh_minute(),
        author: name_of(&issue.author, names),
        valid_until: LegalDate::parse(&issue.valid_until).map(|d| d.zh()).unwrap_or_default(),
    }
}

/// The name behind a stored id, empty for none.
pub(super) fn name_of(id: &Option<String>, names: &HashMap<StaffId, String>) -> String {
    id.as_deref().and_then(StaffId::parse).and_then(|id| names.get(&id).cloned()).unwrap_or_default()
}
