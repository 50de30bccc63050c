//! The photo of a debtor of a draft: uploaded, cut, covered, taken away (AN-8). Each change is a version of the issue.
use app::{
    domain::{ids::SubjectId, notice::photo::necessary, picture::PORTRAIT, tip_content::PHOTO_BYTES_MAX},
    form::{Errors, fields::Fields, framing::FramingForm},
    pages::staff::subject_photo::{PhotoForm, PhotoPlace, subject_photo},
};
use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
};

use super::super::{error::AppError, page::Req, session::Signed, show};
use super::{
    desk::{Case, at_the_desk, load},
    frame,
    issue::editable,
    show as answer, show_again,
    subject::{changed, draft},
    upload::StaffUpload,
};
use crate::{
    crypto::random,
    files::{FileName, framed},
    http::upload::File,
    state::AppState,
    store::{notice::SubjectRow, notice_photo as store},
};

/// GET `/staff/notices/{id}/subjects/{subject}/photo`
pub async fn form(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path((id, subject)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let case = load(&state, &mut state.db.read().await?, &id).await?;
    editable(&state, &signed, &case)?;
    let row = case.subject(&subject).ok_or(AppError::NotFound)?;
    let form = PhotoForm { reason: row.photo_reason.clone(), ..PhotoForm::default() };
    let page = subject_photo(&frame(&state, &req, &signed).await?, &place(&case, row), &form, &Errors::default());
    Ok(answer(&state, &req, &signed, &page))
}

fn place(case: &Case, row: &SubjectRow) -> PhotoPlace {
    PhotoPlace {
        issue: case.issue.id.clone(),
        issue_zh: show::number(&case.issue),
        subject: row.id.clone(),
        position: row.position,
        name: row.name.clone(),
        version: case.issue.version,
        has_photo: row.photo_id.is_some(),
    }
}

/// POST `/staff/notices/{id}/subjects/{subject}/photo`: `go=save` or `go=remove`.
pub async fn save(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path((id, subject)): Path<(String, String)>,
    request: Request,
) -> Result<Response, AppError> {
    let case = load(&state, &mut state.db.read().await?, &id).await?;
    editable(&state, &signed, &case)?;
    let row = case.subject(&subject).ok_or(AppError::NotFound)?.clone();
    let sent = StaffUpload::read(&state, &signed, request, ("photo", PHOTO_BYTES_MAX)).await?;
    let typed = read(&sent.fields);
    if sent.fields.raw("go") == "remove" {
        return put(&state, &signed, (&id, &row), sent.fields.raw("version"), (None, "")).await;
    }
    // made before the transaction: pictures take seconds, and nobody waits for them
    let made = match made(&state, &row, sent.file, &typed).await? {
        Ok(jpeg) => jpeg,
        Err(errors) => {
            let page = subject_photo(&frame(&state, &req, &signed).await?, &place(&case, &row), &typed, &errors);
            return Ok(show_again(&state, &req, &signed, &page));
        }
    };
    let name = FileName::from_random(random::bytes());
    state.files.put(&name, made).await.map_err(AppError::internal)?;
    let done = put(&state, &signed, (&id, &row), sent.fields.raw("version"), (Some(&name), &typed.reason)).await;
    if done.is_err() {
        state.files.forget(Some(name.as_str())).await;
    }
    done
}

fn read(fields: &Fields) -> PhotoForm {
    PhotoForm {
        framing: FramingForm::read(fields),
        reason: fields.text("photo_reason"),
        alone: fields.has("photo_alone"),
    }
}

/// The new picture, or the one that is there cut and covered once more.
async fn made(
    state: &AppState,
    row: &SubjectRow,
    file: Option<File>,
    form: &PhotoForm,
) -> Result<Result<Vec<u8>, Errors>, AppError> {
    let mut errors = Errors::default();
    for refusal in necessary(&form.reason, form.alone).err().into_iter().flatten() {
        errors.push(refusal.field, refusal.sentence());
    }
    let original = match file {
        Some(File { bytes: Some(bytes), .. }) => Some(bytes),
        Some(_) => {
            errors.push("photo", "照片不能超过 10 MB，请换一张再传");
            None
        }
        None => stored(state, row).await?,
    };
    if original.is_none() && errors.get("photo").is_none() {
        errors.push("photo", "请选择一张照片");
    }
    let Some(original) = original.filter(|_| errors.is_empty()) else { return Ok(Err(errors)) };
    Ok(framed::make(original, form.framing.framing(PORTRAIT)).await.map_err(|why| {
        errors.push("photo", why.zh());
        errors
    }))
}

async fn stored(state: &AppState, row: &SubjectRow) -> Result<Option<Vec<u8>>, AppError> {
    let Some(name) = row.photo_id.as_deref().and_then(FileName::parse) else { return Ok(None) };
    state.files.get(&name).await.map_err(AppError::internal)
}

/// The row first; the file that it no longer names follows.
async fn put(
    state: &AppState,
    signed: &Signed,
    (id, row): (&str, &SubjectRow),
    version: &str,
    (photo, reason): (Option<&FileName>, &str),
) -> Result<Response, AppError> {
    let mut tx = state.db.begin().await?;
    let case = draft(state, &mut tx, signed, id, version).await?;
    let subject = SubjectId::parse(&row.id).ok_or(AppError::NotFound)?;
    if !store::set(&mut tx, state.court.id, subject, photo.map(FileName::as_str), reason).await? {
        return Err(AppError::Conflict);
    }
    let note = if photo.is_some() { "修改照片" } else { "删除照片" };
    changed(state, tx, signed, case, note).await?;
    state.files.forget(row.photo_id.as_deref()).await;
    let back = if photo.is_some() { format!("/subjects/{}/photo", row.id) } else { String::new() };
    Ok(Redirect::to(&format!("/staff/notices/{id}{back}?done=photo#main")).into_response())
}

/// GET `/staff/notices/{id}/subjects/{subject}/photo.jpg`: as the public will see it.
pub async fn shown(
    State(state): State<AppState>,
    signed: Signed,
    Path((id, subject)): Path<(String, String)>,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let case = load(&state, &mut state.db.read().await?, &id).await?;
    let bytes = stored(&state, case.subject(&subject).ok_or(AppError::NotFound)?).await?.ok_or(AppError::NotFound)?;
    let headers = [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, no-store")];
    Ok((headers, Body::from(bytes)).into_response())
}
