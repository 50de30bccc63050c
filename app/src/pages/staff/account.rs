//! One's own account: password and second factor.
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{Field, error_summary, submit};
use crate::components::{Fact, facts, info_box};
use crate::form::Errors;
use crate::pages::Page;

/// What a person sees of their own account.
#[derive(Clone, Debug, Default)]
pub struct AccountView {
    pub login: String,
    pub name: String,
    pub roles_zh: String,
    /// As printed; empty when it was never changed by its owner.
    pub password_changed: String,
    pub second_factor: bool,
}

pub fn account(frame: &Frame, view: &AccountView) -> Page {
    let view = view.clone();
    staff_page("我的账号", frame, false, move || {
        view! {
            <h1>"我的账号"</h1>
            {facts(vec![
                Fact::text("账号", view.login.clone()),
                Fact::text("姓名", view.name.clone()),
                Fact::text("角色", view.roles_zh.clone()),
                Fact::text("密码修改时间", view.password_changed.clone()),
                Fact::text("动态码", if view.second_factor { "已开启" } else { "未开启" }),
            ])}
            <ul class="desk__links">
                <li><a href="/staff/account/password">"修改密码"</a></li>
                <li><a href="/staff/account/second-factor">{if view.second_factor { "更换动态码" } else { "开启动态码" }}</a></li>
            </ul>
        }
    })
}

/// `must` is set at the first sign-in: nothing else opens before the password is one's own.
pub fn password(frame: &Frame, must: bool, errors: &Errors) -> Page {
    let (f, errors) = (frame.clone(), errors.clone());
    staff_page("修改密码", frame, !errors.is_empty(), move || {
        view! {
            {error_summary(&errors)}
            <h1>"修改密码"</h1>
            {must.then(|| info_box("这是初始密码。请先改成只有您知道的密码，再继续使用。"))}
            {f.form("/staff/account/password", view! {
                {Field::password("old", "现在的密码").autocomplete("current-password").errors(&errors).view()}
                {Field::password("new", "新密码").autocomplete("new-password")
                    .hint("至少 10 个字符，大写字母、小写字母、数字、符号至少三种，不能用最近 5 次用过的").errors(&errors).view()}
                {Field::password("again", "再输入一次新密码").autocomplete("new-password").errors(&errors).view()}
                {submit("修改密码")}
            }.into_any())}
            <p class="meta">"线索用您的密钥加密，密钥由密码保护。忘记密码后只能由管理员重置，重置前收到的线索要由他人重新授权给您。"</p>
        }
    })
}

/// The secret to enrol, drawn by the server.
#[derive(Clone, Default)]
pub struct SecondFactorView {
    /// SVG of the otpauth address, black on white.
    pub qr_svg: String,
    /// The same secret as text, in groups of four.
    pub secret: String,
    /// An earlier one is in force until the new one is confirmed.
    pub replaces: bool,
    /// SE-2: nothing else opens before it is confirmed.
    pub must: bool,
}

pub fn second_factor(frame: &Frame, view: &SecondFactorView, errors: &Errors) -> Page {
    let (f, view, errors) = (frame.clone(), view.clone(), errors.clone());
    staff_page("开启动态码", frame, !errors.is_empty(), move || {
        view! {
            {error_summary(&errors)}
            <h1>"开启动态码"</h1>
            {view.must.then(|| info_box("您的岗位必须使用动态码，开启以后才能使用其他页面。"))}
            {view.replaces.then(|| info_box("确认之前，原来的动态码仍然有效。"))}
            <ol class="desk__steps">
                <li>"在手机上打开任何一种身份验证器应用，扫描下面的二维码。"</li>
                <li>"把应用显示的 6 位数字填在下面。以后每次登录都要填写。"</li>
            </ol>
            <div class="desk__qr" role="img" aria-label="动态码二维码" inner_html=view.qr_svg.clone()></div>
            <p>"不能扫描时，手工输入密钥："<code class="desk__secret">{view.secret.clone()}</code></p>
            {f.form("/staff/account/second-factor", view! {
                {Field::text("code", "6 位动态码").narrow().inputmode("numeric").autocomplete("one-time-code").errors(&errors).view()}
                {submit("确认开启")}
            }.into_any())}
        }
    })
}
