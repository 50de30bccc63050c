//! The site over HTTP, as somebody without JavaScript meets it, on SQLite and on PostgreSQL.
mod bad_input;
mod desk;
mod headers;
mod kill;
mod line;
mod meanwhile;
mod open_data;
mod pages;
mod replicas;
mod roles;
mod secrecy;
mod sign_in;
mod typed;
