//! The question of `/claims/check`, as typed.
use super::{Errors, fields::Fields};
use crate::domain::case::CaseNo;

/// Longest name that is read, in characters.
const LONGEST: usize = 60;

#[derive(Clone, Default, PartialEq, Eq)]
pub struct ClaimCheckForm {
    pub name: String,
    pub case_no: String,
}

/// Somebody's name: never printed.
impl std::fmt::Debug for ClaimCheckForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClaimCheckForm")
    }
}

impl ClaimCheckForm {
    pub fn read(fields: &Fields) -> Self {
        Self { name: fields.text("name"), case_no: fields.text("case_no") }
    }

    /// The full name, and the case in canonical form.
    pub fn check(&self) -> Result<(String, String), Errors> {
        let mut errors = Errors::default();
        if !(2..=LONGEST).contains(&self.name.chars().count()) {
            errors.push("name", "请填写申请执行人的全名");
        }
        let case = CaseNo::parse(&self.case_no).map(|no| no.canonical());
        if case.is_err() {
            errors.push("case_no", "没有看懂案号。请照执行通知书填写，例如（2025）湘1199执123号");
        }
        errors.or((self.name.clone(), case.unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_needs_a_full_name_and_a_case_number() {
        let read = |name: &str, case: &str| ClaimCheckForm { name: name.into(), case_no: case.into() }.check();
        assert_eq!(read("张小三", "(2025)湘1199执1号"), Ok(("张小三".into(), "(2025)湘1199执1号".into())));
        assert_eq!(read("张", "明天").unwrap_err().len(), 2);
        assert!(!format!("{:?}", ClaimCheckForm { name: "张小三".into(), case_no: String::new() }).contains('张'));
    }
}
