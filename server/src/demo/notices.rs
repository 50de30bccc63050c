//! The 21 bounty issues of the year (FG-2): fictional persons, the newest in force on the day the demo is made.
use app::domain::{
    bounty::RewardRule,
    case::CaseNo,
    date::{Instant, LegalDate},
    id::Sex,
    ids::CourtId,
    money::Fen,
    refusal::Refusal,
};

use super::person::{Dice, company, person};
use crate::{
    crypto::{field::seal_id, random, server_key::ServerKey},
    store::{
        Tx,
        notice::{self, IssueRow, SubjectRow},
        notice_index, search,
    },
};

/// Issues of the year, as the source counts them.
pub const ISSUES: i64 = 21;
/// The first one still in force; it ends within a week.
const FIRST_OPEN: i64 = 14;
const YEAR: i64 = 2025;
const TOWNS: [&str; 6] = ["溪口镇", "石桥镇", "松岭乡", "云塘镇", "东坪乡", "南垣镇"];
const CAUSES: [&str; 5] =
    ["民间借贷纠纷", "买卖合同纠纷", "建设工程施工合同纠纷", "机动车交通事故责任纠纷", "劳务合同纠纷"];
const CREDITORS: [&str; 5] = ["钟某", "某建材经营部", "某农村商业银行", "盘某某", "某劳务公司"];
const WANTED_PROPERTY: [&str; 3] = [
    "登记在他人名下、由其实际使用的车辆\n正在收取的租金、货款和工程款",
    "正在经营的店铺、厂房和设备\n由他人代持的股权和存款",
    "外地购买的房产\n挂靠在他人名下的工程和应收款",
];
const WANTED_PLACE: [&str; 3] = [
    "现在的住处所在的乡镇\n经常出入的地方和大致时间",
    "正在工作的城市和行业\n使用的车辆",
    "节假日返乡的时间\n现在的联系方式",
];

/// Who wrote, checked and signed; ids of the demo's staff.
pub struct Desk {
    pub author: String,
    pub reviewer: String,
    pub publisher: String,
}

/// Stores all issues with their versions and their place in the index.
pub async fn seed(tx: &mut Tx, court: CourtId, key: &ServerKey, desk: &Desk, now: Instant) -> anyhow::Result<()> {
    let mut dice = Dice::new(202_521);
    for no in 1..=ISSUES {
        let issue = issue(&mut dice, no, desk, now);
        notice::insert_issue(tx, court, &issue).await?;
        let count = if matches!(no, 7 | 15 | 19) { 2 } else { 1 };
        let mut subjects = Vec::new();
        for position in 1..=count {
            let subject = subject(&mut dice, &issue, position, (court, key), now)?;
            notice::put_subject(tx, court, &subject).await?;
            subjects.push(subject);
        }
        notice::add_version(tx, court, &issue, &subjects, Some(&desk.publisher), "首次发布").await?;
        notice_index::refresh(tx, court, &issue, &subjects).await?;
    }
    Ok(())
}

/// First and last day of an issue. Older ones have run out; the newest follow each other into the next months.
fn validity(no: i64, today: LegalDate) -> (LegalDate, LegalDate) {
    let first = LegalDate::new(2025, 1, 6).unwrap_or(today).add_days((no as i32 - 1) * 17).min(today);
    if no < FIRST_OPEN {
        return (first, first.add_months(6).min(today.add_days(-1)));
    }
    (first, today.add_days((no - FIRST_OPEN) as i32 * 12 + 5))
}

fn kind_of(no: i64) -> &'static str {
    match no % 3 {
        0 => "property",
        1 => "whereabouts",
        _ => "both",
    }
}

fn issue(dice: &mut Dice, no: i64, desk: &Desk, now: Instant) -> IssueRow {
    let (from, until) = validity(no, now.date());
    let kind = kind_of(no);
    let (cause, creditor) = (dice.pick(&CAUSES), dice.pick(&CREDITORS));
    let seeks = match kind {
        "property" => "财产线索",
        "whereabouts" => "行踪线索",
        _ => "财产和行踪线索",
    };
    IssueRow {
        id: random::uuid(now.ms()).to_string(),
        year: YEAR,
        no,
        title: format!("征集被执行人{seeks}"),
        kind: kind.into(),
        summary: format!("{cause}，征集{seeks}。可以匿名提供，法院对提供人和线索保密。"),
        body_md: body(cause, creditor, seeks),
        condition_text: "线索是法院事先没有掌握的，被采用并实际执行到位后发放，由申请执行人承担。".into(),
        applicant: creditor.into(),
        applied_on: from.add_days(-15).iso(),
        application_decided_on: from.add_days(-8).iso(),
        application_state: "approved".into(),
        promise: "申请执行人书面承诺：线索使债权全部或者部分实现的，按公告支付悬赏金。".into(),
        promised: true,
        approval_no: format!("示法执悬〔{YEAR}〕{no}号"),
        valid_from: from.iso(),
        valid_until: until.iso(),
        state: "published".into(),
        author: Some(desk.author.clone()),
        reviewer: Some(desk.reviewer.clone()),
        publisher: Some(desk.publisher.clone()),
        version: 1,
        created_at: from.add_days(-3).start().ms(),
        updated_at: from.start().ms(),
        published_at: Some(from.start().plus_minutes(9 * 60).ms()),
        withdrawn_at: None,
    }
}

/// The formal text; it names no debtor, because it stays when the notice has ended.
fn body(cause: &str, creditor: &str, seeks: &str) -> String {
    format!(
        "本院在执行申请执行人{creditor}与被执行人{cause}一案中，被执行人没有按照执行通知书的要求履行义务。\
         根据申请执行人的书面申请，本院决定发布悬赏公告，征集{seeks}。\n\n\
         ## 怎样算有效的线索\n\n\
         - 写明时间、地点和看到的情况，能够核实。\n\
         - 法院事先没有掌握。\n\
         - 用合法的方法得到。\n\n\
         ## 怎样发放\n\n\
         两人以上提供同一线索的，按提供的先后顺序确定。悬赏金从执行到位的案款中扣除，案款不便扣除的，由申请执行人直接支付。\n\n\
         ## 法律依据\n\n\
         《最高人民法院关于民事执行中财产调查若干问题的规定》第二十一条至第二十四条。\n"
    )
}

fn property_rule(no: i64) -> RewardRule {
    match no % 4 {
        1 => RewardRule::Fixed { amount: Fen::yuan(50_000) },
        2 => RewardRule::Percent { bps: 500, cap: Some(Fen::yuan(200_000)) },
        3 => RewardRule::MinMax { bps: 800, floor: Fen::yuan(1_000), cap: Fen::yuan(80_000) },
        _ => RewardRule::Percent { bps: 1000, cap: None },
    }
}

fn place_rule(no: i64) -> RewardRule {
    RewardRule::Fixed { amount: Fen::yuan([2_000, 5_000, 10_000][(no % 3) as usize]) }
}

/// What the filter "at least" compares: the fixed sum, the cap, or the share of all that is unpaid.
fn most(rule: &RewardRule, unpaid: Fen) -> Fen {
    rule.amount(unpaid)
}

fn subject(
    dice: &mut Dice,
    issue: &IssueRow,
    position: i64,
    (court, key): (CourtId, &ServerKey),
    now: Instant,
) -> anyhow::Result<SubjectRow> {
    let id = random::uuid(now.ms()).to_string();
    let unpaid = Fen::yuan(dice.between(8, 170) * 10_000);
    let owed = Fen(unpaid.0 + dice.between(0, 6) * 1_000_000);
    let (seeks_property, seeks_place) = (issue.kind != "whereabouts", issue.kind != "property");
    let property = seeks_property.then(|| property_rule(issue.no));
    let place = seeks_place.then(|| place_rule(issue.no));
    let best = [&property, &place].into_iter().flatten().map(|rule| most(rule, unpaid)).max().unwrap_or(Fen::ZERO);
    let (from, until) = (LegalDate::parse(&issue.valid_from)?, LegalDate::parse(&issue.valid_until)?);
    // BN-12: what has run out before the demo begins was closed in its night
    let ran_out = Some(until).filter(|until| *until < now.date());
    let mut row = SubjectRow {
        issue_id: issue.id.clone(),
        year: issue.year,
        no: issue.no,
        position,
        county: "示例县".into(),
        town: dice.pick(&TOWNS).into(),
        case_no: case_no(issue.no, from)?.canonical(),
        filed_on: from.add_days(-120).iso(),
        basis_no: format!("（{}）湘1199民初{}号民事判决书", from.year() - 1, dice.between(100, 990)),
        basis_unit: super::COURT_NAME.into(),
        owed: owed.0,
        unpaid: unpaid.0,
        wanted: wanted(dice, seeks_property, seeks_place),
        kind: issue.kind.clone(),
        property_reward: json(property.as_ref())?,
        whereabouts_reward: json(place.as_ref())?,
        reward_max: best.0,
        urgent: issue.no == ISSUES,
        state: if ran_out.is_some() { "ended" } else { "open" }.into(),
        ended_at: ran_out.map(|until| until.add_days(1).start().ms()),
        id,
        ..SubjectRow::default()
    };
    name_it(dice, &mut row, issue.no == 18, court, key)?;
    Ok(row)
}

/// Gives the subject its person, or its company for the one issue that seeks a company's property.
fn name_it(dice: &mut Dice, row: &mut SubjectRow, unit: bool, court: CourtId, key: &ServerKey) -> anyhow::Result<()> {
    if unit {
        let firm = company(dice)?;
        row.party_kind = "unit".into();
        row.name = firm.name;
        row.id_masked = firm.uscc.as_str().to_string();
        row.legal_rep = firm.head;
    } else {
        let someone = person(dice)?;
        let sealed = seal_id(key, court, &row.id, &someone.id)?;
        row.party_kind = "person".into();
        row.name = someone.name;
        row.sex = if someone.id.sex() == Sex::Male { "male" } else { "female" }.into();
        row.birth_year = someone.id.birth().year().into();
        row.id_cipher = Some(sealed.cipher);
        row.id_hash = Some(sealed.hash);
        row.id_masked = sealed.masked;
    }
    row.name_key = search::name_key(&row.name);
    Ok(())
}

fn case_no(no: i64, from: LegalDate) -> Result<CaseNo, Refusal> {
    CaseNo::parse(&format!("({})湘1199执{}号", from.add_days(-120).year(), 100 + no * 37))
}

fn wanted(dice: &mut Dice, property: bool, place: bool) -> String {
    let mut lines = Vec::new();
    if property {
        lines.push(dice.pick(&WANTED_PROPERTY));
    }
    if place {
        lines.push(dice.pick(&WANTED_PLACE));
    }
    lines.join("\n")
}

fn json(rule: Option<&RewardRule>) -> anyhow::Result<String> {
    Ok(rule.map(serde_json::to_string).transpose()?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_in_force_and_the_older_have_ended() {
        for today in ["2026-01-15", "2026-11-23", "2029-02-28"] {
            let today = LegalDate::parse(today).unwrap();
            for no in 1..=ISSUES {
                let (from, until) = validity(no, today);
                assert!(from <= today && from <= until, "{no} {today:?}");
                assert_eq!(until >= today, no >= FIRST_OPEN, "{no} {today:?}");
            }
        }
    }
}
