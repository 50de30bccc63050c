//! Where an issue was posted, and that it came down there (BN-4, BN-12).
use super::{
    Errors,
    fields::Fields,
    issue::{date, limit},
};
use crate::domain::{
    date::LegalDate,
    placement::{Channel, Placement},
    refusal::Refusal,
};

/// Longest name and proof, in characters.
const NAME_MAX: usize = 60;
const PROOF_MAX: usize = 300;
const URL_MAX: usize = 500;

/// A posting as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlacementForm {
    pub channel: String,
    pub name: String,
    pub url: String,
    pub posted_on: String,
}

impl PlacementForm {
    pub fn read(fields: &Fields) -> Self {
        Self {
            channel: fields.text("channel"),
            name: fields.text("name"),
            url: fields.text("url"),
            posted_on: fields.text("posted_on"),
        }
    }

    pub fn check(&self, today: LegalDate) -> Result<Placement, Errors> {
        let mut errors = Errors::default();
        let channel = Channel::parse(&self.channel);
        if channel.is_none() {
            errors.push("channel", "请选择发布渠道");
        }
        limit(&mut errors, "name", &self.name, NAME_MAX);
        limit(&mut errors, "url", &self.url, URL_MAX);
        let posted = day(&mut errors, "posted_on", &self.posted_on, today);
        let (Some(channel), Some(posted)) = (channel, posted) else { return Err(errors) };
        match Placement::posted(channel, &self.name, Some(&self.url), posted.start()) {
            Ok(placement) => errors.or(placement),
            Err(refusal) => Err(said(errors, &refusal)),
        }
    }
}

/// How a posting came down, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakeDownForm {
    pub taken_on: String,
    pub proof: String,
}

impl TakeDownForm {
    pub fn read(fields: &Fields) -> Self {
        Self { taken_on: fields.text("taken_on"), proof: fields.text("proof") }
    }

    /// The posting as it is afterwards.
    pub fn check(&self, placement: Placement, today: LegalDate) -> Result<Placement, Errors> {
        let mut errors = Errors::default();
        limit(&mut errors, "proof", &self.proof, PROOF_MAX);
        let Some(taken) = day(&mut errors, "taken_on", &self.taken_on, today) else { return Err(errors) };
        match placement.take_down(taken.start(), &self.proof) {
            Ok(placement) => errors.or(placement),
            Err(refusal) => Err(said(errors, &refusal)),
        }
    }
}

/// A day that has come.
fn day(errors: &mut Errors, field: &'static str, text: &str, today: LegalDate) -> Option<LegalDate> {
    let day = date(errors, field, text, "请填写日期，例如 2025-12-01")?;
    if day > today {
        errors.push(field, "这一天还没有到，请核对日期");
        return None;
    }
    Some(day)
}

/// What the rule says, at the field of the form.
fn said(mut errors: Errors, refusal: &Refusal) -> Errors {
    let field = if refusal.field == "taken_down_at" { "taken_on" } else { refusal.field };
    errors.push(field, refusal.sentence());
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> LegalDate {
        LegalDate::parse("2025-12-15").unwrap()
    }

    fn form() -> PlacementForm {
        PlacementForm {
            channel: "wechat".into(),
            name: "示例发布".into(),
            url: "https://mp.weixin.qq.com/s/x".into(),
            posted_on: "2025-12-14".into(),
        }
    }

    #[test]
    fn bn_4_a_posting_has_a_channel_a_name_an_address_and_a_day_that_has_come() {
        assert!(form().check(today()).is_ok());
        let wrong = |change: fn(&mut PlacementForm), field: &str| {
            let mut form = form();
            change(&mut form);
            assert!(form.check(today()).unwrap_err().get(field).is_some(), "{field}");
        };
        wrong(|f| f.channel = "fax".into(), "channel");
        wrong(|f| f.name = String::new(), "name");
        wrong(|f| f.url = String::new(), "url");
        wrong(|f| f.url = "javascript:x".into(), "url");
        wrong(|f| f.posted_on = "2025-12-16".into(), "posted_on");
        wrong(|f| f.posted_on = "gestern".into(), "posted_on");
    }

    #[test]
    fn bn_12_coming_down_needs_a_day_and_how_it_is_known() {
        let posting = form().check(today()).unwrap();
        let down = |taken_on: &str, proof: &str| {
            TakeDownForm { taken_on: taken_on.into(), proof: proof.into() }.check(posting.clone(), today())
        };
        assert!(down("2025-12-15", "打开链接已不存在").is_ok());
        assert!(down("2025-12-13", "已看").unwrap_err().get("taken_on").is_some());
        assert!(down("2025-12-15", "").unwrap_err().get("proof").is_some());
        assert!(down("2025-12-16", "已看").unwrap_err().get("taken_on").is_some());
    }
}
