//! The file system as a reader of books and a writer of sites meets it.

mod kill;
mod reading;
mod writing;

use std::path::Path;
use std::process::Command;

use brobygger::diagnostic::{Code, Diagnostic};
use brobygger::disk::{Site, Written};
use brobygger::said::Say as _;
use brobygger::sink::{OutPath, Sink as _};

use crate::tree::{Tree, files_on_disk, on_disk};

fn tree(files: &[(&str, &str)]) -> Tree {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn put_all(site: &Site, files: &Tree) -> Vec<String> {
    let put = |(path, bytes): (&String, &Vec<u8>)| site.put(&OutPath::new(path).unwrap(), bytes).err();
    files.iter().filter_map(put).map(|error| error.said().to_string()).collect()
}

fn build(folder: &Path, files: &Tree) -> Result<Written, Diagnostic> {
    let site = Site::begin(folder)?.value;
    put_all(&site, files);
    site.commit().map_err(|unfinished| unfinished.said)
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<Code> {
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// A small file system of its own, in memory; needs the rights to mount one.
struct Mounted(tempfile::TempDir);

impl Mounted {
    fn new(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = run(Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(folder.path()));
        if !mounted {
            eprintln!("skipped: no right to mount a file system");
        }
        mounted.then_some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        assert!(run(Command::new("mount").args(["-o", &options]).arg(self.path())), "remount");
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        run(Command::new("umount").arg(self.path()));
    }
}

/// A file that can be neither removed nor replaced, as others have it: another file is mounted on it.
pub(crate) struct Held(std::path::PathBuf);

impl Held {
    pub(crate) fn on(file: &Path) -> Option<Self> {
        let mounted = run(Command::new("mount").arg("--bind").args([file, file]));
        if !mounted {
            eprintln!("skipped: no right to mount a file");
        }
        mounted.then(|| Self(file.to_owned()))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        run(Command::new("umount").arg(&self.0));
    }
}

/// Runs a test again, in a process of a user who may not do everything, where this user may: no right keeps root from
/// reading or writing. Whether it was run so, and passed.
#[cfg(unix)]
fn passed_as_nobody(test: &str) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    use std::os::unix::process::CommandExt as _;
    const NOBODY: u32 = 65_534;
    let folder = tempfile::tempdir().unwrap();
    if std::fs::metadata(folder.path()).unwrap().uid() != 0 {
        return false;
    }
    // The program of the tests may lie where only root can look; this path leads to it from anywhere.
    let tests = Path::new("/proc/self/exe");
    let tests = if tests.exists() { tests.to_owned() } else { std::env::current_exe().unwrap() };
    let output = Command::new(tests).args(["--exact", test]).uid(NOBODY).gid(NOBODY).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("1 passed"), "{test}, as nobody: {told}");
    true
}

fn run(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}
