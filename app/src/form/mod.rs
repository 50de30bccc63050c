//! One file a form: raw strings in, domain values or field errors out.
//! What a person typed is kept, so that a refused form comes back filled.

pub mod calendar;
pub mod case_money;
pub mod claim_check;
pub mod content;
pub mod fields;
pub mod framing;
pub mod issue;
pub mod list_correct;
pub mod list_entry;
pub mod list_import;
pub mod list_person;
pub mod list_step;
pub mod login;
pub mod measure;
pub mod objection;
pub mod objection_step;
mod party;
pub mod penalty_review;
pub mod picture;
pub mod placement;
pub mod relief;
pub mod remark;
pub mod reward;
pub mod subject;
pub mod subject_end;
pub mod timing;
pub mod tip;
pub mod tip_status;
pub mod tip_what;
pub mod tip_where;
pub mod tip_work;
pub mod tip_you;
pub mod warning;
pub mod withdrawal;
pub mod words;

use crate::domain::date::LegalDate;

/// `例如 2025-12-31`: an example near the reader's own day, so that it can be right.
pub fn example(day: LegalDate) -> String {
    format!("例如 {}", day.iso())
}

/// Field errors in the order of the page: (field id, message in the reader's words).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(Vec<(&'static str, String)>);

impl Errors {
    pub fn push(&mut self, field: &'static str, message: impl Into<String>) {
        self.0.push((field, message.into()));
    }
    /// First message of a field, if it has one.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(f, _)| *f == field).map(|(_, m)| m.as_str())
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    pub fn len(&self) -> usize {
        self.0.len()
    }
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(f, m)| (*f, m.as_str()))
    }
    /// `Ok` with the value when no field is wrong.
    pub fn or<T>(self, value: T) -> Result<T, Errors> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}
