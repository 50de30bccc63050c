//! Zip archives before anybody trusts them: every byte is inflated and counted, and thrown away.
use std::io::{Cursor, Read};

use super::{Broken, Stop, on_time, wrong_type};

/// Bytes of all parts of a workbook together, inflated.
const MOST_INFLATED: u64 = 192 * 1024 * 1024;
/// Of the parts a parser keeps in memory whole.
const MOST_KEPT: u64 = 48 * 1024 * 1024;
const MOST_PARTS: usize = 2_000;
/// Cells an OpenDocument sheet spreads out to.
const MOST_CELLS: u64 = 2_000_000;

/// What a zip holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Xlsx,
    Ods,
}

/// Says what the archive is, after all of it was inflated once without passing a bound.
pub fn checked(bytes: &[u8], stop: &Stop) -> Result<Kind, Broken> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Broken::damaged())?;
    if zip.len() > MOST_PARTS {
        return Err(bomb());
    }
    let (mut kind, mut all) = (None, 0);
    for at in 0..zip.len() {
        on_time(stop)?;
        let part = zip.by_index(at).map_err(|_| Broken::damaged())?;
        let name = part.name().map_err(|_| Broken::damaged())?.into_owned();
        match name.as_str() {
            "xl/workbook.xml" => kind = Some(Kind::Xlsx),
            "content.xml" => kind = Some(Kind::Ods),
            _ => {}
        }
        // sheets are read as a stream; everything else stays in memory while the workbook is open
        let streamed = name.starts_with("xl/worksheets/");
        let most = if streamed { MOST_INFLATED } else { MOST_KEPT };
        let mut part = part.take(most + 1);
        let size = if name == "content.xml" { spread(&mut part)? } else { counted(&mut part, stop)? };
        all += size;
        if size > most || all > MOST_INFLATED {
            return Err(bomb());
        }
    }
    kind.ok_or_else(wrong_type)
}

fn counted(part: &mut impl Read, stop: &Stop) -> Result<u64, Broken> {
    let (mut buffer, mut size) = (vec![0u8; 64 * 1024], 0);
    loop {
        on_time(stop)?;
        match part.read(&mut buffer).map_err(|_| Broken::damaged())? {
            0 => return Ok(size),
            more => size += more as u64,
        }
    }
}

/// Reads an OpenDocument sheet and refuses one whose repeated cells and rows spread out too far.
fn spread(part: &mut impl Read) -> Result<u64, Broken> {
    let mut xml = Vec::new();
    part.read_to_end(&mut xml).map_err(|_| Broken::damaged())?;
    if xml.len() as u64 <= MOST_KEPT && cells(&String::from_utf8_lossy(&xml)) > MOST_CELLS {
        return Err(bomb());
    }
    Ok(xml.len() as u64)
}

/// Cells from the first to the last that hold something, as the reader would lay them out.
fn cells(xml: &str) -> u64 {
    let (mut all, mut widest, mut blank, mut repeat, mut column, mut width) = (0u64, 1u64, 0u64, 1u64, 0u64, 0u64);
    for tag in xml.split('<') {
        let tag = tag.split('>').next().unwrap_or_default();
        if tag.starts_with("table:table-row") {
            (repeat, column, width) = (attribute(tag, "number-rows-repeated"), 0, 0);
        } else if tag.starts_with("table:table-cell") || tag.starts_with("table:covered-table-cell") {
            column = column.saturating_add(attribute(tag, "number-columns-repeated"));
            if !tag.ends_with('/') {
                width = column;
            }
        } else if tag == "/table:table-row" && width == 0 {
            blank = blank.saturating_add(repeat);
        } else if tag == "/table:table-row" {
            widest = widest.max(width);
            all = all.saturating_add((blank.saturating_add(repeat)).saturating_mul(widest));
            blank = 0;
        }
    }
    all
}

fn attribute(tag: &str, name: &str) -> u64 {
    let value = tag.split_once(name).and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
    value.map_or(1, |text| text.trim().parse().unwrap_or(u64::MAX))
}

fn bomb() -> Broken {
    Broken::new("文件展开以后太大，没有读取。请把需要的行复制到一份新的表格，再上传。")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_opendocument_sheet_spreads_out_to_is_known_before_it_is_read() {
        let row = |attributes: &str, cells: &str| format!("<table:table-row {attributes}>{cells}</table:table-row>");
        let cell = "<table:table-cell><text:p>甲</text:p></table:table-cell>";
        let empty = "<table:table-cell table:number-columns-repeated=\"16000\"/>";
        assert_eq!(cells(&row("", &format!("{cell}{cell}{empty}"))), 2);
        let end = row("table:number-rows-repeated=\"1048000\"", empty);
        assert_eq!(cells(&format!("{}{end}", row("", cell))), 1, "what comes after the last cell costs nothing");
        assert!(cells(&format!("{end}{}", row("", &format!("{empty}{cell}")))) > MOST_CELLS);
        assert!(cells(&row("table:number-rows-repeated=\"99999999999999999999\"", cell)) > MOST_CELLS);
    }
}
