//! Step 3: each upload is its own step; a refused photo costs nothing else.
use std::time::Duration;

use app::{
    domain::tip_content::{PHOTO_BYTES_MAX, PHOTOS_MAX},
    form::Errors,
    pages::tips::{self as pages, PhotoItem, PhotosView},
};
use axum::{
    Form,
    body::Body,
    extract::{Multipart, Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Deserialize;

use super::{
    answer,
    session::{Draft, DraftPhoto, Drafting, Session},
    to,
};
use crate::{
    crypto::random,
    files::photo::{self, Refused},
    http::{
        error::AppError,
        limits::Sender,
        page::Req,
        upload::{Broken, File, Part, Upload},
    },
    state::AppState,
};

const FULL: &str = "最多 6 张照片，请先删除一张";
const NO_ROOM: &str = "现在不能收照片，请先提交文字。照片请先留着，法官需要时会告诉您怎样交";
const SLOW: &str = "照片传得太慢，没有传完。其他内容都还在，请一次只选一张再试，或者跳过照片";
/// The whole form must have arrived by then.
const BODY_TIME: Duration = Duration::from_secs(120);
/// A form without a photo: two fields and their borders.
const LIGHT_BYTES: usize = 4 * 1024;
/// Seconds until trying again may help.
const LATER: u64 = 30;

pub async fn get(State(state): State<AppState>, req: Req, Drafting(_, draft): Drafting) -> Response {
    page(&state, &req, &draft, Errors::default())
}

/// 上传 stays on the step, 继续 goes on; a file that was picked is taken either way.
pub async fn upload(
    State(state): State<AppState>,
    req: Req,
    sender: Sender,
    Drafting(mut session, draft): Drafting,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, AppError> {
    let heavy = is_heavy(&headers);
    if heavy {
        state.limits.photos.check(&sender)?;
    }
    let room = PHOTOS_MAX.saturating_sub(draft.photos.len());
    let mut upload = Upload::new(form, "photo", room, PHOTO_BYTES_MAX, BODY_TIME);
    let mut taken = Taken::default();
    let turn = if heavy { state.photos.turn().await } else { None };
    let end = match turn {
        None if heavy => Err(Refused::Busy.into()),
        // not even read, let alone cleaned
        Some(_) if !state.photos.room(0) => Err(No::Later(NO_ROOM)),
        _turn => taken.all(&state, &sender, &mut session, &mut upload).await,
    };
    match end {
        Ok(()) if taken.errors.is_empty() => {
            return Ok(to(if taken.go == "next" { "/tips/new/you" } else { "/tips/new/photos" }));
        }
        Ok(()) => {}
        Err(No::System(refusal)) => {
            upload.skip().await;
            return Err(refusal);
        }
        Err(No::This(why) | No::Later(why)) => {
            upload.skip().await;
            taken.errors.push("photo", why);
            return Ok(later(page(&state, &req, &now(&session), taken.errors)));
        }
        Err(No::Slow) => taken.errors.push("photo", SLOW),
    }
    Ok(page(&state, &req, &now(&session), taken.errors))
}

/// Whether a form can hold a photo: one that skips this step is small and must never wait for those that do not.
fn is_heavy(headers: &HeaderMap) -> bool {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    length.is_none_or(|bytes| bytes > LIGHT_BYTES)
}

fn now(session: &Session) -> Draft {
    session.data.draft.clone().unwrap_or_default()
}

/// Nothing is wrong with what was sent; it may be sent again.
fn later(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(LATER));
    response
}

/// Why a photo was not kept.
enum No {
    /// It is this photo; the next may do.
    This(&'static str),
    /// Any photo, for now.
    Later(&'static str),
    /// The form has not arrived in time.
    Slow,
    System(AppError),
}

impl From<AppError> for No {
    fn from(refusal: AppError) -> Self {
        Self::System(refusal)
    }
}

impl From<Broken> for No {
    fn from(broken: Broken) -> Self {
        if broken == Broken::TooSlow { Self::Slow } else { Self::System(broken.into()) }
    }
}

impl From<Refused> for No {
    fn from(why: Refused) -> Self {
        if why == Refused::Busy { Self::Later(why.zh()) } else { Self::This(why.zh()) }
    }
}

/// What came of one request.
#[derive(Default)]
struct Taken {
    errors: Errors,
    go: String,
}

impl Taken {
    /// Takes one file after the other. Each beyond the first counts like a request of its own.
    async fn all(
        &mut self,
        state: &AppState,
        sender: &Sender,
        session: &mut Session,
        upload: &mut Upload,
    ) -> Result<(), No> {
        let (mut files, mut surplus) = (0_usize, false);
        while let Some(part) = upload.next().await? {
            match part {
                Part::Go(go) => self.go = go,
                Part::Surplus => surplus = true,
                Part::Text(..) => {}
                Part::File(file) => {
                    if files > 0 {
                        state.limits.photos.check(sender)?;
                    }
                    files += 1;
                    self.one(state, session, file).await?;
                }
            }
        }
        if surplus {
            self.errors.push("photo", FULL);
        } else if files == 0 && self.go == "upload" {
            self.errors.push("photo", "请先选择一张照片，再按上传");
        }
        Ok(())
    }

    async fn one(&mut self, state: &AppState, session: &mut Session, file: File) -> Result<(), No> {
        let name = file.name.clone();
        match take(state, session, file).await {
            Err(No::This(why)) if name.is_empty() => self.errors.push("photo", why),
            Err(No::This(why)) => self.errors.push("photo", format!("{name}：{why}")),
            other => return other,
        }
        Ok(())
    }
}

/// Cleans and keeps one photo.
async fn take(state: &AppState, session: &mut Session, file: File) -> Result<(), No> {
    let clean = photo::clean(file.bytes.ok_or(Refused::TooLarge)?).await?;
    if !state.photos.room(clean.jpeg.len()) {
        return Err(No::Later(NO_ROOM));
    }
    let id = hex::encode(random::bytes::<16>());
    session.add_photo(state, &id, &clean.jpeg).await?;
    let note = DraftPhoto {
        id: id.clone(),
        width: clean.width,
        height: clean.height,
        bytes: clean.jpeg.len() as u64,
        trace: clean.trace,
    };
    let kept = session
        .change(state, |data| {
            // another request may have filled the last place meanwhile
            let room = data.draft.as_mut().filter(|d| d.photos.len() < PHOTOS_MAX);
            room.map(|d| d.photos.push(note.clone())).is_some()
        })
        .await?;
    if !kept {
        session.drop_photo(state, &id).await?;
        return Err(No::This(FULL));
    }
    Ok(())
}

/// Which photo to take out.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct DeleteForm {
    photo: String,
}

pub async fn delete(
    State(state): State<AppState>,
    Drafting(mut session, _): Drafting,
    Form(form): Form<DeleteForm>,
) -> Result<Response, AppError> {
    session.change(&state, |data| data.draft.iter_mut().for_each(|d| d.photos.retain(|p| p.id != form.photo))).await?;
    session.drop_photo(&state, &form.photo).await?;
    Ok(to("/tips/new/photos"))
}

/// The cleaned picture, for the one browser that sent it.
pub async fn one(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Drafting(session, _): Drafting,
) -> Result<Response, AppError> {
    let jpeg = session.photo(&state, &id).await?.ok_or(AppError::NotFound)?;
    let mut response = Response::new(Body::from(jpeg.to_vec()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn page(state: &AppState, req: &Req, draft: &Draft, errors: Errors) -> Response {
    let item = |p: &DraftPhoto| PhotoItem { id: p.id.clone(), width: p.width, height: p.height, trace: p.trace };
    let wrong = !errors.is_empty();
    let view = PhotosView { photos: draft.photos.iter().map(item).collect(), errors };
    answer(state, req, wrong, &pages::photos(&view))
}
