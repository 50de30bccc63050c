//! The steps of an entry that ask for something: each field has one name on the page, because all stand on it together.
use super::{
    Errors, example,
    fields::Fields,
    issue::{date, limit, required},
};
use crate::domain::{
    date::LegalDate,
    list::{ChannelKind, Portal, Trigger},
};

/// As typed, whatever step it was for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepForm(Fields);

/// DJ-5, RC-5: the decision or the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub no: String,
    pub on: LegalDate,
    pub president: bool,
}

/// DJ-10: the fact that ends an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFact {
    pub trigger: Trigger,
    pub on: LegalDate,
    pub queries: Option<(LegalDate, LegalDate)>,
}

/// RC-6, DJ-8: a place that announced the entry, or a body that was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelInput {
    pub kind: ChannelKind,
    pub name: String,
    pub url: String,
    pub on: LegalDate,
}

impl StepForm {
    pub fn read(fields: &Fields) -> Self {
        Self(fields.clone())
    }
    pub fn text(&self, name: &str) -> String {
        self.0.text(name)
    }
    pub fn has(&self, name: &str) -> bool {
        self.0.has(name)
    }
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.all(name)
    }

    pub fn decision(&self, today: LegalDate) -> Result<Decision, Errors> {
        let mut e = Errors::default();
        let no = self.words(&mut e, "decision_no", 80, "请填写决定书或者限制消费令的文号");
        let on = self.day(&mut e, "decided_on", "作出决定的日期", today);
        when_fine(e, on).map(|on| Decision { no, on, president: self.has("president") })
    }

    /// How and when the decision was served.
    pub fn service(&self, today: LegalDate) -> Result<(String, LegalDate), Errors> {
        let mut e = Errors::default();
        let method = self.words(&mut e, "service_method", 40, "请填写送达方式，例如直接送达、邮寄送达、公告送达");
        let on = self.day(&mut e, "service_date", "送达日期", today);
        when_fine(e, on).map(|on| (method, on))
    }

    pub fn grace(&self, today: LegalDate) -> Result<LegalDate, Errors> {
        let mut e = Errors::default();
        let missing = format!("请填写宽限期的最后一天，{}", example(today.add_months(1)));
        let until = date(&mut e, "grace_until", &self.text("grace_until"), &missing);
        when_fine(e, until)
    }

    /// One day under this field, not to come.
    pub fn day_of(&self, field: &'static str, what: &str, today: LegalDate) -> Result<LegalDate, Errors> {
        let mut e = Errors::default();
        let on = self.day(&mut e, field, what, today);
        when_fine(e, on)
    }

    pub fn found(&self, today: LegalDate) -> Result<FoundFact, Errors> {
        let mut e = Errors::default();
        let trigger = Trigger::parse(&self.text("trigger"));
        if trigger.is_none() {
            e.push("trigger", "请选择属于哪一种情形");
        }
        let on = self.day(&mut e, "trigger_on", "情形发生的日期", today);
        let mut query = |field| if self.has(field) { self.day(&mut e, field, "查控日期", today) } else { None };
        let queries = query("query_first").zip(query("query_second"));
        let both = when_fine(e, trigger.zip(on))?;
        Ok(FoundFact { trigger: both.0, on: both.1, queries })
    }

    pub fn portal(&self, today: LegalDate) -> Result<(Portal, LegalDate), Errors> {
        let mut e = Errors::default();
        let portal = Portal::parse(&self.text("portal"));
        if portal.is_none() {
            e.push("portal", "请选择在全国平台查到的状态");
        }
        let on = self.day(&mut e, "portal_on", "核对日期", today);
        when_fine(e, portal.zip(on))
    }

    pub fn channel(&self, today: LegalDate) -> Result<ChannelInput, Errors> {
        let mut e = Errors::default();
        let kind = ChannelKind::parse(&self.text("channel_kind"));
        if kind.is_none() {
            e.push("channel_kind", "请选择是公布的渠道，还是告知的单位");
        }
        let name = self.words(&mut e, "channel_name", 40, "请填写渠道名称，例如法院微信公众号");
        let url = self.text("channel_url");
        limit(&mut e, "channel_url", &url, 300);
        if !url.is_empty() && !["https://", "http://"].iter().any(|scheme| url.starts_with(scheme)) {
            e.push("channel_url", "请填写以 https:// 开头的网址，没有网址就留空");
        }
        let on = self.day(&mut e, "channel_on", "公布或者告知的日期", today);
        when_fine(e, on.zip(kind)).map(|(on, kind)| ChannelInput { kind, name, url, on })
    }

    fn words(&self, e: &mut Errors, field: &'static str, max: usize, missing: &str) -> String {
        let text = self.text(field);
        required(e, field, &text, max, missing);
        text
    }

    fn day(&self, e: &mut Errors, field: &'static str, what: &str, today: LegalDate) -> Option<LegalDate> {
        let day = date(e, field, &self.text(field), &format!("请填写{what}，{}", example(today)));
        if day.is_some_and(|day| day > today) {
            e.push(field, format!("{what}不能晚于今天"));
        }
        day
    }
}

fn when_fine<T>(e: Errors, value: Option<T>) -> Result<T, Errors> {
    match value {
        Some(value) if e.is_empty() => Ok(value),
        _ => Err(e),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> LegalDate {
        LegalDate::parse("2025-12-15").expect("a date")
    }

    fn fields<T>(refused: Result<T, Errors>) -> Vec<&'static str> {
        refused.err().map(|e| e.iter().map(|(f, _)| f).collect()).unwrap_or_default()
    }

    #[test]
    fn an_empty_step_names_each_field_it_needs() {
        let none = StepForm::default();
        assert_eq!(fields(none.decision(today())), ["decision_no", "decided_on"]);
        assert_eq!(fields(none.service(today())), ["service_method", "service_date"]);
        assert_eq!(fields(none.grace(today())), ["grace_until"]);
        assert_eq!(fields(none.found(today())), ["trigger", "trigger_on"]);
        assert_eq!(fields(none.portal(today())), ["portal", "portal_on"]);
        assert_eq!(fields(none.channel(today())), ["channel_kind", "channel_name", "channel_on"]);
    }

    #[test]
    fn what_has_happened_lies_not_in_the_future() {
        let form = StepForm::read(&Fields::from([
            ("decision_no", "（2025）湘1199执12号"),
            ("decided_on", "2025-12-16"),
            ("service_method", "直接送达"),
            ("service_date", "2025-12-15"),
            ("grace_until", "2026-01-15"),
            ("trigger", "r4"),
            ("trigger_on", "2025-12-12"),
            ("query_first", "2025-09-01"),
            ("query_second", "2025-12-01"),
            ("channel_kind", "announced"),
            ("channel_name", "公众号"),
            ("channel_url", "javascript:1"),
            ("channel_on", "2025-12-15"),
        ]));
        assert_eq!(fields(form.decision(today())), ["decided_on"]);
        assert!(form.service(today()).is_ok() && form.grace(today()).is_ok());
        assert!(form.found(today()).is_ok_and(|fact| fact.queries.is_some() && fact.trigger == Trigger::R4));
        assert_eq!(fields(form.channel(today())), ["channel_url"]);
    }
}
