//! Between the form of a draft and its row. The identity number goes in and is not seen again.
use app::{
    domain::{
        id::Sex,
        list::{Answers, InitiatedBy, ListKind, Question},
    },
    form::{
        list_entry::{EntryForm, EntryInput},
        subject::PartyInput,
    },
};

use super::super::{error::AppError, show};
use crate::{
    crypto::field::{hash_id, seal_id},
    state::AppState,
    store::{list::EntryRow, list_desk::FileRow, search},
};

/// Who and which matter the draft would be about, for looking up what was removed before.
pub(super) fn identity(state: &AppState, now: &EntryRow, input: &EntryInput) -> EntryRow {
    let court = state.court.id.to_string();
    let (id_hash, uscc) = match &input.party {
        PartyInput::Person { id: Some(id) } => (Some(hash_id(&state.server_key, &court, id)), String::new()),
        PartyInput::Person { id: None } => (now.id_hash.clone(), String::new()),
        PartyInput::Unit { uscc, .. } => (None, uscc.as_ref().map_or(now.uscc.clone(), |code| code.as_str().into())),
    };
    EntryRow {
        id_hash,
        uscc,
        list: now.list.clone(),
        case_no: input.case_no.canonical(),
        basis_no: input.basis_no.clone(),
        ..EntryRow::default()
    }
}

/// What the form decides of a row.
pub(super) fn filled(state: &AppState, mut file: FileRow, input: EntryInput) -> Result<FileRow, AppError> {
    let iso = |day: Option<app::domain::date::LegalDate>| day.map(|day| day.iso()).unwrap_or_default();
    let e = file.entry;
    let entry = EntryRow {
        name_key: search::name_key(&input.name),
        name: input.name,
        case_no: input.case_no.canonical(),
        filed_on: iso(input.filed_on),
        basis_no: input.basis_no,
        basis_unit: input.basis_unit,
        duty: input.duty,
        performance: input.performance,
        grounds: input.grounds.iter().map(|g| g.code()).collect::<Vec<_>>().join(","),
        items: input.items.iter().map(|item| item.code()).collect::<Vec<_>>().join(","),
        linked_no: input.linked_no,
        period: input.period,
        ..e
    };
    file.entry = with_party(state, entry, input.party)?;
    Ok(FileRow {
        initiated_by: input.initiated_by.map_or("", InitiatedBy::code).into(),
        applied_on: iso(input.applied_on),
        warned_on: iso(input.warned_on),
        reasons: input.reasons,
        extension: input.extension.into(),
        extension_reason: input.extension_reason,
        answers: input.answers.code(),
        debtor: input.is_debtor || file.entry.list == ListKind::Restricted.code(),
        student: input.student,
        considerations: input.considerations,
        consequences: input.consequences,
        ..file
    })
}

/// The number goes under its seal here and is not seen again; pages take the mask.
fn with_party(state: &AppState, row: EntryRow, party: PartyInput) -> Result<EntryRow, AppError> {
    Ok(match party {
        // a stored number belongs to the kind of party it was entered for
        PartyInput::Person { id: None } if row.party_kind == "person" => row,
        PartyInput::Person { id: None } => nobody(EntryRow { party_kind: "person".into(), ..row }),
        PartyInput::Person { id: Some(id) } => {
            let sealed = seal_id(&state.server_key, state.court.id, &row.id, &id).map_err(AppError::internal)?;
            EntryRow {
                party_kind: "person".into(),
                sex: if id.sex() == Sex::Male { "male" } else { "female" }.into(),
                birth_year: id.birth().year().into(),
                id_cipher: Some(sealed.cipher),
                id_hash: Some(sealed.hash),
                id_masked: sealed.masked,
                ..nobody(row)
            }
        }
        PartyInput::Unit { uscc, legal_rep } => {
            let kept = if row.party_kind == "unit" { row.uscc.clone() } else { String::new() };
            let uscc = uscc.map_or(kept, |code| code.as_str().to_owned());
            EntryRow { party_kind: "unit".into(), uscc, legal_rep, ..nobody(row) }
        }
    })
}

/// Without anything that identified the party before.
fn nobody(row: EntryRow) -> EntryRow {
    EntryRow {
        id_cipher: None,
        id_hash: None,
        id_masked: String::new(),
        sex: String::new(),
        birth_year: 0,
        uscc: String::new(),
        legal_rep: String::new(),
        ..row
    }
}

/// What the form shows of a row; the number stays under its seal.
pub(super) fn form_of(file: &FileRow) -> EntryForm {
    let e = &file.entry;
    let codes = |stored: &str| stored.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect();
    let answers = Answers::parse(&file.answers);
    let answer = |q: &Question| match answers.of(*q) {
        Some(true) => "yes".to_owned(),
        Some(false) => "no".to_owned(),
        None => String::new(),
    };
    let [secured, seized, later, other] =
        [Question::Secured, Question::SeizedEnough, Question::RanksLater, Question::OtherwiseUnable];
    EntryForm {
        party: e.party_kind.clone(),
        name: e.name.clone(),
        id_no: String::new(),
        legal_rep: e.legal_rep.clone(),
        is_debtor: file.debtor,
        student: file.student,
        case_no: show::case_no(&e.case_no),
        filed_on: e.filed_on.clone(),
        basis_no: e.basis_no.clone(),
        basis_unit: e.basis_unit.clone(),
        duty: e.duty.clone(),
        performance: e.performance.clone(),
        initiated_by: file.initiated_by.clone(),
        applied_on: file.applied_on.clone(),
        warned_on: file.warned_on.clone(),
        grounds: codes(&e.grounds),
        extension_years: if file.extension > 0 { file.extension.to_string() } else { String::new() },
        extension_reason: file.extension_reason.clone(),
        answers: [answer(&secured), answer(&seized), answer(&later), answer(&other)],
        linked_no: e.linked_no.clone(),
        considerations: file.considerations.clone(),
        items: codes(&e.items),
        period: e.period.clone(),
        consequences: file.consequences.clone(),
        reasons: file.reasons.clone(),
        version: e.version.to_string(),
    }
}
