//! The two lists: the whole life of an entry through the forms of the desk, and what the public sees of each moment.
use server::exec;
use server::store::Db;
use tests::listing::{self, Desk, HIDDEN, NAME, look_up, number};
use tests::story::resident_id;
use tests::{Engine, Person, Site, both_engines, form};

both_engines!(
    dj_10_a_dishonest_entry_lives_and_is_removed_in_three_working_days,
    gf_2_a_name_in_grace_is_nowhere_public,
    rc_8_an_order_against_a_unit_is_lifted_wherever_it_was_announced,
    dj_2_an_entry_with_a_term_ends_early_or_by_its_last_day,
    dj_9_a_correction_needs_two_and_a_revoked_entry_is_gone,
    dj_7_what_the_portal_removed_is_hidden_at_once,
    dj_12_the_applicant_waits_six_months_and_the_court_does_not,
    tw_4_whoever_wrote_a_draft_neither_decides_nor_publishes,
    lists_are_browsed_page_by_page,
);

const DAY: i64 = 24 * 60 * 60 * 1000;

/// The form token and version shown on the page before this person.
fn tokens(person: &Person) -> (String, String) {
    let shown = |name: &str| form::shown(&person.page().body, name).unwrap_or_default();
    (shown("csrf"), shown("version"))
}

async fn dj_10_a_dishonest_entry_lives_and_is_removed_in_three_working_days(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let mut citizen = site.person();
    let restricted = desk.published("restricted", &[]).await.1;
    let path = desk.draft("dishonest", &[("linked_no", number(&restricted))]).await;
    desk.editor.sees("决定是否纳入失信名单，最迟2025年12月23日").sees("没有送达记录").sees("请填写送达方式和送达日期");
    look_up(&mut citizen, NAME).await;
    citizen.sees_not("查到 2 条").sees("查到 1 条");
    desk.decide(&path).await;
    desk.serve(&path).await;
    citizen.visit(&format!("/lists/dishonest/d-2025-{:04}", 313)).await;
    citizen.expect(404);
    let public = desk.publish(&path).await;
    assert_eq!(public, "/lists/dishonest/d-2025-0313");

    citizen.visit(&public).await;
    citizen.expect(200).sees(NAME).sees("男，1983年").sees("4311991983****").sees("湖南省");
    citizen.sees("有履行能力而拒不履行").sees("中国执行信息公开网").sees_not(HIDDEN).sees_not("多次传唤");
    look_up(&mut citizen, NAME).await;
    citizen.sees("查到 2 条").sees("男，1983年").sees("（2025）湘1199执4088号");

    desk.editor.visit(&path).await;
    let fact = [("trigger", "已履行义务或者已执行完毕"), ("trigger_on", "2025-12-12")];
    desk.editor.submit("登记删除情形", &fact).await;
    desk.editor.expect(200).sees("删除名单信息，最迟2025年12月17日");
    citizen.visit(&public).await;
    citizen.expect(200);
    desk.editor.visit("/staff/lists?list=dishonest").await;
    let first = desk.editor.page().all("tbody tr").first().cloned().unwrap_or_default();
    assert!(first.contains(NAME) && first.contains("2025年12月17日"), "what is due first stands first: {first}");

    desk.reviewer.visit(&path).await;
    desk.reviewer.submit("删除，马上从网站撤下", &[]).await;
    desk.reviewer.expect(200).sees("已删除").sees("最迟删除");
    citizen.visit(&public).await;
    citizen.expect(410).sees_not(NAME);
    look_up(&mut citizen, NAME).await;
    citizen.sees("查到 1 条").sees_not("失信被执行人名单 d-");
    let mut auditor = site.staff("auditor").await;
    auditor.visit("/staff/audit").await;
    auditor.sees("作出名单决定").sees("登记删除情形").sees("删除名单信息").sees_not(NAME);
    site.close().await;
}

async fn gf_2_a_name_in_grace_is_nowhere_public(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let path = desk.draft("restricted", &[]).await;
    desk.decide(&path).await;
    desk.serve(&path).await;
    desk.reviewer.visit(&path).await;
    // a month from 13 December but one day, and three months and a day
    for until in ["2026-01-12", "2026-03-14"] {
        desk.reviewer.submit("给予宽限期", &[("grace_until", until)]).await;
        desk.reviewer.expect(422).sees("宽限期要在 1 至 3 个月之间");
        desk.reviewer.sees("（规则 GF-2）").finds_typed("grace_until", until);
    }
    desk.reviewer.submit("给予宽限期", &[("grace_until", "2026-01-20")]).await;
    desk.reviewer.expect(200).sees("宽限期内");

    let mut citizen = site.person();
    citizen.visit("/lists/restricted/r-2025-0546").await;
    citizen.expect(404).sees_not(NAME);
    for page in ["/lists", "/lists/restricted", "/lists/dishonest", &format!("/search?q={NAME}")] {
        citizen.visit(page).await;
        citizen.expect(200);
        assert!(!citizen.page().has("a[href*=\"r-2025-0546\"]"), "{page}");
    }
    for asked in [NAME, "（2025）湘1199执4088号"] {
        look_up(&mut citizen, asked).await;
        citizen.sees("没有查到");
    }

    desk.publisher.visit(&path).await;
    desk.publisher.submit("批准公布", &[("still_unperformed", "on")]).await;
    desk.publisher.expect(422).sees("宽限期还没有届满").sees("（规则 GF-2）");
    site.clock.advance(37 * DAY);
    let mut publisher = site.staff("publisher").await;
    publisher.visit(&path).await;
    publisher.submit("批准公布", &[]).await;
    publisher.expect(422).sees("还没有确认宽限期届满后仍未履行");
    publisher.submit("批准公布", &[("still_unperformed", "on")]).await;
    publisher.expect(200).sees("已公布");
    look_up(&mut citizen, NAME).await;
    citizen.sees("查到 1 条");

    // performed in time: never public, and no trace of it
    let mut desk = Desk::open(&site).await;
    let path = desk.draft("restricted", &[]).await;
    desk.decide(&path).await;
    desk.serve(&path).await;
    desk.reviewer.visit(&path).await;
    desk.reviewer.submit("给予宽限期", &[("grace_until", "2026-02-20")]).await;
    desk.reviewer.submit("宽限期内已履行", &[("performed_on", "2026-01-20")]).await;
    desk.reviewer.expect(200).sees("已登记履行");
    citizen.visit("/lists/restricted/r-2026-0001").await;
    citizen.expect(404);
    site.close().await;
}

/// A credit code for a unit that does not exist.
fn unit_code() -> String {
    app::domain::id::Uscc::from_body("91431199MA7654321").expect("a code").as_str().to_owned()
}

async fn rc_8_an_order_against_a_unit_is_lifted_wherever_it_was_announced(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let code = unit_code();
    let unit = [("party", "单位"), ("name", "示例县白鹭运输有限公司"), ("id_no", &code), ("legal_rep", "端木澄")];
    let path = desk.draft("restricted", &unit).await;
    desk.editor.click("添加人员").await;
    let (child, adult) = (resident_id("43119920100101103"), resident_id("43119919790915204"));
    let person = |id| [("name", "端木澄"), ("id_no", id), ("capacity", "实际控制人")];
    desk.editor.submit("保存", &person(&child)).await;
    desk.editor.expect(422).sees("未满 18 周岁").sees("（规则 RC-9）").sees_not(&child);
    desk.editor.submit("保存", &person(&adult)).await;
    desk.editor.expect(200).sees("被限制消费单位的实际控制人").sees_not(&adult);
    desk.decide(&path).await;
    desk.serve(&path).await;
    let public = desk.publish(&path).await;

    let mut citizen = site.person();
    citizen.visit(&public).await;
    citizen.expect(200).sees("被限制消费单位的实际控制人").sees("本人不是本案的被执行人").sees_not("失信被执行人");
    citizen.sees("4311991979****").sees("乘坐交通工具时").sees("举报电话").sees_not(&adult);
    look_up(&mut citizen, "端木澄").await;
    citizen.sees("查到 1 条").sees("端木澄，被限制消费单位的实际控制人");
    assert!(!citizen.page().has("a[href^=\"/lists/dishonest/\"]"), "RC-4: never on the other list");
    look_up(&mut citizen, &code).await;
    citizen.sees("查到 1 条");

    desk.editor.visit(&path).await;
    let channel = [("channel_name", "示例法院公众号"), ("channel_url", "ftp://x"), ("channel_on", "2025-12-15")];
    desk.editor.submit("登记渠道", &channel).await;
    desk.editor.expect(422).sees("请填写以 https:// 开头的网址").finds_typed("channel_name", "示例法院公众号");
    desk.editor.submit("登记渠道", &[("channel_url", "https://mp.example/1")]).await;
    desk.editor.expect(200).sees("示例法院公众号");
    desk.publisher.visit(&path).await;
    let lift = "解除，马上更新公开页面";
    desk.publisher.submit(lift, &[]).await;
    desk.publisher.expect(422).sees("还没有写明原因").sees("（规则 RC-8）");
    desk.publisher.submit(lift, &[("lift_reason", "已经履行完毕")]).await;
    desk.publisher.expect(422).sees("还有 1 处没有同步解除").sees("（规则 RC-8）");
    desk.publisher.submit(lift, &[("lifted", "示例法院公众号")]).await;
    desk.publisher.expect(200).sees("已解除").sees("2025年12月15日已撤下");

    citizen.visit(&public).await;
    citizen
        .expect(200)
        .sees("限制消费已解除")
        .sees("示例县白鹭运输有限公司")
        .sees_not("端木澄")
        .sees_not("已经履行完毕");
    look_up(&mut citizen, &code).await;
    citizen.sees("没有查到");
    site.clock.advance(6 * DAY);
    citizen.visit(&public).await;
    citizen.expect(200);
    site.clock.advance(DAY);
    citizen.visit(&public).await;
    citizen.expect(410).sees_not("白鹭");
    site.close().await;
}

async fn dj_2_an_entry_with_a_term_ends_early_or_by_its_last_day(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let fixed = [("grounds", "g4"), ("extension_years", "1"), ("extension_reason", "具有多项失信行为")];
    let [(order, _), (path, public)] = desk.both(&fixed).await;
    let mut citizen = site.person();
    citizen.visit(&public).await;
    citizen.expect(200).sees("2028年12月12日");
    desk.publisher.visit(&path).await;
    let (csrf, version) = tokens(&desk.publisher);
    let posted = |more: &[(&'static str, &'static str)]| {
        let mut all = vec![("csrf", csrf.clone()), ("version", version.clone())];
        all.extend(more.iter().map(|(k, v)| (*k, (*v).to_owned())));
        all
    };
    // there is no form for these, and a direct post meets the rule
    for (step, rule, fields) in [
        ("found", "DJ-11", posted(&[("trigger", "r1"), ("trigger_on", "2025-12-12")])),
        ("remove", "DJ-10", posted(&[])),
        ("expire", "DJ-11", posted(&[])),
        ("lift", "RC-8", posted(&[("lift_reason", "已履行")])),
    ] {
        let fields: Vec<_> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        desk.publisher.post(&format!("{path}/{step}"), &fields).await;
        desk.publisher.expect(422).sees(&format!("（规则 {rule}）"));
    }
    // RC-1: the order stands as long as the 失信 entry does
    desk.publisher.visit(&order).await;
    desk.publisher.submit("解除，马上更新公开页面", &[("lift_reason", "已履行")]).await;
    desk.publisher.expect(422).sees("失信信息还在公布").sees("（规则 RC-1）");

    desk.publisher.visit(&path).await;
    let early = "提前删除，马上撤下";
    desk.publisher.submit(early, &[("early_no", "（2025）湘1199执4088号之一")]).await;
    desk.publisher.expect(422).sees("提前删除要有决定书文号和理由").sees("（规则 DJ-2）");
    desk.publisher.submit(early, &[("early_reason", "积极履行，已还清大部分欠款")]).await;
    desk.publisher.expect(200).sees("提前删除");
    citizen.visit(&public).await;
    citizen.expect(410).sees_not(NAME);
    desk.publisher.visit(&order).await;
    desk.publisher.submit("解除，马上更新公开页面", &[("lift_reason", "已履行")]).await;
    desk.publisher.expect(200).sees("已解除");

    let [_, (path, public)] = desk.both(&[("grounds", "g4")]).await;
    site.clock.advance(730 * DAY);
    // the last day itself is 12 December 2027; the page hides it by itself on the day after, and the desk closes it
    citizen.visit(&public).await;
    citizen.expect(410);
    let mut publisher = site.staff("publisher").await;
    publisher.visit("/staff/lists?list=dishonest&state=published").await;
    publisher.sees("已超期：");
    publisher.visit(&path).await;
    publisher.submit("期限已满，马上撤下", &[]).await;
    publisher.expect(200).sees("期满已删除");
    site.close().await;
}

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
    desk.editor.expect(200).sees("全国平台已经删除，本站已停止显示");
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
    tx.commit().await.expect("kept");
    desk.reviewer.visit(&path).await;
    desk.reviewer.expect(200).sees("起草人不能决定或者公布自己写的内容").sees_not("登记决定");
    desk.reviewer.visit("/staff/account/password").await;
    let (csrf, _) = tokens(&desk.reviewer);
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
