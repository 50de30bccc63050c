//! Parts of names and case numbers, for the desk alone: two characters of a name, three of a number (EW-4 keeps the
//! public to whole ones). Tokens as in `token.rs`; what they find is compared with the text itself before it is shown.
use std::fmt::Write as _;

use app::domain::{
    ids::CourtId,
    text::{compact, is_han},
};
use sqlx::QueryBuilder;

use super::{StoreResult, Tx, list_desk::LineRow, search::name_key};
use crate::{exec, on};

/// Entries shown for one question; more than these, and it was too short.
pub const SHOWN: i64 = 50;
/// Entries looked at for one question: those that hold all the pairs need not hold them side by side.
const LOOKED_AT: i64 = 200;
/// Shortest part of a name and of a case number, in characters.
const NAME_PART: usize = 2;
const NUMBER_PART: usize = 3;

const TAKE: &str = "UPDATE list_doc_last SET last = last + $1 WHERE one = 1 RETURNING last";
const DOC_OF: &str = "SELECT doc FROM list_doc WHERE entry_id = $1";
const PUT_DOC: &str = "INSERT INTO list_doc (doc, court_id, entry_id) VALUES ($1, $2, $3)";
const CLEAR_DOC: &str = "DELETE FROM list_doc WHERE doc = $1";
const CLEAR_SQLITE: &str = "DELETE FROM list_text WHERE rowid = $1";
const CLEAR_PG: &str = "DELETE FROM list_text WHERE doc = $1";
const PUT_SQLITE: &str = "INSERT INTO list_text (rowid, tokens) VALUES ($1, $2)";
const PUT_PG: &str = "INSERT INTO list_text (doc, tokens) VALUES ($1, to_tsvector('simple', $2))";
/// Public for the test that asks both engines for their plan.
pub const FIND_SQLITE: &str =
    "SELECT e.id, e.public_no, e.name, e.party_kind, e.case_no, e.state, e.due_on, e.expires_on,
    e.trigger_on, e.correction_on, e.portal FROM list_text t JOIN list_doc d ON d.doc = t.rowid
    JOIN list_entry e ON e.id = d.entry_id WHERE list_text MATCH $1 AND d.court_id = $2 LIMIT $3";
/// See [`FIND_SQLITE`].
pub const FIND_PG: &str = "SELECT e.id, e.public_no, e.name, e.party_kind, e.case_no, e.state, e.due_on, e.expires_on,
    e.trigger_on, e.correction_on, e.portal FROM list_text t JOIN list_doc d ON d.doc = t.doc
    JOIN list_entry e ON e.id = d.entry_id WHERE t.tokens @@ plainto_tsquery('simple', $1) AND d.court_id = $2 LIMIT $3";
const NAMES_OF: &str = "SELECT name FROM list_person WHERE court_id = $1 AND entry_id = $2 ORDER BY position LIMIT 40";
const WAITING: &str =
    "SELECT u.entry_id, e.name, e.case_no FROM list_unindexed u JOIN list_entry e ON e.id = u.entry_id
    WHERE u.court_id = $1 LIMIT $2";
const WORKED_OFF: &str = "DELETE FROM list_unindexed WHERE court_id = $1 AND entry_id = $2";
const OF_ENTRY: &str = "SELECT name, case_no FROM list_entry WHERE court_id = $1 AND id = $2";

/// A part of a name or of a case number, as it was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Name(String),
    Number(String),
}

/// What the desk typed; `None` when it is too short to mean anything.
pub fn part(text: &str) -> Option<Part> {
    let plain = number_form(text);
    if plain.chars().any(|c| c.is_ascii_digit()) {
        return (plain.chars().count() >= NUMBER_PART).then_some(Part::Number(plain));
    }
    let name = name_key(text);
    (name.chars().filter(|c| is_han(*c)).count() >= NAME_PART).then_some(Part::Name(name))
}

/// As case numbers are stored: no spaces, brackets of one kind.
fn number_form(text: &str) -> String {
    compact(text).replace(['〔', '[', '【'], "(").replace(['〕', ']', '】'], ")")
}

fn tokens_of<'a>(names: impl Iterator<Item = &'a str>, case_no: &str) -> String {
    let mut tokens = String::new();
    for name in names {
        grams(&mut tokens, 'n', &name_key(name), NAME_PART);
    }
    grams(&mut tokens, 'c', &number_form(case_no), NUMBER_PART);
    tokens
}

/// Overlapping runs of characters as ASCII words, so that neither engine cuts them differently.
fn grams(tokens: &mut String, kind: char, text: &str, length: usize) {
    let chars: Vec<char> = text.chars().collect();
    for run in chars.windows(length) {
        if !tokens.is_empty() {
            tokens.push(' ');
        }
        tokens.push(kind);
        for c in run {
            let _ = write!(tokens, "{:05x}", *c as u32);
        }
    }
}

/// The first of so many new numbers.
async fn take(tx: &mut Tx, count: usize) -> StoreResult<i64> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let last: i64 = on!(tx, |c| sqlx::query_scalar(TAKE).bind(count).fetch_one(c).await)?;
    Ok(last - count + 1)
}

async fn doc_of(tx: &mut Tx, entry: &str) -> StoreResult<Option<i64>> {
    Ok(on!(tx, |c| sqlx::query_scalar(DOC_OF).bind(entry).fetch_optional(c).await)?)
}

/// What an entry is to be found by.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    pub entry: &'a str,
    pub name: &'a str,
    pub case_no: &'a str,
}

/// Puts new entries into the index.
pub async fn put_new(tx: &mut Tx, court: CourtId, entries: &[Named<'_>]) -> StoreResult<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let (court, first) = (court.to_string(), take(tx, entries.len()).await?);
    let docs: Vec<(i64, &str, String)> =
        (first..).zip(entries).map(|(doc, e)| (doc, e.entry, tokens_of(std::iter::once(e.name), e.case_no))).collect();
    on!(tx, |c| {
        let mut sql = QueryBuilder::new("INSERT INTO list_doc (doc, court_id, entry_id) ");
        sql.push_values(&docs, |mut row, (doc, entry, _)| {
            row.push_bind(doc).push_bind(&court).push_bind(*entry);
        });
        sql.build().execute(c).await.map(|_| ())
    })?;
    match tx {
        Tx::Sqlite(held) => {
            let mut sql = QueryBuilder::<sqlx::Sqlite>::new("INSERT INTO list_text (rowid, tokens) ");
            sql.push_values(&docs, |mut row, (doc, _, tokens)| {
                row.push_bind(doc).push_bind(tokens);
            });
            sql.build().execute(held.connection()).await?;
        }
        Tx::Postgres(held) => {
            let mut sql = QueryBuilder::<sqlx::Postgres>::new("INSERT INTO list_text (doc, tokens) ");
            sql.push_values(&docs, |mut row, (doc, _, tokens)| {
                row.push_bind(doc).push("to_tsvector('simple', ").push_bind_unseparated(tokens).push_unseparated(")");
            });
            sql.build().execute(held.connection()).await?;
        }
    }
    Ok(())
}

/// Brings the index of one entry to what the entry and its persons say now.
pub async fn refresh(tx: &mut Tx, court: CourtId, entry: &str) -> StoreResult<()> {
    let court = court.to_string();
    let found: Option<(String, String)> =
        on!(tx, |c| sqlx::query_as(OF_ENTRY).bind(&court).bind(entry).fetch_optional(c).await)?;
    let Some((name, case_no)) = found else { return Ok(()) };
    let persons: Vec<(String,)> = on!(tx, |c| sqlx::query_as(NAMES_OF).bind(&court).bind(entry).fetch_all(c).await)?;
    let names = std::iter::once(name.as_str()).chain(persons.iter().map(|p| p.0.as_str()));
    let tokens = tokens_of(names, &case_no);
    let doc = match doc_of(tx, entry).await? {
        Some(doc) => doc,
        None => {
            let doc = take(tx, 1).await?;
            exec!(tx, sqlx::query(PUT_DOC).bind(doc).bind(&court).bind(entry))?;
            doc
        }
    };
    let (clear, put) = match tx {
        Tx::Sqlite(_) => (CLEAR_SQLITE, PUT_SQLITE),
        Tx::Postgres(_) => (CLEAR_PG, PUT_PG),
    };
    exec!(tx, sqlx::query(clear).bind(doc))?;
    exec!(tx, sqlx::query(put).bind(doc).bind(&tokens))?;
    Ok(())
}

/// Takes an entry that is there no more out of the index.
pub async fn remove(tx: &mut Tx, entry: &str) -> StoreResult<()> {
    let Some(doc) = doc_of(tx, entry).await? else { return Ok(()) };
    let clear = if matches!(tx, Tx::Sqlite(_)) { CLEAR_SQLITE } else { CLEAR_PG };
    exec!(tx, sqlx::query(clear).bind(doc))?;
    exec!(tx, sqlx::query(CLEAR_DOC).bind(doc))?;
    Ok(())
}

/// Entries of both lists in any state that hold this part, what is due first on top; at most [`SHOWN`] and one.
pub async fn find(tx: &mut Tx, court: CourtId, part: &Part) -> StoreResult<Vec<LineRow>> {
    let mut tokens = String::new();
    match part {
        Part::Name(name) => grams(&mut tokens, 'n', name, NAME_PART),
        Part::Number(number) => grams(&mut tokens, 'c', number, NUMBER_PART),
    }
    let (text, wanted) = match tx {
        Tx::Sqlite(_) => (FIND_SQLITE, tokens.split(' ').map(|t| format!("\"{t}\"")).collect::<Vec<_>>().join(" ")),
        Tx::Postgres(_) => (FIND_PG, tokens),
    };
    let court = court.to_string();
    let mut rows: Vec<LineRow> =
        on!(tx, |c| sqlx::query_as(text).bind(wanted).bind(court).bind(LOOKED_AT).fetch_all(c).await)?;
    // pairs that stand apart are not the part; a person of a unit is found by the pairs alone
    if let Part::Number(number) = part {
        rows.retain(|row| number_form(&row.case_no).contains(number.as_str()));
    }
    rows.sort_by(|a, b| (&a.due_on, &a.public_no).cmp(&(&b.due_on, &b.public_no)));
    rows.truncate(usize::try_from(SHOWN).unwrap_or(50) + 1);
    Ok(rows)
}

/// Works off some entries that were there before their index; how many.
pub async fn work_off(tx: &mut Tx, court: CourtId, most: i64) -> StoreResult<u64> {
    let waiting: Vec<(String, String, String)> =
        on!(tx, |c| sqlx::query_as(WAITING).bind(court.to_string()).bind(most).fetch_all(c).await)?;
    for (entry, ..) in &waiting {
        refresh(tx, court, entry).await?;
        exec!(tx, sqlx::query(WORKED_OFF).bind(court.to_string()).bind(entry))?;
    }
    Ok(waiting.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_told_by_its_digits_and_one_character_is_none() {
        assert_eq!(part(" 栎 舟 "), Some(Part::Name("栎舟".into())));
        assert_eq!(part("〔２０２５〕湘"), Some(Part::Number("(2025)湘".into())));
        assert_eq!(part("4088"), Some(Part::Number("4088".into())));
        for short in ["", "栎", "88", "ab", "·"] {
            assert_eq!(part(short), None, "{short}");
        }
    }

    #[test]
    fn tokens_are_ascii_words_of_two_kinds() {
        let tokens = tokens_of(["甲乙丙"].into_iter(), "(2025)");
        let words: Vec<&str> = tokens.split(' ').collect();
        assert_eq!(words.len(), 2 + 4, "{tokens}");
        assert!(words[0].starts_with('n') && words[2].starts_with('c') && tokens.is_ascii());
    }
}
