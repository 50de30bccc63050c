//! Feed, sitemap and `/api/v1`: what programs read, and what they never get.
use std::collections::BTreeSet;

use reqwest::{Method, header};
use serde_json::{Value, json};
use tests::schema::misfits;
use tests::{Engine, Page, Person, Site, both_engines, story};

both_engines!(
    a_published_issue_is_in_the_open_data_and_a_withdrawn_one_is_gone_at_the_next_request,
    bn_12_an_ended_subject_has_neither_county_nor_reward,
    ew_4_no_person_stands_in_the_open_data,
    an_answer_is_confirmed_by_its_tag,
    following_the_cursor_visits_each_record_once,
    changed_since_tells_what_is_new,
    gf_9_who_follows_hears_what_is_gone_and_of_no_person,
    the_description_lists_every_route_and_every_answer_fits_it,
    a_question_that_cannot_be_read_is_a_problem,
    ew_4_the_lists_answer_one_exact_question_at_a_time,
    other_sites_may_read_what_names_nobody,
);

const LISTS: [&str; 4] = ["/api/v1/notices", "/api/v1/outcomes", "/api/v1/campaigns", "/api/v1/claims"];

async fn get(person: &mut Person, path: &str) -> Value {
    person.visit(path).await;
    person.expect(200);
    body(person.page())
}

fn body(page: &Page) -> Value {
    serde_json::from_str(&page.body).unwrap_or_else(|e| panic!("{}: {e}: {}", page.path, page.body))
}

/// Follows `next` to the end: every record of a list.
async fn all(person: &mut Person, list: &str, query: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut path = format!("{list}?{query}");
    for _ in 0..100 {
        let page = get(person, &path).await;
        items.extend(page["items"].as_array().expect("items").clone());
        match page["next"].as_str() {
            Some(next) => path = format!("{list}?{query}&cursor={next}"),
            None => return items,
        }
    }
    panic!("{list} has no last page");
}

fn ids(items: &[Value]) -> Vec<&str> {
    items.iter().filter_map(|item| item["id"].as_str()).collect()
}

async fn a_published_issue_is_in_the_open_data_and_a_withdrawn_one_is_gone_at_the_next_request(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut program = site.person();
    // everything is in the cache without it
    for path in ["/feed.atom", "/sitemap.xml", "/api/v1/notices"] {
        program.visit(path).await;
        program.expect(200).sees_not("2025-22");
    }
    program.visit("/api/v1/notices/2025-22").await;
    program.expect(404);
    let desk = story::draft_issue(&site, "2025-22").await;
    program.visit("/api/v1/notices/2025-22").await;
    program.expect(404);
    story::publish(&site, &desk).await;
    program.visit("/feed.atom").await;
    program.expect(200).sees("2025年第22期悬赏公告：征集财产和行踪线索").sees("示例县").sees("50,000元");
    program.visit("/sitemap.xml").await;
    program.expect(200).sees("/verify/2025-22");
    assert!(ids(&all(&mut program, LISTS[0], "limit=50").await).contains(&"2025-22"));
    let one = get(&mut program, "/api/v1/notices/2025-22").await;
    assert_eq!((&one["status"], &one["subjects"][0]["county"]), (&json!("open"), &json!("示例县")));
    assert_eq!(one["subjects"][0]["rewards"][1]["text"], "20,000元");

    story::withdraw(&site, &desk).await;
    for path in ["/feed.atom", "/sitemap.xml", "/api/v1/notices?limit=50", "/api/v1/notices"] {
        program.visit(path).await;
        program.expect(200).sees_not("2025-22").sees_not("第22期");
    }
    program.visit("/api/v1/notices/2025-22").await;
    program.expect(410).sees("请删除您保存的副本").sees_not("财产");
    assert_eq!(program.page().header("content-type"), "application/problem+json");
    site.close().await;
}

async fn bn_12_an_ended_subject_has_neither_county_nor_reward(engine: Engine) {
    let site = Site::demo(engine).await;
    story::publish_issue_of_two(&site, "2025-22").await;
    let mut program = site.person();
    let before = get(&mut program, "/api/v1/notices/2025-22").await;
    let tag = program.page().header("etag").to_owned();
    assert_eq!(before["subjects"][0]["status"], "open");
    let mut publisher = site.staff("publisher").await;
    publisher.visit("/staff/notices").await;
    publisher.click("2025年第22期").await;
    publisher.click("结束征集").await;
    publisher.submit("结束征集，马上撤下姓名", &[("reason", "mistaken")]).await;
    publisher.expect(200);
    let after = program.go(Method::GET, "/api/v1/notices/2025-22", |r| r.header("if-none-match", &tag)).await;
    assert_eq!(after.status, 200, "the old tag is no longer good");
    let subjects = &body(program.page())["subjects"];
    assert_eq!(subjects[0], json!({ "position": 1, "status": "withdrawn", "county": "", "rewards": [] }));
    assert_eq!(subjects[1]["status"], "open");
    // the last day passes: nothing is in force any more, and nobody had to do anything
    site.clock.advance(200 * 24 * 3_600_000);
    for path in ["/feed.atom", "/sitemap.xml"] {
        program.visit(path).await;
        program.expect(200).sees_not("2025-22");
    }
    let ended = get(&mut program, "/api/v1/notices/2025-22").await;
    assert_eq!((&ended["status"], &ended["subjects"][1]["rewards"]), (&json!("ended"), &json!([])));
    site.close().await;
}

/// Every address of the open data that GET answers, lists read to their ends.
async fn everything(program: &mut Person) -> Vec<Page> {
    let mut pages = Vec::new();
    for path in ["/feed.atom", "/sitemap.xml", "/robots.txt", "/api/openapi.json", "/api/v1/statistics/2025"] {
        pages.push(program.visit(path).await.clone());
    }
    for list in LISTS {
        let items = all(program, list, "limit=50").await;
        pages.push(program.page().clone());
        for id in ids(&items).iter().filter(|_| list.ends_with("notices") || list.ends_with("outcomes")) {
            pages.push(program.visit(&format!("{list}/{id}")).await.clone());
        }
    }
    pages
}

async fn ew_4_no_person_stands_in_the_open_data(engine: Engine) {
    let site = Site::demo(engine).await;
    story::publish_issue_of_two(&site, "2025-22").await;
    // what the pages say of persons: names, masked numbers, case numbers
    let mut reader = site.person();
    let mut persons = BTreeSet::from(["钟离砚".to_owned(), "端木澄".to_owned()]);
    for no in 14..=22 {
        for position in 1..=2 {
            let page = reader.visit(&format!("/notices/2025-{no}/{position}")).await.clone();
            for row in page.all(".facts__row") {
                let value = ["姓名", "名称", "身份证号", "案号"].iter().find_map(|label| row.strip_prefix(label));
                persons.extend(value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()));
            }
        }
    }
    assert!(persons.len() > 10, "what to look for: {persons:?}");
    let whole = regex::Regex::new(r"[1-6]\d{5}(?:19|20)\d{2}[\d*]{4}\d{3}[\dX]").expect("a pattern");
    for page in everything(&mut site.person()).await {
        assert_eq!(page.status, 200, "{}", page.path);
        let told = persons.iter().find(|text| page.body.contains(text.as_str()));
        assert!(told.is_none() && !whole.is_match(&page.body), "{}: {told:?}", page.path);
    }
    site.close().await;
}

async fn an_answer_is_confirmed_by_its_tag(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut program = site.person();
    let paths =
        ["/feed.atom", "/sitemap.xml", "/api/v1/notices?limit=2", "/api/v1/notices/2025-21", "/api/openapi.json"];
    for path in paths {
        let tag = program.visit(path).await.header("etag").to_owned();
        assert!(tag.starts_with('"'), "{path}: {tag} is no strong tag");
        let again = program.go(Method::GET, path, |r| r.header("if-none-match", &tag)).await;
        assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag.as_str()), "{path}");
        let packed = program.go(Method::GET, path, |r| r.header("accept-encoding", "gzip")).await;
        assert_ne!(packed.header("etag"), tag, "{path}: other bytes, other tag");
        assert_eq!(packed.header("content-encoding"), "gzip", "{path}");
    }
    let tag = program.visit("/api/v1/notices").await.header("etag").to_owned();
    story::publish_issue(&site, "2025-22").await;
    let again = program.go(Method::GET, "/api/v1/notices", |r| r.header("if-none-match", &tag)).await;
    assert!(again.status == 200 || again.header("etag") == tag, "a first page without the new one may stay");
    let again = program.go(Method::GET, "/feed.atom", |r| r.header("if-none-match", &tag)).await;
    assert_eq!(again.status, 200);
    site.close().await;
}

async fn following_the_cursor_visits_each_record_once(engine: Engine) {
    let site = Site::demo(engine).await;
    story::publish_issue(&site, "2025-22").await;
    let mut program = site.person();
    for list in LISTS {
        let whole = all(&mut program, list, "limit=50").await;
        let known = ids(&whole);
        let unique: BTreeSet<_> = known.iter().collect();
        assert!(!known.is_empty() && unique.len() == known.len(), "{list}: {known:?}");
        for limit in [1, 3, 20] {
            let pages = all(&mut program, list, &format!("limit={limit}")).await;
            assert_eq!(ids(&pages), known, "{list} by {limit}");
        }
    }
    assert_eq!(all(&mut program, LISTS[0], "limit=4").await.len(), 22);
    site.close().await;
}

async fn gf_9_who_follows_hears_what_is_gone_and_of_no_person(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut program = site.person();
    let gone = "/api/v1/withdrawn";
    assert!(all(&mut program, gone, "limit=50").await.is_empty());
    let words = [("slug", "he-jie"), ("title", "什么是执行和解"), ("summary", "双方商量好。"), ("body", "要自愿。")];
    let (mut editor, article) = story::draft_content(&site, "普法文章", &words).await;
    story::publish_content(&site, &mut editor, &article).await;
    story::press_with(&site, "publisher", &article, "立即撤下", &story::WITHDRAWAL).await.expect(200);
    let issue = story::draft_issue(&site, "2025-22").await;
    story::publish(&site, &issue).await;
    site.clock.advance(60_000);
    story::withdraw(&site, &issue).await;
    let items = all(&mut program, gone, "limit=1").await;
    let told: Vec<_> = items.iter().map(|one| (one["kind"].clone(), one["id"].clone())).collect();
    assert_eq!(told, [(json!("article"), json!("he-jie")), (json!("notice"), json!("2025-22"))]);
    let address = items[1]["url"].as_str().expect("an address").replace(&format!("http://{}", site.address), "");
    program.visit(&address).await;
    program.expect(410);
    assert_eq!(all(&mut program, gone, "changed_since=2025-12-15T02:00:30Z").await.len(), 1, "only what is later");
    let text = serde_json::to_string(&items).expect("text");
    assert!(!text.contains("钟离砚") && !text.contains("什么是执行和解"), "{text}");
    site.close().await;
}

async fn changed_since_tells_what_is_new(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut program = site.person();
    let desk = story::draft_issue(&site, "2025-22").await;
    site.clock.advance(3_600_000);
    let before = all(&mut program, LISTS[0], "changed_since=2025-12-15T03:00:00Z").await;
    assert!(before.is_empty(), "{before:?}");
    story::publish(&site, &desk).await;
    let news = all(&mut program, LISTS[0], "changed_since=2025-12-15T03:00:00Z").await;
    assert_eq!(ids(&news), ["2025-22"]);
    assert_eq!(news[0]["changed"], "2025-12-15T11:00:00+08:00");
    assert_eq!(all(&mut program, LISTS[0], "changed_since=2025-12-15T11:00:00%2B08:00").await.len(), 1);
    assert!(all(&mut program, LISTS[0], "changed_since=2025-12-15T11:00:01%2B08:00").await.is_empty());
    assert!(all(&mut program, LISTS[0], "changed_since=2020-01-01").await.len() > 20);
    site.close().await;
}

async fn the_description_lists_every_route_and_every_answer_fits_it(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut program = site.person();
    let about = get(&mut program, "/api/openapi.json").await;
    assert!(about["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")), "{}", about["openapi"]);
    let described: BTreeSet<String> = about["paths"].as_object().expect("paths").keys().cloned().collect();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src/http/api/mod.rs");
    let source = std::fs::read_to_string(folder).expect("the routes of the open data");
    let route = regex::Regex::new(r#"\.route\("(/api/v1[^"]+)""#).expect("a pattern");
    let routes: BTreeSet<String> = route.captures_iter(&source).map(|c| c[1].to_owned()).collect();
    assert_eq!(described, routes);

    let mut checked = 0;
    for page in everything(&mut program).await {
        let Some(path) = template(&page.path) else { continue };
        let schema = answer_schema(&about, path, "get", "200", "application/json");
        let wrong = misfits(&about, schema, &body(&page), path);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        checked += 1;
    }
    assert!(checked > 20, "{checked} answers");
    for (path, status) in [("/api/v1/notices/2025-99", "404"), ("/api/v1/notices?x=1", "400")] {
        program.visit(path).await;
        let at = template(path).expect("an address of ours");
        let schema = answer_schema(&about, at, "get", status, "application/problem+json");
        assert!(misfits(&about, schema, &body(program.page()), at).is_empty());
    }
    lookup(&mut program, &json!({ "q": "王小明" })).await;
    let schema = answer_schema(&about, "/api/v1/lists/lookup", "post", "200", "application/json");
    assert!(misfits(&about, schema, &body(program.page()), "lookup").is_empty());
    site.close().await;
}

fn template(path: &str) -> Option<&'static str> {
    let bare = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = bare.trim_start_matches("/api/v1/").split('/').collect();
    match (bare.starts_with("/api/v1/"), parts.as_slice()) {
        (true, ["notices", _]) => Some("/api/v1/notices/{issue}"),
        (true, ["outcomes", _]) => Some("/api/v1/outcomes/{slug}"),
        (true, ["statistics", _]) => Some("/api/v1/statistics/{year}"),
        _ => LISTS.into_iter().find(|list| *list == bare),
    }
}

#[track_caller]
fn answer_schema<'a>(about: &'a Value, path: &str, method: &str, status: &str, media: &str) -> &'a Value {
    let schema = &about["paths"][path][method]["responses"][status]["content"][media]["schema"];
    assert!(!schema.is_null(), "{method} {path} {status} has no schema for {media}");
    schema
}

async fn a_question_that_cannot_be_read_is_a_problem(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut program = site.person();
    for (path, status, names) in [
        ("/api/v1/notices?name=x", 400, "name"),
        ("/api/v1/notices?limit=0", 400, "limit"),
        ("/api/v1/outcomes?limit=1000", 400, "limit"),
        ("/api/v1/campaigns?cursor=abc", 400, "cursor"),
        ("/api/v1/claims?changed_since=yesterday", 400, "changed_since"),
        ("/api/v1/notices/2025-21?x=1", 400, "x"),
        ("/api/v1/notices/2025-021", 404, ""),
        ("/api/v1/outcomes/none", 404, ""),
        ("/api/v1/statistics/1999", 404, ""),
        ("/api/v1/persons", 404, ""),
        ("/api/v1/lists/lookup", 405, ""),
        ("/api/v1/lists/dishonest", 404, ""),
        ("/api/v1/%ff", 400, ""),
    ] {
        program.visit(path).await;
        program.expect(status).sees(names);
        assert_eq!(program.page().header("content-type"), "application/problem+json", "{path}");
        let problem = body(program.page());
        assert_eq!(problem["status"], json!(status), "{path}");
        assert!(problem["title"].is_string() && problem["type"] == "about:blank", "{path}: {problem}");
    }
    site.close().await;
}

async fn lookup(program: &mut Person, question: &Value) -> u16 {
    program.go(Method::POST, "/api/v1/lists/lookup", |r| r.json(question)).await.status
}

async fn ew_4_the_lists_answer_one_exact_question_at_a_time(engine: Engine) {
    // lookups are four times as many as tips
    let site = Site::demo_with(engine, |config| config.tips_per_minute = 3).await;
    let mut program = site.person();
    program.visit("/lists/dishonest").await;
    let entry = program.page().attributes("a[href^=\"/lists/dishonest/d-\"]", "href").remove(0);
    program.visit(&entry).await;
    let case = regex::Regex::new(r"（20\d\d）湘1199执\d+号").expect("a pattern");
    let case = case.find(&program.page().text()).expect("the page of an entry shows its case").as_str().to_owned();

    assert_eq!(lookup(&mut program, &json!({ "q": case, "list": "dishonest" })).await, 200);
    assert_eq!(program.page().header("cache-control"), "private, no-store");
    assert!(program.page().header("access-control-allow-origin").is_empty());
    let matches = body(program.page())["matches"].as_array().expect("matches").clone();
    let found = matches.iter().find(|m| m["url"].as_str().is_some_and(|url| url.ends_with(&entry)));
    let found = found.unwrap_or_else(|| panic!("{entry} is not among {matches:?}"));
    let masked = found["identity"].as_str().unwrap_or_default();
    assert!(masked.contains("****") || masked.len() == 18 && !masked.starts_with("43"), "{masked}");

    for (question, status) in [
        (json!({ "q": "王" }), 400),
        (json!({ "q": case, "list": "all" }), 400),
        (json!({ "q": case, "limit": 100 }), 400),
        (json!([1]), 400),
    ] {
        assert_eq!(lookup(&mut program, &question).await, status, "{question}");
        assert_eq!(program.page().header("content-type"), "application/problem+json", "{question}");
    }
    let form = program.go(Method::POST, "/api/v1/lists/lookup", |r| r.form(&[("q", "x")])).await.status;
    assert_eq!(form, 415);
    let foreign = program.request(Method::POST, &program.url("/api/v1/lists/lookup"));
    let foreign = foreign.header("sec-fetch-site", "cross-site").json(&json!({ "q": case })).send().await;
    let foreign = foreign.expect("an answer");
    assert_eq!(foreign.status().as_u16(), 403);
    assert_eq!(foreign.headers()[header::CONTENT_TYPE], "application/problem+json");
    let mut last = 0;
    for _ in 0..12 {
        last = lookup(&mut program, &json!({ "q": "王小明" })).await;
    }
    assert_eq!(last, 429);
    assert!(!program.page().header("retry-after").is_empty());
    site.close().await;
}

async fn other_sites_may_read_what_names_nobody(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut program = site.person();
    for (path, open) in [
        ("/api/v1/notices", true),
        ("/api/v1/notices/2025-99", true),
        ("/feed.atom", true),
        ("/api/openapi.json", true),
        ("/notices", false),
        ("/lists/dishonest", false),
        ("/api/v1/lists/lookup", false),
    ] {
        let allowed = program.visit(path).await.header("access-control-allow-origin").to_owned();
        assert_eq!(allowed == "*", open, "{path}: {allowed:?}");
    }
    site.close().await;
}
