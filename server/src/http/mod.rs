//! HTTP: parse, ask the domain, keep, answer. `routes.rs` holds the only routing table.
pub mod assets;
pub mod error;
pub mod headers;
pub mod health;
pub mod limits;
pub mod listen;
pub mod page;
pub mod routes;
