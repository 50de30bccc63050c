//! A court with 10,000 parties more than the demo's. Everybody who must not be seen has one surname that nobody else
//! has, so that a single character in any public byte tells of a leak.
use app::domain::{
    date::LegalDate,
    id::{ResidentId, Sex},
    list::EntryState,
};
use server::{
    crypto::{field::seal_id, random},
    demo::person::{Dice, person},
    files::FileName,
    state::AppState,
    store::{
        Tx,
        list::{self, EntryRow},
        notice::{self, IssueRow, SubjectRow},
        notice_index, search,
    },
};

/// The surname of everybody who is hidden.
pub const HIDDEN: char = '訾';
/// Entries of the two lists, and debtors of notices.
const ENTRIES: usize = 9_700;
const ISSUES: i64 = 60;
const IN_AN_ISSUE: i64 = 5;

/// Why somebody on a list is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    State(EntryState),
    /// A child, in a state before publication: the gates let none further (DJ-4).
    Minor,
    /// The national portal has removed it (DJ-7).
    GoneFromPortal,
    /// Its last day was yesterday, and no clock has run yet (DJ-11).
    RunOut,
}

/// What stands in the database and may stand nowhere else.
#[derive(Default)]
pub struct County {
    /// Addresses of hidden entries, with the reason.
    pub entries: Vec<(Why, String)>,
    /// Names, case numbers and identity numbers by which somebody may ask for them.
    pub questions: Vec<(Why, [String; 3])>,
    /// Addresses of closed debtors of notices.
    pub subjects: Vec<String>,
    /// Photos of closed debtors whose files still lie there.
    pub photos: Vec<FileName>,
    /// How many parties there are.
    pub parties: usize,
}

const HIDING: [Why; 12] = [
    Why::State(EntryState::Draft),
    Why::State(EntryState::Decided),
    Why::State(EntryState::Served),
    Why::State(EntryState::Grace),
    Why::State(EntryState::Removed),
    Why::State(EntryState::Expired),
    Why::State(EntryState::EarlyRemoved),
    Why::State(EntryState::Revoked),
    Why::State(EntryState::Lifted),
    Why::Minor,
    Why::GoneFromPortal,
    Why::RunOut,
];

impl County {
    /// Writes them into the court of `state`: every second entry is hidden.
    pub async fn settle(state: &AppState) -> County {
        let (mut county, mut dice) = (County::default(), Dice::new(10_000));
        for chunk in (0..ENTRIES).collect::<Vec<_>>().chunks(500) {
            let mut tx = state.db.begin().await.expect("a transaction");
            for n in chunk {
                county.entry(state, &mut tx, &mut dice, *n).await;
            }
            tx.commit().await.expect("a commit");
        }
        for no in 1..=ISSUES {
            county.issue(state, &mut dice, no).await;
        }
        county
    }

    async fn entry(&mut self, state: &AppState, tx: &mut Tx, dice: &mut Dice, n: usize) {
        let hidden = (n % 2 == 1).then(|| HIDING[n / 2 % HIDING.len()]);
        let (list, letter) = if n.is_multiple_of(3) { ("dishonest", 'd') } else { ("restricted", 'r') };
        let (name, id) = somebody(dice, hidden.is_some(), hidden == Some(Why::Minor));
        let mut row = EntryRow {
            id: random::uuid(state.clock.now().ms()).to_string(),
            list: list.into(),
            public_no: format!("{letter}-2024-{n:05}"),
            party_kind: "person".into(),
            name_key: search::name_key(&name),
            name,
            sex: if id.sex() == Sex::Male { "male" } else { "female" }.into(),
            birth_year: id.birth().year().into(),
            case_no: format!("(2024)湘1199执{}号", 20_000 + n),
            filed_on: "2024-01-10".into(),
            basis_no: format!("（2023）湘1199民初{}号", 20_000 + n),
            basis_unit: "示例县人民法院".into(),
            duty: "偿还借款本金".into(),
            performance: "none".into(),
            grounds: "g1".into(),
            decided_on: "2024-02-01".into(),
            served_on: "2024-02-05".into(),
            president: true,
            published_on: "2024-02-10".into(),
            state: "published".into(),
            portal: "listed".into(),
            items: "c1".into(),
            version: 1,
            ..EntryRow::default()
        };
        let sealed = seal_id(&state.server_key, state.court.id, &row.id, &id).expect("a seal");
        (row.id_cipher, row.id_hash, row.id_masked) = (Some(sealed.cipher), Some(sealed.hash), sealed.masked);
        if let Some(why) = hidden {
            hide(&mut row, why, state.clock.now().date(), n);
            self.entries.push((why, format!("/lists/{list}/{}", row.public_no)));
            let case_no = row.case_no.replace('(', "（").replace(')', "）");
            self.questions.push((why, [row.name.clone(), case_no, id.reveal().to_owned()]));
        }
        assert!(list::insert(tx, state.court.id, &row).await.expect("an entry"), "{} is new", row.public_no);
        self.parties += 1;
    }

    /// An issue whose debtors are all closed, but one; some are over, some withdrawn, some in force.
    async fn issue(&mut self, state: &AppState, dice: &mut Dice, no: i64) {
        let mut tx = state.db.begin().await.expect("a transaction");
        let (court, today) = (state.court.id, state.clock.now().date());
        let gone = no % 3 == 0;
        let issue = IssueRow {
            id: random::uuid(state.clock.now().ms()).to_string(),
            year: 2024,
            no,
            title: "征集被执行人财产线索".into(),
            kind: "property".into(),
            summary: "征集财产线索".into(),
            valid_from: "2024-03-01".into(),
            valid_until: if no % 3 == 1 { "2024-09-01".into() } else { today.add_days(30).iso() },
            state: if gone { "withdrawn" } else { "published" }.into(),
            version: 1,
            published_at: Some(state.clock.now().ms()),
            withdrawn_at: gone.then(|| state.clock.now().ms()),
            ..IssueRow::default()
        };
        notice::insert_issue(&mut tx, court, &issue).await.expect("an issue");
        let mut subjects = Vec::new();
        for position in 1..=IN_AN_ISSUE {
            // the first of an issue in force is still sought; a withdrawn or ended issue has nobody
            let shown = position == 1 && no % 3 == 2;
            let subject = self.subject(state, dice, &issue, (position, shown)).await;
            notice::put_subject(&mut tx, court, &subject).await.expect("a debtor");
            subjects.push(subject);
            self.parties += 1;
        }
        notice_index::refresh(&mut tx, court, &issue, &subjects).await.expect("the index");
        tx.commit().await.expect("a commit");
    }

    async fn subject(
        &mut self,
        state: &AppState,
        dice: &mut Dice,
        issue: &IssueRow,
        (position, shown): (i64, bool),
    ) -> SubjectRow {
        let (name, id) = somebody(dice, !shown, false);
        let mut row = SubjectRow {
            id: random::uuid(state.clock.now().ms()).to_string(),
            issue_id: issue.id.clone(),
            year: issue.year,
            no: issue.no,
            position,
            party_kind: "person".into(),
            name_key: search::name_key(&name),
            name,
            birth_year: id.birth().year().into(),
            sex: "male".into(),
            county: "示例县".into(),
            town: "溪口镇".into(),
            case_no: format!("(2024)湘1199执{}号", 40_000 + issue.no * 10 + position),
            kind: "property".into(),
            property_reward: r#"{"rule":"fixed","amount":1000000}"#.into(),
            state: if shown {
                "open"
            } else if position % 2 == 0 {
                "withdrawn"
            } else {
                "ended"
            }
            .into(),
            ..SubjectRow::default()
        };
        let sealed = seal_id(&state.server_key, state.court.id, &row.id, &id).expect("a seal");
        (row.id_cipher, row.id_hash, row.id_masked) = (Some(sealed.cipher), Some(sealed.hash), sealed.masked);
        if !shown {
            // the worst case: neither the name of the file nor the file itself went with the notice
            let photo = FileName::from_random(random::bytes());
            state.files.put(&photo, b"\xff\xd8 a face".to_vec()).await.expect("a file");
            row.photo_id = Some(photo.as_str().to_owned());
            self.photos.push(photo);
            self.subjects.push(format!("/notices/{}-{}/{position}", issue.year, issue.no));
        }
        row
    }
}

/// Somebody fictional; those who are hidden get the surname, and children are twelve.
fn somebody(dice: &mut Dice, hidden: bool, minor: bool) -> (String, ResidentId) {
    let adult = person(dice).expect("a person");
    if !hidden {
        return (adult.name, adult.id);
    }
    let given: String = adult.name.chars().rev().take(2).collect();
    let mut child = || {
        let born = LegalDate::new(2013, 5, 1 + dice.between(0, 27) as i8).expect("a day");
        ResidentId::from_parts("431199", born, dice.between(100, 989) as u16).expect("a number")
    };
    (format!("{HIDDEN}{given}"), if minor { child() } else { adult.id })
}

fn hide(row: &mut EntryRow, why: Why, today: LegalDate, n: usize) {
    match why {
        Why::State(state) => {
            row.state = state.code().into();
            // a lifting is told for a week (RC-8); this one is older
            row.ended_on = if state.is_gone() { "2025-06-01".into() } else { String::new() };
        }
        Why::Minor => row.state = ["draft", "decided", "served", "grace"][n % 4].into(),
        Why::GoneFromPortal => row.portal = "removed".into(),
        Why::RunOut => row.expires_on = today.add_days(-1).iso(),
    }
}
