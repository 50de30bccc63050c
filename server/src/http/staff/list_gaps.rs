//! What still forbids a decision or a publication, asked of the domain with what the case holds (DJ-1..DJ-7, RC-1..RC-9).
use app::domain::{
    date::LegalDate,
    list::{
        Answers, DraftFacts, EntryState, Ground, InitiatedBy, Item, LinkedOrder, ListKind, Portal, PublishFacts,
        Subject, decision_day_gaps, decision_gaps, gaps, minor_of_unit, parse_all,
    },
    refusal::Refusal,
    scan,
};

use super::list_case::Case;
use crate::entries::day;
use crate::{crypto::field::open_id, state::AppState, store::list::EntryRow};

fn subject(row: &EntryRow) -> Subject {
    if row.party_kind == "unit" { Subject::Unit } else { Subject::Person }
}

/// DJ-4: the day of birth stands under the seal of the number and nowhere else.
fn birth(state: &AppState, row: &str, cipher: Option<&Vec<u8>>) -> Option<LegalDate> {
    let opened = cipher.and_then(|c| open_id(&state.server_key, state.court.id, row, c).ok().flatten());
    opened.map(|id| id.birth())
}

impl Case {
    /// Everything that forbids the decision, and what must not stand in public.
    pub fn decision_gaps(&self, state: &AppState) -> Vec<Refusal> {
        let (grounds, items) = self.choices();
        let mut found = decision_gaps(&self.draft_facts(state, &grounds, &items));
        found.extend(self.minors_of_unit(state));
        found.extend(hits(&self.texts()));
        found
    }

    fn draft_facts<'a>(&'a self, state: &AppState, grounds: &'a [Ground], items: &'a [Item]) -> DraftFacts<'a> {
        let (f, e) = (&self.file, &self.file.entry);
        DraftFacts {
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
            grounds,
            extension: i16::try_from(f.extension).unwrap_or(0),
            extension_reason: &f.extension_reason,
            answers: Answers::parse(&f.answers),
            last_removal: self.last_removal,
            considerations: &f.considerations,
            items,
            period: &e.period,
            consequences: &f.consequences,
        }
    }

    /// What the day that is given for the decision forbids.
    pub fn decision_day_gaps(&self, state: &AppState, on: LegalDate) -> Vec<Refusal> {
        let (grounds, items) = self.choices();
        decision_day_gaps(&self.draft_facts(state, &grounds, &items), on)
    }

    fn choices(&self) -> (Vec<Ground>, Vec<Item>) {
        let e = &self.file.entry;
        (parse_all(&e.grounds, Ground::parse), parse_all(&e.items, Item::parse))
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
        same_case: e.case_no == order.case_no,
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
