//! Names of pages in a summary.
//!
//! In: the target of a line. Out: the path or the id of the page that it names.
//!
//! Invariant: whether there is such a page is not asked here.

use crate::config::path_named;
use crate::sink::path_in;
use crate::source::page_id;

/// The path of the page that a line of the summary leads to, below the content's `folder`, also where the line goes out
/// of it and back.
pub(super) fn path_below(folder: &str, target: &str) -> String {
    let path = path_named(target);
    let below =
        path_in(folder, path.trim_start_matches('/')).and_then(|whole| Some(whole.strip_prefix(folder)?.to_owned()));
    below.unwrap_or(path)
}

/// The id of a page of mdBook's that the summary names, whatever its name ends in.
pub(super) fn id_of_named(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let slash = if folder.is_empty() { "" } else { "/" };
    page_id(&format!("{folder}{slash}{stem}.md"))
}
