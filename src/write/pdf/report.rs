//! What Typst has to say, and what paper cannot show, as diagnostics.

use super::markup::{Loss, Marks};
use super::world::{CONTENT, Fault, MAIN, THEME};
use crate::diagnostic::{Code, Diagnostic};
use crate::sink::OutPath;
use crate::theme::Theme;

/// What could not be shown.
pub(super) fn losses(losses: &[Loss]) -> Vec<Diagnostic> {
    losses.iter().map(loss).collect()
}

fn loss(loss: &Loss) -> Diagnostic {
    let lost = |message: String| Diagnostic::new(Code::LostInPrint, message);
    match loss {
        Loss::Letter(letter, span) => {
            let message = format!("the PDF cannot show U+{:04X}: no font of the theme has it", u32::from(*letter));
            lost(message).at(*span, "here").help("write it in other letters, or add a font to the theme's `pdf/fonts/`")
        }
        Loss::Html(span) => {
            lost("of raw HTML, the PDF shows only the text".into()).at(*span, "here").help("write it as Markdown")
        }
        Loss::Picture(path, span) => lost(format!("the PDF cannot show `{path}`"))
            .at(*span, "its text stands there instead")
            .help("use a picture in PNG, JPEG, GIF, WebP or SVG"),
    }
}

/// What was wrong, with the place in the theme's file or in the Markdown.
pub(super) fn fault(fault: &Fault, path: &OutPath, marks: &Marks, theme: &Theme) -> Diagnostic {
    let first = fault.places.first();
    let file = first.map_or(MAIN, |(file, _)| file);
    let message = format!("`{path}` cannot be set: {}", fault.message);
    if let Some(file) = file.strip_prefix(THEME) {
        let line = fault.line.map_or_else(String::new, |line| format!(":{line}"));
        let said = Diagnostic::new(Code::BadTheme, message)
            .in_file(format!("{}{line}", theme.print_place(file)))
            .help("mend the file, or delete it to use the standard theme's");
        return fault.hints.iter().fold(said, |said, hint| said.note(hint.clone()));
    }
    if let Some(name) = fault.message.strip_prefix(UNKNOWN).filter(|_| file == MAIN) {
        return Diagnostic::new(Code::BadTheme, format!("`{path}` cannot be set: the theme has no function `{name}`"))
            .in_file(theme.print_place(""))
            .help("give `book.typ`, `document.typ` or `blocks.typ` a function of this name, as the standard theme's");
    }
    let help = fault.hints.first().map_or("change what stands here", String::as_str);
    let said = Diagnostic::new(Code::BadPrint, message).help(help);
    let place = match file.strip_prefix(CONTENT) {
        Some(picture) => marks.picture(picture),
        None => first.and_then(|(_, range)| marks.find(range.start)),
    };
    match place {
        Some(span) => said.at(span, "while setting this"),
        None => said.in_file(path.as_str()),
    }
}

/// What was wrong with a sample, which is always the theme's fault.
pub(super) fn sample_fault(found: &Fault, path: &OutPath, sample: &str, theme: &Theme) -> Diagnostic {
    let said = fault(found, path, &Marks::default(), theme);
    if said.code == Code::BadTheme {
        return said;
    }
    let said = Diagnostic::new(Code::BadTheme, format!("`{path}` cannot be set: {}", found.message))
        .in_file(theme.print_place(""))
        .help("let the theme's functions take what the standard theme's take");
    let call = found.places.iter().find(|(file, _)| file == MAIN).and_then(|(_, range)| sample.get(..range.start));
    let said = match call.and_then(|before| sample.lines().nth(before.matches('\n').count())) {
        Some(line) => said.note(format!("while setting `{line}`")),
        None => said,
    };
    found.hints.iter().fold(said, |said, hint| said.note(hint.clone()))
}

/// How Typst begins to say that there is no such name.
const UNKNOWN: &str = "unknown variable: ";
