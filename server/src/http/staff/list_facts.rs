//! What the page of an entry says: its facts, what is missing, what deserves a look.
use std::collections::HashMap;

use app::{
    domain::{
        date::LegalDate,
        deadline::Duty,
        ids::StaffId,
        list::{Ground, InitiatedBy, Item, ListKind, Portal, Trigger, parse_all},
        refusal::Refusal,
    },
    pages::staff::notice::Check,
};

use super::{super::show, desk::name_of, list_case::Case};
use crate::entries::{application, day};

/// A stored day in words; nothing for none.
pub(super) fn zh(iso: &str) -> String {
    day(iso).map(LegalDate::zh).unwrap_or_default()
}

/// Everything known of an entry, in the order of the form.
pub(super) fn facts(case: &Case, names: &HashMap<StaffId, String>) -> Vec<(&'static str, String)> {
    let (f, e) = (&case.file, &case.file.entry);
    let grounds: Vec<_> = parse_all(&e.grounds, Ground::parse).into_iter().map(Ground::zh).collect();
    let items: Vec<_> = parse_all(&e.items, Item::parse).into_iter().map(Item::zh).collect();
    let identity = if e.party_kind == "unit" { &e.uscc } else { &e.id_masked };
    let extension = match (f.extension, f.extension_reason.as_str()) {
        (0, _) => String::new(),
        (years, "") => format!("{years} 年"),
        (years, reason) => format!("{years} 年：{reason}"),
    };
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
pub(super) fn checks(gaps: Vec<Refusal>) -> Vec<Check> {
    if gaps.is_empty() {
        let rule = "DJ-1 至 DJ-7、RC-1 至 RC-9、AN-10".into();
        return vec![Check { rule, ok: true, text: "没有发现需要补充的地方".into(), fix: String::new() }];
    }
    gaps.into_iter().map(check).collect()
}

/// What deserves a look but stops nothing.
pub(super) fn warnings(case: &Case, today: LegalDate) -> Vec<Check> {
    let (f, mut found) = (&case.file, Vec::new());
    let mut warn = |rule: &str, text: String, fix: &str| {
        found.push(Check { rule: rule.into(), ok: false, text, fix: fix.into() });
    };
    if case.disputed {
        let fix = "审查期间继续公布。理由成立的，请在 3 个工作日内更正或者撤销。";
        warn("DJ-14", "有人对这条信息提出纠正申请，还没有办结。".into(), fix);
    }
    if f.student {
        warn("GF-3", "被执行人是全日制在校学生。".into(), "校园贷引起的案件一般不纳入失信名单，请核对。");
    }
    if let Some(capacity) = case.stands_for.filter(|_| case.list == ListKind::Dishonest) {
        let text = format!("这个人是同一案件中被限制消费单位的{}。", capacity.zh());
        warn("GF-3", text, "只有本人也是本案被执行人的，才能纳入失信名单，不能因单位纳入。");
    }
    if case.list == ListKind::Dishonest && case.entry.state.is_public() && !case.has_order() {
        warn("RC-1", "对应的限制消费令已经不在了。".into(), "请核对是否应当同时删除失信信息。");
    }
    if case.entry.trigger == Some(Trigger::R1) && case.list == ListKind::Dishonest && case.has_order() {
        warn("GF-6", "已经履行的，一般同时解除限制消费。".into(), "删除失信信息后，请办理对应的限制消费令。");
    }
    if case.entry.state.is_public() && f.entry.portal == Portal::Pending.code() {
        warn("DJ-7", "全国平台还没有收录。".into(), "请核对报送情况，并登记核对结果。");
    }
    let due = application(f, case.list).and_then(|from| Duty::DecideListing.due(from, &case.calendar).ok());
    if let Some(due) = due.filter(|due| case.entry.decided_on.unwrap_or(today) > due.rolled) {
        let text = format!("收到申请后没有在{}前作出决定。", due.rolled.zh());
        warn("DJ-5", text, "请尽快决定，并在案卷中说明原因。");
    }
    if case.entry.state.is_gone() && case.open_channels().next().is_some() {
        warn("RC-8", "还有渠道没有撤下。".into(), "请在原来公布的每一处撤下后登记。");
    }
    found
}
