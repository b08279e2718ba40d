//! The paths of the site: no two files have one, and none stands where another needs a folder.
//!
//! In: pages, redirects, other files of the book, what is made beside them. Out: what is wrong.
//!
//! Invariant: where nothing is said, the site can be written on every system.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Surroundings;
use super::book::Redirects;
use super::kept::Kept;
use super::names::Names;
use super::page_checks::span_in;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Destination;
use crate::draft::Page;
use crate::said::{Phrase, Say, said};
use crate::sink::OutPath;
use crate::source::Span;

/// The folder that the theme's own files stand in.
const THEME_FILES: &str = "assets";

/// All that claims a path of the site.
pub(super) struct PathClaims<'a> {
    pub(super) pages: &'a [Arc<Page>],
    pub(super) redirects: &'a Redirects,
    pub(super) assets: &'a BTreeMap<OutPath, Arc<[u8]>>,
    /// Files that are made beside the pages, each with what it is.
    pub(super) made: Vec<(OutPath, Phrase)>,
}

/// Paths that were sound in the build before.
#[derive(Debug)]
pub(super) struct SoundPaths {
    names: Arc<Names>,
    redirects: Redirects,
    made: Vec<(OutPath, Phrase)>,
}

/// A claim on a path of the site.
struct Claim<'a> {
    path: &'a OutPath,
    name: Phrase,
    at: Option<Span>,
    /// Whether the program makes the file.
    made: bool,
}

impl Claim<'_> {
    fn collision(&self, message: Phrase, help: Phrase) -> Diagnostic {
        let said = Diagnostic::new(Code::PathCollision, message).help(help);
        match self.at {
            Some(at) => said.at(at, Phrase::default()),
            None => said.in_file(self.name.to_string()),
        }
    }
}

/// The way out where two files of the book have one path.
fn rename() -> Phrase {
    said!("rename one of them; capital and small letters count as the same")
}
/// The way out where the program makes a file with that path.
fn rename_own() -> Phrase {
    said!("give it another name: the program makes a file with this one")
}

/// Takes away files that would stand where a page does, or where the theme's files have their folder: in an mdBook book
/// they stop nothing.
pub(super) fn give_way(
    assets: &mut BTreeMap<OutPath, Arc<[u8]>>,
    pages: &[Arc<Page>],
    around: &Surroundings<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let folder = around.config.book.content();
    let of_pages: HashMap<String, &Page> =
        pages.iter().map(|page| (page.out.as_str().to_lowercase(), &**page)).collect();
    assets.retain(|path, _| {
        let small = path.as_str().to_lowercase();
        let above = small.match_indices('/').map(|(end, _)| &small[..end]);
        let page = above.chain([&*small]).find_map(|path| of_pages.get(path));
        let what = match page {
            Some(page) => said!("{page} becomes `{path}`", page = around.sources.get(page.file).path, path = page.out),
            None if small == THEME_FILES => {
                said!("`{theme_files}` is the folder of the theme's files", theme_files = THEME_FILES)
            }
            None => return true,
        };
        let said =
            Diagnostic::new(Code::PathCollision, said!("{folder}{path} is left out: {what}", folder, path, what));
        diagnostics.push(said.in_file(format!("{folder}{path}")).help(said!("rename one of them")));
        false
    });
}

impl PathClaims<'_> {
    /// Two files of the site with one path, also where only the case differs (some systems keep one),
    /// and a file where another needs a folder. With the names, redirects and files that were sound in the
    /// build before there is nothing to look for.
    pub(super) fn check(
        self,
        around: &Surroundings<'_>,
        names: &Arc<Names>,
        sound: &mut Kept<SoundPaths>,
    ) -> Vec<Diagnostic> {
        let is_same = |before: &SoundPaths| {
            Arc::ptr_eq(&before.names, names) && before.redirects == *self.redirects && before.made == self.made
        };
        if sound.get().is_some_and(is_same) {
            return Vec::new();
        }
        let found = self.collisions(around);
        if found.is_empty() {
            sound.put(|| SoundPaths { names: names.clone(), redirects: self.redirects.clone(), made: self.made });
        } else {
            sound.clear();
        }
        found
    }

    fn claims<'c>(&'c self, around: &'c Surroundings<'_>) -> impl Iterator<Item = Claim<'c>> {
        let of_made = self.made.iter().map(|(path, name)| Claim { path, name: name.clone(), at: None, made: true });
        let of_pages = self.pages.iter().filter(|page| !page.abroad).map(|page| {
            let name = around.sources.get(page.file).path.said();
            Claim { path: &page.out, name, at: None, made: false }
        });
        let of_aliases = self.redirects.iter().filter_map(|(path, to)| {
            let Destination::Page(page, _) = to else { return None };
            let page = &self.pages[page.0 as usize];
            let aliases = page.common.aliases.iter();
            let alias = aliases.enumerate().find(|(_, alias)| path.as_str().strip_suffix(".html") == Some(alias));
            let at = alias.map(|(n, _)| span_in(page, page.places.key("aliases").item(n)));
            Some(Claim { path, name: said!("the alias of {page}", page = page.id), at, made: false })
        });
        let folder = around.config.book.content();
        let of_assets = self.assets.keys().map(move |path| Claim {
            path,
            name: Phrase::verbatim(format!("{folder}{path}")),
            at: None,
            made: false,
        });
        of_made.chain(of_pages).chain(of_aliases).chain(of_assets)
    }

    fn collisions(&self, around: &Surroundings<'_>) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let mut taken: BTreeMap<String, Claim<'_>> = BTreeMap::new();
        for claim in self.claims(around) {
            let path = claim.path.as_str().to_lowercase();
            if let Some(other) = taken.get(&path) {
                let message = said!(
                    "{other} and {claim} would both become `{path}`",
                    other = other.name,
                    claim = claim.name,
                    path = claim.path
                );
                let help = if other.made { rename_own() } else { rename() };
                diagnostics.push(claim.collision(message, help));
            } else {
                taken.insert(path, claim);
            }
        }
        if let Some(claim) = taken.get(THEME_FILES) {
            let message =
                said!("{claim} would become a file where the theme's files have their folder", claim = claim.name);
            diagnostics.push(claim.collision(message, rename()));
        }
        for (path, claim) in &taken {
            let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
            for file in folders.filter_map(|folder| taken.get(folder)) {
                let message = said!(
                    "{claim} needs a folder where {file} would become `{path}`",
                    claim = claim.name,
                    file = file.name,
                    path = file.path
                );
                let of_book = if claim.made { file } else { claim };
                diagnostics.push(of_book.collision(message, rename()));
            }
        }
        diagnostics
    }
}
