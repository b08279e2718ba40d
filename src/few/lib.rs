//! The languages of code and the styles of citations that handbooks use, in the place of the hundreds that the program
//! on a disk has.
//!
//! In: the lists in `build.rs`. Out: bytes. Invariant: each is what the whole set has under that name.

/// The syntaxes, as syntect writes a set.
pub static SYNTAXES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/syntaxes.bin"));

/// The styles of citations as CBOR: a list of pairs of a name and a style.
pub static STYLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/styles.cbor"));

/// The languages of citations as CBOR: a list of locales.
pub static LOCALES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/locales.cbor"));
