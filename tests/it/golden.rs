//! Small books whose whole site is known: `tests/golden/<book>/` and its `site/`.
//!
//! `said.txt` is what is said of a book, where there is anything to say.
//!
//! `UPDATE=1` writes the sites anew; read the difference before you commit it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::book::TestBook;
use crate::tree::files_on_disk;

#[test]
fn golden_sites() {
    let mut books = 0;
    for entry in std::fs::read_dir("tests/golden").unwrap() {
        let folder = entry.unwrap().path();
        if folder.is_dir() {
            books += 1;
            compare(&folder);
        }
    }
    assert!(books > 0, "no golden book was found");
}

#[test]
fn two_builds_give_the_same_bytes() {
    let one = load(Path::new("tests/golden/liten")).build().files;
    let two = load(Path::new("tests/golden/liten")).build().files;
    assert!(one == two && one.len() > 5, "two builds of one book differ");
}

/// Git on Windows may check a book out with other ends of lines.
#[test]
fn lines_that_end_as_on_windows_give_the_same_site() {
    let golden =
        ["liten", "mdbook", "sprak", "utgave", "volunteers"].map(|book| texts(&Path::new("tests/golden").join(book)));
    // Each page just fills a part of the search's texts, or not, by what counts of it.
    let page = |name: &str| (format!("content/{name}.md"), format!("# Side {name}\n\n{}", "ett ord\n".repeat(600)));
    let long = ["a", "b", "c"].map(page).into();
    // Others are handed on as they lie.
    let ending = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    let is_text = |path: &str| ["md", "yaml", "toml"].contains(&&*ending(path));
    for texts in golden.into_iter().chain([long]) {
        let ended =
            |path: &str, text: &str, end: &str| if is_text(path) { text.replace('\n', end) } else { text.into() };
        let build = |end: &str| book(texts.iter().map(|(path, text)| (path.as_str(), ended(path, text, end)))).build();
        let (unix, windows) = (build("\n"), build("\r\n"));
        // The lines that a message shows are shown with their ends.
        assert_eq!(windows.said().replace('␍', ""), unix.said());
        assert!(!unix.files.is_empty() && windows.files.keys().eq(unix.files.keys()), "{:?}", windows.files.keys());
        // The book itself is packed as it lies.
        for (path, bytes) in unix.files.iter().filter(|(path, _)| ending(path) != "zip") {
            assert!(windows.files[path] == *bytes, "{path} is another");
        }
    }
}

pub(crate) fn load(folder: &Path) -> TestBook {
    book(texts(folder))
}

/// The texts of a golden book, by path.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let files = files_on_disk(folder).into_iter();
    let own = files.filter(|(path, _)| !path.starts_with("site/") && path != "said.txt");
    own.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

fn book<P: AsRef<str>>(texts: impl IntoIterator<Item = (P, String)>) -> TestBook {
    texts.into_iter().fold(TestBook::default(), |book, (path, text)| book.file(path.as_ref(), &text))
}

fn compare(folder: &Path) {
    let outcome = load(folder).build();
    assert!(!outcome.files.is_empty(), "{} does not build:\n{}", folder.display(), outcome.said());
    let site = folder.join("site");
    let said = outcome.said();
    let path = folder.join("said.txt");
    if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
        let _ = std::fs::remove_dir_all(&site);
        let _ = std::fs::remove_file(&path);
        if !said.is_empty() {
            std::fs::write(&path, &said).unwrap();
        }
        for (path, bytes) in outcome.files.iter().filter(|(path, _)| kept(path)) {
            let path = site.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, without_hashes(&String::from_utf8_lossy(bytes))).unwrap();
        }
    }
    assert_eq!(said, std::fs::read_to_string(&path).unwrap_or_default(), "{}: said otherwise", folder.display());
    let expected = files_on_disk(&site);
    let found: BTreeMap<_, _> = outcome.files.into_iter().filter(|(path, _)| kept(path)).collect();
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(&expected), "{}: other files", folder.display());
    for (path, bytes) in &found {
        let [found, expected] = [bytes, &expected[path]].map(|bytes| without_hashes(&String::from_utf8_lossy(bytes)));
        let other = found.lines().zip(expected.lines()).position(|(found, expected)| found != expected);
        let line = other.unwrap_or_else(|| found.lines().count().min(expected.lines().count()));
        let show = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
        let place = format!("{}/{path}:{}", site.display(), line + 1);
        assert!(found == expected, "{place}\n   found: {}\nexpected: {}", show(&found), show(&expected));
    }
}

/// The theme's own assets and the search index are left out: neither is the site's text.
fn kept(path: &str) -> bool {
    // Every language has its own.
    let path = path.strip_prefix("nn/").unwrap_or(path);
    !path.starts_with("assets/") && !path.starts_with("sok/")
}

/// Names of assets end in eight hex digits of their hash, which a golden page must not depend on.
fn without_hashes(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(at) = rest.find("assets/") {
        let end = at + rest[at..].find(['"', ' ', ')']).unwrap_or(rest.len() - at);
        let name = &rest[at..end];
        let hashed =
            name.rsplit_once('-').filter(|(_, hash)| hash.split('.').next().is_some_and(|hash| hash.len() == 8));
        let (stem, ending) = match hashed {
            Some((stem, rest)) => (stem, rest.split_once('.').map_or("", |(_, ending)| ending)),
            None => name.rsplit_once('.').unwrap_or((name, "")),
        };
        out.push_str(&rest[..at]);
        out.extend([stem, ".", ending]);
        rest = &rest[end..];
    }
    out + rest
}
