//! The bench table. Each row is named after its goal; `tests/bench/run P1 T1` prints only those.
#![allow(clippy::disallowed_methods, reason = "a bench measures on the machine's own clock")]
mod bytes;
mod cached;
mod client;
mod commits;
mod held;
mod lists;
mod process;
mod site;
mod sums;
mod tips;

use tests::block_on;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let asked = |rows: &[&str]| wanted.is_empty() || rows.iter().any(|r| wanted.iter().any(|w| w == r));
    println!("row | measure | median (min..max) | beside it");
    println!("--- | --- | --- | ---");
    if asked(&["P6", "P7", "P10"]) {
        block_on(bytes::rows());
    }
    if asked(&["P8", "P9"]) {
        block_on(process::rows());
    }
    if asked(&["P4", "S1", "S2", "S3", "S6", "C2"]) {
        block_on(lists::rows());
    }
    if asked(&["P1", "P2", "P3"]) {
        block_on(cached::rows());
    }
    if asked(&["T1", "T2", "T3"]) {
        block_on(tips::sqlite_rows());
    }
    if asked(&["T4"]) {
        block_on(tips::postgres_rows());
    }
    if asked(&["T5"]) {
        block_on(tips::crowd_row());
    }
    if asked(&["R5"]) {
        block_on(held::measure());
    }
}
