//! Reading of a book's folder, and what is said about the rest.

use std::fs;
use std::path::Path;

use brobygger::diagnostic::{Code, Diagnostic, Warned};
use brobygger::disk::{OtherFiles, WantedFiles, find_book, read_book, read_text};
use brobygger::source::Sources;

use crate::cases::assert_said;

fn write(root: &Path, files: &[(&str, &[u8])]) {
    for (path, bytes) in files {
        let place = root.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }
}

/// Reads a book whose texts lie in `src`; a line `include PATH` includes a file.
fn read(root: &Path, theme: Option<&str>) -> (Vec<String>, Warned<OtherFiles>) {
    let mut sources = Sources::default();
    let includes = |_: &str, text: &str| -> Vec<String> {
        text.lines().filter_map(|line| line.strip_prefix("include ")).map(str::to_owned).collect()
    };
    let skip = ["src/book".to_owned()];
    let files = read_book(
        root,
        &WantedFiles {
            src: "src",
            theme,
            includes: &includes,
            hidden: &|_, _| Vec::new(),
            skip: &skip,
            may_lack: false,
        },
        &mut sources,
    );
    (sources.iter().map(|source| source.path.to_string()).collect(), files)
}

fn said(diagnostics: &[Diagnostic]) -> Vec<(Code, String)> {
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.help.is_some()), "{diagnostics:?}");
    let mut said: Vec<_> = diagnostics.iter().map(|d| (d.code, d.path.clone().unwrap())).collect();
    said.sort();
    said
}

#[test]
fn texts_come_by_path_and_the_rest_as_bytes() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            ("src/b/c.md", b"c"),
            ("src/b.md", b"b"),
            ("src/kilder.yaml", b"k"),
            ("src/bilde.png", b"\x89PNG\xff"),
            ("src/.git/x.md", b"hidden"),
            ("src/.skjult.md", b"hidden"),
            ("src/node_modules/x.md", b"hidden"),
            ("src/target/x.md", b"hidden"),
            ("src/book/x.html", b"the site"),
            ("other/x.md", b"elsewhere"),
            ("themes/min/page.html", b"<p>"),
            ("themes/min/css/a.css", b"p{}"),
        ],
    );
    let (texts, files) = read(folder.path(), Some("themes/min"));
    assert_eq!(texts, ["src/b.md", "src/b/c.md", "src/kilder.yaml"]);
    assert_eq!(files.value.assets.keys().collect::<Vec<_>>(), ["src/bilde.png"]);
    assert_eq!(files.value.theme.keys().collect::<Vec<_>>(), ["css/a.css", "page.html"]);
    assert!(files.diagnostics.is_empty(), "{:?}", files.diagnostics);
}

#[test]
fn included_files_are_read_once_and_never_from_outside() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("book");
    fs::create_dir(&root).unwrap();
    fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    write(&root, &[
        ("src/a.md", b"include code/x.rs\ninclude src/b.md\ninclude src/data.csv\ninclude ../secret.txt\ninclude /etc/passwd"),
        ("src/b.md", b"include code/x.rs\ninclude code/./sub/../x.rs\ninclude missing.txt\ninclude code"),
        ("src/data.csv", b"1,2"),
        ("code/x.rs", b"include code/deep.txt"),
        ("code/deep.txt", b"include src/a.md\ninclude code/bad.txt"),
        ("code/bad.txt", b"\xff"),
    ]);
    let (texts, files) = read(&root, None);
    assert_eq!(texts, ["src/a.md", "src/b.md", "code/x.rs", "src/data.csv", "code/deep.txt"]);
    assert_eq!(files.value.assets.keys().collect::<Vec<_>>(), ["src/data.csv"]);
    assert_eq!(said(&files.diagnostics), [(Code::NotUtf8, "code/bad.txt".to_owned())]);
}

#[test]
fn every_file_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            ("src/a.md", b"good"),
            ("src/latin.md", b"f\xc3\xb8rste\nbl\xe5b\xe6r"),
            ("src/wide.md", b"\xff\xfeh\0"),
            ("src/what?.md", b"x"),
            ("src/large.md", &vec![b'x'; 9 * 1024 * 1024]),
        ],
    );
    let (texts, files) = read(folder.path(), Some("themes/none"));
    assert_eq!(texts, ["src/a.md"]);
    assert_eq!(
        said(&files.diagnostics),
        [
            (Code::UnreadableFile, "themes/none".to_owned()),
            (Code::NotUtf8, "src/latin.md".to_owned()),
            (Code::NotUtf8, "src/wide.md".to_owned()),
            (Code::FileTooLarge, "src/large.md".to_owned()),
            (Code::UnusablePath, "src/what?.md".to_owned()),
        ]
    );
    assert_said(Code::UnreadableFile, &files.diagnostics);
    assert_said(Code::NotUtf8, &files.diagnostics);
    assert_said(Code::FileTooLarge, &files.diagnostics);
    let find = |code| files.diagnostics.iter().find(|d| d.code == code).unwrap();
    assert_eq!(find(Code::NotUtf8).message.to_string(), "line 2 is not UTF-8, from byte 10 of the file (0xE5)");
    assert!(find(Code::NotUtf8).help.as_ref().unwrap().to_string().contains("iconv -f WINDOWS-1252"));
    assert!(find(Code::FileTooLarge).message.to_string().contains("9.0 MB"));
}

#[cfg(unix)]
#[test]
fn links_stay_inside_the_book() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("book");
    write(&root, &[("src/a.md", b"a"), ("shared/s.md", b"s"), ("shared/pic.png", b"p")]);
    write(folder.path(), &[("outside/o.md", b"o")]);
    symlink("../shared", root.join("src/inside")).unwrap();
    symlink("a.md", root.join("src/again.md")).unwrap();
    symlink("../../outside", root.join("src/out")).unwrap();
    symlink("../../outside/o.md", root.join("src/o.md")).unwrap();
    symlink("nowhere.md", root.join("src/broken.md")).unwrap();
    symlink("self.md", root.join("src/self.md")).unwrap();
    symlink("..", root.join("src/up")).unwrap();
    symlink("../src", root.join("shared/back")).unwrap();
    let (texts, files) = read(&root, None);
    assert_eq!(texts, ["src/a.md", "src/again.md", "src/inside/s.md"]);
    assert_eq!(files.value.assets.keys().collect::<Vec<_>>(), ["src/inside/pic.png"]);
    assert_said(Code::LinkOutside, &files.diagnostics);
    assert_eq!(
        said(&files.diagnostics),
        [
            (Code::UnreadableFile, "src/broken.md".to_owned()),
            (Code::UnreadableFile, "src/inside/back".to_owned()),
            (Code::UnreadableFile, "src/self.md".to_owned()),
            (Code::UnreadableFile, "src/up".to_owned()),
            (Code::LinkOutside, "src/o.md".to_owned()),
            (Code::LinkOutside, "src/out".to_owned()),
        ]
    );
}

#[cfg(unix)]
#[test]
fn no_link_opens_what_is_hidden_or_the_site() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(
        root,
        &[
            ("src/a.md", b"include src/config.txt\ninclude aside/config\ninclude .Git/config\ninclude src/built/x.md"),
            (".git/config", b"token"),
            (".Git/config", b"token"),
            (".env", b"token"),
            (".site.brobygger/manifest", b"m"),
            ("src/book/x.md", b"the site"),
            ("shared/s.md", b"s"),
            ("shared/.svn/x.md", b"x"),
        ],
    );
    for (leads_to, name) in [
        ("../.git/config", "config.txt"),
        ("../.git", "whole"),
        ("../.Git/config", "other.txt"),
        ("../.env", "env.txt"),
        ("../.site.brobygger", "state"),
        ("book", "built"),
        ("book/x.md", "page.md"),
        ("../shared/.svn", "svn"),
        ("../shared", "shared"),
    ] {
        symlink(leads_to, root.join("src").join(name)).unwrap();
    }
    symlink(".git", root.join("aside")).unwrap();
    symlink("../src", root.join("shared/back")).unwrap();
    let (texts, files) = read(root, None);
    assert_eq!(texts, ["src/a.md", "src/shared/s.md"]);
    assert_eq!(files.value.assets.keys().collect::<Vec<_>>(), Vec::<&String>::new());
    let said = said(&files.diagnostics);
    let closed = |path: &str| said.contains(&(Code::LinkOutside, path.to_owned()));
    for path in ["config.txt", "whole", "other.txt", "env.txt", "state", "built", "page.md", "svn"] {
        assert!(closed(&format!("src/{path}")), "{path}: {said:?}");
    }
    assert!(closed("aside/config"), "{said:?}");
}

#[cfg(unix)]
#[test]
fn a_link_to_what_holds_the_site_leaves_the_site_out() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, &[("src/a.md", b"a"), ("out/site/x.png", b"x"), ("out/own.png", b"o")]);
    symlink("../out", root.join("src/out")).unwrap();
    let wanted = WantedFiles {
        src: "src",
        theme: None,
        includes: &|_, _| Vec::new(),
        hidden: &|_, _| Vec::new(),
        skip: &["out/site".to_owned()],
        may_lack: false,
    };
    let files = read_book(root, &wanted, &mut Sources::default());
    assert_eq!(files.value.assets.keys().collect::<Vec<_>>(), ["src/out/own.png"]);
}

#[cfg(unix)]
#[test]
fn links_that_multiply_a_folder_come_to_an_end() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("src/a.md", b"a")]);
    for level in 0..40 {
        fs::create_dir_all(folder.path().join(format!("levels/{level}"))).unwrap();
        for name in ["x", "y"] {
            symlink(format!("../{}", level + 1), folder.path().join(format!("levels/{level}/{name}"))).unwrap();
        }
    }
    write(folder.path(), &[("levels/40/end.md", b"end")]);
    symlink("../levels/0", folder.path().join("src/many")).unwrap();
    let (_, files) = read(folder.path(), None);
    assert_eq!(said(&files.diagnostics), [(Code::UnreadableFile, "src".to_owned())]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_never_opened() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("src/a.md", b"a")]);
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("src/socket.md")).unwrap();
    assert!(super::run(std::process::Command::new("mkfifo").arg(folder.path().join("src/pipe.md"))), "mkfifo");
    fs::write(folder.path().join("src").join(OsStr::from_bytes(b"bl\xe5.md")), "x").unwrap();
    let (texts, files) = read(folder.path(), None);
    assert_eq!(texts, ["src/a.md"]);
    assert_eq!(
        said(&files.diagnostics),
        [
            (Code::UnreadableFile, "src/pipe.md".to_owned()),
            (Code::UnreadableFile, "src/socket.md".to_owned()),
            (Code::UnusablePath, "src/bl\u{FFFD}.md".to_owned()),
        ]
    );
    let pipe = read_text(folder.path(), "src/pipe.md", &mut Sources::default()).unwrap_err();
    assert_eq!(pipe.code, Code::UnreadableFile);
}

#[cfg(unix)]
#[test]
fn a_folder_without_the_right_to_read_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    if super::passed_as_nobody("disk::reading::a_folder_without_the_right_to_read_is_named") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("src/a.md", b"a"), ("src/closed/b.md", b"b"), ("src/closed.md", b"b")]);
    for path in ["src/closed", "src/closed.md"] {
        fs::set_permissions(folder.path().join(path), fs::Permissions::from_mode(0o000)).unwrap();
    }
    assert!(fs::read(folder.path().join("src/closed.md")).is_err(), "this user may read everywhere");
    let (texts, files) = read(folder.path(), None);
    fs::set_permissions(folder.path().join("src/closed"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(texts, ["src/a.md"]);
    let expected = ["src/closed", "src/closed.md"].map(|path| (Code::UnreadableFile, path.to_owned()));
    assert_eq!(said(&files.diagnostics), expected);
}

#[test]
fn names_are_read_in_one_spelling() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            ("src/a.md", "include felles/på.txt".as_bytes()),
            ("src/bla\u{30a}.png", b"PNG"),
            ("src/ra\u{30a}d.md", b"r"),
            ("felles/pa\u{30a}.txt", b"p"),
        ],
    );
    let (texts, files) = read(folder.path(), None);
    assert_eq!(texts, ["src/a.md", "src/råd.md", "felles/på.txt"]);
    assert_eq!(files.value.assets.keys().collect::<Vec<_>>(), ["src/blå.png"]);
    assert_eq!(said(&files.diagnostics), []);
    write(folder.path(), &[("src/blå.png", b"PNG")]);
    // Where the disk keeps one of them, there is nothing to tell.
    if fs::read_dir(folder.path().join("src")).unwrap().count() == 4 {
        let (_, files) = read(folder.path(), None);
        assert_eq!(said(&files.diagnostics), [(Code::PathCollision, "src/blå.png".to_owned())]);
    }
}

#[test]
fn hidden_files_are_read_only_where_a_text_names_them_and_some_never() {
    let folder = tempfile::tempdir().unwrap();
    let text = "include .git/config\ninclude .env\ninclude src/book/x.txt\ninclude .deling/t.txt\n\
                ![](.bilder/a.png) ![](.git/b.png) ![](../.utenfor/c.png) ![](book/.d/e.png) ![](.bilder/ingen.png)\n";
    let names = [".git/config", ".env", "src/book/x.txt", ".deling/t.txt", "src/.bilder/b.png", "src/.git/b.png"];
    write(folder.path(), &names.map(|name| (name, b"x".as_slice())));
    write(folder.path(), &[("src/a.md", text.as_bytes()), ("src/.bilder/a.png", b"PNG"), (".utenfor/c.png", b"PNG")]);
    let mut sources = Sources::default();
    let includes = |_: &str, text: &str| -> Vec<String> {
        text.lines().filter_map(|line| line.strip_prefix("include ")).map(str::to_owned).collect()
    };
    let skip = ["src/book".to_owned()];
    let wanted = WantedFiles {
        src: "src",
        theme: None,
        includes: &includes,
        hidden: &brobygger::markdown::hidden_targets,
        skip: &skip,
        may_lack: false,
    };
    let files = read_book(folder.path(), &wanted, &mut sources);
    assert_eq!(sources.iter().map(|source| &*source.path).collect::<Vec<_>>(), ["src/a.md", ".deling/t.txt"]);
    assert_eq!(files.value.assets.keys().collect::<Vec<_>>(), ["src/.bilder/a.png"]);
    assert_eq!(said(&files.diagnostics), []);
}

#[test]
fn the_book_is_found_from_below_and_its_settings_are_read() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("book.toml", "\u{FEFF}title = 1".as_bytes()), ("src/deep/a.md", b"a")]);
    let root = find_book(&folder.path().join("src/deep")).unwrap();
    assert_eq!(root, folder.path());
    let mut sources = Sources::default();
    let id = read_text(&root, "book.toml", &mut sources).unwrap();
    assert_eq!(&*sources.get(id).text, "\u{FEFF}title = 1");
    let missing = read_text(&root, "none.toml", &mut sources).unwrap_err();
    assert_eq!((missing.code, missing.path.as_deref()), (Code::UnreadableFile, Some("none.toml")));
}

#[test]
fn a_src_outside_the_book_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for src in ["..", "/etc", "a/../../b"] {
        let wanted = WantedFiles {
            src,
            theme: None,
            includes: &|_, _| Vec::new(),
            hidden: &|_, _| Vec::new(),
            skip: &[],
            may_lack: false,
        };
        let files = read_book(folder.path(), &wanted, &mut Sources::default());
        assert_eq!(files.diagnostics[0].code, Code::OutsideBook, "{src}");
    }
}
