//! The site over HTTP, as somebody without JavaScript meets it, on SQLite and on PostgreSQL.
mod bad_input;
mod headers;
mod kill;
mod line;
mod pages;
mod replicas;
mod secrecy;
mod typed;
