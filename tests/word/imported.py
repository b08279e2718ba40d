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
            *faults_of_routine(program, scratch), *faults_of_google(program, scratch),
            *faults_of_pages(program, book, scratch),
        ]
    for fault in faults:
        print(fault)
    print(f"{len(PAGES) + 3} files of Word read back, {len(faults)} faults")
    sys.exit(1 if faults else 0)


main()
