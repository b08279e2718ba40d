//! The work that a drawing takes, found before it is drawn.
//!
//! In: a drawing as it was parsed. Out: its steps, or that it never ends.
//!
//! Invariant: what is found is never less than what is done, and finding it takes no more time than reading the drawing.
//! So of what may hold or not (a value that another overrides, a shape that is hidden) all is counted.
//!
//! Steps were measured for each thing: one is about half a microsecond.

use std::collections::HashMap;
use std::rc::Rc;

use roxmltree::{Document, Node, NodeId};
use simplecss::{AttributeOperator, Declaration, DeclarationTokenizer, PseudoClass, StyleSheet};

/// The steps of an element.
const ELEMENT: u64 = 16;
/// The most steps of a drawing: of any, and more the more bytes it has, up to four seconds.
const ANY: u64 = 100_000 * ELEMENT;
const EACH_BYTE: u64 = 64;
const MOST: u64 = 500_000 * ELEMENT;
/// The steps of a letter; beside these, as many letters of one line as their square divided by the other number.
const LETTER: u64 = 48;
const LETTERS_SQUARED: u64 = 45;
/// The most letters of a line of text: each is set with all others.
pub(super) const LONGEST_LINE: u64 = 5_000;
/// The steps of a letter for each piece of the line that it stands in.
const LETTER_AND_PIECE: u64 = 2;
/// The most that is made to paint, cut or change things with, often for each of them alone: each is held against all.
const MOST_MADE: u64 = 25_000;
/// Tries of a rule of style on an element, in one step; how many of a drawing, and of an element of any.
const TRIES: u64 = 6;
const MOST_TRIES: u64 = 12_000_000;
const TRIES_OF_ANY: u64 = 500;
/// The most declarations of style, copied for each selector before them.
const MOST_DECLARATIONS: u64 = 4_000_000;
/// The most bytes that are read for all rules of style: for each the whole text is read once more, at worst.
const MOST_READ_FOR_RULES: u64 = 500_000_000;
/// Bytes of attributes read in one step.
const BYTES: u64 = 64;
/// How deep elements and what is drawn with them lie in each other at most: there is no room for more on the stack.
const DEEPEST: usize = 250;
/// How deep references alone do.
const DEEPEST_REFERENCE: usize = 40;
/// The most attributes of an element: each is held against all others.
pub(super) const MOST_ATTRIBUTES: usize = 500;

/// A reason not to draw a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Burden {
    /// It is too much work for its size.
    TooHeavy,
    /// Something of it is drawn with itself.
    Endless,
    /// It has a line of more letters than [`LONGEST_LINE`].
    LongLine,
}

/// Whether the text of a drawing has an element of so many attributes that even reading it takes long.
pub(super) fn has_crowded_element(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut at, mut count) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'<' | b'>' => count = 0,
            b'=' => {
                let quote = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                if let Some(mark @ (b'"' | b'\'')) = bytes.get(quote) {
                    count += 1;
                    let length = bytes[quote + 1..].iter().position(|byte| byte == mark);
                    at = length.map_or(bytes.len(), |length| quote + length + 2);
                }
            }
            _ => {}
        }
        if count > MOST_ATTRIBUTES {
            return true;
        }
    }
    false
}

/// The burden of a drawing of so many bytes, if it is too much.
pub(super) fn burden(document: &Document<'_>, bytes: usize) -> Option<Burden> {
    let most = MOST.min(ANY.saturating_add(EACH_BYTE.saturating_mul(bytes as u64)));
    let styles = || document.descendants().filter(|node| node.has_tag_name("style")).filter_map(|node| node.text());
    let of_styles = |cost: fn(&str) -> u64| styles().map(cost).fold(0, u64::saturating_add);
    if of_styles(declarations_copied) > MOST_DECLARATIONS || of_styles(read_for_rules) > MOST_READ_FOR_RULES {
        return Some(Burden::TooHeavy);
    }
    let mut sheet = StyleSheet::new();
    styles().for_each(|text| sheet.parse_more(text));
    let tries = tries(document, &sheet);
    let are_too_many = |elements: u64| tries > TRIES_OF_ANY && elements.saturating_mul(tries) > MOST_TRIES;
    if are_too_many(document.descendants().filter(Node::is_element).map(|node| tried(&node)).sum()) {
        return Some(Burden::TooHeavy);
    }
    let mut weighing = Weighing {
        by_id: document.descendants().filter_map(|node| Some((node.attribute("id")?, node))).collect(),
        drawing: sheet.rules.iter().filter(|rule| rule.declarations.iter().any(is_weighed)).collect(),
        declared: HashMap::new(),
        known: HashMap::new(),
        led_to: HashMap::new(),
        references: 0,
        burden: None,
    };
    let work = weighing.of(document.root_element(), 0);
    let steps = work.steps.saturating_add(work.elements.saturating_mul(tries) / TRIES);
    let is_too_much = steps > most || work.made > MOST_MADE || are_too_many(work.elements);
    weighing.burden.or(is_too_much.then_some(Burden::TooHeavy))
}

/// The declarations in a text of style, each as often as it has selectors.
fn declarations_copied(text: &str) -> u64 {
    let count = |text: &str, sign: char| text.matches(sign).count() as u64 + 1;
    let all = count(text, ',').saturating_mul(count(text, ';'));
    let has_quotes = text.contains(['"', '\'']);
    if !text.contains("/*") && !has_quotes {
        return text
            .split('}')
            .map(|rule| count(rule, ',').saturating_mul(count(rule, ';')))
            .fold(0, u64::saturating_add);
    }
    if has_quotes && (text.contains("/*") || has_quoted_brace(text)) {
        return all;
    }
    let (mut rest, mut bare) = (text, String::new());
    while let Some((before, comment)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    bare.split('}').map(|rule| count(rule, ',').saturating_mul(count(rule, ';'))).fold(0, u64::saturating_add)
}

/// The bytes of a text of style, each as often as it has rules.
fn read_for_rules(text: &str) -> u64 {
    (text.matches('}').count() as u64).saturating_mul(text.len() as u64)
}

/// Whether a brace may stand in quotation marks.
fn has_quoted_brace(text: &str) -> bool {
    let mut open = None;
    for letter in text.chars() {
        match (open, letter) {
            (None, '"' | '\'') => open = Some(letter),
            (Some(mark), _) if mark == letter => open = None,
            (Some(_), '{' | '}') => return true,
            _ => {}
        }
    }
    open.is_some()
}

/// How often rules of style are tried on an element: once, or for each row of the elements around it.
fn tries(document: &Document<'_>, sheet: &StyleSheet<'_>) -> u64 {
    if sheet.rules.is_empty() {
        return 0;
    }
    let deepest = deepest(document);
    let of_rule = |selector: String| {
        let (spaces, around) =
            (selector.matches(' ').count(), selector.matches(" > ").count() + selector.matches(" + ").count());
        deepest.saturating_pow(u32::try_from(spaces.saturating_sub(2 * around)).unwrap_or(u32::MAX))
    };
    sheet.rules.iter().map(|rule| of_rule(rule.selector.to_string())).fold(0, u64::saturating_add)
}

/// How deep the elements of a drawing lie in each other.
fn deepest(document: &Document<'_>) -> u64 {
    let mut depths: HashMap<NodeId, u64> = HashMap::new();
    let mut most = 1;
    for node in document.descendants().filter(Node::is_element) {
        let depth = node.parent().and_then(|parent| depths.get(&parent.id())).map_or(1, |depth| depth + 1);
        depths.insert(node.id(), depth);
        most = most.max(depth);
    }
    most
}

/// An element, as often as it is tried for its classes.
fn tried(node: &Node<'_, '_>) -> u64 {
    1 + node.attribute("class").map_or(0, |classes| classes.len() as u64 / 16)
}

/// An element as rules of style see it.
struct StyledElement<'a, 'd>(Node<'a, 'd>);

impl simplecss::Element for StyledElement<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(StyledElement)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(StyledElement)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        self.0.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        class == PseudoClass::FirstChild && self.0.prev_sibling_element().is_none()
    }
}

/// The work that something is, each thing of it as often as it is drawn.
#[derive(Debug, Clone, Copy, Default)]
struct DrawingWork {
    steps: u64,
    /// Its elements, without what references lead to: what rules of style are tried on.
    elements: u64,
    /// Its shapes, and pieces of text.
    shapes: u64,
    /// The corners of its shapes, at which markers stand.
    corners: u64,
    /// The letters of its text.
    letters: u64,
    /// Elements that paint, cut or change others.
    made: u64,
}

impl DrawingWork {
    fn and(self, other: Self) -> Self {
        Self {
            steps: self.steps.saturating_add(other.steps),
            elements: self.elements.saturating_add(other.elements),
            shapes: self.shapes.saturating_add(other.shapes),
            corners: self.corners.saturating_add(other.corners),
            letters: self.letters.saturating_add(other.letters),
            made: self.made.saturating_add(other.made),
        }
    }

    /// With something that is done so many times beside it, and made each time unless it is shared.
    fn with(self, done: Self, times: u64, is_shared: bool) -> Self {
        let steps = self.steps.saturating_add(done.steps.saturating_mul(times));
        // What is shared is made where it stands.
        let made = if is_shared { 0 } else { done.made.max(1).saturating_mul(times) };
        Self { steps, made: self.made.saturating_add(made), ..self }
    }
}

/// Whether what a reference leads to is made once for all that is drawn with it.
fn is_shared(target: &Node<'_, '_>) -> bool {
    let has = |units: &str| target.attribute(units) == Some("userSpaceOnUse");
    let has_or_lacks = |units: &str| target.attribute(units).is_none_or(|value| value == "userSpaceOnUse");
    match target.tag_name().name() {
        "linearGradient" | "radialGradient" => has("gradientUnits"),
        "clipPath" => has_or_lacks("clipPathUnits"),
        "mask" => has("maskUnits") && has_or_lacks("maskContentUnits"),
        "pattern" => has("patternUnits") && has_or_lacks("patternContentUnits"),
        "filter" => has("filterUnits") && has_or_lacks("primitiveUnits"),
        // Drawn where it is used, as any element.
        _ => true,
    }
}

/// The use that a property of style makes of what it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UseOfTarget {
    /// Once, with the element itself.
    Once,
    /// With every shape below the element.
    EveryShape,
    /// At every corner of the shapes below it.
    EveryCorner,
}

impl UseOfTarget {
    fn of(property: &str) -> Self {
        match property {
            "fill" | "stroke" | "marker-start" | "marker-end" => Self::EveryShape,
            "marker" | "marker-mid" => Self::EveryCorner,
            _ => Self::Once,
        }
    }

    fn times(self, work: DrawingWork) -> u64 {
        match self {
            Self::Once => 1,
            Self::EveryShape => work.shapes,
            Self::EveryCorner => work.corners,
        }
    }
}

/// Whether a declaration makes work of its own.
fn is_weighed(declaration: &Declaration<'_>) -> bool {
    declaration.value.contains("url(") || declaration.name == "stroke-dasharray"
}

/// The ids in a value that lead to something: `url(#a) url('#b')`.
fn ids(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let rest = rest.trim_start().trim_start_matches(['"', '\'']).trim_start().strip_prefix('#')?;
        Some(rest.split(['"', '\'', ')']).next().unwrap_or_default().trim_end())
    })
}

/// The state of an element that is weighed.
#[derive(Debug, Clone, Copy)]
enum WeighedState {
    /// It is being weighed, with so many references around it.
    Open(usize),
    Done(DrawingWork),
}

/// Properties with their values.
type WeighedStyle<'a> = Rc<[(&'a str, &'a str)]>;

/// The weighing of one drawing.
struct Weighing<'a, 'd> {
    by_id: HashMap<&'a str, Node<'a, 'd>>,
    /// The rules of style that make work of their own.
    drawing: Vec<&'a simplecss::Rule<'a>>,
    declared: HashMap<NodeId, WeighedStyle<'a>>,
    known: HashMap<NodeId, WeighedState>,
    /// The elements that references lead to, with what they take from those around them.
    led_to: HashMap<NodeId, WeighedState>,
    /// How many references lead to what is weighed.
    references: usize,
    burden: Option<Burden>,
}

impl<'a, 'd> Weighing<'a, 'd> {
    /// The work of an element and all below it.
    fn of(&mut self, node: Node<'a, 'd>, depth: usize) -> DrawingWork {
        if let Some(work) = self.known(node) {
            return work;
        }
        if self.burden.is_some() || depth > DEEPEST || self.references > DEEPEST_REFERENCE {
            self.burden = self.burden.or(Some(Burden::TooHeavy));
            return DrawingWork::default();
        }
        self.known.insert(node.id(), WeighedState::Open(self.references));
        let mut work = own_work(&node);
        for child in node.children().filter(Node::is_element) {
            work = work.and(self.of(child, depth + 1));
        }
        work = self.with_reference(work, node, depth);
        work = self.with_style(work, node, depth);
        if node.tag_name().name() == "text" {
            work = self.with_lines(work, node);
        }
        self.known.insert(node.id(), WeighedState::Done(work));
        work
    }

    /// The work of an element that was weighed before, or is being weighed: what is drawn with itself.
    fn known(&mut self, node: Node<'a, 'd>) -> Option<DrawingWork> {
        match self.known.get(&node.id())? {
            WeighedState::Done(work) => return Some(*work),
            // Markers on themselves are left out when the drawing is read.
            WeighedState::Open(_) if node.tag_name().name() == "marker" => {}
            // An element that is used in itself is drawn once, but not with what it is painted with.
            WeighedState::Open(references) => {
                self.burden = self.burden.or((*references != self.references).then_some(Burden::Endless));
            }
        }
        Some(DrawingWork::default())
    }

    /// The work of an element with what it leads to by its address.
    fn with_reference(&mut self, work: DrawingWork, node: Node<'a, 'd>, depth: usize) -> DrawingWork {
        let name = node.tag_name().name();
        let href = node.attributes().find(|attribute| attribute.name() == "href").map(|attribute| attribute.value());
        let target = href.and_then(|href| self.by_id.get(href.trim().strip_prefix('#')?).copied());
        match target {
            Some(target) if matches!(name, "use" | "tref") => work.and(self.of(target, depth + 1)),
            Some(target) if name != "a" => work.with(self.through(target, depth), 1, true),
            _ => work,
        }
    }

    /// The work of an element with what its style makes, and leads to.
    fn with_style(&mut self, mut work: DrawingWork, node: Node<'a, 'd>, depth: usize) -> DrawingWork {
        for (property, value) in self.declared(node).iter() {
            if *property == "stroke-dasharray" {
                let numbers = value.split([' ', ',']).count() as u64;
                work.steps = work.steps.saturating_add(numbers.saturating_mul(work.shapes));
            }
            for id in ids(value) {
                let Some(target) = self.by_id.get(id).copied() else { continue };
                let times = UseOfTarget::of(property).times(work);
                work = work.with(self.through(target, depth), times, is_shared(&target));
            }
        }
        work
    }

    /// The work of a text, whose letters are set line by line.
    fn with_lines(&mut self, work: DrawingWork, node: Node<'a, 'd>) -> DrawingWork {
        let lines = lines(&node, work.letters);
        self.burden = self.burden.or((lines.longest > LONGEST_LINE).then_some(Burden::LongLine));
        DrawingWork { steps: work.steps.saturating_add(lines.steps), letters: 0, ..work }
    }

    /// The work of what a reference leads to: it is painted as the elements around it say too.
    fn through(&mut self, target: Node<'a, 'd>, depth: usize) -> DrawingWork {
        match self.led_to.get(&target.id()) {
            Some(WeighedState::Done(work)) => return *work,
            Some(WeighedState::Open(_)) if target.tag_name().name() == "marker" => return DrawingWork::default(),
            Some(WeighedState::Open(_)) => {
                self.burden = self.burden.or(Some(Burden::Endless));
                return DrawingWork::default();
            }
            None => {}
        }
        self.led_to.insert(target.id(), WeighedState::Open(self.references));
        self.references += 1;
        let mut work = self.of(target, depth + 1);
        if work.shapes > 0 {
            for around in target.ancestors().skip(1).filter(Node::is_element) {
                for (property, value) in self.declared(around).iter() {
                    let how = UseOfTarget::of(property);
                    for id in ids(value).filter(|_| how != UseOfTarget::Once) {
                        let Some(painted) = self.by_id.get(id).copied() else { continue };
                        let times = how.times(work);
                        work = work.with(self.through(painted, depth + 1), times, is_shared(&painted));
                    }
                }
            }
        }
        self.references -= 1;
        self.led_to.insert(target.id(), WeighedState::Done(work));
        work
    }

    /// Declarations of an element that make work of their own, wherever it stands.
    fn declared(&mut self, node: Node<'a, 'd>) -> WeighedStyle<'a> {
        if let Some(known) = self.declared.get(&node.id()) {
            return known.clone();
        }
        let weighed = |name: &str, value: &str| value.contains("url(") || name == "stroke-dasharray";
        let mut out = Vec::new();
        for attribute in node.attributes() {
            if attribute.name() == "style" {
                let own = DeclarationTokenizer::from(attribute.value()).filter(is_weighed);
                out.extend(own.map(|declaration| (declaration.name, declaration.value)));
            } else if weighed(attribute.name(), attribute.value()) {
                out.push((attribute.name(), attribute.value()));
            }
        }
        for rule in self.drawing.iter().filter(|rule| rule.selector.matches(&StyledElement(node))) {
            let declared = rule.declarations.iter().filter(|declaration| is_weighed(declaration));
            out.extend(declared.map(|declaration| (declaration.name, declaration.value)));
        }
        let out: WeighedStyle<'a> = out.into();
        self.declared.insert(node.id(), out.clone());
        out
    }
}

/// The work of an element without what is below it.
fn own_work(node: &Node<'_, '_>) -> DrawingWork {
    let bytes: u64 = node.attributes().map(|attribute| attribute.value().len() as u64).sum();
    let mut work = DrawingWork { elements: tried(node), ..DrawingWork::default() };
    let name = node.tag_name().name();
    work.steps = bytes / BYTES + if name == "stop" { 1 } else { ELEMENT };
    match name {
        "path" => work.corners = node.attribute("d").map_or(0, corners),
        "polyline" | "polygon" => work.corners = node.attribute("points").map_or(0, corners),
        "line" => work.corners = 2,
        _ => {}
    }
    if matches!(name, "path" | "polyline" | "polygon" | "line" | "rect" | "circle" | "ellipse" | "image") {
        work.shapes = 1;
    }
    if matches!(name, "linearGradient" | "radialGradient" | "pattern" | "clipPath" | "mask" | "filter") {
        work.made = 1;
    }
    work.steps += work.corners;
    for text in node.children().filter(Node::is_text).filter_map(|text| text.text()) {
        work.letters += text.chars().count() as u64;
        work.shapes += u64::from(matches!(name, "text" | "tspan" | "textPath" | "tref" | "a"));
    }
    work
}

/// The lines of a text, each of which is set as a whole.
#[derive(Debug, Default)]
struct DrawnLines {
    longest: u64,
    steps: u64,
    /// The letters and the pieces of the line at hand.
    letters: u64,
    pieces: u64,
    /// Letters to come that stand at a place of their own.
    placed: u64,
}

impl DrawnLines {
    fn end(&mut self) {
        let letters = self.letters;
        self.longest = self.longest.max(letters);
        let by_pieces = letters.saturating_mul(self.pieces).saturating_mul(LETTER_AND_PIECE);
        let squared = letters.saturating_mul(letters) / LETTERS_SQUARED;
        let steps = [letters.saturating_mul(LETTER), squared, by_pieces];
        self.steps = steps.into_iter().fold(self.steps, u64::saturating_add);
        (self.letters, self.pieces) = (0, 0);
    }
}

/// The lines of a text; what it takes of other texts, `letters` more, may stand in any of them.
fn lines(text: &Node<'_, '_>, letters: u64) -> DrawnLines {
    let mut lines = DrawnLines::default();
    let mut own = 0;
    for node in text.descendants() {
        if node.is_element() {
            let count = |name: &str| node.attribute(name).map_or(0, |list| list.split([' ', ',']).count() as u64);
            let places = count("x").max(count("y"));
            if places > 0 {
                lines.end();
                lines.placed = places - 1;
            }
            if node.tag_name().name() == "textPath" {
                lines.end();
            }
        } else if let Some(said) = node.text().filter(|_| node.is_text()) {
            let letters = said.chars().count() as u64;
            own += letters;
            let placed = letters.min(lines.placed);
            lines.placed -= placed;
            lines.steps = lines.steps.saturating_add(placed.saturating_mul(LETTER));
            lines.letters += letters - placed;
            lines.pieces += 1;
        }
    }
    lines.letters = lines.letters.saturating_add(letters.saturating_sub(own));
    lines.pieces += u64::from(letters > own);
    lines.end();
    lines
}

/// The corners of a path, or as many as its numbers are.
fn corners(path: &str) -> u64 {
    let (mut count, mut numbers, mut each) = (0, 0_u64, 2);
    let (mut in_number, mut has_point) = (false, false);
    let mut before = ' ';
    for letter in path.chars() {
        let is_exponent = matches!(letter, 'e' | 'E');
        if letter.is_ascii_alphabetic() && !is_exponent {
            count += numbers.div_ceil(each);
            numbers = 0;
            each = match letter.to_ascii_lowercase() {
                'h' | 'v' | 'a' => 1,
                's' | 'q' => 4,
                'c' => 6,
                _ => 2,
            };
            count += u64::from(matches!(letter, 'z' | 'Z'));
            in_number = false;
        } else {
            let begins = match letter {
                '0'..='9' => !in_number,
                '.' => !in_number || has_point,
                '-' | '+' => !matches!(before, 'e' | 'E'),
                _ => false,
            };
            if begins {
                numbers += 1;
                has_point = false;
            }
            in_number =
                begins || in_number && (letter.is_ascii_digit() || is_exponent || matches!(letter, '.' | '-' | '+'));
            has_point |= letter == '.';
        }
        before = letter;
    }
    count + numbers.div_ceil(each)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(inner: &str) -> Option<Burden> {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' width='600' height='400'>{inner}</svg>");
        burden(&Document::parse(&svg).unwrap(), svg.len())
    }

    fn each(n: usize, one: impl Fn(usize) -> String) -> String {
        (0..n).map(one).collect()
    }

    const RECT: &str = "<rect width='9' height='9'/>";

    /// Elements of which each has two shapes that are changed by the next.
    fn nested(n: usize, name: &str, with: &dyn Fn(usize) -> String) -> String {
        let two = |i: usize| format!("<rect {0}/><rect {0}/>", with(i + 1));
        let each = each(n, |i| format!("<{name} id='a{i}'>{}</{name}>", two(i)));
        format!("{each}<{name} id='a{n}'>{RECT}</{name}><rect {}/>", with(0))
    }

    #[test]
    fn what_is_drawn_over_and_over_is_told() {
        let by = |property: &'static str| move |i: usize| format!("{property}='url(#a{i})'");
        let filters = each(12, |i| {
            let images = format!("<feImage href='#g{0}'/><feImage href='#g{0}'/>", i + 1);
            format!("<filter id='f{i}'>{images}</filter><g id='g{i}' filter='url(#f{i})'>{RECT}</g>")
        });
        let of_markers = format!("<path d='M0 0{}' marker-mid='url(#n0)'/>", "L1 1".repeat(9));
        let marker =
            |i: usize| format!("<marker id='n{i}'><path d='M0 0L1 1L2 2L3 3' marker-mid='url(#n{})'/></marker>", i + 1);
        let markers = each(16, marker) + "<marker id='n16'><path d='M0 0L1 1'/></marker>" + &of_markers;
        let classes = each(20, |i| format!(".k{i}{{mask:url( \"#a{i}\" )}}"));
        let shapes = RECT.repeat(600);
        for (what, drawing) in [
            ("clip paths", nested(20, "clipPath", &by("clip-path"))),
            ("masks", nested(20, "mask", &by("mask"))),
            ("patterns", nested(20, "pattern", &by("fill"))),
            ("masks in a style", nested(20, "mask", &|i| format!("style='mask : url(\"#a{i}\")'"))),
            (
                "masks in style sheets",
                format!("<style>{classes}</style>{}", nested(19, "mask", &|i| format!("class='k{i}'"))),
            ),
            ("markers", markers),
            ("pictures in filters", filters + &format!("<g id='g12'>{}</g>", RECT.repeat(40))),
            ("a pattern for every shape", format!("<pattern id='p'>{shapes}</pattern><g fill='url(#p)'>{shapes}</g>")),
            (
                "a marker at every corner",
                format!("<marker id='m'>{shapes}</marker><path d='M0 0{}' marker-mid='url(#m)'/>", "l1 1".repeat(600)),
            ),
            (
                "a chain of gradients",
                each(400, |i| format!("<linearGradient id='g{i}' href='#g{}'/><rect fill='url(#g{i})'/>", i + 1)),
            ),
            (
                "gradients for each shape alone",
                format!("<linearGradient id='g'/><g fill='url(#g)'>{}</g>", RECT.repeat(30_000)),
            ),
            (
                "clip paths of their own",
                each(30_000, |i| format!("<clipPath id='c{i}'>{RECT}</clipPath><g clip-path='url(#c{i})'/>")),
            ),
            (
                "rules on elements",
                format!("<style>{}</style>{}", each(4000, |i| format!(".k{i}{{fill:red}}")), RECT.repeat(4000)),
            ),
            (
                "rules of many around",
                format!(
                    "<style>{}rect{{fill:red}}</style>{}{RECT}{}",
                    "g ".repeat(9),
                    "<g>".repeat(30),
                    "</g>".repeat(30)
                ),
            ),
            ("declarations of many", format!("<style>{}a{{{}}}</style>", "a,".repeat(4000), "fill:red;".repeat(4000))),
            ("dashes", format!("<g stroke-dasharray='{}'>{}</g>", "1 ".repeat(3000), "<path/>".repeat(3000))),
            ("letters", format!("<g id='t'><text>{}</text></g>{}", "ord ".repeat(1000), "<use href='#t'/>".repeat(40))),
            ("pieces of a line", format!("<text>{}</text>", "<tspan>ab</tspan>".repeat(2000))),
        ] {
            assert_eq!(found(&drawing), Some(Burden::TooHeavy), "{what}");
        }
        assert_eq!(found(&format!("<text>{}</text>", "ord ".repeat(1251))), Some(Burden::LongLine));
    }

    #[test]
    fn what_never_ends_is_told() {
        let circle = |name: &str, property: &str| {
            let one = |i: usize| format!("<{name} id='a{i}'><rect {property}='url(#a{})'/></{name}>", (i + 1) % 3);
            each(3, one) + &format!("<rect {property}='url(#a0)'/>")
        };
        for (what, drawing) in [
            ("clip paths", circle("clipPath", "clip-path")),
            ("masks", circle("mask", "mask")),
            ("patterns", circle("pattern", "fill")),
            ("a pattern around itself", format!("<g fill='url(#p)'><pattern id='p'>{RECT}</pattern>{RECT}</g>")),
            ("gradients", each(2, |i| format!("<linearGradient id='g{i}' href='#g{}'/>", 1 - i))),
            (
                "pictures in filters",
                each(2, |i| format!("<filter id='f{i}'><feImage href='#g{0}'/></filter><g id='g{i}' filter='url(#f{i})'/>", 1 - i)),
            ),
            (
                "one thing and another",
                "<mask id='m'><rect fill='url(#p)'/></mask><pattern id='p'><rect mask='url(#m)'/></pattern><rect fill='url(#p)'/>".to_owned(),
            ),
            (
                "what is used again",
                "<mask id='m'><use href='#g'/></mask><g id='g' mask='url(#m)'/>".to_owned(),
            ),
        ] {
            assert_eq!(found(&drawing), Some(Burden::Endless), "{what}");
        }
    }

    #[test]
    fn drawings_as_they_are_made_are_drawn() {
        let path = |i: usize| format!("<path class='k{}' d='M{i} 9c3 3 9 9 12 4l4-5.5.5 3z'/>", i % 300);
        let rules = each(300, |i| format!(".k{i}{{fill:rgb({i},0,0);stroke:none}}"));
        let gradients = each(50, |i| format!("<linearGradient id='g{i}' href='#s'/>"));
        let stops = "<linearGradient id='s'><stop offset='0'/><stop offset='.5'/><stop offset='1'/></linearGradient>";
        let line = |i: usize| format!("<tspan x='0' y='{i}'>En linje med noen ord i, som er {i}</tspan>");
        for (what, drawing) in [
            ("a map", each(20_000, path)),
            ("a map with a style", format!("<style>{rules}</style>{}", each(20_000, path))),
            (
                "shapes with gradients",
                format!(
                    "{stops}{gradients}{}",
                    each(20_000, |i| format!("<path d='M0 0h9v9z' fill='url(#g{})'/>", i % 50))
                ),
            ),
            (
                "hatched areas",
                format!(
                    "<pattern id='p' width='9' height='9' patternUnits='userSpaceOnUse'>{}</pattern>{}",
                    "<path d='M0 0l9 9'/>".repeat(4),
                    "<path style='fill:url(#p)' d='M0 0h9v9z'/>".repeat(5000)
                ),
            ),
            (
                "a curve with marks",
                format!(
                    "<marker id='m'><path d='M0 0L9 9M0 9L9 0'/></marker><polyline marker-mid='url(#m)' points='{}'/>",
                    "1,2 ".repeat(3000)
                ),
            ),
            (
                "points cut to their frame",
                format!(
                    "<clipPath id='c'>{RECT}</clipPath><g id='x'>{RECT}</g>{}",
                    "<g clip-path='url(#c)'><use href='#x'/></g>".repeat(8000)
                ),
            ),
            (
                "many points cut to one frame",
                format!(
                    "<clipPath id='c'>{RECT}</clipPath>{}",
                    "<path d='M0 0h9' clip-path='url(#c)'/>".repeat(40_000)
                ),
            ),
            (
                "a symbol that is used",
                format!("<symbol id='s'>{}</symbol>{}", RECT.repeat(10), "<use href='#s' x='1'/>".repeat(3000)),
            ),
            ("a page of text", format!("<text>{}</text>", each(400, line))),
            ("letters at places of their own", format!("<text x='{}'>{}</text>", "1 ".repeat(9000), "a".repeat(9000))),
            (
                "masks, clip paths and gradients within each other",
                format!(
                    "{stops}<clipPath id='c'>{RECT}</clipPath><mask id='m'><g clip-path='url(#c)'><rect fill='url(#s)'/></g></mask>{}",
                    "<g mask='url(#m)' clip-path='url(#c)'><path d='M0 0h9v9z'/></g>".repeat(500)
                ),
            ),
            ("what is used in itself", "<g id='a'><use href='#a'/></g>".to_owned()),
            (
                "marks on marks",
                each(2, |i| {
                    format!("<marker id='m{i}'><path d='M0 0L1 1L2 2' marker-mid='url(#m{})'/></marker>", 1 - i)
                }),
            ),
        ] {
            assert_eq!(found(&drawing), None, "{what}");
        }
    }

    #[test]
    fn an_element_of_very_many_attributes_is_seen_before_it_is_read() {
        let of = |n: usize| format!("<svg {}>x</svg>", each(n, |i| format!("a{i} = \"<b='1'>\" ")));
        assert!(!has_crowded_element(&of(500)) && has_crowded_element(&of(501)));
        assert!(!has_crowded_element(&"<rect x='1' y='2'/>".repeat(1000)));
    }

    #[test]
    fn a_path_has_as_many_corners_as_it_has_ends() {
        for (path, count) in [
            ("M0 0L1 1 2 2z", 4),
            ("m0,0h1v1.5-2", 4),
            ("M0 0c1 1 2 2 3 3.5.5.5.5.5.5", 3),
            ("M1e-5-1e+5 3 4", 2),
            ("1,2 3,4 5,6", 3),
            ("", 0),
        ] {
            assert_eq!(corners(path), count, "{path}");
        }
    }
}
