"""Builds where upper and lower case are one, as on Windows and macOS: on a file system exFAT, in a file.

    try.py PROGRAM

A book lies there, sites are built there, and after every renaming the site has the names and the bytes of one that was
built from nothing on this machine's own file system. exFAT also has no links and no permissions.
"""

import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

program = Path(sys.argv[1]).resolve()
PAGES = ["fil", "del/side", "del/under/dyp", "blå"]


class NotMounted(Exception):
    """Why this machine mounts no such file system."""


@contextmanager
def one_letter(folder: Path):
    """A folder whose file system holds upper and lower case for the same; taken away afterwards."""
    image, place = folder / "exfat.img", folder / "exfat"
    place.mkdir()
    with image.open("wb") as file:
        file.truncate(256 << 20)
    run("mkfs.exfat", image)
    device = tried("losetup", "--find", "--show", image).strip()
    try:
        tried("mount.exfat-fuse", device, place)
        try:
            yield place
        finally:
            run("umount", place)
    finally:
        run("losetup", "--detach", device)


def run(*command) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def tried(*command) -> str:
    """What a command says that a machine may refuse, root or not: one in a container, for one."""
    try:
        return run(*command)
    except AssertionError as refused:
        raise NotMounted(refused) from None


def write_book(book: Path, pages: list[str], site: str = "site") -> None:
    """A book of these pages, each with a link to all others; what was in its content before is gone."""
    shutil.rmtree(book / "content", ignore_errors=True)
    (book / "content").mkdir(parents=True)
    settings = f'[book]\ntitle = "Boka"\nlanguage = "nb"\nsrc = "content"\n\n[build]\nbuild-dir = "{site}"\n\n[pdf]\nenabled = false\n'
    (book / "book.toml").write_text(settings)
    summary = "".join(f"- []({page}.md)\n" for page in pages)
    (book / "content/SUMMARY.md").write_text(f"- [](index.md)\n{summary}")
    for page in ["index", *pages]:
        file = book / "content" / f"{page}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        up = "../" * page.count("/")
        links = "".join(f"- [{other}]({up}{other}.md)\n" for other in pages if other != page)
        head = f"---\nkind: article\ntitle: Side {page.lower().replace('/', ' ')}\nsummary: Om siden.\nreviewed: 2026-11-01\nsamskapt: nei\n---\n"
        file.write_text(f"{head}\nHer er de andre:\n\n{links}")


def build(book: Path) -> subprocess.CompletedProcess:
    return subprocess.run([program, "build"], cwd=book, capture_output=True, text=True, check=False)


def built(book: Path) -> str:
    done = build(book)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path, with the letters that the file system keeps."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def recased(path: str, dice: random.Random) -> str:
    """The same path with other letters: any part of it may be written large or small."""
    return "/".join(dice.choice([part.lower(), part.capitalize(), part.upper()]) for part in path.split("/"))


def agreeing(pages: list[str]) -> list[str]:
    """Paths whose folders are written as the first page in them writes them: otherwise they are two folders."""
    folders: dict[str, str] = {}
    out = []
    for page in pages:
        parts = page.split("/")
        for i in range(1, len(parts)):
            own = "/".join(parts[:i])
            parts[:i] = folders.setdefault(own.lower(), own).split("/")
        out.append("/".join(parts))
    return out


def follows_every_renaming(there: Path, here: Path) -> None:
    dice = random.Random(int(os.environ.get("SEED", "2026")))
    book, fresh = there / "bok", here / "bok"
    fixed = [["Fil", *PAGES[1:]], PAGES, ["fil", "Del/side", "Del/under/dyp", "blå"], ["fil", "Del/side", "Del/UNDER/dyp", "BLÅ"]]
    drawn = [agreeing([recased(page, dice) for page in PAGES]) for _ in range(12)]
    for pages in itertools.chain([PAGES], fixed, drawn):
        write_book(book, pages)
        said = built(book)
        write_book(fresh, pages)
        built(fresh)
        expected, got = tree(fresh / "site"), tree(book / "site")
        assert sorted(expected) == sorted(got), f"{pages}: {sorted(set(expected) ^ set(got))}\n{said}"
        assert expected == got, f"{pages}: {[path for path in expected if expected[path] != got[path]]}"
        shutil.rmtree(fresh)


def keeps_the_sources(there: Path) -> None:
    """A site that would lie among the texts of its book is refused, whatever letters name the folder."""
    book = there / "kilder"
    for name in ["Content", "CONTENT", "content", "Content/nett"]:
        write_book(book, PAGES, name)
        before = tree(book / "content")
        done = build(book)
        assert done.returncode != 0, f"{name}: {done.stdout}"
        assert tree(book / "content") == before, name


def goes_on_after_a_kill(there: Path, here: Path) -> None:
    """A build that is killed while it renames is made whole by the next one."""
    dice = random.Random(int(os.environ.get("SEED", "2026")))
    book, whole = there / "avbrutt", here / "hel"
    write_book(book, PAGES)
    built(book)
    for _ in range(8):
        pages = agreeing([recased(page, dice) for page in PAGES])
        write_book(book, pages)
        process = subprocess.Popen([program, "build"], cwd=book, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=dice.uniform(0.0, 0.4))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    built(book)
    write_book(whole, pages)
    built(whole)
    assert tree(book / "site") == tree(whole / "site")


def main() -> None:
    if os.geteuid() != 0 or not Path("/dev/fuse").exists() or not Path("/dev/loop-control").exists():
        print("not tried: only root can mount a file system, with FUSE and loop devices")
        return
    try:
        with tempfile.TemporaryDirectory() as folder, one_letter(Path(folder)) as there:
            (there / "A").touch()
            assert (there / "a").exists(), "here upper and lower case are two"
            here = Path(folder)
            keeps_the_sources(there)
            follows_every_renaming(there, here)
            goes_on_after_a_kill(there, here)
    except NotMounted as reason:
        print(f"not tried: {reason}")
        return
    print("17 sites of renamed pages, 4 folders that are refused, 8 builds that were killed: as on any other file system")


main()
