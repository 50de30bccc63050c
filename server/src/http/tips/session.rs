//! Half an hour of memory for one sender: sealed under a key that only the cookie holds.
use app::{
    domain::{date::Instant, tip_content::PhotoTrace},
    form::{tip_what::WhatForm, tip_where::WhereForm, tip_you::YouForm},
    pages::tips as pages,
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::to;
use crate::{
    crypto::{
        CryptoError, aead,
        receipt::{Secret, SenderKey, Ticket},
        token::Token,
    },
    http::{
        error::AppError,
        page::{Req, cookie, private},
    },
    state::AppState,
    store::draft::{self, Save},
};

/// Over TLS the browser itself sees to it that no other host and no plain page can plant one.
fn cookie_name(state: &AppState) -> &'static str {
    if state.config.secure() { "__Host-tip" } else { "tip" }
}

const MINUTES: i64 = 30;
/// Two requests of one sender rarely meet; more than this many times in a row they never do.
const TRIES: usize = 16;

/// Everything one sender's half hour may hold. Sealed as a whole.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Data {
    pub draft: Option<Draft>,
    pub receipt: Option<Kept>,
    /// A thread its sender has opened: what opens it lives here, under the cookie's key, and nowhere else.
    pub thread: Option<Codes>,
}

impl Data {
    /// True when a sender would lose something with it: an unread receipt, or answers of a form.
    pub fn is_dear(&self) -> bool {
        let begun = |draft: &Draft| draft.touched != Instant::default() || !draft.photos.is_empty();
        self.receipt.is_some() || self.draft.as_ref().is_some_and(begun)
    }

    /// The tip is filed: its receipt takes the place of the draft.
    pub fn receive(&mut self, kept: &Kept) {
        (self.draft, self.thread, self.receipt) = (None, None, Some(kept.clone()));
    }
}

/// Answers so far, as typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Id of the subject the tip is for; `None` when it answers no open notice.
    pub subject: Option<String>,
    /// `2025-21/1`, for the proof; empty without subject.
    pub subject_code: String,
    /// What pages say about the subject: number of the notice, never a name.
    pub subject_zh: Option<String>,
    pub what: WhatForm,
    pub place: WhereForm,
    pub you: YouForm,
    pub photos: Vec<DraftPhoto>,
    /// When a step was last answered, so that answering it again the same way gives another half hour.
    pub touched: Instant,
    /// Ticket and secret, chosen before the tip is sent, so that sending twice is one tip.
    pub sending: Option<Codes>,
}

/// One uploaded photo; its bytes are another sealed row.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftPhoto {
    pub id: String,
    pub width: u32,
    pub height: u32,
    pub bytes: u64,
    pub trace: PhotoTrace,
}

/// Ticket and secret as plain signs.
#[derive(Clone, Serialize, Deserialize)]
pub struct Codes {
    pub ticket: String,
    pub secret: String,
}

impl Codes {
    /// Draws both.
    pub fn generate() -> Self {
        Self { ticket: Ticket::generate().as_str().to_owned(), secret: Secret::generate().expose().to_owned() }
    }

    /// Reads what a person typed; `None` when it cannot be a ticket and a secret.
    pub fn parse(ticket: &str, secret: &str) -> Option<Self> {
        let (ticket, secret) = (Ticket::parse(ticket)?, Secret::parse(secret)?);
        Some(Self { ticket: ticket.as_str().to_owned(), secret: secret.expose().to_owned() })
    }

    pub fn ticket(&self) -> Result<Ticket, AppError> {
        Ticket::parse(&self.ticket).ok_or_else(|| AppError::internal(CryptoError::Damaged))
    }

    pub fn secret(&self) -> Result<Secret, AppError> {
        Secret::parse(&self.secret).ok_or_else(|| AppError::internal(CryptoError::Damaged))
    }

    /// What the secret becomes: recognises the sender and opens the thread.
    pub fn sender_key(&self, state: &AppState) -> Result<SenderKey, AppError> {
        SenderKey::stretch(&state.court.code, &self.ticket()?, &self.secret()?).map_err(AppError::internal)
    }
}

/// A receipt that was not yet written down. Number and moment of arrival stand in the tip's row, in clear.
#[derive(Clone, Serialize, Deserialize)]
pub struct Kept {
    pub codes: Codes,
    pub subject_zh: Option<String>,
    /// The notice had ended when the tip was sent.
    #[serde(default)]
    pub ended: bool,
}

/// One sender's session, opened.
pub struct Session {
    token: Token,
    version: i64,
    pub data: Data,
}

enum Found {
    Nothing,
    Expired,
    Open(Box<Session>),
}

impl Session {
    /// A new session; send [`Session::cookie`] with the answer.
    pub async fn start(state: &AppState, data: Data) -> Result<Self, AppError> {
        let session = Self { token: Token::generate(), version: 1, data };
        let (sealed, expires) = (session.seal(b"", &encode(&session.data)?)?, expiry(state));
        state.tips.save(Save { id_hash: session.token.hash(), replaces: 0, sealed, expires }).await?;
        Ok(session)
    }

    async fn find(state: &AppState, headers: &HeaderMap) -> Result<Found, AppError> {
        let Some(text) = cookie(headers, cookie_name(state)).filter(|text| !text.is_empty()) else {
            return Ok(Found::Nothing);
        };
        let Some(token) = Token::parse(text) else { return Ok(Found::Expired) };
        let mut session = Self { token, version: 0, data: Data::default() };
        let found = session.read(state).await?;
        Ok(if found { Found::Open(Box::new(session)) } else { Found::Expired })
    }

    /// The session of this request, where there is one.
    pub async fn maybe(state: &AppState, headers: &HeaderMap) -> Result<Option<Self>, AppError> {
        match Self::find(state, headers).await? {
            Found::Open(session) => Ok(Some(*session)),
            _ => Ok(None),
        }
    }

    /// Takes over what other requests of this sender have saved; false when the session has ended.
    pub async fn read(&mut self, state: &AppState) -> Result<bool, AppError> {
        let mut tx = state.db.single().await?;
        let row = draft::load(&mut tx, state.court.id, &self.token.hash(), state.clock.now()).await?;
        drop(tx);
        let Some(row) = row else { return Ok(false) };
        let plain = self.open(b"", &row.sealed)?;
        // the cause would quote what was typed
        self.data = serde_json::from_slice(&plain).map_err(|_| AppError::internal(CryptoError::Damaged))?;
        self.version = row.version;
        Ok(true)
    }

    /// Applies a change and saves it; when another request of the same sender saved first, applies it to what that one
    /// left. Returns what the last application returned.
    pub async fn change<T>(&mut self, state: &AppState, mut apply: impl FnMut(&mut Data) -> T) -> Result<T, AppError> {
        for _ in 0..TRIES {
            let mut data = self.data.clone();
            let answer = apply(&mut data);
            let plain = encode(&data)?;
            if *plain == *encode(&self.data)? {
                // another press has done it already
                return Ok(answer);
            }
            if state.tips.save(self.replacing(state, &plain)?).await? {
                self.version += 1;
                self.data = data;
                return Ok(answer);
            }
            if !self.read(state).await? {
                return Err(AppError::Gone);
            }
        }
        Err(AppError::Conflict)
    }

    /// The session with a change, for the store to save together with something else.
    pub fn changed(&self, state: &AppState, apply: impl FnOnce(&mut Data)) -> Result<Save, AppError> {
        let mut data = self.data.clone();
        apply(&mut data);
        self.replacing(state, &encode(&data)?)
    }

    fn replacing(&self, state: &AppState, plain: &[u8]) -> Result<Save, AppError> {
        let sealed = self.seal(b"", plain)?;
        Ok(Save { id_hash: self.token.hash(), replaces: self.version, sealed, expires: expiry(state) })
    }

    /// Seals a photo of this session under `id`.
    pub async fn add_photo(&self, state: &AppState, id: &str, jpeg: &[u8]) -> Result<(), AppError> {
        let sealed = self.seal(id.as_bytes(), jpeg)?;
        let mut tx = state.db.begin().await?;
        draft::insert_photo(&mut tx, state.court.id, &self.token.hash(), id, &sealed).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The JPEG of a photo of this session.
    pub async fn photo(&self, state: &AppState, id: &str) -> Result<Option<Zeroizing<Vec<u8>>>, AppError> {
        let mut tx = state.db.single().await?;
        let sealed = draft::photo(&mut tx, state.court.id, &self.token.hash(), id).await?;
        drop(tx);
        sealed.map(|sealed| self.open(id.as_bytes(), &sealed)).transpose()
    }

    pub async fn drop_photo(&self, state: &AppState, id: &str) -> Result<(), AppError> {
        let mut tx = state.db.begin().await?;
        draft::delete_photo(&mut tx, state.court.id, &self.token.hash(), id).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The photos have become files of a tip.
    pub async fn drop_photos(&self, state: &AppState) -> Result<(), AppError> {
        let mut tx = state.db.begin().await?;
        draft::delete_photos(&mut tx, state.court.id, &self.token.hash()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Leaves nothing behind.
    pub async fn end(self, state: &AppState) -> Result<(), AppError> {
        let mut tx = state.db.begin().await?;
        draft::delete(&mut tx, state.court.id, &self.token.hash()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A session under another key in place of this one, whose photos go: whoever gave this cookie to the browser is shut
    /// out of what follows. Only for one without anything dear, as a second press of the same button finds it gone.
    pub async fn renew(self, state: &AppState, data: Data) -> Result<Self, AppError> {
        let next = Self { token: Token::generate(), version: 1, data };
        let sealed = next.seal(b"", &encode(&next.data)?)?;
        let save = Save { id_hash: next.token.hash(), replaces: 0, sealed, expires: expiry(state) };
        let mut tx = state.db.begin().await?;
        draft::delete(&mut tx, state.court.id, &self.token.hash()).await?;
        draft::save_all(&mut tx, state.court.id, &[&save]).await?;
        tx.commit().await?;
        Ok(next)
    }

    /// `Set-Cookie`: gone with the browser, never readable by script.
    pub fn cookie(&self, state: &AppState) -> HeaderValue {
        set_cookie(state, &self.token.text(), "")
    }

    fn key(&self) -> Result<Zeroizing<[u8; 32]>, AppError> {
        let mut key = Zeroizing::new([0u8; 32]);
        let secret = Zeroizing::new(self.token.text());
        Hkdf::<Sha256>::new(None, secret.as_bytes())
            .expand(b"zhaoshi tip session 1", key.as_mut_slice())
            .map_err(|_| AppError::internal(anyhow::anyhow!("32 bytes are too many for HKDF")))?;
        Ok(key)
    }

    fn seal(&self, part: &[u8], plain: &[u8]) -> Result<Vec<u8>, AppError> {
        aead::seal(&*self.key()?, &self.context(part), plain).map_err(AppError::internal)
    }

    fn open(&self, part: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, AppError> {
        aead::open(&*self.key()?, &self.context(part), sealed).map_err(AppError::internal)
    }

    /// Ties a ciphertext to its row, and a photo to its id.
    fn context(&self, part: &[u8]) -> Vec<u8> {
        [self.token.hash().as_bytes(), b"/", part].concat()
    }
}

fn encode(data: &Data) -> Result<Zeroizing<Vec<u8>>, AppError> {
    serde_json::to_vec(data).map(Zeroizing::new).map_err(AppError::internal)
}

fn expiry(state: &AppState) -> Instant {
    state.clock.now().plus_minutes(MINUTES)
}

fn set_cookie(state: &AppState, value: &str, more: &str) -> HeaderValue {
    let (name, scope) = (cookie_name(state), if state.config.secure() { "/; Secure" } else { "/tips" });
    let text = format!("{name}={value}; Path={scope}; HttpOnly; SameSite=Lax{more}");
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("tip=; Path=/tips; Max-Age=0"))
}

/// `Set-Cookie` that takes the key away from the browser.
pub fn clear_cookie(state: &AppState) -> HeaderValue {
    set_cookie(state, "", "; Max-Age=0")
}

impl FromRequestParts<AppState> for Session {
    type Rejection = Response;

    /// Without a session, a link leads to where one begins; a form that comes too late gets its own page.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let found = Self::find(state, &parts.headers).await.map_err(IntoResponse::into_response)?;
        let beginning = if parts.uri.path().starts_with("/tips/new") { "/tips/new" } else { "/tips/status" };
        match found {
            Found::Open(session) => Ok(*session),
            Found::Nothing if parts.method == Method::GET => Err(to(beginning)),
            _ => Err(expired(state, parts)),
        }
    }
}

fn expired(state: &AppState, parts: &Parts) -> Response {
    let req = Req::of(&parts.uri, &parts.headers);
    let mut response = private(state, &req, StatusCode::GONE, None, &pages::expired());
    response.headers_mut().append(header::SET_COOKIE, clear_cookie(state));
    response
}

/// A session with a tip in the making.
pub struct Drafting(pub Session, pub Draft);

impl FromRequestParts<AppState> for Drafting {
    type Rejection = Response;

    /// After sending, every step leads to the receipt.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let session = Session::from_request_parts(parts, state).await?;
        match session.data.draft.clone() {
            Some(draft) => Ok(Self(session, draft)),
            None if session.data.receipt.is_some() => Err(to("/tips/receipt")),
            None => Err(to("/tips/new")),
        }
    }
}
