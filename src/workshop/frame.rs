//! Requests and answers as bytes.
//!
//! In: the bytes of a request. Out: those of the answer. Invariant: whatever comes in, an answer goes out.

use super::protocol::{RefusedFor, WorkshopAnswer, WorkshopRequest};
use super::session::Workshop;

/// How many bytes say the length of the text.
const LENGTH: usize = 4;

/// Answers a request.
#[must_use]
pub fn answer(workshop: &mut Workshop, request: &[u8]) -> Vec<u8> {
    let (answer, bytes) = match read(request) {
        Ok((request, bytes)) => workshop.ask(request, bytes),
        Err(detail) => (WorkshopAnswer::Refused { reason: RefusedFor::BadRequest, detail }, Vec::new()),
    };
    written(&answer, &bytes)
}

fn read(request: &[u8]) -> Result<(WorkshopRequest, &[u8]), String> {
    let short = || "the request is shorter than it says".to_owned();
    let (length, rest) = request.split_first_chunk::<LENGTH>().ok_or_else(short)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| short())?;
    let (text, bytes) = rest.split_at_checked(length).ok_or_else(short)?;
    Ok((serde_json::from_slice(text).map_err(|error| error.to_string())?, bytes))
}

/// Maps of texts have nothing that JSON cannot say, and no answer is as long as a length can tell.
fn written(answer: &WorkshopAnswer, bytes: &[u8]) -> Vec<u8> {
    let text = serde_json::to_vec(answer).unwrap_or_default();
    let length = u32::try_from(text.len()).unwrap_or_default();
    [&length.to_le_bytes(), &*text, bytes].concat()
}
