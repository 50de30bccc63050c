//! The desk of the two lists: its overview, and the page of one entry.
use std::collections::HashMap;

use app::{
    components::Moment,
    domain::{
        date::{Instant, LegalDate},
        deadline::{Badge, Calendar, Duty, badge},
        ids::StaffId,
        list::{Capacity, EntryState, Ground, InitiatedBy, Item, ListKind, Portal, Step, Trigger, parse_all},
        refusal::Refusal,
        staff::{Action, who_can},
    },
    form::{Errors, list_correct::Correction, list_step::StepForm},
    pages::staff::{
        list_entry::{ChannelLine, CorrectionView, EntryDesk, PersonLine, entry},
        lists::{EntryLine, ListsView, lists},
        notice::Check,
    },
};
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::super::{error::AppError, page::Req, session::Signed, show};
use super::{
    desk::{at_the_desk, name_of},
    frame,
    list_case::{Case, day, duty, load},
    show as answer, show_again,
};
use crate::{
    state::AppState,
    store::{
        list_desk::{self, LineRow, PAGE},
        staff,
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
        lines: rows.iter().map(|row| line(row, today)).collect(),
        next: next.unwrap_or_default(),
        may_write: signed.who.may(Action::Write),
    };
    Ok(answer(&state, &req, &signed, &lists(&frame(&state, &req, &signed).await?, &view)))
}

fn line(row: &LineRow, today: LegalDate) -> EntryLine {
    let due = day(&row.due_on).filter(|due| due.year() < 9999);
    let (what, late) = (to_do(row), due.is_some_and(|due| today > due));
    let until = due.map(|due| match badge(due, today, &Calendar::known()) {
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
    let next = duty(&case.file, &case.entry);
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
        name: c.name.clone(),
        url: c.url.clone(),
        announced: zh(&c.announced_on),
        closed: zh(&c.closed_on),
    }
}

fn moment(v: &list_desk::VersionRow, names: &HashMap<StaffId, String>) -> Moment {
    Moment {
        title: v.note.clone(),
        when: Instant(v.at).zh_minute(),
        who: name_of(&v.actor, names),
        ..Moment::default()
    }
}

fn zh(iso: &str) -> String {
    day(iso).map(LegalDate::zh).unwrap_or_default()
}

fn facts(case: &Case, names: &HashMap<StaffId, String>) -> Vec<(&'static str, String)> {
    let (f, e) = (&case.file, &case.file.entry);
    let grounds: Vec<_> = parse_all(&e.grounds, Ground::parse).into_iter().map(Ground::zh).collect();
    let items: Vec<_> = parse_all(&e.items, Item::parse).into_iter().map(Item::zh).collect();
    let identity = if e.party_kind == "unit" { &e.uscc } else { &e.id_masked };
    let extension =
        if f.extension > 0 { format!("{} 年：{}", f.extension, f.extension_reason) } else { String::new() };
    let service =
        if e.served_on.is_empty() { String::new() } else { format!("{}，{}", zh(&e.served_on), e.service_method) };
    let decision =
        if e.decided_on.is_empty() { String::new() } else { format!("{}，{}", e.decision_no, zh(&e.decided_on)) };
    let portal = Portal::parse(&e.portal).map_or("", Portal::zh);
    let portal =
        if e.portal_on.is_empty() { portal.to_owned() } else { format!("{portal}（{}核对）", zh(&e.portal_on)) };
    vec![
        ("证件号码", identity.clone()),
        ("法定代表人或者负责人", e.legal_rep.clone()),
        ("案号", show::case_no(&e.case_no)),
        ("立案日期", zh(&e.filed_on)),
        ("依据文书", [e.basis_no.as_str(), &e.basis_unit].join(" ").trim().to_owned()),
        ("应履行的义务", e.duty.clone()),
        ("提起", InitiatedBy::parse(&f.initiated_by).map_or("", InitiatedBy::zh).into()),
        ("收到申请", zh(&f.applied_on)),
        ("风险提示", zh(&f.warned_on)),
        ("情形", grounds.join("；")),
        ("延长期限", extension),
        ("考虑的因素", f.considerations.clone()),
        ("限制的消费", items.join("；")),
        ("限制的期间", e.period.clone()),
        ("法律后果", f.consequences.clone()),
        ("理由", f.reasons.clone()),
        ("决定", decision),
        ("送达", service),
        ("宽限期至", zh(&f.grace_until)),
        ("公布日期", zh(&e.published_on)),
        ("期限至", zh(&e.expires_on)),
        ("更正日期", zh(&e.corrected_on)),
        ("删除情形", Trigger::parse(&f.removal_trigger).map_or("", Trigger::zh).into()),
        ("情形发生", zh(&f.trigger_on)),
        ("最迟删除", zh(&f.removal_due)),
        ("结束日期", zh(&e.ended_on)),
        ("结束文号", f.end_no.clone()),
        ("结束原因", f.end_reason.clone()),
        ("全国平台", portal),
        ("起草", name_of(&f.author, names)),
        ("登记决定", name_of(&f.decider, names)),
        ("批准公布", name_of(&f.publisher, names)),
    ]
}

fn check(refusal: Refusal) -> Check {
    Check { rule: refusal.rule.into(), ok: false, text: refusal.message, fix: refusal.fix }
}

/// What is missing before publication, each with its way out.
fn checks(gaps: Vec<Refusal>) -> Vec<Check> {
    if gaps.is_empty() {
        let rule = "DJ-1 至 DJ-7、RC-1 至 RC-9、AN-10".into();
        return vec![Check { rule, ok: true, text: "没有发现需要补充的地方".into(), fix: String::new() }];
    }
    gaps.into_iter().map(check).collect()
}

/// What deserves a look but stops nothing.
fn warnings(case: &Case, today: LegalDate) -> Vec<Check> {
    let (f, mut found) = (&case.file, Vec::new());
    let mut warn = |rule: &str, text: String, fix: &str| {
        found.push(Check { rule: rule.into(), ok: false, text, fix: fix.into() });
    };
    if f.student {
        warn("GF-3", "被执行人是全日制在校学生。".into(), "校园贷引起的案件一般不纳入失信名单，请核对。");
    }
    if case.entry.state.is_public() && f.entry.portal == Portal::Pending.code() {
        warn("DJ-7", "全国平台还没有收录。".into(), "请核对报送情况，并登记核对结果。");
    }
    let due = day(&f.applied_on).and_then(|from| Duty::DecideListing.due(from, &Calendar::known()).ok());
    if let Some(due) = due.filter(|due| case.entry.decided_on.unwrap_or(today) > due.rolled) {
        let text = format!("收到申请后没有在{}前作出决定。", due.rolled.zh());
        warn("DJ-5", text, "请尽快决定，并在案卷中说明原因。");
    }
    if case.entry.state.is_gone() && case.open_channels().next().is_some() {
        warn("RC-8", "还有渠道没有撤下。".into(), "请在原来公布的每一处撤下后登记。");
    }
    found
}

/// The steps this person may take where the entry stands.
fn steps(state: &AppState, signed: &Signed, case: &Case) -> Vec<Step> {
    let matter = case.matter(state);
    let may = |step: &Step| match step {
        Step::Correct => {
            !case.file.correction.is_empty() && step.right().of(&signed.who, &case.correction_matter(state)).is_ok()
        }
        Step::Expire if !case.entry.is_past_term(state.clock.now().date()) => false,
        Step::CloseChannel if case.open_channels().next().is_none() => false,
        _ => step.right().of(&signed.who, &matter).is_ok(),
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
    if step.right().of(&signed.who, &case.matter(state)).is_ok() {
        return String::new();
    }
    format!("下一步是{}，由{}办理。起草人不能决定或者公布自己写的内容。", step.zh(), who_can(step.right().action()))
}

fn correction(case: &Case, names: &HashMap<StaffId, String>) -> Option<CorrectionView> {
    let to: Correction = serde_json::from_str(&case.file.correction).ok()?;
    Some(CorrectionView {
        by: name_of(&case.file.correction_by, names),
        reason: case.file.correction_reason.clone(),
        differences: to.against(&super::list_correct::now(&case.file)),
    })
}
