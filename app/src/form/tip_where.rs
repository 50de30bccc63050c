//! Step 2 of the tip: where and when. Nothing is required; 我不清楚 is an answer.
use serde::{Deserialize, Serialize};

use super::{Errors, tip};
use crate::domain::date::LegalDate;
use crate::domain::tip_content::{Place, Seen};

/// As typed. `place_unknown` and `when_unknown` are `on` when ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WhereForm {
    pub province: String,
    pub county: String,
    pub town: String,
    pub place: String,
    pub place_unknown: String,
    pub date: String,
    pub period: String,
    pub when_unknown: String,
}

impl WhereForm {
    /// `today`: what was seen cannot have been seen tomorrow.
    pub fn validate(&self, today: LegalDate) -> Result<(Place, Seen), Errors> {
        let mut errors = Errors::default();
        let place = self.place(&mut errors);
        let seen = self.seen(today, &mut errors);
        errors.or((place, seen))
    }

    fn place(&self, errors: &mut Errors) -> Place {
        // whoever wrote a place knows one: a stray tick must not throw it away
        let blank = [&self.province, &self.county, &self.town, &self.place].iter().all(|t| t.trim().is_empty());
        if blank && tip::ticked(&self.place_unknown) {
            return Place { unknown: true, ..Place::default() };
        }
        Place {
            province: short("province", &self.province, 20, errors),
            county: short("county", &self.county, 20, errors),
            town: short("town", &self.town, 20, errors),
            detail: short("place", &self.place, 200, errors),
            unknown: false,
        }
    }

    fn seen(&self, today: LegalDate, errors: &mut Errors) -> Seen {
        let blank = self.date.trim().is_empty() && self.period.trim().is_empty();
        if blank && tip::ticked(&self.when_unknown) {
            return Seen { unknown: true, ..Seen::default() };
        }
        let typed = tip::line(&self.date);
        let date = match tip::date(&typed) {
            _ if typed.is_empty() => String::new(),
            Some(date) if date <= today => date.iso(),
            Some(_) => {
                errors.push("date", "看到的日期不能晚于今天，请改一下");
                String::new()
            }
            None => {
                errors.push("date", "请按 2025-11-02 的样子填写日期，记不清可以写在下面");
                String::new()
            }
        };
        Seen { date, period: short("period", &self.period, 60, errors), unknown: false }
    }
}

fn short(field: &'static str, typed: &str, max: usize, errors: &mut Errors) -> String {
    let text = tip::line(typed);
    if text.chars().count() > max {
        errors.push(field, format!("最多 {max} 个字，请写得简短些"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> LegalDate {
        LegalDate::parse("2025-12-01").unwrap()
    }

    #[test]
    fn nothing_is_required() {
        assert!(WhereForm::default().validate(today()).is_ok());
    }

    #[test]
    fn not_knowing_is_an_answer_but_never_throws_away_what_was_typed() {
        let ticked = WhereForm { place_unknown: "on".into(), when_unknown: "on".into(), ..WhereForm::default() };
        let (place, seen) = ticked.validate(today()).unwrap();
        assert!(place.unknown && seen.unknown);
        let both = WhereForm { county: "示例县".into(), period: "傍晚".into(), ..ticked };
        let (place, seen) = both.validate(today()).unwrap();
        assert_eq!((place.unknown, place.county.as_str()), (false, "示例县"));
        assert_eq!((seen.unknown, seen.period.as_str()), (false, "傍晚"));
    }

    #[test]
    fn dates_lie_in_the_past() {
        let mut form = WhereForm { date: "2025-12-02".into(), ..WhereForm::default() };
        assert!(form.validate(today()).unwrap_err().get("date").is_some());
        form.date = "上个月".into();
        assert!(form.validate(today()).unwrap_err().get("date").is_some());
        form.date = "2025/11/30".into();
        assert_eq!(form.validate(today()).unwrap().1.date, "2025-11-30");
    }
}
