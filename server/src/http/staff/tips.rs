//! GET `/staff/tips`: the queue, and its count for the live number.
use std::collections::HashMap;

use app::{
    domain::{
        date::{Instant, LegalDate},
        deadline::{Calendar, badge},
        ids::StaffId,
        queue::{Rank, Tier, Waiting, rank},
        staff::{Action, Matter, ReadTip},
        tip::TipKind,
    },
    pages::staff::tips::{QueueRow, QueueView, Tab, tips},
};
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::super::{
    error::AppError,
    page::Req,
    session::{Glance, Signed},
};
use super::{forbidden, frame, show};
use crate::{
    state::AppState,
    store::{
        calendar, staff,
        tip::{self, Tip},
    },
};

/// Open tips ordered together; a court with more has a duty roster problem, and the next page takes the rest.
const TOGETHER: i64 = 500;
/// Lines on one page.
const PAGE: usize = 50;

/// GET `/staff/tips?tab=&kind=&page=`
pub async fn get(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    signed.who.permit::<ReadTip>(&Matter::of(state.court.id)).map_err(|r| forbidden(&r))?;
    let now = state.clock.now();
    let mut tx = state.db.read().await?;
    let all = tip::queue(&mut tx, state.court.id, None, None, TOGETHER).await?;
    let names = staff::names(&mut tx, state.court.id).await?;
    let calendar = calendar::load(&mut tx, state.court.id).await?;
    tx.commit().await?;
    let view = queue_view(&req, &signed, all, &names, (&calendar, now));
    Ok(show(&state, &req, &signed, &tips(&frame(&state, &req, &signed).await?, &view)))
}

fn queue_view(
    req: &Req,
    signed: &Signed,
    all: Vec<Tip>,
    names: &HashMap<StaffId, String>,
    (calendar, now): (&Calendar, Instant),
) -> QueueView {
    let triages = signed.who.may(Action::TriageTip);
    let usual = if triages { Tab::Open } else { Tab::Mine };
    let tab = req.query("tab").and_then(Tab::parse).unwrap_or(usual);
    let opens = |tip: &Tip| opens(signed, tip);
    let kind = req.query("kind").and_then(TipKind::parse);
    let belongs = |tip: &Tip, tab: Tab| match tab {
        Tab::Mine => tip.handling.officer == Some(signed.who.id),
        Tab::Open => tip.handling.officer.is_none(),
        Tab::All => true,
    };
    let counts = Tab::ALL.map(|tab| i64::try_from(all.iter().filter(|t| belongs(t, tab)).count()).unwrap_or(0));
    let mut ranked: Vec<(Rank, Tip)> = all
        .into_iter()
        .filter(|t| belongs(t, tab) && kind.is_none_or(|k| t.kind == k))
        .map(|t| (rank(&waiting_of(&t, calendar), now), t))
        .collect();
    ranked.sort_by(|a, b| a.0.cmp(&b.0));
    let page = req.query("page").and_then(|p| p.parse::<usize>().ok()).unwrap_or(1).clamp(1, 10_000);
    let more = ranked.len() > page * PAGE;
    let kind_code = kind.map(TipKind::code).unwrap_or_default();
    let next = more.then(|| format!("/staff/tips?tab={}&kind={kind_code}&page={}", tab.code(), page + 1));
    let shown = ranked.into_iter().skip((page - 1) * PAGE).take(PAGE);
    QueueView {
        tab,
        counts,
        kinds: TipKind::ALL.iter().map(|k| (k.code().to_owned(), k.zh().to_owned())).collect(),
        kind: kind_code.to_owned(),
        rows: shown.map(|(rank, t)| row(&rank, &t, opens(&t), calendar, names, now.date())).collect(),
        next: next.unwrap_or_default(),
    }
}

/// Whether this person holds a key to the tip: intake to all, an officer to those in their charge.
pub(super) fn opens(signed: &Signed, tip: &Tip) -> bool {
    signed.who.may(Action::TriageTip) || tip.handling.officer == Some(signed.who.id)
}

/// What the queue knows without opening anything.
pub(super) fn waiting_of(tip: &Tip, calendar: &Calendar) -> Waiting {
    Waiting {
        kind: tip.kind,
        urgency: tip.handling.urgency,
        state: tip.handling.state,
        received_at: tip.handling.received_at,
        seq: tip.seq,
        opened: tip.first_read_at.is_some(),
        unread_reply: tip.unread_by_court > 0,
        verify_by: verify_by(tip, calendar),
    }
}

/// BN-1, as the domain reckons it. `None` when the calendar of that year is not loaded (TD-3).
fn verify_by(tip: &Tip, calendar: &Calendar) -> Option<LegalDate> {
    tip.handling.verify_due(calendar).ok().flatten().map(|due| due.alarm())
}

/// What is due now and how it stands (`分流线索：还有 3 个工作日`), and whether it is past. Nothing when nothing runs.
pub(super) fn due_words(tip: &Tip, calendar: &Calendar, today: LegalDate) -> (String, bool) {
    match tip.handling.due(calendar) {
        Err(_) => ("当年日历未录入".to_owned(), false),
        Ok(None) => (String::new(), false),
        Ok(Some(due)) => {
            let day = due.alarm();
            let left = badge(day, today, calendar).map_or_else(|_| day.zh(), |b| b.zh());
            (format!("{}：{left}", due.duty.zh()), today > day)
        }
    }
}

fn row(
    rank: &Rank,
    tip: &Tip,
    opens: bool,
    calendar: &Calendar,
    names: &HashMap<StaffId, String>,
    today: LegalDate,
) -> QueueRow {
    let (due, late) = due_words(tip, calendar, today);
    QueueRow {
        id: tip.id.to_string(),
        opens,
        ticket: tip.ticket.to_string(),
        kind_zh: tip.kind.zh().to_owned(),
        lane_zh: tip.lane.zh().to_owned(),
        subject: subject_zh(&tip.subject_label),
        sequence: tip.seq,
        reason: rank.reason.clone(),
        pressing: rank.tier <= Tier::UnreadTooLong,
        received: tip.handling.received_at.zh_minute(),
        due,
        late,
        owner: tip.handling.officer.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        state_zh: tip.handling.state.zh().to_owned(),
    }
}

/// `2025-21/3` in words.
pub(super) fn subject_zh(label: &str) -> String {
    let parts = label.split_once('/').and_then(|(issue, n)| Some((issue.split_once('-')?, n)));
    match parts {
        Some(((year, no), n)) => format!("{year}年第{no}期第 {n} 人"),
        None if label.is_empty() => "没有对应公告".to_owned(),
        None => label.to_owned(),
    }
}

/// Open tips nobody is assigned to.
pub(super) async fn waiting(state: &AppState, _signed: &Signed) -> Result<i64, AppError> {
    let mut tx = state.db.read().await?;
    let count = tip::unassigned(&mut tx, state.court.id).await?;
    tx.commit().await?;
    Ok(count)
}

/// GET `/api/staff/queue-count`: a bare number. Asking does not keep the session alive.
pub async fn count(State(state): State<AppState>, Glance(signed): Glance) -> Result<Response, AppError> {
    signed.who.permit::<ReadTip>(&Matter::of(state.court.id)).map_err(|r| forbidden(&r))?;
    let mut response = waiting(&state, &signed).await?.to_string().into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
