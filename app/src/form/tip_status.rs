//! The short forms after sending: save gate, ticket and secret, reply, withdrawal.
use serde::Deserialize;

use super::{Errors, tip};
use crate::domain::tip_content::{MESSAGE_MAX, SECRET_SIGNS, TICKET_SIGNS};

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

impl StatusForm {
    /// What is wrong by its look alone; nothing here depends on whether such a ticket exists.
    pub fn validate(&self) -> Result<(), Errors> {
        let mut errors = Errors::default();
        shape("ticket", "编号", &self.ticket, TICKET_SIGNS, &mut errors);
        shape("secret", "查询码", &self.secret, SECRET_SIGNS, &mut errors);
        errors.or(())
    }
}

/// Counts as the reader of codes does: blanks and dashes stand for nothing.
fn shape(field: &'static str, label: &str, typed: &str, signs: usize, errors: &mut Errors) {
    let blank = |c: &char| c.is_whitespace() || matches!(c, '-' | '·' | '—' | '–');
    match tip::half_width(typed).chars().filter(|c| !blank(c)).count() {
        0 => errors.push(field, format!("请填写{label}")),
        n if n == signs => {}
        n => errors.push(field, format!("{label}是 {signs} 位，您填了 {n} 位，请对照记录再输入一次")),
    }
}

/// One answer for every way a well-shaped ticket and secret can fail to match (nothing to learn from it).
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
            n if n > MESSAGE_MAX => errors.push("text", "给法官的留言最多 400 个字，请分几次发送"),
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
            errors.push("sure", "请先勾选“我确定要撤回”，再撤回");
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
    fn codes_are_counted_before_anything_is_looked_up() {
        let said = |ticket: &str, secret: &str| {
            let form = StatusForm { ticket: ticket.into(), secret: secret.into() };
            form.validate().map_err(|e| e.iter().map(|(field, words)| format!("{field}：{words}")).collect::<Vec<_>>())
        };
        assert_eq!(said("", " - "), Err(vec!["ticket：请填写编号".into(), "secret：请填写查询码".into()]));
        let short = "secret：查询码是 16 位，您填了 4 位，请对照记录再输入一次";
        assert_eq!(said("7KQ4M-2XT9W", "7kq4"), Err(vec![short.into()]));
        assert!(said("7KQ4M-2XT9W 7", "7KQ4 M2XT 9WBH D6RP").is_err(), "a ticket of eleven signs");
        assert_eq!(said("７ｋｑ４ｍ－２ｘｔ９ｗ", "7KQ4 M2XT·9WBH—D6RP"), Ok(()));
    }

    #[test]
    fn replies_end_at_400_characters() {
        let reply = |text: String| ReplyForm { text, ..ReplyForm::default() }.validate();
        assert!(reply("字".repeat(400)).is_ok());
        assert!(reply("字".repeat(401)).is_err());
        assert!(reply("  \n".into()).is_err());
    }
}
