//! The strips around a page: official site, quick exit, large type and theme.
use leptos::prelude::*;

use super::form::hidden;
use super::{Icon, icon, phone_link};
use crate::pages::{CourtView, Mode, Site, Theme};

/// 这是人民法院的官方网站　怎样辨别？ A demo site says that it is none.
pub fn official_strip(site: &Site) -> AnyView {
    let court = site.court.clone();
    let says = if site.demo {
        "这是演示网站，不是真实法院的网站"
    } else {
        "这是人民法院的官方网站"
    };
    view! {
        <details class="official">
            <summary>{icon(Icon::Shield)}<span>{says}"　"<span class="official__ask">"怎样辨别？"</span></span></summary>
            <ul>
                {line("网址", court.domain.clone())}
                <li>"地址栏应显示 https 和锁形标志"</li>
                {line("咨询电话", court.phone.clone())}
                {line("网站备案", court.icp.clone())}
                {line("公安备案", court.police_record.clone())}
                <li><a href="/about/verify">"更多辨别方法"</a></li>
            </ul>
        </details>
    }
    .into_any()
}

fn line(label: &'static str, value: String) -> Option<AnyView> {
    (!value.is_empty()).then(|| view! { <li>{format!("{label}：{value}")}</li> }.into_any())
}

/// Full-width strip on /tips pages: the link works alone, the small script only replaces the history entry.
pub fn quick_exit() -> AnyView {
    view! { <a class="exit" data-quick-exit="" href="/leave" rel="nofollow">{icon(Icon::Exit)}"快速离开（不会清除浏览记录）"</a> }.into_any()
}

/// 大字版 / 退出大字版, back to the same page.
pub fn display_switch(site: &Site) -> AnyView {
    let (to, words) = match site.mode {
        Mode::Standard => (Mode::Care, "大字版"),
        Mode::Care => (Mode::Standard, "退出大字版"),
    };
    view! {
        <form class="display" method="post" action="/display">
            {hidden("back", &site.path)}{hidden("theme", site.theme.code())}
            <button name="mode" value=to.code()>{words}</button>
        </form>
    }
    .into_any()
}

/// Light, dark or as the phone says: three buttons in the footer, the current one marked.
pub fn theme_switch(site: &Site) -> AnyView {
    let current = site.theme;
    let choice = |theme: Theme, words: &'static str| {
        view! { <button name="theme" value=theme.code() aria-pressed=if theme == current { "true" } else { "false" }>{words}</button> }
    };
    view! {
        <form class="theme" method="post" action="/display">
            {hidden("back", &site.path)}{hidden("mode", site.mode.code())}
            <span id="theme-h">"颜色："</span>
            <span role="group" aria-labelledby="theme-h">
                {choice(Theme::Auto, "跟随手机")}{choice(Theme::Light, "浅色")}{choice(Theme::Dark, "深色")}
            </span>
        </form>
    }
    .into_any()
}

/// Help comes first in every footer: phone, address, hours, how to tell the real site.
pub fn help_lines(court: &CourtView) -> AnyView {
    let phone =
        (!court.phone.is_empty()).then(|| view! { <li>{icon(Icon::Phone)}"电话："{phone_link(&court.phone)}</li> });
    let place = (!court.address.is_empty())
        .then(|| view! { <li>{icon(Icon::Pin)}{format!("执行窗口：{}", court.address)}</li> });
    let hours = (!court.hours.is_empty()).then(|| view! { <li>{icon(Icon::Clock)}{court.hours.clone()}</li> });
    view! { <ul class="help">{phone}{place}{hours}<li><a href="/about/verify">"怎样辨别官网"</a></li></ul> }.into_any()
}
