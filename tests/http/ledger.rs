//! The public ledger: a line for each change the public sees, without a name, that anybody can check.
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;
use tests::{Engine, Person, Site, both_engines, story};

both_engines!(every_change_the_public_sees_is_a_line_that_anybody_can_check, the_ledger_is_paged);

async fn lines(person: &mut Person) -> Vec<Value> {
    person.visit("/ledger.json").await;
    person.expect(200);
    let ledger: Value = serde_json::from_str(&person.page().body).expect("JSON");
    assert!(ledger["next"].is_null(), "one page holds all of the demo");
    let lines = ledger["lines"].as_array().expect("lines").clone();
    assert_eq!(ledger["head_hash"], lines.last().expect("a line")["hash"]);
    assert_eq!(ledger["head_signature"].as_str().map(str::len), Some(128));
    lines
}

/// What the page tells people to run.
fn sha256sum(line: &Value) -> String {
    let text = |key: &str| line[key].as_str().map_or_else(|| line[key].to_string(), str::to_owned);
    let fields = ["prev", "seq", "at", "action", "record", "content"].map(text);
    let mut tool = Command::new("sha256sum").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("sha256sum");
    let mut stdin = tool.stdin.take().expect("a pipe");
    stdin.write_all(format!("{}\n", fields.join("\n")).as_bytes()).expect("written");
    drop(stdin);
    let out = tool.wait_with_output().expect("a digest").stdout;
    String::from_utf8_lossy(&out)[..64].to_owned()
}

async fn every_change_the_public_sees_is_a_line_that_anybody_can_check(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut reader = site.person();
    let before = lines(&mut reader).await.len();
    let desk = story::draft_issue(&site, "2025-22").await;
    assert_eq!(lines(&mut reader).await.len(), before, "a draft is no line");
    story::publish(&site, &desk).await;
    story::withdraw(&site, &desk).await;
    story::publish_issue_of_two(&site, "2025-23").await;
    let mut publisher = site.staff("publisher").await;
    publisher.visit("/staff/notices").await;
    publisher.click("2025年第23期").await;
    publisher.click("结束征集").await;
    publisher.submit("结束征集，马上撤下姓名", &[("reason", "已经履行")]).await;
    publisher.expect(200);

    let all = lines(&mut reader).await;
    let new: Vec<_> =
        all[before..].iter().map(|l| format!("{} {}", l["action"], l["record"]).replace('"', "")).collect();
    assert_eq!(
        new,
        ["publish notice/2025-22", "withdraw notice/2025-22", "publish notice/2025-23", "close notice/2025-23"]
    );
    let mut prev = "0".repeat(64);
    for line in &all {
        assert_eq!(line["prev"], prev, "{line}");
        assert_eq!(sha256sum(line), line["hash"], "{line}");
        prev = line["hash"].as_str().unwrap_or_default().to_owned();
    }
    reader.visit("/ledger").await;
    reader.expect(200).sees("没有改动").sees("2025年第22期悬赏公告").sees("撤下").sees("其中一名结束");
    for name in ["钟离砚", "端木澄", "1088", "已经履行", "申请执行人撤回"] {
        reader.sees_not(name);
        assert!(!all.iter().any(|line| line.to_string().contains(name)), "{name}");
    }
    site.close().await;
}

async fn the_ledger_is_paged(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut reader = site.person();
    let all = lines(&mut reader).await;
    let middle = all.len() / 2;
    reader.visit(&format!("/ledger.json?after={middle}")).await;
    let rest: Value = serde_json::from_str(&reader.page().body).expect("JSON");
    assert_eq!(rest["lines"].as_array().map(Vec::as_slice), Some(&all[middle..]));
    reader.visit(&format!("/ledger?before={}", middle + 1)).await;
    let shown = reader.page().all("tbody th");
    assert_eq!(shown.first(), Some(&middle.to_string()));
    for (path, status) in [("/ledger.json?after=x", 400), ("/ledger.json?before=3", 400), ("/ledger?before=x", 200)] {
        reader.visit(path).await;
        reader.expect(status);
    }
    site.close().await;
}
