//! What the disk itself gives: durable commits a second, with one writer that commits all who wait, and one row a commit.
use std::time::{Duration, Instant};

use sqlx::{
    Connection,
    sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous},
};
use tests::temp::TempDir;
use tokio::sync::{mpsc, oneshot};

const RUN: Duration = Duration::from_secs(3);
const ROW: [u8; 1024] = [7; 1024];

async fn open(folder: &TempDir) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("raw.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("a database");
    let table = "CREATE TABLE IF NOT EXISTS raw (id INTEGER PRIMARY KEY, body BLOB NOT NULL)";
    sqlx::query(table).execute(&mut connection).await.expect("a table");
    connection
}

async fn insert(connection: &mut SqliteConnection) {
    sqlx::query("INSERT INTO raw (body) VALUES ($1)").bind(&ROW[..]).execute(connection).await.expect("a row");
}

/// Rows a second of one client, one row a commit.
pub async fn single() -> f64 {
    let folder = TempDir::new("raw");
    let mut connection = open(&folder).await;
    let (begin, mut rows) = (Instant::now(), 0u32);
    while begin.elapsed() < RUN {
        let mut tx = connection.begin().await.expect("a transaction");
        insert(&mut tx).await;
        tx.commit().await.expect("a commit");
        rows += 1;
    }
    f64::from(rows) / begin.elapsed().as_secs_f64()
}

/// Rows a second of `clients` senders and one writer that commits all who wait.
pub async fn grouped(clients: usize) -> f64 {
    let folder = TempDir::new("raw");
    let mut connection = open(&folder).await;
    let (queue, mut waiting) = mpsc::channel::<oneshot::Sender<()>>(1024);
    let writer = tokio::spawn(async move {
        let mut batch = Vec::new();
        while waiting.recv_many(&mut batch, 256).await > 0 {
            let mut tx = connection.begin().await.expect("a transaction");
            for _ in &batch {
                insert(&mut tx).await;
            }
            tx.commit().await.expect("a commit");
            for done in batch.drain(..) {
                let _ = done.send(());
            }
        }
    });
    let begin = Instant::now();
    let senders: Vec<_> = (0..clients)
        .map(|_| {
            let queue = queue.clone();
            tokio::spawn(async move {
                let mut rows = 0u32;
                while begin.elapsed() < RUN {
                    let (done, wait) = oneshot::channel();
                    queue.send(done).await.expect("the writer lives");
                    wait.await.expect("the writer answers");
                    rows += 1;
                }
                rows
            })
        })
        .collect();
    drop(queue);
    let mut rows = 0u32;
    for sender in senders {
        rows += sender.await.expect("a sender");
    }
    let rate = f64::from(rows) / begin.elapsed().as_secs_f64();
    writer.await.expect("the writer ends");
    rate
}
