//! Which subject a tip is for. Only open subjects of published notices are ever confirmed; everything else looks the
//! same as no notice at all (8.1: never confirm or deny that an unlisted person is a debtor).
use app::pages::tips::Missed;

use crate::{
    http::error::AppError,
    state::AppState,
    store::notice::{self, SubjectRow},
};

/// A subject that takes tips.
pub struct Target {
    pub id: String,
    /// `2025-21/1`.
    pub code: String,
    /// 2025年第21期悬赏公告, with the subject's number where there are several.
    pub zh: String,
}

/// All subjects of an issue that is open today; none of any other issue.
async fn of_open_issue(state: &AppState, year: i64, no: i64) -> Result<Vec<SubjectRow>, AppError> {
    let mut tx = state.db.read().await?;
    let row = notice::load_issue(&mut tx, state.court.id, year, no).await?;
    let subjects = match &row {
        Some(row) if row.is_open(state.clock.now().date()) => {
            notice::load_subjects(&mut tx, state.court.id, &row.id).await?
        }
        _ => Vec::new(),
    };
    tx.rollback().await?;
    Ok(subjects)
}

/// Why an address that names a notice leads to no subject: one of several is yet to be chosen, or there is nothing to
/// say of it but that it takes no tips (ended, withdrawn and never published look the same).
pub async fn missed(state: &AppState, issue: &str, subject: &str) -> Result<Missed, AppError> {
    if issue.is_empty() {
        return Ok(Missed::Nothing);
    }
    let Some((year, no)) = numbers(issue).filter(|_| subject.is_empty()) else { return Ok(Missed::Ended) };
    let open = of_open_issue(state, year, no).await?.iter().filter(|s| s.is_open()).count();
    Ok(if open > 0 { Missed::Choice(format!("{year}-{no}")) } else { Missed::Ended })
}

/// Reads `2025-21` and `1`. An empty subject means the only one of its issue.
pub async fn find(state: &AppState, issue: &str, subject: &str) -> Result<Option<Target>, AppError> {
    let Some((year, no)) = numbers(issue) else { return Ok(None) };
    let subjects = of_open_issue(state, year, no).await?;
    let several = subjects.len() > 1;
    let wanted: Option<i64> = if subject.is_empty() && !several { Some(1) } else { subject.parse().ok() };
    let found = subjects.into_iter().find(|s| Some(s.position) == wanted && s.is_open());
    Ok(found.map(|s| Target {
        id: s.id,
        code: format!("{year}-{no}/{}", s.position),
        zh: if several {
            format!("{year}年第{no}期悬赏公告（第 {} 位）", s.position)
        } else {
            format!("{year}年第{no}期悬赏公告")
        },
    }))
}

/// False when the subject a draft was begun for takes no tips any more; `code` is `2025-21/1`, empty without subject.
pub async fn still_open(state: &AppState, code: &str) -> Result<bool, AppError> {
    match code.split_once('/') {
        Some((issue, position)) => Ok(find(state, issue, position).await?.is_some()),
        None => Ok(true),
    }
}

fn numbers(issue: &str) -> Option<(i64, i64)> {
    let (year, no) = issue.split_once('-')?;
    let digits = |s: &str, max: usize| (1..=max).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    (digits(year, 4) && digits(no, 4)).then_some(())?;
    Some((year.parse().ok()?, no.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_reach_the_database() {
        assert_eq!(numbers("2025-21"), Some((2025, 21)));
        for wrong in ["", "2025", "2025-", "-1", "2025-2a", "2025-21-1", "99999-1", "+2025-1"] {
            assert_eq!(numbers(wrong), None, "{wrong}");
        }
    }
}
