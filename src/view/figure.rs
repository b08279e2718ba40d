//! A decision as a figure: a box for each question with its answers, a box for each outcome, and
//! lines with the letters of the answers.
//!
//! In: a [`Decision`]. Out: an `svg` element without styles, which takes its colours from classes; for print also several
//! that together show the same, each a whole figure.
//!
//! Invariant: everything in the figure stands in the page as text too, so the figure is one picture
//! with a title for its name and a description. No line ends but at a box.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

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
    role: CardRole,
}

/// The look of a box: its class and the radius of its corners.
#[derive(Clone, Copy)]
struct CardRole(&'static str, u8);

const QUESTION: CardRole = CardRole("fb", 3);
const OUTCOME: CardRole = CardRole("fu", 16);
/// A question that another figure shows.
const ELSEWHERE: CardRole = CardRole("fe", 3);

/// The words in a figure that do not come from the decision.
pub(super) struct FigureWords<'w> {
    pub(super) title: &'w str,
    pub(super) description: &'w str,
    /// The words of the box that leads to the question with a number, in another figure.
    pub(super) elsewhere: &'w dyn Fn(usize) -> String,
}

/// Draws a decision.
pub(super) fn draw(decision: &Decision, words: &FigureWords<'_>) -> String {
    FigureDrawing::of(decision, 0..decision.questions.len(), words).write(words)
}

/// A figure of some of the questions of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigurePart {
    /// The number of its first question.
    pub first: usize,
    /// The `svg` element.
    pub svg: String,
}

/// In more figures than this no decision is shown.
const MOST_PARTS: usize = 5;
/// A decision with more questions is drawn whole alone: every row of questions is tried as a part, which takes long.
const MOST_QUESTIONS: usize = 40;
/// The room that a page has for a figure, upright and on its side, in millimetres of A4. What is compared is how well
/// parts fit, which is much the same on other paper.
const ROOMS: [(f64, f64); 2] = [(186.0, 235.0), (273.0, 145.0)];

/// The decision in one figure, in two, and so on: each time in those that come out largest on pages.
pub(super) fn draw_parts(decision: &Decision, words: &FigureWords<'_>) -> Vec<Vec<FigurePart>> {
    let count = decision.questions.len();
    if count > MOST_QUESTIONS {
        return vec![vec![FigurePart { first: 1, svg: draw(decision, words) }]];
    }
    let mut drawings = HashMap::new();
    for from in 0..count {
        for to in from + 1..=count {
            drawings.insert((from, to), FigureDrawing::of(decision, from..to, words));
        }
    }
    let reach = |from: usize, to: usize| drawings.get(&(from, to)).map_or(f64::INFINITY, FigureDrawing::reach);
    // `best[parts - 1][to]`: the largest reach among the questions before `to` in so many parts, and where the last begins.
    let mut best: Vec<Vec<(f64, usize)>> = vec![(0..=count).map(|to| (reach(0, to), 0)).collect()];
    for parts in 1..MOST_PARTS.min(count) {
        let before = &best[parts - 1];
        let with_last = |to: usize| {
            let ways = (parts..to).map(|from| (before[from].0.max(reach(from, to)), from));
            ways.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((f64::INFINITY, 0))
        };
        let next = (0..=count).map(with_last).collect();
        best.push(next);
    }
    let ways = (0..best.len()).map(|parts| {
        let (mut to, mut way) = (count, Vec::new());
        for row in best[..=parts].iter().rev() {
            let from = row[to].1;
            let svg = drawings.get(&(from, to)).map(|drawing| drawing.write(words)).unwrap_or_default();
            way.push(FigurePart { first: from + 1, svg });
            to = from;
        }
        way.reverse();
        way
    });
    ways.collect()
}

/// A box of a drawing: a question of it, an outcome, or a question that another figure shows.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Shown {
    Question(usize),
    Outcome(usize),
    Elsewhere(usize),
}

/// Boxes with their places, and the letters of the answers on each line.
struct FigureDrawing {
    cards: Vec<Card>,
    layout: FlowLayout,
    letters: HashMap<(usize, usize), Vec<char>>,
}

impl FigureDrawing {
    /// Draws some of the questions, with all that their answers lead to.
    fn of(decision: &Decision, part: Range<usize>, words: &FigureWords<'_>) -> Self {
        let mut targets: HashMap<&str, Shown> = HashMap::new();
        for (number, question) in decision.questions.iter().enumerate() {
            let shown = if part.contains(&number) { Shown::Question } else { Shown::Elsewhere };
            targets.insert(&question.id, shown(number));
        }
        targets
            .extend(decision.outcomes.iter().zip(0..).map(|(outcome, number)| (&*outcome.id, Shown::Outcome(number))));
        let asked = || (part.start..).zip(&decision.questions[part.clone()]);
        let led_to: Vec<Shown> = asked()
            .flat_map(|(_, question)| &question.answers)
            .filter_map(|answer| targets.get(&*answer.to).copied())
            .collect();
        let outcomes = (0..decision.outcomes.len()).map(Shown::Outcome);
        let elsewhere = (0..decision.questions.len()).map(Shown::Elsewhere);
        let shown: Vec<Shown> = part
            .clone()
            .map(Shown::Question)
            .chain(outcomes.chain(elsewhere).filter(|one| led_to.contains(one)))
            .collect();
        let position: HashMap<Shown, usize> = shown.iter().copied().zip(0..).collect();
        let card = |one: &Shown| match *one {
            Shown::Question(number) => asking(number + 1, &decision.questions[number]),
            Shown::Outcome(number) => ending(&decision.outcomes[number].title, WIDTHS[2], OUTCOME),
            Shown::Elsewhere(number) => {
                let title = (words.elsewhere)(number + 1);
                ending(&title, line_width(&title).min(WIDTHS[2]), ELSEWHERE)
            }
        };
        let cards: Vec<Card> = shown.iter().map(card).collect();
        let sizes: Vec<Size> = cards.iter().map(|card| card.size).collect();
        let mut edges = Vec::new();
        let mut letters: HashMap<(usize, usize), Vec<char>> = HashMap::new();
        for (from, (_, question)) in asked().enumerate() {
            for (letter, answer) in ('A'..='Z').zip(&question.answers) {
                let Some(to) = targets.get(&*answer.to).and_then(|target| position.get(target)) else { continue };
                edges.push((from, *to));
                letters.entry((from, *to)).or_default().push(letter);
            }
        }
        let layout = lay_out(&sizes, &edges);
        Self { cards, layout, letters }
    }

    /// Its size as a multiple of a page, turned the way that suits it; above 1 it must shrink.
    fn reach(&self) -> f64 {
        let on = |(width, height): &(f64, f64)| (self.layout.width / width).max(self.layout.height / height);
        ROOMS.iter().map(on).fold(f64::INFINITY, f64::min)
    }
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
    Card { size: Size { width, height }, title, answers, role: QUESTION }
}

/// The width of a box around a title in one line.
fn line_width(title: &str) -> f64 {
    (title.chars().map(advance).sum::<f64>() * BOLD + 2.0 * PADDING).ceil()
}

fn ending(title: &str, width: f64, role: CardRole) -> Card {
    let title = wrap(title, width - 2.0 * PADDING, BOLD);
    let height = title.iter().map(|_| LINE).sum::<f64>() + 2.0 * PADDING;
    Card { size: Size { width, height }, title, answers: Vec::new(), role }
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

impl FigureDrawing {
    /// The letters of the answers on a line, on the side that it does not bend to.
    fn label(&self, route: &Route) -> Option<Label> {
        let ((x, y), (end, _)) = (route.points.first()?, route.points.get(2)?);
        let words = on_line(self.letters.get(&(route.from, route.to))?);
        let width: f64 = words.chars().map(advance).sum::<f64>() * BOLD;
        let ends = end > x;
        let (from, to) = if ends { (x - 5.0 - width, x - 5.0) } else { (x + 5.0, x + 5.0 + width) };
        Some(Label { words, from, to, y: y + FONT, ends })
    }

    fn write(&self, words: &FigureWords<'_>) -> String {
        let Self { cards, layout, .. } = self;
        let mut svg = String::new();
        let (width, height) = (layout.width + 2.0 * MARGIN, layout.height + 2.0 * MARGIN);
        let _ = write!(
            svg,
            "<svg role=\"img\" aria-labelledby=\"ui_figur-tittel\" aria-describedby=\"ui_figur-tekst\" width=\"{width}\" height=\"{height}\" viewBox=\"-{MARGIN} -{MARGIN} {width} {height}\"><title id=\"ui_figur-tittel\">"
        );
        push_text(&mut svg, words.title);
        svg.push_str("</title><desc id=\"ui_figur-tekst\">");
        push_text(&mut svg, words.description);
        svg.push_str("</desc>\n");
        for route in &layout.routes {
            line(&mut svg, route);
        }
        for (card, rect) in cards.iter().zip(&layout.boxes) {
            self::card(&mut svg, card, rect);
        }
        let mut labels: Vec<Label> = layout.routes.iter().filter_map(|route| self.label(route)).collect();
        set_apart(&mut labels);
        for label in &labels {
            let (class, x) = if label.ends { ("fl fh", label.to) } else { ("fl", label.from) };
            text(&mut svg, class, x, label.y, &label.words);
        }
        svg.push_str("</svg>");
        svg
    }
}

/// The letters of answers beside a line, and the room they take.
struct Label {
    words: String,
    from: f64,
    to: f64,
    y: f64,
    /// Whether they end at the line, which is on their right.
    ends: bool,
}

/// Moves labels down a line that would stand over the one before them.
fn set_apart(labels: &mut [Label]) {
    labels.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.from.total_cmp(&b.from)));
    for at in 1..labels.len() {
        let (before, rest) = labels.split_at_mut(at);
        let is_over = |other: &Label| (other.y - rest[0].y).abs() < LINE - 0.5 && other.to > rest[0].from;
        if before.last().is_some_and(is_over) {
            rest[0].y += LINE;
        }
    }
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
    let CardRole(class, corner) = card.role;
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

    const WORDS: FigureWords<'_> =
        FigureWords { title: "Tittel", description: "Tekst", elsewhere: &|number| format!("Til spørsmål {number}") };

    #[test]
    fn in_parts_every_question_stands_once_and_every_line_ends_at_a_box() {
        let answer = |text: &str, to: String| Answer { text: text.into(), to: to.into() };
        let question = |number: usize| Question {
            id: format!("q{number}").into(),
            ask: format!("Hva er det {number}?").into(),
            why: None,
            answers: vec![
                answer("neste", if number == 6 { "u".into() } else { format!("q{}", number + 1) }),
                answer("siste", "q6".into()),
                answer("ferdig", "u".into()),
            ],
        };
        let outcome = DecisionOutcome { id: "u".into(), title: "Slutt".into(), says: "x".into(), see: Vec::new() };
        let decision = Decision { questions: (1..=6).map(question).collect(), outcomes: vec![outcome] };
        let ways = draw_parts(&decision, &WORDS);
        assert_eq!(ways.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        assert_eq!(ways[0][0].svg, draw(&decision, &WORDS));
        for way in &ways {
            let all = way.iter().map(|part| &*part.svg).collect::<String>();
            for number in 1..=6 {
                assert_eq!(all.matches(&format!("{number}. Hva")).count(), 1, "{all}");
            }
            for (part, next) in way.iter().zip(way.iter().skip(1)) {
                assert!(part.first < next.first && part.svg.contains(&format!("Til spørsmål {}", next.first)));
                assert!(part.svg.contains("Slutt"));
            }
        }
    }

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
        let svg = draw(&decision, &WORDS);
        assert_eq!(svg.matches("class=\"fp\"").count(), 1);
        assert!(svg.contains(">A, B</text>") && svg.contains("1. Hva &lt;nå&gt;?"), "{svg}");
        assert!(!svg.contains("style"));
    }
}
