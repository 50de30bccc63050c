//! A remark on one field of a draft.
use super::{
    Errors,
    fields::Fields,
    issue::{limit, required},
    words::Words,
};

/// As typed: the field's label, the words meant, and what is said about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RemarkForm {
    pub field: String,
    pub quote: String,
    pub text: String,
}

impl RemarkForm {
    pub fn read(fields: &Fields) -> Self {
        Self { field: fields.text("field"), quote: fields.text("quote"), text: fields.text("remark") }
    }

    /// `words` is the record as it stands: a remark is about one of its fields, and quotes what is there.
    pub fn check(&self, words: &Words) -> Result<(), Errors> {
        let mut errors = Errors::default();
        match words.iter().find(|(label, _)| *label == self.field) {
            None => errors.push("field", "请选择说的是哪一项"),
            Some((label, text)) if !text.contains(&self.quote) => {
                errors.push("quote", format!("“{label}”里没有这段话，请原样摘抄，或者留空"));
            }
            Some(_) => {}
        }
        limit(&mut errors, "quote", &self.quote, 200);
        required(&mut errors, "remark", &self.text, 500, "请写下批注");
        errors.or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_about_words_that_stand_there() {
        let words: Words = vec![("正文".into(), "和解协议要自愿。".into())];
        let form = |field: &str, quote: &str, remark: &str| {
            RemarkForm::read(&Fields::from([("field", field), ("quote", quote), ("remark", remark)]))
        };
        assert_eq!(form("正文", "要自愿", "写明期限").check(&words), Ok(()));
        assert_eq!(form("正文", "", "写明期限").check(&words), Ok(()));
        for (wrong, field) in [
            (form("标题", "", "好"), "field"),
            (form("正文", "口头", "好"), "quote"),
            (form("正文", "", " "), "remark"),
        ] {
            let errors = wrong.check(&words).unwrap_err();
            assert_eq!(errors.iter().map(|(at, _)| at).collect::<Vec<_>>(), [field]);
        }
    }
}
