//! A court with two members of staff, a recovery key, and as many tips as a test sends.
use app::domain::date::Instant;
use app::domain::ids::{StaffId, SubjectId, TipId};
use app::domain::staff::Role;
use app::domain::tip::{Lane, Medium, TipKind, Urgency};
use server::clock::Clock;
use server::crypto::random;
use server::crypto::readers::{Part, Reader, SealedPart};
use server::crypto::receipt::{Secret, SenderKey, Ticket};
use server::crypto::seal::SecretKey;
use server::crypto::server_key::ServerKey;
use server::crypto::staff_keys::UnlockedStaffKey;
use server::store::court::{self, CourtRecord, NewCourt};
use server::store::tip_new::NewTip;
use server::store::tip_writer::TipWriter;
use server::store::{Db, Tx};
use tests::{Database, Engine};

/// 2025-11-24 16:00 in Shanghai.
pub const START: i64 = 1_763_971_200_000;

pub struct World {
    pub db: Db,
    pub court: CourtRecord,
    pub server_key: ServerKey,
    pub recovery: SecretKey,
    pub intake: UnlockedStaffKey,
    pub officer: UnlockedStaffKey,
    pub clock: Clock,
    /// `None` in a process that shares the database of another.
    pub database: Option<Database>,
}

/// A sealed tip and what its sender keeps.
pub struct Sent {
    pub tip: NewTip,
    pub ticket: Ticket,
    pub secret: Secret,
}

fn staff() -> UnlockedStaffKey {
    UnlockedStaffKey::new(StaffId::from_uuid(random::uuid(START)), SecretKey::generate())
}

pub fn subject() -> SubjectId {
    SubjectId::from_uuid(random::uuid(START))
}

impl World {
    pub async fn new(engine: Engine) -> Self {
        let server_key = ServerKey::generate();
        Self::with_key(engine, server_key).await
    }

    pub async fn with_key(engine: Engine, server_key: ServerKey) -> Self {
        let database = engine.database().await;
        let db = Db::open(&database.url).await.expect("the database opens");
        db.migrate().await.expect("the migrations run");
        let recovery = SecretKey::generate();
        let public = recovery.public();
        let new = NewCourt { code: "湘1199", name: "示例县人民法院", settings: "{}", recovery: &public };
        let mut tx = db.begin().await.unwrap();
        let court = court::create(&mut tx, new, &server_key, Instant(START)).await.unwrap();
        tx.commit().await.unwrap();
        let clock = Clock::fixed(Instant(START));
        Self { db, court, server_key, recovery, intake: staff(), officer: staff(), clock, database: Some(database) }
    }

    /// A second process on the database of the first.
    pub async fn attach(url: &str, server_key: ServerKey) -> Self {
        let db = Db::open(url).await.expect("the database opens");
        let mut tx = db.read().await.unwrap();
        let court = court::load_first(&mut tx).await.unwrap().expect("a court");
        tx.rollback().await.unwrap();
        let (recovery, clock) = (SecretKey::generate(), Clock::fixed(Instant(START)));
        Self { db, court, server_key, recovery, intake: staff(), officer: staff(), clock, database: None }
    }

    pub fn database(&self) -> &Database {
        self.database.as_ref().expect("the process that made the database")
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    pub fn writer(&self) -> TipWriter {
        TipWriter::start(self.db.clone(), &self.court, &self.server_key, self.clock.clone()).unwrap()
    }

    pub async fn begin(&self) -> Tx {
        self.db.begin().await.unwrap()
    }

    pub async fn read(&self) -> Tx {
        self.db.read().await.unwrap()
    }

    pub fn officer_reader(&self) -> Reader {
        Reader::of_content(self.officer.staff, &[Role::Officer], self.officer.key().public()).unwrap()
    }

    /// A tip whose content is `{"what": text}` and whose identity, when `name` is given, is `{"name": name}`.
    pub fn tip(&self, subject: Option<SubjectId>, text: &str, name: Option<&str>) -> Sent {
        let (ticket, secret) = (Ticket::generate(), Secret::generate());
        let sender = SenderKey::stretch(&self.court.code, &ticket, &secret).unwrap();
        let readers = [
            Reader::of_content(self.intake.staff, &[Role::Intake], self.intake.key().public()).unwrap(),
            Reader::recovery(&self.court.recovery),
            Reader::sender(&sender),
        ];
        let seal = |part, plain: String, readers: &[Reader]| {
            SealedPart::seal(part, &SecretKey::generate(), plain.as_bytes(), readers).unwrap()
        };
        let content = seal(Part::Content, format!("{{\"what\":\"{text}\"}}"), &readers);
        let person = name.map(|name| seal(Part::Person, format!("{{\"name\":\"{name}\"}}"), &readers[1..]));
        let tip = NewTip {
            id: TipId::from_uuid(random::uuid(START)),
            idempotency: ticket.as_str().to_owned(),
            subject,
            subject_label: "2025-21/3".into(),
            kind: TipKind::Whereabouts,
            lane: if name.is_some() { Lane::Named } else { Lane::Anonymous },
            urgency: Urgency::Normal,
            medium: Medium::Web,
            received: None,
            registrar: None,
            ticket: ticket.clone(),
            verifier: *sender.verifier(),
            content,
            person,
            hint_plate: Some(self.server_key.keyed_hash("plate", &self.court.code, "湘M12345")),
            hint_phone: None,
            files: Vec::new(),
            session: None,
        };
        Sent { tip, ticket, secret }
    }

    pub fn stretch(&self, sent: &Sent) -> SenderKey {
        SenderKey::stretch(&self.court.code, &sent.ticket, &sent.secret).unwrap()
    }
}
