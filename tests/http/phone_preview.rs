//! A draft on a telephone: half an hour, one record, to be seen and nothing more.
use tests::{Engine, Person, Site, both_engines, story};

both_engines!(
    a_draft_is_seen_on_a_telephone_as_the_public_will_see_it,
    a_preview_ends_after_half_an_hour_and_with_the_next_code,
    what_is_gone_has_no_preview
);

const ARTICLE: [(&str, &str); 4] = [
    ("slug", "what-is-settlement"),
    ("title", "什么是执行和解"),
    ("summary", "双方商量好怎样还，法院记下来。"),
    ("body", "和解协议要**自愿**。"),
];

/// Presses 手机预览 at the desk and gives back the path of the link.
async fn link(person: &mut Person, desk: &str) -> String {
    person.visit(desk).await;
    person.submit("手机预览", &[]).await;
    person.expect(200).sees("只能看，不能改");
    assert!(person.page().has(".desk__qr svg"), "a code to scan");
    let shown = person.page().all(".desk__secret").remove(0);
    let (_, token) = shown.split_once("/preview/").expect("the link is shown as text too");
    format!("/preview/{}", token.trim())
}

async fn a_draft_is_seen_on_a_telephone_as_the_public_will_see_it(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = story::draft_content(&site, "普法文章", &ARTICLE).await;
    let path = link(&mut editor, &desk).await;
    let mut phone = site.person();
    phone.visit(&path).await;
    phone.expect(200).sees("还没有公布").sees("法院记下来").sees("和解协议要自愿");
    let page = phone.page();
    assert!(page.has("main strong"), "the renderer of the public page");
    assert_eq!((page.header("cache-control"), page.header("x-robots-tag")), ("no-store", "noindex, noarchive"));
    assert!(!page.has("form[method=post] [name=csrf]") && !page.body.contains("/staff"), "nothing of the desk");
    phone.visit("/learn/what-is-settlement").await;
    phone.expect(404);
    phone.visit("/search?q=什么是执行和解").await;
    assert!(!phone.page().has("a[href=\"/learn/what-is-settlement\"]"), "looking at it published nothing");

    let desk = story::draft_issue(&site, "2025-22").await;
    let mut reviewer = site.staff("reviewer").await;
    let path = link(&mut reviewer, &desk).await;
    phone.visit(&path).await;
    phone.expect(200).sees("还没有公布").sees("钟离砚");
    site.close().await;
}

async fn a_preview_ends_after_half_an_hour_and_with_the_next_code(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = story::draft_content(&site, "普法文章", &ARTICLE).await;
    let first = link(&mut editor, &desk).await;
    let second = link(&mut editor, &desk).await;
    let mut phone = site.person();
    phone.visit(&first).await;
    phone.expect(404).sees("这个预览链接不能用了").sees_not("什么是执行和解");
    phone.visit(&second).await;
    phone.expect(200);
    // an unfinished draft is shown as far as it goes, with what is saved now
    editor.visit(&format!("{desk}/edit")).await;
    editor.submit("保存草稿", &[("body", "和解协议要写明金额。")]).await;
    phone.visit(&second).await;
    phone.expect(200).sees("写明金额");
    for wrong in ["/preview/x", "/preview/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        phone.visit(wrong).await;
        phone.expect(404).sees("30 分钟内有效");
    }
    site.clock.advance(31 * 60 * 1000);
    phone.visit(&second).await;
    phone.expect(404).sees_not("写明金额");
    site.close().await;
}

async fn what_is_gone_has_no_preview(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = story::draft_content(&site, "普法文章", &ARTICLE).await;
    story::publish_content(&site, &mut editor, &desk).await;
    let mut publisher = site.staff("publisher").await;
    let path = link(&mut publisher, &desk).await;
    publisher.visit(&desk).await;
    publisher.submit("立即撤下", &[("withdraw_kind", "wrong"), ("withdraw_reason", "内容有误")]).await;
    let mut phone = site.person();
    phone.visit(&path).await;
    phone.expect(404).sees_not("什么是执行和解");
    publisher.visit(&desk).await;
    publisher.submit("手机预览", &[]).await;
    publisher.expect(409).sees("不能再预览");
    site.close().await;
}
