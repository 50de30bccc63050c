//! What the court did in a case, one typed record each (FG-1): the year's figures are sums of these, never typed in twice.
use super::{
    date::LegalDate,
    figure::{Unit, ratio},
    money::Fen,
    refusal::{Refusal, ensure},
    warning::{check_detention, check_fine},
};
use std::collections::BTreeMap;

coded! {
    /// Kinds of record. Each is counted in one unit, and 人 is never 人次 or 件.
    pub enum MeasureKind {
        Received = "received", "受理案件";
        Closed = "closed", "办结案件";
        Recovered = "recovered", "执行到位";
        Searched = "searched", "查询财产";
        InsuranceFrozen = "insurance_frozen", "冻结保险";
        HomeSealed = "home_sealed", "查封房产";
        VehicleSeized = "vehicle_seized", "查扣车辆";
        ResidenceFound = "residence_found", "查找住所";
        Summoned = "summoned", "拘传";
        Detained = "detained", "司法拘留";
        Fined = "fined", "罚款";
        Referred = "referred", "移送公安机关";
        PrivatelyProsecuted = "privately_prosecuted", "适用自诉程序";
    }
}

coded! {
    /// Whose money it was. One recovery may be counted under several, which is why the parts exceed the whole (FG-3).
    pub enum Claimant {
        LabourInjury = "labour_injury", "劳务用工受害人";
        Wages = "wages", "劳动报酬";
        Traffic = "traffic", "交通事故受害人";
        Business = "business", "企业账款";
    }
}

impl MeasureKind {
    pub const fn unit(self) -> Unit {
        match self {
            Self::Received | Self::Closed => Unit::Case,
            Self::Recovered => Unit::Money,
            Self::Searched | Self::InsuranceFrozen => Unit::Time,
            Self::HomeSealed => Unit::Home,
            Self::VehicleSeized => Unit::Vehicle,
            Self::ResidenceFound => Unit::Place,
            Self::Summoned | Self::Detained => Unit::Person,
            Self::Fined => Unit::PersonTime,
            Self::Referred | Self::PrivatelyProsecuted => Unit::File,
        }
    }

    /// Rests on a written decision signed by the president (PW-4).
    pub const fn needs_decision(self) -> bool {
        matches!(self, Self::Detained | Self::Fined)
    }

    /// Counts persons beside its own unit: 11案14人.
    pub const fn counts_persons(self) -> bool {
        matches!(self, Self::Referred | Self::PrivatelyProsecuted)
    }
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    pub kind: MeasureKind,
    pub on: LegalDate,
    /// In the unit of the kind; 1 for money.
    pub quantity: i64,
    pub persons: i64,
    /// Recovered, or fined.
    pub amount: Fen,
    /// Of a detention.
    pub days: u16,
    /// The fined party is a unit.
    pub of_unit: bool,
    pub decision_no: String,
    pub president: bool,
    pub claimants: Vec<Claimant>,
}

impl Measure {
    /// A record of one, on a day.
    pub fn one(kind: MeasureKind, on: LegalDate) -> Self {
        Self {
            kind,
            on,
            quantity: 1,
            persons: 0,
            amount: Fen(0),
            days: 0,
            of_unit: false,
            decision_no: String::new(),
            president: false,
            claimants: Vec::new(),
        }
    }

    /// FG-1, PW-4: everything a record must say before it counts.
    pub fn checked(self, today: LegalDate) -> Result<Self, Refusal> {
        let need = |fact: bool, field, message: &str| {
            ensure(fact, || Refusal::new("FG-1", field, message, "请核对后再登记。"))
        };
        need(self.on <= today, "on", "日期还没有到。")?;
        need((1..=100_000).contains(&self.quantity), "quantity", "数量要大于零。")?;
        if self.kind == MeasureKind::Recovered {
            need(self.amount > Fen(0), "amount", "还没有填写到位金额。")?;
        }
        if self.kind.counts_persons() {
            need((1..=1000).contains(&self.persons), "persons", "还没有填写人数。")?;
        }
        if self.kind.needs_decision() {
            self.decided()?;
        }
        need(self.claimants.is_empty() || self.kind == MeasureKind::Recovered, "claimants", "只有到位金额分类别。")?;
        Ok(self)
    }

    fn decided(&self) -> Result<(), Refusal> {
        ensure(!self.decision_no.trim().is_empty(), || {
            Refusal::new("PW-4", "decision_no", "罚款和拘留要有决定书。", "请填写决定书文号。")
        })?;
        ensure(self.president, || Refusal::new("PW-4", "president", "罚款和拘留要经院长批准。", "请先报院长批准。"))?;
        match self.kind {
            MeasureKind::Detained => check_detention(self.days).map(|_| ()),
            _ => check_fine(self.amount, self.of_unit).map(|_| ()),
        }
    }
}

/// Sums of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub quantity: i64,
    pub persons: i64,
    /// Fen
    pub amount: i64,
}

/// All that figures are made from, for a year or a campaign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub measures: BTreeMap<&'static str, Sums>,
    pub claimants: BTreeMap<&'static str, i64>,
    /// Performed after a warning: persons and fen (PW-2).
    pub warned: (i64, i64),
    /// Bounty issues published.
    pub issues: i64,
    /// Entries of both lists together (FG-2: one figure, never split).
    pub listed: i64,
}

impl Tally {
    fn of(&self, kind: MeasureKind) -> Sums {
        self.measures.get(kind.code()).copied().unwrap_or_default()
    }
}

/// How a figure follows from the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    Quantity(MeasureKind),
    Persons(MeasureKind),
    Amount(MeasureKind),
    Of(Claimant),
    /// Closed of received, in hundredths of a percent.
    ClosedRate,
    Warned,
    WarnedSum,
    Issues,
    Listed,
}

impl Counted {
    /// By the last part of a figure's slug; `None` for a figure that no record feeds.
    pub fn of_figure(slug: &str) -> Option<Self> {
        use MeasureKind::*;
        let (_, name) = slug.split_once('-')?;
        Some(match name {
            "received" => Self::Quantity(Received),
            "closed" | "winter-closed" | "backlog" => Self::Quantity(Closed),
            "rate" => Self::ClosedRate,
            "recovered" | "winter-sum" | "backlog-sum" => Self::Amount(Recovered),
            "winter-homes" => Self::Quantity(ResidenceFound),
            "winter-summoned" => Self::Quantity(Summoned),
            "backlog-labour-injury" => Self::Of(Claimant::LabourInjury),
            "backlog-wages" => Self::Of(Claimant::Wages),
            "backlog-traffic" => Self::Of(Claimant::Traffic),
            "backlog-business" => Self::Of(Claimant::Business),
            "queries" => Self::Quantity(Searched),
            "insurance" => Self::Quantity(InsuranceFrozen),
            "notices" => Self::Issues,
            "sealed" => Self::Quantity(HomeSealed),
            "vehicles" => Self::Quantity(VehicleSeized),
            "detained" => Self::Quantity(Detained),
            "fined" => Self::Quantity(Fined),
            "listed" => Self::Listed,
            "warned" => Self::Warned,
            "warned-sum" => Self::WarnedSum,
            "referred-cases" => Self::Quantity(Referred),
            "referred-persons" => Self::Persons(Referred),
            "private-cases" => Self::Quantity(PrivatelyProsecuted),
            "private-persons" => Self::Persons(PrivatelyProsecuted),
            _ => return None,
        })
    }

    /// The figure's value, in the ledger's own units.
    pub fn value(self, tally: &Tally) -> i64 {
        match self {
            Self::Quantity(kind) => tally.of(kind).quantity,
            Self::Persons(kind) => tally.of(kind).persons,
            Self::Amount(kind) => tally.of(kind).amount,
            Self::Of(claimant) => tally.claimants.get(claimant.code()).copied().unwrap_or_default(),
            Self::ClosedRate => ratio(tally.of(MeasureKind::Closed).quantity, tally.of(MeasureKind::Received).quantity)
                .unwrap_or_default(),
            Self::Warned => tally.warned.0,
            Self::WarnedSum => tally.warned.1,
            Self::Issues => tally.issues,
            Self::Listed => tally.listed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> LegalDate {
        LegalDate::parse(text).unwrap()
    }

    fn one(kind: MeasureKind) -> Measure {
        Measure::one(kind, day("2025-07-01"))
    }

    fn refused(measure: Measure) -> (&'static str, &'static str) {
        let no = measure.checked(day("2025-07-02")).unwrap_err();
        (no.rule, no.field)
    }

    #[test]
    fn pw_4_fines_and_detentions_rest_on_a_signed_decision_within_bounds() {
        let detained =
            Measure { decision_no: "决1号".into(), president: true, days: 15, ..one(MeasureKind::Detained) };
        assert!(detained.clone().checked(day("2025-07-02")).is_ok());
        assert_eq!(refused(Measure { decision_no: " ".into(), ..detained.clone() }), ("PW-4", "decision_no"));
        assert_eq!(refused(Measure { president: false, ..detained.clone() }), ("PW-4", "president"));
        assert_eq!(refused(Measure { days: 16, ..detained.clone() }), ("PW-4", "detention_days"));
        let fine = Measure { kind: MeasureKind::Fined, amount: Fen::yuan(100_001), ..detained };
        assert_eq!(refused(fine.clone()), ("PW-4", "fine"));
        assert!(Measure { of_unit: true, ..fine }.checked(day("2025-07-02")).is_ok());
    }

    #[test]
    fn fg_1_a_record_says_when_how_many_and_how_much() {
        assert_eq!(refused(Measure { on: day("2025-07-03"), ..one(MeasureKind::Closed) }), ("FG-1", "on"));
        assert_eq!(refused(Measure { quantity: 0, ..one(MeasureKind::HomeSealed) }), ("FG-1", "quantity"));
        assert_eq!(refused(one(MeasureKind::Recovered)), ("FG-1", "amount"));
        assert_eq!(refused(one(MeasureKind::Referred)), ("FG-1", "persons"));
        let odd = Measure { claimants: vec![Claimant::Wages], ..one(MeasureKind::Closed) };
        assert_eq!(refused(odd), ("FG-1", "claimants"));
    }

    #[test]
    fn fg_2_figures_follow_from_sums() {
        let mut tally = Tally { issues: 21, listed: 857, warned: (37, 215_000_000), ..Tally::default() };
        tally.measures.insert("received", Sums { quantity: 2403, ..Sums::default() });
        tally.measures.insert("closed", Sums { quantity: 2251, ..Sums::default() });
        tally.measures.insert("referred", Sums { quantity: 11, persons: 14, amount: 0 });
        let value = |slug: &str| Counted::of_figure(slug).map(|counted| counted.value(&tally));
        assert_eq!(value("2025-rate"), Some(9367));
        assert_eq!((value("2025-referred-cases"), value("2025-referred-persons")), (Some(11), Some(14)));
        assert_eq!((value("2026-listed"), value("2025-warned-sum")), (Some(857), Some(215_000_000)));
        assert_eq!(value("2025-satisfaction"), None);
    }
}
