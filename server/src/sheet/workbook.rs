//! Excel and OpenDocument. Sheets of xlsx are read cell by cell, so that a million blank rows cost nothing.
use std::io::{Cursor, Read, Seek};

use app::domain::date::LegalDate;
use calamine::{Data, DataType as _, Dimensions, ExcelDateTime, Ods, Reader, Xls, Xlsx};

use super::{
    Broken, Collector, Stop, Table,
    archive::{self, Kind},
    table::shown,
};

/// Whole numbers from here on lose digits in a spreadsheet.
const ROUNDED: u64 = 1_000_000_000_000_000;
/// Merged regions looked at.
const MOST_MERGED: usize = 20_000;

pub fn zipped(bytes: &[u8], wanted: &str, stop: &Stop) -> Result<Table, Broken> {
    match archive::checked(bytes, stop)? {
        Kind::Xlsx => {
            let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Broken::damaged())?;
            xlsx(book, wanted, stop)
        }
        Kind::Ods => {
            let book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|_| Broken::damaged())?;
            ranges(book, wanted, stop)
        }
    }
}

pub fn xls(bytes: &[u8], wanted: &str, stop: &Stop) -> Result<Table, Broken> {
    let book: Xls<_> = Xls::new(Cursor::new(bytes))
        .map_err(|_| Broken::new("文件打不开，可能设了密码或者已经损坏。请去掉密码，另存为 xlsx 文件，再上传。"))?;
    ranges(book, wanted, stop)
}

/// Tries the sheets and takes the only one that is a table of entries.
fn chosen(
    sheets: Vec<String>,
    wanted: &str,
    mut read: impl FnMut(&str) -> Result<Table, Broken>,
) -> Result<Table, Broken> {
    let names = shown(sheets.iter().map(String::as_str));
    if !wanted.is_empty() {
        let sheet = sheets.iter().find(|name| name.trim() == wanted);
        let sheet = sheet.ok_or_else(|| Broken::new(format!("没有叫“{wanted}”的工作表。文件里有：{names}。")))?;
        return read(sheet);
    }
    let (mut found, mut why): (Option<Table>, Option<Broken>) = (None, None);
    for sheet in &sheets {
        match read(sheet) {
            Ok(_) if found.is_some() => {
                let words = format!("不止一个工作表像是名单。请写明要读哪一个工作表。文件里有：{names}。");
                return Err(Broken::new(words));
            }
            Ok(table) => found = Some(table),
            Err(broken) => why = why.or(Some(broken)),
        }
    }
    match (found, why) {
        (Some(table), _) => Ok(table),
        (None, Some(broken)) if sheets.len() > 1 => {
            Err(Broken::new(format!("{}文件里的工作表有：{names}。", broken.0)))
        }
        (None, broken) => Err(broken.unwrap_or_else(|| Broken::new("文件里没有工作表。请选择有内容的文件。"))),
    }
}

fn xlsx<R: Read + Seek>(mut book: Xlsx<R>, wanted: &str, stop: &Stop) -> Result<Table, Broken> {
    let sheets = book.sheet_names();
    chosen(sheets, wanted, |sheet| {
        let merged = book.merge_cells_by_sheet_name(sheet).unwrap_or_default();
        let mut cells = book.worksheet_cells_reader(sheet).map_err(|_| Broken::damaged())?;
        let mut rows = Collector::new(sheet, stop);
        let (mut at, mut line): (u32, Vec<(usize, String)>) = (0, Vec::new());
        while let Some(cell) = cells.next_cell().map_err(|_| Broken::damaged())? {
            let (row, column) = cell.get_position();
            if row != at {
                rows.line(at + 1, &std::mem::take(&mut line))?;
                at = row;
            }
            if rows.wants(column as usize) {
                line.push((column as usize, words_of(&Data::from(cell.get_value().clone()))));
            }
        }
        rows.line(at + 1, &line)?;
        with_merged(rows, &merged)
    })
}

/// A merged cell keeps its text in its first row only: the rows below it would be read without.
fn with_merged(rows: Collector<'_>, merged: &[Dimensions]) -> Result<Table, Broken> {
    let tall: Vec<(u32, u32, String)> = merged
        .iter()
        .take(MOST_MERGED)
        .filter(|region| region.end.0 > region.start.0)
        .filter_map(|region| {
            let mut columns = region.start.1..=region.end.1.min(region.start.1 + 200);
            let column = columns.find_map(|at| rows.column_at(at as usize))?;
            Some((region.start.0 + 1, region.end.0 + 1, column.zh().to_owned()))
        })
        .collect();
    let mut table = rows.finish()?;
    for (first, last, column) in tall {
        let from = table.rows.partition_point(|row| row.no < first);
        for row in table.rows[from..].iter_mut().take_while(|row| row.no <= last) {
            row.broken.get_or_insert(format!("“{column}”一列有合并的单元格。请取消合并，每一行都填写完整"));
        }
    }
    Ok(table)
}

/// Xls and ods come as whole sheets.
fn ranges<R: Read + Seek, B: Reader<R>>(mut book: B, wanted: &str, stop: &Stop) -> Result<Table, Broken> {
    let sheets = book.sheet_names();
    chosen(sheets, wanted, |sheet| {
        let range = book.worksheet_range(sheet).map_err(|_| Broken::damaged())?;
        let (first, left) = range.start().unwrap_or_default();
        let mut rows = Collector::new(sheet, stop);
        for (at, cells) in range.rows().enumerate() {
            let held = cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
            let line: Vec<(usize, String)> = held
                .map(|(column, cell)| (column + left as usize, cell))
                .filter(|(column, _)| rows.wants(*column))
                .map(|(column, cell)| (column, words_of(cell)))
                .collect();
            rows.line(first + u32::try_from(at).unwrap_or(u32::MAX - first - 1) + 1, &line)?;
        }
        rows.finish()
    })
}

/// A cell as text: days as days, whole numbers whole; what a spreadsheet rounded shows that it was.
fn words_of(cell: &Data) -> String {
    match cell {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) if number.unsigned_abs() >= ROUNDED => format!("{:E}", *number as f64),
        Data::Int(number) => number.to_string(),
        Data::Float(number) if number.abs() >= ROUNDED as f64 => format!("{number:E}"),
        Data::Float(number) => number.to_string(),
        Data::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Data::DateTime(moment) => day_of(moment),
        Data::Error(_) => "#错误".to_owned(),
        Data::Empty => String::new(),
    }
}

fn day_of(moment: &ExcelDateTime) -> String {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    let read = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
    let read = read.and_then(|((year, month), day)| LegalDate::new(year, month, day).ok());
    read.map_or_else(|| moment.as_f64().to_string(), LegalDate::iso)
}
