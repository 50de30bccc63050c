//! Small translations between what is stored and what pages print.
use app::{
    components::{NoticeCard, Reward, Stat, Status},
    domain::{
        bounty::RewardRule,
        case::CaseNo,
        date::{Instant, LegalDate},
        money::Fen,
        notice::{BountyKind, IssueNo, IssueState, PublicState, SubjectState, public_state},
    },
    pages::statistics::Definition,
};

use crate::store::{
    figure::FigureRow,
    notice::{IssueRow, SubjectRow},
};

/// The department every page of this court's enforcement bureau names (EW-3).
pub const DEPARTMENT: &str = "执行局";

/// `（2025）湘1199执123号`; text that is no case number stays as it is.
pub fn case_no(canonical: &str) -> String {
    CaseNo::parse(canonical).map_or_else(|_| canonical.to_string(), |no| no.display())
}

/// The Shanghai day of a stored instant as ISO, empty for none.
pub fn day_of(ms: Option<i64>) -> String {
    ms.map(|ms| Instant(ms).date().iso()).unwrap_or_default()
}

/// `2025年第21期`.
pub fn number(issue: &IssueRow) -> String {
    format!("{}年第{}期", issue.year, issue.no)
}

/// Words of a bounty kind.
pub fn kind_zh(code: &str) -> &'static str {
    BountyKind::parse(code).map_or("线索", BountyKind::zh)
}

/// What the public sees of an issue today; `None` when it has no public page.
pub fn status(issue: &IssueRow, subjects: &[SubjectRow], today: LegalDate) -> Option<Status> {
    let state = IssueState::parse(&issue.state)?;
    let until = LegalDate::parse(&issue.valid_until).ok()?;
    let subjects: Vec<SubjectState> = subjects.iter().filter_map(|s| SubjectState::parse(&s.state)).collect();
    public_state(state, &subjects, until, today).map(status_of)
}

/// What the public sees of one subject today.
pub fn subject_status(issue: &IssueRow, subject: &SubjectRow, today: LegalDate) -> Option<Status> {
    status(issue, std::slice::from_ref(subject), today)
}

fn status_of(state: PublicState) -> Status {
    match state {
        PublicState::Open => Status::Open,
        PublicState::EndingSoon => Status::Soon,
        PublicState::Ended => Status::Ended,
        PublicState::Withdrawn => Status::Withdrawn,
    }
}

/// The reward rules of a subject with their labels: one is 悬赏金, two are told apart (BN-11).
pub fn rules(subject: &SubjectRow) -> Vec<(String, RewardRule)> {
    let rule = |text: &str| serde_json::from_str::<RewardRule>(text).ok();
    match (rule(&subject.property_reward), rule(&subject.whereabouts_reward)) {
        (Some(property), Some(place)) => vec![("财产线索悬赏金".into(), property), ("行踪线索悬赏金".into(), place)],
        (Some(one), None) | (None, Some(one)) => vec![("悬赏金".into(), one)],
        (None, None) => Vec::new(),
    }
}

/// The same as pages print them.
pub fn rewards(subject: &SubjectRow) -> Vec<(String, Reward)> {
    rules(subject).into_iter().map(|(label, rule)| (label, reward(&rule))).collect()
}

/// The rule that is reckoned from what is recovered, where there is one.
pub fn reckoned(subject: &SubjectRow) -> Option<RewardRule> {
    rules(subject).into_iter().map(|(_, rule)| rule).find(|rule| rule.fixed().is_none())
}

/// What it comes to for a sum one can picture, and for all that is unpaid.
pub fn examples(subject: &SubjectRow) -> Vec<String> {
    let Some(rule) = reckoned(subject) else { return Vec::new() };
    let sums = [Fen::yuan(100_000), Fen(subject.unpaid)];
    sums.into_iter().filter(|sum| *sum > Fen(0)).filter_map(|sum| rule.example(sum)).collect()
}

fn reward(rule: &RewardRule) -> Reward {
    match rule.fixed() {
        Some(sum) => Reward::Sum { figure: sum.grouped(), capitals: sum.capitals() },
        None => Reward::Formula(rule.sentence()),
    }
}

/// The card of an issue in a list. It names nobody once the issue has ended (BN-12).
pub fn card(issue: &IssueRow, subjects: &[SubjectRow], today: LegalDate) -> Option<NoticeCard> {
    let status = status(issue, subjects, today)?;
    let first = subjects.iter().find(|s| s.is_open()).filter(|_| status.is_open());
    Some(NoticeCard {
        href: format!("/notices/{}", issue.slug()),
        number: number(issue),
        title: title(issue, subjects, status),
        status,
        reward: first.and_then(|s| rewards(s).into_iter().next()).map(|(_, reward)| reward),
        case_no: first.map(|s| case_no(&s.case_no)).unwrap_or_default(),
        valid_until: issue.valid_until.clone(),
    })
}

/// 征集被执行人李某明财产线索 while one person is sought; otherwise what the issue seeks.
pub fn title(issue: &IssueRow, subjects: &[SubjectRow], status: Status) -> String {
    let open: Vec<&SubjectRow> = subjects.iter().filter(|s| s.is_open()).collect();
    match (open.as_slice(), status.is_open()) {
        ([one], true) => subject_title(one),
        ([first, .., _], true) => format!("征集被执行人{}等{}人{}", first.name, open.len(), kind_zh(&issue.kind)),
        _ => format!("征集被执行人{}", kind_zh(&issue.kind)),
    }
}

/// 征集被执行人李某明财产线索.
pub fn subject_title(subject: &SubjectRow) -> String {
    format!("征集被执行人{}{}", subject.name, kind_zh(&subject.kind))
}

/// The tile of a figure, exactly as printed in its source (FG-2). `base` is where the definitions stand.
pub fn stat(figure: &FigureRow, base: &str) -> Stat {
    let at =
        figure.printed.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(figure.printed.len());
    let (number, unit) = figure.printed.split_at(at);
    Stat {
        label: figure.label.clone(),
        number: number.to_string(),
        unit: unit.to_string(),
        as_of: figure.as_of.clone(),
        definition: format!("{base}#def-{}", figure.slug),
        restated: restated(figure),
    }
}

/// What it said before it was stated again, when that was, and why; empty for a figure stated once.
pub fn restated(figure: &FigureRow) -> String {
    let Some(at) = figure.restated_at else { return String::new() };
    let why = if figure.note.is_empty() { String::new() } else { format!("原因：{}", figure.note) };
    format!("{}更正，原为{}。{why}", Instant(at).date().zh(), figure.was)
}

/// How a figure is counted: definition, scope and period (FG-1).
pub fn definition(figure: &FigureRow) -> Definition {
    let day = |iso: &str| LegalDate::parse(iso).map_or_else(|_| iso.to_string(), LegalDate::zh);
    Definition {
        id: format!("def-{}", figure.slug),
        term: format!("{} {}", figure.label, figure.printed),
        text: format!(
            "{}口径：{}。期间：{}至{}。{}",
            figure.definition,
            figure.scope,
            day(&figure.period_from),
            day(&figure.period_to),
            restated(figure)
        ),
    }
}

/// The year and number of `2025-21`; `None` for every other form.
pub fn issue_no(slug: &str) -> Option<(i64, i64)> {
    IssueNo::parse(slug).ok().map(|no| (no.year.into(), no.no.into()))
}

/// A value as it may stand in a query: everything but letters, digits and `-._~` escaped.
pub fn query_value(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// Errs on the safe side: is a published record of another kind public, gone or unknown?
pub enum Shown {
    Yes,
    Gone,
    No,
}

/// From the stored state of an edited record (EW-1).
pub fn shown(state: &str) -> Shown {
    match IssueState::parse(state) {
        Some(state) if state.is_public() => Shown::Yes,
        Some(state) if state.is_gone() => Shown::Gone,
        _ => Shown::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fg_2_a_tile_prints_what_the_source_prints() {
        for (printed, number, unit) in [
            ("2403件", "2403", "件"),
            ("93.67%", "93.67", "%"),
            ("1.98亿元", "1.98", "亿元"),
            ("113万余元", "113", "万余元"),
        ] {
            let figure = FigureRow { printed: printed.into(), ..FigureRow::default() };
            let stat = stat(&figure, "");
            assert_eq!((stat.number.as_str(), stat.unit.as_str()), (number, unit));
        }
    }

    #[test]
    fn a_query_value_carries_no_syntax() {
        assert_eq!(query_value("溪口镇&a=1"), "%E6%BA%AA%E5%8F%A3%E9%95%87%26a%3D1");
    }

    fn open_issue() -> (IssueRow, SubjectRow) {
        let issue = IssueRow {
            year: 2025,
            no: 21,
            kind: "property".into(),
            state: "published".into(),
            valid_until: "2026-03-31".into(),
            ..IssueRow::default()
        };
        let subject = SubjectRow {
            name: "示例某".into(),
            kind: "property".into(),
            state: "open".into(),
            ..SubjectRow::default()
        };
        (issue, subject)
    }

    #[test]
    fn bn_12_a_card_names_nobody_after_the_last_day() {
        let (issue, subject) = open_issue();
        let last = LegalDate::new(2026, 3, 31).unwrap();
        let subjects = [subject];
        assert!(card(&issue, &subjects, last).unwrap().title.contains("示例某"));
        let after = card(&issue, &subjects, last.add_days(1)).unwrap();
        assert!(!after.title.contains("示例某") && after.case_no.is_empty() && after.reward.is_none());
    }
}
