//! Putting an issue together from those who are still sought, beside the last issue.
use tests::{Engine, Page, Person, Site, both_engines, form, story};

both_engines!(an_issue_is_put_together_from_those_still_sought, only_a_draft_is_put_together);

fn names(page: &Page) -> Vec<String> {
    let known = ["钟离砚", "端木澄"];
    let rows = page.all("tbody tr");
    rows.iter().filter_map(|row| known.into_iter().find(|name| row.contains(name)).map(str::to_owned)).collect()
}

fn version(person: &Person) -> (String, String) {
    let shown = |name: &str| form::shown(&person.page().body, name).unwrap_or_default();
    (shown("csrf"), shown("version"))
}

async fn an_issue_is_put_together_from_those_still_sought(engine: Engine) {
    let site = Site::demo(engine).await;
    story::publish_issue_of_two(&site, "2025-22").await;
    let (mut editor, desk) = story::open_draft(&site, "2025-23").await;
    editor.visit(&desk).await;
    editor.click("编排：顺序、选取、与上期对照").await;
    editor.expect(200).sees("还没有被执行人").sees("与2025年第22期对照").sees("不再列入：钟离砚（上期第 1 号）");
    editor.submit("选入本期", &[]).await;
    editor.expect(422).sees("请至少选择一名被执行人");
    for name in ["钟离砚", "端木澄"] {
        // one after the other, each from the form as it stands then
        let picked = editor.page().all("label").into_iter().find(|label| label.contains(name)).unwrap_or_default();
        editor.submit("选入本期", &[("pick", &picked)]).await;
        editor.expect(200).sees("本期编排已保存").sees(&format!("{name}，没有变化"));
    }
    assert_eq!(names(editor.page()), ["钟离砚", "端木澄"]);
    editor.sees_not("不再列入");
    editor.submit("上移", &[]).await;
    editor.expect(200);
    assert_eq!(names(editor.page()), ["端木澄", "钟离砚"]);

    // what changes since is shown beside what stood there
    editor.visit(&desk).await;
    editor.click("端木澄").await;
    editor.finds_typed("unpaid", "480000.00").sees("已登记 4311271979****204");
    editor.submit("保存", &[("unpaid", "450000")]).await;
    editor.visit(&format!("{desk}/compose")).await;
    editor.expect(200).sees("继续征集：第 1 号 端木澄，有变化").sees("未履行金额：48万元 → 45万元");

    // a number that was sealed for one notice opens in the other: the age gate of publication reads it
    story::submit_draft(&mut editor, &desk).await;
    story::publish(&site, &desk).await;
    let mut citizen = site.person();
    citizen.visit("/notices/2025-23/1").await;
    citizen.expect(200).sees("端木澄").sees("45万元");
    citizen.visit("/notices/2025-23/2").await;
    citizen.expect(200).sees("钟离砚").sees("4311271983****1032");
    site.close().await;
}

async fn only_a_draft_is_put_together(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, desk) = story::open_draft(&site, "2025-22").await;
    story::add_subject(&mut editor, &desk, &[], "43112719830412103").await;
    editor.visit(&format!("{desk}/compose")).await;
    let (csrf, old) = version(&editor);
    story::add_subject(&mut editor, &desk, &story::SECOND, "43112719790915204").await;
    let stale = [("csrf", csrf.as_str()), ("version", &old), ("go", "up"), ("move", "x")];
    editor.post(&format!("{desk}/compose"), &stale).await;
    editor.expect(409);
    story::submit_draft(&mut editor, &desk).await;
    editor.visit(&format!("{desk}/compose")).await;
    editor.expect(409).sees("现在不能这样操作");
    site.close().await;
}
