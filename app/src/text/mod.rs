//! One record, many outputs: text that leaves the system in other shapes than a page.
pub mod feed;
pub mod markdown;
pub mod sitemap;
