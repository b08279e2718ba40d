//! A filled-in assessment: statements with what was answered, and the plan.

use super::answers::DocumentAnswers;
use super::finish::{block, inline, lines, paragraph};
use crate::config::Config;
use crate::document::{Alignment, Block, BlockNode, Heading, InlineNode, Inlines, Table};
use crate::kind::anchors::KindSection;
use crate::kind::{Assessment, Statement};
use crate::language::Letters;
use crate::theme::Texts;
use crate::view::day_shown;

/// The answer of a scale that a rating names, by its text or its slug.
pub(super) fn rating<'a>(assessment: &'a Assessment, rating: &str, letters: Letters) -> Option<&'a str> {
    let rating = rating.trim();
    assessment.options(letters).find(|(value, text)| *text == rating || value == rating).map(|(_, text)| text)
}

pub(super) fn blocks(assessment: &Assessment, own: &DocumentAnswers, texts: &Texts, config: &Config) -> Vec<Block> {
    let letters = config.language().letters;
    let part = |section: KindSection| heading(2, section.id(config.anchors()), texts.get(section.title_key()));
    let mut out = vec![part(KindSection::Statements)];
    for (number, statement) in (1..).zip(&assessment.statements) {
        out.push(heading(3, &statement.id, &statement.title(number)));
        out.extend(statement.why.as_deref().map(|why| paragraph(lines(why))));
        out.push(answer(assessment, statement, own, texts, letters));
    }
    out.push(part(KindSection::Plan));
    out.push(paragraph(lines(texts.get("plan-how"))));
    let keys = ["plan-what", "plan-who", "plan-when"];
    let when = own.plan.when.as_deref().map(|when| day_shown(when, texts));
    let given = [own.plan.what.as_deref(), own.plan.who.as_deref(), when.as_deref()];
    let cells = keys.iter().zip(given).map(|(key, text)| {
        let blank = || [inline(InlineNode::Field(texts.get(key).into()))].into();
        text.filter(|text| !text.trim().is_empty()).map_or_else(blank, lines)
    });
    out.push(table(keys.iter().map(|key| lines(texts.get(key))).collect(), cells.collect()));
    out
}

fn heading(level: u8, id: &str, text: &str) -> Block {
    block(BlockNode::Heading(Box::new(Heading { level, id: id.into(), marks: None, content: lines(text) })))
}

/// The row of the one who answered; where that is not known, of nobody.
fn answer(
    assessment: &Assessment,
    statement: &Statement,
    own: &DocumentAnswers,
    texts: &Texts,
    letters: Letters,
) -> Block {
    let who = assessment.asked(statement).find(|(one, _)| Some(&*one.name) == own.respondent.as_deref());
    let shown = |text: &str| lines(if text.is_empty() { "–" } else { text });
    let given = own.ratings.get(&*statement.id).map(|text| text.trim()).filter(|text| !text.is_empty());
    let given = given.map(|text| rating(assessment, text, letters).unwrap_or(text));
    let cells = [
        shown(who.map_or("", |(one, _)| &one.title)),
        shown(who.map_or("", |(_, text)| text)),
        lines(given.unwrap_or_else(|| texts.get("word-unrated"))),
        lines(own.notes.get(&*statement.id).map_or("", String::as_str)),
    ];
    let head = ["word-who", "look-for", "word-answer", "notes"].map(|key| lines(texts.get(key)));
    table(head.into(), cells.into())
}

fn table(head: Box<[Inlines]>, row: Box<[Inlines]>) -> Block {
    let alignment = head.iter().map(|_| Alignment::None).collect();
    block(BlockNode::Table(Box::new(Table { alignment, head, rows: [row].into() })))
}
