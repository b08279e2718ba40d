//! mdBook's directives: from a file to the text that is parsed.
//!
//! In: a file and the other files of the book. Out: the expanded text with its [`SegmentMap`]; a
//! file without directives is not copied. Invariant: the work is bounded (depth, size of the
//! result, bytes read), and no directive leads out of the book's folder.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, NameIndex, nearest};
use crate::said::{Phrase, said};
use crate::sink::path_from;
use crate::source::{FileId, Segment, SegmentMap, Source, Sources, Span, floor_boundary, is_closed, offset};
use crate::text::nfc;

/// Includes below each other.
const MAX_INCLUDE_DEPTH: usize = 10;
/// Bytes of the expanded text.
const MAX_EXPANDED: usize = 8 << 20;
/// Bytes of files looked at for one page, with a little for every directive.
const MAX_READ: usize = 64 << 20;

/// The text to parse.
pub(super) struct Expanded {
    pub(super) text: Arc<str>,
    pub(super) map: SegmentMap,
    /// The place in `text` that parsing begins at.
    pub(super) body: usize,
    /// The title of the window, where the page says another than its own: `{{#title}}`.
    pub(super) title: Option<Box<str>>,
}

/// Paths (below the book's folder) of the files that a text at `path` includes itself, each once,
/// in order of appearance.
#[must_use]
pub fn include_targets(path: &str, text: &str) -> Vec<String> {
    let mut targets = Vec::new();
    for directive in Directives::new(text, 0..text.len()) {
        if directive.escaped || directive.name == DirectiveName::Title {
            continue;
        }
        if let Some(target) = resolve(path, directive.target().0)
            && !targets.contains(&target)
        {
            targets.push(target);
        }
    }
    targets
}

/// Expands the includes of a file's text from `body` on.
pub(super) fn expand(sources: &Sources, file: FileId, body: usize, diagnostics: &mut Vec<Diagnostic>) -> Expanded {
    let source = sources.get(file);
    let body = floor_boundary(&source.text, body);
    let range = body..source.text.len();
    if Directives::new(&source.text, range.clone()).next().is_none() {
        return Expanded { text: source.text.clone(), map: SegmentMap::whole(file), body, title: None };
    }
    let mut expansion = Expansion {
        sources,
        out: String::with_capacity(range.len()),
        segments: Vec::new(),
        stack: vec![file],
        read: 0,
        stopped: false,
        title: None,
        anchors: HashMap::new(),
        diagnostics,
    };
    expansion.copy(source, range.clone(), Span::new(file, range));
    let Expansion { out, mut segments, title, .. } = expansion;
    if segments.is_empty() {
        segments.push(Segment { at: 0, file, start: offset(body) });
    }
    Expanded { text: out.into(), map: SegmentMap::new(segments), body: 0, title }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DirectiveName {
    Include,
    RustdocInclude,
    Playground,
    Title,
}

impl DirectiveName {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "include" => Self::Include,
            "rustdoc_include" => Self::RustdocInclude,
            "playground" | "playpen" => Self::Playground,
            "title" => Self::Title,
            _ => return None,
        })
    }
}

/// Whether a name is one of mdBook's directives.
pub(super) fn is_directive(word: &str) -> bool {
    DirectiveName::parse(word).is_some()
}

struct Directive<'a> {
    /// From `{{` (or the backslash before it) to `}}`.
    range: Range<usize>,
    escaped: bool,
    name: DirectiveName,
    arguments: &'a str,
}

impl<'a> Directive<'a> {
    /// The path and the lines of it.
    fn target(&self) -> (&'a str, Selection<'a>) {
        let argument = self.arguments.split_whitespace().next().unwrap_or("");
        match argument.split_once(':') {
            _ if self.name == DirectiveName::Playground => (argument, Selection::ALL),
            Some((path, rest)) => (path, Selection::parse(rest)),
            None => (argument, Selection::ALL),
        }
    }
}

/// The directives of a text, in order.
struct Directives<'a> {
    text: &'a str,
    from: usize,
    end: usize,
}

impl<'a> Directives<'a> {
    fn new(text: &'a str, range: Range<usize>) -> Self {
        Self { text, from: range.start, end: range.end }
    }

    /// The directive whose `{{` stands at `at`.
    fn directive(&self, at: usize) -> Option<Directive<'a>> {
        let inner = self.text[at + 2..self.end].trim_start_matches([' ', '\t']).strip_prefix('#')?;
        let word = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
        let name = DirectiveName::parse(&inner[..word])?;
        let close = inner.find(['{', '}', '\n'])?;
        let arguments = &inner[word..close];
        // mdBook asks for something to include: `{{ #include }}` is text about the directive.
        let names_something = arguments.starts_with([' ', '\t']) && !arguments.trim().is_empty();
        if !names_something || !inner[close..].starts_with("}}") {
            return None;
        }
        let escaped = at > self.from && self.text.as_bytes()[at - 1] == b'\\';
        let end = self.end - inner.len() + close + 2;
        Some(Directive { range: at - usize::from(escaped)..end, escaped, name, arguments: arguments.trim() })
    }
}

impl<'a> Iterator for Directives<'a> {
    type Item = Directive<'a>;

    fn next(&mut self) -> Option<Directive<'a>> {
        loop {
            let at = self.from + self.text[self.from..self.end].find("{{")?;
            if let Some(directive) = self.directive(at) {
                self.from = directive.range.end;
                return Some(directive);
            }
            // The text before stays in view, so that a backslash there is seen.
            self.from = at + 1;
        }
    }
}

/// The path below the book's folder that `target` means in the file `from`; `None` when it leaves it.
pub(super) fn resolve(from: &str, target: &str) -> Option<String> {
    if target.starts_with('/') || target.contains('\\') {
        return None;
    }
    Some(nfc(&path_from(from, target)?).into_owned())
}

/// A choice of lines of a file.
#[derive(Debug, Clone, PartialEq)]
enum Selection<'a> {
    Lines(Range<usize>),
    Anchor(&'a str),
}

impl<'a> Selection<'a> {
    const ALL: Self = Self::Lines(0..usize::MAX);

    /// The part after the path: `3`, `3:10`, `3:`, `:10`, `anchor`, as mdBook reads it.
    fn parse(text: &'a str) -> Self {
        let mut parts = text.split(':');
        let first = parts.next().unwrap_or("");
        let start = first.parse::<usize>().ok().map(|line| line.saturating_sub(1));
        if start.is_none() && !first.is_empty() {
            return Self::Anchor(first);
        }
        let end = parts.next().map(|end| end.parse().unwrap_or(usize::MAX));
        Self::Lines(match (start, end) {
            (Some(start), Some(end)) => start..end.max(start),
            (Some(start), None) => start..start.saturating_add(1),
            (None, end) => 0..end.unwrap_or(usize::MAX),
        })
    }

    /// The lines of a text, each with its end of line, and whether it is chosen; lines that only
    /// mark an anchor are left out when an anchor is asked for.
    fn lines(&self, text: &str) -> Vec<(Range<usize>, bool)> {
        let mut within = false;
        let mut chosen = Vec::new();
        let mut start = 0;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let range = start..start + line.len();
            start = range.end;
            match self {
                Self::Lines(lines) => chosen.push((range, lines.contains(&number))),
                Self::Anchor(name) => match anchor(line) {
                    Some((found, begins)) if found == *name => within = begins,
                    Some(_) => {}
                    None => chosen.push((range, within)),
                },
            }
        }
        chosen
    }
}

/// The name of the anchor that a line marks, and whether it begins there.
fn anchor(line: &str) -> Option<(&str, bool)> {
    let (rest, begins) = match line.split_once("ANCHOR:") {
        Some((_, rest)) => (rest, true),
        None => (line.split_once("ANCHOR_END:")?.1, false),
    };
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len());
    (end > 0).then_some((&rest[..end], begins))
}

/// The anchors that a file marks.
struct FileAnchors<'a> {
    names: HashSet<&'a str>,
    near: NameIndex,
}

impl<'a> FileAnchors<'a> {
    fn of(file: &'a Source) -> Self {
        let names: HashSet<&str> = file.text.lines().filter_map(|line| anchor(line).map(|found| found.0)).collect();
        Self { near: NameIndex::new(names.iter().copied()), names }
    }
}

struct Expansion<'a> {
    sources: &'a Sources,
    out: String,
    segments: Vec<Segment>,
    stack: Vec<FileId>,
    read: usize,
    stopped: bool,
    title: Option<Box<str>>,
    /// The anchors of files of which one was asked for.
    anchors: HashMap<FileId, FileAnchors<'a>>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Expansion<'a> {
    /// Copies a range of a file, expanding the directives in it. `place` is what asked for it.
    fn copy(&mut self, source: &'a Source, range: Range<usize>, place: Span) {
        let mut done = range.start;
        for directive in Directives::new(&source.text, range.clone()) {
            self.push(source, done..directive.range.start, place);
            done = directive.range.end;
            if directive.escaped {
                self.push(source, directive.range.start + 1..directive.range.end, place);
            } else if !self.stopped {
                self.expand(source, &directive);
            }
        }
        self.push(source, done..range.end, place);
    }

    fn expand(&mut self, source: &'a Source, directive: &Directive<'a>) {
        if directive.name == DirectiveName::Title {
            self.title = Some(directive.arguments.into());
            return;
        }
        let place = Span::new(source.id, directive.range.clone());
        let (path, selection) = directive.target();
        let Some(target) = self.find(source, path, place) else {
            // As in mdBook, what cannot be included stays as it is written.
            return self.push(source, directive.range.clone(), place);
        };
        self.read += target.text.len() + 64;
        if self.read > MAX_READ {
            return self.stop(place, said!("the includes of this page make the program read more than 64 MB"));
        }
        self.stack.push(target.id);
        match directive.name {
            DirectiveName::Playground => self.playground(target, directive, place),
            name => self.include(target, &selection, name == DirectiveName::RustdocInclude, place),
        }
        self.stack.pop();
    }

    /// The file that a directive names, or what is wrong with it.
    fn find(&mut self, source: &Source, path: &str, place: Span) -> Option<&'a Source> {
        let sources = self.sources;
        let Some(full) = resolve(&source.path, path) else {
            let message = said!("the include `{path}` leads out of the book's folder", path);
            let help = said!("include only files below the folder of `book.toml`, by a path relative to this file");
            self.report(Code::OutsideBook, message, place, help);
            return None;
        };
        let Some(target) = sources.find(&full) else {
            if is_closed(&full) {
                let message = said!("`{full}` is hidden, and is not included", full);
                let help = said!(
                    "files whose names begin with a dot stay hidden, and so does what version control keeps; \
                            include a copy with another name"
                );
                self.report(Code::BadInclude, message, place, help);
                return None;
            }
            let help = match nearest(&full, sources.paths_around(&full)) {
                Some(near) => said!("did you mean `{near}` (as seen from the book's folder)?", near),
                None => said!("the path is relative to the folder of this file"),
            };
            self.report(Code::BadInclude, said!("there is no file `{full}` to include", full), place, help);
            return None;
        };
        if self.stack.contains(&target.id) {
            let message = said!("`{full}` includes itself", full);
            let help = said!("take the directive out of one of the files");
            self.report(Code::IncludeCycle, message, place, help);
            return None;
        }
        if self.stack.len() > MAX_INCLUDE_DEPTH {
            let message =
                said!("includes are nested more than {max_include_depth} deep", max_include_depth = MAX_INCLUDE_DEPTH);
            self.report(Code::BadInclude, message, place, said!("include the file higher up"));
            return None;
        }
        Some(target)
    }

    fn report(&mut self, code: Code, message: Phrase, place: Span, help: Phrase) {
        self.diagnostics.push(Diagnostic::new(code, message).at(place, Phrase::default()).help(help));
    }

    /// Says why, once, and expands nothing more.
    fn stop(&mut self, place: Span, message: Phrase) {
        if !self.stopped {
            self.report(Code::BadInclude, message, place, said!("include less, or split the page"));
        }
        self.stopped = true;
    }

    fn include(&mut self, target: &'a Source, selection: &Selection<'_>, hide: bool, place: Span) {
        if let Selection::Anchor(name) = selection
            && !self.anchors_of(target).names.contains(name)
        {
            return self.nothing_chosen(target, selection, 0, place);
        }
        let mut lines = selection.lines(&target.text);
        if *selection != Selection::ALL && !lines.iter().any(|line| line.1) {
            return self.nothing_chosen(target, selection, lines.len(), place);
        }
        if !hide {
            lines.retain(|line| line.1);
        }
        if let Some((last, _)) = lines.last_mut() {
            let kept = target.text[last.clone()].trim_end_matches(['\n', '\r']).len();
            last.end = last.start + kept;
        }
        let mut lines = lines.into_iter().peekable();
        while let Some((mut range, shown)) = lines.next() {
            if hide && !shown {
                self.made("# ", place);
            } else {
                while let Some((next, _)) = lines.next_if(|(next, also)| *also && next.start == range.end) {
                    range.end = next.end;
                }
            }
            self.nested(target, range, place);
        }
    }

    fn anchors_of(&mut self, file: &'a Source) -> &FileAnchors<'a> {
        self.anchors.entry(file.id).or_insert_with(|| FileAnchors::of(file))
    }

    fn nothing_chosen(&mut self, target: &'a Source, selection: &Selection<'_>, count: usize, place: Span) {
        let (message, help) = match selection {
            Selection::Lines(_) => (
                said!("none of these lines is in `{file}`", file = target.path),
                said!("the file has {count} lines; lines count from 1", count),
            ),
            Selection::Anchor(name) => {
                let help = match self.anchors_of(target).near.nearest(name) {
                    Some(near) if near != *name => said!("did you mean `{near}`?", near),
                    _ => said!("mark the lines with `ANCHOR: {name}` and `ANCHOR_END: {name}`", name),
                };
                (said!("there are no lines at the anchor `{name}` in `{file}`", name, file = target.path), help)
            }
        };
        self.report(Code::BadInclude, message, place, help);
    }

    fn playground(&mut self, target: &'a Source, directive: &Directive<'_>, place: Span) {
        let mut info = String::from("```rust");
        for attribute in directive.arguments.split_whitespace().skip(1).filter(|word| word.is_ascii()) {
            info.push(',');
            info.push_str(attribute);
        }
        info.push('\n');
        self.made(&info, place);
        self.nested(target, 0..target.text.len(), place);
        self.made(if self.out.ends_with('\n') { "```\n" } else { "\n```\n" }, place);
    }

    /// Text of an included file: only Markdown files are looked through for further directives.
    fn nested(&mut self, target: &'a Source, range: Range<usize>, place: Span) {
        let range = range.start.max(target.begin())..range.end.max(target.begin());
        if target.path.ends_with(".md") {
            self.copy(target, range, place);
        } else {
            self.push(target, range, place);
        }
    }

    /// Appends text as it stands in a file.
    fn push(&mut self, source: &Source, range: Range<usize>, place: Span) {
        if range.is_empty() {
            return;
        }
        if self.out.len() + range.len() > MAX_EXPANDED {
            return self.stop(place, said!("the page with its includes is larger than 8 MB"));
        }
        self.segment(source.id, range.start);
        self.out.push_str(&source.text[range]);
    }

    /// Appends text that stands in no file: it belongs to the directive.
    fn made(&mut self, text: &str, place: Span) {
        if self.out.len() + text.len() > MAX_EXPANDED {
            return self.stop(place, said!("the page with its includes is larger than 8 MB"));
        }
        self.segment(place.file, place.start as usize);
        self.out.push_str(text);
    }

    fn segment(&mut self, file: FileId, start: usize) {
        self.segments.push(Segment { at: offset(self.out.len()), file, start: offset(start) });
    }
}
