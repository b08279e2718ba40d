//! The workshop: an edition made by hand, where the reader is.
//!
//! In: a book that was packed, and [`WorkshopRequest`]s, plain data. Out: a [`WorkshopAnswer`] to each, plain data with bytes.
//!
//! Invariant: what a person has written is never lost by what is wrong with it: the last book that could be built is
//! kept beside it; and the edition that is handed over gives, built by the program, the bytes of the site that is.
//!
//! # The protocol
//!
//! A program without a disk (`src/wasm/`) hands a request over as bytes, and gets an answer as bytes ([`answer`]): the
//! length of a text in JSON as four bytes, the lowest first; the text; and after it whatever bytes belong to it – a zip
//! that is opened, a page that was made. A request is a map whose `ask` says what is wanted, an answer one whose `is`
//! says what it is; [`WorkshopRequest`] and [`WorkshopAnswer`] are the whole list. The order is the asker's:
//!
//! 1. `open`, with the packed book; once. `open-edition`, with a zip that `layer` gave before, whenever.
//! 2. What changes the edition – `set`, `put-logo`, `put-part`, `put-value`, `put-page`, `new-page`, `put-file`, `take-out`,
//!    `take-back`, `accept`, `merge`, `undo`, `redo` – answers `edition`: all that the edition says, page by page.
//!    A `refused` one has changed nothing.
//! 3. `build` makes the book of it, as far as it has changed, and says what is wrong with it; with `source` its other
//!    languages wait until somebody asks for them, or for the whole. `show` gives a page of the
//!    last book without errors; `is_old` says that it is not the newest.
//!    `read-word` says what there is in a Word file and what of it does not come along; `new-page` with `word` and the
//!    same bytes makes the page.
//! 4. `layer` gives the edition as a zip that the program builds, `site` the whole site as a zip.

mod edition;
mod frame;
mod given;
mod opened;
mod pages;
mod places;
mod protocol;
mod session;

pub use frame::answer;
pub use protocol::{
    BuildReport, EditionState, GivenSetting, KindState, ListedPage, ListedPart, MovedUnit, NewPlace, PageChange,
    PageState, PartState, Problem, RefusedFor, RemarkState, ValueState, WordState, WorkshopAnswer, WorkshopRequest,
};
pub use session::{KIT_NAME, Workshop};
