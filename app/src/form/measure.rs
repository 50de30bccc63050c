//! One record of what the court did (FG-1, PW-4).
use super::{Errors, fields::Fields, issue::limit};
use crate::domain::{
    case::CaseNo,
    date::LegalDate,
    measure::{Claimant, Measure, MeasureKind},
    money::Fen,
};

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeasureForm {
    pub kind: String,
    pub on: String,
    pub case_no: String,
    pub campaign: String,
    pub quantity: String,
    pub persons: String,
    pub amount: String,
    pub days: String,
    pub of_unit: bool,
    pub decision_no: String,
    pub president: bool,
    pub claimants: Vec<String>,
    /// Drawn for the page: a double press leaves one record
    pub once: String,
}

/// A record that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureInput {
    pub measure: Measure,
    /// Canonical
    pub case_no: String,
    pub campaign: String,
}

impl MeasureForm {
    pub fn read(f: &Fields) -> Self {
        Self {
            kind: f.text("kind"),
            on: f.text("on"),
            case_no: f.text("case_no"),
            campaign: f.text("campaign"),
            quantity: f.text("quantity"),
            persons: f.text("persons"),
            amount: f.text("amount"),
            days: f.text("days"),
            of_unit: f.has("of_unit"),
            decision_no: f.text("decision_no"),
            president: f.has("president"),
            claimants: f.all("claimants"),
            once: f.text("once"),
        }
    }

    /// What can be read first; then the rules of the domain, one at a time.
    pub fn check(&self, today: LegalDate) -> Result<MeasureInput, Errors> {
        let mut errors = Errors::default();
        let kind = MeasureKind::parse(&self.kind);
        if kind.is_none() {
            errors.push("kind", "请选择登记什么");
        }
        let on = LegalDate::parse(&self.on).ok();
        if on.is_none() {
            errors.push("on", format!("请填写日期，{}", super::example(today)));
        }
        let case_no = CaseNo::parse(&self.case_no).map(|no| no.canonical());
        if case_no.is_err() {
            errors.push("case_no", "请按（2025）湘1199执1号的样式填写案号");
        }
        let quantity = count("quantity", &self.quantity, 1, &mut errors);
        let persons = count("persons", &self.persons, 0, &mut errors);
        let days = count("days", &self.days, 0, &mut errors);
        let amount = money(&self.amount, &mut errors);
        limit(&mut errors, "decision_no", &self.decision_no, 60);
        let (Some(kind), Some(on), Ok(case_no), true) = (kind, on, case_no, errors.is_empty()) else {
            return Err(errors);
        };
        let measure = Measure {
            kind,
            on,
            quantity,
            persons,
            amount,
            days: u16::try_from(days).unwrap_or(u16::MAX),
            of_unit: self.of_unit,
            decision_no: self.decision_no.clone(),
            president: self.president,
            claimants: self.claimants.iter().filter_map(|c| Claimant::parse(c)).collect(),
        };
        match measure.checked(today) {
            Ok(measure) => Ok(MeasureInput { measure, case_no, campaign: self.campaign.clone() }),
            Err(refusal) => {
                errors.push(field_of(refusal.field), refusal.sentence());
                Err(errors)
            }
        }
    }
}

/// The domain speaks of a fine and of days; the form has one field for each.
fn field_of(field: &'static str) -> &'static str {
    match field {
        "fine" => "amount",
        "detention_days" => "days",
        other => other,
    }
}

fn count(field: &'static str, typed: &str, usual: i64, errors: &mut Errors) -> i64 {
    match typed {
        "" => usual,
        typed => {
            super::tip::half_width(typed).parse().ok().filter(|n| (0..=1_000_000).contains(n)).unwrap_or_else(|| {
                errors.push(field, "请填写数字");
                usual
            })
        }
    }
}

fn money(typed: &str, errors: &mut Errors) -> Fen {
    if typed.is_empty() {
        return Fen(0);
    }
    Fen::parse(typed).unwrap_or_else(|refusal| {
        errors.push("amount", refusal.sentence());
        Fen(0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(kind: &str) -> MeasureForm {
        MeasureForm {
            kind: kind.into(),
            on: "2025-12-01".into(),
            case_no: "（2025）湘1199执1号".into(),
            ..MeasureForm::default()
        }
    }

    fn day() -> LegalDate {
        LegalDate::parse("2025-12-15").unwrap()
    }

    #[test]
    fn a_record_of_one_needs_kind_day_and_case() {
        let input = form("vehicle_seized").check(day()).unwrap();
        assert_eq!((input.measure.quantity, input.case_no.as_str()), (1, "(2025)湘1199执1号"));
        let fields: Vec<_> =
            MeasureForm::default().check(day()).unwrap_err().iter().map(|(field, _)| field.to_owned()).collect();
        assert_eq!(fields, ["kind", "on", "case_no"]);
    }

    #[test]
    fn pw_4_the_rules_answer_at_their_fields() {
        let fine =
            MeasureForm { amount: "20万元".into(), decision_no: "决1号".into(), president: true, ..form("fined") };
        assert!(fine.check(day()).unwrap_err().get("amount").unwrap().contains("PW-4"));
        let days =
            MeasureForm { days: "16".into(), decision_no: "决1号".into(), president: true, ..form("detained") };
        assert!(days.check(day()).unwrap_err().get("days").unwrap().contains("PW-4"));
        assert!(form("detained").check(day()).unwrap_err().get("decision_no").is_some());
        let odd = MeasureForm { quantity: "多".into(), ..form("home_sealed") };
        assert_eq!(odd.check(day()).unwrap_err().get("quantity"), Some("请填写数字"));
    }
}
