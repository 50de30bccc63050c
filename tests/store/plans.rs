//! No statement of the store reads a whole table, whatever it is asked for: the plan of each is read on both engines (S5).
use std::collections::BTreeSet;
use std::path::Path;

use server::store::{Db, Tx};
use sqlx::AssertSqlSafe;
use tests::{Engine, both_engines};

both_engines!(no_statement_of_the_store_scans);

/// What is asked for, and the index that answers it. Of a million entries in force, any other reads most.
const ANSWERED_FROM: [(&str, &str); 8] = [
    ("list.rs BY_NAME", "list_entry_by_name"),
    ("list.rs BY_CASE", "list_entry_by_case"),
    ("list.rs BY_USCC", "list_entry_by_uscc"),
    ("list_desk.rs FIND_NAME", "list_entry_by_name"),
    ("list_desk.rs FIND_CASE", "list_entry_by_case"),
    ("list_desk.rs BY_LINK", "list_entry_by_link"),
    ("list_desk.rs DEPENDENT", "list_entry_by_link"),
    ("list_desk.rs LAST_REMOVAL", "list_entry_by_hash"),
];

/// SQLite plans without statistics until somebody has made them; PostgreSQL keeps its own.
#[tokio::test]
async fn s5_an_exact_question_is_answered_from_its_own_index() {
    let database = Engine::Sqlite.database().await;
    let db = Db::open(&database.url).await.expect("a database");
    db.migrate().await.expect("its tables");
    let mut tx = db.begin().await.expect("a transaction");
    let all = statements();
    for (name, index) in ANSWERED_FROM {
        let (_, sql) = all.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name}"));
        let plan = plan(&mut tx, sql).await.join("\n");
        assert!(plan.contains(index), "{name}: {plan}");
    }
}

/// Tables of a handful of rows, and walks that are the purpose: verifying a log reads all of it.
const SMALL: [&str; 12] = [
    "court",
    "public_generation",
    "schema_migration",
    "staff",
    "staff_role",
    "calendar_year",
    "calendar_day",
    "job_run",
    "job_leader",
    "audit_head",
    "audit_checkpoint",
    "campaign",
];
/// Asked once a minute over photos not yet sent, a table whose size has a ceiling (`draft_photo_bytes`).
const BOUNDED: [&str; 2] = ["draft.rs PURGE_PHOTOS", "draft.rs PHOTO_BYTES"];

/// Name and text of every statement that stands in the store, as `file.rs NAME`.
fn statements() -> Vec<(String, String)> {
    let constant = regex::Regex::new(r#"(?s)const ([A-Z_]+): &str =\s*"((?:[^"\\]|\\.)*)";"#).expect("a pattern");
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src/store");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&room).expect("the store").flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        if file == "migrate.rs" {
            // runs before there are tables
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).expect("a source file");
        for one in constant.captures_iter(&text) {
            let mut sql = one[2].split_whitespace().collect::<Vec<_>>().join(" ");
            if sql.ends_with('=') {
                // completed value by value where it is used
                sql.push_str(" $1");
            }
            // an INSERT without WHERE reads nothing; one that ends open is completed row by row
            let reads = sql.starts_with("SELECT") || sql.starts_with("UPDATE") || sql.starts_with("DELETE");
            if reads {
                found.push((format!("{file} {}", &one[1]), sql));
            }
        }
    }
    found
}

/// Only where the other engine has no such statement.
fn foreign(engine: Engine, name: &str) -> bool {
    match engine {
        Engine::Sqlite => name.ends_with("_PG"),
        Engine::Postgres => name.ends_with("_SQLITE"),
    }
}

async fn plan(tx: &mut Tx, sql: &str) -> Vec<String> {
    match tx {
        Tx::Sqlite(held) => {
            let asked = format!("EXPLAIN QUERY PLAN {sql}");
            let rows = sqlx::query_as(AssertSqlSafe(asked)).fetch_all(held.connection()).await;
            let rows: Vec<(i64, i64, i64, String)> = rows.unwrap_or_else(|e| panic!("{e}: {sql}"));
            rows.into_iter().map(|row| row.3).collect()
        }
        Tx::Postgres(held) => {
            let values = (1..).take_while(|n| sql.contains(&format!("${n}"))).count();
            let nulls = if values == 0 { String::new() } else { format!("({})", vec!["NULL"; values].join(", ")) };
            let connection = held.connection();
            run(connection, format!("PREPARE asked AS {sql}")).await;
            let explain = AssertSqlSafe(format!("EXPLAIN (COSTS OFF) EXECUTE asked{nulls}"));
            let rows = sqlx::raw_sql(explain).fetch_all(&mut *connection).await;
            run(connection, "DEALLOCATE asked".to_owned()).await;
            rows.unwrap_or_else(|e| panic!("{e}: {sql}")).iter().map(|row| sqlx::Row::get(row, 0)).collect()
        }
    }
}

async fn run(connection: &mut sqlx::PgConnection, text: String) {
    sqlx::raw_sql(AssertSqlSafe(text.clone())).execute(connection).await.unwrap_or_else(|e| panic!("{e}: {text}"));
}

/// The tables a plan walks through from end to end.
fn scanned(engine: Engine, plan: &[String]) -> BTreeSet<String> {
    let word = |text: &str| text.split_whitespace().next().unwrap_or_default().to_owned();
    let whole = |line: &String| match engine {
        Engine::Sqlite => {
            let rest = line.strip_prefix("SCAN ")?;
            (!rest.contains("VIRTUAL TABLE INDEX") && !rest.starts_with("CONSTANT")).then(|| word(rest))
        }
        Engine::Postgres => line.split_once("Seq Scan on ").map(|(_, rest)| word(rest)),
    };
    plan.iter().filter_map(whole).collect()
}

async fn no_statement_of_the_store_scans(engine: Engine) {
    let database = engine.database().await;
    let db = Db::open(&database.url).await.expect("a database");
    db.migrate().await.expect("its tables");
    let mut tx = db.begin().await.expect("a transaction");
    if let Tx::Postgres(held) = &mut tx {
        // empty tables are read whole for being empty; what matters is whether an index would serve
        for text in ["SET LOCAL enable_seqscan = off", "SET LOCAL plan_cache_mode = force_generic_plan"] {
            run(held.connection(), text.to_owned()).await;
        }
    }
    let all = statements();
    assert!(all.len() > 100, "{} statements were read from the sources", all.len());
    let mut faults = Vec::new();
    for (name, sql) in all {
        if foreign(engine, &name) || BOUNDED.contains(&name.as_str()) {
            continue;
        }
        let plan = plan(&mut tx, &sql).await;
        for table in scanned(engine, &plan) {
            let alias = format!(" {table} ");
            // rows a query inside has found already
            let found = sql.contains(&format!(") AS {table}"));
            let known = found || SMALL.iter().any(|small| *small == table || sql.contains(&format!("{small}{alias}")));
            if !known {
                faults.push(format!("{name} walks through {table}: {sql}\n    {}", plan.join("\n    ")));
            }
        }
    }
    assert!(faults.is_empty(), "{} statements scan:\n{}", faults.len(), faults.join("\n"));
}
