//! The whole book, in markup.
//!
//! In: the views of a book. Out: markup: title page, imprint, contents, parts with their pages,
//! glossary, index; or, of a short book, the chosen pages alone.
//!
//! Invariant: every page of the parts chosen that is not left out stands in it once, and so does every term.

use std::collections::{BTreeMap, BTreeSet};

use super::markup::Markup;
use super::pages::Station;
use crate::document::PageNo;
use crate::draft::{NavItem, NavPart};
use crate::kind::Kind;
use crate::source::Span;

/// Writes the book.
pub(super) fn book(markup: &mut Markup<'_>) {
    opening(markup);
    let book = markup.view.book();
    // What is not translated is printed with the source.
    let abroad = (0..).map(PageNo).zip(&book.pages).filter(|(_, page)| page.abroad).map(|(number, _)| number);
    markup.unprinted = pages_of(markup, &book.config.pdf.leave_out).into_iter().chain(abroad).collect();
    let mut done = markup.unprinted.clone();
    parts(markup, &mut done);
    glossary(markup, &mut done);
    register(markup);
}

/// Writes the short book: the chosen pages, one after the other.
pub(super) fn short_book(markup: &mut Markup<'_>) {
    opening(markup);
    let chosen = pages_of(markup, &markup.view.book().config.pdf.short);
    markup.unprinted = (0..).map(PageNo).take(markup.view.book().pages.len()).collect();
    for number in &chosen {
        markup.unprinted.remove(number);
    }
    for number in chosen {
        let title = &markup.view.book().page(number).common.title;
        chapter(markup, number, title, 1);
    }
}

/// The pages before the first chapter.
fn opening(markup: &mut Markup<'_>) {
    markup.push("#import \"/pdf/book.typ\": *\n#show: book-pages\n#title-page()\n");
    markup.about = markup.view.common_about();
    imprint(markup);
    markup.push("#contents()\n#main-matter()\n");
}

/// The pages of the book that settings name by their ids, in the order they are named in.
fn pages_of(markup: &Markup<'_>, ids: &[(String, Option<Span>)]) -> Vec<PageNo> {
    let book = markup.view.book();
    let number = |(id, _): &(String, Option<Span>)| book.by_id.get(id.as_str()).copied();
    ids.iter().filter_map(number).filter(|number| !book.page(*number).abroad).collect()
}

fn imprint(markup: &mut Markup<'_>) {
    let (view, texts) = (markup.view, markup.view.texts());
    let mut said = view.imprint(&markup.about);
    said.push(texts.get("pdf-made").to_owned());
    markup.noting(true, |markup| {
        markup.note(Station::Imprint);
        markup.push("#imprint[");
        for text in said {
            markup.noting(false, |markup| markup.text(&text));
            markup.push("\n\n");
        }
        markup.push("]\n");
    });
}

fn parts(markup: &mut Markup<'_>, done: &mut BTreeSet<PageNo>) {
    let book = markup.view.book();
    let chosen = &book.config.pdf.parts;
    for (i, part) in book.nav.parts.iter().enumerate() {
        markup.turn_to_book();
        let base = match &part.title {
            Some(title) => {
                if !chosen.is_empty() && chosen.iter().all(|(name, _)| **name != **title) || is_done(part, done) {
                    continue;
                }
                markup.cut(format!("part/{i}"));
                markup.note_named(Station::Part, format!("part-{i}"));
                markup.push(&format!("#part(label(\"part-{i}\"), "));
                markup.block_of(title);
                markup.push(")");
                if let Some(page) = part.page.filter(|page| done.insert(*page)) {
                    page_of_part(markup, page);
                }
                markup.push("\n");
                2
            }
            None => 1,
        };
        chapters(markup, &part.items, base, done);
    }
    // What the summary does not name: still a page of the site.
    let left = (0..).map(PageNo).zip(&book.pages).filter(|(_, page)| !matches!(page.kind, Kind::Definition(_)));
    if chosen.is_empty() {
        for (number, page) in left {
            if !book.nav_paths.contains_key(&number) && done.insert(number) {
                chapter(markup, number, &page.common.title, 1);
            }
        }
    }
}

/// Whether nothing of a part is left to be printed.
fn is_done(part: &NavPart, done: &BTreeSet<PageNo>) -> bool {
    fn all(items: &[NavItem], done: &BTreeSet<PageNo>) -> bool {
        items.iter().all(|item| item.page.is_none_or(|page| done.contains(&page)) && all(&item.children, done))
    }
    !part.items.is_empty() && all(&part.items, done)
}

/// The text of a part's own page, below the title of the part.
fn page_of_part(markup: &mut Markup<'_>, number: PageNo) {
    let view = markup.view.page(number);
    markup.turn_to(number, 1);
    markup.push("[\n");
    markup.note_title();
    markup.spot("");
    markup.body();
    markup.after(&view);
    markup.push("]");
}

fn chapters(markup: &mut Markup<'_>, items: &[NavItem], base: u8, done: &mut BTreeSet<PageNo>) {
    for item in items {
        if let Some(page) = item.page
            && done.insert(page)
        {
            chapter(markup, page, &item.title, base);
        }
        chapters(markup, &item.children, base, done);
    }
}

/// A page, `short` in the running header.
fn chapter(markup: &mut Markup<'_>, number: PageNo, short: &str, base: u8) {
    let view = markup.view.page(number);
    markup.turn_to(number, base);
    markup.cut(format!("page/{}", markup.page.id));
    markup.note_title();
    markup.push(&format!("\n#chapter({base}, "));
    markup.place(number, "");
    markup.push(", ");
    markup.title(&view.title);
    markup.push(", ");
    markup.block_of(short);
    markup.push(", ");
    language(markup, number);
    markup.push(")[\n");
    if let Some(anchor) = markup.page.title_anchor.as_deref() {
        markup.spot(anchor);
    }
    markup.stale();
    markup.body();
    markup.after(&view);
    markup.push("]\n");
    markup.tree(&view);
}

/// The language of a page where it is not the book's, else `none`.
fn language(markup: &mut Markup<'_>, number: PageNo) {
    let book = markup.view.book();
    match book.page(number).common.lang.as_deref().filter(|lang| *lang != book.config.book.language) {
        Some(lang) => markup.string(markup.view.hyphenation(lang)),
        None => markup.push("none"),
    }
}

/// The pages of terms that stand in no part, in alphabetical order.
fn glossary(markup: &mut Markup<'_>, done: &mut BTreeSet<PageNo>) {
    let view = markup.view;
    let left: Vec<PageNo> = view
        .index_words()
        .iter()
        .filter(|word| !word.other && !done.contains(&word.page))
        .map(|word| word.page)
        .collect();
    if left.is_empty() {
        return;
    }
    let numbers = term_numbers(markup);
    markup.turn_to_book();
    markup.cut("glossary".to_owned());
    markup.note_named(Station::Part, "glossary".to_owned());
    markup.push("\n#appendix(label(\"glossary\"), ");
    markup.block_of(markup.word("pdf-glossary"));
    markup.push(", ");
    markup.block_of(markup.word("pdf-glossary-how"));
    markup.push(")\n");
    for page in left {
        if !done.insert(page) {
            continue;
        }
        let shown = view.page(page);
        markup.turn_to(page, 2);
        markup.cut(format!("page/{}", markup.page.id));
        markup.note_title();
        markup.push("\n#glossary-term(");
        markup.place(page, "");
        markup.push(", ");
        markup.block_of(&shown.title);
        markup.push(", ");
        language(markup, page);
        markup.push(&format!(", {})[\n", numbers.get(&page).map_or("none".to_owned(), u32::to_string)));
        markup.body();
        markup.after(&shown);
        markup.push("]\n");
    }
}

/// By page of a term: its number.
fn term_numbers(markup: &Markup<'_>) -> BTreeMap<PageNo, u32> {
    markup.view.book().terms.iter().zip(0..).map(|(card, number)| (card.page, number)).collect()
}

/// The index: words, and the pages that mention them.
fn register(markup: &mut Markup<'_>) {
    let view = markup.view;
    let words = view.index_words();
    if words.is_empty() {
        return;
    }
    let numbers = term_numbers(markup);
    markup.turn_to_book();
    markup.cut("register".to_owned());
    markup.note_named(Station::PrintAlone, "register".to_owned());
    markup.push("\n#register(label(\"register\"), ");
    markup.block_of(markup.word("pdf-register"));
    markup.push(", ");
    markup.block_of(markup.word("pdf-register-how"));
    for group in words.chunk_by(|a, b| a.letter == b.letter) {
        markup.push(",\n(");
        markup.block_of(&group[0].letter.to_string());
        markup.push(", (");
        for word in group {
            let Some(number) = numbers.get(&word.page) else { continue };
            markup.push("(");
            markup.block_of(&word.text);
            markup.push(", ");
            if word.other {
                markup.push("[");
                markup.see_instead();
                markup.text(&view.book().page(word.page).common.title);
                markup.push("]");
            } else {
                markup.push("none");
            }
            markup.push(&format!(", {number}, "));
            markup.place(word.page, "");
            markup.push("), ");
        }
        markup.push("))");
    }
    markup.push(")\n");
}
