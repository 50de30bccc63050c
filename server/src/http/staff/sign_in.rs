//! In and out of the back office. Every failed sign-in looks and costs the same.
use std::sync::{Arc, LazyLock};

use app::{
    domain::{date::Instant, ids::StaffId},
    form::{
        Errors,
        login::{SIGN_IN_FAILED, SignInForm, safe_next},
    },
    pages::staff::sign_in,
};
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use secrecy::SecretString;
use tokio::sync::Semaphore;

use super::super::{
    error::AppError,
    limits::Sender,
    page::{self, Req},
    session::{self as cookies, Form, StaffForm},
};
use super::account::check_code;
use crate::{
    crypto::{
        password, random,
        staff_keys::{self, UnlockedStaffKey},
        token::Token,
    },
    state::AppState,
    store::{audit, session, staff},
};

/// Passwords hashed at the same time; the rest wait, so that guessing cannot take the machine.
static HASHING: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(2)));
/// Longest wait for a turn.
const TURN: std::time::Duration = std::time::Duration::from_secs(8);

/// GET `/staff/sign-in`
pub async fn form(State(state): State<AppState>, req: Req) -> Response {
    let form = SignInForm { next: safe_next(req.query("next").unwrap_or_default()), ..SignInForm::default() };
    let note = match (req.query("out"), req.query("next")) {
        (Some(_), _) => "您已退出登录。",
        (None, Some(_)) => "请先登录。离开 15 分钟以上会自动退出。",
        (None, None) => "",
    };
    page::private(&state, &req, StatusCode::OK, None, &sign_in::sign_in(&form, &Errors::default(), note))
}

/// POST `/staff/sign-in`
pub async fn enter(
    State(state): State<AppState>,
    req: Req,
    sender: Sender,
    Form(fields): Form,
) -> Result<Response, AppError> {
    state.limits.sign_in.check(&sender)?;
    let form = SignInForm::read(&fields);
    let again = |errors: &Errors| {
        page::private(&state, &req, StatusCode::UNPROCESSABLE_ENTITY, None, &sign_in::sign_in(&form, errors, ""))
    };
    if let Err(errors) = form.check() {
        return Ok(again(&errors));
    }
    let Some((account, key)) = recognise(&state, &form, state.clock.now()).await? else {
        let mut errors = Errors::default();
        errors.push("login", SIGN_IN_FAILED);
        return Ok(again(&errors));
    };
    let cookie = open_session(&state, &account, &key).await?;
    let mut response = Redirect::to(&form.next).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

/// The account, if login, password and second factor are right and it is not resting. Counts what was wrong.
async fn recognise(
    state: &AppState,
    form: &SignInForm,
    now: Instant,
) -> Result<Option<(staff::Account, UnlockedStaffKey)>, AppError> {
    let court = state.court.id;
    let account = staff::by_login(&mut state.db.read().await?, court, &form.login).await?;
    let usable = account.as_ref().filter(|a| !a.locked(now));
    let hash = usable.map(|a| a.password_hash.clone());
    let right = verified(form.password.clone().into(), hash).await?;
    let Some(account) = account.filter(|account| !account.locked(now)) else {
        note_failure(state, None, now).await?;
        return Ok(None);
    };
    let step = if right { second_factor(state, &account, &form.code, now)? } else { None };
    let Some(step) = step else {
        note_failure(state, Some(account.who.id), now).await?;
        return Ok(None);
    };
    let key = unlock(&account, form.password.clone().into()).await?;
    let mut tx = state.db.begin().await?;
    let first = staff::succeeded(&mut tx, &account, step, now).await?;
    tx.commit().await?;
    Ok(first.then_some((account, key)))
}

/// `Some(None)`: none is asked. `Some(Some(step))`: the code was right. `None`: it was wrong or missing.
fn second_factor(
    state: &AppState,
    account: &staff::Account,
    code: &str,
    now: Instant,
) -> Result<Option<Option<i64>>, AppError> {
    match (&account.totp_sealed, account.totp_confirmed) {
        (Some(sealed), true) => {
            let id = account.who.id.to_string();
            let secret = state.server_key.unwrap("totp", &state.court.code, &id, sealed).map_err(AppError::internal)?;
            let step = check_code(&secret, code, now).filter(|step| *step > account.totp_last_step);
            Ok(step.map(Some))
        }
        _ => Ok(Some(None)),
    }
}

/// One password check at a time per turn; an unknown name costs the same as a known one.
pub(super) async fn verified(secret: SecretString, hash: Option<String>) -> Result<bool, AppError> {
    let turn = tokio::time::timeout(TURN, HASHING.clone().acquire_owned()).await;
    let Ok(Ok(turn)) = turn else { return Err(AppError::RateLimited(30)) };
    password::off_thread(move || {
        let right = password::verify(&secret, hash.as_deref());
        drop(turn);
        right
    })
    .await
    .map_err(AppError::internal)
}

/// Opens the person's own key with the password that was just verified.
pub(super) async fn unlock(account: &staff::Account, secret: SecretString) -> Result<UnlockedStaffKey, AppError> {
    let (id, sealed) = (account.who.id, account.sealed_key.clone());
    password::off_thread(move || staff_keys::unlock(id, &sealed, &secret))
        .await
        .and_then(|opened| opened)
        .map_err(AppError::internal)
}

/// A try that touches no account takes the same way to the disk: neither time nor a missing event tells who exists.
async fn note_failure(state: &AppState, account: Option<StaffId>, now: Instant) -> Result<(), AppError> {
    let court = state.court.id;
    let mut tx = state.db.begin().await?;
    let id = account.unwrap_or_else(|| StaffId::from_uuid(random::uuid(now.ms())));
    let locked = staff::failed(&mut tx, court, id, now).await?;
    let note = if locked { "locked for 15 minutes" } else { "" };
    let object = account.map(|id| id.to_string()).unwrap_or_default();
    let event = audit::Event { at: now, actor: None, kind: "sign_in_failed", object: ("staff", &object), note };
    audit::append(&mut tx, court, event).await?;
    Ok(tx.commit().await?)
}

/// A new session in place of any other of this account; returns its cookie.
pub(super) async fn open_session(
    state: &AppState,
    account: &staff::Account,
    key: &UnlockedStaffKey,
) -> Result<HeaderValue, AppError> {
    let (court, now, id) = (state.court.id, state.clock.now(), account.who.id);
    let token = Token::generate();
    let (cookie_key, sealed) = staff_keys::wrap_for_session(key, &token.hash()).map_err(AppError::internal)?;
    let mut tx = state.db.begin().await?;
    session::sweep(&mut tx, court, now).await?;
    session::start(&mut tx, court, id, &token.hash(), &sealed, now).await?;
    let object = id.to_string();
    let event = audit::Event { at: now, actor: Some(id), kind: "sign_in", object: ("staff", &object), note: "" };
    audit::append(&mut tx, court, event).await?;
    tx.commit().await?;
    cookies::set_cookie(state, &token, &cookie_key)
}

/// POST `/staff/sign-out`
pub async fn leave(State(state): State<AppState>, form: StaffForm) -> Result<Response, AppError> {
    let (court, now, id) = (state.court.id, state.clock.now(), form.signed.who.id);
    let mut tx = state.db.begin().await?;
    session::end(&mut tx, court, form.signed.token_hash()).await?;
    let object = id.to_string();
    let event = audit::Event { at: now, actor: Some(id), kind: "sign_out", object: ("staff", &object), note: "" };
    audit::append(&mut tx, court, event).await?;
    tx.commit().await?;
    let mut response = Redirect::to("/staff/sign-in?out=1").into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookies::clear_cookie(&state));
    Ok(response)
}
