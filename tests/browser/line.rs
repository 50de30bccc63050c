//! The product's first promise on a phone 360 px wide, with and without JavaScript.
use tests::browser::{Browser, PHONE, PHONE_WITHOUT_SCRIPT};
use tests::{Site, story};

use crate::with_browser;

#[test]
fn browser_a_citizen_tips_and_reads_the_answer_on_a_phone() {
    with_browser(PHONE, whole_line);
}

#[test]
fn browser_the_same_without_javascript() {
    with_browser(PHONE_WITHOUT_SCRIPT, whole_line);
}

async fn whole_line(site: Site, browser: Browser) {
    let notice = story::publish_issue(&site, "2025-22").await;
    browser.visit("/").await;
    browser.sees("2025年第22期").await;
    browser.visit(&notice).await;
    browser.sees("50,000").await;
    if browser.run("return !document.querySelector('a[href*=\"/tips/new\"]')").await == true {
        browser.fail("the notice leads to no tip form").await;
    }
    browser.press("main a[href*=\"/tips/new\"], a.btn[href*=\"/tips/new\"]").await;
    let (ticket, secret) = tip(&browser).await;

    // the judge at the desk, on the same small phone
    sign_in(&browser, &site, "intake").await;
    browser.visit("/staff/tips?tab=open").await;
    browser.press_text(&ticket).await;
    browser.sees(story::WHAT).await;
    let mut intake = site.staff("intake").await;
    intake.visit(&browser.path().await).await;
    story::assign(&mut intake, &site).await;
    sign_in(&browser, &site, "officer").await;
    browser.visit("/staff/tips?tab=mine").await;
    browser.press_text(&ticket).await;
    browser.sees(story::WHAT).await;
    browser.type_into("#note", story::ANSWER).await;
    browser.press("input[name=visibility][value=tipster]").await;
    browser.press("button[value=ask]").await;
    browser.sees(story::ANSWER).await;

    browser.visit("/tips/status").await;
    browser.type_into("#ticket", &ticket).await;
    browser.type_into("#secret", &secret).await;
    browser.press("main form[action^=\"/tips/status\"] button").await;
    browser.sees(story::ANSWER).await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    browser.close().await;
    site.close().await;
}

async fn tip(browser: &Browser) -> (String, String) {
    browser.press("form[action^=\"/tips/new\"] button").await;
    browser.type_into("#what", story::WHAT).await;
    browser.press("input[name=urgency][value=now]").await;
    browser.press("button[value=next]").await;
    browser.type_into("#place", "城北老码头三号泊位").await;
    browser.press("button[value=next]").await;
    browser.sees("有照片吗").await;
    browser.press("button[value=next]").await;
    browser.press("input[name=lane][value=anonymous]").await;
    browser.press("input[name=declare]").await;
    browser.press("button[value=next]").await;
    browser.sees(story::WHAT).await;
    browser.press("#send").await;
    browser.sees("线索已收到").await;
    let read = async |id: &str| {
        let script = format!("return document.getElementById('{id}').textContent.replace(/\\s/g, '')");
        browser.run(&script).await.as_str().unwrap_or_default().to_owned()
    };
    (read("ticket").await, read("secret").await)
}

async fn sign_in(browser: &Browser, site: &Site, role: &str) {
    let account = site.account(role);
    browser.cdp("Network.clearBrowserCookies", serde_json::json!({})).await;
    browser.visit("/staff/sign-in").await;
    browser.type_into("#login", &account.login).await;
    browser.type_into("#password", &account.password).await;
    browser.press("form[action^=\"/staff/sign-in\"] button").await;
    browser.sees("工作台").await;
}
