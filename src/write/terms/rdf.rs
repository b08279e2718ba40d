//! The terms as open data after SKOS-AP-NO-Begrep 2, in Turtle and in JSON-LD.

use std::collections::HashMap;

use oxjsonld::JsonLdSerializer;
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{GraphNameRef, Literal, NamedNode, NamedOrBlankNode, Term as Object, Triple};
use oxttl::TurtleSerializer;

use super::works::works;
use super::{SharedTerm, WordRank};
use crate::build::Built;
use crate::config::contact_address;
use crate::resolve::term_id;
use crate::view::escape::whole;

/// The vocabularies used, by the short names that the profile has for them.
const VOCABULARIES: [(&str, &str); 9] = [
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("euvoc", "http://publications.europa.eu/ontology/euvoc#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("org", "http://www.w3.org/ns/org#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("skosno", "https://data.norge.no/vocabulary/skosno#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
];

/// The beginning of the addresses of organisations, which end in their numbers.
const ORGANISATIONS: &str = "https://organization-catalogue.fellesdatakatalog.digdir.no/organizations/";

/// The terms in Turtle.
pub(super) fn turtle(built: &Built, terms: &[SharedTerm<'_>]) -> Vec<u8> {
    let with_names =
        VOCABULARIES.iter().try_fold(TurtleSerializer::new(), |turtle, (name, at)| turtle.with_prefix(*name, *at));
    let mut turtle = with_names.unwrap_or_default().for_writer(Vec::new());
    // Memory takes everything.
    for triple in &TermGraph::of(built, terms).triples {
        let _ = turtle.serialize_triple(triple);
    }
    turtle.finish().unwrap_or_default()
}

/// The terms in JSON-LD.
pub(super) fn json_ld(built: &Built, terms: &[SharedTerm<'_>]) -> Vec<u8> {
    let with_names =
        VOCABULARIES.iter().try_fold(JsonLdSerializer::new(), |json, (name, at)| json.with_prefix(*name, *at));
    let mut json = with_names.unwrap_or_default().for_writer(Vec::new());
    for triple in &TermGraph::of(built, terms).triples {
        let _ = json.serialize_quad(triple.as_ref().in_graph(GraphNameRef::DefaultGraph));
    }
    json.finish().unwrap_or_default()
}

/// Triples, those of a subject together.
struct TermGraph<'a> {
    built: &'a Built,
    site: &'a str,
    triples: Vec<Triple>,
}

impl<'a> TermGraph<'a> {
    fn of(built: &'a Built, terms: &[SharedTerm<'_>]) -> Self {
        let site = built.book.config.site.url.as_deref().unwrap_or_default();
        let mut graph = Self { built, site, triples: Vec::new() };
        let complete: Vec<&SharedTerm<'_>> = terms.iter().filter(|term| term.is_complete()).collect();
        let (publisher, contact) = graph.publisher();
        graph.collection(&complete, &publisher, &contact);
        let by_id = complete.iter().map(|term| (term_id(&term.page.id), *term)).collect();
        for term in &complete {
            graph.term(term, &by_id, &publisher, &contact);
        }
        graph
    }

    fn say(&mut self, subject: &NamedNode, predicate: &str, object: impl Into<Object>) {
        let predicate = NamedNode::new_unchecked(named(predicate));
        self.triples.push(Triple::new(NamedOrBlankNode::from(subject.clone()), predicate, object));
    }

    fn is_a(&mut self, subject: &NamedNode, class: &str) {
        self.triples.push(Triple::new(subject.clone(), rdf::TYPE.into_owned(), NamedNode::new_unchecked(named(class))));
    }

    /// Something of the site that has an address of its own: `https://example.org/begreper.ttl#utgiver`.
    fn own(&self, path: &str, anchor: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{path}#{anchor}", self.site))
    }

    /// The organisation that publishes, and where to turn.
    fn publisher(&mut self) -> (NamedNode, NamedNode) {
        let config = &self.built.book.config;
        let organisation = &config.organisation;
        let [name, number, contact] = [&organisation.name, &organisation.number, &organisation.contact]
            .map(|text| text.as_deref().unwrap_or_default());
        let publisher = NamedNode::new_unchecked(format!("{ORGANISATIONS}{number}"));
        self.is_a(&publisher, "org:Organization");
        self.say(&publisher, "dct:identifier", Literal::new_simple_literal(number));
        self.say(&publisher, "foaf:name", in_language(name, &config.book.language));
        let point = self.own(config.file_names().terms_turtle, config.source_language().open_data.contact);
        self.is_a(&point, "vcard:Organization");
        self.say(&point, "vcard:fn", in_language(name, &config.book.language));
        if let Some(address) = contact_address(contact) {
            let is_mail = address.starts_with("mailto:");
            let predicate = if is_mail { "vcard:hasEmail" } else { "vcard:hasURL" };
            self.say(&point, predicate, NamedNode::new_unchecked(address));
        }
        (publisher, point)
    }

    /// The whole, with its terms as members.
    fn collection(&mut self, terms: &[&SharedTerm<'_>], publisher: &NamedNode, contact: &NamedNode) {
        let config = &self.built.book.config;
        let book = &config.book;
        let collection = self.own(config.file_names().terms_turtle, config.source_language().open_data.collection);
        self.is_a(&collection, "skos:Collection");
        self.identify(&collection, publisher, contact);
        let all = std::iter::once(book).chain(self.built.sound().map(|other| &other.built.book.config.book));
        for book in all {
            self.say(&collection, "dct:title", in_language(&book.title, &book.language));
            if let Some(description) = &book.description {
                self.say(&collection, "dct:description", in_language(description, &book.language));
            }
        }
        if let Some(licence) = self.built.book.config.site.licence.as_ref().and_then(|licence| licence.url.as_deref())
            && let Ok(licence) = NamedNode::new(licence)
        {
            self.say(&collection, "dct:license", licence);
        }
        for term in terms {
            let member = self.node(term);
            self.say(&collection, "skos:member", member);
        }
    }

    /// Statements that the profile demands of whatever is published.
    fn identify(&mut self, node: &NamedNode, publisher: &NamedNode, contact: &NamedNode) {
        self.say(node, "dct:identifier", Literal::new_typed_literal(node.as_str(), xsd::ANY_URI));
        self.say(node, "dct:publisher", publisher.clone());
        self.say(node, "dcat:contactPoint", contact.clone());
    }

    /// The address of a term: that of its page, and its id.
    fn node(&self, term: &SharedTerm<'_>) -> NamedNode {
        let page = whole(self.site, &term.page.out);
        NamedNode::new_unchecked(format!("{page}#{}", term_id(&term.page.id)))
    }

    fn term(
        &mut self,
        term: &SharedTerm<'_>,
        by_id: &HashMap<&str, &SharedTerm<'_>>,
        publisher: &NamedNode,
        contact: &NamedNode,
    ) {
        let node = self.node(term);
        let other = |id: &str| by_id.get(id).copied();
        self.is_a(&node, "skos:Concept");
        self.identify(&node, publisher, contact);
        for word in &term.words {
            let predicate = match word.rank {
                WordRank::Preferred => "skos:prefLabel",
                WordRank::Admitted => "skos:altLabel",
                WordRank::Older => "skos:hiddenLabel",
            };
            self.say(&node, predicate, in_language(word.text, word.lang));
        }
        if let Some(date) = term.page.common.reviewed {
            self.say(&node, "dct:modified", Literal::new_typed_literal(date.to_string(), xsd::DATE));
        }
        let related = term.definition.related.iter().filter_map(|id| other(id));
        for related in related.collect::<Vec<_>>() {
            let related = self.node(related);
            self.say(&node, "skos:related", related);
        }
        let config = &self.built.book.config;
        let (names, before_difference) = (config.source_language().open_data, config.anchors().difference);
        let part = |name: &str| NamedNode::new_unchecked(format!("{}-{name}", node.as_str()));
        let broader =
            term.definition.broader.as_deref().and_then(other).map(|broader| (part(names.broader), self.node(broader)));
        let differs: Vec<_> = term
            .definition
            .not_same_as
            .iter()
            .filter_map(|differs| {
                Some((part(&format!("{before_difference}{}", differs.id)), other(&differs.id)?, &*differs.because))
            })
            .collect();
        for (lang, _) in &term.meanings {
            self.say(&node, "euvoc:xlDefinition", part(&format!("{}{lang}", names.meaning)));
        }
        if let Some((relation, to)) = &broader {
            self.say(&node, "skos:broader", to.clone());
            self.say(&node, "skosno:hasGenericConceptRelation", relation.clone());
        }
        for (relation, ..) in &differs {
            self.say(&node, "skosno:isFromConceptIn", relation.clone());
        }
        // The parts after the whole, so that what is said of one thing stands together.
        let works = works(self.built, term);
        for (lang, text) in &term.meanings {
            let meaning = part(&format!("{}{lang}", names.meaning));
            self.is_a(&meaning, "euvoc:XlNote");
            self.say(&meaning, "rdf:value", in_language(text, lang));
            for work in &works {
                self.say(&meaning, "dct:source", Literal::new_simple_literal(work));
            }
        }
        if let Some((relation, to)) = broader {
            self.is_a(&relation, "skosno:GenericConceptRelation");
            self.say(&relation, "skosno:hasGenericConcept", to);
        }
        let texts = self.built.theme.interface();
        for (relation, to, because) in differs {
            let lang = self.built.book.language(term.page);
            self.is_a(&relation, "skosno:AssociativeConceptRelation");
            self.say(&relation, "skosno:relationRole", in_language(texts.of(lang).get("not-same"), lang));
            self.say(&relation, "dct:description", in_language(because, lang));
            let to = self.node(to);
            self.say(&relation, "skosno:hasToConcept", to);
        }
    }
}

/// A name as the profile writes it, whole: `skos:prefLabel`.
fn named(short: &str) -> String {
    let (vocabulary, name) = short.split_once(':').unwrap_or(("", short));
    let at = VOCABULARIES.iter().find(|(known, _)| *known == vocabulary).map_or("", |(_, at)| at);
    format!("{at}{name}")
}

fn in_language(text: &str, tag: &str) -> Literal {
    Literal::new_language_tagged_literal(text, tag).unwrap_or_else(|_| Literal::new_simple_literal(text))
}
