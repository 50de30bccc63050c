//! `/claims/check`: asked by POST only, kept nowhere, so many times a minute.
use app::{
    domain::{claim::Payout, claim_check::may_be},
    form::{claim_check::ClaimCheckForm, fields::Fields},
    pages::claim_check::{CheckView, check as page},
};
use axum::{
    Form,
    extract::{State, rejection::FormRejection},
    http::StatusCode,
    response::Response,
};

use super::{
    claims::{card, payout},
    error::AppError,
    limits::Sender,
    page::{Req, cached, private},
};
use crate::{state::AppState, store::claim};

/// Money that was announced longer ago is asked for at the window.
const DAYS: i32 = 730;

/// GET `/claims/check`
pub async fn form(State(state): State<AppState>, req: Req) -> Result<Response, AppError> {
    cached(&state, &req, &[], || async { Ok(page(view(&state, ClaimCheckForm::default()))) }).await
}

fn view(state: &AppState, form: ClaimCheckForm) -> CheckView {
    CheckView { form, phone: state.view.phone.clone(), accounts: state.view.accounts.clone(), ..CheckView::default() }
}

/// POST `/claims/check`
pub async fn ask(
    State(state): State<AppState>,
    sender: Sender,
    req: Req,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(pairs) =
        form.map_err(|refused| AppError::from_status(refused.status()).unwrap_or(AppError::BadRequest))?;
    state.limits.lookups.check(&sender)?;
    let form = ClaimCheckForm::read(&Fields::new(pairs));
    let (name, case) = match form.check() {
        Ok(asked) => asked,
        Err(errors) => {
            let again = CheckView { errors, ..view(&state, form) };
            return Ok(private(&state, &req, StatusCode::UNPROCESSABLE_ENTITY, None, &page(again)));
        }
    };
    let today = state.clock.now().date();
    let mut tx = state.db.read().await?;
    let rows = claim::announced(&mut tx, state.court.id, &case, today.add_days(-DAYS)).await?;
    let mut found = Vec::new();
    for (slug, _) in rows.iter().filter(|(_, payee)| may_be(payee, &name)) {
        let row = claim::load(&mut tx, state.court.id, slug).await?;
        found.extend(row.filter(|row| payout(row, today) != Payout::Over).map(|row| card(&row, today)));
    }
    tx.rollback().await?;
    found.dedup_by(|a, b| a.href == b.href);
    let answer = CheckView { found: Some(found), ..view(&state, form) };
    Ok(private(&state, &req, StatusCode::OK, None, &page(answer)))
}
