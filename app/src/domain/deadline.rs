//! Time limits (TD-1..4) and the register of duties (§9.4). Every due date of the site comes from here.
use super::{
    date::LegalDate,
    refusal::{Refusal, ensure},
};
use std::collections::BTreeMap;

mod years;

coded! {
    /// Why a day differs from its weekday.
    pub enum DayKind {
        /// A working day that the yearly notice makes a rest day.
        Holiday = "holiday", "放假";
        /// A weekend day that the yearly notice makes a working day (调休).
        MakeUp = "make_up", "调休上班";
    }
}

/// The working-day calendar: for each loaded year, the days that differ from their weekday (TD-2).
/// A year that was not loaded answers with an error, never with Monday to Friday (TD-3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i16, BTreeMap<LegalDate, DayKind>>,
}

/// Month and day by which the notice for the next year has always come.
const NOTICE_IS_OUT: (i8, i8) = (11, 15);

/// TD-3: the State Council's notice for this year has not been loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownYear(pub i16);

impl UnknownYear {
    /// What is shown in place of a date.
    pub fn zh(self) -> String {
        format!("{}年的放假安排还没有录入，暂时算不出期限", self.0)
    }
}

impl std::fmt::Display for UnknownYear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.zh())
    }
}
impl std::error::Error for UnknownYear {}

impl From<UnknownYear> for Refusal {
    fn from(year: UnknownYear) -> Self {
        Refusal::new("TD-3", "calendar", format!("{}。", year.zh()), "请系统管理员录入当年的放假通知。")
    }
}

impl Calendar {
    /// The years whose notices we have read: 2025 and 2026.
    pub fn known() -> Self {
        let mut calendar = Self::default();
        for (year, days) in [(2025, years::days_2025()), (2026, years::days_2026())] {
            calendar.years.insert(year, days);
        }
        calendar
    }

    /// Adds a year; every day must lie in it and must differ from its weekday.
    pub fn load(mut self, year: i16, days: impl IntoIterator<Item = (LegalDate, DayKind)>) -> Result<Self, Refusal> {
        let mut loaded = BTreeMap::new();
        for (day, kind) in days {
            let fix = "请对照国务院办公厅的放假通知。";
            ensure(day.year() == year, || Refusal::new("TD-3", "date", format!("{}不在{year}年。", day.zh()), fix))?;
            ensure(kind == DayKind::Holiday || is_weekend(day), || {
                Refusal::new("TD-2", "kind", format!("{}本来就是工作日，不能调休。", day.zh()), fix)
            })?;
            loaded.insert(day, kind);
        }
        ensure(!loaded.is_empty(), || {
            Refusal::new("TD-3", "days", "没有读到放假安排。", "空的日历会把每个节假日都算成工作日，请核对文件。")
        })?;
        self.years.insert(year, loaded);
        Ok(self)
    }

    /// Every stored day, in order: what the table `calendar_day` holds.
    pub fn days(&self) -> impl Iterator<Item = (LegalDate, DayKind)> + '_ {
        self.years.values().flatten().map(|(day, kind)| (*day, *kind))
    }

    /// TD-3: years that should be here by now: this one, and the next from mid-November, when its notice is out.
    pub fn missing(&self, today: LegalDate) -> Vec<i16> {
        let next = (today.month(), today.day()) >= NOTICE_IS_OUT;
        let needed = [Some(today.year()), next.then_some(today.year() + 1)];
        needed.into_iter().flatten().filter(|year| !self.has_year(*year)).collect()
    }

    /// Years that are loaded.
    pub fn years(&self) -> impl Iterator<Item = i16> + '_ {
        self.years.keys().copied()
    }

    pub fn has_year(&self, year: i16) -> bool {
        self.years.contains_key(&year)
    }

    /// TD-1, TD-2: Monday to Friday without holidays, and make-up days.
    pub fn is_working(&self, day: LegalDate) -> Result<bool, UnknownYear> {
        let year = self.years.get(&day.year()).ok_or(UnknownYear(day.year()))?;
        Ok(match year.get(&day) {
            Some(DayKind::Holiday) => false,
            Some(DayKind::MakeUp) => true,
            None => !is_weekend(day),
        })
    }

    /// `n` working days after `start`; the start day is not counted (TD-1).
    pub fn add_working_days(&self, start: LegalDate, n: u32) -> Result<LegalDate, UnknownYear> {
        let mut day = start;
        let mut left = n;
        while left > 0 {
            day = day.add_days(1);
            left -= u32::from(self.is_working(day)?);
        }
        Ok(day)
    }

    /// TD-1: a period that ends on a rest day ends on the first working day after.
    pub fn roll(&self, day: LegalDate) -> Result<LegalDate, UnknownYear> {
        let mut rolled = day;
        while !self.is_working(rolled)? {
            rolled = rolled.add_days(1);
        }
        Ok(rolled)
    }

    /// Working days from `from` (not counted) to `to` (counted); for 还有 n 个工作日.
    pub fn working_days_between(&self, from: LegalDate, to: LegalDate) -> Result<u32, UnknownYear> {
        let mut count = 0;
        let mut day = from;
        while day < to {
            day = day.add_days(1);
            count += u32::from(self.is_working(day)?);
        }
        Ok(count)
    }
}

fn is_weekend(day: LegalDate) -> bool {
    day.weekday() >= 6
}

/// How long a duty or a right runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Calendar days, start day not counted.
    Days(i32),
    WorkingDays(u32),
    Months(i32),
    Years(i16),
}

impl Limit {
    pub fn zh(self) -> String {
        match self {
            Self::Days(n) => format!("{n} 日"),
            Self::WorkingDays(n) => format!("{n} 个工作日"),
            Self::Months(n) => format!("{n} 个月"),
            Self::Years(n) => format!("{n} 年"),
        }
    }
}

coded! {
    /// The register of §9.4: everything that runs on a clock.
    pub enum Duty {
        DecideListing = "decide_listing", "决定是否纳入失信名单";
        RemoveEntry = "remove_entry", "删除名单信息";
        RevokeEntry = "revoke_entry", "撤销错误信息";
        CorrectEntry = "correct_entry", "更正名单信息";
        RemoveExpired = "remove_expired", "删除期满信息";
        EndGrace = "end_grace", "核实宽限期内是否履行";
        FollowPortal = "follow_portal", "按全国平台删除本站信息";
        CheckPortal = "check_portal", "核对全国平台是否收录";
        CloseChannels = "close_channels", "在原公布范围内同步撤下";
        ReviewObjection = "review_objection", "审查纠正申请";
        AnswerRights = "answer_rights", "答复个人信息权利申请";
        FixUpheld = "fix_upheld", "落实纠正决定";
        ApplyReconsideration = "apply_reconsideration", "申请复议";
        DecideReconsideration = "decide_reconsideration", "复议决定";
        RelistBar = "relist_bar", "申请人不得再次申请纳入";
        GraceLongest = "grace_longest", "宽限期最长";
        TemporaryLift = "temporary_lift", "暂时解除最长";
        DecideBounty = "decide_bounty", "决定悬赏申请";
        TriageTip = "triage_tip", "分流线索";
        AnswerTipster = "answer_tipster", "答复提供人";
        VerifyClue = "verify_clue", "核查线索";
        VerifyUrgentClue = "verify_urgent_clue", "核查紧急线索";
        PoliceFiling = "police_filing", "公安决定立案";
        PoliceFilingComplex = "police_filing_complex", "公安决定立案（复杂）";
        ApplyPenaltyReview = "apply_penalty_review", "对罚款、拘留申请复议";
        DecidePenaltyReview = "decide_penalty_review", "罚款、拘留复议决定";
        PayOut = "pay_out", "发放案款";
        SettlePromptly = "settle_promptly", "核算案款（具备条件）";
        PayPromptly = "pay_promptly", "发放案款（核算之后）";
        KeepLogs = "keep_logs", "保存日志至少";
        KeepImpactAssessment = "keep_impact_assessment", "保存影响评估至少";
        PoliceQuery = "police_query", "公安答复查询";
    }
}

impl Duty {
    /// How long, by the register of §9.4.
    pub const fn limit(self) -> Limit {
        match self {
            // the law says "promptly"; fifteen days are our own promise, the same as for a correction
            Self::DecideListing | Self::ReviewObjection | Self::AnswerRights | Self::DecideReconsideration => {
                Limit::Days(15)
            }
            Self::RemoveEntry | Self::RevokeEntry | Self::CorrectEntry | Self::RemoveExpired | Self::FixUpheld => {
                Limit::WorkingDays(3)
            }
            // the law names no time for these: the three working days of a removal are our own measure
            Self::FollowPortal | Self::CheckPortal | Self::CloseChannels => Limit::WorkingDays(3),
            // nobody is published by the clock: the day after, a person looks (GF-2)
            Self::EndGrace => Limit::Days(1),
            Self::ApplyReconsideration | Self::DecideBounty => Limit::Days(10),
            Self::RelistBar | Self::KeepLogs => Limit::Months(6),
            Self::GraceLongest => Limit::Months(3),
            Self::TemporaryLift => Limit::Months(1),
            Self::VerifyClue | Self::PoliceFiling => Limit::Days(7),
            Self::VerifyUrgentClue | Self::ApplyPenaltyReview => Limit::Days(3),
            Self::PoliceFilingComplex | Self::PayOut => Limit::Days(30),
            Self::DecidePenaltyReview => Limit::Days(5),
            Self::SettlePromptly => Limit::WorkingDays(10),
            Self::PayPromptly => Limit::WorkingDays(5),
            Self::AnswerTipster => Limit::WorkingDays(2),
            Self::KeepImpactAssessment => Limit::Years(3),
            Self::TriageTip | Self::PoliceQuery => Limit::WorkingDays(3),
        }
    }

    /// The rule that sets it.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::DecideListing => "DJ-5",
            Self::RemoveEntry => "DJ-10",
            Self::RevokeEntry | Self::CorrectEntry => "DJ-9",
            Self::RemoveExpired => "DJ-11",
            Self::FollowPortal | Self::CheckPortal => "DJ-7",
            Self::CloseChannels => "RC-8",
            Self::EndGrace => "GF-2",
            Self::ReviewObjection | Self::FixUpheld | Self::ApplyReconsideration | Self::DecideReconsideration => {
                "DJ-14"
            }
            Self::AnswerRights => "PI-6",
            Self::RelistBar => "DJ-12",
            Self::GraceLongest => "GF-2",
            Self::TemporaryLift => "GF-4",
            Self::DecideBounty => "BN-3",
            // our own promise to senders, no rule of law
            Self::TriageTip | Self::AnswerTipster => "§8.2",
            Self::VerifyClue | Self::VerifyUrgentClue => "BN-1",
            Self::PoliceFiling | Self::PoliceFilingComplex => "GF-12",
            Self::ApplyPenaltyReview | Self::DecidePenaltyReview => "PW-4",
            Self::PayOut | Self::SettlePromptly | Self::PayPromptly => "CM-1",
            Self::KeepLogs => "SE-1",
            Self::KeepImpactAssessment => "PI-8",
            Self::PoliceQuery => "JC-3",
        }
    }

    /// TD-4: a party's right is shown as the rolled date only.
    pub const fn is_party_right(self) -> bool {
        matches!(self, Self::ApplyReconsideration | Self::ApplyPenaltyReview)
    }

    /// When it falls due, counted from the day it began. Longest and shortest times (grace, bars, keeping) are not
    /// periods for acting, so they do not roll.
    pub fn due(self, from: LegalDate, calendar: &Calendar) -> Result<Due, UnknownYear> {
        let (target, rolled) = match self.limit() {
            Limit::WorkingDays(n) => {
                let day = calendar.add_working_days(from, n)?;
                (day, day)
            }
            Limit::Days(n) => {
                let day = from.add_days(n);
                (day, calendar.roll(day)?)
            }
            Limit::Months(n) => (from.add_months(n), from.add_months(n)),
            Limit::Years(n) => (from.add_years(n), from.add_years(n)),
        };
        Ok(Due { duty: self, target, rolled })
    }
}

/// A computed deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub duty: Duty,
    /// The day before rolling.
    pub target: LegalDate,
    /// The last day in law (TD-1).
    pub rolled: LegalDate,
}

impl Due {
    /// TD-4: court duties alarm on the earlier day, party rights run to the rolled one.
    pub fn alarm(self) -> LegalDate {
        if self.duty.is_party_right() { self.rolled } else { self.target.min(self.rolled) }
    }

    /// TD-4: both days for a court duty, the rolled one alone for a party's right.
    pub fn zh(self) -> String {
        if self.duty.is_party_right() || self.target == self.rolled {
            self.rolled.zh()
        } else {
            format!("{}（目标），最迟{}", self.target.zh(), self.rolled.zh())
        }
    }

    /// Past the last day in law.
    pub fn is_overdue(self, today: LegalDate) -> bool {
        today > self.rolled
    }
}

/// The badge words of a deadline counted in working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Badge {
    Left(u32),
    Today,
    /// Calendar days past the limit.
    Over(i32),
}

/// How a deadline stands today.
pub fn badge(due: LegalDate, today: LegalDate, calendar: &Calendar) -> Result<Badge, UnknownYear> {
    if today > due {
        return Ok(Badge::Over(due.days_until(today)));
    }
    Ok(match calendar.working_days_between(today, due)? {
        0 => Badge::Today,
        n => Badge::Left(n),
    })
}

impl Badge {
    /// `还有 2 个工作日`, `今天 17:30 前`, `超时 3 天`.
    pub fn zh(self) -> String {
        match self {
            Self::Left(n) => format!("还有 {n} 个工作日"),
            Self::Today => "今天 17:30 前".to_owned(),
            Self::Over(days) => format!("超时 {days} 天"),
        }
    }
}

#[cfg(test)]
mod tests;
