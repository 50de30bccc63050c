//! What a list is asked for: known parameters only, and a cursor that keeps its place.
use app::domain::date::{Instant, LegalDate};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::super::{error::AppError, page::Req};
use crate::store::open_data::After;

/// Keys that change a page of a list.
pub const KEYS: [&str; 3] = ["cursor", "limit", "changed_since"];
const USUAL: i64 = 20;
const MOST: i64 = 50;

/// Reads the parameters of a list. One that is unknown, repeated or unreadable is refused by its name.
pub fn asked(req: &Req) -> Result<After, AppError> {
    only(req, &KEYS)?;
    let limit = match req.query("limit") {
        None => USUAL,
        Some(text) => text
            .parse()
            .ok()
            .filter(|n| (1..=MOST).contains(n))
            .ok_or_else(|| bad(format!("limit 应为 1 到 {MOST} 的整数。")))?,
    };
    let since = req.query("changed_since").map(moment).transpose()?;
    // before every record of that moment: no slug is empty
    let begin = After { ms: since.map_or(0, Instant::ms), slug: String::new(), limit };
    match req.query("cursor") {
        None => Ok(begin),
        Some(text) => {
            let (ms, slug) = place(text).ok_or_else(|| bad("cursor 应为上一页的 next，不要改动。".into()))?;
            // the later of both: what is before the day asked for stays out
            Ok(if ms < begin.ms { begin } else { After { ms, slug, limit } })
        }
    }
}

/// Refuses parameters an address does not know, by name.
pub fn only(req: &Req, known: &[&str]) -> Result<(), AppError> {
    for (at, (key, _)) in req.query.iter().enumerate() {
        if !known.contains(&key.as_str()) {
            return Err(bad(format!("没有参数 {}。", shown(key))));
        }
        if req.query[..at].iter().any(|(other, _)| other == key) {
            return Err(bad(format!("参数 {key} 只能出现一次。")));
        }
    }
    Ok(())
}

/// At most forty characters of what somebody sent.
fn shown(key: &str) -> String {
    key.chars().filter(|c| !c.is_control()).take(40).collect()
}

pub fn bad(says: String) -> AppError {
    AppError::BadQuestion(says)
}

/// `2025-12-01` is the beginning of that day in Shanghai.
fn moment(text: &str) -> Result<Instant, AppError> {
    if let Ok(day) = LegalDate::parse(text) {
        return Ok(day.start());
    }
    // a plus sign that was not escaped arrives as a blank
    let stamp = text.replace(' ', "+").parse::<jiff::Timestamp>();
    let says = "changed_since 应为日期（2025-12-01）或者时间（2025-12-01T08:00:00Z）。";
    stamp.map(|at| Instant(at.as_millisecond())).map_err(|_| bad(says.into()))
}

/// Where the next page begins: after this record.
pub fn cursor(ms: i64, slug: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{ms} {slug}"))
}

fn place(text: &str) -> Option<(i64, String)> {
    let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let (ms, slug) = plain.split_once(' ')?;
    let fine = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let slug = Some(slug).filter(|s| (1..=100).contains(&s.len()) && s.chars().all(fine))?;
    Some((ms.parse().ok()?, slug.to_owned()))
}

/// Cuts the record too many that says there is another page; `key` is a record's place.
pub fn cut<T>(rows: &mut Vec<T>, limit: i64, key: impl Fn(&T) -> (i64, String)) -> Option<String> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    if rows.len() <= limit {
        return None;
    }
    rows.truncate(limit);
    rows.last().map(key).map(|(ms, slug)| cursor(ms, &slug))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use super::*;

    fn of(query: &str) -> Result<After, AppError> {
        asked(&Req::of(&format!("/api/v1/outcomes?{query}").parse().unwrap(), &HeaderMap::new()))
    }

    #[test]
    fn a_cursor_keeps_its_place() {
        let next = cursor(1_765_764_000_000, "2025-21");
        let after = of(&format!("cursor={next}&limit=3")).unwrap();
        assert_eq!(after, After { ms: 1_765_764_000_000, slug: "2025-21".into(), limit: 3 });
        // a later day wins over an older place
        let day = LegalDate::parse("2026-01-01").unwrap().start().ms();
        assert_eq!(of(&format!("cursor={next}&changed_since=2026-01-01")).unwrap().ms, day);
    }

    #[test]
    fn what_cannot_be_read_is_refused_by_name() {
        for (query, names) in [
            ("limit=0", "limit"),
            ("limit=51", "limit"),
            ("limit=x", "limit"),
            ("cursor=!!", "cursor"),
            ("cursor=MSAy%20", "cursor"),
            ("changed_since=gestern", "changed_since"),
            ("name=x", "name"),
            ("limit=1&limit=2", "limit"),
        ] {
            match of(query) {
                Err(AppError::BadQuestion(says)) => assert!(says.contains(names), "{query}: {says}"),
                other => panic!("{query}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_moment_is_a_day_or_a_time() {
        let ms = |query: &str| of(query).unwrap().ms;
        assert_eq!(ms("changed_since=2025-12-01"), ms("changed_since=2025-11-30T16:00:00Z"));
        assert_eq!(ms("changed_since=2025-12-01"), ms("changed_since=2025-12-01T00:00:00%2B08:00"));
        assert_eq!(ms("changed_since=2025-12-01"), ms("changed_since=2025-12-01T00:00:00+08:00"));
    }
}
