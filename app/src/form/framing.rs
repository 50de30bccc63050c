//! How an uploaded picture is to be cut and covered, as chosen in its form.
use super::fields::Fields;
use crate::domain::picture::{Focus, Framing, Keep, Shape};

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FramingForm {
    pub keep: String,
    pub focus: String,
    pub covered: Vec<String>,
}

impl FramingForm {
    pub fn read(fields: &Fields) -> Self {
        Self { keep: fields.text("keep"), focus: fields.text("focus"), covered: fields.all("cover") }
    }

    /// What is not understood is what the form begins with: all of it, from the middle, nothing covered.
    pub fn framing(&self, shape: Shape) -> Framing {
        Framing {
            shape,
            keep: Keep::parse(&self.keep).unwrap_or(Keep::All),
            focus: Focus::parse(&self.focus).unwrap_or(Focus::Centre),
            covered: self.covered.iter().filter_map(|n| n.parse().ok()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::picture::SCENE;

    #[test]
    fn what_is_not_understood_is_what_the_form_begins_with() {
        let odd = FramingForm { keep: "x".into(), focus: String::new(), covered: vec!["2".into(), "-1".into()] };
        let framing = odd.framing(SCENE);
        assert_eq!((framing.keep, framing.focus, framing.covered), (Keep::All, Focus::Centre, vec![2]));
    }
}
