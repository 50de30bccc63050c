//! A draft of one of the two lists. It may lack nearly everything; what the court needs before it decides is
//! `domain::list::decision_gaps`. Only what cannot be kept, or may never stand there, is refused here.
use super::{
    Errors,
    fields::Fields,
    issue::{limit, readable, required},
    party::{PartyContext, PartyInput, party},
};
use crate::domain::{
    case::CaseNo,
    date::LegalDate,
    list::{Answers, Ground, InitiatedBy, Item, ListKind, Question},
};

/// As typed. The identity number is never sent back to the browser (invariant 4).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct EntryForm {
    pub party: String,
    pub name: String,
    pub id_no: String,
    pub legal_rep: String,
    pub is_debtor: bool,
    pub student: bool,
    pub case_no: String,
    pub filed_on: String,
    pub basis_no: String,
    pub basis_unit: String,
    pub duty: String,
    pub performance: String,
    pub initiated_by: String,
    pub applied_on: String,
    pub warned_on: String,
    pub grounds: Vec<String>,
    pub extension_years: String,
    pub extension_reason: String,
    /// `yes`, `no` or empty, in the order of [`Question::ALL`]
    pub answers: [String; 4],
    pub linked_no: String,
    pub considerations: String,
    pub items: Vec<String>,
    pub period: String,
    pub consequences: String,
    pub reasons: String,
    pub version: String,
}

impl std::fmt::Debug for EntryForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EntryForm(..)")
    }
}

/// The same, understood: whatever of it is there.
#[derive(Clone, PartialEq, Eq)]
pub struct EntryInput {
    pub party: PartyInput,
    pub name: String,
    pub is_debtor: bool,
    pub student: bool,
    pub case_no: CaseNo,
    pub filed_on: Option<LegalDate>,
    pub basis_no: String,
    pub basis_unit: String,
    pub duty: String,
    pub performance: String,
    pub initiated_by: Option<InitiatedBy>,
    pub applied_on: Option<LegalDate>,
    pub warned_on: Option<LegalDate>,
    pub grounds: Vec<Ground>,
    pub extension: i16,
    pub extension_reason: String,
    pub answers: Answers,
    pub linked_no: String,
    pub considerations: String,
    pub items: Vec<Item>,
    pub period: String,
    pub consequences: String,
    pub reasons: String,
}

impl EntryForm {
    pub fn read(fields: &Fields) -> Self {
        let answer = |at: usize| fields.text(Question::ALL[at].code());
        Self {
            party: fields.text("party"),
            name: fields.text("name"),
            id_no: fields.text("id_no"),
            legal_rep: fields.text("legal_rep"),
            is_debtor: fields.has("is_debtor"),
            student: fields.has("student"),
            case_no: fields.text("case_no"),
            filed_on: fields.text("filed_on"),
            basis_no: fields.text("basis_no"),
            basis_unit: fields.text("basis_unit"),
            duty: fields.text("duty"),
            performance: fields.text("performance"),
            initiated_by: fields.text("initiated_by"),
            applied_on: fields.text("applied_on"),
            warned_on: fields.text("warned_on"),
            grounds: fields.all("grounds"),
            extension_years: fields.text("extension_years"),
            extension_reason: fields.text("extension_reason"),
            answers: [answer(0), answer(1), answer(2), answer(3)],
            linked_no: fields.text("linked_no"),
            considerations: fields.text("considerations"),
            items: fields.all("items"),
            period: fields.text("period"),
            consequences: fields.text("consequences"),
            reasons: fields.text("reasons"),
            version: fields.text("version"),
        }
    }

    pub fn check(&self, list: ListKind, today: LegalDate) -> Result<EntryInput, Errors> {
        let mut e = Errors::default();
        let rule = if list == ListKind::Dishonest { "DJ-4" } else { "RC-9" };
        required(&mut e, "name", &self.name, 60, "请填写被执行人的姓名或名称");
        let party = party(&mut e, &self.party, &self.id_no, &self.legal_rep, PartyContext { today, keep: true, rule });
        let case_no = CaseNo::parse(&self.case_no).and_then(|no| no.checked_on(today));
        if case_no.is_err() {
            e.push("case_no", format!("请填写完整案号，例如（{}）湘1199执12号", today.year()));
        }
        self.limits(&mut e);
        let mut day = |field, text: &str| past(&mut e, field, text, today);
        let (filed_on, applied_on) = (day("filed_on", &self.filed_on), day("applied_on", &self.applied_on));
        let warned_on = day("warned_on", &self.warned_on);
        let extension = self.extension(&mut e);
        match (party, case_no, extension) {
            (Some(party), Ok(case_no), Some(extension)) if e.is_empty() => Ok(EntryInput {
                party,
                name: self.name.clone(),
                is_debtor: self.is_debtor,
                student: self.student,
                case_no,
                filed_on,
                basis_no: self.basis_no.clone(),
                basis_unit: self.basis_unit.clone(),
                duty: self.duty.clone(),
                performance: if self.performance == "part" { "part" } else { "none" }.into(),
                initiated_by: InitiatedBy::parse(&self.initiated_by),
                applied_on,
                warned_on,
                grounds: self.grounds.iter().filter_map(|code| Ground::parse(code)).collect(),
                extension,
                extension_reason: self.extension_reason.clone(),
                answers: self.answered(),
                linked_no: self.linked_no.clone(),
                considerations: self.considerations.clone(),
                items: self.items.iter().filter_map(|code| Item::parse(code)).collect(),
                period: self.period.clone(),
                consequences: self.consequences.clone(),
                reasons: self.reasons.clone(),
            }),
            _ => Err(e),
        }
    }

    fn limits(&self, e: &mut Errors) {
        for (field, text, max) in [
            ("basis_no", &self.basis_no, 80),
            ("basis_unit", &self.basis_unit, 60),
            ("duty", &self.duty, 500),
            ("extension_reason", &self.extension_reason, 500),
            ("considerations", &self.considerations, 1000),
            ("period", &self.period, 100),
            ("consequences", &self.consequences, 500),
            ("reasons", &self.reasons, 2000),
        ] {
            limit(e, field, text, max);
        }
    }

    /// DJ-2: years beyond the two; empty means none.
    fn extension(&self, e: &mut Errors) -> Option<i16> {
        match self.extension_years.as_str() {
            "" => Some(0),
            typed => {
                let years = typed.parse().ok().filter(|years| (0..=9).contains(years));
                if years.is_none() {
                    e.push("extension_years", "请填写 0 至 3 的整数");
                }
                years
            }
        }
    }

    fn answered(&self) -> Answers {
        let answer = |typed: &String| match typed.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        Question::ALL.iter().zip(&self.answers).fold(Answers::default(), |all, (q, typed)| all.with(*q, answer(typed)))
    }
}

/// A date that may be left empty, but neither unreadable nor still to come.
pub(super) fn past(e: &mut Errors, field: &'static str, text: &str, today: LegalDate) -> Option<LegalDate> {
    let day = readable(e, field, text, today);
    if day.is_some_and(|day| day > today) {
        e.push(field, "日期不能晚于今天");
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> LegalDate {
        LegalDate::parse("2025-12-15").expect("a date")
    }

    fn bare() -> EntryForm {
        EntryForm {
            party: "person".into(),
            name: "钟离砚".into(),
            case_no: "（2025）湘1199执1088号".into(),
            ..EntryForm::default()
        }
    }

    #[test]
    fn a_draft_may_lack_nearly_everything() {
        let input = bare().check(ListKind::Dishonest, today());
        assert!(input.is_ok_and(|i| i.party == PartyInput::Person { id: None } && i.grounds.is_empty()));
        let errors = EntryForm::default().check(ListKind::Dishonest, today()).err().expect("refused");
        assert_eq!(errors.iter().map(|(f, _)| f).collect::<Vec<_>>(), ["name", "party", "case_no"]);
    }

    #[test]
    fn minors_never_get_into_a_draft_under_the_rule_of_its_list() {
        // born 2010-01-01
        let child = EntryForm { id_no: "431127201001010010".into(), ..bare() };
        let id = crate::domain::id::ResidentId::from_parts("431127", LegalDate::parse("2010-01-01").unwrap(), 1);
        let child = EntryForm { id_no: id.unwrap().reveal().to_owned(), ..child };
        for (list, rule) in [(ListKind::Dishonest, "DJ-4"), (ListKind::Restricted, "RC-9")] {
            let errors = child.check(list, today()).err().expect("refused");
            assert!(errors.get("id_no").is_some_and(|m| m.contains(rule)));
        }
    }

    #[test]
    fn what_cannot_be_true_is_refused_at_its_field() {
        for (field, form) in [
            ("filed_on", EntryForm { filed_on: "2025-12-16".into(), ..bare() }),
            ("applied_on", EntryForm { applied_on: "昨天".into(), ..bare() }),
            ("extension_years", EntryForm { extension_years: "两年".into(), ..bare() }),
            ("case_no", EntryForm { case_no: "（2026）湘1199执1号".into(), ..bare() }),
            ("id_no", EntryForm { id_no: "123".into(), ..bare() }),
        ] {
            let errors = form.check(ListKind::Dishonest, today()).err().expect("refused");
            assert_eq!(errors.iter().map(|(f, _)| f).collect::<Vec<_>>(), [field]);
        }
    }

    #[test]
    fn answers_are_kept_as_given() {
        let form = EntryForm { answers: ["no".into(), "yes".into(), String::new(), "no".into()], ..bare() };
        assert_eq!(form.check(ListKind::Dishonest, today()).ok().map(|i| i.answers.code()).as_deref(), Some("ny-n"));
    }
}
