//! Pictures of a text at the content desk: made before the transaction, kept with the draft, added to the end of its
//! text as a version of its own.
use app::{
    domain::{
        content::{ContentKind, Shape, value},
        picture::SCENE,
        staff::Action,
        tip_content::PHOTO_BYTES_MAX,
    },
    form::{Errors, picture::PictureForm},
    pages::staff::images::{ImageLine, ImagesView, images as page},
};
use axum::{
    extract::{Path, Request, State},
    response::{IntoResponse, Redirect, Response},
};

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, StaffForm},
    upload::File,
};
use super::{
    content::{Case, editable, load, record, row_with},
    desk::only,
    frame, show as answer, show_again,
    upload::StaffUpload,
};
use crate::{
    crypto::random,
    editions::content::images,
    files::{FileName, framed},
    state::AppState,
    store::{Tx, content, content_image},
};

/// Where pictures go: the first Markdown field of the kind; figures have none.
fn field(kind: ContentKind) -> Result<&'static str, AppError> {
    let spec = kind.specs().iter().find(|spec| spec.shape == Shape::Markdown);
    spec.map(|spec| spec.id).ok_or(AppError::NotFound)
}

/// GET `/staff/content/{id}/images`
pub async fn form(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    let mut tx = state.db.read().await?;
    let case = load(&state, &mut tx, &id).await?;
    editable(&state, &signed, &case)?;
    field(case.kind)?;
    let view = view(&state, &mut tx, &case).await?;
    tx.rollback().await?;
    let frame = frame(&state, &req, &signed).await?;
    Ok(answer(&state, &req, &signed, &page(&frame, &view, &PictureForm::default(), &Errors::default())))
}

async fn view(state: &AppState, tx: &mut Tx, case: &Case) -> Result<ImagesView, AppError> {
    let rows = content_image::of(tx, state.court.id, &case.row.id).await?;
    let shown = images(case);
    let line =
        |row: content_image::ImageRow| ImageLine { used: shown.contains(&row.name), name: row.name, alt: row.alt };
    Ok(ImagesView {
        title: case.row.title.clone(),
        record: case.href(),
        version: case.row.version,
        full: rows.len() >= content_image::MOST,
        images: rows.into_iter().map(line).collect(),
    })
}

/// POST `/staff/content/{id}/images`
pub async fn save(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    let mut tx = state.db.read().await?;
    let case = load(&state, &mut tx, &id).await?;
    let view = view(&state, &mut tx, &case).await?;
    tx.rollback().await?;
    editable(&state, &signed, &case)?;
    let field = field(case.kind)?;
    let sent = StaffUpload::read(&state, &signed, request, ("photo", PHOTO_BYTES_MAX)).await?;
    let typed = PictureForm::read(&sent.fields);
    // made before the transaction: pictures take seconds, and nobody waits for them
    let jpeg = match made(sent.file, &typed, view.full).await {
        Ok(jpeg) => jpeg,
        Err(errors) => {
            let frame = frame(&state, &req, &signed).await?;
            return Ok(show_again(&state, &req, &signed, &page(&frame, &view, &typed, &errors)));
        }
    };
    let name = FileName::from_random(random::bytes());
    state.files.put(&name, jpeg).await.map_err(AppError::internal)?;
    let kept = keep(&state, &signed, (&id, field), sent.fields.raw("version"), (&name, &typed.alt)).await;
    if kept.is_err() {
        state.files.forget(Some(name.as_str())).await;
    }
    kept
}

async fn made(file: Option<File>, typed: &PictureForm, full: bool) -> Result<Vec<u8>, Errors> {
    let mut errors = typed.check().err().unwrap_or_default();
    let original = match file {
        Some(File { bytes: Some(bytes), .. }) => bytes,
        Some(_) => {
            errors.push("photo", "图片不能超过 10 MB，请换一张再传");
            Vec::new()
        }
        None => {
            errors.push("photo", "请选择一张图片");
            Vec::new()
        }
    };
    if full {
        errors.push("photo", "图片已经够多了，请先删除不用的");
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    framed::make(original, typed.framing.framing(SCENE)).await.map_err(|why| {
        let mut errors = Errors::default();
        errors.push("photo", why.zh());
        errors
    })
}

async fn keep(
    state: &AppState,
    signed: &Signed,
    (id, field): (&str, &str),
    version: &str,
    (name, alt): (&FileName, &str),
) -> Result<Response, AppError> {
    let (court, now) = (state.court.id, state.clock.now());
    let mut tx = state.db.begin().await?;
    let case = load(state, &mut tx, id).await?;
    let permit = editable(state, signed, &case)?;
    if case.row.version.to_string() != version {
        return Err(AppError::Conflict);
    }
    content_image::put(&mut tx, court, id, (name.as_str(), alt), (permit.by(), now)).await?;
    let mut values = case.values.clone();
    let text = format!("{}\n\n![{alt}](/images/{}.jpg)", value(&values, field).trim_end(), name.as_str());
    values.insert(field.to_owned(), text.trim_start().to_owned());
    if !content::edit(&mut tx, court, &row_with(&case, &values, now)?, permit.by()).await? {
        return Err(AppError::Conflict);
    }
    record(state, &mut tx, signed, id, "draft_edited").await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/staff/content/{id}/images?done=pictured#main")).into_response())
}

/// POST `/staff/content/{id}/images/remove`: only what no text shows.
pub async fn remove(
    State(state): State<AppState>,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    let name = fields.text("name");
    let mut tx = state.db.begin().await?;
    let case = load(&state, &mut tx, &id).await?;
    editable(&state, &signed, &case)?;
    let own = content_image::of(&mut tx, state.court.id, &id).await?.iter().any(|row| row.name == name);
    if !own {
        return Err(AppError::NotFound);
    }
    if images(&case).contains(&name) || !content_image::remove(&mut tx, state.court.id, &name).await? {
        let says = "正文里还有这张图片，请先从正文去掉那一行。".to_owned();
        return Err(AppError::WrongState { says, back: format!("{}/images", case.href()) });
    }
    record(&state, &mut tx, &signed, &id, "draft_edited").await?;
    tx.commit().await?;
    state.files.forget(Some(&name)).await;
    Ok(Redirect::to(&format!("/staff/content/{id}/images?done=unpictured#main")).into_response())
}
