//! Half-hour sessions of senders: saved together, each once, and never back from the dead.
use app::domain::date::Instant;
use server::store::draft::{self, Save};
use tests::{Engine, both_engines};

use crate::world::{START, World};

fn save(cookie: &str, replaces: i64, sealed: &[u8]) -> Save {
    let expires = Instant(START).plus_minutes(30);
    Save { id_hash: cookie.to_owned(), replaces, sealed: sealed.to_vec(), expires }
}

async fn stored(world: &World, cookie: &str) -> Option<(i64, Vec<u8>)> {
    let mut tx = world.db.single().await.unwrap();
    let row = draft::load(&mut tx, world.court.id, cookie, Instant(START)).await.unwrap();
    row.map(|row| (row.version, row.sealed))
}

async fn two_saves_of_one_session_at_once_are_one_save(engine: Engine) {
    let world = World::new(engine).await;
    let writer = world.writer();
    assert!(writer.save(save("a", 0, b"first")).await.unwrap());
    let (one, other, stranger) = tokio::join!(
        writer.save(save("a", 1, b"one")),
        writer.save(save("a", 1, b"other")),
        writer.save(save("b", 0, b"stranger")),
    );
    assert_eq!([one.unwrap(), other.unwrap(), stranger.unwrap()].iter().filter(|saved| **saved).count(), 2);
    let (version, sealed) = stored(&world, "a").await.expect("the session stands");
    assert!(version == 2 && (sealed == b"one" || sealed == b"other"), "{version} {sealed:?}");
    assert_eq!(stored(&world, "b").await, Some((1, b"stranger".to_vec())));
}

async fn a_session_that_has_ended_is_not_brought_back_by_a_late_save(engine: Engine) {
    let world = World::new(engine).await;
    let writer = world.writer();
    assert!(writer.save(save("a", 0, b"first")).await.unwrap());
    let mut tx = world.db.begin().await.unwrap();
    draft::delete(&mut tx, world.court.id, "a").await.unwrap();
    tx.commit().await.unwrap();
    assert!(!writer.save(save("a", 1, b"late")).await.unwrap());
    assert_eq!(stored(&world, "a").await, None);
}

async fn a_tip_and_its_receipt_are_one_commit(engine: Engine) {
    let world = World::new(engine).await;
    let writer = world.writer();
    assert!(writer.save(save("a", 0, b"draft")).await.unwrap());
    let mut sent = world.tip(None, "在南门", None);
    sent.tip.session = Some(save("a", 1, b"receipt"));
    let filed = writer.accept(sent.tip.clone()).await.unwrap();
    assert!(filed.session_saved);
    assert_eq!(stored(&world, "a").await, Some((2, b"receipt".to_vec())));
    // the second press of the same form comes with the version it had read
    let again = writer.accept(sent.tip).await.unwrap();
    assert!(again.accepted.repeated && !again.session_saved);
}

async fn photos_leave_with_their_session(engine: Engine) {
    let world = World::new(engine).await;
    world.writer().save(save("a", 0, b"draft")).await.unwrap();
    let mut tx = world.db.begin().await.unwrap();
    draft::insert_photo(&mut tx, world.court.id, "a", "p", b"sealed").await.unwrap();
    assert_eq!(draft::purge(&mut tx, Instant(START).plus_minutes(29)).await.unwrap(), 0);
    assert!(draft::photo(&mut tx, world.court.id, "a", "p").await.unwrap().is_some());
    assert_eq!(draft::purge(&mut tx, Instant(START).plus_minutes(30)).await.unwrap(), 1);
    assert!(draft::photo(&mut tx, world.court.id, "a", "p").await.unwrap().is_none());
    tx.commit().await.unwrap();
}

both_engines!(
    two_saves_of_one_session_at_once_are_one_save,
    a_session_that_has_ended_is_not_brought_back_by_a_late_save,
    a_tip_and_its_receipt_are_one_commit,
    photos_leave_with_their_session,
);
