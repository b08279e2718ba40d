//! placeholder
use crate::{
    config::LinkPolicy,
    diagnostic::{Diagnostic, Warned},
    document::{Document, PageNo, TermNo},
    kind::Definition,
    schema::Places,
};
#[allow(missing_docs, reason = "p")]
pub struct TermEntry<'a> {
    pub page: PageNo,
    pub id: &'a str,
    pub title: &'a str,
    pub definition: &'a Definition,
    pub places: &'a Places,
}
#[allow(missing_docs, reason = "p")]
pub struct Lexicon {
    pub nolink: Vec<String>,
}
#[allow(missing_docs, reason = "p")]
pub struct Glossary {
    terms: Vec<Term>,
}
#[allow(missing_docs, reason = "p")]
pub struct Term {
    pub page: PageNo,
    pub no: TermNo,
    pub id: Box<str>,
}
#[allow(missing_docs, reason = "p")]
impl Glossary {
    pub fn new(_: &[TermEntry<'_>], _: &Lexicon, _: &str) -> Warned<Glossary> {
        Warned::new(Glossary { terms: vec![] }, vec![])
    }
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }
    pub fn link(&self, _: &mut Document, _: Option<TermNo>, _: LinkPolicy, _: &mut Vec<Diagnostic>) -> Vec<TermNo> {
        vec![]
    }
    pub fn mixed_roles(&self, _: &Document) -> Vec<Diagnostic> {
        vec![]
    }
}
