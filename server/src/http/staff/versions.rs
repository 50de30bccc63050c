//! `…/versions`: every kept version of a notice or of content, and the way between any two.
use std::collections::HashMap;

use app::{
    domain::{content::Values, date::Instant, edition::EditionState, ids::StaffId},
    form::{
        content::ContentForm,
        words::{Words, differing},
    },
    pages::staff::versions::{VersionLine, VersionsView, versions},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde::Deserialize;

use super::super::{error::AppError, page::Req, session::Signed};
use super::{
    content,
    desk::{at_the_desk, load, name_of},
    frame, issue, show as answer, subject,
};
use crate::{
    state::AppState,
    store::{
        OrCorrupt as _,
        notice::{IssueRow, SubjectRow},
        staff,
    },
};

/// One kept version, whichever desk it is of.
struct Kept<'a> {
    version: i64,
    at: i64,
    actor: &'a Option<String>,
    state: &'a str,
    note: &'a str,
    snapshot: &'a str,
}

/// The record they are of.
struct Record<'a> {
    title: &'a str,
    href: String,
    kept: Vec<Kept<'a>>,
}

/// GET `/staff/content/{id}/versions?from=&to=`
pub async fn of_content(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let case = content::load(&state, &mut state.db.read().await?, &id).await?;
    let kept = case.versions.iter().map(|v| Kept {
        version: v.version,
        at: v.at,
        actor: &v.actor,
        state: &v.state,
        note: &v.note,
        snapshot: &v.snapshot,
    });
    let record = Record { title: &case.row.title, href: case.href(), kept: kept.collect() };
    compared(&state, &req, &signed, &record, |snapshot| {
        let row: ContentKept = serde_json::from_str(snapshot).or_corrupt("content_version.snapshot")?;
        let values: Values = serde_json::from_str(&row.fields).or_corrupt("content_version.snapshot")?;
        Ok(ContentForm { slug: row.slug, values, version: String::new() }.words(case.kind))
    })
    .await
}

#[derive(Deserialize)]
struct ContentKept {
    slug: String,
    fields: String,
}

/// GET `/staff/notices/{id}/versions?from=&to=`
pub async fn of_notice(
    State(state): State<AppState>,
    req: Req,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    at_the_desk(&signed)?;
    let case = load(&state, &mut state.db.read().await?, &id).await?;
    let kept = case.versions.iter().map(|v| Kept {
        version: v.version,
        at: v.at,
        actor: &v.actor,
        state: &v.state,
        note: &v.note,
        snapshot: &v.snapshot,
    });
    let record = Record { title: &case.issue.title, href: case.href(), kept: kept.collect() };
    compared(&state, &req, &signed, &record, |snapshot| {
        let kept: NoticeKept = serde_json::from_str(snapshot).or_corrupt("notice_version.snapshot")?;
        Ok(notice_words(&kept.issue, &kept.subjects))
    })
    .await
}

#[derive(Deserialize)]
struct NoticeKept {
    issue: IssueRow,
    subjects: Vec<SubjectRow>,
}

/// The issue, then every debtor under the place they have in it.
pub(super) fn notice_words(issue: &IssueRow, subjects: &[SubjectRow]) -> Words {
    let mut all = issue::form_of(issue).words();
    for s in subjects {
        let own = subject::form_of(s).words().into_iter();
        all.extend(own.map(|(label, text)| (format!("第 {} 名被执行人：{label}", s.position), text)));
    }
    all
}

async fn compared(
    state: &AppState,
    req: &Req,
    signed: &Signed,
    record: &Record<'_>,
    words: impl Fn(&str) -> Result<Words, AppError>,
) -> Result<Response, AppError> {
    let names = staff::names(&mut state.db.read().await?, state.court.id).await?;
    let pair = chosen(req, &record.kept);
    let differences = match pair {
        Some((from, to)) => differing(&words(from.snapshot)?, &words(to.snapshot)?),
        None => Vec::new(),
    };
    let view = VersionsView {
        title: record.title.to_owned(),
        record: record.href.clone(),
        lines: record.kept.iter().map(|kept| line(kept, &names)).collect(),
        from: pair.map_or(0, |(from, _)| from.version),
        to: pair.map_or(0, |(_, to)| to.version),
        differences,
    };
    Ok(answer(state, req, signed, &versions(&frame(state, req, signed).await?, &view)))
}

/// The two that were asked for; without a question the latest and the one before it.
fn chosen<'a>(req: &Req, kept: &'a [Kept<'a>]) -> Option<(&'a Kept<'a>, &'a Kept<'a>)> {
    let asked = |key: &str| {
        let version: i64 = req.query(key)?.parse().ok()?;
        kept.iter().find(|k| k.version == version)
    };
    let to = asked("to").or(kept.first())?;
    let before = || kept.iter().find(|k| k.version < to.version);
    Some((asked("from").or_else(before)?, to))
}

fn line(kept: &Kept<'_>, names: &HashMap<StaffId, String>) -> VersionLine {
    VersionLine {
        version: kept.version,
        when: Instant(kept.at).zh_minute(),
        who: name_of(kept.actor, names),
        state: EditionState::parse(kept.state).map_or("", EditionState::zh).into(),
        note: if kept.note.is_empty() { "发布".into() } else { kept.note.to_owned() },
    }
}
