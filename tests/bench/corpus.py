#!/usr/bin/env python3
"""Writes the same made-up handbook as a book for brobygger and as a site for other generators.

usage: corpus.py PAGES FOLDER [--for brobygger,hugo,mdbook,eleventy,zensical]

In: a number of pages. Out: FOLDER/brobygger, FOLDER/hugo, …, each ready to be built.
The same number gives the same bytes, whatever else is asked for.

A page is 2 to 3 kB of words that look Norwegian: headings, paragraphs, lists, a table, a quotation, five links to other
pages and some fifteen mentions of 200 terms, a quarter of them inflected. Every tenth page has code. Twenty pages make a
chapter and twenty-five chapters a part. Terms are pages of their own; no mention is marked.
"""

import argparse
import itertools
import os
import random
import shutil
from pathlib import Path

PAGES_IN_CHAPTER = 20
CHAPTERS_IN_PART = 25
TERMS = 200
LINKS = 5
MENTIONS = 15
TITLE = "Håndbok"
SETUPS = Path(__file__).resolve().parent / "setups"

SMALL = (
    "og i det på som er til en av for at med de ikke den har kan skal om et men vi fra eller når også ved etter må blir "
    "dette disse alle hver før over under mellom uten bare slik ut inn hvis der her nå både selv samme flere først"
).split()
STEMS = (
    "arbeid avtale ansvar behov beslutning bistand bolig budsjett byrå drift dialog erfaring evne faglag famil fond "
    "forløp frist gruppe helse hjelp hverdag innsats kommune kontor krav kunnskap leder lokale lov læring melding mestring "
    "miljø møte nettverk opplæring oppgave oversikt plan praksis prosjekt pårørende rapport region ressurs rettighet råd "
    "samarbeid samtale sentral skole språk støtte system team tilbud tiltak tjeneste trygghet utvalg vedtak veileder verdi "
    "verksted vilkår virksomhet vurdering årshjul"
).split()
ENDINGS = ["", "", "", "en", "er", "ene", "ing", "lig", "lige", "som", "het"]
# Every term ends in one of these, all masculine and inflected alike: -en, -er, -ene.
TERM_ENDINGS = ["instans", "kontrakt", "modell", "ordning", "prosess", "protokoll"]
PROGRAMS = {
    "rust": "fn {0}(antall: u32) -> Option<u32> {{\n    // {2}\n    let {1} = antall.checked_mul({3})?;\n    Some({1} + 1)\n}}",
    "python": "def {0}(verdier):\n    # {2}\n    {1} = [v for v in verdier if v > {3}]\n    return sum({1})",
    "bash": "set -eu\nfor {1} in *.md; do\n  wc -l \"${1}\" # {2}\ndone | head -n {3} > {0}.txt",
    "json": "{{\n  \"{0}\": {3},\n  \"{1}\": [true, null, \"{2}\"]\n}}",
}
PLAIN = str.maketrans("æøå", "eoa")


class Words:
    """Words by how common they are: the n-th is drawn about 1/n as often as the first."""

    def __init__(self):
        dice = random.Random("words")
        simple = [stem + ending for stem in STEMS for ending in dict.fromkeys(ENDINGS)]
        compound = {dice.choice(STEMS) + dice.choice(["", "s"]) + dice.choice(STEMS) + dice.choice(ENDINGS) for _ in range(20_000)}
        compound = sorted(compound)
        dice.shuffle(simple)
        dice.shuffle(compound)
        self.all = SMALL + simple + compound
        self.weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self.all))))

    def draw(self, dice, count):
        return dice.choices(self.all, cum_weights=self.weights, k=count)

    def sentence(self, dice, least, most):
        words = self.draw(dice, dice.randint(least, most))
        return " ".join([words[0].capitalize(), *words[1:]]) + "."

    def heading(self, dice):
        return " ".join([(dice.choice(STEMS) + dice.choice(STEMS)).capitalize(), *self.draw(dice, dice.randint(1, 3))])


def make_terms():
    """The name of each term's file, and the term."""
    dice = random.Random("terms")
    terms = {}
    while len(terms) < TERMS:
        term = dice.choice(STEMS) + "s" + dice.choice(STEMS) + dice.choice(TERM_ENDINGS)
        terms.setdefault(term.translate(PLAIN), term)
    return list(terms.items())


class Handbook:
    """What every generator is given; `page` makes the text of one page."""

    def __init__(self, count):
        self.count = count
        self.words = Words()
        self.terms = make_terms()
        self.titles = [self.title(number) for number in range(count)]
        self.chapters = -(-count // PAGES_IN_CHAPTER)
        self.parts = -(-self.chapters // CHAPTERS_IN_PART)

    def title(self, number):
        return f"{self.words.heading(random.Random(f'title {number}'))} {number + 1}"

    def chapter_folder(self, chapter):
        return f"del-{chapter // CHAPTERS_IN_PART + 1:02}/kap-{chapter + 1:03}"

    def path(self, number):
        return f"{self.chapter_folder(number // PAGES_IN_CHAPTER)}/side-{number + 1:05}"

    def chapters_of(self, part):
        return range(part * CHAPTERS_IN_PART, min((part + 1) * CHAPTERS_IN_PART, self.chapters))

    def pages_of(self, chapter):
        return range(chapter * PAGES_IN_CHAPTER, min((chapter + 1) * PAGES_IN_CHAPTER, self.count))

    def page(self, number):
        """Its summary and its Markdown."""
        dice = random.Random(f"page {number}")
        words = self.words
        here = os.path.dirname(self.path(number))
        extras = [self.link(here, dice.randrange(self.count)) for _ in range(LINKS)]
        extras += [self.mention(dice) for _ in range(MENTIONS)]
        dice.shuffle(extras)
        quarter = len(extras) // 4
        parts = [
            self.paragraph(dice, 24, extras[:quarter]),
            f"## {words.heading(dice)}",
            self.paragraph(dice, 18, extras[quarter : 2 * quarter]),
            bullets(words.sentence(dice, 4, 9) for _ in range(4)),
            f"### {words.heading(dice)}",
            self.paragraph(dice, 16, extras[2 * quarter : 3 * quarter]),
            self.table(dice),
            f"## {words.heading(dice)}",
            f"> {words.sentence(dice, 12, 20)}",
        ]
        if number % 10 == 4:
            parts.append(self.program(dice))
        parts += [
            f"### {words.heading(dice)}",
            "\n".join(f"{k}. {words.sentence(dice, 4, 9)}" for k in range(1, 4)),
            self.paragraph(dice, 14, extras[3 * quarter :]),
        ]
        return words.sentence(dice, 8, 14)[:200], "\n\n".join(parts) + "\n"

    def link(self, here, target):
        return f"[{self.titles[target]}]({os.path.relpath(self.path(target), here)}.md)"

    def mention(self, dice):
        """A term as it stands in a text: some are much more common than others, a quarter are inflected."""
        _, term = self.terms[min(int(dice.expovariate(1 / 60)), TERMS - 1)]
        return term + dice.choice(["en", "er", "ene"]) if dice.random() < 0.25 else term

    def paragraph(self, dice, count, extras):
        """Words with `extras` among them, in sentences of about twelve, one word strong and one emphasised."""
        words = self.words.draw(dice, count)
        words[count // 3] = f"*{words[count // 3]}*"
        words[count // 2] = f"**{words[count // 2]}**"
        if dice.random() < 0.5:
            words[1] = f"`{words[1]}`"
        for place, extra in enumerate(extras):
            words.insert(3 + place * (count // len(extras)), extra)
        sentences = [words[start : start + 12] for start in range(0, len(words), 12)]
        return " ".join(" ".join([words[0].capitalize(), *words[1:]]) + "." for words in sentences)

    def table(self, dice):
        rows = [f"| {self.words.draw(dice, 1)[0]} | {dice.randint(1, 999)} | {' '.join(self.words.draw(dice, 3))} |" for _ in range(4)]
        return "\n".join(["| Hva | Antall | Merknad |", "| --- | ---: | --- |", *rows])

    def program(self, dice):
        language = dice.choice(list(PROGRAMS))
        names = [word.translate(PLAIN) for word in self.words.draw(dice, 2)]
        code = PROGRAMS[language].format(*names, " ".join(self.words.draw(dice, 4)), dice.randint(2, 99))
        return f"```{language}\n{code}\n```"

    def definition(self, term):
        """The summary and the Markdown of a term's page."""
        dice = random.Random(f"definition {term}")
        first = self.words.sentence(dice, 12, 20)
        return first[:200], f"{first}\n\n{self.words.sentence(dice, 10, 18)}\n"


def bullets(lines):
    return "\n".join(f"- {line}" for line in lines)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def front_matter(**keys):
    lines = [f"{key}: {value}" if isinstance(value, int) else f'{key}: "{value}"' for key, value in keys.items()]
    return "\n".join(["---", *lines, "---", "", ""])


def nested_summary(book, part_line, indent):
    """`SUMMARY.md`: the parts by `part_line`, their chapters and pages below them."""
    lines = ["# Summary", "", f"[{TITLE}](index.md)", ""]
    for part in range(book.parts):
        lines += [part_line(part), ""]
        for chapter in book.chapters_of(part):
            lines.append(f"{indent}- [Kapittel {chapter + 1}]({book.chapter_folder(chapter)}/index.md)")
            lines += [f"{indent}  - [{book.titles[number]}]({book.path(number)}.md)" for number in book.pages_of(chapter)]
        lines.append("")
    return "\n".join(lines)


class Brobygger:
    """A book: typed pages, a page for each term, no mention marked."""

    def __init__(self, folder):
        self.content = folder / "content"

    def page(self, path, title, summary, text, _weight):
        write(self.content / f"{path}.md", front_matter(kind="article", title=title, summary=summary) + text)

    section = page

    def term(self, name, term, summary, text):
        keys = {"kind": "definition", "title": term, "summary": summary, "inflection": "m1"}
        write(self.content / "begreper" / f"{name}.md", front_matter(**keys) + text)

    def finish(self, book):
        write(self.content / "SUMMARY.md", nested_summary(book, lambda part: f"# Del {part + 1}", ""))


class Hugo:
    """A site: sections with an `_index.md`, the terms a section of their own."""

    def __init__(self, folder):
        self.content = folder / "content"

    def page(self, path, title, summary, text, weight):
        write(self.content / f"{path}.md", front_matter(title=title, description=summary, weight=weight) + text)

    def section(self, path, title, summary, text, weight):
        self.page(path.removesuffix("index") + "_index", title, summary, text, weight)

    def term(self, name, term, summary, text):
        self.page(f"begreper/{name}", term, summary, text, 1)

    def finish(self, _book):
        self.section("begreper/index", "Begreper", "Alle begreper.", "", 9999)


class MdBook:
    """A book of mdBook: no front matter, the title is a heading, the terms chapters at the end."""

    def __init__(self, folder):
        self.content = folder / "src"
        self.terms = []

    def page(self, path, title, _summary, text, _weight):
        write(self.content / f"{path}.md", f"# {title}\n\n{text}")

    section = page

    def term(self, name, term, summary, text):
        self.page(f"begreper/{name}", term, summary, text, 1)
        self.terms.append(f"- [{term}](begreper/{name}.md)")

    def finish(self, book):
        summary = nested_summary(book, lambda part: f"# Del {part + 1}", "")
        write(self.content / "SUMMARY.md", "\n".join([summary, "# Begreper", "", *self.terms, ""]))


class Eleventy(Hugo):
    """A site of Eleventy: as Hugo's, with addresses for links."""

    def page(self, path, title, summary, text, weight):
        write(self.content / f"{path}.md", front_matter(title=title, description=summary, weight=weight) + text.replace(".md)", ".html)"))

    section = page


class Zensical:
    """A site of Zensical: it finds its navigation in the folders."""

    def __init__(self, folder):
        self.content = folder / "docs"

    def page(self, path, title, summary, text, _weight):
        write(self.content / f"{path}.md", front_matter(title=title, description=summary) + text)

    section = page

    def term(self, name, term, summary, text):
        self.page(f"begreper/{name}", term, summary, text, 1)

    def finish(self, _book):
        pass


TREES = {"brobygger": Brobygger, "hugo": Hugo, "mdbook": MdBook, "eleventy": Eleventy, "zensical": Zensical}


def write_trees(book, trees):
    """Gives every tree the same pages in the same order."""
    intro = "Denne delen samler sider som hører sammen.\n"
    for tree in trees:
        tree.section("index", TITLE, "En håndbok til måling.", intro, 1)
        for part in range(book.parts):
            for chapter in book.chapters_of(part):
                tree.section(f"{book.chapter_folder(chapter)}/index", f"Kapittel {chapter + 1}", intro.strip(), intro, chapter + 1)
    for number in range(book.count):
        summary, text = book.page(number)
        for tree in trees:
            tree.page(book.path(number), book.titles[number], summary, text, number + 1)
    for name, term in book.terms:
        summary, text = book.definition(term)
        for tree in trees:
            tree.term(name, term, summary, text)
    for tree in trees:
        tree.finish(book)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--for", dest="trees", default="brobygger,hugo", metavar="NAMES", help="separated by commas")
    given = parser.parse_args()
    trees = []
    for name in given.trees.split(","):
        shutil.copytree(SETUPS / name, given.folder / name, dirs_exist_ok=True)
        trees.append(TREES[name](given.folder / name))
    write_trees(Handbook(given.pages), trees)


if __name__ == "__main__":
    main()
