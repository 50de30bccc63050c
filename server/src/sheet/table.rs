//! From lines of cells to rows of known columns: finds the head, keeps what it names, and counts what comes in.
use app::{domain::list::import::Column, form::list_import::ImportRow};

use super::{Broken, MOST_CELL, MOST_ROWS, MOST_TEXT, Stop, on_time};

/// Lines looked at for the head.
const HEAD_WITHIN: usize = 20;
/// Columns looked at.
const MOST_COLUMNS: usize = 200;
/// Known names that make a line the head.
const HEAD_NAMES: usize = 2;

/// A row below the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// As the spreadsheet numbers it, from 1
    pub no: u32,
    pub cells: ImportRow,
    /// Why the row cannot be read at all, however good its cells.
    pub broken: Option<String>,
}

/// The table of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Name of the sheet; empty for files that have none
    pub sheet: String,
    /// Heads of columns nobody reads
    pub unused: Vec<String>,
    pub rows: Vec<Row>,
}

/// Takes lines as they are read.
pub(super) struct Collector<'a> {
    stop: &'a Stop,
    head: Option<Vec<(usize, Column)>>,
    /// The first line that could have been the head, for saying what stands there
    seen: String,
    lines: usize,
    bytes: usize,
    table: Table,
}

impl<'a> Collector<'a> {
    pub fn new(sheet: &str, stop: &'a Stop) -> Self {
        let table = Table { sheet: sheet.to_owned(), ..Table::default() };
        Self { stop, head: None, seen: String::new(), lines: 0, bytes: 0, table }
    }

    /// Whether this column is kept; all are until the head is found.
    pub fn wants(&self, column: usize) -> bool {
        let within = column < MOST_COLUMNS;
        within && self.head.as_ref().is_none_or(|head| head.iter().any(|(at, _)| *at == column))
    }

    /// One line: its number, and the cells that hold something.
    pub fn line(&mut self, no: u32, cells: &[(usize, String)]) -> Result<(), Broken> {
        on_time(self.stop)?;
        if cells.iter().all(|(_, text)| text.trim().is_empty()) {
            return Ok(());
        }
        let Some(head) = &self.head else { return self.look_for_head(cells) };
        let mut row = Row { no, cells: ImportRow::default(), broken: None };
        for (at, text) in cells {
            if let Some((_, column)) = head.iter().find(|(place, _)| place == at) {
                let text: String = text.chars().take(MOST_CELL).collect();
                self.bytes += text.len();
                row.cells.put(*column, &text);
            }
        }
        if row.cells.is_empty() {
            return Ok(());
        }
        if row.cells.repeats_the_head() {
            row.broken = Some("这一行又是表头。请删去多余的表头，只留一行".into());
        }
        self.table.rows.push(row);
        if self.table.rows.len() > MOST_ROWS {
            return Err(Broken::new(format!("超过了 {MOST_ROWS} 行。请拆成几份文件，分次上传。")));
        }
        if self.bytes > MOST_TEXT {
            return Err(Broken::new("表格里的文字太多。请拆成几份文件，分次上传。"));
        }
        Ok(())
    }

    /// The columns so far, to point at one of them.
    pub fn column_at(&self, column: usize) -> Option<Column> {
        self.head.as_ref()?.iter().find(|(at, _)| *at == column).map(|(_, column)| *column)
    }

    fn look_for_head(&mut self, cells: &[(usize, String)]) -> Result<(), Broken> {
        let known: Vec<(usize, Column)> =
            cells.iter().filter_map(|(at, text)| Column::of(text).map(|column| (*at, column))).collect();
        if known.len() < HEAD_NAMES {
            if self.seen.is_empty() {
                self.seen = shown(cells.iter().map(|(_, text)| text.as_str()));
            }
            self.lines += 1;
            return if self.lines < HEAD_WITHIN { Ok(()) } else { Err(self.no_head()) };
        }
        let mut kept: Vec<(usize, Column)> = Vec::new();
        for (at, column) in known {
            if kept.iter().any(|(_, have)| *have == column) {
                let words = format!("有两列都是“{}”。请只留一列，再上传。", column.zh());
                return Err(Broken::new(words));
            }
            kept.push((at, column));
        }
        for needed in [Column::Name, Column::CaseNo] {
            if kept.iter().all(|(_, column)| *column != needed) {
                let heads = shown(cells.iter().map(|(_, text)| text.as_str()));
                return Err(Broken::new(format!("缺少“{}”一列。表头现在是：{heads}。", needed.zh())));
            }
        }
        let unused = cells.iter().filter(|(at, text)| !text.trim().is_empty() && kept.iter().all(|(k, _)| k != at));
        self.table.unused = unused.map(|(_, text)| text.trim().chars().take(20).collect()).collect();
        self.head = Some(kept);
        Ok(())
    }

    fn no_head(&self) -> Broken {
        let seen =
            if self.seen.is_empty() { String::new() } else { format!("现在的第一行是：{}。", self.seen) };
        Broken::new(format!("前 {HEAD_WITHIN} 行里没有找到表头。{seen}表头要有“姓名”和“案号”等列名。"))
    }

    /// Everything was read.
    pub fn finish(self) -> Result<Table, Broken> {
        if self.head.is_none() {
            return Err(self.no_head());
        }
        if self.table.rows.is_empty() {
            return Err(Broken::new("表头下面没有内容。请核对选对了文件和工作表。"));
        }
        Ok(self.table)
    }
}

/// A few names, short: what stands in a wrong place may be anything.
pub(super) fn shown<'t>(names: impl Iterator<Item = &'t str>) -> String {
    let short = |name: &str| name.trim().chars().take(12).collect::<String>();
    names.map(short).filter(|name| !name.is_empty()).take(12).collect::<Vec<_>>().join("、")
}
