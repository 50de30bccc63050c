//! `/tips/receipt`: ticket, secret, place in line and proof; then the save gate.
use leptos::prelude::*;

use super::parts::{ended_box, line, subject_line};
use crate::{
    components::{
        fold,
        form::{Checkbox, button, error_summary, post_form},
    },
    domain::date::Instant,
    form::{Errors, tip, tip_status::KeptForm},
    pages::Page,
};

/// What the sender takes away. Shown as long as the session lives and the gate is not passed.
#[derive(Clone, Default)]
pub struct ReceiptView {
    /// `7KQ4M-2XT9W`, safe to show to others.
    pub ticket: String,
    /// The secret in its four groups; whoever has them reads the thread.
    pub secret: [String; 4],
    pub arrived: Instant,
    /// Place among the tips for the same subject, from 1.
    pub seq: i64,
    pub subject_zh: Option<String>,
    /// The notice had ended when the tip came.
    pub ended: bool,
    /// Signed line that proves ticket, place and time without this site.
    pub proof: String,
    pub form: KeptForm,
    pub errors: Errors,
}

pub fn receipt(view: &ReceiptView) -> Page {
    let v = view.clone();
    super::page(!v.errors.is_empty(), move || {
        let kept = Checkbox::new("kept", "我已把查询码记在安全的地方").checked(tip::ticked(&v.form.kept));
        let body = view! {
            {kept.errors(&v.errors).view()}
            {line("last4", "请输入查询码的最后四位", &v.form.last4).narrow().errors(&v.errors).view()}
            {button("我已记下，查看进展", "go", "kept", "btn")}
        };
        view! {
            {error_summary(&v.errors)}
            <h1>"线索已收到"</h1>
            <p><time class="nb" datetime=v.arrived.iso()>{v.arrived.zh_second()}</time>"收到，先后顺序以此为准。"</p>
            {subject_line(&v.subject_zh)}
            {v.ended.then(ended_box)}
            <p>"先后顺序：第 "<b class="num" id="seq">{v.seq.to_string()}</b>" 位"</p>
            {code(&v.ticket, &v.secret)}
            {post_form("/tips/receipt", body.into_any())}
            {what_next()}
            {proof(v.proof.clone())}
        }
    })
}

/// The secret in four groups, so that lines break between groups; no QR, no picture.
fn code(ticket: &str, secret: &[String; 4]) -> impl IntoView + use<> {
    let groups: Vec<_> = secret.iter().cloned().map(|g| view! { <span>{g}</span>" " }).collect();
    view! {
        <div class="code">
            <p>"编号（可以给别人看）"</p>
            <p class="code__v" id="ticket"><span>{ticket.to_owned()}</span></p>
            <p>"您的查询码"</p>
            <p class="code__v" id="secret">{groups}</p>
            <p class="hint">"只显示这一次，丢失后无法找回。可以抄在纸上"</p>
        </div>
    }
}

fn what_next() -> impl IntoView {
    view! {
        <h2>"接下来会怎样"</h2>
        <ol>
            <li>"初步审查，一般 3 个工作日内完成。"</li>
            <li>"需要补充时，法官会在这里留言；您的留言一般 2 个工作日内答复。"</li>
            <li>"核查期间可能不便告知细节。"</li>
            <li>"有结果后在这里告诉您；可以领取悬赏金的，会写明领取方式。"</li>
        </ol>
    }
}

fn proof(text: String) -> AnyView {
    let body = view! {
        <p>"这行文字带有法院的电子签名，证明编号、先后顺序和收到时间。里面没有线索内容，也没有查询码。"</p>
        <p class="anywhere"><code id="proof">{text}</code></p>
    };
    fold("收到证明（可以保存）", body.into_any())
}
