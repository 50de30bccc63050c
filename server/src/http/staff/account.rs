//! One's own account: the password, and the second factor with its enrolment.
use app::{
    domain::date::Instant,
    form::{
        Errors,
        login::{PasswordForm, digits},
    },
    pages::staff::account::{AccountView, SecondFactorView, account, password, second_factor},
};
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::SecretString;
use sha2::Sha256;
use totp_rs::{Algorithm, Builder, Secret};

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, StaffForm, roles_zh},
};
use super::{frame, show, show_again, sign_in};
use crate::{
    crypto::{password as hashing, staff_keys},
    state::AppState,
    store::{audit, staff},
};

/// Seconds a code is shown.
const STEP: u64 = 30;

async fn own(state: &AppState, signed: &Signed) -> Result<staff::Account, AppError> {
    let mut tx = state.db.read().await?;
    staff::by_id(&mut tx, state.court.id, signed.who.id).await?.ok_or(AppError::NotFound)
}

/// GET `/staff/account`
pub async fn show_account(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    let own = own(&state, &signed).await?;
    let view = AccountView {
        login: own.login,
        name: signed.who.name.clone(),
        roles_zh: roles_zh(&signed.who),
        password_changed: own.password_changed.zh_minute(),
        second_factor: own.totp_confirmed,
    };
    Ok(show(&state, &req, &signed, &account(&frame(&state, &req, &signed).await?, &view)))
}

/// GET `/staff/account/password`
pub async fn password_form(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    let frame = frame(&state, &req, &signed).await?;
    Ok(show(&state, &req, &signed, &password(&frame, signed.must_change, &Errors::default())))
}

/// POST `/staff/account/password`: the key is sealed again under the new password, and the session starts anew.
pub async fn change_password(
    State(state): State<AppState>,
    req: Req,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let form = PasswordForm::read(&fields);
    let own = own(&state, &signed).await?;
    let checked = match form.check(&own.login) {
        Ok(()) => against_stored(&state, &own, &form).await?,
        Err(errors) => Err(errors),
    };
    if let Err(errors) = checked {
        let frame = frame(&state, &req, &signed).await?;
        return Ok(show_again(&state, &req, &signed, &password(&frame, signed.must_change, &errors)));
    }
    let key = signed.key()?;
    let (again, secret) = (key.clone(), SecretString::from(form.new));
    let (hash, sealed) =
        hashing::off_thread(move || (hashing::hash(&secret), staff_keys::change_password(&again, &secret)))
            .await
            .map_err(AppError::internal)?;
    let (hash, sealed) = (hash.map_err(AppError::internal)?, sealed.map_err(AppError::internal)?);
    let (court, now, id) = (state.court.id, state.clock.now(), signed.who.id);
    let mut tx = state.db.begin().await?;
    staff::set_password(&mut tx, &own, &hash, &sealed, now).await?;
    let object = id.to_string();
    let event =
        audit::Event { at: now, actor: Some(id), kind: "password_changed", object: ("staff", &object), note: "" };
    audit::append(&mut tx, court, event).await?;
    tx.commit().await?;
    let mut response = Redirect::to("/staff?done=password").into_response();
    response.headers_mut().insert(header::SET_COOKIE, sign_in::open_session(&state, &own, &key).await?);
    Ok(response)
}

/// The old password must be right, the new one must not be one of the last five. Wrong tries count as at the door.
async fn against_stored(
    state: &AppState,
    own: &staff::Account,
    form: &PasswordForm,
) -> Result<Result<(), Errors>, AppError> {
    let mut errors = Errors::default();
    let now = state.clock.now();
    let hash = (!own.locked(now)).then(|| own.password_hash.clone());
    if !sign_in::verified(form.old.clone().into(), hash).await? {
        let mut tx = state.db.begin().await?;
        staff::failed(&mut tx, state.court.id, own.who.id, now).await?;
        tx.commit().await?;
        errors.push("old", "现在的密码不对。连续 5 次不对会锁定 15 分钟");
        return Ok(Err(errors));
    }
    let used = staff::old_passwords(&mut state.db.read().await?, state.court.id, own.who.id).await?;
    for hash in used {
        if sign_in::verified(form.new.clone().into(), Some(hash)).await? {
            errors.push("new", "这个密码最近用过，请换一个");
            break;
        }
    }
    Ok(errors.or(()))
}

/// GET `/staff/account/second-factor`
pub async fn factor_form(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    let own = own(&state, &signed).await?;
    let view = enrolment(&state, &signed, own.totp_confirmed)?;
    let frame = frame(&state, &req, &signed).await?;
    Ok(show(&state, &req, &signed, &second_factor(&frame, &view, &Errors::default())))
}

/// POST `/staff/account/second-factor`: only a right code puts the secret in force.
pub async fn confirm_factor(
    State(state): State<AppState>,
    req: Req,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let (now, id) = (state.clock.now(), signed.who.id);
    let secret = proposed(&state, &signed);
    let Some(step) = check_code(&secret, &digits(fields.raw("code")), now) else {
        let mut errors = Errors::default();
        errors.push("code", "动态码不对。请核对手机时间是否准确，再输入最新的 6 位数字");
        let own = own(&state, &signed).await?;
        let view = enrolment(&state, &signed, own.totp_confirmed)?;
        let frame = frame(&state, &req, &signed).await?;
        return Ok(show_again(&state, &req, &signed, &second_factor(&frame, &view, &errors)));
    };
    let object = id.to_string();
    let sealed = state.server_key.wrap("totp", &state.court.code, &object, &secret).map_err(AppError::internal)?;
    let mut tx = state.db.begin().await?;
    staff::set_totp(&mut tx, state.court.id, id, &sealed, step).await?;
    let event = audit::Event { at: now, actor: Some(id), kind: "totp_enrolled", object: ("staff", &object), note: "" };
    audit::append(&mut tx, state.court.id, event).await?;
    tx.commit().await?;
    Ok(Redirect::to("/staff?done=factor").into_response())
}

/// The secret offered in this session: derived, so that showing the page stores nothing.
fn proposed(state: &AppState, signed: &Signed) -> Vec<u8> {
    let key = state.server_key.derive("totp proposal", &state.court.code);
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_slice()) else { return Vec::new() };
    mac.update(signed.csrf.as_bytes());
    mac.finalize().into_bytes()[..20].to_vec()
}

fn enrolment(state: &AppState, signed: &Signed, replaces: bool) -> Result<SecondFactorView, AppError> {
    let secret = proposed(state, signed);
    let base32 = Secret::from(secret).to_base32();
    let url = format!(
        "otpauth://totp/zhaoshi:{}?secret={base32}&issuer=zhaoshi&algorithm=SHA1&digits=6&period={STEP}",
        signed.login
    );
    let code = fast_qr::QRBuilder::new(url).build().map_err(|e| AppError::internal(anyhow::anyhow!("qr: {e:?}")))?;
    let svg = {
        use fast_qr::convert::{Builder as _, svg::SvgBuilder};
        SvgBuilder::default().margin(4).to_str(&code)
    };
    let groups: Vec<String> = base32.chars().collect::<Vec<_>>().chunks(4).map(|c| c.iter().collect()).collect();
    Ok(SecondFactorView { qr_svg: svg, secret: groups.join(" "), replaces, must: signed.must_enrol })
}

/// The time step of a right code: this one, the one before or the one after. `None` when it is wrong.
pub(super) fn check_code(secret: &[u8], code: &str, now: Instant) -> Option<i64> {
    let totp = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_secret(secret.to_vec())
        .with_skew(1)
        .with_step_duration(STEP)
        .with_account_name("staff")
        .build()
        .ok()?;
    let seconds = u64::try_from(now.ms() / 1000).ok()?;
    totp.check(code, seconds).and_then(|step| i64::try_from(step).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_rfc_6238() {
        let secret = b"12345678901234567890";
        let at = |s: i64| Instant(s * 1000);
        // 94287082 and 07081804 of the RFC, last six digits
        assert_eq!(check_code(secret, "287082", at(59)), Some(1));
        assert_eq!(check_code(secret, "287082", at(89)), Some(1));
        assert_eq!(check_code(secret, "287082", at(119)), None);
        assert_eq!(check_code(secret, "081804", at(1_111_111_109)), Some(37_037_036));
        assert_eq!(check_code(secret, "", at(59)), None);
    }
}
