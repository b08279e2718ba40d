//! The names of what this program writes into Word files and reads out of them again.
//!
//! In: the names of styles in a language. Out: ids and names of styles, the tag of a mark, what a file carries, addresses
//! in the book.
//!
//! Invariant: what `write/docx` writes for `import/` to read back is called here, and by the names in `language/`, alone.
//! They are those of files that colleagues have already: another id or name, and nobody's file is read any more.

use crate::language::{Languages, WordStyleNames};

/// The namespace of what a form carries: what is needed to fill it in.
pub const FILL_NAMESPACE: &str = "urn:brobygger:fill";
/// The namespace of what a page for comments carries: its text as it was.
pub const PAGE_NAMESPACE: &str = "urn:brobygger:page";
/// The element of what a file carries.
pub const CARRIED: &str = "brobygger";
/// The scheme of addresses of what lies in the book, where no site does: with a path below the content's folder.
pub const IN_BOOK: &str = "brobygger:";
/// The tag of the control of a mark.
pub const MARK_TAG: &str = "mark";

/// A style of ours, which says what a paragraph, a text or a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnStyle {
    /// Text that stands as it is written in Markdown.
    Mark,
    /// Words beside a mark that tell what it means.
    MarkExplained,
    /// A paragraph that is a mark.
    MarkLine,
    /// A paragraph of code.
    Code,
    /// Code within a text.
    CodeText,
    /// A box to tick; deeper ones have a number behind their id and their name.
    Choice,
    /// A term that is explained.
    Term,
    /// Meaning of a term.
    Definition,
    /// A line across.
    Rule,
    /// Nothing, between what would else be one.
    Space,
    /// Guidance on how to fill in.
    Guidance,
    /// The title of that.
    GuidanceTitle,
    /// An alert.
    Alert,
    /// The title of that.
    AlertTitle,
    /// The condition of what follows.
    Condition,
    /// The text of a cell.
    Cell,
    /// A blank that is left in a finished document.
    Missing,
    /// A table with lines between its cells.
    Table,
    /// A table of one cell, round blocks.
    Frame,
}

impl OwnStyle {
    /// All of them.
    pub const ALL: [Self; 19] = [
        Self::Mark,
        Self::MarkExplained,
        Self::MarkLine,
        Self::Code,
        Self::CodeText,
        Self::Choice,
        Self::Term,
        Self::Definition,
        Self::Rule,
        Self::Space,
        Self::Guidance,
        Self::GuidanceTitle,
        Self::Alert,
        Self::AlertTitle,
        Self::Condition,
        Self::Cell,
        Self::Missing,
        Self::Table,
        Self::Frame,
    ];

    /// The id by which the text of a file names it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Mark => "MarkdownMark",
            Self::MarkExplained => "MarkExplained",
            Self::MarkLine => "MarkLine",
            Self::Code => "CodeBlock",
            Self::CodeText => "CodeText",
            Self::Choice => "ChoiceItem",
            Self::Term => "ExplainedTerm",
            Self::Definition => "ExplanationOfTerm",
            Self::Rule => "LineAcross",
            Self::Space => "SpaceBetween",
            Self::Guidance => "Guidance",
            Self::GuidanceTitle => "GuidanceTitle",
            Self::Alert => "Alert",
            Self::AlertTitle => "AlertTitle",
            Self::Condition => "Condition",
            Self::Cell => "Cell",
            Self::Missing => "Missing",
            Self::Table => "RuledTable",
            Self::Frame => "Frame",
        }
    }

    /// The name that Word shows. Programs make ids of their own when they save a file; names they keep.
    #[must_use]
    pub const fn name(self, names: &WordStyleNames) -> &'static str {
        match self {
            Self::Mark => names.mark,
            Self::MarkExplained => names.mark_explained,
            Self::MarkLine => names.mark_line,
            Self::Code => names.code,
            Self::CodeText => names.code_text,
            Self::Choice => names.choice,
            Self::Term => names.term,
            Self::Definition => names.definition,
            Self::Rule => names.rule,
            Self::Space => names.space,
            Self::Guidance => names.guidance,
            Self::GuidanceTitle => names.guidance_title,
            Self::Alert => names.alert,
            Self::AlertTitle => names.alert_title,
            Self::Condition => names.condition,
            Self::Cell => names.cell,
            Self::Missing => names.missing,
            Self::Table => names.table,
            Self::Frame => names.frame,
        }
    }

    /// The style with an id.
    #[must_use]
    pub fn with_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.id() == id)
    }

    /// The style of a name in any language, in capital letters or small ones.
    #[must_use]
    pub fn named(name: &str, languages: &Languages) -> Option<Self> {
        let is_named = |style: Self, names: &WordStyleNames| style.name(names).eq_ignore_ascii_case(name);
        languages.rows().find_map(|row| Self::ALL.into_iter().find(|style| is_named(*style, &row.word_styles)))
    }
}
