//! A build of a book in which nothing has changed since the last one: it makes nothing, and misses no edit.

use std::fs;
use std::path::Path;
use std::process::Output;

use tempfile::TempDir;

use crate::tree::{Tree, files_on_disk, is_a};

const SETTINGS: &str = "[book]\ntitle = \"Prøve\"\nlanguage = \"nb\"\nsrc = \"content\"\n\n[pdf]\nenabled = false\n\n\
                        [theme]\nname = \"eget\"\n";

/// A book of its own with what the golden ones lack: a picture, an included file, a theme, a redirect.
fn own_book() -> Tree {
    let page = "---\nkind: article\ntitle: Forside\nsummary: Om prøven.\naliases: [gammel]\n---\n\
                Hei.\n\n![Et kart](kart.svg)\n\n{{#include ../deler/del.md}}\n";
    let files = [
        ("book.toml", SETTINGS.as_bytes()),
        ("content/SUMMARY.md", b"- [Forside](index.md)\n"),
        ("content/index.md", page.as_bytes()),
        ("content/kart.svg", include_bytes!("../editions/bergen/content/bergen/merke.svg")),
        ("deler/del.md", b"Det som er felles.\n"),
        ("themes/eget/css/80-eget.css", b"p{margin:0}\n"),
    ];
    files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
}

fn golden(name: &str) -> Tree {
    let mut files = files_on_disk(&Path::new("tests/golden").join(name));
    files.retain(|path, _| !path.starts_with("site/"));
    files
}

fn lay(files: &Tree) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    crate::program().args(arguments).current_dir(folder).env("SOURCE_DATE_EPOCH", "1790000000").output().unwrap()
}

fn is_skipped(output: &Output) -> bool {
    String::from_utf8_lossy(&output.stdout).starts_with("Nothing has changed")
}

/// The file with something more in it.
fn edited(path: &str, bytes: &[u8]) -> Vec<u8> {
    let more: &[u8] = match path {
        _ if is_a(path, "md") => b"\n\nEn setning til.\n",
        _ if is_a(path, "yaml") || is_a(path, "toml") => b"\n# En linje til.\n",
        _ => b"\n",
    };
    [bytes, more].concat()
}

#[test]
fn after_any_edit_the_site_is_that_of_a_build_from_nothing() {
    let (mut skipped, mut edits) = (0, 0);
    for files in [own_book(), golden("utgave"), golden("sprak")] {
        let book = lay(&files);
        run(book.path(), &[]);
        skipped += usize::from(is_skipped(&run(book.path(), &[])));
        // Each edit stands while the next is made.
        let mut next = files.clone();
        for (path, bytes) in &files {
            let more = edited(path, bytes);
            fs::write(book.path().join(path), &more).unwrap();
            next.insert(path.clone(), more);
            let output = run(book.path(), &[]);
            let from_nothing = lay(&next);
            if !run(from_nothing.path(), &[]).status.success() {
                assert!(!output.status.success(), "{path}");
                fs::write(book.path().join(path), bytes).unwrap();
                next.insert(path.clone(), bytes.clone());
                continue;
            }
            edits += 1;
            let [now, then] = [book.path(), from_nothing.path()].map(|folder| files_on_disk(&folder.join("site")));
            assert!(now == then, "{path}: another site than from nothing");
        }
    }
    assert!(skipped > 0, "no book was ever left as it is");
    assert!(edits > 30, "{edits} edits gave a book that builds");
}

#[test]
fn nothing_new_is_said_where_nothing_is_and_a_site_that_somebody_changed_is_mended() {
    let book = lay(&own_book());
    let site = book.path().join("site");
    assert!(!is_skipped(&run(book.path(), &[])));
    let made = files_on_disk(&site);
    assert!(is_skipped(&run(book.path(), &[])));
    let page = site.join("index.html");
    fs::write(&page, "noe annet").unwrap();
    assert!(!is_skipped(&run(book.path(), &[])));
    fs::remove_file(&page).unwrap();
    assert!(!is_skipped(&run(book.path(), &[])));
    assert_eq!(files_on_disk(&site), made);
    assert!(is_skipped(&run(book.path(), &[])));
    // Another day.
    let output = crate::program().current_dir(book.path()).env("SOURCE_DATE_EPOCH", "1800000000").output().unwrap();
    assert!(!is_skipped(&output));
}

#[test]
fn what_there_is_to_say_of_a_book_is_said_at_every_build() {
    let mut files = own_book();
    files.get_mut("content/index.md").unwrap().extend(b"\nFor \\[@kilde-2020\\] er tapt.\n");
    let book = lay(&files);
    let outputs = [run(book.path(), &[]), run(book.path(), &[])];
    for output in &outputs {
        assert!(!is_skipped(output) && output.status.success());
        assert!(String::from_utf8_lossy(&output.stderr).contains("warning"), "{output:?}");
    }
    assert_eq!(outputs[0].stderr, outputs[1].stderr);
}
