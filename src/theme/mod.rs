//! The look of a site: templates, styles, scripts, pictures and the texts of the interface.
//!
//! In: the standard theme inside the program, and the files of a book's own theme folder, each of
//! which replaces one of the standard's. Out: [`Theme`], which renders templates and knows the
//! names its assets have in the site.
//!
//! Invariant: the same files give the same theme; an asset is named by its hash, so a page that
//! names it is stale exactly when the asset changed.

mod assets;
mod interface;
mod report;
mod scripts;
mod texts;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

#[cfg(any(feature = "every", not(feature = "few")))]
use include_dir::{Dir, include_dir};
use tera::{Context, Kwargs, State, Tera, Value};

pub use assets::{Assets, asset_path};
pub use interface::Interface;
pub use texts::{DATE, MONTHS, Texts};

use report::PREFIX;

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::said::said;
use crate::sink::OutPath;

/// The standard theme by its folders; what only print needs is inside a program that prints.
#[cfg(any(feature = "every", not(feature = "few")))]
static STANDARD: &[(&str, Dir<'_>)] = &[
    ("css", include_dir!("$CARGO_MANIFEST_DIR/themes/standard/css")),
    ("head", include_dir!("$CARGO_MANIFEST_DIR/themes/standard/head")),
    ("i18n", include_dir!("$CARGO_MANIFEST_DIR/themes/standard/i18n")),
    ("img", include_dir!("$CARGO_MANIFEST_DIR/themes/standard/img")),
    ("js", include_dir!("$CARGO_MANIFEST_DIR/themes/standard/js")),
    #[cfg(feature = "pdf")]
    ("pdf", include_dir!("$CARGO_MANIFEST_DIR/themes/standard/pdf")),
    ("templates", include_dir!("$CARGO_MANIFEST_DIR/themes/standard/templates")),
    ("worker", include_dir!("$CARGO_MANIFEST_DIR/themes/standard/worker")),
];

/// The files for print, by their path below `pdf/`.
type PrintFiles = BTreeMap<String, PrintFile>;

#[derive(Debug, Clone)]
enum PrintFile {
    /// Of the standard theme.
    Standard(&'static [u8]),
    /// Of the book's own.
    Own(Arc<[u8]>),
}

/// A theme, ready to render.
#[derive(Clone)]
pub struct Theme {
    /// Renders in the book's language.
    tera: Tera,
    /// Renders in another one, by the tag of its texts, once a page asks for it.
    others: Arc<Mutex<BTreeMap<String, Arc<Tera>>>>,
    interface: Arc<Interface>,
    assets: Assets,
    /// The names of all templates, without prefix.
    templates: Vec<String>,
    /// The folder of the book's own files, for messages.
    folder: String,
    print: Arc<PrintFiles>,
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theme")
            .field("folder", &self.folder)
            .field("templates", &self.templates)
            .finish_non_exhaustive()
    }
}

impl Theme {
    /// The standard theme with the files of a theme folder laid over it, by their path in that
    /// folder: `templates/page.html`, `css/…`, `js/…`, `i18n/nb.ftl`, `img/…`. A template of the
    /// folder that does not work is reported and the standard's is used in its place.
    #[must_use]
    pub fn load(overrides: &BTreeMap<String, Arc<[u8]>>, config: &Config) -> Warned<Self> {
        let mut diagnostics = Vec::new();
        let folder = format!("themes/{}", config.theme.name);
        let standard = standard_files();
        let interface = Interface::load(&standard, overrides, config, &folder).unpack(&mut diagnostics);
        let interface = Arc::new(interface);
        let mut tera = empty_tera();
        speak(&mut tera, &interface, &config.book.language);
        let own = utf8_templates(overrides, &folder, &mut diagnostics);
        let theirs: Vec<(String, &str)> = standard
            .iter()
            .filter_map(|(path, bytes)| {
                Some((format!("{PREFIX}{}", path.strip_prefix("templates/")?), std::str::from_utf8(bytes).ok()?))
            })
            .collect();
        if let Err(error) = tera.add_raw_templates(theirs.iter().map(|(name, text)| (name.as_str(), *text))) {
            diagnostics.push(report::diagnostic(&error, "themes/standard"));
        }
        diagnostics.extend(add_own(&mut tera, &own, &folder));
        let mut templates: Vec<String> = tera
            .get_template_names()
            .map(|name| name.strip_prefix(PREFIX).unwrap_or(name).to_owned())
            .filter(|name| is_page_template(name))
            .collect();
        templates.sort();
        templates.dedup();
        let (accent, language) = (config.theme.accent, config.language());
        let assets = Assets::make(&standard, overrides, accent, interface.book(), language, config.anchors());
        let print = Arc::new(print_files(&standard, overrides));
        let others = Arc::default();
        Warned::new(Self { tera, others, interface, assets, templates, folder, print }, diagnostics)
    }

    /// The texts of the interface in the book's language.
    #[must_use]
    pub fn texts(&self) -> &Texts {
        self.interface.book()
    }

    /// The texts of the interface in every language that has some.
    #[must_use]
    pub fn interface(&self) -> &Interface {
        &self.interface
    }

    /// The script that brings the texts of scripts to a page in a language, with its name in the
    /// site; nothing where the scripts have them themselves.
    #[must_use]
    pub fn script_of_texts(&self, language: &str) -> Option<(OutPath, String)> {
        let tag = self.interface.differs(language)?;
        assets::script_of_texts(tag, self.interface.of(tag))
    }

    /// The assets and their names in the site.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.assets
    }

    /// The templates that make a file of their own, by name.
    pub fn templates(&self) -> impl Iterator<Item = &str> {
        self.templates.iter().map(String::as_str)
    }

    /// The files for print, by their path below `pdf/`: layout, fonts.
    #[must_use]
    pub fn print_files(&self) -> Vec<(&str, Arc<[u8]>)> {
        let bytes = |file: &PrintFile| match file {
            PrintFile::Standard(bytes) => Arc::from(*bytes),
            PrintFile::Own(bytes) => bytes.clone(),
        };
        self.print.iter().map(|(path, file)| (path.as_str(), bytes(file))).collect()
    }

    /// The place of a file for print, for messages; without a path, the folder of all of them.
    #[must_use]
    pub fn print_place(&self, path: &str) -> String {
        let is_own = |file: &PrintFile| matches!(file, PrintFile::Own(_));
        let own = self.print.iter().any(|(known, file)| is_own(file) && (path.is_empty() || known == path));
        let folder = if own { &self.folder } else { "themes/standard" };
        format!("{folder}/{}{path}", assets::PRINT)
    }

    /// Renders a template with the texts of a language, adding to `out`.
    ///
    /// # Errors
    /// The fault of the template, with its file and line, or the text that is missing.
    pub fn render(
        &self,
        template: &str,
        language: &str,
        context: &Context,
        out: &mut Vec<u8>,
    ) -> Result<(), Diagnostic> {
        self.in_language(language, |tera| tera.render_to(template, context, &mut *out))
            .map_err(|error| report::diagnostic(&error, &self.folder))
    }

    /// Renders a component of the templates with the texts of a language, adding to `out`.
    ///
    /// # Errors
    /// The fault of it, with its file and line.
    pub fn component(
        &self,
        name: &str,
        language: &str,
        arguments: &Context,
        out: &mut Vec<u8>,
    ) -> Result<(), Diagnostic> {
        self.in_language(language, |tera| tera.render_component_to(name, arguments, None, true, &mut *out))
            .map_err(|error| report::diagnostic(&error, &self.folder))
    }

    /// Does something with the templates that have the texts of a language.
    fn in_language<T>(&self, language: &str, render: impl FnOnce(&Tera) -> T) -> T {
        let Some(tag) = self.interface.differs(language) else { return render(&self.tera) };
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let tera = others.entry(tag.to_owned()).or_insert_with(|| {
            let mut tera = self.tera.clone();
            speak(&mut tera, &self.interface, tag);
            Arc::new(tera)
        });
        let tera = Arc::clone(tera);
        drop(others);
        render(&tera)
    }
}

/// Templates whose name begins with `_` or that lie in a folder are parts of others.
fn is_page_template(name: &str) -> bool {
    !name.starts_with('_') && !name.contains('/')
}

/// The files of the standard theme, by path: those of a program that must be small.
#[cfg(all(feature = "few", not(feature = "every")))]
fn standard_files() -> BTreeMap<String, &'static [u8]> {
    brobygger_few::theme().map(|(path, bytes)| (path.to_owned(), bytes)).collect()
}

/// The files of the standard theme, by path.
#[cfg(any(feature = "every", not(feature = "few")))]
fn standard_files() -> BTreeMap<String, &'static [u8]> {
    fn below(name: &str, dir: &'static Dir<'static>, out: &mut BTreeMap<String, &'static [u8]>) {
        for file in dir.files() {
            if let Some(path) = file.path().to_str() {
                out.insert(format!("{name}/{}", path.replace('\\', "/")), file.contents());
            }
        }
        for dir in dir.dirs() {
            below(name, dir, out);
        }
    }
    let mut out = BTreeMap::new();
    for (name, dir) in STANDARD {
        below(name, dir, &mut out);
    }
    out
}

fn print_files(standard: &BTreeMap<String, &'static [u8]>, own: &BTreeMap<String, Arc<[u8]>>) -> PrintFiles {
    let standard = standard.iter().map(|(path, bytes)| (path, PrintFile::Standard(bytes)));
    let own = own.iter().map(|(path, bytes)| (path, PrintFile::Own(bytes.clone())));
    standard.chain(own).filter_map(|(path, file)| Some((path.strip_prefix(assets::PRINT)?.to_owned(), file))).collect()
}

/// A Tera without templates that looks for `x` in `standard/x`.
fn empty_tera() -> Tera {
    let mut tera = Tera::default();
    // Only refused when templates are there already.
    let _ = tera.set_fallback_prefixes([PREFIX]);
    tera
}

/// Gives templates the function `t`, which knows the texts of a language.
fn speak(tera: &mut Tera, interface: &Arc<Interface>, language: &str) {
    let (interface, position) = (Arc::clone(interface), interface.position(language));
    tera.register_function("t", move |arguments: Kwargs, _: &State<'_>| -> tera::TeraResult<Value> {
        let key = arguments.must_get::<&str>("key")?;
        let texts = interface.at(position);
        if let Some(value) = texts.plain_value(key) {
            return Ok(value.clone());
        }
        let named: Vec<(&str, String)> = arguments
            .iter()
            .filter_map(|(name, value)| Some((name.as_str()?, value.to_string())))
            .filter(|(name, _)| *name != "key")
            .collect();
        let named: Vec<(&str, &str)> = named.iter().map(|(name, value)| (*name, value.as_str())).collect();
        match texts.format(key, &named) {
            Some(text) => Ok(Value::from(text)),
            None => Err(tera::Error::message(report::not_formed(key, texts, &named))),
        }
    });
}

fn utf8_templates<'a>(
    overrides: &'a BTreeMap<String, Arc<[u8]>>,
    folder: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(&'a str, &'a str)> {
    let mut out = Vec::new();
    for (path, bytes) in overrides {
        let Some(name) = path.strip_prefix("templates/") else { continue };
        match std::str::from_utf8(bytes) {
            Ok(text) => out.push((name, text)),
            Err(_) => diagnostics.push(
                Diagnostic::new(Code::BadTheme, said!("the template `{name}` is not UTF-8", name))
                    .in_file(format!("{folder}/{path}"))
                    .help(said!("save the file as UTF-8")),
            ),
        }
    }
    out
}

/// Adds the templates of the book's own folder; none of them where one does not work, after all
/// that do not parse have been reported.
fn add_own(tera: &mut Tera, own: &[(&str, &str)], folder: &str) -> Vec<Diagnostic> {
    let unparsed: Vec<Diagnostic> = own
        .iter()
        .filter_map(|(name, text)| tera.clone().add_raw_template(name, text).err())
        .filter(|error| matches!(error.kind(), tera::ErrorKind::SyntaxError(_)))
        .map(|error| report::diagnostic(&error, folder))
        .collect();
    if !unparsed.is_empty() {
        return unparsed;
    }
    let added = tera.add_raw_templates(own.iter().copied());
    added.err().map(|error| report::diagnostic(&error, folder)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(files: &[(&str, &str)]) -> Warned<Theme> {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().into())).collect();
        Theme::load(&files, &Config::default())
    }

    fn render(theme: &Theme, template: &str) -> Result<String, Diagnostic> {
        let mut out = Vec::new();
        theme.render(template, "nb", &Context::new(), &mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_standard_theme_loads_in_every_language() {
        let mut config = Config::default();
        for (language, shown) in [
            ("nb", "Hopp til innholdet"),
            ("nb_NO", "Hopp til innholdet"),
            ("no", "Hopp til innholdet"),
            ("nn-NO", "Hopp til innhaldet"),
            ("en", "Skip to content"),
            ("de", "Skip to content"),
        ] {
            config.book.language = language.into();
            let theme = Theme::load(&BTreeMap::new(), &config);
            assert_eq!(theme.diagnostics, [], "{language}");
            assert_eq!(theme.value.texts().get("skip-link"), shown, "{language}");
        }
    }

    #[test]
    fn a_file_of_the_folder_replaces_one_and_the_standard_one_can_be_extended() {
        let theme = load(&[
            ("templates/liten.html", "<{% block x %}stor{% endblock x %}>"),
            (
                "templates/mindre.html",
                "{% extends \"liten.html\" %}{% block x %}{{ t(key=\"skip-link\") }}{% endblock x %}",
            ),
            ("templates/base.html", "{% extends \"standard/base.html\" %}"),
        ]);
        assert_eq!(theme.diagnostics, []);
        assert_eq!(render(&theme.value, "mindre.html").unwrap(), "<Hopp til innholdet>");
    }

    #[test]
    fn a_broken_template_is_reported_with_its_line_and_the_standard_one_is_used() {
        let theme = load(&[("templates/page.html", "<p>\n{% if %}")]);
        let [diagnostic] = &*theme.diagnostics else { panic!("{:?}", theme.diagnostics) };
        assert_eq!(diagnostic.code, Code::BadTheme);
        assert_eq!(diagnostic.path.as_deref(), Some("themes/standard/templates/page.html:2"));
        assert!(diagnostic.help.is_some());
        assert!(theme.value.templates().any(|name| name == "page.html"));
    }

    #[test]
    fn a_filter_that_does_not_exist_is_reported() {
        let theme = load(&[("templates/x.html", "{{ 1 | finnes_ikke }}")]);
        assert_eq!(theme.diagnostics.len(), 1, "{:?}", theme.diagnostics);
        assert_eq!(theme.diagnostics[0].path.as_deref(), Some("themes/standard/templates/x.html:1"));
    }

    #[test]
    fn a_text_that_is_missing_is_named() {
        let theme = load(&[("templates/x.html", "\n{{ t(key=\"finnes-ikke\") }}")]);
        let error = render(&theme.value, "x.html").unwrap_err();
        assert_eq!(error.code, Code::MissingText);
        assert!(error.message.to_string().contains("`finnes-ikke`"), "{}", error.message);
        assert_eq!(error.path.as_deref(), Some("themes/standard/templates/x.html:2"));
    }

    #[test]
    fn a_text_of_the_folder_wins_and_takes_arguments() {
        let theme = load(&[
            ("i18n/nb.ftl", "skip-link = Til teksten\nhilsen = Hei, { $navn }!\n"),
            ("templates/x.html", "{{ t(key=\"hilsen\", navn=\"Leder & kollega\") }} {{ t(key=\"skip-link\") }}"),
            ("templates/y.html", "{{ t(key=\"hilsen\", navn=\"02800\") }} {{ t(key=\"hilsen\", navn=\"2800\") }}"),
        ]);
        assert_eq!(theme.diagnostics, []);
        assert_eq!(render(&theme.value, "x.html").unwrap(), "Hei, Leder &amp; kollega! Til teksten");
        assert_eq!(render(&theme.value, "y.html").unwrap(), "Hei, 02800! Hei, 2800!");
        let broken = load(&[("i18n/nb.ftl", "skip-link = Til teksten\n\n= uten nøkkel\n")]);
        assert_eq!(broken.diagnostics[0].path.as_deref(), Some("themes/standard/i18n/nb.ftl:3"));
    }

    #[test]
    fn scripts_are_joined_by_folder_and_carry_their_own_texts() {
        let theme = load(&[
            ("js/20-tema.js", "start(() => text(\"hilsen\"));"),
            ("js/prove/10-a.js", "/**\n * En\n */\nconst a = 1;\n\n  // Mer.\n"),
            ("js/prove/20-b.js", "/** @type {number} */ start(a, \"antall\"); /* b */"),
            ("js/prove/types.d.ts", "declare const a: number;"),
            (
                "i18n/nb.ftl",
                "js-hilsen = Hei, { $navn }!\njs-prove-antall = { $n } av { $av }\nskip-link = Til teksten\n",
            ),
        ]);
        assert_eq!(theme.diagnostics, []);
        let assets = theme.value.assets();
        let text = |path: &str| {
            let file = assets.files().find(|(out, _)| out.as_str().starts_with(path)).unwrap();
            (file.0.to_string(), std::str::from_utf8(file.1).unwrap().to_owned())
        };
        let (prove, later) = text("assets/prove-");
        assert!(later.contains("{\"js-prove-antall\":\"{n} av {av}\"}"), "{later}");
        // As they are written, comments too: `/* a */ x(); /* b */` is code.
        let joined =
            "/**\n * En\n */\nconst a = 1;\n\n  // Mer.\n/** @type {number} */ start(a, \"antall\"); /* b */\n}";
        assert!(later.contains(joined) && !later.contains("declare"), "{later}");
        let (_, start) = text("assets/brobygger-");
        assert!(start.contains(&format!("\"prove\":\"{prove}\"")), "{start}");
        assert!(start.contains("\"js-hilsen\":\"Hei, {navn}!\"") && !start.contains("antall"), "{start}");
        assert!(!start.contains("Til teksten"), "{start}");
    }

    #[test]
    fn an_asset_is_named_by_what_it_holds() {
        let plain = load(&[]).value;
        let other = load(&[("css/zz.css", "p{}"), ("img/logo.svg", "<svg/>")]).value;
        assert_ne!(plain.assets().stylesheet(), other.assets().stylesheet());
        assert_eq!(plain.assets().script(), other.assets().script());
        let logo = other.assets().names().find(|(path, _)| *path == "img/logo.svg").unwrap().1.as_str();
        assert!(logo.starts_with("assets/logo-") && logo.split_once('.').map(|parts| parts.1) == Some("svg"), "{logo}");
        let css = other.assets().files().find(|(path, _)| *path == other.assets().stylesheet()).unwrap().1;
        assert!(std::str::from_utf8(css).unwrap().ends_with("p{}\n"));
    }
}
