#!/usr/bin/env python3
"""The guide as one PDF: brobygger against headless Chromium printing the pages of the same site.

tests/bench/pdf.py PROGRAM    PROGRAM is the binary to measure, target/release/brobygger

Both are timed from the book's folder to the finished file, CPU of all their processes together;
Chromium gets the site ready-made, all articles on one page with the theme's stylesheet.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)


def timed(command, cwd):
    """Wall seconds of a command, and CPU seconds of all processes of its session: Chromium's are no children of its first."""
    started = time.monotonic()
    running = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    used = {}
    while running.poll() is None:
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == running.pid:
                used[stat] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        time.sleep(0.05)
    if running.returncode:
        sys.exit(f"{command[0]} failed")
    return time.monotonic() - started, sum(used.values())


def pages(pdf):
    """The number of pages of a PDF."""
    said = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"^Pages:\s+(\d+)", said, re.M).group(1))


def one_page(site):
    """All articles of a site on one page."""
    articles = []
    for path in sorted(site.rglob("*.html")):
        found = re.search(r"<article.*?</article>", path.read_text(encoding="utf-8"), re.S)
        if found:
            articles.append(found.group(0))
    style = next(site.glob("assets/stil-*.css")).name
    whole = site / "alt.html"
    whole.write_text(
        f'<!DOCTYPE html><html lang="nb"><meta charset="utf-8"><title>Alt</title>'
        f'<link rel="stylesheet" href="assets/{style}"><main>{"".join(articles)}</main></html>',
        encoding="utf-8",
    )
    return whole


def main(program):
    with tempfile.TemporaryDirectory() as scratch:
        book = pathlib.Path(scratch) / "book"
        book.mkdir()
        shutil.copy(ROOT / "book.toml", book)
        for source in ROOT.glob("content*"):
            shutil.copytree(source, book / source.name)
        rows = []
        wall, cpu = timed([program, "pdf"], book)
        made = sorted((book / "site").rglob("*.pdf"))
        rows.append(("brobygger pdf: the book and the documents", wall, cpu, sum(map(pages, made))))
        wall, cpu = timed([program, "pdf"], book)
        rows.append(("brobygger pdf again, nothing changed", wall, cpu, None))
        subprocess.run([program, "build", "--no-pdf"], cwd=book, check=True, stdout=subprocess.DEVNULL)
        whole, out = one_page(book / "site"), book / "chromium.pdf"
        command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        wall, cpu = timed([*command, f"--print-to-pdf={out}", whole.as_uri()], book)
        rows.append(("Chromium printing the site", wall, cpu, pages(out)))
        print("| | wall, s | CPU, s | pages | CPU a page, ms |\n| --- | ---: | ---: | ---: | ---: |")
        for name, wall, cpu, count in rows:
            each = f"{cpu / count * 1000:.0f}" if count else ""
            print(f"| {name} | {wall:.1f} | {cpu:.1f} | {count or ''} | {each} |")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not CHROMIUM:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]).resolve())
