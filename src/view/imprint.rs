//! The imprint of a book that leaves the site: who wrote it, whose it is, where it stands.

use std::collections::BTreeMap;

use super::View;

impl View<'_> {
    /// The line of authors that most pages share; nothing where each has its own.
    #[must_use]
    pub fn common_about(&self) -> String {
        let pages = &self.book.pages;
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for page in pages.iter().filter(|page| !page.abroad) {
            *found.entry(self.about(page)).or_default() += 1;
        }
        let most = found.into_iter().max_by_key(|(_, count)| *count);
        most.filter(|(_, count)| *count > 1 && 2 * count > pages.len()).map(|(about, _)| about).unwrap_or_default()
    }

    /// The sentences of the imprint; `about`: what most pages say of who wrote them.
    #[must_use]
    pub fn imprint(&self, about: &str) -> Vec<String> {
        let texts = self.texts();
        let config = &self.book.config;
        let mut said = Vec::new();
        if !about.is_empty() {
            said.push(texts.fill("pdf-about", &[("about", about)]));
        } else if !config.book.authors.is_empty() {
            let authors = config.book.authors.join(", ");
            said.push(texts.fill("written-by", &[("authors", &authors)]));
        }
        if let Some(organisation) = &config.organisation.name {
            let mut edition = texts.fill("edition-of", &[("organisation", organisation)]);
            if let Some(unit) = &config.organisation.unit {
                edition.extend([", ", unit]);
            }
            said.push(edition);
        }
        said.extend(self.built_on());
        if let Some(contact) = &config.organisation.contact {
            said.push(texts.fill("contact", &[("contact", contact)]));
        }
        if let Some(url) = &config.site.url {
            said.push(texts.fill("pdf-site", &[("address", url)]));
        }
        said.push(texts.fill("pdf-date", &[("date", &self.day(&config.book.language, self.edition()))]));
        if let Some(licence) = &config.site.licence {
            let said_of = texts.fill("licence", &[("name", &licence.name)]);
            said.push(licence.url.iter().fold(said_of, |said, url| format!("{said} ({url})")));
        }
        if !self.book.literature.is_empty() {
            said.push(texts.get("pdf-sources").to_owned());
            said.push(texts.fill("pdf-styles", &[("style", &config.citation_style)]));
        }
        said
    }
}
