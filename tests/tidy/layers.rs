//! Which layer may mention what (the picture is in README.md).
use crate::sources::{files, none};

fn mentions(folders: &[&str], except: &[&str], words: &[&str]) -> Vec<String> {
    let all = files(folders, &["rs"]);
    let looked_at = all.iter().filter(|f| !except.iter().any(|e| f.path.starts_with(e)));
    looked_at.flat_map(|f| f.lines_where(|line| words.iter().any(|w| line.contains(w)))).collect()
}

#[test]
fn the_domain_knows_no_clock_no_markup_and_no_database() {
    let words = ["leptos", "sqlx", "axum", "tokio", "async fn", "::now()", "getrandom", "std::fs", "std::env"];
    none(mentions(&["app/src/domain"], &[], &words), "the domain is pure");
}

#[test]
fn forms_and_texts_know_no_server() {
    let words = ["sqlx", "axum::", "tokio::", "std::fs"];
    none(mentions(&["app/src"], &[], &words), "app has no I/O");
}

#[test]
fn sql_stands_in_the_store_only() {
    let sql = regex::Regex::new(r#"\b(SELECT [\w*(]|INSERT INTO |UPDATE \w+ SET |DELETE FROM |CREATE TABLE )"#)
        .expect("a pattern");
    let elsewhere = files(&["app/src", "server/src"], &["rs"]);
    let elsewhere = elsewhere.iter().filter(|f| !f.path.starts_with("server/src/store/"));
    let places = elsewhere.flat_map(|f| f.lines_where(|line| sql.is_match(line) || line.contains("sqlx::query")));
    none(places.collect(), "SQL belongs into server/src/store");
}

#[test]
fn who_writes_what_the_public_reads_says_so() {
    // without it the pages of other processes stay as they were
    let tables = "notice_issue|notice_subject|list_entry|article|campaign|claim|figure|outcome";
    let write = regex::Regex::new(&format!(r"\b(INSERT INTO|UPDATE) ({tables})\b")).expect("a pattern");
    for file in files(&["server/src/store"], &["rs"]) {
        let writes = file.lines_where(|line| write.is_match(line)).len();
        let says = file.lines_where(|line| line.contains("changes_public()")).len();
        assert!(says >= writes, "{}: {writes} statements, {says} times tx.changes_public()", file.path);
    }
}

#[test]
fn the_store_knows_neither_pages_nor_http() {
    let words = ["app::pages", "app::components", "app::render", "axum::", "crate::http", "leptos"];
    none(mentions(&["server/src/store"], &[], &words), "the store never sees HTML");
}

#[test]
fn nothing_imports_http_but_the_program_itself() {
    let except =
        ["server/src/http", "server/src/lib.rs", "server/src/main.rs", "server/src/cli", "server/src/state.rs"];
    none(mentions(&["server/src"], &except, &["crate::http"]), "http is the outermost layer");
}

#[test]
fn handlers_render_nothing_themselves() {
    none(mentions(&["server/src"], &[], &["view! {", "view!{"]), "markup belongs into app");
}
