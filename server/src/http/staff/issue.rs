//! One issue at the desk: its page, its editor, and what happens when two people edit at once.
use app::{
    components::Moment,
    domain::{
        bounty::ApplicationState,
        date::{Instant, LegalDate},
        deadline::Duty,
        edition::{Edition, EditionState},
        money::Fen,
        notice::{BountyKind, SubjectState},
        staff::{Action, Matter, Permit, Publish, Review, Withdraw, Write, who_can},
    },
    form::{
        Errors,
        issue::{IssueForm, IssueInput, decision_code},
    },
    pages::staff::{
        Frame,
        conflict::ConflictView,
        notice::{NoticeView, Steps, SubjectLine, notice as notice_page},
        notice_edit::{notice_conflict, notice_edit},
    },
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

use super::super::{
    error::AppError,
    notices,
    page::{self, Req},
    session::{Signed, StaffForm},
    show,
};
use super::{
    desk::{Case, at_the_desk, checks, load, name_of, only, record, warnings},
    editing,
    editing::Typed,
    forbidden, frame, not_now, outputs,
    overtaken::{Stored, overtaken},
    remarks, review, show as answer, show_again, subject_end, versions,
};
use crate::{
    crypto::random,
    state::AppState,
    store::{
        StoreError, Tx, autosave, calendar,
        deadline::{self, Clocked},
        desk as store_desk,
        notice::{self, IssueRow, SubjectRow},
        staff,
    },
};

/// GET `/staff/notices/{id}`
pub async fn get(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    issue_page(&state, &req, &signed, &id, &Errors::default()).await
}

/// The page of an issue, and again when a step was refused.
pub(super) async fn issue_page(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    id: &str,
    errors: &Errors,
) -> Result<Response, AppError> {
    issue_page_with(state, req, signed, id, errors, Typed::default()).await
}

/// The same with what was typed and refused.
pub(super) async fn issue_page_with(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    id: &str,
    errors: &Errors,
    typed: Typed,
) -> Result<Response, AppError> {
    let mut tx = state.db.read().await?;
    let case = load(state, &mut tx, id).await?;
    let names = staff::names(&mut tx, state.court.id).await?;
    let calendar = calendar::load(&mut tx, state.court.id).await?;
    let words = versions::notice_words(&case.issue, &case.subjects);
    let remarks = remarks::view(state, &mut tx, (id, case.href()), (case.edition.state, &words), typed.remark).await?;
    let review = review::steps(state, &mut tx, id).await?;
    tx.commit().await?;
    let issue = &case.issue;
    let day = |iso: &str| LegalDate::parse(iso).map(|d| d.zh()).unwrap_or_default();
    let moment = |v: &notice::VersionRow| Moment {
        title: if v.note.is_empty() { "发布".into() } else { v.note.clone() },
        when: Instant(v.at).zh_minute(),
        who: name_of(&v.actor, &names),
        ..Moment::default()
    };
    let view = NoticeView {
        id: issue.id.clone(),
        no_zh: show::number(issue),
        title: issue.title.clone(),
        state_zh: case.edition.state.zh().into(),
        version: issue.version,
        author: name_of(&issue.author, &names),
        reviewer: name_of(&issue.reviewer, &names),
        publisher: name_of(&issue.publisher, &names),
        applicant: issue.applicant.clone(),
        application: application_words(issue),
        approval_no: issue.approval_no.clone(),
        valid: match (day(&issue.valid_from), day(&issue.valid_until)) {
            (from, until) if from.is_empty() && until.is_empty() => String::new(),
            (from, until) => format!("{}至{}", known(from), known(until)),
        },
        public_href: if issue.is_public() { format!("/notices/{}", issue.slug()) } else { String::new() },
        outputs: outputs::possible(state, &case).is_ok(),
        placements: issue.is_public() || case.edition.state.is_gone(),
        subjects: case.subjects.iter().map(|s| subject_line(state, signed, &case, s)).collect(),
        // what stands in public has passed its gates; they are asked again when it is written anew
        checks: if issue.is_public() || case.edition.state.is_gone() {
            Vec::new()
        } else {
            checks(state, &case, "签发时填写")
        },
        warnings: warnings(state, &case, &calendar),
        steps: steps(state, signed, &case),
        who_next: who_next(state, signed, &case),
        history: case.versions.iter().map(moment).collect(),
        review,
        remarks,
        withdrawal: typed.withdrawal,
    };
    let page = notice_page(&frame(state, req, signed).await?, &view, errors);
    Ok(if errors.is_empty() { answer(state, req, signed, &page) } else { show_again(state, req, signed, &page) })
}

fn known(day: String) -> String {
    if day.is_empty() { "（未填）".to_owned() } else { day }
}

/// `2025年12月10日收到，2025年12月12日准许`, as far as it is known.
fn application_words(issue: &IssueRow) -> String {
    let day = |iso: &str| LegalDate::parse(iso).map(|d| d.zh()).unwrap_or_default();
    let (received, decided) = (day(&issue.applied_on), day(&issue.application_decided_on));
    let answer = match ApplicationState::parse(&issue.application_state) {
        Some(ApplicationState::Approved) => format!("{decided}准许"),
        Some(ApplicationState::Refused) => format!("{decided}不予准许"),
        Some(ApplicationState::Withdrawn) => "申请人已撤回".to_owned(),
        Some(ApplicationState::Received) => "尚未决定".to_owned(),
        None => String::new(),
    };
    let received = if received.is_empty() { received } else { format!("{received}收到") };
    [received, answer].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，")
}

fn subject_line(state: &AppState, signed: &Signed, case: &Case, s: &SubjectRow) -> SubjectLine {
    let rule = |text: &String| serde_json::from_str::<app::domain::bounty::RewardRule>(text).ok();
    let rewards = [("财产", rule(&s.property_reward)), ("行踪", rule(&s.whereabouts_reward))];
    let words = rewards.into_iter().filter_map(|(label, rule)| rule.map(|r| format!("{label}：{}", r.sentence())));
    SubjectLine {
        id: s.id.clone(),
        position: s.position,
        name: s.name.clone(),
        id_masked: s.id_masked.clone(),
        case_no: show::case_no(&s.case_no),
        unpaid: Fen(s.unpaid).display(),
        reward: words.collect::<Vec<_>>().join("；"),
        state_zh: SubjectState::parse(&s.state).map_or("", SubjectState::zh).into(),
        ended: case.end_words(s),
        end: subject_end::way(state, signed, case, s).into(),
    }
}

fn steps(state: &AppState, signed: &Signed, case: &Case) -> Steps {
    use EditionState::*;
    let (e, who) = (&case.edition, &signed.who);
    let matter = e.matter(state.court.id);
    let review = who.permit::<Review>(&matter).is_ok();
    let publish = who.permit::<Publish>(&e.matter_of(Action::Publish, state.court.id)).is_ok();
    Steps {
        edit: e.state == Draft && who.permit::<Write>(&matter).is_ok(),
        submit: e.state == Draft && who.permit::<Write>(&matter).is_ok(),
        approve: e.state == LegalCheck && review,
        publish: e.state == Approved && publish,
        send_back: matches!(e.state, LegalCheck | PiiScan | Approved | Scheduled) && review,
        timing: matches!(e.state, LegalCheck | Approved | Scheduled) && publish,
        withdraw: e.state.is_public() && who.permit::<Withdraw>(&matter).is_ok(),
    }
}

fn who_next(state: &AppState, signed: &Signed, case: &Case) -> String {
    let matter = case.edition.matter(state.court.id);
    let to_publish = case.edition.matter_of(Action::Publish, state.court.id);
    let (may, action) = match case.edition.state {
        EditionState::Draft => (signed.who.permit::<Write>(&matter).is_ok(), Action::Write),
        EditionState::LegalCheck => (signed.who.permit::<Review>(&matter).is_ok(), Action::Review),
        EditionState::Approved => (signed.who.permit::<Publish>(&to_publish).is_ok(), Action::Publish),
        _ => (true, Action::Write),
    };
    if may {
        String::new()
    } else {
        format!(
            "下一步是{}，由{}办理。起草人不能审核或者签发自己写的内容，审核人不能再签发。",
            action.zh(),
            who_can(action)
        )
    }
}

/// GET `/staff/notices/new`
pub async fn new_form(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    let today = state.clock.now().date();
    let mut tx = state.db.read().await?;
    let next = notice::next_no(&mut tx, state.court.id, today.year().into()).await?;
    tx.commit().await?;
    let form = IssueForm {
        no: format!("{}-{next}", today.year()),
        condition: "线索被采用并实际执行到位后发放，由申请执行人承担。".into(),
        valid_from: today.iso(),
        ..IssueForm::default()
    };
    let frame = frame(&state, &req, &signed).await?;
    Ok(answer(&state, &req, &signed, &notice_edit(&frame, "", &form, &Errors::default())))
}

/// POST `/staff/notices/new`
pub async fn create(
    State(state): State<AppState>,
    req: Req,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let permit = signed.who.permit::<Write>(&Matter::of(state.court.id)).map_err(|r| forbidden(&r))?;
    let (form, now) = (IssueForm::read(&fields), state.clock.now());
    let mut errors = match form.check(now.date()) {
        Ok(input) => {
            let edition = Edition::draft(&permit);
            let issue = IssueRow {
                id: random::uuid(now.ms()).to_string(),
                year: input.no.year.into(),
                no: input.no.no.into(),
                state: edition.state.code().into(),
                author: Some(permit.by().to_string()),
                version: 1,
                created_at: now.ms(),
                ..filled(IssueRow::default(), &input, now)
            };
            let mut tx = state.db.begin().await?;
            match notice::insert_issue(&mut tx, state.court.id, &issue).await {
                Ok(()) => {
                    store_desk::keep(&mut tx, state.court.id, &issue, &[], permit.by(), "起草").await?;
                    follow_application(&state, &mut tx, &issue).await?;
                    record(&state, &mut tx, &signed, &issue.id, "draft_created", "").await?;
                    tx.commit().await?;
                    return Ok(Redirect::to(&format!("/staff/notices/{}?done=saved#main", issue.id)).into_response());
                }
                Err(StoreError::Conflict(_)) => Errors::default(),
                Err(other) => return Err(other.into()),
            }
        }
        Err(errors) => errors,
    };
    if errors.is_empty() {
        errors.push("no", "这个期号已经用过，请换一个");
    }
    let frame = frame(&state, &req, &signed).await?;
    Ok(show_again(&state, &req, &signed, &notice_edit(&frame, "", &form, &errors)))
}

/// What the form decides of a row.
fn filled(row: IssueRow, input: &IssueInput, now: Instant) -> IssueRow {
    let iso = |day: Option<LegalDate>| day.map(LegalDate::iso).unwrap_or_default();
    IssueRow {
        title: input.title.clone(),
        kind: input.kind.map_or("", BountyKind::code).into(),
        summary: input.summary.clone(),
        body_md: input.body.clone(),
        condition_text: input.condition.clone(),
        applicant: input.applicant.clone(),
        applied_on: iso(input.applied_on),
        application_decided_on: iso(input.decided_on),
        application_state: input.decision.map_or("none", ApplicationState::code).into(),
        promise: input.promise.clone(),
        promised: input.promised,
        valid_from: iso(input.valid_from),
        valid_until: iso(input.valid_until),
        updated_at: now.ms(),
        ..row
    }
}

pub(super) fn form_of(issue: &IssueRow) -> IssueForm {
    IssueForm {
        no: issue.slug(),
        title: issue.title.clone(),
        kind: issue.kind.clone(),
        summary: issue.summary.clone(),
        body: issue.body_md.clone(),
        condition: issue.condition_text.clone(),
        valid_from: issue.valid_from.clone(),
        valid_until: issue.valid_until.clone(),
        applicant: issue.applicant.clone(),
        applied_on: issue.applied_on.clone(),
        decided_on: issue.application_decided_on.clone(),
        decision: decision_code(ApplicationState::parse(&issue.application_state)).into(),
        promise: issue.promise.clone(),
        promised: issue.promised,
        version: issue.version.to_string(),
    }
}

/// The right to change this issue now: 403 without the right, 409 when only the state is in the way.
pub(super) fn editable(state: &AppState, signed: &Signed, case: &Case) -> Result<Permit<Write>, AppError> {
    let permit = signed.who.permit::<Write>(&case.edition.matter(state.court.id)).map_err(|r| forbidden(&r))?;
    case.edition.clone().edit(&permit).map_err(|r| not_now(&r, case.href()))?;
    Ok(permit)
}

/// GET `/staff/notices/{id}/edit`
pub async fn edit_form(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let case = load(&state, &mut state.db.read().await?, &id).await?;
    editable(&state, &signed, &case)?;
    let frame = frame(&state, &req, &signed).await?;
    Ok(answer(&state, &req, &signed, &notice_edit(&frame, &id, &form_of(&case.issue), &Errors::default())))
}

/// POST `/staff/notices/{id}/edit`
pub async fn save(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let (form, now) = (IssueForm::read(&fields), state.clock.now());
    let mut tx = state.db.begin().await?;
    let case = load(&state, &mut tx, &id).await?;
    let permit = editable(&state, &signed, &case)?;
    if form.version != case.issue.version.to_string() {
        tx.rollback().await?;
        let page = |f: &Frame, view: &ConflictView| notice_conflict(f, &form, view);
        return overtaken(&state, &req, &signed, stored(&case), (&fields, &form.words()), page).await;
    }
    let input = match form.check(now.date()) {
        Ok(input) => input,
        Err(errors) => {
            tx.rollback().await?;
            let frame = frame(&state, &req, &signed).await?;
            return Ok(show_again(&state, &req, &signed, &notice_edit(&frame, &id, &form, &errors)));
        }
    };
    let mut issue = filled(case.issue.clone(), &input, now);
    if !notice::save_issue(&mut tx, state.court.id, &issue).await? {
        return Err(AppError::Conflict);
    }
    issue.version += 1;
    store_desk::keep(&mut tx, state.court.id, &issue, &case.subjects, permit.by(), "修改").await?;
    let by_itself = fields.has("autosave");
    if by_itself {
        autosave::fold_notice(&mut tx, state.court.id, &issue.id, issue.version, permit.by()).await?;
    }
    follow_application(&state, &mut tx, &issue).await?;
    record(&state, &mut tx, &signed, &issue.id, "draft_edited", "").await?;
    tx.commit().await?;
    if by_itself {
        return Ok(editing::kept(issue.version, now));
    }
    Ok(Redirect::to(&format!("/staff/notices/{id}?done=saved#main")).into_response())
}

/// BN-3: ten days to decide, from the day the application came until it is decided.
async fn follow_application(state: &AppState, tx: &mut Tx, issue: &IssueRow) -> Result<(), AppError> {
    let decided = ApplicationState::parse(&issue.application_state).is_some_and(|s| s != ApplicationState::Received);
    let from = LegalDate::parse(&issue.applied_on).ok().filter(|_| !decided);
    let calendar = calendar::load(tx, state.court.id).await?;
    let label = format!("{}悬赏申请", show::number(issue));
    let clock = Clocked { duty: Duty::DecideBounty, object: ("issue", &issue.id), label: &label };
    Ok(deadline::keep(tx, state.court.id, clock, from, &calendar, state.clock.now()).await?)
}

/// What is stored, for somebody who typed on an older version.
fn stored(case: &Case) -> Stored<'_> {
    Stored {
        words: form_of(&case.issue).words(),
        version: case.issue.version,
        by: case.latest_by(),
        at: case.issue.updated_at,
        action: format!("{}/edit", case.href()),
        record: case.href(),
    }
}

/// GET `/staff/notices/{id}/preview`: the public page, by the renderer of the public page.
pub async fn preview(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let case = load(&state, &mut state.db.read().await?, &id).await?;
    if LegalDate::parse(&case.issue.valid_until).is_err() {
        let says = "还没有填写有效期，不能预览。请先填写开始日期和截止日期。".to_owned();
        return Err(AppError::WrongState { says, back: case.href() });
    }
    let page = notices::preview(&state, &req, case.issue, case.subjects).ok_or(AppError::NotFound)?;
    Ok(page::private(&state, &req, StatusCode::OK, None, &page))
}
