//! `/staff/content`: the list of the content desk, one record, and its form.
use std::collections::HashMap;

use super::super::{
    error::AppError,
    page::Req,
    session::{Signed, StaffForm},
};
use super::{
    desk::{at_the_desk, name_of, only},
    editing::{self, Typed},
    figures, forbidden, frame, not_now,
    overtaken::{Stored, overtaken},
    remarks, review, show, show_again,
};
use crate::{
    bound,
    crypto::random,
    editions,
    state::AppState,
    store::{
        Tx, audit, autosave, campaign,
        content::{self, ContentRow, VersionRow},
        staff,
    },
};
use app::{
    components::Moment,
    domain::{
        content::{ContentKind, Shape, Values, value},
        date::Instant,
        edition::{Edition, EditionState},
        figure_text::bound,
        ids::StaffId,
        refusal::Refusal,
        staff::{Action, Matter, Permit, Publish, Review, Withdraw, Write},
    },
    form::{Errors, content::ContentForm, fields::Fields, withdrawal::WithdrawalForm, words::Words},
    pages::staff::{
        Frame,
        conflict::ConflictView,
        content::{
            Campaigns, ContentGroup, ContentLine, ContentView, EditPlace, Steps, content as content_page,
            content_conflict, content_edit, contents,
        },
        notice::Check,
        remarks::RemarksView,
    },
    text::markdown,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};

pub(super) use crate::editions::content::Case;

/// The record of an address.
pub(super) async fn load(state: &AppState, tx: &mut Tx, id: &str) -> Result<Case, AppError> {
    editions::content::load(tx, state.court.id, id).await?.ok_or(AppError::NotFound)
}

/// The record with other words in it.
pub(super) fn row_with(case: &Case, values: &Values, now: Instant) -> Result<ContentRow, AppError> {
    let form = ContentForm { slug: case.row.slug.clone(), values: values.clone(), version: String::new() };
    filled(case.row.clone(), &form, now)
}

pub(super) async fn record(
    state: &AppState,
    tx: &mut Tx,
    signed: &Signed,
    id: &str,
    kind: &str,
) -> Result<(), AppError> {
    let (at, actor) = (state.clock.now(), Some(signed.who.id));
    audit::append(tx, state.court.id, audit::Event { at, actor, kind, object: ("content", id), note: "" }).await?;
    Ok(())
}

/// GET `/staff/content?state=&before=`: nothing is out of reach, however old it is.
pub async fn list(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let mut tx = state.db.read().await?;
    let names = staff::names(&mut tx, state.court.id).await?;
    let mut groups = Vec::new();
    for (status, heading) in [
        (EditionState::LegalCheck, "等待审核"),
        (EditionState::Approved, "等待签发"),
        (EditionState::Scheduled, "等待定时发布"),
        (EditionState::Draft, "草稿"),
        (EditionState::Published, "已公布"),
        (EditionState::Withdrawn, "已撤下"),
    ] {
        let before = match page_of(&req, status) {
            None => continue,
            Some(key) => key,
        };
        let before = (before.0, before.1.as_str());
        let mut rows = content::in_state(&mut tx, state.court.id, status.code(), before).await?;
        let more = rows.len() as i64 > content::LISTED;
        rows.truncate(usize::try_from(content::LISTED).unwrap_or(50));
        let older = rows
            .last()
            .filter(|_| more)
            .map(|row| format!("/staff/content?state={}&before={}_{}", status.code(), row.updated_at, row.id));
        let lines = rows.iter().map(|row| line(row, &names)).collect();
        groups.push(ContentGroup { heading: heading.into(), lines, older: older.unwrap_or_default() });
    }
    let moved = figures::moved(&state, &mut tx).await?;
    tx.rollback().await?;
    let may_write = signed.who.may(Action::Write);
    Ok(show(&state, &req, &signed, &contents(&frame(&state, &req, &signed).await?, &groups, &moved, may_write)))
}

/// Where a state's page begins; `None` where the address asks for the pages of another.
fn page_of(req: &Req, state: EditionState) -> Option<(i64, String)> {
    let latest = (content::LATEST.0, content::LATEST.1.to_owned());
    match req.query("state") {
        None => Some(latest),
        Some(asked) if asked == state.code() => {
            let key = req.query("before").and_then(|key| key.split_once('_'));
            let key = key.and_then(|(at, id)| Some((at.parse().ok()?, id.to_owned())));
            Some(key.unwrap_or(latest))
        }
        Some(_) => None,
    }
}

fn line(row: &ContentRow, names: &HashMap<StaffId, String>) -> ContentLine {
    ContentLine {
        id: row.id.clone(),
        title: row.title.clone(),
        kind: ContentKind::parse(&row.kind).map_or("", ContentKind::zh).into(),
        author: name_of(&row.author, names),
        updated: Instant(row.updated_at).zh_minute(),
    }
}

/// GET `/staff/content/{id}`
pub async fn get(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    one(&state, &req, &signed, &id, &Errors::default()).await
}

/// The page of a record, and again when a step was refused.
pub(super) async fn one(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    id: &str,
    errors: &Errors,
) -> Result<Response, AppError> {
    one_with(state, req, signed, id, errors, Typed::default()).await
}

/// The same with what was typed and refused.
pub(super) async fn one_with(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    id: &str,
    errors: &Errors,
    typed: Typed,
) -> Result<Response, AppError> {
    let mut tx = state.db.read().await?;
    let case = load(state, &mut tx, id).await?;
    let names = staff::names(&mut tx, state.court.id).await?;
    let open = if case.edition.state.is_public() || case.edition.state.is_gone() {
        Vec::new()
    } else {
        editions::content::gaps(&mut tx, state.court.id, &case, state.clock.now().date()).await?
    };
    let here = (id, case.href());
    let remarks = remarks::view(state, &mut tx, here, (case.edition.state, &words(&case)), typed.remark).await?;
    let review = review::steps(state, &mut tx, id).await?;
    let moved = figures::moved(state, &mut tx).await?.into_iter().filter(|line| line.id == id).collect();
    tx.rollback().await?;
    let withdrawal = typed.withdrawal;
    let view = ContentView { moved, remarks, review, withdrawal, ..view_of(state, signed, &case, &names, open) };
    let page = content_page(&frame(state, req, signed).await?, &view, errors);
    Ok(if errors.is_empty() { show(state, req, signed, &page) } else { show_again(state, req, signed, &page) })
}

fn view_of(
    state: &AppState,
    signed: &Signed,
    case: &Case,
    names: &HashMap<StaffId, String>,
    open: Vec<Refusal>,
) -> ContentView {
    let row = &case.row;
    let moment = |v: &VersionRow| Moment {
        title: v.note.clone(),
        when: Instant(v.at).zh_minute(),
        who: name_of(&v.actor, names),
        ..Moment::default()
    };
    let filled = case.kind.specs().iter().map(|spec| (spec.label.to_owned(), value(&case.values, spec.id).to_owned()));
    let check = |r: Refusal| Check { rule: r.rule.into(), ok: false, text: r.message, fix: r.fix };
    ContentView {
        id: row.id.clone(),
        title: row.title.clone(),
        kind: case.kind.zh().into(),
        state: case.edition.state.zh().into(),
        version: row.version,
        address: case.address(),
        public: case.edition.state.is_public(),
        author: name_of(&row.author, names),
        reviewer: name_of(&row.reviewer, names),
        publisher: name_of(&row.publisher, names),
        corrects: row.corrects.is_some() && !case.edition.state.is_public(),
        fields: filled.filter(|(_, text)| !text.is_empty()).collect(),
        checks: open.into_iter().map(check).collect(),
        steps: steps(state, signed, case),
        takes_images: case.kind.specs().iter().any(|spec| spec.shape == Shape::Markdown),
        history: case.versions.iter().map(moment).collect(),
        changes: changes(case),
        review: Vec::new(),
        remarks: RemarksView::default(),
        withdrawal: WithdrawalForm::default(),
        moved: Vec::new(),
    }
}

fn steps(state: &AppState, signed: &Signed, case: &Case) -> Steps {
    use EditionState::{Approved, Draft, LegalCheck, PiiScan, Scheduled};
    let matter = case.edition.matter(state.court.id);
    let to_publish = case.edition.matter_of(Action::Publish, state.court.id);
    let at = case.edition.state;
    let may_write = signed.who.permit::<Write>(&Matter::of(state.court.id)).is_ok();
    let reviews = signed.who.permit::<Review>(&matter).is_ok();
    let publishes = signed.who.permit::<Publish>(&to_publish).is_ok();
    Steps {
        edit: may_write && at == Draft,
        submit: may_write && at == Draft,
        approve: reviews && at == LegalCheck,
        publish: publishes && at == Approved,
        send_back: reviews && matches!(at, LegalCheck | PiiScan | Approved | Scheduled),
        timing: publishes && matches!(at, LegalCheck | Approved | Scheduled),
        withdraw: signed.who.permit::<Withdraw>(&matter).is_ok() && at.is_public(),
        correct: may_write && at.is_public(),
    }
}

/// What the latest version says otherwise than the one before it.
fn changes(case: &Case) -> Vec<(String, String, String)> {
    let read = |v: &VersionRow| {
        let row: serde_json::Value = serde_json::from_str(&v.snapshot).ok()?;
        serde_json::from_str::<Values>(row.get("fields")?.as_str()?).ok()
    };
    let earlier = case.versions.iter().skip(1).filter_map(read).find(|values| *values != case.values);
    let Some(before) = earlier else { return Vec::new() };
    let pair = |id: &str| (value(&before, id).to_owned(), value(&case.values, id).to_owned());
    let differing = case.kind.specs().iter().map(|spec| (spec.label.to_owned(), pair(spec.id)));
    differing.filter(|(_, (old, new))| old != new).map(|(label, (old, new))| (label, old, new)).collect()
}

async fn campaigns(state: &AppState) -> Result<Campaigns, AppError> {
    let all = campaign::load_all(&mut state.db.read().await?, state.court.id).await?;
    Ok(all.into_iter().map(|c| (c.slug, c.title)).collect())
}

/// GET `/staff/content/new?kind=`
pub async fn new_form(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    let kind = req.query("kind").and_then(ContentKind::parse).ok_or(AppError::NotFound)?;
    let campaigns = campaigns(&state).await?;
    let place = EditPlace { id: "", kind, fixed_slug: false, campaigns: &campaigns };
    let page = content_edit(&frame(&state, &req, &signed).await?, &place, &ContentForm::default(), &Errors::default());
    Ok(show(&state, &req, &signed, &page))
}

fn filled(row: ContentRow, form: &ContentForm, now: Instant) -> Result<ContentRow, AppError> {
    Ok(ContentRow {
        slug: form.slug.clone(),
        title: value(&form.values, "title").to_owned(),
        fields: serde_json::to_string(&form.values).map_err(AppError::internal)?,
        updated_at: now.ms(),
        ..row
    })
}

/// POST `/staff/content/new?kind=`
pub async fn create(
    State(state): State<AppState>,
    req: Req,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    let permit = signed.who.permit::<Write>(&Matter::of(state.court.id)).map_err(|r| forbidden(&r))?;
    let kind = req.query("kind").and_then(ContentKind::parse).ok_or(AppError::NotFound)?;
    let (form, now) = (ContentForm::read(kind, &fields), state.clock.now());
    let mut errors = form.check(kind).err().unwrap_or_default();
    let row = ContentRow {
        id: random::uuid(now.ms()).to_string(),
        kind: kind.code().into(),
        state: Edition::draft(&permit).state.code().into(),
        author: Some(permit.by().to_string()),
        version: 1,
        created_at: now.ms(),
        ..filled(ContentRow::default(), &form, now)?
    };
    let mut tx = state.db.begin().await?;
    if errors.is_empty() && content::taken(&mut tx, state.court.id, &row).await? {
        errors.push("slug", "这个网址已经用过，请换一个");
    }
    if errors.is_empty() {
        content::insert(&mut tx, state.court.id, &row, "起草").await?;
        record(&state, &mut tx, &signed, &row.id, "draft_created").await?;
        tx.commit().await?;
        return Ok(Redirect::to(&format!("/staff/content/{}?done=saved#main", row.id)).into_response());
    }
    tx.rollback().await?;
    let campaigns = campaigns(&state).await?;
    let place = EditPlace { id: "", kind, fixed_slug: false, campaigns: &campaigns };
    let page = content_edit(&frame(&state, &req, &signed).await?, &place, &form, &errors);
    Ok(show_again(&state, &req, &signed, &page))
}

/// 403 without the right, 409 when only the state is in the way.
pub(super) fn editable(state: &AppState, signed: &Signed, case: &Case) -> Result<Permit<Write>, AppError> {
    let permit = signed.who.permit::<Write>(&Matter::of(state.court.id)).map_err(|r| forbidden(&r))?;
    case.edition.clone().edit(&permit).map_err(|r| not_now(&r, case.href()))?;
    Ok(permit)
}

/// GET `/staff/content/{id}/edit`
pub async fn edit_form(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    let case = load(&state, &mut state.db.read().await?, &id).await?;
    editable(&state, &signed, &case)?;
    let (slug, version) = (case.row.slug.clone(), case.row.version.to_string());
    let form = ContentForm { slug, values: case.values.clone(), version };
    again(&state, &req, &signed, &case, (&form, &Errors::default())).await
}

async fn again(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    case: &Case,
    (form, errors): (&ContentForm, &Errors),
) -> Result<Response, AppError> {
    let campaigns = campaigns(state).await?;
    let fixed_slug = case.row.corrects.is_some();
    let place = EditPlace { id: &case.row.id, kind: case.kind, fixed_slug, campaigns: &campaigns };
    let page = content_edit(&frame(state, req, signed).await?, &place, form, errors);
    Ok(if errors.is_empty() { show(state, req, signed, &page) } else { show_again(state, req, signed, &page) })
}

/// POST `/staff/content/{id}/edit`: what a colleague saved meanwhile is never overwritten; what was typed comes back.
pub async fn save(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    only(&signed, Action::Write)?;
    let mut tx = state.db.begin().await?;
    let case = load(&state, &mut tx, &id).await?;
    let permit = editable(&state, &signed, &case)?;
    let (mut form, now) = (ContentForm::read(case.kind, &fields), state.clock.now());
    if case.row.corrects.is_some() {
        form.slug.clone_from(&case.row.slug);
    }
    if form.version != case.row.version.to_string() {
        tx.rollback().await?;
        return overtaken_by(&state, &req, &signed, &case, (&fields, &form)).await;
    }
    let mut errors = form.check(case.kind).err().unwrap_or_default();
    let row = filled(case.row.clone(), &form, now)?;
    if errors.is_empty() && content::taken(&mut tx, state.court.id, &row).await? {
        errors.push("slug", "这个网址已经用过，请换一个");
    }
    if !errors.is_empty() {
        tx.rollback().await?;
        return again(&state, &req, &signed, &case, (&form, &errors)).await;
    }
    if !content::edit(&mut tx, state.court.id, &row, permit.by()).await? {
        return Err(AppError::Conflict);
    }
    let (version, by_itself) = (row.version + 1, fields.has("autosave"));
    if by_itself {
        autosave::fold_content(&mut tx, state.court.id, &id, version, permit.by()).await?;
    }
    record(&state, &mut tx, &signed, &id, "draft_edited").await?;
    tx.commit().await?;
    if by_itself {
        return Ok(editing::kept(version, now));
    }
    Ok(Redirect::to(&format!("/staff/content/{id}?done=saved#main")).into_response())
}

/// What it says, field by field.
pub(super) fn words(case: &Case) -> Words {
    let (slug, values) = (case.row.slug.clone(), case.values.clone());
    ContentForm { slug, values, version: String::new() }.words(case.kind)
}

async fn overtaken_by(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    case: &Case,
    (fields, mine): (&Fields, &ContentForm),
) -> Result<Response, AppError> {
    let campaigns = campaigns(state).await?;
    let fixed_slug = case.row.corrects.is_some();
    let place = EditPlace { id: &case.row.id, kind: case.kind, fixed_slug, campaigns: &campaigns };
    let stored = Stored {
        words: words(case),
        version: case.row.version,
        by: case.versions.first().map_or(&None, |v| &v.actor),
        at: case.row.updated_at,
        action: format!("{}/edit", case.href()),
        record: case.href(),
    };
    let page = |f: &Frame, view: &ConflictView| content_conflict(f, &place, mine, view);
    overtaken(state, req, signed, stored, (fields, &mine.words(case.kind)), page).await
}

/// GET `/staff/content/{id}/preview`: the body by the renderer of the public page.
pub async fn preview(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let mut tx = state.db.read().await?;
    let case = load(&state, &mut tx, &id).await?;
    let values = bound(&case.values, &bound::printed(&mut tx, state.court.id, case.kind, &case.values).await?);
    let body = markdown::render(value(&values, "body"));
    let page = app::pages::staff::content::preview(&case.row.title, value(&values, "summary"), &body);
    Ok(show(&state, &req, &signed, &page))
}
