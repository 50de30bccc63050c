//! GET `/staff/deadlines`: what runs on a clock, for everybody who works on cases or publishes.
use app::{
    components::Tone,
    domain::{
        date::LegalDate,
        deadline::{Badge, Calendar, UnknownYear, badge},
        staff::Action,
    },
    pages::staff::deadlines::{DeadlineLine, DeadlinesView, deadlines},
};
use axum::{extract::State, response::Response};

use super::super::{error::AppError, page::Req, session::Signed};
use super::{desk::only, frame, show};
use crate::{
    state::AppState,
    store::{
        calendar,
        deadline::{self, DeadlineRow},
    },
};

/// Rights of which one opens the page.
pub(super) const READERS: [Action; 5] =
    [Action::Write, Action::Review, Action::Publish, Action::ReadTip, Action::Manage];

pub async fn get(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    if !READERS.iter().any(|action| signed.who.may(*action)) {
        only(&signed, Action::Write)?;
    }
    let today = state.clock.now().date();
    let mut tx = state.db.read().await?;
    let after: Vec<&str> = req.query("after").unwrap_or_default().split('_').collect();
    // a duty is written with a line below, so it stands last and keeps the rest
    let after = match after[..] {
        [alarm_on, began_on, object, ..] => {
            let duty = after[3..].join("_");
            (alarm_on.to_owned(), began_on.to_owned(), object.to_owned(), duty)
        }
        _ => Default::default(),
    };
    let key = [after.0.as_str(), &after.1, &after.2, &after.3];
    let mut rows = deadline::open(&mut tx, state.court.id, key).await?;
    let more = rows.len() as i64 > deadline::PAGE;
    rows.truncate(usize::try_from(deadline::PAGE).unwrap_or(usize::MAX));
    let last = rows.last().filter(|_| more);
    let next = last.map(|row| format!("{}_{}_{}_{}", row.alarm_on, row.began_on, row.object_id, row.duty));
    let known = calendar::load(&mut tx, state.court.id).await?;
    tx.rollback().await?;
    let view = DeadlinesView {
        unknown: unknown(&rows, &known, today),
        lines: rows.iter().map(|row| line(row, &signed, &known, today)).collect(),
        paged: req.query("after").is_some(),
        next: next.unwrap_or_default(),
        may_load: signed.who.may(Action::Manage),
    };
    Ok(show(&state, &req, &signed, &deadlines(&frame(&state, &req, &signed).await?, &view)))
}

/// TD-3: which year is missing, said once above the list.
fn unknown(rows: &[DeadlineRow], known: &Calendar, today: LegalDate) -> String {
    let missing = |row: &DeadlineRow| {
        let from = LegalDate::parse(&row.began_on).ok()?;
        row.duty()?.due(from, known).err()
    };
    let this_year = (!known.has_year(today.year())).then_some(UnknownYear(today.year()));
    let first = rows.iter().filter(|row| row.alarm_on.is_empty()).find_map(missing);
    this_year.or(first).map(UnknownYear::zh).unwrap_or_default()
}

fn line(row: &DeadlineRow, signed: &Signed, known: &Calendar, today: LegalDate) -> DeadlineLine {
    let due = row.due();
    let state = due.and_then(|due| badge(due.alarm(), today, known).ok());
    let tone = match state {
        Some(Badge::Over(_)) => Some(Tone::Late),
        Some(Badge::Today | Badge::Left(1)) => Some(Tone::Soon),
        _ => None,
    };
    DeadlineLine {
        duty: row.duty().map_or("", |duty| duty.zh()).into(),
        about: row.label.clone(),
        href: href(row, signed),
        began: LegalDate::parse(&row.began_on).map(LegalDate::zh).unwrap_or_default(),
        due: due.map_or_else(|| "算不出来".to_owned(), |due| due.zh()),
        badge: state.map_or_else(|| "日历未录入".to_owned(), Badge::zh),
        tone,
    }
}

/// Where the record is, for those who may open it.
fn href(row: &DeadlineRow, signed: &Signed) -> String {
    let may = |actions: &[Action]| actions.iter().any(|action| signed.who.may(*action));
    let room = match row.object_kind.as_str() {
        "issue" if may(&READERS[..3]) => "notices",
        "entry" if may(&READERS[..3]) => "lists",
        "measure" if signed.who.may(Action::HandleCase) => "measures",
        "money" if signed.who.may(Action::HandleCase) => "money",
        "objection" if signed.who.may(Action::HandleObjection) => "objections",
        _ => return String::new(),
    };
    format!("/staff/{room}/{}", row.object_id)
}
