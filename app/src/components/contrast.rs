//! Recomputes the contrast table of the design language from the style sheet itself, for all four palettes,
//! and keeps out of the public sheet what older WebViews drop.
use std::collections::HashMap;

const TOKENS: &str = include_str!("../../../style/tokens.css");

/// Text on ground: at least 4.5, in care mode 7.
const TEXT: &[(&str, &str)] = &[
    ("ink", "bg"),
    ("ink", "surface"),
    ("ink", "navy-soft"),
    ("ink", "grey-soft"),
    ("ink-2", "bg"),
    ("ink-2", "surface"),
    ("ink-2", "surface-2"),
    ("ink-2", "grey-soft"),
    ("ink-2", "navy-soft"),
    ("ink-3", "bg"),
    ("ink-3", "surface"),
    ("ink-3", "surface-2"),
    ("ink-3", "grey-soft"),
    ("link", "bg"),
    ("link", "surface"),
    ("link", "surface-2"),
    ("link", "navy-soft"),
    ("link", "grey-soft"),
    ("visited", "bg"),
    ("visited", "surface"),
    ("visited", "grey-soft"),
    ("visited", "navy-soft"),
    ("red", "bg"),
    ("error", "bg"),
    ("error", "surface"),
    ("gold", "bg"),
    ("gold", "surface"),
    ("gold", "gold-soft"),
    ("green", "green-soft"),
    ("amber", "amber-soft"),
    ("navy", "bg"),
    ("navy", "surface"),
    ("navy", "navy-soft"),
    ("bg", "ink"),
];

/// White text on the fills.
const ON_FILL: &[&str] = &["navy-fill", "masthead"];

/// Borders of fields, marks of charts, rings of focus: at least 3.
const MARKS: &[(&str, &str)] = &[
    ("line-strong", "surface"),
    ("line-strong", "bg"),
    ("bar", "bg"),
    ("bar-2", "bg"),
    ("error", "surface"),
    ("navy", "navy-soft"),
    ("focus", "focus-ink"),
];

fn palette(selector: &str) -> HashMap<&'static str, [f64; 3]> {
    let start = TOKENS.find(&format!("{selector} {{")).unwrap_or_else(|| panic!("no block {selector}"));
    let block = &TOKENS[start..];
    let block = &block[..block.find('}').expect("closed")];
    let declarations = block.split(['{', ';']).filter_map(|d| d.split_once(':'));
    declarations
        .filter_map(|(name, value)| {
            let name = name.trim().strip_prefix("--")?;
            let hex = value.trim().strip_prefix('#').filter(|h| h.len() == 6)?;
            let channel = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).map(f64::from);
            Some((name, [channel(0).ok()?, channel(2).ok()?, channel(4).ok()?]))
        })
        .collect()
}

fn luminance(rgb: [f64; 3]) -> f64 {
    let linear = rgb.map(|c| {
        let c = c / 255.0;
        if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn text_and_marks_stand_out_in_every_palette() {
    for (selector, text) in [
        (":root", 4.5),
        ("[data-theme=dark]", 4.5),
        ("[data-mode=care]", 7.0),
        ("[data-mode=care][data-theme=dark]", 7.0),
    ] {
        let colours = palette(&format!("\n{selector}"));
        let of = |name: &str| *colours.get(name).unwrap_or_else(|| panic!("{selector}: no --{name}"));
        for (ink, ground) in TEXT.iter().filter(|(_, ground)| *ground != "ink") {
            let ratio = contrast(of(ink), of(ground));
            assert!(ratio >= text, "{selector}: {ink} on {ground} {ratio:.2}");
        }
        for ground in ON_FILL {
            let ratio = contrast([255.0; 3], of(ground));
            assert!(ratio >= text, "{selector}: white on {ground} {ratio:.2}");
        }
        for (mark, ground) in MARKS {
            let ratio = contrast(of(mark), of(ground));
            assert!(ratio >= 3.0, "{selector}: {mark} on {ground} {ratio:.2}");
        }
    }
}

#[test]
fn dark_by_preference_is_dark_by_choice() {
    let by_media = palette(":root:not([data-theme=light]):not([data-mode=care])");
    assert_eq!(by_media, palette("\n[data-theme=dark]"));
}

#[test]
fn the_table_is_the_design_languages() {
    // computed values printed in the design language, light palette
    let light = palette("\n:root");
    let rounded = |a: &str, b: &str| (contrast(light[a], light[b]) * 10.0).round() / 10.0;
    assert_eq!(rounded("ink", "bg"), 15.3);
    assert_eq!(rounded("ink-3", "surface-2"), 5.0);
    assert_eq!(rounded("gold", "gold-soft"), 5.4);
    assert_eq!(rounded("line-strong", "surface"), 4.3);
}

#[test]
fn the_public_sheet_uses_nothing_that_older_web_views_drop() {
    let sheet = [
        TOKENS,
        include_str!("../../../style/base.css"),
        include_str!("../../../style/layout.css"),
        include_str!("../../../style/components/cards.css"),
        include_str!("../../../style/components/form.css"),
        include_str!("../../../style/components/lists.css"),
        include_str!("../../../style/components/record.css"),
        include_str!("../../../style/helpers.css"),
        include_str!("../../../style/print.css"),
    ]
    .concat();
    for banned in
        ["@layer", ":has(", ":is(", ":where(", "aspect-ratio", "inset:", "@container", "url(", "@import", "@font-face"]
    {
        assert!(!sheet.contains(banned), "{banned}");
    }
    // `gap` in a grid is `grid-gap`, so the bare word can only be flex
    let gaps = sheet.split([';', '{', '}']).filter(|d| d.trim_start().starts_with("gap:"));
    assert_eq!(gaps.count(), 0);
}

/// How many classes, attributes and pseudo-classes a selector counts: `:not(…)` counts what stands in it.
fn weight(selector: &str) -> usize {
    selector.matches('[').count() + selector.matches(":root").count()
}

#[test]
fn the_print_palette_beats_every_palette_of_the_screen() {
    let print = include_str!("../../../style/print.css");
    let paper = print.lines().find(|line| line.contains("--bg:")).expect("a palette for paper");
    let (selector, _) = paper.split_once('{').expect("a rule");
    let screens = TOKENS.split('{').filter_map(|before| before.lines().last()).filter(|s| s.contains(['[', ':']));
    let strongest = screens.map(weight).max().expect("palettes");
    assert_eq!(strongest, 3, "the dark palette a phone asks for");
    assert!(selector.trim().starts_with("html:") && weight(selector) >= strongest, "{selector}");
    for (ink, ground) in TEXT.iter().filter(|(_, ground)| *ground != "ink") {
        assert!(paper.contains(&format!("--{ink}: #000000")), "--{ink} is not black on paper");
        assert!(paper.contains(&format!("--{ground}: #FFFFFF")), "--{ground} is not white on paper");
    }
}
