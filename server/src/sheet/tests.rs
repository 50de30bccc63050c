use std::io::{Cursor, Write as _};

use app::domain::list::import::Column;
use encoding_rs::{GBK, UTF_16LE};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::*;

const HEAD: [&str; 5] = ["被执行人姓名/名称", "身份证号码/组织机构代码", "案号", "立案时间", "履行情况"];
const LINE: [&str; 5] = ["钟离砚", "11010519491231002X", "（2025)湘1199执1号", "2025-3-1", "全部未履行"];

fn go() -> Stop {
    Stop::new(false)
}

fn refused(bytes: &[u8]) -> String {
    read(bytes, "", &go()).map(|table| format!("{} rows", table.rows.len())).unwrap_or_else(|broken| broken.0)
}

fn one(bytes: &[u8]) -> Row {
    let table = read(bytes, "", &go()).unwrap_or_else(|broken| panic!("{}", broken.0));
    assert_eq!(table.rows.len(), 1);
    table.rows[0].clone()
}

fn csv_of(delimiter: &str) -> String {
    format!("{}\r\n{}\r\n", HEAD.join(delimiter), LINE.join(delimiter))
}

fn lines(sheet: &mut Worksheet, lines: &[&[&str]]) {
    for (row, line) in (0u32..).zip(lines) {
        for (column, text) in (0u16..).zip(*line) {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
}

fn book(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

#[test]
fn csv_is_read_in_every_encoding_and_delimiter() {
    for delimiter in [",", ";", "\t"] {
        let text = csv_of(delimiter);
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            text.clone().into_bytes(),
            format!("\u{feff}{text}").into_bytes(),
            GBK.encode(&text).0.into_owned(),
            [&[0xff, 0xfe], utf16.as_slice()].concat(),
        ] {
            let row = one(&bytes);
            assert_eq!((row.no, row.cells.get(Column::Name), row.cells.get(Column::FiledOn)), (2, LINE[0], LINE[3]));
        }
    }
    assert_eq!(UTF_16LE.name(), "UTF-16LE");
}

#[test]
fn a_file_that_is_no_table_is_refused_by_its_fault() {
    let latin = [HEAD.join(",").into_bytes(), b"\r\n\xff\xff\xff,\xfe".to_vec()].concat();
    for (bytes, words) in [
        (b" \r\n".to_vec(), "文件是空的"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "不是表格文件"),
        (b"PK\x03\x04broken".to_vec(), "已经损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1nothing".to_vec(), "设了密码或者已经损坏"),
        (latin, "编码认不出来"),
        ("甲,乙\n1,2\n".into(), "没有找到表头"),
        (format!("{}\n", HEAD.join(",")).into_bytes(), "表头下面没有内容"),
        ("姓名,履行情况\n甲,未履行\n".into(), "缺少“案号”一列"),
        ("姓名,案号,执行案号\n甲,1,2\n".into(), "有两列都是“案号”"),
        ("{\"a\":1}".into(), "没有名单"),
        ("[{".into(), "写得不对"),
        (zip_of(&[("readme.txt", b"hello")]), "不是表格文件"),
    ] {
        let said = refused(&bytes);
        assert!(said.contains(words), "{words}: {said}");
    }
}

fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, deflated).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_zip_bomb_is_counted_before_it_is_read() {
    let zeros = vec![b' '; 60 * 1024 * 1024];
    let bomb = zip_of(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", &zeros)]);
    assert!(bomb.len() < 1024 * 1024, "{} bytes", bomb.len());
    assert!(refused(&bomb).contains("展开以后太大"));
    let cell = "<table:table-cell table:number-columns-repeated=\"16000\"><text:p>x</text:p></table:table-cell>";
    let row = format!("<table:table-row table:number-rows-repeated=\"1000000\">{cell}</table:table-row>");
    assert!(refused(&zip_of(&[("content.xml", row.as_bytes())])).contains("展开以后太大"));
}

#[test]
fn excel_cells_become_the_words_a_person_sees() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        lines(sheet, &[&["示例县人民法院名单"], &HEAD]);
        sheet.write_string(2, 0, "钟离砚").unwrap();
        sheet.write_number(2, 1, 431_199_198_304_121_000.0).unwrap();
        sheet.write_string(2, 2, LINE[2]).unwrap();
        let day = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_datetime_with_format(2, 3, ExcelDateTime::from_ymd(2025, 3, 1).unwrap(), &day).unwrap();
    });
    let row = one(&bytes);
    assert_eq!((row.no, row.cells.get(Column::FiledOn)), (3, "2025-03-01"));
    assert!(app::domain::list::import::is_rounded(row.cells.get(Column::IdNo)), "{}", row.cells.get(Column::IdNo));
}

#[test]
fn the_sheet_is_found_or_asked_for_by_name() {
    let two = book(|book| {
        lines(book.add_worksheet().set_name("说明").unwrap(), &[&["怎样填写"]]);
        lines(book.add_worksheet().set_name("名单").unwrap(), &[&HEAD, &LINE]);
    });
    assert_eq!(read(&two, "", &go()).map(|t| t.sheet).as_deref(), Ok("名单"));
    let said = read(&two, "说明", &go()).map(|_| ()).unwrap_err().0;
    assert!(said.contains("没有找到表头") && said.contains("怎样填写"), "{said}");
    assert!(read(&two, "汇总", &go()).map(|_| ()).unwrap_err().0.contains("文件里有：说明、名单"));
    let same = book(|book| {
        lines(book.add_worksheet().set_name("甲").unwrap(), &[&HEAD, &LINE]);
        lines(book.add_worksheet().set_name("乙").unwrap(), &[&HEAD, &LINE]);
    });
    assert!(refused(&same).contains("不止一个工作表像是名单") && refused(&same).contains("甲、乙"));
    assert_eq!(read(&same, "乙", &go()).map(|t| t.sheet).as_deref(), Ok("乙"));
    let none = book(|book| {
        book.add_worksheet().set_name("空一").unwrap();
        book.add_worksheet().set_name("空二").unwrap();
    });
    assert!(refused(&none).contains("空一、空二"));
}

#[test]
fn merged_cells_and_a_second_head_are_errors_of_their_rows() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        lines(sheet, &[&HEAD, &LINE, &LINE, &LINE, &["iname", "cardNum", "caseCode", "regDate", "performance"]]);
        sheet.merge_range(2, 0, 3, 0, "钟离砚", &Format::new()).unwrap();
    });
    let table = read(&bytes, "", &go()).unwrap_or_else(|broken| panic!("{}", broken.0));
    let broken: Vec<(u32, bool)> = table.rows.iter().map(|row| (row.no, row.broken.is_some())).collect();
    assert_eq!(broken, [(2, false), (3, true), (4, true), (5, true)]);
    assert!(table.rows[1].broken.as_deref().is_some_and(|why| why.contains("取消合并")));
    assert!(table.rows[3].broken.as_deref().is_some_and(|why| why.contains("又是表头")));
}

#[test]
fn a_million_blank_rows_cost_nothing_and_too_many_full_ones_are_refused() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        lines(sheet, &[&HEAD, &LINE]);
        let thin = Format::new().set_bold();
        for row in (2..60_000).step_by(3) {
            sheet.write_blank(row, 0, &thin).unwrap();
        }
        sheet.write_string(1_048_575, 2, "(2025)湘1199执2号").unwrap();
    });
    let table = read(&bytes, "", &go()).unwrap_or_else(|broken| panic!("{}", broken.0));
    assert_eq!(table.rows.iter().map(|row| row.no).collect::<Vec<_>>(), [2, 1_048_576]);
    let many = format!("{}\n{}", HEAD.join(","), format!("{}\n", LINE.join(",")).repeat(MOST_ROWS + 1));
    assert!(refused(many.as_bytes()).contains("超过了 20000 行"));
    let stop = Stop::new(true);
    assert!(read(many.as_bytes(), "", &stop).map(|_| ()).unwrap_err().0.contains("时间太长"));
}

#[test]
fn an_2_the_portal_s_records_are_read_with_what_is_nested_in_them() {
    let text = r#"{"status":0,"data":{"total":1,"result":[{"iname":"示例建材有限公司","cardNum":"91350100M000100Y43",
        "caseCode":"(2025)湘1199执2号","regDate":"2025年03月01日","case":{"gistId":"(2024)湘1199民初1号"},
        "qysler":[{"iname":"甲某","corporationtypename":"股东"},{"iname":"尉迟远","corporationtypename":"法定代表人"}],
        "age":0,"focusNumber":3}]}}"#;
    let row = one(text.as_bytes());
    let cell = |column| row.cells.get(column);
    assert_eq!((cell(Column::LegalRep), cell(Column::BasisNo)), ("尉迟远", "(2024)湘1199民初1号"));
    assert_eq!((row.no, cell(Column::Name)), (1, "示例建材有限公司"));
}

#[test]
fn x8_what_is_written_is_no_formula_and_reads_back() {
    let out: Vec<Vec<String>> = vec![
        vec!["示例县人民法院，2025年12月15日导出".into()],
        ["姓名", "案号", "义务"].map(str::to_owned).to_vec(),
        ["=HYPERLINK(\"http://x\")", "(2025)湘1199执2号", "+1\n第二行,\"引号\""].map(str::to_owned).to_vec(),
    ];
    for bytes in [write::csv(&out).unwrap(), write::xlsx("名单", &out).unwrap()] {
        let row = one(&bytes);
        assert_eq!(row.cells.get(Column::Name), "=HYPERLINK(\"http://x\")");
        assert_eq!(row.cells.get(Column::Duty), "+1\n第二行,\"引号\"");
    }
    let text = String::from_utf8(write::csv(&out).unwrap()).unwrap();
    assert!(text.starts_with('\u{feff}') && text.contains("\"'=HYPERLINK"), "{text}");
}

proptest! {
    #[test]
    fn no_bytes_panic(start in 0usize..5, bytes in proptest::collection::vec(any::<u8>(), 0..400), text in "[\\PC,;\t\n\"]{0,200}") {
        let magic: [&[u8]; 5] = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"[{\"iname\":", b"\xef\xbb\xbf"];
        let _ = read(&[magic[start], &bytes].concat(), "", &go());
        let _ = read(format!("{}\n{text}", HEAD.join(",")).as_bytes(), "", &go());
        let _ = read(text.as_bytes(), "", &go());
    }
}
