//! The program, killed while it builds, run twice at once, or while somebody changes the book:
//! whatever the moment, every file is whole, and the next run gives the same site as a build from
//! nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::random::Random;
use crate::seeds::seed;
use crate::tree::files_on_disk;

/// How often it is killed, unless `KILLS` says otherwise.
const KILLS: usize = 200;

type Files = BTreeMap<String, Vec<u8>>;

#[test]
#[ignore = "slow: 200 kills"]
fn a_killed_build_leaves_whole_files_and_the_next_one_mends_the_site() {
    let folder = tempfile::tempdir().unwrap();
    let editions = ["første", "andre"].map(|name| (name, clean_site(name)));
    let took = {
        write_book(folder.path(), "første");
        let started = Instant::now();
        build(folder.path());
        started.elapsed()
    };
    let kills = std::env::var("KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let mut random = Random::new(seed());
    let mut torn_apart = 0;
    for round in 0..kills {
        let (edition, clean) = &editions[(round + 1) % 2];
        write_book(folder.path(), edition);
        let first = round % 4 == 3;
        if first {
            std::fs::remove_dir_all(folder.path().join("site")).unwrap();
        }
        kill_while_building(folder.path(), took.mul_f64(random.fraction() * 1.2));
        let site = folder.path().join("site");
        let left = if first && !site.exists() { Files::new() } else { files_on_disk(&site) };
        assert!(!first || left.is_empty() || left == *clean, "round {round}: a first site is there in part");
        for (path, bytes) in &left {
            let whole = editions.iter().any(|(_, site)| site.get(path) == Some(bytes));
            assert!(whole, "round {round}: {path} is neither edition's");
        }
        torn_apart += usize::from(editions.iter().all(|(_, site)| *site != left));
        build(folder.path());
        let mended = files_on_disk(&site);
        assert!(mended == *clean, "round {round}: the next build did not give the clean site");
    }
    println!("{kills} builds killed, {torn_apart} of them while files were put in place");
}

#[test]
#[ignore = "slow: twenty builds"]
fn of_builds_at_once_one_builds_and_the_others_say_so() {
    let folder = tempfile::tempdir().unwrap();
    write_book(folder.path(), "første");
    for _ in 0..5 {
        let start = || program(folder.path()).stderr(Stdio::piped()).spawn().unwrap();
        let running: Vec<_> = (0..4).map(|_| start()).collect();
        let ended: Vec<_> = running.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
        assert!(ended.iter().any(|output| output.status.success()), "none of them built");
        for output in ended.iter().filter(|output| !output.status.success()) {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(said.contains("[build-running]"), "{said}");
        }
        assert!(files_on_disk(&folder.path().join("site")) == clean_site("første"), "the site is not whole");
    }
}

#[test]
#[ignore = "slow: twenty builds beside edits"]
fn a_book_that_changes_while_it_is_read_gives_whole_pages_and_the_next_build_the_whole_site() {
    let folder = tempfile::tempdir().unwrap();
    write_book(folder.path(), "første");
    let (alive, gone) = std::sync::mpsc::channel::<()>();
    std::thread::scope(|scope| {
        let root = folder.path();
        scope.spawn(move || {
            for edition in ["andre", "første"].into_iter().cycle() {
                write_book(root, edition);
                // A breath in which a whole book can be read; the end, once the other side is gone, also by a failure.
                let pause = std::time::Duration::from_millis(5);
                if gone.recv_timeout(pause) == Err(std::sync::mpsc::RecvTimeoutError::Disconnected) {
                    return;
                }
            }
        });
        let alive = alive;
        for _ in 0..20 {
            let status = program(folder.path()).status().unwrap();
            assert!(matches!(status.code(), Some(0 | 1)), "a book that changes ended the program with {status}");
            // Until a whole book was read once, there is no site.
            let site = folder.path().join("site");
            let files = if site.exists() { files_on_disk(&site) } else { std::collections::BTreeMap::new() };
            for (path, bytes) in files {
                let whole =
                    Path::new(&path).extension().is_none_or(|ending| ending != "html") || bytes.ends_with(b"</html>\n");
                assert!(whole, "{path} is cut off");
            }
        }
        drop(alive);
    });
    write_book(folder.path(), "andre");
    build(folder.path());
    assert!(files_on_disk(&folder.path().join("site")) == clean_site("andre"), "the next build did not mend the site");
}

/// The system refuses more memory than a limit: whatever the limit is, the site stays as it was, and it is told why.
#[cfg(target_os = "linux")]
#[test]
fn memory_that_runs_out_leaves_the_site_as_it_was_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    write_book(folder.path(), "første");
    build(folder.path());
    let site = folder.path().join("site");
    let before = files_on_disk(&site);
    let languages = "rust python java c go ruby php sql yaml toml json bash markdown perl haskell scala css html";
    let code = |language| format!("```{language}\ndef f(x): return \"a\" + 1; // <b>\n```\n\n");
    let page = languages.split(' ').map(code).collect::<String>();
    std::fs::write(folder.path().join("content/index.md"), format!("# Forside\n\n{page}")).unwrap();
    let mut told = 0;
    for limit in (120_000..=260_000).step_by(20_000) {
        let mut command = Command::new("sh");
        let limited = format!("ulimit -v {limit} && exec \"$0\" --language en");
        command.args(["-c", &limited, env!("CARGO_BIN_EXE_brobygger")]).current_dir(folder.path());
        let output = command.env_remove("RUST_BACKTRACE").output().unwrap();
        if output.status.success() {
            break;
        }
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(files_on_disk(&site) == before, "{limit} kB: the site is another one: {said}");
        // Where Rust itself gets no memory, it ends at once.
        let is_told = output.status.code() == Some(1) && said.contains("memory ran out");
        assert!(is_told || output.status.code().is_none(), "{limit} kB: {} {said}", output.status);
        assert!(!is_told || said.contains("every file of a site is whole"), "{said}");
        told += usize::from(is_told);
    }
    assert!(told > 0, "no limit was met where it can be told");
    build(folder.path());
    assert!(files_on_disk(&site) != before);
}

fn clean_site(edition: &str) -> Files {
    let folder = tempfile::tempdir().unwrap();
    write_book(folder.path(), edition);
    build(folder.path());
    files_on_disk(&folder.path().join("site"))
}

/// A book of forty pages that link to each other; every edition has pages of its own.
fn write_book(root: &Path, edition: &str) {
    let content = root.join("content");
    let _ = std::fs::remove_dir_all(&content);
    std::fs::create_dir_all(content.join("begreper")).unwrap();
    std::fs::write(
        root.join("book.toml"),
        "[book]\ntitle = \"Prøve\"\nlanguage = \"nb\"\nsrc = \"content\"\n\n[pdf]\nenabled = false\n",
    )
    .unwrap();
    let mut summary = String::from("- [Forside](index.md)\n");
    std::fs::write(content.join("index.md"), format!("# Forside\n\nDette er {edition} utgave.\n")).unwrap();
    for page in 0..40 {
        let name = if page % 4 == 0 { format!("{edition}-{page}.md") } else { format!("side-{page}.md") };
        let text = if page % 2 == 0 { edition } else { "felles" };
        let words = format!("En likeperson i {text} tekst. ").repeat(40);
        std::fs::write(content.join(&name), format!("# Side {page}\n\n{words}\n\n[hjem](index.md)\n")).unwrap();
        writeln!(summary, "- [Side {page}]({name})").unwrap();
    }
    std::fs::write(content.join("SUMMARY.md"), summary).unwrap();
    let term = "---\nkind: definition\ntitle: likeperson\nsummary: Om.\ninflection: m1\n---\nEt medmenneske.\n";
    std::fs::write(content.join("begreper/likeperson.md"), term).unwrap();
}

fn program(folder: &Path) -> Command {
    let mut command = crate::program();
    command.current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null()).env("SOURCE_DATE_EPOCH", "1795305600");
    command
}

fn build(folder: &Path) {
    assert!(program(folder).status().unwrap().success(), "the build failed");
}

fn kill_while_building(folder: &Path, after: Duration) {
    let mut child = program(folder).spawn().unwrap();
    std::thread::sleep(after);
    let _ = child.kill();
    child.wait().unwrap();
}
