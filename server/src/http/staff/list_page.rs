//! The desk of the two lists: its overview, and the page of one entry.
use std::collections::HashMap;

use app::{
    components::Moment,
    domain::{
        date::{Instant, LegalDate},
        deadline::{Badge, Calendar, Duty, badge},
        ids::StaffId,
        list::{Capacity, ChannelKind, EntryState, ListKind, Portal, Step},
        staff::{Action, who_can},
    },
    form::{Errors, list_correct::Correction, list_step::StepForm},
    pages::staff::{
        list_entry::{ChannelLine, CorrectionView, EntryDesk, PersonLine, entry},
        lists::{EntryLine, ListsView, lists},
    },
};
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::super::{
    error::AppError,
    lists::recognise,
    page::Req,
    session::{Signed, StaffForm},
    show,
};
use super::{
    desk::{at_the_desk, name_of},
    frame,
    list_case::{Case, load},
    list_facts::{checks, facts, warnings, zh},
    show as answer, show_again,
};
use crate::{
    entries::day,
    state::AppState,
    store::{
        calendar,
        list_desk::{self, LineRow, PAGE},
        list_search, list_versions, staff,
    },
};

/// GET `/staff/lists`: one list, what is due first on top.
pub async fn get(State(state): State<AppState>, req: Req, signed: Signed) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let list = req.query("list").and_then(ListKind::parse).unwrap_or(ListKind::Dishonest);
    let chosen = req.query("state").and_then(EntryState::parse).map_or("", EntryState::code);
    let after = req.query("after").and_then(|after| after.split_once('_')).unwrap_or_default();
    let mut tx = state.db.read().await?;
    let mut rows = list_desk::lines(&mut tx, state.court.id, list.code(), chosen, after).await?;
    let known = calendar::load(&mut tx, state.court.id).await?;
    tx.commit().await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(50));
    let next = rows.last().filter(|_| more).map(|last| {
        let key = format!("{}_{}", last.due_on, last.public_no);
        let list = list.code();
        let part = if chosen.is_empty() { String::new() } else { format!("&state={chosen}") };
        format!("/staff/lists?list={list}{part}&after={key}")
    });
    let today = state.clock.now().date();
    let view = ListsView {
        list,
        state: chosen.into(),
        lines: rows.iter().map(|row| line(row, today, &known)).collect(),
        next: next.unwrap_or_default(),
        may_write: signed.who.may(Action::Write),
        asked: String::new(),
        errors: Errors::default(),
        found: false,
        cut: false,
    };
    Ok(answer(&state, &req, &signed, &lists(&frame(&state, &req, &signed).await?, &view)))
}

/// POST `/staff/lists`: entries of both lists in any state, by a name or number or a part of one; whole ones first.
pub async fn find(
    State(state): State<AppState>,
    req: Req,
    StaffForm { signed, fields }: StaffForm,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let (asked, today) = (fields.text("q"), state.clock.now().date());
    let (mut errors, mut rows) = (Errors::default(), Vec::new());
    let mut tx = state.db.read().await?;
    let known = calendar::load(&mut tx, state.court.id).await?;
    if let Ok(what) = recognise(&asked) {
        rows = list_desk::find(&mut tx, state.court.id, &what).await?;
    }
    match (list_search::part(&asked), rows.is_empty()) {
        (Some(part), _) => {
            let found = list_search::find(&mut tx, state.court.id, &part).await?;
            let new = found.into_iter().filter(|row| rows.iter().all(|have| have.id != row.id)).collect::<Vec<_>>();
            rows.extend(new);
        }
        (None, true) => errors.push("q", "没有看懂。请至少写姓名的两个字，或者案号的三个字"),
        (None, false) => {}
    }
    let cut = rows.len() as i64 > list_search::SHOWN;
    rows.truncate(usize::try_from(list_search::SHOWN).unwrap_or(50));
    tx.rollback().await?;
    let wrong = !errors.is_empty();
    let both = |row: &LineRow| {
        let list_zh = if row.public_no.starts_with('d') { ListKind::Dishonest } else { ListKind::Restricted }.zh();
        EntryLine { list_zh: list_zh.into(), ..line(row, today, &known) }
    };
    let view = ListsView {
        list: ListKind::parse(fields.raw("list")).unwrap_or(ListKind::Dishonest),
        state: String::new(),
        lines: rows.iter().map(both).collect(),
        next: String::new(),
        may_write: signed.who.may(Action::Write),
        asked,
        errors,
        found: !wrong,
        cut,
    };
    let page = lists(&frame(&state, &req, &signed).await?, &view);
    Ok(if wrong { show_again(&state, &req, &signed, &page) } else { answer(&state, &req, &signed, &page) })
}

fn line(row: &LineRow, today: LegalDate, known: &Calendar) -> EntryLine {
    let due = day(&row.due_on).filter(|due| due.year() < 9999);
    let (what, late) = (to_do(row), due.is_some_and(|due| today > due));
    let until = due.map(|due| match badge(due, today, known) {
        Ok(left @ Badge::Left(_)) => format!("最迟{}（{}）", due.zh(), left.zh()),
        Ok(now) => format!("最迟{}（{}）", due.zh(), now.zh()),
        Err(_) => format!("到{}", due.zh()),
    });
    EntryLine {
        id: row.id.clone(),
        number: row.public_no.clone(),
        name: row.name.clone(),
        unit: row.party_kind == "unit",
        case_no: show::case_no(&row.case_no),
        state_zh: EntryState::parse(&row.state).map_or("", EntryState::zh).into(),
        list_zh: String::new(),
        duty: until.map(|until| format!("{what}，{until}")).unwrap_or_default(),
        late,
    }
}

fn to_do(row: &LineRow) -> &'static str {
    match row.state.as_str() {
        "draft" => Duty::DecideListing.zh(),
        "grace" => "核实宽限期满后是否履行",
        _ if row.portal == Portal::Removed.code() => "全国平台已经删除，请办理删除",
        _ if !row.correction_on.is_empty() => Duty::CorrectEntry.zh(),
        _ if !row.trigger_on.is_empty() => Duty::RemoveEntry.zh(),
        _ if row.expires_on.is_empty() => Duty::CheckPortal.zh(),
        _ => Duty::RemoveExpired.zh(),
    }
}

/// GET `/staff/lists/{id}`
pub async fn one(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    entry_page(&state, &req, &signed, &id, &StepForm::default(), &Errors::default()).await
}

/// The page of an entry, and again when a step was refused.
pub(super) async fn entry_page(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    id: &str,
    typed: &StepForm,
    errors: &Errors,
) -> Result<Response, AppError> {
    let mut tx = state.db.read().await?;
    let case = load(state, &mut tx, id).await?;
    let names = staff::names(&mut tx, state.court.id).await?;
    tx.commit().await?;
    let view = view(state, signed, &case, &names);
    let page = entry(&frame(state, req, signed).await?, &view, typed, errors);
    Ok(if errors.is_empty() { answer(state, req, signed, &page) } else { show_again(state, req, signed, &page) })
}

fn view(state: &AppState, signed: &Signed, case: &Case, names: &HashMap<StaffId, String>) -> EntryDesk {
    let (e, today) = (&case.file.entry, state.clock.now().date());
    let next = case.duty();
    let before_publication = !case.entry.state.is_public() && !case.entry.state.is_gone();
    EntryDesk {
        id: e.id.clone(),
        list: case.list,
        number: e.public_no.clone(),
        name: e.name.clone(),
        state_zh: case.entry.state.zh().into(),
        version: e.version,
        facts: facts(case, names),
        persons: case.persons.iter().map(person_line).collect(),
        takes_persons: case.list == ListKind::Restricted && e.party_kind == "unit",
        takes_requests: case.list == ListKind::Restricted && !before_publication,
        channels: case.channels.iter().map(channel_line).collect(),
        checks: if before_publication { checks(case.publish_gaps(state, true)) } else { Vec::new() },
        warnings: warnings(case, today),
        late: next.as_ref().is_some_and(|duty| duty.is_overdue(today)),
        duty: next.map(|duty| duty.words).unwrap_or_default(),
        steps: steps(state, signed, case),
        who_next: who_next(state, signed, case),
        public_href: if case.entry.state.is_public() {
            format!("/lists/{}/{}", e.list, e.public_no)
        } else {
            String::new()
        },
        linked: case.linked.as_ref().map(|other| {
            let words = format!("对应的{} {}", other_words(case.list), other.entry.public_no);
            (words, format!("/staff/lists/{}", other.entry.id))
        }),
        correction: correction(case, names),
        history: case.versions.iter().map(|v| moment(v, names)).collect(),
    }
}

fn other_words(list: ListKind) -> &'static str {
    match list {
        ListKind::Dishonest => "限制消费信息",
        ListKind::Restricted => "失信信息",
    }
}

fn person_line(p: &crate::store::list_parts::PersonRow) -> PersonLine {
    PersonLine {
        id: p.id.clone(),
        name: p.name.clone(),
        id_masked: p.id_masked.clone(),
        label: Capacity::parse(&p.capacity).map(Capacity::public_label).unwrap_or_default(),
    }
}

fn channel_line(c: &crate::store::list_parts::ChannelRow) -> ChannelLine {
    ChannelLine {
        id: c.id.clone(),
        kind_zh: ChannelKind::parse(&c.kind).map_or("", ChannelKind::zh),
        name: c.name.clone(),
        url: c.url.clone(),
        announced: zh(&c.announced_on),
        closed: zh(&c.closed_on),
    }
}

fn moment(v: &list_versions::VersionRow, names: &HashMap<StaffId, String>) -> Moment {
    Moment {
        title: v.note.clone(),
        when: Instant(v.at).zh_minute(),
        who: name_of(&v.actor, names),
        ..Moment::default()
    }
}

/// The steps this person may take where the entry stands.
fn steps(state: &AppState, signed: &Signed, case: &Case) -> Vec<Step> {
    let may = |step: &Step| match step {
        _ if case.fits(*step).is_err() => false,
        Step::Expire if !case.entry.is_past_term(state.clock.now().date()) => false,
        Step::CloseChannel if case.open_channels().next().is_none() => false,
        _ => step.right().of(&signed.who, &case.matter_of(state, *step)).is_ok(),
    };
    Step::ALL.iter().copied().filter(|step| step.begins_at(&case.entry) && may(step)).collect()
}

fn who_next(state: &AppState, signed: &Signed, case: &Case) -> String {
    let step = match case.entry.state {
        EntryState::Draft => Step::Decide,
        EntryState::Served | EntryState::Grace => Step::Publish,
        EntryState::Published if case.entry.trigger.is_some() => Step::Remove,
        _ => return String::new(),
    };
    if step.right().of(&signed.who, &case.matter_of(state, step)).is_ok() {
        return String::new();
    }
    format!(
        "下一步是{}，由{}办理。起草的人不能作出决定，起草的和作出决定的人都不能公布。",
        step.zh(),
        who_can(step.right().action())
    )
}

fn correction(case: &Case, names: &HashMap<StaffId, String>) -> Option<CorrectionView> {
    let to: Correction = serde_json::from_str(&case.file.correction).ok()?;
    Some(CorrectionView {
        by: name_of(&case.file.correction_by, names),
        reason: case.file.correction_reason.clone(),
        differences: to.against(&super::list_correct::now(&case.file)),
    })
}
