//! Taking something off the public site: a reason from the set, and words that stay inside the court (EW-1).
use super::{Errors, fields::Fields, issue::limit};
use crate::domain::edition::WithdrawReason;

/// Longest note, in characters.
pub const NOTE_MAX: usize = 500;

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WithdrawalForm {
    pub kind: String,
    pub reason: String,
}

impl WithdrawalForm {
    pub fn read(fields: &Fields) -> Self {
        Self { kind: fields.text("withdraw_kind"), reason: fields.text("withdraw_reason") }
    }

    /// For the version and whoever reads it later: `内容有误：金额写错`.
    pub fn check(&self) -> Result<String, Errors> {
        let mut errors = Errors::default();
        let kind = WithdrawReason::parse(&self.kind);
        if kind.is_none() {
            errors.push("withdraw_kind", "请选择撤下的原因");
        }
        if self.reason.is_empty() {
            errors.push("withdraw_reason", "请写一句话说明");
        }
        limit(&mut errors, "withdraw_reason", &self.reason, NOTE_MAX);
        errors.or(format!("{}：{}", kind.map_or("", WithdrawReason::zh), self.reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ew_1_a_withdrawal_names_its_kind_and_says_why() {
        let form = |kind: &str, reason: &str| WithdrawalForm { kind: kind.into(), reason: reason.into() };
        assert_eq!(form("wrong", "金额写错").check().unwrap(), "内容有误：金额写错");
        assert!(form("", "金额写错").check().unwrap_err().get("withdraw_kind").is_some());
        assert!(form("wrong", "").check().unwrap_err().get("withdraw_reason").is_some());
        assert!(form("never", &"字".repeat(NOTE_MAX + 1)).check().is_err());
    }
}
