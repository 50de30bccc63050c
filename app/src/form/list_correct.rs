//! DJ-9: what of a public entry is wrong, and what is right. Identity and grounds are not corrected but decided anew.
use serde::{Deserialize, Serialize};

use super::{
    Errors,
    fields::Fields,
    issue::{limit, required},
    list_entry::past,
};
use crate::domain::date::LegalDate;

/// The public fields a correction may change, as they shall stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    pub name: String,
    pub legal_rep: String,
    pub filed_on: String,
    pub basis_no: String,
    pub basis_unit: String,
    pub duty: String,
    /// `none` or `part`
    pub performance: String,
}

impl Correction {
    /// Words and values of every field, in the order of the page.
    pub fn rows(&self) -> [(&'static str, String); 7] {
        [
            ("姓名或者名称", self.name.clone()),
            ("法定代表人或者负责人", self.legal_rep.clone()),
            ("立案日期", self.filed_on.clone()),
            ("依据文书文号", self.basis_no.clone()),
            ("作出文书的单位", self.basis_unit.clone()),
            ("应履行的义务", self.duty.clone()),
            ("履行情况", if self.performance == "part" { "部分未履行" } else { "全部未履行" }.into()),
        ]
    }

    /// Field, what stands now, what shall stand; only where they differ.
    pub fn against(&self, now: &Self) -> Vec<(String, String, String)> {
        let pairs = now.rows().into_iter().zip(self.rows());
        pairs.filter(|(a, b)| a.1 != b.1).map(|((words, a), (_, b))| (words.to_owned(), a, b)).collect()
    }
}

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorrectForm {
    pub to: Correction,
    /// The day the mistake was found: the three working days run from it
    pub found_on: String,
    pub reason: String,
    pub version: String,
}

impl CorrectForm {
    pub fn read(fields: &Fields) -> Self {
        Self {
            to: Correction {
                name: fields.text("name"),
                legal_rep: fields.text("legal_rep"),
                filed_on: fields.text("filed_on"),
                basis_no: fields.text("basis_no"),
                basis_unit: fields.text("basis_unit"),
                duty: fields.text("duty"),
                performance: if fields.raw("performance") == "part" { "part" } else { "none" }.into(),
            },
            found_on: fields.text("found_on"),
            reason: fields.text("reason"),
            version: fields.text("version"),
        }
    }

    /// The corrected fields with their dates in one form, and the day the mistake was found.
    pub fn check(&self, now: &Correction, today: LegalDate) -> Result<(Correction, LegalDate), Errors> {
        let mut e = Errors::default();
        let to = &self.to;
        required(&mut e, "name", &to.name, 60, "请填写姓名或者名称");
        for (field, text, max) in
            [("legal_rep", &to.legal_rep, 30), ("basis_no", &to.basis_no, 80), ("basis_unit", &to.basis_unit, 60)]
        {
            limit(&mut e, field, text, max);
        }
        required(&mut e, "duty", &to.duty, 500, "请写明应履行的义务");
        let filed_on = past(&mut e, "filed_on", &to.filed_on, today);
        required(&mut e, "reason", &self.reason, 500, "请写一句话说明哪里有误、依据是什么");
        let found_on = past(&mut e, "found_on", &self.found_on, today);
        if self.found_on.is_empty() {
            e.push("found_on", "请填写发现有误的日期");
        }
        let to = Correction { filed_on: filed_on.map(LegalDate::iso).unwrap_or_default(), ..to.clone() };
        if e.is_empty() && to.against(now).is_empty() {
            e.push("name", "和现在公布的内容一样，没有要更正的地方");
        }
        match found_on {
            Some(found_on) if e.is_empty() => Ok((to, found_on)),
            _ => Err(e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dj_9_a_correction_changes_something_and_says_why_and_since_when() {
        let today = LegalDate::parse("2025-12-15").expect("a date");
        let now = Correction {
            name: "甲某".into(),
            duty: "偿还借款".into(),
            performance: "none".into(),
            ..Correction::default()
        };
        let same = CorrectForm {
            to: now.clone(),
            found_on: "2025-12-12".into(),
            reason: "文号有误".into(),
            ..CorrectForm::default()
        };
        assert!(same.check(&now, today).unwrap_err().get("name").is_some());
        let to = Correction { performance: "part".into(), ..now.clone() };
        let form = CorrectForm { to, ..same };
        let (to, found_on) = form.check(&now, today).expect("a correction");
        assert_eq!((to.against(&now).len(), found_on.iso().as_str()), (1, "2025-12-12"));
        for (field, form) in [
            ("reason", CorrectForm { reason: String::new(), ..form.clone() }),
            ("found_on", CorrectForm { found_on: "2025-12-16".into(), ..form.clone() }),
            ("found_on", CorrectForm { found_on: String::new(), ..form.clone() }),
        ] {
            assert!(form.check(&now, today).unwrap_err().get(field).is_some());
        }
    }
}
