//! The numbers of pages: every «se side 14», every line of the contents and every word of the index
//! names the page on which what it leads to really stands; and no page is almost empty.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use brobygger::document::PageNo;
use brobygger::kind::Kind;
use brobygger::view::View;
use brobygger::vocabulary::Layout;

use super::text::{Printed, letters, printed_pages, read, said_by};
use super::{guide, poppler};

/// The book, and where everything of the site stands in it.
struct Places {
    printed: Printed,
    /// The page on which each page of the site begins, by its path.
    begins: BTreeMap<String, usize>,
    /// The page of each of its headings, by path and name.
    headings: BTreeMap<(String, String), usize>,
    links: Vec<Link>,
}

/// A link of the book.
struct Link {
    /// The path of the page it stands on.
    from: String,
    to: String,
    /// The byte and the page it ends at, the page it names.
    end: usize,
    at: usize,
    names: Option<usize>,
}

/// The guide, read once.
fn places() -> &'static Places {
    static PLACES: OnceLock<Places> = OnceLock::new();
    PLACES.get_or_init(find)
}

fn find() -> Places {
    let (outcome, path) = guide();
    let printed = Printed::read(&outcome.files[path]);
    let view = View::new(&outcome.built.book, &outcome.built.theme);
    let (mut begins, mut headings, mut links) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for (number, page) in printed_pages(&outcome.built.book) {
        let path = page.out.to_string();
        let blocks = said_by(&view.page(number));
        for (i, (block, found)) in blocks.iter().zip(read(&blocks, &printed.text).found).enumerate() {
            let Some(found) = found else { continue };
            if i == 0 {
                begins.insert(path.clone(), printed.page(found.start));
            }
            if !block.id.is_empty() {
                headings.insert((path.clone(), block.id.clone()), printed.page(found.start));
            }
            let shown = block.links(&printed.text, found.start).into_iter();
            let shown = shown.filter(|link| !link.to.is_empty() && block.has_links());
            links.extend(shown.map(|link| Link {
                from: path.clone(),
                to: link.to,
                end: link.at,
                at: printed.page(link.at.saturating_sub(1)),
                names: link.page,
            }));
        }
    }
    Places { printed, begins, headings, links }
}

/// The path and the name that an address on a page leads to.
fn resolved(from: &str, address: &str) -> (String, String) {
    let (path, name) = address.split_once('#').unwrap_or((address, ""));
    if path.is_empty() {
        return (from.to_owned(), name.to_owned());
    }
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    for step in path.split('/') {
        match step {
            ".." => _ = folders.pop(),
            step => folders.push(step),
        }
    }
    (folders.join("/"), name.to_owned())
}

#[test]
fn every_reference_names_the_page_on_which_its_target_stands() {
    let places = places();
    let (mut wrong, mut named) = (Vec::new(), 0);
    for link in &places.links {
        let (path, name) = resolved(&link.from, &link.to);
        let heading = places.headings.get(&(path.clone(), name.clone()));
        let Some(target) = (if name.is_empty() { places.begins.get(&path) } else { heading }) else { continue };
        named += usize::from(link.names.is_some());
        // In a list of words the number stands alone; without one, the target stands on the same page.
        let alone = || places.printed.text[link.end..].starts_with(&target.to_string());
        if link.names.unwrap_or(link.at) != *target && !alone() {
            let (from, to, at) = (&link.from, &link.to, link.at);
            wrong.push(format!("{from}, page {at}: {to} stands on {target}, not on {:?}", link.names));
        }
    }
    assert!(named > 500, "too few references were read: {named}");
    assert!(wrong.is_empty(), "{} of {named}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn contents_and_index_name_the_pages_on_which_things_stand() {
    let places = places();
    let (outcome, _) = guide();
    let book = &outcome.built.book;
    let text = &places.printed.text;
    let first = places.begins.values().min().copied().unwrap();
    let (contents, last) = (places.printed.pages(1, first - 1), places.printed.page(text.len() - 1));
    let register = places.printed.pages(places.begins.values().max().copied().unwrap(), last);
    let register = &register[register.rfind("Register").unwrap()..];
    let named = |all: &str, word: &str, page: usize| {
        all.match_indices(word).any(|(at, _)| {
            // What follows may begin with a digit too.
            all[at + word.len()..].trim_start_matches('.').starts_with(&page.to_string())
        })
    };
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (number, page) in (0..).map(PageNo).zip(&book.pages) {
        let Some(begins) = places.begins.get(page.out.as_str()) else { continue };
        let title = letters(&page.common.title);
        let (all, name) = match page.kind {
            Kind::Definition(_) => (register, "index"),
            _ => (contents, "contents"),
        };
        let in_index = book.terms.iter().any(|term| term.page == number);
        if name == "index" && !in_index {
            continue;
        }
        count += 1;
        let small = title.chars().next().map(|first| first.to_lowercase().chain(title.chars().skip(1)).collect());
        let words = [Some(title.clone()), small];
        if !words.iter().flatten().any(|word: &String| named(all, word, *begins)) {
            wrong.push(format!("{name}: {title} begins on page {begins}"));
        }
    }
    assert!(count > 90, "too little was read: {count}");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_page_is_almost_empty() {
    const LEAST: usize = 250;
    let places = places();
    let (outcome, _) = guide();
    let parts: Vec<String> =
        outcome.built.book.nav.parts.iter().filter_map(|part| part.title.as_deref()).map(letters).collect();
    let title = letters(&outcome.built.book.config.book.title);
    let begins_a_part = |text: &str| parts.iter().any(|part| text.starts_with(part.as_str()));
    let all = places.printed.page(places.printed.text.len() - 1);
    let on = |page: usize| if page <= all { places.printed.pages(page, page) } else { "" };
    // Nothing at all stands on the page before a part alone, so that the part begins on a right-hand one.
    let meant = |page: usize| match on(page) {
        "" => begins_a_part(on(page + 1)),
        text => text.starts_with(&title) || begins_a_part(text),
    };
    let texts = (1..=all).map(|page| (page, on(page)));
    let little: Vec<_> = texts.filter(|(page, text)| !meant(*page) && text.chars().count() < LEAST).collect();
    assert!(little.is_empty(), "{little:#?}");
}

#[test]
fn the_short_book_is_as_long_as_a_meeting_reads() {
    let (outcome, _) = guide();
    let (_, short) = outcome.files.iter().find(|(path, _)| path.ends_with("-kort.pdf")).expect("a short book");
    let about = super::pdfinfo(short, &[]);
    let pages = about.lines().find_map(|line| line.strip_prefix("Pages:")).and_then(|count| count.trim().parse().ok());
    assert!(pages.is_some_and(|pages: usize| (20..=25).contains(&pages)), "{about}");
}

#[test]
fn no_document_ends_with_a_few_lines_on_a_page_of_their_own() {
    // Points from the upper edge of the sheet: some five lines below its margin. Lines to write on count.
    const LEAST: f64 = 170.0;
    let (outcome, book) = guide();
    // A slide is a page by itself, however little it says.
    let is_slides = |path: &str| {
        let page = outcome.built.book.pages.iter().find(|page| page.out.as_str().replace(".html", ".pdf") == path);
        matches!(page.map(|page| &page.kind), Some(Kind::Document(fill_in)) if fill_in.layout() == Layout::Slides)
    };
    let documents: Vec<&String> = (outcome.files.keys())
        .filter(|path| super::is_pdf(path) && path.as_str() != book && !is_slides(path))
        .collect();
    assert!(documents.len() > 5, "{documents:?}");
    for path in documents {
        let end = end_of_text(&outcome.files[path]);
        assert!(end >= LEAST, "{path}: the last page ends {end} points from above");
    }
}

/// The lower edge of the last word on the last page, the footer not counted, in points from the upper edge of the sheet.
fn end_of_text(pdf: &[u8]) -> f64 {
    let pages = poppler("pdftotext", &["-bbox"], pdf);
    let last = pages.rsplit("<page ").next().unwrap_or_default();
    let value = |line: &str, name: &str| -> Option<f64> {
        line.split_once(name)?.1.trim_start_matches("=\"").split('"').next()?.parse().ok()
    };
    let height = value(last, "height").unwrap();
    let ends =
        last.lines().filter(|line| line.trim_start().starts_with("<word")).filter_map(|line| value(line, "yMax"));
    ends.filter(|end| *end < height - 60.0).fold(0.0, f64::max)
}
