//! The road of EW-1 (§10) over HTTP, for bounty issues and for the texts of the content desk: every transition is reached,
//! every other step is refused from every state and changes nothing.
use std::collections::BTreeSet;

use app::domain::edition::EditionState;
use server::{on, store::Db};
use sqlx::AssertSqlSafe;
use tests::{Engine, Person, Site, both_engines, form, story};

both_engines!(
    ew_1_every_transition_of_an_issue_is_reached_and_no_other,
    ew_1_every_transition_of_a_text_is_reached_and_no_other
);

use EditionState::*;

const HOUR: i64 = 60 * 60 * 1000;

/// A step of a desk: its address, what its button says, who presses it, and where it begins.
type Step = (&'static str, &'static str, &'static str, &'static [EditionState]);

/// What both desks do alike.
const COMMON: [Step; 9] = [
    ("edit", "", "editor", &[Draft]),
    ("submit", "", "editor", &[Draft]),
    ("approve", "", "reviewer", &[LegalCheck]),
    ("return", "", "reviewer", &[LegalCheck, Approved, Scheduled]),
    ("publish", "", "publisher", &[Approved, Scheduled]),
    ("withdraw", "", "publisher", &[Published]),
    ("timing", "schedule", "publisher", &[Approved]),
    ("timing", "unschedule", "publisher", &[Scheduled]),
    ("timing", "force", "publisher", &[LegalCheck]),
];

/// Where one of them leads; nothing else does.
const TRANSITIONS: [(EditionState, EditionState); 11] = [
    (Draft, LegalCheck),
    (LegalCheck, Draft),
    (LegalCheck, Approved),
    (LegalCheck, Published),
    (Approved, Draft),
    (Approved, Published),
    (Approved, Scheduled),
    (Scheduled, Approved),
    (Scheduled, Draft),
    (Scheduled, Published),
    (Published, Withdrawn),
];

/// One of the two desks.
struct Road {
    /// Table of the records
    table: &'static str,
    /// Table of their versions, and its column of the record
    versions: (&'static str, &'static str),
    own_steps: &'static [Step],
    publish: (&'static str, &'static [(&'static str, &'static str)]),
}

const ISSUES: Road = Road {
    table: "notice_issue",
    versions: ("notice_version", "issue_id"),
    own_steps: &[("compose", "pick", "editor", &[Draft])],
    publish: ("批准发布", &[("approval_no", "（2025）示法悬批22号")]),
};
const TEXTS: Road = Road {
    table: "content",
    versions: ("content_version", "content_id"),
    own_steps: &[
        ("names", "apply", "editor", &[Draft]),
        ("images/remove", "remove", "editor", &[Draft]),
        ("correct", "", "editor", &[Published]),
    ],
    publish: ("签发公布", &[]),
};

/// A record on its road.
struct Walk<'a> {
    site: &'a Site,
    db: &'a Db,
    road: &'a Road,
    path: String,
    wrong: Vec<String>,
}

impl Walk<'_> {
    fn id(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    async fn stands(&self) -> (String, i64) {
        let sql = format!("SELECT state, version FROM {} WHERE id = $1", self.road.table);
        let mut tx = self.db.read().await.expect("a transaction");
        on!(tx, |c| sqlx::query_as(AssertSqlSafe(sql)).bind(self.id()).fetch_one(c).await).expect("the record")
    }

    /// Everything that does not begin here is refused, whoever tries.
    async fn refuses(&mut self, at: EditionState) {
        let before = self.stands().await;
        assert_eq!(before.0, at.code());
        for role in ["editor", "reviewer", "publisher"] {
            let mut person: Person = self.site.staff(role).await;
            let steps = COMMON.iter().chain(self.road.own_steps);
            for (step, go, _, _) in steps.filter(|(_, _, by, begins)| *by == role && !begins.contains(&at)) {
                person.visit(&self.path).await;
                let csrf = form::shown(&person.page().body, "csrf").unwrap_or_default();
                let version = before.1.to_string();
                let words = [
                    ("csrf", csrf.as_str()),
                    ("version", &version),
                    ("go", go),
                    ("reason", "无"),
                    ("withdraw_kind", "wrong"),
                    ("withdraw_reason", "无"),
                    ("publish_at", "2026-01-05 08:00"),
                    ("approval_no", "（2025）示法悬批22号"),
                ];
                person.post(&format!("{}/{step}", self.path), &words).await;
                let now = self.stands().await;
                if person.page().status != 409 || now != before {
                    self.wrong.push(format!("{step} {go} from {}: {}, {now:?}", at.code(), person.page().status));
                }
            }
        }
    }

    async fn press(&self, role: &str, button: &str, words: &[(&str, &str)]) {
        let mut person = self.site.staff(role).await;
        person.visit(&self.path).await;
        person.submit(button, words).await;
        person.expect(200);
    }

    async fn submit(&self) {
        self.press("editor", "提交审核", &[]).await;
    }

    async fn approve(&self) {
        self.press("reviewer", "审核通过", &[]).await;
    }

    async fn send_back(&self) {
        self.press("reviewer", "退回修改", &[("reason", "请补充情况")]).await;
    }

    async fn timing(&self, button: &str, words: &[(&str, &str)]) {
        let mut publisher = self.site.staff("publisher").await;
        publisher.visit(&format!("{}/timing", self.path)).await;
        publisher.submit(button, words).await;
        publisher.expect(200);
    }

    async fn schedule(&self, at: &str) {
        self.timing("定时发布", &[&[("publish_at", at)], self.road.publish.1].concat()).await;
    }

    async fn withdraw(&self) {
        self.press("publisher", "立即撤下", &[("withdraw_kind", "wrong"), ("withdraw_reason", "内容有误")]).await;
    }

    /// Every state on the way to the public, and every way between them.
    async fn goes_the_long_way(&mut self) {
        self.refuses(Draft).await;
        self.submit().await;
        self.send_back().await;
        self.submit().await;
        self.refuses(LegalCheck).await;
        self.approve().await;
        self.send_back().await;
        self.submit().await;
        self.approve().await;
        self.refuses(Approved).await;
        self.schedule("2025-12-16 08:00").await;
        self.refuses(Scheduled).await;
        self.timing("取消定时发布", &[]).await;
        self.schedule("2025-12-16 08:00").await;
        self.send_back().await;
        self.submit().await;
        self.approve().await;
        let (button, words) = self.road.publish;
        self.press("publisher", button, words).await;
        self.refuses(Published).await;
        self.withdraw().await;
        self.refuses(Withdrawn).await;
    }

    /// Neighbours among the kept versions.
    async fn reached(&self) -> BTreeSet<(String, String)> {
        let (table, key) = self.road.versions;
        let sql = format!("SELECT state FROM {table} WHERE {key} = $1 ORDER BY version");
        let mut tx = self.db.read().await.expect("a transaction");
        let rows: Vec<(String,)> =
            on!(tx, |c| sqlx::query_as(AssertSqlSafe(sql)).bind(self.id()).fetch_all(c).await).expect("versions");
        rows.windows(2).filter(|pair| pair[0] != pair[1]).map(|pair| (pair[0].0.clone(), pair[1].0.clone())).collect()
    }
}

/// One record goes the long way, a second goes out by force, a third at its time.
async fn walk(site: &Site, road: &Road, paths: [String; 3]) {
    let db = Db::open(&site.database_url).await.expect("the database opens");
    let [long, forced, timed] = paths.map(|path| Walk { site, db: &db, road, path, wrong: Vec::new() });
    let mut long = long;
    long.goes_the_long_way().await;
    forced.timing("紧急发布", &[&[("reason", "今晚有线索")], road.publish.1].concat()).await;
    timed.approve().await;
    timed.schedule("2025-12-15 11:00").await;
    site.clock.advance(HOUR);
    site.due().await;
    assert!(long.wrong.is_empty(), "{} steps are not refused:\n{}", long.wrong.len(), long.wrong.join("\n"));
    let expected: BTreeSet<_> =
        TRANSITIONS.iter().map(|(from, to)| (from.code().to_owned(), to.code().to_owned())).collect();
    let mut reached = long.reached().await;
    reached.extend(forced.reached().await);
    reached.extend(timed.reached().await);
    assert_eq!(reached, expected);
    db.close().await;
}

async fn ew_1_every_transition_of_an_issue_is_reached_and_no_other(engine: Engine) {
    let site = Site::demo(engine).await;
    let (mut editor, long) = story::open_draft(&site, "2025-22").await;
    story::add_subject(&mut editor, &long, &[], "43112719830412103").await;
    let others = [story::draft_issue(&site, "2025-23").await, story::draft_issue(&site, "2025-24").await];
    let [forced, timed] = others;
    walk(&site, &ISSUES, [long, forced, timed]).await;
    site.close().await;
}

async fn ew_1_every_transition_of_a_text_is_reached_and_no_other(engine: Engine) {
    let site = Site::demo(engine).await;
    let mut paths = Vec::new();
    for (n, slug) in ["he-jie", "bao-quan", "pai-mai"].into_iter().enumerate() {
        let words = [("slug", slug), ("title", "什么是执行和解"), ("summary", "双方商量好。"), ("body", "要自愿。")];
        let (mut editor, path) = story::draft_content(&site, "普法文章", &words).await;
        if n > 0 {
            story::submit_draft(&mut editor, &path).await;
        }
        paths.push(path);
    }
    walk(&site, &TEXTS, paths.try_into().expect("three")).await;
    site.close().await;
}
