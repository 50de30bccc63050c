//! Tables from outside: Excel, OpenDocument, CSV and the portal's JSON, read with a bound on rows, bytes and time; and
//! tables written for outside. Runs on a blocking thread; knows neither database nor HTTP.
mod archive;
mod csv;
mod json;
mod table;
#[cfg(test)]
mod tests;
mod workbook;
pub mod write;

use std::sync::atomic::{AtomicBool, Ordering};

use table::Collector;
pub use table::{Row, Table};

/// Bytes of an uploaded file.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Rows below the head.
pub const MOST_ROWS: usize = 20_000;
/// Bytes of all cells that are kept.
const MOST_TEXT: usize = 48 * 1024 * 1024;
/// Characters of a cell: more than the longest field takes, so that the form says what is too long.
const MOST_CELL: usize = 2_100;

/// Why a file is no table: what is wrong and what to do, in the clerk's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken(pub String);

impl Broken {
    fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
    fn damaged() -> Self {
        Self::new("文件已经损坏，打不开。请用表格软件打开后另存一份，再上传。")
    }
    /// The reading was stopped from outside.
    pub fn too_slow() -> Self {
        Self::new("读取的时间太长，已经停止。请把文件拆成几份，每份不超过 5,000 行，再上传。")
    }
}

/// Set from outside when the time is up.
pub type Stop = AtomicBool;

/// Reads the one table of a file. `wanted` names a sheet; empty takes the only one that has the columns.
pub fn read(bytes: &[u8], wanted: &str, stop: &Stop) -> Result<Table, Broken> {
    // the parsers are other people's: whatever one of them stumbles over is a file that cannot be read
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| by_kind(bytes, wanted, stop)));
    read.unwrap_or_else(|_| Err(Broken::damaged()))
}

fn by_kind(bytes: &[u8], wanted: &str, stop: &Stop) -> Result<Table, Broken> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Broken::new("文件是空的。请选择有内容的文件。"));
    }
    if bytes.starts_with(b"PK") {
        return workbook::zipped(bytes, wanted, stop);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return workbook::xls(bytes, wanted, stop);
    }
    let text = csv::decoded(bytes)?;
    if text.trim_start().starts_with(['[', '{']) { json::read(&text, stop) } else { csv::read(&text, stop) }
}

/// Whether the time is up.
fn on_time(stop: &Stop) -> Result<(), Broken> {
    if stop.load(Ordering::Relaxed) { Err(Broken::too_slow()) } else { Ok(()) }
}

fn wrong_type() -> Broken {
    Broken::new("这不是表格文件。请上传 xlsx、xls、ods、csv 或者 json 文件。")
}
