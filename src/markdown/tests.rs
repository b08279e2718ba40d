//! Markdown as authors write it, and the documents it becomes.

use std::collections::BTreeSet;
use std::fmt::Write;

use proptest::prelude::*;

use super::outline::outline;
use super::{Fillable, Options, include_targets, parse};
use crate::diagnostic::Warned;
use crate::document::{
    At, Block, BlockNode, Document, InlineNode, Item, ListEntry, Text, walk_blocks, walk_inlines, walk_items,
};
use crate::language::TABLE;
use crate::source::{Layer, Sources};

const ARTICLE: Options = Options {
    raw_html: true,
    mdbook: false,
    smart_punctuation: false,
    fill_in: Fillable::None,
    language: TABLE[0],
    hidelines: &[],
};
const REFUSED: Options = Options {
    raw_html: false,
    mdbook: false,
    smart_punctuation: false,
    fill_in: Fillable::None,
    language: TABLE[0],
    hidelines: &[],
};
const CHECKLIST: Options = Options {
    raw_html: true,
    mdbook: false,
    smart_punctuation: false,
    fill_in: Fillable::Choices,
    language: TABLE[0],
    hidelines: &[],
};
const DOCUMENT: Options = Options {
    raw_html: true,
    mdbook: false,
    smart_punctuation: false,
    fill_in: Fillable::Document,
    language: TABLE[0],
    hidelines: &[],
};

/// A name, the kind of page, the Markdown, and the outline followed by what there is to say.
type Case = (&'static str, Options<'static>, &'static str, &'static str);

fn book(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::default();
    for (path, text) in files {
        sources.add(Layer::Book, *path, *text);
    }
    sources
}

fn first(sources: &Sources, options: Options<'_>) -> Warned<Document> {
    let file = sources.iter().next().expect("a file").id;
    parse(sources, file, 0, &options)
}

/// The outline of the first file, then one line a diagnostic: code, places, message.
fn shown(sources: &Sources, options: Options<'_>) -> String {
    let Warned { value, diagnostics } = first(sources, options);
    let mut out = outline(&value);
    for diagnostic in diagnostics {
        assert!(diagnostic.help.is_some(), "{} gives no help", diagnostic.code.as_str());
        let places: Vec<_> =
            diagnostic.labels.iter().map(|(span, _)| &sources.get(span.file).text[span.range()]).collect();
        let _ = writeln!(out, "! {} {places:?} {}", diagnostic.code.as_str(), diagnostic.message);
    }
    out
}

fn check(cases: &[Case]) {
    let mut wrong = String::new();
    for (name, options, markdown, expected) in cases {
        let found = shown(&book(&[("a.md", markdown)]), *options);
        let expected = expected.trim_start_matches('\n');
        if found != expected {
            let _ = write!(wrong, "== {name}\n-- expected\n{expected}-- found\n{found}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn conditions() {
    check(CONDITIONS);
}

const CONDITIONS: &[Case] = &[
    (
        "round a paragraph, without blank lines",
        DOCUMENT,
        "A\n{% if x %}\nB\n{% endif %}\nC\n",
        "
p A
when Has(x)
  p B
p C
",
    ),
    (
        "round items of a tight list",
        DOCUMENT,
        "- a\n{% if x %}\n- b\n{% elif y %}\n- c\n{% endif %}\n- d\n",
        "
list tight
  item
    p a
  when Has(x)
    item
      p b
  when Has(y)
    item
      p c
  item
    p d
",
    ),
    (
        "round items of a loose list",
        DOCUMENT,
        "- a\n\n{% if x %}\n- b\n{% endif %}\n- c\n",
        "
list loose
  item
    p a
  when Has(x)
    item
      p b
  item
    p c
",
    ),
    (
        "the first items of a list",
        DOCUMENT,
        "Først:\n\n{% if x %}\n1. a\n{% else %}\n1. b\n{% endif %}\n2. c\n",
        "
p Først:
list 1 tight
  when Has(x)
    item
      p a
  else
    item
      p b
  item
    p c
",
    ),
    (
        "every item of a list, each under its own condition, with Windows line ends",
        DOCUMENT,
        "{% if x %}\r\n- [ ] a {#a}\r\n{% endif %}\r\n{% if y %}\r\n- b\r\n{% if z %}\r\n- c\r\n{% endif %}\r\n{% endif %}\r\n",
        "
list tight
  when Has(x)
    item [ ] a
      p a
  when Has(y)
    item
      p b
    when Has(z)
      item
        p c
",
    ),
    (
        "a list between paragraphs, directly under each other",
        DOCUMENT,
        "P\n{% if x %}\n2. a\n{% endif %}\nQ\n{% if y %}\n[^n]\n{% endif %}\n\n[^n]: N\n    {% if z %}\n    M\n    {% endif %}\n",
        "
p P
when Has(x)
  list 2 tight
    item
      p a
p Q
when Has(y)
  p footnote(0)
footnote n
  p N
  when Has(z)
    p M
",
    ),
    (
        "a whole list",
        DOCUMENT,
        "{% if x %}\n- a\n- b\n{% endif %}\n\nText\n",
        "
when Has(x)
  list tight
    item
      p a
    item
      p b
p Text
",
    ),
    (
        "code with a blank line in it does not make a list loose",
        DOCUMENT,
        "- a\n  ```\n  x\n\n  ```\n{% if x %}\n- b\n{% endif %}\n",
        "
list tight
  item
    p a
    code  \"x\\n\\n\"
  when Has(x)
    item
      p b
",
    ),
    (
        "inside an item, and in a list inside an item",
        DOCUMENT,
        "- a\n  {% if x %}\n  more\n  {% endif %}\n- b\n  - c\n{% if y %}\n  - d\n{% endif %}\n",
        "
list tight
  item
    p a
    when Has(x)
      p more
  item
    p b
    list tight
      item
        p c
      when Has(y)
        item
          p d
",
    ),
    (
        "nested, and round a heading",
        DOCUMENT,
        "{% if x %}\n# H {{ navn }}\n{% if y %}\ntext\n{% endif %}\n{% elif z %}\n> q\n{% endif %}\n",
        "
when Has(x)
  h1 #h-navn H field(navn)
  when Has(y)
    p text
when Has(z)
  quote
    p q
",
    ),
    (
        "in a quotation",
        DOCUMENT,
        "> {% if x %}\n> a\n> {% endif %}\n>\n> b\n",
        "
quote
  when Has(x)
    p a
  p b
",
    ),
    (
        "into an item",
        DOCUMENT,
        "{% if x %}\n- a\n  {% endif %}\n  more\n",
        "
list tight
  item
    p a
    p more
! condition-across [\"{% if x %}\", \"{% endif %}\"] the tags of this condition stand in different lists, items or quotations
",
    ),
    (
        "out of a quotation",
        DOCUMENT,
        "> {% if x %}\n> a\n\n{% endif %}\n",
        "
quote
  p a
! condition-across [\"{% endif %}\", \"{% if x %}\"] the tags of this condition stand in different lists, items or quotations
",
    ),
    (
        "a paragraph and half a list",
        DOCUMENT,
        "{% if x %}\nP\n\n- a\n{% endif %}\n- b\n",
        "
p P
list tight
  item
    p a
  item
    p b
! condition-across [\"{% if x %}\", \"{% endif %}\"] the tags of this condition stand in different lists, items or quotations
",
    ),
    (
        "inside indented code",
        DOCUMENT,
        "    a\n{% if x %}\n    b\n{% endif %}\n",
        "
code  owned \"a\\n      \\nb\\n\"
! condition-across [\"{% if x %}\"] a tag of a condition stands inside a block of code, raw HTML or a table
",
    ),
    (
        "rows of a table",
        DOCUMENT,
        "| a |\n|---|\n| b |\n{% if x %}\n| c |\n{% endif %}\n",
        "
table [None]
  | a
  | b
p | c |
! condition-across [\"{% if x %}\"] a tag of a condition stands inside a block of code, raw HTML or a table
",
    ),
    (
        "tags without partners",
        DOCUMENT,
        "{% endif %}\n{% else %}\n{% if y %}\na\n{% else %}\nb\n{% elif z %}\nc\n{% else %}\n{% endif %}\n{% if k %}\n",
        "
when Has(y)
  p a
else
  p b
  p c
! unclosed-condition [\"{% endif %}\"] `endif` without `if`
! unclosed-condition [\"{% else %}\"] `else` without `if`
! unclosed-condition [\"{% elif z %}\"] `elif` after `else`
! unclosed-condition [\"{% else %}\"] `else` after `else`
! unclosed-condition [\"{% if k %}\"] this condition is never closed
",
    ),
    (
        "tags that are not understood",
        DOCUMENT,
        "{% if x & y %}\na\n{% endif %}\n{% eif %}\ntekst {% if y %}\n",
        "
p a
p tekst {% if y %}
! bad-condition [\"{% if y %}\"] a tag must stand alone on its line
! bad-condition [\"&\"] the condition is not understood
! bad-condition [\"{% eif %}\"] not a tag of a condition
",
    ),
    (
        "in code and comments a tag is text",
        DOCUMENT,
        "```\n{% if x %}\n```\n<!--\n{% if x %}\n-->\n",
        "
code  \"{% if x %}\\n\"
",
    ),
    (
        "on other pages a tag is text",
        CHECKLIST,
        "{% if x %}\n{{ a }}\n",
        "
p {% if x %}⏎{{ a }}
",
    ),
];

#[test]
fn blocks() {
    check(BLOCKS);
}

const BLOCKS: &[Case] = &[
    (
        "guidance, alerts and quotations",
        DOCUMENT,
        "> [!HJELP]\n> hjelp\n\n> [!LOV] lov *x*\n\n> [!ISTEDENFOR]\n>\n> før\n\n> [!NOTE]\n> note\n\n> \\[!LOV] q\n",
        "
guidance Help
  p hjelp
guidance Law
  p lov em(x)
guidance Instead
  p før
alert Note
  p note
quote
  p [!LOV] q
",
    ),
    (
        "additions of the book to its sources, on any page: a passage, or a section by its heading",
        CHECKLIST,
        "## Over {#over .tillegg}\n\nTekst.\n\n> [!TILLEGG]\n> *Råd* og\n>\n> - punkt\n\n> \\[!TILLEGG] q\n",
        "
h2 #over Over
alert Addition
p Tekst.
alert Addition
  p em(Råd) og
  list tight
    item
      p punkt
quote
  p [!TILLEGG] q
",
    ),
    (
        "guidance exists only in documents",
        CHECKLIST,
        "> [!HJELP]\n> hjelp\n",
        "
quote
  p [!HJELP]⏎hjelp
",
    ),
    (
        "choices",
        DOCUMENT,
        "- [x] Krav. {#krav}\n- [ ] Annet *em*\n- [ ] To\n  linjer {#to}\n- [ ] Igjen {#krav}\n- [ ] Ikke \\{#id}\n- fast {#x}\n",
        "
list tight
  item [x] krav
    p Krav.
  item [ ]
    p Annet em(em)
  item [ ] to
    p To⏎linjer
  item [ ] krav
    p Igjen
  item [ ]
    p owned(Ikke {#id})
  item
    p fast {#x}
! duplicate-choice [\"{#krav}\", \"{#krav}\"] the choice id `krav` is given twice
! choice-without-id [\"- [ ] Annet *em*\"] this choice has no id
! choice-without-id [\"- [ ] Ikke \\\\{#id}\"] this choice has no id
",
    ),
    (
        "choices with more than a paragraph",
        CHECKLIST,
        "- [ ] a {#a}\n\n  > b\n\n- [x] `c` {#c}\n",
        "
list loose
  item [ ] a
    p a
    quote
      p b
  item [x] c
    p code(c)
",
    ),
    (
        "tasks in an article",
        ARTICLE,
        "- [x] a {#a}\n- [ ] b\n",
        "
list tight
  item [x]
    p a {#a}
  item [ ]
    p b
",
    ),
    (
        "generated blocks",
        ARTICLE,
        "{{#roller}}\n\n> {{# ordliste }}\n\n- {{#litteratur}}\n\n{{#rolle}}\n\n\\{{#rolle}}\n\n`{{#rolle}}`\n\ntekst\n{{#dokumenter}}\n",
        "
generated Roles
quote
  generated Index
list tight
  item
    generated Literature
p {{#rolle}}
p {{#rolle}}
p code({{#rolle}})
p tekst⏎{{#dokumenter}}
! unknown-block [\"{{#rolle}}\"] there is no generated block `rolle`
! unknown-block [\"{{#dokumenter}}\"] `{{#dokumenter}}` stands in the middle of a paragraph
",
    ),
    (
        "heading ids",
        ARTICLE,
        "# A\n\n## A {#x}\n\n## B {#x}\n\n# x\n\n> # A\n",
        "
h1 #a A
h2 #x A
h2 #x B
h1 #x-2 x
quote
  h1 #a-2 A
! duplicate-heading [\"## B {#x}\", \"## A {#x}\"] the heading id `x` is given twice
",
    ),
    (
        "footnotes in the order a reader meets them",
        ARTICLE,
        "[^d]: ddd[^e]\n\nNote[^b] og *her[^A]*, [^z], `[^z]`, \\[^z].\n\n[^a]: aaa\n[^b]: bbb[^c]\n[^c]: ccc[^b]\n[^e]: eee\n",
        "
p Notefootnote(0) og em(herfootnote(1)), [^z], code([^z])owned(, [^z].)
footnote b
  p bbbfootnote(2)
footnote a
  p aaa
footnote c
  p cccfootnote(0)
! unknown-footnote [\"[^z]\"] there is no text for the footnote `z`
! lost-footnote [\"[^d]: ddd[^e]\"] nobody refers to this note, so it is never shown
! lost-footnote [\"[^e]: eee\"] nobody refers to this note, so it is never shown
",
    ),
    (
        "definition lists, tables, code, rules",
        DOCUMENT,
        "A\nB\n: def\n\n  def2\n: to\n\nC\n: d\n\n| a | b |\n|---|:-:|\n| {{ f }} | `x\\|y` |\n\n    ind\n\n    ind2\n\n```rust,ignore\nfn\n```\n\n``` md x\n```\n\n---\n",
        "
definitions
  dt A⏎B
  dd
    p def
    p def2
  dd
    p to
  dt C
  dd
    p d
table [None, Center]
  | a | b
  | field(f) | code(x|y)
code  owned \"ind\\n\\nind2\\n\"
code rust \"fn\\n\"
code md owned \"\"
rule
",
    ),
    (
        "raw HTML, allowed",
        ARTICLE,
        "<div>\n<!-- c -->\n</div>\n\n<!-- c\n\nd -->\n\na <b>x</b><!-- k -->\n",
        "
html \"<div>\\n\\n</div>\\n\"
p a html(<b>)xhtml(</b>)
",
    ),
    (
        "raw HTML, refused",
        REFUSED,
        "<div>\nx\n</div>\n\n<!-- c -->\n\na <b>x</b><!-- k -->\n\n<!-- uten slutt\n",
        "
p a x
! raw-html [\"<div>\\nx\\n</div>\\n\"] raw HTML is not allowed in this book
! raw-html [\"<b>\"] raw HTML is not allowed in this book
! raw-html [\"</b>\"] raw HTML is not allowed in this book
! raw-html [\"<!-- uten slutt\"] this comment is never closed
",
    ),
];

#[test]
fn inlines() {
    check(INLINES);
}

const INLINES: &[Case] = &[
    (
        "citations",
        ARTICLE,
        "[@a; @b, kap. 2] og *[@c_d,\ns. 14]* `[@e]` [x @z](y) \\[@f] [@g s. 1]\n\n> [@h,\n> s. 1] etter\n",
        "
p cite(@a:; @b:kap. 2) og em(cite(@c_d:s. 14)) code([@e]) link[y](x @z)owned( [@f] [@g s.\u{a0}1])
quote
  p cite(@h:s. 1) etter
",
    ),
    (
        "a link's text holds no citation, and a defined reference is a link",
        ARTICLE,
        "[se [@a]](y) [@b]\n\n[@b]: /u\n",
        "
p link[y](se [@a]) link[/u](@b)
",
    ),
    (
        "fields",
        DOCUMENT,
        "{{ a }}{{b_c}} *{{ d }}* [{{ e }}](x) \\{{ f }} {{ å }} {{ in }} `{{ g }}`\n",
        "
p field(a)field(b_c) em(field(d)) link[x](field(e))owned( {{ f }} {{ å }} {{ in }} )code({{ g }})
! unknown-field [\"{{ å }}\"] `å` cannot be the name of a field
! unknown-field [\"{{ in }}\"] `in` cannot be the name of a field
",
    ),
    (
        "fields exist only in documents",
        ARTICLE,
        "{{ a }} {{ å }}\n",
        "
p {{ a }} {{ å }}
",
    ),
    (
        "links and images",
        ARTICLE,
        "<https://x.no> <a@b.no> [](../c.md) [r][R] ![alt *b* `c`](i.png) ~~x~~ **y**  \nz &amp; \\*\n\n[r]: d.md#e\n",
        "
p link[https://x.no](https://x.no) link[mailto:a@b.no](a@b.no) link[../c.md]() link[d.md#e](r) image[i.png](alt b c) del(x) strong(y)⏎⏎owned(z & *)
",
    ),
    (
        "no line breaks between a sign or a unit and its number",
        ARTICLE,
        "§ 9-3 og 50 % av `5 kr`, *300 kr*\n\n5 kr &amp; § 4\n",
        "
p §owned(\u{a0})9-3 og 50owned(\u{a0})% av code(5 kr), em(300owned(\u{a0})kr)
p owned(5\u{a0}kr & §\u{a0}4)
",
    ),
    (
        "code in a line",
        ARTICLE,
        "`a` `` b`c `` ` ` `d\ne`\n",
        "
p code(a) code(b`c) code( ) code(d e)
",
    ),
];

/// Includes: a name, the files, and the outline of the first.
type IncludeCase = (&'static str, &'static [(&'static str, &'static str)], &'static str);

const LINES: (&str, &str) =
    ("k/b.rs", "a\n// ANCHOR: x\nb\n// ANCHOR: y\nc\n// ANCHOR_END: y\nd\n// ANCHOR_END: x\ne\n");

const INCLUDES: &[IncludeCase] = &[
    ("all of a file", &[("a.md", "x\n\n{{#include b.md}}\n\ny"), ("b.md", "b *c*\n")], "p x\np b em(c)\np y\n"),
    ("one line", &[("k/a.md", "{{#include b.rs:3}}"), LINES], "p b\n"),
    ("from a line", &[("k/a.md", "```\n{{#include b.rs:8:}}\n```"), LINES], "code  \"// ANCHOR_END: x\\ne\\n\"\n"),
    ("up to a line", &[("k/a.md", "{{#include ../k/b.rs::1}}"), LINES], "p a\n"),
    ("some lines", &[("a.md", "```\n{{#include k/b.rs:1:3}}\n```"), LINES], "code  \"a\\n// ANCHOR: x\\nb\\n\"\n"),
    ("an anchor", &[("k/a.md", "```\n{{#include b.rs:x}}\n```"), LINES], "code  \"b\\nc\\nd\\n\"\n"),
    ("hidden lines", &[("k/a.md", "```rust\n{{#rustdoc_include b.rs:y}}\n```"), LINES], "code rust owned \"c\\n\"\n"),
    ("a playground", &[("k/a.md", "{{#playground b.rs editable}}"), ("k/b.rs", "fn")], "code rust \"fn\\n\"\n"),
    ("a title", &[("a.md", "{{#title Tittel}}\n# A\n")], "h1 #a A\n"),
    (
        "escaped",
        &[("a.md", "\\{{#include b.md}}\n\n```\n\\{{#include b.md}}\n```")],
        "p {{#include b.md}}\ncode  \"{{#include b.md}}\\n\"\n",
    ),
    (
        "below each other, relative to each file",
        &[("a.md", "{{#include k/b.md}}"), ("k/b.md", "b\n\n{{#include ../l/c.md}}"), ("l/c.md", "c")],
        "p b\np c\n",
    ),
    (
        "a place in an included file",
        &[("a.md", "x\n\n{{#include b.md}}\n\n[^y]"), ("b.md", "[^z]\n")],
        "p x\np [^z]\np [^y]\n! unknown-footnote [\"[^z]\"] there is no text for the footnote `z`\n! unknown-footnote [\"[^y]\"] there is no text for the footnote `y`\n",
    ),
    (
        "out of the book",
        &[("k/a.md", "{{#include ../../b.md}}{{#include /etc/b.md}}")],
        "p {{#include ../../b.md}}{{#include /etc/b.md}}\n! outside-book [\"{{#include ../../b.md}}\"] the include `../../b.md` leads out of the book's folder\n! outside-book [\"{{#include /etc/b.md}}\"] the include `/etc/b.md` leads out of the book's folder\n",
    ),
    (
        "missing",
        &[("k/a.md", "{{#include bb.rs}}{{#include b.rs:z}}{{#include b.rs:40:50}}"), LINES],
        "p {{#include bb.rs}}\n! bad-include [\"{{#include bb.rs}}\"] there is no file `k/bb.rs` to include\n! bad-include [\"{{#include b.rs:z}}\"] there are no lines at the anchor `z` in `k/b.rs`\n! bad-include [\"{{#include b.rs:40:50}}\"] none of these lines is in `k/b.rs`\n",
    ),
    (
        "itself through another",
        &[("a.md", "a\n\n{{#include b.md}}"), ("b.md", "b\n\n{{#include a.md}}\n")],
        "p a\np b\np {{#include a.md}}\n! include-cycle [\"{{#include a.md}}\"] `a.md` includes itself\n",
    ),
];

#[test]
fn includes() {
    for (name, files, expected) in INCLUDES {
        assert_eq!(shown(&book(files), ARTICLE), *expected, "{name}");
    }
}

#[test]
fn includes_are_bounded() {
    let mut files: Vec<(String, String)> =
        (0..12).map(|n| (format!("{n}.md"), format!("{{{{#include {}.md}}}}", n + 1))).collect();
    files.push(("12.md".into(), "x".into()));
    let borrowed: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let deep = first(&book(&borrowed), ARTICLE);
    assert_eq!(deep.diagnostics[0].message.to_string(), "includes are nested more than 10 deep");

    let large = "x".repeat(5 << 20);
    let twice = first(&book(&[("a.md", "{{#include b.md}}\n{{#include b.md}}"), ("b.md", &large)]), ARTICLE);
    assert_eq!(twice.diagnostics.len(), 1);
    assert!(twice.value.text.len() < 8 << 20);

    // Ten files that each include the next a thousand times, and nothing else.
    let files: Vec<(String, String)> = (0..10)
        .map(|n| (format!("{n}.md"), format!("{{{{#include {}.md}}}}", n + 1).repeat(if n < 9 { 1000 } else { 0 })))
        .collect();
    let borrowed: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    assert_eq!(first(&book(&borrowed), ARTICLE).diagnostics.len(), 1);
}

#[test]
fn targets_of_includes() {
    let text = "{{#include b.md:3}} {{#playground ../c.rs}} \\{{#include d.md}} {{#title e.md}} {{#include b.md}}\n\
                {{#include ../../f.md}}";
    assert_eq!(include_targets("k/a.md", text), ["k/b.md", "c.rs"]);
}

#[test]
fn a_page_without_includes_is_not_copied() {
    let sources = book(&[("a.md", "---\ntitle: x\n---\ntekst")]);
    let file = sources.iter().next().expect("a file");
    let document = parse(&sources, file.id, 17, &DOCUMENT).value;
    assert!(std::sync::Arc::ptr_eq(&document.text, &file.text));
    assert_eq!(document.blocks[0].at, At { start: 17, end: 22 });
    assert_eq!(document.span(document.blocks[0].at).range(), 17..22);
}

#[test]
fn deep_nesting_is_flattened() {
    for text in [
        "> ".repeat(100) + "a\n",
        ">".repeat(100_000) + "a\n\nb",
        "- ".repeat(120) + "a\n",
        "*a ".repeat(5000) + &"b*".repeat(5000),
        "- ".repeat(60) + &"**_".repeat(100) + "a" + &"_**".repeat(100),
        (0..200).map(|depth| " ".repeat(2 * depth) + "- a\n").collect::<String>(),
        "[".repeat(50_000) + "a" + &"](b)".repeat(50_000),
    ] {
        let Warned { value, diagnostics } = first(&book(&[("a.md", &text)]), DOCUMENT);
        assert!(depth(&value.blocks) <= 70, "{}", depth(&value.blocks));
        assert!(diagnostics.len() <= 1);
        assert!(diagnostics.iter().all(|diagnostic| diagnostic.code.as_str() == "too-deep"));
        assert!(outline(&value).contains('a'));
    }
    let conditions = "{% if x %}\n".repeat(1000) + "a\n" + &"{% endif %}\n".repeat(1000);
    let Warned { value, diagnostics } = first(&book(&[("a.md", &conditions)]), DOCUMENT);
    assert!(depth(&value.blocks) <= 70);
    assert_eq!(diagnostics[0].code.as_str(), "too-deep");
}

fn depth(blocks: &[Block]) -> usize {
    fn entries(items: &[ListEntry]) -> usize {
        let mut deepest = 0;
        walk_items(items, &mut |item: &Item| deepest = deepest.max(1 + depth(&item.blocks)));
        deepest
    }
    let below = blocks.iter().map(|block| match &block.node {
        BlockNode::Quote(inner) | BlockNode::Alert(_, inner) | BlockNode::Guidance(_, inner) => depth(inner),
        BlockNode::List(list) => entries(&list.items),
        BlockNode::When(when) => when.branches.iter().map(|branch| depth(&branch.content)).max().unwrap_or(0),
        _ => 0,
    });
    below.max().map_or(0, |deepest| deepest + 1)
}

/// Every place of a document: blocks, items, inlines, tags, works cited.
fn places(document: &Document) -> Vec<At> {
    let mut places = Vec::new();
    for blocks in std::iter::once(&document.blocks).chain(document.footnotes.iter().map(|note| &note.blocks)) {
        walk_blocks(blocks, &mut |block| {
            places.push(block.at);
            match &block.node {
                BlockNode::List(list) => walk_items(&list.items, &mut |item| {
                    places.push(item.at);
                    places.extend(item.task.iter().flat_map(|task| &task.id).map(|id| id.1));
                }),
                BlockNode::When(when) => places.extend(when.branches.iter().map(|branch| branch.at)),
                _ => {}
            }
        });
        walk_inlines(blocks, &mut |inline| {
            places.push(inline.at);
            if let InlineNode::Cite(cite) = &inline.node {
                places.extend(cite.items.iter().map(|item| item.at));
            }
        });
    }
    places.extend(document.footnotes.iter().map(|note| note.at));
    places
}

/// The words of all text nodes.
fn words(document: &Document) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut add = |at: At, text: &Text| {
        let letters = text.get(at, &document.text).split(|c: char| !c.is_alphanumeric());
        words.extend(letters.filter(|word| word.len() > 3).map(str::to_owned));
    };
    for blocks in std::iter::once(&document.blocks).chain(document.footnotes.iter().map(|note| &note.blocks)) {
        walk_blocks(blocks, &mut |block| match &block.node {
            BlockNode::Code(code) => add(block.at, &code.text),
            BlockNode::Html(text) => add(block.at, text),
            _ => {}
        });
        walk_inlines(blocks, &mut |inline| match &inline.node {
            InlineNode::Text(text) | InlineNode::Code(text) | InlineNode::Html(text) => add(inline.at, text),
            _ => {}
        });
    }
    words
}

fn options() -> impl Strategy<Value = Options<'static>> {
    let fill_in = prop_oneof![Just(Fillable::None), Just(Fillable::Choices), Just(Fillable::Document)];
    (any::<bool>(), fill_in).prop_map(|(raw_html, fill_in)| Options {
        raw_html,
        mdbook: false,
        smart_punctuation: false,
        fill_in,
        language: TABLE[0],
        hidelines: &[],
    })
}

/// Pieces that Markdown is made of, put together at random.
fn markdown() -> impl Strategy<Value = String> {
    let marks = [
        "- ",
        "> ",
        "  ",
        "    ",
        "\t",
        "1. ",
        "- [ ] ",
        "- [x] ",
        "# ",
        "```",
        "~~~\n",
        "|",
        "|---|\n",
        "*",
        "**",
        "_",
        "`",
        "``",
        "[",
        "](x)",
        "]",
        "![",
        "[@a, s. 1]",
        "[@a;",
        "@b]",
        "[^n]",
        "[^n]: ",
        "{{ f }}",
        "{{ å",
        "}}",
        "{{#roller}}",
        "{{#include b.md}}",
        "{{#include b.md:2}}",
        "\\{{#include b.md}}",
        "{{#rustdoc_include b.md:x}}",
        "{% if a %}",
        "{% elif b %}",
        "{% else %}",
        "{% endif %}",
        "{% if a ==",
        "%}",
        "{#id}",
        "{#ö}",
        "[!HJELP]",
        "[!LOV] ",
        "[!NOTE]",
        "<!-- ",
        "-->",
        "<b>",
        "<div>\n",
        "&amp;",
        "\\",
        "~~",
        ": ",
        "---\n",
        "\r\n",
        "\n",
        "\n",
        "\n",
        "\n\n",
        "å",
        "ord",
        "𝄞",
        "\0",
        "<a@b.no>",
        "<https://x.no>",
    ];
    proptest::collection::vec(prop::sample::select(marks.to_vec()), 0..60).prop_map(|parts| parts.concat())
}

/// Prose of long words, with marks around them that never hide a word.
fn prose() -> impl Strategy<Value = (String, BTreeSet<String>)> {
    let mark = prop::sample::select(vec![
        " ",
        " ",
        " *",
        "* ",
        " `",
        "` ",
        "\n",
        "\n\n",
        "\n- ",
        "\n> ",
        "\n# ",
        " [",
        "] ",
        " \\* ",
        " &amp; ",
        "\n| ",
        "\n\n    ",
        "\n\n{% if x %}\n\n",
        "\n\n{% endif %}\n\n",
        " {{ f }} ",
        "\n- [ ] ",
        " [@x] ",
    ]);
    proptest::collection::vec(("[a-zæøå]{5,9}", mark), 1..30).prop_map(|parts| {
        let words = parts.iter().map(|part| part.0.clone()).collect();
        (parts.iter().map(|(word, mark)| word.clone() + mark).collect(), words)
    })
}

fn assert_sound(sources: &Sources, options: Options<'_>) {
    let Warned { value: document, diagnostics } = first(sources, options);
    for at in places(&document) {
        assert!(at.start <= at.end && document.text.get(at.range()).is_some(), "{at:?}");
        let span = document.span(at);
        assert!(sources.get(span.file).text.get(span.range()).is_some(), "{span:?}");
    }
    for (span, _) in diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels) {
        assert!(sources.get(span.file).text.get(span.range()).is_some(), "{span:?}");
    }
    outline(&document);
}

const INCLUDED: (&str, &str) = ("b.md", "ord *å\nANCHOR: x\n> [^n] ö\nANCHOR_END: x\n- [ ] å");

proptest! {
    #![proptest_config(crate::seeds::properties(2000, "tests/regressions/markdown.txt"))]

    #[test]
    fn any_pieces_give_a_sound_tree(text in markdown(), options in options()) {
        assert_sound(&book(&[("a.md", &text), INCLUDED]), options);
    }

    #[test]
    fn any_text_gives_a_sound_tree(text in "\\PC{0,80}", options in options()) {
        assert_sound(&book(&[("a.md", &text), INCLUDED]), options);
    }

    #[test]
    fn every_word_of_prose_stays((text, expected) in prose(), options in options()) {
        let found = words(&first(&book(&[("a.md", &text)]), options).value);
        let missing: Vec<_> = expected.difference(&found).collect();
        prop_assert!(missing.is_empty(), "{missing:?} in {text:?}");
    }
}
