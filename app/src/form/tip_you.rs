//! Step 4 of the tip: anonymous or named, and the declarations. No lane is chosen in advance.
use serde::{Deserialize, Serialize};

use super::{Errors, tip};
use crate::domain::tip_content::PersonContent;

/// As typed. `lane` is `anonymous` or `named`; `declare` is `on` when ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct YouForm {
    pub lane: String,
    pub name: String,
    pub phone: String,
    pub hours: String,
    pub declare: String,
    /// Version of the privacy notice the page showed (PI-2).
    pub privacy: String,
}

/// Who sends: `person` is there only on the named lane; what was typed on the other lane is dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct You {
    pub person: Option<PersonContent>,
    pub privacy_version: String,
}

impl YouForm {
    pub fn validate(&self) -> Result<You, Errors> {
        let mut errors = Errors::default();
        let person = match self.lane.as_str() {
            "anonymous" => None,
            "named" => Some(self.person(&mut errors)),
            _ => {
                errors.push("lane", "请选择匿名提交还是实名提交");
                None
            }
        };
        if !tip::ticked(&self.declare) {
            errors.push("declare", "请阅读提交前的四条确认，然后勾选");
        }
        let privacy_version = self.privacy.chars().take(20).collect();
        errors.or(You { person, privacy_version })
    }

    /// What the draft keeps: who chose to stay anonymous leaves no name behind.
    pub fn kept(&self) -> Self {
        let form = self.clone();
        if self.lane != "anonymous" {
            return form;
        }
        Self { lane: form.lane, declare: form.declare, privacy: form.privacy, ..Self::default() }
    }

    fn person(&self, errors: &mut Errors) -> PersonContent {
        let name = tip::line(&self.name);
        if name.is_empty() {
            errors.push("name", "请填写您的姓名，或者改为匿名提交");
        }
        tip::limit("name", "姓名", &name, 40, errors);
        let phone = tip::phone(&self.phone).unwrap_or_else(|| {
            errors.push("phone", "手机号码应为 11 位数字");
            String::new()
        });
        let hours = tip::line(&self.hours);
        tip::limit("hours", "方便接电话的时间", &hours, 60, errors);
        PersonContent { name, phone, hours }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(lane: &str) -> YouForm {
        YouForm { lane: lane.into(), declare: "on".into(), ..YouForm::default() }
    }

    #[test]
    fn there_is_no_default_lane() {
        let errors = form("").validate().unwrap_err();
        assert_eq!(errors.get("lane"), Some("请选择匿名提交还是实名提交"));
    }

    #[test]
    fn anonymous_drops_a_name_typed_before() {
        let mut f = form("anonymous");
        f.name = "王小明".into();
        f.phone = "1".into();
        assert_eq!(f.validate().unwrap().person, None);
        assert_eq!(f.kept(), form("anonymous"));
    }

    #[test]
    fn named_needs_a_name_and_eleven_digits() {
        let mut f = form("named");
        let errors = f.validate().unwrap_err();
        assert_eq!(errors.get("phone"), Some("手机号码应为 11 位数字"));
        assert!(errors.get("name").is_some());
        f.name = "王小明".into();
        f.phone = "138 0013 8000".into();
        assert_eq!(f.validate().unwrap().person.unwrap().phone, "13800138000");
    }

    #[test]
    fn pi_12_declarations_are_confirmed() {
        let mut f = form("anonymous");
        f.declare = String::new();
        assert!(f.validate().unwrap_err().get("declare").is_some());
    }
}
