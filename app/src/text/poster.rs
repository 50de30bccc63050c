//! The poster of one subject: facts in their fixed order, reward in digits and capitals, and the code that says whether
//! it is still in force.
use super::{
    qr,
    record::{NoticeRecord, PersonRecord},
};
use crate::domain::{bounty::RewardRule, date::LegalDate, mask::Output};

/// What stands on one sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Poster {
    pub court: String,
    pub number: String,
    /// 征集被执行人李某明财产线索
    pub title: String,
    /// Label and value; empty values are left out
    pub facts: Vec<(&'static str, String)>,
    /// Label, digits and capitals, or the rule in words
    pub rewards: Vec<(String, String, String)>,
    pub conditions: String,
    pub wanted: Vec<String>,
    pub phone: String,
    pub address: String,
    pub basis: Vec<String>,
    /// 2025年12月15日至2026年3月31日
    pub validity: String,
    pub printed_on: String,
    pub verify_url: String,
    /// SVG markup
    pub qr_svg: String,
    /// 样稿 or 演示: printed across the head
    pub mark: &'static str,
}

/// The sheet of a subject; `None` when nobody stands at this position, or its address fits into no code.
pub fn poster(record: &NoticeRecord, position: i64, today: LegalDate) -> Option<Poster> {
    let r = record.masked(Output::Poster);
    let subject = r.subjects.iter().find(|s| s.position == position)?;
    let person = subject.person.as_ref()?;
    let days: Vec<String> = [r.published_on, r.valid_until].into_iter().flatten().map(LegalDate::zh).collect();
    Some(Poster {
        title: format!("征集被执行人{}{}", person.name, r.kind),
        facts: facts(person, &r.court, &subject.county),
        rewards: subject.rewards.iter().map(|(label, rule)| reward(label, rule)).collect(),
        wanted: person.wanted.clone(),
        validity: days.join("至"),
        printed_on: today.zh(),
        qr_svg: qr::svg(&r.verify_url)?,
        mark: match (r.draft, r.demo) {
            (true, _) => "样稿：公告还没有发布，不得张贴",
            (false, true) => "演示数据，非真实公告",
            (false, false) => "",
        },
        court: r.court,
        number: r.number,
        conditions: r.conditions,
        phone: r.phone,
        address: r.address,
        basis: r.basis,
        verify_url: r.verify_url,
    })
}

fn facts(p: &PersonRecord, court: &str, county: &str) -> Vec<(&'static str, String)> {
    let (name, id) = if p.unit { ("名称", "统一社会信用代码") } else { ("姓名", "身份证号") };
    let who = [p.sex.as_str(), &p.birth_year].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join("，");
    let unpaid = if p.unpaid.0 > 0 { p.unpaid.display() } else { String::new() };
    let all = [
        (name, p.name.clone()),
        ("性别、生年", who),
        (id, p.id_masked.clone()),
        ("所在地", format!("{county}{}", p.town)),
        ("执行法院", court.to_owned()),
        ("案号", p.case_no.clone()),
        ("依据文书", p.basis_no.clone()),
        ("未履行金额", unpaid),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn reward(label: &str, rule: &RewardRule) -> (String, String, String) {
    match rule.fixed() {
        Some(sum) => (label.to_owned(), format!("{} 元", sum.grouped()), format!("人民币{}", sum.capitals())),
        None => (label.to_owned(), rule.sentence(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::record::tests::{NAME, record};

    fn sheet(record: &NoticeRecord) -> Poster {
        poster(record, 1, LegalDate::parse("2025-12-16").unwrap()).unwrap()
    }

    #[test]
    fn bn_4_the_poster_says_all_that_a_notice_must() {
        let sheet = sheet(&record());
        assert!(sheet.title.contains(NAME) && sheet.facts.contains(&("身份证号", "4311271983****2103".into())));
        let first = ("财产线索悬赏金".into(), "50,000 元".into(), "人民币伍万元整".into());
        assert_eq!(sheet.rewards[0], first);
        assert_eq!(sheet.validity, "2025年12月15日至2026年3月31日");
        assert!(sheet.qr_svg.starts_with("<svg") && sheet.mark.is_empty() && !sheet.conditions.is_empty());
    }

    #[test]
    fn a_draft_is_marked_and_an_unknown_position_has_no_sheet() {
        assert!(sheet(&NoticeRecord { draft: true, ..record() }).mark.contains("不得张贴"));
        assert!(poster(&record(), 2, LegalDate::parse("2025-12-16").unwrap()).is_none());
    }
}
