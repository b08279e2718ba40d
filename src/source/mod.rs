//! The texts a book is made of, and places in them.
//!
//! In: text read at the edge. Out: [`Source`], [`Span`], and the [`SegmentMap`]
//! that leads from expanded text (after includes) back to files.
//!
//! Invariant: a [`Span`] always lies inside its file and on character boundaries. A text that was
//! put together out of several files knows where each piece of it comes from.

mod composer;
mod conflict;
mod control;
mod segments;

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, OnceLock};

pub use composer::Composer;
pub use conflict::{Conflict, conflicts, first_version};
pub use control::{controls, is_control, without_controls};
pub use segments::{Segment, SegmentMap};

/// The number of a file in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// The owner of a file: the book itself, or a book that it lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Layer {
    /// The book's own folder.
    #[default]
    Book,
    /// A book below it: 1 is what it lies on, 2 what that lies on.
    Below(u8),
}

/// One text file.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its number.
    pub id: FileId,
    /// Whose it is.
    pub layer: Layer,
    /// Path below the folder of its book, with `/` between the parts.
    pub path: Arc<str>,
    /// The path as it is shown: from the folder of the book that is built.
    pub shown: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
    /// The origin of the pieces of it, where it was put together out of other texts.
    origin: Option<SegmentMap>,
    /// Lines and columns at every [`STEP`] bytes, counted when a place is first asked for.
    steps: OnceLock<Box<[(u32, u32)]>>,
}

/// How many bytes lie between the places where lines and columns are kept.
const STEP: usize = 4096;

impl Source {
    /// The beginning of the text: after the byte order mark that some editors write.
    #[must_use]
    pub fn begin(&self) -> usize {
        if self.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
    }

    /// Line and column (both from 1, the column in characters) of a byte offset. The cost does not
    /// grow with the file, however many places are asked for.
    #[must_use]
    pub fn line_column(&self, at: usize) -> (usize, usize) {
        let at = floor_boundary(&self.text, at);
        let (line, column) = self.steps.get_or_init(|| steps(&self.text))[at / STEP];
        let from = floor_boundary(&self.text, at / STEP * STEP);
        advance((line as usize, column as usize), &self.text[from..at])
    }
}

/// The line and column at every [`STEP`] bytes.
fn steps(text: &str) -> Box<[(u32, u32)]> {
    let mut place = (1, 1);
    let mut from = 0;
    let mut out = Vec::with_capacity(text.len() / STEP + 1);
    for step in (0..=text.len()).step_by(STEP) {
        let to = floor_boundary(text, step);
        place = advance(place, &text[from..to]);
        from = to;
        out.push((offset(place.0), offset(place.1)));
    }
    out.into()
}

/// The place after `text`, which begins at `(line, column)`.
fn advance((line, column): (usize, usize), text: &str) -> (usize, usize) {
    match text.rfind('\n') {
        Some(end) => (line + text.bytes().filter(|b| *b == b'\n').count(), text[end + 1..].chars().count() + 1),
        None => (line, column + text.chars().count()),
    }
}

/// All text files of a book, by number and by path.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
    by_path: BTreeMap<Arc<str>, FileId>,
    /// The folders of the books below, from the nearest on, as they are shown: with `/` at the end.
    below: Vec<Arc<str>>,
}

impl Sources {
    /// Adds a file and returns its number. A path added twice keeps both texts; look-up finds the later.
    pub fn add(&mut self, layer: Layer, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> FileId {
        self.push(layer, path.into(), text.into(), None)
    }

    /// Adds a text that was put together out of the files that `origin` names. Look-up finds it at its path.
    pub fn add_composed(
        &mut self,
        layer: Layer,
        path: impl Into<Arc<str>>,
        text: impl Into<Arc<str>>,
        origin: SegmentMap,
    ) -> FileId {
        self.push(layer, path.into(), text.into(), Some(origin))
    }

    /// Adds a file that look-up does not find: one beside the book, whose places are known.
    pub fn add_beside(&mut self, layer: Layer, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> FileId {
        let path = path.into();
        let before = self.by_path.get(&path).copied();
        let id = self.push(layer, path.clone(), text.into(), None);
        self.find_again(&path, before);
        id
    }

    /// Adds a text in the place of the one that it translates: look-up finds it at `path`, and it is shown as `from`, the
    /// path that it lies at. `origin`: where its pieces come from, where it was put together.
    pub fn add_translation(
        &mut self,
        layer: Layer,
        path: impl Into<Arc<str>>,
        from: &str,
        text: impl Into<Arc<str>>,
        origin: Option<SegmentMap>,
    ) -> FileId {
        let shown = if origin.is_some() { from.into() } else { self.shown(layer, &from.into()) };
        let id = self.push(layer, path.into(), text.into(), origin);
        self.files[id.0 as usize].shown = shown;
        id
    }

    /// Lets look-up find at a path what it found before, or nothing.
    pub fn find_again(&mut self, path: &str, before: Option<FileId>) {
        match before {
            Some(before) => drop(self.by_path.insert(path.into(), before)),
            None => self.hide(path),
        }
    }

    /// All files of these and of the book, in which look-up finds those of the book: places in either are known.
    #[must_use]
    pub fn beside(&self, book: &Self) -> Self {
        Self { files: self.files.clone(), by_path: book.by_path.clone(), below: self.below.clone() }
    }

    /// Whether these are the same files as others, by number, path and text, less the texts of those with one path.
    #[must_use]
    pub fn is_like(&self, other: &Self, but: &str) -> bool {
        let same = |(a, b): (&Source, &Source)| {
            a.layer == b.layer
                && a.path == b.path
                && (*a.path == *but || Arc::ptr_eq(&a.text, &b.text) || a.text == b.text)
        };
        self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(same)
            && self.by_path == other.by_path
            && self.below == other.below
    }

    /// These files and those that others have besides: `grown` began with files like these ([`Sources::is_like`]).
    #[must_use]
    pub fn grown_as(&self, grown: &Self) -> Self {
        let more = grown.files.get(self.files.len()..).unwrap_or_default();
        let files = self.files.iter().chain(more).cloned().collect();
        Self { files, by_path: grown.by_path.clone(), below: grown.below.clone() }
    }

    /// The path of a file as it is shown.
    fn shown(&self, layer: Layer, path: &Arc<str>) -> Arc<str> {
        let number = if let Layer::Below(number) = layer { usize::from(number).checked_sub(1) } else { None };
        let folder = number.and_then(|number| self.below.get(number));
        folder.map_or_else(|| path.clone(), |folder| format!("{folder}{path}").into())
    }

    fn push(&mut self, layer: Layer, path: Arc<str>, text: Arc<str>, origin: Option<SegmentMap>) -> FileId {
        let id = FileId(offset(self.files.len()));
        let shown = self.shown(layer, &path);
        self.by_path.insert(path.clone(), id);
        self.files.push(Source { id, layer, path, shown, text, origin, steps: OnceLock::new() });
        id
    }

    /// Says where the next book below lies, as it is shown, with `/` at its end.
    pub fn name_below(&mut self, folder: impl Into<Arc<str>>) -> Layer {
        self.below.push(folder.into());
        Layer::Below(u8::try_from(self.below.len()).unwrap_or(u8::MAX))
    }

    /// Takes the file at a path out of the book: nothing finds it, places in it are still known.
    pub fn hide(&mut self, path: &str) {
        self.by_path.remove(path);
    }

    /// A place in the file that somebody wrote: of a text that was put together, the place in the piece.
    #[must_use]
    pub fn lead_back(&self, mut span: Span) -> Span {
        while let Some(origin) = &self.get(span.file).origin {
            span = origin.span(span.start..span.end);
            span = self.within(span);
        }
        span
    }

    /// A place as far as it lies in its file, on boundaries of letters: what was made for a place may be longer than what
    /// stands there.
    fn within(&self, span: Span) -> Span {
        let text = &self.get(span.file).text;
        let boundary = |at: u32| offset(floor_boundary(text, at as usize));
        Span { start: boundary(span.start), end: boundary(span.end), ..span }
    }

    /// The file with a number. Every [`FileId`] comes from [`Sources::add`], so this always finds one.
    #[must_use]
    pub fn get(&self, id: FileId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// Whether a file with this number is among these.
    #[must_use]
    pub fn has(&self, id: FileId) -> bool {
        (id.0 as usize) < self.files.len()
    }

    /// The file at a path below the book's folder.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<&Source> {
        self.by_path.get(path).map(|id| self.get(*id))
    }

    /// The paths that stand around a path in the order of the alphabet: files of the same folder, with names that
    /// begin alike.
    pub fn paths_around(&self, path: &str) -> impl Iterator<Item = &str> {
        const EACH_WAY: usize = 100;
        let before = self.by_path.range::<str, _>((Bound::Unbounded, Bound::Excluded(path))).rev().take(EACH_WAY);
        let after = self.by_path.range::<str, _>((Bound::Included(path), Bound::Unbounded)).take(EACH_WAY);
        before.chain(after).map(|(path, _)| &**path)
    }

    /// The files that somebody wrote the text of a place in, in order; white space does not count.
    #[must_use]
    pub fn origins(&self, span: Span) -> Vec<FileId> {
        let source = self.get(span.file);
        let Some(origin) = &source.origin else {
            let text = source.text.get(span.range()).unwrap_or_default();
            return if text.trim().is_empty() { Vec::new() } else { vec![span.file] };
        };
        let mut files = Vec::new();
        let segments = origin.segments();
        for (i, segment) in segments.iter().enumerate() {
            let end = segments.get(i + 1).map_or(offset(source.text.len()), |next| next.at).min(span.end);
            let start = segment.at.max(span.start);
            if start >= end || source.text[start as usize..end as usize].trim().is_empty() {
                continue;
            }
            files.extend(self.origins(self.within(origin.span(start..end))));
        }
        files.dedup();
        files
    }

    /// The files of the book, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().filter(|file| self.by_path.get(&file.path) == Some(&file.id))
    }
}

/// A place: a half-open range of UTF-8 bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// A span over `range` of `file`.
    #[must_use]
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        Self { file, start: offset(range.start), end: offset(range.end) }
    }

    /// The range as `usize`, for slicing.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Whether a file of the content is a text of the book by its name: Markdown or YAML.
#[must_use]
pub fn is_text(path: &str) -> bool {
    let ending = std::path::Path::new(path).extension();
    ending.is_some_and(|ending| ["md", "yaml", "yml"].iter().any(|text| ending == *text))
}

/// The folders of version control, in whatever letters: many disks take `.GIT` and `.git` for one.
const CLOSED: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// Whether a file stays hidden, by its path: what version control keeps, and what begins with a dot. The files of other
/// folders that begin with a dot are there for who names them.
#[must_use]
pub fn is_closed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with('.') || is_of_version_control(path)
}

/// Whether a path leads to what version control keeps.
#[must_use]
pub fn is_of_version_control(path: &str) -> bool {
    path.split('/').any(|part| CLOSED.iter().any(|closed| part.eq_ignore_ascii_case(closed)))
}

/// The id of a page: its path below the content's folder without `.md`; `README.md` and `INDEX.md`, in whatever letters, are
/// `index`: a folder is opened with it, and many disks take `INDEX.html` for `index.html`.
/// `None` for a file that is no page.
#[must_use]
pub fn page_id(path: &str) -> Option<String> {
    let stem = path.strip_suffix(".md")?;
    let name = stem.rsplit('/').next().unwrap_or(stem);
    if name.eq_ignore_ascii_case("readme") || name.eq_ignore_ascii_case("index") {
        return Some(format!("{}index", &stem[..stem.len() - name.len()]));
    }
    Some(stem.to_owned())
}

/// A byte offset as stored in trees. Files are at most 8 MB (checked when they are read).
#[must_use]
pub fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Line and column (both from 1, the column in characters) of a byte offset in a text that is no
/// [`Source`].
#[must_use]
pub fn line_column(text: &str, at: usize) -> (usize, usize) {
    advance((1, 1), &text[..floor_boundary(text, at)])
}

/// The nearest character boundary at or before `at`.
#[must_use]
pub fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_the_same_however_far_into_a_file() {
        let mut sources = Sources::default();
        let text = format!("å\nø{}\n{}x", "æ".repeat(STEP), "linje\n".repeat(STEP));
        let id = sources.add(Layer::Book, "a.md", text.as_str());
        for at in (0..text.len() + 2).step_by(7).filter(|at| text.is_char_boundary(*at)) {
            let before = &text[..at];
            let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
            assert_eq!(sources.get(id).line_column(at), (before.matches('\n').count() + 1, column), "{at}");
        }
    }
}
