//! The article's year as single records: 2,403 cases in, 2,251 out, every yuan and every vehicle. How they fall on days
//! and cases is invented; what they add up to is printed (FG-2).
use app::domain::{
    date::{Instant, LegalDate},
    ids::CourtId,
    measure::{
        Claimant::{self, Business, LabourInjury, Traffic, Wages},
        Measure, MeasureKind,
    },
    money::Fen,
    warning::{Warning, WarningKind, WarningState},
};

use super::person::{Dice, person};
use crate::{
    crypto::{random, server_key::ServerKey},
    store::{
        Tx,
        measure::{self, NewMeasure},
        warning::{self, Beside},
    },
};

const WINTER: &str = "2025-winter";
const UNPAID: &str = "2025-unpaid";
/// Of the whole year, and of the two campaigns within it: cases closed, and fen.
const YEAR: (usize, i64) = (2251, 19_800_000_000);
const OF_WINTER: (usize, i64) = (24, 113_000_000);
/// The backlog's parts overlap, so they add up to more than the whole (FG-3): cases, fen, whose money.
const OF_UNPAID: [(usize, i64, &[Claimant]); 5] = [
    (20, 87_700_000, &[LabourInjury]),
    (5, 2_360_000, &[Wages]),
    (40, 168_570_000, &[Wages, Business]),
    (30, 174_000_000, &[Traffic, Business]),
    (178, 1_454_430_000, &[Business]),
];
const WARNED: (usize, i64) = (37, 215_000_000);

struct Year {
    dice: Dice,
    at: Instant,
    next_case: i64,
    all: Vec<NewMeasure>,
}

/// Stores the year's records and its warnings.
pub async fn seed(tx: &mut Tx, court: CourtId, key: &ServerKey, now: Instant) -> anyhow::Result<()> {
    let mut year = Year { dice: Dice::new(2403), at: now, next_case: 1, all: Vec::with_capacity(8200) };
    year.cases()?;
    year.measures()?;
    measure::insert_all(tx, court, &year.all, None, now).await?;
    warnings(tx, court, key, &mut year.dice, now).await
}

/// `total` in `n` uneven parts that add up to it.
fn split(dice: &mut Dice, total: i64, n: usize) -> Vec<i64> {
    let weights: Vec<i64> = (0..n).map(|_| dice.between(1, 100)).collect();
    let whole: i64 = weights.iter().sum();
    let mut parts: Vec<i64> = weights.iter().map(|w| (total / whole * w).max(1)).collect();
    let rest = total - parts.iter().sum::<i64>();
    if let Some(last) = parts.last_mut() {
        *last += rest;
    }
    parts
}

impl Year {
    fn day(&mut self, first: &str, last: &str) -> anyhow::Result<LegalDate> {
        let (first, last) = (LegalDate::parse(first)?, LegalDate::parse(last)?);
        let days = first.days_until(last);
        Ok(first.add_days(i32::try_from(self.dice.between(0, days.into()))?))
    }

    fn case(&mut self) -> String {
        self.next_case += 1;
        format!("(2025)湘1199执{}号", self.next_case)
    }

    fn put(&mut self, measure: Measure, case_no: String, campaign: &str) {
        let id = random::uuid(self.at.ms()).to_string();
        self.all.push(NewMeasure { id, measure, case_no, campaign: campaign.to_owned() });
    }

    fn cases(&mut self) -> anyhow::Result<()> {
        for _ in 0..2403 {
            let (on, case) = (self.day("2025-01-02", "2025-11-28")?, self.case());
            self.put(Measure::one(MeasureKind::Received, on), case, "");
        }
        self.next_case = 1;
        let unpaid: (usize, i64) = OF_UNPAID.iter().fold((0, 0), |(n, fen), part| (n + part.0, fen + part.1));
        let others = (YEAR.0 - OF_WINTER.0 - unpaid.0, YEAR.1 - OF_WINTER.1 - unpaid.1);
        self.closed(OF_WINTER, ("2025-01-08", "2025-01-19"), &[], WINTER)?;
        for (cases, fen, whose) in OF_UNPAID {
            self.closed((cases, fen), ("2025-03-01", "2025-12-01"), whose, UNPAID)?;
        }
        self.closed(others, ("2025-01-02", "2025-12-01"), &[], "")
    }

    fn closed(
        &mut self,
        (cases, fen): (usize, i64),
        (first, last): (&str, &str),
        whose: &[Claimant],
        campaign: &str,
    ) -> anyhow::Result<()> {
        for part in split(&mut self.dice, fen, cases) {
            let (on, case) = (self.day(first, last)?, self.case());
            self.put(Measure::one(MeasureKind::Closed, on), case.clone(), campaign);
            let money =
                Measure { amount: Fen(part), claimants: whose.to_vec(), ..Measure::one(MeasureKind::Recovered, on) };
            self.put(money, case, campaign);
        }
        Ok(())
    }

    fn measures(&mut self) -> anyhow::Result<()> {
        use MeasureKind::{HomeSealed, InsuranceFrozen, ResidenceFound, Summoned, VehicleSeized};
        for (month, count) in (1..).zip(split(&mut self.dice, 7502, 11)) {
            let on = LegalDate::new(2025, month, 28)?;
            self.put(Measure { quantity: count, ..Measure::one(MeasureKind::Searched, on) }, String::new(), "");
        }
        for (kind, count) in [(InsuranceFrozen, 73), (HomeSealed, 447), (VehicleSeized, 410)] {
            self.several(kind, count, ("2025-01-02", "2025-12-01"), "")?;
        }
        for (kind, count) in [(ResidenceFound, 28), (Summoned, 18)] {
            self.several(kind, count, ("2025-01-08", "2025-01-19"), WINTER)?;
        }
        self.penalties()?;
        self.prosecutions()
    }

    fn several(
        &mut self,
        kind: MeasureKind,
        count: usize,
        (first, last): (&str, &str),
        campaign: &str,
    ) -> anyhow::Result<()> {
        for _ in 0..count {
            let (on, case) = (self.day(first, last)?, self.case());
            self.put(Measure::one(kind, on), case, campaign);
        }
        Ok(())
    }

    fn penalties(&mut self) -> anyhow::Result<()> {
        for n in 0..62 + 116_i64 {
            let on = self.day("2025-01-08", "2025-12-01")?;
            let kind = if n < 62 { MeasureKind::Detained } else { MeasureKind::Fined };
            let (days, yuan) = (self.dice.between(5, 15), self.dice.between(1, 50) * 1000);
            let measure = Measure {
                days: if n < 62 { u16::try_from(days)? } else { 0 },
                amount: if n < 62 { Fen(0) } else { Fen::yuan(yuan) },
                decision_no: format!("（2025）湘1199司惩{}号", n + 1),
                president: true,
                ..Measure::one(kind, on)
            };
            let case = self.case();
            self.put(measure, case, "");
        }
        Ok(())
    }

    /// 11案14人 and 5案8人.
    fn prosecutions(&mut self) -> anyhow::Result<()> {
        let of = |kind, cases: usize, more: usize| (0..cases).map(move |n| (kind, 1 + i64::from(n < more)));
        let all: Vec<_> = of(MeasureKind::Referred, 11, 3).chain(of(MeasureKind::PrivatelyProsecuted, 5, 3)).collect();
        for (kind, persons) in all {
            let (on, case) = (self.day("2025-02-01", "2025-11-28")?, self.case());
            self.put(Measure { persons, ..Measure::one(kind, on) }, case, "");
        }
        Ok(())
    }
}

/// 37 who performed, and some of every other state.
async fn warnings(tx: &mut Tx, court: CourtId, key: &ServerKey, dice: &mut Dice, now: Instant) -> anyhow::Result<()> {
    use WarningState::{Escalated, Extended, Issued, Served, Withdrawn};
    let performed = split(dice, WARNED.1, WARNED.0).into_iter().map(|fen| (WarningState::Performed, fen));
    let others = [Issued, Served, Served, Extended, Withdrawn, Escalated, Escalated, Escalated];
    let all: Vec<_> = performed.chain(others.map(|state| (state, 0))).collect();
    for (n, (state, amount)) in (1_i32..).zip(all) {
        let issued = LegalDate::new(2025, 2, 3)?.add_days(n * 6);
        let warning = Warning {
            served_on: (state != Issued).then(|| issued.add_days(2)),
            state,
            decision_no: (state == Escalated).then(|| format!("（2025）湘1199司惩{}号", 60 + n)),
            ..Warning::issue(
                WarningKind::ALL[usize::try_from(n)? % WarningKind::ALL.len()],
                &format!("预罚通〔2025〕{n}号"),
                "民事诉讼法第一百一十四条",
                issued,
                issued.add_days(15),
            )?
        };
        let id = random::uuid(now.ms()).to_string();
        let sealed = key.wrap("warning", &court.to_string(), &id, person(dice)?.name.as_bytes())?;
        let ended = matches!(state, WarningState::Performed | Withdrawn | Escalated).then(|| issued.add_days(20));
        let case_no = format!("(2025)湘1199执{}号", 900 + n);
        let more = Beside { id: &id, case_no: &case_no, name_sealed: &sealed, ended_on: ended, amount, author: None };
        warning::insert(tx, court, &warning, &more, now).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_none_is_empty() {
        let mut dice = Dice::new(1);
        for (total, n) in [(7502, 11), (113_000_000, 24), (19_800_000_000, 1954), (5, 5)] {
            let parts = split(&mut dice, total, n);
            assert_eq!((parts.iter().sum::<i64>(), parts.len()), (total, n));
            assert!(parts.iter().all(|part| *part > 0));
        }
    }
}
