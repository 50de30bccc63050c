//! EW-2: every version is kept, and any two can be laid over each other.
use tests::{Engine, Site, both_engines, story};

both_engines!(ew_2_any_two_versions_of_an_article_are_compared, ew_2_a_notice_tells_what_was_changed_in_each_debtor);

async fn ew_2_any_two_versions_of_an_article_are_compared(engine: Engine) {
    let site = Site::demo(engine).await;
    let words =
        [("slug", "he-jie"), ("title", "什么是执行和解"), ("summary", "双方商量好怎样还。"), ("body", "要自愿。")];
    let (mut editor, desk) = story::draft_content(&site, "普法文章", &words).await;
    editor.click("版本记录和比较").await;
    editor.expect(200).sees("第 1 版").sees_not("比较这两版");
    for body in ["要自愿，要写清楚期限。", "要自愿，要写清楚期限和金额。"] {
        editor.visit(&format!("{desk}/edit")).await;
        editor.submit("保存草稿", &[("body", body)]).await;
        editor.expect(200);
    }
    editor.visit(&format!("{desk}/versions")).await;
    editor.sees("第 2 版到第 3 版改了什么");
    assert_eq!(editor.page().all("ins.diff__ins"), ["增和金额"], "the latest and the one before it");
    editor.submit("比较这两版", &[("from", "1"), ("to", "3")]).await;
    editor.expect(200).sees("第 1 版到第 3 版改了什么");
    assert_eq!(editor.page().all("ins.diff__ins").concat(), "增，要写清楚期限和金额");
    editor.submit("比较这两版", &[("from", "3"), ("to", "1")]).await;
    assert_eq!(editor.page().all("del.diff__del").concat(), "删，要写清楚期限和金额");
    // an address with another's number, or with nonsense, compares what there is
    editor.visit(&format!("{desk}/versions?from=99&to=x")).await;
    editor.expect(200).sees("第 2 版到第 3 版");
    site.close().await;
}

async fn ew_2_a_notice_tells_what_was_changed_in_each_debtor(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = story::open_draft(&site, "2025-23").await;
    story::add_subject(&mut editor, &desk, &[], "43112719830412103").await;
    editor.visit(&desk).await;
    editor.click("钟离砚").await;
    editor.submit("保存", &[("wanted", "常开的货车停在哪里")]).await;
    editor.visit(&desk).await;
    editor.click("版本记录和比较").await;
    editor.expect(200).sees("第 1 名被执行人：我们想知道");
    assert!(!editor.page().all("ins.diff__ins").is_empty() && !editor.page().all("del.diff__del").is_empty());
    let id = story::resident_id("43112719830412103");
    editor.sees_not(&id);
    editor.submit("比较这两版", &[("from", "1"), ("to", "2")]).await;
    editor.sees("第 1 名被执行人：姓名或者名称").sees("钟离砚");
    site.close().await;
}
