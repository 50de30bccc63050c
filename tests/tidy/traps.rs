//! Traps of the libraries we use, each with the damage it does.
use crate::sources::{Source, files, none};

fn views() -> Vec<Source> {
    files(&["app/src/pages", "app/src/components", "app/src/islands", "app/src/render.rs"], &["rs"])
}

fn places(sources: &[Source], bad: impl Fn(&str) -> bool + Copy) -> Vec<String> {
    sources.iter().flat_map(|f| f.lines_where(bad)).collect()
}

#[test]
fn a_textarea_stands_only_in_its_component() {
    // leptos 0.8.23 prints a textarea's child text unescaped: stored cross-site scripting
    let found = places(&views(), |line| line.contains("<textarea"));
    let files: std::collections::BTreeSet<_> = found.iter().filter_map(|p| p.split(':').next()).collect();
    assert!(
        files.len() <= 1 && files.iter().all(|f| f.starts_with("app/src/components/")),
        "use the TextArea component:\n{}",
        found.join("\n")
    );
}

#[test]
fn leptos_meta_and_its_relatives_are_not_used() {
    // Title of leptos_meta does not escape; the others stream, or put inline script into the page
    let names =
        ["leptos_meta", "leptos_router", "HydrationScripts", "ActionForm", "<Suspense", "Resource::new", "#[server"];
    none(
        places(&files(&["app/src", "server/src"], &["rs"]), |line| names.iter().any(|n| line.contains(n))),
        "not used here",
    );
}

#[test]
fn no_style_attribute_and_no_inline_handler() {
    // the content security policy blocks them, silently for most readers
    let bad = |line: &str| {
        [" style=", " style:", "onclick=", "onload=", "onsubmit=", "javascript:"].iter().any(|w| line.contains(w))
    };
    none(places(&views(), bad), "classes and islands instead");
}

#[test]
fn text_enters_markup_unescaped_only_where_it_was_made_safe() {
    let safe = [
        ("inner_html=html>", "the TextArea component, after encode_text"),
        ("inner_html=which.paths()", "icons of our own"),
        ("inner_html=MARK", "the mark of our own"),
        ("inner_html=view.body.as_str()", "text::markdown::Html, which only the sanitiser makes"),
        ("inner_html=text.as_str()", "the same type"),
        ("inner_html=move || shown.get()", "what /staff/preview answered: the same sanitiser, on the server"),
        ("inner_html=svg></div>", "a code drawn by fast_qr, no text of anybody's"),
        ("inner_html=view.qr_svg", "modules drawn by fast_qr, no text of anybody's"),
    ];
    let bad = |line: &str| line.contains("inner_html=") && !safe.iter().any(|(known, _)| line.contains(known));
    none(places(&views(), bad), "a new way past escaping: say in this list why it is safe");
}

#[test]
fn no_sql_is_put_together_at_run_time() {
    let mut store = files(&["server/src/store"], &["rs"]);
    // migrations are texts of this repository, embedded at build time
    store.retain(|f| !f.path.ends_with("store/migrate.rs"));
    let bad = |line: &str| line.contains("AssertSqlSafe") || (line.contains("query") && line.contains("format!"));
    none(places(&store, bad), "SQL is a constant with $1, $2");
}

#[test]
fn request_paths_do_not_panic() {
    let bad = |line: &str| {
        [".unwrap()", "todo!(", "unimplemented!(", "panic!("].iter().any(|w| line.contains(w))
            || line.contains(".expect(\"")
    };
    let found =
        files(&["server/src/http", "server/src/store", "server/src/crypto", "app/src/pages", "app/src/form"], &["rs"]);
    none(places(&found, bad), "a person's request must not meet a panic");
}

#[test]
fn a_file_holds_one_idea() {
    let all = files(&["app", "server", "tests", "style"], &["rs", "css", "sql"]);
    let long = all.iter().filter(|f| f.text.lines().count() > 500);
    none(long.map(|f| format!("{}: {} lines", f.path, f.text.lines().count())).collect(), "more than 500 lines");
}

#[test]
fn the_public_sheets_run_in_old_webviews() {
    // WeChat's Chrome 78 drops what it does not know; staff.css may use more
    let bad = ["@layer", ":has(", ":is(", ":where(", "inset:", "aspect-ratio", "color-mix(", "oklch(", "@container"];
    let sheets = files(&["style"], &["css"]);
    let public = sheets.iter().filter(|f| !f.path.ends_with("staff.css"));
    let found = public.flat_map(|f| {
        f.lines_where(|line| !line.trim_start().starts_with("/*") && bad.iter().any(|w| line.contains(w)))
    });
    none(found.collect(), "not in a public sheet");
}
