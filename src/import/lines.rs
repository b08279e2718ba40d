//! Blocks of a Word file as Markdown.
//!
//! In: [`WordBlock`]s. Out: lines.
//!
//! Invariant: what stands in a list is set in as far as the text of its item, so that it is read as part of it.

use std::collections::HashMap;

use super::model::{
    CellAlignment, ParagraphSort, RunContent, WordBlock, WordFrame, WordItem, WordParagraph, WordRun, WordTable,
};
use super::prose::{ProsePlace, as_code, prose};
use super::read::mark_of;

/// How much further than an item a paragraph may begin less, and still be part of it; in twentieths of a point.
const TOLERANCE: i32 = 60;
/// The levels of Word's lists.
const LEVELS: usize = 9;

/// Blocks as lines of Markdown.
pub(super) fn lines(blocks: &[WordBlock], place: ProsePlace<'_>) -> Vec<String> {
    let mut writer = LineWriter {
        place,
        out: Vec::new(),
        open: Vec::new(),
        branches: Vec::new(),
        counts: HashMap::new(),
        before: Before::Nothing,
        pending: None,
        code_language: None,
    };
    writer.blocks(blocks);
    writer.flush();
    writer.out
}

/// An item whose text goes on.
#[derive(Clone, Copy)]
struct OpenItem {
    item: WordItem,
    left: i32,
    /// How far its text is set in, in letters.
    width: usize,
    /// Its number, and the sign behind it.
    number: u64,
    sign: char,
}

/// The sort of what was written last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Item {
        is_ordered: bool,
    },
    /// A line of a condition among items.
    Entry,
    /// A line that begins what stands under a condition.
    Branch,
    Term,
    Definition,
    Quote,
    Block,
}

struct LineWriter<'a> {
    place: ProsePlace<'a>,
    out: Vec<String>,
    open: Vec<OpenItem>,
    /// Conditions that are open: the depth of their lines, and whether they stand among items.
    branches: Vec<(usize, bool)>,
    /// The next number of a list at each level; 0 where it has not begun.
    counts: HashMap<u32, [u64; LEVELS]>,
    before: Before,
    /// The beginning of an item whose first block is still to come, and its depth.
    pending: Option<(String, usize)>,
    /// The language of the code that comes, where a mark told it.
    code_language: Option<String>,
}

impl LineWriter<'_> {
    fn blocks(&mut self, blocks: &[WordBlock]) {
        let mut at = 0;
        while let Some(block) = blocks.get(at) {
            let rest = blocks.get(at + 1..).unwrap_or_default();
            match block {
                WordBlock::Paragraph(paragraph) if paragraph.sort == ParagraphSort::Code => {
                    at += self.code(&blocks[at..]);
                    continue;
                }
                WordBlock::Paragraph(paragraph) => self.paragraph(paragraph, rest),
                WordBlock::Table(table) => {
                    let lines = self.table(table);
                    self.block(lines, table.left);
                }
                WordBlock::Frame(frame) => {
                    let lines = self.frame(frame);
                    self.block(lines, frame.left);
                }
            }
            at += 1;
        }
    }

    fn paragraph(&mut self, paragraph: &WordParagraph, rest: &[WordBlock]) {
        let text = || prose(&paragraph.runs, self.place);
        let line = || prose(&paragraph.runs, ProsePlace { in_line: true, ..self.place });
        match paragraph.sort {
            ParagraphSort::Space if self.before == Before::Quote => self.before = Before::Block,
            ParagraphSort::Title | ParagraphSort::Subtitle | ParagraphSort::Code | ParagraphSort::Space => {}
            ParagraphSort::Heading(level) => {
                let heading = format!("{} {}", "#".repeat(usize::from(level).clamp(1, 5) + 1), line());
                self.open.clear();
                self.put(vec![heading], 0, Before::Block, true);
            }
            ParagraphSort::Item(item) => self.item(paragraph, item),
            ParagraphSort::Plain => {
                let lines = text().split('\n').map(str::to_owned).collect();
                self.block(lines, paragraph.left);
            }
            ParagraphSort::Quote => {
                let mut lines: Vec<String> = text().split('\n').map(|line| format!("> {line}")).collect();
                let goes_on = self.before == Before::Quote;
                if goes_on {
                    lines.insert(0, ">".into());
                }
                self.open.clear();
                self.put(lines, 0, Before::Quote, !goes_on);
            }
            ParagraphSort::Mark => self.mark(&mark_of(paragraph), paragraph.left, rest),
            ParagraphSort::Term => {
                self.open.clear();
                let line = line();
                self.put(vec![line], 0, Before::Term, self.before != Before::Term);
            }
            ParagraphSort::Definition => {
                let lead = if self.before == Before::Term { ": " } else { "  " };
                let text = text();
                let lines = text.split('\n').enumerate();
                let lines = lines.map(|(at, line)| format!("{}{line}", if at == 0 { lead } else { "  " })).collect();
                self.put(lines, 0, Before::Definition, self.before != Before::Term);
            }
            ParagraphSort::Rule => {
                self.open.clear();
                self.put(vec!["---".into()], 0, Before::Block, true);
            }
        }
    }

    /// A block that stands where it is set in to.
    fn block(&mut self, lines: Vec<String>, left: i32) {
        let depth = self.depth(left);
        self.open.truncate(depth);
        self.put(lines, depth, Before::Block, true);
    }

    /// The number of items that something set in so far is part of.
    fn depth(&self, left: i32) -> usize {
        if left <= 0 {
            return 0;
        }
        self.open.iter().take_while(|open| open.left <= left + TOLERANCE).count()
    }

    fn indent(&self, depth: usize) -> usize {
        self.open.iter().take(depth).map(|open| open.width).sum()
    }

    /// Adds lines at a depth.
    fn put(&mut self, lines: Vec<String>, depth: usize, now: Before, gap: bool) {
        let mut lines = lines.into_iter();
        if let Some((begin, of)) = self.pending.take() {
            if depth > of {
                let first = lines.next().unwrap_or_default();
                self.out.push(begin + &first);
            } else {
                self.out.push(begin.trim_end().to_owned());
                self.gap(gap);
            }
        } else {
            self.gap(gap);
        }
        let space = " ".repeat(self.indent(depth));
        self.out.extend(lines.map(|line| if line.is_empty() { line } else { format!("{space}{line}") }));
        self.before = now;
    }

    fn gap(&mut self, wanted: bool) {
        if wanted && self.before != Before::Branch && self.out.last().is_some_and(|line| !line.is_empty()) {
            self.out.push(String::new());
        }
    }

    fn flush(&mut self) {
        if let Some((begin, _)) = self.pending.take() {
            self.out.push(begin.trim_end().to_owned());
        }
    }

    fn item(&mut self, paragraph: &WordParagraph, item: WordItem) {
        self.flush();
        let kept = self.open.iter().take_while(|open| open.item.level < item.level).count();
        let sibling = self.open.get(kept).copied();
        self.open.truncate(kept);
        let is_ordered = item.start.is_some();
        let goes_on = sibling.filter(|open| open.item.start.is_some() == is_ordered);
        // Two lists with numbers in a row would be one with the same sign.
        let is_new = goes_on.is_some_and(|open| is_ordered && open.item.list != item.list && item.begins);
        let sign = match goes_on.map(|open| open.sign) {
            Some('.') if is_new => ')',
            Some(sign) if !is_new => sign,
            _ => '.',
        };
        let number = item.start.map_or(0, |start| self.number(item, start, goes_on.filter(|_| !is_new)));
        let mut marker = match item.start {
            None => "- ".to_owned(),
            Some(_) => format!("{number}{sign} "),
        };
        let width = marker.chars().count();
        match paragraph.task {
            Some(true) => marker.push_str("[x] "),
            Some(false) => marker.push_str("[ ] "),
            None => {}
        }
        let begin = format!("{}{marker}", " ".repeat(self.indent(kept)));
        let is_close = match self.before {
            Before::Entry | Before::Branch => true,
            Before::Item { is_ordered: before } => before == is_ordered || sibling.is_none(),
            _ => false,
        };
        self.gap(!is_close);
        self.open.push(OpenItem { item, left: paragraph.left, width, number, sign });
        if paragraph.is_empty() {
            self.pending = Some((begin, kept));
        } else {
            let text = prose(&paragraph.runs, self.place);
            let space = " ".repeat(self.indent(kept + 1));
            let lines = text.split('\n').enumerate();
            self.out.extend(lines.map(|(at, line)| format!("{}{line}", if at == 0 { &begin } else { &space })));
        }
        self.before = Before::Item { is_ordered };
    }

    /// The number of an item: after the one before it, or where its list was broken off.
    fn number(&mut self, item: WordItem, start: u64, before: Option<OpenItem>) -> u64 {
        let counts = self.counts.entry(item.list).or_default();
        let level = item.level.min(LEVELS - 1);
        let number = match before {
            Some(before) => before.number.saturating_add(1),
            // A list that only a style makes has no end but that of the items.
            None if counts[level] == 0 || item.list == 0 => start,
            None => counts[level],
        };
        counts[level] = number.saturating_add(1);
        counts[level + 1..].fill(0);
        number
    }

    /// A line that is a mark: of a condition, a block, code.
    fn mark(&mut self, text: &str, left: i32, rest: &[WordBlock]) {
        if let Some(language) = text.strip_prefix("```") {
            self.code_language = Some(language.trim().to_owned());
            return;
        }
        let word = text.strip_prefix("{%").map(|inner| inner.split_whitespace().next().unwrap_or_default());
        let (depth, is_entry) = match word {
            Some("if") => {
                let branch = self.branch(left, rest);
                self.branches.push(branch);
                branch
            }
            Some("endif") => self.branches.pop().unwrap_or((0, false)),
            Some(_) => self.branches.last().copied().unwrap_or((0, false)),
            None if text == ":" => {
                // The next definition of a term.
                self.before = Before::Term;
                return;
            }
            None => return self.block(text.split('\n').map(str::to_owned).collect(), left),
        };
        // What stands under a condition stands close to its lines; so does one among items.
        let is_first = word == Some("if");
        let is_close = !is_first || is_entry && matches!(self.before, Before::Item { .. } | Before::Entry);
        let now = match (is_entry, word) {
            (true, _) => Before::Entry,
            (false, Some("endif")) => Before::Block,
            _ => Before::Branch,
        };
        if !is_entry {
            self.open.truncate(depth);
        }
        self.put(vec![text.to_owned()], depth, now, !is_close);
    }

    /// The depth of the lines of a condition, and whether it stands among the items of a list: what comes next tells.
    fn branch(&self, left: i32, rest: &[WordBlock]) -> (usize, bool) {
        let next = rest.iter().find_map(|block| match block {
            WordBlock::Paragraph(paragraph) if paragraph.sort == ParagraphSort::Mark => None,
            WordBlock::Paragraph(paragraph) => Some(Some(paragraph)),
            _ => Some(None),
        });
        match next.flatten().map(|paragraph| paragraph.sort) {
            Some(ParagraphSort::Item(item)) => {
                let depth = self.open.iter().take_while(|open| open.item.level < item.level).count();
                (depth, true)
            }
            _ => (self.depth(left), false),
        }
    }

    /// Paragraphs of code in a row; returns how many.
    fn code(&mut self, blocks: &[WordBlock]) -> usize {
        let mut text = Vec::new();
        let mut left = 0;
        let mut count = 0;
        for block in blocks {
            let WordBlock::Paragraph(paragraph) = block else { break };
            if paragraph.sort != ParagraphSort::Code {
                break;
            }
            left = if count == 0 { paragraph.left } else { left };
            text.push(code_of(&paragraph.runs));
            count += 1;
        }
        let text = text.join("\n");
        let longest = text.lines().map(|line| line.trim_start().chars().take_while(|c| *c == '`').count()).max();
        let fence = "`".repeat(longest.unwrap_or(0).max(2) + 1);
        let language = self.code_language.take().unwrap_or_default();
        let mut lines = vec![format!("{fence}{language}")];
        lines.extend(text.split('\n').map(as_code));
        lines.push(fence);
        self.block(lines, left);
        count
    }

    fn frame(&mut self, frame: &WordFrame) -> Vec<String> {
        if frame.mark.starts_with("{{") {
            return vec![frame.mark.clone()];
        }
        let inner = lines(&frame.blocks, self.place);
        let quoted = |line: String| if line.is_empty() { ">".to_owned() } else { format!("> {line}") };
        let mark = frame.mark.starts_with('[').then(|| format!("> {}", frame.mark));
        mark.into_iter().chain(inner.into_iter().map(quoted)).collect()
    }

    fn table(&self, table: &WordTable) -> Vec<String> {
        let place = ProsePlace { in_cell: true, in_line: true, ..self.place };
        let row = |cells: &[super::model::WordCell]| {
            let cells: Vec<String> = cells.iter().map(|cell| prose(&cell.runs, place)).collect();
            format!("| {} |", cells.join(" | "))
        };
        let mut rows = table.rows.iter();
        let Some(head) = rows.next() else { return Vec::new() };
        let like = table.rows.get(1).unwrap_or(head);
        let line = |cell: &super::model::WordCell| match cell.alignment {
            CellAlignment::None => "---",
            CellAlignment::Center => ":-:",
            CellAlignment::Right => "--:",
        };
        let mut out = vec![row(head), format!("| {} |", like.iter().map(line).collect::<Vec<_>>().join(" | "))];
        out.extend(rows.map(|cells| row(cells)));
        out
    }
}

/// Code as it stands, line by line.
fn code_of(runs: &[WordRun]) -> String {
    let piece = |run: &WordRun| match &run.content {
        RunContent::Text(text) => text.clone(),
        RunContent::Break => "\n".to_owned(),
        RunContent::Note(_) | RunContent::Picture(..) => String::new(),
    };
    runs.iter().map(piece).collect()
}
