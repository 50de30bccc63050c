//! CSV as Chinese offices send it: any of three delimiters, UTF-8 with or without a mark, GBK and its big brother.
use encoding_rs::{Encoding, GB18030, UTF_8};

use super::{Broken, Collector, Stop, Table, wrong_type};

/// The text of a file, whatever it was written in.
pub fn decoded(bytes: &[u8]) -> Result<String, Broken> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return if broken { Err(wrong_encoding()) } else { Ok(text.into_owned()) };
    }
    if bytes.contains(&0) {
        return Err(wrong_type());
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(text.into_owned());
    }
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes).ok_or_else(wrong_encoding)?;
    // a picture may pass for GB18030; a table is printable
    if text.chars().any(|c| c.is_control() && !c.is_whitespace()) { Err(wrong_type()) } else { Ok(text.into_owned()) }
}

fn wrong_encoding() -> Broken {
    Broken::new("文件的编码认不出来，文字会变成乱码。请另存为“CSV UTF-8”或者 xlsx 文件，再上传。")
}

/// The sign that stands most often in the first lines.
fn delimiter(text: &str) -> u8 {
    let count = |sign: char| text.lines().take(20).map(|line| line.matches(sign).count()).max().unwrap_or_default();
    let signs = [(b',', count(',')), (b'\t', count('\t')), (b';', count(';'))];
    signs.into_iter().rev().max_by_key(|(_, many)| *many).map_or(b',', |(sign, _)| sign)
}

pub fn read(text: &str, stop: &Stop) -> Result<Table, Broken> {
    // one line end, so that lines are numbered as the clerk sees them
    let text = &text.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Collector::new("", stop);
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| Broken::damaged())? {
        let no = record.position().map_or(0, |at| u32::try_from(at.line()).unwrap_or(u32::MAX));
        let cells = record.iter().enumerate().filter(|(at, text)| !text.trim().is_empty() && rows.wants(*at));
        let cells: Vec<(usize, String)> = cells.map(|(at, text)| (at, text.to_owned())).collect();
        rows.line(no, &cells)?;
    }
    rows.finish()
}
