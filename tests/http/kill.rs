//! Killed in the middle of a thousand senders: what was acknowledged is there, in unbroken sequence.
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sqlx::Connection;
use tests::program::Program;
use tests::{Engine, Person, Site, both_engines, form, story};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

both_engines!(kill_nine_loses_no_acknowledged_tip);

const SENDERS: usize = 1000;
/// So many have their answer when the process is killed.
const ANSWERED_BEFORE: usize = 300;

async fn kill_nine_loses_no_acknowledged_tip(engine: Engine) {
    if !tests::program::available() {
        return;
    }
    let site = Site::demo(engine).await;
    let (url, accounts) = (site.database_url.clone(), site.accounts.clone());
    let data = site.close().await;
    let before = sequence(&url).await.len();
    let mut program = Program::serve(data.path(), &url).await;
    let senders = fill_in(&program).await;

    let (answered, mut sending) = (Arc::new(AtomicUsize::new(0)), JoinSet::new());
    for person in senders {
        let answered = Arc::clone(&answered);
        sending.spawn(send(person, answered));
    }
    while answered.load(Ordering::SeqCst) < ANSWERED_BEFORE && !sending.is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    program.kill_nine().await;
    let receipts: Vec<Person> = sending.join_all().await.into_iter().flatten().collect();
    assert!(receipts.len() >= ANSWERED_BEFORE, "only {} were answered", receipts.len());

    let program = Program::serve(data.path(), &url).await;
    let numbers = sequence(&url).await;
    let whole: Vec<i64> = (1..=numbers.len() as i64).collect();
    assert_eq!(numbers, whole, "the sequence has a hole or a double");
    assert!(numbers.len() >= before + receipts.len(), "{} tips, but {} receipts", numbers.len(), receipts.len());
    for mut person in receipts {
        person.moved_to(program.address);
        person.visit("/tips/receipt").await;
        person.expect(200).sees("线索已收到");
        let receipt = story::receipt(&person);
        assert!(numbers.contains(&receipt.sequence));
    }
    assert_eq!(accounts.len(), 8, "one account a role");
    drop(program);
}

/// Arrival numbers of the tips without a notice, in order.
async fn sequence(url: &str) -> Vec<i64> {
    const NUMBERS: &str = "SELECT seq FROM tip WHERE subject = '' ORDER BY seq";
    let rows = if url.starts_with("postgres") {
        let mut c = sqlx::PgConnection::connect(url).await.expect("the database answers");
        sqlx::query_scalar(NUMBERS).fetch_all(&mut c).await
    } else {
        let mut c = sqlx::SqliteConnection::connect(url).await.expect("the database opens");
        sqlx::query_scalar(NUMBERS).fetch_all(&mut c).await
    };
    rows.expect("the table of tips")
}

/// A thousand people up to the last page, sixteen at a time.
async fn fill_in(program: &Program) -> Vec<Person> {
    let (address, turns) = (program.address, Arc::new(Semaphore::new(16)));
    let mut filling = JoinSet::new();
    for n in 0..SENDERS {
        let turns = Arc::clone(&turns);
        filling.spawn(async move {
            let _turn = turns.acquire().await.expect("never closed");
            let mut person = Person::new(address);
            let what = format!("第 {n} 位提供人在老码头看见了那辆白色货车");
            person.post("/tips/new", &[]).await;
            person.post("/tips/new/what", &[("what", &what)]).await;
            person.post("/tips/new/where", &[]).await;
            person.post("/tips/new/you", &[("lane", "anonymous"), ("declare", "on")]).await;
            person.expect(200).sees("请核对后提交");
            person
        });
    }
    filling.join_all().await
}

/// Presses 提交线索; gives the person back if the site said that the tip is in.
async fn send(mut person: Person, answered: Arc<AtomicUsize>) -> Option<Person> {
    let filled = form::fill(&person.page().body, "提交线索", &[]).expect("the last page has its button");
    let status = person.try_post("/tips/new/check", &filled.fields).await?;
    if status != 303 {
        return None;
    }
    answered.fetch_add(1, Ordering::SeqCst);
    Some(person)
}
