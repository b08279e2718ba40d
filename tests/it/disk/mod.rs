//! The file system as a reader of books and a writer of sites meets it.

mod kill;
mod reading;
mod writing;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use brobygger::diagnostic::{Code, Diagnostic};
use brobygger::disk::{Site, Written};
use brobygger::sink::{OutPath, Sink as _};

/// The files of a site, by path.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

fn tree(files: &[(&str, &str)]) -> Tree {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

/// All files below a folder; the folders as well, with a `/` at the end and nothing in them.
fn on_disk(folder: &Path) -> Tree {
    let mut found = Tree::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_dir() {
            found.insert(path + "/", Vec::new());
        } else {
            found.insert(path, fs::read(entry.path()).unwrap());
        }
    }
    found
}

/// The same without the folders.
pub(crate) fn files_on_disk(folder: &Path) -> Tree {
    on_disk(folder).into_iter().filter(|(path, _)| !path.ends_with('/')).collect()
}

fn put_all(site: &Site, files: &Tree) -> Vec<String> {
    let put = |(path, bytes): (&String, &Vec<u8>)| site.put(&OutPath::new(path).unwrap(), bytes).err();
    files.iter().filter_map(put).map(|error| error.to_string()).collect()
}

fn build(folder: &Path, files: &Tree) -> Result<Written, Diagnostic> {
    let site = Site::begin(folder)?.value;
    put_all(&site, files);
    site.commit()
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

fn run(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}
