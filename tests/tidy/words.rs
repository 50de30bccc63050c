//! Words that may not appear, in what people read or in the repository.
use app::domain::deadline::Duty;

use crate::sources::{files, none};

#[test]
fn ew_5_no_word_that_takes_a_persons_dignity() {
    // the lint list itself (app/src/domain/scan) has to spell them out
    let all =
        files(&["app/src", "server/src", "server/migrations", "style", "public"], &["rs", "css", "sql", "txt", "svg"]);
    let looked_at = all.iter().filter(|f| !f.path.starts_with("app/src/domain/scan"));
    none(looked_at.flat_map(|f| f.lines_where(|line| line.contains("老赖"))).collect(), "被执行人");
}

#[test]
fn nothing_is_fetched_from_another_host() {
    let pages = files(
        &["app/src/pages", "app/src/components", "app/src/islands", "style", "public", "server/build"],
        &["rs", "css", "svg", "js"],
    );
    let bad = |line: &str| {
        let line = line.replace("http://www.w3.org/", "");
        ["src=\"http", "url(http", "@import", "import(\"http", "fetch(\"http"].iter().any(|w| line.contains(w))
    };
    none(pages.iter().flat_map(|f| f.lines_where(bad)).collect(), "no third party learns who reads");
}

#[test]
fn promised_times_are_those_of_the_register() {
    let (triage, answer) = (Duty::TriageTip.limit().zh(), Duty::AnswerTipster.limit().zh());
    let all = files(&["app/src"], &["rs"]);
    let said = |word: &str| -> Vec<String> {
        all.iter().flat_map(|f| f.lines_where(|line| line.contains(word) && line.contains("工作日"))).collect()
    };
    let (reviews, answers) = (said("初步审查"), said("留言一般"));
    assert!(reviews.len() >= 2 && !answers.is_empty(), "the promises are found: {reviews:?} {answers:?}");
    none(reviews.into_iter().filter(|line| !line.contains(&triage)).collect(), &triage);
    none(answers.into_iter().filter(|line| !line.contains(&answer)).collect(), &answer);
}
