//! `brobygger new hosting`, and `--with` of what begins a book: files that publish it at a place.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::book::settings;
use super::templates::template;
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

    /// Its file beside `book.toml`, where the place needs one, and the template of that.
    const fn file(self, names: &FileNames) -> Option<(&'static str, &'static str)> {
        match self {
            Self::GithubPages => Some((names.workflow, "github-pages.yml")),
            Self::GitlabPages => Some((".gitlab-ci.yml", "gitlab-pages.yml")),
            Self::Netlify => Some(("netlify.toml", "netlify.toml")),
            Self::Nginx => Some(("nginx-server.conf", "nginx-server.conf")),
            Self::Apache | Self::Iis => None,
        }
    }
}

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
        for (path, file) in self.places.iter().filter_map(|place| place.file(names)) {
            if let Some(text) = template(names, file).filter(|_| files.iter().all(|file| file.0 != path)) {
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
