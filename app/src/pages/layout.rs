//! The shell around every page: head, strips, masthead, menu, footer. Same order everywhere, no script of its own.
use leptos::prelude::*;

use super::page::{Page, Robots, Section, Share, Shell};
use super::site::{Site, StaffChip};
use crate::components::{Icon, display_switch, help_lines, icon, official_strip, quick_exit, theme_switch, zh_date};
use crate::domain::staff::Action;
use crate::render::{attr, to_html};

/// The public menu in its fixed order.
const MENU: [(Section, &str, &str); 8] = [
    (Section::Home, "/", "首页"),
    (Section::Notices, "/notices", "悬赏公告"),
    (Section::Tips, "/tips/new", "提供线索"),
    (Section::Status, "/tips/status", "查看回复"),
    (Section::Claims, "/claims", "领取案款"),
    (Section::Lists, "/lists", "名单查询"),
    (Section::Outcomes, "/outcomes", "执行成效"),
    (Section::Learn, "/learn", "学一学"),
];

/// Address, words, and the rights of which one opens it; none means everybody who is signed in.
const STAFF_MENU: [(&str, &str, &[Action]); 16] = [
    ("/staff", "工作台", &[]),
    ("/staff/tips", "线索", &[Action::ReadTip]),
    ("/staff/notices", "悬赏公告", &[Action::Write, Action::Review, Action::Publish]),
    ("/staff/content", "内容", &[Action::Write, Action::Review, Action::Publish]),
    ("/staff/figures", "执行数据", &[Action::Write, Action::Review, Action::Publish]),
    ("/staff/lists", "失信和限消名单", &[Action::Write, Action::Review, Action::Publish]),
    ("/staff/import", "导入名单", &[Action::Write]),
    ("/staff/placements", "要撤下的张贴", &[Action::Write, Action::Review, Action::Publish]),
    ("/staff/deadlines", "期限", &[Action::Write, Action::Review, Action::Publish, Action::ReadTip, Action::Manage]),
    ("/staff/measures", "执行措施", &[Action::HandleCase, Action::Write, Action::Review, Action::Publish]),
    ("/staff/warnings", "预处罚", &[Action::HandleCase]),
    ("/staff/money", "案款", &[Action::HandleCase]),
    ("/staff/objections", "纠正申请", &[Action::HandleObjection]),
    ("/staff/calendar", "工作日历", &[Action::Manage]),
    ("/staff/audit", "操作记录", &[Action::ReadAudit]),
    ("/staff/account", "我的账号", &[]),
];

/// The full HTML document of a page.
pub fn document(site: &Site, page: &Page) -> String {
    let head = head(site, page);
    let before = match page.shell {
        Shell::Public | Shell::Tips => public_top(site, page),
        Shell::Staff => staff_top(site),
    };
    let after = match page.shell {
        Shell::Public | Shell::Tips => public_foot(site),
        Shell::Staff => String::new(),
    };
    let (mode, theme) = (site.mode.code(), site.theme.code());
    let shell = match page.shell {
        Shell::Public => "public",
        Shell::Tips => "tips",
        Shell::Staff => "staff",
    };
    format!(
        "<!DOCTYPE html><html lang=\"zh-CN\" data-mode=\"{mode}\" data-theme=\"{theme}\"><head>{head}</head>\
         <body class=\"{shell}\">{before}<main id=\"main\" tabindex=\"-1\">{}</main>{after}</body></html>",
        page.body
    )
}

/// One string, because two pieces would print a marker inside the element.
fn full_title(site: &Site, page: &Page) -> String {
    match page.shell {
        Shell::Public => format!("{} - {}执行信息公开", page.title, site.court.name),
        // neutral: the tab, the history and a chat that keeps titles say nothing
        Shell::Tips if page.title.starts_with("有错误：") => "有错误：填写 - 法院服务".to_owned(),
        Shell::Tips => "填写 - 法院服务".to_owned(),
        Shell::Staff => format!("{} - 后台", page.title),
    }
}

fn head(site: &Site, page: &Page) -> String {
    let title = full_title(site, page);
    let css = site.assets.css.clone();
    let staff_css = (page.shell == Shell::Staff).then(|| site.assets.staff_css.clone());
    let favicon = site.assets.favicon.clone();
    let boot = page.body.contains("<leptos-island").then(|| site.assets.boot.clone()).flatten();
    let exit = (page.shell == Shell::Tips).then(|| site.assets.quick_exit.clone()).flatten();
    let hide = page.robots == Robots::NoIndex || page.shell != Shell::Public;
    let feed = page.shell == Shell::Public;
    let share = page.share.clone();
    let tags = to_html(move || {
        view! {
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>{title}</title>
            <meta name="color-scheme" content="light dark"/>
            <meta name="theme-color" content="#0F2440"/>
            <meta name="format-detection" content="telephone=no, email=no, address=no"/>
            {hide.then(|| view! { <meta name="robots" content="noindex, noarchive"/> })}
            {(!favicon.is_empty()).then(|| view! { <link rel="icon" href=favicon/> })}
            {feed.then(|| view! { <link rel="alternate" type="application/atom+xml" title="执行信息公开" href="/feed.atom"/> })}
            <link rel="stylesheet" href=css/>
            {staff_css.map(|href| view! { <link rel="stylesheet" href=href/> })}
            {exit.map(|src| view! { <script defer src=src></script> })}
            {boot.map(|src| view! { <script type="module" src=src></script> })}
        }
    });
    tags + &share.map(|s| share_tags(&s)).unwrap_or_default()
}

/// Open Graph lines; `property` is no attribute the view macro knows.
fn share_tags(share: &Share) -> String {
    let image = if share.image.is_empty() {
        String::new()
    } else {
        format!("<meta property=\"og:image\" content=\"{}\">", attr(&share.image))
    };
    format!(
        "<meta property=\"og:type\" content=\"article\"><meta property=\"og:title\" content=\"{}\">\
         <meta property=\"og:description\" content=\"{}\">{image}",
        attr(&share.title),
        attr(&share.description)
    )
}

/// A neutral square mark with a balance, until the court installs its own file. Never the national emblem.
const MARK: &str =
    r#"<path d="M1 1h42v42H1z" fill="none"/><path d="M22 9v24M15 35h14M10 14h24M10 14l-4 10h8zM34 14l-4 10h8z"/>"#;

fn public_top(site: &Site, page: &Page) -> String {
    let site = site.clone();
    let section = page.section;
    let exit = page.shell == Shell::Tips;
    to_html(move || {
        view! {
            <a class="skip" href="#main">"跳到正文"</a>
            <header>
            {site.demo.then(|| view! { <p class="demo">"演示数据，非真实公告"</p> })}
            {official_strip(&site)}
            <div class="masthead">
                <a class="masthead__home" href="/">
                    <svg class="masthead__mark" viewBox="0 0 44 44" width="44" height="44" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true" inner_html=MARK></svg>
                    <span><b>{site.court.name.clone()}</b><span class="masthead__site">"执行信息公开"</span></span>
                </a>
                {display_switch(&site)}
            </div>
            {exit.then(quick_exit)}
            </header>
            <details class="menu"><summary>{icon(Icon::Menu)}"菜单"</summary><nav aria-label="主菜单">{menu(section)}</nav></details>
            <nav class="bar" aria-label="主菜单">{menu(section)}</nav>
        }
    })
}

fn menu(section: Section) -> AnyView {
    let items = MENU.map(|(item, href, words)| {
        let current = (item == section).then_some("page");
        view! { <li><a href=href aria-current=current>{words}</a></li> }
    });
    view! { <ul>{items.into_iter().collect::<Vec<_>>()}</ul> }.into_any()
}

fn public_foot(site: &Site) -> String {
    let site = site.clone();
    to_html(move || {
        let court = site.court.clone();
        let line = |label: &str, value: &str| (!value.is_empty()).then(|| format!("{label}{value}"));
        let lines = [
            line("主办单位：", &court.owner),
            line("", &court.icp),
            line("", &court.police_record),
            line("页面更新于", &zh_date(&site.updated)).filter(|_| !site.updated.is_empty()),
        ];
        let lines = lines.into_iter().flatten().map(|text| view! { <li>{text}</li> }).collect::<Vec<_>>();
        view! {
            <footer class="foot">
                <div class="foot__in">
                    <section aria-labelledby="help-h"><h2 id="help-h">"帮助"</h2>{help_lines(&court)}</section>
                    <nav aria-label="网站信息"><ul class="foot__links">
                        <li><a href="/search">"全站搜索"</a></li>
                        <li><a href="/statistics">"执行数据"</a></li>
                        <li><a href="/campaigns">"专项行动"</a></li>
                        <li><a href="/announcements">"公告"</a></li>
                        <li><a href="/disposals">"涉众案件进展"</a></li>
                        <li><a href="/comply">"我是被执行人"</a></li>
                        <li><a href="/about">"关于本站"</a></li>
                        <li><a href="/about/privacy">"个人信息保护"</a></li>
                        <li><a href="/about/accessibility">"无障碍说明"</a></li>
                    </ul></nav>
                    {theme_switch(&site)}
                    <ul class="foot__record">{lines}</ul>
                </div>
            </footer>
        }
    })
}

fn staff_top(site: &Site) -> String {
    let site = site.clone();
    to_html(move || {
        let menu = site.staff.as_ref().filter(|staff| !staff.held).map(|staff| staff_menu(&site, staff));
        let chip = site.staff.clone().map(|staff| {
            view! {
                <p class="staff-chip">{staff.name}<span class="meta">{format!("（{}）", staff.roles_zh)}</span></p>
                <form class="display" method="post" action="/staff/sign-out">
                    <input type="hidden" name="csrf" value=staff.csrf/>
                    <button>"退出登录"</button>
                </form>
            }
        });
        view! {
            <a class="skip" href="#main">"跳到正文"</a>
            <header>
            {site.demo.then(|| view! { <p class="demo">"演示数据，非真实公告"</p> })}
            <div class="masthead">
                <span class="masthead__home">
                    <svg class="masthead__mark" viewBox="0 0 44 44" width="44" height="44" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true" inner_html=MARK></svg>
                    <span><b>{site.court.name.clone()}</b><span class="masthead__site">"执行信息公开 · 后台"</span></span>
                </span>
                {chip}
                {display_switch(&site)}
            </div>
            </header>
            {menu}
        }
    })
}

/// Only what this person may open.
fn staff_menu(site: &Site, staff: &StaffChip) -> AnyView {
    let open =
        STAFF_MENU.iter().filter(|(.., rights)| rights.is_empty() || rights.iter().any(|r| staff.may.contains(r)));
    let path = site.path.split('?').next().unwrap_or_default();
    let items = open.map(|(href, words, _)| {
        let here = if *href == "/staff" { path == *href } else { path.starts_with(*href) };
        view! { <li><a href=*href aria-current=here.then_some("page")>{*words}</a></li> }
    });
    view! { <nav class="rail" aria-label="后台菜单"><ul>{items.collect::<Vec<_>>()}</ul></nav> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::{Assets, CourtView};

    fn site() -> Site {
        Site {
            court: CourtView { name: "示例县人民法院".into(), ..CourtView::default() },
            assets: Assets {
                css: "/pkg/x/site.css".into(),
                boot: Some("/pkg/x/boot.js".into()),
                quick_exit: Some("/pkg/x/exit.js".into()),
                ..Assets::default()
            },
            ..Site::default()
        }
    }

    #[test]
    fn script_only_where_an_island_or_the_quick_exit_is() {
        let plain = Page::new("甲", Section::Other, || view! { <h1>"甲"</h1> });
        assert!(!document(&site(), &plain).contains("<script"));
        let island = Page { body: "<leptos-island></leptos-island>".into(), ..plain.clone() };
        assert!(document(&site(), &island).contains("boot.js"));
        let tips = plain.shell(Shell::Tips);
        let html = document(&site(), &tips);
        assert!(html.contains("exit.js") && !html.contains("boot.js"));
        assert!(html.contains("<title>填写 - 法院服务</title>"));
    }

    #[test]
    fn titles_are_one_escaped_string() {
        let page = Page::new("</title><script>", Section::Other, || "").errors(true).paged(2, 4);
        let html = document(&site(), &page);
        assert!(
            html.contains(
                "<title>有错误：&lt;/title&gt;&lt;script&gt;（第 2 页，共 4 页） - 示例县人民法院执行信息公开</title>"
            ),
            "{html}"
        );
    }

    #[test]
    fn se_2_the_menu_shows_only_what_the_person_may_open() {
        let page = Page::new("甲", Section::Other, || view! { <h1>"甲"</h1> }).shell(Shell::Staff);
        let menu = |may: &[Action]| {
            let staff = StaffChip { name: "甲".into(), may: may.to_vec(), ..StaffChip::default() };
            document(&Site { staff: Some(staff), ..site() }, &page)
        };
        let officer = menu(&[Action::ReadTip]);
        assert!(officer.contains("href=\"/staff/tips\"") && officer.contains("href=\"/staff/account\""));
        assert!(!officer.contains("/staff/notices") && !officer.contains("/staff/audit"));
        assert!(menu(&[Action::Review]).contains("/staff/notices"));
        assert!(menu(&[Action::ReadAudit]).contains("/staff/audit"));
        assert!(!document(&site(), &page).contains("class=\"rail\""), "nobody is signed in");
        let held = Site { staff: Some(StaffChip { held: true, ..StaffChip::default() }), ..site() };
        assert!(!document(&held, &page).contains("class=\"rail\"") && document(&held, &page).contains("退出登录"));
    }
}
