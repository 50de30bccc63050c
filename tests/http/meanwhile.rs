//! What a sender is told when the world changes while a form is open.
use tests::{Engine, Person, Site, both_engines, story};

both_engines!(
    a_tip_for_another_notice_asks_before_the_one_begun_goes,
    a_notice_that_ends_while_the_form_is_open_says_so_before_and_after_sending
);

const ENDED: &str = "这条公告的奖励不再适用";

/// Begins a tip at a notice's own button, up to the second step.
async fn begin(person: &mut Person, notice: &str) {
    person.visit(&format!("/tips/new?notice={notice}")).await;
    person.submit("开始填写", &[]).await;
    person.expect(200).sees("第 1 步");
    person.submit("继续", &[("what", story::WHAT)]).await;
    person.expect(200).sees("第 2 步");
}

async fn a_tip_for_another_notice_asks_before_the_one_begun_goes(engine: Engine) {
    let site = Site::demo(engine).await;
    story::publish_issue(&site, "2025-22").await;
    let mut person = site.person();
    begin(&mut person, "2025-22").await;

    person.visit("/tips/new").await;
    person.submit("开始填写", &[]).await;
    person.expect(200).sees("没填完的：2025年第22期悬赏公告").sees("现在要填的：没有对应公告的线索");
    person.click("继续填完它").await;
    person.expect(200).sees("2025年第22期").finds_typed("what", story::WHAT);

    person.visit("/tips/new").await;
    person.submit("开始填写", &[]).await;
    person.submit("放弃它，开始新的", &[]).await;
    person.expect(200).sees("第 1 步").sees_not("2025年第22期").finds_typed("what", "");
    site.close().await;
}

async fn a_notice_that_ends_while_the_form_is_open_says_so_before_and_after_sending(engine: Engine) {
    let site = Site::demo(engine).await;
    story::publish_issue(&site, "2025-22").await;
    let mut person = site.person();
    begin(&mut person, "2025-22").await;
    person.submit("继续", &[]).await;
    person.submit("跳过这一步", &[]).await;
    person.submit("核对", &[("lane", "anonymous"), ("declare", "on")]).await;
    person.expect(200).sees("请核对后提交").sees_not(ENDED);

    let mut publisher = site.staff("publisher").await;
    publisher.visit("/staff/notices").await;
    publisher.click("2025年第22期").await;
    publisher.submit("立即撤下", &[("withdraw_kind", "wrong"), ("withdraw_reason", "当事人已经履行完毕")]).await;
    publisher.expect(200).sees("已撤下");

    person.visit("/tips/new/check").await;
    person.expect(200).sees(ENDED);
    person.submit("提交线索", &[]).await;
    person.expect(200).sees("线索已收到").sees(ENDED);
    site.close().await;
}
