//! The two lists: 857 entries together, as the source counts them (FG-2). How they divide is invented, because the
//! source does not say; every dishonest entry has its restriction beside it (RC-1).
use app::domain::{
    date::{Instant, LegalDate},
    id::Sex,
    ids::CourtId,
    money::Fen,
};

use super::person::{Dice, company, person};
use crate::{
    crypto::{field::seal_id, random, server_key::ServerKey},
    store::{
        Tx,
        list::{self, EntryRow},
        search,
    },
};

/// Entries of both lists.
pub const ENTRIES: i64 = 857;
/// Debtors on the restricted list; the first `ENTRIES` − this many are on both.
const DEBTORS: i64 = 545;
const DUTIES: [&str; 5] = ["偿还借款本金", "支付货款", "支付工程款", "赔偿损失", "支付劳务报酬"];
const GROUNDS: [&str; 6] = ["g1", "g1", "g1", "g1,g4", "g4", "g1,g5"];

/// Stores all entries.
pub async fn seed(tx: &mut Tx, court: CourtId, key: &ServerKey, now: Instant) -> anyhow::Result<()> {
    let mut dice = Dice::new(857);
    for n in 1..=DEBTORS {
        let both = n <= ENTRIES - DEBTORS;
        let restricted = debtor(&mut dice, n, court, key, now)?;
        if both {
            let dishonest = dishonest(&mut dice, &restricted, n, (court, key), now)?;
            list::insert(tx, court, &dishonest).await?;
        }
        let linked_no = if both { format!("d-2025-{n:04}") } else { String::new() };
        list::insert(tx, court, &EntryRow { linked_no, ..restricted.row }).await?;
    }
    Ok(())
}

struct Debtor {
    row: EntryRow,
    /// `None` for a company
    id: Option<app::domain::id::ResidentId>,
}

fn debtor(dice: &mut Dice, n: i64, court: CourtId, key: &ServerKey, now: Instant) -> anyhow::Result<Debtor> {
    let today = now.date();
    let decided = LegalDate::new(2025, 1, 8)?.add_days((n * 340 / DEBTORS) as i32).min(today.add_days(-8));
    let case = format!("湘1199执{}号", 1000 + n);
    let year = decided.year();
    let mut row = EntryRow {
        id: random::uuid(now.ms()).to_string(),
        list: "restricted".into(),
        public_no: format!("r-2025-{n:04}"),
        case_no: format!("({year}){case}"),
        filed_on: decided.add_days(-45).iso(),
        basis_no: format!("（{}）湘1199民初{}号民事判决书", year - 1, 1000 + n),
        basis_unit: super::COURT_NAME.into(),
        duty: format!("{}{}元", dice.pick(&DUTIES), Fen::yuan(dice.between(5, 900) * 1_000).grouped()),
        performance: if dice.between(0, 4) == 0 { "part" } else { "none" }.into(),
        decision_no: format!("（{year}）{case}限制消费令"),
        decided_on: decided.iso(),
        president: true,
        served_on: decided.add_days(3).iso(),
        service_method: "直接送达".into(),
        published_on: decided.add_days(8).iso(),
        state: "published".into(),
        portal: "listed".into(),
        items: "c1,c2,c3,c4,c5,c6,c7,c8,c9".into(),
        period: "自限制消费令作出之日起至履行完毕时止".into(),
        updated_at: now.ms(),
        version: 1,
        ..EntryRow::default()
    };
    let mut id = None;
    if n % 20 == 0 {
        let firm = company(dice)?;
        row.party_kind = "unit".into();
        row.name = firm.name;
        row.uscc = firm.uscc.as_str().to_string();
        row.legal_rep = firm.head;
    } else {
        let someone = person(dice)?;
        row.party_kind = "person".into();
        row.name = someone.name;
        row.sex = if someone.id.sex() == Sex::Male { "male" } else { "female" }.into();
        row.birth_year = someone.id.birth().year().into();
        seal(&mut row, &someone.id, court, key)?;
        id = Some(someone.id);
    }
    row.name_key = search::name_key(&row.name);
    Ok(Debtor { row, id })
}

fn seal(row: &mut EntryRow, id: &app::domain::id::ResidentId, court: CourtId, key: &ServerKey) -> anyhow::Result<()> {
    let sealed = seal_id(key, court, &row.id, id)?;
    row.id_cipher = Some(sealed.cipher);
    row.id_hash = Some(sealed.hash);
    row.id_masked = sealed.masked;
    Ok(())
}

/// The same debtor on the other list: its own number, grounds, decision and term (DJ-2).
fn dishonest(
    dice: &mut Dice,
    debtor: &Debtor,
    n: i64,
    (court, key): (CourtId, &ServerKey),
    now: Instant,
) -> anyhow::Result<EntryRow> {
    let base = &debtor.row;
    let grounds = dice.pick(&GROUNDS);
    let decided = LegalDate::parse(&base.decided_on)?;
    // G1 alone has no fixed term; every other ground has two years
    let expires_on = if grounds == "g1" { String::new() } else { decided.add_years(2).iso() };
    let mut row = EntryRow {
        id: random::uuid(now.ms()).to_string(),
        list: "dishonest".into(),
        public_no: format!("d-2025-{n:04}"),
        grounds: grounds.into(),
        items: String::new(),
        period: String::new(),
        decision_no: base.decision_no.replace("限制消费令", "失信决定书"),
        expires_on,
        linked_no: base.public_no.clone(),
        ..base.clone()
    };
    if let Some(id) = &debtor.id {
        seal(&mut row, id, court, key)?;
    }
    Ok(row)
}
