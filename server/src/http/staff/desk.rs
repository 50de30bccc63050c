//! The publishing desk: its list, and what every step on an issue shares.
use std::collections::HashMap;

use app::{
    domain::{
        bounty::ApplicationState,
        date::{Instant, LegalDate},
        edition::{Edition, EditionState},
        ids::{IssueId, StaffId},
        notice::{BountyKind, Required, gaps},
        scan,
        staff::{Action, who_can},
    },
    pages::staff::{
        notice::Check,
        notices::{IssueGroup, IssueLine, NoticesView, notices},
    },
};
use axum::{extract::State, response::Response};

use super::super::{error::AppError, page::Req, session::Signed, show};
use super::{frame, show as answer};
use crate::{
    state::AppState,
    store::{
        Tx, audit, desk,
        notice::{self, IssueRow, SubjectRow, VersionRow},
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
    pub edition: Edition,
}

/// Loads an issue by the id of its address.
pub(super) async fn load(state: &AppState, tx: &mut Tx, id: &str) -> Result<Case, AppError> {
    let id = IssueId::parse(id).ok_or(AppError::NotFound)?;
    let issue = notice::load_issue_by_id(tx, state.court.id, id).await?.ok_or(AppError::NotFound)?;
    let subjects = notice::load_subjects(tx, state.court.id, &issue.id).await?;
    let versions = notice::load_versions(tx, state.court.id, &issue.id).await?;
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
    Ok(Case { issue, subjects, versions, edition })
}

/// The court's people need a permit; without one the page says who can.
pub(super) fn only(signed: &Signed, action: Action) -> Result<(), AppError> {
    if signed.who.may(action) {
        Ok(())
    } else {
        Err(AppError::Forbidden(format!("请联系{}办理。", who_can(action))))
    }
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
    let issue = &case.issue;
    let day = |iso: &str| LegalDate::parse(iso).unwrap_or_else(|_| state.clock.now().date());
    let has = |reward: fn(&SubjectRow) -> &String| case.subjects.iter().any(|s| !reward(s).is_empty());
    let required = Required {
        application: ApplicationState::parse(&issue.application_state).unwrap_or(ApplicationState::Received),
        kind: BountyKind::parse(&issue.kind).unwrap_or(BountyKind::Both),
        property_reward: has(|s| &s.property_reward),
        whereabouts_reward: has(|s| &s.whereabouts_reward),
        conditions: &issue.condition_text,
        how_to_report: "网上、电话、执行窗口",
        contact_phone: &state.view.phone,
        valid_from: day(&issue.valid_from),
        valid_until: day(&issue.valid_until),
        subjects: case.subjects.len(),
        approval_no,
        photo_reason: None,
    };
    let no = |rule: &str, text: String, fix: String| Check { rule: rule.into(), ok: false, text, fix };
    let mut found: Vec<Check> =
        gaps(&required).into_iter().map(|r| no(r.rule, r.message.clone(), r.fix.clone())).collect();
    for (place, text) in texts(case) {
        for hit in scan::personal_data(&text).into_iter().chain(scan::wording(&text)) {
            let refusal = hit.refusal();
            found.push(no(refusal.rule, format!("{place}：{}", refusal.message), refusal.fix));
        }
    }
    if names_in_open(case) {
        found.push(no(
            "WS-3",
            "标题或者一句话说明里有姓名。".into(),
            "聊天软件会保留标题，请把姓名只写在被执行人一栏。".into(),
        ));
    }
    if found.is_empty() {
        found.push(Check {
            rule: "BN-3、BN-4、AN-10、EW-5".into(),
            ok: true,
            text: "没有发现需要修改的地方".into(),
            fix: String::new(),
        });
    }
    found
}

fn texts(case: &Case) -> Vec<(String, String)> {
    let i = &case.issue;
    let mut all = vec![
        ("标题".to_owned(), i.title.clone()),
        ("一句话说明".to_owned(), i.summary.clone()),
        ("正文".to_owned(), i.body_md.clone()),
        ("领取条件".to_owned(), i.condition_text.clone()),
    ];
    all.extend(case.subjects.iter().map(|s| (format!("第 {} 名被执行人", s.position), s.wanted.clone())));
    all
}

fn names_in_open(case: &Case) -> bool {
    let open = format!("{}\n{}", case.issue.title, case.issue.summary);
    case.subjects.iter().any(|s| !s.name.is_empty() && open.contains(&s.name))
}

/// True when nothing but the approval number, which the publisher brings, is missing.
pub(super) fn passes(checks: &[Check]) -> bool {
    checks.iter().all(|c| c.ok)
}

/// GET `/staff/notices`
pub async fn get(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    let desk = [Action::Write, Action::Review, Action::Publish];
    if !desk.iter().any(|action| signed.who.may(*action)) {
        return Err(AppError::Forbidden(format!("请联系{}办理。", who_can(Action::Write))));
    }
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
        let found = notice::load_issues_in(&mut tx, state.court.id, status.code(), LISTED).await?;
        groups.push(IssueGroup { heading: heading.into(), lines: found.iter().map(|i| line(i, &names)).collect() });
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
