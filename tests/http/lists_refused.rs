//! What may not stand on a list, each by its rule: through the form, and by a direct post. And every step out of turn.
use tests::listing::{Desk, SEVENTEEN, number, words};
use tests::story::resident_id;
use tests::{Engine, Person, Site, both_engines, form};

both_engines!(
    each_wrong_draft_is_refused_by_its_rule_through_the_form_and_by_a_direct_post,
    what_is_missing_at_publication_is_named_with_its_way_out,
);

/// A draft that cannot be kept, or on which nobody may decide.
struct Wrong {
    rule: &'static str,
    list: &'static str,
    other: Vec<(&'static str, &'static str)>,
    /// First 17 digits of the number; empty for none.
    seventeen: &'static str,
    /// Refused when it is saved, else when it is decided.
    at_once: bool,
}

fn wrong(rule: &'static str, list: &'static str, other: &[(&'static str, &'static str)]) -> Wrong {
    Wrong { rule, list, other: other.to_vec(), seventeen: SEVENTEEN, at_once: false }
}

fn drafts() -> Vec<Wrong> {
    let child = "43119920100101103";
    vec![
        Wrong { seventeen: child, at_once: true, ..wrong("DJ-4", "dishonest", &[]) },
        Wrong { seventeen: child, at_once: true, ..wrong("RC-9", "restricted", &[]) },
        Wrong { at_once: true, ..wrong("9.1", "dishonest", &[("case_no", "（2025）湘1127执12号")]) },
        Wrong { seventeen: "", ..wrong("DJ-4", "dishonest", &[]) },
        wrong("GF-3", "dishonest", &[("is_debtor", "")]),
        wrong("DJ-1", "dishonest", &[("grounds", "")]),
        wrong("DJ-2", "dishonest", &[("extension_years", "1")]),
        wrong("DJ-2", "dishonest", &[("grounds", "g4"), ("extension_years", "2")]),
        wrong("DJ-2", "dishonest", &[("grounds", "g4"), ("extension_years", "4"), ("extension_reason", "多次")]),
        wrong("DJ-3", "dishonest", &[("ranks_later", "yes")]),
        wrong("GF-3", "dishonest", &[("grounds", "g6"), ("seized_enough", "yes")]),
        wrong("DJ-5", "dishonest", &[("warned_on", "")]),
        wrong("DJ-5", "dishonest", &[("reasons", "")]),
        wrong("DJ-5", "restricted", &[("applied_on", "")]),
        wrong("DJ-6", "restricted", &[("duty", "")]),
        wrong("RC-2", "restricted", &[("considerations", "")]),
        wrong("RC-3", "restricted", &[("items", "")]),
        wrong("RC-5", "restricted", &[("period", "")]),
        wrong("RC-5", "restricted", &[("consequences", "")]),
        wrong("AN-10", "restricted", &[("duty", "还款到银行卡，联系 13812345678")]),
        wrong("EW-5", "dishonest", &[("duty", "督促老赖还款")]),
    ]
}

async fn each_wrong_draft_is_refused_by_its_rule_through_the_form_and_by_a_direct_post(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    for w in drafts() {
        let says = format!("（规则 {}）", w.rule);
        let id = if w.seventeen.is_empty() { String::new() } else { resident_id(w.seventeen) };
        let mut other: Vec<(&str, &str)> = w.other.clone();
        other.push(("id_no", &id));
        if !w.at_once {
            let path = desk.draft(w.list, &other).await;
            refused_at_decision(&mut desk.reviewer, &path, &says).await;
            continue;
        }
        desk.editor.visit(&format!("/staff/lists/new?list={}", w.list)).await;
        let csrf = form::shown(&desk.editor.page().body, "csrf").unwrap_or_default();
        let all = words(w.list, &other);
        desk.editor.submit("保存草稿", &all).await;
        desk.editor.expect(422).sees(&says);
        let mut direct = all.clone();
        direct.extend([("csrf", csrf.as_str()), ("list", w.list), ("party", "person"), ("version", "")]);
        // words of labels are for people; a post carries codes
        direct.retain(|(key, value)| *key != "party" || *value == "person");
        desk.editor.post("/staff/lists/new", &direct).await;
        desk.editor.expect(422).sees(&says);
    }
    // GF-3: nobody stands on the 失信 list for a unit, whatever is posted
    let path = desk.draft("dishonest", &[]).await;
    desk.editor.visit(&path).await;
    desk.editor.sees_not("添加人员");
    desk.editor.visit(&format!("{path}/persons/new")).await;
    let id = resident_id(SEVENTEEN);
    desk.editor.submit("保存", &[("name", "端木澄"), ("id_no", &id), ("capacity", "法定代表人")]).await;
    desk.editor.expect(422).sees("不能因单位被纳入失信名单").sees("（规则 GF-3）");
    site.close().await;
}

/// Through the form as it stands, and by a post that leaves the form out.
async fn refused_at_decision(reviewer: &mut Person, path: &str, says: &str) {
    reviewer.visit(path).await;
    let shown = |name: &str| form::shown(&reviewer.page().body, name).unwrap_or_default();
    let (csrf, version) = (shown("csrf"), shown("version"));
    let decision = [("decision_no", "（2025）湘1199执4088号"), ("decided_on", "2025-12-12"), ("president", "on")];
    reviewer.submit("登记决定", &decision).await;
    reviewer.expect(422);
    errors_say(reviewer, says);
    let mut direct = vec![("csrf", csrf.as_str()), ("version", &version)];
    direct.extend(decision);
    reviewer.post(&format!("{path}/decide"), &direct).await;
    reviewer.expect(422);
    errors_say(reviewer, says);
    reviewer.visit(path).await;
    reviewer.sees("草稿");
}

#[track_caller]
fn errors_say(person: &Person, says: &str) {
    let said = person.page().all("#errors li");
    if !said.iter().any(|line| line.contains(says)) {
        person.fail(&format!("{says} is not among {said:?}"));
    }
}

async fn what_is_missing_at_publication_is_named_with_its_way_out(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    // DJ-5: without the president's signature there is no decision
    let order = desk.draft("restricted", &[]).await;
    desk.reviewer.visit(&order).await;
    desk.reviewer.submit("登记决定", &[("decision_no", "1号"), ("decided_on", "2025-12-12")]).await;
    desk.reviewer.expect(422).sees("请报院长签发").sees("（规则 DJ-5）").finds_typed("decision_no", "1号");
    desk.decide(&order).await;
    // GF-1: signed and not served is no order in force
    let other = resident_id("43119919790915204");
    let number_of_order = "r-2025-0546";
    let path = desk.draft("dishonest", &[("linked_no", number_of_order)]).await;
    desk.decide(&path).await;
    desk.serve(&path).await;
    desk.publisher.visit(&path).await;
    desk.publisher.sees("请先关联限制消费令");
    desk.publisher.submit("批准公布", &[]).await;
    desk.publisher.expect(422).sees("纳入失信名单的，应当同时限制消费").sees("（规则 RC-1）");
    desk.serve(&order).await;
    let public = desk.publish(&path).await;
    assert_eq!(public, "/lists/dishonest/d-2025-0313");
    // RC-1: the order of somebody else does not count
    let stranger = [("linked_no", number_of_order), ("id_no", other.as_str()), ("name", "端木澄")];
    let path = desk.draft("dishonest", &stranger).await;
    desk.decide(&path).await;
    desk.serve(&path).await;
    desk.publisher.visit(&path).await;
    desk.publisher.submit("批准公布", &[]).await;
    desk.publisher.expect(422).sees("（规则 RC-1）");
    desk.editor.visit("/staff/lists/new?list=dishonest").await;
    let nowhere = [("linked_no", number(&public)), ("id_no", other.as_str())];
    desk.editor.submit("保存草稿", &words("dishonest", &nowhere)).await;
    desk.editor.expect(422).sees("没有找到这条限制消费信息");
    site.close().await;
}
