//! Where an issue was posted, and that it comes down everywhere when it is over.
use tests::{Engine, Person, Site, both_engines, story};

both_engines!(bn_12_what_was_posted_is_a_task_until_it_came_down, rc_8_a_posting_that_names_an_ended_person_is_a_task);

async fn post(person: &mut Person, desk: &str, words: &[(&str, &str)]) {
    person.visit(&format!("{desk}/placements")).await;
    person.submit("登记", words).await;
}

const WECHAT: [(&str, &str); 4] = [
    ("channel", "微信公众号"),
    ("name", "示例发布"),
    ("url", "https://mp.weixin.qq.com/s/x"),
    ("posted_on", "2025-12-15"),
];
const BOARD: [(&str, &str); 3] = [("channel", "法院公告栏"), ("name", "一楼大厅"), ("posted_on", "2025-12-15")];

async fn bn_12_what_was_posted_is_a_task_until_it_came_down(engine: Engine) {
    let site = Site::demo(engine).await;
    let desk = story::draft_issue(&site, "2025-22").await;
    let mut editor = site.staff("editor").await;
    editor.visit(&format!("{desk}/placements")).await;
    editor.expect(409).sees("还没有发布");
    story::publish(&site, &desk).await;
    editor.visit(&desk).await;
    editor.click("张贴登记").await;
    editor.expect(200).sees("还没有登记");
    let wrong = [("channel", "微信公众号"), ("name", "示例发布"), ("posted_on", "2025-12-16")];
    post(&mut editor, &desk, &wrong).await;
    editor.expect(422).sees("这一天还没有到").finds_typed("name", "示例发布");
    post(&mut editor, &desk, &[("channel", "微信公众号"), ("name", "示例发布"), ("posted_on", "2025-12-15")]).await;
    editor.expect(422).sees("还没有填写网址").sees("（规则 BN-4）");
    post(&mut editor, &desk, &WECHAT).await;
    editor.expect(200).sees("已登记张贴的地方").sees("示例发布");
    site.clock.advance(60_000);
    post(&mut editor, &desk, &BOARD).await;
    editor.expect(200).sees("一楼大厅");
    editor.visit("/staff/placements").await;
    editor.expect(200).sees("没有要撤下的张贴");

    story::withdraw(&site, &desk).await;
    editor.visit("/staff").await;
    editor.expect(200).sees("2").sees("处张贴或者推送要撤下");
    editor.visit("/staff/placements").await;
    editor.sees("2025年第22期").sees("示例发布").sees("一楼大厅").sees_not("钟离砚");
    editor.click("公告已经撤下，办理撤下").await;
    editor.expect(200).sees("请撤下：").sees("https://mp.weixin.qq.com/s/x").sees("马上删除").sees_not("钟离砚");
    let form = editor.page().path.clone();
    editor.submit("登记撤下", &[("taken_on", "2025-12-15"), ("proof", "")]).await;
    editor.expect(422).sees("怎样确认").sees("（规则 BN-12）");
    editor.submit("登记撤下", &[("taken_on", "2025-12-15"), ("proof", "打开链接，显示已删除")]).await;
    editor.expect(200).sees("已登记撤下").sees("打开链接，显示已删除");
    editor.visit(&form).await;
    editor.expect(409).sees("已撤下");
    editor.visit("/staff/placements").await;
    editor.sees_not("示例发布").sees("一楼大厅");

    let mut auditor = site.staff("auditor").await;
    auditor.visit("/staff/audit").await;
    auditor.sees("登记发布渠道").sees("渠道已撤下").sees_not("示例发布");
    site.close().await;
}

async fn rc_8_a_posting_that_names_an_ended_person_is_a_task(engine: Engine) {
    let site = Site::demo(engine).await;
    story::publish_issue_of_two(&site, "2025-22").await;
    let mut publisher = site.staff("publisher").await;
    publisher.visit("/staff/notices").await;
    publisher.click("2025年第22期").await;
    let desk = publisher.page().path.clone();
    post(&mut publisher, &desk, &BOARD).await;
    publisher.visit(&desk).await;
    publisher.click("结束征集").await;
    publisher.submit("结束征集，马上撤下姓名", &[("reason", "已经履行")]).await;
    publisher.visit("/staff/placements").await;
    publisher.click("其中一名被执行人的征集已经结束，办理撤下").await;
    publisher.expect(200).sees("马上取下并销毁").sees("更新后的版本").sees_not("钟离砚");
    // the last day passes
    let mut other = site.person();
    other.visit("/").await;
    site.clock.advance(200 * 24 * 3_600_000);
    let mut publisher = site.staff("publisher").await;
    publisher.visit("/staff/placements").await;
    publisher.expect(200).sees("公告已经结束，办理撤下");
    site.close().await;
}
