//! A tip's life: `RECEIVED → … → CLOSED` (§8.2), and what its sender reads about it.
use super::{
    date::{Instant, LegalDate},
    deadline::{Calendar, Due, Duty, UnknownYear},
    ids::{StaffId, TipId},
    refusal::{Refusal, ensure},
};
use serde::{Deserialize, Serialize};

coded! {
    pub enum TipKind {
        Whereabouts = "whereabouts", "行踪线索";
        Property = "property", "财产线索";
        Breach = "breach", "违反限制消费线索";
        Other = "other", "其他线索";
    }
}

coded! {
    /// Chosen by the sender, never preset.
    pub enum Lane {
        Anonymous = "anonymous", "匿名提交";
        Named = "named", "实名提交";
    }
}

coded! {
    /// BN-5: tips by phone, visit or letter keep their real receipt time and medium.
    pub enum Medium {
        Web = "web", "网上";
        Phone = "phone", "电话";
        WalkIn = "walk_in", "窗口";
        Letter = "letter", "来信";
    }
}

coded! {
    /// BN-2: what a debtor must report, and so what a property tip can name.
    pub enum AssetKind {
        Deposit = "deposit", "存款、现金、理财和证券";
        Estate = "estate", "土地和房屋";
        Vehicle = "vehicle", "车辆、机器和货物";
        Receivable = "receivable", "应收款、股权、基金、信托和知识产权";
        Other = "other", "其他财产";
    }
}

/// How soon the lead goes stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// The person is there now.
    Now,
    /// Expected on this day.
    Dated(LegalDate),
    Normal,
}

impl Urgency {
    /// `now`, `normal`, or `dated:2025-12-01`.
    pub fn code(self) -> String {
        match self {
            Self::Now => "now".to_owned(),
            Self::Dated(day) => format!("dated:{}", day.iso()),
            Self::Normal => "normal".to_owned(),
        }
    }
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "now" => Some(Self::Now),
            "normal" => Some(Self::Normal),
            _ => LegalDate::parse(code.strip_prefix("dated:")?).ok().map(Self::Dated),
        }
    }
    pub fn zh(self) -> String {
        match self {
            Self::Now => "现在就在那里".to_owned(),
            Self::Dated(day) => format!("预计{}", day.zh()),
            Self::Normal => "不紧急".to_owned(),
        }
    }
    /// BN-1: the short clock applies when the lead is for now or for the day it arrives.
    pub fn is_urgent(self, received: LegalDate) -> bool {
        match self {
            Self::Now => true,
            Self::Dated(day) => day <= received.add_days(1),
            Self::Normal => false,
        }
    }
}

coded! {
    /// §8.2. The arrival number is given on receipt, so RECEIVED and REGISTERED are one moment for web tips.
    pub enum TipState {
        Received = "received", "已收到";
        Registered = "registered", "已登记";
        Triaged = "triaged", "已分流";
        Assigned = "assigned", "已指派";
        Verifying = "verifying", "核查中";
        NeedInfo = "need_info", "等待补充";
        Acting = "acting", "采取措施";
        Transferred = "transferred", "已移送";
        Result = "result", "已有结果";
        Feedback = "feedback", "已反馈";
        Closed = "closed", "已办结";
        Withdrawn = "withdrawn", "提供人已撤回";
    }
}

impl TipState {
    /// Nothing more is done unless it is reopened.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Withdrawn)
    }
}

coded! {
    /// What verification found.
    pub enum Finding {
        True = "true", "属实";
        PartlyTrue = "partly_true", "部分属实";
        False = "false", "不属实";
        Unverifiable = "unverifiable", "无法核实";
        Duplicate = "duplicate", "重复";
        OutOfScope = "out_of_scope", "不属于本院处理";
    }
}

impl Finding {
    pub const fn is_adopted(self) -> bool {
        matches!(self, Self::True | Self::PartlyTrue)
    }
}

coded! {
    /// What was done on a true lead; internal (RC-11 for the last three).
    pub enum Measure {
        Summon = "summon", "拘传";
        Seal = "seal", "查封";
        Freeze = "freeze", "冻结";
        Seize = "seize", "扣押";
        PoliceAlert = "police_alert", "联控";
        Fine = "fine", "罚款";
        Detain = "detain", "拘留";
        Refer = "refer", "移送公安机关";
    }
}

/// Where a tip stands in the closed loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handling {
    pub state: TipState,
    pub urgency: Urgency,
    pub received_at: Instant,
    pub officer: Option<StaffId>,
    pub finding: Option<Finding>,
    pub measure: Option<Measure>,
}

/// One step in the handling of a tip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Register,
    Triage {
        urgency: Urgency,
    },
    /// `recused`: the officer declared a reason not to act (回避).
    Assign {
        officer: StaffId,
        recused: bool,
    },
    StartVerifying,
    AskForMore,
    Answered,
    Find {
        finding: Finding,
    },
    Act {
        measure: Measure,
    },
    Transfer,
    RecordResult,
    GiveFeedback,
    Close,
    Reopen {
        reason: String,
    },
    /// By the sender, through the receipt.
    Withdraw,
}

impl Step {
    /// The words of the button.
    pub const fn zh(&self) -> &'static str {
        match self {
            Self::Register => "登记",
            Self::Triage { .. } => "分流",
            Self::Assign { .. } => "指派",
            Self::StartVerifying => "开始核查",
            Self::AskForMore => "要求补充",
            Self::Answered => "收到补充",
            Self::Find { .. } => "记录核查结论",
            Self::Act { .. } => "采取措施",
            Self::Transfer => "移送",
            Self::RecordResult => "记录结果",
            Self::GiveFeedback => "反馈",
            Self::Close => "办结",
            Self::Reopen { .. } => "重新办理",
            Self::Withdraw => "撤回",
        }
    }
}

impl Handling {
    pub fn received(urgency: Urgency, received_at: Instant) -> Self {
        Self { state: TipState::Received, urgency, received_at, officer: None, finding: None, measure: None }
    }

    /// Takes one step of §8.2, or says why not.
    pub fn take(self, step: Step) -> Result<Self, Refusal> {
        let next = self.next(&step).ok_or_else(|| Refusal::step("§8.2", self.state.zh(), step.zh()))?;
        let mut tip = self;
        match step {
            Step::Triage { urgency } => tip.urgency = urgency,
            Step::Assign { officer, recused } => {
                ensure(!recused, || Refusal::new("§8.2", "officer", "这名人员需要回避。", "请指派给其他人员。"))?;
                tip.officer = Some(officer);
            }
            Step::Find { finding } => tip.finding = Some(finding),
            Step::Act { measure } => {
                ensure(tip.adopted(), || {
                    Refusal::new("§8.2", "finding", "线索没有查实，不能据此采取措施。", "请先记录核查结论。")
                })?;
                tip.measure = Some(measure);
            }
            Step::Transfer => {
                ensure(tip.finding == Some(Finding::OutOfScope), || {
                    Refusal::new("§8.2", "finding", "属于本院处理的线索不能移送。", "请先核对核查结论。")
                })?;
            }
            Step::Reopen { reason } => {
                ensure(!reason.trim().is_empty(), || {
                    Refusal::new("§8.2", "reason", "还没有写明重新办理的原因。", "请写一句话说明原因。")
                })?;
                tip.finding = None;
                tip.measure = None;
            }
            Step::Register
            | Step::StartVerifying
            | Step::AskForMore
            | Step::Answered
            | Step::RecordResult
            | Step::GiveFeedback
            | Step::Close
            | Step::Withdraw => {}
        }
        tip.state = next;
        Ok(tip)
    }

    /// Whether a button for this step makes sense now.
    pub fn allows(&self, step: &Step) -> bool {
        self.next(step).is_some()
    }

    /// BN-1: seven days to verify, three when urgent; nothing once verification is over. The clock of the
    /// interpretation binds for the applicant's clues; this site keeps it for every tip.
    pub fn verify_due(&self, calendar: &Calendar) -> Result<Option<Due>, UnknownYear> {
        use TipState::*;
        if matches!(self.state, Acting | Transferred | Result | Feedback | Closed | Withdrawn) {
            return Ok(None);
        }
        let received = self.received_at.date();
        let duty = if self.urgency.is_urgent(received) { Duty::VerifyUrgentClue } else { Duty::VerifyClue };
        duty.due(received, calendar).map(Some)
    }

    /// The limit that runs now: the first review promised to the sender until triage, then verification. An urgent lead
    /// may have to be verified before the review would be due.
    pub fn due(&self, calendar: &Calendar) -> Result<Option<Due>, UnknownYear> {
        let verify = self.verify_due(calendar)?;
        if !matches!(self.state, TipState::Received | TipState::Registered) {
            return Ok(verify);
        }
        let triage = Duty::TriageTip.due(self.received_at.date(), calendar)?;
        Ok(verify.into_iter().chain([triage]).min_by_key(|due| due.alarm()))
    }

    /// The findings that may be recorded now: before verification only what shows without it.
    pub fn findings(&self) -> Vec<Finding> {
        Finding::ALL.iter().copied().filter(|f| self.allows(&Step::Find { finding: *f })).collect()
    }

    fn adopted(&self) -> bool {
        self.finding.is_some_and(Finding::is_adopted)
    }

    /// The table of §8.2; `None` where the step is not allowed.
    fn next(&self, step: &Step) -> Option<TipState> {
        use TipState::*;
        let found = self.finding.is_some();
        match (step, self.state) {
            (Step::Register, Received) => Some(Registered),
            (Step::Triage { .. }, Registered | Triaged) => Some(Triaged),
            (Step::Assign { .. }, Triaged | Assigned) => Some(Assigned),
            (Step::Assign { .. }, Verifying | NeedInfo) => Some(self.state),
            (Step::StartVerifying, Assigned) => Some(Verifying),
            (Step::AskForMore, Registered | Triaged | Assigned | Verifying) => Some(NeedInfo),
            (Step::Answered, NeedInfo) => Some(self.resumed()),
            (Step::Find { .. }, Verifying) => Some(Verifying),
            // what repeats another tip, or is not this court's, shows at triage: no verification is needed, triage is
            (Step::Find { finding: Finding::Duplicate | Finding::OutOfScope }, Triaged | Assigned) => Some(self.state),
            (Step::Act { .. }, Verifying | Acting) if found => Some(Acting),
            (Step::Transfer, Registered | Triaged | Assigned | Verifying) if found => Some(Transferred),
            (Step::RecordResult, Acting | Transferred) => Some(Result),
            (Step::RecordResult, Registered | Triaged | Assigned | Verifying) if found => Some(Result),
            (Step::GiveFeedback, Result) => Some(Feedback),
            (Step::Close, Feedback) => Some(Closed),
            (Step::Reopen { .. }, Closed | Withdrawn) => {
                Some(if self.officer.is_some() { Assigned } else { Registered })
            }
            (Step::Withdraw, Received | Registered | Triaged | Assigned | Verifying | NeedInfo) => Some(Withdrawn),
            _ => None,
        }
    }

    /// Where an answered question leads: back to the officer, or to triage when there is none.
    fn resumed(&self) -> TipState {
        if self.officer.is_some() { TipState::Verifying } else { TipState::Registered }
    }
}

/// One tip of a cluster that says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrival {
    pub received_at: Instant,
    /// Number on its subject; breaks ties.
    pub seq: i64,
    pub tip: TipId,
}

/// BN-5: the order of a cluster is the order of receipt, whatever the order of registration.
pub fn in_order_of_receipt(mut cluster: Vec<Arrival>) -> Vec<Arrival> {
    cluster.sort();
    cluster
}

coded! {
    /// The words of the design language: all that a sender ever learns (invariant 11).
    pub enum PublicStatus {
        Received = "received", "已收到。编号已登记，先后顺序以收到时间为准。";
        Triage = "triage", "初步审查中，一般 3 个工作日内完成。";
        Checking = "checking", "正在核查。核查期间可能不便告知细节。";
        NeedInfo = "need_info", "法官想请您补充一点情况，见下方留言。";
        Duplicate = "duplicate", "已有人先提供了相同线索。谢谢您。";
        Adopted = "adopted", "线索已采用。";
        NotAdopted = "not_adopted", "这次没有采用，原因见留言。";
        RewardReady = "reward_ready", "可以领取悬赏金，领取方式见下方。";
        Paid = "paid", "已领取。";
        Withdrawn = "withdrawn", "您已撤回。我们不会继续核查这条线索。";
    }
}

/// How far a reward has come, as far as the sender is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RewardStage {
    #[default]
    None,
    Ready,
    Paid,
}

/// What the sender reads now. A finding stays inside the court until there is a result.
pub fn public_status(state: TipState, finding: Option<Finding>, reward: RewardStage) -> PublicStatus {
    match (state, reward) {
        (TipState::Withdrawn, _) => PublicStatus::Withdrawn,
        (_, RewardStage::Paid) => PublicStatus::Paid,
        (_, RewardStage::Ready) => PublicStatus::RewardReady,
        (TipState::Received, _) => PublicStatus::Received,
        (TipState::Registered | TipState::Triaged, _) => PublicStatus::Triage,
        (TipState::Assigned | TipState::Verifying | TipState::Acting | TipState::Transferred, _) => {
            PublicStatus::Checking
        }
        (TipState::NeedInfo, _) => PublicStatus::NeedInfo,
        (TipState::Result | TipState::Feedback | TipState::Closed, _) => match finding {
            Some(Finding::Duplicate) => PublicStatus::Duplicate,
            Some(Finding::True | Finding::PartlyTrue) => PublicStatus::Adopted,
            Some(Finding::False | Finding::Unverifiable | Finding::OutOfScope) | None => PublicStatus::NotAdopted,
        },
    }
}

/// The sentence for a state when nothing else is known yet.
pub fn public_word(state: TipState) -> &'static str {
    public_status(state, None, RewardStage::None).zh()
}

#[cfg(test)]
#[path = "tip_tests.rs"]
mod tests;
