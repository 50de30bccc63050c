//! The end of one debtor of a published issue: why, and a note that stays inside the court (BN-12).
use super::{Errors, fields::Fields, issue::limit};
use crate::domain::notice::EndReason;

/// Longest note, in characters.
pub const NOTE_MAX: usize = 500;

/// As typed; `version` is the version of the issue that was shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndForm {
    pub reason: String,
    pub note: String,
    pub version: String,
}

impl EndForm {
    pub fn read(fields: &Fields) -> Self {
        Self { reason: fields.text("reason"), note: fields.text("note"), version: fields.text("version") }
    }

    /// The reason comes from a closed set; the note may stay empty.
    pub fn check(&self) -> Result<(EndReason, String), Errors> {
        let mut errors = Errors::default();
        let reason = EndReason::parse(&self.reason).filter(|r| EndReason::BY_HAND.contains(r));
        if reason.is_none() {
            errors.push("reason", "请选择结束的原因");
        }
        limit(&mut errors, "note", &self.note, NOTE_MAX);
        match reason {
            Some(reason) if errors.is_empty() => Ok((reason, self.note.clone())),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bn_12_an_end_has_a_reason_from_the_set() {
        let form = |reason: &str| EndForm { reason: reason.into(), ..EndForm::default() };
        assert_eq!(form("performed").check(), Ok((EndReason::Performed, String::new())));
        for wrong in ["", "expired", "other"] {
            assert!(form(wrong).check().unwrap_err().get("reason").is_some(), "{wrong}");
        }
        let long = EndForm { note: "字".repeat(NOTE_MAX + 1), ..form("found") };
        assert!(long.check().unwrap_err().get("note").is_some());
    }
}
