//! Texts that `new` writes for a book in its own language, from the folders of `cli/new/`.
//!
//! In: the name of a folder, which is the language of the comments in its files. Out: a text by the name of its file.
//!
//! Invariant: no language is named here; a folder that is there is known.

use include_dir::{Dir, include_dir};

use crate::language::FileNames;

static NEW: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/new");

/// The text of a file in the language of a book with these names for its files; nothing where that folder has no such
/// file.
pub(super) fn template(names: &FileNames, file: &str) -> Option<&'static str> {
    NEW.get_file(format!("{}/{file}", names.publishing))?.contents_utf8()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, TABLE};

    #[test]
    fn every_language_has_every_file() {
        let unknown = Language::unknown();
        let files = |folder: &Dir<'_>| {
            folder.files().map(|file| file.path().file_name().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let all = files(NEW.get_dir(unknown.files.publishing).unwrap());
        assert!(all.len() >= 5, "{all:?}");
        for folder in NEW.dirs() {
            assert_eq!(files(folder), all, "{}", folder.path().display());
        }
        for row in TABLE.iter().copied().chain([&unknown]) {
            let known = |file: &std::ffi::OsString| template(&row.files, file.to_str().unwrap()).is_some();
            assert!(all.iter().all(known), "{}: {}", row.tag, row.files.publishing);
        }
    }
}
