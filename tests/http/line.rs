//! The product's first promise, end to end, without a line of script.
use tests::{Engine, Site, both_engines, story};

both_engines!(a_court_publishes_a_citizen_tips_a_judge_answers, an_unread_receipt_survives_a_reload);

async fn a_court_publishes_a_citizen_tips_a_judge_answers(engine: Engine) {
    let site = Site::demo(engine).await;
    let notice = story::publish_issue(&site, "2025-22").await;

    let mut citizen = site.person();
    citizen.visit("/").await;
    citizen.expect(200).sees("2025年第22期");
    citizen.visit(&notice).await;
    citizen.expect(200).sees("50,000");
    // 6.1: the name in full, the number never
    citizen.sees("钟离砚").sees_not("43112719830412");
    let subject = citizen.page().link("提供这条公告的线索").or_else(|| citizen.page().link("提供线索"));
    let Some(subject) = subject else { citizen.fail("the notice leads to no tip form") };
    citizen.visit(&subject).await;
    citizen.expect(200).sees("提供线索");
    let receipt = story::send_tip(&mut citizen).await;
    assert_eq!(receipt.sequence, 1, "first tip for this subject");

    story_of_the_desk(&site, &receipt).await;

    // another day, another telephone: only the paper with the two codes is left
    let mut tipster = site.person();
    story::open_thread(&mut tipster, &receipt).await;
    tipster.sees(story::ANSWER);
    tipster.submit("发送", &[("text", story::REPLY)]).await;
    tipster.expect(200).sees(story::REPLY);

    let mut officer = site.staff("officer").await;
    officer.visit("/staff/tips?tab=mine").await;
    officer.click(&receipt.ticket).await;
    officer.expect(200).sees(story::REPLY);
    site.close().await;
}

/// Intake opens, sorts and assigns the tip; the officer in charge reads it and answers.
async fn story_of_the_desk(site: &Site, receipt: &story::Receipt) {
    let mut intake = site.staff("intake").await;
    intake.visit("/staff/tips?tab=open").await;
    intake.expect(200).sees(&receipt.ticket).sees("现在就在那里");
    intake.click(&receipt.ticket).await;
    intake.expect(200).sees(story::WHAT);
    intake.sees_not(story::NAME).sees_not(story::PHONE);
    story::assign(&mut intake, site).await;

    let mut officer = site.staff("officer").await;
    officer.visit("/staff/tips?tab=mine").await;
    officer.expect(200);
    officer.click(&receipt.ticket).await;
    officer.expect(200).sees(story::WHAT);
    story::answer(&mut officer).await;
}

async fn an_unread_receipt_survives_a_reload(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut citizen = site.person();
    citizen.visit("/tips/new").await;
    let receipt = story::send_tip(&mut citizen).await;
    citizen.visit("/tips/receipt").await;
    citizen.expect(200).sees(&receipt.ticket);
    assert_eq!(story::receipt(&citizen).secret, receipt.secret);

    citizen.submit("我已记下，查看进展", &[("kept", "on"), ("last4", "0000")]).await;
    citizen.expect(422).sees("与查询码的最后四位不一致");
    let last4: String = receipt.secret.chars().skip(12).collect();
    citizen.submit("我已记下，查看进展", &[("kept", "on"), ("last4", &last4)]).await;
    citizen.expect(200).sees(&receipt.ticket);
    // passed the gate: the secret is shown never again
    citizen.visit("/tips/receipt").await;
    citizen.sees_not(&receipt.secret);
    site.close().await;
}
