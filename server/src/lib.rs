//! The server: everything that touches the world.
