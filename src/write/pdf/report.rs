//! Faults that Typst finds, and losses on paper, as diagnostics.

use super::markup::{Markup, MarkupPlaces};
use super::picture::{Flaw, way_out};
use super::world::{CONTENT, MAIN, THEME, TypstFault};
use crate::diagnostic::{Code, Diagnostic};
use crate::said::{Phrase, Say, said};
use crate::sink::OutPath;
use crate::source::Span;
use crate::theme::Theme;
use crate::write::lost::{LostPart, WrittenForm};

/// Losses in markup, as diagnostics: a picture that cannot be shown at all is a fault.
pub(super) fn losses(markup: &Markup<'_>) -> Vec<Diagnostic> {
    let mut losses = markup.losses.clone();
    let (unshown, flawed): (Vec<_>, Vec<_>) = markup.flaws.iter().partition(|(_, flaw, _)| flaw.whole);
    for (path, flaw, at) in flawed {
        losses.add(LostPart::OfPicture(path.clone(), flaw.what.clone(), flaw.help.clone()), *at);
    }
    let fault = |(path, flaw, at): &(String, Flaw, Span)| {
        let said = Diagnostic::new(Code::BadPrint, said!("`{path}` {what}", path, what = flaw.what));
        said.at(*at, said!("its text stands there instead")).help(flaw.help.clone())
    };
    losses.told(WrittenForm::Pdf).into_iter().chain(unshown.into_iter().map(fault)).collect()
}

/// A logo that cannot be shown.
pub(super) fn logo(path: &str, flaw: &Flaw, at: Span) -> Diagnostic {
    let message = said!("`{path}` {what}", path, what = flaw.what);
    Diagnostic::new(Code::BadPrint, message).at(at, said!("left out of the PDFs")).help(flaw.help.clone())
}

/// A fault as a diagnostic, with the place in the theme's file or in the Markdown.
pub(super) fn fault(fault: &TypstFault, path: &OutPath, marks: &MarkupPlaces, theme: &Theme) -> Diagnostic {
    let first = fault.places.first();
    let file = first.map_or(MAIN, |(file, _)| file);
    let message = said!("`{path}` cannot be set: {message}", path, message = fault.message);
    if let Some(file) = file.strip_prefix(THEME) {
        let line = fault.line.map_or_else(String::new, |line| format!(":{line}"));
        let said = Diagnostic::new(Code::BadTheme, message)
            .in_file(format!("{}{line}", theme.print_place(file)))
            .help(said!("mend the file, or delete it to use the standard theme's"));
        return fault.hints.iter().fold(said, |said, hint| said.note(Phrase::verbatim(hint.clone())));
    }
    if let Some(name) = fault.message.strip_prefix(UNKNOWN).filter(|_| file == MAIN) {
        return Diagnostic::new(
            Code::BadTheme,
            said!("`{path}` cannot be set: the theme has no function `{name}`", path, name),
        )
        .in_file(theme.print_place(""))
        .help(said!(
            "give `book.typ`, `document.typ` or `blocks.typ` a function of this name, as the standard theme's"
        ));
    }
    if let Some((name, place)) = misfit(fault, theme) {
        let message = said!("`{path}` cannot be set: the theme's `{name}` does not take what it is given", path, name);
        let said =
            Diagnostic::new(Code::BadTheme, message).in_file(place).note(Phrase::verbatim(fault.message.clone()));
        return said.help(said!("let `{name}` take what the standard theme's takes", name));
    }
    let place = match file.strip_prefix(CONTENT) {
        Some(picture) => marks.picture(picture),
        None => first.and_then(|(_, range)| marks.find(range.start)),
    };
    if let Some((span, picture)) = place.and_then(|span| Some((span, marks.picture_at(span)?))) {
        let said = Diagnostic::new(
            Code::BadPrint,
            said!("`{picture}` is broken: {message}", picture, message = fault.message),
        );
        return said.at(span, said!("shown here")).help(way_out());
    }
    let help = fault.hints.first().map_or_else(|| said!("change what stands here"), Say::said);
    let said = Diagnostic::new(Code::BadPrint, message).help(help);
    match place {
        Some(span) => said.at(span, said!("while setting this")),
        None => said.in_file(path.as_str()),
    }
}

/// The function of the theme that does not take what the markup gives it, and where it stands.
fn misfit<'f>(fault: &'f TypstFault, theme: &Theme) -> Option<(&'f str, String)> {
    let about_arguments = MISFITS.iter().any(|begin| fault.message.starts_with(begin));
    let name = fault.function.as_deref().filter(|_| about_arguments)?;
    let place = theme.print_files().into_iter().find_map(|(path, bytes)| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let begin = format!("#let {name}");
        let is_it = |line: &str| line.strip_prefix(&begin).is_some_and(|rest| rest.starts_with(['(', ' ', '=']));
        let line = text.lines().position(is_it).filter(|_| is_typst(path))?;
        Some(format!("{}:{}", theme.print_place(path), line + 1))
    })?;
    Some((name, place))
}

/// How Typst begins to say that a function does not take what it is given.
const MISFITS: [&str; 3] = ["unexpected argument", "missing argument", "expected "];

fn is_typst(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|ending| ending == "typ")
}

/// A fault of a sample, which is always the theme's.
pub(super) fn sample_fault(found: &TypstFault, path: &OutPath, sample: &str, theme: &Theme) -> Diagnostic {
    let said = fault(found, path, &MarkupPlaces::default(), theme);
    if said.code == Code::BadTheme {
        return said;
    }
    let said =
        Diagnostic::new(Code::BadTheme, said!("`{path}` cannot be set: {message}", path, message = found.message))
            .in_file(theme.print_place(""))
            .help(said!("let the theme's functions take what the standard theme's take"));
    let call = found.places.iter().find(|(file, _)| file == MAIN).and_then(|(_, range)| sample.get(..range.start));
    let said = match call.and_then(|before| sample.lines().nth(before.matches('\n').count())) {
        Some(line) => said.note(said!("while setting `{line}`", line)),
        None => said,
    };
    found.hints.iter().fold(said, |said, hint| said.note(Phrase::verbatim(hint.clone())))
}

/// How Typst begins to say that there is no such name.
const UNKNOWN: &str = "unknown variable: ";
