//! Tables of list entries: every row accounted for before anything is written, taken over as one action and taken back.
use std::time::Duration;

use app::domain::date::Instant;
use server::store::{Db, list_import};
use tests::form::File;
use tests::listing::{Desk, NAME};
use tests::story::resident_id;
use tests::{Engine, Person, Site, both_engines, canary};

both_engines!(
    an_import_writes_nothing_before_it_is_confirmed_and_the_same_file_again_changes_nothing,
    dj_9_a_row_that_differs_from_a_public_entry_becomes_a_proposal,
    a_changed_draft_goes_back_to_what_it_was_and_one_that_went_further_holds_the_whole_import,
    a_file_that_is_no_table_is_refused_by_name,
    what_was_uploaded_lies_sealed_and_is_gone_after_a_day,
    ten_thousand_rows_are_shown_page_by_page,
    x8_an_exported_table_is_masked_marked_and_comes_back_as_the_same,
);

const HEAD: &str = "iname,cardNum,caseCode,regDate,gistId,duty,performance,disruptTypeName";
/// Born 1985, on no list.
const SEVENTEEN: &str = "43119919850412203";

/// Brings a file in and waits for the preview.
async fn upload(editor: &mut Person, list: &str, name: &str, bytes: Vec<u8>) {
    editor.visit("/staff/import").await;
    let file = File { field: "file".into(), name: name.into(), mime: "application/octet-stream".into(), bytes };
    editor.submit_with("上传，先看对照", &[("list", list)], &[file]).await;
    editor.expect(200);
    settle(editor).await;
}

/// Looks again as the page asks for, until nothing runs.
async fn settle(editor: &mut Person) {
    for _ in 0..2_000 {
        if editor.page().header("refresh").is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
        let path = editor.page().path.clone();
        editor.visit(&path).await;
    }
    editor.fail("it runs for ever");
}

async fn confirm(editor: &mut Person, button: &str) {
    editor.submit(button, &[]).await;
    editor.expect(200);
    settle(editor).await;
}

fn rows() -> String {
    let id = resident_id(SEVENTEEN);
    [
        HEAD,
        &format!("乌有甲,{id},〔2025)湘1199执9001号,2025-3-1,（2024）湘1199民初9001号,偿还借款 1 元,全部未履行,违反财产报告制度"),
        &format!("乌有甲,{id},（2025）湘1199执9001号,2025.3.1,,,,"),
        "乌有乙,4.31199198304121E+17,(2025)湘1199执9002号,45717,,,,",
        "乌有丙,,(2025)湘1129执9003号,2025年3月1日,,,,",
        "乌有丁,,（2025）湘1199执9004号,45717,,支付货款 2 元,部分未履行,",
        "",
    ]
    .join("\r\n")
}

async fn an_import_writes_nothing_before_it_is_confirmed_and_the_same_file_again_changes_nothing(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut editor = site.staff("editor").await;
    upload(&mut editor, "失信被执行人名单", "名单.csv", rows().into_bytes()).await;
    editor.sees("文件里共 5 行").sees("有错误 3").sees("新增 2").sees("相同 0");
    editor.sees("第 3 行").sees("和第 2 行重复").sees("请把这一列设成文本").sees("（规则 9.2）");
    editor.sees("不是本院的执行案号").sees("（规则 9.1）");
    let preview = editor.page().path.clone();
    editor.click("新增 2").await;
    editor.sees("乌有甲").sees("4311991985****").sees("第 6 行").sees_not(&resident_id(SEVENTEEN));
    editor.visit("/staff/lists").await;
    editor.submit("查找", &[("q", "乌有甲")]).await;
    editor.sees("都没有找到");

    editor.visit(&preview).await;
    confirm(&mut editor, "确认导入：新增 2 条，更改 0 条").await;
    editor.sees("已导入").sees("新增草稿 2 行").sees("有错误，没有导入 3 行");
    let done = editor.page().path.clone();
    editor.visit("/staff/lists").await;
    editor.submit("查找", &[("q", "乌有甲")]).await;
    editor.sees("（2025）湘1199执9001号").sees("草稿");

    upload(&mut editor, "失信被执行人名单", "名单.csv", rows().into_bytes()).await;
    editor.sees("新增 0").sees("更改 0").sees("相同 2").sees("不用导入");

    editor.visit(&done).await;
    confirm(&mut editor, "撤销本次导入").await;
    editor.sees("已撤销").sees_not("撤销本次导入");
    editor.visit("/staff/lists").await;
    editor.submit("查找", &[("q", "乌有甲")]).await;
    editor.sees("都没有找到");
    site.close().await;
}

async fn dj_9_a_row_that_differs_from_a_public_entry_becomes_a_proposal(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let (path, public) = desk.published("restricted", &[]).await;
    let file = format!("姓名,案号,义务\n{NAME},（2025）湘1199执4088号,偿还借款本金 48 元\n");
    upload(&mut desk.editor, "限制消费名单", "更正.csv", file.clone().into_bytes()).await;
    desk.editor.sees("更改 1").sees("现在是“偿还借款本金 480,000 元”").sees("文件里是“偿还借款本金 48 元”");
    confirm(&mut desk.editor, "确认导入：新增 0 条，更改 1 条").await;
    desk.editor.sees("提出更正，等待批准 1 行");
    let done = desk.editor.page().path.clone();
    let mut citizen = site.person();
    citizen.visit(&public).await;
    citizen.expect(200).sees("480,000 元");
    upload(&mut desk.editor, "限制消费名单", "更正.csv", file.into_bytes()).await;
    desk.editor.sees("更改 0").sees("相同 1");
    let other = format!("姓名,案号,义务\n{NAME},（2025）湘1199执4088号,偿还借款本金 49 元\n");
    upload(&mut desk.editor, "限制消费名单", "更正.csv", other.into_bytes()).await;
    desk.editor.sees("已经有一条更正等待批准").sees("（规则 DJ-9）");
    // a number is not corrected by a file
    let id = resident_id("43119919830412501");
    let number = format!("姓名,案号,证件号码\n{NAME},（2025）湘1199执4088号,{id}\n");
    upload(&mut desk.editor, "限制消费名单", "号码.csv", number.into_bytes()).await;
    desk.editor.sees("新增 1").sees_not(&id);

    desk.publisher.visit(&path).await;
    desk.publisher.submit("批准更正，马上公布新内容", &[]).await;
    citizen.visit(&public).await;
    citizen.expect(200).sees("偿还借款本金 48 元");
    desk.editor.visit(&done).await;
    desk.editor.submit("撤销本次导入", &[]).await;
    desk.editor.expect(422).sees("已经有人继续办理：r-2025-0546").sees("逐条处理");
    site.close().await;
}

async fn a_changed_draft_goes_back_to_what_it_was_and_one_that_went_further_holds_the_whole_import(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    let path = desk.draft("restricted", &[]).await;
    let file = format!(
        "姓名,案号,义务\n{NAME},（2025）湘1199执4088号,支付工程款 7 元\n乌有甲,（2025）湘1199执9001号,支付 8 元\n"
    );
    upload(&mut desk.editor, "限制消费名单", "更改.csv", file.clone().into_bytes()).await;
    confirm(&mut desk.editor, "确认导入：新增 1 条，更改 1 条").await;
    desk.editor.sees("更改草稿 1 行").sees("新增草稿 1 行");
    let done = desk.editor.page().path.clone();
    desk.editor.visit(&path).await;
    desk.editor.sees("支付工程款 7 元").sees("从文件导入（第 2 行）").sees("4311991983****");
    desk.editor.visit(&done).await;
    confirm(&mut desk.editor, "撤销本次导入").await;
    desk.editor.sees("已撤销");
    desk.editor.visit(&path).await;
    desk.editor.sees("480,000 元").sees("4311991983****");
    // the number is whole under its seal: the gate that reads the day of birth still opens it
    upload(&mut desk.editor, "限制消费名单", "更改.csv", file.into_bytes()).await;
    confirm(&mut desk.editor, "确认导入：新增 1 条，更改 1 条").await;
    let done = desk.editor.page().path.clone();
    desk.decide(&path).await;
    desk.editor.visit(&done).await;
    desk.editor.submit("撤销本次导入", &[]).await;
    desk.editor.expect(422).sees("已经有人继续办理：r-2025-0546");
    site.close().await;
}

async fn a_file_that_is_no_table_is_refused_by_name(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut editor = site.staff("editor").await;
    for (bytes, words) in [
        (b"%PDF-1.7\0\0".to_vec(), "这不是表格文件"),
        (b"PK\x03\x04broken".to_vec(), "文件已经损坏"),
        ("姓名,义务,履行情况\n甲,还钱,未履行".into(), "缺少“案号”一列。表头现在是：姓名、义务、履行情况"),
        (HEAD.into(), "表头下面没有内容"),
    ] {
        upload(&mut editor, "失信被执行人名单", "x.bin", bytes).await;
        editor.expect(200).sees("没有读成").sees(words).sees("再上传一份");
    }
    editor.visit("/staff/import").await;
    editor.submit("上传，先看对照", &[]).await;
    editor.expect(422).sees("请选择是哪一份名单").sees("请选择文件");
    site.close().await;
}

async fn what_was_uploaded_lies_sealed_and_is_gone_after_a_day(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut editor = site.staff("editor").await;
    let id = resident_id(SEVENTEEN);
    let file = format!("姓名,案号,证件号码\n乌有金丝雀,（2025）湘1199执9001号,{id}\n乌有银丝雀,2025执,{id}\n");
    upload(&mut editor, "失信被执行人名单", "名单.csv", file.into_bytes()).await;
    editor.sees("新增 1").sees("有错误 1");
    let preview = editor.page().path.clone();
    let canaries = [("a name", "乌有金丝雀"), ("a refused name", "乌有银丝雀"), ("a number", id.as_str())];
    canary::in_no_folder(site.data(), &canaries);
    canary::in_no_dump(&site.database_url, &canaries);
    let db = Db::open(&site.database_url).await.expect("the database opens");
    let mut tx = db.begin().await.expect("a transaction");
    let end = |ms: i64| Instant(site.clock.now().ms() + ms);
    assert_eq!(list_import::purge(&mut tx, end(-1)).await.expect("asked"), 0);
    assert_eq!(list_import::purge(&mut tx, end(0)).await.expect("asked"), 1);
    tx.commit().await.expect("kept");
    editor.visit(&preview).await;
    editor.expect(200).sees("超过一天没有确认，已清除").sees_not("金丝雀").sees_not("确认导入");
    site.close().await;
}

async fn ten_thousand_rows_are_shown_page_by_page(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut editor = site.staff("editor").await;
    let lines: String =
        (1..=10_000).map(|n| format!("乌有甲,,(2024)湘1199执{n}号,45717,,支付货款 {n} 元,,\n")).collect();
    upload(&mut editor, "失信被执行人名单", "大.csv", format!("{HEAD}\n{lines}").into_bytes()).await;
    editor.expect(200).sees("文件里共 10000 行").sees("新增 10000").sees("第 2 行").sees_not("第 102 行");
    assert!(editor.page().body.len() < 100_000, "{} bytes", editor.page().body.len());
    let path = editor.page().path.clone();
    editor.visit(&format!("{path}?show=add&page=100")).await;
    editor.expect(200).sees("第 10001 行").sees("（2024）湘1199执10000号");
    editor.submit("放弃，清除这份文件的内容", &[]).await;
    editor.expect(200).sees("已放弃");
    site.close().await;
}

async fn x8_an_exported_table_is_masked_marked_and_comes_back_as_the_same(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut desk = Desk::open(&site).await;
    desk.draft("restricted", &[("duty", "=HYPERLINK(\"http://x\")"), ("basis_unit", "@某院")]).await;
    desk.reviewer.visit("/staff/lists?list=restricted").await;
    desk.reviewer.click("导出表格").await;
    desk.reviewer.submit("导出", &[]).await;
    desk.reviewer.expect(422).sees("请选择用途").sees("PI-11");
    for format in ["CSV", "Excel"] {
        desk.reviewer.visit("/staff/lists/export?list=restricted").await;
        let token = tests::form::shown(&desk.reviewer.page().body, "csrf").unwrap_or_default();
        let code = if format == "CSV" { "csv" } else { "xlsx" };
        let fields = [("csrf", token.as_str()), ("list", "restricted"), ("reason", "reconcile"), ("format", code)];
        let request = desk.reviewer.request(reqwest::Method::POST, &desk.reviewer.url("/staff/lists/export"));
        let answer = request.header("sec-fetch-site", "same-origin").form(&fields).send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), 200);
        let bytes = answer.bytes().await.expect("a file").to_vec();
        if format == "CSV" {
            let text = String::from_utf8(bytes.clone()).expect("UTF-8");
            assert!(text.starts_with('\u{feff}') && text.lines().next().is_some_and(|l| l.contains("共 546 条")));
            assert!(text.contains("'=HYPERLINK") && text.contains(",'@某院,") && text.contains("4311991983****"));
            assert!(!text.contains(tests::listing::HIDDEN), "a whole number leaves the court");
        }
        upload(&mut desk.editor, "限制消费名单", "回来", bytes).await;
        desk.editor.sees("文件里共 546 行").sees("相同 546").sees("文件里没有 0").sees("有错误 0");
    }
    let mut auditor = site.staff("auditor").await;
    auditor.visit("/staff/audit").await;
    auditor.expect(200).sees("导出").sees("546 条，用途：与全国平台核对").sees("读取导入文件").sees_not(NAME);
    site.close().await;
}
