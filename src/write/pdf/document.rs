//! A document to fill in as a PDF of its own: the text with its blanks, without the help in it.

use super::markup::Markup;
use crate::document::PageNo;

/// Writes one document.
pub(super) fn document(markup: &mut Markup<'_>, number: PageNo) {
    let view = markup.view.page(number);
    // The title of the PDF is no heading: headings begin at level 1.
    markup.turn_to(number, 0);
    markup.push("#import \"/pdf/document.typ\": *\n#show: document\n#document-title(");
    markup.place(number, "");
    markup.push(")\n\n");
    markup.body();
    markup.after(&view);
    markup.tree(&view);
}
