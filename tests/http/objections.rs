//! Requests for correction, from the listed person's phone to the decision and its clocks (DJ-13, DJ-14, PI-6).
use tests::listing::{Desk, number};
use tests::{Engine, Person, Site, both_engines, canary};

both_engines!(
    dj_14_a_request_is_upheld_and_mended,
    dj_14_a_rejected_request_may_be_reconsidered_in_time_only,
    pi_6_a_request_about_data_is_answered,
    a_refused_request_keeps_what_was_typed,
    pressing_twice_leaves_one_request,
    what_a_request_says_lies_sealed,
    nobody_learns_from_the_status_page_what_exists
);

const WHAT: &str = "案款十一月已经付清，收据编号玖柒叁，名单上还写着全部未履行";
const NAME: &str = "司空砚秋";
const PHONE: &str = "13688997755";

/// Ticket and secret as copied from the receipt.
type Codes = (String, String);

fn words(about: &'static str) -> Vec<(&'static str, &'static str)> {
    let case = "（2025）湘1199执1088号";
    vec![("about", about), ("name", NAME), ("phone", PHONE), ("case_no", case), ("what", WHAT), ("declare", "on")]
}

async fn ask(person: &mut Person, about: &'static str) -> Codes {
    person.visit("/comply").await;
    person.click("提交纠正申请").await;
    person.expect(200);
    person.submit("提交申请", &words(about)).await;
    codes(person)
}

#[track_caller]
fn codes(person: &Person) -> Codes {
    person.expect(200).sees("申请已收到");
    let page = person.page();
    (page.all("#ticket").concat(), page.all("#secret").concat())
}

async fn look(person: &mut Person, codes: &Codes) {
    person.visit("/comply/status").await;
    person.submit("查看办理情况", &[("ticket", &codes.0), ("secret", &codes.1)]).await;
}

/// The request's page at the desk, found in the list by its ticket.
async fn opened(site: &Site, codes: &Codes) -> Person {
    let mut reviewer = site.staff("reviewer").await;
    reviewer.visit("/staff/objections").await;
    if reviewer.page().link(&codes.0).is_none() {
        reviewer.click("已经办完的").await;
    }
    reviewer.click(&codes.0).await;
    reviewer.expect(200).sees(NAME).sees(WHAT);
    reviewer
}

async fn step(person: &mut Person, values: &[(&str, &str)]) {
    person.submit("登记", values).await;
    person.expect(200).sees("状态已更新");
}

async fn dj_14_a_request_is_upheld_and_mended(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let (entry, public) = desk.published("restricted", &[]).await;
    let mut person = site.person();
    let codes = ask(&mut person, "wrong_information").await;
    // received on Monday 15 December: fifteen days, not working days
    person.sees("2025年12月30日");
    look(&mut person, &codes).await;
    person.expect(200).sees("已收到").sees("审查纠正申请：2025年12月30日").sees_not(NAME).sees_not(WHAT);

    let mut reviewer = opened(&site, &codes).await;
    let page = reviewer.page().path.clone();
    reviewer.submit("登记", &[("step", "review"), ("entry_no", "r-2020-9999")]).await;
    reviewer.expect(422).sees("没有这个编号").finds_typed("entry_no", "r-2020-9999");
    step(&mut reviewer, &[("step", "review"), ("entry_no", number(&public))]).await;
    desk.publisher.visit(&entry).await;
    desk.publisher.expect(200).sees("有人对这条信息提出纠正申请").sees("（规则 DJ-14）");
    reviewer.submit("登记", &[("step", "uphold")]).await;
    reviewer.expect(422).sees("请写明给申请人的答复");
    step(&mut reviewer, &[("step", "uphold"), ("answer", "经核对，案款确已付清。")]).await;
    look(&mut person, &codes).await;
    person.sees("理由成立").sees("经核对，案款确已付清。").sees("落实纠正决定：2025年12月18日");
    reviewer.visit("/staff/deadlines").await;
    reviewer.sees("落实纠正决定").sees_not("审查纠正申请").sees_not(NAME);
    reviewer.visit(&page).await;
    // said is not done: the entry itself is looked at
    reviewer.submit("登记", &[("step", "fix"), ("answer", "名单信息已经更正。")]).await;
    reviewer.expect(422).sees("还没有更正，也没有撤下").finds_typed("answer", "名单信息已经更正。");
    desk.publisher.submit("撤销，马上撤下", &[("revoke_on", "2025-12-15"), ("revoke_reason", "案款早已付清")]).await;
    desk.publisher.expect(200).sees("已撤销");
    step(&mut reviewer, &[("step", "fix"), ("answer", "名单信息已经更正。")]).await;
    look(&mut person, &codes).await;
    person.sees("已经纠正").sees("名单信息已经更正。").sees_not("下一步期限");
    reviewer.visit("/staff/deadlines").await;
    reviewer.sees("现在没有正在计算的期限");
    site.close().await;
}

async fn dj_14_a_rejected_request_may_be_reconsidered_in_time_only(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    let codes = ask(&mut person, "should_not_be_listed").await;
    let mut reviewer = opened(&site, &codes).await;
    step(&mut reviewer, &[("step", "review")]).await;
    reviewer.submit("登记", &[("step", "reject"), ("answer", "理由不成立。")]).await;
    reviewer.expect(422).sees("驳回要有决定书").sees("请填写决定书送达的日期");
    let served = [("decision_no", "（2025）湘1199执异9号"), ("day", "2025-12-15")];
    step(&mut reviewer, &[&[("step", "reject"), ("answer", "理由不成立。")], &served[..]].concat()).await;
    look(&mut person, &codes).await;
    person.sees("已驳回").sees("（2025）湘1199执异9号").sees("申请复议：2025年12月25日");

    let page = reviewer.page().path.split('?').next().unwrap_or_default().to_owned();
    site.clock.advance(11 * 86_400_000);
    let mut reviewer = site.staff("reviewer").await;
    reviewer.visit(&page).await;
    reviewer.submit("登记", &[("step", "reconsider"), ("day", "2025-12-26")]).await;
    reviewer.expect(422).sees("已经超过申请复议的期限").finds_typed("day", "2025-12-26");
    step(&mut reviewer, &[("step", "reconsider"), ("day", "2025-12-25")]).await;
    step(&mut reviewer, &[("step", "reconsider_reject"), ("answer", "维持原决定。")]).await;
    look(&mut person, &codes).await;
    person.sees("复议驳回").sees("维持原决定。");
    site.close().await;
}

async fn pi_6_a_request_about_data_is_answered(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    let codes = ask(&mut person, "erase").await;
    look(&mut person, &codes).await;
    person.sees("个人信息权利申请").sees("删除我的信息").sees("答复个人信息权利申请：2025年12月30日");
    let mut reviewer = opened(&site, &codes).await;
    step(&mut reviewer, &[("step", "review")]).await;
    let reject = [("step", "reject"), ("answer", "案卷依法保存。"), ("decision_no", "答复1号"), ("day", "2025-12-15")];
    step(&mut reviewer, &reject).await;
    reviewer.sees_not("登记复议申请");
    site.close().await;
}

async fn a_refused_request_keeps_what_was_typed(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    person.visit("/comply/correct").await;
    person
        .submit("提交申请", &[("name", NAME), ("phone", "123"), ("what", "短"), ("about", "wrong_information")])
        .await;
    person.expect(422).sees("手机号码应为 11 位数字").sees("请填写案号").sees("至少 10 个字").sees("然后勾选");
    person.finds_typed("name", NAME).finds_typed("phone", "123").finds_typed("what", "短");
    assert!(person.page().title().starts_with("有错误："));
    person.submit("提交申请", &words("wrong_information")).await;
    codes(&person);
    site.close().await;
}

async fn pressing_twice_leaves_one_request(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    person.visit("/comply/correct").await;
    let once = person.page().attributes("input[name=once]", "value").concat();
    let mut fields = words("amend");
    fields.push(("once", &once));
    person.post("/comply/correct", &fields).await;
    let first = codes(&person);
    person.post("/comply/correct", &fields).await;
    assert_eq!(codes(&person), first, "the same receipt, whatever the network did");
    // other words are another request
    fields.retain(|(name, _)| *name != "what");
    fields.push(("what", "第二件事：出生年份写错了，请核对户口簿"));
    person.post("/comply/correct", &fields).await;
    assert_ne!(codes(&person), first);
    let mut reviewer = site.staff("reviewer").await;
    reviewer.visit("/staff/objections").await;
    assert_eq!(reviewer.page().all("tbody tr").len(), 2);
    site.close().await;
}

async fn what_a_request_says_lies_sealed(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    let codes = ask(&mut person, "should_be_deleted").await;
    let mut reviewer = opened(&site, &codes).await;
    step(&mut reviewer, &[("step", "review")]).await;
    step(&mut reviewer, &[("step", "uphold"), ("answer", "鹭鸣答复字样")]).await;
    let mut auditor = site.staff("auditor").await;
    auditor.visit("/staff/audit").await;
    auditor.sees("查看纠正申请").sees("收到纠正申请").sees("理由成立").sees_not(NAME).sees_not("鹭鸣");
    let secret = codes.1.replace(' ', "");
    let canaries = [
        ("the account", WHAT),
        ("the name", NAME),
        ("the telephone", PHONE),
        ("the answer", "鹭鸣答复字样"),
        ("the secret", &secret),
    ];
    canary::in_no_dump(&site.database_url, &canaries);
    let data = site.close().await;
    canary::in_no_folder(data.path(), &canaries);
}

async fn nobody_learns_from_the_status_page_what_exists(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    let codes = ask(&mut person, "wrong_information").await;
    for wrong in [(codes.0.clone(), "0000 0000 0000 0000".to_owned()), ("00000-00000".to_owned(), codes.1.clone())] {
        look(&mut person, &wrong).await;
        person.expect(422).sees("没有找到这个查询码").sees_not("已收到");
    }
    site.close().await;
}
