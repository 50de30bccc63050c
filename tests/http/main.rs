//! The site over HTTP, as somebody without JavaScript meets it, on SQLite and on PostgreSQL.
mod bad_input;
mod desk;
mod headers;
mod kill;
mod ledger;
mod line;
mod meanwhile;
mod open_data;
mod outputs;
mod pages;
mod placements;
mod replicas;
mod roles;
mod secrecy;
mod sign_in;
mod typed;
