//! The files of a folder, as tests compare them, and the settings of the guide.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The files of a site, by path.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// All files below a folder; the folders as well, with a `/` at the end and nothing in them.
pub(crate) fn on_disk(folder: &Path) -> Tree {
    let mut found = Tree::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let entry = entry.unwrap();
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if entry.file_type().unwrap().is_dir() {
                found.insert(path + "/", Vec::new());
                folders.push(entry.path());
            } else {
                found.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    found
}

/// The same without the folders.
pub(crate) fn files_on_disk(folder: &Path) -> Tree {
    on_disk(folder).into_iter().filter(|(path, _)| !path.ends_with('/')).collect()
}

/// The settings of the guide for its source alone, for tests that have enough in one language.
pub(crate) fn in_one_language(settings: &str) -> String {
    let (mut out, mut of_language) = (String::new(), false);
    for line in settings.lines() {
        if line.starts_with('[') {
            of_language = line.starts_with("[languages.");
        }
        let tags = line.strip_prefix("languages = [\"").and_then(|tags| tags.split('"').next());
        match tags {
            _ if of_language => continue,
            Some(source) => out.extend(["language = \"", source, "\""]),
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

/// Whether a name has an ending.
pub(crate) fn is_a(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|own| own == ending)
}
