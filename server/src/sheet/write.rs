//! Tables for outside: CSV with the mark Excel looks for, and xlsx with every cell as text. No cell is a formula (X8).
use app::domain::list::import::safe_cell;
use rust_xlsxwriter::{Workbook, XlsxError};

/// UTF-8 with mark; lines end as spreadsheets expect.
pub fn csv(lines: &[Vec<String>]) -> Result<Vec<u8>, csv::Error> {
    let out = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(out);
    for line in lines {
        writer.write_record(line.iter().map(|cell| safe_cell(cell)))?;
    }
    writer.into_inner().map_err(|cause| cause.into_error().into())
}

/// One sheet, written line by line.
pub fn xlsx(sheet: &str, lines: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let page = book.add_worksheet_with_constant_memory()?;
    page.set_name(sheet)?;
    for (row, line) in (0u32..).zip(lines) {
        for (column, cell) in (0u16..).zip(line) {
            page.write_string(row, column, safe_cell(cell))?;
        }
    }
    book.save_to_buffer()
}
