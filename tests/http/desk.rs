//! The publishing desk: drafts, states, two people at once, and the end of one debtor of a published issue.
use server::exec;
use server::store::Db;
use tests::{Engine, Person, Site, both_engines, form, story};

both_engines!(
    one_subject_of_a_published_issue_ends_alone,
    a_draft_is_saved_incomplete_and_submitting_names_what_is_missing,
    the_right_step_at_the_wrong_time_is_told_the_state_and_the_way_out,
    two_who_save_at_once_lose_nothing,
    two_who_change_one_debtor_at_once_lose_nothing,
    a_late_decision_is_pointed_out,
    dj_4_nobody_who_may_be_a_child_is_published,
    an_10_no_public_field_lets_personal_data_through,
    every_refusal_at_the_desk_keeps_the_desk_around_it,
    a_tip_offers_what_its_state_allows_under_one_clock,
);

const NAME: &str = "钟离砚";

/// Follows the first way with these words on the page of the issue, and fills in the form behind it.
async fn close(person: &mut Person, desk: &str, way: &str, reason: &str, note: &str) {
    person.visit(desk).await;
    person.click(way).await;
    person.expect(200);
    person.submit("结束征集，马上撤下姓名", &[("reason", reason), ("note", note)]).await;
}

async fn one_subject_of_a_published_issue_ends_alone(engine: Engine) {
    let site = Site::demo(engine).await;
    let notice = story::publish_issue_of_two(&site, "2025-22").await;
    let mut citizen = site.person();
    // everything is in the cache, with the name
    for path in ["/", "/notices", &notice, &format!("{notice}/1")] {
        citizen.visit(path).await;
        citizen.expect(200).sees(NAME);
    }
    let found = format!("/search?q={NAME}");
    assert!(citizen.visit(&found).await.has(&format!("a[href=\"{notice}/1\"]")));

    let mut publisher = site.staff("publisher").await;
    publisher.visit("/staff/notices").await;
    publisher.click("2025年第22期").await;
    let desk = publisher.page().path.clone();
    publisher.click("结束征集").await;
    let form = publisher.page().path.clone();
    publisher.submit("结束征集，马上撤下姓名", &[]).await;
    publisher.expect(422).sees("请选择结束的原因");
    close(&mut publisher, &desk, "结束征集", "已经履行", "收据编号八八六").await;
    publisher.expect(200).sees("已结束这名被执行人的征集").sees("已经履行").sees("收据编号八八六");

    citizen.visit(&format!("{notice}/1")).await;
    citizen.expect(410).sees_not(NAME).sees_not("1088").sees_not("已经履行");
    for path in ["/", "/notices", &notice] {
        citizen.visit(path).await;
        citizen.expect(200).sees_not(NAME).sees_not("收据编号").sees_not("已经履行");
    }
    citizen.visit(&notice).await;
    citizen.sees("第 1 号").sees("端木澄").sees("第 1 号已结束").sees_not("1088");
    let page = citizen.page();
    assert!(!page.has(&format!("a[href=\"{notice}/1\"]")) && page.has(&format!("a[href=\"{notice}/2\"]")));
    assert!(!citizen.visit(&found).await.has(&format!("a[href=\"{notice}/1\"]")));
    citizen.visit("/tips/new?notice=2025-22&subject=1").await;
    citizen.sees_not("第 1 位");

    // the same step a second time meets the state, not a second event
    let shown = |name: &str| form::shown(&publisher.page().body, name).unwrap_or_default();
    let (csrf, version) = (shown("csrf"), shown("version"));
    publisher.post(&form, &[("csrf", &csrf), ("version", &version), ("reason", "found")]).await;
    publisher.expect(409).sees("现在不能这样操作").sees("已结束");

    close(&mut publisher, &desk, "改为撤下", "mistaken", "").await;
    close(&mut publisher, &desk, "结束征集", "mistaken", "").await;
    publisher.expect(200).sees_not("结束征集");
    citizen.visit(&notice).await;
    citizen.expect(410).sees_not("端木澄");
    citizen.visit("/notices").await;
    citizen.expect(200).sees_not("2025年第22期");
    let mut auditor = site.staff("auditor").await;
    auditor.visit("/staff/audit").await;
    auditor.expect(200).sees("结束征集");
    site.close().await;
}

async fn a_draft_is_saved_incomplete_and_submitting_names_what_is_missing(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut editor = site.staff("editor").await;
    editor.visit("/staff/notices/new").await;
    let bare = [("no", "2025-23"), ("title", ""), ("condition", ""), ("valid_from", ""), ("decision", "尚未决定")];
    editor.submit("保存草稿", &bare).await;
    editor.expect(200).sees("已保存").sees("（还没有标题）").sees("尚未决定");
    let desk = editor.page().path.split('?').next().unwrap_or_default().to_owned();

    editor.submit("提交审核", &[]).await;
    editor.expect(422);
    for missing in
        ["还没有标题。", "还没有填写截止日期。", "还没有申请执行人。", "悬赏申请还没有批准。", "还没有填写被执行人。"]
    {
        let said = editor.page().all("#errors li");
        assert!(said.iter().any(|line| line.contains(missing) && line.contains("（规则 BN-")), "{missing}: {said:?}");
    }

    editor.visit(&format!("{desk}/edit")).await;
    editor.finds_typed("decision", "pending").finds_typed("title", "");
    editor.submit("保存草稿", &story::issue_words("2025-23")[1..]).await;
    editor.expect(200).sees("已保存");
    story::add_subject(&mut editor, &desk, &[], "43112719830412103").await;
    story::submit_draft(&mut editor, &desk).await;
    site.close().await;
}

async fn the_right_step_at_the_wrong_time_is_told_the_state_and_the_way_out(engine: Engine) {
    let site = Site::demo(engine).await;
    let desk = story::draft_issue(&site, "2025-22").await;
    let mut editor = site.staff("editor").await;
    for path in [format!("{desk}/edit"), format!("{desk}/subjects/new")] {
        editor.visit(&path).await;
        editor.expect(409).sees("现在不能这样操作").sees("待审核").sees("退回修改");
    }
    editor.click("查看最新状态").await;
    editor.expect(200).sees_not("修改公告内容");

    let mut reviewer = site.staff("reviewer").await;
    reviewer.visit(&desk).await;
    reviewer.submit("审核通过", &[]).await;
    let shown = |name: &str| form::shown(&reviewer.page().body, name).unwrap_or_default();
    let (csrf, version) = (shown("csrf"), shown("version"));
    reviewer.post(&format!("{desk}/approve"), &[("csrf", &csrf), ("version", &version)]).await;
    reviewer.expect(409).sees("现在不能这样操作").sees("待发布");
    site.close().await;
}

async fn two_who_save_at_once_lose_nothing(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut one, desk) = story::open_draft(&site, "2025-23").await;
    one.visit(&format!("{desk}/edit")).await;
    // the same account at two windows stands for two editors: each holds the version it was shown
    let mut other = one.clone();
    one.submit("保存草稿", &[("title", "征集被执行人车辆线索")]).await;
    one.expect(200).sees("已保存");
    other.submit("保存草稿", &[("title", "征集被执行人房产线索")]).await;
    other.expect(409).sees("请先查看差异").sees("征集被执行人车辆线索").sees("征集被执行人房产线索");
    one.visit(&desk).await;
    one.sees("征集被执行人车辆线索").sees_not("房产");
    // having seen both, they may put theirs in its place
    other.submit("用我的内容保存", &[]).await;
    other.expect(200).sees("征集被执行人房产线索");
    site.close().await;
}

async fn two_who_change_one_debtor_at_once_lose_nothing(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut one, desk) = story::open_draft(&site, "2025-23").await;
    story::add_subject(&mut one, &desk, &[], "43112719830412103").await;
    one.visit(&desk).await;
    one.click(NAME).await;
    let mut other = one.clone();
    one.submit("保存", &[("wanted", "经常驾驶的货车停在哪里")]).await;
    one.expect(200).sees("已保存");
    other.submit("保存", &[("wanted", "名下的商铺租给了谁"), ("id_no", "11010519491231002X")]).await;
    other.expect(409).sees("经常驾驶的货车停在哪里").sees("名下的商铺租给了谁");
    other.sees("证件号码没有保留").sees_not("11010519491231002X");
    other.submit("用我的内容保存", &[]).await;
    other.expect(200);
    other.click(NAME).await;
    other.finds_typed("wanted", "名下的商铺租给了谁").sees("4311271983****");
    site.close().await;
}

async fn a_late_decision_is_pointed_out(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = story::open_draft(&site, "2025-23").await;
    editor.sees_not("超过 10 日的期限");
    editor.visit(&format!("{desk}/edit")).await;
    editor.submit("保存草稿", &[("applied_on", "2025-11-20")]).await;
    editor.expect(200).sees("收到申请后第 22 日才作出决定，超过 10 日的期限").sees("（规则 BN-3）");
    // a warning: it goes on all the same
    story::add_subject(&mut editor, &desk, &[], "43112719830412103").await;
    story::submit_draft(&mut editor, &desk).await;
    site.close().await;
}

async fn dj_4_nobody_who_may_be_a_child_is_published(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = story::open_draft(&site, "2025-22").await;
    // eighteen since two weeks: the year leaves it open, the sealed number settles it
    story::add_subject(&mut editor, &desk, &[], "43112720071201103").await;
    story::submit_draft(&mut editor, &desk).await;
    story::approve(&site, &desk).await;
    // what an import or an older version may have left: a year and nothing else
    let db = Db::open(&site.database_url).await.expect("the database opens");
    let mut tx = db.begin().await.expect("a transaction");
    let open = "UPDATE notice_subject SET id_cipher = NULL WHERE birth_year = 2007";
    assert_eq!(exec!(tx, sqlx::query(open)).expect("one row"), 1);
    tx.commit().await.expect("kept");

    let mut publisher = site.staff("publisher").await;
    publisher.visit(&desk).await;
    publisher.submit("批准发布", &[("approval_no", "（2025）示法悬批22号")]).await;
    publisher.expect(422).sees("不能确认第 1 名被执行人已满 18 周岁").sees("（规则 DJ-4）");
    let mut citizen = site.person();
    citizen.visit("/notices/2025-22").await;
    citizen.expect(404);
    site.close().await;
}

/// A draft with these words instead of the complete issue's.
async fn draft_with(editor: &mut Person, no: &str, other: (&str, &str)) -> String {
    let words = story::issue_words(no).into_iter().map(|(k, v)| if k == other.0 { other } else { (k, v) });
    editor.visit("/staff/notices/new").await;
    editor.submit("保存草稿", &words.collect::<Vec<_>>()).await;
    editor.expect(200).sees("已保存");
    editor.page().path.split('?').next().unwrap_or_default().to_owned()
}

async fn an_10_no_public_field_lets_personal_data_through(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut editor = site.staff("editor").await;
    let in_issue = [
        ("title", "征集线索，电话13812345678", "标题", "手机号码"),
        // harmless in the source, a number to the reader
        ("body", "请拨1381234&#53;678", "正文", "手机号码"),
        ("body", "证件1101**0**519491231002X", "正文", "身份证号"),
        ("body", "住在人民路12&#21495;", "正文", "门牌号"),
        ("condition", "打<b>138</b>12345678领取", "领取条件", "手机号码"),
    ];
    let in_subject = [
        ("name", "钟离 13812345678", "姓名或者名称", "手机号码"),
        ("basis_no", "民初88号 11010519491231002X", "执行依据文号", "身份证号"),
        ("basis_unit", "示例县法院 138·1234·5678", "作出依据的单位", "手机号码"),
    ];
    let nothing = ("", "");
    let cases = in_issue.map(|(k, v, place, kind)| ((k, v), nothing, place, kind));
    let cases = cases.into_iter().chain(in_subject.map(|(k, v, place, kind)| (nothing, (k, v), place, kind)));
    for (i, (issue, subject, place, kind)) in cases.enumerate() {
        let desk = draft_with(&mut editor, &format!("2025-{}", 40 + i), issue).await;
        story::add_subject(&mut editor, &desk, &[subject], "43112719830412103").await;
        editor.visit(&desk).await;
        editor.submit("提交审核", &[]).await;
        editor.expect(422).sees(&format!("{place}：第")).sees(&format!("像是{kind}"));
    }

    let desk = story::draft_issue(&site, "2025-22").await;
    story::approve(&site, &desk).await;
    let mut publisher = site.staff("publisher").await;
    publisher.visit(&desk).await;
    publisher.submit("批准发布", &[("approval_no", "院长13812345678")]).await;
    publisher.expect(422).sees("审批文号：第").sees("像是手机号码");
    site.close().await;
}

async fn every_refusal_at_the_desk_keeps_the_desk_around_it(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut officer = site.staff("officer").await;
    for (path, status) in [("/staff/no-such-page", 404), ("/staff/audit", 403), ("/staff/notices", 403)] {
        officer.visit(path).await;
        officer.expect(status).sees("程法官").sees("退出登录").sees("回到工作台");
        assert!(officer.page().has("nav.rail a[href=\"/staff/tips\"]"), "{path}");
    }
    let mut stranger = site.person();
    stranger.visit("/staff/no-such-page").await;
    stranger.expect(404).sees_not("退出登录").sees("回到首页");
    site.close().await;
}

async fn a_tip_offers_what_its_state_allows_under_one_clock(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut citizen = site.person();
    citizen.visit("/tips/new").await;
    let receipt = story::send_calm_tip(&mut citizen).await;
    story::open_thread(&mut citizen, &receipt).await;
    citizen.sees("3 个工作日内完成");
    let mut intake = site.staff("intake").await;
    intake.visit("/staff/tips?tab=open").await;
    intake.expect(200).sees("分流线索：还有 3 个工作日");
    intake.click(&receipt.ticket).await;
    intake.expect(200).sees("分流线索：还有 3 个工作日").sees_not("记录核查结论");
    assert!(!intake.page().has("select[name=finding]"), "nothing is found before triage");

    // an example near today, never one of another year
    intake.submit("分流", &[("kind", "其他线索"), ("urgency", "dated")]).await;
    intake.expect(422).sees("请填写预计出现的日期，例如 2025-12-16");
    intake.submit("分流", &[("kind", "其他线索"), ("urgency", "normal")]).await;
    intake.expect(200).sees("核查线索：还有 5 个工作日").sees("记录核查结论");
    let findings = intake.page().all("select[name=finding] option");
    assert_eq!(findings, ["请选择", "重复", "不属于本院处理"]);

    story::assign(&mut intake, &site).await;
    let shown = |name: &str| form::shown(&intake.page().body, name).unwrap_or_default();
    let (csrf, version) = (shown("csrf"), shown("version"));
    let triage = format!("{}/triage", intake.page().path.split('?').next().unwrap_or_default());
    let again = [("csrf", csrf.as_str()), ("version", &version), ("kind", "other"), ("urgency", "normal")];
    intake.post(&triage, &again).await;
    intake.expect(409).sees("现在不能这样操作").sees("已指派");
    site.close().await;
}
