//! Changes that a build makes to a site's folder, and files that it leaves alone.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use brobygger::diagnostic::Code;
use brobygger::disk::{Site, Written, write_below, write_file, write_new, write_new_file};
use brobygger::sink::{OutPath, Sink as _};

use crate::cases::assert_said;

use super::{Held, Mounted, Tree, build, codes, files_on_disk, on_disk, put_all, tree};

fn times(folder: &Path) -> Vec<(String, SystemTime)> {
    let paths = on_disk(folder).into_keys();
    paths.map(|path| (path.clone(), fs::metadata(folder.join(&path)).unwrap().modified().unwrap())).collect()
}

#[test]
fn a_build_counts_what_it_changed() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("deep/site");
    let first = build(&site, &tree(&[("a.html", "1"), ("b.html", "22"), ("c/d.html", "3")])).unwrap();
    assert_eq!(first, Written { new: 3, bytes: 4, ..Written::default() });
    fs::write(site.join("b.html"), "somebody's").unwrap();
    let second = build(&site, &tree(&[("a.html", "changed"), ("b.html", "22"), ("e.html", "new")])).unwrap();
    assert_eq!(second, Written { new: 1, changed: 1, restored: 1, unchanged: 0, removed: 1, bytes: 12 });
    assert_eq!(on_disk(&site), tree(&[("a.html", "changed"), ("b.html", "22"), ("e.html", "new")]));
}

#[test]
fn an_unchanged_build_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let files = tree(&[("index.html", "1"), ("a/b.html", "22"), ("a/empty.txt", "")]);
    build(&site, &files).unwrap();
    let before =
        (times(&site), fs::metadata(folder.path().join(".site.brobygger/manifest")).unwrap().modified().unwrap());
    let written = build(&site, &files).unwrap();
    assert_eq!(written, Written { unchanged: 3, ..Written::default() });
    let after =
        (times(&site), fs::metadata(folder.path().join(".site.brobygger/manifest")).unwrap().modified().unwrap());
    assert_eq!(before, after);
}

#[test]
fn removed_pages_go_with_their_folders_and_foreign_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    fs::create_dir_all(site.join("theirs")).unwrap();
    fs::write(site.join("theirs/x.txt"), "x").unwrap();
    build(&site, &tree(&[("a/b/c.html", "1"), ("d/e.html", "2"), ("theirs/f.html", "3"), ("index.html", "4")]))
        .unwrap();
    fs::write(site.join("d/note.txt"), "mine").unwrap();
    build(&site, &tree(&[("index.html", "4")])).unwrap();
    let expected =
        tree(&[("d/", ""), ("d/note.txt", "mine"), ("index.html", "4"), ("theirs/", ""), ("theirs/x.txt", "x")]);
    assert_eq!(on_disk(&site), expected);
    // The folder that we made goes when nobody needs it any longer; the one we found stays.
    fs::remove_file(site.join("d/note.txt")).unwrap();
    fs::remove_file(site.join("theirs/x.txt")).unwrap();
    build(&site, &tree(&[("index.html", "4")])).unwrap();
    assert_eq!(on_disk(&site), tree(&[("index.html", "4"), ("theirs/", "")]));
}

#[test]
fn dropping_leaves_the_site_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    build(&site, &tree(&[("index.html", "1")])).unwrap();
    let begun = Site::begin(&site).unwrap().value;
    put_all(&begun, &tree(&[("index.html", "2"), ("a/b.html", "3")]));
    drop(begun);
    assert_eq!(on_disk(&site), tree(&[("index.html", "1")]));
    assert!(Site::begin(&site).unwrap().diagnostics.is_empty(), "nothing to recover after a drop");
    assert!(!folder.path().join(".site.brobygger/staged").exists());
}

#[test]
fn a_first_site_comes_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let files = tree(&[("index.html", "1"), ("a/b/c.html", "2"), ("a/d.html", "3")]);
    let begun = Site::begin(&site).unwrap().value;
    put_all(&begun, &files);
    assert!(!site.exists());
    // Somebody else needs the name in the meantime.
    fs::create_dir(&site).unwrap();
    fs::write(site.join("theirs.txt"), "theirs").unwrap();
    let stopped = begun.commit().unwrap_err().said;
    assert!(stopped.notes.iter().any(|note| note.to_string() == "the site is as it was"), "{stopped:?}");
    assert_eq!(on_disk(&site), tree(&[("theirs.txt", "theirs")]));

    // Their file stays, and no folder of ours is forgotten when the pages go.
    assert_eq!(build(&site, &files).unwrap().new, 3);
    fs::remove_dir_all(&site).unwrap();
    assert_eq!(build(&site, &files).unwrap().restored, 3);
    build(&site, &tree(&[("index.html", "1")])).unwrap();
    assert_eq!(on_disk(&site), tree(&[("index.html", "1")]));
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    build(&site, &tree(&[("a", "file"), ("b/c/d.html", "deep"), ("b/e.html", "e")])).unwrap();
    let files = tree(&[("a/b/c.html", "deep"), ("b", "file")]);
    build(&site, &files).unwrap();
    assert_eq!(files_on_disk(&site), files);
    assert_eq!(build(&site, &files).unwrap().unchanged, 2);
}

#[test]
fn what_others_made_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    build(&site, &tree(&[("index.html", "1"), ("x/y.html", "2")])).unwrap();
    fs::write(site.join("page.html"), "theirs").unwrap();
    fs::write(site.join("same.html"), "same").unwrap();
    fs::write(site.join("name"), "theirs").unwrap();
    fs::write(site.join("x/theirs.txt"), "theirs").unwrap();
    let before = on_disk(&site);

    for (path, says) in [("page.html", "did not make"), ("name/z.html", "`name` is where a folder must be")] {
        let begun = Site::begin(&site).unwrap().value;
        let refused = put_all(&begun, &tree(&[(path, "ours"), ("index.html", "new")]));
        assert!(refused.len() == 1 && refused[0].contains(says), "{refused:?}");
        assert_eq!(begun.commit().unwrap_err().said.code, Code::WriteFailed);
        assert_eq!(on_disk(&site), before);
    }
    let in_the_way = build(&site, &tree(&[("x", "ours"), ("index.html", "new")])).unwrap_err();
    assert!(in_the_way.message.to_string().contains("x/theirs.txt is in the way"), "{}", in_the_way.message);
    assert_eq!(on_disk(&site), before);

    let written = build(&site, &tree(&[("same.html", "same")])).unwrap();
    assert_eq!((written.unchanged, written.removed), (1, 2));
    build(&site, &Tree::new()).unwrap();
    assert!(!site.join("same.html").exists(), "a file with the same bytes was taken over");
    assert!(site.join("page.html").exists());
}

#[test]
fn two_files_of_one_path_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let begun = Site::begin(&site).unwrap().value;
    let path = OutPath::new("a.html").unwrap();
    begun.put(&path, b"1").unwrap();
    begun.put(&path, b"2").unwrap_err();
    assert!(begun.commit().is_err());
    let both = build(&site, &tree(&[("a", "1"), ("a/b.html", "2")])).unwrap_err();
    assert!(both.message.to_string().contains("both a file and a folder"), "{}", both.message);
    assert!(!site.exists());
}

#[test]
fn only_one_build_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let first = Site::begin(&site).unwrap().value;
    let second = Site::begin(&site).unwrap_err();
    assert_said(Code::BuildRunning, std::slice::from_ref(&second));
    assert!(second.message.to_string().contains(&format!("process {}", std::process::id())), "{}", second.message);
    drop(first);
    build(&site, &tree(&[("a.html", "1")])).unwrap();
}

#[test]
fn a_torn_journal_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let state = folder.path().join(".site.brobygger");
    let files = tree(&[("index.html", "1")]);
    build(&site, &files).unwrap();
    fs::create_dir(state.join("staged")).unwrap();
    fs::write(state.join("staged/0"), "half a fi").unwrap();
    fs::write(state.join("manifest.new"), "brobygger mani").unwrap();
    fs::write(state.join("journal"), "brobygger journal 1\nplace 0 index.html\nremove in").unwrap();
    let begun = Site::begin(&site).unwrap();
    assert_eq!(codes(&begun.diagnostics), [Code::Recovered]);
    assert_said(Code::Recovered, &begun.diagnostics);
    assert!(begun.diagnostics[0].message.to_string().contains("1 file"), "{}", begun.diagnostics[0].message);
    drop(begun);
    assert_eq!(on_disk(&site), files);
    let mut left: Vec<_> = fs::read_dir(&state).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["lock", "manifest"]);
}

/// A step that fails after the first file is renamed: the site is mixed, every file is whole,
/// and the next build puts it right whether or not it can finish this one.
#[test]
fn a_journal_that_cannot_be_finished_stops_no_build() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let state = folder.path().join(".site.brobygger");
    let first = [("a.css", "1"), ("b.html", "1"), ("old.css", "1"), ("old.html", "1"), ("index.html", "1")];
    build(&site, &tree(&first)).unwrap();
    let begun = Site::begin(&site).unwrap().value;
    put_all(&begun, &tree(&[("a.css", "2"), ("b.html", "2"), ("new.css", "2"), ("index.html", "2")]));
    fs::remove_file(site.join("b.html")).unwrap();
    fs::create_dir_all(site.join("b.html/theirs")).unwrap();
    let failed = begun.commit().unwrap_err();
    let notes = &failed.said.notes;
    assert!(failed.begun && notes[0].to_string().contains("the next build finishes"), "{notes:?}");
    assert_eq!(fs::read_to_string(site.join("a.css")).unwrap(), "2");
    assert_eq!(fs::read_to_string(site.join("index.html")).unwrap(), "1");
    // What an old page may need is there as long as that page is.
    assert!(site.join("old.css").exists());

    let begun = Site::begin(&site).unwrap();
    assert!(begun.diagnostics[0].message.to_string().contains("could not be finished"), "{:?}", begun.diagnostics);
    let third = tree(&[("a.css", "3"), ("new.css", "3"), ("index.html", "3")]);
    assert_eq!(put_all(&begun.value, &third), Vec::<String>::new());
    begun.value.commit().unwrap();
    assert_eq!(files_on_disk(&site), third);
    assert!(site.join("b.html/theirs").exists());
    assert!(!state.join("journal").exists());
}

/// Pages go before what they need, and come after it.
#[test]
fn a_page_that_goes_is_gone_before_its_stylesheet() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    build(&site, &tree(&[("a.css", "1"), ("b.css", "1"), ("old.html", "1"), ("index.html", "1")])).unwrap();
    let begun = Site::begin(&site).unwrap().value;
    put_all(&begun, &tree(&[("index.html", "2")]));
    let Some(_held) = Held::on(&site.join("old.html")) else { return };
    let failed = begun.commit().unwrap_err();
    assert!(failed.begun, "{:?}", failed.said);
    assert_eq!(fs::read_to_string(site.join("index.html")).unwrap(), "2");
    assert!(site.join("a.css").exists() && site.join("b.css").exists());
}

#[test]
fn a_damaged_manifest_owns_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    build(&site, &tree(&[("index.html", "1"), ("a.html", "2")])).unwrap();
    let manifest = folder.path().join(".site.brobygger/manifest");
    let text = fs::read_to_string(&manifest).unwrap().replace("a.html", "b.html");
    fs::write(&manifest, text).unwrap();
    let begun = Site::begin(&site).unwrap();
    assert_eq!(codes(&begun.diagnostics), [Code::Recovered]);
    put_all(&begun.value, &tree(&[("index.html", "1")]));
    begun.value.commit().unwrap();
    assert!(site.join("a.html").exists());
}

#[cfg(unix)]
#[test]
fn no_symbolic_link_is_written_through() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let (site, outside) = (folder.path().join("site"), folder.path().join("outside"));
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("a.html"), "theirs").unwrap();
    build(&site, &tree(&[("index.html", "1"), ("b/a.html", "ours"), ("b/c.html", "ours")])).unwrap();

    symlink(outside.join("a.html"), site.join("link.html")).unwrap();
    fs::remove_dir_all(site.join("b")).unwrap();
    symlink(&outside, site.join("b")).unwrap();
    for path in ["link.html", "b/a.html", "b/new/x.html"] {
        let begun = Site::begin(&site).unwrap().value;
        let refused = put_all(&begun, &tree(&[(path, "new")]));
        assert!(refused.len() == 1 && refused[0].contains("symbolic link"), "{path}: {refused:?}");
    }
    // Nor is anything removed through one: `b/a.html` is in the manifest.
    fs::remove_file(site.join("link.html")).unwrap();
    build(&site, &tree(&[("index.html", "2")])).unwrap();
    assert_eq!(on_disk(&outside), tree(&[("a.html", "theirs")]));

    let linked = folder.path().join("linked");
    symlink(&outside, &linked).unwrap();
    assert_eq!(Site::begin(&linked).unwrap_err().code, Code::WriteFailed);
}

/// A folder as it may come with a book: links where the program keeps its own files.
#[cfg(unix)]
#[test]
fn nothing_is_written_or_read_through_a_link_where_the_program_keeps_its_files() {
    use std::os::unix::fs::symlink;
    for name in ["lock", "journal", "manifest", "manifest.new", "manifest.both", "staged"] {
        let folder = tempfile::tempdir().unwrap();
        let (site, theirs) = (folder.path().join("site"), folder.path().join("theirs"));
        let state = folder.path().join(".site.brobygger");
        fs::create_dir(&state).unwrap();
        if name == "staged" {
            // A journal that names files to be put in place, so that they would be moved out of there.
            fs::create_dir(&theirs).unwrap();
            fs::write(theirs.join("0"), "theirs").unwrap();
            let text = "brobygger journal 1\nfolder \nplace 0 theirs.html\n";
            fs::write(state.join("journal"), format!("{text}end {}\n", blake3::hash(text.as_bytes()).to_hex()))
                .unwrap();
        } else {
            fs::write(&theirs, "theirs").unwrap();
        }
        symlink(&theirs, state.join(name)).unwrap();
        let built = build(&site, &tree(&[("index.html", "1")]));
        if ["lock", "journal", "manifest"].contains(&name) {
            let refused = built.unwrap_err();
            assert!(refused.message.to_string().contains("a link or no ordinary file"), "{name}: {refused:?}");
            assert_eq!(refused.help.unwrap().to_string(), "remove it, and build again");
            assert!(!site.exists(), "{name}");
        } else {
            built.unwrap();
            assert_eq!(on_disk(&site), tree(&[("index.html", "1")]), "{name}");
        }
        let file = if name == "staged" { theirs.join("0") } else { theirs };
        assert_eq!(fs::read_to_string(file).unwrap(), "theirs", "{name}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_of_the_program_is_told_and_not_waited_for() {
    for name in ["lock", "journal", "manifest"] {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join(".site.brobygger");
        fs::create_dir(&state).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(state.join(name)).status().unwrap().success());
        let refused = Site::begin(&folder.path().join("site")).unwrap_err();
        assert!(refused.message.to_string().contains("no ordinary file"), "{name}: {refused:?}");
        if name == "lock" {
            continue;
        }
        fs::remove_file(state.join(name)).unwrap();
        fs::File::create(state.join(name)).unwrap().set_len(1 << 33).unwrap();
        let refused = Site::begin(&folder.path().join("site")).unwrap_err();
        assert!(refused.message.to_string().contains("larger than"), "{name}: {refused:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_site_that_a_link_leads_out_of_the_book_is_refused() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let (book, outside) = (folder.path().join("book"), folder.path().join("outside"));
    fs::create_dir(&book).unwrap();
    fs::create_dir(&outside).unwrap();
    symlink(&outside, book.join("ut")).unwrap();
    for path in ["ut/site", "ut/ny/site"] {
        assert_eq!(Site::begin_in(&book, path).unwrap_err().code, Code::LinkOutside, "{path}");
        assert_eq!(Site::obstacle(&book, path).unwrap().code, Code::LinkOutside, "{path}");
    }
    assert_eq!(on_disk(&outside), tree(&[]));
    assert!(Site::begin_in(&book, "ny/site").is_ok());
}

#[test]
fn a_full_disk_leaves_the_last_site_whole() {
    let Some(disk) = Mounted::new("size=512k") else { return };
    let site = disk.path().join("site");
    let files = tree(&[("index.html", "first"), ("a/b.html", "first")]);
    build(&site, &files).unwrap();
    let large: Tree = (0..40).map(|n| (format!("stor/{n}.html"), vec![b'x'; 20_000])).collect();
    let begun = Site::begin(&site).unwrap().value;
    let refused = put_all(&begun, &large);
    assert!(refused.iter().all(|error| error.contains("the disk is full; free some space")), "{refused:?}");
    assert!(!refused.is_empty());
    assert_eq!(begun.commit().unwrap_err().said.code, Code::WriteFailed);
    assert_eq!(files_on_disk(&site), files);
    // What was staged is gone, so there is room again.
    build(&site, &tree(&[("index.html", "second")])).unwrap();
    assert_eq!(on_disk(&site), tree(&[("index.html", "second")]));
}

/// A file that a command hands over is whole or not there: half a file would be in the way of the next try.
#[test]
fn a_full_disk_leaves_no_half_file_behind() {
    let Some(disk) = Mounted::new("size=64k") else { return };
    let text = "x".repeat(200_000);
    let (place, bytes) = (disk.path().join("ut.docx"), text.as_bytes());
    let tries = [
        write_new_file(&place, bytes),
        write_file(&place, bytes),
        write_new(disk.path(), &[("ut.docx", &text)]),
        write_below(disk.path(), "ut.docx", bytes),
    ];
    for failed in tries.map(Result::unwrap_err) {
        assert!(failed.message.to_string().ends_with("the disk is full"), "{}", failed.message);
        assert_eq!(failed.help.unwrap().to_string(), "free some space, and ask for it again");
    }
    assert_eq!(std::fs::read_dir(disk.path()).unwrap().count(), 0);
    write_new_file(&place, b"ny").unwrap();
}

/// Staging just fits; the folders of the site do not.
#[test]
fn a_disk_without_room_for_folders_leaves_the_last_site_whole() {
    let Some(disk) = Mounted::new("size=1m,nr_inodes=20") else { return };
    let site = disk.path().join("site");
    let files = tree(&[("index.html", "first")]);
    build(&site, &files).unwrap();
    let many: Tree = (0..8).map(|n| (format!("a/b{n}/c.html"), vec![b'x'])).chain(files.clone()).collect();
    let failed = build(&site, &many).unwrap_err();
    assert!(failed.message.to_string().contains("the disk is full"), "{}", failed.message);
    assert_eq!(failed.notes[0].to_string(), "the site is as it was");
    assert_eq!(on_disk(&site), files);
    assert!(Site::begin(&site).unwrap().diagnostics.is_empty());
}

#[test]
fn a_read_only_disk_says_so() {
    let Some(disk) = Mounted::new("size=1m") else { return };
    let site = disk.path().join("site");
    let files = tree(&[("index.html", "first")]);
    build(&site, &files).unwrap();
    disk.remount("ro");
    let failed = build(&site, &tree(&[("index.html", "second")])).unwrap_err();
    assert_eq!(failed.code, Code::WriteFailed);
    assert!(failed.message.to_string().contains("read-only") && failed.help.is_some(), "{}", failed.message);
    assert_eq!(on_disk(&site), files);
}

#[test]
fn a_file_system_mounted_on_the_site_says_so() {
    let Some(disk) = Mounted::new("size=1m") else { return };
    let failed = build(disk.path(), &tree(&[("index.html", "1")])).unwrap_err();
    assert!(failed.message.to_string().contains("another file system"), "{}", failed.message);
    fs::remove_dir(disk.path().with_file_name(format!(".{}.brobygger", disk.path().file_name().unwrap().display())))
        .unwrap();
    build(&disk.path().join("below"), &tree(&[("index.html", "1")])).unwrap();
}

#[cfg(unix)]
#[test]
fn a_folder_without_the_right_to_write_says_so() {
    use std::os::unix::fs::PermissionsExt as _;
    if super::passed_as_nobody("disk::writing::a_folder_without_the_right_to_write_says_so") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    let files = tree(&[("a/b.html", "first"), ("index.html", "first")]);
    build(&site, &files).unwrap();
    fs::set_permissions(site.join("a"), fs::Permissions::from_mode(0o555)).unwrap();
    assert!(fs::write(site.join("a/probe"), "").is_err(), "this user may write everywhere");
    let failed = build(&site, &tree(&[("a/b.html", "second"), ("index.html", "second")])).unwrap_err();
    fs::set_permissions(site.join("a"), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(failed.message.to_string().contains("permission denied"), "{}", failed.message);
    assert_eq!(files_on_disk(&site), files);
}

#[test]
fn a_path_too_long_for_the_system_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut deep = folder.path().to_path_buf();
    for _ in 0..14 {
        deep.push("x".repeat(240));
    }
    let made = fs::create_dir_all(&deep);
    if cfg!(target_os = "linux") {
        made.unwrap();
    } else if made.is_err() {
        eprintln!("skipped: the system has shorter paths");
        return;
    }
    let begun = Site::begin(&deep.join("site")).unwrap().value;
    let refused = put_all(&begun, &Tree::from([([&*"y".repeat(250); 4].join("/"), vec![b'x'])]));
    assert!(refused.len() == 1 && refused[0].contains("too long"), "{refused:?}");
}

#[test]
fn a_file_where_the_site_shall_be_stays() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    fs::write(&site, "a file").unwrap();
    let failed = Site::begin(&site).unwrap_err();
    assert_said(Code::WriteFailed, std::slice::from_ref(&failed));
    assert!(failed.help.is_some());
    assert_eq!(fs::read_to_string(&site).unwrap(), "a file");
}

/// A folder for a site, on a disk that takes capital and small letters for one; nothing where this one does not.
fn where_letters_are_one() -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("probe"), "").unwrap();
    let is_one = folder.path().join("PROBE").exists();
    if !is_one {
        eprintln!("skipped: this disk tells capital letters from small ones");
    }
    is_one.then_some(folder)
}

#[test]
fn files_and_folders_get_the_letters_of_their_new_names() {
    let Some(folder) = where_letters_are_one() else { return };
    let site = folder.path().join("site");
    let rows: [&[(&str, &str)]; 5] = [
        &[("index.html", "1"), ("fil.txt", "a"), ("Del/Under/a.html", "a"), ("blå/a.html", "a")],
        &[("index.html", "1"), ("Fil.txt", "a"), ("Del/Under/a.html", "a"), ("blå/a.html", "a")],
        &[("index.html", "1"), ("Fil.txt", "b"), ("del/under/A.html", "a"), ("Blå/a.html", "b")],
        &[("index.html", "2"), ("Fil.txt", "b"), ("del/Under/A.html", "a"), ("del/b.html", "b")],
        &[("index.html", "2"), ("FIL.TXT", "b"), ("DEL/UNDER/A.html", "a")],
    ];
    for files in rows {
        let files = tree(files);
        build(&site, &files).unwrap();
        assert_eq!(files_on_disk(&site), files);
        let again = build(&site, &files).unwrap();
        assert_eq!((again.new, again.changed, again.removed), (0, 0, 0), "{files:?}");
    }
    // A file of somebody else's goes on with its folder.
    fs::write(site.join("DEL/egen.txt"), "e").unwrap();
    build(&site, &tree(&[("index.html", "2"), ("del/UNDER/a.html", "a")])).unwrap();
    assert_eq!(files_on_disk(&site), tree(&[("index.html", "2"), ("del/UNDER/a.html", "a"), ("del/egen.txt", "e")]));
}

/// Two names of one file, as such a disk has them.
#[cfg(unix)]
#[test]
fn a_file_that_two_names_lead_to_keeps_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    build(&site, &tree(&[("index.html", "1"), ("del/fil.txt", "a")])).unwrap();
    if let Err(error) = fs::hard_link(site.join("del/fil.txt"), site.join("del/Fil.txt")) {
        assert!(site.join("del/Fil.txt").exists(), "{error}");
        eprintln!("skipped: the two names are one");
        return;
    }
    let files = tree(&[("index.html", "1"), ("del/Fil.txt", "b")]);
    build(&site, &files).unwrap();
    assert_eq!(files_on_disk(&site), files);
}
