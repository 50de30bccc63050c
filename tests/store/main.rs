//! The store on both engines: the same story, the same numbers, the same refusals.
mod arrival;
mod audit;
mod content;
mod crash;
mod draft;
mod ledger;
mod migrations;
mod plans;
mod recovery;
mod secrecy;
mod story;
mod world;
