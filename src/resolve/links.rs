//! Leading links, pictures and citations of a page to what they name.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::book::{MovedPlaces, Redirects};
use super::literature::CiteKey;
use super::near::Near;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{
    At, BlockNode, Cite, Destination, Document, Inline, InlineNode, Inlines, PageNo, Text, html_ids, map_inlines,
    plain_text, walk_blocks, walk_inlines,
};
use crate::draft::{Page, PageIndex};
use crate::kind::anchors::anchors as kind_anchors;
use crate::language::AnchorNames;
use crate::said::{Phrase, said};
use crate::sink::{OutPath, path_from, percent_decoded, relative_path};
use crate::source::{SegmentMap, is_closed, page_id};
use crate::text::{ends_sentence, nfc};

/// The targets that references can lead to.
pub(super) struct Targets<'a> {
    /// Pages by id.
    pub(super) by_id: &'a PageIndex,
    /// By page: what others need to know of it.
    pub(super) pages: &'a [Arc<PageFacts>],
    /// Other files of the content.
    pub(super) assets: &'a BTreeMap<OutPath, Arc<[u8]>>,
    /// Addresses that lead on.
    pub(super) moved: &'a Redirects,
    /// Places on pages that lead on.
    pub(super) moved_places: &'a MovedPlaces,
    /// Names that references leading nowhere may have meant.
    pub(super) near: &'a Near<'a>,
    /// Whether pictures from other sites are refused.
    pub(super) csp: bool,
    /// Whether this is an mdBook book, whose links may leave it.
    pub(super) mdbook: bool,
}

/// The facts of a page that references to it need.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PageFacts {
    id: Box<str>,
    title: Box<str>,
    /// The anchor of the heading that became its title, which needs none.
    title_anchor: Option<Box<str>>,
    /// Its anchors with the texts of their headings.
    anchors: Anchors,
    /// The anchors that its headings had before, with those they have.
    former: BTreeMap<Box<str>, Box<str>>,
    /// Whether its anchors are all known, its front matter having been read.
    sound: bool,
}

/// The anchors of a page, in order.
#[derive(Debug)]
struct Anchors {
    /// The text of the page, which most texts of headings are part of: there are as many headings as there are pages, and
    /// more.
    source: Arc<str>,
    all: Box<[HeadingAnchor]>,
}

/// An anchor of a page, with the heading it leads to.
#[derive(Debug)]
struct HeadingAnchor {
    id: Box<str>,
    /// The text of its heading, and the place of that.
    text: Text,
    at: At,
}

impl Anchors {
    /// The text of the heading with an anchor.
    fn get(&self, id: &str) -> Option<&str> {
        let found = self.all.binary_search_by(|anchor| (*anchor.id).cmp(id)).ok()?;
        Some(self.text(&self.all[found]))
    }

    fn has(&self, id: &str) -> bool {
        self.get(id).is_some()
    }

    fn text<'a>(&'a self, anchor: &'a HeadingAnchor) -> &'a str {
        anchor.text.get(anchor.at, &self.source)
    }
}

/// Where a heading stands does not matter.
impl PartialEq for Anchors {
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (&HeadingAnchor, &HeadingAnchor)| a.id == b.id && self.text(a) == other.text(b);
        self.all.len() == other.all.len() && self.all.iter().zip(&other.all).all(same)
    }
}

impl Eq for Anchors {}

impl PageFacts {
    pub(super) fn of(page: &Page, names: &'static AnchorNames) -> Self {
        Self {
            id: page.id.clone(),
            title: page.common.title.clone(),
            title_anchor: page.title_anchor.clone(),
            anchors: anchors(page, names),
            former: former(page),
            sound: page.sound,
        }
    }

    /// The page's id.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Whether an address can lead to a place of this name on the page.
    pub(super) fn has(&self, anchor: &str) -> bool {
        let title = self.title_anchor.as_deref() == Some(anchor);
        title || self.anchors.has(anchor) || self.former.contains_key(anchor)
    }

    /// The page's anchors, in order.
    pub(super) fn anchors(&self) -> impl Iterator<Item = &str> {
        self.anchors.all.iter().map(|anchor| &*anchor.id)
    }
}

/// The anchors that headings of a page had before, with those they have.
fn former(page: &Page) -> BTreeMap<Box<str>, Box<str>> {
    let mut out = BTreeMap::new();
    walk_blocks(&page.body.blocks, &mut |block| {
        if let BlockNode::Heading(heading) = &block.node {
            for old in heading.former() {
                out.entry(old.clone()).or_insert_with(|| heading.id.clone());
            }
        }
    });
    out
}

/// The anchors of a page: its headings and what its kind makes, by id, with their texts.
fn anchors(page: &Page, names: &'static AnchorNames) -> Anchors {
    let body = &page.body;
    let mut out: BTreeMap<Box<str>, (Text, At)> = BTreeMap::new();
    let owned = |text: &str| (Text::Owned(text.into()), At::default());
    let of_run = |run: &[Inline]| match run {
        [Inline { node: InlineNode::Text(Text::Source), at }] => (Text::Source, *at),
        run => owned(&plain_text(run, &body.text)),
    };
    if let Some(anchor) = &page.title_anchor {
        out.insert(anchor.clone(), owned(&page.common.title));
    }
    walk_blocks(&body.blocks, &mut |block| match &block.node {
        BlockNode::Heading(heading) => {
            out.insert(heading.id.clone(), of_run(&heading.content));
        }
        BlockNode::Definitions(groups) => {
            for (term, id) in groups.iter().flat_map(|group| group.terms.iter().zip(&group.ids)) {
                out.insert(id.clone(), of_run(term));
            }
        }
        _ => {}
    });
    let mut raw = |html: &str| {
        for id in html_ids(html) {
            out.entry(id.into()).or_insert_with(|| owned(id));
        }
    };
    walk_blocks(&body.blocks, &mut |block| {
        if let BlockNode::Html(html) = &block.node {
            raw(html.get(block.at, &body.text));
        }
    });
    walk_inlines(&body.blocks, &mut |inline| {
        if let InlineNode::Html(html) = &inline.node {
            raw(html.get(inline.at, &body.text));
        }
    });
    for anchor in kind_anchors(&page.kind, body, &page.places, names) {
        out.entry(anchor.id.into()).or_insert_with(|| owned(&anchor.text));
    }
    let all = out.into_iter().map(|(id, (text, at))| HeadingAnchor { id, text, at }).collect();
    Anchors { source: body.text.clone(), all }
}

/// Leads every reference of a page's body to its target; what has none is reported, and `Broken` or, in an mdBook book,
/// kept.
/// Returns the pages that were looked into, some of them several times.
pub(super) fn resolve_body(
    page: PageNo,
    body: &mut Document,
    targets: &Targets<'_>,
    shown: &BTreeMap<CiteKey, Box<str>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<PageNo> {
    let map = body.map.clone();
    let used = Vec::new();
    let text = body.text.clone();
    let mut resolver = Resolver { page, text: &text, map: &map, targets, shown, diagnostics, used };
    map_inlines(&mut body.blocks, &mut |run, _| resolver.run(run));
    for footnote in &mut body.footnotes {
        map_inlines(&mut footnote.blocks, &mut |run, _| resolver.run(run));
    }
    resolver.used
}

struct Resolver<'a> {
    page: PageNo,
    /// The text of the page's body.
    text: &'a str,
    map: &'a SegmentMap,
    targets: &'a Targets<'a>,
    /// The citations of the page, as the style shows them.
    shown: &'a BTreeMap<CiteKey, Box<str>>,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// The pages looked into.
    used: Vec<PageNo>,
}

impl Resolver<'_> {
    fn run(&mut self, run: &mut Inlines) {
        // Whether the inline before is a title that was filled in and ends its sentence by itself.
        let mut ended = false;
        for inline in run.iter_mut() {
            let at = inline.at;
            if std::mem::take(&mut ended) {
                self.drop_stop(inline);
            }
            match &mut inline.node {
                InlineNode::Link(link) => {
                    if let Destination::Open(to) = &link.to {
                        link.to = self.link(&to.clone(), at);
                    }
                    if link.content.is_empty() {
                        link.content = self.name(&link.to, at);
                        ended = ends_sentence(&plain_text(&link.content, self.text));
                    }
                    self.run(&mut link.content);
                }
                InlineNode::Image(image) => {
                    if let Destination::Open(from) = &image.source {
                        image.source = self.image(&from.clone(), at);
                    }
                    if image.alt.trim().is_empty() {
                        let message = said!("this picture has no text for those who do not see it");
                        let help = said!("write what it shows: `![text](picture.png)`");
                        self.say(Code::ImageWithoutText, message, at, Phrase::default(), Some(help));
                    }
                }
                InlineNode::Cite(cite) => match self.shown.get(&cite_key(cite)) {
                    // Works that are not in the register were reported with it.
                    Some(shown) => cite.shown = shown.clone(),
                    // What looks like a citation is text of mdBook's.
                    None if self.targets.mdbook => inline.node = InlineNode::Text(Text::Source),
                    None => {}
                },
                InlineNode::Emphasis(inner)
                | InlineNode::Strong(inner)
                | InlineNode::Strike(inner)
                | InlineNode::Term(_, inner) => self.run(inner),
                InlineNode::Foreign(foreign) => self.run(&mut foreign.content),
                InlineNode::Text(_)
                | InlineNode::Code(_)
                | InlineNode::SoftBreak
                | InlineNode::HardBreak
                | InlineNode::Footnote(_)
                | InlineNode::Field(_)
                | InlineNode::Html(_) => {}
            }
        }
    }

    /// Takes the full stop off the beginning of a text: the title before it, «Er dere klare?», has its own.
    fn drop_stop(&self, inline: &mut Inline) {
        let InlineNode::Text(text) = &mut inline.node else { return };
        let shown = text.get(inline.at, self.text);
        if !shown.starts_with('.') || shown.starts_with("..") {
            return;
        }
        match text {
            Text::Source => inline.at.start += 1,
            Text::Owned(owned) => *owned = owned[1..].into(),
        }
    }

    fn say(&mut self, code: Code, message: Phrase, at: At, label: Phrase, help: Option<Phrase>) {
        let span = self.map.span(at.start..at.end);
        let diagnostic = Diagnostic::new(code, message).at(span, label);
        self.diagnostics.push(Diagnostic { help, ..diagnostic });
    }

    /// The text of a link that has none: the title of its page, or its heading.
    fn name(&self, to: &Destination, at: At) -> Inlines {
        let name: &str = match to {
            Destination::Page(page, anchor) => {
                let target = &self.targets.pages[page.0 as usize];
                let heading = anchor.as_ref().and_then(|anchor| target.anchors.get(anchor));
                heading.unwrap_or(&target.title)
            }
            Destination::Web(address) | Destination::Kept(address) => address,
            Destination::File(path, _) => path.as_str(),
            Destination::Open(_) | Destination::Broken => return Inlines::default(),
        };
        [Inline { at, node: InlineNode::Text(Text::Owned(name.into())) }].into()
    }

    fn link(&mut self, to: &str, at: At) -> Destination {
        match Address::of(to) {
            Address::Web => Destination::Web(to.into()),
            Address::Other if self.targets.mdbook => Destination::Kept(to.into()),
            Address::Other | Address::Unsafe => {
                let message = said!("a link must not lead to `{to}`", to = shortened(to));
                let help = said!("links lead to pages, files, and `https:`, `http:`, `mailto:` and `tel:` addresses");
                self.say(Code::UnsafeLink, message, at, Phrase::default(), Some(help));
                Destination::Broken
            }
            // Browsers know these two as the top of the page.
            Address::Path { path: "", rest: "" | "#" | "#top" } => Destination::Page(self.page, None),
            Address::Path { path: "", rest } => self.heading(self.page, anchor_of(rest), at),
            Address::Path { path, rest } => self.path(path, rest, at),
        }
    }

    fn path(&mut self, path: &str, rest: &str, at: At) -> Destination {
        let here = &self.targets.pages[self.page.0 as usize].id;
        // As mdBook has it: another book beside this one may have the page.
        let kept = || match path.strip_suffix(".md") {
            Some(stem) => Destination::Kept(format!("{stem}.html{rest}").into()),
            None => Destination::Kept(format!("{path}{rest}").into()),
        };
        let Some(full) = path_from(here, &nfc(&percent_decoded(path))) else {
            if self.targets.mdbook && path.starts_with("../") {
                return kept();
            }
            let message = said!("`{path}` leads out of the book", path = shortened(path));
            let help = said!("link to pages and files in the content's folder");
            self.say(Code::OutsideBook, message, at, Phrase::default(), Some(help));
            return Destination::Broken;
        };
        if let Some(page) = self.page_at(&full) {
            return self.heading(page, anchor_of(rest), at);
        }
        let file = OutPath::new(&full);
        if let Some((file, _)) = file.as_ref().and_then(|path| self.targets.assets.get_key_value(path)) {
            return Destination::File(file.clone(), rest.into());
        }
        let page = || OutPath::new(&format!("{}.html", page_id(&full)?));
        match file.into_iter().chain(page()).find_map(|path| self.targets.moved.get(&path)) {
            Some(Destination::Page(page, None)) => return self.heading(*page, anchor_of(rest), at),
            // Its address is that of another page: where it leads to is seen from there.
            Some(Destination::Kept(_)) => return kept(),
            Some(moved) => return moved.clone(),
            None => {}
        }
        let help = self.suggestion(&full);
        let message = said!("there is no page or file `{path}`", path = shortened(path));
        self.say(Code::UnknownLink, message, at, said!("leads nowhere"), Some(help));
        if self.targets.mdbook { kept() } else { Destination::Broken }
    }

    /// A page by its Markdown file, by the HTML file it becomes, or by its folder.
    fn page_at(&self, path: &str) -> Option<PageNo> {
        let id = match path.strip_suffix(".html") {
            Some(stem) => stem.to_owned(),
            None => match page_id(path) {
                Some(id) => id,
                None => format!("{path}/index").trim_start_matches('/').to_owned(),
            },
        };
        self.targets.by_id.get(id.as_str()).copied()
    }

    fn heading(&mut self, page: PageNo, anchor: &str, at: At) -> Destination {
        self.used.push(page);
        if anchor.is_empty() {
            return Destination::Page(page, None);
        }
        let anchor = percent_decoded(anchor);
        let target = &self.targets.pages[page.0 as usize];
        // Ids in raw HTML stand as they are written; those of headings are composed.
        let anchor = if target.anchors.has(&anchor) { anchor } else { nfc(&anchor).into_owned() };
        // Browsers know this one as the top of the page.
        if anchor == "top" && !target.anchors.has("top") {
            return Destination::Page(page, None);
        }
        if target.title_anchor.as_deref() == Some(anchor.as_str()) {
            return Destination::Page(page, None);
        }
        let known = &target.anchors;
        if known.has(&anchor) || !target.sound {
            return Destination::Page(page, Some(anchor.into()));
        }
        if let Some(id) = target.former.get(&*anchor) {
            return Destination::Page(page, Some(id.clone()));
        }
        if let Some(to) = self.targets.moved_places.get(&(page, anchor.as_str().into())) {
            return to.clone();
        }
        let help = match self.targets.near.anchor(page, || target.anchors(), &anchor) {
            Some(near) => said!("did you mean `#{near}`?", near),
            None if known.all.is_empty() => said!("the page has no headings"),
            None => said!(
                "the headings are {headings}",
                headings = target.anchors().take(12).map(|id| format!("#{id}")).collect::<Vec<_>>().join(", ")
            ),
        };
        let message = said!("`{id}` has no heading `#{anchor}`", id = target.id, anchor);
        self.say(Code::UnknownHeading, message, at, said!("no such heading"), Some(help));
        Destination::Page(page, None)
    }

    fn image(&mut self, from: &str, at: At) -> Destination {
        let mdbook = self.targets.mdbook;
        let with_scheme = of_a_host(from).filter(|_| mdbook);
        let from = with_scheme.as_deref().unwrap_or(from);
        let (code, message, help) = match Address::of(from) {
            Address::Web if !self.targets.csp => return Destination::Web(from.into()),
            Address::Unsafe if mdbook && is_data_of_a_picture(from) => return Destination::Kept(from.into()),
            Address::Web if mdbook => {
                let help = said!(
                    "put the picture in the content's folder, so that readers' browsers need not ask for it there"
                );
                (Code::UnsafeLink, said!("a picture comes from `{address}`", address = shortened(from)), help)
            }
            Address::Web | Address::Other | Address::Unsafe => {
                let help = said!("put the picture in the content's folder: a page loads nothing from elsewhere");
                (Code::UnsafeLink, said!("a picture must not come from `{address}`", address = shortened(from)), help)
            }
            Address::Path { path, .. } => {
                let here = &self.targets.pages[self.page.0 as usize].id;
                let full = path_from(here, &nfc(&percent_decoded(path)));
                let known = full.as_deref().and_then(OutPath::new).and_then(|p| self.targets.assets.get_key_value(&p));
                if let Some((file, _)) = known {
                    return Destination::File(file.clone(), Box::default());
                }
                let help = match full.as_deref().and_then(|full| self.targets.near.file(full)) {
                    _ if full.as_deref().is_some_and(is_closed) => hidden(),
                    Some(near) => said!("did you mean `{near}`?", near = relative_path(here, near)),
                    None => said!("put the picture in the content's folder"),
                };
                (Code::UnknownFile, said!("there is no file `{path}`", path = shortened(path)), help)
            }
        };
        self.say(code, message, at, Phrase::default(), Some(help));
        match Address::of(from) {
            Address::Web if mdbook => Destination::Web(from.into()),
            Address::Path { .. } if mdbook => Destination::Kept(from.into()),
            _ => Destination::Broken,
        }
    }

    fn suggestion(&self, full: &str) -> Phrase {
        let id = page_id(full).unwrap_or_else(|| full.to_owned());
        let here = &self.targets.pages[self.page.0 as usize].id;
        match self.targets.near.page(&id) {
            _ if is_closed(full) => hidden(),
            Some(near) => said!("did you mean `{near}.md`?", near = relative_path(here, near)),
            None => said!("write the path of a `.md` file, relative to this one"),
        }
    }
}

/// The way out for a file that is not read, though it lies there.
fn hidden() -> Phrase {
    said!(
        "files whose names begin with a dot stay hidden, and so does what version control keeps; lead to a copy with \
         another name"
    )
}

/// A citation as written.
pub(super) fn cite_key(cite: &Cite) -> CiteKey {
    cite.items.iter().map(|item| (item.id.clone(), item.locator.clone())).collect()
}

enum Address<'a> {
    Web,
    /// A scheme that browsers hand on to another program, or another site by the scheme of this one.
    Other,
    /// A scheme that runs what it brings.
    Unsafe,
    /// A path, and what follows from `?` or `#` on.
    Path {
        path: &'a str,
        rest: &'a str,
    },
}

impl<'a> Address<'a> {
    fn of(to: &'a str) -> Self {
        // As browsers read it: without breaks in it, and without spaces before it.
        let read = to.replace(['\t', '\n', '\r'], "");
        let read = read.trim_start_matches(|c: char| c <= ' ');
        let scheme = read.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        });
        match scheme.map(str::to_ascii_lowercase).as_deref() {
            Some("http" | "https" | "mailto" | "tel") => return Self::Web,
            Some("javascript" | "vbscript" | "data" | "blob" | "file") => return Self::Unsafe,
            Some(_) => return Self::Other,
            None if read.starts_with("//") || read.starts_with('\\') => return Self::Other,
            None => {}
        }
        let (path, rest) = to.split_at(to.find(['?', '#']).unwrap_or(to.len()));
        Self::Path { path, rest }
    }
}

/// Whether an address brings a picture with it.
fn is_data_of_a_picture(from: &str) -> bool {
    const BEGIN: &str = "data:image/";
    from.get(..BEGIN.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(BEGIN))
}

/// The whole address of `//host/path`, which leaves the scheme to the page.
pub(super) fn of_a_host(to: &str) -> Option<String> {
    to.starts_with("//").then(|| format!("https:{to}"))
}

/// Whether an address is one of the web.
pub(super) fn is_web(to: &str) -> bool {
    ["https://", "http://"].iter().any(|begin| to.get(..begin.len()).is_some_and(|to| to.eq_ignore_ascii_case(begin)))
}

/// The part of `?query#anchor` behind `#`.
fn anchor_of(rest: &str) -> &str {
    rest.split_once('#').map_or("", |(_, anchor)| anchor)
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 80 { text.into() } else { text.chars().take(80).chain(['…']).collect() }
}
