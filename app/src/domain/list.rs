//! The two lists: 失信 (法释〔2017〕7号, DJ-1..15) and 限制消费 (法释〔2015〕17号, RC-1..11). Kept apart (GF-7).
use super::{
    date::LegalDate,
    refusal::{Refusal, ensure},
};

mod draft;
mod duty;
mod entry;
mod gate;
pub mod import;
mod item;
mod step;
pub use draft::{Answers, DraftFacts, Question, decision_day_gaps, decision_gaps};
pub use duty::{Clocks, ENTRY_DUTIES, NextDuty, next_duty, running};
pub use entry::{Entry, EntryState, same_scope};
pub use gate::{LinkedOrder, PublishFacts, g1_blocked, gaps, may_apply_again, minor_of_unit, still_needed};
pub use item::{Item, parse_all};
pub use step::{Right, Step};

coded! {
    pub enum ListKind {
        Dishonest = "dishonest", "失信被执行人名单";
        Restricted = "restricted", "限制消费名单";
    }
}

coded! {
    /// DJ-1: the six grounds; at least one, shown publicly as 失信行为具体情形.
    pub enum Ground {
        G1 = "g1", "有履行能力而拒不履行生效法律文书确定义务";
        G2 = "g2", "以伪造证据、暴力、威胁等方法妨碍、抗拒执行";
        G3 = "g3", "以虚假诉讼、虚假仲裁或者以隐匿、转移财产等方法规避执行";
        G4 = "g4", "违反财产报告制度";
        G5 = "g5", "违反限制消费令";
        G6 = "g6", "无正当理由拒不履行执行和解协议";
    }
}

coded! {
    /// DJ-10: why an entry without a term must be deleted within three working days.
    pub enum Trigger {
        R1 = "r1", "已履行义务或者已执行完毕";
        R2 = "r2", "达成执行和解协议且已履行完毕";
        R3 = "r3", "申请执行人书面申请删除，法院审查同意";
        /// Needs the dates of both network queries.
        R4 = "r4", "终结本次执行程序后，两次以上网络查控未发现可供执行财产，且未提供有效线索";
        R5 = "r5", "因审判监督或者破产程序裁定中止执行";
        R6 = "r6", "裁定不予执行";
        R7 = "r7", "裁定终结执行";
    }
}

coded! {
    /// DJ-5: who asked.
    pub enum InitiatedBy {
        Applicant = "applicant", "依申请";
        ExOfficio = "ex_officio", "依职权";
    }
}

coded! {
    /// RC-4: the persons of a restricted unit; none of them is a debtor for that reason.
    pub enum Capacity {
        LegalRepresentative = "legal_representative", "法定代表人";
        Principal = "principal", "主要负责人";
        DirectlyResponsible = "directly_responsible", "影响债务履行的直接责任人员";
        Controller = "controller", "实际控制人";
    }
}

impl Capacity {
    /// RC-4, invariant 9: the label of such a person on every public page.
    pub fn public_label(self) -> String {
        format!("被限制消费单位的{}", self.zh())
    }
}

/// Who stands in an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Person,
    Unit,
    /// A person of a restricted unit.
    OfUnit(Capacity),
}

/// RC-4, GF-3: what a subject is called. A unit's person cannot stand on the 失信 list for the unit.
pub fn public_label(list: ListKind, subject: Subject) -> Result<String, Refusal> {
    match (list, subject) {
        (ListKind::Dishonest, Subject::OfUnit(_)) => Err(Refusal::new(
            "GF-3",
            "subject",
            "单位的法定代表人等人员不能因单位被纳入失信名单。",
            "请只将单位纳入名单，人员按限制消费办理。",
        )),
        (ListKind::Restricted, Subject::OfUnit(capacity)) => Ok(capacity.public_label()),
        (ListKind::Dishonest, Subject::Person | Subject::Unit) => Ok("失信被执行人".to_owned()),
        (ListKind::Restricted, Subject::Person | Subject::Unit) => Ok("被限制消费人员".to_owned()),
    }
}

/// How long an entry stands (DJ-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// G1 alone, and every 限制消费 entry: until a trigger or the lifting.
    Open,
    Fixed {
        years: i16,
        expires_on: LegalDate,
    },
}

const BASE_YEARS: i16 = 2;
const MAX_EXTENSION: i16 = 3;

impl Term {
    /// DJ-2: two years for G2–G6, one to three more with a reason; none for G1 alone.
    pub fn decide(grounds: &[Ground], extension: i16, reason: &str, decided_on: LegalDate) -> Result<Self, Refusal> {
        ensure(!grounds.is_empty(), || {
            Refusal::new("DJ-1", "grounds", "还没有选择失信行为的情形。", "请至少选择一种情形。")
        })?;
        ensure((0..=MAX_EXTENSION).contains(&extension), || {
            Refusal::new("DJ-2", "extension_years", "延长期限要在 1 至 3 年之间。", "请填写 0 至 3。")
        })?;
        if grounds.iter().all(|ground| *ground == Ground::G1) {
            ensure(extension == 0, || {
                Refusal::new(
                    "DJ-2",
                    "extension_years",
                    "只有第一种情形时没有固定期限，不能延长。",
                    "请核对情形，或者把延长期限改为 0。",
                )
            })?;
            return Ok(Self::Open);
        }
        ensure(extension == 0 || !reason.trim().is_empty(), || {
            Refusal::new(
                "DJ-2",
                "extension_reason",
                "还没有写明延长期限的理由。",
                "请写明暴力、威胁情节严重，或者具有多项失信行为。",
            )
        })?;
        let years = BASE_YEARS + extension;
        Ok(Self::Fixed { years, expires_on: decided_on.add_years(years) })
    }

    pub const fn is_fixed(self) -> bool {
        matches!(self, Self::Fixed { .. })
    }

    /// The last day of a term.
    pub const fn expires_on(self) -> Option<LegalDate> {
        match self {
            Self::Open => None,
            Self::Fixed { expires_on, .. } => Some(expires_on),
        }
    }
}

/// GF-2: between one and three months from service, or none.
pub fn grace_until(from: LegalDate, until: LegalDate) -> Result<LegalDate, Refusal> {
    let fits = until >= from.add_months(1) && until <= from.add_months(3);
    ensure(fits, || Refusal::new("GF-2", "grace_until", "宽限期要在 1 至 3 个月之间。", "请重新填写宽限期截止日期。"))?;
    Ok(until)
}

coded! {
    /// GF-4: why a ban on planes and fast trains may be lifted for a while.
    pub enum LiftReason {
        Illness = "illness", "本人或者近亲属重大疾病就医";
        Funeral = "funeral", "近亲属丧葬";
        OfficialDuty = "official_duty", "执行或者配合执行公务";
        ForeignAffairs = "foreign_affairs", "参加外事活动";
        Exam = "exam", "参加重要考试";
    }
}

/// GF-4: at most one month, with the president's approval.
pub fn temporary_lift(from: LegalDate, until: LegalDate, president_approved: bool) -> Result<(), Refusal> {
    ensure(president_approved, || Refusal::new("GF-4", "president", "暂时解除要经院长批准。", "请先报院长批准。"))?;
    ensure(from <= until && until <= from.add_months(1), || {
        Refusal::new("GF-4", "until", "暂时解除最长一个月。", "请重新填写截止日期。")
    })
}

coded! {
    /// DJ-7: what the national portal says of an entry.
    pub enum Portal {
        Pending = "pending", "全国平台还没有收录";
        Listed = "listed", "全国平台正在公布";
        Removed = "removed", "全国平台已经删除";
    }
}

coded! {
    /// Who outside learnt of an entry, and so has to learn of its end (RC-8, GF-9).
    pub enum ChannelKind {
        /// RC-6: a place that announced it.
        Announced = "announced", "公布的渠道";
        /// DJ-8: a body that was told: an agency, a bank, the employer of a listed civil servant.
        Notified = "notified", "告知的单位";
    }
}

/// DJ-7: never keep showing locally what the portal has removed.
pub const fn shown_locally(state: EntryState, portal: Portal) -> bool {
    state.is_public() && !matches!(portal, Portal::Removed)
}

/// RC-8: how long the notice of a lifting may name the person.
const LIFTING_NOTICE_DAYS: i32 = 7;

/// RC-8: whether the notice of the lifting still stands at the entry's own address; afterwards it is gone.
pub fn lifting_shown(state: EntryState, ended_on: LegalDate, today: LegalDate) -> bool {
    state == EntryState::Lifted && today < ended_on.add_days(LIFTING_NOTICE_DAYS)
}

#[cfg(test)]
mod draft_tests;
#[cfg(test)]
mod tests;
