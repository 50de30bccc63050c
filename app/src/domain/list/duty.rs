//! What the court has to do next with an entry, and by when (§9.4).
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
pub struct Clocks<'a> {
    /// DJ-5: a written application waits for an answer.
    pub applied_on: Option<LegalDate>,
    /// DJ-9: something was found to be wrong.
    pub correction_on: Option<LegalDate>,
    /// DJ-7: what the portal said, and when it was looked at.
    pub portal: (Portal, Option<LegalDate>),
    pub calendar: &'a Calendar,
}

/// The most urgent of all that runs; `None` when nobody has to act.
pub fn next_duty(entry: &Entry, at: Clocks<'_>) -> Option<NextDuty> {
    match entry.state {
        EntryState::Draft => at.applied_on.map(|from| NextDuty::of(Duty::DecideListing, from, at.calendar)),
        EntryState::Grace => entry.grace_until.map(|until| NextDuty {
            words: format!("宽限期到{}，届满后核实是否履行", until.zh()),
            day: until.add_days(1),
            known: true,
        }),
        EntryState::Published => published(entry, at).into_iter().flatten().min_by_key(|duty| duty.day),
        _ => None,
    }
}

fn published(entry: &Entry, at: Clocks<'_>) -> [Option<NextDuty>; 3] {
    let from = entry.trigger_on.map(|from| (Duty::RemoveEntry, from));
    let end = from.or_else(|| entry.term.expires_on().map(|last| (Duty::RemoveExpired, last)));
    let withdrawn = at.portal.1.filter(|_| at.portal.0 == Portal::Removed);
    [
        end.map(|(duty, from)| NextDuty::of(duty, from, at.calendar)),
        at.correction_on.map(|from| NextDuty::of(Duty::CorrectEntry, from, at.calendar)),
        withdrawn.map(|day| NextDuty {
            words: "全国平台已经删除，本站已停止显示，请办理删除".into(),
            day,
            known: true,
        }),
    ]
}
