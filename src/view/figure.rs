//! A decision as a figure: a box for each question with its answers, a box for each outcome, and
//! lines with the letters of the answers.
//!
//! In: a [`Decision`]. Out: an `svg` element without styles, which takes its colours from classes.
//!
//! Invariant: everything in the figure stands in the page as text too, so the figure is one picture
//! with a title for its name and a description.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::escape::push_text;
use super::flow::{FlowLayout, Rect, Route, Size, lay_out};
use crate::kind::{Decision, Question};

/// The size of letters.
const FONT: f64 = 14.0;
/// From line to line.
const LINE: f64 = 18.0;
/// From the edge of a box to its text.
const PADDING: f64 = 12.0;
/// Between a question and its answers.
const AFTER_QUESTION: f64 = 6.0;
/// The column of the letters of answers.
const LETTERS: f64 = 20.0;
/// A question with few answers, one with many, an outcome.
const WIDTHS: [f64; 3] = [240.0, 380.0, 190.0];
/// From this many answers on, a question is wide.
const MANY: usize = 4;
/// Around the whole.
const MARGIN: f64 = 6.0;

/// A box with its text, line by line.
struct Card {
    size: Size,
    title: Vec<String>,
    /// Letter and lines.
    answers: Vec<(char, Vec<String>)>,
    outcome: bool,
}

/// Draws a decision.
pub(super) fn draw(decision: &Decision, title: &str, description: &str) -> String {
    let ids: HashMap<&str, usize> = {
        let questions = decision.questions.iter().map(|question| &*question.id);
        questions.chain(decision.outcomes.iter().map(|outcome| &*outcome.id)).zip(0..).collect()
    };
    let mut cards: Vec<Card> =
        (1..).zip(&decision.questions).map(|(number, question)| asking(number, question)).collect();
    cards.extend(decision.outcomes.iter().map(|outcome| ending(&outcome.title)));
    let sizes: Vec<Size> = cards.iter().map(|card| card.size).collect();
    let mut edges = Vec::new();
    let mut letters: HashMap<(usize, usize), Vec<char>> = HashMap::new();
    for (from, question) in decision.questions.iter().enumerate() {
        for (letter, answer) in ('A'..='Z').zip(&question.answers) {
            let Some(to) = ids.get(&*answer.to) else { continue };
            edges.push((from, *to));
            letters.entry((from, *to)).or_default().push(letter);
        }
    }
    write(&cards, &lay_out(&sizes, &edges), &letters, (title, description))
}

fn asking(number: usize, question: &Question) -> Card {
    let width = WIDTHS[usize::from(question.answers.len() >= MANY)];
    let inner = width - 2.0 * PADDING;
    let title = wrap(&question.title(number), inner, BOLD);
    let answers: Vec<(char, Vec<String>)> = ('A'..='Z')
        .zip(&question.answers)
        .map(|(letter, answer)| (letter, wrap(&answer.text, inner - LETTERS, 1.0)))
        .collect();
    let lines = answers.iter().map(|(_, lines)| lines).chain([&title]).flatten();
    let height = lines.map(|_| LINE).sum::<f64>() + 2.0 * PADDING + AFTER_QUESTION;
    Card { size: Size { width, height }, title, answers, outcome: false }
}

fn ending(title: &str) -> Card {
    let title = wrap(title, WIDTHS[2] - 2.0 * PADDING, BOLD);
    let height = title.iter().map(|_| LINE).sum::<f64>() + 2.0 * PADDING;
    Card { size: Size { width: WIDTHS[2], height }, title, answers: Vec::new(), outcome: true }
}

/// How much wider bold letters are.
const BOLD: f64 = 1.14;

/// Breaks a text into lines; a word wider than a line is broken too. Widths are those of a wide font.
fn wrap(text: &str, width: f64, weight: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    for word in text.split_whitespace() {
        let wide = word.chars().map(advance).sum::<f64>() * weight;
        if !line.is_empty() && used + (advance(' ') * weight) + wide > width {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        if !line.is_empty() {
            line.push(' ');
            used += advance(' ') * weight;
        }
        for letter in word.chars() {
            let wide = advance(letter) * weight;
            if used + wide > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(letter);
            used += wide;
        }
    }
    lines.push(line);
    lines
}

/// The width of a letter.
fn advance(letter: char) -> f64 {
    let of_an_em = match letter {
        'i' | 'j' | 'l' | '\'' | '|' => 0.28,
        ' ' | '.' | ',' | ':' | ';' | '!' => 0.32,
        'f' | 't' | 'r' | '(' | ')' | '-' => 0.4,
        'm' | 'w' | 'M' | 'W' | 'æ' | 'Æ' | '–' => 0.96,
        _ if letter.is_uppercase() => 0.72,
        _ => 0.61,
    };
    of_an_em * FONT
}

/// The letters on a line, in order, as short as they can be read: «A, B», «A–C».
fn on_line(letters: &[char]) -> String {
    let runs = letters.chunk_by(|a, b| u32::from(*a) + 1 == u32::from(*b));
    let told = runs.map(|run| match run {
        [first, _, .., last] => format!("{first}–{last}"),
        few => few.iter().map(char::to_string).collect::<Vec<_>>().join(", "),
    });
    told.collect::<Vec<_>>().join(", ")
}

fn write(
    cards: &[Card],
    layout: &FlowLayout,
    letters: &HashMap<(usize, usize), Vec<char>>,
    words: (&str, &str),
) -> String {
    let mut svg = String::new();
    let (width, height) = (layout.width + 2.0 * MARGIN, layout.height + 2.0 * MARGIN);
    let _ = write!(
        svg,
        "<svg role=\"img\" aria-labelledby=\"ui_figur-tittel\" aria-describedby=\"ui_figur-tekst\" width=\"{width}\" height=\"{height}\" viewBox=\"-{MARGIN} -{MARGIN} {width} {height}\"><title id=\"ui_figur-tittel\">"
    );
    push_text(&mut svg, words.0);
    svg.push_str("</title><desc id=\"ui_figur-tekst\">");
    push_text(&mut svg, words.1);
    svg.push_str("</desc>\n");
    for route in &layout.routes {
        line(&mut svg, route);
    }
    for (card, rect) in cards.iter().zip(&layout.boxes) {
        self::card(&mut svg, card, rect);
    }
    for route in &layout.routes {
        let (Some((x, y)), Some((end, _))) = (route.points.first(), route.points.get(2)) else { continue };
        let Some(letters) = letters.get(&(route.from, route.to)) else { continue };
        // On the side that the line does not bend to.
        let (class, x) = if end > x { ("fl fh", x - 5.0) } else { ("fl", x + 5.0) };
        text(&mut svg, class, x, y + FONT, &on_line(letters));
    }
    svg.push_str("</svg>");
    svg
}

fn line(svg: &mut String, route: &Route) {
    svg.push_str("<path class=\"fp\" d=\"");
    let mut before = (0.0, 0.0);
    for (i, (x, y)) in route.points.iter().enumerate() {
        let _ = match i {
            0 => write!(svg, "M{x:.0} {y:.0}"),
            _ if i % 2 == 1 && *y > before.1 => write!(svg, "V{y:.0}"),
            _ if i % 2 == 1 => Ok(()),
            _ => {
                let middle = f64::midpoint(before.1, *y);
                write!(svg, "C{:.0} {middle:.0} {x:.0} {middle:.0} {x:.0} {y:.0}", before.0)
            }
        };
        before = (*x, *y);
    }
    svg.push_str("\"/>");
    let (x, y) = before;
    let _ = writeln!(svg, "<path class=\"fs\" d=\"M{x:.0} {y:.0}l-4.5-8h9z\"/>");
}

fn card(svg: &mut String, card: &Card, rect: &Rect) {
    let Rect { x, y, width, height } = *rect;
    let (class, corner) = if card.outcome { ("fu", 16) } else { ("fb", 3) };
    let _ = writeln!(
        svg,
        "<rect class=\"{class}\" x=\"{x:.0}\" y=\"{y:.0}\" width=\"{width}\" height=\"{height}\" rx=\"{corner}\"/>"
    );
    let mut baseline = y + PADDING + FONT;
    for line in &card.title {
        text(svg, "ft", x + PADDING, baseline, line);
        baseline += LINE;
    }
    baseline += AFTER_QUESTION;
    for (letter, lines) in &card.answers {
        text(svg, "fl", x + PADDING, baseline, letter.encode_utf8(&mut [0; 4]));
        for line in lines {
            text(svg, "fv", x + PADDING + LETTERS, baseline, line);
            baseline += LINE;
        }
    }
}

fn text(svg: &mut String, class: &str, x: f64, y: f64, says: &str) {
    let _ = write!(svg, "<text class=\"{class}\" x=\"{x:.0}\" y=\"{y:.0}\">");
    push_text(svg, says);
    svg.push_str("</text>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_a_row_are_told_by_the_first_and_the_last() {
        for (letters, told) in [("A", "A"), ("AB", "A, B"), ("ABC", "A–C"), ("ABCEFHIJK", "A–C, E, F, H–K"), ("", "")]
        {
            assert_eq!(on_line(&letters.chars().collect::<Vec<_>>()), told);
        }
    }
    use crate::kind::{Answer, DecisionOutcome};

    #[test]
    fn lines_are_no_wider_than_their_box_and_lose_no_letter() {
        let text = "Dele egne erfaringer med én person i en lignende situasjon, eller representasjonsordningsutvalget";
        let lines = wrap(text, 120.0, 1.0);
        assert!(lines.iter().all(|line| line.chars().map(advance).sum::<f64>() <= 120.0), "{lines:?}");
        let letters = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(letters(&lines.concat()), letters(text));
    }

    #[test]
    fn answers_that_lead_to_one_place_share_a_line() {
        let answer = |text: &str, to: &str| Answer { text: text.into(), to: to.into() };
        let decision = Decision {
            questions: vec![Question {
                id: "q".into(),
                ask: "Hva <nå>?".into(),
                why: None,
                answers: vec![answer("ja", "u"), answer("kanskje", "u"), answer("nei", "borte")],
            }],
            outcomes: vec![DecisionOutcome {
                id: "u".into(),
                title: "Slutt".into(),
                says: "x".into(),
                see: Vec::new(),
            }],
        };
        let svg = draw(&decision, "Tittel", "Tekst");
        assert_eq!(svg.matches("class=\"fp\"").count(), 1);
        assert!(svg.contains(">A, B</text>") && svg.contains("1. Hva &lt;nå&gt;?"), "{svg}");
        assert!(!svg.contains("style"));
    }
}
