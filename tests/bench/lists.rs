//! P4, S1 to S3, S6 and C2: a million list entries on either engine, through the store and over HTTP.
use std::{
    future::Future,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use app::domain::{date::LegalDate, ids::CourtId};
use server::{
    demo::person::{Dice, person},
    on,
    store::{
        Db, court,
        list::{self, Browse, EntryRow},
        list_search, search,
    },
};
use sqlx::AssertSqlSafe;
use tests::{
    postgres::{Cluster, Durability},
    temp::TempDir,
};

use super::{
    client::Client,
    site::Site,
    sums::{Readings, row},
};

/// Entries that are imported.
const ENTRIES: usize = 1_000_000;
/// Rows of one transaction: a second of work, as a court that moves in takes it.
const A_COMMIT: usize = 10_000;
/// Questions of one row of the table.
const QUESTIONS: usize = 2_000;
const CONNECTIONS: usize = 16;
const TODAY: &str = "2025-12-15";

/// A court with a million entries.
struct Filled {
    data: TempDir,
    url: String,
    engine: &'static str,
    names: Vec<String>,
    _cluster: Option<Cluster>,
}

/// Prints the rows for SQLite, then for PostgreSQL where it is there.
pub async fn rows() {
    let data = TempDir::new("bench-lists");
    let url = format!("sqlite:{}", data.path().join("zhaoshi.db").display());
    one_engine(Filled { data, url, engine: "SQLite", names: Vec::new(), _cluster: None }, "").await;
    match Cluster::start(Durability::Real) {
        Ok(cluster) => {
            let url = cluster.create("lists").await;
            let data = TempDir::new("bench-lists");
            let filled =
                Filled { data, url: url.clone(), engine: "PostgreSQL", names: Vec::new(), _cluster: Some(cluster) };
            one_engine(filled, &url).await;
        }
        Err(why) => row("S1", "PostgreSQL", "not measured", &why),
    }
}

async fn one_engine(mut filled: Filled, database: &str) {
    drop(Site::start(filled.data.path(), database).await);
    let db = Db::open(&filled.url).await.expect("the database");
    let court = court_of(&db).await;
    import(&mut filled, &db, court).await;
    ask_the_store(&filled, &db, court).await;
    db.close().await;
    ask_the_site(&filled, database).await;
}

async fn court_of(db: &Db) -> CourtId {
    let mut tx = db.read().await.expect("a transaction");
    court::load_first(&mut tx).await.expect("the court").expect("the demo made one").id
}

fn entry(dice: &mut Dice, n: usize) -> EntryRow {
    let someone = person(dice).expect("a person");
    let name = format!("{}{}", someone.name, char::from_u32(0x4e00 + (n % 6000) as u32).unwrap_or('一'));
    EntryRow {
        id: format!("00000000-0000-7000-8000-{n:012}"),
        list: if n.is_multiple_of(3) { "dishonest" } else { "restricted" }.into(),
        public_no: format!("{}-2020-{n:07}", if n.is_multiple_of(3) { 'd' } else { 'r' }),
        party_kind: "person".into(),
        name_key: search::name_key(&name),
        name,
        id_hash: Some(n.to_be_bytes().repeat(4)),
        id_cipher: Some(vec![7; 60]),
        id_masked: someone.id.masked(),
        sex: "male".into(),
        birth_year: 1980,
        case_no: format!("({})湘1199执{}号", 2000 + n % 26, n / 26),
        filed_on: "2020-01-02".into(),
        basis_no: format!("（2019）湘1199民初{n}号"),
        basis_unit: "示例县人民法院".into(),
        duty: "偿还借款本金 480000 元".into(),
        performance: "none".into(),
        grounds: "g1".into(),
        decided_on: "2020-02-01".into(),
        served_on: "2020-02-05".into(),
        president: true,
        published_on: LegalDate::parse("2020-03-01").expect("a day").add_days((n % 2000) as i32).iso(),
        state: "published".into(),
        portal: "listed".into(),
        version: 1,
        ..EntryRow::default()
    }
}

/// S6: a million rows with every index while somebody reads; beside it, the engine copying the same rows by itself.
async fn import(filled: &mut Filled, db: &Db, court: CourtId) {
    let over = Arc::new(AtomicBool::new(false));
    let reader = tokio::spawn(reads(db.clone(), court, over.clone()));
    let (mut dice, mut ours) = (Dice::new(1), Duration::ZERO);
    for from in (0..ENTRIES).step_by(A_COMMIT) {
        let rows: Vec<EntryRow> = (from..from + A_COMMIT).map(|n| entry(&mut dice, n)).collect();
        let begin = Instant::now();
        let mut tx = db.begin().await.expect("a transaction");
        list::insert_many(&mut tx, court, &rows).await.expect("new entries");
        tx.commit().await.expect("a commit");
        ours += begin.elapsed();
        filled.names.extend(rows.into_iter().step_by(400).map(|row| row.name));
    }
    let ours = ours.as_secs_f64();
    over.store(true, Ordering::Relaxed);
    let times = reader.await.expect("the reader");
    let raw = copied(db).await;
    let what = format!("import of 1 M rows with all indexes over the engine's own copy, {}", filled.engine);
    row("S6", &what, &format!("{:.2}", ours / raw), &format!("must ≤ 4; {ours:.0} s beside {raw:.0} s"));
    let p99 = format!("{:.1}", times.at(0.99));
    row("S6", &format!("a page of the list meanwhile, p99 ms, {}", filled.engine), &p99, "must ≤ 50");
}

/// Milliseconds of one page after the other until it is over.
async fn reads(db: Db, court: CourtId, over: Arc<AtomicBool>) -> Readings {
    let (today, mut times) = (LegalDate::parse(TODAY).expect("a day"), Readings::default());
    while !over.load(Ordering::Relaxed) {
        let begin = Instant::now();
        let mut tx = db.read().await.expect("a transaction");
        list::load_page(&mut tx, court, "restricted", &Browse::default(), today).await.expect("a page");
        drop(tx);
        times.push(begin.elapsed().as_secs_f64() * 1000.0);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    times
}

/// Seconds in which the engine copies the same rows, in the order they came in, into tables with the same indexes. The
/// order is asked for because SQLite otherwise copies each index page by page, sorted as it is, which no import can.
async fn copied(db: &Db) -> f64 {
    let mut tx = db.begin().await.expect("a transaction");
    let sqlite = matches!(db, Db::Sqlite { .. });
    let made: Vec<String> = if sqlite {
        let sql = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name IN ('list_entry', 'list_doc', 'list_text')
            ORDER BY type DESC";
        let texts: Vec<(String,)> = on!(tx, |c| sqlx::query_as(sql).fetch_all(c).await).expect("definitions");
        texts.into_iter().map(|(text,)| text.replace("list_", "copy_")).collect()
    } else {
        let like = |table: &str| format!("CREATE TABLE copy_{table} (LIKE list_{table} INCLUDING ALL)");
        ["entry", "doc", "text"].map(like).into()
    };
    for text in made {
        on!(tx, |c| sqlx::query(AssertSqlSafe(text)).execute(c).await.map(|_| ())).expect("a table");
    }
    tx.commit().await.expect("a commit");
    let (text, doc) = if sqlite { ("(rowid, tokens) SELECT rowid, tokens", "rowid") } else { ("SELECT *", "doc") };
    let begin = Instant::now();
    let mut tx = db.begin().await.expect("a transaction");
    if !sqlite {
        on!(tx, |c| sqlx::query("SET LOCAL statement_timeout = 0").execute(c).await.map(|_| ())).expect("no limit");
    }
    for sql in [
        "INSERT INTO copy_entry SELECT * FROM list_entry ORDER BY id".to_owned(),
        "INSERT INTO copy_doc SELECT * FROM list_doc ORDER BY doc".to_owned(),
        format!("INSERT INTO copy_text {text} FROM list_text ORDER BY {doc}"),
    ] {
        on!(tx, |c| sqlx::query(AssertSqlSafe(sql)).execute(c).await.map(|_| ())).expect("a copy");
    }
    tx.commit().await.expect("a commit");
    begin.elapsed().as_secs_f64()
}

/// S2 and S3: parts of names and numbers, in the data layer.
async fn ask_the_store(filled: &Filled, db: &Db, court: CourtId) {
    let (mut dice, mut names, mut numbers) = (Dice::new(7), Readings::default(), Readings::default());
    for n in 0..QUESTIONS {
        let name: Vec<char> = filled.names[n % filled.names.len()].chars().collect();
        let at = n % (name.len() - 1);
        let number = format!("执{}", dice.between(100, 38_000));
        for (text, times) in [(name[at..at + 2].iter().collect(), &mut names), (number, &mut numbers)] {
            let part = list_search::part(&text).expect("long enough");
            let begin = Instant::now();
            let mut tx = db.read().await.expect("a transaction");
            list_search::find(&mut tx, court, &part).await.expect("an answer");
            drop(tx);
            times.push(begin.elapsed().as_secs_f64() * 1000.0);
        }
    }
    let figure = |times: &Readings| format!("{:.2} (median {:.2})", times.at(0.99), times.median());
    row("S2", &format!("2 characters of a name, 1 M rows, p99 ms, {}", filled.engine), &figure(&names), "must ≤ 10");
    row("S3", &format!("part of a case number, 1 M rows, p99 ms, {}", filled.engine), &figure(&numbers), "must ≤ 20");
}

/// S1, P4 and C2: whole names and pages that are in no cache, over HTTP.
async fn ask_the_site(filled: &Filled, database: &str) {
    let (site, log) = Site::logged(filled.data.path(), database).await;
    let mut client = Client::open(site.port).await.expect("the site listens");
    // the first round of the clock has statements of its own
    tokio::time::sleep(Duration::from_secs(3)).await;
    for path in ["/lists/restricted?after=2024-01-01_r-2020-0500000", "/notices/2025-21/1", "/"] {
        let before = statements(&log);
        assert_eq!(client.get(path, "").await.expect("a page").status, 200, "{path}");
        tokio::time::sleep(Duration::from_millis(300)).await;
        let count = (statements(&log) - before).to_string();
        row("C2", &format!("statements of {path}, 1 M rows, {}", filled.engine), &count, "must ≤ 6");
    }
    drop(site);
    let (site, _) = Site::start(filled.data.path(), database).await;
    let names: Vec<String> = filled.names.iter().map(|name| format!("q={}&list=", encoded(name))).collect();
    let asked = crowd(site.port, move |client, n| {
        let form = names[n % names.len()].clone();
        Box::pin(async move { client.post("/lists", &form).await.expect("an answer").status })
    });
    let (rate, p99) = asked.await;
    let what = format!("exact name over HTTP, 1 M rows, {CONNECTIONS} connections, p99 ms, {}", filled.engine);
    row("S1", &what, &format!("{p99:.1}"), &format!("must ≤ 10; {rate:.0}/s"));
    let pages = crowd(site.port, |client, n| {
        let path =
            format!("/lists/restricted?after=2025-{:02}-{:02}_r-2020-{:07}", n % 8 + 1, n % 28 + 1, n * 37 % ENTRIES);
        Box::pin(async move { client.get(&path, "").await.expect("a page").status })
    });
    let (rate, p99) = pages.await;
    let what =
        format!("page of 20 out of 1 M rows, in no cache, {CONNECTIONS} connections, requests/s, {}", filled.engine);
    row("P4", &what, &format!("{rate:.0}"), &format!("must ≥ 1,700; p99 {p99:.1} ms"));
}

fn statements(log: &Path) -> usize {
    std::fs::read_to_string(log).unwrap_or_default().matches("sqlx::query").count()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

type Asking<'a> = std::pin::Pin<Box<dyn Future<Output = u16> + Send + 'a>>;

/// Requests a second and the p99 in milliseconds, of as many as there are questions.
async fn crowd(
    port: u16,
    ask: impl for<'a> Fn(&'a mut Client, usize) -> Asking<'a> + Send + Sync + 'static,
) -> (f64, f64) {
    let (ask, begin) = (Arc::new(ask), Instant::now());
    let senders: Vec<_> = (0..CONNECTIONS)
        .map(|s| {
            let ask = ask.clone();
            tokio::spawn(async move {
                let mut client = Client::open(port).await.expect("a connection");
                let mut times = Vec::with_capacity(QUESTIONS);
                for n in 0..QUESTIONS {
                    let begin = Instant::now();
                    let status = ask(&mut client, s * QUESTIONS + n).await;
                    assert_eq!(status, 200);
                    times.push(begin.elapsed().as_secs_f64() * 1000.0);
                }
                times
            })
        })
        .collect();
    let mut all = Readings::default();
    for sender in senders {
        for time in sender.await.expect("a sender") {
            all.push(time);
        }
    }
    ((CONNECTIONS * QUESTIONS) as f64 / begin.elapsed().as_secs_f64(), all.at(0.99))
}
