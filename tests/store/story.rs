//! One tip from arrival to the end, and the places where two people act at once.
use app::domain::tip::{Finding, Lane, Step, TipKind, TipState, Urgency};
use server::crypto::readers::{Part, Reader, SealedPart};
use server::crypto::seal::SecretKey;
use server::store::message::{self, Visibility};
use server::store::{Tx, audit, tip, tip_open};
use tests::{Engine, both_engines};

use crate::world::{Sent, World, subject};

async fn step(world: &World, tx: &mut Tx, id: app::domain::ids::TipId, step: Step) -> tip::Tip {
    let before = tip::load(tx, world.court.id, id).await.unwrap().unwrap();
    let after = before.handling.clone().take(step).unwrap();
    let by = Some(world.officer.staff);
    assert!(tip::save_step(tx, world.court.id, &before, &after, "tip.step", by, world.now()).await.unwrap());
    tip::load(tx, world.court.id, id).await.unwrap().unwrap()
}

async fn a_tip_is_handled_and_answered(engine: Engine) {
    let world = World::new(engine).await;
    let court = world.court.id;
    let sent = world.tip(Some(subject()), "看见车辆", None);
    let id = world.writer().accept(sent.tip.clone()).await.unwrap().accepted.tip;
    world.clock.advance(60_000);

    let mut tx = world.begin().await;
    let before = tip::load(&mut tx, court, id).await.unwrap().unwrap();
    assert_eq!((before.handling.state, before.seq, before.version), (TipState::Registered, 1, 1));
    let after = before.handling.clone().take(Step::Triage { urgency: Urgency::Now }).unwrap();
    let triage = tip::Triage { kind: TipKind::Property, team: "执行一组", duplicate_of: None };
    let by = world.intake.staff;
    assert!(tip::save_triage(&mut tx, court, &before, &after, triage, by, world.now()).await.unwrap());
    let triaged = tip::load(&mut tx, court, id).await.unwrap().unwrap();
    assert_eq!((triaged.kind, triaged.team.as_str()), (TipKind::Property, "执行一组"));
    assert_eq!((triaged.handling.state, triaged.state_at), (TipState::Triaged, world.now()));
    let assigned = Step::Assign { officer: world.officer.staff, recused: false };
    let after = triaged.handling.clone().take(assigned).unwrap();
    let to = world.officer_reader();
    assert!(tip_open::assign(&mut tx, court, &triaged, &after, &world.intake, &to, world.now()).await.unwrap());
    step(&world, &mut tx, id, Step::StartVerifying).await;
    let asked = step(&world, &mut tx, id, Step::AskForMore).await;
    message::send(&mut tx, court, &asked, Some(world.officer.staff), "车是什么颜色？", "q1", world.now())
        .await
        .unwrap();
    message::add_note(&mut tx, court, &asked, world.officer.staff, Visibility::Officer, "先问颜色", world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();

    answer(&world, &sent).await;

    let mut tx = world.begin().await;
    let opened = tip_open::open(&mut tx, court, id, &world.officer, world.now()).await.unwrap().unwrap();
    let thread: Vec<&str> = opened.messages.iter().map(|message| message.text.text()).collect();
    assert_eq!(thread, ["车是什么颜色？", "白色。"]);
    assert_eq!(opened.notes[0].text.text(), "先问颜色");
    for next in
        [Step::Answered, Step::Find { finding: Finding::False }, Step::RecordResult, Step::GiveFeedback, Step::Close]
    {
        step(&world, &mut tx, id, next).await;
    }
    assert!(tip::queue(&mut tx, court, None, None, 10).await.unwrap().is_empty(), "closed tips leave the queue");
    let report = audit::verify(&mut tx, court, &world.court.signing_public).await.unwrap();
    assert!(report.holds(), "{report:?}");
    tx.commit().await.unwrap();
}

/// The sender reads the question and answers twice by a double tap.
async fn answer(world: &World, sent: &Sent) {
    let court = world.court.id;
    let mut tx = world.begin().await;
    let thread = tip_open::open_for_sender(&mut tx, court, &sent.ticket, &world.stretch(sent)).await.unwrap().unwrap();
    assert_eq!(thread.messages[0].text.text(), "车是什么颜色？");
    assert_eq!(thread.tip.unread_by_sender, 1);
    message::mark_read_by_sender(&mut tx, court, &thread.tip).await.unwrap();
    let first = message::send(&mut tx, court, &thread.tip, None, "白色。", "a1", world.now()).await.unwrap();
    let again = message::send(&mut tx, court, &thread.tip, None, "白色。", "a1", world.now()).await.unwrap();
    assert_eq!((first, again), (2, 2));
    tx.commit().await.unwrap();
    let mut tx = world.read().await;
    let counts = tip::counts(&mut tx, court, world.now()).await.unwrap();
    assert_eq!((counts.open, counts.answered, counts.urgent), (1, 1, 1));
}

async fn the_second_of_two_loses_politely(engine: Engine) {
    let world = World::new(engine).await;
    let court = world.court.id;
    let id = world.writer().accept(world.tip(None, "x", None).tip).await.unwrap().accepted.tip;
    let mut tx = world.begin().await;
    let seen = tip::load(&mut tx, court, id).await.unwrap().unwrap();
    let after = seen.handling.clone().take(Step::Triage { urgency: Urgency::Normal }).unwrap();
    assert!(tip::save_step(&mut tx, court, &seen, &after, "tip.triage", None, world.now()).await.unwrap());
    assert!(!tip::save_step(&mut tx, court, &seen, &after, "tip.triage", None, world.now()).await.unwrap());
    let events = audit::of_object(&mut tx, court, "tip", &id.to_string()).await.unwrap();
    assert_eq!(events.len(), 2, "the loser leaves no audit row");
}

async fn the_queue_puts_the_perishable_first_and_pages(engine: Engine) {
    let world = World::new(engine).await;
    let court = world.court.id;
    let writer = world.writer();
    let today = world.now().date();
    let mut expected = Vec::new();
    for urgency in [Urgency::Normal, Urgency::Dated(today.add_days(3)), Urgency::Dated(today.add_days(1)), Urgency::Now]
    {
        let mut sent = world.tip(None, "x", None);
        sent.tip.urgency = urgency;
        expected.insert(0, writer.accept(sent.tip).await.unwrap().accepted.tip);
    }
    let mut tx = world.read().await;
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = tip::queue(&mut tx, court, None, after, 3).await.unwrap();
        let Some(last) = page.last() else { break };
        let rank_at = tip::rank_at(last.handling.urgency, last.handling.received_at);
        after = Some(tip::After { rank_at, tip: last.id });
        found.extend(page.iter().map(|tip| tip.id));
    }
    assert_eq!(found, expected);
    assert!(tip::queue(&mut tx, court, Some(world.officer.staff), None, 3).await.unwrap().is_empty());
    let one = tip::load(&mut tx, court, found[0]).await.unwrap().unwrap();
    assert_eq!(tip::alike(&mut tx, court, &one).await.unwrap().len(), 4, "the same plate in four tips");
}

async fn an_anonymous_sender_comes_forward_and_keeps_the_place(engine: Engine) {
    let world = World::new(engine).await;
    let court = world.court.id;
    let sent = world.tip(Some(subject()), "x", None);
    let id = world.writer().accept(sent.tip.clone()).await.unwrap().accepted.tip;
    let readers = [Reader::recovery(&world.court.recovery), Reader::sender(&world.stretch(&sent))];
    let person = SealedPart::seal(Part::Person, &SecretKey::generate(), b"{}", &readers).unwrap();
    let mut tx = world.begin().await;
    let tip = tip::load(&mut tx, court, id).await.unwrap().unwrap();
    assert_eq!(tip.lane, Lane::Anonymous);
    assert!(tip_open::come_forward(&mut tx, court, &tip, &person, world.now()).await.unwrap());
    assert!(!tip_open::come_forward(&mut tx, court, &tip, &person, world.now()).await.unwrap(), "once only");
    let named = tip::load(&mut tx, court, id).await.unwrap().unwrap();
    assert_eq!((named.lane, named.seq, named.ticket), (Lane::Named, tip.seq, tip.ticket));
}

async fn another_court_sees_nothing(engine: Engine) {
    let world = World::new(engine).await;
    let sent = world.tip(None, "x", None);
    let id = world.writer().accept(sent.tip.clone()).await.unwrap().accepted.tip;
    let other = app::domain::ids::CourtId::from_uuid(server::crypto::random::uuid(1));
    let mut tx = world.read().await;
    assert!(tip::load(&mut tx, other, id).await.unwrap().is_none());
    assert!(tip::queue(&mut tx, other, None, None, 9).await.unwrap().is_empty());
    assert!(tip_open::open_for_sender(&mut tx, other, &sent.ticket, &world.stretch(&sent)).await.unwrap().is_none());
}

both_engines!(
    a_tip_is_handled_and_answered,
    the_second_of_two_loses_politely,
    the_queue_puts_the_perishable_first_and_pages,
    an_anonymous_sender_comes_forward_and_keeps_the_place,
    another_court_sees_nothing,
);
