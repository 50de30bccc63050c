//! Bounty issues (执行悬赏公告, 第N期) and their subjects: BN-4, BN-11, BN-12.
pub use super::edition::EditionState as IssueState;
use super::{
    date::LegalDate,
    refusal::{Refusal, ensure},
    staff::{Permit, Withdraw},
    text::compact,
};
use serde::{Deserialize, Serialize};

mod compose;
mod gate;
pub mod photo;

pub use compose::{Change, Sought, changes, moved_up};
pub use gate::{Application, Required, gaps, late_decision, minors};

/// `2025年第21期`; in addresses `2025-21`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IssueNo {
    pub year: i16,
    pub no: u16,
}

impl IssueNo {
    pub fn new(year: i16, no: u16) -> Result<Self, Refusal> {
        ensure((2000..=2999).contains(&year) && (1..=9999).contains(&no), not_an_issue)?;
        Ok(Self { year, no })
    }

    /// Reads the slug `2025-21` and no other form, so that one issue has one address.
    pub fn parse(slug: &str) -> Result<Self, Refusal> {
        let (year, no) = slug.split_once('-').ok_or_else(not_an_issue)?;
        let issue = Self::new(year.parse().map_err(|_| not_an_issue())?, no.parse().map_err(|_| not_an_issue())?)?;
        ensure(issue.slug() == slug, not_an_issue)?;
        Ok(issue)
    }

    /// Reads what people type: the slug, or `2025年第21期` in any width.
    pub fn parse_typed(text: &str) -> Result<Self, Refusal> {
        let text = compact(text).replace("年第", "-").replace('期', "");
        Self::parse(&text)
    }

    pub fn slug(self) -> String {
        format!("{}-{}", self.year, self.no)
    }
    pub fn zh(self) -> String {
        format!("{}年第{}期", self.year, self.no)
    }
}

impl std::fmt::Display for IssueNo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.zh())
    }
}
impl TryFrom<String> for IssueNo {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::parse(&text)
    }
}
impl From<IssueNo> for String {
    fn from(issue: IssueNo) -> Self {
        issue.slug()
    }
}

fn not_an_issue() -> Refusal {
    Refusal::new("BN-4", "issue_no", "没有看懂这个期号。", "请按 2025-21 的样式填写。")
}

coded! {
    /// BN-11: property rests on the interpretation, whereabouts on the applicant's public promise.
    pub enum BountyKind {
        Property = "property", "财产线索";
        Whereabouts = "whereabouts", "行踪线索";
        Both = "both", "财产和行踪线索";
    }
}

impl BountyKind {
    pub const fn seeks_property(self) -> bool {
        matches!(self, Self::Property | Self::Both)
    }
    pub const fn seeks_whereabouts(self) -> bool {
        matches!(self, Self::Whereabouts | Self::Both)
    }
}

coded! {
    pub enum SubjectState {
        Open = "open", "征集中";
        Ended = "ended", "已结束";
        Withdrawn = "withdrawn", "已撤下";
    }
}

coded! {
    /// BN-12: why a subject stops being sought.
    pub enum EndReason {
        Performed = "performed", "已经履行";
        Found = "found", "已经找到";
        Expired = "expired", "公告期满";
        ApplicantWithdrew = "applicant_withdrew", "申请人撤回";
        CaseClosed = "case_closed", "案件已结";
        Mistaken = "mistaken", "公布有误";
        WithIssue = "with_issue", "本期公告已撤下";
    }
}

impl EndReason {
    /// What a person may give as the reason; running out needs nobody, and an issue takes its subjects along.
    pub const BY_HAND: [Self; 5] =
        [Self::Performed, Self::Found, Self::CaseClosed, Self::ApplicantWithdrew, Self::Mistaken];

    /// Where the reason leads: what has served its purpose has ended, what should not stand there is withdrawn.
    pub const fn leads_to(self) -> SubjectState {
        match self {
            Self::Performed | Self::Found | Self::Expired | Self::CaseClosed => SubjectState::Ended,
            Self::ApplicantWithdrew | Self::Mistaken | Self::WithIssue => SubjectState::Withdrawn,
        }
    }
}

impl SubjectState {
    /// The state as the public sees it: an open subject ends by itself after its last day (BN-12).
    pub fn on(self, today: LegalDate, valid_until: LegalDate) -> Self {
        match self {
            Self::Open if today > valid_until => Self::Ended,
            other => other,
        }
    }

    /// BN-12, invariant 10: name and photo are shown while open and at no other time.
    pub const fn shows_person(self) -> bool {
        matches!(self, Self::Open)
    }

    /// OPEN → ENDED.
    pub fn end(self) -> Result<Self, Refusal> {
        ensure(self == Self::Open, || Refusal::step("BN-12", self.zh(), "结束"))?;
        Ok(Self::Ended)
    }

    /// BN-12: OPEN → ENDED by the calendar, from the day after the last one; nobody's permit is needed for it.
    pub fn expire(self, issue: IssueState, valid_until: LegalDate, today: LegalDate) -> Result<Self, Refusal> {
        ensure(issue.is_public() && today > valid_until, || {
            Refusal::new("BN-12", "valid_until", "公告还没有期满。", "期满次日会自动结束。")
        })?;
        self.end()
    }

    /// OPEN or ENDED → WITHDRAWN.
    pub fn withdraw(self) -> Result<Self, Refusal> {
        ensure(self != Self::Withdrawn, || Refusal::step("BN-12", self.zh(), "撤下"))?;
        Ok(Self::Withdrawn)
    }

    /// BN-12, AN-8: one subject of a published issue stops being sought, the others go on. One person is enough, so
    /// that no name stays up for want of a second.
    pub fn close(self, _permit: &Permit<Withdraw>, issue: IssueState, reason: EndReason) -> Result<Self, Refusal> {
        ensure(issue.is_public(), || Refusal::step("BN-12", issue.zh(), "结束其中一名被执行人的征集"))?;
        match reason.leads_to() {
            Self::Withdrawn => self.withdraw(),
            _ => self.end(),
        }
    }
}

coded! {
    /// What a tag on a public page says.
    pub enum PublicState {
        Open = "open", "征集中";
        EndingSoon = "ending_soon", "即将到期";
        Ended = "ended", "已结束";
        Withdrawn = "withdrawn", "已撤下";
    }
}

const SOON_DAYS: i32 = 7;

/// What the public may see of an issue today; `None` means the page does not exist for them.
/// Derived from the facts, so that no column can contradict them.
pub fn public_state(
    state: IssueState,
    subjects: &[SubjectState],
    valid_until: LegalDate,
    today: LegalDate,
) -> Option<PublicState> {
    if state.is_gone() {
        return Some(PublicState::Withdrawn);
    }
    if !state.is_public() {
        return None;
    }
    let left = today.days_until(valid_until);
    let open = subjects.is_empty() || subjects.iter().any(|s| s.on(today, valid_until) == SubjectState::Open);
    let all_withdrawn = !subjects.is_empty() && subjects.iter().all(|s| *s == SubjectState::Withdrawn);
    Some(match (all_withdrawn, left < 0 || !open) {
        (true, _) => PublicState::Withdrawn,
        (false, true) => PublicState::Ended,
        (false, false) if left <= SOON_DAYS => PublicState::EndingSoon,
        (false, false) => PublicState::Open,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> LegalDate {
        LegalDate::parse(text).unwrap()
    }

    #[test]
    fn bn_4_issue_numbers() {
        let issue = IssueNo::parse("2025-21").unwrap();
        assert_eq!((issue.zh().as_str(), issue.slug().as_str()), ("2025年第21期", "2025-21"));
        assert_eq!(IssueNo::parse_typed("２０２５年第 21 期").unwrap(), issue);
        for slug in ["2025-021", "2025-0", "25-1", "2025", "2025-21-1", "+2025-1", "2025--1", "2025-99999", ""] {
            assert_eq!(IssueNo::parse(slug).unwrap_err().rule, "BN-4", "{slug}");
        }
    }

    #[test]
    fn bn_12_a_subject_ends_after_its_last_day() {
        let until = day("2026-03-31");
        assert_eq!(SubjectState::Open.on(until, until), SubjectState::Open);
        let ended = SubjectState::Open.on(until.add_days(1), until);
        assert_eq!(ended, SubjectState::Ended);
        assert!(!ended.shows_person());
        assert_eq!(SubjectState::Withdrawn.on(until, until), SubjectState::Withdrawn);
    }

    #[test]
    fn bn_12_nobody_is_needed_to_end_what_has_run_out() {
        let until = day("2026-03-31");
        let expire = |state: SubjectState, issue, today| state.expire(issue, until, today).map_err(|r| r.rule);
        assert_eq!(expire(SubjectState::Open, IssueState::Published, until.add_days(1)), Ok(SubjectState::Ended));
        assert_eq!(expire(SubjectState::Open, IssueState::Published, until), Err("BN-12"));
        assert_eq!(expire(SubjectState::Open, IssueState::Withdrawn, until.add_days(1)), Err("BN-12"));
        assert_eq!(expire(SubjectState::Withdrawn, IssueState::Published, until.add_days(1)), Err("BN-12"));
    }

    #[test]
    fn bn_12_every_subject_transition() {
        use SubjectState::*;
        let table = [(Open, Some(Ended), Some(Withdrawn)), (Ended, None, Some(Withdrawn)), (Withdrawn, None, None)];
        for (state, ended, withdrawn) in table {
            assert_eq!(state.end().ok(), ended);
            assert_eq!(state.withdraw().ok(), withdrawn);
        }
        assert_eq!(Ended.end().unwrap_err().rule, "BN-12");
        assert_eq!(Withdrawn.withdraw().unwrap_err().rule, "BN-12");
    }

    #[test]
    fn bn_12_the_public_state_is_derived() {
        use IssueState::{Approved, Archived, Draft, Published};
        let (today, far, near) = (day("2026-01-01"), day("2026-03-01"), day("2026-01-08"));
        let open = [SubjectState::Open, SubjectState::Ended];
        assert_eq!(public_state(Draft, &open, far, today), None);
        assert_eq!(public_state(Approved, &open, far, today), None);
        assert_eq!(public_state(Published, &open, far, today), Some(PublicState::Open));
        assert_eq!(public_state(Published, &open, near, today), Some(PublicState::EndingSoon));
        assert_eq!(public_state(Published, &open, today, today), Some(PublicState::EndingSoon));
        assert_eq!(public_state(Published, &open, today.add_days(8), today), Some(PublicState::Open));
        assert_eq!(public_state(Published, &open, today.add_days(-1), today), Some(PublicState::Ended));
        assert_eq!(public_state(Published, &[SubjectState::Ended], far, today), Some(PublicState::Ended));
        assert_eq!(public_state(Published, &[SubjectState::Withdrawn], far, today), Some(PublicState::Withdrawn));
        assert_eq!(public_state(Archived, &open, far, today), Some(PublicState::Withdrawn));
    }

    #[test]
    fn bn_12_one_subject_of_a_published_issue_is_closed_alone() {
        use crate::domain::staff::tests::permit;
        use IssueState::{Approved, Corrected, Draft, Published};
        use SubjectState::{Ended, Open, Withdrawn};
        let close = |state: SubjectState, issue, reason| state.close(&permit(), issue, reason);
        for issue in [Published, Corrected] {
            assert_eq!(close(Open, issue, EndReason::Performed), Ok(Ended));
            assert_eq!(close(Open, issue, EndReason::Mistaken), Ok(Withdrawn));
            assert_eq!(close(Ended, issue, EndReason::ApplicantWithdrew), Ok(Withdrawn));
            assert_eq!(close(Ended, issue, EndReason::Found).unwrap_err().rule, "BN-12");
            assert_eq!(close(Withdrawn, issue, EndReason::Mistaken).unwrap_err().rule, "BN-12");
        }
        for issue in [Draft, Approved, IssueState::Withdrawn] {
            assert!(close(Open, issue, EndReason::Performed).unwrap_err().is_of_state());
        }
        assert!(!EndReason::BY_HAND.contains(&EndReason::Expired));
    }

    proptest! {
        #[test]
        fn bn_4_issue_numbers_round_trip(year in 2000i16..3000, no in 1u16..10_000) {
            let issue = IssueNo::new(year, no).unwrap();
            prop_assert_eq!(IssueNo::parse(&issue.slug()).unwrap(), issue);
            prop_assert_eq!(IssueNo::parse_typed(&issue.zh()).unwrap(), issue);
        }
    }
}
