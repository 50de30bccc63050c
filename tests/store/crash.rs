//! R1: a process killed in the middle of its work has lost no tip it answered for.
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use server::crypto::receipt::Ticket;
use server::crypto::server_key::ServerKey;
use server::on;
use tests::{Engine, block_on, both_engines};

use crate::world::World;

const KEY: [u8; 32] = [7; 32];
const DATABASE: &str = "ZHAOSHI_TEST_CRASH_DATABASE";
const SENDERS: usize = 32;
/// Answers after which the process is killed.
const ENOUGH: usize = 300;

/// The process that will be killed: it sends without end and prints each answer.
#[test]
#[ignore = "run by the test below, in a process of its own"]
fn child() {
    let Ok(url) = std::env::var(DATABASE) else { return };
    block_on(async {
        let world = std::sync::Arc::new(World::attach(&url, ServerKey::from_bytes(KEY)).await);
        let writer = world.writer();
        let sending: Vec<_> = (0..SENDERS)
            .map(|_| {
                let (world, writer) = (world.clone(), writer.clone());
                tokio::spawn(async move {
                    loop {
                        let accepted = writer.accept(world.tip(None, "x", None).tip).await.unwrap().accepted;
                        println!("answered {} {}", accepted.seq, accepted.ticket.as_str());
                    }
                })
            })
            .collect();
        // none of them ends by itself; if the first does, something is wrong
        let first = sending.into_iter().next().unwrap();
        first.await.unwrap();
    });
}

/// Starts the child, lets it answer for a while, kills it; what it had answered, by number.
fn answers_before_the_kill(url: &str) -> BTreeMap<i64, String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["crash::child", "--exact", "--ignored", "--nocapture"])
        .env(DATABASE, url)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut answered = BTreeMap::new();
    for line in lines.map_while(Result::ok) {
        // the name of the test stands before the first answer, and the last line may be cut
        let mut words = line.split("answered ").last().unwrap_or_default().split(' ');
        let (Some(seq), Some(ticket)) = (words.next().and_then(|w| w.parse().ok()), words.next()) else { continue };
        if Ticket::parse(ticket).is_some() {
            answered.insert(seq, ticket.to_owned());
        }
        if answered.len() == ENOUGH {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    answered
}

async fn r1_a_killed_process_keeps_what_it_answered(engine: Engine) {
    let world = World::with_key(engine, ServerKey::from_bytes(KEY)).await;
    let url = world.database().url.clone();
    let answered = tokio::task::spawn_blocking(move || answers_before_the_kill(&url)).await.unwrap();
    assert!(answered.len() >= ENOUGH, "{} answers", answered.len());
    let mut tx = world.read().await;
    let rows: Vec<(i64, String)> =
        on!(tx, |c| sqlx::query_as("SELECT seq, ticket FROM tip ORDER BY seq").fetch_all(c).await).unwrap();
    let numbers: Vec<i64> = rows.iter().map(|(seq, _)| *seq).collect();
    assert_eq!(numbers, (1..=rows.len() as i64).collect::<Vec<_>>(), "no hole");
    let stored: BTreeMap<i64, String> = rows.into_iter().collect();
    for (seq, ticket) in answered {
        assert_eq!(stored.get(&seq), Some(&ticket), "number {seq} was answered");
    }
    let report = server::store::audit::verify(&mut tx, world.court.id, &world.court.signing_public).await.unwrap();
    assert!(report.holds(), "{report:?}");
    assert_eq!(report.rows, stored.len() as i64, "each tip with its audit row");
    if engine == Engine::Sqlite {
        let said: String = on!(tx, |c| sqlx::query_scalar("PRAGMA integrity_check").fetch_one(c).await).unwrap();
        assert_eq!(said, "ok");
    }
}

both_engines!(r1_a_killed_process_keeps_what_it_answered);
