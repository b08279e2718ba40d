//! The workshop in a browser: memory that is handed over, and one function that answers.
//!
//! In: the bytes of a request, as `brobygger::workshop` tells. Out: those of the answer, with their length as four bytes
//! before them, the lowest first.
//!
//! Invariant: all the `unsafe` of the workspace stands here, and each place says why it is sound. A module has one
//! thread, and no function of it is called while another one runs.

use std::alloc::{Layout, alloc as allocate, dealloc, handle_alloc_error};
use std::cell::RefCell;
use std::mem::forget;

use brobygger::workshop::{Workshop, answer};

thread_local! {
    /// The one workshop of this module.
    static WORKSHOP: RefCell<Workshop> = RefCell::default();
}

/// How many bytes say the length of an answer.
const LENGTH: usize = 4;

fn layout(length: usize) -> Layout {
    Layout::array::<u8>(length.max(1)).unwrap_or(Layout::new::<u8>())
}

/// Memory for a request of `length` bytes, which `request` takes back.
#[unsafe(no_mangle)]
pub extern "C" fn alloc(length: usize) -> *mut u8 {
    let layout = layout(length);
    // SAFETY: the layout is never empty.
    let pointer = unsafe { allocate(layout) };
    if pointer.is_null() {
        handle_alloc_error(layout);
    }
    pointer
}

/// Gives back the memory of an answer of `length` bytes, those of its length among them.
///
/// # Safety
/// `pointer` is what `request` gave, with the length it said and the four bytes before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free(pointer: *mut u8, length: usize) {
    // SAFETY: `request` made it with the layout of a boxed slice of that length, as the caller promises.
    unsafe { dealloc(pointer, layout(length)) };
}

/// Answers a request of `length` bytes, whose memory is given back; the answer is the caller's until `free`.
///
/// # Safety
/// `pointer` is what `alloc(length)` gave, and all its bytes were written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn request(pointer: *mut u8, length: usize) -> *mut u8 {
    // SAFETY: the caller promises so; the slice is gone before the memory is given back.
    let bytes = unsafe { std::slice::from_raw_parts(pointer, length) };
    let answer = WORKSHOP.with_borrow_mut(|workshop| answer(workshop, bytes));
    // SAFETY: `alloc` made it with this layout.
    unsafe { dealloc(pointer, layout(length)) };
    let length = u32::try_from(answer.len()).unwrap_or_default();
    let mut out = Vec::with_capacity(LENGTH + answer.len());
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&answer);
    let mut out = out.into_boxed_slice();
    let pointer = out.as_mut_ptr();
    forget(out);
    pointer
}
