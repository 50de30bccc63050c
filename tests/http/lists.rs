//! The two lists: the whole life of an entry through the forms of the desk, and what the public sees of each moment.
use tests::listing::{Desk, HIDDEN, NAME, look_up, number};
use tests::story::resident_id;
use tests::{Engine, Person, Site, both_engines, form};

both_engines!(
    dj_10_a_dishonest_entry_lives_and_is_removed_in_three_working_days,
    gf_2_a_name_in_grace_is_nowhere_public,
    rc_8_an_order_against_a_unit_is_lifted_wherever_it_was_announced,
    dj_2_an_entry_with_a_term_ends_early_or_by_its_last_day,
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
    let once = [("trigger", "r4"), ("trigger_on", "2025-12-12"), ("query_first", "2025-09-01")];
    desk.editor.submit("登记删除情形", &once).await;
    desk.editor.expect(422).sees("还没有填写两次网络查控的日期").sees("（规则 DJ-10）").finds_typed("trigger", "r4");
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
    // the public ledger has the number of it, come and gone, and no name
    citizen.visit("/ledger").await;
    let lines = citizen.expect(200).sees_not(NAME).page().all("tbody tr");
    let of = |what: &str| lines.iter().filter(|row| row.contains("d-2025-0313") && row.contains(what)).count();
    assert_eq!((of("发布"), of("撤下")), (1, 1), "{lines:?}");
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
    desk.reviewer.submit("公布前已履行", &[("performed_on", "2026-01-20")]).await;
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
    let channel = [
        ("channel_kind", "announced"),
        ("channel_name", "示例法院公众号"),
        ("channel_url", "ftp://x"),
        ("channel_on", "2025-12-15"),
    ];
    desk.editor.submit("登记渠道", &channel).await;
    desk.editor.expect(422).sees("请填写以 https:// 开头的网址").finds_typed("channel_name", "示例法院公众号");
    desk.editor.submit("登记渠道", &[("channel_url", "https://mp.example/1")]).await;
    desk.editor.expect(200).sees("示例法院公众号");
    // GF-3: whoever stands for a unit is pointed out on a 失信 draft of the same case, and the rule stays with the editor
    let id = [("name", "端木澄"), ("id_no", adult.as_str())];
    desk.draft("dishonest", &id).await;
    desk.editor.sees("这个人是同一案件中被限制消费单位的实际控制人").sees("（规则 GF-3）");
    // removal does not get around the scope of RC-8
    let (removed, _) = desk.published("restricted", &[]).await;
    desk.editor.visit(&removed).await;
    desk.editor
        .submit("登记渠道", &[("channel_kind", "notified"), ("channel_name", "示例银行"), ("channel_on", "2025-12-15")])
        .await;
    desk.editor.submit("登记删除情形", &[("trigger", "r1"), ("trigger_on", "2025-12-15")]).await;
    desk.reviewer.visit(&removed).await;
    desk.reviewer.submit("删除，马上从网站撤下", &[]).await;
    desk.reviewer.expect(422).sees("还有 1 处没有同步解除").sees("（规则 RC-8）");
    desk.reviewer.submit("已撤下或者已告知结束", &[]).await;
    desk.reviewer.expect(200).sees("已登记了结");
    desk.reviewer.submit("删除，马上从网站撤下", &[]).await;
    desk.reviewer.expect(200).sees("已删除");

    desk.publisher.visit(&path).await;
    let lift = "解除，马上更新公开页面";
    desk.publisher.submit(lift, &[]).await;
    desk.publisher.expect(422).sees("还没有写明原因").sees("（规则 RC-8）");
    desk.publisher.submit(lift, &[("lift_reason", "已经履行完毕")]).await;
    desk.publisher.expect(422).sees("还有 1 处没有同步解除").sees("（规则 RC-8）");
    desk.publisher.submit(lift, &[("lifted", "示例法院公众号")]).await;
    desk.publisher.expect(200).sees("已解除").sees("2025年12月15日已了结");

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
    publisher.sees("已超期");
    publisher.visit(&path).await;
    publisher.submit("期限已满，马上撤下", &[]).await;
    publisher.expect(200).sees("期满已删除");
    site.close().await;
}
