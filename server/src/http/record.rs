//! From stored rows to the one record that every output of an issue is made of.
use app::{
    domain::{
        date::{Instant, LegalDate},
        id::Sex,
        money::Fen,
    },
    text::record::{NoticeRecord, PersonRecord, SubjectRecord},
};

use super::{api::site, notices, show};
use crate::{
    state::AppState,
    store::notice::{IssueRow, SubjectRow},
};

/// The record of an issue today: only subjects that are still sought have a place in it (BN-12).
pub fn record(state: &AppState, issue: &IssueRow, subjects: &[SubjectRow]) -> NoticeRecord {
    let today = state.clock.now().date();
    let until = LegalDate::parse(&issue.valid_until).ok();
    let over = until.is_some_and(|until| until < today);
    let sought = subjects.iter().filter(|s| s.is_open() && !over);
    NoticeRecord {
        court: state.court.name.clone(),
        short_court: state.view.short_name.clone(),
        phone: state.view.phone.clone(),
        address: state.view.address.clone(),
        slug: issue.slug(),
        number: show::number(issue),
        kind: show::kind_zh(&issue.kind).into(),
        published_on: issue.published_at.map(|ms| Instant(ms).date()),
        valid_until: until,
        conditions: issue.condition_text.clone(),
        basis: notices::basis(issue),
        body_md: issue.body_md.clone(),
        verify_url: format!("{}/verify/{}", site(state), issue.slug()),
        subjects: sought.map(subject).collect(),
        draft: !issue.is_public(),
        demo: state.config.demo,
    }
}

fn subject(row: &SubjectRow) -> SubjectRecord {
    SubjectRecord {
        position: row.position,
        county: row.county.clone(),
        rewards: show::rules(row),
        person: Some(PersonRecord {
            name: row.name.clone(),
            unit: row.party_kind == "unit",
            sex: Sex::parse(&row.sex).map_or("", Sex::zh).into(),
            birth_year: if row.birth_year > 0 { format!("{}年", row.birth_year) } else { String::new() },
            id_masked: row.id_masked.clone(),
            town: row.town.clone(),
            case_no: show::case_no(&row.case_no),
            basis_no: row.basis_no.clone(),
            unpaid: Fen(row.unpaid),
            wanted: row.wanted.lines().map(str::to_owned).collect(),
        }),
    }
}
