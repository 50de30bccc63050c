//! GET `/staff/tips/{id}`: opens the seal, records the reading, then shows.
use std::collections::HashMap;

use app::{
    components::{Message, Moment, Voice},
    domain::{
        date::LegalDate,
        ids::{StaffId, TipId},
        staff::{HandleTip, Matter, ReadTip, Role, TriageTip},
        tip::{Lane, Step, TipState, Urgency},
        tip_content::{TipContent, breach_zh},
    },
    form::tip_work::{MOVES, TriageForm, sample},
    pages::staff::tip::{AlikeRow, May, NoteRow, PhotoRow, TipForms, TipView, tip},
};
use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::super::{
    error::AppError,
    page::{self, Req},
    session::Signed,
};
use super::{forbidden, frame, tips};
use crate::{
    crypto::{CryptoError, seal},
    files::FileName,
    state::AppState,
    store::{
        StoreError, Tx, audit, calendar,
        message::Visibility,
        staff, tip as tips_store,
        tip_open::{self, OpenedTip},
    },
};

/// GET `/staff/tips/{id}`
pub async fn get(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    case_page(&state, &req, &signed, &id, None).await
}

/// The case, and again with what was typed when a form was refused.
pub(super) async fn case_page(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    id: &str,
    typed: Option<TipForms>,
) -> Result<Response, AppError> {
    signed.who.permit::<ReadTip>(&Matter::of(state.court.id)).map_err(|r| forbidden(&r))?;
    let id = TipId::parse(id).ok_or(AppError::NotFound)?;
    let mut tx = state.db.begin().await?;
    let opened = match tip_open::open(&mut tx, state.court.id, id, &signed.key()?, state.clock.now()).await {
        Ok(opened) => opened.ok_or(AppError::NotFound)?,
        Err(StoreError::Crypto(CryptoError::NotForThisKey)) => return Err(not_a_reader()),
        Err(other) => return Err(other.into()),
    };
    // the reading is on disk before a word of it is shown
    tx.commit().await?;
    let mut tx = state.db.read().await?;
    let view = view_of(state, &mut tx, signed, &opened).await?;
    tx.commit().await?;
    let wrong = typed.is_some();
    let forms = typed.unwrap_or_else(|| fresh(&opened));
    let page = tip(&frame(state, req, signed).await?, &view, &forms);
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(page::private(state, req, status, Some(signed.chip()), &page))
}

fn not_a_reader() -> AppError {
    AppError::Forbidden("这条线索只有线索登记人员和承办人能打开，请联系线索登记人员指派。".into())
}

fn fresh(opened: &OpenedTip) -> TipForms {
    let urgency = opened.tip.handling.urgency;
    let (code, expected) = match urgency {
        Urgency::Dated(day) => ("dated".to_owned(), day.iso()),
        Urgency::Now | Urgency::Normal => (urgency.code(), String::new()),
    };
    let duplicate = opened.tip.duplicate_of.map(|t| t.to_string()).unwrap_or_default();
    let triage = TriageForm { kind: opened.tip.kind.code().to_owned(), urgency: code, expected, duplicate };
    TipForms { triage, ..TipForms::default() }
}

async fn view_of(state: &AppState, tx: &mut Tx, signed: &Signed, opened: &OpenedTip) -> Result<TipView, AppError> {
    let (court, t) = (state.court.id, &opened.tip);
    let names = staff::names(tx, court).await?;
    let alike = tips_store::alike(tx, court, t).await?;
    let events = audit::of_object(tx, court, "tip", &t.id.to_string()).await?;
    let officers = staff::with_role(tx, court, Role::Officer).await?;
    let content: TipContent = opened.content.read()?;
    let (due, late) = tips::due_words(t, &calendar::load(tx, court).await?, state.clock.now().date());
    let name = |id: StaffId| names.get(&id).cloned().unwrap_or_else(|| "工作人员".into());
    Ok(TipView {
        id: t.id.to_string(),
        version: t.version,
        ticket: t.ticket.to_string(),
        subject: tips::subject_zh(&t.subject_label),
        subject_href: t.subject.map(|_| format!("/notices/{}", t.subject_label)).unwrap_or_default(),
        sequence: t.seq,
        received: t.handling.received_at.zh_second(),
        medium_zh: t.medium.zh().into(),
        kind_zh: t.kind.zh().into(),
        urgency_zh: t.handling.urgency.zh(),
        state_zh: t.handling.state.zh().into(),
        due,
        late,
        owner: t.handling.officer.map(name).unwrap_or_default(),
        named: t.lane == Lane::Named,
        photos: photos(&t.id.to_string(), &content),
        content: content_rows(&content),
        alike: alike
            .iter()
            .map(|a| AlikeRow {
                id: a.id.to_string(),
                ticket: a.ticket.to_string(),
                received: a.handling.received_at.zh_second(),
                state_zh: a.handling.state.zh().into(),
                this: a.id == t.id,
                opens: tips::opens(signed, a),
            })
            .collect(),
        messages: opened.messages.iter().map(|m| message(m, &names)).collect(),
        notes: notes(opened, signed, &names),
        history: events.iter().rev().map(|e| moment(e, &names)).collect(),
        may: may(state, signed, opened),
        officers: officers.into_iter().map(|o| (o.id.to_string(), o.name)).collect(),
        steps: steps(opened),
        findings: t.handling.findings().iter().map(|f| (f.code().to_owned(), f.zh().to_owned())).collect(),
        reopen: t.handling.state == TipState::Closed && may(state, signed, opened).work,
    })
}

/// Triage and assignment by intake; the work by intake and by the officer in charge.
fn may(state: &AppState, signed: &Signed, opened: &OpenedTip) -> May {
    let (matter, h) = (Matter::of(state.court.id), &opened.tip.handling);
    let triages = signed.who.permit::<TriageTip>(&matter).is_ok();
    let handles = signed.who.permit::<HandleTip>(&matter).is_ok();
    let registered = TipState::Registered == h.state || TipState::Received == h.state;
    let assign = Step::Assign { officer: signed.who.id, recused: false };
    May {
        triage: triages && (registered || h.state == TipState::Triaged),
        assign: triages && h.allows(&assign),
        work: handles && (triages || h.officer == Some(signed.who.id)),
        // a tip that just came in is registered on the way
        ask: h.state == TipState::Received || h.allows(&Step::AskForMore),
    }
}

fn steps(opened: &OpenedTip) -> Vec<(String, String)> {
    let handling = &opened.tip.handling;
    // a finding is offered when any of them may be recorded now, whichever the sample stands for
    let allowed = |step: &Step| match step {
        Step::Find { .. } => !handling.findings().is_empty(),
        other => handling.allows(other),
    };
    let known = MOVES.iter().filter_map(|(code, _)| sample(code).map(|step| (*code, step)));
    known.filter(|(_, step)| allowed(step)).map(|(code, step)| (code.to_owned(), step.zh().to_owned())).collect()
}

fn content_rows(c: &TipContent) -> Vec<(String, String)> {
    let day = |iso: &str| LegalDate::parse(iso).map(|d| d.zh()).unwrap_or_else(|_| iso.to_owned());
    let breaches: Vec<&str> = c.breaches.iter().filter_map(|b| breach_zh(b)).collect();
    let place = c.place.line().unwrap_or_else(|| if c.place.unknown { "不清楚".into() } else { String::new() });
    let seen = [day(&c.seen.date), c.seen.period.clone()].join(" ").trim().to_owned();
    let rows = [
        ("类别", c.topic.zh().to_owned()),
        ("情况", c.what.clone()),
        ("关于谁", c.about.clone()),
        ("违反的限制", breaches.join("；")),
        ("车牌", c.plate.clone()),
        ("登记在谁名下", c.holder.clone()),
        ("现在就在那里", if c.now { "是".to_owned() } else { String::new() }),
        ("预计日期", day(&c.expected)),
        ("地点", place),
        ("看到的时间", seen),
    ];
    rows.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k.to_owned(), v)).collect()
}

fn photos(tip: &str, content: &TipContent) -> Vec<PhotoRow> {
    let row = |p: &app::domain::tip_content::PhotoNote| PhotoRow {
        href: format!("/staff/tips/{tip}/files/{}", p.file),
        trace: p.trace.zh().unwrap_or_default(),
        width: p.width,
        height: p.height,
    };
    content.photos.iter().map(row).collect()
}

fn message(m: &crate::store::message::Message, names: &HashMap<StaffId, String>) -> Message {
    let (voice, name) = match m.author {
        None => (Voice::Sender, "线索提供人".to_owned()),
        Some(id) => (Voice::Court, names.get(&id).cloned().unwrap_or_else(|| "法院".into())),
    };
    Message { voice, name, when: m.sent_at.zh_minute(), text: m.text.text().to_owned() }
}

/// Notes for the officer alone are shown to the officer in charge and to their author.
fn notes(opened: &OpenedTip, signed: &Signed, names: &HashMap<StaffId, String>) -> Vec<NoteRow> {
    let me = signed.who.id;
    let visible = opened
        .notes
        .iter()
        .filter(|n| n.visibility == Visibility::Team || n.author == me || opened.tip.handling.officer == Some(me));
    let row = |n: &crate::store::message::Note| NoteRow {
        author: names.get(&n.author).cloned().unwrap_or_default(),
        when: n.written_at.zh_minute(),
        seen_by: if n.visibility == Visibility::Team { "团队可见" } else { "承办人可见" }.into(),
        text: n.text.text().to_owned(),
    };
    visible.map(row).collect()
}

fn moment(e: &audit::EventRow, names: &HashMap<StaffId, String>) -> Moment {
    let who = StaffId::parse(&e.actor).and_then(|id| names.get(&id).cloned()).unwrap_or_default();
    let when = app::domain::date::Instant(e.at).zh_second();
    Moment { title: super::audit::kind_zh(&e.kind).to_owned(), when, who, ..Moment::default() }
}

/// GET `/staff/tips/{id}/files/{name}`: one photo, opened for this request; the reading is recorded.
pub async fn file(
    State(state): State<AppState>,
    signed: Signed,
    Path((id, name)): Path<(String, String)>,
) -> Result<Response, AppError> {
    signed.who.permit::<ReadTip>(&Matter::of(state.court.id)).map_err(|r| forbidden(&r))?;
    let id = TipId::parse(&id).ok_or(AppError::NotFound)?;
    let name = FileName::parse(&name).ok_or(AppError::NotFound)?;
    let mut tx = state.db.begin().await?;
    let key = match tip_open::open_key(&mut tx, state.court.id, id, &signed.key()?, state.clock.now()).await {
        Ok(key) => key,
        Err(StoreError::Crypto(CryptoError::NotForThisKey)) => return Err(not_a_reader()),
        Err(other) => return Err(other.into()),
    };
    tx.commit().await?;
    let sealed = state.files.get(&name).await.map_err(AppError::internal)?.ok_or(AppError::NotFound)?;
    // a file of another tip does not open with this tip's key
    let plain = seal::open(&key, &sealed).map_err(|_| AppError::NotFound)?;
    let mut response = plain.to_vec().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
