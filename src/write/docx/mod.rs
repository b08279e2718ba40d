//! Word: every document, checklist and assessment as a file that can be filled in in Word itself,
//! and as a script with the same bytes, which the reader's browser fills in.
//!
//! In: a [`Book`], or a [`Finished`] document. Out: OOXML with styles, lists, headers of tables and
//! content controls; `tag` tells what a control is for. What has no form here is told of. Also any page for comments
//! ([`for_comments`]), to be read back by `import/`.
//!
//! Invariant: the same book gives the same bytes; there is one layout, for the file to be filled in
//! and for the finished one.

mod assessment;
mod body;
mod control;
mod data;
mod logo;
mod marks;
mod package;
mod tags;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rayon::prelude::*;

use super::lost::{Losses, WrittenForm};
use super::write_failed;
use crate::config::Color;
use crate::diagnostic::Diagnostic;
use crate::document::PageNo;
use crate::draft::Page;
use crate::fill::{Finished, added_places, cites, is_form};
use crate::kind::Kind;
use crate::language::WordStyleNames;
use crate::resolve::{Book, Reference, word_path, word_script};
use crate::sink::{OutPath, Sink};
use crate::theme::{Texts, Theme};
use crate::view::condition::ConditionWords;
use crate::view::with_generated;
use crate::vocabulary::Layout;
use crate::word::{CARRIED, FILL_NAMESPACE, OwnStyle, PAGE_NAMESPACE};

pub use package::SharedParts;

use crate::write::xml::Xml;
use body::{
    BULLETS, DocxBody, FIRST_LIST, FormText, LIST_STYLES, LinkTargets, PageMarks, RunLook, TEXT_WIDTH, TOP, link_id,
    list_style,
};
use logo::Logo;
use tags::ControlType;

/// Writes the Word files of a book. A file that the book brings itself stays.
#[must_use]
pub fn write(book: &Book, theme: &Theme, sink: &dyn Sink) -> Vec<Diagnostic> {
    write_forms(book, theme, sink, None)
}

/// As [`write()`], for one of many editions of a book: a part that they have in common is packed once.
#[must_use]
pub fn write_shared(book: &Book, theme: &Theme, sink: &dyn Sink, parts: &SharedParts) -> Vec<Diagnostic> {
    write_forms(book, theme, sink, Some(parts))
}

fn write_forms(book: &Book, theme: &Theme, sink: &dyn Sink, parts: Option<&SharedParts>) -> Vec<Diagnostic> {
    let one = |(number, page): (usize, &Arc<Page>)| {
        let number = PageNo(u32::try_from(number).unwrap_or(u32::MAX));
        let path = word_path(page)?;
        let bytes = packed_form(book, number, parts, theme.interface().of(book.language(page)));
        let script = word_script(&path)?;
        let files = [(script, script_of(&page.id, &bytes)), (path, bytes)];
        let is_brought = |path: &OutPath| book.assets.contains_key(path);
        let put = |(path, bytes): (OutPath, Vec<u8>)| sink.put(&path, &bytes).err().map(|error| write_failed(&error));
        let found: Vec<Diagnostic> = files.into_iter().filter(|file| !is_brought(&file.0)).filter_map(put).collect();
        let mut losses = Losses::default();
        losses.add_text(WrittenForm::Word, &page.body);
        Some((losses, found))
    };
    let own = |(_, page): &(usize, &Arc<Page>)| is_form(page) && !page.abroad;
    let written: Vec<_> = book.pages.par_iter().enumerate().filter(own).filter_map(one).collect();
    let (mut losses, mut failed) = (Losses::default(), Vec::new());
    for (lost, mut said) in written {
        losses.append(lost);
        failed.append(&mut said);
    }
    let mut found = losses.told(WrittenForm::Word);
    found.append(&mut failed);
    found
}

/// A script that hands the file over: nothing else can be read from a folder on disk.
fn script_of(id: &str, bytes: &[u8]) -> Vec<u8> {
    let id = serde_json::Value::from(id);
    format!("brobygger.wordFile({id},\"{}\");\n", BASE64.encode(bytes)).into_bytes()
}

/// A page as a Word file to fill in.
#[must_use]
pub fn form(book: &Book, number: PageNo, texts: &Texts) -> Vec<u8> {
    packed_form(book, number, None, texts)
}

fn packed_form(book: &Book, number: PageNo, parts: Option<&SharedParts>, texts: &Texts) -> Vec<u8> {
    let page = book.page(number);
    let words = FormText { page, words: ConditionWords::of(page, texts) };
    let blocks = with_generated(book, texts, &page.body.blocks);
    let cited = cites(&page.body);
    let works: Vec<&Reference> = book.works_of(number).iter().filter(|work| cited.contains(&*work.id)).collect();
    let document = matches!(page.kind, Kind::Document(_));
    let mut body = DocxBody::new(book, texts, &page.body, works, Some(words), document);
    body.lang = book.language(page);
    body.notes_for = Some(&page.kind);
    let layout = page.kind.layout();
    body.slides = layout.into();
    body.styled("Title", |body| {
        let title = |body: &mut DocxBody<'_>| body.written(&page.common.title, RunLook::default());
        // Where the finished text has another title, the script finds this one by its control.
        match &page.kind {
            Kind::Document(fill_in) if fill_in.heading.is_some() => {
                body.control("title", "", &ControlType::Hidden, false, title);
            }
            _ => title(body),
        }
    });
    if document {
        body.control("guidance", "", &ControlType::Hidden, false, |body| {
            body.styled(OwnStyle::Guidance.id(), |body| body.written(texts.get("word-how"), RunLook::default()));
        });
    }
    let places = added_places(&page.kind, &blocks);
    for (at, block) in blocks.iter().enumerate() {
        body.blocks_before(std::slice::from_ref(block), blocks.get(at + 1), TOP);
        if let Some(heading) = places.get(&at) {
            let label = texts.get("word-own-question");
            body.control(&format!("added:{heading}"), label, &ControlType::Rich, true, |body| {
                body.styled("ListBullet", |body| body.written(label, RunLook::placeholder()));
            });
        }
    }
    if let Kind::Assessment(assessment) = &page.kind {
        body.assessment(assessment);
    }
    body.works();
    let data = body.data(page);
    file(body, &page.common.title, book.language(page), layout, &Sheet::Form(&data), parts)
}

/// A file beside its text: a form, or finished.
enum Sheet<'a> {
    /// A form of the book, with what the script of the page needs to fill it in.
    Form(&'a str),
    /// A document that belongs to whoever filled it in, with their name.
    Finished(Option<&'a str>),
    /// A page for comments, with what its file says.
    Comments(&'a str),
}

impl Sheet<'_> {
    /// XML that the file carries beside its text, and the namespace of it.
    fn data(&self) -> Option<(&str, &'static str)> {
        match self {
            Self::Form(data) => Some((data, FILL_NAMESPACE)),
            Self::Comments(source) => Some((source, PAGE_NAMESPACE)),
            Self::Finished(_) => None,
        }
    }
}

/// A finished document as a Word file.
#[must_use]
pub fn finished(book: &Book, texts: &Texts, finished: &Finished<'_>) -> Vec<u8> {
    let mut body = DocxBody::new(book, texts, &finished.body, finished.works.clone(), None, false);
    body.lang = finished.lang;
    body.notes_for = Some(&book.page(finished.page).kind);
    body.slides = finished.layout.into();
    body.styled("Title", |body| body.run(&finished.heading, RunLook::default()));
    body.blocks(&finished.body.blocks, TOP);
    body.works();
    file(body, &finished.title, finished.lang, finished.layout, &Sheet::Finished(finished.owner.as_deref()), None)
}

/// A page as a Word file for comments: its title, its summary and its text, with marks for what is the program's.
/// The file carries what the page says now (`source`), so that changes of both can be brought together later.
#[must_use]
pub fn for_comments(book: &Book, number: PageNo, texts: &Texts, source: &str) -> Vec<u8> {
    let page = book.page(number);
    let mut body = DocxBody::new(book, texts, &page.body, Vec::new(), None, false);
    body.lang = book.language(page);
    body.marks = Some(PageMarks { page, words: ConditionWords::of(page, texts), written: source, is_within: false });
    body.styled("Title", |body| body.written(&page.common.title, RunLook::default()));
    if !page.common.summary.is_empty() {
        body.styled("Subtitle", |body| body.written(&page.common.summary, RunLook::default()));
    }
    body.blocks(page.blocks(), TOP);
    file(body, &page.common.title, book.language(page), Layout::Pages, &Sheet::Comments(source), None)
}

/// The parts of the file.
fn file(
    body: DocxBody<'_>,
    title: &str,
    lang: &str,
    layout: Layout,
    sheet: &Sheet<'_>,
    shared: Option<&SharedParts>,
) -> Vec<u8> {
    let (book, texts) = (body.book, body.texts);
    let language = book.config.languages.of(lang);
    let lang = language.locale(lang);
    let accent = book.config.theme.accent.light;
    let with = |part: &str| {
        part.replace("LISTS", &list_styles(&language.word_styles))
            .replace("ACCENT", &hex(accent))
            .replace("TINT", &hex(tint(accent)))
            .replace("LANGUAGE", lang)
            .into_bytes()
    };
    let data = sheet.data();
    let creator = match sheet {
        Sheet::Form(_) | Sheet::Comments(_) => book.config.book.authors.join(", "),
        Sheet::Finished(owner) => owner.unwrap_or_default().to_owned(),
    };
    let [links, note_links] = &body.links;
    let logo = logo::logo(book);
    let pictures: Vec<(&str, &str)> = logo.iter().map(|logo| ("image", logo.target.as_str())).collect();
    let of_document = [DOCUMENT_PARTS, &pictures].concat();
    let logo_path = logo.as_ref().map(|logo| format!("word/{}", logo.target));
    let mut parts = vec![
        ("[Content_Types].xml", include_bytes!("parts/content-types.xml").to_vec()),
        ("_rels/.rels", include_bytes!("parts/rels.xml").to_vec()),
        ("word/_rels/document.xml.rels", relations(&of_document, links, data.is_some())),
        ("word/_rels/footnotes.xml.rels", relations(&[], note_links, false)),
        ("word/styles.xml", with(&named(&styles(layout), &language.word_styles))),
        ("word/settings.xml", with(include_str!("parts/settings.xml"))),
        ("word/numbering.xml", numbering(&body.lists)),
        ("word/footer1.xml", footer(book, texts, sheet)),
        ("docProps/core.xml", core(title, lang, &creator)),
        ("docProps/app.xml", include_bytes!("parts/app.xml").to_vec()),
        ("word/footnotes.xml", footnotes(body.notes)),
        ("word/document.xml", document(body.xml, layout, logo.as_ref())),
    ];
    if let Some((data, namespace)) = data {
        let mut xml = Xml::document();
        xml.element(CARRIED, &[("xmlns", namespace)], data);
        parts.push(("customXml/_rels/item1.xml.rels", include_bytes!("parts/item-rels.xml").to_vec()));
        let properties = include_str!("parts/item-props.xml").replace("NAMESPACE", namespace);
        parts.push(("customXml/itemProps1.xml", properties.into_bytes()));
        parts.push(("customXml/item1.xml", xml.into_bytes()));
    } else if let Some(types) = parts.first_mut() {
        let text = include_str!("parts/content-types.xml");
        let end = text.find("<Override PartName=\"/customXml").unwrap_or(text.len());
        types.1 = format!("{}</Types>", text.get(..end).unwrap_or(text)).into_bytes();
    }
    if let (Some(logo), Some(path)) = (&logo, &logo_path) {
        if let Some(types) = parts.first_mut() {
            let (ending, kind) = logo.kind;
            let with = format!("<Default Extension=\"{ending}\" ContentType=\"{kind}\"/><Override");
            types.1 = String::from_utf8_lossy(&types.1).replacen("<Override", &with, 1).into_bytes();
        }
        parts.push((path, logo.bytes.to_vec()));
    }
    package::pack(&parts, shared)
}

/// The namespaces of a part with text.
const NAMESPACES: [(&str, &str); 6] = [
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("xmlns:w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
    ("xmlns:w15", "http://schemas.microsoft.com/office/word/2012/wordml"),
    ("mc:Ignorable", "w14 w15"),
];

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts that the text refers to, by their kind.
const DOCUMENT_PARTS: &[(&str, &str)] = &[
    ("styles", "styles.xml"),
    ("settings", "settings.xml"),
    ("numbering", "numbering.xml"),
    ("footnotes", "footnotes.xml"),
    ("footer", "footer1.xml"),
];

/// The number of the relation to the footer, as [`DOCUMENT_PARTS`] has it, and to the logo, which comes after them.
const FOOTER: &str = "rId5";
const LOGO: &str = "rId6";

/// The styles. Slides have larger letters, which can be read from the other side of a room, and a page for each section.
fn styles(layout: Layout) -> String {
    const SIZE: &str = " w:val=\"";
    let standard = include_str!("parts/styles.xml");
    if layout == Layout::Pages {
        return standard.to_owned();
    }
    let larger = |line: &str| {
        let mut out = String::new();
        for (number, part) in line.split("<w:sz").enumerate() {
            let size = part.split_once(SIZE).and_then(|(cs, rest)| Some((cs, rest.split_once('"')?)));
            match size.and_then(|(cs, (size, rest))| Some((cs, size.parse::<u32>().ok()?, rest))) {
                Some((cs, size, rest)) if number > 0 => {
                    let _ = write!(out, "<w:sz{cs}{SIZE}{}\"{rest}", size * 17 / 10);
                }
                _ if number > 0 => out.extend(["<w:sz", part]),
                _ => out.push_str(part),
            }
        }
        out
    };
    let line = |line: &str| {
        if line.contains("w:styleId=\"Heading1\"") {
            return larger(line).replacen("<w:keepLines/>", "<w:keepLines/><w:pageBreakBefore/>", 1);
        }
        if line.contains("w:styleId=\"Title\"") {
            return line.replace("\"44\"", "\"28\"");
        }
        if line.contains("w:styleId=\"Footer\"") {
            return line.replace(&TEXT_WIDTH.to_string(), SLIDE_WIDTH);
        }
        larger(line)
    };
    standard.lines().map(|written| line(written) + "\n").collect()
}

/// The width of the text of a slide.
const SLIDE_WIDTH: &str = "14002";

fn document(content: Xml, layout: Layout, logo: Option<&Logo<'_>>) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.within("w:document", &NAMESPACES, |xml| {
        xml.within("w:body", &[], |xml| {
            if let Some(logo) = logo {
                logo.paragraph(xml, LOGO);
            }
            xml.insert(content);
            xml.within("w:sectPr", &[], |xml| {
                xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", FOOTER)]);
                let (short, long) = ("11906", "16838");
                match layout {
                    Layout::Pages => xml.empty("w:pgSz", &[("w:w", short), ("w:h", long)]),
                    Layout::Slides => {
                        xml.empty("w:pgSz", &[("w:w", long), ("w:h", short), ("w:orient", "landscape")]);
                    }
                }
                let margins = [("w:top", "1304"), ("w:right", "1418"), ("w:bottom", "1304"), ("w:left", "1418")];
                let rest = [("w:header", "709"), ("w:footer", "567"), ("w:gutter", "0")];
                xml.empty("w:pgMar", &[margins.as_slice(), rest.as_slice()].concat());
            });
        });
    });
    xml.into_bytes()
}

fn footnotes(notes: Xml) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.within("w:footnotes", &NAMESPACES, |xml| {
        // The lines that Word draws over footnotes.
        for (kind, id, mark) in
            [("separator", "-1", "w:separator"), ("continuationSeparator", "0", "w:continuationSeparator")]
        {
            xml.within("w:footnote", &[("w:type", kind), ("w:id", id)], |xml| {
                xml.within("w:p", &[], |xml| {
                    xml.within("w:pPr", &[], |xml| {
                        xml.empty("w:spacing", &[("w:after", "0"), ("w:line", "240"), ("w:lineRule", "auto")]);
                    });
                    xml.within("w:r", &[], |xml| xml.empty(mark, &[]));
                });
            });
        }
        xml.insert(notes);
    });
    xml.into_bytes()
}

/// The page, and beside it in a form the book's title, and the licence under it; in a finished document the
/// name of whose it is. In a form what is the book's stands in controls, by which the script finds it.
fn footer(book: &Book, texts: &Texts, sheet: &Sheet<'_>) -> Vec<u8> {
    let mut xml = Xml::document();
    let text = |xml: &mut Xml, text: &str| {
        xml.within("w:r", &[], |xml| xml.element("w:t", &[("xml:space", "preserve")], text));
    };
    let field = |xml: &mut Xml, name: &str| {
        xml.within("w:fldSimple", &[("w:instr", name)], |xml| {
            xml.within("w:r", &[], |xml| xml.element("w:t", &[], "1"));
        });
    };
    xml.within("w:ftr", &NAMESPACES, |xml| {
        xml.within("w:p", &[], |xml| {
            xml.within("w:pPr", &[], |xml| xml.val("w:pStyle", "Footer"));
            match sheet {
                Sheet::Form(_) => hidden(xml, "owner", "1000001", |xml| text(xml, &book.config.book.title)),
                Sheet::Comments(_) => text(xml, &book.config.book.title),
                Sheet::Finished(Some(owner)) => text(xml, owner),
                Sheet::Finished(None) => {}
            }
            xml.within("w:r", &[], |xml| xml.empty("w:tab", &[]));
            text(xml, &format!("{} ", texts.get("word-page")));
            field(xml, "PAGE");
            text(xml, &format!(" {} ", texts.get("word-of")));
            field(xml, "NUMPAGES");
            if let (Sheet::Form(_), Some(licence)) = (sheet, &book.config.site.licence) {
                hidden(xml, "guidance", "1000002", |xml| {
                    xml.within("w:r", &[], |xml| xml.empty("w:br", &[]));
                    text(xml, &texts.fill("licence", &[("name", &licence.name)]));
                });
            }
        });
    });
    xml.into_bytes()
}

/// A control that shows itself as none.
fn hidden(xml: &mut Xml, tag: &str, id: &str, inside: impl FnOnce(&mut Xml)) {
    xml.within("w:sdt", &[], |xml| {
        xml.within("w:sdtPr", &[], |xml| {
            xml.val("w:tag", tag);
            xml.val("w:id", id);
            xml.empty("w15:appearance", &[("w15:val", "hidden")]);
        });
        xml.within("w:sdtContent", &[], inside);
    });
}

fn core(title: &str, lang: &str, creator: &str) -> Vec<u8> {
    let mut xml = Xml::document();
    let namespaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    xml.within("cp:coreProperties", &namespaces, |xml| {
        xml.element("dc:title", &[], title);
        if !creator.is_empty() {
            xml.element("dc:creator", &[], creator);
        }
        xml.element("dc:language", &[], lang);
    });
    xml.into_bytes()
}

fn relations(parts: &[(&str, &str)], links: &LinkTargets, data: bool) -> Vec<u8> {
    let mut xml = Xml::document();
    let namespace = [("xmlns", "http://schemas.openxmlformats.org/package/2006/relationships")];
    xml.within("Relationships", &namespace, |xml| {
        let data = data.then_some(("customXml", "../customXml/item1.xml"));
        for (number, (kind, target)) in (1..).zip(parts.iter().copied().chain(data)) {
            let (id, kind) = (format!("rId{number}"), format!("{RELATIONS}/{kind}"));
            xml.empty("Relationship", &[("Id", &id), ("Type", &kind), ("Target", target)]);
        }
        for (number, address) in links.iter().enumerate() {
            let (id, kind) = (link_id(number), format!("{RELATIONS}/hyperlink"));
            let outside = ("TargetMode", "External");
            xml.empty("Relationship", &[("Id", &id), ("Type", &kind), ("Target", address), outside]);
        }
    });
    xml.into_bytes()
}

/// One list of bullets for all, and a list for every ordered one, which begins anew.
fn numbering(lists: &[(usize, u64)]) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.within("w:numbering", &NAMESPACES[..1], |xml| {
        for (id, ordered) in [("0", false), ("1", true)] {
            xml.within("w:abstractNum", &[("w:abstractNumId", id)], |xml| {
                xml.val("w:multiLevelType", "hybridMultilevel");
                for level in 0..9 {
                    list_level(xml, level, ordered);
                }
            });
        }
        let number = |xml: &mut Xml, id: usize, list: &str, start: Option<(usize, u64)>| {
            xml.within("w:num", &[("w:numId", &id.to_string())], |xml| {
                xml.val("w:abstractNumId", list);
                if let Some((level, start)) = start {
                    xml.within("w:lvlOverride", &[("w:ilvl", &level.to_string())], |xml| {
                        xml.val("w:startOverride", &start.to_string());
                    });
                }
            });
        };
        number(xml, BULLETS, "0", None);
        for (at, start) in lists.iter().enumerate() {
            number(xml, FIRST_LIST + at, "1", Some(*start));
        }
    });
    xml.into_bytes()
}

fn list_level(xml: &mut Xml, level: usize, ordered: bool) {
    xml.within("w:lvl", &[("w:ilvl", &level.to_string())], |xml| {
        xml.val("w:start", "1");
        xml.val("w:numFmt", if ordered { "decimal" } else { "bullet" });
        if !ordered && level < LIST_STYLES {
            xml.val("w:pStyle", &list_style("ListBullet", level + 1));
        }
        let text = format!("%{}.", level + 1);
        xml.val("w:lvlText", if ordered { &text } else { ["•", "–", "▪"][level % 3] });
        xml.val("w:lvlJc", "left");
        let left = (397 * (level + 1)).to_string();
        xml.within("w:pPr", &[], |xml| xml.empty("w:ind", &[("w:left", &left), ("w:hanging", "397")]));
    });
}

/// The styles, with the names that Word shows of ours.
fn named(styles: &str, names: &WordStyleNames) -> String {
    OwnStyle::ALL.into_iter().fold(styles.to_owned(), |styles, style| {
        let called = |name: &str| format!(" w:styleId=\"{}\"><w:name w:val=\"{name}\"/>", style.id());
        styles.replacen(&called("NAME"), &called(style.name(names)), 1)
    })
}

/// The styles of lists, level by level.
fn list_styles(names: &WordStyleNames) -> String {
    let mut xml = Xml::part();
    let names = [
        ("ListBullet", "List Bullet"),
        ("ListNumber", "List Number"),
        ("ListContinue", "List Continue"),
        (OwnStyle::Choice.id(), OwnStyle::Choice.name(names)),
    ];
    for (id, name) in names {
        for level in 1..=LIST_STYLES {
            let name = if level == 1 { name.to_owned() } else { format!("{name} {level}") };
            let mut attributes = vec![("w:type", "paragraph")];
            if id == OwnStyle::Choice.id() {
                attributes.push(("w:customStyle", "1"));
            }
            let style = list_style(id, level);
            attributes.push(("w:styleId", &style));
            xml.within("w:style", &attributes, |xml| {
                xml.val("w:name", &name);
                xml.val("w:basedOn", "Normal");
                xml.val("w:uiPriority", "99");
                xml.empty("w:qFormat", &[]);
                xml.within("w:pPr", &[], |xml| {
                    if id == "ListBullet" {
                        xml.within("w:numPr", &[], |xml| {
                            xml.val("w:ilvl", &(level - 1).to_string());
                            xml.val("w:numId", &BULLETS.to_string());
                        });
                    }
                    xml.empty("w:spacing", &[("w:after", "80")]);
                    let left = (397 * level).to_string();
                    let hanging = if id == "ListContinue" { "0" } else { "397" };
                    xml.empty("w:ind", &[("w:left", &left), ("w:hanging", hanging)]);
                });
            });
        }
    }
    String::from_utf8(xml.into_bytes()).unwrap_or_default()
}

fn hex(color: Color) -> String {
    color.css().trim_start_matches('#').to_uppercase()
}

/// A colour so light that text stands well on it.
fn tint(color: Color) -> Color {
    Color { rgb: color.rgb.map(|part| 255 - (255 - part) / 12) }
}
