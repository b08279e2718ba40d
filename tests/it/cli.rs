//! The program as its users run it: folders on disk, words, exit codes.

use std::path::Path;
use std::process::Output;

use brobygger::diagnostic::Code;
use brobygger::said::Catalogue;
use tempfile::TempDir;

use crate::cases::assert_told;
use crate::disk::Held;

const BOOK: &str = "[book]\ntitle = \"Prøve\"\nlanguage = \"nb\"\nsrc = \"content\"\n\n[pdf]\nenabled = false\n";

fn book(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "book.toml", BOOK.as_bytes());
    write(folder.path(), "content/SUMMARY.md", b"- [Forside](index.md)\n");
    write(folder.path(), "content/index.md", "# Forside\n\nHei på deg.\n".as_bytes());
    for (path, bytes) in files {
        write(folder.path(), path, bytes);
    }
    folder
}

fn write(root: &Path, path: &str, bytes: &[u8]) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn run(folder: &Path, args: &[&str]) -> Output {
    crate::program().args(args).current_dir(folder).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn build_says_what_it_made_and_where_to_open_it() {
    let folder = book(&[]);
    let output = run(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let lines = printed(&output);
    assert!(lines.starts_with("Built 1 page, 0 terms among them, in "), "{lines}");
    assert!(lines.ends_with("Open site/index.html\n"), "{lines}");
    let page = std::fs::read_to_string(folder.path().join("site/index.html")).unwrap();
    assert!(page.contains("Hei på deg."));
}

/// A file of the site that somebody changed or removed is as it should be again, and counts as changed.
#[test]
fn what_is_put_right_in_the_site_is_counted() {
    let folder =
        book(&[("content/to.md", b"# To\n"), ("content/SUMMARY.md", b"- [Forside](index.md)\n- [To](to.md)\n")]);
    assert_eq!(run(folder.path(), &[]).status.code(), Some(0));
    write(folder.path(), "site/index.html", b"Somebody else's.");
    std::fs::remove_file(folder.path().join("site/to.html")).unwrap();
    let lines = printed(&run(folder.path(), &[]));
    assert!(lines.contains(" 0 new, 2 changed, ") && lines.contains(" 0 removed."), "{lines}");
    let page = std::fs::read_to_string(folder.path().join("site/index.html")).unwrap();
    assert!(page.contains("Hei på deg."), "{page}");
}

#[test]
fn the_book_is_found_from_a_folder_inside_it() {
    let folder = book(&[]);
    let output = run(&folder.path().join("content"), &["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(printed(&output), "Checked 1 page: no errors.\n");
    assert!(!folder.path().join("site").exists(), "check must not write");
}

#[test]
fn what_is_said_is_in_the_language_asked_for_and_else_in_that_of_the_book() {
    const FAULT: &str = "[a](borte.md)";
    const SENTENCE: &str = "there is no page or file `{path}`";
    let settings = |language: &str| format!("[book]\ntitle = \"B\"\nlanguage = \"{language}\"\nsrc = \"content\"\n");
    let cases = [
        ("nb", None, &["check"][..], "nb"),
        ("nn", None, &["check"], "nn"),
        ("en", None, &["check"], "en"),
        // Nothing is said in this language.
        ("de", None, &["check"], "en"),
        ("nb", Some("nn"), &["check"], "nn"),
        ("nb", Some(""), &["check"], "nb"),
        ("nb", Some("nn"), &["--language", "en", "check"], "en"),
        ("en", None, &["check", "--language", "no"], "nb"),
        ("en", None, &["--language", "nb", "check", "--format", "json"], "nb"),
        ("en", None, &["--language", "nb", "check", "--format", "github"], "nb"),
        ("nb", None, &["--language", "xx", "check"], "en"),
    ];
    for (language, variable, args, expected) in cases {
        let settings = settings(language);
        let folder = book(&[("content/index.md", FAULT.as_bytes()), ("book.toml", settings.as_bytes())]);
        let mut program = crate::program();
        match variable {
            Some(variable) => program.env("BROBYGGER_LANGUAGE", variable),
            None => program.env_remove("BROBYGGER_LANGUAGE"),
        };
        let output = program.args(args).current_dir(folder.path()).output().unwrap();
        let all = said(&output) + &printed(&output);
        let catalogue = Catalogue::in_language(expected);
        let translated = catalogue.sentences().find(|(sentence, _)| *sentence == SENTENCE);
        assert_eq!(translated.is_none(), expected == "en", "{expected}");
        let expected = translated.map_or(SENTENCE, |(_, said)| said).replace("{path}", "borte.md");
        assert!(all.contains(&expected) && all.contains("unknown-link"), "{language} {variable:?} {args:?}: {all}");
    }
    let folder = book(&[]);
    let built = crate::program().env_remove("BROBYGGER_LANGUAGE").current_dir(folder.path()).output().unwrap();
    assert!(printed(&built).ends_with("Åpne site/index.html\n"), "{}", printed(&built));
}

#[test]
fn wrong_use_is_told_apart_from_faults() {
    let folder = book(&[("content/index.md", b"[a](borte.md)")]);
    assert_eq!(run(folder.path(), &["bygg"]).status.code(), Some(2));
    assert_eq!(run(folder.path(), &["--book", "finnes-ikke"]).status.code(), Some(2));
    assert_eq!(run(folder.path(), &["--help"]).status.code(), Some(0));
    let output = run(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("error[unknown-link]"), "{}", said(&output));
}

#[test]
fn faults_as_json_have_places() {
    let folder = book(&[("content/index.md", "Å [a](borte.md)".as_bytes())]);
    let output = run(folder.path(), &["check", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["errors"], 1);
    let fault = &report["diagnostics"][0];
    assert_eq!(fault["code"], "unknown-link");
    assert_eq!(fault["file"], "content/index.md");
    assert_eq!((&fault["line"], &fault["column"]), (&1.into(), &3.into()));
    assert_eq!(fault["span"], serde_json::json!([3, 16]));
    assert!(fault["help"].is_string());
}

#[test]
fn faults_as_notes_on_a_proposed_change_name_files_from_where_the_program_was_started() {
    let folder = book(&[("content/index.md", "# A\n\n[a](borte.md)\n".as_bytes())]);
    let here = folder.path().file_name().unwrap().to_str().unwrap();
    let above = folder.path().parent().unwrap();
    let output = run(above, &["check", "--book", here, "--format", "github"]);
    assert_eq!(output.status.code(), Some(1));
    let place = format!("::error title=unknown-link,file={here}/content/index.md,line=3,col=1::");
    assert!(printed(&output).starts_with(&place), "{}", printed(&output));
    let output = run(folder.path(), &["check", "--format", "gitlab"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report[0]["location"]["path"], "content/index.md");
}

#[test]
fn the_version_tells_program_and_content_apart_and_packagers_get_manual_and_completions() {
    let folder = tempfile::tempdir().unwrap();
    let version = printed(&run(folder.path(), &["--version"]));
    assert_eq!(version, format!("brobygger {} (content format 1)\n", env!("CARGO_PKG_VERSION")));
    let output = run(folder.path(), &["manual", "ut"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let read = |path: &str| std::fs::read_to_string(folder.path().join("ut").join(path)).unwrap();
    for page in ["brobygger", "brobygger-edition-new"] {
        let text = read(&format!("man/{page}.1"));
        assert!(text.contains(&format!(".TH {page} 1  \"{}\"", version.trim_end())), "{text}");
    }
    assert!(read("man/brobygger-edition-new.1").contains("\\-\\-base"));
    assert!(read("completions/brobygger.bash").contains("github-pages"));
    assert!(!folder.path().join("ut/man/brobygger-manual.1").exists());
}

#[test]
fn a_failed_build_leaves_the_last_good_site() {
    let folder = book(&[]);
    run(folder.path(), &[]);
    let before = std::fs::read(folder.path().join("site/index.html")).unwrap();
    write(folder.path(), "content/index.md", b"# Ny\n\n[a](borte.md)\n");
    let output = run(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("Nothing was written; the site is as it was."), "{}", said(&output));
    assert_eq!(std::fs::read(folder.path().join("site/index.html")).unwrap(), before);
}

#[test]
fn a_build_that_stops_while_files_are_put_in_place_says_what_was_written() {
    let folder = book(&[]);
    run(folder.path(), &[]);
    let page = folder.path().join("site/index.html");
    let before = std::fs::read(&page).unwrap();
    write(folder.path(), "content/index.md", b"# Ny\n\n![Tegning](ny.svg)\n");
    write(folder.path(), "content/ny.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let Some(held) = Held::on(&page) else { return };
    let output = run(folder.path(), &[]);
    drop(held);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.ends_with("The site is new in part: each file is whole, and the next build finishes it.\n"), "{said}");
    assert!(!said.contains("Nothing was written") && said.contains("some files in"), "{said}");
    assert!(folder.path().join("site/ny.svg").exists());
    assert_eq!(std::fs::read(&page).unwrap(), before);
    let output = run(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(std::fs::read_to_string(&page).unwrap().contains("ny.svg"));
}

#[test]
fn a_pdf_that_cannot_be_set_stops_nothing_else() {
    if cfg!(not(feature = "pdf")) {
        return;
    }
    let settings = BOOK.replace("[pdf]\nenabled = false\n", "[theme]\nname = \"egen\"\n\n[pdf]\n");
    let document = "---\nkind: document\ntitle: Avtale\nsummary: En avtale.\nfields:\n  navn: {type: text, label: Navn}\n---\n\n{{ navn }}\n";
    let folder = book(&[
        ("book.toml", settings.as_bytes()),
        ("content/SUMMARY.md", b"- [Forside](index.md)\n- [Avtale](avtale.md)\n"),
        ("content/avtale.md", document.as_bytes()),
        ("themes/egen/pdf/book.typ", b"#let book(doc) = doc\n"),
    ]);
    let output = run(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let said = said(&output);
    assert!(said.contains("error[bad-theme]: `prove.pdf` cannot be set"), "{said}");
    assert!(said.contains("which files are missing; all others were written"), "{said}");
    assert!(printed(&output).contains("Open site/index.html"), "{}", printed(&output));
    let site = folder.path().join("site");
    assert!(site.join("index.html").exists() && site.join("avtale.docx").exists() && site.join("avtale.pdf").exists());
    assert!(!site.join("prove.pdf").exists());
}

#[test]
fn no_earlier_pdf_is_taken_for_one_that_cannot_be_set() {
    if cfg!(not(feature = "pdf")) {
        return;
    }
    let settings = BOOK.replace("[pdf]\nenabled = false\n", "[theme]\nname = \"egen\"\n\n[pdf]\n");
    let folder = book(&[("book.toml", settings.as_bytes()), ("themes/egen/css/80-egen.css", b"p{margin:0}\n")]);
    let pdf = folder.path().join("site/prove.pdf");
    assert_eq!(run(folder.path(), &[]).status.code(), Some(0));
    assert!(pdf.exists());
    let page = folder.path().join("content/index.md");
    let text = std::fs::read_to_string(&page).unwrap();
    std::fs::write(&page, format!("{text}\n[borte](borte.md)\n")).unwrap();
    let output = run(folder.path(), &["pdf"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("the PDFs in it are those of an earlier run"), "{}", said(&output));
    assert!(pdf.exists());
    std::fs::write(&page, text).unwrap();
    let own = folder.path().join("themes/egen/pdf");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(own.join("book.typ"), "#let book(doc) = doc\n").unwrap();
    let output = run(folder.path(), &["pdf"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("which files are missing; all others were written"), "{}", said(&output));
    assert!(!printed(&output).contains("Open"), "{}", printed(&output));
    assert!(!pdf.exists() && folder.path().join("site/index.html").exists());
}

#[test]
fn a_path_that_is_shown_to_be_typed_can_be() {
    let folder = tempfile::tempdir().unwrap();
    for (name, typed) in [("handbok", "handbok"), ("Min bok", "\"Min bok\"")] {
        let output = run(folder.path(), &["new", "book", name]);
        assert!(printed(&output).contains(&format!("--book {typed}\n")), "{}", printed(&output));
    }
}

#[test]
fn a_second_build_writes_only_what_changed_and_removes_only_its_own() {
    let folder = book(&[("content/to.md", b"# To\n"), ("content/bilde.png", b"PNG")]);
    let first = printed(&run(folder.path(), &[]));
    assert!(first.contains(" 0 changed, 0 unchanged, 0 removed."), "{first}");
    write(folder.path(), "site/min-egen.txt", b"egen");
    let second = printed(&run(folder.path(), &[]));
    assert!(second.contains(" 0 new, 0 changed, ") && second.contains(" 0 removed."), "{second}");
    std::fs::remove_file(folder.path().join("content/to.md")).unwrap();
    let third = printed(&run(folder.path(), &[]));
    // The page goes; of the search index one shard of words and one of texts become others.
    assert!(third.contains(" 2 new, 1 changed, ") && third.contains(" 3 removed."), "{third}");
    assert!(!folder.path().join("site/to.html").exists());
    assert!(folder.path().join("site/min-egen.txt").exists());
}

#[test]
fn every_unreadable_file_is_told_in_one_run() {
    let folder =
        book(&[("content/latin1.md", b"# H\xe5ndbok\n"), ("content/stor.md", &vec![b'a'; 8 * 1024 * 1024 + 1])]);
    std::fs::write(folder.path().parent().unwrap().join("utenfor.md"), "hemmelig").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", folder.path().join("content/lenke.md")).unwrap();
    let output = run(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(1));
    let said = said(&output);
    for code in ["not-utf8", "file-too-large", "link-outside"] {
        assert!(said.contains(&format!("error[{code}]")), "{code} is missing:\n{said}");
    }
    assert!(said.contains("content/latin1.md") && said.contains("help:"), "{said}");
}

#[test]
fn front_matter_over_64_kib_is_refused() {
    let page = format!("---\nkind: article\ntitle: x\nsummary: {}\n---\n", "a".repeat(70_000));
    let output = run(book(&[("content/index.md", page.as_bytes())]).path(), &["check"]);
    assert_told(Code::FrontMatterTooLarge, &said(&output));
}

#[test]
fn the_day_can_be_fixed_for_builds_that_are_repeated() {
    let page =
        "---\nkind: article\ntitle: Lov\nsummary: Om.\nlov: {skrevet: 2020-01, kvalitetssikret: nei}\n---\nTekst.\n";
    let folder = book(&[("content/index.md", page.as_bytes())]);
    let check = |epoch: &str| {
        crate::program().arg("check").current_dir(folder.path()).env("SOURCE_DATE_EPOCH", epoch).output().unwrap()
    };
    assert!(!said(&check("1580000000")).contains("old-law"));
    assert!(said(&check("1780000000")).contains("warning[old-law]"));
    let refused = check("yesterday");
    assert_eq!(refused.status.code(), Some(1));
    assert_told(Code::BadEpoch, &said(&refused));
    assert!(said(&refused).contains("SOURCE_DATE_EPOCH=yesterday"), "{}", said(&refused));
}

#[test]
fn a_file_where_the_site_is_to_be_is_found_before_a_build() {
    let folder = book(&[("content/index.md", b"# Forside\n"), ("site", b"")]);
    for command in ["check", "build"] {
        let output = run(folder.path(), &[command]);
        assert_eq!(output.status.code(), Some(1), "{command}");
        assert!(
            said(&output).contains("error[write-failed]") && said(&output).contains("is not a folder"),
            "{command}"
        );
    }
}

#[test]
fn a_book_without_an_index_opens_at_its_first_page_and_redirects_of_mdbook_lead_on() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "book.toml", b"[book]\ntitle = \"Guide\"\nsrc = \"src\"\n\n[output.html.redirect]\n\"/old/a.html\" = \"../part/intro.html\"\n\"b.html\" = \"index.html\"\n");
    write(folder.path(), "src/SUMMARY.md", b"# Summary\n\n- [Intro](part/intro.md)\n");
    write(folder.path(), "src/part/intro.md", b"# Intro\n\n> [!CAUTION]\n> Hot.\n");
    let output = run(folder.path(), &["build", "--no-pdf"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let read = |path: &str| std::fs::read_to_string(folder.path().join("site").join(path)).unwrap();
    assert!(read("index.html").contains("url=part/intro.html"), "{}", read("index.html"));
    assert!(read("old/a.html").contains("url=../part/intro.html"), "{}", read("old/a.html"));
    assert!(read("b.html").contains("url=part/intro.html"), "{}", read("b.html"));
    // As mdBook has it where the book says no language.
    assert!(read("part/intro.html").contains("<html lang=\"en\">") && read("part/intro.html").contains(">Caution<"));
}

#[test]
fn a_new_book_builds_without_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["new", "book", "bok"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let built = run(folder.path(), &["--book", "bok"]);
    assert_eq!((built.status.code(), said(&built).as_str()), (Some(0), ""));
    let page = std::fs::read_to_string(folder.path().join("bok/site/papers/first-week.html")).unwrap();
    assert!(page.contains("data-field=\"name\"") && page.contains("data-choice=\"lunch\""));
    let again = run(folder.path(), &["new", "book", "bok"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again).contains("`book.toml` is there already; nothing was written"), "{}", said(&again));
}

#[test]
fn a_new_book_brings_what_publishes_it() {
    let folder = tempfile::tempdir().unwrap();
    let places = "github-pages,gitlab-pages,netlify,apache,nginx,iis";
    let args = ["new", "book", "bok", "--with", places, "--releases", "https://git.example/b/releases/download/"];
    let output = run(folder.path(), &args);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let root = folder.path().join("bok");
    let is_norwegian = |c: char| "æøåÆØÅ".contains(c);
    for path in [".github/workflows/site.yml", ".gitlab-ci.yml", "netlify.toml"] {
        let text = std::fs::read_to_string(root.join(path)).unwrap();
        assert!(text.contains("\"https://git.example/b/releases/download\""), "{text}");
        assert!(!text.contains("@releases@") && !text.contains("@version@"), "{text}");
        assert!(text.contains(&format!("\"{}\"", env!("CARGO_PKG_VERSION"))), "{text}");
        assert!(!text.contains(is_norwegian), "a book in English gets files in English: {text}");
    }
    assert!(root.join("nginx-server.conf").exists());
    let output = run(folder.path(), &["--book", "bok", "build", "--no-pdf"]);
    assert_eq!((output.status.code(), said(&output).as_str()), (Some(0), ""));
    for path in [".htaccess", "web.config", "_headers", "_redirects", "nginx-location.conf"] {
        assert!(root.join("site").join(path).exists(), "{path}");
    }
}

#[test]
fn an_old_book_gets_what_publishes_it_and_nothing_is_overwritten() {
    let folder = book(&[]);
    let output = run(folder.path(), &["new", "hosting", "nginx", "github-pages"]);
    let lines = "Wrote nginx-server.conf\nWrote .github/workflows/nettsted.yml\nWrite below [site] in book.toml: hosting = [\"nginx\"]\n";
    assert_eq!((output.status.code(), printed(&output).as_str()), (Some(0), lines));
    // Where an address is needed and none was given, the step that needs it says so.
    let workflow = std::fs::read_to_string(folder.path().join(".github/workflows/nettsted.yml")).unwrap();
    assert!(workflow.contains("RELEASES: \"\"\n") && workflow.contains("${RELEASES:?"), "{workflow}");
    let again = run(folder.path(), &["new", "hosting", "gitlab-pages", "github-pages"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(!folder.path().join(".gitlab-ci.yml").exists());
    let wrong = run(folder.path(), &["new", "hosting", "gitlab-pages", "--releases", "https://x.example/\"$(id)"]);
    assert_eq!(wrong.status.code(), Some(2), "{}", said(&wrong));
}

#[test]
fn a_new_page_of_every_kind_has_no_errors_and_overwrites_nothing() {
    let folder = book(&[]);
    for kind in brobygger::kind::KINDS {
        let output = run(folder.path(), &["new", "page", kind.name, &format!("ny/{}", kind.name)]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let told = printed(&output).contains("Add a line to content/SUMMARY.md: - [");
        assert_eq!(told, kind.name != "definition", "{}", printed(&output));
    }
    let output = run(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(printed(&output), "Checked 7 pages: no errors.\n");
    let page = std::fs::read_to_string(folder.path().join("content/ny/decision.md")).unwrap();
    assert!(page.contains("# the outcomes\noutcomes:\n") && page.contains("#authors: "), "{page}");
    let again = run(folder.path(), &["new", "page", "article", "ny/decision.md"]);
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(folder.path().join("content/ny/decision.md")).unwrap(), page);
}

#[test]
fn a_new_term_has_one_key_for_its_words_in_all_other_languages() {
    for language in ["nb", "nn", "en-GB"] {
        let settings = format!("[book]\ntitle = \"T\"\nlanguage = \"{language}\"\nsrc = \"content\"\n");
        let folder = book(&[("book.toml", settings.as_bytes())]);
        let output = run(folder.path(), &["new", "page", "definition", "ord"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let page = std::fs::read_to_string(folder.path().join("content/ord.md")).unwrap();
        assert!(page.contains("#terms: "), "{page}");
        let keys = page.lines().filter_map(|line| line.trim_start_matches('#').split_once(": ")).map(|(key, _)| key);
        let rows = brobygger::language::TABLE.iter();
        let mut names = rows.flat_map(|row| [row.name, row.familiar]).map(str::to_lowercase);
        assert!(!names.any(|name| keys.clone().any(|key| key == name)), "{language}: {page}");
    }
}

#[test]
fn a_translation_begins_where_nothing_is_translated_and_in_words_of_the_source() {
    let settings =
        b"[book]\ntitle = \"T\"\nlanguages = [\"en\", \"nn\"]\nsrc = \"content\"\n\n[pdf]\nenabled = false\n";
    let page = b"---\nkind: article\ntitle: Start\nsummary: A page.\n---\n\nText.\n";
    for empty in [false, true] {
        let folder = book(&[("book.toml", settings), ("content/index.md", page)]);
        if empty {
            std::fs::create_dir(folder.path().join("content.nn")).unwrap();
        }
        let output = run(folder.path(), &["check"]);
        assert!(said(&output).contains("error[empty-translation]"), "{}", said(&output));
        let output = run(folder.path(), &["translate", "new", "index"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let text = std::fs::read_to_string(folder.path().join("content.nn/index.md")).unwrap();
        assert!(
            text.contains("translation: {by: \"machine\", read: no}")
                || text.contains("translation: {by: machine, read: no}"),
            "{text}"
        );
        let output = run(folder.path(), &["check"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
}

/// Every file below a folder that is text.
fn texts_below(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { texts_below(&path) } else { vec![std::fs::read_to_string(path).unwrap()] })
        .collect()
}

#[test]
fn what_is_begun_and_what_helps_is_english_and_says_nothing_of_the_guide() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["new", "book", "book"]);
    let book = folder.path().join("book");
    for kind in brobygger::kind::KINDS {
        let output = run(&book, &["new", "page", kind.name, &format!("new/{}", kind.name)]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
    let output = run(folder.path(), &["edition", "new", "edition", "--base", "book"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let mut texts = texts_below(folder.path());
    assert!(texts.len() > 10);
    let commands =
        ["build", "check", "serve", "pdf", "editions", "kit", "terms", "questions", "fill", "new", "edition"];
    texts.extend(commands.map(|command| printed(&run(folder.path(), &[command, "--help"]))));
    for (command, below) in
        [("new", "page"), ("new", "book"), ("edition", "new"), ("edition", "why"), ("edition", "diff")]
    {
        texts.push(printed(&run(folder.path(), &[command, below, "--help"])));
    }
    let ours = [
        "HJELP",
        "#dokumenter",
        "#ordliste",
        "samskapt",
        "lov:",
        "kommune",
        "utlysning",
        "intervju",
        "veiviser",
        "maler/",
        "for-ansettelsen",
        "bergen",
        "Lagre",
        "erfaring",
    ];
    for text in &texts {
        let foreign = text.contains(['æ', 'ø', 'å', 'Æ', 'Ø', 'Å', '«']);
        let word = ours.iter().find(|word| text.contains(**word));
        assert!(!foreign && word.is_none(), "{word:?} in {text}");
    }
}

#[test]
#[ignore = "slow: twenty thousand places, told twice"]
fn a_place_in_a_large_file_costs_no_more_than_in_a_small_one() {
    let links = "[a](borte.md) ".repeat(20_000);
    let headings = "## a {#x}\n\n".repeat(20_000);
    let folder = book(&[("content/a.md", links.as_bytes()), ("content/b.md", headings.as_bytes())]);
    let begin = std::time::Instant::now();
    assert_eq!(run(folder.path(), &["check"]).status.code(), Some(1));
    assert_eq!(run(folder.path(), &["check", "--format", "json"]).status.code(), Some(1));
    // On a busy machine it takes a while; what is quadratic takes many minutes.
    assert!(begin.elapsed().as_secs() < 90, "{:?}", begin.elapsed());
}

#[test]
fn no_former_address_is_that_of_a_file_that_is_made() {
    let page = "---\nkind: article\ntitle: Borte\nsummary: Om.\naliases: ['404']\n---\nTekst.\n";
    let folder = book(&[("content/SUMMARY.md", b"- [B](borte.md)"), ("content/borte.md", page.as_bytes())]);
    let output = run(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("would both become `404.html`"), "{}", said(&output));
}

#[test]
fn a_file_that_is_not_there_is_said_to_be_missing() {
    let folder = book(&[]);
    for file in ["borte.md", "content"] {
        let output = run(folder.path(), &["terms", file]);
        assert_eq!(output.status.code(), Some(1));
        let said = said(&output);
        assert!(said.contains(&format!("there is no file {file}")) && said.contains("a folder is no file"), "{said}");
    }
}

#[test]
fn a_new_page_has_the_keys_that_the_book_requires() {
    let folder = book(&[(
        "book.toml",
        format!("{BOOK}[content]\nrequire = [\"authors\", \"reviewed\", \"samskapt\"]\n").as_bytes(),
    )]);
    run(folder.path(), &["new", "page", "checklist", "liste"]);
    let output = run(folder.path(), &["check"]);
    let said = said(&output);
    let of_page = said.split("\n\n").find(|one| one.contains("missing-key") && one.contains("content/liste.md:"));
    assert_eq!(of_page, None, "{said}");
}

#[test]
fn a_new_page_of_no_kind_or_outside_the_book_is_refused() {
    let folder = book(&[]);
    let output = run(folder.path(), &["new", "page", "documnet", "x"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("did you mean `document`?"), "{}", said(&output));
    for id in ["../x", "", ".", "a/", "del/.skjult"] {
        assert_eq!(run(folder.path(), &["new", "page", "article", id]).status.code(), Some(2), "{id}");
    }
    #[cfg(unix)]
    {
        let outside = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("content/ut")).unwrap();
        assert_eq!(run(folder.path(), &["new", "page", "article", "ut/x"]).status.code(), Some(1));
        assert!(!outside.path().join("x.md").exists());
    }
}

/// A folder with a book `veiviser`, and beside it an edition `fjellvik`.
fn edition() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let page = "---\nkind: article\ntitle: Forside\nsummary: Foran.\n---\n\nFørst.\n\n## Gjør dette\n\nTo ting.\n";
    write(folder.path(), "veiviser/book.toml", BOOK.as_bytes());
    write(folder.path(), "veiviser/content/SUMMARY.md", b"- [Forside](index.md)\n");
    write(folder.path(), "veiviser/content/index.md", page.as_bytes());
    let output = run(folder.path(), &["edition", "new", "utgaver/fjellvik", "--base", "veiviser"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    folder
}

#[test]
fn an_edition_is_begun_changed_explained_and_written_flat() {
    let folder = edition();
    let fjellvik = folder.path().join("utgaver/fjellvik");
    let settings = std::fs::read_to_string(fjellvik.join("book.toml")).unwrap();
    assert!(settings.contains("path = \"../../veiviser\""), "{settings}");
    assert!(settings.starts_with("# En utgave: her står"), "in the language of the book below: {settings}");
    assert_eq!(printed(&run(&fjellvik, &["check"])), "Checked 1 page: no errors.\n");

    let output = run(&fjellvik, &["edition", "override", "index#gjor-dette"]);
    assert_eq!(printed(&output), "Wrote content/index.patch.md\n", "{}", said(&output));
    let patch = std::fs::read_to_string(fjellvik.join("content/index.patch.md")).unwrap();
    assert!(patch.ends_with("\n---\n\n## Gjør dette {#gjor-dette .replace}\n\nTo ting.\n"), "{patch}");
    assert!(said(&run(&fjellvik, &["check"])).contains("warning[same-as-base]"));
    write(&fjellvik, "content/index.patch.md", patch.replace("To ting.", "Tre ting.").as_bytes());
    assert_eq!(run(&fjellvik, &["edition", "override", "index#gjor-dette"]).status.code(), Some(1));

    let why = printed(&run(&fjellvik, &["edition", "why", "index"]));
    assert!(why.contains("title        ../../veiviser/content/index.md\n"), "{why}");
    assert!(why.contains("#gjor-dette  content/index.patch.md\n"), "{why}");
    assert!(why.contains("(text)       ../../veiviser/content/index.md\n"), "{why}");

    let output = run(&fjellvik, &["new", "page", "article", "hos-oss"]);
    assert!(printed(&output).starts_with("Wrote content/hos-oss.md\n"), "{}", said(&output));
    std::fs::remove_file(fjellvik.join("content/hos-oss.md")).unwrap();

    let output = run(&fjellvik, &["edition", "export", "../flat"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let flat = folder.path().join("utgaver/flat");
    for folder in [&fjellvik, &flat] {
        assert_eq!(run(folder, &["build", "--no-pdf"]).status.code(), Some(0));
    }
    let page = |folder: &Path| std::fs::read_to_string(folder.join("site/index.html")).unwrap();
    assert!(page(&fjellvik).contains("Tre ting."));
    assert_eq!(page(&fjellvik), page(&flat));
    assert_eq!(run(&fjellvik, &["edition", "export", "../flat"]).status.code(), Some(1), "nothing is overwritten");
}

#[test]
fn an_edition_of_nothing_and_a_change_of_nothing_are_refused() {
    let folder = edition();
    let fjellvik = folder.path().join("utgaver/fjellvik");
    assert_eq!(run(folder.path(), &["edition", "new", "ny", "--base", "finnes-ikke"]).status.code(), Some(2));
    for (page, help) in [("indeks", "did you mean `index`?"), ("index#gjor-det", "did you mean `index#gjor-dette`?")] {
        let output = run(&fjellvik, &["edition", "override", page]);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(help), "{}", said(&output));
    }
    write(&fjellvik, "book.toml", b"[base]\npath = \"../borte\"\n");
    let output = run(&fjellvik, &["check"]);
    assert!(said(&output).contains("error[bad-base]: there is no book in `../borte`"), "{}", said(&output));
    assert_eq!(said(&output).matches("error[").count(), 1, "{}", said(&output));
}

#[test]
fn what_cannot_be_read_below_an_edition_is_told_by_its_place() {
    let folder = edition();
    let fjellvik = folder.path().join("utgaver/fjellvik");
    write(folder.path(), "veiviser/content/feil.md", b"\xff\xfe");
    let output = run(&fjellvik, &["check"]);
    assert!(said(&output).contains("--> ../../veiviser/content/feil.md"), "{}", said(&output));
}

/// `/dev/full` takes nothing, as a full disk.
#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let folder = book(&[
        ("svar.json", b"{\"brobygger\": 1}"),
        ("content/liste.md", b"---\nkind: checklist\ntitle: Liste\nsummary: En liste.\n---\n\n- [ ] En. {#en}\n"),
    ]);
    write(folder.path(), "content/SUMMARY.md", b"- [Forside](index.md)\n- [Liste](liste.md)\n");
    let commands = [
        &["check"][..],
        &["terms", "--format", "json"],
        &["fill", "liste", "--answers", "svar.json", "--output", "-"],
        &["help", "build"],
        &["--version"],
    ];
    for args in commands {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = crate::program();
        let output = command.args(args).current_dir(folder.path()).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {}", said(&output));
        assert!(said(&output).contains("The output is lost"), "{args:?}: {}", said(&output));
    }
    for args in [&["check", "--language", "nb"][..], &["--version"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = crate::program();
        let command = command.args(args).env("BROBYGGER_LANGUAGE", "nb").current_dir(folder.path());
        let output = command.stdout(full).output().unwrap();
        let says = "Det som skulle skrives ut, er tapt: Det lot seg ikke skrive (disken er full).";
        assert!(said(&output).contains(says), "{args:?}: {}", said(&output));
    }
}

#[test]
fn an_edition_is_told_what_moved_under_it_and_accepts_what_was_shown() {
    let folder = edition();
    let fjellvik = folder.path().join("utgaver/fjellvik");
    let _ = run(&fjellvik, &["edition", "override", "index#gjor-dette"]);
    let snapshot = std::fs::read_to_string(fjellvik.join(".base/index/%23gjor-dette.txt")).unwrap();
    assert_eq!(snapshot, "## Gjør dette\n\nTo ting.\n");
    let patch = fjellvik.join("content/index.patch.md");
    let text = std::fs::read_to_string(&patch).unwrap();
    std::fs::write(&patch, text.replace("To ting.", "Tre ting.")).unwrap();
    let status = run(&fjellvik, &["edition", "status"]);
    let told = "current    Forside – Gjør dette\n           index#gjor-dette@";
    assert!(printed(&status).starts_with(told), "{}", printed(&status));
    assert_eq!(status.status.code(), Some(0));

    let page = folder.path().join("veiviser/content/index.md");
    let text = std::fs::read_to_string(&page).unwrap();
    std::fs::write(&page, text.replace("To ting.", "Dere skal gjøre to ting.")).unwrap();
    let status = run(&fjellvik, &["edition", "status"]);
    let lines = printed(&status);
    assert!(lines.starts_with("substance  Forside – Gjør dette\n           index#gjor-dette@"), "{lines}");
    assert_eq!(status.status.code(), Some(1));
    let diff = printed(&run(&fjellvik, &["edition", "diff", "index"]));
    assert!(diff.contains("[-To-] {+Dere skal gjøre to+} ting.") && diff.contains("ours:\nTre ting."), "{diff}");

    let name = lines.lines().nth(1).unwrap().trim();
    let stale = run(&fjellvik, &["edition", "accept", "index#gjor-dette@00000000"]);
    assert_eq!(stale.status.code(), Some(1));
    assert!(said(&stale).contains(&format!("accept `{name}`")), "{}", said(&stale));
    assert_eq!(printed(&run(&fjellvik, &["edition", "accept", name])), "Accepted 1 change.\n");
    let json = printed(&run(&fjellvik, &["edition", "status", "--format", "json"]));
    assert!(json.contains("\"state\": \"current\""), "{json}");
}

#[test]
fn what_is_written_by_hand_is_new_and_is_accepted_together() {
    let folder = edition();
    let fjellvik = folder.path().join("utgaver/fjellvik");
    write(
        &fjellvik,
        "content/index.patch.md",
        "---\nset:\n  summary: Vår.\n---\n\n## Gjør dette {#gjor-dette .replace}\n\nTre ting.\n".as_bytes(),
    );
    let lines = printed(&run(&fjellvik, &["edition", "status"]));
    let last = lines.lines().last().unwrap();
    let shown = last.strip_prefix("Accept all that is new: brobygger edition accept --new ").expect(last);
    // What was not shown is not accepted.
    let page = folder.path().join("veiviser/content/index.md");
    let text = std::fs::read_to_string(&page).unwrap();
    std::fs::write(&page, text.replace("To ting.", "Ti ting.")).unwrap();
    let stale = run(&fjellvik, &["edition", "accept", "--new", shown]);
    assert_eq!(stale.status.code(), Some(1));
    assert!(said(&stale).contains("then accept it by `--new "), "{}", said(&stale));
    std::fs::write(&page, text).unwrap();
    assert_eq!(printed(&run(&fjellvik, &["edition", "accept", "--new", shown])), "Accepted 2 changes.\n");
    let lines = printed(&run(&fjellvik, &["edition", "status"]));
    assert!(lines.lines().next().is_some_and(|line| line.starts_with("current")), "{lines}");
    assert!(lines.ends_with("2 changes, 0 to be looked at.\n"), "{lines}");
}

#[test]
fn an_edition_takes_what_it_can_and_reports_the_rest() {
    let folder = edition();
    let fjellvik = folder.path().join("utgaver/fjellvik");
    let page = folder.path().join("veiviser/content/index.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let text = text.replace("To ting.", "To ting.\n\nLes høyt.");
    std::fs::write(&page, &text).unwrap();
    let _ = run(&fjellvik, &["edition", "override", "index#gjor-dette"]);
    let patch = fjellvik.join("content/index.patch.md");
    let own = std::fs::read_to_string(&patch).unwrap().replace("To ting.", "Tre ting.");
    std::fs::write(&patch, &own).unwrap();

    std::fs::write(&page, text.replace("Les høyt.", "Les det høyt.")).unwrap();
    let output = run(&fjellvik, &["edition", "merge"]);
    assert!(
        printed(&output)
            .starts_with("taken  Forside – Gjør dette  (text)\n       index#gjor-dette\n1 taken, 0 left: see "),
        "{}",
        printed(&output)
    );
    assert_eq!(std::fs::read_to_string(&patch).unwrap(), own.replace("Les høyt.", "Les det høyt."));
    assert!(printed(&run(&fjellvik, &["edition", "status"])).starts_with("current"));

    std::fs::write(&page, text.replace("To ting.", "Dere må gjøre to ting.").replace("Les høyt.", "Les det høyt."))
        .unwrap();
    let output = run(&fjellvik, &["edition", "merge"]);
    assert!(printed(&output).starts_with("left  Forside – Gjør dette  (substance)\n"), "{}", printed(&output));
    assert_eq!(std::fs::read_to_string(&patch).unwrap(), own.replace("Les høyt.", "Les det høyt."));
    let output = run(&fjellvik, &["edition", "report"]);
    assert!(printed(&output).ends_with("drift.html: 1 to be decided.\n"), "{}{}", printed(&output), said(&output));
    let report = std::fs::read_to_string(fjellvik.join("drift.html")).unwrap();
    for part in [
        "<h2>Må avgjøres nå</h2>",
        "<h3>Forside – Gjør dette</h3>",
        "Avgjør om teksten deres skal endres, eller om den kan bli stående.",
        "<code>index#gjor-dette@",
        "<ins><span class=\"heard\">Nytt: </span>",
        "Tre ting.",
        "Dere må gjøre to",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
    let json = std::fs::read_to_string(fjellvik.join("drift.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["units"][0]["state"], "substance");
    assert!(!fjellvik.join("site").exists(), "a report is never in the site");
}

#[test]
fn an_edition_lies_on_a_book_that_is_packed() {
    let folder = edition();
    for kit in ["a.zip", "b.zip"] {
        let output = run(folder.path(), &["kit", "--book", "veiviser", "--out", kit]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
    let [a, b] = ["a.zip", "b.zip"].map(|kit| std::fs::read(folder.path().join(kit)).unwrap());
    assert!(a == b, "the same book gives the same file");
    let output = run(folder.path(), &["edition", "new", "sola", "--base", "a.zip"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let sola = folder.path().join("sola");
    let output = run(&sola, &["edition", "override", "index#gjor-dette"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(run(&sola, &["build", "--no-pdf"]).status.code(), Some(0));
    assert!(std::fs::read_to_string(sola.join("site/index.html")).unwrap().contains("To ting."));
    let why = printed(&run(&sola, &["edition", "why", "--format", "json"]));
    assert!(why.contains("../a.zip/content/index.md") || why.contains("a.zip/content/index.md"), "{why}");
    write(folder.path(), "a.zip", b"ikke en zip");
    let output = run(&sola, &["check"]);
    assert!(said(&output).contains("error[bad-base]"), "{}", said(&output));
}

#[cfg(feature = "pdf")]
#[test]
fn editions_without_pdfs_leave_the_earlier_ones() {
    let folder = edition();
    let book = |enabled: bool| {
        let text = format!("[base]\npath = \"../../veiviser\"\n[book]\ntitle = \"Vik\"\n[pdf]\nenabled = {enabled}\n");
        write(folder.path(), "utgaver/vik/book.toml", text.as_bytes());
    };
    let build = || assert_eq!(run(folder.path(), &["editions", "utgaver", "--no-pdf"]).status.code(), Some(0));
    // A file of the site with the name of the printed book.
    book(false);
    write(folder.path(), "utgaver/vik/content/vik.pdf", b"%PDF");
    build();
    let print = folder.path().join("utgaver/vik/site/vik.pdf");
    assert!(print.exists());
    std::fs::remove_file(folder.path().join("utgaver/vik/content/vik.pdf")).unwrap();
    book(true);
    build();
    assert!(print.exists());
    book(false);
    build();
    assert!(!print.exists(), "a book without PDFs keeps none");
}

#[test]
fn many_editions_are_built_in_one_run_and_one_that_fails_stops_nobody() {
    let folder = edition();
    let at = |path: &str| folder.path().join(path);
    write(folder.path(), "utgaver/feil/book.toml", b"[base]\npath = \"../borte\"\n");
    write(
        folder.path(),
        "utgaver/vik/book.toml",
        b"[base]\npath = \"../../veiviser\"\n[organisation]\nname = \"Vik\"\n",
    );
    let output = run(folder.path(), &["editions", "utgaver", "--no-pdf"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("feil:\nerror[bad-base]"), "{}", said(&output));
    assert!(said(&output).contains("error: 1 edition could not be built: feil"), "{}", said(&output));
    assert!(printed(&output).contains("\nBuilt 2 editions in "), "{}", printed(&output));
    assert!(std::fs::read_to_string(at("utgaver/vik/site/index.html")).unwrap().contains("Utgave: Vik"));
    assert!(at("utgaver/fjellvik/site/index.html").exists());

    write(folder.path(), "t.csv", "id;name\nen;En\nto;To\ntre;Tre\nfire;Fire\nfem;Fem\n".as_bytes());
    let table = ["editions", "veiviser", "--table", "t.csv", "--no-pdf", "--out"];
    let with = |out: &str, more: &[&str]| {
        let args: Vec<&str> = table.iter().copied().chain([out]).chain(more.iter().copied()).collect();
        let output = run(folder.path(), &args);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    };
    with("hele", &["--jobs", "1"]);
    for shard in ["1/3", "2/3", "3/3"] {
        with("deler", &["--shard", shard]);
    }
    let files = |out: &str| {
        let mut files = crate::tree::files_on_disk(&at(out));
        files.retain(|path, _| !path.contains(".brobygger") && !path.starts_with('.'));
        files
    };
    let (whole, parts) = (files("hele"), files("deler"));
    assert!(whole.len() > 50 && whole.keys().eq(parts.keys()), "{:?} {:?}", whole.keys(), parts.keys());
    assert!(whole == parts, "the parts together are not the whole");

    write(folder.path(), "t.csv", b"id;nam\n");
    let output = run(folder.path(), &["editions", "veiviser", "--table", "t.csv", "--out", "x"]);
    assert_eq!(output.status.code(), Some(2));
    assert_told(Code::BadTable, &said(&output));
    assert!(said(&output).contains("`nam` is no column of a table of editions"), "{}", said(&output));
}

#[test]
fn a_translation_is_begun_accepted_and_told_of_when_the_source_moves() {
    let settings =
        "[book]\ntitle = \"Prøve\"\nlanguages = [\"nb\", \"nn\"]\nsrc = \"content\"\n\n[pdf]\nenabled = false\n";
    let page = "---\nkind: article\ntitle: Forside\nsummary: Om.\nreviewed: 2026-01-02\n---\n\n## Før dagen\n\nDere kan vente.\n";
    let folder = book(&[("book.toml", settings.as_bytes()), ("content/index.md", page.as_bytes())]);
    write(folder.path(), "content.nn/SUMMARY.md", b"- [Framside](index.md)\n");
    let new = run(folder.path(), &["translate", "new", "index", "--by", "Kari"]);
    assert_eq!(new.status.code(), Some(0), "{}", said(&new));
    let made = std::fs::read_to_string(folder.path().join("content.nn/index.md")).unwrap();
    assert!(made.contains("translation: {by: \"Kari\", read: nei}\n") && !made.contains("reviewed"), "{made}");
    assert!(made.contains("## Før dagen {#for-dagen}\n"), "{made}");
    let again = run(folder.path(), &["translate", "new", "index"]);
    assert_eq!(again.status.code(), Some(1), "nothing that is there is overwritten");
    let status = || run(folder.path(), &["translate", "status"]);
    let output = status();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(printed(&output), "nn: 1 of 1 page translated, 0 to be looked at.\n");
    write(folder.path(), "content/index.md", page.replace("kan vente", "må vente").as_bytes());
    let output = status();
    assert_eq!(output.status.code(), Some(1));
    let lines = printed(&output);
    let name = lines.split_whitespace().nth(1).unwrap();
    assert!(lines.starts_with("substance  index#for-dagen@"), "{lines}");
    let wrong = run(folder.path(), &["translate", "accept", "index@00000000"]);
    assert_eq!(wrong.status.code(), Some(1));
    let accept = run(folder.path(), &["translate", "accept", name]);
    assert_eq!(printed(&accept), "Accepted 1 page.\n", "{}", said(&accept));
    assert_eq!(status().status.code(), Some(0));
    write(folder.path(), "content/ny.md", page.as_bytes());
    assert!(printed(&status()).contains("missing    ny\n"));
    let built = run(folder.path(), &["build"]);
    assert!(printed(&built).contains("and 1 page in `nn/`"), "{}", printed(&built));
    let none = run(folder.path(), &["terms", "--language", "en"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(said(&none).contains("the languages of the book are nb, nn"), "{}", said(&none));
}

#[test]
fn a_translation_with_errors_stays_as_it_was_and_the_rest_is_built() {
    let settings =
        "[book]\ntitle = \"Prøve\"\nlanguages = [\"nb\", \"nn\"]\nsrc = \"content\"\n\n[pdf]\nenabled = false\n";
    let folder =
        book(&[("book.toml", settings.as_bytes()), ("content.nn/index.md", "# Framside\n\nHei.\n".as_bytes())]);
    assert_eq!(run(folder.path(), &[]).status.code(), Some(0));
    write(folder.path(), "content.nn/index.md", "# Framside\n\n[Borte](ingen.md)\n".as_bytes());
    write(folder.path(), "content/index.md", "# Forside\n\nNytt.\n".as_bytes());
    let output = run(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("content.nn/index.md:3:1"), "{}", said(&output));
    let page = |path: &str| std::fs::read_to_string(folder.path().join("site").join(path)).unwrap();
    assert!(page("index.html").contains("Nytt."));
    assert!(page("nn/index.html").contains("Hei."), "the translation as it was");
}
