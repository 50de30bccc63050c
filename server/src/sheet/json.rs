//! The portal's records as JSON (AN-2): a list, or an object that holds one; heads of units nested inside.
use app::domain::list::import::Column;
use serde_json::{Map, Value};

use super::{Broken, Collector, Stop, Table};

/// Where a list may lie within an answer.
const LISTS: [&str; 6] = ["result", "data", "rows", "list", "records", "items"];
/// A unit's persons in the portal's records.
const PERSONS: &str = "qysler";
/// How deep a record is looked into.
const DEPTH: usize = 3;

pub fn read(text: &str, stop: &Stop) -> Result<Table, Broken> {
    let value: Value = serde_json::from_str(text)
        .map_err(|cause| Broken::new(format!("JSON 文件第 {} 行写得不对，读不了。请重新导出。", cause.line())))?;
    let records = list_in(&value, 0)
        .ok_or_else(|| Broken::new("JSON 文件里没有名单。请上传由记录组成的列表，或者内有 result 列表的对象。"))?;
    let names: Vec<&str> = Column::ALL.iter().map(|column| column.code()).collect();
    let mut rows = Collector::new("", stop);
    let head: Vec<(usize, String)> =
        names.iter().enumerate().map(|(at, _)| (at, Column::ALL[at].zh().into())).collect();
    rows.line(0, &head)?;
    for (at, record) in records.iter().enumerate() {
        let mut cells: Vec<(usize, String)> = Vec::new();
        if let Value::Object(record) = record {
            fill(&mut cells, record, 0);
        }
        let no = u32::try_from(at + 1).unwrap_or(u32::MAX);
        rows.line(no, &cells)?;
    }
    rows.finish()
}

fn list_in(value: &Value, depth: usize) -> Option<&Vec<Value>> {
    match value {
        Value::Array(list) => Some(list),
        Value::Object(map) if depth < DEPTH => {
            LISTS.iter().filter_map(|name| map.get(*name)).find_map(|inner| list_in(inner, depth + 1))
        }
        _ => None,
    }
}

fn fill(cells: &mut Vec<(usize, String)>, record: &Map<String, Value>, depth: usize) {
    for (name, value) in record {
        match value {
            Value::Object(inner) if depth < DEPTH => fill(cells, inner, depth + 1),
            Value::Array(persons) if name == PERSONS => put(cells, Column::LegalRep, head_of(persons)),
            Value::String(text) => put_named(cells, name, text.clone()),
            Value::Number(number) => put_named(cells, name, number.to_string()),
            _ => {}
        }
    }
}

/// The legal representative among a unit's persons, else the first of them.
fn head_of(persons: &[Value]) -> String {
    let text = |person: &Value, key: &str| person.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let legal = persons.iter().find(|person| text(person, "corporationtypename").contains("法定代表人"));
    legal.or(persons.first()).map(|person| text(person, "iname")).unwrap_or_default()
}

fn put_named(cells: &mut Vec<(usize, String)>, name: &str, text: String) {
    if let Some(column) = Column::of(name) {
        put(cells, column, text);
    }
}

/// What stands there first stays: the record itself before what is nested in it.
fn put(cells: &mut Vec<(usize, String)>, column: Column, text: String) {
    let at = column as usize;
    if !text.trim().is_empty() && cells.iter().all(|(have, _)| *have != at) {
        cells.push((at, text));
    }
}
