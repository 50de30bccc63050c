//! Putting an issue together: the order of its debtors, picking who is still sought, and what is new since the last one.
use app::{
    domain::{
        bounty::RewardRule,
        ids::IssueId,
        money::Fen,
        notice::{Change, Sought, changes, moved_up},
    },
    form::{Errors, fields::Fields},
    pages::staff::compose::{ComposeView, Offer, Placed, compose},
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
    desk::{Case, load},
    frame,
    issue::editable,
    show as answer, show_again,
    subject::{changed, draft},
};
use crate::{
    crypto::{
        field::{open_id, seal_id},
        random,
    },
    state::AppState,
    store::{
        Tx,
        notice::{self, SubjectRow},
        notice_compose as store,
    },
};

/// GET `/staff/notices/{id}/compose`
pub async fn get(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let mut tx = state.db.read().await?;
    let case = load(&state, &mut tx, &id).await?;
    editable(&state, &signed, &case)?;
    let view = view(&state, &mut tx, &case, None).await?;
    tx.rollback().await?;
    Ok(answer(&state, &req, &signed, &compose(&frame(&state, &req, &signed).await?, &view, &Errors::default())))
}

/// POST `/staff/notices/{id}/compose`: `go=pick` with those picked, or `go=up`, `go=top` with one to `move`.
pub async fn save(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let mut tx = state.db.begin().await?;
    let case = draft(&state, &mut tx, &signed, &id, fields.raw("version")).await?;
    let (done, note) = match fields.raw("go") {
        go @ ("up" | "top") => (moved(&state, &mut tx, &case, fields.raw("move"), go == "top").await?, "调整顺序"),
        "pick" => (pick(&state, &mut tx, &case, &fields).await?, "选入被执行人"),
        _ => return Err(AppError::BadRequest),
    };
    match done {
        Ok(()) => {
            changed(&state, tx, &signed, case, note).await?;
            Ok(Redirect::to(&format!("/staff/notices/{id}/compose?done=composed#main")).into_response())
        }
        Err(errors) => {
            let view = view(&state, &mut tx, &case, Some(&fields)).await?;
            tx.rollback().await?;
            Ok(show_again(&state, &req, &signed, &compose(&frame(&state, &req, &signed).await?, &view, &errors)))
        }
    }
}

async fn moved(
    state: &AppState,
    tx: &mut Tx,
    case: &Case,
    id: &str,
    to_top: bool,
) -> Result<Result<(), Errors>, AppError> {
    let ids = moved_up(case.subjects.iter().map(|s| s.id.as_str()).collect(), id, to_top);
    let issue = IssueId::parse(&case.issue.id).ok_or(AppError::NotFound)?;
    if store::put_in_order(tx, state.court.id, issue, &ids).await? { Ok(Ok(())) } else { Err(AppError::Conflict) }
}

/// A picked debtor comes with everything but the photo, whose necessity is asked for anew in each issue (AN-8).
async fn pick(state: &AppState, tx: &mut Tx, case: &Case, fields: &Fields) -> Result<Result<(), Errors>, AppError> {
    let offered = offered(state, tx, case).await?;
    let picked = fields.all("pick");
    let picked: Vec<&SubjectRow> = offered.iter().filter(|s| picked.contains(&s.id)).collect();
    if picked.is_empty() {
        let mut errors = Errors::default();
        errors.push("pick", "请至少选择一名被执行人");
        return Ok(Err(errors));
    }
    let last = case.subjects.iter().map(|s| s.position).max().unwrap_or(0);
    for (position, from) in (last + 1..).zip(picked) {
        let row = copied(state, case, from, position)?;
        notice::put_subject(tx, state.court.id, &row).await?;
    }
    Ok(Ok(()))
}

/// Still sought elsewhere and not in this issue yet.
async fn offered(state: &AppState, tx: &mut Tx, case: &Case) -> Result<Vec<SubjectRow>, AppError> {
    let mut found = store::still_sought(tx, state.court.id, &case.issue).await?;
    let mut taken: Vec<String> = case.subjects.iter().map(key).collect();
    // the newest notice of a debtor is the one to go on from
    found.retain(|s| {
        let new = !taken.contains(&key(s));
        taken.push(key(s));
        new
    });
    Ok(found)
}

/// The same debtor in the same case.
fn key(s: &SubjectRow) -> String {
    let identity = s.id_hash.as_ref().map_or_else(|| s.id_masked.clone(), hex::encode);
    format!("{}|{identity}|{}", s.party_kind, s.case_no)
}

/// A number stays in its row, so it is sealed anew for the new one.
fn copied(state: &AppState, case: &Case, from: &SubjectRow, position: i64) -> Result<SubjectRow, AppError> {
    let id = random::uuid(state.clock.now().ms()).to_string();
    let mut row = SubjectRow {
        issue_id: case.issue.id.clone(),
        year: case.issue.year,
        no: case.issue.no,
        position,
        photo_id: None,
        photo_reason: String::new(),
        id_cipher: None,
        id_hash: None,
        id,
        ..from.clone()
    };
    if let Some(cipher) = &from.id_cipher {
        let (key, court) = (&state.server_key, state.court.id);
        let number = open_id(key, court, &from.id, cipher).map_err(AppError::internal)?;
        if let Some(number) = number {
            let sealed = seal_id(key, court, &row.id, &number).map_err(AppError::internal)?;
            row.id_cipher = Some(sealed.cipher);
            row.id_hash = Some(sealed.hash);
        }
    }
    Ok(row)
}

async fn view(state: &AppState, tx: &mut Tx, case: &Case, typed: Option<&Fields>) -> Result<ComposeView, AppError> {
    let before = store::issue_before(tx, state.court.id, case.issue.year, case.issue.no).await?;
    let last = match &before {
        Some(issue) => notice::load_subjects(tx, state.court.id, &issue.id).await?,
        None => Vec::new(),
    };
    let offers = offered(state, tx, case).await?;
    let placed = |s: &SubjectRow| Placed {
        id: s.id.clone(),
        position: s.position,
        name: s.name.clone(),
        case_no: show::case_no(&s.case_no),
    };
    Ok(ComposeView {
        id: case.issue.id.clone(),
        no_zh: show::number(&case.issue),
        version: case.issue.version,
        placed: case.subjects.iter().map(placed).collect(),
        offers: offers.iter().map(offer).collect(),
        picked: typed.map(|fields| fields.all("pick")).unwrap_or_default(),
        before_zh: before.as_ref().map(show::number).unwrap_or_default(),
        changes: before.map(|_| compared(&last, &case.subjects)).unwrap_or_default(),
    })
}

fn offer(s: &SubjectRow) -> Offer {
    Offer {
        id: s.id.clone(), words: format!("{}，{}（{}年第{}期）", s.name, show::case_no(&s.case_no), s.year, s.no)
    }
}

/// Of the last issue only who is still sought is named: the others have left the public (BN-12).
fn compared(last: &[SubjectRow], now: &[SubjectRow]) -> Vec<Change> {
    let last: Vec<Sought> = last.iter().filter(|s| s.is_open()).map(sought).collect();
    changes(&last, &now.iter().map(sought).collect::<Vec<_>>())
}

fn sought(s: &SubjectRow) -> Sought {
    let rule = |json: &str| serde_json::from_str::<RewardRule>(json).map(|rule| rule.sentence()).unwrap_or_default();
    Sought {
        key: key(s),
        position: s.position,
        name: s.name.clone(),
        told: vec![
            ("未履行金额", Fen(s.unpaid).display()),
            ("财产线索的悬赏", rule(&s.property_reward)),
            ("行踪线索的悬赏", rule(&s.whereabouts_reward)),
            ("征集内容", s.wanted.clone()),
            ("乡镇", s.town.clone()),
        ],
    }
}
