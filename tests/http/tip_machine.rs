//! §8.2 over HTTP: every state of a tip is reached by the people who bring it there, and every step that does not begin
//! in a state is refused there and changes nothing.
use std::collections::BTreeSet;

use app::domain::tip::TipState;
use server::{on, store::Db};
use tests::{Engine, Person, Site, both_engines, form, story};

both_engines!(tip_8_2_every_state_is_reached_and_every_other_step_refused);

use TipState::*;

/// A step as its form sends it, and where it begins; `found`: only once there is a finding.
struct Step {
    form: &'static str,
    code: &'static str,
    begins: &'static [TipState],
    found: &'static [TipState],
}

const EARLY: &[TipState] = &[Received, Registered, Triaged, Assigned, Verifying];

const STEPS: [Step; 11] = [
    Step { form: "triage", code: "", begins: &[Received, Registered, Triaged], found: &[] },
    Step { form: "assign", code: "", begins: &[Triaged, Assigned, Verifying, NeedInfo], found: &[] },
    Step { form: "note", code: "ask", begins: EARLY, found: &[] },
    Step { form: "step", code: "verify", begins: &[Assigned], found: &[] },
    Step { form: "step", code: "answered", begins: &[NeedInfo], found: &[] },
    Step { form: "step", code: "find", begins: &[Verifying], found: &[] },
    Step { form: "step", code: "act", begins: &[], found: &[Verifying, Acting] },
    Step { form: "step", code: "transfer", begins: &[], found: &[Registered, Triaged, Assigned, Verifying] },
    Step {
        form: "step",
        code: "result",
        begins: &[Acting, Transferred],
        found: &[Registered, Triaged, Assigned, Verifying],
    },
    Step { form: "step", code: "feedback", begins: &[Result], found: &[] },
    Step { form: "step", code: "close", begins: &[Feedback], found: &[] },
];

/// One tip on its road, with the intake clerk at its page.
struct Walk<'a> {
    site: &'a Site,
    db: &'a Db,
    intake: Person,
    path: String,
    officer: String,
    reached: Vec<String>,
    wrong: Vec<String>,
}

impl<'a> Walk<'a> {
    async fn begin(site: &'a Site, db: &'a Db) -> (Self, story::Receipt) {
        let mut citizen = site.person();
        citizen.visit("/tips/new").await;
        let receipt = story::send_calm_tip(&mut citizen).await;
        let mut intake = site.staff("intake").await;
        intake.visit("/staff/tips?tab=open").await;
        intake.click(&receipt.ticket).await;
        let path = intake.page().path.split('?').next().unwrap_or_default().to_owned();
        let mut walk = Self { site, db, intake, path, officer: String::new(), reached: Vec::new(), wrong: Vec::new() };
        walk.note().await;
        (walk, receipt)
    }

    async fn stands(&self) -> (String, i64) {
        let id = self.path.rsplit('/').next().unwrap_or_default();
        let mut tx = self.db.read().await.expect("a transaction");
        on!(tx, |c| sqlx::query_as("SELECT state, version FROM tip WHERE id = $1").bind(id).fetch_one(c).await)
            .expect("the tip")
    }

    async fn note(&mut self) {
        let state = self.stands().await.0;
        self.reached.push(state);
    }

    /// Sends a step's own form with everything in it that any step asks for.
    async fn send(&mut self, step: &str, code: &str, finding: &str) -> u16 {
        self.intake.visit(&self.path).await;
        let csrf = form::shown(&self.intake.page().body, "csrf").unwrap_or_default();
        let version = self.stands().await.1.to_string();
        let words = [
            ("csrf", csrf.as_str()),
            ("version", &version),
            ("step", code),
            ("go", code),
            ("finding", finding),
            ("measure", "seal"),
            ("reason", "见卷宗"),
            ("kind", "property"),
            ("urgency", "normal"),
            ("to", &self.officer),
            ("recusal", "none"),
            ("note", "请问在哪里"),
            ("visibility", "tipster"),
            ("once", "walk"),
        ];
        self.intake.post(&format!("{}/{step}", self.path), &words).await;
        self.intake.page().status
    }

    /// A step that leads on.
    async fn goes(&mut self, step: &str, code: &str, finding: &str, to: TipState) {
        let status = self.send(step, code, finding).await;
        assert_eq!((status, self.stands().await.0.as_str()), (200, to.code()), "{step} {code}");
        self.note().await;
    }

    /// Everything that does not begin here is refused and changes nothing.
    async fn refuses(&mut self, at: TipState, found: bool) {
        let before = self.stands().await;
        assert_eq!(before.0, at.code());
        for step in &STEPS {
            let may = step.begins.contains(&at) || (found && step.found.contains(&at));
            if may {
                continue;
            }
            let status = self.send(step.form, step.code, "true").await;
            let now = self.stands().await;
            if status != 409 || now != before {
                self.wrong.push(format!("{} {} from {}: {status}, {now:?}", step.form, step.code, at.code()));
            }
        }
        if !at.is_over() {
            let status = self.send("step", "reopen", "").await;
            if status != 409 || self.stands().await != before {
                self.wrong.push(format!("reopen from {}: {status}", at.code()));
            }
        }
    }
}

async fn the_officer(site: &Site, db: &Db) -> String {
    let login = &site.account("officer").login;
    let mut tx = db.read().await.expect("a transaction");
    let (id,): (String,) =
        on!(tx, |c| sqlx::query_as("SELECT id FROM staff WHERE login = $1").bind(login).fetch_one(c).await)
            .expect("the officer");
    id
}

async fn tip_8_2_every_state_is_reached_and_every_other_step_refused(engine: Engine) {
    let site = Site::demo(engine).await;
    let db = Db::open(&site.database_url).await.expect("the database opens");
    let officer = the_officer(&site, &db).await;

    let (mut main, _) = Walk::begin(&site, &db).await;
    main.officer.clone_from(&officer);
    main.refuses(Registered, false).await;
    main.goes("triage", "", "", Triaged).await;
    main.refuses(Triaged, false).await;
    main.goes("assign", "", "", Assigned).await;
    main.refuses(Assigned, false).await;
    main.goes("note", "ask", "", NeedInfo).await;
    main.refuses(NeedInfo, false).await;
    main.goes("step", "answered", "", Verifying).await;
    main.refuses(Verifying, false).await;
    main.goes("step", "find", "true", Verifying).await;
    main.goes("step", "act", "", Acting).await;
    main.refuses(Acting, true).await;
    main.goes("step", "result", "", Result).await;
    main.refuses(Result, true).await;
    main.goes("step", "feedback", "", Feedback).await;
    main.refuses(Feedback, true).await;
    main.goes("step", "close", "", Closed).await;
    main.refuses(Closed, true).await;
    main.goes("step", "reopen", "", Assigned).await;
    main.goes("step", "verify", "", Verifying).await;

    let (mut elsewhere, _) = Walk::begin(&site, &db).await;
    elsewhere.officer.clone_from(&officer);
    elsewhere.goes("triage", "", "", Triaged).await;
    elsewhere.goes("step", "find", "out_of_scope", Triaged).await;
    elsewhere.goes("step", "transfer", "", Transferred).await;
    elsewhere.refuses(Transferred, true).await;
    elsewhere.goes("step", "result", "", Result).await;

    let (mut taken_back, receipt) = Walk::begin(&site, &db).await;
    taken_back.officer = officer;
    let mut tipster = taken_back.site.person();
    story::open_thread(&mut tipster, &receipt).await;
    tipster.submit("撤回线索", &[("sure", "on")]).await;
    tipster.expect(200);
    taken_back.note().await;
    taken_back.refuses(Withdrawn, false).await;
    taken_back.goes("step", "reopen", "", Registered).await;
    taken_back.refuses(Registered, false).await;

    let wrong = [main.wrong, elsewhere.wrong, taken_back.wrong].concat();
    assert!(wrong.is_empty(), "{} steps are not refused:\n{}", wrong.len(), wrong.join("\n"));
    let reached: BTreeSet<String> =
        [main.reached, elsewhere.reached, taken_back.reached].concat().into_iter().collect();
    // its number comes with its arrival, in one transaction: a tip that is received and not registered is never stored
    let stored = TipState::ALL.iter().filter(|state| **state != Received);
    let all: BTreeSet<String> = stored.map(|state| state.code().to_owned()).collect();
    assert_eq!(reached, all);
    db.close().await;
    site.close().await;
}
