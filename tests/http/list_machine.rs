//! The state machine of §1 over HTTP: every transition is reached, every other step is refused and changes nothing.
use std::collections::BTreeSet;

use app::domain::list::{EntryState, Right, Step};
use server::{exec, on, store::Db};
use tests::{Engine, Person, Site, both_engines, form, listing::Desk};

both_engines!(every_transition_of_an_entry_is_reached_and_no_other);

use EntryState::*;

/// DRAFT → DECIDED → SERVED → GRACE → PUBLISHED → removed in one of five ways; a correction stays where it is. Before it
/// is public, an entry ends because the debtor performed or because the decision was wrong.
const TRANSITIONS: [(EntryState, EntryState); 18] = [
    (Draft, Refused),
    (Decided, Removed),
    (Decided, Revoked),
    (Served, Removed),
    (Served, Revoked),
    (Grace, Revoked),
    (Draft, Decided),
    (Decided, Served),
    (Served, Grace),
    (Served, Published),
    (Grace, Published),
    (Grace, Removed),
    (Published, Removed),
    (Published, Expired),
    (Published, EarlyRemoved),
    (Published, Revoked),
    (Published, Lifted),
    (Published, Published),
];

/// Where a step is posted to.
fn address(step: Step) -> String {
    match step {
        Step::Propose => "correct".into(),
        Step::Correct => "corrected".into(),
        Step::CloseChannel => "channels/none/close".into(),
        other => other.code().into(),
    }
}

async fn stands(db: &Db, path: &str) -> (String, i64) {
    let id = path.rsplit('/').next().unwrap_or_default();
    let mut tx = db.read().await.expect("a transaction");
    on!(tx, |c| sqlx::query_as("SELECT state, version FROM list_entry WHERE id = $1").bind(id).fetch_one(c).await)
        .expect("the entry")
}

async fn submit(person: &mut Person, path: &str, button: &str, fields: &[(&str, &str)]) {
    person.visit(path).await;
    person.submit(button, fields).await;
    person.expect(200);
}

/// An entry in this state, brought there by the desk's own forms.
async fn bring(desk: &mut Desk, db: &Db, to: EntryState) -> String {
    let fixed = [("grounds", "g4")];
    let path = match to {
        Expired | EarlyRemoved => {
            let [_, (path, _)] = desk.both(&fixed).await;
            path
        }
        Published | Removed | Revoked | Lifted => desk.published("restricted", &[]).await.0,
        _ => desk.draft("restricted", &[]).await,
    };
    if matches!(to, Decided | Served | Grace) {
        desk.decide(&path).await;
    }
    if matches!(to, Served | Grace) {
        desk.serve(&path).await;
    }
    match to {
        Grace => submit(&mut desk.reviewer, &path, "给予宽限期", &[("grace_until", "2026-01-20")]).await,
        Removed => {
            submit(&mut desk.editor, &path, "登记删除情形", &[("trigger", "r1"), ("trigger_on", "2025-12-15")]).await;
            submit(&mut desk.reviewer, &path, "删除，马上从网站撤下", &[]).await;
        }
        EarlyRemoved => {
            let why = [("early_no", "（2025）湘1199执4088号之一"), ("early_reason", "积极履行，已还清")];
            submit(&mut desk.publisher, &path, "提前删除，马上撤下", &why).await;
        }
        Expired => {
            let mut tx = db.begin().await.expect("a transaction");
            let id = path.rsplit('/').next().unwrap_or_default();
            let over = "UPDATE list_entry SET expires_on = '2025-12-14' WHERE id = $1";
            exec!(tx, sqlx::query(over).bind(id)).expect("its last day was yesterday");
            tx.commit().await.expect("a commit");
            submit(&mut desk.publisher, &path, "期限已满，马上撤下", &[]).await;
        }
        Revoked => {
            let why = [("revoke_on", "2025-12-15"), ("revoke_reason", "不是本案被执行人")];
            submit(&mut desk.reviewer, &path, "撤销，马上撤下", &why).await;
        }
        Lifted => {
            let why = [("lift_reason", "已经履行完毕")];
            submit(&mut desk.publisher, &path, "解除，马上更新公开页面", &why).await;
        }
        Refused => submit(&mut desk.reviewer, &path, "不予决定，草稿结束", &[("refuse_reason", "查明已经履行")]).await,
        Draft | Decided | Served | Published => {}
    }
    assert_eq!(stands(db, &path).await.0, to.code());
    path
}

/// The ways that end before publication, publication after grace, and the correction.
async fn other_ways(desk: &mut Desk, db: &Db) {
    for state in [Decided, Served, Grace] {
        let path = bring(desk, db, state).await;
        submit(&mut desk.reviewer, &path, "公布前已履行", &[("performed_on", "2025-12-15")]).await;
        let path = bring(desk, db, state).await;
        let why = [("revoke_on", "2025-12-15"), ("revoke_reason", "不是本案被执行人")];
        submit(&mut desk.reviewer, &path, "撤销，马上撤下", &why).await;
    }
    let path = bring(desk, db, Grace).await;
    let id = path.rsplit('/').next().unwrap_or_default().to_owned();
    let mut tx = db.begin().await.expect("a transaction");
    let over = "UPDATE list_entry SET grace_until = '2025-12-14', served_on = '2025-11-01' WHERE id = $1";
    exec!(tx, sqlx::query(over).bind(&id)).expect("its grace ended yesterday");
    tx.commit().await.expect("a commit");
    submit(&mut desk.publisher, &path, "批准公布", &[("still_unperformed", "on")]).await;
    desk.editor.visit(&path).await;
    desk.editor.click("提出更正").await;
    let mend = [("duty", "支付货款 480,000 元"), ("found_on", "2025-12-15"), ("reason", "义务写错")];
    desk.editor.submit("提交更正", &mend).await;
    desk.editor.expect(200);
    submit(&mut desk.publisher, &path, "批准更正，马上公布新内容", &[]).await;
}

/// Steps that succeeded, as neighbours among the kept versions.
async fn reached(db: &Db) -> BTreeSet<(String, String)> {
    let mut tx = db.read().await.expect("a transaction");
    let sql = "SELECT entry_id, state, note FROM list_version WHERE actor IS NOT NULL
        ORDER BY entry_id, version";
    let rows: Vec<(String, String, String)> = on!(tx, |c| sqlx::query_as(sql).fetch_all(c).await).expect("versions");
    let moved = rows.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    let counted = moved.filter(|pair| pair[0].1 != pair[1].1 || pair[1].2.starts_with("更正"));
    counted.map(|pair| (pair[0].1.clone(), pair[1].1.clone())).collect()
}

async fn every_transition_of_an_entry_is_reached_and_no_other(engine: Engine) {
    let site = Site::demo(engine).await;
    let db = Db::open(&site.database_url).await.expect("the database opens");
    let mut desk = Desk::open(&site).await;
    let mut wrong = Vec::new();
    for state in EntryState::ALL.iter().copied() {
        let path = bring(&mut desk, &db, state).await;
        let before = stands(&db, &path).await;
        for step in Step::ALL.iter().copied().filter(|step| !step.states().contains(&state)) {
            let by = match step.right() {
                Right::Write | Right::Desk => &mut desk.editor,
                Right::Review => &mut desk.reviewer,
                Right::Publish | Right::Withdraw => &mut desk.publisher,
            };
            by.visit(&path).await;
            let csrf = form::shown(&by.page().body, "csrf").unwrap_or_default();
            let version = before.1.to_string();
            by.post(&format!("{path}/{}", address(step)), &[("csrf", &csrf), ("version", &version)]).await;
            let now = stands(&db, &path).await;
            if by.page().status != 409 || now != before {
                wrong.push(format!("{} from {}: {}, {now:?}", step.code(), state.code(), by.page().status));
            }
        }
    }
    assert!(wrong.is_empty(), "{} steps are not refused:\n{}", wrong.len(), wrong.join("\n"));
    other_ways(&mut desk, &db).await;
    let expected: BTreeSet<_> =
        TRANSITIONS.iter().map(|(from, to)| (from.code().to_owned(), to.code().to_owned())).collect();
    assert_eq!(reached(&db).await, expected);
    db.close().await;
    site.close().await;
}
