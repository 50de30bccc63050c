//! Where an issue was posted outside this site, and what has to come down (BN-4, BN-12, RC-8).
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::form::{Field, Select, button, error_summary};
use crate::components::{Column, Fact, back_link, data_table, facts, info_box, nb};
use crate::domain::placement::Channel;
use crate::form::{
    Errors,
    placement::{PlacementForm, TakeDownForm},
};
use crate::pages::Page;

/// One posting as a line.
#[derive(Clone, Debug, Default)]
pub struct PlacementLine {
    /// Where its form is
    pub href: String,
    /// `2025年第21期`; shown in the list of all issues
    pub no_zh: String,
    pub channel: String,
    pub name: String,
    pub url: String,
    pub posted: String,
    /// Day and proof; empty while it is up
    pub down: String,
    /// Why it has to come down; empty while it may stay
    pub why: String,
}

/// The postings of one issue.
#[derive(Clone, Debug, Default)]
pub struct PlacementsView {
    pub issue: String,
    pub no_zh: String,
    pub lines: Vec<PlacementLine>,
}

pub fn placements(frame: &Frame, view: &PlacementsView, form: &PlacementForm, errors: &Errors) -> Page {
    let (f, v, form, errors) = (frame.clone(), view.clone(), form.clone(), errors.clone());
    staff_page(format!("{}张贴登记", v.no_zh), frame, !errors.is_empty(), move || {
        let back = format!("/staff/notices/{}", v.issue);
        let action = format!("{back}/placements#errors");
        let list = if v.lines.is_empty() {
            view! { <p class="empty">"还没有登记。公告在网站以外的地方发布后，请在下面登记，结束时才能逐一撤下。"</p> }
                .into_any()
        } else {
            table("先发布的在前", &v.lines, false)
        };
        let channels = Channel::ALL.iter().map(|c| (c.code(), c.zh()));
        view! {
            {error_summary(&errors)}
            {back_link(back, format!("{}悬赏公告", v.no_zh))}
            <h1>{format!("{}张贴登记", v.no_zh)}</h1>
            {list}
            <h2>"登记一处"</h2>
            {f.form(action, view! {
                {Select::new("channel", "渠道").option("", "请选择").options(channels).value(&form.channel).errors(&errors).view()}
                {Field::text("name", "账号、报纸或者地点").hint("不要写姓名和门牌号").value(&form.name).errors(&errors).view()}
                {Field::text("url", "网址").optional().hint("网上发布的请复制完整网址").value(&form.url).errors(&errors).view()}
                {Field::text("posted_on", "发布日期").hint(&f.example(0)).value(&form.posted_on).errors(&errors).view()}
                {button("登记", "go", "add", "btn")}
            }.into_any())}
        }
    })
}

fn table(caption: &str, lines: &[PlacementLine], issues: bool) -> AnyView {
    let mut columns =
        vec![Column::text("渠道"), Column::text("地点或者账号"), Column::text("发布"), Column::text("撤下")];
    if issues {
        columns.insert(0, Column::text("期号"));
    }
    let rows = lines.iter().map(|line| {
        let (url, href) = (line.url.clone(), line.href.clone());
        let down = if line.down.is_empty() {
            let words =
                if line.why.is_empty() { "登记撤下".to_owned() } else { format!("{}，办理撤下", line.why) };
            view! { <a href=href>{words}</a> }.into_any()
        } else {
            line.down.clone().into_any()
        };
        let mut cells = vec![
            line.channel.clone().into_any(),
            view! { {line.name.clone()}<br/><span class="meta hash">{url}</span> }.into_any(),
            nb(line.posted.clone()),
            down,
        ];
        if issues {
            cells.insert(0, nb(line.no_zh.clone()));
        }
        cells
    });
    data_table(caption, &columns, rows.collect())
}

/// What has to come down, over all issues.
pub fn tasks(frame: &Frame, lines: &[PlacementLine]) -> Page {
    let lines = lines.to_vec();
    staff_page("要撤下的张贴", frame, false, move || {
        let list = if lines.is_empty() {
            view! { <p class="empty">"没有要撤下的张贴。公告结束或者撤下后，登记过的地方会列在这里。"</p> }.into_any()
        } else {
            table("发布最久的在前", &lines, true)
        };
        view! {
            <h1>"要撤下的张贴"</h1>
            <p class="hint">"在网站以外发布的公告，结束后要在同样的范围内撤下。逐一通知、查看，再登记。"</p>
            {list}
        }
    })
}

/// One posting to be closed.
#[derive(Clone, Debug, Default)]
pub struct TakeDownView {
    /// Address of the issue's postings
    pub back: String,
    pub action: String,
    pub no_zh: String,
    pub line: PlacementLine,
    /// Ready to be sent; empty while the posting may stay
    pub request: String,
}

pub fn take_down(frame: &Frame, view: &TakeDownView, form: &TakeDownForm, errors: &Errors) -> Page {
    let (f, v, form, errors) = (frame.clone(), view.clone(), form.clone(), errors.clone());
    staff_page(format!("{}撤下登记", v.no_zh), frame, !errors.is_empty(), move || {
        let request = (!v.request.is_empty()).then(|| {
            view! {
                <section class="lines-to-copy"><h2>"发给对方的通知"</h2>
                    {Field::area("request", "通知").hint("可以直接复制发送").rows(5).value(&v.request).view()}
                </section>
            }
        });
        view! {
            {error_summary(&errors)}
            {back_link(v.back.clone(), format!("{}张贴登记", v.no_zh))}
            <h1>"登记撤下"</h1>
            {(!v.line.why.is_empty()).then(|| info_box(format!("{}，这里发布的要撤下。", v.line.why)))}
            {facts(vec![
                Fact::text("渠道", v.line.channel.clone()),
                Fact::text("地点或者账号", v.line.name.clone()),
                Fact::text("网址", v.line.url.clone()),
                Fact::text("发布", v.line.posted.clone()),
            ])}
            {request}
            {f.form(format!("{}#errors", v.action), view! {
                {Field::text("taken_on", "撤下日期").hint(&f.example(0)).value(&form.taken_on).errors(&errors).view()}
                {Field::area("proof", "怎样确认").hint("例如：打开链接，显示内容已删除").rows(3).value(&form.proof).errors(&errors).view()}
                {button("登记撤下", "go", "close", "btn")}
            }.into_any())}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bn_12_what_has_to_come_down_says_why_and_leads_there() {
        let line = PlacementLine { href: "/x".into(), why: "公告已经撤下".into(), ..PlacementLine::default() };
        let page = tasks(&Frame::default(), &[line]);
        assert!(page.body.contains("公告已经撤下，办理撤下") && page.body.contains("href=\"/x\""));
        assert!(tasks(&Frame::default(), &[]).body.contains("没有要撤下的张贴"));
    }
}
