//! `/tips/new`: what helps, what happens with it, and the two lanes, before any field.
use leptos::prelude::*;

use super::parts::{ended_box, subject_line};
use crate::{
    components::{
        fold,
        form::{button, hidden, post_form},
        safety_box,
    },
    domain::tip_content::PRIVACY_VERSION,
    pages::Page,
};

/// Why the notice an address names is not the one the tip will be for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Missed {
    /// No notice was named, or it was found.
    #[default]
    Nothing,
    /// Ended, withdrawn or unknown: the same words for all, and never a name.
    Ended,
    /// `2025-21`: open, with several subjects, none of them chosen.
    Choice(String),
}

/// What the start page needs. `notice` is `2025-21`, `subject` its number in the issue; both may be empty.
#[derive(Clone, Debug, Default)]
pub struct StartView {
    pub notice: String,
    pub subject: String,
    /// 2025年第21期悬赏公告, never a name.
    pub subject_zh: Option<String>,
    pub missed: Missed,
    pub court: String,
    pub phone: String,
}

pub fn start(view: &StartView) -> Page {
    let v = view.clone();
    super::page(false, move || {
        let begin = view! {
            {hidden("notice", &v.notice)}
            {hidden("subject", &v.subject)}
            {button("开始填写", "go", "start", "btn")}
        };
        view! {
            <h1>"提供线索"</h1>
            <p class="lead">"约 3 分钟；可以匿名；不需要注册"</p>
            {subject_line(&v.subject_zh)}
            {missed(&v.missed)}
            <p><strong>"有人身危险请拨打 "<a href="tel:110" class="nb">"110"</a></strong></p>
            {safety_box()}
            <h2>"哪些情况对我们有帮助"</h2>
            <ul>
                <li>"被执行人现在在哪里，或者什么时候会出现"</li>
                <li>"名下或者实际控制的房产、车辆、存款、应收款、公司"</li>
                <li>"被限制消费后仍然高消费"</li>
            </ul>
            {lanes()}
            <h2>"我们怎样处理"</h2>
            <ul>
                <li>"线索和身份分开加密保存，只有经办人员能看到"</li>
                <li>"照片里的位置信息会被自动删除"</li>
                <li>"不会告诉被执行人是谁提供了线索"</li>
                <li>"您可以凭编号和查询码查看回复"</li>
            </ul>
            {lawful()}
            {privacy(&v.court, &v.phone)}
            {shared_computer()}
            {post_form("/tips/new", begin.into_any())}
            <p><a href="/tips/status">"我已提交过，查看回复"</a></p>
        }
    })
}

/// Said before anything is typed: a tip must not turn into another one silently.
fn missed(missed: &Missed) -> AnyView {
    match missed {
        Missed::Nothing => ().into_any(),
        Missed::Ended => ended_box(),
        Missed::Choice(slug) => {
            let href = format!("/notices/{slug}");
            view! { <p class="box">"这期公告有几位被执行人。请先"<a href=href>"回到公告选择一位"</a>"，您的线索才会记在这条公告下。"</p> }
                .into_any()
        }
    }
}

/// The two lanes, side by side on wide screens.
fn lanes() -> impl IntoView {
    view! {
        <h2>"两种提交方式"</h2>
        <div class="lanes">
            <section class="card">
                <h3>"匿名提交"</h3>
                <p>"不问姓名和电话，凭查询码联系。匿名线索暂时不能领取悬赏金；以后愿意说明身份时，先后顺序仍按原来的收到时间计算。"</p>
            </section>
            <section class="card">
                <h3>"实名提交，身份保密"</h3>
                <p>"留下姓名和手机号码。身份另行加密，只有发放悬赏金时由专人核对。线索被采用并符合公告条件的，可以领取悬赏金。"</p>
            </section>
        </div>
    }
}

/// PI-12: lawful means, no self-help, said without threats.
fn lawful() -> impl IntoView {
    view! {
        <h2>"请用合法的方式"</h2>
        <p>"请只说您看到的、听到的或者依法知道的情况。不要跟踪、偷拍、冒充他人，也不要购买或者骗取他人信息。故意编造、陷害他人要承担法律责任。"</p>
    }
}

fn privacy(court: &str, phone: &str) -> AnyView {
    let who = format!("处理者：{court}。目的：核查线索、联系您、发放悬赏金。依据：法院履行执行职责。");
    let rights = format!("您可以查询、更正或者要求删除您的信息，电话 {phone}。告知书版本 {PRIVACY_VERSION}。");
    let body = view! {
        <p>{who}</p>
        <p>"我们只收您填写的内容，不保存网络地址。行踪和财产账户属于敏感信息，单独加密，不发短信和邮件。"</p>
        <p>"没有提交的内容 30 分钟后清除。查无结果的线索，身份信息在办结 6 个月后删除；被采用的线索按案卷规定保存。"</p>
        <p>{rights}</p>
    };
    fold("个人信息怎样使用、保存多久", body.into_any())
}

fn shared_computer() -> AnyView {
    let body = view! {
        <p>"请打开浏览器的无痕窗口再填写。填完后关闭窗口，不要保存密码或者截图。"</p>
        <p>"页面上方的“快速离开”会结束填写并转到别的网站，但不会清除浏览记录。"</p>
    };
    fold("使用公用电脑或别人的手机时", body.into_any())
}
