//! From a text to the words of the search index: Chinese as overlapping pairs of characters, the rest as words.
//!
//! Tokens are plain ASCII (`h` + two code points, `w` + a word, `p` + two pinyin initials), so that neither FTS5 nor
//! PostgreSQL's parser, whatever its locale, can cut them differently.
use std::fmt::Write as _;

use app::domain::text::is_han;
use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;

/// What a query may look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Too short to mean anything: the page says so and asks for one more character.
    TooShort,
    /// All of these tokens must occur.
    All(Vec<String>),
}

enum Run {
    Han(Vec<char>),
    Word(String),
}

fn runs(text: &str) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut open = false;
    for c in text.nfkc().flat_map(char::to_lowercase) {
        let han = is_han(c);
        if !han && !c.is_alphanumeric() {
            open = false;
            continue;
        }
        match (out.last_mut(), han) {
            (Some(Run::Han(run)), true) if open => run.push(c),
            (Some(Run::Word(run)), false) if open => run.push(c),
            (_, true) => out.push(Run::Han(vec![c])),
            (_, false) => out.push(Run::Word(c.to_string())),
        }
        open = true;
    }
    out
}

fn pair(a: char, b: char) -> String {
    format!("h{:05x}{:05x}", a as u32, b as u32)
}

fn word(text: &str) -> String {
    let mut token = String::with_capacity(text.len() + 1);
    token.push('w');
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            token.push(c);
        } else {
            let _ = write!(token, "{:05x}", c as u32);
        }
    }
    token
}

/// Tokens of a text for the index, in order, separated by spaces. `titled` also gives the pinyin initials of its
/// Chinese runs; it is for titles of records, never for names of persons (EW-4).
pub fn index(text: &str, titled: &str) -> String {
    let mut tokens = Vec::new();
    for run in runs(text).into_iter().chain(runs(titled)) {
        match run {
            Run::Han(run) => tokens.extend(run.windows(2).map(|w| pair(w[0], w[1]))),
            Run::Word(run) => tokens.push(word(&run)),
        }
    }
    for run in runs(titled) {
        if let Run::Han(run) = run {
            tokens.extend(initials(&run).windows(2).map(|w| format!("p{}{}", w[0], w[1])));
        }
    }
    tokens.join(" ")
}

fn initials(run: &[char]) -> Vec<char> {
    run.iter().filter_map(|c| c.to_pinyin()?.plain().chars().next()).collect()
}

/// Tokens that a query asks for. One character, only punctuation, or characters that never stand together are
/// [`Query::TooShort`]; letters alone are read as pinyin initials.
pub fn query(text: &str) -> Query {
    let runs = runs(text);
    if let [Run::Word(letters)] = runs.as_slice()
        && letters.len() >= 2
        && letters.bytes().all(|b| b.is_ascii_lowercase())
    {
        let letters: Vec<char> = letters.chars().take(16).collect();
        return Query::All(letters.windows(2).map(|w| format!("p{}{}", w[0], w[1])).collect());
    }
    let mut tokens = Vec::new();
    let mut length = 0;
    for run in runs {
        match run {
            Run::Han(run) => {
                length += run.len();
                tokens.extend(run.windows(2).map(|w| pair(w[0], w[1])));
            }
            Run::Word(run) => {
                length += run.chars().count();
                tokens.push(word(&run));
            }
        }
    }
    if length < 2 {
        return Query::TooShort;
    }
    tokens.truncate(40);
    if tokens.is_empty() { Query::TooShort } else { Query::All(tokens) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(query_text: &str, text: &str) -> bool {
        let index = index(text, text);
        let have: Vec<&str> = index.split(' ').collect();
        match query(query_text) {
            Query::TooShort => false,
            Query::All(tokens) => tokens.iter().all(|t| have.contains(&t.as_str())),
        }
    }

    #[test]
    fn two_characters_are_found_inside_a_sentence() {
        assert!(found("王某", "被执行人王某祥在东莞"));
        assert!(found("东莞", "被执行人王某祥在东莞"));
        assert!(!found("广州", "被执行人王某祥在东莞"));
    }

    #[test]
    fn one_character_is_refused() {
        for text in ["", " ", "王", "，。", "5", "王 李", "%", "\""] {
            assert_eq!(query(text), Query::TooShort, "{text}");
        }
    }

    #[test]
    fn a_single_digit_counts_beside_other_characters() {
        assert!(found("第3期", "2025年第3期悬赏公告"));
        assert!(!found("第3期", "2025年第21期悬赏公告"));
    }

    #[test]
    fn width_and_brackets_do_not_matter() {
        assert!(found("(2025)湘1199执123号", "（２０２５）湘1199执123号"));
        assert!(found("２０２５", "2025年"));
    }

    #[test]
    fn pinyin_initials_find_a_title() {
        assert!(found("zxn", "执行难和执行不能"));
        assert!(found("ZXBN", "执行难和执行不能"));
        assert!(!found("xsgg", "执行难和执行不能"));
    }

    #[test]
    fn rare_characters_count_as_characters() {
        assert!(found("𠮷野", "𠮷野家"));
    }

    #[test]
    fn tokens_carry_no_syntax_of_the_engines() {
        let tokens = index("a\"b OR c* NEAR(x) -y:z & | ! <-> ' é", "");
        assert!(tokens.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' '), "{tokens}");
    }
}
