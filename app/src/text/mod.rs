//! One record, many outputs: text that leaves the system in other shapes than a page.
//!
//! Every output of a bounty issue is a pure function of one [`record::NoticeRecord`], which it first cuts down to what
//! the masking policy lets this output show.
pub mod broadcast;
pub mod card;
pub mod compare;
pub mod feed;
pub mod markdown;
pub mod message;
pub mod order;
pub mod poster;
pub mod qr;
pub mod record;
pub mod sitemap;
pub mod spoken;
pub mod takedown;
pub mod wechat;
