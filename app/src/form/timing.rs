//! When an approved record is to be published, and the way past the review where nothing can wait for it (EW-1).
use super::{Errors, fields::Fields, issue::limit};
use crate::domain::date::{Instant, LegalDate};

/// Longest reason, in characters.
pub const REASON_MAX: usize = 200;

/// As typed; `version` is the version of the record that was shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimingForm {
    /// `2025-12-20 08:30`
    pub publish_at: String,
    pub approval_no: String,
    pub reason: String,
    pub version: String,
}

impl TimingForm {
    pub fn read(fields: &Fields) -> Self {
        Self {
            publish_at: fields.text("publish_at"),
            approval_no: fields.text("approval_no"),
            reason: fields.text("reason"),
            version: fields.text("version"),
        }
    }

    /// The moment in Shanghai time.
    pub fn moment(&self) -> Result<Instant, Errors> {
        moment(&self.publish_at).ok_or_else(|| {
            let mut errors = Errors::default();
            errors.push("publish_at", "没有看懂发布时间，请按 2025-12-20 08:30 的样式填写");
            errors
        })
    }

    /// Why it cannot wait.
    pub fn reason(&self) -> Result<&str, Errors> {
        let mut errors = Errors::default();
        if self.reason.is_empty() {
            errors.push("reason", "请写明为什么不能等审核");
        }
        limit(&mut errors, "reason", &self.reason, REASON_MAX);
        errors.or(self.reason.as_str())
    }
}

fn moment(text: &str) -> Option<Instant> {
    let text = text.replace('：', ":").replace('T', " ");
    let (day, time) = text.trim().split_once(char::is_whitespace)?;
    let (hour, minute) = time.trim().split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let fits = (0..24).contains(&hour) && (0..60).contains(&minute);
    let day = LegalDate::parse(day).ok().filter(|_| fits)?;
    Some(day.start().plus_minutes(hour * 60 + minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn td_4_a_time_is_read_as_shanghai_time() {
        let at = |text: &str| TimingForm { publish_at: text.into(), ..TimingForm::default() }.moment();
        let expected = LegalDate::parse("2025-12-20").unwrap().start().plus_minutes(8 * 60 + 30);
        for text in ["2025-12-20 08:30", "2025-12-20 8:30", " 2025-12-20  08：30", "2025-12-20T08:30"] {
            assert_eq!(at(text).unwrap(), expected, "{text}");
        }
        for wrong in
            ["", "2025-12-20", "08:30", "2025-12-20 24:00", "2025-12-20 08:60", "2025-02-30 08:00", "2025-12-20 -1:00"]
        {
            assert!(at(wrong).unwrap_err().get("publish_at").is_some(), "{wrong}");
        }
    }

    #[test]
    fn ew_1_forcing_needs_a_reason() {
        let form = |reason: &str| TimingForm { reason: reason.into(), ..TimingForm::default() };
        assert_eq!(form("当晚要征集行踪").reason(), Ok("当晚要征集行踪"));
        assert!(form("").reason().is_err() && form(&"字".repeat(REASON_MAX + 1)).reason().is_err());
    }
}
