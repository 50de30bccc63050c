//! The short forms after sending: save gate, ticket and secret, reply, withdrawal.
use serde::Deserialize;

use super::{Errors, tip};
use crate::domain::tip_content::MESSAGE_MAX;

/// The save gate of the receipt: a tick and the last four characters of the secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct KeptForm {
    pub kept: String,
    pub last4: String,
}

impl KeptForm {
    /// `matches`: whether `last4` ends the secret, compared where the secret is kept.
    pub fn validate(&self, matches: bool) -> Result<(), Errors> {
        let mut errors = Errors::default();
        if !tip::ticked(&self.kept) {
            errors.push("kept", "请先记下查询码，再勾选");
        }
        if !matches {
            errors.push("last4", "与查询码的最后四位不一致，请对照您记下的内容再输入一次");
        }
        errors.or(())
    }
}

/// Ticket number and secret, as copied from paper.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct StatusForm {
    pub ticket: String,
    pub secret: String,
}

/// One answer for every way a ticket and secret can fail to match (nothing to learn from it).
pub const NOT_FOUND: &str = "没有找到这个查询码。请对照记录再输入一次，大小写和空格不影响";

/// The uniform refusal, attached to the secret.
pub fn not_found() -> Errors {
    let mut errors = Errors::default();
    errors.push("secret", NOT_FOUND);
    errors
}

/// A message to the court.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ReplyForm {
    pub text: String,
    /// Token of the page, so that a double press leaves one message.
    pub once: String,
}

impl ReplyForm {
    pub fn validate(&self) -> Result<String, Errors> {
        let mut errors = Errors::default();
        let text = tip::clean(&self.text);
        match text.chars().count() {
            0 => errors.push("text", "请写下要告诉法官的话"),
            n if n > MESSAGE_MAX => errors.push("text", "最多 400 个字，请分几次发送"),
            _ => {}
        }
        errors.or(text)
    }
}

/// Withdrawal asks once more by a tick, so that one slip of the thumb ends nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct WithdrawForm {
    pub sure: String,
}

impl WithdrawForm {
    pub fn validate(&self) -> Result<(), Errors> {
        let mut errors = Errors::default();
        if !tip::ticked(&self.sure) {
            errors.push("sure", "请勾选确认，再撤回");
        }
        errors.or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_wants_the_tick_and_the_last_four() {
        let mut form = KeptForm::default();
        let errors = form.validate(false).unwrap_err();
        assert!(errors.get("kept").is_some() && errors.get("last4").is_some());
        form.kept = "on".into();
        assert!(form.validate(false).is_err());
        assert!(form.validate(true).is_ok());
    }

    #[test]
    fn replies_end_at_400_characters() {
        let reply = |text: String| ReplyForm { text, ..ReplyForm::default() }.validate();
        assert!(reply("字".repeat(400)).is_ok());
        assert!(reply("字".repeat(401)).is_err());
        assert!(reply("  \n".into()).is_err());
    }
}
