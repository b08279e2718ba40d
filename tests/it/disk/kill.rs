//! A build killed at any moment leaves every file whole, and the next one finishes or undoes it.

use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use brobygger::disk::Site;

use super::{Tree, build, files_on_disk, put_all};
use crate::random::Random;
use crate::seeds::seed;

const KILLS: u32 = 200;
/// Names the site to the process that is killed.
const SITE: &str = "BROBYGGER_TEST_SITE";
/// Files that somebody else put into the site; the second lies in a folder that only A has.
const FOREIGN: [&str; 2] = ["CNAME", "bare-a/egen.txt"];

/// One of two versions of a site: shared, changed and own files, and names that are a file in
/// one and a folder in the other.
fn version(name: &str) -> Tree {
    let mut files = Tree::new();
    let mut add = |path: String, text: String| files.insert(path, text.into_bytes());
    for n in 0..40 {
        add(format!("del-{}/felles-{n}.html", n % 5), format!("felles {n}"));
        add(format!("del-{}/side-{n}/index.html", n % 5), format!("{name} {n} ").repeat(200 + 90 * n));
        add(format!("bare-{name}/dyp-{}/side-{n}.html", n % 4), format!("bare {name} {n}"));
        add(format!("bilder/{name}-{n}.svg"), format!("<svg>{n}</svg>"));
    }
    add("stor.bin".to_owned(), name.repeat(400_000));
    add("index.html".to_owned(), format!("forsiden av {name}"));
    let (file, inside) = if name == "a" { ("bytter", "skifter") } else { ("skifter", "bytter") };
    add(file.to_owned(), "en fil".to_owned());
    add(format!("{inside}/dypt/x.html"), "i en mappe".to_owned());
    files
}

/// The work of the other process: one version after the other until it is killed.
fn build_until_killed(site: &Path) -> ! {
    let (a, b) = (version("a"), version("b"));
    println!("\nready");
    loop {
        build(site, &b).unwrap();
        build(site, &a).unwrap();
    }
}

fn build_and_kill(site: &Path, after: Duration) {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "disk::kill::a_build_killed_at_any_moment_leaves_whole_files", "--ignored", "--nocapture"])
        .env(SITE, site)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "ready"), "the other process did not start");
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Memory where there is such a folder: the more builds in the time, the more moments are hit.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// The test, and with [`SITE`] set the process that it kills.
#[test]
#[ignore = "slow: 200 kills"]
fn a_build_killed_at_any_moment_leaves_whole_files() {
    if let Some(site) = env::var_os(SITE) {
        build_until_killed(Path::new(&site));
    }
    let folder = folder();
    let site = folder.path().join("site");
    let versions = [version("a"), version("b")];
    build(&site, &versions[0]).unwrap();
    for path in FOREIGN {
        fs::write(site.join(path), "noen andres").unwrap();
    }
    let started = Instant::now();
    build(&site, &versions[1]).unwrap();
    build(&site, &versions[0]).unwrap();
    let typical = u64::try_from(started.elapsed().as_micros()).unwrap();
    let complete: Vec<Tree> = versions.iter().cloned().map(with_foreign).collect();

    let mut random = Random::new(seed());
    let (mut finished, mut undone, mut between) = (0, 0, 0);
    for kill in 0..KILLS {
        build_and_kill(&site, Duration::from_micros(random.next() % (2 * typical)));
        let found = files_on_disk(&site);
        for (path, bytes) in &found {
            assert!(complete.iter().any(|tree| tree.get(path) == Some(bytes)), "kill {kill}: {path} is torn");
        }
        between += usize::from(!complete.contains(&found));
        for path in FOREIGN {
            assert!(found.contains_key(path), "kill {kill}: {path} is gone");
        }

        let begun = Site::begin(&site).unwrap();
        for note in &begun.diagnostics {
            finished += usize::from(note.message.to_string().contains("finished"));
            undone += usize::from(note.message.to_string().contains("undone"));
        }
        assert!(complete.contains(&files_on_disk(&site)), "kill {kill}: neither A nor B after the journal");

        let next = usize::from(random.next().is_multiple_of(2));
        assert_eq!(put_all(&begun.value, &versions[next]), Vec::<String>::new());
        begun.value.commit().unwrap();
        assert_eq!(files_on_disk(&site), complete[next], "kill {kill}: not what was built");
    }
    println!("{KILLS} kills: {undone} builds undone, {finished} finished, {between} caught between A and B");
    assert!(finished > 0 && undone > 0, "the kills missed what they were to hit");

    // What a clean folder gets, folders and all, is what is left after all that.
    let clean = folder.path().join("clean");
    build(&clean, &versions[1]).unwrap();
    for path in FOREIGN {
        fs::remove_file(site.join(path)).unwrap();
    }
    build(&site, &versions[1]).unwrap();
    assert_eq!(super::on_disk(&site), super::on_disk(&clean));
}

fn with_foreign(mut files: Tree) -> Tree {
    files.extend(FOREIGN.map(|path| (path.to_owned(), b"noen andres".to_vec())));
    files
}
