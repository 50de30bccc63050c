//! Both engines know the same versions, and a landed text is never edited.
use server::exec;
use server::store::{Db, StoreError, migrate};
use tests::{Engine, both_engines};

#[test]
fn the_engines_have_equal_version_lists() {
    let versions = |engine| -> Vec<i64> { migrate::list(engine).unwrap().iter().map(|step| step.version).collect() };
    assert_eq!(versions("sqlite"), versions("postgres"));
    assert_eq!(versions("sqlite"), (1..=versions("sqlite").len() as i64).collect::<Vec<_>>(), "numbered without a gap");
}

async fn running_again_does_nothing(engine: Engine) {
    let database = engine.database().await;
    let db = Db::open(&database.url).await.unwrap();
    assert!(!db.migrate().await.unwrap().is_empty());
    assert!(db.migrate().await.unwrap().is_empty());
}

async fn two_processes_starting_together_run_each_text_once(engine: Engine) {
    let database = engine.database().await;
    let (one, two) = (Db::open(&database.url).await.unwrap(), Db::open(&database.url).await.unwrap());
    let (first, second) = tokio::join!(one.migrate(), two.migrate());
    let (first, second) = (first.unwrap(), second.unwrap());
    assert!(first.is_empty() != second.is_empty(), "{first:?} {second:?}");
}

async fn an_edited_or_unknown_text_stops_the_start(engine: Engine) {
    let database = engine.database().await;
    let db = Db::open(&database.url).await.unwrap();
    db.migrate().await.unwrap();
    for text in [
        "INSERT INTO schema_migration (version, name, hash) VALUES (9999, 'later', 'x')",
        "UPDATE schema_migration SET hash = 'x' WHERE version = 1",
    ] {
        let mut tx = db.begin().await.unwrap();
        exec!(tx, sqlx::query(text)).unwrap();
        tx.commit().await.unwrap();
        let refused = db.migrate().await.unwrap_err();
        assert!(matches!(refused, StoreError::Migration(_)), "{refused}");
    }
}

async fn readers_cannot_write(engine: Engine) {
    let database = engine.database().await;
    let db = Db::open(&database.url).await.unwrap();
    db.migrate().await.unwrap();
    let mut tx = db.read().await.unwrap();
    assert!(exec!(tx, sqlx::query("DELETE FROM court")).is_err());
}

#[test]
fn a_wrong_address_names_the_right_ones() {
    tests::block_on(async {
        let refused = Db::open("mysql://x").await.unwrap_err();
        assert!(refused.to_string().contains("sqlite:PATH or postgres://"), "{refused}");
    });
}

both_engines!(
    running_again_does_nothing,
    two_processes_starting_together_run_each_text_once,
    an_edited_or_unknown_text_stops_the_start,
    readers_cannot_write,
);
