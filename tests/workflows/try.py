"""Runs what GitHub, GitLab and Netlify would run, as far as one machine can: a release is packed by the words of the
release workflow, laid out on this machine, and fetched, checked and built with by the files that the program writes.

In: the program. A release whose sum is wrong must stop each of them.
"""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
TARGET = "x86_64-unknown-linux-musl"
VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]["version"]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def run(script, folder, shell="bash", **env):
    """The end of a script in a folder, and what it said."""
    flags = ["-e", "-o", "pipefail"] if shell == "bash" else ["-e"]
    done = subprocess.run([shell, *flags, "-c", script], cwd=folder, env={**os.environ, **env}, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def pack(program, scratch):
    """A release as the workflow lays it out, below `v1.2.3/`."""
    folder = scratch / "source"
    (folder / "target" / TARGET / "release").mkdir(parents=True)
    shutil.copy(program, folder / "target" / TARGET / "release/brobygger")
    for name in ["Cargo.toml", "LICENSE", "README.md", "CHANGELOG.md"]:
        shutil.copy(ROOT / name, folder)
    release = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())
    (step,) = [step for step in release["jobs"]["build"]["steps"] if step.get("name") == "Pack, and sum"]
    code, said = run(step["run"], folder, TARGET=TARGET)
    assert code == 0, said
    (folder / "out").rename(scratch / f"v{VERSION}")
    (publish,) = [step for step in release["jobs"]["release"]["steps"] if "gh release" in step.get("run", "")]
    notes = publish["run"].split("gh release")[0].replace("cd out", f"cd '{scratch}/v{VERSION}'")
    code, said = run(notes, folder, GITHUB_REF_NAME=f"v{VERSION}")
    assert code == 0 and (folder / "notes.md").read_text().startswith(f"## {VERSION}\n"), said


def binstall(scratch):
    """What `cargo binstall` fetches by Cargo.toml is what the workflow lays out, for each target, and the program lies in
    it where it is looked for."""
    package = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]
    told = package["metadata"]["binstall"]
    release = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())
    targets = [row["target"] for row in release["jobs"]["build"]["strategy"]["matrix"]["include"]]
    assert set(told["overrides"]) <= set(targets), told["overrides"]
    for target in targets:
        row = {**told, **told["overrides"].get(target, {})}
        values = {"repo": "", "name": package["name"], "version": VERSION, "target": target}
        asked = row["pkg-url"]
        for name, value in values.items():
            asked = asked.replace(f"{{ {name} }}", value)
        ending, packed = ("zip", "zip") if "windows" in target else ("tar.gz", "tgz")
        laid_out = f"/releases/download/v{VERSION}/brobygger-{VERSION}-{target}.{ending}"
        assert (asked, row["pkg-fmt"]) == (laid_out, packed), f"{target}: {asked}"
    with tarfile.open(scratch / f"v{VERSION}" / f"brobygger-{VERSION}-{TARGET}.tar.gz") as archive:
        files = {str(Path(member.name)): member for member in archive}
    program = files[told["bin-dir"].replace("{ bin }", package["name"]).replace("{ binary-ext }", "")]
    assert program.isfile() and program.mode & 0o111, "the program cannot be started"
    print(f"cargo binstall: {len(targets)} targets are laid out where it looks")


def github(book, scratch, releases):
    [workflow] = (book / ".github/workflows").glob("*.yml")
    temp = scratch / "runner"
    temp.mkdir()
    # The first job builds, whatever it is called in the language of the book.
    [build, _] = yaml.safe_load(workflow.read_text())["jobs"].values()
    steps = build["steps"]
    env = {"BOOK": ".", "RELEASES": releases, "VERSION": VERSION, "GITHUB_PATH": str(temp / "path")}
    for step in steps:
        if "run" not in step:
            continue
        folder = temp if "working-directory" in step else book
        added = (temp / "path").read_text().split() if (temp / "path").exists() else []
        code, said = run(step["run"], folder, **env, PATH=os.pathsep.join([*added, os.environ["PATH"]]))
        if code:
            return code, said
    return 0, (book / "site/index.html").exists()


def gitlab(book, scratch, releases):
    (scratch / "tmp").mkdir()
    file = yaml.safe_load((book / ".gitlab-ci.yml").read_text())
    env = {"BOOK": ".", "RELEASES": releases, "VERSION": VERSION, "CI_PROJECT_DIR": str(book)}
    [check, _, publish] = [job for job in file.values() if "script" in job]
    for job in [check, publish]:
        shutil.rmtree(scratch / "tmp")
        (scratch / "tmp").mkdir()
        script = "\n".join([*file["default"]["before_script"], *job["script"]])
        code, said = run(script.replace("/tmp/", f"{scratch}/tmp/"), book, shell="sh", **env)
        if code:
            return code, said
    report = (book / "gl-code-quality-report.json").read_text().strip() == "[]"
    return 0, report and (book / "public/index.html.gz").exists()


def netlify(book, scratch, releases):
    build = tomllib.loads((book / "netlify.toml").read_text())["build"]
    env = {**build["environment"], "RELEASES": releases}
    code, said = run(build["command"].replace("/tmp/", f"{scratch}/tmp/"), book, **env)
    return code, said if code else (book / build["publish"] / "_redirects").exists()


def norwegian(program, book, named):
    """A book in bokmål gets files in bokmål."""
    settings = book / "book.toml"
    text = settings.read_text()
    assert 'language = "en"' in text
    settings.write_text(text.replace('language = "en"', 'language = "nb"'))
    subprocess.run([program, "--book", book, "new", "hosting", named], check=True, capture_output=True)


def main():
    program = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        pack(program, scratch)
        binstall(scratch)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        releases = f"http://127.0.0.1:{server.server_port}"
        for place in [github, gitlab, netlify]:
            outcomes = []
            for case, address in [("right", releases), ("none", ""), ("wrong", releases)]:
                sums = scratch / f"v{VERSION}" / f"brobygger-{VERSION}-{TARGET}.tar.gz.sha256"
                right = sums.read_text()
                if case == "wrong":
                    sums.write_text(("1" if right[0] == "0" else "0") + right[1:])
                own = scratch / f"{place.__name__}-{case}"
                own.mkdir()
                named = "netlify" if place is netlify else f"{place.__name__}-pages"
                with_files = [] if case == "none" else ["--with", named]
                subprocess.run([program, "new", "book", own / "book", *with_files], check=True, capture_output=True)
                if case == "none":
                    norwegian(program, own / "book", named)
                outcomes.append(place(own / "book", own, address))
                sums.write_text(right)
            (code, made), (without, asks), (stopped, said) = outcomes
            assert code == 0 and made is True, f"{place.__name__}: {made}"
            assert without and "skriv adressen" in asks, f"{place.__name__}, no address: {asks}"
            assert stopped and "FAILED" in said, f"{place.__name__}, wrong sum: {said}"
            print(f"{place.__name__}: fetched, checked, built; stops without an address, and at a wrong sum")


main()
