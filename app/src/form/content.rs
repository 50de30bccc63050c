//! A record of the content desk as typed: what is there is checked, what is missing may come later.
use super::{Errors, fields::Fields};
use crate::domain::content::{ContentKind, Values, malformed, slug, value};

/// As typed; `version` is the version the editor saw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContentForm {
    pub slug: String,
    pub values: Values,
    pub version: String,
}

impl ContentForm {
    pub fn read(kind: ContentKind, fields: &Fields) -> Self {
        let text = |id: &str| (id.to_owned(), fields.text(id));
        let values = kind.specs().iter().map(|spec| text(spec.id)).filter(|(_, text)| !text.is_empty()).collect();
        Self { slug: fields.text("slug"), values, version: fields.text("version") }
    }

    /// A draft may lack fields, but not its title and address; what is typed must be readable.
    pub fn check(&self, kind: ContentKind) -> Result<(), Errors> {
        let mut errors = Errors::default();
        if let Err(refusal) = slug(&self.slug) {
            errors.push("slug", refusal.sentence());
        }
        if value(&self.values, "title").is_empty() {
            errors.push("title", "请填写标题");
        }
        for spec in kind.specs() {
            let text = value(&self.values, spec.id);
            let count = text.chars().count();
            if count > spec.max {
                errors.push(spec.id, format!("“{}”请控制在 {} 字以内，现在有 {count} 字", spec.label, spec.max));
            }
            if !text.is_empty()
                && let Some(refusal) = malformed(spec, text).first()
            {
                errors.push(spec.id, refusal.sentence());
            }
        }
        errors.or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_needs_title_and_address_and_readable_dates() {
        let read = |pairs: [(&str, &str); 3]| ContentForm::read(ContentKind::Campaign, &Fields::from(pairs));
        let fine = read([("slug", "2026-chun"), ("title", "春季行动"), ("started", "2026-03")]);
        assert_eq!(fine.check(ContentKind::Campaign), Ok(()));
        let wrong = read([("slug", "春"), ("title", " "), ("started", "三月")]);
        let errors = wrong.check(ContentKind::Campaign).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["slug", "title", "started"]);
        assert!(ContentForm::read(ContentKind::Article, &Fields::from([("started", "2026")])).values.is_empty());
    }
}
