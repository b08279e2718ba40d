//! A page, made of a Markdown file.

use super::named::id_of_named;
use super::{Page, others, outdated};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Severity, Warned};
use crate::document::{
    Block, BlockNode, Document, Heading, HtmlTitle, Inline, InlineNode, Text, html_text, html_title, plain_text,
    walk_blocks, walk_run,
};
use crate::front_matter::{self, Split};
use crate::kind::{self, Common, Front, FrontRules, Kind};
use crate::markdown::{self, Fillable};
use crate::said::{Phrase, said};
use crate::schema::Places;
use crate::sink::OutPath;
use crate::source::{Source, Sources, Span, page_id};
use crate::text::{Slugs, is_blank};
use crate::vocabulary::Vocabulary;

/// The line of the summary that names a page, to be copied as it is.
#[must_use]
pub fn summary_line(title: &str, id: &str) -> String {
    if id.contains(|c: char| c.is_whitespace() || "()".contains(c)) {
        format!("- [{title}](<{id}.md>)")
    } else {
        format!("- [{title}]({id}.md)")
    }
}

/// Reads a page, which the summary calls `listed`. `None` where its path cannot be used; a page with faults in its front
/// matter is still a page, so that links to it are sound.
pub(super) fn read_page(
    sources: &Sources,
    source: &Source,
    config: &Config,
    vocabulary: &Vocabulary,
    listed: Option<&str>,
) -> Warned<Option<Page>> {
    let below = source.path.strip_prefix(&config.book.content()).unwrap_or(&source.path);
    let Some(id) = page_id(below).or_else(|| id_of_named(below)) else { return Warned::new(None, Vec::new()) };
    let Some(out) = OutPath::new(&format!("{id}.html")) else {
        let diagnostic = Diagnostic::new(Code::UnusablePath, said!("`{id}` cannot be the name of a page", id))
            .in_file(&*source.path)
            .help(said!("rename the file: letters, digits, hyphens; Windows keeps `con`, `aux`, `nul`, `com1` and the like for itself"));
        return Warned::new(None, vec![diagnostic]);
    };
    let abroad = !config.book.has(&id);
    let is_translated = config.book.translation().is_some() && !abroad;
    let out = if abroad { OutPath::above(&out) } else { out };
    let mut diagnostics = Vec::new();
    let (split, front) = if config.mdbook {
        others::split(source, &mut diagnostics)
    } else {
        (own_split(source, &mut diagnostics), Common::default())
    };
    let closed = diagnostics.iter().all(|said: &Diagnostic| said.code.severity() != Severity::Error);
    let front = if let Some(yaml) = &split.yaml {
        let rules = FrontRules { required: &config.content.require, is_translated };
        kind::read_front(source, yaml, rules, config.language(), vocabulary).unpack(&mut diagnostics)
    } else {
        diagnostics.extend(lacking(source, config).filter(|_| closed));
        Front { common: front, kind: Kind::Article, places: Places::default(), sound: closed }
    };
    let of_book = || match config.book.languages.first().filter(|_| abroad) {
        Some(source) => config.languages.of(&source.tag),
        None => config.language(),
    };
    let language = front.common.lang.as_deref().map_or_else(of_book, |lang| config.languages.of(lang));
    let options = markdown::Options {
        raw_html: config.raw_html,
        mdbook: config.mdbook,
        smart_punctuation: config.smart_punctuation,
        fill_in: fill_in(&front.kind),
        language,
        hidelines: &config.hidelines,
    };
    let mut body = markdown::parse(sources, source.id, split.body, &options).unpack(&mut diagnostics);
    let Front { mut common, kind, places, sound } = front;
    let mut title_anchor = None;
    if split.yaml.is_none() {
        title_anchor = take_title(&mut common, &mut body, listed, Slugs::new(language.letters, config.mdbook));
        let listed = || listed.filter(|name| !name.is_empty()).unwrap_or_else(|| id.rsplit('/').next().unwrap_or(&id));
        if is_blank(&common.title) {
            common.title = listed().into();
        }
    }
    kind::check_body(&kind, &body, &places, source, &mut diagnostics);
    if let Some(source) = config.book.languages.first().filter(|_| abroad) {
        common.lang.get_or_insert_with(|| source.tag.as_str().into());
    }
    let path = if is_translated { source.shown.clone() } else { source.path.clone() };
    let outdated = if is_translated { outdated::read(&id, config) } else { Box::default() };
    let id = id.into();
    let page =
        Page { id, file: source.id, path, out, abroad, common, kind, places, sound, title_anchor, body, outdated };
    Warned::new(Some(page), diagnostics)
}

/// Front matter, where it ends.
fn own_split(source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Split {
    front_matter::split(source).unwrap_or_else(|diagnostic| {
        diagnostics.push(diagnostic);
        Split { yaml: None, body: source.text.len() }
    })
}

/// A page without front matter in a book that requires keys of it.
fn lacking(source: &Source, config: &Config) -> Option<Diagnostic> {
    let keys: Vec<String> = config.content.require.iter().map(|key| format!("`{key}`")).collect();
    let message = said!("this page has no front matter, and the book requires {keys}", keys = keys.join(", "));
    let help = said!("begin it with front matter: `kind`, `title`, `summary`, and what `[content] require` names");
    let begin = Span { file: source.id, start: 0, end: 0 };
    (!keys.is_empty() && !config.mdbook)
        .then(|| Diagnostic::new(Code::MissingKey, message).at(begin, Phrase::default()).help(help))
}

/// The syntax of documents that a kind of page has.
#[must_use]
pub fn fill_in(kind: &Kind) -> Fillable {
    kind.row().fill_in
}

/// A page without front matter has its title from a heading, which becomes the first block of its body. The anchor of
/// that heading is returned. `slugs`: how an anchor is made for a title in raw HTML.
fn take_title(common: &mut Common, body: &mut Document, listed: Option<&str>, slugs: Slugs) -> Option<Box<str>> {
    let at = title_at(&body.blocks, &body.text, listed);
    let is_first = |at: usize| matches!(&body.blocks[at].node, BlockNode::Heading(heading) if heading.level == 1);
    let before = at.filter(|at| is_first(*at)).unwrap_or(body.blocks.len());
    let in_html = body.blocks[..before].iter().position(|block| raw_title(block, &body.text).is_some());
    let at = match in_html {
        Some(at) => {
            title_from_html(body, at, slugs)?;
            0
        }
        None => at?,
    };
    let BlockNode::Heading(heading) = &body.blocks[at].node else { return None };
    common.title = title_of(heading, &body.text);
    let anchor = heading.id.clone();
    body.blocks[..=at].rotate_right(1);
    Some(anchor)
}

/// The text of a heading, also where that stands in raw HTML.
fn title_of(heading: &Heading, text: &str) -> Box<str> {
    match &*heading.content {
        [Inline { node: InlineNode::Html(html), at }] => {
            let told = html_text(html.get(*at, text));
            told.split_whitespace().collect::<Vec<_>>().join(" ").into()
        }
        content => plain_text(content, text).trim().into(),
    }
}

/// The title in a block of raw HTML.
fn raw_title(block: &Block, text: &str) -> Option<HtmlTitle> {
    let BlockNode::Html(html) = &block.node else { return None };
    html_title(html.get(block.at, text))
}

/// Makes the title in a block of raw HTML the first heading of a body. What stands around it stays.
fn title_from_html(body: &mut Document, at: usize, mut slugs: Slugs) -> Option<()> {
    let title = raw_title(&body.blocks[at], &body.text)?;
    let block = &body.blocks[at];
    let BlockNode::Html(html) = &block.node else { return None };
    let (place, html) = (block.at, html.get(block.at, &body.text).to_owned());
    walk_blocks(&body.blocks, &mut |block| {
        if let BlockNode::Heading(heading) = &block.node {
            slugs.claim(&heading.id);
        }
    });
    let inner = html[title.inner].trim();
    let id = title.id.unwrap_or_else(|| slugs.make(&html_text(inner)).into());
    let content = Inline { at: place, node: InlineNode::Html(Text::Owned(inner.into())) };
    let heading = Heading { level: 1, id, marks: None, content: Box::new([content]) };
    let mut blocks = std::mem::take(&mut body.blocks).into_vec();
    let rest = format!("{}{}", &html[..title.whole.start], &html[title.whole.end..]);
    if is_blank(&rest) {
        blocks.remove(at);
    } else {
        blocks[at].node = BlockNode::Html(Text::Owned(rest.into()));
    }
    blocks.insert(0, Block { at: place, node: BlockNode::Heading(Box::new(heading)) });
    body.blocks = blocks.into();
    Some(())
}

/// The heading that is the title, if none in raw HTML is: the first `#`; else the first heading of all, where nothing is said before it, and it
/// stands above all others, or the summary calls the page so.
fn title_at(blocks: &[Block], text: &str, listed: Option<&str>) -> Option<usize> {
    let heading = |(at, block): (usize, &Block)| match &block.node {
        BlockNode::Heading(heading) => {
            let title = plain_text(&heading.content, text);
            (!is_blank(&title)).then_some((at, heading.level, title))
        }
        _ => None,
    };
    let headings: Vec<(usize, u8, String)> = blocks.iter().enumerate().filter_map(heading).collect();
    if let Some((at, ..)) = headings.iter().find(|(_, level, _)| *level == 1) {
        return Some(*at);
    }
    let (at, level, title) = headings.first()?;
    let is_above = headings[1..].iter().all(|(_, other, _)| other > level);
    let is_listed = listed.is_some_and(|name| name.trim() == title.trim());
    (blocks[..*at].iter().all(|block| says_nothing(block, text)) && (is_above || is_listed)).then_some(*at)
}

/// Whether a block holds no words: only pictures, and places that links lead to.
fn says_nothing(block: &Block, text: &str) -> bool {
    let silent = |inline: &Inline| match &inline.node {
        InlineNode::Text(words) => is_blank(words.get(inline.at, text)),
        InlineNode::Code(_) | InlineNode::Cite(_) | InlineNode::Field(_) | InlineNode::Term(..) => false,
        _ => true,
    };
    let is_silent = |content: &[Inline]| {
        let mut all = true;
        walk_run(content, &mut |inline| all &= silent(inline));
        all
    };
    match &block.node {
        BlockNode::Paragraph(content) => is_silent(content),
        BlockNode::Heading(heading) => is_silent(&heading.content),
        BlockNode::Html(html) => {
            let html = html.get(block.at, text);
            html.split('<')
                .enumerate()
                .all(|(n, part)| is_blank(if n == 0 { part } else { part.split_once('>').map_or("", |tag| tag.1) }))
        }
        BlockNode::Rule => true,
        _ => false,
    }
}
