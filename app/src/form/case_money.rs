//! Money that has come in, and its next step (CM-1..4). No bank data is asked for (CM-3).
use super::{Errors, fields::Fields, issue::limit};
use crate::domain::{
    case::CaseNo,
    claim::{Claim, ClaimStep, DeferReason, EscrowReason},
    content::payee,
    date::LegalDate,
    money::Fen,
    refusal::Refusal,
};

/// As typed; `once` was drawn for the page, so that a double press leaves one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoneyForm {
    pub case_no: String,
    pub payee: String,
    pub amount: String,
    pub arrived_on: String,
    pub once: String,
}

/// A sum that can be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyInput {
    /// Canonical
    pub case_no: String,
    /// Masked
    pub payee: String,
    pub amount: Fen,
    pub arrived_on: LegalDate,
}

impl MoneyForm {
    pub fn read(f: &Fields) -> Self {
        Self {
            case_no: f.text("case_no"),
            payee: f.text("payee"),
            amount: f.text("amount"),
            arrived_on: f.text("arrived_on"),
            once: f.text("once"),
        }
    }

    pub fn check(&self, today: LegalDate) -> Result<MoneyInput, Errors> {
        let mut errors = Errors::default();
        let case_no = CaseNo::parse(&self.case_no).map(|no| no.canonical());
        if case_no.is_err() {
            errors.push("case_no", "请按（2025）湘1199执1号的样式填写案号");
        }
        limit(&mut errors, "payee", &self.payee, 40);
        // the announcement will print it, and asks for it as it is printed there
        let masked = payee(&format!("{} （2025）湘1199执1号", self.payee));
        if self.payee.is_empty() || masked.is_err() {
            errors.push("payee", "领款人的姓名要写成“张某”或者“张*三”，单位写全称（规则 CM-2）");
        }
        let amount = Fen::parse(&self.amount).ok().filter(|fen| fen.0 > 0);
        if amount.is_none() {
            errors.push("amount", "请填写金额，例如 48万元 或者 480000");
        }
        let day = LegalDate::parse(&self.arrived_on).ok().filter(|day| *day <= today);
        if day.is_none() {
            errors.push("arrived_on", format!("请填写到账通知的日期，不晚于今天，{}", super::example(today)));
        }
        match (case_no, amount, day, errors.is_empty()) {
            (Ok(case_no), Some(amount), Some(arrived_on), true) => {
                Ok(MoneyInput { case_no, payee: self.payee.clone(), amount, arrived_on })
            }
            _ => Err(errors),
        }
    }
}

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoneyStepForm {
    pub step: String,
    pub day: String,
    pub reason: String,
    pub approval_no: String,
    pub version: String,
}

impl MoneyStepForm {
    pub fn read(f: &Fields) -> Self {
        Self {
            step: f.text("go"),
            day: f.text("day"),
            reason: f.text("reason"),
            approval_no: f.text("approval_no"),
            version: f.text("version"),
        }
    }

    /// The domain's own transition, with what it asks for.
    pub fn take(&self, claim: Claim, today: LegalDate) -> Result<Claim, Refusal> {
        let no = |field, message: &str, fix: &str| Refusal::new("CM-1", field, message, fix);
        let day =
            || LegalDate::parse(&self.day).map_err(|_| no("day", "还没有填写日期。", "请按 2025-12-01 的样式填写。"));
        let because = || no("reason", "还没有选择原因。", "请从列出的原因里选一个。");
        match ClaimStep::parse(&self.step) {
            Some(ClaimStep::Match) => claim.matched(),
            Some(ClaimStep::Notify) => claim.notify(),
            Some(ClaimStep::Announce) => claim.announce(),
            Some(ClaimStep::Pay) => {
                let paid = claim.clone().pay(today)?;
                let on = day()?;
                if on > today || on < claim.arrived_on {
                    return Err(no("day", "发放日期不对。", "发放日期在到账之后，不晚于今天。"));
                }
                Ok(Claim { paid_on: Some(on), ..paid })
            }
            Some(ClaimStep::Defer) => {
                let state = claim.clone();
                let reason = DeferReason::parse(&self.reason);
                // a step the state does not allow is said first
                state.defer(DeferReason::Other, today.add_days(1), "-", today)?;
                claim.defer(reason.ok_or_else(because)?, day()?, &self.approval_no, today)
            }
            Some(ClaimStep::Escrow) => {
                claim.clone().escrow(EscrowReason::Refused)?;
                claim.escrow(EscrowReason::parse(&self.reason).ok_or_else(because)?)
            }
            None => Err(no("step", "没有这个步骤。", "请从页面上的按钮里选。")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::claim::ClaimState;

    fn day(text: &str) -> LegalDate {
        LegalDate::parse(text).unwrap()
    }

    #[test]
    fn cm_2_a_sum_names_case_masked_payee_amount_and_day() {
        let form = |payee: &str, amount: &str, on: &str| MoneyForm {
            case_no: "(2025)湘1199执1号".into(),
            payee: payee.into(),
            amount: amount.into(),
            arrived_on: on.into(),
            once: String::new(),
        };
        let today = day("2025-12-15");
        let kept = form("张某", "48万元", "2025-12-01").check(today).unwrap();
        assert_eq!((kept.case_no.as_str(), kept.amount), ("(2025)湘1199执1号", Fen::yuan(480_000)));
        for (wrong, field) in [
            (form("张三丰", "1元", "2025-12-01"), "payee"),
            (form("张某", "", "2025-12-01"), "amount"),
            (form("张某", "1元", "2025-12-16"), "arrived_on"),
        ] {
            assert!(wrong.check(today).unwrap_err().get(field).is_some(), "{field}");
        }
    }

    #[test]
    fn cm_4_every_offered_step_is_allowed_and_no_other() {
        let today = day("2025-12-15");
        for &state in ClaimState::ALL {
            let claim = Claim { state, ..Claim::arrived(day("2025-12-01")) };
            for &step in ClaimStep::ALL {
                let (on, reason) = match step {
                    ClaimStep::Defer => ("2026-01-31", "frozen"),
                    _ => ("2025-12-15", "refused"),
                };
                let form = MoneyStepForm {
                    step: step.code().into(),
                    day: on.into(),
                    reason: reason.into(),
                    approval_no: "批1号".into(),
                    ..MoneyStepForm::default()
                };
                let taken = form.take(claim.clone(), today).is_ok();
                assert_eq!(taken, ClaimStep::open_to(state).contains(&step), "{state:?} {step:?}");
            }
        }
    }
}
