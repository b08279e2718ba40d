"""A file as Google Docs hands it out: File > Download > Microsoft Word.

Made part by part after what such files hold: every element with `w:rsid…` of zeros, every run with `w:rtl`, properties
that are switched off rather than left out, styles under English names with `normal` in small letters, lists that are
numbering alone and may begin below their first level, links that are blue and underlined by hand, notes counted from 0,
places called `_heading=h.…` and `kix.…`, controls of the tag `goog_rdk_…` around suggestions, comments and tables.
"""

import base64
import itertools
import zipfile

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BY = 'w:author="Leder ved Eksempelenheten" w:date="2026-11-20T10:00:00Z"'
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ZEROS = 'w:rsidR="00000000" w:rsidDel="00000000" w:rsidP="00000000" w:rsidRDefault="00000000" w:rsidRPr="00000000"'
RUN_ZEROS = 'w:rsidDel="00000000" w:rsidR="00000000" w:rsidRPr="00000000"'
NUMBERS = itertools.count(1)
FONT = '<w:rFonts w:ascii="Roboto" w:cs="Roboto" w:eastAsia="Roboto" w:hAnsi="Roboto"/>'


def run(text, look=""):
    return f'<w:r {RUN_ZEROS}><w:rPr>{look}<w:rtl w:val="0"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def taken_out(text):
    return f'<w:r {RUN_ZEROS}><w:rPr><w:rtl w:val="0"/></w:rPr><w:delText xml:space="preserve">{text}</w:delText></w:r>'


def paragraph(inside, properties=""):
    return f'<w:p {ZEROS} w14:paraId="{next(NUMBERS):08X}"><w:pPr>{properties}<w:rPr/></w:pPr>{inside}</w:p>'


def heading(level, inside, place=""):
    mark = f'<w:bookmarkStart w:colFirst="0" w:colLast="0" w:name="{place}" w:id="0"/><w:bookmarkEnd w:id="0"/>' if place else ""
    style = f"Heading{level}" if isinstance(level, int) else level
    return paragraph(mark + inside, f'<w:pStyle w:val="{style}"/><w:pageBreakBefore w:val="0"/>')


def item(number, level, inside):
    left = 720 * (level + 1)
    list_of = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(inside, f'{list_of}<w:ind w:left="{left}" w:hanging="360"/>')


def control(inside, number, lock=""):
    return f'<w:sdt><w:sdtPr>{lock}<w:id w:val="{-1000 - number}"/><w:tag w:val="goog_rdk_{number}"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'


def link(inside, to):
    look = '<w:color w:val="1155cc"/><w:u w:val="single"/>'
    return f"<w:hyperlink {to}>{run(inside, look)}</w:hyperlink>"


def table(rows):
    def cell(text):
        return f'<w:tc><w:tcPr><w:shd w:fill="auto" w:val="clear"/><w:vAlign w:val="top"/></w:tcPr>{paragraph(run(text))}</w:tc>'

    lines = "".join(f'<w:tr><w:trPr><w:cantSplit w:val="0"/><w:tblHeader w:val="0"/></w:trPr>{"".join(map(cell, row))}</w:tr>' for row in rows)
    grid = '<w:tblGrid><w:gridCol w:w="4514"/><w:gridCol w:w="4514"/></w:tblGrid>'
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="Table1"/><w:tblW w:w="9028.0" w:type="dxa"/></w:tblPr>{grid}{lines}</w:tbl>'


def picture(relation):
    return (
        f'<w:r {RUN_ZEROS}><w:rPr/><w:drawing><wp:inline distB="114300" distT="114300" distL="114300" distR="114300">'
        '<wp:extent cx="5731200" cy="3225800"/><wp:effectExtent b="0" l="0" r="0" t="0"/>'
        '<wp:docPr id="1" name="Skjermbilde 2026-11-20 kl. 10.00.00 (kopi av kopi).png" descr="En bro."/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="0" name="image1.png"/><pic:cNvPicPr preferRelativeResize="0"/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/><a:srcRect b="0" l="0" r="0" t="0"/></pic:blipFill></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def body():
    bold, italic = '<w:b w:val="1"/><w:bCs w:val="1"/>', '<w:i w:val="1"/><w:iCs w:val="1"/>'
    note = f'<w:r {RUN_ZEROS}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:customMarkFollows="0" w:id="0"/></w:r>'
    line = f'<w:r {RUN_ZEROS}><w:rPr/><w:pict><v:rect style="width:0.0pt;height:1.5pt" o:hr="t" o:hrstd="t" o:hralign="center" fillcolor="#A0A0A0" stroked="f"/></w:pict></w:r>'
    entry = paragraph(link("Formål", 'w:anchor="_heading=h.gjdgxs"'))
    contents = (
        '<w:sdt><w:sdtPr><w:id w:val="5"/><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique w:val="1"/>'
        f'</w:docPartObj></w:sdtPr><w:sdtContent>{entry}</w:sdtContent></w:sdt>'
    )
    added = control(f'<w:ins {BY} w:id="0">{run(" og lærlinger")}</w:ins>', 0)
    gone = control(f'<w:del {BY} w:id="0">{taken_out(" i Oslo")}</w:del>', 1)
    comment = (
        control('<w:commentRangeStart w:id="0"/>', 2)
        + control('<w:commentRangeStart w:id="1"/>', 3)
        + run("hver uke")
        + f'<w:commentRangeEnd w:id="0"/><w:r {RUN_ZEROS}><w:rPr/><w:commentReference w:id="0"/></w:r>'
        + f'<w:commentRangeEnd w:id="1"/><w:r {RUN_ZEROS}><w:rPr/><w:commentReference w:id="1"/></w:r>'
    )
    done = '<w:strike w:val="1"/>'
    box = '<w14:checkbox><w14:checked w14:val="1"/><w14:checkedState w14:val="2612"/><w14:uncheckedState w14:val="2610"/></w14:checkbox>'
    return "".join([
        heading("Title", run("Rutine for varsling", FONT), "_heading=h.30j0zll"),
        heading("Subtitle", run("Hvem som gjør hva når noe går galt.", FONT)),
        contents,
        # Pieces of a text, each with a look of its own that says nothing.
        paragraph(
            run("Denne ", FONT) + run("rutinen", FONT + '<w:color w:val="000000"/><w:sz w:val="22"/>') + run(" gjelder ")
            + run("alle", bold) + run(" ansatte") + added + gone + run(", som ") + run("leder", italic) + run(" noen.") + note,
            '<w:spacing w:after="240" w:before="240" w:lineRule="auto"/>',
        ),
        heading(1, run("Formål", FONT + bold), "_heading=h.gjdgxs"),
        # A list that begins below its first level.
        item(1, 1, run("Trygghet")),
        item(1, 0, run("Kvalitet")),
        item(1, 2, run("for pasienter")),
        item(1, 2, run("for ansatte")),
        heading(2, run("Ansvar", FONT)),
        item(2, 0, run("Les rutinen.")),
        item(2, 1, run("To ganger.")),
        item(2, 0, run("Følg den ") + comment + run(".")),
        paragraph(line),
        heading(1, run("Sjekkliste")),
        control(item(3, 0, run("Meld fra.")) + item(3, 0, run("Skriv det ned.", done)), 4),
        paragraph(f'<w:sdt><w:sdtPr><w:id w:val="7"/>{box}</w:sdtPr><w:sdtContent>{run("☒")}</w:sdtContent></w:sdt>{run(" Si det videre.")}'),
        heading(1, run("Hvem og når")),
        control(table([["Hvem", "Når"], ["Leder", "hver uke"]]), 5, '<w:lock w:val="contentLocked"/>'),
        paragraph(""),
        paragraph(picture("rId7")),
        paragraph(
            run("Se ") + link("formålet", 'w:anchor="_heading=h.gjdgxs"') + run(", ") + link("loven", 'r:id="rId8"')
            + run(" og ") + link("avsnittet", 'w:anchor="kix.5bzq1x"') + run("."),
        ),
        paragraph('<w:bookmarkStart w:colFirst="0" w:colLast="0" w:name="kix.5bzq1x" w:id="3"/><w:bookmarkEnd w:id="3"/>' + run("Husk dette.", '<w:shd w:fill="ffff00" w:val="clear"/>')),
        '<w:sectPr><w:pgSz w:h="16834" w:w="11909" w:orient="portrait"/><w:pgMar w:bottom="1440" w:top="1440" w:left="1440" w:right="1440"/></w:sectPr>',
    ])


def style(id, name, properties="", look="", more=""):
    base = "" if id == "Normal" else '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
    return f'<w:style w:type="paragraph" w:styleId="{id}"{more}><w:name w:val="{name}"/>{base}<w:pPr>{properties}</w:pPr><w:rPr>{look}</w:rPr></w:style>'


def styles():
    kept = '<w:keepNext w:val="1"/><w:keepLines w:val="1"/><w:pageBreakBefore w:val="0"/>'
    headings = "".join(style(f"Heading{level}", f"heading {level}", kept, f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>') for level, size in enumerate([40, 32, 28, 24, 22, 22], 1))
    defaults = '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:cs="Arial" w:eastAsia="Arial" w:hAnsi="Arial"/><w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="no"/></w:rPr></w:rPrDefault></w:docDefaults>'
    tables = '<w:style w:type="table" w:styleId="TableNormal" w:default="1"><w:name w:val="Table Normal"/></w:style><w:style w:type="table" w:styleId="Table1"><w:basedOn w:val="TableNormal"/></w:style>'
    return (
        f"{HEAD}<w:styles {SPACES}>{defaults}" + style("Normal", "normal", more=' w:default="1"') + headings
        + style("Title", "Title", kept, '<w:sz w:val="52"/>') + style("Subtitle", "Subtitle", kept, '<w:color w:val="666666"/><w:sz w:val="30"/>') + tables + "</w:styles>"
    )


def numbering():
    def level(number, form, sign):
        return (
            f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{720 * (number + 1)}" w:hanging="360"/></w:pPr><w:rPr><w:u w:val="none"/></w:rPr></w:lvl>'
        )

    bullets = "".join(level(number, "bullet", "●○■"[number % 3]) for number in range(9))
    forms = ["decimal", "lowerLetter", "lowerRoman"]
    numbers = "".join(level(number, forms[number % 3], f"%{number + 1}.") for number in range(9))
    boxes = "".join(level(number, "bullet", "☐") for number in range(9))
    lists = "".join(f'<w:abstractNum w:abstractNumId="{id}">{levels}</w:abstractNum>' for id, levels in enumerate([bullets, numbers, boxes], 1))
    used = "".join(f'<w:num w:numId="{id}"><w:abstractNumId w:val="{id}"/></w:num>' for id in (1, 2, 3))
    return f"{HEAD}<w:numbering {SPACES}>{lists}{used}</w:numbering>"


def write(path):
    """Writes the file."""
    sign = f'<w:r {RUN_ZEROS}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    note = f'<w:footnote w:id="0">{paragraph(sign + run(" Også vikarer."))}</w:footnote>'
    comments = "".join(
        f'<w:comment w:id="{number}" {BY}>{paragraph(run(text))}</w:comment>'
        for number, text in enumerate(["Rekker vi det?", "Ja, fra januar."])
    )
    relations = [
        ("rId1", "theme", "theme/theme1.xml", ""), ("rId2", "settings", "settings.xml", ""), ("rId3", "fontTable", "fontTable.xml", ""),
        ("rId4", "numbering", "numbering.xml", ""), ("rId5", "styles", "styles.xml", ""), ("rId6", "comments", "comments.xml", ""),
        ("rId7", "image", "media/image1.png", ""), ("rId8", "hyperlink", "https://lovdata.no/", ' TargetMode="External"'),
        ("rId9", "footnotes", "footnotes.xml", ""), ("rId10", "customXml", "../customXml/item1.xml", ""),
    ]
    named = "".join(f'<Relationship Id="{id}" Type="{RELATION}/{kind}" Target="{target}"{more}/>' for id, kind, target, more in relations)
    spaces = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default ContentType="application/xml" Extension="xml"/>'
        '<Default ContentType="image/png" Extension="png"/><Default ContentType="application/vnd.openxmlformats-package.relationships+xml" Extension="rels"/>'
        '<Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml" PartName="/word/document.xml"/></Types>'
    )
    own = '<go:gDocsCustomXmlDataStorage xmlns:go="http://customooxmlschemas.google.com/"><go:docsCustomData roundtripDataSignature="AMtx7m" roundtripDataChecksum="abc"/></go:gDocsCustomXmlDataStorage>'
    parts = {
        "word/numbering.xml": numbering(),
        "word/settings.xml": f"{HEAD}<w:settings {SPACES}/>",
        "word/fontTable.xml": f"{HEAD}<w:fonts {SPACES}/>",
        "word/styles.xml": styles(),
        "word/comments.xml": f"{HEAD}<w:comments {SPACES}>{comments}</w:comments>",
        "word/footnotes.xml": f"{HEAD}<w:footnotes {SPACES}>{note}</w:footnotes>",
        "customXml/item1.xml": HEAD + own,
        "word/media/image1.png": PICTURE,
        "word/_rels/document.xml.rels": f"{HEAD}<Relationships {spaces}>{named}</Relationships>",
        "_rels/.rels": f'{HEAD}<Relationships {spaces}><Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{HEAD}<w:document {SPACES}><w:background w:color=\"ffffff\"/><w:body>{body()}</w:body></w:document>",
        "word/theme/theme1.xml": f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Sheets"/>',
        "[Content_Types].xml": HEAD + types,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)


WANTED = """Denne rutinen gjelder **alle** ansatte og lærlinger, som *leder* noen.[^1]

## Formål

- Trygghet
- Kvalitet
  - for pasienter
  - for ansatte

### Ansvar

1. Les rutinen.
   1. To ganger.
2. Følg den hver uke.

---

## Sjekkliste

- [ ] Meld fra.
- [x] Skriv det ned.
- [x] Si det videre.

## Hvem og når

| Hvem | Når |
| --- | --- |
| Leder | hver uke |

![En bro.](google-1.png)

Se [formålet](#formal), [loven](https://lovdata.no/) og avsnittet.

Husk dette.

[^1]: Også vikarer.
"""

# What did not come along as it stood, each with where it stands.
SAID = [
    "a list that Word makes was left out",
    "a list with letters or Roman numerals has numbers",
    "an item that is struck out is ticked",
    "text that is highlighted stands without the colour",
    "a link that leads nowhere outside the file stands as text",
]

REMARKS = [
    "**Added**", "«og lærlinger»", "**Taken out**", "«i Oslo»", "«hver uke»", "Rekker vi det?", "Ja, fra januar.",
    "(Leder ved Eksempelenheten, 2026-11-20)",
]
