//! GET `/staff/lists/{id}/order`: the document of an entry, to print and sign (DJ-5, RC-5).
use app::{
    domain::list::{Capacity, Ground, Item, parse_all},
    pages::staff::list_order::list_order,
    text::order::{OrderRecord, order},
};
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::super::{error::AppError, page::Req, session::Signed, show};
use super::{
    desk::at_the_desk,
    frame,
    list_case::{Case, load},
    list_facts::zh,
    show as answer,
};
use crate::state::AppState;

pub async fn get(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let case = load(&state, &mut state.db.read().await?, &id).await?;
    let record = record(&state, &case);
    let (number, court, decided_on) = (&case.file.entry.public_no, &record.court, &record.decided_on);
    let frame = frame(&state, &req, &signed).await?;
    let page = list_order(&frame, &order(&record), (number, &case.href()), (court, decided_on));
    Ok(answer(&state, &req, &signed, &page))
}

fn record(state: &AppState, case: &Case) -> OrderRecord {
    let (f, e) = (&case.file, &case.file.entry);
    let unit = e.party_kind == "unit";
    let label = |code: &str| Capacity::parse(code).map(Capacity::public_label).unwrap_or_default();
    OrderRecord {
        list: case.list,
        court: state.court.name.clone(),
        decision_no: e.decision_no.clone(),
        case_no: show::case_no(&e.case_no),
        name: e.name.clone(),
        identity: if unit { e.uscc.clone() } else { e.id_masked.clone() },
        unit,
        persons: case.persons.iter().map(|p| (label(&p.capacity), p.name.clone())).collect(),
        basis: e.basis_no.clone(),
        duty: e.duty.clone(),
        grounds: parse_all(&e.grounds, Ground::parse),
        items: parse_all(&e.items, Item::parse),
        period: e.period.clone(),
        reasons: f.reasons.clone(),
        consequences: f.consequences.clone(),
        decided_on: zh(&e.decided_on),
        until: zh(&e.expires_on),
    }
}
