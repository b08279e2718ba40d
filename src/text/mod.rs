//! Text: order, slugs, words, accents, dates, quotation, words of commands, spaces at which no line breaks.
//!
//! In and out: plain values, and what a language says of its letters. Invariant: nothing here knows
//! about pages, terms or files.

mod accent;
mod bind;
mod collation;
mod date;
mod lix;
mod quotation;
mod shell;
mod slug;
mod words;

pub use accent::{composed, nfc, nfd, without_accent};
pub use bind::{KnownMarkup, NO_BREAK_SPACE, bind_markup, binds, bound, bound_anywhere, bound_spaces};
pub use collation::Collation;
pub use date::Date;
pub use lix::Readability;
pub use quotation::quotation;
pub use shell::shell_word;
pub use slug::{Slugs, slug};
pub use words::{
    ends_sentence, is_blank, is_invisible, is_word_boundary, is_word_char, one_word, word_from, word_start, words,
};
