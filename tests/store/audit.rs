//! The audit chain: it refuses changes, and finds those made behind its back.
use app::domain::date::Instant;
use server::store::audit::{self, Event, Fault, Report};
use server::{exec, on};
use tests::{Engine, both_engines};

use crate::world::{START, World};

const OFF_PG: &str = "ALTER TABLE audit_event DISABLE TRIGGER ALL";
const OFF_SQLITE: [&str; 2] = ["DROP TRIGGER audit_event_no_update", "DROP TRIGGER audit_event_no_delete"];

async fn ten_rows(world: &World) {
    let mut tx = world.begin().await;
    for i in 0..10 {
        let id = format!("tip {i}");
        let event = Event {
            at: Instant(START + i),
            actor: Some(world.officer.staff),
            kind: "tip.read",
            object: ("tip", &id),
            note: "",
        };
        audit::append(&mut tx, world.court.id, event).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn checkpoint(world: &World) {
    let key = world.court.signing_key(&world.server_key).unwrap();
    let mut tx = world.begin().await;
    audit::checkpoint(&mut tx, world.court.id, &key, world.now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn verify(world: &World) -> Report {
    let mut tx = world.read().await;
    audit::verify(&mut tx, world.court.id, &world.court.signing_public).await.unwrap()
}

/// What someone with the database password does: triggers off, then the statements.
async fn tamper(world: &World, statements: &[&'static str]) {
    let mut tx = world.begin().await;
    if world.db.engine() == "postgres" {
        exec!(tx, sqlx::query(OFF_PG)).unwrap();
    } else {
        for text in OFF_SQLITE {
            exec!(tx, sqlx::query(text)).unwrap();
        }
    }
    for text in statements {
        exec!(tx, sqlx::query(*text)).unwrap();
    }
    tx.commit().await.unwrap();
}

async fn an_honest_chain_holds(engine: Engine) {
    let world = World::new(engine).await;
    assert!(verify(&world).await.holds(), "an empty chain holds");
    ten_rows(&world).await;
    checkpoint(&world).await;
    checkpoint(&world).await;
    ten_rows(&world).await;
    assert_eq!(verify(&world).await, Report { rows: 20, checkpoints: 1, faults: vec![] });
}

async fn the_head_is_signed_once_a_day(engine: Engine) {
    let world = World::new(engine).await;
    let key = world.court.signing_key(&world.server_key).unwrap();
    let daily = async || audit::checkpoint_daily(&world.db, world.court.id, &key, world.now()).await.unwrap();
    assert!(!daily().await, "nothing happened yet");
    ten_rows(&world).await;
    assert!(daily().await);
    ten_rows(&world).await;
    assert!(!daily().await, "the last one is fresh");
    world.clock.advance(24 * 3_600_000);
    assert!(daily().await);
    world.clock.advance(24 * 3_600_000);
    assert!(!daily().await, "nothing new to sign");
    assert_eq!(verify(&world).await, Report { rows: 20, checkpoints: 2, faults: vec![] });
}

async fn update_and_delete_are_refused(engine: Engine) {
    let world = World::new(engine).await;
    ten_rows(&world).await;
    checkpoint(&world).await;
    for text in [
        "UPDATE audit_event SET note = 'x' WHERE seq = 3",
        "DELETE FROM audit_event WHERE seq = 10",
        "UPDATE audit_checkpoint SET at = 1",
        "DELETE FROM audit_checkpoint",
    ] {
        let mut tx = world.begin().await;
        let refused = exec!(tx, sqlx::query(text)).unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{text}: {refused}");
    }
    assert!(verify(&world).await.holds());
}

async fn the_way_around_the_triggers_is_closed(engine: Engine) {
    const REPLACED: [&str; 3] = [
        "INSERT OR REPLACE INTO audit_event SELECT court_id, seq, at, actor, kind, object_kind, object_id, 'x', prev, hash
            FROM audit_event WHERE seq = 3",
        "INSERT OR REPLACE INTO audit_event (rowid, court_id, seq, at, actor, kind, object_kind, object_id, note, prev, hash)
            SELECT rowid, court_id, 99, at, actor, kind, object_kind, object_id, note, prev, hash
            FROM audit_event WHERE seq = 3",
        "REPLACE INTO audit_checkpoint SELECT court_id, seq, hash, 1, signature, suite FROM audit_checkpoint",
    ];
    const UNSEEN: [&str; 2] = ["UPDATE audit_event SET note = 'x' WHERE seq = 3", "DELETE FROM audit_checkpoint"];
    let world = World::new(engine).await;
    ten_rows(&world).await;
    checkpoint(&world).await;
    let texts = if world.db.engine() == "sqlite" { &REPLACED[..] } else { &UNSEEN[..] };
    for text in texts {
        let mut tx = world.begin().await;
        if world.db.engine() == "postgres" {
            exec!(tx, sqlx::query("SET LOCAL session_replication_role = replica")).unwrap();
        }
        let refused = exec!(tx, sqlx::query(*text)).unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{text}: {refused}");
    }
    ten_rows(&world).await;
    assert_eq!(verify(&world).await, Report { rows: 20, checkpoints: 1, faults: vec![] });
}

async fn x6_altered_rows_are_found(engine: Engine) {
    for column in ["at = 5", "actor = ''", "kind = 'tip.reed'", "object_id = 'tip 9'", "note = 'x'"] {
        let world = World::new(engine).await;
        ten_rows(&world).await;
        let text: &'static str = Box::leak(format!("UPDATE audit_event SET {column} WHERE seq = 4").into_boxed_str());
        tamper(&world, &[text]).await;
        assert_eq!(verify(&world).await.faults, [Fault::Altered(4)], "{column}");
    }
}

async fn x6_removed_rows_are_found(engine: Engine) {
    let world = World::new(engine).await;
    ten_rows(&world).await;
    tamper(&world, &["DELETE FROM audit_event WHERE seq = 4"]).await;
    assert_eq!(verify(&world).await.faults, [Fault::Missing(4), Fault::Unlinked(5)]);
}

async fn x6_swapped_rows_are_found(engine: Engine) {
    let world = World::new(engine).await;
    ten_rows(&world).await;
    let swap = [
        "UPDATE audit_event SET seq = 99 WHERE seq = 4",
        "UPDATE audit_event SET seq = 4 WHERE seq = 5",
        "UPDATE audit_event SET seq = 5 WHERE seq = 99",
    ];
    tamper(&world, &swap).await;
    let faults = verify(&world).await.faults;
    for seq in [4, 5] {
        assert!(faults.contains(&Fault::Altered(seq)) && faults.contains(&Fault::Unlinked(seq)), "{faults:?}");
    }
}

async fn x6_a_cut_off_end_is_found(engine: Engine) {
    let world = World::new(engine).await;
    ten_rows(&world).await;
    tamper(&world, &["DELETE FROM audit_event WHERE seq > 7"]).await;
    assert_eq!(verify(&world).await.faults, [Fault::CutOff(10)]);
}

/// The head row is changed to fit, so the chain alone looks whole: the signed checkpoint tells.
async fn x6_a_forged_end_meets_the_checkpoint(engine: Engine) {
    let world = World::new(engine).await;
    ten_rows(&world).await;
    checkpoint(&world).await;
    let forge = [
        "DELETE FROM audit_event WHERE seq > 7",
        "UPDATE audit_head SET seq = 7, hash = (SELECT hash FROM audit_event WHERE seq = 7)",
    ];
    tamper(&world, &forge).await;
    assert_eq!(verify(&world).await.faults, [Fault::CutOff(10)]);
}

/// Everything recomputed from a changed row on, as the program itself would: only the signature stands against it.
async fn x6_a_recomputed_chain_meets_the_checkpoint(engine: Engine) {
    let world = World::new(engine).await;
    ten_rows(&world).await;
    checkpoint(&world).await;
    let empty = ["DELETE FROM audit_event WHERE seq >= 1", "UPDATE audit_head SET seq = 0"];
    tamper(&world, &empty).await;
    let genesis = server::crypto::audit_chain::genesis(&world.court.id.to_string()).to_vec();
    let mut tx = world.begin().await;
    on!(tx, |c| sqlx::query("UPDATE audit_head SET hash = $1").bind(genesis).execute(c).await.map(|_| ())).unwrap();
    tx.commit().await.unwrap();
    let mut tx = world.begin().await;
    for i in 0..10 {
        let event =
            Event { at: Instant(START + i), actor: None, kind: "tip.read", object: ("tip", "another"), note: "" };
        audit::append(&mut tx, world.court.id, event).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(verify(&world).await.faults, [Fault::Checkpoint(10)]);
}

async fn parallel_appends_leave_no_gap(engine: Engine) {
    let world = std::sync::Arc::new(World::new(engine).await);
    let appending: Vec<_> = (0..8)
        .map(|_| {
            let world = world.clone();
            tokio::spawn(async move { ten_rows(&world).await })
        })
        .collect();
    for task in appending {
        task.await.unwrap();
    }
    assert_eq!(verify(&world).await, Report { rows: 80, checkpoints: 0, faults: vec![] });
}

both_engines!(
    an_honest_chain_holds,
    the_head_is_signed_once_a_day,
    update_and_delete_are_refused,
    the_way_around_the_triggers_is_closed,
    x6_altered_rows_are_found,
    x6_removed_rows_are_found,
    x6_swapped_rows_are_found,
    x6_a_cut_off_end_is_found,
    x6_a_forged_end_meets_the_checkpoint,
    x6_a_recomputed_chain_meets_the_checkpoint,
    parallel_appends_leave_no_gap,
);
