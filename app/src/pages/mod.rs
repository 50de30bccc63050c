//! One file a public address, as functions from a view to a page. A page never sees a transaction, a request or a clock.
pub mod about;
pub mod bulletins;
pub mod campaigns;
pub mod claim_check;
pub mod claims;
pub mod comply;
pub mod error;
#[cfg(test)]
mod gallery;
pub mod home;
mod layout;
pub mod learn;
pub mod ledger;
mod list_entry;
pub mod lists;
pub mod notices;
pub mod outcomes;
mod page;
pub mod preview;
pub mod search;
mod site;
pub mod staff;
pub mod statistics;
#[cfg(test)]
mod tests;
pub mod tips;
pub mod verify;

pub use layout::document;
pub use page::{Page, Robots, Section, Share, Shell};
pub use site::{Assets, CourtView, Mode, PaymentAccount, Site, StaffChip, Theme};
