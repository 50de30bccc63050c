//! The site over HTTP, as somebody without JavaScript meets it, on SQLite and on PostgreSQL.
mod bad_input;
mod desk;
mod headers;
mod kill;
mod line;
mod lists;
mod lists_desk;
mod lists_refused;
mod meanwhile;
mod pages;
mod replicas;
mod roles;
mod secrecy;
mod sign_in;
mod typed;
