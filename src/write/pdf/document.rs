//! A document to fill in as a PDF of its own: the text with its blanks, or with answers in it,
//! without the help in it.

use super::markup::Markup;
use crate::document::PageNo;
use crate::fill::Finished;

/// Writes one document.
pub(super) fn document(markup: &mut Markup<'_>, number: PageNo) {
    let view = markup.view.page(number);
    begin(markup, number);
    markup.body();
    markup.after(&view);
    markup.tree(&view);
}

/// Writes one document with answers in it.
pub(super) fn finished<'v>(markup: &mut Markup<'v>, finished: &'v Finished<'v>) {
    begin(markup, finished.page);
    markup.turn_to_text(&finished.body);
    markup.body();
    markup.works(finished.works.iter().copied());
}

fn begin(markup: &mut Markup<'_>, number: PageNo) {
    // The title of the PDF is no heading: headings begin at level 1.
    markup.turn_to(number, 0);
    markup.push("#import \"/pdf/document.typ\": *\n#show: document\n#document-title(");
    markup.place(number, "");
    markup.push(")\n\n");
}
