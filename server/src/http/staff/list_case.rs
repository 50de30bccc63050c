//! One entry of a list with all that its page and its steps need.
use app::domain::{
    date::LegalDate,
    deadline::Calendar,
    ids::{EntryId, StaffId},
    list::{Capacity, Entry, ListKind, NextDuty, Step, Term, Trigger},
    refusal::{Refusal, ensure},
    staff::Matter,
};

use super::super::error::AppError;
use crate::{
    entries::{self, day, entry_of},
    state::AppState,
    store::{
        Tx, calendar,
        list_desk::{self, FileRow},
        list_parts::{self, ChannelRow, PersonRow},
        list_versions::{self, VersionRow},
        objection,
    },
};

/// An entry as it was loaded for one request.
pub(super) struct Case {
    pub file: FileRow,
    pub list: ListKind,
    pub entry: Entry,
    pub persons: Vec<PersonRow>,
    pub channels: Vec<ChannelRow>,
    pub versions: Vec<VersionRow>,
    /// The other list's entry of the same debtor.
    pub linked: Option<FileRow>,
    pub last_removal: Option<(Trigger, LegalDate)>,
    /// RC-1: a public 失信 entry stands on this order.
    pub needed: bool,
    /// GF-3: stands for a unit in the same case; may still be a debtor of it too.
    pub stands_for: Option<Capacity>,
    /// DJ-14: a request for its correction is open.
    pub disputed: bool,
    /// What the court knows of working days.
    pub calendar: Calendar,
}

/// Loads an entry by the id of its address.
pub(super) async fn load(state: &AppState, tx: &mut Tx, id: &str) -> Result<Case, AppError> {
    let id = EntryId::parse(id).ok_or(AppError::NotFound)?;
    let court = state.court.id;
    let file = list_desk::load(tx, court, id).await?.ok_or(AppError::NotFound)?;
    let entry = entry_of(&file).ok_or(AppError::NotFound)?;
    let linked = match (file.entry.linked_no.as_str(), entry.list) {
        ("", ListKind::Dishonest) => None,
        ("", ListKind::Restricted) => list_desk::load_dependent(tx, court, &file.entry.public_no).await?,
        (no, _) => list_desk::load_by_no(tx, court, no).await?,
    };
    let last = list_desk::last_removal(tx, court, &file.entry).await?;
    let stands_for = match &file.entry.id_hash {
        Some(hash) => list_parts::stands_for(tx, court, hash, &file.entry.case_no).await?,
        None => None,
    };
    Ok(Case {
        list: entry.list,
        persons: list_parts::persons(tx, court, &file.entry.id).await?,
        channels: list_parts::channels(tx, court, &file.entry.id).await?,
        versions: list_versions::load_versions(tx, court, &file.entry.id).await?,
        disputed: objection::is_disputed(tx, court, &file.entry.public_no).await?,
        needed: list_desk::is_needed(tx, court, &file.entry.public_no).await?,
        last_removal: last.and_then(|(code, on)| Trigger::parse(&code).zip(day(&on))),
        stands_for: stands_for.as_deref().and_then(Capacity::parse),
        calendar: calendar::load(tx, court).await?,
        linked,
        entry,
        file,
    })
}

impl Case {
    /// A draft that was just written: nothing hangs on it yet.
    pub fn bare(file: FileRow, list: ListKind, calendar: Calendar) -> Self {
        Self {
            entry: Entry::draft(list, Term::Open),
            list,
            file,
            persons: Vec::new(),
            channels: Vec::new(),
            versions: Vec::new(),
            linked: None,
            last_removal: None,
            needed: false,
            disputed: false,
            stands_for: None,
            calendar,
        }
    }

    /// Who may not check it: everyone who wrote any version of the draft.
    pub fn matter(&self, state: &AppState) -> Matter {
        Matter::made_by(state.court.id, list_versions::makers(&self.file, &self.versions))
    }

    /// The matter of its correction: who proposed it does not approve it.
    pub fn correction_matter(&self, state: &AppState) -> Matter {
        Matter::made_by(state.court.id, self.file.correction_by.as_deref().and_then(StaffId::parse))
    }

    /// Whom a step is refused to because of what they did before: who decided does not publish either.
    pub fn matter_of(&self, state: &AppState, step: Step) -> Matter {
        match step {
            Step::Correct => self.correction_matter(state),
            Step::Publish => {
                let decider = self.file.decider.as_deref().and_then(StaffId::parse);
                let makers = list_versions::makers(&self.file, &self.versions);
                Matter::made_by(state.court.id, makers.into_iter().chain(decider))
            }
            _ => self.matter(state),
        }
    }

    /// What beside the state decides whether a step makes sense now.
    pub fn fits(&self, step: Step) -> Result<(), Refusal> {
        let f = &self.file;
        let (there, now) = match step {
            Step::Propose => (f.correction.is_empty(), "已经有更正等待批准"),
            Step::Correct => (!f.correction.is_empty(), "没有等待批准的更正"),
            Step::Wrong => (f.wrong_on.is_empty(), "已经登记过发现错误"),
            Step::Cleared => (!f.wrong_on.is_empty(), "没有登记过发现错误"),
            _ => (true, ""),
        };
        ensure(there, || Refusal::step("§1", now, step.zh()))
    }

    pub fn href(&self) -> String {
        format!("/staff/lists/{}", self.file.entry.id)
    }

    /// What has to be done next, and by when.
    pub fn duty(&self) -> Option<NextDuty> {
        entries::duty(&self.file, &self.entry, self.open_channels().next().is_some(), &self.calendar)
    }

    pub fn open_channels(&self) -> impl Iterator<Item = &ChannelRow> {
        self.channels.iter().filter(|c| c.is_open())
    }
}
