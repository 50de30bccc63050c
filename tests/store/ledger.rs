//! The public ledger refuses changes, and finds those made behind its back.
use app::domain::ledger::Action;
use server::exec;
use server::store::public_ledger::{self, Entry};
use tests::{Engine, both_engines};

use crate::world::{START, World};

both_engines!(an_honest_ledger_holds_and_refuses_changes, a_line_changed_behind_its_back_is_found);

async fn five(world: &World) {
    for n in 1..=5 {
        let mut tx = world.begin().await;
        let (record, content) = (format!("notice/2025-{n}"), "c".repeat(64));
        let entry = Entry { at: START + n, action: Action::Publish, record: &record, content: &content };
        assert_eq!(public_ledger::append(&mut tx, world.court.id, entry).await.unwrap(), n);
        tx.commit().await.unwrap();
    }
}

async fn verify(world: &World) -> Option<i64> {
    public_ledger::verify(&mut world.read().await, world.court.id).await.unwrap()
}

async fn an_honest_ledger_holds_and_refuses_changes(engine: Engine) {
    let world = World::new(engine).await;
    assert_eq!(verify(&world).await, None, "an empty ledger holds");
    five(&world).await;
    assert_eq!(verify(&world).await, None);
    let replace = "INSERT INTO public_ledger (court_id, seq, at, action, record, content, prev, hash)
        SELECT court_id, seq, at, 'withdraw', record, content, prev, hash FROM public_ledger WHERE seq = 2";
    for text in ["UPDATE public_ledger SET action = 'withdraw' WHERE seq = 2", "DELETE FROM public_ledger", replace] {
        let mut tx = world.begin().await;
        assert!(exec!(tx, sqlx::query(text)).is_err(), "{text}");
        tx.rollback().await.unwrap();
    }
    if world.db.engine() == "sqlite" {
        let mut tx = world.begin().await;
        let text = "INSERT OR REPLACE INTO public_ledger (court_id, seq, at, action, record, content, prev, hash)
            SELECT court_id, seq, at, 'withdraw', record, content, prev, hash FROM public_ledger WHERE seq = 2";
        assert!(exec!(tx, sqlx::query(text)).is_err());
        tx.rollback().await.unwrap();
    }
    assert_eq!(verify(&world).await, None);
}

async fn a_line_changed_behind_its_back_is_found(engine: Engine) {
    for (text, place) in [
        ("UPDATE public_ledger SET record = 'notice/2025-9' WHERE seq = 3", 3),
        ("DELETE FROM public_ledger WHERE seq = 2", 2),
        ("DELETE FROM public_ledger WHERE seq = 5", 5),
    ] {
        let world = World::new(engine).await;
        five(&world).await;
        let mut tx = world.begin().await;
        if world.db.engine() == "postgres" {
            exec!(tx, sqlx::query("ALTER TABLE public_ledger DISABLE TRIGGER ALL")).unwrap();
        } else {
            exec!(tx, sqlx::query("DROP TRIGGER public_ledger_no_update")).unwrap();
            exec!(tx, sqlx::query("DROP TRIGGER public_ledger_no_delete")).unwrap();
        }
        exec!(tx, sqlx::query(text)).unwrap();
        tx.commit().await.unwrap();
        assert_eq!(verify(&world).await, Some(place), "{text}");
    }
}
