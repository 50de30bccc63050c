//! The ledger of postings: where an issue stands outside this site, and that it came down there (BN-4, BN-12, RC-8).
use app::{
    domain::{
        date::{Instant, LegalDate},
        edition::EditionState,
        placement::{Channel, Placement, Standing, Why},
        refusal::Refusal,
    },
    form::{
        Errors,
        placement::{PlacementForm, TakeDownForm},
    },
    pages::staff::placements::{
        PlacementLine, PlacementsView, TakeDownView, placements, take_down, tasks as tasks_page,
    },
    text::takedown::{Request, request},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, StaffForm},
    show,
};
use super::{
    desk::{Case, at_the_desk, load, record},
    frame, not_now, show as answer, show_again,
};
use crate::{
    crypto::random,
    state::AppState,
    store::{
        Tx,
        placement::{self, NewPlacement, PlacementRow, TaskRow},
    },
};

/// Only what was public can have been posted.
async fn posted(state: &AppState, tx: &mut Tx, signed: &Signed, id: &str) -> Result<Case, AppError> {
    at_the_desk(signed)?;
    let case = load(state, tx, id).await?;
    if case.edition.state.is_public() || case.edition.state.is_gone() {
        return Ok(case);
    }
    let no = Refusal::new("BN-4", "state", "这期公告还没有发布。", "发布以后再登记张贴的地方。");
    Err(not_now(&no, case.href()))
}

/// GET `/staff/notices/{id}/placements`
pub async fn get(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let mut tx = state.db.read().await?;
    let case = posted(&state, &mut tx, &signed, &id).await?;
    let form = PlacementForm { posted_on: state.clock.now().date().iso(), ..PlacementForm::default() };
    list(&state, tx, &req, &signed, &case, &form, &Errors::default()).await
}

async fn list(
    state: &AppState,
    mut tx: Tx,
    req: &Req,
    signed: &Signed,
    case: &Case,
    form: &PlacementForm,
    errors: &Errors,
) -> Result<Response, AppError> {
    let rows = placement::load(&mut tx, state.court.id, &case.issue.id).await?;
    tx.rollback().await?;
    let view = PlacementsView {
        issue: case.issue.id.clone(),
        no_zh: show::number(&case.issue),
        lines: rows.iter().map(|row| line(state, case, row)).collect(),
    };
    let page = placements(&frame(state, req, signed).await?, &view, form, errors);
    Ok(if errors.is_empty() { answer(state, req, signed, &page) } else { show_again(state, req, signed, &page) })
}

fn why(state: &AppState, case: &Case, row: &PlacementRow) -> Option<Why> {
    let ended = case.subjects.iter().filter(|s| s.ended_at.is_some_and(|at| at >= row.posted_at));
    let standing = Standing {
        state: case.edition.state,
        valid_until: LegalDate::parse(&case.issue.valid_until).ok(),
        open: count(case.subjects.iter().filter(|s| s.is_open()).count()),
        ended_since: count(ended.count()),
    };
    Why::of(standing, state.clock.now().date()).filter(|_| row.taken_down_at.is_none())
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn channel(code: &str) -> Channel {
    Channel::parse(code).unwrap_or(Channel::Other)
}

fn line(state: &AppState, case: &Case, row: &PlacementRow) -> PlacementLine {
    let down = row.taken_down_at.map(|at| format!("{}，{}", Instant(at).date().zh(), row.proof));
    PlacementLine {
        href: format!("{}/placements/{}", case.href(), row.id),
        no_zh: show::number(&case.issue),
        channel: channel(&row.channel).zh().into(),
        name: row.name.clone(),
        url: row.url.clone(),
        posted: Instant(row.posted_at).date().zh(),
        down: down.unwrap_or_default(),
        why: why(state, case, row).map_or("", Why::zh).into(),
    }
}

/// POST `/staff/notices/{id}/placements`
pub async fn add(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let (form, now) = (PlacementForm::read(&fields), state.clock.now());
    let mut tx = state.db.begin().await?;
    let case = posted(&state, &mut tx, &signed, &id).await?;
    let posting = match form.check(now.date()) {
        Ok(posting) => posting,
        Err(errors) => return list(&state, tx, &req, &signed, &case, &form, &errors).await,
    };
    let (own, by) = (random::uuid(now.ms()).to_string(), signed.who.id.to_string());
    let new = NewPlacement { id: &own, issue: &case.issue.id, placement: &posting, by: &by, at: now };
    placement::insert(&mut tx, state.court.id, &new).await?;
    record(&state, &mut tx, &signed, &case.issue.id, "placement_added", posting.channel.zh()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("{}/placements?done=placed#main", case.href())).into_response())
}

/// One posting that is still up. 409 when it came down already.
async fn standing(
    state: &AppState,
    tx: &mut Tx,
    case: &Case,
    own: &str,
) -> Result<(PlacementRow, Placement), AppError> {
    let row = placement::load_one(tx, state.court.id, &case.issue.id, own).await?.ok_or(AppError::NotFound)?;
    let posting = row.placement()?;
    if !posting.is_up() {
        return Err(not_now(&Refusal::step("BN-12", "已撤下", "再次撤下"), format!("{}/placements", case.href())));
    }
    Ok((row, posting))
}

fn take_down_view(state: &AppState, case: &Case, row: &PlacementRow) -> TakeDownView {
    let (number, back) = (show::number(&case.issue), format!("{}/placements", case.href()));
    let text = why(state, case, row).map(|why| {
        request(Request {
            court: &state.court.name,
            number: &number,
            phone: &state.view.phone,
            channel: channel(&row.channel),
            name: &row.name,
            url: &row.url,
            why,
        })
    });
    TakeDownView {
        action: format!("{back}/{}", row.id),
        line: line(state, case, row),
        request: text.unwrap_or_default(),
        no_zh: number,
        back,
    }
}

/// GET `/staff/notices/{id}/placements/{placement}`
pub async fn form(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path((id, own)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let mut tx = state.db.read().await?;
    let case = posted(&state, &mut tx, &signed, &id).await?;
    let (row, _) = standing(&state, &mut tx, &case, &own).await?;
    tx.rollback().await?;
    let form = TakeDownForm { taken_on: state.clock.now().date().iso(), ..TakeDownForm::default() };
    let (frame, view) = (frame(&state, &req, &signed).await?, take_down_view(&state, &case, &row));
    Ok(answer(&state, &req, &signed, &take_down(&frame, &view, &form, &Errors::default())))
}

/// POST `/staff/notices/{id}/placements/{placement}`
pub async fn close(
    State(state): State<AppState>,
    req: Req,
    Path((id, own)): Path<(String, String)>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let form = TakeDownForm::read(&fields);
    let mut tx = state.db.begin().await?;
    let case = posted(&state, &mut tx, &signed, &id).await?;
    let (row, posting) = standing(&state, &mut tx, &case, &own).await?;
    let down = match form.check(posting, state.clock.now().date()) {
        Ok(down) => down,
        Err(errors) => {
            tx.rollback().await?;
            let (frame, view) = (frame(&state, &req, &signed).await?, take_down_view(&state, &case, &row));
            return Ok(show_again(&state, &req, &signed, &take_down(&frame, &view, &form, &errors)));
        }
    };
    if !placement::close(&mut tx, state.court.id, &row.id, &down, &signed.who.id.to_string()).await? {
        return Err(AppError::Conflict);
    }
    record(&state, &mut tx, &signed, &case.issue.id, "placement_taken_down", down.channel.zh()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("{}/placements?done=unplaced#main", case.href())).into_response())
}

/// GET `/staff/placements`: what has to come down, over all issues.
pub async fn tasks(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let today = state.clock.now().date();
    let rows = placement::tasks(&mut state.db.read().await?, state.court.id, today).await?;
    let lines: Vec<PlacementLine> = rows.iter().map(|row| task(row, today)).collect();
    Ok(answer(&state, &req, &signed, &tasks_page(&frame(&state, &req, &signed).await?, &lines)))
}

fn task(row: &TaskRow, today: LegalDate) -> PlacementLine {
    let valid_until = LegalDate::parse(&row.valid_until).ok();
    let why = EditionState::parse(&row.state).and_then(|state| {
        Why::of(Standing { state, valid_until, open: row.open, ended_since: row.ended_since }, today)
    });
    PlacementLine {
        href: format!("/staff/notices/{}/placements/{}", row.issue_id, row.id),
        no_zh: format!("{}年第{}期", row.year, row.no),
        channel: channel(&row.channel).zh().into(),
        name: row.name.clone(),
        url: row.url.clone(),
        posted: Instant(row.posted_at).date().zh(),
        down: String::new(),
        why: why.map_or("", Why::zh).into(),
    }
}
