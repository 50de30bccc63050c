//! A broken rule, as a value.

/// A rule said no. Shown to staff as it is, next to `field`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Id in the domain rules, such as `DJ-5` or `9.1`.
    pub rule: &'static str,
    /// Form field the reader should go to; empty when it concerns the whole record.
    pub field: &'static str,
    /// What is wrong, in the reader's words.
    pub message: String,
    /// What to do about it.
    pub fix: String,
}

impl Refusal {
    /// A refusal of `rule` at `field`: what is wrong, and what to do.
    pub fn new(rule: &'static str, field: &'static str, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { rule, field, message: message.into(), fix: fix.into() }
    }

    /// A step that the present state does not allow.
    pub fn step(rule: &'static str, now: &str, wanted: &str) -> Self {
        Self::new(rule, "state", format!("当前状态是“{now}”，不能{wanted}。"), "请刷新页面，查看最新状态后再操作。")
    }

    /// The step is right and the person may take it, but not while the record stands where it stands.
    pub fn is_of_state(&self) -> bool {
        self.field == "state"
    }

    /// What is wrong, what to do, and last the rule: `没有送达记录。请填写送达日期。（规则 DJ-5）`.
    pub fn sentence(&self) -> String {
        format!("{}{}{}", self.message, self.fix, cited(self.rule))
    }
}

/// The rule behind a sentence, said after it: people act on the sentence, and look the rule up when they doubt it.
pub fn cited(rule: &str) -> String {
    format!("（规则 {rule}）")
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence())
    }
}

impl std::error::Error for Refusal {}

/// `Ok` when the fact holds, else the refusal.
pub fn ensure(fact: bool, refusal: impl FnOnce() -> Refusal) -> Result<(), Refusal> {
    if fact { Ok(()) } else { Err(refusal()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_reads_as_one_sentence_with_its_rule() {
        let refusal = Refusal::new("DJ-5", "service_date", "没有送达记录。", "请填写送达日期。");
        assert_eq!(refusal.to_string(), "没有送达记录。请填写送达日期。（规则 DJ-5）");
        assert!(ensure(true, || refusal.clone()).is_ok());
        assert_eq!(ensure(false, || refusal.clone()), Err(refusal));
    }
}
