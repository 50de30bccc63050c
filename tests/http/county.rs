//! Every public byte of a court with 10,000 parties: nobody who must not be seen is in it (goals, law and secrecy).
use std::collections::BTreeMap;

use app::domain::id::ResidentId;
use reqwest::Method;
use tests::{
    Engine, Page, Person, Site, both_engines,
    county::{County, HIDDEN, Why},
    crawl,
};

both_engines!(no_public_byte_of_ten_thousand_parties_tells_of_a_hidden_one, no_issue_is_out_of_reach_at_the_desk);

/// Questions asked by name, number and case of each kind of hidden entry.
const ASKED: usize = 4;

/// What of a page must not be there.
fn leaks(page: &Page) -> Option<String> {
    if page.body.contains(HIDDEN) {
        return Some(format!("{}: {HIDDEN}", page.path));
    }
    let digits = regex::Regex::new(r"[1-9]\d{16}[\dXx]").expect("a pattern");
    let whole = digits.find_iter(&page.body).find(|found| ResidentId::parse(found.as_str()).is_ok());
    whole.map(|_| format!("{}: a whole identity number", page.path))
}

/// Pages of a list to its end.
async fn whole_list(reader: &mut Person, list: &str) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut next = Some(format!("/lists/{list}"));
    while let Some(path) = next {
        let page = reader.visit(&path).await.clone();
        assert_eq!(page.status, 200, "{path}");
        next = page.link("下一页");
        pages.push(page);
    }
    pages
}

/// Everything for programs and printers, cursors followed to their ends.
async fn for_programs(reader: &mut Person) -> Vec<Page> {
    let mut pages = Vec::new();
    for path in ["/feed.atom", "/sitemap.xml", "/robots.txt", "/ledger", "/ledger.json", "/statistics/2025.csv"] {
        pages.push(reader.visit(path).await.clone());
    }
    for list in ["notices", "outcomes", "campaigns", "claims"] {
        let mut path = format!("/api/v1/{list}?limit=50");
        loop {
            let page = reader.visit(&path).await.clone();
            assert_eq!(page.status, 200, "{path}");
            let next = serde_json::from_str::<serde_json::Value>(&page.body).expect("JSON")["next"].clone();
            pages.push(page);
            match next.as_str() {
                Some(next) => path = format!("/api/v1/{list}?limit=50&cursor={next}"),
                None => break,
            }
        }
    }
    for no in 1..=60 {
        for path in [format!("/api/v1/notices/2024-{no}"), format!("/notices/2024-{no}"), format!("/verify/2024-{no}")]
        {
            pages.push(reader.visit(&path).await.clone());
        }
    }
    pages
}

/// What leaves the house on paper or to WeChat, for issues in force and for those that ended.
async fn for_printers(site: &Site) -> Vec<Page> {
    let mut editor = site.staff("editor").await;
    let mut pages = Vec::new();
    let listed = editor.visit("/staff/notices").await.clone();
    for desk in listed.attributes("a[href^=\"/staff/notices/\"]", "href") {
        let outputs = editor.visit(&format!("{desk}/outputs")).await.clone();
        if outputs.status != 200 {
            continue;
        }
        for poster in outputs.attributes("a[href*=\"/poster/\"]", "href") {
            pages.push(editor.visit(&poster).await.clone());
        }
        pages.push(outputs);
    }
    assert!(pages.len() > 20, "only {} outputs", pages.len());
    pages
}

/// Nobody is found who asks for a hidden one by name, case or number; the page repeats the question and nothing else.
async fn asked_for(reader: &mut Person, county: &County) -> Vec<String> {
    let mut found = Vec::new();
    let mut asked: BTreeMap<Why, usize> = BTreeMap::new();
    for (why, questions) in &county.questions {
        let times = asked.entry(*why).or_default();
        *times += 1;
        if *times > ASKED {
            continue;
        }
        for question in questions {
            // identity numbers are no question at all (EW-4): the page says so and keeps nothing of it
            reader.visit("/lists").await;
            let answer = reader.submit("查询", &[("q", question)]).await;
            if !answer.sees("没有查到") && answer.status != 422 {
                found.push(format!("{why:?}: the lists know {question}"));
            }
            let body = serde_json::json!({ "q": question });
            let answer = reader.go(Method::POST, "/api/v1/lists/lookup", |r| r.json(&body)).await;
            if answer.status == 200 && (answer.body.contains(HIDDEN) || !answer.body.contains("\"matches\":[]")) {
                found.push(format!("{why:?}: the open data know {question}: {}", answer.body));
            }
            let search = reader.go(Method::GET, &format!("/search?q={question}"), |r| r).await;
            let mut links = search.attributes("main a[href]", "href").into_iter();
            if let Some(link) = links.find(|href| href.contains("-2024-") || href.contains("/2024-")) {
                found.push(format!("{why:?}: the search leads from {question} to {link}"));
            }
        }
    }
    found
}

async fn no_public_byte_of_ten_thousand_parties_tells_of_a_hidden_one(engine: Engine) {
    let mut county = County::default();
    let site = Site::grown(engine, async |state| county = County::settle(state).await).await;
    assert!(county.parties >= 10_000, "{} parties", county.parties);
    let mut reader = site.person();

    let mut pages: Vec<Page> = crawl::everything(&mut reader).await.into_values().collect();
    for list in ["dishonest", "restricted"] {
        pages.extend(whole_list(&mut reader, list).await);
    }
    pages.extend(for_programs(&mut reader).await);
    pages.extend(for_printers(&site).await);
    assert!(pages.len() > 600, "only {} pages", pages.len());
    let wrong: Vec<String> = pages.iter().filter_map(leaks).collect();
    assert!(wrong.is_empty(), "{} of {} pages:\n{}", wrong.len(), pages.len(), wrong.join("\n"));

    let mut open = Vec::new();
    for (why, path) in &county.entries {
        let page = reader.visit(path).await;
        if !matches!(page.status, 404 | 410) || leaks(page).is_some() {
            open.push(format!("{why:?} {path}: {}", page.status));
        }
    }
    for path in
        county.subjects.iter().cloned().chain(county.photos.iter().map(|p| format!("/photos/{}.jpg", p.as_str())))
    {
        let page = reader.visit(&path).await;
        if page.status != 410 || leaks(page).is_some() {
            open.push(format!("{path}: {}", page.status));
        }
    }
    open.extend(asked_for(&mut reader, &county).await);
    assert!(open.is_empty(), "{} ways to somebody hidden:\n{}", open.len(), open.join("\n"));
    site.close().await;
}

async fn no_issue_is_out_of_reach_at_the_desk(engine: Engine) {
    let site = Site::grown(engine, async |state| {
        County::settle(state).await;
    })
    .await;
    let mut editor = site.staff("editor").await;
    let mut numbers = std::collections::BTreeSet::new();
    let mut next = Some("/staff/notices?state=published".to_owned());
    while let Some(path) = next {
        let page = editor.visit(&path).await.clone();
        assert_eq!(page.status, 200, "{path}");
        numbers.extend(page.all("tbody a"));
        next = page.link("下一页");
    }
    // forty of the county are published, and the demo's twenty-one
    assert_eq!(numbers.len(), 61, "{numbers:?}");
    site.close().await;
}
