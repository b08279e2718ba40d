#!/usr/bin/env python3
"""Reads the terms of a site as other systems do: tests/terms/check.py SITE

The two forms of the open data say the same, each term has what the Norwegian profile demands, and the table has a row
for each. Where SKOS_SHAPES names the profile's shapes, they are held to those too.
"""

import csv
import os
import sys
from pathlib import Path

from pyshacl import validate
from rdflib import Graph, Literal, Namespace, RDF, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, ORG, SKOS

DCAT = Namespace("http://www.w3.org/ns/dcat#")
EUVOC = Namespace("http://publications.europa.eu/ontology/euvoc#")
SKOSNO = Namespace("https://data.norge.no/vocabulary/skosno#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")


def main() -> None:
    site = Path(sys.argv[1])
    turtle = Graph().parse(site / "begreper.ttl")
    same_in_both_forms(turtle, Graph().parse(site / "begreper.jsonld", format="json-ld"))
    concepts = sorted(turtle.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) > 50, f"only {len(concepts)} terms"
    for concept in concepts:
        has_what_is_demanded(turtle, concept)
    members = set(turtle.objects(predicate=SKOS.member))
    assert members == set(concepts), "the collection has other members"
    known_terms(turtle)
    table(site / "begreper.csv", concepts)
    for concept in concepts:
        page = str(concept).removeprefix("https://veiviser.example/").split("#")[0]
        assert (site / page).is_file(), f"{concept} leads to no page"
    shapes = os.environ.get("SKOS_SHAPES")
    if shapes:
        conforms, _, report = validate(turtle, shacl_graph=Graph().parse(shapes), allow_warnings=False)
        assert conforms, report
    print(f"{len(concepts)} terms" + (", held to the shapes" if shapes else "; SKOS_SHAPES names no shapes"))


def same_in_both_forms(turtle: Graph, json_ld: Graph) -> None:
    assert isomorphic(turtle, json_ld), "Turtle and JSON-LD say different things"


def has_what_is_demanded(graph: Graph, concept: URIRef) -> None:
    labels = [label.language for label in graph.objects(concept, SKOS.prefLabel)]
    assert {"nb", "nn"} <= set(labels) and len(labels) == len(set(labels)), f"{concept}: {labels}"
    meanings = list(graph.objects(concept, EUVOC.xlDefinition))
    texts = [text for meaning in meanings for text in graph.objects(meaning, RDF.value)]
    assert {text.language for text in texts} >= {"nb", "nn"}, f"{concept}: {texts}"
    assert all(len(text) > 10 for text in texts), f"{concept}: {texts}"
    (identifier,) = graph.objects(concept, DCTERMS.identifier)
    assert str(identifier) == str(concept)
    (publisher,) = graph.objects(concept, DCTERMS.publisher)
    assert (publisher, RDF.type, ORG.Organization) in graph and str(publisher).endswith("/310000051")
    (contact,) = graph.objects(concept, DCAT.contactPoint)
    assert graph.value(contact, VCARD.hasEmail) == URIRef("mailto:post@veiviser.example")
    for related in graph.objects(concept, SKOS.related | SKOS.broader):
        assert (related, RDF.type, SKOS.Concept) in graph, f"{concept} names {related}"


def known_terms(graph: Graph) -> None:
    """What a reader of the guide knows of its best known terms is in the data."""
    (consultant,) = graph.subjects(SKOS.prefLabel, Literal("erfaringskonsulent", lang="nb"))
    assert (consultant, SKOS.altLabel, Literal("medarbeider med brukererfaring", lang="nb")) in graph
    older = Literal("vandelsattest", lang="nb")
    (certificate,) = graph.subjects(SKOS.prefLabel, Literal("politiattest", lang="nb"))
    assert set(graph.predicates(certificate, older)) == {SKOS.hiddenLabel}, "an older word is hidden, and nothing else"
    different = {
        other: because
        for relation in graph.objects(consultant, SKOSNO.isFromConceptIn)
        for other in graph.objects(relation, SKOSNO.hasToConcept)
        for because in graph.objects(relation, DCTERMS.description)
    }
    (representative,) = graph.subjects(SKOS.prefLabel, Literal("brukerrepresentant", lang="nb"))
    assert len(different[representative]) > 20, different
    assert any(graph.objects(predicate=SKOS.broader)), "no term is wider than another"
    assert any(graph.objects(predicate=DCTERMS.source)), "no definition names a source"


def table(path: Path, concepts: list) -> None:
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and b"\r\n" in raw, "Excel reads the letters only with the mark"
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
    head, *rows = rows
    assert all(len(row) == len(head) for row in rows) and len(rows) == len(concepts), (len(rows), len(concepts))
    named = {row[head.index("Navn")]: dict(zip(head, row)) for row in rows}
    assert named["erfaringskonsulent"]["Begrep (nn)"] and "æ" in path.read_text("utf-8-sig")


if __name__ == "__main__":
    main()
