//! The steps of an entry as forms. Each field has a name of its own, so that a message finds it.
use leptos::prelude::*;

use super::{Frame, list_entry::EntryDesk};
use crate::components::form::{Checkbox, Checks, Field, Radios, Select, button, hidden};
use crate::components::info_box;
use crate::domain::list::{ChannelKind, ListKind, Portal, Step, Trigger};
use crate::form::{Errors, list_step::StepForm};

/// What every form of the page needs.
struct At<'a> {
    f: &'a Frame,
    v: &'a EntryDesk,
    typed: &'a StepForm,
    errors: &'a Errors,
}

impl At<'_> {
    fn text(&self, name: &str, label: &str) -> Field {
        Field::text(name, label).value(&self.typed.text(name)).errors(self.errors)
    }
    fn area(&self, name: &str, label: &str) -> Field {
        Field::area(name, label).rows(3).value(&self.typed.text(name)).errors(self.errors)
    }
    fn day(&self, name: &str, label: &str) -> AnyView {
        self.text(name, label).narrow().hint(&self.f.example(0)).view()
    }
    /// Folded away until somebody needs it, or something in it is to be mended.
    fn folded(&self, fields: &[&str], summary: &'static str, body: AnyView) -> AnyView {
        let open = fields.iter().any(|field| self.errors.get(field).is_some());
        view! { <details class="fold" open=open><summary>{summary}</summary><div class="fold__body">{body}</div></details> }
            .into_any()
    }
    fn form(&self, step: Step, body: AnyView, words: &str, class: &str) -> AnyView {
        let version = hidden("version", &self.v.version.to_string());
        let press = button(words, "go", step.code(), class);
        self.f.form(self.v.at(step.code()), view! { {version}{body}{press} }.into_any())
    }
}

/// All steps this person may take now, the usual one first; what takes an entry away is folded.
pub(super) fn forms(f: &Frame, v: &EntryDesk, typed: &StepForm, errors: &Errors) -> AnyView {
    let at = At { f, v, typed, errors };
    let show = |step: Step, form: fn(&At<'_>) -> AnyView| v.may(step).then(|| form(&at));
    view! {
        {show(Step::Decide, decide)}{show(Step::Refuse, refuse)}{show(Step::Serve, serve)}{show(Step::Publish, publish)}{show(Step::Grace, grace)}
        {show(Step::Performed, performed)}{show(Step::Remove, remove)}{show(Step::Found, found)}{show(Step::TakeBack, take_back)}{show(Step::Lift, lift)}
        {show(Step::RemoveEarly, early)}{show(Step::Expire, expire)}{show(Step::Wrong, wrong)}{show(Step::Cleared, cleared)}{show(Step::Revoke, revoke)}
        {show(Step::Portal, portal)}{show(Step::Channel, channel)}
    }
    .into_any()
}

fn decide(at: &At<'_>) -> AnyView {
    let (document, signed) = match at.v.list {
        ListKind::Dishonest => ("失信决定书文号", "院长已经签发决定书"),
        ListKind::Restricted => ("限制消费令文号", "院长已经签发限制消费令"),
    };
    let body = view! {
        {at.text("decision_no", document).view()}
        {at.day("decided_on", "作出决定的日期")}
        {Checkbox::new("president", signed).checked(at.typed.has("president")).errors(at.errors).view()}
    };
    at.form(Step::Decide, body.into_any(), "登记决定", "btn")
}

fn refuse(at: &At<'_>) -> AnyView {
    let body = at.area("refuse_reason", "不予决定的理由").hint("只在法院内部留存").view();
    at.folded(&["refuse_reason"], "不予决定", at.form(Step::Refuse, body, "不予决定，草稿结束", "btn btn--warn"))
}

fn take_back(at: &At<'_>) -> AnyView {
    let body = at.area("take_back_reason", "登记错在哪里").hint("只在法院内部留存").view();
    let form = at.form(Step::TakeBack, body, "撤回登记的情形", "btn btn--plain");
    at.folded(&["take_back_reason"], "登记错了", form)
}

fn serve(at: &At<'_>) -> AnyView {
    let body = view! {
        {at.text("service_method", "送达方式").hint("例如直接送达、邮寄送达、公告送达").view()}
        {at.day("service_date", "送达日期")}
    };
    at.form(Step::Serve, body.into_any(), "登记送达", "btn")
}

fn grace(at: &At<'_>) -> AnyView {
    let body = at.text("grace_until", "宽限期的最后一天").narrow().hint("自送达起 1 至 3 个月，期间不公布").view();
    at.form(Step::Grace, body, "给予宽限期", "btn btn--plain")
}

fn publish(at: &At<'_>) -> AnyView {
    let body = Checkbox::new("still_unperformed", "宽限期已满，经核实仍未履行（没有宽限期的不用勾选）")
        .checked(at.typed.has("still_unperformed"))
        .errors(at.errors)
        .view();
    at.form(Step::Publish, body, "批准公布", "btn")
}

fn performed(at: &At<'_>) -> AnyView {
    at.form(Step::Performed, at.day("performed_on", "履行完毕的日期"), "公布前已履行，不再公布", "btn btn--plain")
}

fn found(at: &At<'_>) -> AnyView {
    let options = Trigger::ALL.iter().map(|t| (t.code(), t.zh()));
    let select = Select::new("trigger", "出现了哪一种情形").option("", "请选择").options(options);
    let body = view! {
        {select.value(&at.typed.text("trigger")).errors(at.errors).view()}
        {at.day("trigger_on", "情形发生的日期")}
        {at.text("query_first", "第一次网络查控日期").optional().narrow().hint("只有终结本次执行程序的情形填写").view()}
        {at.text("query_second", "第二次网络查控日期").optional().narrow().view()}
        {message(at, "queries")}
    };
    let form = at.form(Step::Found, body.into_any(), "登记删除情形", "btn btn--plain");
    view! { <h3>"应当删除的情形"</h3><p class="hint">"自情形发生起 3 个工作日内要删除。"</p>{form} }.into_any()
}

/// A message that belongs to several fields together.
fn message(at: &At<'_>, field: &'static str) -> AnyView {
    let words = at.errors.get(field).map(str::to_owned);
    words.map_or_else(|| ().into_any(), |words| view! { <p class="msg" id=field>{words}</p> }.into_any())
}

fn remove(at: &At<'_>) -> AnyView {
    at.form(Step::Remove, ().into_any(), "删除，马上从网站撤下", "btn btn--warn")
}

fn early(at: &At<'_>) -> AnyView {
    let body = view! {
        {at.text("early_no", "提前删除决定书文号").view()}
        {at.area("early_reason", "积极履行或者主动纠正的情况").view()}
    };
    at.folded(
        &["early_no", "early_reason"],
        "提前删除",
        at.form(Step::RemoveEarly, body.into_any(), "提前删除，马上撤下", "btn btn--warn"),
    )
}

fn expire(at: &At<'_>) -> AnyView {
    at.folded(&[], "期满删除", at.form(Step::Expire, ().into_any(), "期限已满，马上撤下", "btn btn--warn"))
}

fn wrong(at: &At<'_>) -> AnyView {
    let body = view! {
        {info_box("自己不能撤销的，先登记，自发现起 3 个工作日内由有权的人撤销或者更正。")}
        {at.day("wrong_on", "发现错误的日期")}
    };
    at.folded(
        &["wrong_on"],
        "登记发现错误",
        at.form(Step::Wrong, body.into_any(), "登记，请有权的人处理", "btn btn--plain"),
    )
}

fn cleared(at: &At<'_>) -> AnyView {
    at.form(Step::Cleared, ().into_any(), "核查过，信息没有错", "btn btn--plain")
}

fn revoke(at: &At<'_>) -> AnyView {
    let body = view! {
        {info_box("不应当纳入的，自发现起 3 个工作日内撤销。撤销后公开页面不再显示姓名。")}
        {at.day("revoke_on", "发现错误的日期")}
        {at.area("revoke_reason", "撤销的理由").hint("只在法院内部留存").view()}
    };
    at.folded(
        &["revoke_on", "revoke_reason"],
        "撤销错误的信息",
        at.form(Step::Revoke, body.into_any(), "撤销，马上撤下", "btn btn--warn"),
    )
}

fn lift(at: &At<'_>) -> AnyView {
    let open = at.v.channels.iter().filter(|c| c.closed.is_empty());
    let places = open.fold(Checks::new("lifted", "已经同步公布解除消息的渠道"), |checks, c| {
        checks.option(&c.id, &c.name)
    });
    let any = at.v.channels.iter().any(|c| c.closed.is_empty());
    let places = any.then(|| places.hint("原来公布过的每一处都要解除").chosen(&at.typed.all("lifted")).view());
    let body = view! {
        {info_box("解除后，本站在原来的网址公布解除消息 7 天，然后不再出现姓名。")}
        {at.area("lift_reason", "解除的原因").hint("例如已经履行完毕、已提供有效担保、申请执行人同意。只在法院内部留存").view()}
        {places}
        {message(at, "channels")}
    };
    at.folded(
        &["lift_reason", "channels"],
        "解除限制消费",
        at.form(Step::Lift, body.into_any(), "解除，马上更新公开页面", "btn btn--warn"),
    )
}

fn portal(at: &At<'_>) -> AnyView {
    let radios =
        Portal::ALL.iter().fold(Radios::new("portal", "在中国执行信息公开网查到的状态"), |radios, p| {
            radios.option(p.code(), p.zh())
        });
    let body = view! {
        {radios.chosen(&at.typed.text("portal")).errors(at.errors).view()}
        {at.day("portal_on", "核对日期")}
    };
    let form = at.form(Step::Portal, body.into_any(), "登记核对结果", "btn btn--plain");
    at.folded(
        &["portal", "portal_on"],
        "核对全国平台",
        view! { <p class="hint">"全国平台已经删除的，本站马上停止显示。"</p>{form} }.into_any(),
    )
}

fn channel(at: &At<'_>) -> AnyView {
    let kinds = ChannelKind::ALL.iter().map(|kind| (kind.code(), kind.zh()));
    let kind = Select::new("channel_kind", "种类").options(kinds).value(&at.typed.text("channel_kind"));
    let body = view! {
        {kind.errors(at.errors).view()}
        {at.text("channel_name", "渠道或者单位名称").hint("例如法院微信公众号、县融媒体中心、公告栏，或者某银行、某单位").view()}
        {at.text("channel_url", "网址").optional().view()}
        {at.day("channel_on", "公布或者告知的日期")}
    };
    at.folded(
        &["channel_kind", "channel_name", "channel_url", "channel_on"],
        "登记其他公布渠道或者告知的单位",
        at.form(Step::Channel, body.into_any(), "登记渠道", "btn btn--plain"),
    )
}
