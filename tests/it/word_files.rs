//! Word files of others: rough edges, tracked changes, files made to do harm. Each is made here, part by part.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use brobygger::diagnostic::{Code, Warned};
use brobygger::import::{ImportRules, ImportedPage, RemarkSort, import};
use brobygger::language::Languages;
use brobygger::word::OwnStyle;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::cases::assert_said;

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                 xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
                 xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
                 xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
                 xmlns:v=\"urn:schemas-microsoft-com:vml\" \
                 xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";

/// The styles of the files here: Norwegian names for ids, as Norwegian Word has them.
const STYLES: &str = "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Tittel\"><w:name w:val=\"Title\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Overskrift1\"><w:name w:val=\"heading 1\"/><w:rPr><w:b/></w:rPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Overskrift2\"><w:name w:val=\"heading 2\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Egen\"><w:name w:val=\"Vår overskrift\"/><w:basedOn w:val=\"Overskrift2\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"INNH1\"><w:name w:val=\"toc 1\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Sitat\"><w:name w:val=\"Quote\"/></w:style>\
    <w:style w:type=\"character\" w:styleId=\"Sterk\"><w:name w:val=\"Strong\"/><w:rPr><w:b/></w:rPr></w:style>";

/// Bullets (1), numbers (2), letters (3), boxes (4), sections (5).
const LISTS: &str = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"•\"/>\
    <w:pPr><w:ind w:left=\"720\"/></w:pPr></w:lvl><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"o\"/>\
    <w:pPr><w:ind w:left=\"1440\"/></w:pPr></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"3\"/><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId=\"2\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"lowerLetter\"/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId=\"3\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\u{f0a8}\"/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId=\"4\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"§ %1\"/></w:lvl></w:abstractNum>\
    <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>\
    <w:num w:numId=\"3\"><w:abstractNumId w:val=\"2\"/></w:num><w:num w:numId=\"4\"><w:abstractNumId w:val=\"3\"/></w:num>\
    <w:num w:numId=\"5\"><w:abstractNumId w:val=\"4\"/></w:num>";

const RELATIONS: &str = "<Relationship Id=\"rId1\" Type=\"http://x/hyperlink\" Target=\"https://example.org/a?b=c\" TargetMode=\"External\"/>\
    <Relationship Id=\"rId2\" Type=\"http://x/hyperlink\" Target=\"file:///C:/hemmelig.docx\" TargetMode=\"External\"/>\
    <Relationship Id=\"rId3\" Type=\"http://x/image\" Target=\"media/bilde.png\"/>\
    <Relationship Id=\"rId4\" Type=\"http://x/image\" Target=\"media/bilde.emf\"/>\
    <Relationship Id=\"rId5\" Type=\"http://x/hyperlink\" Target=\"javascript:alert(1)\" TargetMode=\"External\"/>\
    <Relationship Id=\"rId6\" Type=\"http://x/image\" Target=\"../../../../etc/evil.png\"/>";

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Word file with a body.
fn word(body: &str) -> Vec<u8> {
    word_with(body, &[])
}

fn word_with(body: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let document = format!("<w:document {W}><w:body>{body}</w:body></w:document>");
    let styles = format!("<w:styles {W}>{STYLES}</w:styles>");
    let lists = format!("<w:numbering {W}>{LISTS}</w:numbering>");
    let relations = format!("<Relationships>{RELATIONS}</Relationships>");
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/numbering.xml", lists.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/media/bilde.png", b"PNG"),
        ("word/media/bilde.emf", b"EMF"),
    ];
    parts.extend(more);
    zipped(&parts)
}

fn read(bytes: &[u8], accepts: bool) -> Warned<Option<ImportedPage>> {
    let language = Languages::default().of("nb");
    import(
        "fil.docx",
        bytes,
        &ImportRules {
            page: "a/side",
            language,
            languages: &Languages::default(),
            accepts,
            page_at: &|_| None,
            title_of: &|_, _| None,
            is_taken: &|_, _| false,
        },
    )
}

/// A page, and what was said of the file, a line each.
fn page(bytes: &[u8]) -> (ImportedPage, String) {
    let done = read(bytes, true);
    assert!(done.diagnostics.iter().all(|said| said.code.as_str() == "not-taken" || done.value.is_none()));
    let said: Vec<String> = done.diagnostics.iter().map(|said| said.message.to_string()).collect();
    (done.value.unwrap_or_else(|| panic!("{said:?}")), said.join("\n"))
}

fn p(text: &str) -> String {
    format!("<w:p>{}</w:p>", r(text))
}

fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", r(text))
}

fn big(text: &str, size: u16) -> String {
    format!("<w:p><w:r><w:rPr><w:b/><w:sz w:val=\"{size}\"/></w:rPr><w:t>{text}</w:t></w:r></w:p>")
}

fn item(list: u32, level: u32, text: &str) -> String {
    let list = format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
    format!("<w:p><w:pPr>{list}</w:pPr>{}</w:p>", r(text))
}

fn cell(inner: &str) -> String {
    format!("<w:tc><w:tcPr/>{inner}</w:tc>")
}

fn table(rows: &[Vec<String>]) -> String {
    let rows: Vec<String> = rows.iter().map(|cells| format!("<w:tr>{}</w:tr>", cells.concat())).collect();
    format!("<w:tbl>{}</w:tbl>", rows.concat())
}

/// Files of programs that give styles of ours ids of their own, and of one that gives them other names.
#[test]
fn our_styles_are_known_by_their_ids_and_by_their_names_in_every_language() {
    let languages = Languages::default();
    let names = languages.rows().map(|row| (row.tag, Some(&row.word_styles)));
    for (tag, names) in names.chain([("no language", None)]) {
        // Paragraph styles by their number, or by their id under a name that says nothing.
        let id = |style: OwnStyle| names.map_or_else(|| style.id().to_owned(), |_| format!("P{}", style as usize));
        let declared = |style: OwnStyle, level: &str| {
            let name = names.map_or("Styl", |names| style.name(names));
            let space = if level.is_empty() { "" } else { " " };
            let kind = if style == OwnStyle::CodeText { "character" } else { "paragraph" };
            format!(
                "<w:style w:type=\"{kind}\" w:styleId=\"{}{level}\"><w:name w:val=\"{name}{space}{level}\"/></w:style>",
                id(style)
            )
        };
        let deeper = declared(OwnStyle::Choice, "2");
        let styles: String = OwnStyle::ALL.into_iter().map(|style| declared(style, "")).chain([deeper]).collect();
        let body = [
            styled(&id(OwnStyle::Term), "Ord"),
            styled(&id(OwnStyle::Definition), "Det betyr dette."),
            styled(&id(OwnStyle::Code), "x = 1"),
            styled(&id(OwnStyle::Choice), "En"),
            styled(&format!("{}2", id(OwnStyle::Choice)), "To"),
            styled(&id(OwnStyle::Rule), ""),
            styled(&id(OwnStyle::Space), ""),
            format!(
                "<w:p><w:r><w:rPr><w:rStyle w:val=\"{}\"/></w:rPr><w:t>y</w:t></w:r></w:p>",
                id(OwnStyle::CodeText)
            ),
            styled(&id(OwnStyle::Guidance), "Hjelp."),
        ];
        let document = format!("<w:document {W}><w:body>{}</w:body></w:document>", body.concat());
        let styles = format!("<w:styles {W}>{styles}</w:styles>");
        let (page, said) = page(&zipped(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", document.as_bytes()),
            ("word/styles.xml", styles.as_bytes()),
        ]));
        let expected = "Ord\n: Det betyr dette.\n\n```\nx = 1\n```\n\n- En\n  - To\n\n---\n\n`y`\n\nHjelp.\n";
        assert_eq!((&*page.body, &*said), (expected, ""), "{tag}");
    }
}

/// A body, the Markdown that it becomes, and what is said of it.
#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn rough_edges_become_what_was_meant_or_are_told_of() {
    let picture = |id: &str| {
        format!("<w:p><w:r><w:drawing><wp:docPr descr=\"Et bilde\"/><a:blip r:embed=\"{id}\"/></w:drawing></w:r></w:p>")
    };
    let link = |id: &str| format!("<w:p><w:hyperlink r:id=\"{id}\">{}</w:hyperlink></w:p>", r("hit"));
    let run = |properties: &str, text: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
    };
    let field = |says: &str, shows: &str| {
        let mark = |sort: &str| format!("<w:r><w:fldChar w:fldCharType=\"{sort}\"/></w:r>");
        let says = format!("<w:r><w:instrText>{says}</w:instrText></w:r>");
        format!("{}{says}{}{}{}", mark("begin"), mark("separate"), r(shows), mark("end"))
    };
    let cases: Vec<(&str, String, &str, &[&str])> = vec![
        ("styles by their names", styled("Tittel", "T") + &styled("Overskrift1", "En") + &styled("Egen", "To") + &p("x"), "## En\n\n### To\n\nx\n", &[]),
        (
            "headings by their look",
            big("Rutine", 36) + &p("Tekst her.") + &big("Formål", 28) + &p("Mer tekst."),
            "Tekst her.\n\n## Formål\n\nMer tekst.\n",
            &["paragraph 1 («Rutine»): taken for a heading", "paragraph 3 («Formål»): taken for a heading"],
        ),
        (
            "typed numbers",
            styled("Tittel", "T") + &styled("Overskrift1", "1. Formål") + &styled("Overskrift2", "1.1 Mål\u{a0}her"),
            "## Formål\n\n### Mål\u{a0}her\n",
            &["paragraph 2 («1. Formål»): a number typed before the heading"],
        ),
        ("typed items", p("•\tEn") + &p("•\tTo") + &p("- bare en"), "- En\n- To\n\n\\- bare en\n", &["taken for an item"]),
        ("typed numbered items", p("1) En") + &p("2) To") + &p("2026 var fint."), "1. En\n2. To\n\n2026 var fint.\n", &["taken for an item"]),
        (
            "lists",
            item(1, 0, "a") + &item(1, 1, "b") + &item(1, 0, "c") + &item(2, 0, "tre") + &item(2, 0, "fire"),
            "- a\n  - b\n- c\n\n3. tre\n4. fire\n",
            &[],
        ),
        ("letters", item(3, 0, "a") + &item(3, 0, "b"), "1. a\n2. b\n", &["letters or Roman numerals"]),
        ("boxes", item(4, 0, "a") + &p("☒ b") + &p("☐\tc"), "- [ ] a\n- [x] b\n- [ ] c\n", &[]),
        (
            "text that belongs to an item",
            item(1, 0, "a") + "<w:p><w:pPr><w:ind w:left=\"720\"/></w:pPr><w:r><w:t>mer</w:t></w:r></w:p>" + &p("ut"),
            "- a\n\n  mer\n\nut\n",
            &[],
        ),
        (
            "emphasis",
            format!(
                "<w:p>{}{}{}{}{}{}</w:p>",
                run("<w:b/>", "fet "), r("og "), run("<w:i/>", "skrå,"), r("så "), run("<w:rStyle w:val=\"Sterk\"/>", "x:"), r("y")
            ),
            "**fet** og *skrå*,så **x**:y\n",
            &[],
        ),
        ("what would mean something", p("*a* _b_ [c] `d` &lt;e&gt; {{f}} [@kilde, s. 3] # g") + &p("# h"), "\\*a\\* \\_b\\_ \\[c] \\`d\\` \\<e> {{f}} [@kilde, s. 3] # g\n\n\\# h\n", &[]),
        (
            "hyphens and breaks",
            "<w:p><w:r><w:t>ord</w:t><w:softHyphen/><w:t>deling e</w:t><w:noBreakHyphen/><w:t>post</w:t><w:br/><w:t>ny</w:t></w:r></w:p>".into(),
            "orddeling e-post\\\nny\n",
            &[],
        ),
        (
            "smart tags, controls, hidden text",
            format!("<w:p><w:smartTag>{}</w:smartTag><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>{}</w:p>", r("Oslo "), r("i dag"), run("<w:vanish/>", "skjult")),
            "Oslo i dag\n",
            &["hidden text was left out"],
        ),
        (
            "fields",
            format!("<w:p>{}</w:p><w:p>{}{}</w:p>", field("TOC \\o", "Innhold 1"), r("Se "), field("REF _Ref1 ", "kapittel 2")) + &styled("INNH1", "Formål 1"),
            "Se kapittel 2\n",
            &["a list that Word makes was left out"],
        ),
        ("links", link("rId1"), "[hit](https://example.org/a?b=c)\n", &[]),
        ("links to one's own machine", link("rId2"), "hit\n", &["a link that leads nowhere"]),
        ("links that run", link("rId5"), "hit\n", &["a link that leads nowhere"]),
        ("links of fields", format!("<w:p>{}</w:p>", field("HYPERLINK \"https://example.org/\"", "https://example.org/")), "<https://example.org/>\n", &[]),
        (
            "places in the file",
            format!("<w:p><w:pPr><w:pStyle w:val=\"Overskrift1\"/></w:pPr><w:bookmarkStart w:name=\"_Ref7\"/>{}</w:p>{}<w:p><w:hyperlink w:anchor=\"_Ref7\">{}</w:hyperlink></w:p>", r("Et kapittel"), styled("Overskrift1", "To"), r("dit")),
            "## Et kapittel\n\n## To\n\n[dit](#et-kapittel)\n",
            &[],
        ),
        (
            "links that are underlined by hand, as Google Docs has them",
            format!("<w:p><w:hyperlink r:id=\"rId1\">{}</w:hyperlink></w:p>", run("<w:color w:val=\"1155cc\"/><w:u w:val=\"single\"/><w:rtl w:val=\"0\"/>", "hit")),
            "[hit](https://example.org/a?b=c)\n",
            &[],
        ),
        ("underlined text", format!("<w:p>{}</w:p>", run("<w:u w:val=\"single\"/>", "viktig")), "viktig\n", &["text that is underlined"]),
        (
            "highlighted text",
            format!("<w:p>{}</w:p><w:p>{}</w:p><w:p>{}</w:p>", run("<w:highlight w:val=\"yellow\"/>", "gult"), run("<w:shd w:fill=\"ffff00\" w:val=\"clear\"/>", "gult"), run("<w:shd w:fill=\"FFFFFF\" w:val=\"clear\"/><w:highlight w:val=\"none\"/>", "hvitt")),
            "gult\n\ngult\n\nhvitt\n",
            &["text that is highlighted"],
        ),
        (
            "lines across",
            p("a") + "<w:p><w:pPr><w:pBdr><w:bottom w:val=\"single\"/></w:pBdr></w:pPr></w:p>" + &p("b")
                + "<w:p><w:r><w:pict><v:rect style=\"width:0.0pt;height:1.5pt\" o:hr=\"t\" o:hrstd=\"t\" xmlns:o=\"urn:schemas-microsoft-com:office:office\"/></w:pict></w:r></w:p>" + &p("c"),
            "a\n\n---\n\nb\n\n---\n\nc\n",
            &[],
        ),
        (
            "what is done in a list with boxes for signs",
            item(4, 0, "a") + &item(4, 0, "b").replace("<w:t", "<w:rPr><w:strike w:val=\"1\"/></w:rPr><w:t") + &item(1, 0, "c").replace("<w:t", "<w:rPr><w:strike/></w:rPr><w:t"),
            "- [ ] a\n- [x] b\n- ~~c~~\n",
            &["struck out is ticked"],
        ),
        (
            "places that are no headings",
            format!("<w:p><w:bookmarkStart w:name=\"kix.5bzq\"/>{}</w:p><w:p><w:hyperlink w:anchor=\"kix.5bzq\">{}</w:hyperlink></w:p>", r("Her"), r("dit")),
            "Her\n\ndit\n",
            &["a link that leads nowhere"],
        ),
        ("pictures", picture("rId3"), "![Et bilde](side-1.png)\n", &[]),
        ("pictures that nothing shows", picture("rId4") + &p("x"), "x\n", &["no browser shows"]),
        ("pictures beside the file", picture("rId6") + &p("x"), "x\n", &["a picture is not in the file"]),
        (
            "text boxes",
            format!("<w:p><mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent></w:p>", "<w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>I boksen</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>"),
            "I boksen\n",
            &["a text box stands as ordinary text"],
        ),
        (
            "tables",
            table(&[vec![cell(&p("A")), cell(&p("B | C"))], vec![cell(&p("1")), cell(&(p("en") + &p("to.") + &p("tre")))]]),
            "| A | B \\| C |\n| --- | --- |\n| 1 | en; to. tre |\n",
            &["paragraphs in a cell"],
        ),
        (
            "tables in tables, and cells that are one",
            table(&[
                vec!["<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>Over to</w:t></w:r></w:p></w:tc>".into()],
                vec![cell(&p("1")), cell(&table(&[vec![cell(&p("inni")), cell(&p("her"))]]))],
            ]),
            "| Over to |  |\n| --- | --- |\n| 1 | inni; her |\n",
            &["cells of a table that were one", "a table within a table"],
        ),
        ("a frame", table(&[vec![cell(&(p("Inni") + &item(1, 0, "a")))]]), "Inni\n\n- a\n", &["a frame around text was taken away"]),
        ("a frame with a mark", table(&[vec![cell(&(p("[!WARNING]") + &p("Pass på.")))]]), "> [!WARNING]\n> Pass på.\n", &[]),
        ("quotations", styled("Sitat", "a") + &styled("Sitat", "b"), "> a\n>\n> b\n", &[]),
        ("raised digits", format!("<w:p>{}{}</w:p>", r("m"), run("<w:vertAlign w:val=\"superscript\"/>", "2")), "m²\n", &[]),
    ];
    let mut wrong = String::new();
    for (name, body, markdown, says) in cases {
        let (page, said) = page(&word(&body));
        let told = says.iter().all(|part| said.contains(part)) && (!says.is_empty() || said.is_empty());
        if page.body != markdown || !told {
            let _ = writeln!(wrong, "{name}:\n{}---\n{markdown}---\n{said}\n", page.body);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Marks that somebody may have meant something by, and a page does not keep: each is told once, and what only looks so
/// is not.
#[test]
fn what_a_page_does_not_keep_is_told_once_with_its_place_and_how_often() {
    let long = p("Her står det mye vanlig tekst, så det som er annerledes, skiller seg ut.");
    let with = |properties: &str, text: &str| format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", r(text));
    let run = |properties: &str, text: &str| {
        format!("<w:p><w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
    };
    let field = |says: &str, shows: &str| {
        let mark = |sort: &str| format!("<w:r><w:fldChar w:fldCharType=\"{sort}\"/></w:r>");
        let says = format!("<w:r><w:instrText>{says}</w:instrText></w:r>");
        format!("<w:p>{}{}{says}{}{}{}</w:p>", r("Se "), mark("begin"), mark("separate"), r(shows), mark("end"))
    };
    let ground = |fill: &str, text: &str| {
        format!("<w:tc><w:tcPr><w:shd w:val=\"clear\" w:fill=\"{fill}\"/></w:tcPr>{}</w:tc>", p(text))
    };
    let table_of = |rows: [[&str; 3]; 2]| {
        let row = |fills: [&str; 3]| fills.iter().map(|fill| ground(fill, "x")).collect::<Vec<_>>();
        table(&[vec![cell(&p("a")), cell(&p("b")), cell(&p("c"))], row(rows[0]), row(rows[1])])
    };
    let box_around = "<w:pBdr><w:left w:val=\"single\" w:sz=\"18\"/></w:pBdr>";
    let cases: Vec<(&str, String, &[&str])> = vec![
        ("a colour", run("<w:color w:val=\"C00000\"/>", "Viktig"), &["text in a colour of its own"]),
        ("a colour of the theme", run("<w:color w:val=\"4472C4\" w:themeColor=\"accent1\"/>", "Viktig"), &["text in a colour of its own"]),
        ("grey letters", run("<w:color w:val=\"404040\"/>", "Grått"), &[]),
        ("no colour", run("<w:color w:val=\"auto\"/><w:highlight w:val=\"none\"/><w:u w:val=\"none\"/>", "Svart"), &[]),
        ("a heading in colour", styled("Overskrift1", "Mål").replace("<w:t", "<w:rPr><w:color w:val=\"C00000\"/><w:sz w:val=\"40\"/></w:rPr><w:t"), &[]),
        ("capitals", run("<w:caps/>", "viktig") + &run("<w:smallCaps w:val=\"0\"/>", "vanlig"), &["Word shows in capitals"]),
        ("a frame around words", run("<w:bdr w:val=\"single\" w:sz=\"4\"/>", "Viktig"), &["text with a frame"]),
        ("wide letters", run("<w:spacing w:val=\"40\"/>", "Viktig") + &run("<w:spacing w:val=\"-2\"/>", "vanlig"), &["wide spacing"]),
        ("a typewriter", run("<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\"/>", "ls"), &["letters of a typewriter"]),
        ("another font", run("<w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\"/>", "Vanlig"), &[]),
        ("larger words", styled("Overskrift1", "Mål") + &format!("<w:p>{}<w:r><w:rPr><w:sz w:val=\"32\"/></w:rPr><w:t>stort</w:t></w:r></w:p>", r("Noe er ")), &["larger or smaller"]),
        ("as large as the rest", run("<w:sz w:val=\"22\"/>", "Vanlig") , &[]),
        ("small letters in a table", table(&[vec![cell(&run("<w:sz w:val=\"14\"/>", "a")), cell(&p("b"))]]), &[]),
        ("the middle", with("<w:jc w:val=\"center\"/>", "Midt") + &with("<w:jc w:val=\"both\"/>", "Rett"), &["in the middle or to the right"]),
        ("set in", with("<w:ind w:left=\"720\"/>", "Innrykket") + &with("<w:ind w:firstLine=\"720\"/>", "Vanlig"), &["a paragraph that is set in"]),
        ("a box", with(box_around, "Husk") + &with("<w:shd w:val=\"clear\" w:fill=\"E7E6E6\"/>", "Husk"), &["a ground around paragraphs"]),
        ("no box", with("<w:pBdr><w:top w:val=\"nil\"/><w:left w:val=\"nil\"/></w:pBdr><w:shd w:val=\"clear\" w:fill=\"auto\"/>", "Vanlig"), &[]),
        ("a line below a text", with("<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\"/></w:pBdr>", "Vanlig"), &[]),
        ("tabs", p("Mandag\tti til tolv\trom 3") + &p("a)\tEt punkt"), &["text that tabs line up"]),
        ("numbers of headings", with("<w:pStyle w:val=\"Overskrift1\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr>", "Mål"), &["numbers that Word puts before headings"]),
        ("numbers with words", item(5, 0, "a"), &["have several parts or words beside them"]),
        ("numbers of pages", field("PAGEREF _Ref1 \\h", "14"), &["the number of a page"]),
        ("numbers of figures", field("SEQ Figur", "1"), &[]),
        ("days that change", field("DATE \\@ dd.MM.yyyy", "22.11.2026"), &["keeps up to date"]),
        ("fields to fill in", field("FORMTEXT", "....."), &["a field to fill in"]),
        ("a list to choose from", format!("<w:p><w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt></w:p>", r("Velg")), &["a field to fill in"]),
        ("citations of programs", field("ADDIN ZOTERO_ITEM CSL_CITATION {}", "(Holst 2021)"), &["a citation that a program makes"]),
        ("words for an index", format!("<w:p>{}<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>XE \"x\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>", r("x")), &["marks for an index"]),
        ("cells that are green and red", table_of([["auto", "92D050", "FF0000"], ["auto", "92D050", "auto"]]), &["cells with a ground"]),
        ("every other row", table_of([["D9E2F3", "D9E2F3", "D9E2F3"], ["auto", "auto", "auto"]]), &[]),
        ("heads of rows", table_of([["D9E2F3", "auto", "auto"], ["D9E2F3", "auto", "auto"]]), &[]),
        ("a table that is described", table(&[vec![cell(&p("a")), cell(&p("b"))]]).replace("<w:tbl>", "<w:tbl><w:tblPr><w:tblDescription w:val=\"Hvem gjør hva\"/></w:tblPr>"), &["the text that describes a table"]),
        ("a picture that leads somewhere", "<w:p><w:r><w:drawing><wp:docPr descr=\"Et bilde\"><a:hlinkClick r:id=\"rId1\"/></wp:docPr><a:blip r:embed=\"rId3\"/></w:drawing></w:r></w:p>".into(), &["the link of a picture"]),
        ("letters raised by hand", run("<w:position w:val=\"6\"/>", "opp") + &run("<w:position w:val=\"0\"/>", "vanlig"), &["raised or lowered"]),
        ("what the spelling knows", run("<w:lang w:val=\"en-US\"/><w:noProof/>", "words"), &[]),
        ("how paper is filled", with("<w:keepNext/><w:pageBreakBefore/><w:spacing w:before=\"400\"/><w:widowControl/>", "Vanlig"), &[]),
    ];
    let mut wrong = String::new();
    for (name, body, says) in cases {
        let (page, said) = page(&word(&format!("{long}{long}{body}")));
        let lines = said.lines().count();
        if lines != says.len() || says.iter().any(|part| !said.contains(part)) {
            let _ = writeln!(wrong, "{name}:\n{}---\n{said}\n", page.body);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_most_of_a_text_looks_like_is_not_told_and_the_rest_is_counted() {
    let blue =
        |text: &str| format!("<w:p><w:r><w:rPr><w:color w:val=\"1F3864\"/></w:rPr><w:t>{text}</w:t></w:r></w:p>");
    let red = |text: &str| blue(text).replace("1F3864", "C00000");
    let body =
        blue("Alt er skrevet i fargen til virksomheten.") + &red("Men dette") + &red("og dette") + &blue("ikke dette.");
    let done = read(&word(&body), true);
    assert_said(Code::NotTaken, &done.diagnostics);
    let [said] = done.diagnostics.as_slice() else { panic!("{:?}", done.diagnostics) };
    assert_eq!(said.message.to_string(), "paragraph 2 («Men dette»): text in a colour of its own stands without it");
    assert_eq!(said.notes.iter().map(ToString::to_string).collect::<Vec<_>>(), ["in 2 paragraphs"]);
}

#[test]
fn a_large_first_letter_belongs_to_its_word_and_signs_are_what_they_show() {
    let initial = "<w:p><w:pPr><w:framePr w:dropCap=\"drop\" w:lines=\"3\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"96\"/></w:rPr><w:t>D</w:t></w:r></w:p>";
    let (drawn, said) = page(&word(&format!("{initial}{}", p("et var en gang."))));
    assert_eq!(drawn.body, "Det var en gang.\n");
    assert_eq!(said, "");
    let signs = "<w:p><w:r><w:rPr><w:rFonts w:ascii=\"Wingdings\" w:hAnsi=\"Wingdings\"/></w:rPr><w:t>\u{fe}</w:t></w:r><w:r><w:t xml:space=\"preserve\"> ferdig</w:t></w:r></w:p>";
    let (ticked, said) = page(&word(signs));
    assert_eq!((&*ticked.body, &*said), ("- [x] ferdig\n", ""));
}

#[test]
fn notes_come_along() {
    let body = "<w:p><w:r><w:t>Tekst</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:t> og</w:t>\
                <w:footnoteReference w:id=\"2\"/></w:r></w:p>";
    let notes =
        format!("<w:footnotes {W}><w:footnote w:id=\"2\">{}{}</w:footnote></w:footnotes>", p("En note."), p("Mer."));
    let (page, said) = page(&word_with(body, &[("word/footnotes.xml", notes.as_bytes())]));
    assert_eq!(page.body, "Tekst[^1] og[^1]\n\n[^1]: En note.\n\n    Mer.\n");
    assert_eq!(said, "");
    let lost = notes.replace(&p("Mer."), &format!("<w:p><w:hyperlink r:id=\"rId2\">{}</w:hyperlink></w:p>", r("Mer.")));
    let relations = format!("<Relationships>{RELATIONS}</Relationships>");
    let more: [(&str, &[u8]); 2] =
        [("word/footnotes.xml", lost.as_bytes()), ("word/_rels/footnotes.xml.rels", relations.as_bytes())];
    let (_, said) = self::page(&word_with(body, &more));
    assert!(said.contains("a link that leads nowhere"), "{said}");
}

#[test]
fn tracked_changes_are_taken_either_way_and_listed_with_comments() {
    let by = "w:author=\"Leder ved Eksempelenheten\" w:date=\"2026-11-20T10:00:00Z\"";
    let body = format!(
        "<w:p>{}<w:ins {by}>{}</w:ins><w:del {by}><w:r><w:delText xml:space=\"preserve\">gammel</w:delText></w:r></w:del>\
         <w:commentRangeStart w:id=\"0\"/>{}<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r></w:p>\
         <w:p><w:pPr><w:rPr><w:del {by}/></w:rPr></w:pPr>{}</w:p>{}",
        r("En "),
        r("ny"),
        r(" setning"),
        r("To av"),
        p("snitt")
    );
    let comments =
        format!("<w:comments {W}><w:comment w:id=\"0\" {by}>{}</w:comment></w:comments>", p("Er dette riktig?"));
    let bytes = word_with(&body, &[("word/comments.xml", comments.as_bytes())]);
    let accepted = read(&bytes, true).value.unwrap();
    assert_eq!(accepted.body, "En ny setning\n\nTo avsnitt\n");
    let before = read(&bytes, false).value.unwrap();
    assert_eq!(before.body, "En gammel setning\n\nTo av\n\nsnitt\n");
    for page in [accepted, before] {
        let told: Vec<_> = page.remarks.iter().map(|one| (one.sort, &*one.about, &*one.says, one.paragraph)).collect();
        assert_eq!(
            told,
            [
                (RemarkSort::Added, "ny", "", 1),
                (RemarkSort::TakenOut, "gammel", "", 1),
                (RemarkSort::Comment, " setning", "Er dette riktig?", 1)
            ]
        );
        assert_eq!((&*page.remarks[0].author, &*page.remarks[0].day), ("Leder ved Eksempelenheten", "2026-11-20"));
    }
}

#[test]
fn what_stands_around_the_text_of_pages_is_told_of_once() {
    let relations = "<Relationships><Relationship Id=\"rId1\" Type=\"http://x/header\" Target=\"header1.xml\"/>\
                     <Relationship Id=\"rId2\" Type=\"http://x/footer\" Target=\"footer1.xml\"/></Relationships>";
    let said = |head: &str, foot: &str| {
        let (head, foot) = (format!("<w:hdr {W}>{}</w:hdr>", p(head)), format!("<w:ftr {W}>{}</w:ftr>", p(foot)));
        let document = format!("<w:document {W}><w:body>{}</w:body></w:document>", p("Tekst"));
        let parts: [(&str, &[u8]); 4] = [
            ("word/document.xml", document.as_bytes()),
            ("word/_rels/document.xml.rels", relations.as_bytes()),
            ("word/header1.xml", head.as_bytes()),
            ("word/footer1.xml", foot.as_bytes()),
        ];
        page(&zipped(&parts)).1
    };
    assert_eq!(
        said("Utkast – unntatt offentlighet", "Side 1"),
        "the text at the head and the foot of pages was left out"
    );
    assert_eq!(said("", "1"), "");
}

/// Remarks on a note are remarks on the paragraph that has it, and what follows is counted as if there were none.
#[test]
fn paragraphs_are_those_of_the_text_whatever_stands_in_notes_and_boxes() {
    let by = "w:author=\"Leder ved Eksempelenheten\" w:date=\"2026-11-20T10:00:00Z\"";
    let added = |text: &str| format!("<w:ins {by}>{}</w:ins>", r(text));
    let note = format!(
        "<w:footnotes {W}><w:footnote w:id=\"2\">{}<w:p>{}</w:p>{}</w:footnote></w:footnotes>",
        p("En note."),
        added("i noten"),
        table(&[vec![cell(&p("a"))]])
    );
    let boxed = format!(
        "<w:r><w:pict><v:textbox><w:txbxContent>{}{}</w:txbxContent></v:textbox></w:pict></w:r>",
        p("I"),
        p("boksen")
    );
    let body = format!(
        "{}<w:p>{}<w:r><w:footnoteReference w:id=\"2\"/></w:r>{}</w:p><w:p>{}{boxed}{}</w:p><w:p>{}</w:p>",
        p("Innledning"),
        r("Har en note"),
        added("bak noten"),
        r("Har en boks"),
        added("bak boksen"),
        added("sist"),
    );
    let read = read(&word_with(&body, &[("word/footnotes.xml", note.as_bytes())]), true);
    let said: Vec<String> = read.diagnostics.iter().map(|said| said.message.to_string()).collect();
    assert!(said[0].starts_with("paragraph 2 («Har en notebak noten»): a frame"), "{said:?}");
    let remarks = read.value.unwrap().remarks;
    let told: Vec<_> = remarks.iter().map(|one| (&*one.about, one.paragraph, &*one.words)).collect();
    assert_eq!(
        told,
        [
            ("i noten", 2, "Har en notebak noten"),
            ("bak noten", 2, "Har en notebak noten"),
            ("bak boksen", 3, "Har en boksbak boksen"),
            ("sist", 6, "sist")
        ]
    );
}

/// Remarks on a file that is not read.
fn refused(bytes: &[u8]) -> String {
    let done = read(bytes, true);
    assert!(done.value.is_none());
    let [said] = done.diagnostics.as_slice() else { panic!("{:?}", done.diagnostics) };
    assert_eq!(said.code.as_str(), "bad-word-file");
    assert!(said.help.is_some());
    said.message.to_string()
}

#[test]
fn files_of_other_sorts_are_named() {
    let ole = |rest: &[u8]| [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], rest].concat();
    let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_said(Code::BadWordFile, &read(&ole(b"WordDocument"), true).diagnostics);
    for (bytes, says) in [
        (ole(b"WordDocument"), "before 2007"),
        (ole(&locked), "a password"),
        (b"{\\rtf1 x}".to_vec(), "RTF"),
        (b"%PDF-1.7".to_vec(), "a PDF"),
        (b"Hei".to_vec(), "no Word file"),
        (Vec::new(), "no Word file"),
        (zipped(&[("content.xml", b"<x/>")]), "LibreOffice"),
        (zipped(&[("xl/workbook.xml", b"<x/>")]), "a spreadsheet"),
        (zipped(&[("a.txt", b"x")]), "other files"),
        (word("")[..200].to_vec(), "damaged"),
        (word("<w:p>"), "damaged"),
    ] {
        let said = refused(&bytes);
        assert!(said.contains(says), "{said}");
    }
    let types = b"<Types><Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>";
    let document = format!("<w:document {W}><w:body>{}</w:body></w:document>", p("Tekst"));
    let macros = zipped(&[
        ("[Content_Types].xml", types),
        ("word/document.xml", document.as_bytes()),
        ("word/vbaProject.bin", b"x"),
    ]);
    let (page, said) = page(&macros);
    assert_eq!(page.body, "Tekst\n");
    assert!(said.contains("macros"), "{said}");
}

#[test]
fn files_made_to_do_harm_are_refused_or_do_none() {
    let bomb = vec![b' '; 40 << 20];
    let document = [b"<w:document>".as_slice(), &bomb, b"</w:document>"].concat();
    assert!(refused(&zipped(&[("word/document.xml", &document)])).contains("unpacks to more than"));
    let deep = "<w:tbl><w:tr><w:tc>".repeat(100_000) + &"</w:tc></w:tr></w:tbl>".repeat(100_000);
    assert!(refused(&word(&deep)).contains("deep in each other"));
    // The deepest that is read.
    let deep = "<w:tbl><w:tr><w:tc>".repeat(60) + &p("Innerst") + &"</w:tc></w:tr></w:tbl>".repeat(60);
    assert_eq!(page(&word(&deep)).0.body, "Innerst\n");
    let entities =
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><w:document>&b;</w:document>";
    assert!(refused(&zipped(&[("word/document.xml", entities.as_bytes())])).contains("damaged"));
    let many: Vec<String> = (0..10_001).map(|number| format!("word/{number}.xml")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert!(refused(&zipped(&many)).contains("10000 files"));
    // Names in the zip are only looked up: a picture has the name of the page, wherever it lies in the file.
    let evil: [(&str, &[u8]); 2] = [("etc/evil.png", b"x"), ("../../evil.png", b"x")];
    let picture =
        "<w:p><w:r><w:drawing><wp:docPr descr=\"Et bilde\"/><a:blip r:embed=\"rId6\"/></w:drawing></w:r></w:p>";
    let (found, _) = page(&word_with(picture, &evil));
    let names: Vec<&str> = found.pictures.iter().map(|picture| &*picture.name).collect();
    assert!(names.iter().all(|name| *name == "side-1.png"), "{names:?}");
    assert!(!found.body.contains(".."), "{}", found.body);
}

/// A large file is read: fifty megabytes of a picture, and forty thousand paragraphs.
#[test]
fn large_files_are_read() {
    let noise: Vec<u8> = (0..50_u32 << 20).map(|at| at.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
    let picture =
        "<w:p><w:r><w:drawing><wp:docPr descr=\"Et bilde\"/><a:blip r:embed=\"rId3\"/></w:drawing></w:r></w:p>";
    let text: String = (0..40_000).map(|number| p(&format!("Avsnitt {number} med noen ord i."))).collect();
    let document = format!("<w:document {W}><w:body>{picture}{text}</w:body></w:document>");
    let relations = format!("<Relationships>{RELATIONS}</Relationships>");
    let bytes = zipped(&[
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/media/bilde.png", &noise),
    ]);
    let (page, _) = page(&bytes);
    assert_eq!(page.pictures[0].bytes.len(), noise.len());
    assert!(page.body.ends_with("Avsnitt 39999 med noen ord i.\n"));
}
