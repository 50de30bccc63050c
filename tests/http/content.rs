//! The content desk: told cases, campaigns, claim announcements and articles, from draft to withdrawal (EW-1).
use tests::story::{draft_content as draft, publish_content as publish};
use tests::{Engine, Site, both_engines, story};

both_engines!(
    each_kind_goes_from_draft_to_the_public_and_off_again,
    ew_1_a_correction_shows_only_when_it_is_published,
    tw_4_nobody_checks_what_they_wrote,
    those_whom_a_mass_case_concerns_find_where_it_stands_and_whom_to_ask,
    fg_1_a_figure_is_stated_and_stated_again_and_the_texts_that_speak_of_it_follow,
    every_draft_with_something_wrong_is_refused_by_its_rule,
    an_7_the_desk_finds_the_names_in_a_draft_and_writes_what_stands_for_them,
    the_year_s_report_says_what_the_public_page_says,
    cm_2_who_asks_with_name_and_case_learns_whether_money_waits,
    two_editors_at_once_lose_nothing,
    what_was_imported_can_be_corrected_at_the_desk
);

type Words = Vec<(&'static str, &'static str)>;

fn outcome() -> Words {
    vec![
        ("slug", "2025-900"),
        ("title", "夜间蹲守，追回拖欠的货款"),
        ("summary", "两年没有找到的人，一条线索找到了。"),
        ("cause", "买卖合同纠纷"),
        ("owed_text", "12万元货款"),
        ("done_text", "拘传到案"),
        ("arrived_text", "当天付清"),
        ("lead_on", "2025-11"),
        ("lead_text", "群众提供了被执行人出没的地点。"),
        ("measure_on", "2025-12-02"),
        ("measure_title", "凌晨拘传"),
        ("measure_text", "凌晨蹲守，依法拘传。"),
        ("result_on", "2025-12-02"),
        ("result_text", "被执行人当场付清货款。"),
        ("body", "## 经过\n\n执行干警凌晨出发。"),
        ("source", "执行局 2025年12月"),
    ]
}

fn campaign() -> Words {
    vec![
        ("slug", "2025-winter-two"),
        ("title", "冬季暖心行动"),
        ("period", "2025年12月"),
        ("started", "2025-12"),
        ("goal", "让劳动者拿到工钱"),
        ("source", "执行局"),
    ]
}

fn claim() -> Words {
    vec![
        ("slug", "2025-12-29"),
        ("title", "岁末案款集中发放"),
        ("held_on", "2025-12-29"),
        ("hours", "上午9:00至12:00"),
        ("place", "一楼诉讼服务中心"),
        ("contact", "执行局综合组"),
        ("phone", "0746-0000000"),
        ("documents", "本人领取：身份证、银行卡"),
        ("deadline", "2026-03-31"),
        ("consequence", "逾期依法提存"),
        ("payees", "张某 （2025）湘1199执301号\n某建材经营部 （2025）湘1199执302号"),
        ("source", "执行局"),
    ]
}

fn article() -> Words {
    vec![
        ("slug", "what-is-settlement"),
        ("title", "什么是执行和解"),
        ("summary", "双方商量好怎样还，法院记下来。"),
        ("body", "和解协议要自愿。"),
    ]
}

fn announcement() -> Words {
    vec![
        ("slug", "2025-12-payout-meeting"),
        ("title", "集中发放案款说明会"),
        ("summary", "请已经登记的申请人到会。"),
        ("held_on", "2025-12-29"),
        ("place", "二楼会议室"),
        ("phone", "0746-0000000"),
        ("body", "会上说明发放的顺序。"),
        ("source", "执行局"),
    ]
}

fn disposal() -> Words {
    vec![
        ("slug", "2024-savings-case"),
        ("title", "某投资公司非法吸收公众存款案"),
        ("summary", "正在拍卖房产，年底前定分配方案。"),
        ("case_no", "（2024）湘1199执900号"),
        ("stage", "assets"),
        ("stages", "2024-11 立案执行\n2025-03 登记核对完成"),
        ("confirmed_text", "1.2亿元"),
        ("recovered_text", "3400万元"),
        ("paid_text", "还没有发放"),
        ("as_of", "2025-11-30"),
        ("register_text", "带身份证和转账凭证到诉讼服务中心登记。"),
        ("register_until", "2026-01-31"),
        ("claim_text", "分配方案公告以后，按通知到执行窗口领取。"),
        ("next_text", "房产拍卖，大概在十二月。"),
        ("contact", "执行局综合组"),
        ("phone", "0746-0000000"),
        ("source", "执行局 2025年11月"),
    ]
}

fn figure() -> Words {
    vec![
        ("slug", "2025-mediated"),
        ("title", "执行和解"),
        ("year", "2025"),
        ("section", "overview"),
        ("printed", "310件"),
        ("period_from", "2025-01-01"),
        ("period_to", "2025-12-31"),
        ("as_of", "2025-12-31"),
        ("scope", "2025年度，全院"),
        ("definition", "一个案号计一件。"),
        ("source", "执行局"),
    ]
}

async fn each_kind_goes_from_draft_to_the_public_and_off_again(engine: Engine) {
    let site = Site::demo(engine).await;
    let kinds: [(&str, Words, &str, &str); 6] = [
        ("典型案例", outcome(), "/outcomes/2025-900", "被执行人当场付清货款。"),
        ("专项行动", campaign(), "/campaigns/2025-winter-two", "让劳动者拿到工钱"),
        ("领款公告", claim(), "/claims/2025-12-29", "某建材经营部"),
        ("普法文章", article(), "/learn/what-is-settlement", "和解协议要自愿"),
        ("公告", announcement(), "/announcements/2025-12-payout-meeting", "会上说明发放的顺序"),
        ("涉众案件进展", disposal(), "/disposals/2024-savings-case", "登记核对完成"),
    ];
    let mut reader = site.person();
    for (kind, words, address, says) in kinds {
        let (mut editor, desk) = draft(&site, kind, &words).await;
        reader.visit(address).await;
        reader.expect(404);
        publish(&site, &mut editor, &desk).await;
        reader.visit(address).await;
        reader.expect(200).sees(says);
        let title = words.iter().find(|(id, _)| *id == "title").map(|(_, text)| *text).unwrap_or_default();
        reader.visit(&format!("/search?q={title}")).await;
        assert!(reader.page().has(&format!("a[href=\"{address}\"]")), "{kind} is found");

        let mut publisher = site.staff("publisher").await;
        publisher.visit(&desk).await;
        publisher.submit("立即撤下", &[]).await;
        publisher.expect(422).sees("请选择撤下的原因");
        publisher.submit("立即撤下", &[("withdraw_kind", "wrong"), ("withdraw_reason", "内容有误")]).await;
        publisher.expect(200).sees("已撤下");
        reader.visit(address).await;
        reader.expect(410).sees_not(title).sees_not(says);
        reader.visit(&format!("/search?q={title}")).await;
        assert!(!reader.page().has(&format!("a[href=\"{address}\"]")), "{kind} is found no more");
    }
    site.close().await;
}

async fn ew_1_a_correction_shows_only_when_it_is_published(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = draft(&site, "普法文章", &article()).await;
    publish(&site, &mut editor, &desk).await;
    editor.visit(&desk).await;
    editor.submit("更正", &[]).await;
    editor.expect(200);
    editor.submit("保存草稿", &[("body", "和解协议要自愿，要写清楚期限。")]).await;
    editor.expect(200).sees("公开页面保持原样").sees("这一版的改动");
    let correction = editor.page().path.split('?').next().unwrap_or_default().to_owned();
    let mut reader = site.person();
    reader.visit("/learn/what-is-settlement").await;
    reader.expect(200).sees("和解协议要自愿。").sees_not("写清楚期限");

    // one correction at a time
    editor.visit(&desk).await;
    editor.submit("更正", &[]).await;
    editor.expect(409).sees("已经有人在更正");

    publish(&site, &mut editor, &correction).await;
    reader.visit("/learn/what-is-settlement").await;
    reader.expect(200).sees("要写清楚期限");
    editor.visit(&desk).await;
    editor.sees("已归档").sees_not("立即撤下");
    // the public ledger says what happened, each time
    reader.visit("/ledger").await;
    let lines = reader.page().all("tbody tr");
    let of = |what: &str| lines.iter().filter(|row| row.contains("what-is-settlement") && row.contains(what)).count();
    assert_eq!((of("发布"), of("更正")), (1, 1), "{lines:?}");
    site.close().await;
}

async fn tw_4_nobody_checks_what_they_wrote(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = draft(&site, "普法文章", &article()).await;
    editor.visit(&desk).await;
    editor.submit("提交审核", &[]).await;
    assert!(!editor.page().sees("审核通过"), "the editor has no button for it");
    let version = editor.page().attributes("input[name=version]", "value").first().cloned().unwrap_or_default();
    let csrf = editor.page().attributes("input[name=csrf]", "value").remove(0);
    let fields = [("csrf", csrf.as_str()), ("version", version.as_str())];
    for step in ["approve", "publish"] {
        editor.post(&format!("{desk}/{step}"), &fields).await;
        editor.expect(403);
    }
    // the right person at the wrong time
    let mut publisher = site.staff("publisher").await;
    publisher.visit(&desk).await;
    let csrf = publisher.page().attributes("input[name=csrf]", "value").remove(0);
    publisher.post(&format!("{desk}/publish"), &[("csrf", &csrf), ("version", "2")]).await;
    publisher.expect(409).sees("待审核");
    site.close().await;
}

async fn every_draft_with_something_wrong_is_refused_by_its_rule(engine: Engine) {
    let site = Site::demo(engine).await;
    story::publish_issue(&site, "2025-22").await;
    let wrong: [(&str, &str, &str, &str); 23] = [
        ("普法文章", "body", "请打13812345678。", "AN-10"),
        ("普法文章", "body", "身份证11010519491231002X。", "AN-10"),
        ("普法文章", "summary", "曝光老赖。", "EW-5"),
        ("普法文章", "body", "他的孩子今年十几岁，才16岁。", "AN-9"),
        ("普法文章", "body", "被执行人钟离砚没有履行。", "AN-7"),
        ("普法文章", "body", "", "EW-1"),
        ("典型案例", "summary", "找到了钟离砚。", "AN-7"),
        ("典型案例", "result_text", "车牌湘M12345。", "AN-10"),
        ("典型案例", "cause", "", "EW-1"),
        ("典型案例", "source", "", "EW-3"),
        ("领款公告", "payees", "", "EW-1"),
        ("专项行动", "goal", "让老赖无处可逃", "EW-5"),
        ("公告", "body", "请打13812345678。", "AN-10"),
        ("公告", "body", "全年{{figure:2025-nothing}}。", "FG-1"),
        ("普法文章", "summary", "全年{{2025-closed}}。", "FG-1"),
        ("执行数据", "printed", "310", "FG-1"),
        ("执行数据", "as_of", "", "EW-1"),
        ("执行数据", "period_to", "2024-12-31", "FG-1"),
        ("执行数据", "scope", "曝光老赖", "EW-5"),
        ("执行数据", "source", "", "EW-3"),
        ("公告", "place", "钟离砚家门口", "AN-7"),
        ("涉众案件进展", "as_of", "", "EW-1"),
        ("涉众案件进展", "next_text", "曝光老赖。", "EW-5"),
    ];
    for (n, (kind, field, text, rule)) in wrong.into_iter().enumerate() {
        let base = match kind {
            "典型案例" => outcome(),
            "领款公告" => claim(),
            "专项行动" => campaign(),
            "公告" => announcement(),
            "执行数据" => figure(),
            "涉众案件进展" => disposal(),
            _ => article(),
        };
        let slug = format!("wrong-{n}");
        let mut words: Vec<(&str, &str)> = base.into_iter().filter(|(id, _)| *id != field && *id != "slug").collect();
        words.extend([("slug", slug.as_str()), (field, text)]);
        let (mut editor, desk) = draft(&site, kind, &words).await;
        editor.sees(rule);
        editor.submit("提交审核", &[]).await;
        editor.expect(422).sees(rule);
        // the same by a direct POST
        let csrf = editor.page().attributes("input[name=csrf]", "value").remove(0);
        editor.post(&format!("{desk}/submit"), &[("csrf", &csrf), ("version", "1")]).await;
        editor.expect(422).sees(rule);
    }
    // what cannot be read is not even kept
    let mut editor = site.staff("editor").await;
    editor.visit("/staff/content/new?kind=claim").await;
    let names = [("slug", "x-1"), ("title", "发放"), ("payees", "张小三 （2025）湘1199执1号"), ("held_on", "明天")];
    editor.submit("保存草稿", &names).await;
    editor.expect(422).sees("CM-2").sees("没有看懂“领款日期”").finds_typed("held_on", "明天");
    editor.submit("保存草稿", &[("slug", "领款"), ("payees", ""), ("held_on", "")]).await;
    editor.expect(422).sees("网址只能用小写字母");
    site.close().await;
}

async fn those_whom_a_mass_case_concerns_find_where_it_stands_and_whom_to_ask(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut reader = site.person();
    reader.visit("/disposals").await;
    reader.expect(200).sees("目前没有内容");
    for (kind, words) in [("公告", announcement()), ("涉众案件进展", disposal())] {
        let (mut editor, desk) = draft(&site, kind, &words).await;
        publish(&site, &mut editor, &desk).await;
    }
    reader.visit("/").await;
    reader.expect(200).sees("集中发放案款说明会");
    reader.click("查看全部涉众案件").await;
    reader.expect(200).sees("正在拍卖房产");
    reader.click("某投资公司非法吸收公众存款案").await;
    reader.expect(200).sees("（2024）湘1199执900号").sees("1.2亿元").sees("3400万元").sees("还没有发放");
    reader.sees("带身份证和转账凭证").sees("2026年1月31日").sees("执行局综合组").sees("不收取任何费用");
    assert_eq!(reader.page().all("[aria-current=step]"), ["清理和处置财产现在"]);
    for place in ["/feed.atom", "/sitemap.xml"] {
        reader.visit(place).await;
        let text = reader.expect(200).page().body.clone();
        assert!(
            text.contains("/disposals/2024-savings-case") && text.contains("/announcements/2025-12-payout-meeting")
        );
    }
    reader.visit("/ledger").await;
    reader.sees("涉众案件进展 2024-savings-case").sees("公告 2025-12-payout-meeting");
    site.close().await;
}

async fn fg_1_a_figure_is_stated_and_stated_again_and_the_texts_that_speak_of_it_follow(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = draft(&site, "执行数据", &figure()).await;
    publish(&site, &mut editor, &desk).await;
    let mut words: Words = article().into_iter().filter(|(id, _)| *id != "body").collect();
    words.push(("body", "去年和解{{figure:2025-mediated}}，结案{{figure:2025-closed}}。"));
    let (mut editor, text) = draft(&site, "普法文章", &words).await;
    editor.visit(&format!("{text}/preview")).await;
    editor.expect(200).sees("去年和解310件，结案2251件。");
    publish(&site, &mut editor, &text).await;
    let mut reader = site.person();
    reader.visit("/learn/what-is-settlement").await;
    reader.expect(200).sees("去年和解310件，结案2251件。");

    // stated again: not without a reason, and not before it is published
    editor.visit("/staff/figures?year=2025").await;
    editor.expect(200).sees_not("引用的数据已变动");
    editor.click("执行和解").await;
    editor.submit("更正", &[]).await;
    editor.submit("保存草稿", &[("printed", "312件")]).await;
    let again = editor.page().path.split('?').next().unwrap_or_default().to_owned();
    editor.submit("提交审核", &[]).await;
    editor.expect(422).sees("FG-1").sees("还没有写明原因");
    editor.visit(&format!("{again}/edit")).await;
    editor.submit("保存草稿", &[("note", "漏计了两件。")]).await;
    reader.visit("/statistics/2025").await;
    reader.expect(200).sees("310").sees_not("漏计了两件");
    publish(&site, &mut editor, &again).await;
    reader.visit("/statistics/2025").await;
    reader.expect(200).sees("312").sees("更正，原为310件。原因：漏计了两件。");
    reader.visit("/statistics/2025.csv").await;
    reader.expect(200).sees("原为310件");
    reader.visit("/learn/what-is-settlement").await;
    reader.expect(200).sees("去年和解312件，结案2251件。");

    // the desk says which texts to read again, until that was done
    for page in ["/staff/figures", "/staff/content", text.as_str()] {
        editor.visit(page).await;
        editor.expect(200).sees("引用的数据已变动").sees("2025-mediated");
    }
    editor.submit("更正", &[]).await;
    editor.submit("保存草稿", &[("summary", "双方商量好怎样还。")]).await;
    let read_again = editor.page().path.split('?').next().unwrap_or_default().to_owned();
    publish(&site, &mut editor, &read_again).await;
    editor.visit("/staff/figures").await;
    editor.expect(200).sees_not("引用的数据已变动");
    site.close().await;
}

async fn an_7_the_desk_finds_the_names_in_a_draft_and_writes_what_stands_for_them(engine: Engine) {
    let site = Site::demo(engine).await;
    story::publish_issue(&site, "2025-22").await;
    let mut words: Words = outcome().into_iter().filter(|(id, _)| *id != "result_text" && *id != "body").collect();
    words.push(("result_text", "钟离砚当场付清货款，付文彬领走。"));
    words.push(("body", "钟离砚开的飞云建材有限公司已经停业。"));
    let (mut editor, desk) = draft(&site, "典型案例", &words).await;
    editor.sees("AN-7");
    editor.click("隐去姓名").await;
    editor.expect(200).sees("钟离砚").sees("钟离某").sees_not("付某某");
    let typed = [("persons", "付文彬"), ("units", "飞云建材有限公司"), ("style", "judgment")];
    editor.submit("再找一遍", &typed).await;
    editor.expect(200).sees("付某").sees("某有限公司").finds_typed("persons", "付文彬");
    editor.submit("全部替换", &[]).await;
    editor.expect(200).sees("已保存").sees("钟离某当场付清货款，付某领走。").sees("钟离某开的某有限公司已经停业。");
    editor.sees("第 2 版");
    // a draft that somebody changed meanwhile is not touched
    editor.visit(&format!("{desk}/names")).await;
    editor.submit("全部替换", &[("version", "1"), ("persons", "钟离某")]).await;
    editor.expect(422).sees("其他同事刚刚改过");
    publish(&site, &mut editor, &desk).await;
    let mut reader = site.person();
    reader.visit("/outcomes/2025-900").await;
    reader.expect(200).sees("钟离某当场付清货款").sees_not("钟离砚").sees_not("付文彬").sees_not("飞云");
    site.close().await;
}

async fn the_year_s_report_says_what_the_public_page_says(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut editor = site.staff("editor").await;
    editor.visit("/staff/figures?year=2025").await;
    editor.click("年度报告（可以打印）").await;
    editor.expect(200).sees("2025年执行工作报告").sees("一个案号计一件。").sees("秋冬风暴").sees("曾某民间借贷案");
    let report: Vec<String> = editor.page().all("article.report td");
    let mut reader = site.person();
    reader.visit("/statistics/2025").await;
    for tile in reader.expect(200).page().all(".stat__v") {
        let number: String = tile.split_whitespace().collect();
        assert!(
            report.iter().any(|cell| cell.replace(',', "") == number.replace(',', "")),
            "{number} is in the report"
        );
    }
    editor.visit("/staff/report?year=2019").await;
    editor.expect(200).sees("这一年还没有公布的数据");
    site.close().await;
}

async fn cm_2_who_asks_with_name_and_case_learns_whether_money_waits(engine: Engine) {
    let site = Site::demo(engine).await;
    // a payout day that is still to come
    let base = claim().into_iter().filter(|(id, _)| *id != "held_on" && *id != "deadline");
    let mut words: Vec<(&str, &str)> = base.collect();
    words.extend([("held_on", "2099-12-29"), ("deadline", "2100-03-31")]);
    let (mut editor, desk) = draft(&site, "领款公告", &words).await;
    let mut reader = site.person();
    reader.visit("/claims").await;
    reader.click("查一查有没有我的案款").await;
    let mine = [("name", "张小三"), ("case_no", "(2025)湘1199执301号")];
    reader.submit("查一查", &mine).await;
    reader.expect(200).sees("没有查到").sees_not("岁末案款集中发放");
    publish(&site, &mut editor, &desk).await;
    reader.submit("查一查", &mine).await;
    reader.expect(200).sees("有案款等您领取").sees("岁末案款集中发放").sees("一楼诉讼服务中心");
    assert_eq!(reader.page().path, "/claims/check", "nothing of the question is in the address");
    for (name, case_no) in [("李小三", "(2025)湘1199执301号"), ("张小三", "(2025)湘1199执302号")] {
        reader.submit("查一查", &[("name", name), ("case_no", case_no)]).await;
        reader.expect(200).sees("没有查到").sees("这不代表没有案款");
    }
    reader.submit("查一查", &[("name", "飞云建材经营部"), ("case_no", "（2025）湘1199执302号")]).await;
    reader.expect(200).sees("有案款等您领取");
    reader.submit("查一查", &[("name", "张"), ("case_no", "302")]).await;
    reader.expect(422).sees("全名").sees("没有看懂案号").finds_typed("case_no", "302");
    // day and deadline are over: nobody is named, nothing is found
    site.clock.advance(75 * 366 * 24 * 3_600_000);
    reader.visit("/claims/2025-12-29").await;
    reader.expect(200).sees("岁末案款集中发放").sees_not("张某").sees_not("某建材经营部");
    reader.visit("/claims/check").await;
    reader.submit("查一查", &mine).await;
    reader.expect(200).sees("没有查到");
    site.close().await;
}

async fn two_editors_at_once_lose_nothing(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = draft(&site, "普法文章", &article()).await;
    editor.visit(&format!("{desk}/edit")).await;
    let stale = editor.page().attributes("input[name=version]", "value").remove(0);
    editor.submit("保存草稿", &[("summary", "第一位保存的话。")]).await;
    editor.expect(200);
    editor.visit(&format!("{desk}/edit")).await;
    editor.submit("保存草稿", &[("version", &stale), ("summary", "第二位保存的话。")]).await;
    editor.expect(409).sees("请先查看差异").sees("第一位保存的话。").sees("第二位保存的话。");
    editor.sees("现在保存的").sees("您刚才写的");
    let page = editor.page();
    assert_eq!((page.all("del.diff__del").len(), page.all("ins.diff__ins").len()), (1, 1), "what differs is marked");
    // the same account at two windows stands for two editors
    let mut other = editor.clone();
    other.visit(&desk).await;
    other.sees("第一位保存的话。").sees_not("第二位保存的话。");
    let mut taking_theirs = editor.clone();
    taking_theirs.click("用现在保存的，放弃我写的").await;
    taking_theirs.expect(200).sees("第一位保存的话。");
    editor.submit("用我的内容保存", &[]).await;
    editor.expect(200).sees("第二位保存的话。");
    // a step form shown before that is not taken either
    other.submit("提交审核", &[]).await;
    other.expect(409);
    site.close().await;
}

async fn what_was_imported_can_be_corrected_at_the_desk(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut editor = site.staff("editor").await;
    editor.visit("/staff/content").await;
    editor.click("曾某民间借贷案").await;
    editor.expect(200).sees("导入").sees("已发布");
    editor.submit("更正", &[]).await;
    editor.expect(200);
    editor.submit("保存草稿", &[("arrived_text", "案件已经全部执行完毕")]).await;
    editor.expect(200);
    let correction = editor.page().path.split('?').next().unwrap_or_default().to_owned();
    publish(&site, &mut editor, &correction).await;
    let mut reader = site.person();
    reader.visit("/outcomes").await;
    reader.expect(200).sees("案件已经全部执行完毕");
    site.close().await;
}
