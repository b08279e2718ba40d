//! placeholder until the room is merged
use crate::{
    diagnostic::Warned,
    document::Document,
    source::{FileId, Sources},
};
#[allow(missing_docs, reason = "placeholder")]
pub struct Options {
    pub raw_html: bool,
    pub fill_in: FillIn,
}
#[allow(missing_docs, reason = "placeholder")]
pub enum FillIn {
    None,
    Choices,
    Document,
}
#[allow(missing_docs, reason = "placeholder")]
pub fn parse(_s: &Sources, _f: FileId, _b: usize, _o: &Options) -> Warned<Document> {
    unimplemented!()
}
