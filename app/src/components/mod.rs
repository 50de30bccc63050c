//! Parts of pages, one idea a file. Class names are those of the design language; every part is complete without script.
//!
//! Simple parts are functions from data to [`AnyView`](leptos::prelude::AnyView); parts of forms are small builders
//! ending in `.view()`, because most of what they can say is optional.
mod accounts;
mod barlist;
mod code;
mod compared;
#[cfg(test)]
mod contrast;
mod date;
mod facts;
mod filter;
pub mod form;
mod icon;
mod message;
mod notice_box;
mod notice_card;
mod pager;
mod reward;
mod stat;
mod strip;
mod table;
mod tag;
mod timeline;

pub use accounts::accounts;
pub use barlist::{Bar, BarList, bar_list};
pub use code::code_card;
pub use compared::{compared, side_by_side};
pub use date::{day, nb, period, phone_link, whole_name, zh_date};
pub use facts::{Fact, facts, identity};
pub use filter::{Chip, filter_bar};
pub use icon::{Icon, icon};
pub use message::{Message, Voice, thread};
pub use notice_box::{back_link, fold, info_box, rights_block, safety_box};
pub use notice_card::{NoticeCard, notice_card};
pub use pager::{Pager, pager, turns};
pub use reward::{Reward, reward_line};
pub use stat::{Stat, stat_tiles};
pub use strip::{display_switch, help_lines, official_strip, quick_exit, theme_switch};
pub use table::{Column, data_table};
pub use tag::{Status, Tone, tag, tone_tag};
pub use timeline::{Moment, timeline};
