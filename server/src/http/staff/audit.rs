//! GET `/staff/audit`: the log, for the auditor.
use app::{
    domain::{
        audit::EventKind,
        date::Instant,
        ids::StaffId,
        staff::{Matter, ReadAudit},
    },
    pages::staff::audit::{AuditRow, AuditView, audit},
};
use axum::{extract::State, response::Response};

use super::super::{error::AppError, page::Req, session::Signed};
use super::{forbidden, frame, show};
use crate::{
    state::AppState,
    store::{audit as log, staff},
};

/// Events on one page.
const PAGE: i64 = 100;

pub async fn get(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    signed.who.permit::<ReadAudit>(&Matter::of(state.court.id)).map_err(|r| forbidden(&r))?;
    let before = req.query("before").and_then(|n| n.parse().ok()).unwrap_or(i64::MAX);
    let mut tx = state.db.read().await?;
    let events = log::latest(&mut tx, state.court.id, before, PAGE).await?;
    let names = staff::names(&mut tx, state.court.id).await?;
    tx.commit().await?;
    let row = |e: &log::EventRow| AuditRow {
        seq: e.seq,
        when: Instant(e.at).zh_second(),
        who: StaffId::parse(&e.actor).and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| "系统".into()),
        what: kind_zh(&e.kind).to_owned(),
        object: format!("{} {}", e.object_kind, e.object_id),
        note: e.note.clone(),
    };
    let view = AuditView { before: events.last().map_or(0, |e| e.seq), rows: events.iter().map(row).collect() };
    Ok(show(&state, &req, &signed, &audit(&frame(&state, &req, &signed).await?, &view)))
}

/// What was done, in words; an unknown kind stays as it is stored.
pub(super) fn kind_zh(kind: &str) -> &str {
    match EventKind::parse(kind) {
        Some(known) => known.zh(),
        None => kind,
    }
}
