"""Word files of python-docx, LibreOffice and Google Docs, read by the program, and pages of the guide that LibreOffice has
saved.

python3 tests/word/imported.py PROGRAM BOOK
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_UNDERLINE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

import google_docs

# Every kind of page, and every kind of mark.
PAGES = [
    "for-ansettelsen/formal", "for-ansettelsen/lov-og-rett", "maler/utlysning-kommune", "maler/lysbilder",
    "maler/arsevaluering", "tilpass/skriv-innhold", "begreper/lonn", "verktoy/egenvurdering",
]

WANTED = """Denne rutinen gjelder **alle** som *leder* noen.

## Formål

- Trygghet
  - for pasienter
  - for ansatte
- Kvalitet

### Ansvar

1. Les rutinen.
2. Følg den.

> Det er lov å spørre.

| Hvem | Når |
| --- | --- |
| Leder | hver uke |

Ferdig.
"""


def routine():
    """A file with python-docx's own styles, as people make them who use Word's."""
    document = docx.Document()
    document.add_heading("Rutine for varsling", 0)
    first = document.add_paragraph("Denne rutinen gjelder ")
    first.add_run("alle").bold = True
    first.add_run(" som ")
    first.add_run("leder").italic = True
    first.add_run(" noen.")
    document.add_heading("Formål", 1)
    for text, style in [
        ("Trygghet", "List Bullet"), ("for pasienter", "List Bullet 2"), ("for ansatte", "List Bullet 2"),
        ("Kvalitet", "List Bullet"),
    ]:
        document.add_paragraph(text, style)
    document.add_heading("Ansvar", 2)
    for text in ["Les rutinen.", "Følg den."]:
        document.add_paragraph(text, "List Number")
    document.add_paragraph("Det er lov å spørre.", "Intense Quote")
    table = document.add_table(2, 2, "Table Grid")
    for cell, text in zip([cell for row in table.rows for cell in row.cells], ["Hvem", "Når", "Leder", "hver uke"]):
        cell.text = text
    document.add_paragraph("Ferdig.")
    return document


def element(name, **values):
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def looks():
    """A file in which somebody meant something by how the text looks, beside what says nothing."""
    document = docx.Document()
    document.add_heading("Rutine med farger", 0)
    document.add_heading("Ansvar", 1).runs[0].font.color.rgb = RGBColor(0x80, 0, 0x80)
    first = document.add_paragraph("Dette er vanlig tekst, og det er mye av den, slik at resten skiller seg ut. ")
    first.add_run("Ikke avklart. ").font.color.rgb = RGBColor(0xC0, 0, 0)
    first.add_run("Må sjekkes. ").font.highlight_color = WD_COLOR_INDEX.YELLOW
    first.add_run("Les dette. ").font.underline = WD_UNDERLINE.DOUBLE
    first.add_run("husk fristen. ").font.all_caps = True
    first.add_run("Ropes høyt. ").font.size = Pt(20)
    code = first.add_run("ls -l")
    code.font.name = "Courier New"
    document.add_paragraph("Heller ikke avklart.").runs[0].font.color.rgb = RGBColor(0xC0, 0, 0)
    document.add_paragraph("Midt på siden").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("Rett i begge kanter.").alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.add_paragraph("Sitert fra loven.").paragraph_format.left_indent = Cm(1.5)
    boxed = document.add_paragraph("Husk å skrive under.")
    borders = element("w:pBdr")
    for side in ["top", "left", "bottom", "right"]:
        borders.append(element(f"w:{side}", val="single", sz="8", space="4", color="1F5C45"))
    boxed._p.get_or_add_pPr().append(borders)
    document.add_paragraph("Mandag\tklokken ti\trom 3")
    table = document.add_table(3, 3, "Table Grid")
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"celle {number}"
    for row, fill in [(1, "FF0000"), (2, "92D050")]:
        table.cell(row, 2)._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=fill))
    return document


# What is said of that file, and how often it stands there.
LOOKS = {
    "text that is highlighted stands without the colour": 1,
    "text in a colour of its own stands without it": 2,
    "text that is underlined stands without the line": 1,
    "text that Word shows in capitals stands as it was typed": 1,
    "text in the letters of a typewriter stands as other text": 1,
    "text that is larger or smaller than the rest stands as the rest": 1,
    "paragraphs in the middle or to the right stand to the left": 1,
    "a paragraph that is set in stands as the others": 1,
    "a frame, a line or a ground around paragraphs was taken away": 1,
    "text that tabs line up stands with spaces between": 1,
    "cells with a ground of their own stand without it": 2,
}


def office(folder, form, *files):
    """Files as LibreOffice saves them."""
    home = f"-env:UserInstallation=file://{folder}/office"
    command = ["soffice", "--headless", home, "--convert-to", form, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True)


def imported(program, book, file, *arguments):
    command = [program, "--book", str(book), "import", str(file), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "BROBYGGER_LANGUAGE": "en"})
    return done.returncode, done.stdout + done.stderr


def faults_of_routine(program, scratch):
    """The same page, whoever saved the file last."""
    subprocess.run([program, "new", "book", str(scratch / "bok")], check=True, capture_output=True)
    routine().save(scratch / "rutine.docx")
    office(scratch, "odt", scratch / "rutine.docx")
    (scratch / "saved").mkdir()
    office(scratch / "saved", "docx", scratch / "rutine.odt")
    for name, file in [("python-docx", scratch / "rutine.docx"), ("LibreOffice", scratch / "saved/rutine.docx")]:
        code, said = imported(program, scratch / "bok", file, f"rutiner/{name.lower()}")
        page = scratch / f"bok/content/rutiner/{name.lower()}.md"
        text = page.read_text() if page.is_file() else ""
        if code or text.partition("\n---\n\n")[2] != WANTED or 'title: "Rutine for varsling"' not in text:
            yield f"the file of {name} became:\n{text}\n{said}"


def faults_of_looks(program, scratch):
    """What a page does not keep is told, once each, and nothing else, whoever saved the file last."""
    looks().save(scratch / "farger.docx")
    office(scratch, "odt", scratch / "farger.docx")
    office(scratch / "saved", "docx", scratch / "farger.odt")
    for name, file in [("python-docx", scratch / "farger.docx"), ("LibreOffice", scratch / "saved/farger.docx")]:
        code, said = imported(program, scratch / "bok", file, f"farger/{name.lower()}")
        told = said.split("warning[not-taken]: ")[1:]
        for what, count in LOOKS.items():
            found = [one for one in told if what in one]
            if len(found) != 1 or (count > 1) != (f"in {count} paragraphs" in found[0]):
                yield f"of the file of {name} it was not said once: {what}, {count}"
        if code or len(told) != len(LOOKS):
            yield f"of the file of {name} it was said:\n{said}"


def faults_of_google(program, scratch):
    """A file of Google Docs becomes what was meant; what did not come along is said, and remarks stand beside it."""
    file = scratch / "google.docx"
    google_docs.write(file)
    code, said = imported(program, scratch / "bok", file, "rutiner/google")
    page = scratch / "bok/content/rutiner/google.md"
    text = page.read_text() if page.is_file() else ""
    remarks = scratch / "google.remarks.md"
    listed = remarks.read_text() if remarks.is_file() else ""
    titled = 'title: "Rutine for varsling"' in text and 'summary: "Hvem som gjør hva når noe går galt."' in text
    if code or not titled or text.partition("\n---\n\n")[2] != google_docs.WANTED:
        yield f"the file of Google Docs became:\n{text}\n{said}"
    if said.count("warning[not-taken]") != len(google_docs.SAID) or any(part not in said for part in google_docs.SAID):
        yield f"of the file of Google Docs it was said:\n{said}"
    if any(part not in listed for part in google_docs.REMARKS):
        yield f"the remarks of the file of Google Docs are:\n{listed}"


def faults_of_pages(program, book, scratch):
    """Pages that LibreOffice has opened and saved are what they were."""
    own = scratch / "veiviser"
    own.mkdir()
    for name in ["book.toml", "content", "content.nn", "content.en", "themes"]:
        source = pathlib.Path(book) / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, own / name)
    out = scratch / "ut"
    subprocess.run([program, "--book", str(own), "export", *PAGES, "--output", str(out)], check=True, capture_output=True)
    (scratch / "inn").mkdir()
    office(scratch / "inn", "docx", *sorted(out.glob("*.docx")))
    for page in PAGES:
        code, said = imported(program, own, scratch / "inn" / f"{page.rsplit('/', 1)[-1]}.docx", "--over", page)
        if code or "nothing was changed" not in said:
            yield f"{page}: {said}"


def main():
    program, book = str(pathlib.Path(sys.argv[1]).resolve()), sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        faults = [
            *faults_of_routine(program, scratch), *faults_of_looks(program, scratch),
            *faults_of_google(program, scratch), *faults_of_pages(program, book, scratch),
        ]
    for fault in faults:
        print(fault)
    print(f"{len(PAGES) + 5} files of Word read back, {len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
