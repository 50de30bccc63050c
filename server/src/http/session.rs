//! Who is asking: the session cookie, the person behind it, and the token their forms carry back.
use app::{
    domain::{
        date::Instant,
        staff::{Action, Who},
    },
    form::fields::Fields,
    pages::StaffChip,
};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{error::AppError, page};
use crate::{
    crypto::{
        staff_keys::{self, SessionKey, UnlockedStaffKey},
        token::{self, Token},
    },
    state::AppState,
    store::{session, staff},
};

/// Reachable while the password is still the one somebody else chose.
const PASSWORD_PAGE: &str = "/staff/account/password";
/// Reachable while a role that needs a second factor has none (SE-2).
const FACTOR_PAGE: &str = "/staff/account/second-factor";
const SIGN_OUT: &str = "/staff/sign-out";

/// A signed-in member of staff. As an extractor it sends everybody else to the door.
pub struct Signed {
    pub who: Who,
    pub login: String,
    pub must_change: bool,
    /// SE-2: the second factor this role needs was never enrolled.
    pub must_enrol: bool,
    /// Goes into every form of this session.
    pub csrf: String,
    must_change_now: bool,
    session: session::Session,
    cookie_key: SessionKey,
}

impl Signed {
    /// The key that opens what is sealed to this person; it leaves memory with the request.
    pub fn key(&self) -> Result<UnlockedStaffKey, AppError> {
        let (session, who) = (&self.session, &self.who);
        staff_keys::unwrap_from_session(&self.cookie_key, who.id, &session.token_hash, &session.sealed_key)
            .map_err(AppError::internal)
    }

    pub fn token_hash(&self) -> &str {
        &self.session.token_hash
    }

    /// Name and roles for the shell.
    pub fn chip(&self) -> StaffChip {
        let may = Action::ALL.iter().copied().filter(|action| self.who.may(*action));
        StaffChip {
            name: self.who.name.clone(),
            roles_zh: roles_zh(&self.who),
            csrf: self.csrf.clone(),
            may: may.collect(),
            held: self.held_at().is_some(),
        }
    }

    /// The one page that is open to this person now, when there is only one.
    fn held_at(&self) -> Option<&'static str> {
        match (self.must_change_now, self.must_enrol) {
            (true, _) => Some(PASSWORD_PAGE),
            (false, true) => Some(FACTOR_PAGE),
            (false, false) => None,
        }
    }
}

/// The roles in words, for people.
pub fn roles_zh(who: &Who) -> String {
    who.roles.iter().map(|role| role.zh()).collect::<Vec<_>>().join("、")
}

/// Why there is no session behind a request.
pub enum NotSigned {
    /// To the door, and back to this path afterwards (empty: the home page).
    Door(String),
    /// To the page where the first password is replaced, or the second factor enrolled.
    Held(&'static str),
    Broken(AppError),
}

impl IntoResponse for NotSigned {
    fn into_response(self) -> Response {
        match self {
            Self::Door(path) if path.is_empty() => Redirect::to("/staff/sign-in").into_response(),
            Self::Door(path) => Redirect::to(&format!("/staff/sign-in?next={}", encoded(&path))).into_response(),
            Self::Held(page) => Redirect::to(page).into_response(),
            Self::Broken(error) => error.into_response(),
        }
    }
}

impl<E: Into<AppError>> From<E> for NotSigned {
    fn from(cause: E) -> Self {
        Self::Broken(cause.into())
    }
}

impl FromRequestParts<AppState> for Signed {
    type Rejection = NotSigned;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, NotSigned> {
        let back = match parts.method {
            Method::GET => parts.uri.path_and_query().map(|p| p.as_str().to_owned()).unwrap_or_default(),
            _ => String::new(),
        };
        let signed = find(&parts.headers, state).await?.ok_or(NotSigned::Door(back))?;
        keep_alive(state, &signed.session, state.clock.now()).await?;
        let path = parts.uri.path();
        match signed.held_at() {
            Some(page) if path != page && path != SIGN_OUT => Err(NotSigned::Held(page)),
            _ => Ok(signed),
        }
    }
}

/// Who is signed in, for the shell around a refusal. Asking keeps no session alive, and trouble answers "nobody".
pub async fn chip_of(headers: &HeaderMap, state: &AppState) -> Option<StaffChip> {
    find(headers, state).await.ok().flatten().map(|signed| signed.chip())
}

/// The same without keeping the session alive: for requests a page makes by itself.
pub struct Glance(pub Signed);

impl FromRequestParts<AppState> for Glance {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        find(&parts.headers, state)
            .await?
            .filter(|signed| signed.held_at().is_none())
            .map(Self)
            .ok_or_else(|| AppError::Forbidden("这里只有已登录的工作人员可以使用，请先登录。".into()))
    }
}

async fn find(headers: &HeaderMap, state: &AppState) -> Result<Option<Signed>, AppError> {
    let Some((token, cookie_key)) = page::cookie(headers, cookie_name(state)).and_then(parse) else {
        return Ok(None);
    };
    let mut tx = state.db.read().await?;
    let live = session::live(&mut tx, state.court.id, &token.hash(), state.clock.now()).await?;
    let Some(session) = live else { return Ok(None) };
    let Some(account) = staff::by_id(&mut tx, state.court.id, session.staff).await? else {
        return Ok(None);
    };
    Ok(Some(Signed {
        must_enrol: account.who.needs_second_factor() && !account.totp_confirmed,
        who: account.who,
        login: account.login,
        must_change: account.must_change,
        must_change_now: account.must_change && !state.config.demo,
        csrf: csrf(&cookie_key, &session.token_hash),
        session,
        cookie_key,
    }))
}

async fn keep_alive(state: &AppState, session: &session::Session, now: Instant) -> Result<(), AppError> {
    if now.ms() - session.seen_at.ms() < session::TOUCH_MS {
        return Ok(());
    }
    let mut tx = state.db.begin().await?;
    session::touch(&mut tx, state.court.id, &session.token_hash, now).await?;
    Ok(tx.commit().await?)
}

/// HMAC of the session under its cookie's key: another site cannot guess it, and the database does not hold it.
fn csrf(key: &SessionKey, token_hash: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.to_cookie().as_bytes()) else {
        return String::new();
    };
    mac.update(b"zhaoshi staff form 1");
    mac.update(token_hash.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

/// `token.key`, both 43 characters.
fn parse(cookie: &str) -> Option<(Token, SessionKey)> {
    let (token, key) = cookie.split_once('.')?;
    Some((Token::parse(token)?, SessionKey::from_cookie(key)?))
}

/// With TLS the browser itself keeps the cookie to this host.
fn cookie_name(state: &AppState) -> &'static str {
    if state.config.secure() { "__Host-zhaoshi-staff" } else { "zhaoshi-staff" }
}

/// The `Set-Cookie` of a new session. Ends with the browser; the server ends it sooner.
pub fn set_cookie(state: &AppState, token: &Token, key: &SessionKey) -> Result<HeaderValue, AppError> {
    let (name, secure) = (cookie_name(state), if state.config.secure() { "; Secure" } else { "" });
    let value = format!("{name}={}.{}; Path=/; HttpOnly; SameSite=Lax{secure}", token.text(), key.to_cookie());
    let mut value = HeaderValue::try_from(value).map_err(AppError::internal)?;
    value.set_sensitive(true);
    Ok(value)
}

/// Takes the cookie back.
pub fn clear_cookie(state: &AppState) -> HeaderValue {
    if state.config.secure() {
        HeaderValue::from_static("__Host-zhaoshi-staff=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure")
    } else {
        HeaderValue::from_static("zhaoshi-staff=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
    }
}

/// A form of the back office: a signed-in person, and fields that carry their session's token.
pub struct StaffForm {
    pub signed: Signed,
    pub fields: Fields,
}

impl FromRequest<AppState> for StaffForm {
    type Rejection = NotSigned;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, NotSigned> {
        let (mut parts, body) = request.into_parts();
        let signed = Signed::from_request_parts(&mut parts, state).await?;
        let fields = read_fields(Request::from_parts(parts, body), state).await?;
        if !token::same(fields.raw("csrf").as_bytes(), signed.csrf.as_bytes()) {
            return Err(NotSigned::Broken(AppError::CrossSite));
        }
        Ok(Self { signed, fields })
    }
}

/// An urlencoded body as fields; nothing about its values can be wrong here.
pub struct Form(pub Fields);

impl FromRequest<AppState> for Form {
    type Rejection = AppError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, AppError> {
        read_fields(request, state).await.map(Self)
    }
}

async fn read_fields(request: Request, state: &AppState) -> Result<Fields, AppError> {
    let urlencoded = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|t| t.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    if !urlencoded {
        return Err(AppError::WrongType);
    }
    let body = Bytes::from_request(request, state)
        .await
        .map_err(|refused| AppError::from_status(refused.status()).unwrap_or(AppError::BadRequest))?;
    let pairs = axum_extra::extract::Form::<Vec<(String, String)>>::from_request(
        axum::http::Request::post("/")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(axum::body::Body::from(body))
            .map_err(AppError::internal)?,
        &(),
    )
    .await
    .map_err(|_| AppError::BadRequest)?;
    Ok(Fields::new(pairs.0))
}

/// Percent-encodes a path for use as a query value.
fn encoded(path: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(path.len() + 16);
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => out.push(char::from(byte)),
            other => {
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_survive_the_way_through_the_door() {
        assert_eq!(encoded("/staff/tips?tab=mine&kind=x"), "/staff/tips%3Ftab%3Dmine%26kind%3Dx");
    }

    #[test]
    fn a_form_token_belongs_to_one_session() {
        let key = |byte: u8| SessionKey::from_cookie(&base64_of(byte)).expect("a key");
        assert_ne!(csrf(&key(1), "a"), csrf(&key(2), "a"));
        assert_ne!(csrf(&key(1), "a"), csrf(&key(1), "b"));
        assert_eq!(csrf(&key(1), "a").len(), 64);
        assert!(parse("x").is_none() && parse("x.y").is_none());
    }

    fn base64_of(byte: u8) -> String {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
        URL_SAFE_NO_PAD.encode([byte; 32])
    }
}
