//! `book.toml`: the only place that knows TOML.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::color::TooLight;
use super::languages::{key_of, language_folder, languages_of};
use super::{
    Accent, Color, Config, Download, EditionOf, Host, LinkPolicy, NamedAddress, Organisation, Redirect, SiteImage,
};
use crate::diagnostic::{Code, Diagnostic, Warned, nearest};
use crate::language::{LAST_RESORT, Language, bcp47, origin_keys};
use crate::said::{Phrase, said};
use crate::schema::{Key, KeyValue, Node, Places, Shape, TEXTS, Value, check};
use crate::sink::OutPath;
use crate::source::{Source, Span, first_version, is_closed};
use crate::text::{is_blank, nfc};

const TEXT: Shape = Shape::Text(400);

const BOOK: &[Key] = &[
    Key::new("title", TEXT, "the title of the book"),
    Key::new("authors", TEXTS, "who wrote it"),
    Key::new("description", TEXT, "what it is, in a sentence"),
    Key::new("language", Shape::Text(35), "the language, as in HTML"),
    Key::new("languages", Shape::List(&Shape::Text(35)), "the languages it is written in, the source first"),
    Key::new("src", TEXT, "the folder of the content"),
    Key::new("version", Shape::Text(40), "its version, for editions: 2.1"),
    Key::new("text-direction", Shape::OneOf(&["ltr", "rtl"]), "which way lines run"),
    Key::new("multilingual", Shape::Bool, "mdBook's; not used"),
];

const BUILD: &[Key] = &[
    Key::new("build-dir", TEXT, "where the site is written"),
    Key::new("create-missing", Shape::Bool, "mdBook's; not used"),
    Key::new("use-default-preprocessors", Shape::Bool, "mdBook's; not used"),
    Key::new("extra-watch-dirs", TEXTS, "mdBook's; not used"),
];

/// A name, and an address on the web.
const NAMED: Shape =
    Shape::Map(&[Key::new("name", TEXT, "what it is called").required(), Key::new("url", TEXT, "its address")]);

/// Servers that a site can bring rules for.
const HOSTS: &[&str] = &["apache", "github-pages", "gitlab-pages", "iis", "netlify", "nginx"];

/// Files that readers may take with them.
const DOWNLOADS: &[&str] = &["site", "epub", "kit", "terms", "open-terms", "markdown"];

/// A picture of the content, and what it shows.
const IMAGE: Shape = Shape::Map(&[
    Key::new("path", TEXT, "a picture in the content").required(),
    Key::new("alt", TEXT, "what it shows, for those who do not see it").required(),
]);

const SITE: &[Key] = &[
    Key::new("url", TEXT, "the address the site is published at"),
    Key::new("edit-url", TEXT, "where a page's source can be edited, with `{path}`"),
    Key::new("history-url", TEXT, "where the changes of a page's source are listed, with `{path}`"),
    Key::new(
        "feedback",
        TEXT,
        "where readers write about a page: `https://…` or `mailto:…`, with `{path}` and `{title}`",
    ),
    Key::new("licence", NAMED, "the licence of the text"),
    Key::new("law-register", NAMED, "where the wording of the law is found, named under what pages say of law"),
    Key::new("source", TEXT, "the address of the source of the book and of the program"),
    Key::new("called", Shape::Text(60), "what readers call the book, as in `search …`: the handbook"),
    Key::new("image", IMAGE, "the picture that other services show with a link to a page"),
    Key::new("csp", Shape::Bool, "whether pages carry a Content-Security-Policy"),
    Key::new("hosting", Shape::List(&Shape::OneOf(HOSTS)), "the servers that the site brings rules for"),
    Key::new("download", Shape::List(&Shape::OneOf(DOWNLOADS)), "what readers may take with them"),
    Key::new("changes", Shape::Bool, "whether readers are told what has changed, as noted in endringer.yaml"),
];

const LANGUAGE: &[Key] = &[
    Key::new("title", TEXT, "the title of the book in it"),
    Key::new("description", TEXT, "what the book is, in a sentence"),
    Key::new("called", Shape::Text(60), "what readers call the book"),
    Key::new("licence-url", TEXT, "the address of the licence in it"),
    Key::new("image-alt", TEXT, "what the picture of the site shows"),
];

const ORGANISATION: &[Key] = &[
    Key::new("name", TEXT, "its name"),
    Key::new("kind", Shape::Text(100), "what kind of employer it is, one of `employers:` in ordliste.yaml"),
    Key::new("number", Shape::Text(20), "its number in the register of organisations, nine digits"),
    Key::new("unit", TEXT, "the unit"),
    Key::new("contact", TEXT, "how to reach it"),
    Key::new("accessibility-statement", TEXT, "the address of its accessibility statement, or the id of a page"),
];

const THEME: &[Key] = &[
    Key::new("name", Shape::Text(100), "a folder under themes/"),
    Key::new("accent", Shape::Text(20), "the accent colour, #rrggbb"),
    Key::new("logo", TEXT, "a picture in the content"),
];

const LINK_POLICIES: &[(&str, LinkPolicy)] = &[
    ("first-in-section", LinkPolicy::FirstInSection),
    ("first-in-page", LinkPolicy::FirstInPage),
    ("every", LinkPolicy::Every),
];

/// Papers that a book is set on.
const PAPERS: &[&str] = &["a4", "a5", "iso-b5", "us-letter"];

/// Keys of front matter that a book may require.
fn requirable() -> impl Iterator<Item = &'static str> + Clone {
    let mut involved: Vec<&str> = origin_keys().map(|keys| keys.involved).collect();
    involved.dedup();
    ["authors", "reviewed", "sources"].into_iter().chain(involved)
}

/// A page that an edition does without: its id, or also where links to it lead instead.
const REMOVED: Shape = Shape::Either(&[
    TEXT,
    Shape::Map(&[
        Key::new("page", TEXT, "the id of the page").required(),
        Key::new("to", TEXT, "the page that links to it lead to instead").required(),
    ]),
]);

pub(super) const BASE: &[Key] = &[
    Key::new("path", TEXT, "the folder of the book that this one is an edition of").required(),
    Key::new("version", Shape::Text(40), "the version of that book that this one was written for: 2"),
    Key::new("remove", Shape::List(&REMOVED), "the pages that this edition does without"),
];

const EDITION: &[Key] = &[
    Key::new("title", TEXT, "the title of the book it was made from").required(),
    Key::new("by", TEXTS, "who adapted it"),
    Key::new("changed", Shape::MapOf(&TEXTS), "the pages that were changed, and by whom"),
    Key::new("stale", TEXTS, "pages where the book below has changed in substance since"),
];

const TABLES: &[Key] = &[
    Key::new("base", Shape::Map(BASE), "the book that this one is an edition of"),
    Key::new("edition", Shape::Map(EDITION), "what it was made from, as the program writes it"),
    Key::new("book", Shape::Map(BOOK), "the book"),
    Key::new("languages", Shape::MapOf(&Shape::Map(LANGUAGE)), "what the book is called in other languages"),
    Key::new("build", Shape::Map(BUILD), "the build"),
    Key::new("site", Shape::Map(SITE), "the site"),
    Key::new("organisation", Shape::Map(ORGANISATION), "whose edition this is"),
    Key::new("theme", Shape::Map(THEME), "how it looks"),
    Key::new(
        "glossary",
        Shape::Map(&[Key::new(
            "link",
            Shape::OneOf(&["first-in-section", "first-in-page", "every"]),
            "which mentions are links",
        )]),
        "the glossary",
    ),
    Key::new(
        "content",
        Shape::Map(&[
            Key::new("require", TEXTS, "keys that every front matter must have"),
            Key::new("lix-max", Shape::Number, "the highest LIX without a warning"),
            Key::new("leave-out", TEXTS, "Markdown files that are no pages"),
        ]),
        "the content",
    ),
    Key::new("citations", Shape::Map(&[Key::new("style", Shape::Text(100), "the style of citations")]), "citations"),
    Key::new(
        "markdown",
        Shape::Map(&[Key::new("raw-html", Shape::OneOf(&["allow", "refuse"]), "whether raw HTML is allowed")]),
        "the Markdown",
    ),
    Key::new(
        "pdf",
        Shape::Map(&[
            Key::new("enabled", Shape::Bool, "whether PDFs are made"),
            Key::new("paper", Shape::OneOf(PAPERS), "the size of the paper"),
            Key::new("parts", TEXTS, "the titles of the parts that stand in the book"),
            Key::new("leave-out", TEXTS, "the ids of pages that stand in the site alone"),
            Key::new("short", TEXTS, "the ids of the pages of the short book, in their order"),
        ]),
        "the printed book",
    ),
];

/// Tables that belong to mdBook and are passed over.
const OTHERS: &[&str] = &["output", "preprocessor", "rust"];

/// Reads `book.toml`. What cannot be used is reported and left at its default.
#[must_use]
pub fn parse_config(source: &Source) -> Warned<Config> {
    parse(source, has_only_mdbooks_tables)
}

/// As [`parse_config`], of a book that is no mdBook book, whatever tables it has.
#[must_use]
pub fn parse_own_config(source: &Source) -> Warned<Config> {
    parse(source, |_| false)
}

fn parse(source: &Source, is_mdbooks: impl FnOnce(&Node) -> bool) -> Warned<Config> {
    let Warned { value: mut tree, mut diagnostics } = tree_of(source);
    let (redirects, hidelines) = (redirects_of(&tree, source), hidelines_of(&tree));
    let smart = output_html(&tree, "smart-punctuation").map(|node| node.value.clone());
    pass_over_others(&mut tree, source, &mut diagnostics);
    let is_toml = diagnostics.iter().all(|d| d.code != Code::BadConfig);
    if is_toml {
        diagnostics.extend(check(&tree, &Shape::Map(TABLES), source.id));
    }
    let places = Places::of(&tree, source.id);
    let mdbook = is_toml && is_mdbooks(&tree);
    let mut config = read(&tree, &places, mdbook, &mut diagnostics);
    config.redirects = redirects;
    config.hidelines = hidelines;
    if config.mdbook {
        config.smart_punctuation = smart != Some(Value::Bool(false));
        // mdBook of one version has keys that another has not.
        diagnostics.iter_mut().filter(|d| d.code == Code::UnknownKey).for_each(|d| d.mild = true);
        if tree.get("book").and_then(|book| book.get("language")).is_none() {
            config.book.language = LAST_RESORT.into();
        }
    }
    if tree.get("book").and_then(|book| book.get("title")).is_none() {
        config.book.title = config.language().untitled.into();
    }
    Warned::new(config, diagnostics)
}

/// The values of a file with their places, as far as it is TOML.
pub(super) fn tree_of(source: &Source) -> Warned<Node> {
    // Of a conflict of a merge `build` speaks.
    let text = first_version(&source.text);
    let (table, errors) = DeTable::parse_recoverable(&text);
    let diagnostics = errors
        .iter()
        .map(|error| {
            let at = error.span().unwrap_or(0..0);
            let at = at.start.min(source.text.len())..at.end.min(source.text.len());
            if let Some(said) = twice(source, &text, &at, error.message()) {
                return said;
            }
            let message = said!("this is not TOML: {error}", error = error.message());
            Diagnostic::new(Code::BadConfig, message)
                .at(Span::new(source.id, at), Phrase::default())
                .help(said!("write `key = \"value\"`, and tables as `[name]`"))
        })
        .collect();
    Warned::new(map_node(table.get_ref(), table.span()), diagnostics)
}

/// A table or a key that stands twice.
fn twice(source: &Source, text: &str, at: &std::ops::Range<usize>, message: &str) -> Option<Diagnostic> {
    if !message.contains("duplicate") {
        return None;
    }
    let start = text[..at.start].rfind('\n').map_or(0, |end| end + 1);
    let header =
        |line: &str| Some(line.trim_start().split_once(']')?.0.to_owned() + "]").filter(|h| h.starts_with('['));
    let Some(table) = header(text[start..].lines().next()?) else {
        let message = said!("`{key}` stands twice in its table", key = text.get(at.clone())?);
        let help = said!("keep one of the two lines");
        return Some(
            Diagnostic::new(Code::BadConfig, message).at(Span::new(source.id, at.clone()), said!("again")).help(help),
        );
    };
    let mut from = 0;
    let first = text[..start].split_inclusive('\n').find_map(|line| {
        let here = from;
        from += line.len();
        (header(line).as_ref() == Some(&table)).then(|| here..here + line.trim_end().len())
    });
    let said = Diagnostic::new(Code::BadConfig, said!("the table `{table}` stands twice", table))
        .at(Span::new(source.id, at.clone()), said!("again"))
        .help(said!("move the keys of the second one below the first, and take its line away"));
    Some(match first {
        Some(first) => said.at(Span::new(source.id, first), said!("first")),
        None => said,
    })
}

/// Whether no table is there that only this program knows, but for what of `[site]` concerns no text: what a reader's
/// browser may load, and the servers.
fn has_only_mdbooks_tables(tree: &Node) -> bool {
    let Value::Map(entries) = &tree.value else { return false };
    let of_servers = |entry: &KeyValue| ["csp", "hosting"].contains(&entry.key.as_str());
    let is_site = |node: &Node| matches!(&node.value, Value::Map(keys) if keys.iter().all(of_servers));
    entries.iter().all(|entry| match entry.key.as_str() {
        "book" => entry.node.get("languages").is_none(),
        "build" | "edition" => true,
        "site" => is_site(&entry.node),
        _ => false,
    })
}

fn map_node(table: &DeTable<'_>, at: std::ops::Range<usize>) -> Node {
    let mut entries: Vec<KeyValue> = table
        .iter()
        .map(|(key, value)| KeyValue {
            key: key.get_ref().to_string(),
            at: key.span(),
            node: value_node(value.get_ref(), value.span()),
        })
        .collect();
    entries.sort_by_key(|entry| entry.at.start);
    Node { at, value: Value::Map(entries) }
}

fn value_node(value: &DeValue<'_>, at: std::ops::Range<usize>) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(nfc(text).into_owned()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Null, |n| Value::Number(approximate(n)))
        }
        DeValue::Float(number) => number.as_str().parse().map_or(Value::Null, Value::Number),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| value_node(item.get_ref(), item.span())).collect())
        }
        DeValue::Table(table) => return map_node(table, at),
    };
    Node { at, value }
}

#[expect(clippy::cast_precision_loss, reason = "settings are small numbers")]
fn approximate(number: i64) -> f64 {
    number as f64
}

/// A key of mdBook's `[output.html]`.
fn output_html<'t>(tree: &'t Node, key: &str) -> Option<&'t Node> {
    ["output", "html", key].iter().try_fold(tree, |node, key| node.get(key))
}

fn hidelines_of(tree: &Node) -> Vec<(String, String)> {
    let hidelines = output_html(tree, "code").and_then(|code| code.get("hidelines"));
    let Some(Value::Map(entries)) = hidelines.map(|node| &node.value) else { return Vec::new() };
    entries.iter().filter_map(|entry| Some((entry.key.clone(), entry.node.text()?.to_owned()))).collect()
}

fn redirects_of(tree: &Node, source: &Source) -> Vec<Redirect> {
    let redirects = output_html(tree, "redirect");
    let Some(Value::Map(entries)) = redirects.map(|node| &node.value) else { return Vec::new() };
    let redirect = |entry: &KeyValue| {
        let to = entry.node.text()?.to_owned();
        Some(Redirect { from: entry.key.clone(), to, at: Span::new(source.id, entry.at.clone()) })
    };
    entries.iter().filter_map(redirect).collect()
}

fn pass_over_others(tree: &mut Node, source: &Source, diagnostics: &mut Vec<Diagnostic>) {
    let Value::Map(entries) = &mut tree.value else { return };
    entries.retain(|entry| {
        let other = OTHERS.contains(&entry.key.as_str());
        if other {
            let message = said!("`[{key}]` is mdBook's and is passed over", key = entry.key);
            diagnostics.push(
                Diagnostic::new(Code::OtherTool, message).at(Span::new(source.id, entry.at.clone()), Phrase::default()),
            );
        }
        !other
    });
}

fn read(tree: &Node, places: &Places, mdbook: bool, diagnostics: &mut Vec<Diagnostic>) -> Config {
    let mut config = Config { mdbook, ..Config::default() };
    let value = |table: &str, key: &str| tree.get(table)?.get(key);
    let text = |table: &str, key: &str| value(table, key).and_then(written).map(str::to_owned);
    let flag = |table: &str, key: &str| match value(table, key)?.value {
        Value::Bool(value) => Some(value),
        _ => None,
    };
    let texts = |table: &str, key: &str| match value(table, key).map(|node| &node.value) {
        Some(Value::List(items)) => items.iter().filter_map(Node::text).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let set = |into: &mut String, value: Option<String>| {
        if let Some(value) = value {
            *into = value;
        }
    };
    set(&mut config.book.title, text("book", "title"));
    set(&mut config.book.language, text("book", "language").map(|tag| bcp47(&tag)));
    config.book.languages = languages_of(tree, places, diagnostics);
    if let Some(source) = config.book.languages.first() {
        config.book.language.clone_from(&source.tag);
    }
    config.book.right_to_left = text("book", "text-direction").as_deref() == Some("rtl");
    let language_at = places.key("book").key("language").span();
    config.book.language_at = config.book.languages.first().map_or(language_at, |source| source.at);
    set(&mut config.book.src, text("book", "src").map(|src| folder_of(&src)));
    config.book.version = text("book", "version");
    config.book.authors = texts("book", "authors");
    config.book.description = text("book", "description");
    set(&mut config.build_dir, text("build", "build-dir").map(|folder| folder_of(&folder)));
    config.site.url = text("site", "url").and_then(|url| address_of(url, places, diagnostics));
    let mut web = |address: Option<String>, keys: &[&str]| {
        let address = address?;
        if is_web_address(&address) {
            return Some(address);
        }
        let said = Diagnostic::new(Code::BadConfig, said!("`{address}` is not an address on the web", address))
            .help(said!("write it whole: `https://…`"));
        let place = keys.iter().fold(places.root(), |place, key| place.key(key));
        diagnostics.extend(place.span().map(|at| said.at(at, said!("not an address"))));
        None
    };
    config.site.edit_url = web(text("site", "edit-url"), &["site", "edit-url"]);
    config.site.history_url = web(text("site", "history-url"), &["site", "history-url"]);
    let mail = text("site", "feedback").filter(|address| is_mail_address(address));
    config.site.feedback = mail.or_else(|| web(text("site", "feedback"), &["site", "feedback"]));
    let mut named = |key: &str| {
        let named = tree.get("site")?.get(key)?;
        let text = |key: &str| named.get(key).and_then(written).map(str::to_owned);
        Some(NamedAddress { name: text("name")?, url: web(text("url"), &["site", key, "url"]) })
    };
    config.site.licence = named("licence");
    config.site.law_register = named("law-register");
    config.site.source = web(text("site", "source"), &["site", "source"]);
    for language in &mut config.book.languages {
        let key = key_of(tree, &language.tag).unwrap_or(&language.tag);
        language.licence_url = web(language.licence_url.take(), &["languages", key, "licence-url"]);
    }
    config.site.called = text("site", "called");
    config.site.image = image_of(tree, places);
    config.site.changes = flag("site", "changes").unwrap_or(false);
    config.site.csp = flag("site", "csp").unwrap_or(true);
    let hosting: Vec<String> = texts("site", "hosting");
    config.site.hosting = Host::ALL.into_iter().filter(|host| hosting.iter().any(|name| name == host.name())).collect();
    let download: Vec<String> = texts("site", "download");
    let is_asked_for = |what: &Download| download.iter().any(|name| name == what.name());
    config.site.download = Download::ALL.into_iter().filter(is_asked_for).collect();
    config.organisation = organisation_of(tree, places, config.language(), diagnostics);
    set(&mut config.theme.name, text("theme", "name"));
    config.theme.logo =
        text("theme", "logo").map(|path| nfc(&path).into_owned()).zip(places.key("theme").key("logo").span());
    if let Some(accent) = text("theme", "accent") {
        config.theme.accent = accent_of(&accent, places, diagnostics);
    }
    if let Some(policy) = text("glossary", "link") {
        config.link = LINK_POLICIES.iter().find(|row| row.0 == policy).map_or(config.link, |row| row.1);
    }
    config.content.require = texts("content", "require");
    check_required(&config.content.require, places, diagnostics);
    config.content.leave_out = texts("content", "leave-out").iter().map(|path| nfc(path).into_owned()).collect();
    config.content.lix_max = match value("content", "lix-max").map(|node| &node.value) {
        Some(Value::Number(number)) => Some(*number),
        _ => None,
    };
    set(&mut config.citation_style, text("citations", "style"));
    config.raw_html = text("markdown", "raw-html").as_deref() != Some("refuse");
    config.pdf.enabled = flag("pdf", "enabled").unwrap_or(true);
    if let Some(paper) = text("pdf", "paper") {
        config.pdf.paper = PAPERS.iter().find(|known| **known == paper).unwrap_or(&config.pdf.paper);
    }
    let placed = |key: &str| -> Vec<(String, Option<Span>)> {
        let place = |(i, text)| (text, places.key("pdf").key(key).item(i).span());
        texts("pdf", key).into_iter().enumerate().map(place).collect()
    };
    config.pdf.parts = placed("parts");
    config.pdf.leave_out = placed("leave-out");
    config.pdf.short = placed("short");
    config.edition = edition_of(tree);
    check_folders(&mut config, value("build", "build-dir").is_some(), places, diagnostics);
    config
}

/// Refuses to require keys that a book cannot require.
fn check_required(keys: &[String], places: &Places, diagnostics: &mut Vec<Diagnostic>) {
    for (i, key) in keys.iter().enumerate().filter(|(_, key)| requirable().all(|known| known != **key)) {
        let known = requirable().collect::<Vec<_>>().join(", ");
        let help = match nearest(key, requirable()) {
            Some(near) => said!("did you mean `{near}`? It is one of {known}", near, known),
            None => said!("it is one of {known}", known),
        };
        let place = places.key("content").key("require").item(i);
        let said = Diagnostic::new(
            Code::UnknownValue,
            said!("`content.require[{number}]` cannot be `{key}`", number = i, key),
        )
        .help(help);
        diagnostics.extend(place.span().map(|at| said.at(at, said!("not a value it can have"))));
    }
}

/// A folder without what says nothing: `./src/` is `src`, and `.` is empty.
fn folder_of(path: &str) -> String {
    let parts = path.split('/').filter(|part| !part.is_empty() && *part != ".");
    if path.starts_with('/') { path.to_owned() } else { nfc(&parts.collect::<Vec<_>>().join("/")).into_owned() }
}

fn edition_of(tree: &Node) -> Option<EditionOf> {
    let edition = tree.get("edition")?;
    let items = |node: &Node| match &node.value {
        Value::List(items) => items.iter().filter_map(Node::text).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let texts = |key: &str| edition.get(key).map(items).unwrap_or_default();
    let changed = match edition.get("changed").map(|node| &node.value) {
        Some(Value::Map(entries)) => entries.iter().map(|entry| (entry.key.clone(), items(&entry.node))).collect(),
        _ => BTreeMap::new(),
    };
    let title = edition.get("title").and_then(Node::text)?.to_owned();
    Some(EditionOf { title, by: texts("by"), changed, stale: texts("stale").into_iter().collect() })
}

/// Whether a text is an address on the web, as a link can lead to.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '[' || c == '{'))
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>".contains(c))
}

/// Whether an address is one that letters are sent to.
fn is_mail_address(address: &str) -> bool {
    address.strip_prefix("mailto:").is_some_and(|to| to.contains('@') && !to.contains(char::is_whitespace))
}

/// The address of the site, with a slash at its end.
fn address_of(url: String, places: &Places, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let sound = host.is_some_and(|host| !host.is_empty() && !host.starts_with('/'))
        && !url.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>?#".contains(c));
    if sound {
        return Some(if url.ends_with('/') { url } else { url + "/" });
    }
    let said = Diagnostic::new(Code::BadConfig, said!("`{url}` is not the address of a site", url))
        .help(said!("write it as `https://example.org/` or `https://example.org/folder/`"));
    diagnostics.push(match places.key("site").key("url").span() {
        Some(span) => said.at(span, said!("not an address")),
        None => said,
    });
    None
}

/// `[site] image`, where it says both what it is and what it shows.
fn image_of(tree: &Node, places: &Places) -> Option<SiteImage> {
    let image = tree.get("site")?.get("image")?;
    let text = |key: &str| image.get(key).and_then(written);
    let path = nfc(text("path")?).into_owned();
    Some(SiteImage {
        path,
        alt: Some(text("alt")?.to_owned()),
        at: places.key("site").key("image").key("path").span()?,
    })
}

/// A text that says something: that one is empty is told where the tree is held against its shape, and once.
fn written(node: &Node) -> Option<&str> {
    node.text().filter(|text| !is_blank(text))
}

fn organisation_of(
    tree: &Node,
    places: &Places,
    language: &Language,
    diagnostics: &mut Vec<Diagnostic>,
) -> Organisation {
    let text = |key: &str| written(tree.get("organisation")?.get(key)?).map(str::to_owned);
    let place = |key: &str| places.key("organisation").key(key).span();
    Organisation {
        name: text("name"),
        kind: text("kind"),
        kind_at: place("kind"),
        number: text("number").and_then(|number| number_of(&number, places, language, diagnostics)),
        unit: text("unit"),
        contact: text("contact"),
        accessibility_statement: text("accessibility-statement"),
        statement_at: place("accessibility-statement"),
    }
}

/// The number of an organisation, without spaces.
fn number_of(text: &str, places: &Places, language: &Language, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let number: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if is_organisation_number(&number, language.organisation_weights) {
        return Some(number);
    }
    let said = Diagnostic::new(Code::BadConfig, said!("`{text}` is not the number of an organisation", text)).help(
        match language.organisation_weights.len() {
            0 => said!("write letters, digits and hyphens alone"),
            digits => said!(
                "it has {digits} digits, and the last one follows from the others; see that none is mistyped",
                digits
            ),
        },
    );
    diagnostics.push(match places.key("organisation").key("number").span() {
        Some(span) => said.at(span, said!("not a number")),
        None => said,
    });
    None
}

/// Whether a number can be one of the register of organisations where a language is spoken: as many digits as weights,
/// the last of which makes their sum, weighted, divisible by 11; without weights, letters and digits.
fn is_organisation_number(number: &str, weights: &[u32]) -> bool {
    if weights.is_empty() {
        return !number.is_empty() && number.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    }
    let digits: Option<Vec<u32>> = number.chars().map(|c| c.to_digit(10)).collect();
    let sum = |digits: &[u32]| digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>();
    digits.is_some_and(|digits| digits.len() == weights.len() && sum(&digits) % 11 == 0)
}

fn accent_of(text: &str, places: &Places, diagnostics: &mut Vec<Diagnostic>) -> Accent {
    let mut say = |diagnostic: Diagnostic, label: Phrase| {
        diagnostics.push(match places.key("theme").key("accent").span() {
            Some(span) => diagnostic.at(span, label),
            None => diagnostic,
        });
        Accent::default()
    };
    let Some(color) = Color::parse(text) else {
        let diagnostic = Diagnostic::new(Code::BadConfig, said!("`{text}` is not a colour", text));
        return say(diagnostic.help(said!("write it as `#rrggbb`, for example `#1f5c45`")), said!("not a colour"));
    };
    Accent::new(color).unwrap_or_else(|TooLight { ratio, needed, ground, darker }| {
        let accent = color.css();
        // Down, so that what is too little never reads as enough.
        let ratio = format!("{:.2}", (ratio * 100.0).floor() / 100.0);
        let message = if ground == Color::WHITE {
            said!("the accent {accent} has contrast {ratio}:1 with white, text needs {needed}:1", accent, ratio, needed)
        } else {
            said!(
                "the accent {accent} has contrast {ratio}:1 with the tinted ground {ground}, text needs {needed}:1",
                accent,
                ratio,
                ground = ground.css(),
                needed
            )
        };
        let help = said!("choose a darker colour, for example `{darker}`", darker = darker.css());
        say(Diagnostic::new(Code::AccentContrast, message).help(help), said!("too light"))
    })
}

/// The folders must stay in the book's folder, and apart from each other. An mdBook book may be its own content, and
/// hold its site: one whose site would lie elsewhere is written to a folder of its own. `says_where`: whether the
/// settings say where the site is written.
fn check_folders(config: &mut Config, says_where: bool, places: &Places, diagnostics: &mut Vec<Diagnostic>) {
    let mut say = |code: Code, [table, key]: [&str; 2], message: Phrase, help: Phrase| {
        let diagnostic = Diagnostic::new(code, message).help(help);
        diagnostics.push(match places.key(table).key(key).span() {
            Some(span) => diagnostic.at(span, Phrase::default()),
            None => diagnostic.in_file("book.toml"),
        });
    };
    let (mdbook, is_below) = (config.mdbook, |folder: &str| OutPath::new(folder).is_some());
    let folders = [
        (["book", "src"], &config.book.src, mdbook && config.book.src.is_empty()),
        (["build", "build-dir"], &config.build_dir, false),
        (["theme", "name"], &config.theme.name, false),
    ];
    for (key, folder, whole) in folders {
        if !whole && !is_below(folder) {
            let folder = if folder.is_empty() { "." } else { folder };
            let message = said!("`{folder}` is not a folder below the book's folder", folder);
            say(Code::OutsideBook, key, message, said!("write the name of a folder in the book's folder"));
        }
    }
    // Many disks take `Content` and `content` for one folder.
    let lies_in = |inner: &str, outer: &str| {
        let (inner, outer) = (inner.to_lowercase(), outer.to_lowercase());
        outer.is_empty() || inner.strip_prefix(&outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let (src, out) = (&config.book.src, &config.build_dir);
    if is_below(src) && is_below(out) && (lies_in(src, out) || !mdbook && lies_in(out, src)) {
        let message = said!("the site (`{out}`) and the content (`{src}`) lie in each other", out, src);
        say(Code::BadConfig, ["build", "build-dir"], message, said!("choose another `build-dir`"));
    }
    let translations = config.book.languages.iter().map(|language| language_folder(src, &language.tag));
    let mut sources = translations.chain([THEMES.to_owned()]);
    if let Some(folder) = sources.find(|folder| !mdbook && (lies_in(out, folder) || lies_in(folder, out))) {
        let message =
            said!("the site (`{out}`) lies among the files that the book is made of (`{folder}`)", out, folder);
        say(Code::BadConfig, ["build", "build-dir"], message, said!("choose another `build-dir`"));
    }
    // `x` stands for a file of the site.
    let is_kept = is_closed(&format!("{out}/x"));
    if is_kept && is_below(out) {
        let message = said!("the site (`{out}`) lies where version control keeps its own files", out);
        say(Code::BadConfig, ["build", "build-dir"], message, said!("choose another `build-dir`"));
    }
    if mdbook && (!is_below(out) || lies_in(src, out) || is_kept) {
        let free = ["site", "book", "html"].into_iter().find(|folder| !lies_in(src, folder));
        config.build_dir = free.unwrap_or_default().to_owned();
    }
    config.unread = vec![config.build_dir.clone()];
    if mdbook && !says_where && !lies_in(src, MDBOOKS_FOLDER) {
        config.unread.push(MDBOOKS_FOLDER.to_owned());
    }
}

/// The folder of the themes of a book.
const THEMES: &str = "themes";

/// The folder that mdBook writes to, where nothing else is said.
const MDBOOKS_FOLDER: &str = "book";
