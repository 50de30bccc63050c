//! The road of §10 over HTTP, for bounty issues: every transition is reached, every other step is refused and changes
//! nothing.
use std::collections::BTreeSet;

use app::domain::edition::EditionState;
use server::{on, store::Db};
use tests::{Engine, Person, Site, both_engines, form, story};

both_engines!(every_transition_of_an_issue_is_reached_and_no_other);

use EditionState::*;

/// What happens to an issue by hand; nothing of it leads anywhere else.
const TRANSITIONS: [(EditionState, EditionState); 6] = [
    (Draft, LegalCheck),
    (LegalCheck, Draft),
    (LegalCheck, Approved),
    (Approved, Draft),
    (Approved, Published),
    (Published, Withdrawn),
];
/// Each step, who takes it, and where it begins.
const STEPS: [(&str, &str, &[EditionState]); 7] = [
    ("edit", "editor", &[Draft]),
    ("compose", "editor", &[Draft]),
    ("submit", "editor", &[Draft]),
    ("approve", "reviewer", &[LegalCheck]),
    ("return", "reviewer", &[LegalCheck, Approved]),
    ("publish", "publisher", &[Approved]),
    ("withdraw", "publisher", &[Published]),
];

async fn stands(db: &Db, path: &str) -> (String, i64) {
    let id = path.rsplit('/').next().unwrap_or_default();
    let mut tx = db.read().await.expect("a transaction");
    on!(tx, |c| sqlx::query_as("SELECT state, version FROM notice_issue WHERE id = $1").bind(id).fetch_one(c).await)
        .expect("the issue")
}

async fn send_back(site: &Site, path: &str) {
    let mut reviewer = site.staff("reviewer").await;
    reviewer.visit(path).await;
    reviewer.submit("退回修改", &[("reason", "请补充情况")]).await;
    reviewer.expect(200);
}

/// A step that does not begin here is refused, whoever takes it.
async fn refused(site: &Site, db: &Db, path: &str, at: EditionState, wrong: &mut Vec<String>) {
    let before = stands(db, path).await;
    assert_eq!(before.0, at.code());
    for role in ["editor", "reviewer", "publisher"] {
        let mut person: Person = site.staff(role).await;
        for (step, _, _) in STEPS.iter().filter(|(_, by, begins)| *by == role && !begins.contains(&at)) {
            person.visit(path).await;
            let csrf = form::shown(&person.page().body, "csrf").unwrap_or_default();
            let version = before.1.to_string();
            let words = [("csrf", csrf.as_str()), ("version", &version), ("go", "pick"), ("reason", "无")];
            person.post(&format!("{path}/{step}"), &words).await;
            let now = stands(db, path).await;
            if person.page().status != 409 || now != before {
                wrong.push(format!("{step} from {}: {}, {now:?}", at.code(), person.page().status));
            }
        }
    }
}

/// Neighbours among the kept versions.
async fn reached(db: &Db, path: &str) -> BTreeSet<(String, String)> {
    let id = path.rsplit('/').next().unwrap_or_default();
    let mut tx = db.read().await.expect("a transaction");
    let sql = "SELECT state FROM notice_version WHERE issue_id = $1 ORDER BY version";
    let rows: Vec<(String,)> = on!(tx, |c| sqlx::query_as(sql).bind(id).fetch_all(c).await).expect("versions");
    rows.windows(2).filter(|pair| pair[0] != pair[1]).map(|pair| (pair[0].0.clone(), pair[1].0.clone())).collect()
}

async fn every_transition_of_an_issue_is_reached_and_no_other(engine: Engine) {
    let site = Site::demo(engine).await;
    let db = Db::open(&site.database_url).await.expect("the database opens");
    let mut wrong = Vec::new();
    let (mut editor, path) = story::open_draft(&site, "2025-22").await;
    story::add_subject(&mut editor, &path, &[], "43112719830412103").await;
    story::submit_draft(&mut editor, &path).await;
    send_back(&site, &path).await;
    refused(&site, &db, &path, Draft, &mut wrong).await;
    let mut editor = site.staff("editor").await;
    story::submit_draft(&mut editor, &path).await;
    story::approve(&site, &path).await;
    send_back(&site, &path).await;
    let mut editor = site.staff("editor").await;
    story::submit_draft(&mut editor, &path).await;
    refused(&site, &db, &path, LegalCheck, &mut wrong).await;
    story::approve(&site, &path).await;
    refused(&site, &db, &path, Approved, &mut wrong).await;
    let mut publisher = site.staff("publisher").await;
    publisher.visit(&path).await;
    publisher.submit("批准发布", &[("approval_no", "（2025）示法悬批22号")]).await;
    publisher.expect(200);
    refused(&site, &db, &path, Published, &mut wrong).await;
    story::withdraw(&site, &path).await;
    refused(&site, &db, &path, Withdrawn, &mut wrong).await;
    assert!(wrong.is_empty(), "{} steps are not refused:\n{}", wrong.len(), wrong.join("\n"));
    let expected: BTreeSet<_> =
        TRANSITIONS.iter().map(|(from, to)| (from.code().to_owned(), to.code().to_owned())).collect();
    assert_eq!(reached(&db, &path).await, expected);
    db.close().await;
    site.close().await;
}
