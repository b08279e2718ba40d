"""Opens Word files with python-docx, holds them to what Word demands, and says what is wrong with them.

python3 tests/word/check.py --forms FOLDER     the site's forms, as they are built
python3 tests/word/check.py --finished FOLDER  finished documents
python3 tests/word/check.py --pages FOLDER     pages for comments
"""

import pathlib
import sys

import docx
from docx.oxml.ns import qn

from strict import faults_of_package

W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
SORTS = {"field", "item", "choice", "when", "added", "rating", "note", "plan", "cite", "source", "guidance", "title"}


def language_of(path, folder):
    """The language a file must say: that of its folder, or of the first part of its name; else the source's."""
    first = path.relative_to(folder).parts[0].split("-")[0]
    return {"nn": "nn-NO", "en": "en-GB"}.get(first, "nb-NO")


def faults_of_any(document, wanted):
    """What holds for every file: a title, headings in order, a language, tables with a head, a footer."""
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    if styles[:1] != ["Title"]:
        yield f"begins with {styles[:1]}, not with a title"
    # A title with places for answers (`heading:`) is not the page's; the finished file has no such places left.
    open_title = bool(document.paragraphs[0]._p.xpath(".//w:sdt"))
    if not document.core_properties.title:
        yield "has no title"
    elif not open_title and document.core_properties.title != document.paragraphs[0].text:
        yield f"its title is «{document.core_properties.title}»"
    level = 0
    for paragraph in document.element.body.iter(qn("w:p")):
        style = paragraph.style or ""
        if style.startswith("Heading"):
            now = int(style[-1])
            if now > level + 1:
                yield f"a heading {now} under a heading {level}"
            level = now
    language = document.styles.element.find(".//" + qn("w:lang"))
    if language is None or language.get(qn("w:val")) != wanted:
        yield f"is not said to be in {wanted}"
    for table in document.tables:
        if table.rows[0]._tr.find(".//" + qn("w:tblHeader")) is None:
            yield "a table without a head"
    if not text_of(document.sections[0].footer._element).strip():
        yield "no footer"


def text_of(element):
    return "".join(element.itertext(qn("w:t")))


def tag_of(control):
    tag = control.find(qn("w:sdtPr") + "/" + qn("w:tag"))
    return tag.get(qn("w:val")) if tag is not None else ""


def faults_of_form(document):
    """What holds for a form: every control says what it is for, and has something in it."""
    controls = list(document.element.body.iter(qn("w:sdt")))
    if not controls:
        yield "a form without controls"
    for control in controls:
        tag = tag_of(control)
        if tag.split(":")[0] not in SORTS or len(tag) > 64:
            yield f"a control with the tag «{tag}»"
        if not text_of(control).strip():
            yield f"nothing in the control «{tag}»"


def faults_of_finished(document):
    """What holds for a finished document: no guidance, no empty items, no control but the boxes of a checklist."""
    for control in document.element.body.iter(qn("w:sdt")):
        if not tag_of(control).startswith("choice:"):
            yield f"the control «{tag_of(control)}» is left"
    for paragraph in document.element.body.iter(qn("w:p")):
        style = paragraph.style or ""
        if style.startswith(("Guidance", "Condition")):
            yield f"guidance is left: «{text_of(paragraph)}»"
        if style.startswith("List") and not text_of(paragraph).strip():
            yield "an empty item"
    footer = document.sections[0].footer._element
    if footer.find(".//" + qn("w:sdt")) is not None or "CC BY" in text_of(footer):
        yield f"what is the guide's is left in the footer: «{text_of(footer)}»"


def faults_of_page(document):
    """What holds for a page for comments: what is the program's cannot be changed, and says what it is."""
    for control in document.element.body.iter(qn("w:sdt")):
        tag = tag_of(control)
        if tag == "mark" and control.find(qn("w:sdtPr") + "/" + qn("w:lock")) is None:
            yield f"the mark «{text_of(control)}» can be changed"
        elif tag != "mark" and not tag.startswith("choice:"):
            yield f"a control with the tag «{tag}»"
        if not text_of(control).strip():
            yield f"nothing in the control «{tag}»"


def faults_of_any_page(document, wanted):
    """As for every file, but that a frame is a table without a head, and a part may begin at any level."""
    for fault in faults_of_any(document, wanted):
        if fault != "a table without a head" and " under a heading " not in fault:
            yield fault


def main():
    sort, folder = sys.argv[1:]
    more = {"--forms": faults_of_form, "--finished": faults_of_finished, "--pages": faults_of_page}[sort]
    faults_of_all = faults_of_any_page if sort == "--pages" else faults_of_any
    paths = sorted(pathlib.Path(folder).rglob("*.docx"))
    faults = 0
    for path in paths:
        document = docx.Document(str(path))
        for fault in [*faults_of_package(path), *faults_of_all(document, language_of(path, folder)), *more(document)]:
            faults += 1
            print(f"{path}: {fault}")
    print(f"{len(paths)} files read, {faults} faults")
    sys.exit(1 if faults or not paths else 0)


main()
