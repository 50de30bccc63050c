//! What the court publishes: the demo court as the source counts it, exact lookups, search without scans.
use app::domain::date::{Instant, LegalDate};
use app::domain::id::ResidentId;
use app::domain::ids::CourtId;
use app::domain::notice::{EndReason, SubjectState};
use app::domain::staff::Role;
use server::clock::Clock;
use server::crypto::server_key::ServerKey;
use server::store::list::{self, Lookup};
use server::store::notice_end::{self, Closing};
use server::store::notice_list::{self, Filter};
use server::store::{
    Db, Tx, article, campaign, claim, court, figure, notice, notice_index, outcome, search, staff, token,
};
use server::{demo, exec, on};
use tests::{Database, Engine, both_engines};

/// 2026-11-23 10:00 in Shanghai.
const NOW: i64 = 1_795_399_200_000;

struct Demo {
    db: Db,
    key: ServerKey,
    court: CourtId,
    today: LegalDate,
    _database: Database,
}

impl Demo {
    async fn new(engine: Engine) -> Self {
        let database = engine.database().await;
        let db = Db::open(&database.url).await.expect("the database opens");
        db.migrate().await.expect("the migrations run");
        let key = ServerKey::generate();
        let seeded = demo::seed(&db, &key, &clock()).await.expect("the demo is written").expect("it was not there");
        assert_eq!(seeded.accounts.len(), 8);
        let mut tx = db.read().await.unwrap();
        let court = court::load(&mut tx, demo::COURT_CODE).await.unwrap().unwrap().id;
        drop(tx);
        Self { db, key, court, today: Instant(NOW).date(), _database: database }
    }

    async fn read(&self) -> Tx {
        self.db.read().await.unwrap()
    }
}

fn clock() -> Clock {
    Clock::fixed(Instant(NOW))
}

async fn fg_2_the_demo_counts_what_the_source_counts(engine: Engine) {
    let demo = Demo::new(engine).await;
    assert!(demo::seed(&demo.db, &demo.key, &clock()).await.unwrap().is_none(), "a second start adds nothing");
    let mut tx = demo.read().await;
    let all = notice_list::keys(&mut tx, demo.court, &Filter::default(), demo.today).await.unwrap();
    assert_eq!(all.len(), 21);
    let totals = list::totals(&mut tx, demo.court, demo.today).await.unwrap();
    assert_eq!(totals.iter().map(|total| total.entries).sum::<i64>(), 857);
    assert_eq!(figure::load_year(&mut tx, demo.court, 2025).await.unwrap().len(), 28);
    assert_eq!(outcome::load_latest(&mut tx, demo.court, 50).await.unwrap().len(), 4);
    assert_eq!(campaign::load_children(&mut tx, demo.court, "2025-xiangzhi").await.unwrap().len(), 1);
    assert_eq!(article::load_all(&mut tx, demo.court).await.unwrap().len(), 5);
    let payout = claim::load(&mut tx, demo.court, "2025-12").await.unwrap().unwrap();
    assert_eq!(payout.held_on, "2025-12-01");
}

async fn dj_4_every_demo_person_is_valid_and_of_age(engine: Engine) {
    let demo = Demo::new(engine).await;
    let mut tx = demo.read().await;
    let sealed: Vec<(String, Vec<u8>, String)> = on!(tx, |c| sqlx::query_as(
        "SELECT id, id_cipher, id_masked FROM list_entry WHERE id_cipher IS NOT NULL
         UNION ALL SELECT id, id_cipher, id_masked FROM notice_subject WHERE id_cipher IS NOT NULL"
    )
    .fetch_all(c)
    .await)
    .unwrap();
    assert!(sealed.len() > 800);
    for (row, cipher, masked) in sealed {
        let plain = demo.key.unwrap("resident id", &demo.court.to_string(), &row, &cipher).unwrap();
        let id = ResidentId::parse(std::str::from_utf8(&plain).unwrap()).unwrap();
        assert!(id.age_on(LegalDate::new(2025, 1, 1).unwrap()) >= 18);
        assert_eq!(id.masked(), masked);
    }
}

async fn rc_1_every_dishonest_entry_has_its_restriction(engine: Engine) {
    let demo = Demo::new(engine).await;
    let mut tx = demo.read().await;
    let alone: i64 = on!(tx, |c| sqlx::query_scalar(
        "SELECT COUNT(*) FROM list_entry d WHERE d.list = 'dishonest' AND NOT EXISTS (SELECT 1 FROM list_entry r
         WHERE r.court_id = d.court_id AND r.public_no = d.linked_no AND r.list = 'restricted' AND r.case_no = d.case_no)"
    )
    .fetch_one(c)
    .await)
    .unwrap();
    assert_eq!(alone, 0);
}

async fn ew_4_lookups_are_exact_and_see_current_entries_only(engine: Engine) {
    let demo = Demo::new(engine).await;
    let mut tx = demo.read().await;
    let entry = list::load(&mut tx, demo.court, "d-2025-0001").await.unwrap().unwrap();
    let by = async |tx: &mut Tx, what: &Lookup, day| list::lookup(tx, demo.court, "", what, day).await.unwrap().len();
    let name_key = search::name_key(&entry.name);
    let name = Lookup::Name(name_key.clone());
    let found = by(&mut tx, &name, demo.today).await;
    assert!(found >= 2, "both lists answer");
    assert_eq!(by(&mut tx, &Lookup::Case(entry.case_no.clone()), demo.today).await, 2);
    let part: String = name_key.chars().take(2).collect();
    if part != name_key {
        let rows = list::lookup(&mut tx, demo.court, "", &Lookup::Name(part.clone()), demo.today).await.unwrap();
        assert!(rows.iter().all(|row| search::name_key(&row.name) == part));
    }
    drop(tx);
    let mut tx = demo.db.begin().await.unwrap();
    exec!(
        tx,
        sqlx::query("UPDATE list_entry SET expires_on = $1 WHERE public_no = 'd-2025-0001'").bind(demo.today.iso())
    )
    .unwrap();
    assert_eq!(by(&mut tx, &name, demo.today).await, found, "the last day counts");
    assert_eq!(by(&mut tx, &name, demo.today.add_days(1)).await, found - 1);
    tx.rollback().await.unwrap();
}

async fn bn_12_a_name_is_found_only_while_it_is_sought(engine: Engine) {
    let demo = Demo::new(engine).await;
    let mut tx = demo.db.begin().await.unwrap();
    let issue = notice::load_issue(&mut tx, demo.court, 2025, 21).await.unwrap().unwrap();
    let subjects = notice::load_subjects(&mut tx, demo.court, &issue.id).await.unwrap();
    let name = subjects[0].name.clone();
    let last = LegalDate::parse(&issue.valid_until).unwrap();
    assert_eq!(urls(&mut tx, &demo, &name, last).await, ["/notices/2025-21/1"]);
    assert!(urls(&mut tx, &demo, &name, last.add_days(1)).await.is_empty());
    let by = staff::with_role(&mut tx, demo.court, Role::Publisher).await.unwrap()[0].id;
    let (to, reason) = (SubjectState::Ended, EndReason::Performed);
    let closing = Closing { subject: &subjects[0], to, reason, note: "已结清", by: Some(by), at: Instant(NOW) };
    assert!(notice_end::close(&mut tx, demo.court, &closing).await.unwrap());
    assert!(!notice_end::close(&mut tx, demo.court, &closing).await.unwrap(), "once");
    let kept = notice_end::load(&mut tx, demo.court, &issue.id).await.unwrap();
    assert_eq!((kept.len(), kept[0].reason.as_str(), kept[0].note.as_str()), (1, "performed", "已结清"));
    let subjects = notice::load_subjects(&mut tx, demo.court, &issue.id).await.unwrap();
    notice_index::refresh(&mut tx, demo.court, &issue, &subjects).await.unwrap();
    assert!(urls(&mut tx, &demo, &name, demo.today).await.is_empty());
    assert_eq!(urls(&mut tx, &demo, "2025年第21期", demo.today).await, ["/notices/2025-21"]);
    let closing =
        Closing { subject: &subjects[0], to: SubjectState::Withdrawn, reason: EndReason::Mistaken, ..closing };
    assert!(notice_end::close(&mut tx, demo.court, &closing).await.unwrap());
    let subjects = notice::load_subjects(&mut tx, demo.court, &issue.id).await.unwrap();
    notice_index::refresh(&mut tx, demo.court, &issue, &subjects).await.unwrap();
    assert!(urls(&mut tx, &demo, "2025年第21期", demo.today).await.is_empty(), "nobody is left: the issue is gone");
    let listed = notice_list::keys(&mut tx, demo.court, &Filter::default(), demo.today).await.unwrap();
    assert!(!listed.contains(&issue.id));
    tx.rollback().await.unwrap();
}

async fn urls(tx: &mut Tx, demo: &Demo, query: &str, day: LegalDate) -> Vec<String> {
    let hits = search::find(tx, demo.court, query, day).await.unwrap().expect("long enough");
    hits.into_iter().map(|hit| hit.url).collect()
}

async fn search_reads_words_numbers_and_initials(engine: Engine) {
    let demo = Demo::new(engine).await;
    let mut tx = demo.read().await;
    assert_eq!(urls(&mut tx, &demo, "海口", demo.today).await, ["/outcomes/2025-002"]);
    assert_eq!(urls(&mut tx, &demo, "zxbn", demo.today).await, ["/learn/hard-or-impossible"]);
    assert_eq!(urls(&mut tx, &demo, "第3期", demo.today).await, ["/notices/2025-3"]);
    assert!(urls(&mut tx, &demo, "\" OR tokens:* --", demo.today).await.is_empty());
    for text in ["王", "", "%", "5"] {
        assert!(search::find(&mut tx, demo.court, text, demo.today).await.unwrap().is_none(), "{text}");
    }
    let another = CourtId::from_uuid(uuid::Uuid::from_u128(7));
    assert!(search::find(&mut tx, another, "海口", demo.today).await.unwrap().unwrap().is_empty());
}

async fn a_stale_save_changes_nothing(engine: Engine) {
    let demo = Demo::new(engine).await;
    let mut tx = demo.db.begin().await.unwrap();
    let mut issue = notice::load_issue(&mut tx, demo.court, 2025, 20).await.unwrap().unwrap();
    issue.title = "甲".into();
    assert!(notice::save_issue(&mut tx, demo.court, &issue).await.unwrap());
    issue.title = "乙".into();
    assert!(!notice::save_issue(&mut tx, demo.court, &issue).await.unwrap(), "the version has moved on");
    let stored = notice::load_issue(&mut tx, demo.court, 2025, 20).await.unwrap().unwrap();
    assert_eq!((stored.title.as_str(), stored.version), ("甲", 2));
    let versions = notice::load_versions(&mut tx, demo.court, &issue.id).await.unwrap();
    assert!(versions.iter().all(|v| !v.snapshot.contains("cipher")), "a version holds no identity number");
    tx.rollback().await.unwrap();
}

async fn filters_narrow_and_the_open_come_first(engine: Engine) {
    let demo = Demo::new(engine).await;
    let mut tx = demo.read().await;
    let open = Filter { status: "open".into(), ..Filter::default() };
    let ended = Filter { status: "ended".into(), ..Filter::default() };
    let all = notice_list::keys(&mut tx, demo.court, &Filter::default(), demo.today).await.unwrap();
    let open = notice_list::keys(&mut tx, demo.court, &open, demo.today).await.unwrap();
    let ended = notice_list::keys(&mut tx, demo.court, &ended, demo.today).await.unwrap();
    assert_eq!((open.len(), ended.len()), (8, 13));
    assert_eq!([open.clone(), ended].concat(), all);
    let rich = Filter { min: 5_000_000, ..Filter::default() };
    let rich = notice_list::keys(&mut tx, demo.court, &rich, demo.today).await.unwrap();
    assert!(!rich.is_empty() && rich.len() < all.len());
    let cards = notice_list::cards(&mut tx, demo.court, &open[..2]).await.unwrap();
    assert_eq!(cards.iter().map(|(issue, _)| issue.no).collect::<Vec<_>>(), [21, 20]);
}

async fn no_public_question_scans_a_table(engine: Engine) {
    if engine != Engine::Sqlite {
        return; // PostgreSQL prefers a scan on tables this small; its indexes are the same ones
    }
    let demo = Demo::new(engine).await;
    let mut tx = demo.read().await;
    let token::Query::All(tokens) = token::query("海口") else { panic!("long enough") };
    let explain = format!("EXPLAIN QUERY PLAN {}", search::TEXT_SQLITE);
    let plan: Vec<(i64, i64, i64, String)> = on!(tx, |c| sqlx::query_as(sqlx::AssertSqlSafe(explain))
        .bind(&tokens[0])
        .bind(demo.court.to_string())
        .bind(demo.today.iso())
        .bind(30_i64)
        .fetch_all(c)
        .await)
    .unwrap();
    for (.., step) in plan {
        assert!(!step.starts_with("SCAN") || step.contains("VIRTUAL TABLE INDEX"), "{step}");
    }
}

both_engines!(
    fg_2_the_demo_counts_what_the_source_counts,
    dj_4_every_demo_person_is_valid_and_of_age,
    rc_1_every_dishonest_entry_has_its_restriction,
    ew_4_lookups_are_exact_and_see_current_entries_only,
    bn_12_a_name_is_found_only_while_it_is_sought,
    search_reads_words_numbers_and_initials,
    a_stale_save_changes_nothing,
    filters_narrow_and_the_open_come_first,
    no_public_question_scans_a_table,
);
