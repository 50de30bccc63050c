//! Every page a stranger can reach: it answers, it is one of ours, it keeps the house rules.
use tests::{Engine, Page, Site, both_engines, crawl};

both_engines!(
    no_link_is_dead_and_every_page_keeps_the_rules,
    the_articles_figures_stand_as_printed,
    a_page_is_sent_once_and_then_confirmed,
    a_tip_for_a_notice_of_several_persons_asks_to_choose_one,
    a_reader_reckons_a_reward_by_the_printed_rule
);

/// What is wrong with a page, in words.
fn faults(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut rule = |fine: bool, what: &str| {
        if !fine {
            wrong.push(what.to_owned());
        }
    };
    rule(page.status == 200, &format!("status {}", page.status));
    if !page.header("content-type").starts_with("text/html") {
        return wrong;
    }
    rule(page.all("h1").len() == 1, &format!("{} h1", page.all("h1").len()));
    rule(!page.title().trim().is_empty() && !page.body.contains("<title></title>"), "no title");
    rule(!page.title().contains("<!>"), "a marker in the title");
    rule(page.attributes("html", "lang").concat().starts_with("zh"), "no language");
    rule(page.has("main") && page.has("link[rel=stylesheet]"), "no main or no sheet");
    rule(page.sees("演示数据，非真实公告"), "the demo strip is missing");
    rule(!page.has("[style]") && !page.has("style") && !page.has("script:not([src])"), "inline style or script");
    let island = page.has("leptos-island") || page.path.starts_with("/tips");
    rule(island || !page.has("script"), "script without an island");
    rule(
        page.attributes("[src], link[href]", "src").iter().all(|src| src.starts_with('/') || src.starts_with("data:")),
        "foreign source",
    );
    rule(page.attributes("img", "alt").len() == page.all("img").len(), "picture without words");
    rule(page.header("set-cookie").is_empty(), "sets a cookie unasked");
    let ids = page.attributes("[id]", "id");
    let duplicate = duplicates(&ids);
    rule(duplicate.is_empty(), &format!("ids twice: {duplicate:?}"));
    rule(identity_numbers(&page.body).is_empty(), "a whole identity number");
    wrong
}

fn duplicates(ids: &[String]) -> Vec<&String> {
    ids.iter().enumerate().filter(|(n, id)| ids[..*n].contains(id)).map(|(_, id)| id).collect()
}

/// Invariant 4: eighteen digits that look like a resident identity number.
fn identity_numbers(text: &str) -> Vec<String> {
    let pattern = regex::Regex::new(r"(?:^|\D)([1-6]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d\d{3}[\dX])(?:\D|$)")
        .expect("a pattern");
    pattern.captures_iter(text).map(|c| c[1].to_owned()).collect()
}

async fn no_link_is_dead_and_every_page_keeps_the_rules(engine: Engine) {
    let site = Site::demo(engine).await;
    let pages = crawl::everything(&mut site.person()).await;
    assert!(pages.len() > 60, "only {} pages reached: {:?}", pages.len(), pages.keys());
    let wrong: Vec<String> = pages
        .iter()
        .filter_map(|(path, page)| {
            Some(faults(page)).filter(|f| !f.is_empty()).map(|f| format!("{path}: {}", f.join("; ")))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} pages:\n{}", wrong.len(), pages.len(), wrong.join("\n"));
    site.close().await;
}

async fn the_articles_figures_stand_as_printed(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    person.visit("/").await;
    person.expect(200).sees("第21期");
    person.visit("/statistics").await;
    person.expect(200);
    // FG-2: as the source prints them
    for figure in ["2403", "2251", "93.67", "1.98亿", "7502", "1887.06万"] {
        person.sees(figure);
    }
    site.close().await;
}

async fn a_page_is_sent_once_and_then_confirmed(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    for path in ["/", "/notices", "/statistics"] {
        let tag = person.visit(path).await.header("etag").to_owned();
        assert!(!tag.is_empty(), "{path} has no ETag");
        let again = person.go(reqwest::Method::GET, path, |r| r.header("if-none-match", &tag)).await;
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
    }
    site.close().await;
}

async fn a_tip_for_a_notice_of_several_persons_asks_to_choose_one(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    person.visit("/tips/new?notice=2025-19").await;
    person.expect(200).sees("这期公告有几位被执行人").sees_not("已经结束或撤下");
    person.click("回到公告选择一位").await;
    person.expect(200).sees("征集对象");
    person.visit("/tips/new?notice=2025-19&subject=1").await;
    person.expect(200).sees("正在提供线索：2025年第19期悬赏公告（第 1 位）").sees_not("这期公告有几位被执行人");
    person.visit("/tips/new?notice=2025-19&subject=9").await;
    person.expect(200).sees("这条公告已经结束或撤下");
    site.close().await;
}

async fn a_reader_reckons_a_reward_by_the_printed_rule(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut person = site.person();
    let mut found = false;
    for no in (1..=21).rev() {
        let path = format!("/notices/2025-{no}/1");
        person.visit(&path).await;
        if person.page().status != 200 || !person.page().sees("实际执行到位金额的5%，最高20万元") {
            continue;
        }
        person.sees("实际执行到位10万元，悬赏金为5,000元");
        person.visit(&format!("{path}?recovered=40000000")).await;
        person
            .expect(200)
            .sees("实际执行到位4000万元，悬赏金为200,000元，已到最高额")
            .finds_typed("recovered", "40000000");
        assert_eq!(person.page().header("cache-control"), "private, no-store", "nobody keeps the question");
        person.visit(&format!("{path}?recovered=%E5%BE%88%E5%A4%9A")).await;
        person.expect(200).sees("没有看懂金额").finds_typed("recovered", "很多");
        found = true;
        break;
    }
    assert!(found, "the demo court has an open notice with 5%, at most 20万元");
    site.close().await;
}
