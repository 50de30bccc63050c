//! `/comply/correct`: the request of a listed person, or of anyone about their data, and its receipt (DJ-13, PI-6).
use leptos::prelude::*;

use crate::{
    components::{
        back_link,
        form::{Checkbox, Field, Radios, button, error_summary, hidden, post_form},
        info_box,
    },
    domain::objection::About,
    form::{Errors, objection::ObjectionForm, tip},
    pages::{Page, Section, Site},
};

#[derive(Clone, Debug, Default)]
pub struct CorrectView {
    pub form: ObjectionForm,
    pub errors: Errors,
}

pub fn correct(site: &Site, view: &CorrectView) -> Page {
    let (court, v) = (site.court.clone(), view.clone());
    Page::new("提交纠正申请", Section::Other, move || {
        view! {
            {error_summary(&v.errors)}
            {back_link("/comply", "我是被执行人")}
            <h1>"提交纠正申请"</h1>
            <p>"法院收到后 15 日内审查答复。理由成立的，3 个工作日内纠正。审查期间原来的信息不停止公布。"</p>
            <p>{format!("也可以打电话 {} 或者到 {} 提交书面申请。", court.phone, court.address)}</p>
            {post_form("/comply/correct", fields(&v).into_any())}
            <p class="meta">"您填写的内容加密保存，只用于办理这项申请和与您联系。不用上传身份证，法院会打电话核实身份。"</p>
        }
    })
    .noindex()
    .errors(!view.errors.is_empty())
}

fn fields(v: &CorrectView) -> impl IntoView + use<> {
    let (f, e) = (&v.form, &v.errors);
    let about = About::all().fold(Radios::new("about", "您要申请什么？"), |radios, about| {
        radios.option_with(about.code(), about.zh(), about.kind_zh())
    });
    view! {
        {hidden("once", &f.once)}
        {about.chosen(&f.about).errors(e).view()}
        {Field::text("name", "申请人姓名或者单位名称").value(&f.name).errors(e).autocomplete("off").view()}
        {Field::text("phone", "联系手机").hint("用来核实身份、通知结果").value(&f.phone).narrow().inputmode("tel").errors(e).autocomplete("off").view()}
        {Field::text("case_no", "案号").hint("申请纠正名单信息时必填").value(&f.case_no).errors(e).autocomplete("off").view()}
        {Field::area("what", "请说明哪里不对、为什么").rows(6).value(&f.what).errors(e).view()}
        {Checkbox::new("declare", "我是本人、单位负责人或者受托人，所写内容真实").checked(tip::ticked(&f.declare)).errors(e).view()}
        {button("提交申请", "go", "send", "btn")}
    }
}

/// Shown once the request is durable. Sending the same form again shows the same codes.
pub fn receipt(ticket: &str, secret: &[String; 4], due: &str) -> Page {
    let (ticket, secret, due) = (ticket.to_owned(), secret.clone(), due.to_owned());
    Page::new("申请已收到", Section::Other, move || {
        let groups: Vec<_> = secret.iter().cloned().map(|g| view! { <span>{g}</span>" " }).collect();
        view! {
            <h1>"申请已收到"</h1>
            {info_box(format!("法院应在 {due} 前审查并答复。"))}
            <div class="code">
                <p>"编号"</p>
                <p class="code__v" id="ticket"><span>{ticket}</span></p>
                <p>"您的查询码"</p>
                <p class="code__v" id="secret">{groups}</p>
                <p class="hint">"请抄在纸上。丢失后无法找回，可以打电话询问结果"</p>
            </div>
            <p><a class="btn" href="/comply/status">"我已记下，去看办理情况的页面"</a></p>
        }
    })
    .noindex()
}
