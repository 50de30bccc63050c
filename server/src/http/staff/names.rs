//! `/staff/content/{id}/names`: names in a draft and what stands for them. Names travel in forms, never in addresses.
use app::{
    domain::{
        anonymise::{Replacement, replaced, replacements},
        content::possible_names,
        mask::Style,
        staff::Action,
    },
    form::{Errors, fields::Fields},
    pages::staff::names::{NamesView, names as page},
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, StaffForm},
};
use super::{
    content::{Case, editable, load, record, row_with},
    desk::only,
    frame, show, show_again,
};
use crate::{
    state::AppState,
    store::{Tx, content},
};

/// Names typed at once, and characters of one.
const MOST: usize = 100;
const LONGEST: usize = 60;

/// A name a line.
fn typed(fields: &Fields, id: &str) -> Vec<String> {
    let text = fields.text(id);
    let lines = text.lines().map(str::trim).filter(|line| (2..=LONGEST).contains(&line.chars().count()));
    lines.take(MOST).map(str::to_owned).collect()
}

async fn found(state: &AppState, tx: &mut Tx, case: &Case, fields: &Fields) -> Result<Vec<Replacement>, AppError> {
    let mut persons = content::persons_among(tx, state.court.id, &possible_names(&case.values)).await?;
    persons.extend(typed(fields, "persons"));
    Ok(replacements(case.kind, &case.values, &persons, &typed(fields, "units")))
}

fn view_of(case: &Case, fields: &Fields, found: Vec<Replacement>) -> NamesView {
    NamesView {
        id: case.row.id.clone(),
        version: case.row.version,
        found,
        persons: fields.text("persons"),
        units: fields.text("units"),
        chosen: fields.text("style"),
    }
}

/// GET `/staff/content/{id}/names`
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
    let fields = Fields::default();
    let view = view_of(&case, &fields, found(&state, &mut tx, &case, &fields).await?);
    tx.rollback().await?;
    Ok(show(&state, &req, &signed, &page(&frame(&state, &req, &signed).await?, &view, &Errors::default())))
}

/// POST `/staff/content/{id}/names`: looks again, or replaces every name in the draft as a new version.
pub async fn apply(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    let mut tx = state.db.begin().await?;
    let case = load(&state, &mut tx, &id).await?;
    let permit = editable(&state, &signed, &case)?;
    let all = found(&state, &mut tx, &case, &fields).await?;
    let style = if fields.raw("style") == "judgment" { Style::Judgment } else { Style::News };
    let mut errors = Errors::default();
    if fields.raw("go") == "apply" {
        if fields.raw("version") != case.row.version.to_string() {
            errors.push("persons", "其他同事刚刚改过这份内容，请看一看再替换");
        } else if all.is_empty() {
            errors.push("persons", "草稿里没有找到这些姓名，请照草稿里的写法填写");
        } else {
            let row = row_with(&case, &replaced(case.kind, &case.values, &all, style), state.clock.now())?;
            if !content::edit(&mut tx, state.court.id, &row, permit.by()).await? {
                return Err(AppError::Conflict);
            }
            record(&state, &mut tx, &signed, &id, "draft_edited").await?;
            tx.commit().await?;
            return Ok(Redirect::to(&format!("/staff/content/{id}?done=saved#main")).into_response());
        }
    }
    tx.rollback().await?;
    let page = page(&frame(&state, &req, &signed).await?, &view_of(&case, &fields, all), &errors);
    Ok(if errors.is_empty() { show(&state, &req, &signed, &page) } else { show_again(&state, &req, &signed, &page) })
}
