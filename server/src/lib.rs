//! The server: everything that touches the world.
pub mod clock;
pub mod crypto;
pub mod files;
pub mod store;
