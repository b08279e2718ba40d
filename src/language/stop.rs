//! Words that say nothing about what a text is about.

/// Words of bokmål.
pub(super) const NB: &str = include_str!("nb/stop.txt");
/// Words of nynorsk that bokmål does not have.
pub(super) const NN: &str = include_str!("nn/stop.txt");
/// Words of English.
pub(super) const EN: &str = include_str!("en/stop.txt");
