//! What is made of an issue at the desk: poster, article, card, message, script.
use tests::{Engine, Person, Site, both_engines, story};

both_engines!(
    one_issue_gives_every_output_and_only_poster_and_article_name_the_person,
    a_draft_gives_marked_samples_only,
    bn_12_nothing_is_made_of_what_was_withdrawn,
    bn_12_an_ended_subject_is_in_no_output,
);

const NAME: &str = "钟离砚";

fn shown(person: &Person, field: &str) -> String {
    let (page, area) = (person.page(), tests::html::selector(&format!("textarea[name={field}]")));
    let text = page.html().select(&area).next().map(|area| area.text().collect::<String>());
    let line = || page.attributes(&format!("input[name={field}]"), "value").pop();
    text.or_else(line).unwrap_or_else(|| person.fail(&format!("no field {field}")))
}

/// A picture's width and height; `None` with a printed reason where no font can draw Chinese.
async fn picture(person: &Person, path: &str) -> Option<(u32, u32, usize)> {
    let (status, mime, bytes) = person.download(path).await;
    if status == 404 {
        tests::skipped("fonts", "no Chinese font on this machine");
        return None;
    }
    assert_eq!((status, mime.as_str()), (200, "image/png"), "{path}");
    let picture = image::load_from_memory(&bytes).expect("a picture");
    Some((picture.width(), picture.height(), bytes.len()))
}

async fn one_issue_gives_every_output_and_only_poster_and_article_name_the_person(engine: Engine) {
    let site = Site::demo(engine).await;
    let desk = story::draft_issue(&site, "2025-22").await;
    story::publish(&site, &desk).await;
    let mut editor = site.staff("editor").await;
    editor.visit(&desk).await;
    editor.click("海报、微信文章和其他文本").await;
    editor.expect(200).sees("检查通过").sees_not("样稿");
    for field in ["message", "script", "wechat_title", "wechat_digest"] {
        let text = shown(&editor, field);
        assert!(!text.is_empty() && !text.contains(NAME) && !text.contains("1088"), "{field}: {text}");
    }
    let message = shown(&editor, "message");
    assert!(message.chars().count() <= 70 && message.contains("第22期") && message.contains("0746"), "{message}");
    let script = shown(&editor, "script");
    assert!(script.contains("二零二五年第二十二期") && !script.chars().any(|c| c.is_ascii_digit()), "{script}");
    let article = shown(&editor, "wechat_html");
    assert!(article.contains(NAME) && article.contains("4311271983****") && !article.contains("43112719830412"));
    assert!(!article.contains("href") && !article.contains("class="), "{article}");

    editor.click("第 1 号 A3 海报").await;
    editor.expect(200).sees(NAME).sees("人民币伍万元整").sees("/verify/2025-22").sees("有效期");
    assert!(editor.page().has(".poster--a3 .poster__qr svg") && !editor.page().title().contains(NAME));

    for path in ["/notices/2025-22/card.png", &format!("{desk}/card.png")] {
        let Some((width, height, bytes)) = picture(&editor, path).await else { continue };
        assert_eq!((width, height), (1200, 630));
        assert!((8_000..60 * 1024).contains(&bytes), "{path}: {bytes} bytes");
    }
    let (_, mime, _) = editor.download(&format!("{desk}/qr.png")).await;
    assert_eq!(mime, "image/png");
    let mut reader = site.person();
    reader.visit("/notices/2025-22").await;
    let shared = reader.page().attributes("meta[property=\"og:image\"]", "content").concat();
    assert!(shared.starts_with("http") && shared.ends_with("/notices/2025-22/card.png"), "{shared}");
    site.close().await;
}

async fn a_draft_gives_marked_samples_only(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = story::open_draft(&site, "2025-22").await;
    story::add_subject(&mut editor, &desk, &[], "43112719830412103").await;
    editor.visit(&format!("{desk}/outputs")).await;
    editor.expect(200).sees("不得张贴、推送或者播出").sees_not("/feed.atom");
    for (field, mark) in [("message", "样稿"), ("script", "请不要播出"), ("wechat_html", "不得推送")] {
        assert!(shown(&editor, field).contains(mark), "{field}");
    }
    editor.visit(&format!("{desk}/poster/1")).await;
    editor.expect(200).sees("样稿：公告还没有发布，不得张贴");
    let mut reader = site.person();
    reader.visit("/notices/2025-22/card.png").await;
    reader.expect(404);
    site.close().await;
}

async fn bn_12_nothing_is_made_of_what_was_withdrawn(engine: Engine) {
    let site = Site::demo(engine).await;
    let desk = story::draft_issue(&site, "2025-22").await;
    story::publish(&site, &desk).await;
    let mut reader = site.person();
    reader.visit("/notices/2025-22").await;
    let drawn = picture(&reader, "/notices/2025-22/card.png").await;
    story::withdraw(&site, &desk).await;
    if drawn.is_some() {
        assert_eq!(reader.download("/notices/2025-22/card.png").await.0, 410);
    }
    let mut editor = site.staff("editor").await;
    for path in ["outputs", "poster/1", "card.png", "qr.png"] {
        editor.visit(&format!("{desk}/{path}")).await;
        editor.expect(409).sees("已经结束或者撤下").sees("（规则 BN-12）").sees_not(NAME);
    }
    editor.visit(&desk).await;
    editor.expect(200).sees_not("海报、微信文章和其他文本");
    site.close().await;
}

async fn bn_12_an_ended_subject_is_in_no_output(engine: Engine) {
    let site = Site::demo(engine).await;
    story::publish_issue_of_two(&site, "2025-22").await;
    let mut publisher = site.staff("publisher").await;
    publisher.visit("/staff/notices").await;
    publisher.click("2025年第22期").await;
    let desk = publisher.page().path.clone();
    publisher.click("结束征集").await;
    publisher.submit("结束征集，马上撤下姓名", &[("reason", "已经履行")]).await;
    publisher.expect(200);
    publisher.visit(&format!("{desk}/outputs")).await;
    publisher.expect(200).sees("端木澄").sees_not(NAME).sees_not("1088");
    publisher.visit(&format!("{desk}/poster/1")).await;
    publisher.expect(404);
    publisher.visit(&format!("{desk}/poster/2")).await;
    publisher.expect(200).sees("端木澄");
    site.close().await;
}
