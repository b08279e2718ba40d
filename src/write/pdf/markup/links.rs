//! Links in the markup: within the book, which show the number of a page, and out of it, which show an address.
//!
//! In: links of a page, places of the book. Out: calls, with the text of the link in them.
//!
//! Invariant: what a link leads to can be told from paper, or is told as lost.

use std::borrow::Cow;

use super::super::quote::push_name;
use super::{Markup, Standing};
use crate::document::{At, Destination, Link, PageNo};
use crate::view::is_safe_address;
use crate::write::lost::LostPart;

impl<'v> Markup<'v> {
    /// A link to a page of the book.
    pub(in crate::write::pdf) fn to(&mut self, page: PageNo, anchor: &str) {
        self.link_to(page, anchor, false);
    }

    /// The beginning of such a link; with `stop` a full stop stands after the number of the page.
    fn link_to(&mut self, page: PageNo, anchor: &str, stop: bool) {
        if self.standing == Standing::Heading {
            return self.title_link(page, anchor);
        }
        self.references += 1;
        self.push("#to(");
        self.place(page, anchor);
        self.push(if stop { ", stop: true)" } else { ")" });
    }

    /// The beginning of a link in a heading, whose text stays text.
    pub(super) fn title_link(&mut self, page: PageNo, anchor: &str) {
        self.push("#title-link(");
        self.place(page, anchor);
        self.push(")");
    }

    /// A link in the text; with `stop` a full stop stands after the number of the page.
    pub(super) fn link(&mut self, link: &'v Link, at: At, stop: bool) {
        if self.standing == Standing::Repeated {
            // Its title is told of where it stands first.
            return self.run(&link.content);
        }
        let has_title = !link.title.is_empty();
        let title = if has_title { link.telling_title(&self.plain(&link.content)) } else { None };
        if let Some(address) = address_on_paper(&link.to) {
            return self.web(address, link, title, at);
        }
        self.lose_title(title, at);
        if let Destination::Page(page, anchor) = &link.to {
            self.link_to(*page, anchor.as_deref().unwrap_or_default(), stop);
            self.push("[");
            self.run(&link.content);
            self.push("];");
        } else {
            self.run(&link.content);
        }
    }

    /// A link out of the book, with its address where the text does not tell it: there stands its title too.
    fn web(&mut self, address: &str, link: &'v Link, title: Option<&str>, at: At) {
        if self.is_too_long(address) {
            self.lose_title(title, at);
            return self.run(&link.content);
        }
        let shown = address.strip_prefix("mailto:").or_else(|| address.strip_prefix("tel:")).unwrap_or(address);
        let is_told = bare_address(&self.plain(&link.content)) == bare_address(shown);
        let place = match (is_told, self.apart) {
            (true, _) => "none",
            (false, true) => "\"note\"",
            (false, false) => "\"beside\"",
        };
        self.lose_title(title.filter(|_| is_told), at);
        let shown = match title {
            Some(title) if !is_told => Cow::Owned(format!("{title}: {shown}")),
            _ => Cow::Borrowed(shown),
        };
        self.push("#web(");
        push_name(&mut self.out, address);
        self.push(", ");
        self.noting(false, |markup| markup.block_of(&shown));
        self.push(&format!(", {place})["));
        self.run_without_notes(&link.content);
        self.push("];");
    }

    /// Tells of a title that is not shown.
    pub(super) fn lose_title(&mut self, title: Option<&str>, at: At) {
        if title.is_some() {
            self.losses.add(LostPart::Title, self.text_of.span(at));
        }
    }
}

/// The address out of the book that a link leads to.
fn address_on_paper(to: &Destination) -> Option<&str> {
    match to {
        Destination::Web(address) if is_safe_address(address) => Some(address),
        // A whole address of another scheme (`ftp:`); one beside the site is none on paper.
        Destination::Kept(address) if address.contains("://") => Some(address),
        Destination::Page(..)
        | Destination::File(..)
        | Destination::Web(_)
        | Destination::Kept(_)
        | Destination::Open(_)
        | Destination::Broken => None,
    }
}

/// An address, or the text of a link, without what people leave out of an address.
fn bare_address(text: &str) -> &str {
    let text = text.trim().trim_end_matches('/');
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text)
}
