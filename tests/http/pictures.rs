//! Pictures in texts: in words too, cut and covered, seen while the text is public and gone with it (AN-9, EW-2).
use tests::{Engine, Person, Site, both_engines, story};

use crate::photos::picture;

both_engines!(
    an_9_a_picture_comes_with_words_and_nobody_who_may_not_be_in_it,
    a_picture_is_seen_by_the_public_as_long_as_its_text,
    a_correction_without_the_picture_takes_it_away,
    a_text_shows_no_picture_from_elsewhere_and_none_without_words
);

const ARTICLE: [(&str, &str); 4] =
    [("slug", "he-jie"), ("title", "什么是执行和解"), ("summary", "双方商量好怎样还。"), ("body", "要自愿。")];
const WORDS: [(&str, &str); 2] = [("alt", "干警清点货车"), ("nobody", "on")];

/// The article's draft with one picture: its editor, its path at the desk, the picture's address.
async fn draft_with_picture(site: &Site) -> (Person, String, String) {
    let (mut editor, desk) = story::draft_content(site, "普法文章", &ARTICLE).await;
    editor.click("图片").await;
    editor.submit_with("保存图片", &WORDS, &[picture()]).await;
    editor.expect(200).sees("图片已保存").sees("![干警清点货车](/images/");
    let address = editor.page().attributes("ul.pictures img", "src").concat();
    (editor, desk, address)
}

async fn fetch(person: &mut Person, address: &str) -> u16 {
    person.download(address).await.0
}

async fn an_9_a_picture_comes_with_words_and_nobody_who_may_not_be_in_it(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = story::draft_content(&site, "普法文章", &ARTICLE).await;
    editor.click("图片").await;
    editor.submit_with("保存图片", &[("alt", "干警清点货车")], &[picture()]).await;
    editor.expect(422).sees("请先遮住旁人和孩子").finds_typed("alt", "干警清点货车");
    editor.submit_with("保存图片", &[("alt", ""), ("nobody", "on")], &[picture()]).await;
    editor.expect(422).sees("请用一句话写明图片里是什么");
    editor.submit("保存图片", &WORDS).await;
    editor.expect(422).sees("请选择一张图片");
    let covered = [WORDS[0], WORDS[1], ("keep", "一半"), ("focus", "左上"), ("cover", "第 3 行右")];
    editor.submit_with("保存图片", &covered, &[picture()]).await;
    editor.expect(200).sees("图片已保存");
    let address = editor.page().attributes("ul.pictures img", "src").concat();
    let (status, kind, bytes) = editor.download(&address).await;
    assert_eq!((status, kind.as_str()), (200, "image/jpeg"));
    let shown = image::load_from_memory(&bytes).expect("a picture").into_rgb8();
    assert_eq!(shown.dimensions(), (1200, 900));
    assert!(!bytes.windows(8).any(|part| part == b"taken at"), "what the phone wrote beside it is gone");
    // no longer in the text, it can be deleted
    editor.visit(&format!("{desk}/edit")).await;
    editor.submit("保存草稿", &[("body", "要自愿。")]).await;
    editor.visit(&format!("{desk}/images")).await;
    editor.submit("删除", &[]).await;
    editor.expect(200).sees("还没有图片");
    assert_eq!(fetch(&mut editor, &address).await, 410);
    site.close().await;
}

async fn a_picture_is_seen_by_the_public_as_long_as_its_text(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk, address) = draft_with_picture(&site).await;
    let mut reader = site.person();
    assert_eq!(fetch(&mut reader, &address).await, 410, "a draft's picture is for the desk alone");
    editor.visit(&desk).await;
    editor.submit("手机预览", &[]).await;
    let shown = editor.page().all(".desk__secret").remove(0);
    let (_, token) = shown.split_once("/preview/").expect("a link");
    reader.visit(&format!("/preview/{}", token.trim())).await;
    let under_link = reader.page().attributes("main img", "src").concat();
    assert!(under_link.starts_with("/preview/"), "{under_link}");
    assert_eq!(fetch(&mut reader, &under_link).await, 200);
    story::publish_content(&site, &mut editor, &desk).await;
    reader.visit("/learn/he-jie").await;
    reader.expect(200);
    assert_eq!(reader.page().attributes("main img", "src"), [address.as_str()]);
    assert_eq!(reader.page().attributes("main img", "alt"), ["干警清点货车"]);
    assert_eq!(fetch(&mut reader, &address).await, 200);
    let mut publisher = site.staff("publisher").await;
    publisher.visit(&desk).await;
    publisher.submit("立即撤下", &[("withdraw_kind", "wrong"), ("withdraw_reason", "图片有误")]).await;
    publisher.expect(200);
    assert_eq!(fetch(&mut reader, &address).await, 410);
    assert_eq!(fetch(&mut reader, &under_link).await, 404);
    assert_eq!(fetch(&mut publisher, &address).await, 410, "the file is gone too");
    site.close().await;
}

async fn a_correction_without_the_picture_takes_it_away(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk, address) = draft_with_picture(&site).await;
    story::publish_content(&site, &mut editor, &desk).await;
    for (body, status) in
        [(format!("要自愿，要书面。\n\n![干警清点货车]({address})"), 200), ("要自愿，要书面。".into(), 410)]
    {
        editor.visit("/staff/content?state=published").await;
        editor.click("什么是执行和解").await;
        editor.submit("更正", &[]).await;
        editor.submit("保存草稿", &[("body", &body)]).await;
        editor.expect(200);
        let draft = editor.page().path.split('?').next().unwrap_or_default().to_owned();
        story::publish_content(&site, &mut editor, &draft).await;
        assert_eq!(fetch(&mut site.person(), &address).await, status, "{body}");
    }
    site.close().await;
}

async fn a_text_shows_no_picture_from_elsewhere_and_none_without_words(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk, address) = draft_with_picture(&site).await;
    for (body, says) in [
        ("![货车](https://example.org/a.jpg)".to_owned(), "外面的图片"),
        (format!("![]({address})"), "没有说明"),
        ("![货车](/images/0123456789abcdef0123456789abcdef.jpg)".to_owned(), "已经没有了"),
        (format!("![电话13812345678]({address})"), "手机号码"),
    ] {
        editor.visit(&format!("{desk}/edit")).await;
        editor.submit("保存草稿", &[("body", &body)]).await;
        editor.visit(&desk).await;
        editor.submit("提交审核", &[]).await;
        editor.expect(422).sees(says);
    }
    site.close().await;
}
