//! Step 1 of the tip: what kind of lead, and what was seen. Only the account itself is required.
use serde::{Deserialize, Serialize};

use super::{Errors, example, tip};
use crate::domain::date::LegalDate;
use crate::domain::tip_content::{Topic, WHAT_MAX, WHAT_MIN, breach_zh};

/// As typed. `topic` is one code of [`Topic`]; `breach` repeats; `urgency` is `now`, `dated` or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WhatForm {
    pub kind: String,
    pub what: String,
    pub about: String,
    pub breach: Vec<String>,
    pub plate: String,
    pub holder: String,
    pub urgency: String,
    pub expected: String,
}

/// The same, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct What {
    pub topic: Topic,
    pub what: String,
    pub about: String,
    pub breaches: Vec<String>,
    pub plate: String,
    pub holder: String,
    pub now: bool,
    pub expected: Option<LegalDate>,
}

impl WhatForm {
    /// `today` bounds the expected date: it may not lie in the past or more than a year ahead.
    pub fn validate(&self, today: LegalDate) -> Result<What, Errors> {
        let mut errors = Errors::default();
        let what = tip::clean(&self.what);
        check_length(&what, &mut errors);
        let about = tip::line(&self.about);
        tip::limit("about", "“关于谁”", &about, 60, &mut errors);
        let holder = tip::line(&self.holder);
        tip::limit("holder", "“财产登记在谁名下”", &holder, 60, &mut errors);
        let plate = plate(&self.plate);
        tip::limit("plate", "车牌号", &plate, 12, &mut errors);
        let expected = self.expected_date(today, &mut errors);
        let topic = Topic::parse(&self.kind).unwrap_or_default();
        errors.or(What {
            topic,
            what,
            about,
            breaches: self.breaches(topic),
            plate,
            holder,
            now: self.urgency == "now",
            expected,
        })
    }

    /// A date the field takes on this day.
    pub fn expected_example(today: LegalDate) -> String {
        example(today.add_days(7))
    }

    fn breaches(&self, topic: Topic) -> Vec<String> {
        if topic != Topic::Breach {
            return Vec::new();
        }
        let mut codes: Vec<String> = self.breach.iter().filter(|c| breach_zh(c).is_some()).cloned().collect();
        codes.sort();
        codes.dedup();
        codes
    }

    fn expected_date(&self, today: LegalDate, errors: &mut Errors) -> Option<LegalDate> {
        if self.urgency != "dated" {
            return None;
        }
        match tip::date(&self.expected) {
            Some(date) if date >= today && date <= today.add_days(366) => Some(date),
            Some(_) => {
                errors.push("expected", "预计的日期应在今天以后一年以内");
                None
            }
            None => {
                errors.push("expected", format!("请填写预计的日期，{}", Self::expected_example(today)));
                None
            }
        }
    }
}

fn check_length(what: &str, errors: &mut Errors) {
    let length = what.chars().filter(|c| !c.is_whitespace()).count();
    if length < WHAT_MIN {
        errors.push("what", "请把了解到的情况写得再具体些，至少 10 个字");
    } else if what.chars().count() > WHAT_MAX {
        errors.push("what", "了解到的情况超过 2000 个字，请分几次提交或者写得简短些");
    }
}

/// A plate in one form, so that equal plates have equal hints: upper case, no blanks, dots or dashes.
fn plate(text: &str) -> String {
    tip::half_width(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> LegalDate {
        LegalDate::parse("2025-12-01").unwrap()
    }

    fn form(what: &str) -> WhatForm {
        WhatForm { what: what.into(), ..WhatForm::default() }
    }

    #[test]
    fn the_account_alone_is_enough() {
        let what = form("每天早上在南门菜场卖鱼，开白色面包车").validate(today()).unwrap();
        assert_eq!(what.topic, Topic::Unsure);
        assert!(!what.now && what.expected.is_none());
    }

    #[test]
    fn nine_characters_are_refused_blanks_do_not_count() {
        let errors = form("一二三四五六 七八九 \n").validate(today()).unwrap_err();
        assert_eq!(errors.get("what"), Some("请把了解到的情况写得再具体些，至少 10 个字"));
        assert!(form("一二三四五六七八九十").validate(today()).is_ok());
    }

    #[test]
    fn two_thousand_characters_are_the_end() {
        assert!(form(&"字".repeat(2000)).validate(today()).is_ok());
        assert!(form(&"字".repeat(2001)).validate(today()).unwrap_err().get("what").is_some());
    }

    #[test]
    fn a_dated_tip_needs_a_date_ahead() {
        let mut f = form("他下周要去办理房屋过户手续了");
        f.urgency = "dated".into();
        let refused = f.validate(today()).unwrap_err();
        let (_, example) = refused.get("expected").unwrap().split_once("例如 ").expect("an example");
        f.expected = example.into();
        assert!(f.validate(today()).unwrap().expected.is_some(), "the example itself is taken: {example}");
        f.expected = "2025-11-30".into();
        assert!(f.validate(today()).is_err());
        f.expected = "2025年12月8日".into();
        assert_eq!(f.validate(today()).unwrap().expected, LegalDate::parse("2025-12-08").ok());
    }

    #[test]
    fn rc_3_choices_count_only_for_a_breach() {
        let mut f = form("看见他在机场值机柜台办理登机");
        f.breach = vec!["c1".into(), "c1".into(), "zz".into()];
        assert!(f.validate(today()).unwrap().breaches.is_empty());
        f.kind = "breach".into();
        assert_eq!(f.validate(today()).unwrap().breaches, ["c1"]);
    }

    #[test]
    fn plates_take_one_form() {
        let mut f = form("看见他开着这辆车停在小区门口");
        f.plate = "湘m·１2a3b".into();
        assert_eq!(f.validate(today()).unwrap().plate, "湘M12A3B");
    }

    #[test]
    fn each_line_of_the_summary_names_its_field() {
        let mut f = form("看见他开着这辆车停在小区门口");
        (f.about, f.holder, f.plate) = ("甲".repeat(61), "甲".repeat(61), "甲".repeat(61));
        let errors = f.validate(today()).unwrap_err();
        let named = [("about", "“关于谁”"), ("holder", "“财产登记在谁名下”"), ("plate", "车牌号")];
        for (field, name) in named {
            assert!(errors.get(field).unwrap().starts_with(&format!("{name}最多 ")), "{errors:?}");
        }
    }
}
