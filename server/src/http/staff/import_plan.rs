//! What a row of a file would do: nothing here writes. The rules are those of a draft and of a correction.
use app::{
    domain::{
        date::LegalDate,
        list::{
            EntryState, ListKind,
            import::{Column, RowState},
        },
        refusal::{Refusal, cited},
        text::compact,
    },
    form::{
        list_correct::Correction,
        list_entry::{EntryForm, EntryInput},
        list_import::{ImportRow, row_problem},
        subject::PartyInput,
    },
};
use serde::{Deserialize, Serialize};

use super::{list_edit::blank, list_gaps::hits};
use crate::{
    crypto::field::hash_id,
    state::AppState,
    store::{list_import_rows::KnownRow, search},
};

/// One row of the preview. Kept sealed: it holds what the file said.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct PlanRow {
    pub no: u32,
    pub name: String,
    pub case_no: String,
    pub id_masked: String,
    pub cells: ImportRow,
    /// The entry it is about, as it was seen; empty for a new one
    pub entry: String,
    pub version: i64,
    pub public_no: String,
    /// Column, what stands there, what the file says
    pub differences: Vec<(String, String, String)>,
    /// What is wrong, or what to know
    pub note: String,
}

/// A row that could be a draft.
pub(super) struct Candidate {
    pub form: EntryForm,
    pub input: EntryInput,
    pub case_no: String,
    name_key: String,
    id_hash: Option<Vec<u8>>,
    id_masked: String,
    uscc: String,
    /// The number stands in the file with its middle hidden.
    hidden: bool,
}

/// A new draft's form: whoever a list of debtors names is one.
pub(super) fn base(state: &AppState, list: ListKind) -> EntryForm {
    EntryForm { is_debtor: true, ..blank(state, list) }
}

/// The row by every rule of a draft, or what is wrong with it, each with column, rule and way out.
pub(super) fn candidate(
    state: &AppState,
    list: ListKind,
    today: LegalDate,
    row: &ImportRow,
) -> Result<Candidate, String> {
    let said = |errors: app::form::Errors| errors.iter().map(|(f, m)| row_problem(f, m)).collect::<Vec<_>>().join("");
    let form = row.form(EntryForm { party: String::new(), ..base(state, list) }, &state.court.name).map_err(said)?;
    let form = EntryForm { grounds: if list == ListKind::Dishonest { form.grounds } else { Vec::new() }, ..form };
    let input = form.check(list, today).map_err(said)?;
    input.case_no.own(&state.court.code, false).map_err(|r| row_problem("case_no", &r.sentence()))?;
    let court = state.court.id.to_string();
    let (id_hash, id_masked, uscc) = match &input.party {
        PartyInput::Person { id: Some(id) } => {
            (Some(hash_id(&state.server_key, &court, id)), id.masked(), String::new())
        }
        PartyInput::Person { id: None } => (None, row.masked(), String::new()),
        PartyInput::Unit { uscc, .. } => {
            (None, String::new(), uscc.as_ref().map_or_else(String::new, |u| u.as_str().into()))
        }
    };
    Ok(Candidate {
        case_no: input.case_no.canonical(),
        name_key: search::name_key(&input.name),
        hidden: !row.masked().is_empty(),
        form,
        input,
        id_hash,
        id_masked,
        uscc,
    })
}

impl Candidate {
    /// The same debtor in the same case, as far as a file can tell.
    pub fn key(&self) -> (String, String, String) {
        let id = self.id_hash.as_ref().map_or_else(|| format!("{}{}", self.id_masked, self.uscc), hex::encode);
        (self.case_no.clone(), self.name_key.clone(), id)
    }

    fn is(&self, known: &KnownRow) -> bool {
        if known.case_no != self.case_no {
            return false;
        }
        match (&self.id_hash, &known.id_hash) {
            (Some(a), Some(b)) => return a == b,
            _ if !self.uscc.is_empty() && !known.uscc.is_empty() => return self.uscc == known.uscc,
            _ => {}
        }
        let hidden = self.id_masked.is_empty() || known.id_masked.is_empty() || self.id_masked == known.id_masked;
        hidden && known.name_key == self.name_key
    }

    /// The entry this row is about; what has ended is not begun again by a file (DJ-12).
    pub fn pick<'k>(&self, known: &'k [KnownRow]) -> Result<Option<&'k KnownRow>, String> {
        let same: Vec<&KnownRow> = known.iter().filter(|k| self.is(k)).collect();
        let gone = |k: &KnownRow| EntryState::parse(&k.state).is_none_or(EntryState::is_gone);
        let live: Vec<&KnownRow> = same.iter().copied().filter(|k| !gone(k)).collect();
        match (live.as_slice(), same.first()) {
            ([one], _) => Ok(Some(one)),
            ([], None) => Ok(None),
            ([], Some(ended)) => {
                let now = EntryState::parse(&ended.state).map_or("", EntryState::zh);
                let fix = "要重新纳入，请在名单里手工起草，写明由谁提起。";
                Err(format!("{}的状态是“{now}”，导入不会让它重新公布。{fix}{}", ended.public_no, cited("DJ-12")))
            }
            (many, _) => {
                let numbers: Vec<&str> = many.iter().map(|k| k.public_no.as_str()).collect();
                let words = "同一案号下有几条同名的信息，看不出是哪一条";
                Err(format!("{words}：{}。请补全证件号码。{}", numbers.join("、"), cited("DJ-6")))
            }
        }
    }

    /// What the row would do to this entry.
    pub fn against(&self, row: &ImportRow, known: Option<&KnownRow>) -> (RowState, PlanRow) {
        let mut plan = self.shown(row);
        let Some(known) = known else {
            if self.hidden {
                plan.note = "证件号码中间几位是遮住的，起草后要补填。".into();
            }
            return (RowState::Add, plan);
        };
        plan.entry.clone_from(&known.id);
        plan.public_no.clone_from(&known.public_no);
        plan.version = known.version;
        let found = self.differences(row, known);
        plan.differences = found.iter().map(|(column, a, b)| (column.zh().into(), a.clone(), b.clone())).collect();
        if found.is_empty() {
            return (RowState::Same, plan);
        }
        let verdict = match EntryState::parse(&known.state) {
            Some(EntryState::Draft) => Ok(RowState::Change),
            Some(EntryState::Published) => self.correction_state(&found, row, known),
            state => {
                let now = state.map_or("", EntryState::zh);
                Err(Refusal::new(
                    "§1",
                    "state",
                    format!("当前状态是“{now}”，不能用导入修改。"),
                    "请在这条信息的页面办理。",
                )
                .sentence())
            }
        };
        match verdict {
            Ok(RowState::Same) => {
                plan.note = "同样的更正已经提出，等待批准。".into();
                plan.differences.clear();
                (RowState::Same, plan)
            }
            Ok(state) => (state, plan),
            Err(note) => (RowState::Error, PlanRow { note, ..plan }),
        }
    }

    fn shown(&self, row: &ImportRow) -> PlanRow {
        PlanRow {
            name: self.form.name.clone(),
            case_no: self.input.case_no.display(),
            id_masked: if self.uscc.is_empty() { self.id_masked.clone() } else { self.uscc.clone() },
            cells: row.clone(),
            ..PlanRow::default()
        }
    }

    /// DJ-9: words are corrected; identity and grounds are decided anew.
    fn correction_state(
        &self,
        found: &[(Column, String, String)],
        row: &ImportRow,
        known: &KnownRow,
    ) -> Result<RowState, String> {
        if found.iter().any(|(column, ..)| [Column::IdNo, Column::Party, Column::Grounds].contains(column)) {
            let fix = "请核对文件；确实有误的，请撤销后重新作出决定。";
            let refusal = Refusal::new("DJ-9", "id_no", "已经公布的信息，证件号码、类型和情形不能更正。", fix);
            return Err(refusal.sentence());
        }
        let to = self.correction(row, known);
        match serde_json::from_str::<Correction>(&known.correction) {
            Ok(waiting) if waiting == to => return Ok(RowState::Same),
            Ok(_) => {
                let fix = "请先批准或者不采用那一条更正，再导入。";
                return Err(Refusal::new("DJ-9", "correction", "已经有一条更正等待批准。", fix).sentence());
            }
            Err(_) => {}
        }
        let texts: Vec<(String, String)> =
            to.rows().into_iter().map(|(place, text)| (place.to_owned(), text)).collect();
        let texts: Vec<(String, &str)> = texts.iter().map(|(place, text)| (place.clone(), text.as_str())).collect();
        let refused = hits(&texts);
        if refused.is_empty() {
            return Ok(RowState::Change);
        }
        Err(refused.iter().map(Refusal::sentence).collect::<Vec<_>>().join(""))
    }

    /// The public words as they shall stand.
    pub fn correction(&self, row: &ImportRow, known: &KnownRow) -> Correction {
        let text = |column: Column, new: &str, now: &str| {
            if row.has(column) && compact(new) != compact(now) { new.to_owned() } else { now.to_owned() }
        };
        let form = &self.form;
        let legal_rep = if known.party_kind == "unit" { form.legal_rep.as_str() } else { "" };
        Correction {
            name: text(Column::Name, &form.name, &known.name),
            legal_rep: text(Column::LegalRep, legal_rep, &known.legal_rep),
            filed_on: text(Column::FiledOn, &form.filed_on, &known.filed_on),
            basis_no: text(Column::BasisNo, &form.basis_no, &known.basis_no),
            basis_unit: text(Column::BasisUnit, &form.basis_unit, &known.basis_unit),
            duty: text(Column::Duty, &form.duty, &known.duty),
            performance: text(Column::Performance, &form.performance, &known.performance),
        }
    }

    /// Columns the file fills with something else than what stands there; numbers are shown with their middle hidden.
    fn differences(&self, row: &ImportRow, known: &KnownRow) -> Vec<(Column, String, String)> {
        let form = &self.form;
        let unit = known.party_kind == "unit";
        let grounds = form.grounds.join(",");
        let pairs = [
            (Column::Name, &known.name, &form.name),
            (Column::FiledOn, &known.filed_on, &form.filed_on),
            (Column::BasisNo, &known.basis_no, &form.basis_no),
            (Column::BasisUnit, &known.basis_unit, &form.basis_unit),
            (Column::Duty, &known.duty, &form.duty),
            (Column::Performance, &known.performance, &form.performance),
            (Column::Party, &known.party_kind, &form.party),
        ];
        let mut found: Vec<(Column, String, String)> = pairs
            .into_iter()
            .filter(|(column, now, new)| row.has(*column) && compact(now) != compact(new))
            .map(|(column, now, new)| (column, words(column, now), words(column, new)))
            .collect();
        if unit && row.has(Column::LegalRep) && compact(&known.legal_rep) != compact(&form.legal_rep) {
            found.push((Column::LegalRep, known.legal_rep.clone(), form.legal_rep.clone()));
        }
        if !form.grounds.is_empty() && sorted(&known.grounds) != sorted(&grounds) {
            found.push((Column::Grounds, words(Column::Grounds, &known.grounds), words(Column::Grounds, &grounds)));
        }
        let number = if unit { (&known.uscc, &self.uscc) } else { (&known.id_masked, &self.id_masked) };
        let fresh = if unit {
            !self.uscc.is_empty() && self.uscc != known.uscc
        } else {
            self.id_hash.is_some() && known.id_hash != self.id_hash
        };
        if fresh {
            found.push((Column::IdNo, number.0.clone(), number.1.clone()));
        }
        found
    }
}

fn sorted(codes: &str) -> Vec<&str> {
    let mut codes: Vec<&str> = codes.split(',').filter(|code| !code.is_empty()).collect();
    codes.sort_unstable();
    codes
}

/// A stored code in the words of the file.
fn words(column: Column, stored: &str) -> String {
    match (column, stored) {
        (Column::Performance, "part") => "部分未履行".into(),
        (Column::Performance, _) => "全部未履行".into(),
        (Column::Party, "unit") => "单位".into(),
        (Column::Party, _) => "自然人".into(),
        (Column::Grounds, codes) => {
            let grounds = app::domain::list::parse_all(codes, app::domain::list::Ground::parse);
            grounds.iter().map(|ground| ground.zh()).collect::<Vec<_>>().join("，")
        }
        (_, text) => text.to_owned(),
    }
}
