"""The checks of strict.py find what they are for: a form of the site is spoilt in one way after the other.

python3 tests/word/test_strict.py FORM.docx
"""

import os
import re
import sys
import tempfile
import zipfile

from strict import faults_of_package

DOCUMENT = "word/document.xml"
SPOILT = [
    # Where, what, what instead, what is said of it.
    (DOCUMENT, r"(<w:alias [^>]*/>)(<w:tag [^>]*/>)", r"\2\1", "out of order"),
    (DOCUMENT, r'<w:id w:val="5"/>', '<w:id w:val="4"/>', "one number"),
    (DOCUMENT, r"<w:p>", "<w:p>hei", "text straight in"),
    (DOCUMENT, r' xml:space="preserve">([^<]* </w:t>)', r">\1", "space is lost"),
    (DOCUMENT, r"<w:tblGrid>.*?</w:tblGrid>", "", "tblGrid"),
    (DOCUMENT, r"(<w:tc><w:tcPr>(?:(?!</w:tcPr>).)*</w:tcPr>)<w:p>(?:(?!</w:p>).)*</w:p></w:tc>", r"\1</w:tc>", "Required"),
    (DOCUMENT, r"(<w:tblPr>)(<w:[^>]*/>)(<w:[^>]*/>)", r"\1\3\2", "Unexpected element"),
    (DOCUMENT, r'r:id="rId\d+"', 'r:id="rId77"', "no relation rId77"),
    (DOCUMENT, r'w:anchor="[^"]*"', 'w:anchor="borte"', "no bookmark"),
    ("word/styles.xml", r"(<w:rPr>)(<w:[^>]*/>)(<w:[^>]*/>)", r"\1\3\2", "Unexpected element"),
    ("word/styles.xml", r'<w:numId w:val="\d+"/>', '<w:numId w:val="99"/>', "no list 99"),
    ("[Content_Types].xml", r'<Override PartName="/word/footer1.xml"[^>]*/>', "", "has no content type"),
    ("word/_rels/document.xml.rels", r'Target="footer1.xml"', 'Target="footer2.xml"', "which is not there"),
]


def main():
    form = sys.argv[1]
    with zipfile.ZipFile(form) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    faults = list(faults_of_package(form))
    assert not faults, faults
    for where, what, instead, said in SPOILT:
        changed, times = re.subn(what, instead, parts[where], count=1, flags=re.DOTALL)
        assert times and changed != parts[where], f"nothing to spoil: {what}"
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "spoilt.docx")
            with zipfile.ZipFile(path, "w") as package:
                for name, text in {**parts, where: changed}.items():
                    package.writestr(name, text)
            found = list(faults_of_package(path))
        assert any(said in fault for fault in found), f"{what}: {found}"
    print(f"{len(SPOILT)} ways to spoil a file are found")


main()
