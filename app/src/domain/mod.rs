//! The court's rules: values in, values out. See the room's README.
#[macro_use]
mod code;

pub mod anonymise;
pub mod audit;
pub mod bounty;
pub mod campaign;
pub mod case;
pub mod chore;
pub mod claim;
pub mod content;
pub mod content_spec;
pub mod date;
pub mod deadline;
pub mod edition;
pub mod figure;
pub mod figure_text;
pub mod id;
pub mod ids;
pub mod ledger;
pub mod list;
pub mod mask;
pub mod measure;
pub mod money;
pub mod notice;
pub mod objection;
pub mod outcome;
pub mod placement;
pub mod queue;
pub mod refusal;
pub mod region;
pub mod reward;
pub mod scan;
pub mod staff;
pub mod text;
pub mod tip;
pub mod tip_content;
pub mod warning;
