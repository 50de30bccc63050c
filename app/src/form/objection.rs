//! A request for correction or about one's data (DJ-13, PI-6). It asks for no more than a call back needs (PI-1).
use serde::{Deserialize, Serialize};

use super::{Errors, tip};
use crate::domain::{case::CaseNo, objection::About};

/// Longest account, in characters.
pub const WHAT_MAX: usize = 2000;
const WHAT_MIN: usize = 10;

/// As typed. `once` was drawn for the page, so that a double press leaves one request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ObjectionForm {
    pub about: String,
    pub name: String,
    pub phone: String,
    pub case_no: String,
    pub what: String,
    pub declare: String,
    pub once: String,
}

/// What is sealed and kept. Debug shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionContent {
    pub name: String,
    pub phone: String,
    /// As the law writes it, or as typed where it is of the older form; empty when not known
    pub case_no: String,
    pub what: String,
}

impl std::fmt::Debug for ObjectionContent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ObjectionContent(…)")
    }
}

impl ObjectionForm {
    pub fn validate(&self) -> Result<(About, ObjectionContent), Errors> {
        let mut errors = Errors::default();
        let about = About::parse(&self.about);
        if about.is_none() {
            errors.push("about", "请选择您要申请什么");
        }
        let name = tip::line(&self.name);
        if name.is_empty() {
            errors.push("name", "请填写申请人的姓名或者单位名称");
        }
        tip::limit("name", "姓名或者名称", &name, 60, &mut errors);
        let phone = tip::phone(&self.phone).unwrap_or_else(|| {
            errors.push("phone", "手机号码应为 11 位数字，法院用它核实您的身份");
            String::new()
        });
        let case_no = self.case(about, &mut errors);
        let what = tip::clean(&self.what);
        if what.chars().count() < WHAT_MIN {
            errors.push("what", format!("请写明哪里不对、为什么，至少 {WHAT_MIN} 个字"));
        }
        tip::limit("what", "说明", &what, WHAT_MAX, &mut errors);
        if !tip::ticked(&self.declare) {
            errors.push("declare", "请确认您是本人、单位负责人或者受托人，然后勾选");
        }
        let content = ObjectionContent { name, phone, case_no, what };
        match about {
            Some(about) if errors.is_empty() => Ok((about, content)),
            _ => Err(errors),
        }
    }

    /// Needed to find an entry; a request about data may have none.
    fn case(&self, about: Option<About>, errors: &mut Errors) -> String {
        let typed = tip::line(&self.case_no);
        if typed.is_empty() {
            if matches!(about, Some(About::Entry(_))) {
                errors.push("case_no", "请填写案号，名单页面和法律文书上都有");
            }
            return typed;
        }
        tip::limit("case_no", "案号", &typed, 60, errors);
        CaseNo::parse(&typed).map_or(typed, |no| no.display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::objection::{Reason, Right};

    fn form() -> ObjectionForm {
        ObjectionForm {
            about: "wrong_information".into(),
            name: "示例某".into(),
            phone: "138 0013 8000".into(),
            case_no: "(2025)湘1199执1号".into(),
            what: "案款已经在十月付清，收据在法院。".into(),
            declare: "on".into(),
            once: String::new(),
        }
    }

    #[test]
    fn dj_13_a_complete_request_passes() {
        let (about, content) = form().validate().unwrap();
        assert_eq!(about, About::Entry(Reason::WrongInformation));
        assert_eq!((content.phone.as_str(), content.case_no.as_str()), ("13800138000", "（2025）湘1199执1号"));
        assert_eq!(format!("{content:?}"), "ObjectionContent(…)");
    }

    #[test]
    fn pi_6_a_request_about_data_needs_no_case() {
        let data = ObjectionForm { about: "erase".into(), case_no: String::new(), ..form() };
        assert_eq!(data.validate().unwrap().0, About::Data(Right::Erase));
        let entry = ObjectionForm { case_no: " ".into(), ..form() };
        assert!(entry.validate().unwrap_err().get("case_no").is_some());
    }

    #[test]
    fn everything_missing_is_named_at_once() {
        let errors = ObjectionForm::default().validate().unwrap_err();
        let fields: Vec<_> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["about", "name", "phone", "what", "declare"]);
    }
}
