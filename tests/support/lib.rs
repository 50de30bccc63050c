//! What the tests share: the two databases, the site as a stranger meets it, and the people who use it.
#![allow(clippy::disallowed_methods, reason = "tests wait and measure on the machine's own clock")]

pub mod browser;
pub mod canary;
pub mod county;
pub mod crawl;
pub mod engine;
pub mod factor;
pub mod form;
pub mod html;
pub mod listing;
pub mod person;
pub mod postgres;
pub mod program;
pub mod raw;
pub mod schema;
pub mod site;
pub mod story;
pub mod temp;

pub use engine::{Database, Engine};
pub use html::Page;
pub use person::Person;
pub use site::{Court, Site};

use std::future::Future;
use std::io::Write;

/// Runs one test body on its own runtime with two workers.
pub fn block_on<F: Future>(body: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a tokio runtime")
        .block_on(body)
}

/// Is `what` ("postgres", "browser") demanded? `tests/all` demands everything; a plain `cargo test` skips what is missing.
pub fn required(what: &str) -> bool {
    std::env::var("TESTS_REQUIRE").is_ok_and(|list| list.split(',').any(|item| item == what))
}

/// Says on the real standard error (not libtest's captured one) what was not tested, and why.
pub fn skipped(what: &str, why: &str) {
    assert!(!required(what), "{what} is required here, but: {why}");
    // A closed standard error must not turn a skipped test into a failed one.
    let _ = std::io::stderr().write_all(format!("skipped: {what}: {why}\n").as_bytes());
}

/// `both_engines!(name, …);` turns `async fn name(engine: Engine)` into the tests `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! both_engines {
    ($($name:ident),+ $(,)?) => { $(
        mod $name {
            #[test]
            fn sqlite() {
                $crate::block_on(super::$name($crate::Engine::Sqlite));
            }
            #[test]
            fn postgres() {
                if $crate::Engine::Postgres.available() {
                    $crate::block_on(super::$name($crate::Engine::Postgres));
                }
            }
        }
    )+ };
}
