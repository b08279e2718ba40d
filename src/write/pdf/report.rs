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
    let content = fault.places.iter().find(|(file, _)| file == MAIN).and_then(|(_, range)| marks.find(range.start));
    let first = fault.places.first();
    let file = first.and_then(|(file, _)| file.strip_prefix(THEME));
    let message = format!("`{path}` cannot be set: {}", fault.message);
    let said = if let Some(file) = file {
        let line = fault.line.map_or_else(String::new, |line| format!(":{line}"));
        Diagnostic::new(Code::BadTheme, message)
            .in_file(format!("{}{line}", theme.print_place(file)))
            .help("mend the file, or delete it to use the standard theme's")
    } else {
        let said = Diagnostic::new(Code::BadPrint, message)
            .help(fault.hints.first().map_or("change what stands here", String::as_str));
        match (content, first) {
            (Some(span), _) => said.at(span, "while setting this"),
            (None, Some((file, _))) => said.in_file(file.trim_start_matches(CONTENT)),
            (None, None) => said.in_file(path.as_str()),
        }
    };
    fault.hints.iter().skip(usize::from(file.is_none())).fold(said, |said, hint| said.note(hint.clone()))
}
