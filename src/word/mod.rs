//! The names of what this program writes into Word files and reads out of them again.
//!
//! In: nothing. Out: the names of styles, of the tag of a mark, of what a file carries, of addresses in the book.
//!
//! Invariant: what `write/docx` writes for `import/` to read back is called here alone. The names are those of files that
//! colleagues have already: another name, and nobody's file is read any more.

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

/// A style of ours, which says what a paragraph or a text is.
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
    /// A box to tick; deeper ones have a number behind their name.
    Choice,
    /// A term that is explained.
    Term,
    /// Meaning of a term.
    Definition,
    /// A line across.
    Rule,
    /// Nothing, between what would else be one.
    Space,
}

impl OwnStyle {
    /// All of them.
    pub const ALL: [Self; 10] = [
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
    ];

    /// The id by which the text of a file names it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Mark => "Merke",
            Self::MarkExplained => "MerkeForklaring",
            Self::MarkLine => "MerkeLinje",
            Self::Code => "Kode",
            Self::CodeText => "KodeTegn",
            Self::Choice => "Valg",
            Self::Term => "Begrep",
            Self::Definition => "Definisjon",
            Self::Rule => "Linje",
            Self::Space => "Luft",
        }
    }

    /// The name that Word shows. Programs make ids of their own when they save a file; names they keep.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mark => "Merke",
            Self::MarkExplained => "Merke forklaring",
            Self::MarkLine => "Merke linje",
            Self::Code => "Kode",
            Self::CodeText => "Kode tegn",
            Self::Choice => "Valg",
            Self::Term => "Begrep",
            Self::Definition => "Definisjon",
            Self::Rule => "Linje",
            Self::Space => "Luft",
        }
    }

    /// The style of a name, in capital letters or small ones.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.name().eq_ignore_ascii_case(name))
    }
}
