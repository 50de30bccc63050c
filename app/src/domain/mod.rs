//! The court's rules: values in, values out. See the room's README.
#[macro_use]
mod code;

pub mod bounty;
pub mod case;
pub mod date;
pub mod edition;
pub mod figure;
pub mod id;
pub mod ids;
pub mod mask;
pub mod money;
pub mod notice;
pub mod refusal;
pub mod scan;
pub mod staff;
pub mod text;
pub mod tip;
pub mod tip_content;
