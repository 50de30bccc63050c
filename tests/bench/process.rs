//! P8 and P9: how fast one process is up, and what it weighs.
use std::{path::Path, process::Command, time::Instant};

use sqlx::{
    Connection,
    sqlite::{SqliteConnectOptions, SqliteConnection, SqliteSynchronous},
};
use tests::temp::TempDir;

use super::{
    client::Client,
    site::Site,
    sums::{Readings, row},
};

/// Entries both lists hold together when the start is measured.
const ENTRIES: i64 = 1_000_000;

/// Copies the demo court's list entries under new numbers until there are `ENTRIES`.
async fn fill(database: &Path) {
    let options = SqliteConnectOptions::new().filename(database).synchronous(SqliteSynchronous::Off);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("the demo database");
    let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info('list_entry')")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let copied: Vec<String> = columns
        .iter()
        .map(|column| match column.as_str() {
            "id" | "public_no" => format!("{column} || '-' || n.i"),
            own => own.to_owned(),
        })
        .collect();
    let have: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM list_entry").fetch_one(&mut connection).await.unwrap();
    let text = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times})
         INSERT INTO list_entry ({into}) SELECT {copied} FROM list_entry, n",
        times = ENTRIES / have,
        into = columns.join(", "),
        copied = copied.join(", "),
    );
    sqlx::query(sqlx::AssertSqlSafe(text)).execute(&mut connection).await.expect("a million entries");
    connection.close().await.expect("the database closes");
}

/// Prints P8 (cold start over a million entries) and P9 (PSS idle and under 256 connections).
pub async fn rows() {
    let data = TempDir::new("bench-start");
    drop(Site::start(data.path(), "").await);
    fill(&data.path().join("zhaoshi.db")).await;
    let mut starts = Readings::default();
    for _ in 0..7 {
        let (site, time) = Site::start(data.path(), "").await;
        starts.push(time.as_secs_f64() * 1000.0);
        drop(site);
    }
    row("P8", "exec to first home page, 1 M list entries, ms", &starts.text(0), "must ≤ 300");
    let mut lists = Readings::default();
    for _ in 0..5 {
        let (site, _) = Site::start(data.path(), "").await;
        let mut client = Client::open(site.port).await.expect("the site listens");
        let begin = Instant::now();
        assert_eq!(client.get("/lists/dishonest", "").await.expect("a list").status, 200);
        lists.push(begin.elapsed().as_secs_f64() * 1000.0);
    }
    row("P8", "first view of a list of that size, ms", &lists.text(0), "no goal");
    let data = TempDir::new("bench-start");
    drop(Site::start(data.path(), "").await); // the first start also makes the demo court
    let (site, _) = Site::start(data.path(), "").await;
    row("P9", "PSS idle, MiB", &format!("{:.1}", pss_mib(site.pid())), "must ≤ 64");
    let url = format!("http://127.0.0.1:{}/", site.port);
    let wrk = Command::new("wrk").args(["-t1", "-c256", "-d3s", &url]).stdout(std::process::Stdio::null()).spawn();
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    row("P9", "PSS under 256 connections, MiB", &format!("{:.1}", pss_mib(site.pid())), "must ≤ 128");
    if let Ok(mut wrk) = wrk {
        let _ = wrk.wait();
    }
}

fn pss_mib(pid: u32) -> f64 {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find_map(|l| l.strip_prefix("Pss:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0
}
