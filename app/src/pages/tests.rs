//! What holds for every public page. Set `ZHAOSHI_PREVIEW=DIR` to look at the pages: the test writes them there.
use std::collections::HashSet;

use scraper::{ElementRef, Html, Selector};

use super::gallery::{HOSTILE, pages, site};
use super::*;

fn select<'a>(html: &'a Html, css: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(css).unwrap_or_else(|e| panic!("{css}: {e}"));
    html.select(&selector).collect()
}

fn documents() -> Vec<(&'static str, Page, String)> {
    let site = site();
    pages()
        .into_iter()
        .map(|(name, page)| {
            let html = document(&site, &page);
            (name, page, html)
        })
        .collect()
}

#[test]
fn every_page_has_one_h1_a_language_a_title_and_no_inline_code() {
    for (name, page, source) in documents() {
        let html = Html::parse_document(&source);
        assert_eq!(select(&html, "h1").len(), 1, "{name}: h1");
        assert_eq!(html.root_element().value().attr("lang"), Some("zh-CN"), "{name}");
        let title: String = select(&html, "title").iter().flat_map(|t| t.text()).collect();
        if page.shell == Shell::Tips {
            assert!(title.ends_with("填写 - 法院服务"), "{name}: {title}");
            assert_eq!(select(&html, "a[data-quick-exit]").len(), 1, "{name}: quick exit");
        } else {
            assert!(
                title.starts_with(&page.title) && title.ends_with(" - 示例县人民法院执行信息公开"),
                "{name}: {title}"
            );
            assert!(select(&html, "script").is_empty(), "{name}: script");
        }
        assert!(select(&html, "[style]").is_empty(), "{name}: style attribute");
        assert!(select(&html, "script:not([src]), style, [onclick], [onmouseover]").is_empty(), "{name}: script");
        assert_eq!(select(&html, "main#main[tabindex='-1']").len(), 1, "{name}: main");
        assert_eq!(select(&html, "a.skip[href='#main']").len(), 1, "{name}: skip link");
        assert!(source.contains("演示数据，非真实公告"), "{name}: demo strip");
        assert!(!source.contains("老赖"), "{name}");
    }
}

#[test]
fn ids_are_unique_and_labels_reach_their_fields() {
    for (name, _, source) in documents() {
        let html = Html::parse_document(&source);
        let mut seen = HashSet::new();
        for element in select(&html, "[id]") {
            let id = element.value().attr("id").unwrap_or_default();
            assert!(seen.insert(id), "{name}: id {id} twice");
        }
        for element in select(&html, "label[for]") {
            let target = element.value().attr("for").unwrap_or_default();
            assert!(seen.contains(target), "{name}: label for {target}");
        }
        for element in select(&html, "[aria-describedby], [aria-labelledby]") {
            for attribute in ["aria-describedby", "aria-labelledby"] {
                for id in element.value().attr(attribute).unwrap_or_default().split_whitespace() {
                    assert!(seen.contains(id), "{name}: {attribute} {id}");
                }
            }
        }
        for element in select(&html, "a[href^='#']") {
            let target = element.value().attr("href").unwrap_or_default().trim_start_matches('#');
            assert!(seen.contains(target), "{name}: link to #{target}");
        }
    }
}

#[test]
fn headings_leave_no_level_out() {
    for (name, _, source) in documents() {
        let html = Html::parse_document(&source);
        let mut last = 0;
        for heading in select(&html, "main h1, main h2, main h3, main h4") {
            let level = i32::from(heading.value().name().as_bytes()[1] - b'0');
            if select(&html, "#errors-h").contains(&heading) {
                continue;
            }
            assert!(level <= last + 1, "{name}: h{level} after h{last}");
            last = level;
        }
    }
}

#[test]
fn hostile_text_is_inert_in_every_sink() {
    for (name, _, source) in documents().into_iter().filter(|(name, ..)| name.starts_with("hostile")) {
        let html = Html::parse_document(&source);
        let shown: String = html.root_element().text().collect();
        let kept_value = select(&html, "input").iter().any(|i| i.value().attr("value") == Some(HOSTILE));
        assert!(shown.contains(HOSTILE) || kept_value, "{name}: the text is shown as text");
        assert!(select(&html, "script:not([src])").is_empty(), "{name}");
        assert!(!source.contains("<script>"), "{name}");
    }
}

#[test]
fn person_pages_stay_out_of_search_engines_and_titles_name_no_one() {
    for (name, page, source) in documents() {
        let personal = ["notice", "notice-ended", "subject", "lists", "list", "entry", "claim"].contains(&name);
        let hidden = source.contains("content=\"noindex, noarchive\"");
        assert!(hidden || !personal, "{name}");
        assert!(!page.title.contains("李某明"), "{name}: {}", page.title);
        let share = page.share.as_ref().map(|s| format!("{}{}", s.title, s.description)).unwrap_or_default();
        assert!(!share.contains("李某明"), "{name}: {share}");
    }
}

#[test]
fn ended_notices_show_no_person_even_when_the_view_holds_one() {
    let (_, _, source) = documents().into_iter().find(|(name, ..)| *name == "notice-ended").expect("in the gallery");
    assert!(!source.contains("4311991985") && !source.contains("/tips/new?notice"), "BN-12");
}

#[test]
fn pictures_drawn_in_the_page_have_a_size_without_the_stylesheet() {
    for (name, _, source) in documents() {
        let html = Html::parse_document(&source);
        let drawn = select(&html, "svg");
        assert!(!drawn.is_empty(), "{name}: the mark of the court at least");
        for svg in drawn {
            let attributes = (svg.value().attr("width"), svg.value().attr("height"));
            assert!(matches!(attributes, (Some(_), Some(_))), "{name}: {}", svg.html());
        }
    }
}

#[test]
fn who_tried_too_often_is_told_the_true_wait() {
    for (seconds, words) in
        [(0, "请 1 秒后再试"), (20, "请 20 秒后再试"), (60, "请 60 秒后再试"), (91, "请 2 分钟后再试")]
    {
        assert!(error::too_many(seconds).body.contains(words), "{seconds}");
    }
}

#[test]
fn dates_are_read_as_year_month_and_day() {
    let dashed = |(at, byte): (usize, &u8)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() };
    let iso = |text: &str| text.as_bytes().windows(10).any(|word| word.iter().enumerate().all(dashed));
    assert!(iso("有效期至2026-03-31"));
    for (name, _, source) in documents().into_iter().filter(|(name, ..)| !name.contains("tip-")) {
        let html = Html::parse_document(&source);
        for text in select(&html, "main").iter().flat_map(|m| m.text()) {
            assert!(!iso(text), "{name}: {text}");
        }
    }
}

#[test]
fn an_error_page_opens_at_its_summary() {
    let (_, _, source) = documents().into_iter().find(|(name, ..)| *name == "lists-error").expect("in the gallery");
    let html = Html::parse_document(&source);
    assert!(source.contains("<title>有错误：名单查询"));
    assert_eq!(select(&html, "main > .err#errors[autofocus] a[href='#q']").len(), 1);
    assert_eq!(select(&html, "form[action$='#errors'][novalidate] #q[aria-invalid='true']").len(), 1);
    assert_eq!(select(&html, "main form [required]").len(), 0);
}

#[test]
fn the_text_area_keeps_hostile_text_inside() {
    use crate::components::form::Field;
    let source = crate::render::to_html(|| Field::area("what", "甲").value("</textarea><script>x</script>").view());
    assert!(!source.contains("<script"), "{source}");
    let html = Html::parse_fragment(&source);
    let text: String = select(&html, "textarea").iter().flat_map(|t| t.text()).collect();
    assert_eq!(text, "</textarea><script>x</script>");
}

#[test]
fn preview() {
    let Ok(dir) = std::env::var("ZHAOSHI_PREVIEW") else { return };
    std::fs::create_dir_all(&dir).expect("folder");
    for (mode, theme) in [
        (Mode::Standard, Theme::Light),
        (Mode::Care, Theme::Light),
        (Mode::Standard, Theme::Dark),
        (Mode::Care, Theme::Dark),
    ] {
        let site = Site { mode, theme, ..site() };
        for (name, page) in pages() {
            let file = format!("{dir}/{name}-{}-{}.html", mode.code(), theme.code());
            std::fs::write(file, document(&site, &page)).expect("file");
        }
    }
}
