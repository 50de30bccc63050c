//! See the room's README.

pub mod tip_content;
