//! A picture for a text: what it shows, in words, and that nobody is in it who may not be (AN-9).
use super::{Errors, fields::Fields, framing::FramingForm, issue::required};

/// Longest words for a picture, in characters.
pub const ALT_MAX: usize = 100;

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureForm {
    pub alt: String,
    pub framing: FramingForm,
    /// Bystanders and children are covered, or have agreed.
    pub nobody: bool,
}

impl PictureForm {
    pub fn read(fields: &Fields) -> Self {
        Self { alt: fields.text("alt"), framing: FramingForm::read(fields), nobody: fields.has("nobody") }
    }

    pub fn check(&self) -> Result<(), Errors> {
        let mut errors = Errors::default();
        required(&mut errors, "alt", &self.alt, ALT_MAX, "请用一句话写明图片里是什么");
        if self.alt.contains(['[', ']', '\n', '!']) {
            errors.push("alt", "说明里不要用方括号和感叹号");
        }
        if !self.nobody {
            errors.push("nobody", "请先遮住旁人和孩子，再勾选（规则 AN-9）");
        }
        errors.or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_9_a_picture_has_words_and_nobody_who_may_not_be_in_it() {
        let form = |alt: &str, nobody| PictureForm { alt: alt.into(), nobody, ..PictureForm::default() };
        assert_eq!(form("干警清点货车", true).check(), Ok(()));
        for (alt, nobody, field) in [("", true, "alt"), ("a](b", true, "alt"), ("干警", false, "nobody")] {
            assert!(form(alt, nobody).check().unwrap_err().get(field).is_some(), "{alt}");
        }
    }
}
