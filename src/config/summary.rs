//! `SUMMARY.md`: the order of the pages, in mdBook's format.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::said::{Phrase, said};
use crate::sink::percent_decoded;
use crate::source::{Source, Span, controls, without_controls};
use crate::text::{is_blank, nfc};

/// The lines of the summary, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Parts, chapters and lines between them.
    pub items: Vec<SummaryItem>,
}

/// One thing in the summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SummaryItem {
    /// `# Title`: a part begins.
    Part(PartHeading),
    /// A chapter.
    Chapter(Chapter),
    /// `---`: a line between chapters.
    Separator,
}

/// The heading of a part: `# Title`, or `# [Title](path.md)` where the part has a page of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartHeading {
    /// The part's title.
    pub title: String,
    /// The file of its page, relative to the summary, and the place of the link.
    pub page: Option<(String, Span)>,
}

/// A chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// Its title in the navigation; may be empty: then the page's own.
    pub title: String,
    /// The file, relative to the summary; `None` is a chapter that is not written yet.
    pub target: Option<String>,
    /// The place of the link.
    pub at: Span,
    /// Chapters under it.
    pub children: Vec<Chapter>,
}

/// The fault of a text that stands for itself.
fn no_chapter() -> Phrase {
    said!("this text is not a chapter")
}

/// The way out for what is neither.
fn help() -> Phrase {
    said!("write a chapter as `- [Title](path.md)` and a part as `# Title` or `# [Title](path.md)`")
}

/// Deepest nesting of chapters.
const MAX_DEPTH: usize = 16;

/// The path of the page that a line of the summary leads to, below the content's folder.
#[must_use]
pub fn path_named(target: &str) -> String {
    nfc(percent_decoded(target).trim_start_matches("./")).into_owned()
}

impl Summary {
    /// The paths of all pages that are named, below the content's folder, in the order of the lines.
    #[must_use]
    pub fn targets(&self) -> Vec<String> {
        fn below(chapter: &Chapter, targets: &mut Vec<String>) {
            targets.extend(chapter.target.as_deref().map(path_named));
            chapter.children.iter().for_each(|child| below(child, targets));
        }
        let mut targets = Vec::new();
        for item in &self.items {
            match item {
                SummaryItem::Part(part) => targets.extend(part.page.iter().map(|(target, _)| path_named(target))),
                SummaryItem::Chapter(chapter) => below(chapter, &mut targets),
                SummaryItem::Separator => {}
            }
        }
        targets
    }
}

/// Reads the summary. What cannot be understood is reported and left out.
#[must_use]
pub fn parse_summary(source: &Source) -> Warned<Summary> {
    let mut reader = SummaryReader {
        source,
        summary: Summary::default(),
        stack: Vec::new(),
        link: None,
        heading: None,
        diagnostics: Vec::new(),
    };
    let begin = source.begin();
    if let Some((at, sign)) = controls(&source.text).next() {
        let message = said!("the control character U+{sign} is left out", sign = format!("{:04X}", u32::from(sign)));
        reader.diagnostics.push(
            Diagnostic::new(Code::ControlCharacter, message)
                .at(Span::new(source.id, at..at + sign.len_utf8()), Phrase::default())
                .help(said!("take it out: nobody sees it, and no page can hold it")),
        );
    }
    let text = without_controls(&source.text[begin..]);
    for (event, range) in Parser::new_ext(&text, Options::empty()).into_offset_iter() {
        reader.event(event, begin + range.start..begin + range.end);
    }
    Warned::new(reader.summary, reader.diagnostics)
}

struct SummaryReader<'a> {
    source: &'a Source,
    summary: Summary,
    /// One list of chapters for each open list.
    stack: Vec<Vec<Chapter>>,
    link: Option<(String, String, Span)>,
    heading: Option<(PartHeading, bool)>,
    diagnostics: Vec<Diagnostic>,
}

impl SummaryReader<'_> {
    fn event(&mut self, event: Event<'_>, range: std::ops::Range<usize>) {
        let at = Span::new(self.source.id, range);
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                // The very first heading is the title of the summary itself.
                let title = self.source.text[self.source.begin()..at.start as usize].trim().is_empty();
                let part = !title && level == HeadingLevel::H1;
                if !title && !part {
                    self.say(Code::BadSummary, said!("this heading is not a part"), at, help());
                }
                self.heading = Some((PartHeading { title: String::new(), page: None }, part));
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((part, true)) = self.heading.take() {
                    // A part without a name is only a line between chapters.
                    let is_line = is_blank(&part.title) && part.page.is_none();
                    self.summary.items.push(if is_line { SummaryItem::Separator } else { SummaryItem::Part(part) });
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => match &mut self.heading {
                Some((part, _)) => {
                    part.page = (!dest_url.is_empty()).then(|| (dest_url.into_string(), at));
                }
                None => self.link = Some((String::new(), dest_url.into_string(), at)),
            },
            Event::End(TagEnd::Link) => self.chapter(),
            Event::Start(Tag::List(_)) => {
                if self.stack.len() == MAX_DEPTH {
                    self.say(Code::TooDeep, said!("the chapters are nested too deep"), at, said!("flatten them"));
                }
                self.stack.push(Vec::new());
            }
            Event::End(TagEnd::List(_)) => self.close_list(),
            Event::Rule => self.summary.items.push(SummaryItem::Separator),
            Event::Text(text) | Event::Code(text) => self.text(&text, at),
            Event::SoftBreak | Event::HardBreak => {
                if let Some((title, ..)) = &mut self.link {
                    title.push(' ');
                }
            }
            Event::Start(Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::Image { .. }) => {
                self.say(Code::BadSummary, said!("this has no place in a summary"), at, help());
            }
            _ => {}
        }
    }

    fn say(&mut self, code: Code, message: Phrase, at: Span, help: Phrase) {
        self.diagnostics.push(Diagnostic::new(code, message).at(at, Phrase::default()).help(help));
    }

    fn text(&mut self, text: &str, at: Span) {
        if let Some((title, ..)) = &mut self.link {
            title.push_str(text);
        } else if let Some((part, _)) = &mut self.heading {
            part.title.push_str(text);
        } else if !text.trim().is_empty() && !self.goes_on(at) {
            self.say(Code::BadSummary, no_chapter(), at, help());
        }
    }

    /// Whether a text that is no chapter follows right on another, which is then told with it: a link that is none, as
    /// one to a path with a space in it, is several texts.
    fn goes_on(&mut self, at: Span) -> bool {
        let last = self.diagnostics.last_mut().filter(|last| last.message == no_chapter());
        let Some((before, _)) = last.and_then(|last| last.labels.first_mut()) else { return false };
        let follows = before.end == at.start;
        if follows {
            before.end = at.end;
        }
        follows
    }

    fn chapter(&mut self) {
        let Some((mut title, target, at)) = self.link.take() else { return };
        if is_blank(&title) {
            title.clear();
        }
        let target = (!target.is_empty()).then_some(target);
        let chapter = Chapter { title, target, at, children: Vec::new() };
        match self.stack.last_mut() {
            Some(list) => list.push(chapter),
            None => self.summary.items.push(SummaryItem::Chapter(chapter)),
        }
    }

    /// A list that ends belongs to the last chapter of the list around it.
    fn close_list(&mut self) {
        let Some(chapters) = self.stack.pop() else { return };
        if self.stack.len() >= MAX_DEPTH {
            return;
        }
        match self.stack.last_mut() {
            Some(outer) => match outer.last_mut() {
                Some(parent) => parent.children.extend(chapters),
                None => outer.extend(chapters),
            },
            None => self.summary.items.extend(chapters.into_iter().map(SummaryItem::Chapter)),
        }
    }
}
