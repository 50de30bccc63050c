//! BN-5: arrival numbers without a hole, whatever happens at the same time.
use std::collections::BTreeSet;

use server::crypto::receipt::Proof;
use server::store::tip_writer::Filed;
use tests::{Engine, both_engines};

use crate::world::{Sent, World, subject};

/// Sends all at once, `tips[i]` through writer `i % writers`, and waits for every answer.
async fn send_all(world: &World, writers: usize, tips: Vec<Sent>) -> Vec<Filed> {
    let writers: Vec<_> = (0..writers).map(|_| world.writer()).collect();
    let sending: Vec<_> = tips
        .into_iter()
        .enumerate()
        .map(|(i, sent)| {
            let writer = writers[i % writers.len()].clone();
            tokio::spawn(async move { writer.accept(sent.tip).await })
        })
        .collect();
    let mut filed = Vec::new();
    for task in sending {
        filed.push(task.await.unwrap().unwrap());
    }
    filed
}

fn numbers(filed: &[Filed]) -> BTreeSet<i64> {
    filed.iter().map(|one| one.accepted.seq).collect()
}

async fn sixty_four_senders_get_one_to_sixty_four(engine: Engine) {
    let world = World::new(engine).await;
    let wanted = subject();
    let tips = (0..64).map(|i| world.tip(Some(wanted), &format!("第{i}条"), None)).collect();
    // two writers stand for two processes; on SQLite they share the one write connection
    let filed = send_all(&world, 2, tips).await;
    assert_eq!(numbers(&filed), (1..=64).collect());
}

async fn each_subject_counts_for_itself(engine: Engine) {
    let world = World::new(engine).await;
    let (one, other) = (subject(), subject());
    let tips = (0..30).map(|i| world.tip([Some(one), Some(other), None][i % 3], "x", None)).collect();
    let filed = send_all(&world, 3, tips).await;
    for kind in 0..3 {
        let own: BTreeSet<i64> = filed.iter().skip(kind).step_by(3).map(|one| one.accepted.seq).collect();
        assert_eq!(own, (1..=10).collect());
    }
}

async fn the_same_submission_is_one_tip(engine: Engine) {
    let world = World::new(engine).await;
    let wanted = subject();
    let first = world.tip(Some(wanted), "一次", None);
    let mut tips = Vec::new();
    for _ in 0..8 {
        // sent again: another seal and another ticket, the same key
        let mut again = world.tip(Some(wanted), "一次", None);
        again.tip.idempotency.clone_from(&first.tip.idempotency);
        tips.push(again);
    }
    let last = world.tip(Some(wanted), "另一次", None);
    let filed = send_all(&world, 2, tips).await;
    assert_eq!(numbers(&filed), BTreeSet::from([1]));
    let tickets: BTreeSet<_> = filed.iter().map(|one| one.accepted.ticket.as_str().to_owned()).collect();
    assert_eq!(tickets.len(), 1);
    assert_eq!(filed.iter().filter(|one| !one.accepted.repeated).count(), 1);
    let filed = send_all(&world, 1, vec![last]).await;
    assert_eq!(filed[0].accepted.seq, 2, "a repetition takes no number");
}

async fn a_taken_ticket_spoils_no_other_tip(engine: Engine) {
    let world = World::new(engine).await;
    let wanted = subject();
    let first = world.tip(Some(wanted), "先", None);
    let ticket = first.ticket.clone();
    send_all(&world, 1, vec![first]).await;
    let mut clash = world.tip(Some(wanted), "撞号", None);
    clash.tip.ticket = ticket;
    let writer = world.writer();
    let good: Vec<_> = (0..5).map(|_| world.tip(Some(wanted), "好", None)).collect();
    let (bad, good) = tokio::join!(writer.accept(clash.tip), send_all(&world, 1, good));
    assert!(matches!(bad, Err(server::store::StoreError::Conflict(_))), "{bad:?}");
    assert_eq!(numbers(&good), (2..=6).collect());
}

async fn the_proof_names_what_was_filed(engine: Engine) {
    let world = World::new(engine).await;
    let sent = world.tip(Some(subject()), "x", None);
    let ticket = sent.ticket.clone();
    let filed = send_all(&world, 1, vec![sent]).await.remove(0);
    let proof = Proof::verify(&filed.proof, &world.court.signing_public).unwrap();
    assert_eq!((proof.seq, proof.at), (1, world.now().ms()));
    assert_eq!((proof.court.as_str(), proof.subject.as_str()), ("湘1199", "2025-21/3"));
    assert_eq!(proof.ticket, ticket);
}

async fn finishing_writes_what_waits_and_refuses_the_rest(engine: Engine) {
    let world = World::new(engine).await;
    let writer = world.writer();
    let wanted = subject();
    let sending: Vec<_> = (0..20)
        .map(|_| {
            let (writer, sent) = (writer.clone(), world.tip(Some(wanted), "x", None));
            tokio::spawn(async move { writer.accept(sent.tip).await })
        })
        .collect();
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    writer.finish().await;
    let mut stored = 0;
    for task in sending {
        stored += i64::from(task.await.unwrap().is_ok());
    }
    assert!(writer.accept(world.tip(None, "late", None).tip).await.is_err());
    let mut tx = world.read().await;
    let counts = server::store::tip::counts(&mut tx, world.court.id, world.now()).await.unwrap();
    assert_eq!(counts.open, stored, "answered tips and stored tips are the same");
}

both_engines!(
    sixty_four_senders_get_one_to_sixty_four,
    each_subject_counts_for_itself,
    the_same_submission_is_one_tip,
    a_taken_ticket_spoils_no_other_tip,
    the_proof_names_what_was_filed,
    finishing_writes_what_waits_and_refuses_the_rest,
);
