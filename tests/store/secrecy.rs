//! What a thief of the database finds: nothing that was written under the seal.
use app::domain::tip::{Step, TipState};
use server::crypto::CryptoError;
use server::crypto::readers::Reader;
use server::store::message::{self, Visibility};
use server::store::{StoreError, audit, tip, tip_open};
use tests::{Engine, both_engines};

use crate::world::{World, subject};

const CANARY: &str = "金丝雀在仓库后门";
const NAME: &str = "金丝雀姓名";
const REPLY: &str = "金丝雀答复";
const NOTE: &str = "金丝雀内部记录";

async fn file_one(world: &World) -> (crate::world::Sent, app::domain::ids::TipId) {
    let sent = world.tip(Some(subject()), CANARY, Some(NAME));
    let filed = world.writer().accept(sent.tip.clone()).await.unwrap();
    (sent, filed.accepted.tip)
}

/// Everything on disk: the SQLite files as they are, PostgreSQL through a dump of every table.
async fn everything_stored(world: &World) -> Vec<u8> {
    if world.db.engine() == "sqlite" {
        let mut bytes = Vec::new();
        for entry in std::fs::read_dir(world.database().folder()).unwrap() {
            bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
        }
        return bytes;
    }
    let mut tx = world.read().await;
    let tables = ["tip", "tip_key", "tip_message", "tip_note", "audit_event", "court"];
    let mut bytes = Vec::new();
    for table in tables {
        let text: &'static str = Box::leak(format!("SELECT t::text FROM {table} t").into_boxed_str());
        let rows: Vec<String> =
            server::on!(tx, |c| sqlx::query_scalar(text).fetch_all(c).await).expect("a table is dumped");
        for row in rows {
            bytes.extend(row.into_bytes());
        }
    }
    bytes
}

fn holds(bytes: &[u8], text: &str) -> bool {
    // bytea prints as hex
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    [text.as_bytes(), hex.as_bytes()].iter().any(|needle| bytes.windows(needle.len()).any(|part| part == *needle))
}

async fn the_database_holds_no_word_of_a_tip(engine: Engine) {
    let world = World::new(engine).await;
    let (sent, id) = file_one(&world).await;
    let court = world.court.id;
    let mut tx = world.begin().await;
    let opened = tip_open::open(&mut tx, court, id, &world.intake, world.now()).await.unwrap().unwrap();
    message::send(&mut tx, court, &opened.tip, Some(world.intake.staff), REPLY, "1", world.now()).await.unwrap();
    message::add_note(&mut tx, court, &opened.tip, world.intake.staff, Visibility::Team, NOTE, world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let stored = everything_stored(&world).await;
    assert!(holds(&stored, "2025-21/3"), "the search itself works");
    for canary in [CANARY, NAME, REPLY, NOTE, sent.secret.expose(), "湘M12345", "AGE-SECRET-KEY"] {
        assert!(!holds(&stored, canary), "{canary} stands in clear");
    }
}

async fn only_readers_open_and_each_reading_is_recorded(engine: Engine) {
    let world = World::new(engine).await;
    let (_, id) = file_one(&world).await;
    let court = world.court.id;
    let mut tx = world.begin().await;
    let refused = tip_open::open(&mut tx, court, id, &world.officer, world.now()).await.unwrap_err();
    assert!(matches!(refused, StoreError::Crypto(CryptoError::NotForThisKey)), "{refused}");
    let opened = tip_open::open(&mut tx, court, id, &world.intake, world.now()).await.unwrap().unwrap();
    let content: serde_json::Value = opened.content.read().unwrap();
    assert_eq!(content["what"], CANARY);
    assert!(!format!("{opened:?}").contains(CANARY), "Debug is silent");
    let events = audit::of_object(&mut tx, court, "tip", &id.to_string()).await.unwrap();
    let kinds: Vec<&str> = events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["tip_received", "tip_opened"]);
    assert_eq!(events[1].actor, world.intake.staff.to_string());
    tx.rollback().await.unwrap();
    let mut tx = world.read().await;
    let events = audit::of_object(&mut tx, court, "tip", &id.to_string()).await.unwrap();
    assert_eq!(events.len(), 1, "what was not committed was not read");
}

async fn assigning_gives_the_key_and_revoking_takes_it(engine: Engine) {
    let world = World::new(engine).await;
    let (_, id) = file_one(&world).await;
    let court = world.court.id;
    let mut tx = world.begin().await;
    let before = tip::load(&mut tx, court, id).await.unwrap().unwrap();
    let triaged = before.handling.clone().take(Step::Triage { urgency: before.handling.urgency }).unwrap();
    assert!(tip::save_step(&mut tx, court, &before, &triaged, "tip.triage", None, world.now()).await.unwrap());
    let before = tip::load(&mut tx, court, id).await.unwrap().unwrap();
    let step = Step::Assign { officer: world.officer.staff, recused: false };
    let after = before.handling.clone().take(step).unwrap();
    let to = world.officer_reader();
    let wrong = Reader::recovery(&world.court.recovery);
    assert!(tip_open::assign(&mut tx, court, &before, &after, &world.intake, &wrong, world.now()).await.is_err());
    assert!(tip_open::assign(&mut tx, court, &before, &after, &world.intake, &to, world.now()).await.unwrap());
    tx.commit().await.unwrap();

    let mut tx = world.begin().await;
    let opened = tip_open::open(&mut tx, court, id, &world.officer, world.now()).await.unwrap().unwrap();
    assert_eq!(opened.tip.handling.state, TipState::Assigned);
    let gone =
        tip_open::revoke(&mut tx, court, id, world.officer.staff, world.intake.staff, world.now()).await.unwrap();
    assert!(gone);
    assert!(tip_open::open(&mut tx, court, id, &world.officer, world.now()).await.is_err());
    assert_eq!(
        tip_open::readers(&mut tx, court, id).await.unwrap(),
        [world.intake.staff.to_string(), "recovery".into(), "sender".into()]
    );
}

async fn the_sender_opens_with_the_secret_only(engine: Engine) {
    let world = World::new(engine).await;
    let (sent, _) = file_one(&world).await;
    let other = world.tip(None, "另一条", None);
    let mut tx = world.read().await;
    let court = world.court.id;
    let mine = tip_open::open_for_sender(&mut tx, court, &sent.ticket, &world.stretch(&sent)).await.unwrap().unwrap();
    let content: serde_json::Value = mine.content.read().unwrap();
    assert_eq!(content["what"], CANARY);
    assert!(mine.notes.is_empty());
    let stranger = tip_open::open_for_sender(&mut tx, court, &sent.ticket, &world.stretch(&other)).await.unwrap();
    assert!(stranger.is_none());
    let unknown = tip_open::open_for_sender(&mut tx, court, &other.ticket, &world.stretch(&other)).await.unwrap();
    assert!(unknown.is_none());
}

both_engines!(
    the_database_holds_no_word_of_a_tip,
    only_readers_open_and_each_reading_is_recorded,
    assigning_gives_the_key_and_revoking_takes_it,
    the_sender_opens_with_the_secret_only,
);
