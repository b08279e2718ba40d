//! XML as it is written: elements, attributes, text.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// XML that grows. What is opened must be closed: `within` sees to it.
pub(in crate::write) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A document's beginning.
    pub(in crate::write) fn document() -> Self {
        let mut xml = Self::part();
        xml.put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        xml
    }

    /// A piece that is put into a document later.
    pub(in crate::write) fn part() -> Self {
        Self(Writer::new(Vec::new()))
    }

    /// Memory takes everything: there is nothing to fail on.
    fn put(&mut self, event: Event<'_>) {
        let _ = self.0.write_event(event);
    }

    pub(in crate::write) fn within(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.open(name, attributes);
        inside(self);
        self.close(name);
    }

    pub(in crate::write) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = element(name, attributes);
        self.put(Event::Start(start));
    }

    pub(in crate::write) fn close(&mut self, name: &str) {
        self.put(Event::End(BytesEnd::new(name)));
    }

    pub(in crate::write) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let element = element(name, attributes);
        self.put(Event::Empty(element));
    }

    /// An element whose only attribute is `w:val`.
    pub(in crate::write) fn val(&mut self, name: &str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// Text; characters that XML cannot say are left out.
    pub(in crate::write) fn text(&mut self, text: &str) {
        let text = sound(text);
        self.put(Event::Text(BytesText::new(&text)));
    }

    /// An element with text.
    pub(in crate::write) fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.within(name, attributes, |xml| xml.text(text));
    }

    /// A piece written elsewhere.
    pub(in crate::write) fn insert(&mut self, part: Self) {
        self.0.get_mut().extend(part.0.into_inner());
    }

    pub(in crate::write) fn into_bytes(self) -> Vec<u8> {
        self.0.into_inner()
    }
}

/// A name, as a URN, that is another one for other parts, and the same for the same for ever.
pub(in crate::write) fn uuid_of(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    // Version 8 of RFC 9562: bytes that the maker chooses.
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

fn element<'a>(name: &'a str, attributes: &[(&'a str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, &*sound(value)));
    }
    start
}

/// A text without the characters that XML 1.0 has no place for.
fn sound(text: &str) -> std::borrow::Cow<'_, str> {
    let fits =
        |c: char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.chars().all(fits) { text.into() } else { text.chars().filter(|c| fits(*c)).collect::<String>().into() }
}
