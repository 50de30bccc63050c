//! What a draft must hold before the court may decide on it (DJ-1..DJ-6, DJ-12, RC-2..RC-5, GF-3).
use super::{
    Ground, InitiatedBy, Item, ListKind, Subject, Term, Trigger,
    gate::{g1_blocked, may_apply_again, subject_gaps},
};
use crate::domain::{date::LegalDate, id::Birth, refusal::Refusal};

coded! {
    /// DJ-3: one yes, and the debtor is not "able but refuses".
    pub enum Question {
        Secured = "secured", "是否已经提供充分有效担保";
        SeizedEnough = "seized_enough", "已经查封、扣押、冻结的财产是否足以清偿债务";
        RanksLater = "ranks_later", "履行顺序是否在后，依法还不应强制执行";
        OtherwiseUnable = "otherwise_unable", "是否有其他不属于有履行能力而拒不履行的情形";
    }
}

/// The four answers; none is presumed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers([Option<bool>; 4]);

impl Answers {
    /// From the stored form: `y`, `n` or `-` a question.
    pub fn parse(stored: &str) -> Self {
        let mut answers = [None; 4];
        for (answer, c) in answers.iter_mut().zip(stored.chars()) {
            *answer = match c {
                'y' => Some(true),
                'n' => Some(false),
                _ => None,
            };
        }
        Self(answers)
    }

    pub fn code(self) -> String {
        let letter = |answer: Option<bool>| match answer {
            Some(true) => 'y',
            Some(false) => 'n',
            None => '-',
        };
        self.0.into_iter().map(letter).collect()
    }

    pub fn of(self, question: Question) -> Option<bool> {
        self.0[question as usize]
    }

    pub fn with(mut self, question: Question, answer: Option<bool>) -> Self {
        self.0[question as usize] = answer;
        self
    }
}

/// What the desk knows of a draft on the day it is to be decided.
#[derive(Clone, Debug)]
pub struct DraftFacts<'a> {
    pub list: ListKind,
    pub today: LegalDate,
    pub subject: Subject,
    /// From the sealed identity number; `None` for a unit.
    pub birth: Option<LegalDate>,
    /// An identity number or a credit code is stored.
    pub identified: bool,
    pub is_debtor: bool,
    pub duty: &'a str,
    pub basis_no: &'a str,
    pub initiated_by: Option<InitiatedBy>,
    pub applied_on: Option<LegalDate>,
    pub warned_on: Option<LegalDate>,
    pub reasons: &'a str,
    pub grounds: &'a [Ground],
    pub extension: i16,
    pub extension_reason: &'a str,
    pub answers: Answers,
    /// The last removal of the same debtor in the same matter (DJ-12).
    pub last_removal: Option<(Trigger, LegalDate)>,
    pub considerations: &'a str,
    pub items: &'a [Item],
    pub period: &'a str,
    pub consequences: &'a str,
}

/// What the day of the decision itself forbids: before it was asked for or warned of, or of a child (DJ-4, DJ-5).
pub fn decision_day_gaps(d: &DraftFacts<'_>, on: LegalDate) -> Vec<Refusal> {
    let before = |day: Option<LegalDate>| day.is_some_and(|day| on < day);
    let mut found = missing([
        (!before(d.applied_on), "DJ-5", "decided_on", "决定日期早于收到申请的日期。", "请核对两个日期。"),
        (!before(d.warned_on), "DJ-5", "decided_on", "决定日期早于风险提示的日期。", "请核对两个日期。"),
    ]);
    let rule = if d.list == ListKind::Dishonest { "DJ-4" } else { "RC-9" };
    if d.birth.is_some_and(|birth| !Birth::Day(birth).is_adult_on(on)) {
        let fix = "未成年人的信息不得公布，没有例外。";
        found.push(Refusal::new(rule, "decided_on", "作出决定那天，被执行人未满 18 周岁。", fix));
    }
    found
}

/// Everything that still forbids the decision, in the order of the form; empty means the court may decide.
pub fn decision_gaps(d: &DraftFacts<'_>) -> Vec<Refusal> {
    let mut found = subject_gaps(d.list, None, d.today, d.subject, d.birth, d.is_debtor);
    found.extend(common_gaps(d));
    match d.list {
        ListKind::Dishonest => found.extend(dishonest_gaps(d)),
        ListKind::Restricted => found.extend(restricted_gaps(d)),
    }
    found
}

type Gap = (bool, &'static str, &'static str, &'static str, &'static str);

fn missing(gaps: impl IntoIterator<Item = Gap>) -> Vec<Refusal> {
    let open = gaps.into_iter().filter(|(there, ..)| !there);
    open.map(|(_, rule, field, message, fix)| Refusal::new(rule, field, message, fix)).collect()
}

fn there(text: &str) -> bool {
    !text.trim().is_empty()
}

fn common_gaps(d: &DraftFacts<'_>) -> Vec<Refusal> {
    let asked = d.initiated_by != Some(InitiatedBy::Applicant) || d.applied_on.is_some();
    let unit_known = d.subject != Subject::Unit || d.identified;
    let mut found = missing([
        (unit_known, "DJ-6", "id_no", "还没有统一社会信用代码。", "请填写单位的统一社会信用代码。"),
        (there(d.duty), "DJ-6", "duty", "还没有生效法律文书确定的义务。", "请写明应当履行的义务。"),
        (there(d.basis_no), "DJ-6", "basis_no", "还没有执行依据的文号。", "请填写文号和作出单位。"),
        (d.initiated_by.is_some(), "DJ-5", "initiated_by", "还没有写明由谁提起。", "请选择依申请或者依职权。"),
        (asked, "DJ-5", "applied_on", "还没有申请日期。", "请填写收到申请的日期。"),
        (there(d.reasons), "DJ-5", "reasons", "还没有写明理由。", "决定书要写明理由，请填写。"),
    ]);
    if let Some(by) = d.initiated_by
        && let Err(barred) = may_apply_again(d.last_removal, by, d.applied_on.unwrap_or(d.today))
    {
        found.push(barred);
    }
    found
}

fn dishonest_gaps(d: &DraftFacts<'_>) -> Vec<Refusal> {
    let mut found = missing([(
        d.warned_on.is_some(),
        "DJ-5",
        "warned_on",
        "执行通知里还没有风险提示的记录。",
        "请填写载明纳入失信名单风险的执行通知的日期。",
    )]);
    found.extend(Term::decide(d.grounds, d.extension, d.extension_reason, d.today).err());
    found.extend(checklist_gaps(d.grounds, d.answers));
    found
}

/// DJ-3 under G1; GF-3 keeps enough seized property from counting as a broken settlement (G6) as well.
fn checklist_gaps(grounds: &[Ground], answers: Answers) -> Option<Refusal> {
    let yes = |question| answers.of(question) == Some(true);
    if grounds.contains(&Ground::G1) {
        if let Some(open) = Question::ALL.iter().find(|q| answers.of(**q).is_none()) {
            let message = format!("还没有回答：{}。", open.zh());
            return Some(Refusal::new("DJ-3", open.code(), message, "请逐项核对后回答。"));
        }
        let [secured, seized, later, other] =
            [Question::Secured, Question::SeizedEnough, Question::RanksLater, Question::OtherwiseUnable].map(yes);
        return g1_blocked(secured, seized, later, other).err();
    }
    (grounds.contains(&Ground::G6) && yes(Question::SeizedEnough)).then(|| {
        Refusal::new(
            "GF-3",
            "seized_enough",
            "已经控制的财产足以清偿债务。",
            "不能以第六种情形纳入名单，请先处置财产。",
        )
    })
}

fn restricted_gaps(d: &DraftFacts<'_>) -> Vec<Refusal> {
    missing([
        (
            there(d.considerations),
            "RC-2",
            "considerations",
            "还没有写明考虑的因素。",
            "请写明被执行人的行为和履行能力。",
        ),
        (!d.items.is_empty(), "RC-3", "items", "还没有选择限制的消费。", "请至少选择一种。"),
        (there(d.period), "RC-5", "period", "还没有写明限制的期间。", "请填写期间，例如“自即日起至履行完毕止”。"),
        (there(d.consequences), "RC-5", "consequences", "还没有写明法律后果。", "请写明违反限制消费令的法律后果。"),
    ])
}
