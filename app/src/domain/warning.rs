//! 预处罚 (PW-1..4): a warning is never a decision, and never public by name.
use super::{
    date::LegalDate,
    money::Fen,
    refusal::{Refusal, ensure},
};

coded! {
    pub enum WarningKind {
        Listing = "listing", "预失信";
        Fine = "fine", "预罚款";
        Detention = "detention", "预拘留";
        Crime = "crime", "涉嫌拒执犯罪预告";
    }
}

impl WarningKind {
    /// PW-1: 将依法…, never 已….
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Listing => "逾期仍未履行的，将依法纳入失信被执行人名单。",
            Self::Fine => "逾期仍未履行的，将依法予以罚款。",
            Self::Detention => "逾期仍未履行的，将依法予以拘留。",
            Self::Crime => "逾期仍未履行、情节严重的，将依法移送公安机关立案审查。",
        }
    }
}

coded! {
    pub enum WarningState {
        Issued = "issued", "已发出";
        Served = "served", "已送达";
        Extended = "extended", "已延期";
        Performed = "performed", "已履行";
        Withdrawn = "withdrawn", "已撤回";
        Escalated = "escalated", "已转正式决定";
    }
}

/// One warning. There is no public form of it; the site shows totals only (PW-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub kind: WarningKind,
    /// Its own number, never that of a decision.
    pub number: String,
    /// The article it rests on, as versioned text.
    pub basis: String,
    pub issued_on: LegalDate,
    pub deadline: LegalDate,
    pub served_on: Option<LegalDate>,
    pub state: WarningState,
    /// Number of the real decision, once escalated.
    pub decision_no: Option<String>,
}

impl Warning {
    /// PW-1: own number, basis and a deadline to perform.
    pub fn issue(
        kind: WarningKind,
        number: &str,
        basis: &str,
        issued_on: LegalDate,
        deadline: LegalDate,
    ) -> Result<Self, Refusal> {
        for (text, field, what) in [(number, "number", "编号"), (basis, "basis", "依据的条文")] {
            ensure(!text.trim().is_empty(), || {
                Refusal::new("PW-1", field, format!("还没有填写{what}。"), "预处罚通知要有自己的编号和依据。")
            })?;
        }
        after(issued_on, deadline)?;
        Ok(Self {
            kind,
            number: number.trim().to_owned(),
            basis: basis.trim().to_owned(),
            issued_on,
            deadline,
            served_on: None,
            state: WarningState::Issued,
            decision_no: None,
        })
    }

    /// ISSUED → SERVED, on a day between the warning's own and today.
    pub fn serve(mut self, on: LegalDate, today: LegalDate) -> Result<Self, Refusal> {
        self.must_be(&[WarningState::Issued], "登记送达")?;
        ensure((self.issued_on..=today).contains(&on), || {
            Refusal::new("PW-3", "day", "送达日期不能早于发出日期，也不能晚于今天。", "请按送达回证填写。")
        })?;
        self.served_on = Some(on);
        Ok(self.now(WarningState::Served))
    }

    /// SERVED or EXTENDED → EXTENDED, to a later day.
    pub fn extend(mut self, deadline: LegalDate) -> Result<Self, Refusal> {
        self.must_be(&[WarningState::Served, WarningState::Extended], "延期")?;
        after(self.deadline, deadline)?;
        self.deadline = deadline;
        Ok(self.now(WarningState::Extended))
    }

    /// SERVED or EXTENDED → PERFORMED.
    pub fn performed(self) -> Result<Self, Refusal> {
        self.must_be(&[WarningState::Served, WarningState::Extended], "登记履行")?;
        Ok(self.now(WarningState::Performed))
    }

    /// Any open state → WITHDRAWN.
    pub fn withdraw(self) -> Result<Self, Refusal> {
        self.must_be(&[WarningState::Issued, WarningState::Served, WarningState::Extended], "撤回")?;
        Ok(self.now(WarningState::Withdrawn))
    }

    /// SERVED or EXTENDED → ESCALATED, after the deadline, linked to the real decision.
    pub fn escalate(mut self, decision_no: &str, today: LegalDate) -> Result<Self, Refusal> {
        self.must_be(&[WarningState::Served, WarningState::Extended], "转为正式决定")?;
        ensure(today > self.deadline, || {
            Refusal::new("PW-3", "deadline", "履行期限还没有届满。", "请等期限届满后再处理。")
        })?;
        ensure(!decision_no.trim().is_empty(), || {
            Refusal::new("PW-3", "decision_no", "还没有填写正式决定的文号。", "请填写决定书文号。")
        })?;
        self.decision_no = Some(decision_no.trim().to_owned());
        Ok(self.now(WarningState::Escalated))
    }

    fn now(mut self, state: WarningState) -> Self {
        self.state = state;
        self
    }
    fn must_be(&self, states: &[WarningState], wanted: &str) -> Result<(), Refusal> {
        ensure(states.contains(&self.state), || Refusal::step("PW-3", self.state.zh(), wanted))
    }
}

fn after(earlier: LegalDate, deadline: LegalDate) -> Result<(), Refusal> {
    ensure(deadline > earlier, || {
        Refusal::new("PW-1", "deadline", "履行期限要晚于发出或者原定的日期。", "请重新填写期限。")
    })
}

/// All that the public sees: how many performed after a warning, and how much (PW-2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub people: i64,
    pub amount: Fen,
}

impl Totals {
    /// `37名被执行人收到预处罚通知后主动履行，金额215万元`.
    pub fn sentence(self) -> String {
        format!("{}名被执行人收到预处罚通知后主动履行，金额{}", self.people, self.amount.display())
    }
}

const PERSON_FINE_MAX: Fen = Fen::yuan(100_000);
const UNIT_FINE_MIN: Fen = Fen::yuan(50_000);
const UNIT_FINE_MAX: Fen = Fen::yuan(1_000_000);
const DETENTION_MAX_DAYS: u16 = 15;

/// PW-4: a person up to 10万元, a unit 5万元 to 100万元.
pub fn check_fine(amount: Fen, unit: bool) -> Result<Fen, Refusal> {
    let (low, high, words) = if unit {
        (UNIT_FINE_MIN, UNIT_FINE_MAX, "对单位的罚款为5万元至100万元。")
    } else {
        (Fen(1), PERSON_FINE_MAX, "对个人的罚款不超过10万元。")
    };
    ensure((low..=high).contains(&amount), || Refusal::new("PW-4", "fine", words, "请核对罚款数额。"))?;
    Ok(amount)
}

/// PW-4: at most fifteen days.
pub fn check_detention(days: u16) -> Result<u16, Refusal> {
    ensure((1..=DETENTION_MAX_DAYS).contains(&days), || {
        Refusal::new("PW-4", "detention_days", "拘留期限为1日至15日。", "请核对拘留天数。")
    })?;
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use WarningState::*;

    fn day(text: &str) -> LegalDate {
        LegalDate::parse(text).unwrap()
    }

    fn at(state: WarningState) -> Warning {
        let issued = (day("2025-11-01"), day("2025-11-16"));
        let warning = Warning::issue(WarningKind::Fine, "预罚2025-3", "民事诉讼法第一百一十四条", issued.0, issued.1);
        Warning { state, ..warning.unwrap() }
    }

    #[test]
    fn pw_3_every_step_from_every_state() {
        type Step = fn(Warning) -> Result<Warning, Refusal>;
        let running = vec![Served, Extended];
        let steps: Vec<(Vec<WarningState>, WarningState, Step)> = vec![
            (vec![Issued], Served, |w| w.serve(day("2025-11-02"), day("2025-11-02"))),
            (running.clone(), Extended, |w| w.extend(day("2025-12-01"))),
            (running.clone(), Performed, |w| w.performed()),
            (vec![Issued, Served, Extended], Withdrawn, |w| w.withdraw()),
            (running, Escalated, |w| w.escalate("（2025）湘1199司惩5号", day("2025-11-17"))),
        ];
        let mut reached = vec![Issued];
        for (from, to, step) in steps {
            for &state in WarningState::ALL {
                match step(at(state)) {
                    Ok(next) => {
                        assert!(from.contains(&state));
                        assert_eq!(next.state, to);
                        reached.push(to);
                    }
                    Err(refusal) => {
                        assert!(!from.contains(&state), "{to:?} from {state:?}: {refusal}");
                        assert_eq!((refusal.rule, refusal.field), ("PW-3", "state"));
                    }
                }
            }
        }
        assert!(WarningState::ALL.iter().all(|state| reached.contains(state)));
    }

    #[test]
    fn pw_1_a_warning_is_no_decision() {
        for kind in WarningKind::ALL {
            assert!(kind.sentence().contains("将依法") && !kind.sentence().contains('已'));
        }
        let issue =
            |number, basis, until| Warning::issue(WarningKind::Listing, number, basis, day("2025-11-01"), day(until));
        assert_eq!(issue("", "第114条", "2025-11-16").unwrap_err().field, "number");
        assert_eq!(issue("预1", " ", "2025-11-16").unwrap_err().field, "basis");
        assert_eq!(issue("预1", "第114条", "2025-11-01").unwrap_err().field, "deadline");
        assert_eq!(at(Served).extend(day("2025-11-10")).unwrap_err().rule, "PW-1");
    }

    #[test]
    fn pw_2_the_public_reads_totals_only() {
        let totals = Totals { people: 37, amount: Fen::yuan(2_150_000) };
        assert_eq!(totals.sentence(), "37名被执行人收到预处罚通知后主动履行，金额215万元");
    }

    #[test]
    fn pw_3_escalation_waits_for_the_deadline_and_a_decision() {
        assert_eq!(at(Served).escalate("决1号", day("2025-11-16")).unwrap_err().field, "deadline");
        assert_eq!(at(Served).escalate(" ", day("2025-11-17")).unwrap_err().field, "decision_no");
    }

    #[test]
    fn pw_3_service_lies_between_the_warning_and_today() {
        let on = |text: &str| at(Issued).serve(day(text), day("2025-11-10")).map_err(|r| r.field);
        assert!(on("2025-11-01").is_ok() && on("2025-11-10").is_ok());
        assert_eq!((on("2025-10-31").unwrap_err(), on("2025-11-11").unwrap_err()), ("day", "day"));
    }

    #[test]
    fn pw_4_amounts_and_days() {
        let fine = |yuan, unit| check_fine(Fen::yuan(yuan), unit).map_err(|refusal| refusal.rule);
        assert_eq!(fine(100_000, false), Ok(Fen::yuan(100_000)));
        assert_eq!(fine(100_001, false), Err("PW-4"));
        assert_eq!(fine(0, false), Err("PW-4"));
        assert_eq!(fine(49_999, true), Err("PW-4"));
        assert!(fine(50_000, true).is_ok() && fine(1_000_000, true).is_ok());
        assert_eq!(fine(1_000_001, true), Err("PW-4"));
        assert!(check_detention(15).is_ok());
        assert_eq!((check_detention(0).unwrap_err().rule, check_detention(16).unwrap_err().rule), ("PW-4", "PW-4"));
    }
}
