#!/usr/bin/env python3
"""Reads a feed of changes as those do who follow it: tests/feed/check.py PROGRAM

A small book is noted, changed and noted again; the feed is well formed, has what Atom (RFC 4287) demands, and each
entry has a name of its own, a day, a link and a sentence.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import feedparser

SETTINGS = """[book]
title = "Liten bok"
authors = ["Redaksjonen"]
language = "nb"
src = "content"

[site]
url = "https://bok.example/"
changes = true

[pdf]
enabled = false
"""
PAGE = "---\nkind: article\ntitle: {title}\nsummary: Om & noe.\n---\n## Avsnitt & mer\n\n{text}\n"


def main() -> None:
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder)
        (book / "content").mkdir()
        (book / "book.toml").write_text(SETTINGS, encoding="utf-8")
        run = lambda *command: subprocess.run([program, *command, "--book", folder], check=True, capture_output=True)
        write = lambda name, title, text: (book / "content" / f"{name}.md").write_text(
            PAGE.format(title=title, text=text), encoding="utf-8"
        )
        summary = "[Forside](index.md)\n\n- [Side](side.md)\n- [Ny side](ny.md)\n"
        write("index", "Forside", "Slik er det.")
        write("side", "Side & «annet»", "Det står noe her.")
        run("changes", "accept")
        write("index", "Forside", "Slik er det ikke.")
        write("side", "Side & «annet»", "Det står mer her.")
        write("ny", "Ny side", "Nytt.")
        (book / "content" / "SUMMARY.md").write_text(summary, encoding="utf-8")
        run("changes", "accept")
        run("build")
        read(book / "site" / "endringer.atom")


def read(path: Path) -> None:
    feed = feedparser.parse(path.read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10", feed.version
    for key in ["id", "title", "updated_parsed", "author"]:
        assert feed.feed.get(key), f"the feed has no {key}"
    links = {link.rel: link.href for link in feed.feed.links}
    assert links == {"self": "https://bok.example/endringer.atom", "alternate": "https://bok.example/endringer.html"}, links
    assert [(entry.title, entry.tags[0].term) for entry in feed.entries] == [
        ("Forside", "substance"),
        ("Ny side", "new"),
        ("Side & «annet»", "text"),
    ], feed.entries
    assert len({entry.id for entry in feed.entries}) == 3, "two entries have one name"
    for entry in feed.entries:
        assert entry.updated_parsed and entry.summary and entry.link.startswith("https://bok.example/"), entry


if __name__ == "__main__":
    main()
