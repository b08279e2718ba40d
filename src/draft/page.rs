//! From a Markdown file to a page.

use super::Page;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::document::{BlockNode, Document, plain_text};
use crate::front_matter::{self, Split};
use crate::kind::{self, Common, Front, Kind};
use crate::markdown::{self, Fillable};
use crate::schema::Places;
use crate::sink::OutPath;
use crate::source::{Source, Sources, page_id};
use crate::text::is_blank;
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

/// Reads a page. `None` where its path cannot be used; a page with faults in its front matter is
/// still a page, so that links to it are sound.
pub(super) fn read_page(
    sources: &Sources,
    source: &Source,
    config: &Config,
    vocabulary: &Vocabulary,
) -> Warned<Option<Page>> {
    let below = source.path.strip_prefix(&config.book.src).map_or(&*source.path, |path| path.trim_start_matches('/'));
    let Some(id) = page_id(below) else { return Warned::new(None, Vec::new()) };
    let Some(out) = OutPath::new(&format!("{id}.html")) else {
        let diagnostic = Diagnostic::new(Code::UnusablePath, format!("`{id}` cannot be the name of a page"))
            .in_file(&*source.path)
            .help("rename the file: letters, digits, hyphens");
        return Warned::new(None, vec![diagnostic]);
    };
    let mut diagnostics = Vec::new();
    let mut closed = true;
    let split = front_matter::split(source).unwrap_or_else(|diagnostic| {
        diagnostics.push(diagnostic);
        closed = false;
        Split { yaml: None, body: source.text.len() }
    });
    let front = match &split.yaml {
        Some(yaml) => kind::read_front(source, yaml, &config.content.require, vocabulary).unpack(&mut diagnostics),
        None => Front { common: Common::default(), kind: Kind::Article, places: Places::default(), sound: closed },
    };
    let language = front.common.lang.as_deref().map_or_else(|| config.language(), |lang| config.languages.of(lang));
    let options =
        markdown::Options { raw_html: config.raw_html, mdbook: config.mdbook, fill_in: fill_in(&front.kind), language };
    let mut body = markdown::parse(sources, source.id, split.body, &options).unpack(&mut diagnostics);
    let Front { mut common, kind, places, sound } = front;
    let title_anchor = if split.yaml.is_none() { take_title(&mut common, &mut body) } else { None };
    let is_untitled = split.yaml.is_none() && is_blank(&common.title);
    if is_untitled {
        common.title = id.rsplit('/').next().unwrap_or(&id).into();
    }
    kind::check_body(&kind, &body, &places, source, &mut diagnostics);
    let path = source.path.clone();
    let id = id.into();
    let page = Page { id, file: source.id, path, out, common, kind, places, sound, title_anchor, is_untitled, body };
    Warned::new(Some(page), diagnostics)
}

/// The syntax of documents that a kind of page has.
#[must_use]
pub fn fill_in(kind: &Kind) -> Fillable {
    match kind {
        Kind::Document(_) => Fillable::Document,
        Kind::Checklist => Fillable::Choices,
        Kind::Article | Kind::Definition(_) | Kind::Decision(_) | Kind::Assessment(_) => Fillable::None,
    }
}

/// A page without front matter has its title from its first heading, which then leaves the body.
/// The anchor of the heading is returned.
fn take_title(common: &mut Common, body: &mut Document) -> Option<Box<str>> {
    let BlockNode::Heading(heading) = &body.blocks.first()?.node else { return None };
    if heading.level != 1 {
        return None;
    }
    common.title = plain_text(&heading.content, &body.text).into();
    let anchor = heading.id.clone();
    let mut blocks = std::mem::take(&mut body.blocks).into_vec();
    blocks.remove(0);
    body.blocks = blocks.into_boxed_slice();
    Some(anchor)
}
