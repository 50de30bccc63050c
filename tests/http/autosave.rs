//! What the editor's helper in the browser asks for: how a text will look, and a draft that saves itself.
use tests::{Engine, Person, Site, both_engines, form, story};

both_engines!(
    a_draft_that_saves_itself_keeps_one_version_and_overwrites_nobody,
    a_notice_saves_itself_too,
    the_preview_is_the_public_renderer_for_writers_only
);

const ARTICLE: [(&str, &str); 4] =
    [("slug", "he-jie"), ("title", "什么是执行和解"), ("summary", "双方商量好怎样还。"), ("body", "要自愿。")];

/// Sends the form at `path` as the helper does, and gives back the version it answers.
async fn by_itself(person: &mut Person, path: &str, changes: &[(&str, &str)]) -> String {
    person.visit(path).await;
    let mut filled = form::fill(&person.page().body, "保存草稿", changes).expect("the editor");
    filled.fields.push(("autosave".to_owned(), "1".to_owned()));
    person.go(reqwest::Method::POST, path, |r| r.form(&filled.fields)).await;
    person.page().body.split(' ').next().unwrap_or_default().to_owned()
}

async fn a_draft_that_saves_itself_keeps_one_version_and_overwrites_nobody(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = story::draft_content(&site, "普法文章", &ARTICLE).await;
    let edit = format!("{desk}/edit");
    for (body, version) in [("要自愿，", "2"), ("要自愿，要写清楚", "3"), ("要自愿，要写清楚期限。", "4")]
    {
        assert_eq!(by_itself(&mut editor, &edit, &[("body", body)]).await, version);
        editor.expect(200);
        assert_eq!(editor.page().body, format!("{version} 10:00"), "version and time, and nothing else");
    }
    editor.visit(&format!("{desk}/versions")).await;
    assert_eq!(editor.page().all("tbody tr").len(), 2, "what saved itself is one version");
    editor.sees("第 4 版").sees("自动保存").sees_not("第 3 版");
    // a form shown before that is not saved over it, by itself or by hand
    editor.visit(&edit).await;
    let mut behind = editor.clone();
    by_itself(&mut editor, &edit, &[("body", "要自愿，要写清楚期限和金额。")]).await;
    behind.submit("保存草稿", &[("body", "可以口头约定。")]).await;
    behind.expect(409).sees("期限和金额").sees("可以口头约定");
    by_itself(&mut editor, &edit, &[("slug", "网址")]).await;
    editor.expect(422);
    // pressed by hand with the very same words on the older version: nothing is in the way
    behind.visit(&edit).await;
    let mut twice = behind.clone();
    behind.submit("保存草稿", &[("summary", "商量好怎样还。")]).await;
    twice.submit("保存草稿", &[("summary", "商量好怎样还。")]).await;
    twice.expect(200).sees("已保存");
    site.close().await;
}

async fn a_notice_saves_itself_too(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = story::open_draft(&site, "2025-23").await;
    for version in ["2", "3"] {
        let body = format!("第 {version} 次");
        assert_eq!(by_itself(&mut editor, &format!("{desk}/edit"), &[("body", &body)]).await, version);
    }
    editor.visit(&format!("{desk}/versions")).await;
    assert_eq!(editor.page().all("tbody tr").len(), 2);
    // whoever wrote only by itself is a maker all the same: the last version names them
    editor.sees("自动保存");
    site.close().await;
}

async fn the_preview_is_the_public_renderer_for_writers_only(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut editor = site.staff("editor").await;
    editor.visit("/staff/content/new?kind=article").await;
    let csrf = form::shown(&editor.page().body, "csrf").unwrap_or_default();
    let text = "**注意：**正文<script>alert(1)</script>[点](javascript:alert(1))";
    editor.post("/staff/preview", &[("csrf", &csrf), ("text", text)]).await;
    editor.expect(200).sees_not("<script").sees_not("javascript:");
    assert!(editor.page().body.starts_with("<p><strong>注意：</strong>正文"), "{}", editor.page().body);
    assert_eq!(editor.page().header("cache-control"), "no-store");
    editor.post("/staff/preview", &[("csrf", "x"), ("text", text)]).await;
    editor.expect(403);
    site.close().await;
}
