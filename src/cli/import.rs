//! `brobygger import`: a Word file becomes a page, or changes of a page.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::environment::today;
use super::export::page_named;
use super::new::new_id;
use super::terminal::{Terminal, plural};
use super::{LanguageArg, book};
use crate::build::{Built, Inputs, build};
use crate::config::{Config, language_folder};
use crate::diagnostic::{Code, Diagnostic, any_error};
use crate::disk;
use crate::document::PageNo;
use crate::draft::summary_line;
use crate::front_matter::split;
use crate::import::{
    ChangedPage, ImportedPage, PageSections, SectionChange, SectionFate, WordRemark, changes, import_into,
};
use crate::kind::{row_of_text, sample_page, title_of};
use crate::layer::{
    PATCH, PagePart, ValueChange, merge_texts, new_patch, page_parts, with_page_value, with_part, with_value,
};
use crate::markdown::marks;
use crate::resolve::Book;
use crate::said::{Phrase, said};
use crate::source::{Layer, Source, Sources};
use crate::text::{Date, quotation};
use crate::theme::Texts;
use crate::write::docx;

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    #[command(flatten)]
    language: LanguageArg,
    /// The Word file
    file: PathBuf,
    /// The page that it becomes: its path below the content's folder, without .md
    #[arg(required_unless_present = "over")]
    id: Option<String>,
    /// A page of the book that the file is a version of: only the sections that differ are changed
    #[arg(long, value_name = "PAGE", conflicts_with = "id")]
    over: Option<String>,
    /// How tracked changes are taken
    #[arg(long, value_enum, default_value_t = TrackedChanges::Accepted)]
    changes: TrackedChanges,
}

/// The ways to take tracked changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TrackedChanges {
    /// As if all were accepted
    Accepted,
    /// As the text stood before them
    Before,
}

/// Everything that was made of a Word file.
struct MadeOfWord {
    /// Files of the book, by their path.
    files: Vec<(String, Vec<u8>)>,
    /// Whether files of the book may be written over.
    over: bool,
    /// The list of what colleagues said and changed, and where it lies: beside the Word file, which is no part of the book.
    remarks: Option<(PathBuf, String)>,
    /// Words to say when it is done.
    told: Vec<Phrase>,
}

pub(super) fn run(root: &Path, terminal: &Terminal, args: &ImportArgs) -> ExitCode {
    // What is wrong with the book is the business of `check`.
    let inputs = match book::in_language(book::read(root).value, args.language.language.as_deref()) {
        Ok(inputs) => inputs,
        Err(diagnostic) => return terminal.refused(diagnostic),
    };
    let built = build(&inputs).value;
    let mut found = Vec::new();
    let done = match &args.over {
        Some(page) => over(root, &inputs, &built, args, page, &mut found),
        None => anew(&inputs, &built, args, &mut found),
    };
    let made = match done {
        Ok(made) => made,
        Err(diagnostic) => {
            found.push(diagnostic);
            None
        }
    };
    terminal.report(&found, &inputs.sources);
    let Some(made) = made.filter(|_| !any_error(&found)) else {
        terminal.remark(&said!("Nothing was written."));
        return ExitCode::FAILURE;
    };
    match write(root, terminal, &made) {
        Ok(()) => ExitCode::SUCCESS,
        Err(diagnostic) => terminal.refused(diagnostic),
    }
}

/// Writes everything, or nothing: a list of remarks that somebody has written in since is not written over.
fn write(root: &Path, terminal: &Terminal, made: &MadeOfWord) -> Result<(), Diagnostic> {
    if let Some((path, list)) = &made.remarks
        && disk::holds_other(path, list.as_bytes())
    {
        let path = path.display().to_string();
        return Err(Diagnostic::new(Code::WriteFailed, said!("{path} is there already; nothing was written", path))
            .in_file(path)
            .help(said!("choose another name, or move the file away")));
    }
    if made.over {
        for (path, bytes) in &made.files {
            disk::write_below(root, path, bytes)?;
        }
    } else {
        let files: Vec<(&str, &[u8])> = made.files.iter().map(|(path, bytes)| (path.as_str(), &**bytes)).collect();
        disk::write_new_bytes(root, &files)?;
    }
    if let Some((path, list)) = &made.remarks {
        disk::write_file(path, list.as_bytes())?;
    }
    for (path, _) in &made.files {
        terminal.tell(&said!("Wrote {path}", path));
    }
    made.told.iter().for_each(|line| terminal.tell(line));
    Ok(())
}

/// The folder that the pages of the book lie in, with `/` at its end: those of a translation lie in one of their own.
fn folder_of_pages(config: &Config) -> String {
    match config.book.translation() {
        Some(language) => format!("{}/", language_folder(&config.book.src, &language.tag)),
        None => config.book.content(),
    }
}

/// The page that a file becomes, with its pictures.
fn anew(
    inputs: &Inputs,
    built: &Built,
    args: &ImportArgs,
    found: &mut Vec<Diagnostic>,
) -> Result<Option<MadeOfWord>, Diagnostic> {
    let id = new_id(args.id.as_deref().unwrap_or_default())?;
    let Some(page) = word_file(&built.book, args, id, &args.file, found)? else { return Ok(None) };
    let content = folder_of_pages(&inputs.config);
    let today = today().unpack(found);
    let text = page_text(inputs, built, id, &page, today);
    let path = format!("{content}{id}.md");
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut files = vec![(path.clone(), text.into_bytes())];
    files.extend(page.pictures.iter().map(|picture| (format!("{folder}/{}", picture.name), picture.bytes.clone())));
    let title = page.title.clone().unwrap_or_else(|| sample_title(id));
    let is_edition = inputs.sources.iter().any(|source| matches!(source.layer, Layer::Below(_)));
    let (remarks, mut told) = remarks(built, args, &page);
    // A translation stands where its source does.
    if inputs.config.book.translation().is_none() {
        told.push(if is_edition {
            said!("Say in its front matter where it stands: `after:` and the id of a page, or `part:` and a title")
        } else {
            said!("Add a line to {folder}SUMMARY.md: {line}", folder = content, line = summary_line(&title, id))
        });
    }
    told.push(said!(
        "Read the page's front matter: a Word file does not tell who wrote it, or when it was gone through"
    ));
    Ok(Some(MadeOfWord { files, over: false, remarks, told }))
}

/// The page as text: the front matter of a new page of text, and what the file says.
fn page_text(inputs: &Inputs, built: &Built, id: &str, page: &ImportedPage, today: Date) -> String {
    let Some(row) = row_of_text() else { return page.body.clone() };
    let config = &inputs.config;
    let sample = sample_page(row, id, &config.content.require, config.language(), &built.book.vocabulary, today);
    let front = sample.split_once("\n---\n").map_or("", |(front, _)| front);
    let mut text = format!("{front}\n---\n");
    for (way, value) in [("title", &page.title), ("summary", &page.summary)] {
        let Some(value) = value else { continue };
        text = with_page_value(&text, way, Some(&quotation(value))).unwrap_or(text);
    }
    format!("{}\n\n{}", text.trim_end(), page.body)
}

fn sample_title(id: &str) -> String {
    row_of_text().map_or_else(|| id.to_owned(), |row| title_of(row, id))
}

/// Reads a Word file as a page.
fn word_file(
    book: &Book,
    args: &ImportArgs,
    id: &str,
    file: &Path,
    found: &mut Vec<Diagnostic>,
) -> Result<Option<ImportedPage>, Diagnostic> {
    let place = super::environment::absolute(file).unwrap_or_else(|| file.to_path_buf());
    let bytes = disk::read_packed(&place)
        .map_err(|diagnostic| diagnostic.help(said!("name a Word file, as it was saved: FILE.docx")))?;
    let accepts = args.changes == TrackedChanges::Accepted;
    Ok(import_into(book, &file.display().to_string(), &bytes, id, accepts).unpack(found))
}

/// The list of what colleagues said and changed, and what there is to say of it.
fn remarks(built: &Built, args: &ImportArgs, page: &ImportedPage) -> (Option<(PathBuf, String)>, Vec<Phrase>) {
    if page.remarks.is_empty() {
        return (None, Vec::new());
    }
    let texts = built.theme.texts();
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    let list = remark_list(&name, &page.remarks, texts);
    let path = args.file.with_extension(built.book.config.file_names().remarks);
    let changes = page.remarks.iter().filter(|remark| remark.says.is_empty()).count();
    let count = page.remarks.len();
    let remarks = plural(count, said!("1 remark"), said!("{count} remarks", count));
    let mut told = vec![said!("Wrote {path}: {remarks}", path = path.display().to_string(), remarks)];
    if changes > 0 {
        told.push(match args.changes {
            TrackedChanges::Accepted => {
                said!("Tracked changes were taken as accepted; with --changes before, as the text stood before them")
            }
            TrackedChanges::Before => said!("Tracked changes were not taken: the text is as it stood before them"),
        });
    }
    (Some((path, list)), told)
}

fn remark_list(name: &str, remarks: &[WordRemark], texts: &Texts) -> String {
    let mut out = format!("# {name}\n");
    for remark in remarks {
        let by = [&remark.author, &remark.day].into_iter().filter(|part| !part.is_empty());
        let by = by.map(String::as_str).collect::<Vec<_>>().join(", ");
        let place =
            texts.fill("remark-paragraph", &[("number", &remark.paragraph.to_string()), ("words", &remark.words)]);
        let _ = write!(out, "\n- **{}**, {place}", texts.get(remark.sort.text_key()));
        if !by.is_empty() {
            let _ = write!(out, " ({by})");
        }
        if !remark.about.trim().is_empty() {
            let _ = write!(out, ": «{}»", remark.about.trim());
        }
        if !remark.says.is_empty() {
            let _ = write!(out, "\n  {}", remark.says);
        }
    }
    out.push('\n');
    out
}

/// Changes of a file to a page of the book.
fn over(
    root: &Path,
    inputs: &Inputs,
    built: &Built,
    args: &ImportArgs,
    page: &str,
    found: &mut Vec<Diagnostic>,
) -> Result<Option<MadeOfWord>, Diagnostic> {
    let number = page_named(&built.book, page)?;
    let source = inputs.sources.get(built.book.page(number).file);
    let id = built.book.page(number).id.to_string();
    let Some(theirs) = word_file(&built.book, args, &id, &args.file, found)? else { return Ok(None) };
    let ours = read_back(built, number, source)?;
    // What the page said when the file was written tells which side changed a section.
    let base = match theirs.carried.as_deref().filter(|text| **text != *source.text) {
        Some(text) => before(inputs, source, text, &id)?,
        None => ours.clone(),
    };
    let (base_sections, their_sections) = (PageSections::of(&base.body, 0), PageSections::of(&theirs.body, 0));
    let by_them = changes(&base_sections, &their_sections);
    let our_sections = PageSections::of(&ours.body, 0);
    let by_us = changes(&base_sections, &our_sections);
    let mut parts = page_parts(&inputs.sources, &inputs.config, &id).unwrap_or_default();
    // What the page includes is changed in the file that it includes.
    parts.retain(|part| part.elsewhere.is_none());
    let mut merge = WordMerge {
        name: args.file.display().to_string(),
        base: &base_sections,
        parts: &parts,
        now: positions(&by_us),
        changed_by_us: &by_us,
        found,
    };
    if parts.len() != our_sections.count() {
        let message = said!("the sections of `{id}` cannot be told apart", id);
        let help = said!("import it as a page of its own, and move the text by hand");
        return Err(Diagnostic::new(Code::NotTaken, message).in_file(merge.name).help(help));
    }
    let mut values: Vec<(&str, String)> = Vec::new();
    let texts = |page: &ImportedPage| [page.title.clone(), page.summary.clone()];
    let [was, is, shall] = [&base, &ours, &theirs].map(texts);
    for (((way, was), is), shall) in ["title", "summary"].into_iter().zip(was).zip(is).zip(shall) {
        if let Some(value) = shall.as_ref().filter(|_| was != shall && is != shall) {
            values.push((way, quotation(value)));
        }
    }
    let content = folder_of_pages(&inputs.config);
    let name = source.path.strip_prefix(&inputs.config.book.content()).unwrap_or(&source.path);
    let own = format!("{content}{name}");
    // As it lies there: what it says of its place in an edition is no part of the page that is built.
    let mut there = Sources::default();
    let whole = disk::read_text(root, &own, &mut there).ok().map(|file| there.get(file));
    let (path, text) = if let Some(whole) = whole {
        (own, merge.whole_page(whole, &by_them, &values))
    } else {
        let path = format!("{content}{id}{PATCH}");
        let mut sources = Sources::default();
        let written = disk::read_text(root, &path, &mut sources).ok().map(|file| sources.get(file).text.to_string());
        let patch = written.unwrap_or_else(|| new_patch(&today().value.to_string()));
        (path, merge.patch(&patch, &by_them, &values, &inputs.config))
    };
    let (remarks, mut told) = remarks(built, args, &theirs);
    let Some(text) = text else {
        told.insert(0, said!("`{id}` says what the file says: nothing was changed", id));
        return Ok(Some(MadeOfWord { files: Vec::new(), over: true, remarks, told }));
    };
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut files = vec![(path, text.into_bytes())];
    files.extend(theirs.pictures.iter().map(|picture| (format!("{folder}/{}", picture.name), picture.bytes.clone())));
    Ok(Some(MadeOfWord { files, over: true, remarks, told }))
}

/// A page as it comes back from the file that it is written to.
fn read_back(built: &Built, number: PageNo, source: &Source) -> Result<ImportedPage, Diagnostic> {
    let texts = built.theme.interface().of(built.book.language(built.book.page(number)));
    let bytes = docx::for_comments(&built.book, number, texts, &source.text);
    let id = &built.book.page(number).id;
    import_into(&built.book, id, &bytes, id, true).value.ok_or_else(|| {
        let message = said!("`{id}` cannot be read back from Word", id);
        Diagnostic::new(Code::BadWordFile, message).in_file(&**id).help(said!("import the file as a page of its own"))
    })
}

/// The page as it was when the file was written.
fn before(inputs: &Inputs, source: &Source, text: &str, id: &str) -> Result<ImportedPage, Diagnostic> {
    let mut inputs = inputs.clone();
    inputs.sources.add(source.layer, source.path.clone(), text);
    let built = build(&inputs).value;
    let number = page_named(&built.book, id)?;
    read_back(&built, number, inputs.sources.get(built.book.page(number).file))
}

/// Where sections of the text before stand now.
fn positions(changed: &ChangedPage) -> HashMap<usize, usize> {
    let position = |(now, fate): (usize, SectionFate)| match fate {
        SectionFate::Same(before) | SectionFate::Changed(before) => Some((before, now)),
        SectionFate::Added => None,
    };
    changed.sections.iter().map(|section| section.fate).enumerate().filter_map(position).collect()
}

/// Changes of a file brought together with what the page says now.
struct WordMerge<'a> {
    /// The file.
    name: String,
    base: &'a PageSections<'a>,
    /// The sections of the page now.
    parts: &'a [PagePart],
    /// Where sections of the base stand now.
    now: HashMap<usize, usize>,
    changed_by_us: &'a ChangedPage,
    found: &'a mut Vec<Diagnostic>,
}

impl WordMerge<'_> {
    fn say(&mut self, message: Phrase, help: Phrase) {
        self.found.push(Diagnostic::new(Code::NotTaken, message).in_file(&self.name).help(help));
    }

    /// Whether the page has a new section of the file already: the file was imported before.
    fn has_added(&self, text: &str) -> bool {
        let is_it = |ours: &SectionChange| ours.fate == SectionFate::Added && says_the_same(&ours.text, text);
        self.changed_by_us.sections.iter().any(is_it)
    }

    /// The section of the page now that a section of the base is, and what the file makes of it: a text, or nothing where
    /// it was taken out. None at all where the page says that already, or says something else.
    fn target(&mut self, base: usize, theirs: Option<&str>) -> Option<(usize, Option<String>)> {
        let title = self.base.title(base).to_owned();
        let Some(now) = self.now.get(&base).copied() else {
            theirs?;
            self.say(said!("the section «{title}» is no longer in the page", title), by_hand());
            return None;
        };
        let ours = self.changed_by_us.sections.get(now);
        let Some(ours) = ours.filter(|section| matches!(section.fate, SectionFate::Changed(_))) else {
            return Some((now, theirs.map(str::to_owned)));
        };
        if theirs.is_some_and(|theirs| says_the_same(&ours.text, theirs)) {
            return None;
        }
        let both = theirs.map(|theirs| merge_texts(self.base.section(base), theirs, &ours.text));
        let (taken, left) = both.as_ref().map_or((0, 1), |both| (both.taken, both.left));
        if left > 0 {
            let message = match taken {
                0 => {
                    said!("the section «{title}» was changed both in the file and in the page: the page's stays", title)
                }
                _ => said!(
                    "in the section «{title}» some of what the file says stands otherwise in the page, and stays so",
                    title
                ),
            };
            self.say(message, by_hand());
        }
        both.filter(|_| taken > 0).map(|both| (now, Some(both.ours)))
    }

    /// The text before the first section, as the page shall have it; nothing where it stays.
    fn lead(&mut self, by_them: &ChangedPage) -> Option<String> {
        let theirs = by_them.lead.as_deref()?;
        let Some(ours) = self.changed_by_us.lead.as_deref() else { return Some(theirs.to_owned()) };
        if ours == theirs {
            return None;
        }
        let both = merge_texts(self.base.lead(), theirs, ours);
        if both.left > 0 {
            let message = said!("the text before the first section was changed both in the file and in the page");
            self.say(message, by_hand());
        }
        (both.taken > 0).then_some(both.ours)
    }

    /// The page with the changes of the file; nothing where there are none.
    fn whole_page(&mut self, source: &Source, by_them: &ChangedPage, values: &[(&str, String)]) -> Option<String> {
        if by_them.is_empty() && values.is_empty() {
            return None;
        }
        let body = split(source).map_or(0, |split| split.body);
        let written = PageSections::of(&source.text, body);
        if written.count() != self.parts.len() {
            self.say(
                said!("sections that the page includes cannot be changed here"),
                said!("change the files that it includes"),
            );
            return None;
        }
        let mut texts: Vec<Option<String>> =
            (0..written.count()).map(|at| Some(written.section(at).to_owned())).collect();
        let mut added: HashMap<Option<usize>, Vec<&str>> = HashMap::new();
        let mut after = None;
        for section in &by_them.sections {
            match section.fate {
                SectionFate::Same(base) => after = self.now.get(&base).copied().or(after),
                SectionFate::Changed(base) => {
                    if let Some((now, text)) = self.target(base, Some(&section.text)) {
                        texts[now] = text;
                    }
                    after = self.now.get(&base).copied().or(after);
                }
                SectionFate::Added if self.has_added(&section.text) => {}
                SectionFate::Added => added.entry(after).or_default().push(&section.text),
            }
        }
        for base in &by_them.removed {
            if let Some((now, text)) = self.target(*base, None) {
                texts[now] = text;
            }
        }
        self.say_order(by_them);
        let lead = source.text.get(body..written.begin()).unwrap_or_default().trim();
        let lead = self.lead(by_them).unwrap_or_else(|| lead.to_owned());
        let mut pieces = vec![lead];
        let more = |after: Option<usize>| added.get(&after).into_iter().flatten().map(|text| (*text).to_owned());
        pieces.extend(more(None));
        for (at, text) in texts.into_iter().enumerate() {
            pieces.extend(text);
            pieces.extend(more(Some(at)));
        }
        pieces.retain(|piece| !piece.is_empty());
        let front = source.text.get(..body).unwrap_or_default().trim_end();
        let mut text = format!("{front}\n\n{}\n", pieces.join("\n\n")).trim_start().to_owned();
        for (way, value) in values {
            text = with_page_value(&text, way, Some(value)).unwrap_or(text);
        }
        (text != *source.text).then_some(text)
    }

    /// A file of changes with those of the Word file; nothing where there are none.
    fn patch(
        &mut self,
        patch: &str,
        by_them: &ChangedPage,
        values: &[(&str, String)],
        config: &Config,
    ) -> Option<String> {
        let (mut out, language) = (patch.to_owned(), config.language());
        for (way, value) in values {
            out = with_value(&out, way, ValueChange::Set(value));
        }
        let mut after = None;
        let mut behind: BTreeMap<usize, String> = BTreeMap::new();
        for section in &by_them.sections {
            match section.fate {
                SectionFate::Same(base) => after = self.now.get(&base).copied().or(after),
                SectionFate::Changed(base) => {
                    if let Some((now, Some(text))) = self.target(base, Some(&section.text))
                        && let Some(PagePart { id, .. }) = self.parts.get(now)
                    {
                        out = with_part(&out, id, Some(&marked(&text, id, "replace")), language);
                    }
                    after = self.now.get(&base).copied().or(after);
                }
                SectionFate::Added if self.has_added(&section.text) => {}
                SectionFate::Added => match after.and_then(|at| Some((at, self.parts.get(at)?))) {
                    // What follows the first belongs to the same change.
                    Some((at, part)) => match behind.entry(at) {
                        Entry::Vacant(first) => drop(first.insert(marked(&section.text, &part.id, "after"))),
                        Entry::Occupied(mut more) => more.get_mut().extend([section.text.trim_end(), "\n\n"]),
                    },
                    None => self.say(
                        said!("a section that stands before the first one of the page was not taken"),
                        said!("write it into the file of changes: `## Heading {{#id .before}}`"),
                    ),
                },
            }
        }
        for base in &by_them.removed {
            if let Some(part) = self.target(*base, None).and_then(|(now, _)| self.parts.get(now)) {
                let text = format!("## {} {{#{} .remove}}", part.title, part.id);
                out = with_part(&out, &part.id, Some(&text), language);
            }
        }
        for text in behind.into_values() {
            out = format!("{}\n\n{}\n", out.trim_end(), text.trim());
        }
        if by_them.lead.is_some() && by_them.lead != self.changed_by_us.lead {
            self.say(
                said!("the text before the first section cannot be changed by a file of changes"),
                said!(
                    "take the whole page into the edition with `brobygger edition override`, and import over it again"
                ),
            );
        }
        self.say_order(by_them);
        (out != patch && (!by_them.is_empty() || !values.is_empty())).then_some(out)
    }

    fn say_order(&mut self, by_them: &ChangedPage) {
        if by_them.is_reordered {
            self.say(
                said!("the sections stand in another order in the file: they stay in that of the page"),
                said!("move them"),
            );
        }
    }
}

/// The way out where two changes are not brought together.
fn by_hand() -> Phrase {
    said!("bring the two together by hand")
}

/// Whether two sections say the same, whatever the id in their headings: an edition writes it out.
fn says_the_same(one: &str, other: &str) -> bool {
    let parts = |text: &str| {
        let section = MarkedSection::of(text);
        (section.heading.to_owned(), section.rest.trim().to_owned())
    };
    parts(one) == parts(other)
}

/// A section as a file of changes has it: its heading names what is changed, and how.
fn marked(text: &str, id: &str, how: &str) -> String {
    let MarkedSection { heading, words, rest } = MarkedSection::of(text);
    let words = words.iter().flat_map(|word| [" .", *word]).collect::<String>();
    format!("{heading} {{#{id} .{how}{words}}}\n{}\n\n", rest.trim_end())
}

/// A section, with what stands in braces behind its heading apart.
struct MarkedSection<'t> {
    /// The line of the heading.
    heading: &'t str,
    /// The words in the braces, without `.`.
    words: Vec<&'t str>,
    /// Text that follows the line.
    rest: &'t str,
}

impl<'t> MarkedSection<'t> {
    fn of(text: &'t str) -> Self {
        let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
        let mark = marks(line, 0).into_iter().find(|mark| mark.level.is_some());
        let (heading, words) = match mark.and_then(|mark| Some((mark.braces?, mark.words))) {
            Some((braces, words)) => (&line[..braces.start], words),
            None => (line, Vec::new()),
        };
        Self { heading: heading.trim_end(), words: words.into_iter().map(|word| &line[word]).collect(), rest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_or_code_at_the_end_of_a_heading_is_part_of_it() {
        for heading in ["## Stilling som {{stilling}}", "## Skriv `{#id}`", "## Lønn {2026}"] {
            let text = format!("{heading}\n\nTekst.\n");
            assert_eq!(marked(&text, "a", "replace"), format!("{heading} {{#a .replace}}\n\nTekst.\n\n"));
        }
        let marks = "## Lov {#lov .lovverk}\n\nTekst.";
        assert_eq!(marked(marks, "lov", "after"), "## Lov {#lov .after .lovverk}\n\nTekst.\n\n");
        assert!(says_the_same(marks, "## Lov\n\nTekst.\n") && !says_the_same("## A {{b}}", "## A"));
    }
}
