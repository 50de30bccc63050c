//! `/staff/money`: money that waits for creditors, from its arrival to payment or escrow (CM-1..4).
use app::{
    domain::{
        audit::EventKind,
        case::CaseNo,
        claim::{Claim, ClaimState, DeferReason, EscrowReason},
        date::{Instant, LegalDate},
        deadline::Duty,
        money::Fen,
        staff::Action,
    },
    form::{
        Errors,
        case_money::{MoneyForm, MoneyStepForm},
    },
    pages::staff::case_money::{MoneyGroup, MoneyLine, MoneyView, money, money_list, money_new},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use uuid::Uuid;

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, StaffForm},
};
use super::{desk::only, frame, not_now, show, show_again};
use crate::{
    crypto::random,
    state::AppState,
    store::{
        Tx, audit, calendar,
        case_money::{self, MoneyRow},
        deadline::{self, Clocked},
    },
};

/// GET `/staff/money?state=&day=&id=`: what waits, the longest first; one state further on.
pub async fn list(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let mut tx = state.db.read().await?;
    let known = calendar::load(&mut tx, state.court.id).await?;
    let today = state.clock.now().date();
    let mut groups = Vec::new();
    for &status in ClaimState::ALL {
        let asked = req.query("state").and_then(ClaimState::parse);
        if asked.is_some_and(|asked| asked != status) {
            continue;
        }
        let after = (req.query("day").unwrap_or_default(), req.query("id").unwrap_or_default());
        let after = if asked.is_some() { after } else { ("", "") };
        let rows = case_money::in_state(&mut tx, state.court.id, status, after).await?;
        let more = rows.last().filter(|_| rows.len() as i64 == case_money::PAGE);
        let next = more.map(|r| format!("/staff/money?state={}&day={}&id={}", status.code(), r.arrived_on, r.id));
        let line = |row: &MoneyRow| {
            let due = row.claim()?.due(&known).ok().flatten().map(|due| due.rolled);
            Ok(line(row, due, today))
        };
        let lines = rows.iter().map(line).collect::<Result<Vec<_>, AppError>>()?;
        groups.push(MoneyGroup { heading: status.zh().into(), lines, next: next.unwrap_or_default() });
    }
    tx.rollback().await?;
    Ok(show(&state, &req, &signed, &money_list(&frame(&state, &req, &signed).await?, &groups)))
}

fn line(row: &MoneyRow, due: Option<LegalDate>, today: LegalDate) -> MoneyLine {
    MoneyLine {
        id: row.id.clone(),
        case_no: shown_case(&row.case_no),
        payee: row.payee.clone(),
        amount: Fen(row.amount).display(),
        arrived_on: zh(&row.arrived_on),
        due: due.map(|day| format!("{}以前", day.zh())).unwrap_or_default(),
        late: due.is_some_and(|day| day < today),
    }
}

fn shown_case(no: &str) -> String {
    CaseNo::parse(no).map_or_else(|_| no.to_owned(), |no| no.display())
}

fn zh(iso: &str) -> String {
    LegalDate::parse(iso).map(LegalDate::zh).unwrap_or_default()
}

/// GET `/staff/money/new`
pub async fn new_form(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let now = state.clock.now();
    let once = random::uuid(now.ms()).to_string();
    let form = MoneyForm { arrived_on: now.date().iso(), once, ..MoneyForm::default() };
    let page = money_new(&frame(&state, &req, &signed).await?, &form, &Errors::default());
    Ok(show(&state, &req, &signed, &page))
}

/// POST `/staff/money/new`
pub async fn record(
    State(state): State<AppState>,
    req: Req,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let (form, now) = (MoneyForm::read(&fields), state.clock.now());
    let input = match form.check(now.date()) {
        Ok(input) => input,
        Err(errors) => {
            let page = money_new(&frame(&state, &req, &signed).await?, &form, &errors);
            return Ok(show_again(&state, &req, &signed, &page));
        }
    };
    // the page drew the number of its record: pressed twice, it is there already
    let id = Uuid::parse_str(&form.once).unwrap_or_else(|_| random::uuid(now.ms())).to_string();
    let claim = Claim::arrived(input.arrived_on);
    let row = MoneyRow {
        id,
        case_no: input.case_no,
        payee: input.payee,
        amount: input.amount.0,
        state: claim.state.code().into(),
        arrived_on: input.arrived_on.iso(),
        ..MoneyRow::default()
    };
    let mut tx = state.db.begin().await?;
    if case_money::load(&mut tx, state.court.id, &row.id).await?.is_none() {
        case_money::insert(&mut tx, state.court.id, &row, signed.who.id, now).await?;
        clock(&state, &mut tx, &row, &claim, now).await?;
        event(&state, &mut tx, &signed, (&row.id, claim.state)).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to(&format!("/staff/money/{}?done=saved#main", row.id)).into_response())
}

/// CM-1: thirty days from arrival; while it is deferred, the day agreed on.
async fn clock(state: &AppState, tx: &mut Tx, row: &MoneyRow, claim: &Claim, now: Instant) -> Result<(), AppError> {
    let known = calendar::load(tx, state.court.id).await?;
    let from = match claim.state {
        ClaimState::Paid | ClaimState::Escrowed => None,
        // the register counts thirty days from here
        ClaimState::Deferred => claim.deferred_until.map(|until| until.add_days(-30)),
        _ => Some(claim.arrived_on),
    };
    let label = format!("案款 {}", shown_case(&row.case_no));
    let clock = Clocked { duty: Duty::PayOut, object: ("money", &row.id), label: &label };
    deadline::keep(tx, state.court.id, clock, from, &known, now).await?;
    Ok(())
}

async fn event(state: &AppState, tx: &mut Tx, signed: &Signed, (id, to): (&str, ClaimState)) -> Result<(), AppError> {
    let (at, actor, kind) = (state.clock.now(), Some(signed.who.id), EventKind::CaseMoneyMoved.code());
    let object = ("money", id);
    audit::append(tx, state.court.id, audit::Event { at, actor, kind, object, note: to.zh() }).await?;
    Ok(())
}

/// GET `/staff/money/{id}`
pub async fn get(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let mut tx = state.db.read().await?;
    let row = case_money::load(&mut tx, state.court.id, &id).await?.ok_or(AppError::NotFound)?;
    page(&state, &req, &signed, (tx, &row), (&MoneyStepForm::default(), &Errors::default())).await
}

async fn page(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    (mut tx, row): (Tx, &MoneyRow),
    (form, errors): (&MoneyStepForm, &Errors),
) -> Result<Response, AppError> {
    let known = calendar::load(&mut tx, state.court.id).await?;
    tx.rollback().await?;
    let claim = row.claim()?;
    let due = claim.due(&known).ok().flatten().map(|due| due.rolled);
    let line = line(row, due, state.clock.now().date());
    let defer = DeferReason::parse(&row.reason).map(DeferReason::zh);
    let view = MoneyView {
        id: row.id.clone(),
        state: Some(claim.state),
        version: row.version,
        case_no: line.case_no,
        payee: line.payee,
        amount: line.amount,
        arrived_on: line.arrived_on,
        due: line.due,
        paid_on: zh(&row.paid_on),
        reason: defer.or(EscrowReason::parse(&row.reason).map(EscrowReason::zh)).unwrap_or_default().into(),
        approval_no: row.approval_no.clone(),
    };
    let page = money(&frame(state, req, signed).await?, &view, form, errors);
    Ok(if errors.is_empty() { show(state, req, signed, &page) } else { show_again(state, req, signed, &page) })
}

/// POST `/staff/money/{id}`: one step; the public announcement follows in the same transaction (CM-4).
pub async fn step(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::HandleCase)?;
    let (form, now) = (MoneyStepForm::read(&fields), state.clock.now());
    let mut tx = state.db.begin().await?;
    let row = case_money::load(&mut tx, state.court.id, &id).await?.ok_or(AppError::NotFound)?;
    if row.version.to_string() != form.version {
        return Err(AppError::Conflict);
    }
    let claim = match form.take(row.claim()?, now.date()) {
        Ok(claim) => claim,
        Err(refusal) if refusal.is_of_state() => return Err(not_now(&refusal, format!("/staff/money/{id}"))),
        Err(refusal) => {
            let mut errors = Errors::default();
            let field = if refusal.field == "until" { "day" } else { refusal.field };
            errors.push(field, refusal.sentence());
            return page(&state, &req, &signed, (tx, &row), (&form, &errors)).await;
        }
    };
    let iso = |day: Option<LegalDate>| day.map(LegalDate::iso).unwrap_or_default();
    let to = MoneyRow {
        state: claim.state.code().into(),
        deferred_until: iso(claim.deferred_until),
        reason: match claim.state {
            ClaimState::Deferred => claim.defer_reason.map_or("", DeferReason::code),
            ClaimState::Escrowed => claim.escrow_reason.map_or("", EscrowReason::code),
            _ => "",
        }
        .into(),
        approval_no: if claim.state == ClaimState::Deferred {
            form.approval_no.clone()
        } else {
            row.approval_no.clone()
        },
        paid_on: iso(claim.paid_on),
        updated_at: now.ms(),
        ..row.clone()
    };
    if !case_money::step(&mut tx, state.court.id, &row, &to).await? {
        return Err(AppError::Conflict);
    }
    clock(&state, &mut tx, &to, &claim, now).await?;
    event(&state, &mut tx, &signed, (&id, claim.state)).await?;
    tx.commit().await?;
    state.cache.bump();
    Ok(Redirect::to(&format!("/staff/money/{id}?done=saved#main")).into_response())
}
