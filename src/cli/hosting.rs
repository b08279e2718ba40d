//! `brobygger new hosting`, and `--with` of what begins a book: files that publish it at a place.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::book::settings;
use super::terminal::Terminal;
use crate::config::{Host, is_web_address};
use crate::diagnostic::any_error;
use crate::disk::write_new;
use crate::language::FileNames;
use crate::said::said;
use crate::source::Sources;

/// The places that a new book is published at.
#[derive(Debug, Default, Args)]
pub(super) struct PlaceArgs {
    /// Also write what publishes it at these places
    #[arg(long = "with", value_name = "PLACE", value_delimiter = ',')]
    pub(super) places: Vec<PublishPlace>,
    /// The address that the releases of the program lie below, for places that build the book themselves
    #[arg(long, value_name = "URL", requires = "places")]
    pub(super) releases: Option<String>,
}

/// A place that a site is published at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PublishPlace {
    /// GitHub builds the book and publishes it
    GithubPages,
    /// GitLab builds the book and publishes it
    GitlabPages,
    /// Netlify builds the book and publishes it
    Netlify,
    /// The site brings rules for Apache
    Apache,
    /// The site brings rules for nginx
    Nginx,
    /// The site brings rules for IIS
    Iis,
}

impl PublishPlace {
    /// The server whose rules the site brings.
    fn host(self) -> Option<Host> {
        match self {
            Self::GithubPages | Self::GitlabPages => None,
            Self::Netlify => Some(Host::Netlify),
            Self::Apache => Some(Host::Apache),
            Self::Nginx => Some(Host::Nginx),
            Self::Iis => Some(Host::Iis),
        }
    }

    /// Its file, where the place needs one.
    fn file(self, of: &PublishingFiles) -> Option<PublishingFile> {
        match self {
            Self::GithubPages => Some(of.github_pages),
            Self::GitlabPages => Some(of.gitlab_pages),
            Self::Netlify => Some(of.netlify),
            Self::Nginx => Some(of.nginx),
            Self::Apache | Self::Iis => None,
        }
    }
}

/// The path and the text of a file that publishes a book, with marks for what is filled in.
type PublishingFile = (&'static str, &'static str);

/// The files beside `book.toml` that publish a book, with comments in one language.
struct PublishingFiles {
    /// The language, as [`FileNames::publishing`] names it.
    language: &'static str,
    github_pages: PublishingFile,
    gitlab_pages: PublishingFile,
    netlify: PublishingFile,
    nginx: PublishingFile,
}

/// In every language that there are such files in.
const PUBLISHING: &[PublishingFiles] = &[
    PublishingFiles {
        language: "en",
        github_pages: (".github/workflows/site.yml", include_str!("new/en/github-pages.yml")),
        gitlab_pages: (".gitlab-ci.yml", include_str!("new/en/gitlab-pages.yml")),
        netlify: ("netlify.toml", include_str!("new/en/netlify.toml")),
        nginx: ("nginx-server.conf", include_str!("new/en/nginx-server.conf")),
    },
    PublishingFiles {
        language: "nb",
        github_pages: (".github/workflows/nettsted.yml", include_str!("new/nb/github-pages.yml")),
        gitlab_pages: (".gitlab-ci.yml", include_str!("new/nb/gitlab-pages.yml")),
        netlify: ("netlify.toml", include_str!("new/nb/netlify.toml")),
        nginx: ("nginx-server.conf", include_str!("new/nb/nginx-server.conf")),
    },
];

impl PlaceArgs {
    /// The files beside `book.toml` of a book with these names for its files; or the end of the command, where an
    /// address is none.
    pub(super) fn files(
        &self,
        names: &FileNames,
        terminal: &Terminal,
    ) -> Result<Vec<(&'static str, String)>, ExitCode> {
        let releases = self.releases.as_deref().unwrap_or_default().trim_end_matches('/');
        if !(releases.is_empty() || is_web_address(releases) && releases.chars().all(is_plain)) {
            terminal.error(&said!("`{releases}` is not an address on the web", releases));
            terminal.help(&said!("write it whole, as it is shown: `https://…`"));
            return Err(ExitCode::from(2));
        }
        let mut files: Vec<(&str, String)> = Vec::new();
        let Some(known) = PUBLISHING.iter().find(|row| row.language == names.publishing) else { return Ok(files) };
        for (path, text) in self.places.iter().filter_map(|place| place.file(known)) {
            if files.iter().all(|file| file.0 != path) {
                let text = text.replace("@releases@", releases).replace("@version@", env!("CARGO_PKG_VERSION"));
                files.push((path, text));
            }
        }
        Ok(files)
    }

    /// The table of `book.toml` that names the servers; nothing where there are none.
    pub(super) fn settings(&self) -> String {
        let hosts = self.hosts();
        if hosts.is_empty() { String::new() } else { format!("\n[site]\n{}\n", line_of(&hosts)) }
    }

    fn hosts(&self) -> Vec<Host> {
        let named: Vec<Host> = self.places.iter().filter_map(|place| place.host()).collect();
        Host::ALL.into_iter().filter(|host| named.contains(host)).collect()
    }
}

/// Whether a letter of an address means nothing to a shell, to YAML or to TOML.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/@%+,=".contains(c)
}

fn line_of(hosts: &[Host]) -> String {
    let names: Vec<String> = hosts.iter().map(|host| format!("\"{}\"", host.name())).collect();
    format!("hosting = [{}]", names.join(", "))
}

/// Writes the files for a book that is there.
pub(super) fn run(root: &Path, terminal: &Terminal, places: &PlaceArgs) -> ExitCode {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    let config = settings(root, &mut sources).unpack(&mut diagnostics);
    if any_error(&diagnostics) {
        terminal.report(&diagnostics, &sources);
        return ExitCode::FAILURE;
    }
    let files = match places.files(config.file_names(), terminal) {
        Ok(files) => files,
        Err(wrong) => return wrong,
    };
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    if let Err(diagnostic) = write_new(root, &files) {
        return terminal.refused(diagnostic);
    }
    for (path, _) in files {
        terminal.tell(&said!("Wrote {path}", path));
    }
    let hosts: Vec<Host> = config.site.hosting.iter().copied().chain(places.hosts()).collect();
    let wanted: Vec<Host> = Host::ALL.into_iter().filter(|host| hosts.contains(host)).collect();
    if wanted.len() > config.site.hosting.len() {
        terminal.tell(&said!("Write below [site] in book.toml: {line}", line = line_of(&wanted)));
    }
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Language, TABLE};

    #[test]
    fn every_language_has_files_that_publish_a_book() {
        let unknown = Language::unknown();
        for row in TABLE.iter().copied().chain([&unknown]) {
            let publishing = row.files.publishing;
            assert!(PUBLISHING.iter().any(|known| known.language == publishing), "{}: {publishing}", row.tag);
        }
    }
}
