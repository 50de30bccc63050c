//! One entry of a list with all that its page and its steps need.
use app::domain::{
    date::LegalDate,
    deadline::{Calendar, Duty},
    ids::{EntryId, StaffId},
    list::{
        Answers, Capacity, Clocks, DraftFacts, Entry, EntryState, Ground, InitiatedBy, Item, LinkedOrder, ListKind,
        NextDuty, Portal, PublishFacts, Subject, Term, Trigger, decision_gaps, gaps, minor_of_unit, next_duty,
        parse_all,
    },
    refusal::Refusal,
    scan,
    staff::Matter,
};

use super::super::error::AppError;
use crate::{
    crypto::field::open_id,
    state::AppState,
    store::{
        Tx,
        list::EntryRow,
        list_desk::{self, FileRow, VersionRow},
        list_parts::{self, ChannelRow, PersonRow},
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
}

/// A stored day; empty and unreadable are both none.
pub(super) fn day(iso: &str) -> Option<LegalDate> {
    LegalDate::parse(iso).ok()
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
        versions: list_desk::load_versions(tx, court, &file.entry.id).await?,
        needed: list_desk::is_needed(tx, court, &file.entry.public_no).await?,
        last_removal: last.and_then(|(code, on)| Trigger::parse(&code).zip(day(&on))),
        stands_for: stands_for.as_deref().and_then(Capacity::parse),
        linked,
        entry,
        file,
    })
}

/// The state machine's view of a row.
fn entry_of(file: &FileRow) -> Option<Entry> {
    let e = &file.entry;
    let term = match (day(&e.expires_on), day(&e.decided_on)) {
        (Some(expires_on), decided) => {
            Term::Fixed { years: decided.map_or(0, |on| expires_on.year() - on.year()), expires_on }
        }
        _ => Term::Open,
    };
    Some(Entry {
        state: EntryState::parse(&e.state)?,
        decided_on: day(&e.decided_on),
        served_on: day(&e.served_on),
        grace_until: day(&file.grace_until),
        published_on: day(&e.published_on),
        trigger: Trigger::parse(&file.removal_trigger),
        queries: day(&file.query_first).zip(day(&file.query_second)),
        trigger_on: day(&file.trigger_on),
        ended_on: day(&e.ended_on),
        version: u32::try_from(e.version).unwrap_or(1),
        ..Entry::draft(ListKind::parse(&e.list)?, term)
    })
}

/// The row after a step of the state machine, with the day on which somebody has to act next.
pub(super) fn with_entry(mut file: FileRow, entry: &Entry) -> FileRow {
    let iso = |day: Option<LegalDate>| day.map(LegalDate::iso).unwrap_or_default();
    let e = &mut file.entry;
    e.state = entry.state.code().into();
    e.decided_on = iso(entry.decided_on);
    e.served_on = iso(entry.served_on);
    e.published_on = iso(entry.published_on);
    e.expires_on = iso(entry.term.expires_on());
    e.ended_on = iso(entry.ended_on);
    file.grace_until = iso(entry.grace_until);
    file.removal_trigger = entry.trigger.map_or("", Trigger::code).into();
    file.trigger_on = iso(entry.trigger_on);
    file.query_first = iso(entry.queries.map(|(first, _)| first));
    file.query_second = iso(entry.queries.map(|(_, second)| second));
    let due =
        entry.trigger.zip(entry.trigger_on).and_then(|(_, on)| Duty::RemoveEntry.due(on, &Calendar::known()).ok());
    file.removal_due = iso(due.map(|due| due.rolled));
    file.due_on = due_on(&file, entry);
    file
}

/// Entries nobody has to act on stand last.
pub(super) fn due_on(file: &FileRow, entry: &Entry) -> String {
    duty(file, entry).map_or_else(|| "9999-12-31".into(), |duty| duty.day.iso())
}

/// DJ-5: the day from which the fifteen days run; an order has no such time.
pub(super) fn application(file: &FileRow, list: ListKind) -> Option<LegalDate> {
    let applied = InitiatedBy::parse(&file.initiated_by) == Some(InitiatedBy::Applicant);
    day(&file.applied_on).filter(|_| applied && list == ListKind::Dishonest)
}

/// What has to be done next, and by when.
pub(super) fn duty(file: &FileRow, entry: &Entry) -> Option<NextDuty> {
    let clocks = Clocks {
        applied_on: application(file, entry.list),
        correction_on: day(&file.correction_on).filter(|_| !file.correction.is_empty()),
        portal: (Portal::parse(&file.entry.portal).unwrap_or(Portal::Pending), day(&file.entry.portal_on)),
        calendar: &Calendar::known(),
    };
    next_duty(entry, clocks)
}

fn subject(row: &EntryRow) -> Subject {
    if row.party_kind == "unit" { Subject::Unit } else { Subject::Person }
}

/// DJ-4: the day of birth stands under the seal of the number and nowhere else.
fn birth(state: &AppState, row: &str, cipher: Option<&Vec<u8>>) -> Option<LegalDate> {
    let opened = cipher.and_then(|c| open_id(&state.server_key, state.court.id, row, c).ok().flatten());
    opened.map(|id| id.birth())
}

impl Case {
    /// A draft that was just written: nothing hangs on it yet.
    pub fn bare(file: FileRow, list: ListKind) -> Self {
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
            stands_for: None,
        }
    }

    /// Who may not check it: everyone who wrote any version of the draft.
    pub fn matter(&self, state: &AppState) -> Matter {
        Matter::made_by(state.court.id, list_desk::makers(&self.file, &self.versions))
    }

    /// The matter of its correction: who proposed it does not approve it.
    pub fn correction_matter(&self, state: &AppState) -> Matter {
        Matter::made_by(state.court.id, self.file.correction_by.as_deref().and_then(StaffId::parse))
    }

    pub fn href(&self) -> String {
        format!("/staff/lists/{}", self.file.entry.id)
    }

    pub fn open_channels(&self) -> impl Iterator<Item = &ChannelRow> {
        self.channels.iter().filter(|c| c.is_open())
    }

    /// Everything that forbids the decision, and what must not stand in public.
    pub fn decision_gaps(&self, state: &AppState) -> Vec<Refusal> {
        let (f, e) = (&self.file, &self.file.entry);
        let grounds = parse_all(&e.grounds, Ground::parse);
        let items = parse_all(&e.items, Item::parse);
        let facts = DraftFacts {
            list: self.list,
            today: state.clock.now().date(),
            subject: subject(e),
            birth: birth(state, &e.id, e.id_cipher.as_ref()),
            identified: e.id_cipher.is_some() || !e.uscc.is_empty(),
            is_debtor: f.debtor,
            duty: &e.duty,
            basis_no: &e.basis_no,
            initiated_by: InitiatedBy::parse(&f.initiated_by),
            applied_on: day(&f.applied_on),
            warned_on: day(&f.warned_on),
            reasons: &f.reasons,
            grounds: &grounds,
            extension: i16::try_from(f.extension).unwrap_or(0),
            extension_reason: &f.extension_reason,
            answers: Answers::parse(&f.answers),
            last_removal: self.last_removal,
            considerations: &f.considerations,
            items: &items,
            period: &e.period,
            consequences: &f.consequences,
        };
        let mut found = decision_gaps(&facts);
        found.extend(self.minors_of_unit(state));
        found.extend(hits(&self.texts()));
        found
    }

    /// RC-9: asked anew on the day, from each sealed number.
    fn minors_of_unit(&self, state: &AppState) -> impl Iterator<Item = Refusal> {
        let today = state.clock.now().date();
        self.persons.iter().filter_map(move |p| {
            let refusal = minor_of_unit(birth(state, &p.id, Some(&p.id_cipher)), today)?;
            let message = format!("第 {} 名有关人员：{}", p.position, refusal.message);
            Some(Refusal { message, ..refusal })
        })
    }

    /// Everything that forbids publication on this day; a draft's own gaps are asked again with it.
    pub fn publish_gaps(&self, state: &AppState, still_unperformed: bool) -> Vec<Refusal> {
        let grounds = parse_all(&self.file.entry.grounds, Ground::parse);
        let mut found = gaps(&self.entry, &self.facts(state, &grounds, still_unperformed));
        for gap in self.decision_gaps(state) {
            // the same gap seen from the decision and from publication is one gap
            if found.iter().all(|have| (have.rule, have.field) != (gap.rule, gap.field) || have.message != gap.message)
            {
                found.push(gap);
            }
        }
        if self.file.entry.portal == Portal::Removed.code() {
            let fix = "请先核实全国平台删除的原因。";
            found.push(Refusal::new("DJ-7", "portal", "全国平台已经删除这条信息，本站不能公布。", fix));
        }
        found
    }

    pub fn facts<'a>(&'a self, state: &AppState, grounds: &'a [Ground], still_unperformed: bool) -> PublishFacts<'a> {
        let e = &self.file.entry;
        PublishFacts {
            today: state.clock.now().date(),
            subject: subject(e),
            birth: birth(state, &e.id, e.id_cipher.as_ref()),
            is_debtor: self.file.debtor,
            decision_no: &e.decision_no,
            signed_by_president: e.president,
            service_method: &e.service_method,
            grounds,
            has_restriction: self.has_order(),
            still_unperformed,
            considerations: &self.file.considerations,
        }
    }

    /// RC-1: the linked order stands against the same debtor.
    pub fn has_order(&self) -> bool {
        let order = self.linked.as_ref().and_then(|order| linked(&self.file.entry, &order.entry));
        order.is_some_and(LinkedOrder::is_in_force)
    }

    /// Every text the public will read, under the words an editor knows it by.
    fn texts(&self) -> Vec<(String, &str)> {
        let e = &self.file.entry;
        let own = [
            ("姓名或者名称", &e.name),
            ("法定代表人或者负责人", &e.legal_rep),
            ("依据文书文号", &e.basis_no),
            ("作出文书的单位", &e.basis_unit),
            ("应履行的义务", &e.duty),
            ("限制的期间", &e.period),
            ("决定文号", &e.decision_no),
        ];
        let persons = self.persons.iter().map(|p| (format!("第 {} 名有关人员的姓名", p.position), p.name.as_str()));
        own.map(|(place, text)| (place.to_owned(), text.as_str())).into_iter().chain(persons).collect()
    }
}

/// What the linked order says of RC-1: equal by sealed number or by code, never by name alone.
fn linked(e: &EntryRow, order: &EntryRow) -> Option<LinkedOrder> {
    let by_number = e.id_hash.is_some() && e.id_hash == order.id_hash;
    let by_code = !e.uscc.is_empty() && e.uscc == order.uscc;
    Some(LinkedOrder {
        list: ListKind::parse(&order.list)?,
        state: EntryState::parse(&order.state)?,
        same_debtor: by_number || by_code,
    })
}

/// AN-10, EW-5: what must not stand in a public text, with its place.
pub(super) fn hits(texts: &[(String, &str)]) -> Vec<Refusal> {
    let found = texts.iter().flat_map(|(place, text)| {
        let hits = scan::personal_data(text).into_iter().chain(scan::wording(text));
        hits.map(move |hit| {
            let refusal = hit.refusal();
            Refusal { message: format!("{place}：{}", refusal.message), ..refusal }
        })
    });
    found.collect()
}
