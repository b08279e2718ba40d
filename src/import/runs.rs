//! The runs of a paragraph: text with its look, links, notes, pictures.
//!
//! In: the children of a `w:p`. Out: [`WordRun`]s, and what is said of what did not become one.

use std::rc::Rc;

use roxmltree::Node;

use super::TakenPicture;
use super::model::{RunContent, TextLook, WordLink, WordRun};
use super::reader::{NoteKind, OpenField, Reader};
use super::remarks::{RemarkSort, text_of};
use super::styles::is_box;
use super::unkept::UnkeptThing;
use super::xml::{attribute, child, chosen, is, number_of, switch, value_of};
use crate::said::said;
use crate::word::MARK_TAG;

/// The endings of pictures that a page can show.
const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// The surroundings of a run.
#[derive(Clone, Default)]
pub(super) struct RunPlace {
    link: Option<Rc<WordLink>>,
    /// In a control that holds a mark.
    mark: bool,
}

impl<'i> Reader<'_, 'i> {
    /// The runs below an element.
    pub(super) fn runs(&mut self, node: Node<'_, 'i>, place: &RunPlace, out: &mut Vec<WordRun>) {
        for child in node.children().filter(Node::is_element) {
            self.piece(child, place, out);
        }
    }

    fn piece(&mut self, node: Node<'_, 'i>, place: &RunPlace, out: &mut Vec<WordRun>) {
        if let Some(sort) = RemarkSort::of(node) {
            self.remarks.change(sort, node, self.paragraph);
            if sort.stays() == self.rules.accepts {
                self.runs(node, place, out);
            }
            return;
        }
        match node.tag_name().name() {
            "r" => self.run(node, place, out),
            "hyperlink" => {
                let link = self.link(node);
                self.runs(node, &RunPlace { link: link.or_else(|| place.link.clone()), ..place.clone() }, out);
            }
            "fldSimple" => self.simple_field(node, place, out),
            "sdt" => self.control(node, place, out),
            "AlternateContent" => {
                let chosen = chosen(node);
                if let Some(chosen) = chosen {
                    self.runs(chosen, place, out);
                }
            }
            "subDoc" => {
                self.say(said!("a file within the file was left out"), said!("copy its text into the file in Word"));
            }
            "oMath" | "oMathPara" => {
                self.say(
                    said!("a formula stands as plain text"),
                    said!("write it in words, or put in a picture of it"),
                );
                self.text(&text_of(node), TextLook::default(), place, out);
            }
            "commentRangeStart" => {
                if let Some(id) = attribute(node, "id") {
                    self.remarks.begin(id, self.paragraph);
                }
            }
            "commentRangeEnd" => self.remarks.end(attribute(node, "id").unwrap_or_default()),
            "pPr" | "sdtPr" | "sdtEndPr" | "bookmarkStart" | "bookmarkEnd" | "proofErr" | "permStart" | "permEnd" => {}
            // What only surrounds text: smart tags, custom XML, directions.
            _ => self.runs(node, place, out),
        }
    }

    fn control(&mut self, node: Node<'_, 'i>, place: &RunPlace, out: &mut Vec<WordRun>) {
        let properties = child(node, "sdtPr");
        let is_mark = properties.and_then(|node| value_of(node, "tag")) == Some(MARK_TAG);
        let place = RunPlace { mark: place.mark || is_mark, ..place.clone() };
        if let Some(properties) = properties.filter(|_| !place.mark) {
            self.tell_of_blank(properties);
        }
        if let Some(content) = child(node, "sdtContent") {
            self.runs(content, &place, out);
        }
    }

    /// Tells of a control that people fill in.
    pub(super) fn tell_of_blank(&mut self, properties: Node<'_, 'i>) {
        if ["text", "dropDownList", "comboBox", "date"].iter().any(|sort| child(properties, sort).is_some()) {
            self.unkept.see(self.paragraph.max(1), UnkeptThing::ToFillIn);
        }
    }

    fn link(&self, node: Node<'_, 'i>) -> Option<Rc<WordLink>> {
        let title = attribute(node, "tooltip").unwrap_or_default().to_owned();
        let target = attribute(node, "id").and_then(|id| self.relations.get(id)).map(|found| found.target.clone());
        let anchor = attribute(node, "anchor").filter(|anchor| !anchor.is_empty());
        let to = match (target, anchor) {
            (Some(target), Some(anchor)) => format!("{target}#{anchor}"),
            (Some(target), None) => target,
            (None, Some(anchor)) => format!("#{anchor}"),
            (None, None) => return None,
        };
        Some(Rc::new(WordLink { to, title }))
    }

    fn simple_field(&mut self, node: Node<'_, 'i>, place: &RunPlace, out: &mut Vec<WordRun>) {
        let says = attribute(node, "instr").unwrap_or_default().to_owned();
        let link = field_link(&says);
        self.fields.push(OpenField { says, shows: true, link: link.clone() });
        self.runs(node, &RunPlace { link: link.or_else(|| place.link.clone()), ..place.clone() }, out);
        self.end_field();
    }

    fn end_field(&mut self) {
        let Some(field) = self.fields.pop() else { return };
        let is_made = self.fields.iter().any(|field| matches!(&*field.name(), "TOC" | "INDEX"));
        self.unkept.field(self.paragraph.max(1), &field.says, is_made);
    }

    fn run(&mut self, node: Node<'_, 'i>, place: &RunPlace, out: &mut Vec<WordRun>) {
        let link = self.fields.iter().rev().find_map(|field| field.link.clone().filter(|_| field.shows));
        let place = RunPlace { link: place.link.clone().or(link), ..place.clone() };
        let (mut look, hidden, raised) = self.look(node);
        look.mark |= place.mark;
        if hidden == Hidden::Explained {
            return;
        }
        if hidden == Hidden::Vanished {
            if !text_of(node).trim().is_empty() {
                self.say(
                    said!("hidden text was left out"),
                    said!("show it in Word before the file is read, if it is wanted"),
                );
            }
            return;
        }
        self.has_marks |= look.mark;
        if !look.mark && !self.is_hidden_by_field() {
            let properties = child(node, "rPr");
            let style = properties.and_then(|node| value_of(node, "rStyle"));
            let is_link = place.link.is_some() || style.is_some_and(|id| id.to_lowercase().contains("link"));
            let letters = text_of(node).chars().filter(|letter| letter.is_alphanumeric()).count();
            self.unkept.run(self.paragraph, properties, letters, self.size, is_link);
        }
        for child in node.children().filter(Node::is_element) {
            self.part(child, look, raised, &place, out);
        }
    }

    /// A part of a run.
    fn part(
        &mut self,
        node: Node<'_, 'i>,
        look: TextLook,
        raised: Option<bool>,
        place: &RunPlace,
        out: &mut Vec<WordRun>,
    ) {
        let text = node.text().unwrap_or_default();
        match node.tag_name().name() {
            "t" | "delText" => match raised {
                _ if is_in_signs(node) => text.chars().for_each(|sign| self.sign(u32::from(sign), look, place, out)),
                Some(up) => self.raised(text, up, look, place, out),
                None => self.text(text, look, place, out),
            },
            "tab" | "ptab" => self.text("\t", look, place, out),
            "noBreakHyphen" => self.text("-", look, place, out),
            "sym" => {
                let code = attribute(node, "char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or(0);
                self.sign(code, look, place, out);
            }
            "br" | "cr" if attribute(node, "type").is_none_or(|sort| sort == "textWrapping") => {
                self.push(RunContent::Break, look, place, out);
            }
            "fldChar" => self.field(node, place, out),
            "instrText" => {
                if let Some(field) = self.fields.last_mut().filter(|field| !field.shows) {
                    field.says.push_str(text);
                }
            }
            "footnoteReference" => self.note(node, NoteKind::Foot, look, place, out),
            "endnoteReference" => self.note(node, NoteKind::End, look, place, out),
            "commentReference" => {
                if let Some(id) = attribute(node, "id") {
                    self.remarks.begin(id, self.paragraph);
                    self.remarks.end(id);
                }
            }
            "drawing" | "pict" | "object" => self.drawing(node, place, out),
            "AlternateContent" => {
                let chosen = chosen(node);
                for child in chosen.into_iter().flat_map(|chosen| chosen.children()).filter(Node::is_element) {
                    self.part(child, look, raised, place, out);
                }
            }
            "ruby" => {
                for base in node.children().filter(|child| is(*child, "rubyBase")) {
                    self.runs(base, place, out);
                }
            }
            _ => {}
        }
    }

    fn look(&self, node: Node<'_, 'i>) -> (TextLook, Hidden, Option<bool>) {
        let Some(properties) = child(node, "rPr") else { return (TextLook::default(), Hidden::No, None) };
        let style = value_of(properties, "rStyle").map(|id| self.styles.characters(id)).unwrap_or_default();
        let on = |name: &str, of_style: bool| switch(properties, name).unwrap_or(of_style);
        let hidden = match (style.explained, on("vanish", style.hidden)) {
            (true, _) => Hidden::Explained,
            (_, true) => Hidden::Vanished,
            _ => Hidden::No,
        };
        let raised = match value_of(properties, "vertAlign") {
            Some("superscript") => Some(true),
            Some("subscript") => Some(false),
            // Raised or lowered by hand.
            _ => number_of::<i32>(properties, "position").filter(|by| *by != 0).map(|by| by > 0),
        };
        let look = TextLook {
            bold: on("b", style.bold),
            italic: on("i", style.italic),
            strike: on("strike", style.strike) || on("dstrike", false),
            code: style.code,
            mark: style.mark,
            size: number_of(properties, "sz").or(style.size).unwrap_or(0),
        };
        (look, hidden, raised)
    }

    pub(super) fn text(&mut self, text: &str, look: TextLook, place: &RunPlace, out: &mut Vec<WordRun>) {
        if self.is_hidden_by_field() || text.is_empty() {
            return;
        }
        // Soft hyphens, and marks that show nothing.
        let kept: String = text
            .chars()
            .map(|c| match c {
                '\u{2011}' => '-',
                '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
                c => c,
            })
            .filter(|c| {
                !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}') && (*c == '\t' || !c.is_control())
            })
            .collect();
        self.remarks.text(&kept);
        if let Some(last) = out.last_mut()
            && last.look == look
            && last.link == place.link
            && let RunContent::Text(before) = &mut last.content
        {
            return before.push_str(&kept);
        }
        self.push(RunContent::Text(kept), look, place, out);
    }

    fn push(&mut self, content: RunContent, look: TextLook, place: &RunPlace, out: &mut Vec<WordRun>) {
        if !self.is_hidden_by_field() {
            out.push(WordRun { content, look, link: place.link.clone() });
        }
    }

    /// Raised or lowered text: digits are signs of their own.
    fn raised(&mut self, text: &str, up: bool, look: TextLook, place: &RunPlace, out: &mut Vec<WordRun>) {
        const UP: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
        const DOWN: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
        let signs = if up { UP } else { DOWN };
        let sign = |c: char| c.to_digit(10).and_then(|digit| signs.get(digit as usize)).copied();
        if text.chars().all(|c| sign(c).is_some() || c.is_whitespace()) {
            let text: String = text.chars().map(|c| sign(c).unwrap_or(c)).collect();
            return self.text(&text, look, place, out);
        }
        self.say(
            said!("text that is raised or lowered stands as other text"),
            said!("write it so that it is understood so"),
        );
        self.text(text, look, place, out);
    }

    /// A sign of a font of signs.
    fn sign(&mut self, code: u32, look: TextLook, place: &RunPlace, out: &mut Vec<WordRun>) {
        let ordinary = char::from_u32(code).filter(|_| code >= 0x100 && !(0xf000..0xf100).contains(&code));
        if let Some(letter) = ordinary {
            return self.text(letter.encode_utf8(&mut [0; 4]), look, place, out);
        }
        // A sign at F0xx is the same as that at xx.
        let sign = char::from_u32(if code < 0x100 { 0xf000 + code } else { code }).unwrap_or('\u{fffd}');
        let text = match sign {
            sign if is_box(&sign.to_string()) => "☐",
            '\u{f0fe}' | '\u{f078}' | '\u{f052}' | '\u{f053}' | '\u{f054}' => "☒",
            '\u{f0fc}' => "✓",
            '\u{f0e0}' | '\u{f0e8}' => "→",
            '\u{f0b7}' | '\u{f0a7}' => "•",
            '\u{f020}' => " ",
            _ => {
                self.say(
                    said!("a sign of a font of signs was left out"),
                    said!("write it as an ordinary letter or word"),
                );
                return;
            }
        };
        self.text(text, look, place, out);
    }

    /// The beginning, the middle or the end of a field.
    fn field(&mut self, node: Node<'_, 'i>, place: &RunPlace, out: &mut Vec<WordRun>) {
        match attribute(node, "fldCharType") {
            Some("begin") => {
                self.fields.push(OpenField::default());
                if let Some(check) = child(node, "ffData").and_then(|data| child(data, "checkBox")) {
                    let ticked = switch(check, "checked").or_else(|| switch(check, "default")).unwrap_or(false);
                    self.fields.pop();
                    self.text(if ticked { "☒" } else { "☐" }, TextLook::default(), place, out);
                    self.fields.push(OpenField::default());
                }
            }
            Some("separate") => {
                let Some(field) = self.fields.last_mut() else { return };
                field.shows = true;
                field.link = field_link(&field.says);
                let name = field.name();
                if matches!(&*name, "TOC" | "INDEX") {
                    self.say(
                        said!("a list that Word makes was left out"),
                        said!("the site makes its own list of contents"),
                    );
                }
            }
            Some("end") => self.end_field(),
            _ => {}
        }
    }

    /// A note, read where it is first referred to.
    fn note(&mut self, node: Node<'_, 'i>, kind: NoteKind, look: TextLook, place: &RunPlace, out: &mut Vec<WordRun>) {
        let Some(id) = attribute(node, "id").filter(|_| !self.in_note) else { return };
        let key = (kind, id.to_owned());
        let number = if let Some(number) = self.note_numbers.get(&key) {
            *number
        } else {
            let Some(blocks) = self.note_text(kind, id) else { return };
            self.notes.push(blocks);
            self.note_numbers.insert(key, self.notes.len() - 1);
            self.notes.len() - 1
        };
        self.push(RunContent::Note(number), TextLook { size: 0, ..look }, place, out);
    }

    /// A picture, a box with text, or something that neither is.
    fn drawing(&mut self, node: Node<'_, 'i>, place: &RunPlace, out: &mut Vec<WordRun>) {
        if let Some(text) = node.descendants().find(|node| is(*node, "txbxContent")) {
            self.text_box(text);
            return;
        }
        let picture = node.descendants().find(|node| is(*node, "blip") || is(*node, "imagedata"));
        let Some(picture) = picture else {
            let says = text_of(node);
            // A line across is drawn as a rectangle.
            if node.descendants().any(|node| attribute(node, "hr").is_some()) {
                self.has_line = true;
                return;
            }
            self.say(
                said!("a figure, a chart or an object was left out"),
                said!("save it as a picture, and put that into the page with a text that says what it shows"),
            );
            return self.text(&says, TextLook::default(), place, out);
        };
        let told = node.descendants().find(|node| is(*node, "docPr"));
        if told.is_some_and(|node| child(node, "hlinkClick").is_some()) {
            self.unkept.see(self.paragraph.max(1), UnkeptThing::PictureLink);
        }
        let alt = told.and_then(|node| attribute(node, "descr").or_else(|| attribute(node, "title")));
        let alt = alt.or_else(|| attribute(picture, "title")).unwrap_or_default().to_owned();
        let id = attribute(picture, "embed").or_else(|| attribute(picture, "id"));
        let target = id.and_then(|id| self.relations.get(id)).map(|found| self.container.beside(&found.target));
        let Some(target) = target else {
            return self.say(
                said!("a picture lies outside the file"),
                said!("put the picture itself into the file, or into the page"),
            );
        };
        if let Some(name) = self.picture(&target) {
            self.push(RunContent::Picture(name, alt), TextLook::default(), place, out);
        }
    }

    /// The name of a picture's file, which is taken along.
    fn picture(&mut self, target: &str) -> Option<String> {
        if let Some(name) = self.picture_names.get(target) {
            return Some(name.clone());
        }
        let ending = target.rsplit('.').next().unwrap_or_default().to_lowercase();
        if !PICTURES.contains(&&*ending) {
            self.say(
                said!("a picture is of a sort that no browser shows"),
                said!("save it as PNG, and put that into the page"),
            );
            return None;
        }
        let bytes = match self.container.picture(target) {
            Ok(bytes) => bytes,
            Err(fault) => {
                self.fault.get_or_insert(fault);
                None
            }
        };
        let Some(bytes) = bytes else {
            self.say(said!("a picture is not in the file"), said!("put it in anew in Word, or into the page"));
            return None;
        };
        let names = (self.pictures.len() + 1..).map(|number| format!("{}-{number}.{ending}", self.rules.name()));
        let is_free = |name: &String| {
            !(self.rules.is_taken)(name, &bytes) && self.pictures.iter().all(|picture| picture.name != *name)
        };
        let name = { names }.find(is_free)?;
        self.pictures.push(TakenPicture { name: name.clone(), bytes });
        self.picture_names.insert(target.to_owned(), name.clone());
        Some(name)
    }
}

/// Whether a text is set in a font whose letters are signs: what it says is another thing than it shows.
fn is_in_signs(node: Node<'_, '_>) -> bool {
    let properties = node.parent().and_then(|run| child(run, "rPr"));
    let font = properties.and_then(|node| child(node, "rFonts")).and_then(|node| attribute(node, "ascii"));
    font.is_some_and(|font| {
        let font = font.to_lowercase();
        ["wingdings", "webdings", "symbol", "zapfdingbats", "zapf dingbats"].iter().any(|name| font.starts_with(name))
    })
}

/// The reason for which a run is not shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hidden {
    No,
    /// Its author hid it.
    Vanished,
    /// It only explains a mark.
    Explained,
}

/// Where a field leads: `HYPERLINK "https://…" \l "place"`, `REF place \h`.
fn field_link(says: &str) -> Option<Rc<WordLink>> {
    let (name, rest) = says.trim().split_once(char::is_whitespace)?;
    let quoted = |text: &str| Some(text.trim_start().strip_prefix('"')?.split_once('"')?.0.to_owned());
    let place = rest.split_once("\\l").and_then(|(_, place)| quoted(place));
    let to = match (name.to_uppercase().as_str(), quoted(rest), place) {
        ("HYPERLINK", Some(to), Some(place)) => format!("{to}#{place}"),
        ("HYPERLINK", Some(to), None) => to,
        ("HYPERLINK", None, Some(place)) => format!("#{place}"),
        ("REF", ..) if rest.contains("\\h") => format!("#{}", rest.split_whitespace().next()?),
        _ => return None,
    };
    Some(Rc::new(WordLink { to, title: String::new() }))
}
