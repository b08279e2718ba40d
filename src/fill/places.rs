//! The places of the values of a JSON text.

use std::collections::BTreeMap;
use std::ops::Range;

/// The places of all keys of a JSON text that is known to parse, by the keys that lead there.
pub(super) fn key_places(text: &str) -> BTreeMap<Vec<String>, Range<usize>> {
    let mut places = BTreeMap::new();
    let mut path: Vec<String> = Vec::new();
    // For each open brace or bracket: whether it is a brace, and whether a key has been read there.
    let mut open: Vec<(bool, bool)> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => open.push((*byte == b'{', false)),
            b'}' | b']' => {
                if let Some((true, true)) = open.pop() {
                    path.pop();
                }
            }
            b',' => {
                if let Some(top) = open.last_mut()
                    && top.0
                    && std::mem::take(&mut top.1)
                {
                    path.pop();
                }
            }
            b'"' => {
                let end = string_end(bytes, at);
                if let Some(top) = open.last_mut()
                    && top.0
                    && !top.1
                {
                    top.1 = true;
                    path.push(serde_json::from_str(text.get(at..end).unwrap_or_default()).unwrap_or_default());
                    places.insert(path.clone(), at..end);
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    places
}

/// The place after a string that begins at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'"' => return at + 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::key_places;

    #[test]
    fn keys_have_places_by_what_leads_to_them() {
        let text = r#"{"a": {"b\"}": ["x", {"c": 1}], "å": "d:"}, "e": []}"#;
        let places = key_places(text);
        let of = |path: &[&str]| {
            let path: Vec<String> = path.iter().map(|key| (*key).to_owned()).collect();
            places.get(&path).map(|range| &text[range.clone()])
        };
        assert_eq!(of(&["a", "b\"}"]), Some(r#""b\"}""#));
        assert_eq!(of(&["a", "b\"}", "c"]), Some(r#""c""#));
        assert_eq!(of(&["a", "å"]), Some("\"å\""));
        assert_eq!(of(&["e"]), Some("\"e\""));
        assert_eq!(places.len(), 5);
    }
}
