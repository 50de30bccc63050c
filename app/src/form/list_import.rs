//! One row of an imported table, read into the form of a draft: what a form refuses, a row refuses.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Errors, list_entry::EntryForm};
use crate::domain::{
    date::LegalDate,
    list::{
        ListKind,
        import::{Column, is_rounded, plain_cell, read_day, read_grounds, read_party, read_performance},
    },
    refusal::cited,
    text::compact,
};

/// The cells of a row that hold something, by their column.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow(BTreeMap<Column, String>);

/// Names and numbers of people: only the count is ever printed.
impl std::fmt::Debug for ImportRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ImportRow({})", self.0.len())
    }
}

impl ImportRow {
    /// Keeps a cell; an empty one says nothing.
    pub fn put(&mut self, column: Column, text: &str) {
        let text = plain_cell(text.trim()).trim();
        if !text.is_empty() {
            self.0.insert(column, text.replace("\r\n", "\n").replace('\0', ""));
        }
    }

    pub fn get(&self, column: Column) -> &str {
        self.0.get(&column).map_or("", String::as_str)
    }

    pub fn has(&self, column: Column) -> bool {
        self.0.contains_key(&column)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A head that was written twice: two cells or more are the names of their own columns.
    pub fn repeats_the_head(&self) -> bool {
        self.0.iter().filter(|(column, text)| Column::of(text) == Some(**column)).count() >= 2
    }

    /// The number as the portal prints it, four digits hidden; empty when it stands there whole or not at all.
    pub fn masked(&self) -> String {
        let id = compact(self.get(Column::IdNo)).to_ascii_uppercase();
        if id.contains('*') { id } else { String::new() }
    }

    /// What the row says, put over `base`: an empty cell leaves what stands there.
    pub fn form(&self, base: EntryForm, court: &str) -> Result<EntryForm, Errors> {
        let mut e = Errors::default();
        let text = |column: Column, now: String| if self.has(column) { self.get(column).to_owned() } else { now };
        if self.has(Column::Court) && compact(self.get(Column::Court)) != compact(court) {
            e.push("court", format!("不是本院的信息，本院是{court}。请删去这一行"));
        }
        let form = EntryForm {
            party: self.party(&mut e, &base.party),
            id_no: self.id_no(&mut e),
            filed_on: self.day(&mut e, base.filed_on),
            performance: self.performance(&mut e, base.performance),
            grounds: self.grounds(&mut e, base.grounds),
            name: text(Column::Name, base.name),
            legal_rep: text(Column::LegalRep, base.legal_rep),
            case_no: text(Column::CaseNo, base.case_no),
            basis_no: text(Column::BasisNo, base.basis_no),
            basis_unit: text(Column::BasisUnit, base.basis_unit),
            duty: text(Column::Duty, base.duty),
            ..base
        };
        e.or(form)
    }

    /// The row alone, by every rule of a draft: the form, or what is wrong in which column.
    pub fn checked(&self, base: EntryForm, list: ListKind, today: LegalDate, court: &str) -> Result<EntryForm, Errors> {
        let form = self.form(base, court)?;
        form.check(list, today).map(|_| form)
    }

    fn party(&self, e: &mut Errors, now: &str) -> String {
        let [words, id, rep, name] =
            [Column::Party, Column::IdNo, Column::LegalRep, Column::Name].map(|column| self.get(column));
        match read_party(words, id, rep, name) {
            // what is known already is not guessed anew
            Some(_) if words.is_empty() && !now.is_empty() => now.to_owned(),
            Some(kind) => kind.to_owned(),
            None if words.is_empty() && !now.is_empty() => now.to_owned(),
            None => {
                e.push("party", "看不出是自然人还是单位。请在“类型”一列写明自然人或者单位");
                String::new()
            }
        }
    }

    fn id_no(&self, e: &mut Errors) -> String {
        let id = self.get(Column::IdNo);
        if is_rounded(id) {
            e.push("id_no", "被表格软件改成了数字，末尾几位已经丢失。请把这一列设成文本，重新填写或者导出");
        }
        if self.masked().is_empty() { id.to_owned() } else { String::new() }
    }

    fn day(&self, e: &mut Errors, now: String) -> String {
        if !self.has(Column::FiledOn) {
            return now;
        }
        match read_day(self.get(Column::FiledOn)) {
            Some(day) => day.iso(),
            None => {
                e.push("filed_on", "没有看懂这个日期。请按 2025-3-1 或者 2025年3月1日 的样式填写");
                String::new()
            }
        }
    }

    fn performance(&self, e: &mut Errors, now: String) -> String {
        if !self.has(Column::Performance) {
            return now;
        }
        let read = read_performance(self.get(Column::Performance));
        if read.is_none() {
            e.push("performance", "履行情况只能是全部未履行或者部分未履行。已经履行的请不要导入，在名单里办理删除");
        }
        read.unwrap_or_default().to_owned()
    }

    fn grounds(&self, e: &mut Errors, now: Vec<String>) -> Vec<String> {
        if !self.has(Column::Grounds) {
            return now;
        }
        let read = read_grounds(self.get(Column::Grounds));
        if read.is_none() {
            e.push("grounds", "没有看懂失信行为的情形。请写六种情形中的原话，几种之间用逗号隔开");
        }
        read.unwrap_or_default().iter().map(|ground| ground.code().to_owned()).collect()
    }
}

/// The message of a row with its column and its rule: `证件号码：……（规则 9.2）`.
pub fn row_problem(field: &str, message: &str) -> String {
    let column = Column::parse(field);
    let rule = if message.contains("（规则 ") { String::new() } else { cited(column.map_or("AN-2", Column::rule)) };
    let head = column.map(|c| format!("{}：", c.zh())).unwrap_or_default();
    format!("{head}{}。{rule}", message.trim_end_matches('。'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn today() -> LegalDate {
        LegalDate::parse("2025-12-15").expect("a date")
    }

    fn row(cells: &[(Column, &str)]) -> ImportRow {
        let mut row = ImportRow::default();
        row.put(Column::Name, "钟离砚");
        row.put(Column::CaseNo, "（2025)湘1199执1088号");
        cells.iter().for_each(|(column, text)| row.put(*column, text));
        row
    }

    fn wrong(cells: &[(Column, &str)]) -> String {
        let errors = row(cells).checked(EntryForm::default(), ListKind::Dishonest, today(), "示例县人民法院");
        errors.err().map(|e| e.iter().map(|(f, m)| row_problem(f, m)).collect()).unwrap_or_default()
    }

    #[test]
    fn each_bad_cell_names_its_column_its_rule_and_the_way_out() {
        for (column, text, words, rule) in [
            (Column::IdNo, "5.1E+17", "请把这一列设成文本", "9.2"),
            (Column::IdNo, "110105194912310021", "请核对出生日期和最后一位", "9.2"),
            (Column::FiledOn, "去年", "请按 2025-3-1", "TD-4"),
            (Column::FiledOn, "2026-01-01", "日期不能晚于今天", "TD-4"),
            (Column::Performance, "已履行", "办理删除", "DJ-6"),
            (Column::Grounds, "不还钱", "六种情形中的原话", "DJ-1"),
            (Column::Court, "别县人民法院", "本院是示例县人民法院", "9.1"),
            (Column::CaseNo, "2025执1", "请填写完整案号", "9.1"),
            (Column::Party, "火星人", "自然人或者单位", "DJ-6"),
        ] {
            let said = wrong(&[(column, text)]);
            assert!(said.contains(words) && said.contains(&format!("（规则 {rule}）")), "{text}: {said}");
            assert!(said.contains(column.zh()), "{said}");
        }
        assert_eq!(wrong(&[]), "");
    }

    #[test]
    fn dj_4_minors_come_in_by_no_file() {
        let birth = LegalDate::parse("2010-01-01").expect("a date");
        let child = crate::domain::id::ResidentId::from_parts("431127", birth, 1).expect("a number");
        let said = wrong(&[(Column::IdNo, child.reveal())]);
        assert!(said.contains("未满 18 周岁") && said.contains("（规则 DJ-4）"), "{said}");
    }

    #[test]
    fn an_empty_cell_leaves_what_stands_there() {
        let base = EntryForm { duty: "偿还借款".into(), party: "unit".into(), ..EntryForm::default() };
        let form = row(&[(Column::Duty, " "), (Column::BasisNo, "'=1")]).form(base, "").expect("understood");
        assert_eq!((form.duty.as_str(), form.party.as_str(), form.basis_no.as_str()), ("偿还借款", "unit", "=1"));
        assert_eq!(row(&[(Column::IdNo, "1101051949****002x")]).masked(), "1101051949****002X");
    }

    #[test]
    fn a_second_head_is_known() {
        let mut head = ImportRow::default();
        head.put(Column::Name, "iname");
        head.put(Column::CaseNo, "caseCode");
        assert!(head.repeats_the_head() && !row(&[]).repeats_the_head());
        assert_eq!(format!("{head:?}"), "ImportRow(2)");
    }

    proptest! {
        #[test]
        fn no_row_panics(cells in proptest::collection::vec((0usize..12, "\\PC{0,30}"), 0..12)) {
            let mut row = ImportRow::default();
            for (at, text) in &cells {
                row.put(Column::ALL[*at], text);
            }
            for list in ListKind::ALL {
                if let Err(errors) = row.checked(EntryForm::default(), *list, today(), "示例县人民法院") {
                    prop_assert!(errors.iter().all(|(f, m)| !row_problem(f, m).is_empty()));
                }
            }
        }
    }
}
