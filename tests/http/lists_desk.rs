//! The desk of the two lists: who may do what, what changes while an entry is public, and browsing what is.
use app::domain::ids::{CourtId, EntryId, StaffId};
use server::store::{Db, Tx, list_desk, list_steps};
use server::{exec, on};
use tests::listing::{self, Desk, NAME, look_up, number};
use tests::story::resident_id;
use tests::{Engine, Site, both_engines, form};

both_engines!(
    rc_5_the_order_is_printed_from_what_the_entry_says,
    the_desk_finds_by_two_characters_of_a_name_and_three_of_a_number,
    dj_9_a_correction_needs_two_and_a_revoked_entry_is_gone,
    dj_7_what_the_portal_removed_is_hidden_at_once,
    dj_12_the_applicant_waits_six_months_and_the_court_does_not,
    tw_4_whoever_wrote_a_draft_neither_decides_nor_publishes,
    two_who_change_a_draft_at_once_lose_nothing,
    the_desk_finds_an_entry_by_name_or_number_in_any_state,
    a_number_that_stands_there_already_is_passed_over,
    lists_are_browsed_page_by_page,
);

async fn dj_9_a_correction_needs_two_and_a_revoked_entry_is_gone(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let (path, public) = desk.published("restricted", &[]).await;
    let mut citizen = site.person();
    citizen.visit(&public).await;
    citizen.expect(200).sees("480,000 元");
    desk.editor.visit(&path).await;
    desk.editor.click("提出更正").await;
    let mend = [("duty", "偿还借款本金 48,000 元"), ("found_on", "2025-12-15"), ("reason", "判决主文为四万八千元")];
    desk.editor.submit("提交更正", &[("duty", "联系 13812345678"), mend[1], mend[2]]).await;
    desk.editor.expect(422).sees("像是手机号码").sees("（规则 AN-10）");
    desk.editor.submit("提交更正", &mend).await;
    desk.editor.expect(200).sees("等待批准的更正").sees("更正名单信息，最迟2025年12月18日").sees_not("批准更正，");
    citizen.visit(&public).await;
    citizen.expect(200).sees("480,000 元").sees_not("48,000 元（").sees_not("更正日期");
    desk.publisher.visit(&path).await;
    desk.publisher.submit("批准更正，马上公布新内容", &[]).await;
    desk.publisher.expect(200).sees("已更正").sees_not("等待批准的更正");
    citizen.visit(&public).await;
    citizen.expect(200).sees("偿还借款本金 48,000 元").sees("更正日期").sees_not("480,000").sees_not("判决主文");

    // a proposal that is not right is dropped, and nothing changes
    desk.editor.visit(&path).await;
    desk.editor.click("提出更正").await;
    desk.editor.submit("提交更正", &[("duty", "支付货款"), mend[1], mend[2]]).await;
    desk.publisher.visit(&path).await;
    desk.publisher.submit("不采用", &[]).await;
    desk.publisher.expect(200).sees("没有采用更正").sees_not("等待批准的更正");
    citizen.visit(&public).await;
    citizen.expect(200).sees_not("支付货款");

    desk.reviewer.visit(&path).await;
    desk.reviewer.submit("撤销，马上撤下", &[("revoke_on", "2025-12-15")]).await;
    desk.reviewer.expect(422).sees("还没有写明原因").sees("（规则 DJ-9）").finds_typed("revoke_on", "2025-12-15");
    desk.reviewer.submit("撤销，马上撤下", &[("revoke_reason", "不是本案被执行人")]).await;
    desk.reviewer.expect(200).sees("已撤销");
    citizen.visit(&public).await;
    citizen.expect(410).sees_not(NAME);
    look_up(&mut citizen, NAME).await;
    citizen.sees("没有查到");
    site.close().await;
}

async fn dj_7_what_the_portal_removed_is_hidden_at_once(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let (path, public) = desk.published("restricted", &[]).await;
    let mut citizen = site.person();
    citizen.visit(&public).await;
    citizen.expect(200);
    desk.editor.visit(&path).await;
    desk.editor.sees("全国平台还没有收录");
    desk.editor.submit("登记核对结果", &[("portal", "全国平台正在公布"), ("portal_on", "2025-12-15")]).await;
    desk.editor.expect(200).sees("全国平台正在公布（2025年12月15日核对）");
    citizen.visit(&public).await;
    citizen.expect(200).sees("全国平台正在公布（2025年12月15日核对）");
    desk.editor.submit("登记核对结果", &[("portal", "全国平台已经删除"), ("portal_on", "2025-12-14")]).await;
    desk.editor.expect(422).sees("比上一次核对的日期还早").sees("（规则 DJ-7）");
    desk.editor.submit("登记核对结果", &[("portal_on", "2025-12-15")]).await;
    desk.editor.expect(200).sees("按全国平台删除本站信息");
    citizen.visit(&public).await;
    citizen.expect(410).sees_not(NAME);
    look_up(&mut citizen, NAME).await;
    citizen.sees("没有查到");
    citizen.visit("/lists/restricted").await;
    citizen.sees_not(NAME);
    site.close().await;
}

async fn dj_12_the_applicant_waits_six_months_and_the_court_does_not(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let [(_, order), (path, _)] = desk.both(&[]).await;
    desk.editor.visit(&path).await;
    desk.editor.submit("登记删除情形", &[("trigger", "r3"), ("trigger_on", "2025-12-15")]).await;
    desk.reviewer.visit(&path).await;
    desk.reviewer.submit("删除，马上从网站撤下", &[]).await;
    desk.reviewer.expect(200);

    let id = resident_id(listing::SEVENTEEN);
    let again = [("linked_no", number(&order)), ("id_no", &id), ("applied_on", "2025-12-15")];
    desk.editor.visit("/staff/lists/new?list=dishonest").await;
    desk.editor.submit("保存草稿", &listing::words("dishonest", &again)).await;
    desk.editor
        .expect(422)
        .sees("六个月内，不能再次申请纳入")
        .sees("（规则 DJ-12）")
        .sees("2026年6月15日起可以再次申请");
    let own = [("linked_no", number(&order)), ("initiated_by", "依职权"), ("applied_on", "")];
    let path = desk.draft("dishonest", &own).await;
    desk.decide(&path).await;
    site.close().await;
}

async fn tw_4_whoever_wrote_a_draft_neither_decides_nor_publishes(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let path = desk.draft("restricted", &[]).await;
    let id = path.rsplit('/').next().unwrap_or_default().to_owned();
    let db = Db::open(&site.database_url).await.expect("the database opens");
    // one person with two roles: the reviewer wrote this draft
    let mut tx = db.begin().await.expect("a transaction");
    let wrote = "UPDATE list_version SET actor = (SELECT id FROM staff WHERE login = 'reviewer') WHERE entry_id = $1";
    assert_eq!(exec!(tx, sqlx::query(wrote).bind(&id)).expect("one row"), 1);
    // even a step the domain had allowed does not get past the statement
    let (court, reviewer) = ids(&mut tx).await;
    let entry = EntryId::parse(&id).expect("an id");
    let file = list_desk::load(&mut tx, court, entry).await.expect("read").expect("there");
    for (checker, saved) in [(Some(reviewer), false), (None, true)] {
        assert_eq!(list_steps::step(&mut tx, court, &file, &file, checker).await.expect("a step"), saved);
    }
    let back = "UPDATE list_entry SET version = version - 1 WHERE id = $1";
    assert_eq!(exec!(tx, sqlx::query(back).bind(&id)).expect("one row"), 1);
    tx.commit().await.expect("kept");
    desk.reviewer.visit(&path).await;
    desk.reviewer.expect(200).sees("起草的人不能作出决定").sees_not("登记决定");
    desk.reviewer.visit("/staff/account/password").await;
    let csrf = form::shown(&desk.reviewer.page().body, "csrf").unwrap_or_default();
    let decision = [("csrf", csrf.as_str()), ("version", "1"), ("decision_no", "1"), ("decided_on", "2025-12-12")];
    desk.reviewer.post(&format!("{path}/decide"), &decision).await;
    desk.reviewer.expect(403).sees("这项工作由您经手");
    // the publisher did not write it, and may
    desk.publisher.visit(&path).await;
    let signed = [("decision_no", "（2025）湘1199执4088号"), ("decided_on", "2025-12-12"), ("president", "on")];
    desk.publisher.submit("登记决定", &signed).await;
    desk.publisher.expect(200).sees("已登记决定");
    site.close().await;
}

/// The demo court, and its reviewer.
async fn ids(tx: &mut Tx) -> (CourtId, StaffId) {
    let both = "SELECT court_id, id FROM staff WHERE login = 'reviewer'";
    let (court, id): (String, String) =
        on!(tx, |c| sqlx::query_as(both).fetch_one(c).await).expect("the demo has a reviewer");
    (CourtId::parse(&court).expect("an id"), StaffId::parse(&id).expect("an id"))
}

async fn two_who_change_a_draft_at_once_lose_nothing(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let path = desk.draft("restricted", &[]).await;
    desk.editor.visit(&format!("{path}/edit")).await;
    let mut other = desk.editor.clone();
    desk.editor.submit("保存草稿", &[("duty", "支付货款 10,000 元")]).await;
    desk.editor.expect(200).sees("已保存");
    other.submit("保存草稿", &[("duty", "支付工程款 20,000 元")]).await;
    other.expect(409).sees("请先查看差异").sees("支付货款 10,000 元").sees("支付工程款 20,000 元");
    desk.editor.visit(&path).await;
    desk.editor.sees("支付货款").sees_not("支付工程款");
    other.submit("用我的内容保存", &[]).await;
    other.expect(200).sees("支付工程款 20,000 元").sees("4311991983****");
    site.close().await;
}

async fn a_number_that_stands_there_already_is_passed_over(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    desk.draft("restricted", &[]).await;
    desk.editor.sees("r-2025-0546");
    // as after an import that brought its own numbers
    let db = Db::open(&site.database_url).await.expect("the database opens");
    let mut tx = db.begin().await.expect("a transaction");
    assert_eq!(exec!(tx, sqlx::query("UPDATE list_number SET last = 20")).expect("one count"), 1);
    tx.commit().await.expect("kept");
    for number in ["r-2025-0547", "r-2025-0548"] {
        desk.draft("restricted", &[]).await;
        desk.editor.sees(number);
    }
    site.close().await;
}

async fn the_desk_finds_an_entry_by_name_or_number_in_any_state(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let path = desk.draft("restricted", &[]).await;
    for asked in [NAME, "（2025）湘1199执4088号", "R-2025-0546"] {
        desk.reviewer.visit("/staff/lists").await;
        desk.reviewer.submit("查找", &[("q", asked)]).await;
        desk.reviewer.expect(200).sees(NAME).sees("限制消费名单").finds_typed("q", asked);
        assert!(desk.reviewer.page().has(&format!("a[href=\"{path}\"]")), "{asked}");
    }
    desk.reviewer.submit("查找", &[("q", "闻")]).await;
    desk.reviewer.expect(422).sees("请至少写姓名的两个字");
    desk.reviewer.submit("查找", &[("q", "无此人氏")]).await;
    desk.reviewer.expect(200).sees("两份名单里都没有找到");
    assert!(desk.reviewer.visited.iter().all(|address| !address.contains("闻") && !address.contains("%E9%97%BB")));
    site.close().await;
}

async fn lists_are_browsed_page_by_page(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut citizen = site.person();
    citizen.visit("/lists/dishonest").await;
    citizen.expect(200).sees("现有 312 条");
    let mut seen = std::collections::BTreeSet::new();
    let mut pages = 0;
    loop {
        pages += 1;
        let links = citizen.page().attributes("article a[href^=\"/lists/dishonest/\"]", "href");
        assert!(links.iter().all(|href| seen.insert(href.clone())), "no entry stands on two pages");
        if citizen.page().link("下一页").is_none() {
            break;
        }
        citizen.click("下一页").await;
        citizen.expect(200);
    }
    assert_eq!((pages, seen.len()), (16, 312));
    citizen.click("回到第一页").await;
    citizen.submit("筛选", &[("kind", "unit"), ("year", "2025")]).await;
    citizen.expect(200).sees("移除条件：单位");
    let units = citizen.page().attributes("article a[href^=\"/lists/dishonest/\"]", "href").len();
    assert_eq!(units, 15, "one debtor in twenty is a unit");
    citizen.visit("/lists/dishonest?year=2024").await;
    citizen.expect(200).sees("没有符合条件的信息");
    site.close().await;
}

async fn the_desk_finds_by_two_characters_of_a_name_and_three_of_a_number(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let (path, _) = desk.published("restricted", &[]).await;
    let found = |person: &tests::Person| person.page().all("tbody tr").iter().any(|row| row.contains(NAME));
    desk.editor.visit("/staff/lists").await;
    for part in ["栎舟", "闻人", "闻人栎舟", "执4088", "（2025）湘1199执4088", "408"] {
        desk.editor.submit("查找", &[("q", part)]).await;
        desk.editor.expect(200);
        assert!(found(&desk.editor), "{part}");
    }
    // the characters stand in the name, but not side by side
    desk.editor.submit("查找", &[("q", "闻舟")]).await;
    desk.editor.expect(200).sees("两份名单里都没有找到");
    for short in ["栎", "8", "40"] {
        desk.editor.submit("查找", &[("q", short)]).await;
        desk.editor.expect(422).sees("请至少写姓名的两个字，或者案号的三个字").finds_typed("q", short);
    }
    // a corrected name is found by the new one alone
    desk.editor.visit(&path).await;
    desk.editor.click("提出更正").await;
    let mend = [("name", "闻人栎洲"), ("found_on", "2025-12-15"), ("reason", "姓名写错")];
    desk.editor.submit("提交更正", &mend).await;
    desk.publisher.visit(&path).await;
    desk.publisher.submit("批准更正，马上公布新内容", &[]).await;
    desk.publisher.expect(200);
    desk.editor.visit("/staff/lists").await;
    desk.editor.submit("查找", &[("q", "栎洲")]).await;
    desk.editor.expect(200).sees("闻人栎洲");
    desk.editor.submit("查找", &[("q", "栎舟")]).await;
    desk.editor.expect(200).sees("两份名单里都没有找到");
    // the public is never answered by a part (EW-4)
    let mut citizen = site.person();
    listing::look_up(&mut citizen, "栎洲").await;
    citizen.sees("没有查到");
    site.close().await;
}

async fn rc_5_the_order_is_printed_from_what_the_entry_says(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let path = desk.draft("restricted", &[]).await;
    desk.editor.visit(&path).await;
    desk.editor.click("打印限制消费令").await;
    desk.editor.expect(200).sees("草稿，没有签发").sees(NAME).sees("乘坐交通工具时").sees_not(listing::HIDDEN);
    assert!(!desk.editor.page().title().contains(NAME), "{}", desk.editor.page().title());
    desk.decide(&path).await;
    desk.editor.visit(&format!("{path}/order")).await;
    desk.editor.expect(200).sees_not("草稿，没有签发").sees("2025年12月12日").sees("（2025）湘1199执4088号决定");
    site.close().await;
}
