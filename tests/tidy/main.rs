//! Rules about the source text: which layer may mention what, the traps of our libraries, how long a file may be.
mod layers;
mod sources;
mod traps;
mod words;
