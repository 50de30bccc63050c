//! One sheet to print: A4 or A3, readable in black and white.
use leptos::prelude::*;

use super::{Frame, staff_page};
use crate::components::{Fact, back_link, facts};
use crate::pages::Page;
use crate::text::poster::Poster;

/// The paper it is laid out for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    #[default]
    A4,
    A3,
}

impl Paper {
    pub const fn code(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A3 => "a3",
        }
    }
    pub fn parse(code: &str) -> Option<Self> {
        [Self::A4, Self::A3].into_iter().find(|paper| paper.code() == code)
    }
}

/// The title has the number and no name: it stands in the tab and in the printer's queue. `back` is the outputs' page.
pub fn poster(frame: &Frame, sheet: &Poster, paper: Paper, back: &str) -> Page {
    let (view, back) = (sheet.clone(), back.to_owned());
    staff_page(format!("{}海报", view.number), frame, false, move || {
        let class = if paper == Paper::A3 { "poster poster--a3" } else { "poster" };
        let rows = view.facts.iter().map(|(label, value)| Fact::text(label, value.clone())).collect();
        let rewards = view.rewards.iter().map(|(label, digits, capitals)| {
            view! { <p class="poster__reward">{label.clone()}"　"<b class="num">{digits.clone()}</b>"　"{capitals.clone()}</p> }
        });
        let wanted = view.wanted.iter().map(|line| view! { <li>{line.clone()}</li> });
        let basis = view.basis.iter().map(|line| view! { <p class="meta">{line.clone()}</p> });
        view! {
            {back_link(back, "海报和其他文本")}
            <p class="hint">"请用浏览器的打印功能打印这一页。张贴以后，请在“张贴登记”里登记，结束时才能及时取下。"</p>
            <article class=class>
                {(!view.mark.is_empty()).then(|| view! { <p class="poster__mark">{view.mark}</p> })}
                <p class="poster__court">{view.court.clone()}"　执行悬赏公告　"<span class="nb">{view.number.clone()}</span></p>
                <h1>{view.title.clone()}</h1>
                {rewards.collect::<Vec<_>>()}
                <p>{view.conditions.clone()}</p>
                {facts(rows)}
                <section><h2>"我们想知道"</h2><ul>{wanted.collect::<Vec<_>>()}</ul></section>
                <section>
                    <h2>"怎样提供线索"</h2>
                    <p>"电话："<b class="nb">{view.phone.clone()}</b>"。执行窗口："{view.address.clone()}"。可以匿名。"</p>
                    <p>"请把线索只告诉法院，不要自行跟踪、拦截或者当面追讨，不要打扰其家人和同事。"</p>
                </section>
                <div class="poster__foot">
                    <div class="poster__qr" role="img" aria-label="核对公告是否有效的二维码" inner_html=view.qr_svg.clone()></div>
                    <div>
                        <p>"扫码核对这份公告是否仍然有效：" {view.verify_url.clone()}</p>
                        <p>"有效期："{view.validity.clone()}"。过期或者撤下后请取下。"</p>
                        {basis.collect::<Vec<_>>()}
                        <p class="meta">"打印日期："{view.printed_on.clone()}</p>
                    </div>
                </div>
            </article>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date::LegalDate;
    use crate::text::{
        poster,
        record::tests::{NAME, record},
    };

    #[test]
    fn the_name_stands_on_the_sheet_and_not_in_the_title() {
        let sheet = poster::poster(&record(), 1, LegalDate::parse("2025-12-16").unwrap()).unwrap();
        let page = super::poster(&Frame::default(), &sheet, Paper::A3, "/staff");
        assert!(page.body.contains(NAME) && !page.title.contains(NAME));
        assert!(page.body.contains("poster--a3") && page.body.contains("<svg") && page.body.contains("人民币伍万元整"));
    }
}
