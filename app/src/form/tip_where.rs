//! Step 2 of the tip: where and when. Nothing is required; 我不清楚 is an answer.
use serde::{Deserialize, Serialize};

use super::{Errors, example, tip};
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

    /// A date the field takes on this day.
    pub fn date_example(today: LegalDate) -> String {
        example(today.add_days(-1))
    }

    fn place(&self, errors: &mut Errors) -> Place {
        // whoever wrote a place knows one: a stray tick must not throw it away
        let blank = [&self.province, &self.county, &self.town, &self.place].iter().all(|t| t.trim().is_empty());
        if blank && tip::ticked(&self.place_unknown) {
            return Place { unknown: true, ..Place::default() };
        }
        Place {
            province: short("province", "省", &self.province, 20, errors),
            county: short("county", "县（市、区）", &self.county, 20, errors),
            town: short("town", "乡镇（街道）", &self.town, 20, errors),
            detail: short("place", "具体位置", &self.place, 200, errors),
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
                let example = Self::date_example(today);
                errors.push("date", format!("没有看懂看到的日期，{example}；记不清可以写在下面"));
                String::new()
            }
        };
        Seen { date, period: short("period", "大概的时间", &self.period, 60, errors), unknown: false }
    }
}

fn short(field: &'static str, label: &str, typed: &str, max: usize, errors: &mut Errors) -> String {
    let text = tip::line(typed);
    tip::limit(field, label, &text, max, errors);
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
        let refused = form.validate(today()).unwrap_err();
        let (_, rest) = refused.get("date").unwrap().split_once("例如 ").expect("an example");
        form.date = rest.split('；').next().unwrap_or_default().into();
        assert!(form.validate(today()).is_ok(), "the example itself is taken: {}", form.date);
        form.date = "2025/11/30".into();
        assert_eq!(form.validate(today()).unwrap().1.date, "2025-11-30");
    }

    #[test]
    fn each_line_of_the_summary_names_its_field() {
        let long = || "字".repeat(201);
        let form = WhereForm {
            province: long(),
            county: long(),
            town: long(),
            place: long(),
            period: long(),
            ..WhereForm::default()
        };
        let errors = form.validate(today()).unwrap_err();
        let lines: std::collections::HashSet<&str> = errors.iter().map(|(_, words)| words).collect();
        assert_eq!((errors.len(), lines.len()), (5, 5), "{errors:?}");
        assert_eq!(errors.get("town"), Some("乡镇（街道）最多 20 个字，您写了 201 个，请写得简短些"));
    }
}
