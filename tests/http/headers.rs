//! What every answer carries, refusals and files included.
use tests::{Engine, Site, both_engines};

both_engines!(
    every_answer_carries_the_security_headers,
    pages_with_secrets_are_stored_nowhere,
    the_way_out_tells_nobody_where_one_was,
    an_answer_to_a_question_is_stored_nowhere,
    the_islands_files_are_immutable_and_small
);

async fn every_answer_carries_the_security_headers(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    let mut paths: Vec<String> = tests::crawl::samples(&tests::crawl::everything(&mut person).await);
    paths.extend(["/no-such-page", "/healthz", "/robots.txt", "/staff/sign-in", "/staff"].map(str::to_owned));
    let sheet = person.visit("/").await.attributes("link[rel=stylesheet]", "href");
    paths.extend(sheet);
    for path in paths {
        let page = person.visit(&path).await;
        let policy = page.header("content-security-policy").to_owned();
        for part in [
            "default-src 'none'",
            "style-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {part} is missing from {policy:?}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(!page.header("referrer-policy").is_empty(), "{path}: no Referrer-Policy");
    }
    site.close().await;
}

async fn pages_with_secrets_are_stored_nowhere(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    for path in ["/tips/new", "/tips/status", "/staff/sign-in"] {
        let page = person.visit(path).await;
        assert!(page.header("cache-control").contains("no-store"), "{path}: {}", page.header("cache-control"));
        // not no-referrer: old iPhones would then send forms with `Origin: null`
        assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
    }
    person.visit("/tips/new").await;
    person.submit("开始填写", &[]).await;
    assert!(person.page().header("cache-control").contains("no-store"), "a page with a draft");
    let officer = site.staff("officer").await;
    assert!(officer.page().header("cache-control").contains("no-store"), "a page of the back office");
    site.close().await;
}

async fn the_way_out_tells_nobody_where_one_was(engine: Engine) {
    let site = Site::demo(engine).await;
    let leave = async |from: &str| {
        let line = if from.is_empty() { String::new() } else { format!("Sec-Fetch-Site: {from}\r\n") };
        let head = format!("GET /leave HTTP/1.1\r\nHost: court.test\r\n{line}Connection: close\r\n\r\n");
        let answer = tests::raw::exchange(site.address, head.as_bytes()).await;
        assert_eq!(answer.status, 303, "{from}");
        assert_eq!(answer.headers.get("referrer-policy").map(String::as_str), Some("no-referrer"), "{from}");
        answer.headers
    };
    for own in ["", "none", "same-origin"] {
        let headers = leave(own).await;
        assert!(headers.contains_key("clear-site-data") && headers.contains_key("set-cookie"), "{own}: {headers:?}");
    }
    // any page could hold a picture of this address and so wipe what somebody writes here
    for foreign in ["cross-site", "same-site"] {
        let headers = leave(foreign).await;
        assert!(!headers.contains_key("clear-site-data") && !headers.contains_key("set-cookie"), "{foreign}");
    }
    site.close().await;
}

/// The question may be somebody's name.
async fn an_answer_to_a_question_is_stored_nowhere(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    for question in ["/search?q=%E7%8E%8B%E6%9F%90", "/search?q=x"] {
        let page = person.visit(question).await;
        assert_eq!(page.header("cache-control"), "private, no-store", "{question}");
        assert_eq!(page.header("etag"), "", "{question}");
    }
    assert_eq!(person.visit("/search").await.header("cache-control"), "no-cache");
    site.close().await;
}

async fn the_islands_files_are_immutable_and_small(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    person.visit("/tips/new").await;
    person.submit("开始填写", &[]).await;
    let mut files = person.page().attributes("script[src]", "src");
    files.extend(person.page().attributes("link[rel=stylesheet]", "href"));
    if !files.iter().any(|f| f.contains("boot")) {
        tests::skipped("browser", "this server was built without islands (ZHAOSHI_SKIP_BROWSER)");
    }
    for file in files {
        let page = person.go(reqwest::Method::GET, &file, |r| r.header("accept-encoding", "br")).await;
        assert_eq!(page.status, 200, "{file}");
        assert!(page.header("cache-control").contains("immutable"), "{file}: {}", page.header("cache-control"));
        assert_eq!(page.header("content-encoding"), "br", "{file}");
    }
    site.close().await;
}
