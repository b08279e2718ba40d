#!/usr/bin/env python3
"""Measures how long `brobygger serve` needs from a saved page to the new page served, and prints a Markdown table.

In: nothing but this repository; the corpus is made in memory (/dev/shm) and removed afterwards.
Out: for each size the median, the shortest and the longest of ten edits, from the moment the file is closed to the moment
the answer with the new text is read, the debounce of 20 ms counted in; and how long the server takes to start.
"""

import argparse
import importlib.machinery
import importlib.util
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
EDITS = 10


def runner():
    """`run`, which knows how to build the program and make a table."""
    loader = importlib.machinery.SourceFileLoader("run", str(HERE / "run"))
    spec = importlib.util.spec_from_loader("run", loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules["run"] = module
    loader.exec_module(module)
    return module


# A proxy of the surroundings must not stand between.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def get(address):
    with OPENER.open(address, timeout=60) as answer:
        return answer.read().decode()


def start(program, folder):
    begun = time.perf_counter()
    server = subprocess.Popen([program, "serve"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    address = server.stdout.readline().split()[1]
    return server, address, time.perf_counter() - begun


def edit(folder, address, page, number):
    """Adds a sentence to a page, and waits until it is served."""
    file = folder / "content" / f"{page}.md"
    text = file.read_text(encoding="utf-8")
    mark = f"Setning nummer {number} av målingen."
    file.write_text(f"{text}\n{mark}\n", encoding="utf-8")
    begun = time.perf_counter()
    while mark not in get(f"{address}{page}.html"):
        if time.perf_counter() - begun > 30:
            sys.exit(f"{page} was not served again")
    return time.perf_counter() - begun


def measure(program, pages, scratch):
    folder = scratch / str(pages) / "brobygger"
    subprocess.run([sys.executable, HERE / "corpus.py", str(pages), scratch / str(pages), "--for", "brobygger"], check=True)
    server, address, started = start(program, folder)
    try:
        files = sorted((folder / "content").glob("del-*/**/*.md")) or sorted((folder / "content").rglob("*.md"))
        files = [file.relative_to(folder / "content").with_suffix("").as_posix() for file in files]
        chosen = random.Random(1).sample([file for file in files if not file.endswith(("index", "SUMMARY"))], EDITS + 1)
        # The first warms up what a server that was just started has not done yet.
        times = [edit(folder, address, page, number) for number, page in enumerate(chosen)][1:]
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
    shutil.rmtree(scratch / str(pages))
    return started, times


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000", help="numbers of pages (default: %(default)s)")
    parser.add_argument("--brobygger", type=Path, help="a program already built (default: a release build of this tree)")
    parser.add_argument("--scratch", type=Path, default=Path("/dev/shm"), help="where to work, best in memory")
    given = parser.parse_args()
    run = runner()
    program = given.brobygger.resolve() if given.brobygger else run.build_program()
    rows = []
    with tempfile.TemporaryDirectory(dir=given.scratch) as scratch:
        for pages in map(int, given.sizes.split(",")):
            started, times = measure(program, pages, Path(scratch))
            cells = [statistics.median(times), min(times), max(times)]
            rows.append([f"{pages:,}", *(f"{cell * 1000:.0f} ms" for cell in cells), f"{started:.2f} s"])
    print(run.table(rows, ["pages", "page saved → new page served, median", "shortest", "longest", "start"]))


if __name__ == "__main__":
    main()
