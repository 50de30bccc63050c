//! One tip, opened: what stands in clear, what the seal held, the thread, and the work on it.
use leptos::prelude::*;

use super::{Frame, staff_page, tip_forms};
use crate::components::form::error_summary;
use crate::components::{
    Column, Fact, Message, Moment, Tone, back_link, data_table, facts, fold, nb, thread, timeline, tone_tag,
};
use crate::domain::refusal::cited;
use crate::form::{
    Errors,
    tip_work::{AssignForm, MoveForm, NoteForm, TriageForm},
};
use crate::pages::Page;

/// An earlier or later tip that may be the same lead (BN-5).
#[derive(Clone, Debug, Default)]
pub struct AlikeRow {
    pub id: String,
    pub ticket: String,
    pub received: String,
    pub state_zh: String,
    /// This very tip.
    pub this: bool,
    /// This person may open it.
    pub opens: bool,
}

/// A note inside the court.
#[derive(Clone, Debug, Default)]
pub struct NoteRow {
    pub author: String,
    pub when: String,
    pub seen_by: String,
    pub text: String,
}

/// A photo of the tip: its address and what the original gave away.
#[derive(Clone, Debug, Default)]
pub struct PhotoRow {
    pub href: String,
    pub trace: String,
    pub width: u32,
    pub height: u32,
}

/// Everything the page shows. Built only after the reading was recorded.
#[derive(Clone, Debug, Default)]
pub struct TipView {
    pub id: String,
    pub version: i64,
    pub ticket: String,
    pub subject: String,
    pub subject_href: String,
    pub sequence: i64,
    pub received: String,
    pub medium_zh: String,
    pub kind_zh: String,
    pub urgency_zh: String,
    pub state_zh: String,
    pub due: String,
    pub late: bool,
    pub owner: String,
    pub named: bool,
    /// Label and words of the sealed content, in the order of the form; empty ones are left out.
    pub content: Vec<(String, String)>,
    pub photos: Vec<PhotoRow>,
    pub alike: Vec<AlikeRow>,
    pub messages: Vec<Message>,
    pub notes: Vec<NoteRow>,
    pub history: Vec<Moment>,
    pub may: May,
    pub officers: Vec<(String, String)>,
    /// Codes and words of the steps the rules allow now.
    pub steps: Vec<(String, String)>,
    /// Codes and words of the findings that may be recorded now.
    pub findings: Vec<(String, String)>,
    pub reopen: bool,
}

/// Which forms this person gets.
#[derive(Clone, Copy, Debug, Default)]
pub struct May {
    pub triage: bool,
    pub assign: bool,
    pub work: bool,
    /// The sender can be asked for more now.
    pub ask: bool,
}

/// What was typed in the forms of the page; only one of them was sent.
#[derive(Clone, Debug, Default)]
pub struct TipForms {
    pub triage: TriageForm,
    pub assign: AssignForm,
    pub note: NoteForm,
    pub step: MoveForm,
    pub errors: Errors,
}

pub fn tip(frame: &Frame, view: &TipView, forms: &TipForms) -> Page {
    let (f, v, forms) = (frame.clone(), view.clone(), forms.clone());
    // the title stays in the browser's history: only the number
    staff_page(format!("线索 {}", view.ticket), frame, !forms.errors.is_empty(), move || {
        view! {
            {error_summary(&forms.errors)}
            {back_link("/staff/tips", "线索")}
            <h1>"线索 "<span class="num nb">{v.ticket.clone()}</span></h1>
            {bar(&v)}
            <div class="desk__panes">
                <div>
                    {lead(&v)}
                    {photos(&v.photos)}
                    {alike(&v.alike)}
                    <h2>"与提供人的留言"</h2>
                    {thread(&v.messages, "还没有留言。")}
                    {notes(&v.notes)}
                    {identity(v.named)}
                </div>
                <div>{tip_forms::all(&f, &v, &forms)}</div>
            </div>
            <h2>"办理和查看记录"</h2>
            <p class="meta">"每次打开这条线索都会记录。"</p>
            {timeline(&v.history)}
        }
    })
}

fn bar(v: &TipView) -> AnyView {
    let due = if v.late { tone_tag(Tone::Late, v.due.clone()) } else { nb(v.due.clone()) };
    let subject = if v.subject_href.is_empty() {
        v.subject.clone().into_any()
    } else {
        view! { <a href=v.subject_href.clone()>{v.subject.clone()}</a> }.into_any()
    };
    facts(vec![
        Fact::view("状态", tone_tag(Tone::Draft, v.state_zh.clone())),
        Fact::view("期限", due),
        Fact::text("承办人", if v.owner.is_empty() { "未分配".to_owned() } else { v.owner.clone() }),
        Fact::view("对应公告", subject),
        Fact::text("先后顺序", format!("第 {} 条", v.sequence)),
        // day and second may stand on two lines of a phone
        Fact::text("收到时间", v.received.clone()),
        Fact::text("来源", v.medium_zh.clone()),
        Fact::text("类型", v.kind_zh.clone()),
        Fact::text("紧急程度", v.urgency_zh.clone()),
    ])
}

fn lead(v: &TipView) -> AnyView {
    let rows = v.content.iter().map(|(label, words)| {
        let words = words.clone();
        Fact::view(label, view! { <span class="keep-lines">{words}</span> }.into_any())
    });
    view! { <h2>"线索内容"</h2>{facts(rows.collect())} }.into_any()
}

/// Folded: nobody's screen shows a photo before it is asked for.
fn photos(photos: &[PhotoRow]) -> AnyView {
    if photos.is_empty() {
        return ().into_any();
    }
    let pictures = photos.iter().enumerate().map(|(i, p)| {
        let alt = format!("第 {} 张照片", i + 1);
        let trace = (!p.trace.is_empty()).then(|| format!("原照片带有{}，已去除", p.trace));
        view! {
            <figure><img src=p.href.clone() alt=alt width=p.width.to_string() height=p.height.to_string() loading="lazy"/>
                {trace.map(|t| view! { <figcaption class="hint">{t}</figcaption> })}</figure>
        }
    });
    fold(format!("显示照片（{} 张）", photos.len()), view! { {pictures.collect::<Vec<_>>()} }.into_any())
}

fn alike(rows: &[AlikeRow]) -> AnyView {
    if rows.len() < 2 {
        return ().into_any();
    }
    let columns = [Column::text("编号"), Column::text("收到时间"), Column::text("状态")];
    let lines = rows.iter().map(|r| {
        let href = format!("/staff/tips/{}", r.id);
        let number = match (r.this, r.opens) {
            (true, _) => view! { <b class="num nb">{format!("{}（本条）", r.ticket)}</b> }.into_any(),
            (false, true) => view! { <a class="num nb" href=href>{r.ticket.clone()}</a> }.into_any(),
            (false, false) => view! { <span class="num nb">{r.ticket.clone()}</span> }.into_any(),
        };
        vec![number, nb(r.received.clone()), r.state_zh.clone().into_any()]
    });
    view! {
        <h2>"可能重复的线索"</h2>
        {data_table(&format!("按收到的先后，最早的排第一{}", cited("BN-5")), &columns, lines.collect())}
    }
    .into_any()
}

fn notes(notes: &[NoteRow]) -> AnyView {
    let items = notes.iter().map(|n| {
        let n = n.clone();
        view! { <li><p class="meta">{n.author}"　"{n.when}"　"{n.seen_by}</p><p class="keep-lines">{n.text}</p></li> }
    });
    let items = items.collect::<Vec<_>>();
    let none = items.is_empty();
    view! {
        <h2>"内部备注"</h2>
        {none.then(|| view! { <p class="empty">"还没有备注。"</p> })}
        <ol class="notes">{items}</ol>
    }
    .into_any()
}

/// BN-6: who sent it stays under its own seal.
fn identity(named: bool) -> AnyView {
    let words = if named {
        "提供人实名提交。姓名和电话另行加密，这里不显示。领取悬赏金时，由两名授权人员共同核对，并留下记录。"
    } else {
        "提供人匿名提交。通过查询码联系；如果以后实名，先后顺序不变。"
    };
    view! { <h2>"提供人身份"</h2><div class="box sealed"><p>{words}</p></div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_sender_wrote_is_inert_and_the_title_holds_only_the_number() {
        let view = TipView {
            ticket: "AB12".into(),
            content: vec![("情况".into(), "<script>alert(1)</script></textarea>".into())],
            named: true,
            ..TipView::default()
        };
        let page = tip(&Frame::default(), &view, &TipForms::default());
        assert!(!page.body.contains("<script>"));
        assert_eq!(page.title, "线索 AB12");
        assert!(page.body.contains("另行加密"));
    }
}
