//! What the court has to do with an entry, and by when (§9.4).
use super::{Entry, EntryState, Portal};
use crate::domain::{
    date::LegalDate,
    deadline::{Calendar, Duty},
};

/// The next thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextDuty {
    pub words: String,
    /// The last day for it; where the calendar does not know, the day on which the time began.
    pub day: LegalDate,
    /// TD-3: false where the year's holidays are not loaded.
    pub known: bool,
}

impl NextDuty {
    pub fn is_overdue(&self, today: LegalDate) -> bool {
        self.known && today > self.day
    }

    fn of(duty: Duty, from: LegalDate, calendar: &Calendar) -> Self {
        match duty.due(from, calendar) {
            Ok(due) => {
                Self { words: format!("{}，最迟{}", duty.zh(), due.rolled.zh()), day: due.rolled, known: true }
            }
            Err(unknown) => Self { words: format!("{}：{}", duty.zh(), unknown.zh()), day: from, known: false },
        }
    }
}

/// What lies outside the entry itself and starts a clock of its own.
#[derive(Clone, Copy, Debug)]
pub struct Clocks {
    /// DJ-5: a written application waits for an answer.
    pub applied_on: Option<LegalDate>,
    /// DJ-9: something was found to be wrong.
    pub correction_on: Option<LegalDate>,
    /// DJ-9: the whole entry was found to be wrong.
    pub wrong_on: Option<LegalDate>,
    /// DJ-7: what the portal said, and when it was looked at.
    pub portal: (Portal, Option<LegalDate>),
    /// RC-8, GF-9: some place still announces it.
    pub announced: bool,
}

/// Every duty that an entry can start, whether it runs or not.
pub const ENTRY_DUTIES: [Duty; 9] = [
    Duty::DecideListing,
    Duty::EndGrace,
    Duty::RemoveEntry,
    Duty::RemoveExpired,
    Duty::CorrectEntry,
    Duty::RevokeEntry,
    Duty::FollowPortal,
    Duty::CheckPortal,
    Duty::CloseChannels,
];

/// The day from which a duty runs now; `None` when it does not.
pub fn running(duty: Duty, entry: &Entry, at: Clocks) -> Option<LegalDate> {
    let published = entry.state == EntryState::Published;
    let before = matches!(entry.state, EntryState::Decided | EntryState::Served | EntryState::Grace);
    match duty {
        Duty::DecideListing => at.applied_on.filter(|_| entry.state == EntryState::Draft),
        Duty::EndGrace => entry.grace_until.filter(|_| entry.state == EntryState::Grace),
        Duty::RemoveEntry => entry.trigger_on.filter(|_| published),
        Duty::RemoveExpired => entry.term.expires_on().filter(|_| published && entry.trigger_on.is_none()),
        Duty::CorrectEntry => at.correction_on.filter(|_| published),
        Duty::RevokeEntry => at.wrong_on.filter(|_| published || before),
        Duty::FollowPortal => at.portal.1.filter(|_| published && at.portal.0 == Portal::Removed),
        // a look that found nothing begins the days anew
        Duty::CheckPortal => {
            let waits = published && at.portal.0 == Portal::Pending;
            entry.published_on.filter(|_| waits).map(|on| at.portal.1.map_or(on, |looked| looked.max(on)))
        }
        Duty::CloseChannels => entry.ended_on.filter(|_| entry.state.is_gone() && at.announced),
        _ => None,
    }
}

/// The most urgent of all that runs; `None` when nobody has to act.
pub fn next_duty(entry: &Entry, at: Clocks, calendar: &Calendar) -> Option<NextDuty> {
    let running = ENTRY_DUTIES.into_iter().filter_map(|duty| Some((duty, running(duty, entry, at)?)));
    running.map(|(duty, from)| NextDuty::of(duty, from, calendar)).min_by_key(|duty| duty.day)
}
