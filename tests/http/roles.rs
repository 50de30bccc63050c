//! X4: every address × every role. A new route without a line in this table fails here.
use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use tests::listing::Desk;
use tests::{Engine, Person, Site, both_engines, story};

both_engines!(every_address_is_open_to_those_it_is_for_and_nobody_else, no_link_at_the_desk_leads_to_a_refusal);

/// Whom an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    /// There is no such method.
    Nobody,
    /// No sign-in needed; what the page then shows is other tests' matter.
    Anyone,
    /// Whoever is signed in.
    Staff,
    /// These roles.
    Roles(&'static [&'static str]),
}
use For::{Anyone, Nobody, Roles, Staff};

const ROLES: [&str; 8] = ["editor", "reviewer", "publisher", "intake", "officer", "reward", "auditor", "admin"];
/// Who sees the publishing desk.
const DESK: For = Roles(&["editor", "reviewer", "publisher"]);
const READERS: For = Roles(&["intake", "officer"]);
const OFFICERS: For = Roles(&["officer"]);
const WRITERS: For = Roles(&["editor"]);
const CHECKERS: For = Roles(&["reviewer", "publisher"]);
const PUBLISHERS: For = Roles(&["publisher"]);

/// Address, who may read it, who may post to it.
type Row = (&'static str, For, For);

const TABLE: &[Row] = &[
    ("/", Anyone, Nobody),
    ("/notices", Anyone, Nobody),
    ("/notices/{issue}", Anyone, Nobody),
    ("/notices/{issue}/{subject}", Anyone, Nobody),
    ("/notices/{issue}/card.png", Anyone, Nobody),
    ("/n/{issue}", Anyone, Nobody),
    ("/photos/{name}", Anyone, Nobody),
    ("/verify/{issue}", Anyone, Nobody),
    ("/lists", Anyone, Anyone),
    ("/lists/{list}", Anyone, Nobody),
    ("/lists/{list}/{number}", Anyone, Nobody),
    ("/claims", Anyone, Nobody),
    ("/claims/check", Anyone, Anyone),
    ("/claims/{slug}", Anyone, Nobody),
    ("/outcomes", Anyone, Nobody),
    ("/outcomes/{slug}", Anyone, Nobody),
    ("/campaigns", Anyone, Nobody),
    ("/campaigns/{slug}", Anyone, Nobody),
    ("/statistics", Anyone, Nobody),
    ("/statistics/{year}", Anyone, Nobody),
    ("/learn", Anyone, Nobody),
    ("/learn/{slug}", Anyone, Nobody),
    ("/announcements", Anyone, Nobody),
    ("/announcements/{slug}", Anyone, Nobody),
    ("/disposals", Anyone, Nobody),
    ("/disposals/{slug}", Anyone, Nobody),
    ("/search", Anyone, Nobody),
    ("/comply", Anyone, Nobody),
    ("/comply/correct", Anyone, Anyone),
    ("/comply/status", Anyone, Anyone),
    ("/about", Anyone, Nobody),
    ("/about/verify", Anyone, Nobody),
    ("/about/privacy", Anyone, Nobody),
    ("/about/accessibility", Anyone, Nobody),
    ("/display", Nobody, Anyone),
    ("/ledger", Anyone, Nobody),
    ("/ledger.json", Anyone, Nobody),
    ("/feed.atom", Anyone, Nobody),
    ("/sitemap.xml", Anyone, Nobody),
    ("/robots.txt", Anyone, Nobody),
    ("/api/openapi.json", Anyone, Nobody),
    ("/api/v1/notices", Anyone, Nobody),
    ("/api/v1/notices/{issue}", Anyone, Nobody),
    ("/api/v1/outcomes", Anyone, Nobody),
    ("/api/v1/outcomes/{slug}", Anyone, Nobody),
    ("/api/v1/campaigns", Anyone, Nobody),
    ("/api/v1/claims", Anyone, Nobody),
    ("/api/v1/withdrawn", Anyone, Nobody),
    ("/api/v1/statistics/{year}", Anyone, Nobody),
    ("/api/v1/lists/lookup", Nobody, Anyone),
    ("/healthz", Anyone, Nobody),
    ("/readyz", Anyone, Nobody),
    ("/pkg/{*file}", Anyone, Nobody),
    ("/leave", Anyone, Nobody),
    ("/tips/new", Anyone, Anyone),
    ("/tips/new/what", Anyone, Anyone),
    ("/tips/new/where", Anyone, Anyone),
    ("/tips/new/photos", Anyone, Anyone),
    ("/tips/new/photos/delete", Nobody, Anyone),
    ("/tips/new/photos/{id}", Anyone, Nobody),
    ("/tips/new/you", Anyone, Anyone),
    ("/tips/new/check", Anyone, Anyone),
    ("/tips/receipt", Anyone, Anyone),
    ("/tips/status", Anyone, Anyone),
    ("/tips/status/thread", Anyone, Nobody),
    ("/tips/status/thread/reply", Nobody, Anyone),
    ("/tips/status/thread/withdraw", Nobody, Anyone),
    ("/tips/status/thread/leave", Nobody, Anyone),
    ("/staff", Staff, Nobody),
    ("/staff/sign-in", Anyone, Anyone),
    ("/staff/sign-out", Nobody, Staff),
    ("/staff/account", Staff, Nobody),
    ("/staff/account/password", Staff, Staff),
    ("/staff/account/second-factor", Staff, Staff),
    ("/staff/audit", Roles(&["auditor"]), Nobody),
    ("/staff/calendar", Roles(&["admin"]), Roles(&["admin"])),
    ("/staff/deadlines", Roles(&["editor", "reviewer", "publisher", "intake", "officer", "admin"]), Nobody),
    ("/staff/measures", Roles(&["editor", "reviewer", "publisher", "officer"]), Nobody),
    ("/staff/measures/new", OFFICERS, OFFICERS),
    ("/staff/money", OFFICERS, Nobody),
    ("/staff/money/new", OFFICERS, OFFICERS),
    ("/staff/money/{id}", OFFICERS, OFFICERS),
    ("/staff/measures/{id}", OFFICERS, OFFICERS),
    ("/staff/measures/{id}/void", OFFICERS, OFFICERS),
    ("/staff/warnings", OFFICERS, Nobody),
    ("/staff/warnings/new", OFFICERS, OFFICERS),
    ("/staff/warnings/{id}", OFFICERS, OFFICERS),
    ("/staff/objections", CHECKERS, Nobody),
    ("/staff/objections/{id}", CHECKERS, CHECKERS),
    ("/staff/content", DESK, Nobody),
    ("/staff/content/new", WRITERS, WRITERS),
    ("/staff/content/{id}", DESK, Nobody),
    ("/staff/content/{id}/edit", WRITERS, WRITERS),
    ("/staff/content/{id}/preview", DESK, Nobody),
    ("/staff/content/{id}/versions", DESK, Nobody),
    ("/staff/content/{id}/phone", Nobody, DESK),
    ("/staff/content/{id}/remarks", Nobody, DESK),
    ("/staff/content/{id}/remarks/{remark}/resolve", Nobody, DESK),
    ("/staff/content/{id}/submit", Nobody, WRITERS),
    ("/staff/content/{id}/approve", Nobody, CHECKERS),
    ("/staff/content/{id}/publish", Nobody, PUBLISHERS),
    ("/staff/content/{id}/return", Nobody, CHECKERS),
    ("/staff/content/{id}/withdraw", Nobody, CHECKERS),
    ("/staff/content/{id}/correct", Nobody, WRITERS),
    ("/staff/notices", DESK, Nobody),
    ("/staff/notices/new", WRITERS, WRITERS),
    ("/staff/notices/{id}", DESK, Nobody),
    ("/staff/notices/{id}/edit", WRITERS, WRITERS),
    ("/staff/notices/{id}/preview", DESK, Nobody),
    ("/staff/notices/{id}/versions", DESK, Nobody),
    ("/staff/notices/{id}/phone", Nobody, DESK),
    ("/staff/notices/{id}/timing", PUBLISHERS, PUBLISHERS),
    ("/staff/content/{id}/timing", PUBLISHERS, PUBLISHERS),
    ("/staff/content/{id}/images", WRITERS, WRITERS),
    ("/staff/content/{id}/images/remove", Nobody, WRITERS),
    ("/preview/{token}/images/{name}", Anyone, Nobody),
    ("/images/{name}", Anyone, Nobody),
    ("/staff/notices/{id}/remarks", Nobody, DESK),
    ("/staff/notices/{id}/remarks/{remark}/resolve", Nobody, DESK),
    ("/preview/{token}", Anyone, Nobody),
    ("/staff/preview", Nobody, WRITERS),
    ("/staff/notices/{id}/compose", WRITERS, WRITERS),
    ("/staff/notices/{id}/outputs", DESK, Nobody),
    ("/staff/notices/{id}/poster/{subject}", DESK, Nobody),
    ("/staff/notices/{id}/card.png", DESK, Nobody),
    ("/staff/notices/{id}/qr.png", DESK, Nobody),
    ("/staff/notices/{id}/placements", DESK, DESK),
    ("/staff/notices/{id}/placements/{placement}", DESK, DESK),
    ("/staff/placements", DESK, Nobody),
    ("/staff/notices/{id}/submit", Nobody, WRITERS),
    ("/staff/notices/{id}/approve", Nobody, CHECKERS),
    ("/staff/notices/{id}/publish", Nobody, PUBLISHERS),
    ("/staff/notices/{id}/return", Nobody, CHECKERS),
    ("/staff/notices/{id}/withdraw", Nobody, CHECKERS),
    ("/staff/notices/{id}/subjects/{subject}", WRITERS, WRITERS),
    ("/staff/notices/{id}/subjects/{subject}/remove", Nobody, WRITERS),
    ("/staff/notices/{id}/subjects/{subject}/photo", WRITERS, WRITERS),
    ("/staff/notices/{id}/subjects/{subject}/photo.jpg", DESK, Nobody),
    ("/staff/notices/{id}/subjects/{subject}/end", CHECKERS, CHECKERS),
    ("/staff/content/{id}/names", WRITERS, WRITERS),
    ("/staff/report", DESK, Nobody),
    ("/staff/figures", DESK, Nobody),
    ("/staff/lists", DESK, DESK),
    ("/staff/lists/new", WRITERS, WRITERS),
    ("/staff/lists/export", DESK, DESK),
    ("/staff/import", WRITERS, WRITERS),
    ("/staff/import/{id}", WRITERS, Nobody),
    ("/staff/import/{id}/confirm", Nobody, WRITERS),
    ("/staff/import/{id}/drop", Nobody, WRITERS),
    ("/staff/import/{id}/undo", Nobody, WRITERS),
    ("/staff/lists/{id}", DESK, Nobody),
    ("/staff/lists/{id}/edit", WRITERS, WRITERS),
    ("/staff/lists/{id}/persons/{person}", WRITERS, WRITERS),
    ("/staff/lists/{id}/persons/{person}/remove", Nobody, WRITERS),
    ("/staff/lists/{id}/order", DESK, Nobody),
    ("/staff/lists/{id}/relief", DESK, WRITERS),
    ("/staff/lists/{id}/relief/{request}", DESK, DESK),
    ("/staff/lists/{id}/decide", Nobody, CHECKERS),
    ("/staff/lists/{id}/refuse", Nobody, CHECKERS),
    ("/staff/lists/{id}/take_back", Nobody, CHECKERS),
    ("/staff/lists/{id}/serve", Nobody, DESK),
    ("/staff/lists/{id}/grace", Nobody, CHECKERS),
    ("/staff/lists/{id}/publish", Nobody, PUBLISHERS),
    ("/staff/lists/{id}/performed", Nobody, CHECKERS),
    ("/staff/lists/{id}/found", Nobody, DESK),
    ("/staff/lists/{id}/remove", Nobody, CHECKERS),
    ("/staff/lists/{id}/early", Nobody, CHECKERS),
    ("/staff/lists/{id}/expire", Nobody, CHECKERS),
    ("/staff/lists/{id}/wrong", Nobody, DESK),
    ("/staff/lists/{id}/cleared", Nobody, CHECKERS),
    ("/staff/lists/{id}/revoke", Nobody, CHECKERS),
    ("/staff/lists/{id}/lift", Nobody, CHECKERS),
    ("/staff/lists/{id}/correct", WRITERS, WRITERS),
    ("/staff/lists/{id}/corrected", Nobody, PUBLISHERS),
    ("/staff/lists/{id}/portal", Nobody, DESK),
    ("/staff/lists/{id}/channel", Nobody, DESK),
    ("/staff/lists/{id}/channels/{channel}/close", Nobody, DESK),
    ("/staff/tips", READERS, Nobody),
    ("/staff/tips/{id}", READERS, Nobody),
    ("/staff/tips/{id}/files/{name}", READERS, Nobody),
    ("/staff/tips/{id}/triage", Nobody, Roles(&["intake"])),
    ("/staff/tips/{id}/assign", Nobody, Roles(&["intake"])),
    ("/staff/tips/{id}/step", Nobody, READERS),
    ("/staff/tips/{id}/note", Nobody, READERS),
    ("/api/staff/queue-count", READERS, Nobody),
];

/// What stands in the source: (method, address).
fn routes() -> BTreeSet<(&'static str, String)> {
    let route = regex::Regex::new(r#"\.route\(\s*"([^"]+)",\s*([^\n]+)"#).expect("a pattern");
    let mut found = BTreeSet::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src/http");
    for file in ["routes.rs", "api/mod.rs", "staff/mod.rs", "staff/editing.rs", "tips/mod.rs"] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
        // a module's own tests may build small tables of their own
        let table = text.split("mod tests {").next().unwrap_or_default();
        for line in route.captures_iter(table) {
            let (path, handlers) = (line[1].to_owned(), &line[2]);
            // a handler that was given a name above takes uploads
            let named = !handlers.starts_with("get(") && !handlers.starts_with("post(");
            if handlers.contains("get(") {
                found.insert(("GET", path.clone()));
            }
            if handlers.contains("post(") || named {
                found.insert(("POST", path));
            }
        }
    }
    found
}

#[test]
fn every_route_has_a_row() {
    let row = |(path, get, post): &Row| {
        let read = (*get != Nobody).then(|| ("GET", (*path).to_owned()));
        read.into_iter().chain((*post != Nobody).then(|| ("POST", (*path).to_owned()))).collect::<Vec<_>>()
    };
    let table: BTreeSet<_> = TABLE.iter().flat_map(row).collect();
    let source = routes();
    assert!(source.len() > 60, "only {} routes found in the source", source.len());
    let missing: Vec<_> = source.difference(&table).collect();
    let stale: Vec<_> = table.difference(&source).collect();
    assert!(missing.is_empty() && stale.is_empty(), "without a row: {missing:?}\nwithout a route: {stale:?}");
}

async fn every_address_is_open_to_those_it_is_for_and_nobody_else(engine: Engine) {
    let site = Site::demo(engine).await;
    let issue = story::draft_issue(&site, "2025-22").await;
    let mut citizen = site.person();
    citizen.visit("/tips/new").await;
    let receipt = story::send_tip(&mut citizen).await;
    let mut intake = site.staff("intake").await;
    intake.visit("/staff/tips?tab=open").await;
    intake.click(&receipt.ticket).await;
    let entry = Desk::open(&site).await.draft("restricted", &[]).await;
    let (issue, tip, entry) = (last(&issue), last(&intake.page().path), last(&entry));
    // the officer reads what is in their charge
    story::assign(&mut intake, &site).await;

    let mut wrong = Vec::new();
    for role in ["stranger"].into_iter().chain(ROLES) {
        let mut person = who(&site, role).await;
        person.visit(if role == "stranger" { "/" } else { "/staff/account/password" }).await;
        let token = tests::form::shown(&person.page().body, "csrf").unwrap_or_default();
        // leaving comes last: nothing is left to check afterwards
        let (leaving, staying): (Vec<&Row>, Vec<&Row>) =
            TABLE.iter().partition(|(path, ..)| *path == "/staff/sign-out");
        for (path, get, post) in staying.into_iter().chain(leaving) {
            let here = fill(path, &issue, &tip, &entry);
            for (method, access) in [(Method::GET, *get), (Method::POST, *post)] {
                if let Some(found) = check(&person, &token, role, &method, &here, access).await {
                    wrong.push(format!("{role}: {method} {path}: {found}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} cells:\n{}", wrong.len(), wrong.join("\n"));
    site.close().await;
}

fn last(path: &str) -> String {
    path.split('?').next().and_then(|p| p.rsplit('/').next()).unwrap_or_default().to_owned()
}

/// An address with real ids in it.
fn fill(path: &str, issue: &str, tip: &str, entry: &str) -> String {
    let id = match path.split('/').nth(2) {
        Some("notices") => issue,
        Some("lists") => entry,
        _ => tip,
    };
    let filled =
        path.replace("{id}", id).replace("{issue}", "2025-21").replace("{year}", "2025").replace("{list}", "dishonest");
    filled
        .replace("{subject}", if path.starts_with("/staff") { "new" } else { "1" })
        .replace("{*file}", "none")
        .replace("{person}", "new")
        .replace("{channel}", "none")
        .replace("{name}", "none")
        .replace("{slug}", "none")
        .replace("{number}", "none")
        .replace("{placement}", "none")
}

async fn who(site: &Site, role: &str) -> Person {
    if role == "stranger" { site.person() } else { site.staff(role).await }
}

/// What is wrong with this cell of the table. The first answer counts: a redirect is not followed.
async fn check(person: &Person, token: &str, role: &str, method: &Method, path: &str, access: For) -> Option<String> {
    if access == Nobody {
        return None;
    }
    let mut request = person.request(method.clone(), &person.url(path));
    if *method == Method::POST {
        // the form token of this session, and nothing else: what is allowed then ends at the form's own rules
        request = request.header("sec-fetch-site", "same-origin").form(&[("csrf", token)]);
    }
    let answer = request.send().await.unwrap_or_else(|e| panic!("{role}: {method} {path}: {e}"));
    let location = answer.headers().get("location").and_then(|l| l.to_str().ok()).unwrap_or_default();
    let at_the_door = location.starts_with("/staff/sign-in");
    let status = answer.status().as_u16();
    let allowed = match access {
        Nobody | Anyone => true,
        Staff => role != "stranger",
        Roles(roles) => roles.contains(&role),
    };
    let fine = match (allowed, role) {
        (true, _) => status < 500 && status != 403 && (!at_the_door || path.starts_with("/staff/sign-")),
        // nobody is known before the door; the live count is no page and says so itself
        (false, "stranger") => at_the_door || (status == 403 && path.starts_with("/api/")),
        (false, _) => status == 403,
    };
    (!fine).then(|| format!("{status} to 「{location}」"))
}

/// Links that differ in an id only are followed so many times.
const ALIKE: usize = 6;

/// `/staff/measures/019b…/void?year=2025` and all like it.
fn shape(path: &str) -> String {
    let part = |part: &str| if part.chars().any(|c| c.is_ascii_digit()) { "#".to_owned() } else { part.to_owned() };
    path.split(['/', '?', '&', '=']).map(part).collect::<Vec<_>>().join("/")
}

/// Menu, home page, queue and desk: what a person is shown, they may open.
async fn no_link_at_the_desk_leads_to_a_refusal(engine: Engine) {
    let site = Site::demo(engine).await;
    story::draft_issue(&site, "2025-22").await;
    let mut citizen = site.person();
    citizen.visit("/tips/new").await;
    let receipt = story::send_tip(&mut citizen).await;
    for role in ROLES {
        let mut person = site.staff(role).await;
        let mut seen = BTreeSet::new();
        let mut ahead = vec!["/staff".to_owned(), "/staff/tips?tab=open".to_owned(), "/staff/tips?tab=all".to_owned()];
        if !["intake", "officer"].contains(&role) {
            ahead.truncate(1);
        }
        let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
        while let Some(path) = ahead.pop() {
            let alike = shapes.entry(shape(&path)).or_default();
            if *alike == ALIKE || !seen.insert(path.clone()) {
                continue;
            }
            *alike += 1;
            person.visit(&path).await;
            if person.page().status != 200 {
                person.fail(&format!("{role} was led to {path}"));
            }
            let links = person.page().attributes("a[href^=\"/staff\"]", "href");
            ahead.extend(links.into_iter().filter(|href| !href.contains('#')));
        }
        assert!(seen.len() >= 3, "{role} found only {seen:?}");
        if role == "officer" {
            person.visit("/staff/tips?tab=open").await;
            person.expect(200).sees(&receipt.ticket);
        }
    }
    site.close().await;
}
