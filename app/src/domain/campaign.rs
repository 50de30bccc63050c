//! 专项行动: a time-boxed effort with a goal, figures and linked cases; it may belong to a larger one.
use super::{
    date::{LegalDate, PartialDate},
    ids::CampaignId,
    refusal::{Refusal, ensure},
};

coded! {
    /// Derived from the dates, never stored.
    pub enum CampaignState {
        Planned = "planned", "即将开始";
        Running = "running", "进行中";
        Ended = "ended", "已结束";
    }
}

/// When a campaign runs. Its ends may be known only to the month (自3月起).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: PartialDate,
    pub to: Option<PartialDate>,
}

impl Span {
    pub fn checked(self) -> Result<Self, Refusal> {
        let ordered = self.to.is_none_or(|to| first_day(self.from) <= last_day(to));
        ensure(ordered, || Refusal::new("FG-1", "period", "结束日期早于开始日期。", "请核对专项行动的起止时间。"))?;
        Ok(self)
    }

    /// An end known to the month or year runs to the last day of it.
    pub fn state_on(self, today: LegalDate) -> CampaignState {
        if first_day(self.from) > today {
            CampaignState::Planned
        } else if self.to.is_some_and(|to| last_day(to) < today) {
            CampaignState::Ended
        } else {
            CampaignState::Running
        }
    }

    /// `2025年3月起`, `2025年1月10日至2025年1月21日`.
    pub fn zh(self) -> String {
        match self.to {
            Some(to) => format!("{}至{}", self.from.zh(), to.zh()),
            None => format!("{}起", self.from.zh()),
        }
    }
}

/// Comparable bounds; a month has at most 31 days, so the 31st bounds it without a calendar.
fn first_day(date: PartialDate) -> Bound {
    match date {
        PartialDate::Year(y) => Bound(y, 1, 1),
        PartialDate::Month(y, m) => Bound(y, m, 1),
        PartialDate::Day(day) => Bound(day.year(), day.month(), day.day()),
    }
}

fn last_day(date: PartialDate) -> Bound {
    match date {
        PartialDate::Year(y) => Bound(y, 12, 31),
        PartialDate::Month(y, m) => Bound(y, m, 31),
        PartialDate::Day(day) => Bound(day.year(), day.month(), day.day()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Bound(i16, i8, i8);

impl PartialEq<LegalDate> for Bound {
    fn eq(&self, day: &LegalDate) -> bool {
        *self == Bound(day.year(), day.month(), day.day())
    }
}
impl PartialOrd<LegalDate> for Bound {
    fn partial_cmp(&self, day: &LegalDate) -> Option<std::cmp::Ordering> {
        self.partial_cmp(&Bound(day.year(), day.month(), day.day()))
    }
}

/// A campaign may have a parent, and the parent none: two levels, so no ring can form.
pub fn check_parent(own: CampaignId, parent: CampaignId, parents_parent: Option<CampaignId>) -> Result<(), Refusal> {
    ensure(own != parent && parents_parent.is_none(), || {
        Refusal::new("FG-1", "parent", "上级专项行动不能是自己，也不能再有上级。", "请选择一个总的专项行动。")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn span(from: &str, to: &str) -> Span {
        Span { from: PartialDate::parse(from).unwrap(), to: PartialDate::parse(to).ok() }
    }

    #[test]
    fn the_state_follows_the_dates() {
        let today = |text| LegalDate::parse(text).unwrap();
        let winter = span("2025-01-10", "2025-01-21");
        assert_eq!(winter.state_on(today("2025-01-09")), CampaignState::Planned);
        assert_eq!(winter.state_on(today("2025-01-21")), CampaignState::Running);
        assert_eq!(winter.state_on(today("2025-01-22")), CampaignState::Ended);
        assert_eq!(span("2025-03", "").state_on(today("2025-03-01")), CampaignState::Running);
        assert_eq!(span("2025-03", "2025-06").state_on(today("2025-06-30")), CampaignState::Running);
        assert_eq!(span("2025", "2025").state_on(today("2026-01-01")), CampaignState::Ended);
    }

    #[test]
    fn a_span_runs_forward() {
        assert!(span("2025-01-10", "2025").checked().is_ok());
        assert!(span("2025-03", "2025-03-01").checked().is_ok());
        assert_eq!(span("2025-03", "2025-02").checked().unwrap_err().field, "period");
        assert_eq!(span("2025-03", "").zh(), "2025年3月起");
        assert_eq!(span("2025-01-10", "2025-01-21").zh(), "2025年1月10日至2025年1月21日");
    }

    #[test]
    fn campaigns_have_two_levels() {
        let id = |n| CampaignId::from_uuid(Uuid::from_u128(n));
        assert!(check_parent(id(1), id(2), None).is_ok());
        assert!(check_parent(id(1), id(1), None).is_err());
        assert!(check_parent(id(1), id(2), Some(id(3))).is_err());
        assert!(check_parent(id(1), id(2), Some(id(1))).is_err());
    }
}
