//! Every page a stranger can reach by following links.
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{Page, Person};

/// Follows every internal link from `/`. Filters, pages of lists and searches can be combined without end; of each path only the
/// first few queries are read.
pub async fn everything(person: &mut Person) -> BTreeMap<String, Page> {
    const QUERIES_A_PATH: usize = 3;
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut queries: BTreeMap<String, usize> = BTreeMap::new();
    let mut waiting: VecDeque<String> = ["/".to_owned(), "/tips/status".to_owned()].into();
    let mut pages = BTreeMap::new();
    while let Some(path) = waiting.pop_front() {
        let bare = path.split('?').next().unwrap_or_default().to_owned();
        if !seen.insert(path.clone()) || leads_away(&bare) {
            continue;
        }
        if path.contains('?') {
            let count = queries.entry(bare).or_default();
            *count += 1;
            if *count > QUERIES_A_PATH {
                continue;
            }
        }
        let page = person.visit(&path).await.clone();
        let html = page.header("content-type").starts_with("text/html");
        if html {
            let links = page.attributes("a[href]", "href");
            waiting.extend(links.into_iter().filter_map(|href| internal(person, &href)));
        }
        pages.insert(path, page);
    }
    pages
}

/// `/leave` sends the reader to another site on purpose.
fn leads_away(path: &str) -> bool {
    path == "/leave"
}

fn internal(person: &Person, href: &str) -> Option<String> {
    let outside = ["http:", "https:", "tel:", "mailto:", "#", "//"];
    if outside.iter().any(|scheme| href.starts_with(scheme)) {
        return None;
    }
    let url = person.url(href);
    Some(url.query().map_or_else(|| url.path().to_owned(), |q| format!("{}?{q}", url.path())))
}

/// One path of each kind for the slow checks: numbers, slugs and queries count as the same kind.
pub fn samples(pages: &BTreeMap<String, Page>) -> Vec<String> {
    let mut kinds = BTreeMap::new();
    for (path, page) in pages {
        if page.header("content-type").starts_with("text/html") {
            kinds.entry(kind(path)).or_insert_with(|| path.clone());
        }
    }
    kinds.into_values().collect()
}

fn kind(path: &str) -> String {
    let bare = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = bare.split('/').filter(|p| !p.is_empty()).collect();
    match parts.as_slice() {
        // pages of their own, not records
        ["about" | "tips" | "comply" | "display", ..] | ["claims", "check"] => bare.to_owned(),
        ["lists", list, rest @ ..] => format!("lists/{list}+{}", rest.len()),
        [first, rest @ ..] => format!("{first}+{}", rest.len()),
        [] => "/".to_owned(),
    }
}
