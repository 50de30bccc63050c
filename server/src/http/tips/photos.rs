//! Step 3: each upload is its own step; a refused photo costs nothing else.
use app::{
    domain::tip_content::{PHOTO_BYTES_MAX, PHOTOS_MAX},
    form::Errors,
    pages::tips::{self as pages, PhotoItem, PhotosView},
};
use axum::{
    Form,
    body::Body,
    extract::{Multipart, Path, State},
    http::{HeaderValue, header},
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
        upload::{self, File},
    },
    state::AppState,
};

const FULL: &str = "最多 6 张照片，请先删除一张";

pub async fn get(State(state): State<AppState>, req: Req, Drafting(_, draft): Drafting) -> Response {
    page(&state, &req, &draft, Errors::default())
}

/// 上传 stays on the step, 继续 goes on; a file that was picked is taken either way.
pub async fn upload(
    State(state): State<AppState>,
    req: Req,
    sender: Sender,
    Drafting(mut session, _): Drafting,
    form: Multipart,
) -> Result<Response, AppError> {
    state.limits.lookups.check(&sender)?;
    let upload = upload::read(form, "photo", PHOTO_BYTES_MAX).await?;
    let mut errors = Errors::default();
    if upload.files.is_empty() && upload.go == "upload" {
        errors.push("photo", "请先选择一张照片，再按上传");
    }
    for file in upload.files {
        let name = file.name.clone();
        if let Err(why) = take(&state, &mut session, file).await? {
            let message = if name.is_empty() { why.to_owned() } else { format!("{name}：{why}") };
            errors.push("photo", message);
        }
    }
    if !errors.is_empty() {
        let draft = session.data.draft.clone().unwrap_or_default();
        return Ok(page(&state, &req, &draft, errors));
    }
    Ok(to(if upload.go == "next" { "/tips/new/you" } else { "/tips/new/photos" }))
}

/// Cleans and keeps one photo; the inner error is the sentence for the sender.
async fn take(state: &AppState, session: &mut Session, file: File) -> Result<Result<(), &'static str>, AppError> {
    let count = session.data.draft.as_ref().map_or(0, |d| d.photos.len());
    if count >= PHOTOS_MAX {
        return Ok(Err(FULL));
    }
    let cleaned = match file.bytes {
        Some(bytes) => photo::clean(bytes).await,
        None => Err(Refused::TooLarge),
    };
    let clean = match cleaned {
        Ok(clean) => clean,
        Err(why) => return Ok(Err(why.zh())),
    };
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
            let room = data.draft.as_mut().filter(|d| d.photos.len() < PHOTOS_MAX);
            room.map(|d| d.photos.push(note.clone())).is_some()
        })
        .await?;
    if !kept {
        session.drop_photo(state, &id).await?;
        return Ok(Err(FULL));
    }
    Ok(Ok(()))
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
