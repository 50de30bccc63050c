//! Remarks on single fields: written by whoever works at the desk, settled by any of them, counted by the reviewer's step.
use app::{
    domain::{date::Instant, edition::EditionState, refusal::Refusal},
    form::{Errors, fields::Fields, remark::RemarkForm, words::Words},
    pages::staff::remarks::{Remark, RemarksView},
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
    content,
    desk::{self, at_the_desk, name_of},
    editing::Typed,
    issue, not_now, versions,
};
use crate::{
    crypto::random,
    state::AppState,
    store::{
        Tx, audit,
        remark::{self, RemarkRow},
        staff,
    },
};

/// A record one may speak about: which, where, in what state, and what it says.
struct About<'a> {
    kind: &'static str,
    id: &'a str,
    href: String,
    state: EditionState,
    words: Words,
}

impl About<'_> {
    /// Remarks are for what is still being made.
    fn takes_remarks(&self) -> Result<(), AppError> {
        if takes_remarks(self.state) {
            return Ok(());
        }
        Err(not_now(&Refusal::step("EW-1", self.state.zh(), "加批注"), self.href.clone()))
    }

    fn back(&self, done: &str) -> Response {
        Redirect::to(&format!("{}?done={done}#remarks", self.href)).into_response()
    }
}

fn takes_remarks(state: EditionState) -> bool {
    !state.is_public() && !state.is_gone()
}

fn of_content<'a>(case: &content::Case, id: &'a str) -> About<'a> {
    About { kind: "content", id, href: case.href(), state: case.edition.state, words: content::words(case) }
}

fn of_notice<'a>(case: &desk::Case, id: &'a str) -> About<'a> {
    let words = versions::notice_words(&case.issue, &case.subjects);
    About { kind: "notice", id, href: case.href(), state: case.edition.state, words }
}

/// POST `/staff/content/{id}/remarks`
pub async fn on_content(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let mut tx = state.db.begin().await?;
    let case = content::load(&state, &mut tx, &id).await?;
    match add(&state, tx, &signed, &of_content(&case, &id), &fields).await? {
        Ok(done) => Ok(done),
        Err((errors, remark)) => {
            let typed = Typed { remark, ..Typed::default() };
            content::one_with(&state, &req, &signed, &id, &errors, typed).await
        }
    }
}

/// POST `/staff/notices/{id}/remarks`
pub async fn on_notice(
    State(state): State<AppState>,
    req: Req,
    Path(id): Path<String>,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let mut tx = state.db.begin().await?;
    let case = desk::load(&state, &mut tx, &id).await?;
    match add(&state, tx, &signed, &of_notice(&case, &id), &fields).await? {
        Ok(done) => Ok(done),
        Err((errors, remark)) => {
            let typed = Typed { remark, ..Typed::default() };
            issue::issue_page_with(&state, &req, &signed, &id, &errors, typed).await
        }
    }
}

async fn add(
    state: &AppState,
    mut tx: Tx,
    signed: &Signed,
    about: &About<'_>,
    fields: &Fields,
) -> Result<Result<Response, (Errors, RemarkForm)>, AppError> {
    about.takes_remarks()?;
    let (form, now) = (RemarkForm::read(fields), state.clock.now());
    if let Err(errors) = form.check(&about.words) {
        return Ok(Err((errors, form)));
    }
    let row = RemarkRow {
        id: random::uuid(now.ms()).to_string(),
        field: form.field.clone(),
        quote: form.quote.clone(),
        text: form.text.clone(),
        by_staff: Some(signed.who.id.to_string()),
        at: now.ms(),
        ..RemarkRow::default()
    };
    if !remark::put(&mut tx, state.court.id, (about.kind, about.id), &row).await? {
        let mut errors = Errors::default();
        errors.push("remark", "批注太多，请先处理已有的批注");
        return Ok(Err((errors, form)));
    }
    record(state, &mut tx, signed, about, "remarked").await?;
    tx.commit().await?;
    Ok(Ok(about.back("remarked")))
}

/// POST `/staff/content/{id}/remarks/{remark}/resolve`
pub async fn settle_on_content(
    State(state): State<AppState>,
    Path((id, remark)): Path<(String, String)>,
    StaffForm { signed, .. }: StaffForm,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let mut tx = state.db.begin().await?;
    let case = content::load(&state, &mut tx, &id).await?;
    settle(&state, tx, &signed, &of_content(&case, &id), &remark).await
}

/// POST `/staff/notices/{id}/remarks/{remark}/resolve`
pub async fn settle_on_notice(
    State(state): State<AppState>,
    Path((id, remark)): Path<(String, String)>,
    StaffForm { signed, .. }: StaffForm,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let mut tx = state.db.begin().await?;
    let case = desk::load(&state, &mut tx, &id).await?;
    settle(&state, tx, &signed, &of_notice(&case, &id), &remark).await
}

async fn settle(
    state: &AppState,
    mut tx: Tx,
    signed: &Signed,
    about: &About<'_>,
    id: &str,
) -> Result<Response, AppError> {
    if !remark::resolve(&mut tx, state.court.id, (about.id, id), signed.who.id, state.clock.now()).await? {
        let says = "这条批注已经处理过了。".to_owned();
        return Err(AppError::WrongState { says, back: about.href.clone() });
    }
    record(state, &mut tx, signed, about, "remark_settled").await?;
    tx.commit().await?;
    Ok(about.back("settled"))
}

async fn record(state: &AppState, tx: &mut Tx, signed: &Signed, about: &About<'_>, kind: &str) -> Result<(), AppError> {
    let object = (if about.kind == "notice" { "issue" } else { about.kind }, about.id);
    let event = audit::Event { at: state.clock.now(), actor: Some(signed.who.id), kind, object, note: "" };
    audit::append(tx, state.court.id, event).await?;
    Ok(())
}

/// What stands in the way of approval as long as a remark is open.
pub(super) async fn open_gap(state: &AppState, tx: &mut Tx, id: &str) -> Result<Option<Refusal>, AppError> {
    let open = remark::open(tx, state.court.id, id).await?;
    Ok((open > 0).then(|| {
        let message = format!("有 {open} 条批注没有处理。");
        Refusal::new("EW-1", "checks", message, "请逐条处理，处理完的点“已处理”。")
    }))
}

/// The section of a record's page.
pub(super) async fn view(
    state: &AppState,
    tx: &mut Tx,
    (id, href): (&str, String),
    (edition, words): (EditionState, &Words),
    typed: RemarkForm,
) -> Result<RemarksView, AppError> {
    let rows = remark::of(tx, state.court.id, id).await?;
    let names = staff::names(tx, state.court.id).await?;
    let list = rows.into_iter().map(|row| Remark {
        moved: !row.quote.is_empty()
            && !words.iter().any(|(label, text)| *label == row.field && text.contains(&row.quote)),
        who: name_of(&row.by_staff, &names),
        when: Instant(row.at).zh_minute(),
        resolved: row.resolved_at.map_or_else(String::new, |at| {
            format!("{} {}处理", name_of(&row.resolved_by, &names), Instant(at).zh_minute())
        }),
        id: row.id,
        field: row.field,
        quote: row.quote,
        text: row.text,
    });
    let labels = words.iter().map(|(label, _)| label.clone());
    let fields = if takes_remarks(edition) { labels.collect() } else { Vec::new() };
    Ok(RemarksView { record: href, fields, list: list.collect(), typed })
}
