//! Pages out to Word and back in, and Word files of others.

use std::fmt::Write as _;

use brobygger::build::Built;
use brobygger::document::{Block, BlockNode, Destination, Document, Inline, InlineNode, ListEntry, When};
use brobygger::draft::Page;
use brobygger::import::{ImportRules, ImportedPage, import};
use brobygger::resolve::Book;
use brobygger::write::docx;

use crate::fill::{build_files, files_of};

/// A page as it comes back from the file that it is written to.
fn back(built: &Built, id: &str, written: &str) -> ImportedPage {
    let number = built.book.by_id[id];
    let bytes = docx::for_comments(&built.book, number, built.theme.texts(), written);
    let language = built.book.config.language();
    let rules = ImportRules {
        page: id,
        language,
        languages: &built.book.config.languages,
        accepts: true,
        page_at: &|_| None,
        title_of: &|_, _| None,
        is_taken: &|_, _| false,
    };
    let done = import(id, &bytes, &rules);
    assert_eq!(done.diagnostics, [], "{id}");
    let page = done.value.unwrap();
    assert_eq!(page.carried.as_deref(), Some(written), "{id}");
    page
}

/// Every page of the guide comes back from Word as it was: the book made of what came back is the same book.
#[test]
fn every_page_of_the_guide_comes_back_from_word() {
    let mut files = files_of(".");
    let built = build_files(&files);
    for page in &built.book.pages {
        let path = page.path.to_string();
        let text = String::from_utf8(files[&path].clone()).unwrap();
        let body = text.len() - text.split_once("\n---\n").map_or(text.len(), |(_, body)| body.len());
        let imported = back(&built, &page.id, &text);
        assert_eq!(imported.title.as_deref(), Some(page.common.title.trim()), "{}", page.id);
        files.insert(path, format!("{}\n{}", &text[..body], imported.body).into_bytes());
    }
    let again = build_files(&files);
    let mut wrong = String::new();
    for page in &built.book.pages {
        let other = again.book.page(again.book.by_id[&page.id]);
        let (before, after) = (told(&built.book, page), told(&again.book, other));
        if before != after {
            let differs = before.lines().zip(after.lines()).position(|(a, b)| a != b);
            let at = differs.unwrap_or_else(|| before.lines().count().min(after.lines().count()));
            let line = |text: &str| text.lines().nth(at).unwrap_or("(end)").to_owned();
            let _ = writeln!(wrong, "{} line {at}:\n  - {}\n  + {}", page.id, line(&before), line(&after));
        }
    }
    assert!(wrong.is_empty(), "{} pages differ:\n{wrong}", wrong.lines().count() / 3);
}

/// Text of a page, with all that it is made of.
fn told(book: &Book, page: &Page) -> String {
    let mut teller = Teller { book, text: &page.body.text, body: &page.body, out: String::new() };
    teller.blocks(&page.body.blocks, 0);
    for note in &page.body.footnotes {
        teller.out.push_str("note\n");
        teller.blocks(&note.blocks, 1);
    }
    teller.out
}

struct Teller<'a> {
    book: &'a Book,
    text: &'a str,
    body: &'a Document,
    out: String,
}

impl Teller<'_> {
    fn line(&mut self, depth: usize, line: &str) {
        let _ = writeln!(self.out, "{}{line}", "  ".repeat(depth));
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        for block in blocks {
            match &block.node {
                BlockNode::Paragraph(run) => self.run("p", run, depth),
                BlockNode::Heading(heading) => {
                    let name =
                        format!("h{} #{} {:?} {:?}", heading.level, heading.id, heading.former(), heading.classes());
                    self.run(&name, &heading.content, depth);
                }
                BlockNode::List(list) => {
                    self.line(depth, &format!("list {:?}", list.start));
                    self.entries(&list.items, depth + 1);
                }
                BlockNode::Quote(inner) => self.nested("quote", inner, depth),
                BlockNode::Alert(kind, inner) => self.nested(&format!("{kind:?}"), inner, depth),
                BlockNode::Guidance(kind, inner) => self.nested(&format!("{kind:?}"), inner, depth),
                BlockNode::Code(code) => {
                    let text = code.text.get(block.at, self.text).to_owned();
                    self.line(depth, &format!("code {} {text:?}", code.language));
                }
                BlockNode::Table(table) => {
                    self.line(depth, &format!("table {:?}", table.alignment));
                    for cell in std::iter::once(&table.head).chain(&table.rows).flatten() {
                        self.run("cell", cell, depth + 1);
                    }
                }
                BlockNode::Definitions(groups) => {
                    for group in groups {
                        group.terms.iter().for_each(|term| self.run("term", term, depth));
                        group.definitions.iter().for_each(|inner| self.nested("definition", inner, depth));
                    }
                }
                BlockNode::Html(html) => {
                    let html = html.get(block.at, self.text).to_owned();
                    self.line(depth, &format!("html {html:?}"));
                }
                BlockNode::Rule => self.line(depth, "rule"),
                BlockNode::Generated(which) => self.line(depth, &format!("{which:?}")),
                BlockNode::When(when) => self.when(when, depth, Self::blocks),
            }
        }
    }

    fn nested(&mut self, name: &str, inner: &[Block], depth: usize) {
        self.line(depth, name);
        self.blocks(inner, depth + 1);
    }

    fn when<T>(&mut self, when: &When<T>, depth: usize, tell: fn(&mut Self, &[T], usize)) {
        for branch in &when.branches {
            let condition = branch.condition.as_ref().map(ToString::to_string);
            self.line(depth, &format!("when {condition:?}"));
            tell(self, &branch.content, depth + 1);
        }
    }

    fn entries(&mut self, entries: &[ListEntry], depth: usize) {
        for entry in entries {
            match entry {
                ListEntry::Item(item) => {
                    let task =
                        item.task.as_ref().map(|task| (task.checked, task.id.as_ref().map(|(id, _)| id.clone())));
                    self.line(depth, &format!("item {task:?}"));
                    self.blocks(&item.blocks, depth + 1);
                }
                ListEntry::When(when) => self.when(when, depth, Self::entries),
            }
        }
    }

    fn run(&mut self, name: &str, run: &[Inline], depth: usize) {
        let text = self.inlines(run);
        self.line(depth, &format!("{name} {text}"));
    }

    /// Inlines as text with what each of them is; breaks of lines in the file are spaces.
    fn inlines(&self, run: &[Inline]) -> String {
        let mut out = String::new();
        for inline in run {
            match &inline.node {
                InlineNode::Text(text) => out.push_str(text.get(inline.at, self.text)),
                InlineNode::SoftBreak => out.push(' '),
                InlineNode::HardBreak => out.push_str("<br>"),
                InlineNode::Code(code) => {
                    let _ = write!(out, "`{}`", code.get(inline.at, self.text));
                }
                InlineNode::Emphasis(inner) => out.extend(["<i>", &self.inlines(inner), "</i>"]),
                InlineNode::Strong(inner) => out.extend(["<b>", &self.inlines(inner), "</b>"]),
                InlineNode::Strike(inner) => out.extend(["<s>", &self.inlines(inner), "</s>"]),
                InlineNode::Term(_, inner) => out.push_str(&self.inlines(inner)),
                InlineNode::Foreign(foreign) => out.push_str(&self.inlines(&foreign.content)),
                InlineNode::Link(link) => {
                    let to = self.destination(&link.to);
                    let _ = write!(out, "[{}]({to} {:?})", self.inlines(&link.content), link.title);
                }
                InlineNode::Image(image) => {
                    let _ = write!(out, "![{}]({})", image.alt, self.destination(&image.source));
                }
                InlineNode::Cite(cite) => {
                    let items: Vec<_> =
                        cite.items.iter().map(|item| format!("@{}, {}", item.id, item.locator)).collect();
                    let _ = write!(out, "[{}]", items.join("; "));
                }
                InlineNode::Footnote(number) => {
                    assert!((*number as usize) < self.body.footnotes.len());
                    let _ = write!(out, "[^{number}]");
                }
                InlineNode::Field(name) => {
                    let _ = write!(out, "{{{{{name}}}}}");
                }
                InlineNode::Html(html) => out.push_str(html.get(inline.at, self.text)),
            }
        }
        out
    }

    fn destination(&self, to: &Destination) -> String {
        match to {
            Destination::Page(page, anchor) => format!("{} {anchor:?}", self.book.page(*page).id),
            other => format!("{other:?}"),
        }
    }
}

/// The commands, on books on the disk.
#[cfg(feature = "cli")]
mod commands {
    use std::fs;
    use std::io::{Cursor, Read as _, Write as _};
    use std::path::Path;

    use zip::write::SimpleFileOptions;
    use zip::{ZipArchive, ZipWriter};

    const PAGE: &str = "---\nkind: article\ntitle: Rutine\nsummary: En rutine.\n---\n\nFørst [til b](b.md).\n\n\
        ## Formål {#formal}\n\nVi *skal* ha\nen rutine.\n\n## Ansvar\n\n- Lederen\n- Alle\n\n## Til slutt\n\nFerdig.\n";

    /// The end of the text of a Word file, and two new sections before it.
    const END: &str = "<w:sectPr>";
    const NEW_SECTIONS: &str = "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Nytt</w:t></w:r></w:p>\
        <w:p><w:r><w:t>En ny tekst.</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>\
        Mer nytt</w:t></w:r></w:p><w:p><w:r><w:t>En til.</w:t></w:r></w:p><w:sectPr>";

    /// Runs the program in a folder; what it printed, and what it said.
    fn run(folder: &Path, arguments: &[&str]) -> (bool, String, String) {
        let output = crate::program().args(arguments).current_dir(folder).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), text(&output.stdout), text(&output.stderr))
    }

    fn book(folder: &Path) {
        fs::create_dir_all(folder.join("content")).unwrap();
        let summary = "# Innhold\n\n- [A](a.md)\n- [B](b.md)\n";
        let b = "---\nkind: article\ntitle: Andre\nsummary: En til.\n---\n\nTekst.\n";
        let settings = "[book]\ntitle = \"Bok\"\nlanguage = \"nb\"\nsrc = \"content\"\n";
        for (path, text) in
            [("book.toml", settings), ("content/SUMMARY.md", summary), ("content/a.md", PAGE), ("content/b.md", b)]
        {
            fs::write(folder.join(path), text).unwrap();
        }
    }

    /// Changes texts of a Word file, as somebody does who works on it.
    fn edit(file: &Path, edits: &[(&str, &str)]) {
        let mut zip = ZipArchive::new(Cursor::new(fs::read(file).unwrap())).unwrap();
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for number in 0..zip.len() {
            let mut part = zip.by_index(number).unwrap();
            let name = part.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            if name == "word/document.xml" {
                let mut text = String::from_utf8(bytes).unwrap();
                for (from, to) in edits {
                    assert!(text.contains(from), "{from}");
                    text = text.replace(from, to);
                }
                bytes = text.into_bytes();
            }
            out.start_file(name, SimpleFileOptions::default()).unwrap();
            out.write_all(&bytes).unwrap();
        }
        fs::write(file, out.finish().unwrap().into_inner()).unwrap();
    }

    #[test]
    fn only_sections_that_were_changed_are_written_into_a_page() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        book(root);
        let read = || fs::read_to_string(root.join("content/a.md")).unwrap();
        assert_eq!(run(root, &["export", "a"]).1, "Wrote a.docx\n");
        assert!(!run(root, &["export", "a"]).0, "what colleagues wrote is not written over");
        let (done, printed, said) = run(root, &["import", "a.docx", "--over", "a"]);
        assert!(done && printed.contains("nothing was changed"), "{printed}{said}");
        edit(&root.join("a.docx"), &[("Lederen", "Lederen på enheten"), (">Rutine<", ">Ny rutine<")]);
        // The page is changed as well, elsewhere.
        fs::write(root.join("content/a.md"), PAGE.replace("Ferdig.", "Helt ferdig.")).unwrap();
        let (done, printed, said) = run(root, &["import", "a.docx", "--over", "a"]);
        assert!(done && printed == "Wrote content/a.md\n" && said.is_empty(), "{printed}{said}");
        let wanted = PAGE.replace("Lederen", "Lederen på enheten").replace("Ferdig.", "Helt ferdig.");
        assert_eq!(read(), wanted.replace("title: Rutine", "title: \"Ny rutine\""));
        // The same file once more, which is older than the page now: nothing comes twice.
        edit(&root.join("a.docx"), &[(END, NEW_SECTIONS)]);
        assert!(run(root, &["import", "a.docx", "--over", "a"]).0);
        let twice = read();
        assert!(
            twice.matches("## Nytt").count() == 1
                && twice.ends_with("## Nytt\n\nEn ny tekst.\n\n## Mer nytt\n\nEn til.\n"),
            "{twice}"
        );
        let (done, printed, said) = run(root, &["import", "a.docx", "--over", "a"]);
        assert!(done && printed.contains("nothing was changed") && said.is_empty(), "{printed}{said}");
        assert_eq!(read(), twice);
        // Where both changed a section, each piece is taken that only the file changed.
        fs::write(root.join("content/a.md"), PAGE.replace("- Alle", "- Alle ansatte").replace("Først", "Først leses"))
            .unwrap();
        edit(
            &root.join("a.docx"),
            &[("Først ", "Aller først "), ("Ferdig.", "Ferdig.</w:t></w:r></w:p><w:p><w:r><w:t>Og slutt.")],
        );
        let (done, _, said) = run(root, &["import", "a.docx", "--over", "a"]);
        let merged = read();
        assert!(done && merged.contains("- Lederen på enheten\n- Alle ansatte\n"), "{merged}{said}");
        assert!(
            merged.contains("Først leses [til b](b.md).") && said.contains("before the first section was changed"),
            "{merged}{said}"
        );
        let (_, printed, _) = run(root, &["import", "a.docx", "--over", "a"]);
        assert!(printed.contains("nothing was changed") && read() == merged, "{printed}");
        // What both changed stays as the page has it.
        fs::write(root.join("content/a.md"), PAGE.replace("Lederen", "Direktøren")).unwrap();
        let (_, _, said) = run(root, &["import", "a.docx", "--over", "a"]);
        assert!(said.contains("«Ansvar» was changed both in the file and in the page"), "{said}");
        assert!(read().contains("Direktøren"));
    }

    #[test]
    fn several_pages_go_out_at_once_each_by_its_own_name() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        book(root);
        fs::create_dir(root.join("content/del")).unwrap();
        fs::write(root.join("content/del/B.md"), PAGE.replace("b.md", "../b.md")).unwrap();
        fs::write(root.join("content/SUMMARY.md"), "# Innhold\n\n- [A](a.md)\n- [B](b.md)\n- [C](del/B.md)\n").unwrap();
        let (done, printed, said) = run(root, &["export", "a", "b.md", "del/B", "a", "-o", "ut"]);
        assert!(done && printed == "Wrote ut/a.docx\nWrote ut/b.docx\nWrote ut/del-B.docx\n", "{printed}{said}");
        // Where one of them cannot be made, none is.
        let (done, _, said) = run(root, &["export", "a", "c", "-o", "annet"]);
        assert!(!done && said.contains("there is no page `c`") && !root.join("annet").exists(), "{said}");
        let (done, _, said) = run(root, &["export", "a", "--to", "pdf", "-o", "annet"]);
        assert!(!done && said.contains("docx") && !root.join("annet").exists(), "{said}");
        // Nothing changed, whichever of them comes back.
        for (file, page) in [("ut/a.docx", "a"), ("ut/b.docx", "b"), ("ut/del-B.docx", "del/B")] {
            let (done, printed, said) = run(root, &["import", file, "--over", page]);
            assert!(
                done && printed == format!("`{page}` says what the file says: nothing was changed\n"),
                "{printed}{said}"
            );
        }
    }

    #[test]
    fn what_a_page_includes_stays_in_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        book(root);
        let page = PAGE.replace("Ferdig.", "Ferdig.\n\n{{#include felles.txt}}\n\nEtterpå.");
        fs::write(root.join("content/a.md"), &page).unwrap();
        fs::write(root.join("content/felles.txt"), "Felles **tekst**.\n\n- Et punkt\n").unwrap();
        assert!(run(root, &["export", "a"]).0);
        edit(&root.join("a.docx"), &[("Ferdig.", "Helt ferdig."), (" punkt", " annet punkt")]);
        let (done, printed, said) = run(root, &["import", "a.docx", "--over", "a"]);
        assert!(done && printed == "Wrote content/a.md\n", "{printed}{said}");
        assert_eq!(fs::read_to_string(root.join("content/a.md")).unwrap(), page.replace("Ferdig.", "Helt ferdig."));
    }

    #[test]
    fn sections_that_were_changed_become_changes_of_an_edition() {
        let folder = tempfile::tempdir().unwrap();
        book(&folder.path().join("base"));
        let root = folder.path().join("own");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("book.toml"), "[base]\npath = \"../base\"\n").unwrap();
        assert!(run(&root, &["export", "a"]).0);
        let edits = [("Lederen", "Lederen på enheten"), ("Ferdig.", "Ferdig nå."), ("Formål", "Hvorfor")];
        edit(&root.join("a.docx"), &edits);
        let (done, printed, said) = run(&root, &["import", "a.docx", "--over", "a"]);
        assert!(done && printed == "Wrote content/a.patch.md\n", "{printed}{said}");
        let patch = fs::read_to_string(root.join("content/a.patch.md")).unwrap();
        let (_, body) = patch.split_once("---\n\n").unwrap();
        assert_eq!(
            body,
            "## Hvorfor {#formal .replace}\n\nVi *skal* ha en rutine.\n\n\
             ## Ansvar {#ansvar .replace}\n\n- Lederen på enheten\n- Alle\n\n\
             ## Til slutt {#til-slutt .replace}\n\nFerdig nå.\n"
        );
        let (done, _, said) = run(&root, &["check"]);
        assert!(done, "{said}");
        // New sections stand together behind the one before; imported again, they stay as they are.
        edit(&root.join("a.docx"), &[(END, NEW_SECTIONS)]);
        let read = || fs::read_to_string(root.join("content/a.patch.md")).unwrap();
        for _ in 0..2 {
            let (done, _, said) = run(&root, &["import", "a.docx", "--over", "a"]);
            assert!(done && said.is_empty(), "{said}");
            let after = "Ferdig nå.\n\n## Nytt {#til-slutt .after}\n\nEn ny tekst.\n\n## Mer nytt\n\nEn til.\n";
            assert!(read().ends_with(after), "{}", read());
        }
        let (done, _, said) = run(&root, &["check"]);
        assert!(done && !said.contains("target-twice") && !said.contains("bad-patch"), "{said}");
        // What the edition has behind a section stays when the section is changed again.
        assert!(run(&root, &["export", "a", "-o", "ny"]).0);
        edit(&root.join("ny/a.docx"), &[("Ferdig nå.", "Ferdig nå også.")]);
        assert!(run(&root, &["import", "ny/a.docx", "--over", "a"]).0);
        assert!(read().contains("Ferdig nå også.") && read().contains("## Mer nytt\n\nEn til."), "{}", read());
    }

    #[test]
    fn what_comes_back_of_a_translation_is_written_where_that_lies() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        book(root);
        let settings = "[book]\ntitle = \"Bok\"\nlanguages = [\"nb\", \"nn\"]\nsrc = \"content\"\n";
        fs::write(root.join("book.toml"), settings).unwrap();
        fs::create_dir(root.join("content.nn")).unwrap();
        let nynorsk =
            PAGE.replace("Ferdig.", "Ferdig no.").replace("---\n\nF", "translation: {by: maskin, read: nei}\n---\n\nF");
        fs::write(root.join("content.nn/a.md"), &nynorsk).unwrap();
        let (done, _, said) = run(root, &["export", "a", "--language", "nn"]);
        assert!(done, "{said}");
        edit(&root.join("a.docx"), &[("Ferdig no.", "Heilt ferdig no.")]);
        let (done, printed, said) = run(root, &["import", "a.docx", "--over", "a", "--language", "nn"]);
        let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
        assert!(done && read("content.nn/a.md").contains("\nHeilt ferdig no.\n"), "{printed}{said}");
        assert_eq!(read("content/a.md"), PAGE, "the source stays");
        let (done, printed, said) = run(root, &["import", "a.docx", "b", "--language", "nn"]);
        assert!(done && read("content.nn/b.md").contains("Heilt ferdig no."), "{printed}{said}");
        assert!(!read("content/b.md").contains("ferdig no"));
    }

    #[test]
    fn a_page_that_an_edition_added_keeps_its_place() {
        let folder = tempfile::tempdir().unwrap();
        book(&folder.path().join("base"));
        let root = folder.path().join("own");
        fs::create_dir_all(root.join("content")).unwrap();
        let settings = "[base]\npath = \"../base\"\n[organisation]\nname = \"Fjellvik kommune\"\n";
        fs::write(root.join("book.toml"), settings).unwrap();
        let page = PAGE.replace("\n---\n", "\nafter: a\n---\n");
        fs::write(root.join("content/c.md"), &page).unwrap();
        assert!(run(&root, &["export", "c"]).0);
        edit(&root.join("c.docx"), &[("Ferdig.", "Helt ferdig.")]);
        let (done, printed, said) = run(&root, &["import", "c.docx", "--over", "c"]);
        assert!(done && printed == "Wrote content/c.md\n", "{printed}{said}");
        let written = fs::read_to_string(root.join("content/c.md")).unwrap();
        assert_eq!(written, page.replace("Ferdig.", "Helt ferdig."), "nothing that the program puts in is written");
    }

    #[test]
    fn a_word_file_becomes_a_page_with_its_remarks_beside_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        book(root);
        assert!(run(root, &["export", "a"]).0);
        let by = "w:author=\"Leder ved Eksempelenheten\" w:date=\"2026-11-20T10:00:00Z\"";
        let added = format!("</w:t></w:r><w:ins {by}><w:r><w:t> og mer</w:t></w:r></w:ins><w:r><w:t>");
        edit(&root.join("a.docx"), &[("Ferdig.", &format!("Ferdig{added}."))]);
        let (done, printed, said) = run(root, &["import", "a.docx", "ny/rutine"]);
        assert!(
            done && printed.starts_with("Wrote content/ny/rutine.md\nWrote a.merknader.md: 1 remark\n"),
            "{printed}{said}"
        );
        let page = fs::read_to_string(root.join("content/ny/rutine.md")).unwrap();
        assert!(page.contains("title: \"Rutine\"\n") && page.contains("kind: article\n"), "{page}");
        assert!(page.ends_with("## Til slutt\n\nFerdig og mer.\n") && page.contains("[til b](../b.md)"), "{page}");
        let remarks = fs::read_to_string(root.join("a.merknader.md")).unwrap();
        assert!(
            remarks.contains("**Satt inn**, avsnitt ")
                && remarks.contains("(Leder ved Eksempelenheten, 2026-11-20): «og mer»"),
            "{remarks}"
        );
        let (done, _, said) = run(root, &["import", "a.docx", "ny/rutine"]);
        assert!(!done && said.contains("content/ny/rutine.md"), "{said}");
        // The list is named in the language of the book.
        let settings = fs::read_to_string(root.join("book.toml")).unwrap();
        fs::write(root.join("book.toml"), settings.replace("\"nb\"", "\"en\"")).unwrap();
        let (done, printed, said) = run(root, &["import", "a.docx", "ny/other"]);
        assert!(done && printed.contains("\nWrote a.remarks.md: 1 remark\n"), "{printed}{said}");
        fs::write(root.join("x.docx"), "nei").unwrap();
        let (done, _, said) = run(root, &["import", "x.docx", "ny/annen"]);
        assert!(!done && said.contains("[bad-word-file]") && said.contains("Nothing was written"), "{said}");
    }
}
