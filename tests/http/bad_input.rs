//! What the site refuses: always with the right status and a page in its own style, never with a bare string, never with 500.
use reqwest::Method;
use tests::raw::{Answer, exchange};
use tests::{Engine, Page, Site, both_engines, story};

both_engines!(
    every_refusal_is_a_page_of_the_site,
    too_many_tries_are_told_when_to_come_back,
    a_withdrawn_notice_is_gone_and_names_nobody,
    what_is_no_http_is_told_so
);

/// A request as bytes; `Host` and the blank line are added.
fn request(line: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("{line} HTTP/1.1\r\nHost: court.test\r\nConnection: close\r\n").into_bytes();
    for header in headers {
        bytes.extend_from_slice(header.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    if !body.is_empty() {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    bytes
}

#[track_caller]
fn in_the_sites_style(what: &str, status: u16, answer: &Answer) {
    let text = answer.text();
    let header = |name: &str| answer.headers.get(name).cloned().unwrap_or_default();
    assert_eq!(answer.status, status, "{what}\n{:?}\n{text:.2000}", answer.headers);
    assert!(header("content-type").starts_with("text/html"), "{what}: {}", header("content-type"));
    assert!(header("content-security-policy").contains("default-src 'none'"), "{what}: no content security policy");
    assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
    for part in ["<title>", "rel=\"stylesheet\"", "<main", "<h1"] {
        assert!(text.contains(part), "{what}: the page has no {part}\n{text:.2000}");
    }
}

async fn every_refusal_is_a_page_of_the_site(engine: Engine) {
    let site = Site::demo(engine).await;
    let form = "Content-Type: application/x-www-form-urlencoded";
    let own = "Sec-Fetch-Site: same-origin";
    let long = format!("ticket={}", "x".repeat(200 * 1024));
    let cases: Vec<(&str, u16, Vec<u8>)> = vec![
        ("unknown path", 404, request("GET /no-such-page", &[], b"")),
        ("unknown notice", 404, request("GET /notices/2025-99", &[], b"")),
        ("notice that is no number", 404, request("GET /notices/%E6%9D%8E", &[], b"")),
        ("unknown list entry", 404, request("GET /lists/dishonest/999999999999999999999", &[], b"")),
        ("quote in the path", 404, request("GET /outcomes/'%20OR%201=1--", &[], b"")),
        ("dot segments", 404, request("GET /pkg/../../etc/passwd", &[], b"")),
        ("wrong method on a page", 405, request("POST /statistics", &[form, own], b"a=b")),
        ("unheard-of method", 405, request("DELETE /notices", &[own], b"")),
        ("form that is too large", 413, request("POST /tips/status", &[form, own], long.as_bytes())),
        (
            "JSON where a form belongs",
            415,
            request("POST /tips/status", &["Content-Type: application/json", own], b"{}"),
        ),
        ("no type at all", 415, request("POST /tips/status", &[own], b"ticket=1")),
        (
            "form from another site",
            403,
            request("POST /tips/status", &[form, "Sec-Fetch-Site: cross-site"], b"ticket=1"),
        ),
        (
            "form with a foreign origin",
            403,
            request("POST /tips/status", &[form, "Origin: https://evil.example"], b"ticket=1"),
        ),
        ("broken percent sign", 400, request("GET /notices/%zz", &[], b"")),
        ("path that is no UTF-8", 400, request("GET /notices/%ff%fe", &[], b"")),
        ("query that is no UTF-8", 400, request("GET /search?q=%ff%fe", &[], b"")),
        ("cut-off percent sign", 400, request("GET /search?q=%E6%9", &[], b"")),
        ("NUL in the path", 400, request("GET /learn/a%00b", &[], b"")),
        ("NUL in a looked-up name", 400, request("POST /lists", &[form, own], "q=王某%00祥".as_bytes())),
        ("NUL at the start of a tip", 400, request("POST /tips/new", &[form, own], b"notice=2025-21&subject=%001")),
        ("NUL at the door", 400, request("POST /staff/sign-in", &[form, own], b"login=a%00b&password=x")),
        // the address is where malformed bytes are refused; in a form they become signs that match nothing
        ("form that is no UTF-8", 422, request("POST /tips/status", &[form, own], b"ticket=%ff&secret=%fe")),
    ];
    for (what, status, bytes) in &cases {
        in_the_sites_style(what, *status, &exchange(site.address, bytes).await);
    }
    site.close().await;
}

async fn what_is_no_http_is_told_so(engine: Engine) {
    let site = Site::demo(engine).await;
    for bytes in [
        "GEHEIM\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET /\u{1} HTTP/1.1\r\n\r\n",
    ] {
        let answer = exchange(site.address, bytes.as_bytes()).await;
        assert_eq!(answer.status, 400, "{bytes:?}");
    }
    site.close().await;
}

async fn too_many_tries_are_told_when_to_come_back(engine: Engine) {
    let site = Site::demo_with(engine, |config| config.tips_per_minute = 3).await;
    let mut person = site.person();
    for _ in 0..3 {
        person.visit("/tips/status").await;
        person.submit("查看回复", &[("ticket", "00000-00000"), ("secret", "0000000000000000")]).await;
        person.expect(422).sees("没有找到这个查询码");
    }
    person.visit("/tips/status").await;
    person.submit("查看回复", &[("ticket", "00000-00000"), ("secret", "0000000000000000")]).await;
    person.expect(429);
    let wait: u64 = person.page().header("retry-after").parse().unwrap_or(0);
    assert!((1..=20).contains(&wait), "three a minute are one in twenty seconds, Retry-After: {wait}");
    person.sees(&format!("请 {wait} 秒后再试"));
    assert!(person.page().has("link[rel=stylesheet]") && person.page().has("main h1"), "a page in the site's style");
    site.close().await;
}

async fn a_withdrawn_notice_is_gone_and_names_nobody(engine: Engine) {
    let site = Site::demo(engine).await;
    let notice = story::publish_issue(&site, "2025-22").await;
    let mut reader = site.person();
    reader.visit(&notice).await;
    let title = reader.expect(200).page().all("main h1").concat();

    let mut publisher = site.staff("publisher").await;
    publisher.visit("/staff/notices").await;
    publisher.click("2025年第22期").await;
    publisher.submit("立即撤下", &[("withdraw_kind", "wrong"), ("withdraw_reason", "当事人已经履行完毕")]).await;
    publisher.expect(200).sees("已撤下");

    for path in [notice.clone(), format!("{notice}/1")] {
        let page: Page = reader.go(Method::GET, &path, |r| r).await.clone();
        reader.expect(410).sees("撤下");
        assert!(page.has("link[rel=stylesheet]") && page.has("main h1"), "{}", page.describe());
        for word in [title.as_str(), "钟离", "履行完毕", "1088"] {
            reader.sees_not(word);
        }
    }
    reader.visit("/").await;
    reader.expect(200).sees_not("2025年第22期");
    reader.visit("/tips/new?notice=2025-22&subject=1").await;
    reader.expect(200).sees("这条公告已经结束或撤下。您仍然可以提供线索").sees_not("钟离").sees_not("第22期");
    site.close().await;
}

#[test]
fn a_request_of_two_lengths_is_refused_and_ends_the_connection() {
    tests::block_on(async {
        let site = Site::demo(Engine::Sqlite).await;
        let head = "POST /tips/status HTTP/1.1\r\nHost: court.test\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n";
        let answer = exchange(site.address, format!("{head}0\r\n\r\n").as_bytes()).await;
        in_the_sites_style("two lengths", 400, &answer);
        assert_eq!(answer.headers.get("connection").map(String::as_str), Some("close"));
        // what a second reader would take for a request of its own is never answered
        let smuggled = "0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: court.test\r\n\r\n";
        let answer = exchange(site.address, format!("{head}{smuggled}").as_bytes()).await;
        assert!(answer.status != 200, "{}", answer.text());
        site.close().await;
    });
}
