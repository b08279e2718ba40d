//! The place at which a text begins to nest so deep that parsing it would take too long.
//!
//! In: a text. Out: the line from which on it is not parsed. Invariant: what is left is parsed in
//! time linear in its length, up to the factor [`WIDEST`]: every container of a line costs its
//! marker at the line's start.

/// The widest run of container markers and indentation at the start of a line.
const WIDEST: usize = 256;

/// The start of the first line that opens containers too far from its beginning.
pub(super) fn too_deep(text: &str, body: usize) -> Option<usize> {
    let mut start = body;
    for line in text.as_bytes()[body..].split(|b| *b == b'\n') {
        if line.len() > WIDEST && markers(line) > WIDEST {
            return Some(start);
        }
        start += line.len() + 1;
    }
    None
}

/// How far container markers (`>`, `-`, `*`, `+`, `1.`, `:`) reach into a line.
fn markers(line: &[u8]) -> usize {
    let mut reach = 0;
    for (at, byte) in line.iter().enumerate() {
        let ends_word = line.get(at + 1).is_none_or(|next| b" \t\r".contains(next));
        match byte {
            b'>' => reach = at,
            b'-' | b'*' | b'+' | b'.' | b')' | b':' if ends_word => reach = at,
            b' ' | b'\t' | b'0'..=b'9' => {}
            _ => break,
        }
    }
    reach
}
