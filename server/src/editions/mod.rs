//! Records on the road of EW-1, as the desk and the clock handle them alike: the row with its edition, the gates before
//! publication, and the step that is saved with its version and its event.
pub mod content;
pub mod notice;

/// How it came to be published: the version and the audit log say so.
#[derive(Clone, Copy, Debug)]
pub enum Why<'a> {
    Signed,
    /// At the time the publisher had set
    OnTime,
    /// Past the review, with the reason
    Forced(&'a str),
}

impl Why<'_> {
    /// Kind of the audit event, and the note of the version.
    pub fn words(self, correction: bool) -> (&'static str, String) {
        match (self, correction) {
            (Self::Forced(reason), _) => ("forced", format!("紧急发布（未经审核）：{reason}")),
            (Self::OnTime, false) => ("published", "按定时发布".to_owned()),
            (Self::OnTime, true) => ("corrected", "按定时更正后公布".to_owned()),
            (Self::Signed, false) => ("published", "签发公布".to_owned()),
            (Self::Signed, true) => ("corrected", "更正后公布".to_owned()),
        }
    }
}
