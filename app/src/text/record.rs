//! What is public of a bounty issue, for every output that is not a page.
use crate::domain::{bounty::RewardRule, date::LegalDate, mask::Output, money::Fen};

/// An issue with those of its subjects that are still sought. Built from the same rows as its page.
#[derive(Clone, Debug, Default)]
pub struct NoticeRecord {
    pub court: String,
    /// As people say it; may be empty
    pub short_court: String,
    pub phone: String,
    pub address: String,
    /// `2025-21`
    pub slug: String,
    /// `2025年第21期`
    pub number: String,
    /// 财产线索, 行踪线索, 财产和行踪线索
    pub kind: String,
    pub published_on: Option<LegalDate>,
    pub valid_until: Option<LegalDate>,
    /// When a reward is paid
    pub conditions: String,
    /// Legal basis and decision, one sentence each
    pub basis: Vec<String>,
    pub body_md: String,
    /// Whole address of the page that says whether it is in force
    pub verify_url: String,
    pub subjects: Vec<SubjectRecord>,
    /// Not published: every output says so
    pub draft: bool,
    /// Nothing of it is real
    pub demo: bool,
}

/// One person or unit that is sought.
#[derive(Clone, Debug, Default)]
pub struct SubjectRecord {
    pub position: i64,
    pub county: String,
    /// Label (悬赏金, or two told apart) and rule
    pub rewards: Vec<(String, RewardRule)>,
    /// `None` in outputs that name nobody
    pub person: Option<PersonRecord>,
}

/// What identifies somebody: all of it goes, or none.
#[derive(Clone, Debug, Default)]
pub struct PersonRecord {
    pub name: String,
    pub unit: bool,
    /// 男, 女 or empty
    pub sex: String,
    /// `1985年` or empty
    pub birth_year: String,
    /// AN-1; a unit's code in full (AN-3)
    pub id_masked: String,
    pub town: String,
    pub case_no: String,
    pub basis_no: String,
    pub unpaid: Fen,
    /// 我们想知道, one line each
    pub wanted: Vec<String>,
}

impl NoticeRecord {
    /// The record as this output may show it: the one place where the policy is applied.
    pub fn masked(&self, output: Output) -> Self {
        let mut record = self.clone();
        if !output.shows_person() {
            record.subjects.iter_mut().for_each(|subject| subject.person = None);
        }
        record
    }

    /// 征集财产线索
    pub fn seeks(&self) -> String {
        format!("征集{}", self.kind)
    }

    /// `2026年3月31日`, empty while a draft has no last day.
    pub fn until_zh(&self) -> String {
        self.valid_until.map(LegalDate::zh).unwrap_or_default()
    }

    /// The court as short as it is known.
    pub fn signature(&self) -> &str {
        if self.short_court.is_empty() { &self.court } else { &self.short_court }
    }

    /// Every rule of every subject.
    pub fn rules(&self) -> impl Iterator<Item = &RewardRule> {
        self.subjects.iter().flat_map(|subject| subject.rewards.iter().map(|(_, rule)| rule))
    }

    /// The largest fixed sum, when all rules are fixed sums; true when they differ.
    pub fn fixed_reward(&self) -> Option<(Fen, bool)> {
        let sums: Option<Vec<Fen>> = self.rules().map(RewardRule::fixed).collect();
        let sums = sums?;
        let most = *sums.iter().max()?;
        Some((most, sums.iter().any(|sum| *sum != most)))
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A name that stands nowhere else, so that finding it is a leak.
    pub const NAME: &str = "钟离砚";

    /// An issue with one person and two rewards.
    pub fn record() -> NoticeRecord {
        let person = PersonRecord {
            name: NAME.into(),
            sex: "男".into(),
            birth_year: "1983年".into(),
            id_masked: "4311271983****2103".into(),
            town: "舂陵镇".into(),
            case_no: "（2025）湘1199执1088号".into(),
            basis_no: "（2025）湘1199民初321号".into(),
            unpaid: Fen::yuan(480_000),
            wanted: vec!["名下或者实际控制的车辆".into()],
            unit: false,
        };
        let fixed = |label: &str, yuan| (label.to_owned(), RewardRule::Fixed { amount: Fen::yuan(yuan) });
        NoticeRecord {
            court: "示例县人民法院".into(),
            short_court: "示例法院".into(),
            phone: "0746-0000000".into(),
            address: "示例县南垣镇示范路1号".into(),
            slug: "2025-22".into(),
            number: "2025年第22期".into(),
            kind: "财产和行踪线索".into(),
            published_on: LegalDate::parse("2025-12-15").ok(),
            valid_until: LegalDate::parse("2026-03-31").ok(),
            conditions: "线索被采用并实际执行到位后，由申请执行人支付。".into(),
            basis: vec!["申请执行人书面申请，本院决定同意。".into()],
            body_md: "## 情况\n\n没有履行义务，见[说明](https://court.example/learn/faq)。\n\n- 能够核实\n".into(),
            verify_url: "https://court.example/verify/2025-22".into(),
            subjects: vec![SubjectRecord {
                position: 1,
                county: "示例县".into(),
                rewards: vec![fixed("财产线索悬赏金", 50_000), fixed("行踪线索悬赏金", 20_000)],
                person: Some(person),
            }],
            ..NoticeRecord::default()
        }
    }

    /// True when nothing in the text identifies the person of [`record`].
    pub fn names_nobody(text: &str) -> bool {
        [NAME, "4311271983", "1088", "321号", "1983", "舂陵"].iter().all(|part| !text.contains(part))
    }

    #[test]
    fn bn_12_a_masked_record_has_no_person_left() {
        for output in Output::ALL {
            let masked = record().masked(*output);
            assert_eq!(masked.subjects.iter().any(|s| s.person.is_some()), output.shows_person(), "{output:?}");
        }
    }
}
