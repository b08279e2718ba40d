"""What Word demands of a file and other programs forgive: the parts of the package, and the order and the numbers in them.

The schemas of ECMA-376 are held by openxml-audit; here is what it does not look at.
"""

import posixpath
import re
import zipfile

from lxml import etree
from openxml_audit import OpenXmlValidator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TYPES = "[Content_Types].xml"
RELS = re.compile(r"(?:(.*)/)?_rels/([^/]*)\.rels")

# ISO 29500-1, CT_SdtPr: in this order, and one sort of control last. Extensions stand anywhere.
CONTROL = "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding label tabIndex".split()
SORT = "equation comboBox date docPartObj docPartList dropDownList picture richText text citation group bibliography".split()
ORDER = {W + name: place for place, name in enumerate([*CONTROL, *SORT])}
TEXTS = {W + "t", W + "instrText", W + "delText"}
# What Word refuses or shortens.
LONGEST_NAME = 64
LONGEST_BOOKMARK = 40
# The schemas do not demand these two, and Word makes its own where they are not.
OPTIONAL = ("relationships/fontTable'", "relationships/theme'")


def faults_of_package(path):
    """Everything that is wrong with a file, in words."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    trees = {name: etree.fromstring(parts[name]) for name in parts if name.endswith((".xml", ".rels"))}
    yield from faults_of_types(parts, trees)
    yield from faults_of_relations(parts, trees)
    for name, tree in trees.items():
        if name.startswith("word/") and not name.endswith(".rels"):
            for fault in faults_of_part(tree):
                yield f"{name}: {fault}"
    yield from faults_of_references(trees)
    yield from faults_of_schema(path)


def faults_of_types(parts, trees):
    """Every part has a type, and every type a part."""
    defaults = {entry.get("Extension") for entry in trees[TYPES] if entry.tag.endswith("Default")}
    named = {entry.get("PartName") for entry in trees[TYPES] if entry.tag.endswith("Override")}
    for name in parts:
        if name == TYPES:
            continue
        only_xml = name.startswith(("word/", "docProps/")) and name.endswith(".xml")
        if "/" + name not in named and (only_xml or name.rsplit(".", 1)[-1] not in defaults):
            yield f"{name} has no content type"
    for name in named - {"/" + name for name in parts}:
        yield f"a content type for {name}, which is not there"


def relations_of(trees):
    """The relations of each part: `part -> {id: (target, external)}`; the package itself is ''."""
    found = {}
    for name, tree in trees.items():
        match = RELS.fullmatch(name)
        if not match:
            continue
        folder = match[1] or ""
        ids = {}
        for entry in tree:
            external = entry.get("TargetMode") == "External"
            target = entry.get("Target")
            whole = target if external else posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            ids[entry.get("Id")] = (whole, external)
        found[posixpath.join(folder, match[2])] = (ids, len(tree))
    return found


def faults_of_relations(parts, trees):
    """No relation leads nowhere, no part is out of reach, and nothing points to a relation that is not there."""
    relations = relations_of(trees)
    reached = set()
    for part, (ids, count) in relations.items():
        if len(ids) != count:
            yield f"{part}: two relations with one id"
        for target, external in ids.values():
            if not external and target not in parts:
                yield f"{part}: a relation to {target}, which is not there"
            reached.add(target)
    for name in parts:
        if name != TYPES and not name.endswith(".rels") and name not in reached:
            yield f"{name} is out of reach"
    for name, tree in trees.items():
        known = relations.get(name, ({}, 0))[0]
        for element in tree.iter(etree.Element):
            for attribute, value in element.attrib.items():
                if attribute.startswith(R) and value not in known:
                    yield f"{name}: no relation {value}"


def faults_of_part(tree):
    """What is wrong within one part."""
    for element in tree.iter(etree.Element):
        if element.tag not in TEXTS and element.tag.startswith(W):
            if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
                yield f"text straight in {etree.QName(element).localname}"
        if element.tag in TEXTS and element.text and element.text != element.text.strip() and element.get(SPACE) != "preserve":
            yield f"space is lost in «{element.text}»"
    controls = list(tree.iter(W + "sdtPr"))
    for properties in controls:
        yield from faults_of_control(properties)
    ids = [number.get(W + "val") for properties in controls for number in properties.findall(W + "id")]
    if len(set(ids)) != len(ids) or not all(0 < abs(int(number)) < 2**31 for number in ids):
        yield "two controls with one number, or with one that is none"
    for content in tree.iter(W + "sdtContent"):
        if not len(content):
            yield "a control with nothing in it"
    for table in tree.iter(W + "tbl"):
        columns = len(table.findall(W + "tblGrid/" + W + "gridCol"))
        for row in table.iter(W + "tr"):
            if len(row.findall(W + "tc")) != columns:
                yield f"a row of {len(row.findall(W + 'tc'))} cells in a table of {columns} columns"


def faults_of_control(properties):
    """A control's properties are in order, its names short enough, its choices told apart."""
    places = [ORDER[child.tag] for child in properties if child.tag in ORDER]
    if places != sorted(places) or len(set(places)) != len(places):
        yield f"properties of a control out of order: {[etree.QName(child).localname for child in properties]}"
    for name in ("alias", "tag"):
        for named in properties.findall(W + name):
            if len(named.get(W + "val")) > LONGEST_NAME:
                yield f"a control's {name} is too long: «{named.get(W + 'val')}»"
    for of in ("value", "displayText"):
        words = [item.get(W + of) for item in properties.iter(W + "listItem")]
        if len(set(words)) != len(words):
            yield f"two choices with one {of}: {words}"


def faults_of_references(trees):
    """Numbered lists, bookmarks and footnotes are there."""
    numbering = trees["word/numbering.xml"]
    abstract = {one.get(W + "abstractNumId") for one in numbering.findall(W + "abstractNum")}
    numbers = {}
    for one in numbering.findall(W + "num"):
        numbers[one.get(W + "numId")] = one.find(W + "abstractNumId").get(W + "val")
    for number, of in numbers.items():
        if of not in abstract:
            yield f"the list {number} is of a sort that is not there"
    document = trees["word/document.xml"]
    for part in (document, trees["word/styles.xml"], trees["word/footnotes.xml"]):
        for number in part.iter(W + "numId"):
            if number.get(W + "val") not in numbers:
                yield f"no list {number.get(W + 'val')}"
    marks = [mark.get(W + "name") for mark in document.iter(W + "bookmarkStart")]
    for mark in marks:
        if len(mark) > LONGEST_BOOKMARK or not re.match(r"[^\W\d]\w*$", mark):
            yield f"no name for a bookmark: «{mark}»"
    for link in document.iter(W + "hyperlink"):
        if link.get(W + "anchor") not in [None, *marks]:
            yield f"no bookmark «{link.get(W + 'anchor')}»"
    notes = {note.get(W + "id") for note in trees["word/footnotes.xml"].iter(W + "footnote")}
    for reference in document.iter(W + "footnoteReference"):
        if reference.get(W + "id") not in notes:
            yield f"no footnote {reference.get(W + 'id')}"


def faults_of_schema(path):
    """What the schemas of ECMA-376 say."""
    for error in OpenXmlValidator().validate(str(path)).errors:
        if not any(part in str(error) for part in OPTIONAL):
            yield str(error)
