//! The closed list of what can be said, each with a code in words and a severity.

use crate::said::{Phrase, said};

/// The weight of what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The build does not replace the site.
    Error,
    /// The site is built; something should be looked at.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word shown.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }

    /// The same word as something to say.
    #[must_use]
    pub fn word(self) -> Phrase {
        match self {
            Self::Error => said!("error"),
            Self::Warning => said!("warning"),
            Self::Note => said!("note"),
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])+ $name:ident = $severity:ident $text:literal,)+) => {
        /// The faults that a diagnostic can be about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])+ $name,)+ }

        impl Code {
            /// Every code, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The code in words, as shown: `unknown-link`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// How bad it is.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    // reading
    /// A file or folder could not be read.
    UnreadableFile = Error "unreadable-file",
    /// A text file is not UTF-8.
    NotUtf8 = Error "not-utf8",
    /// A file is larger than 8 MB.
    FileTooLarge = Error "file-too-large",
    /// A symbolic link leads out of the book's folder.
    LinkOutside = Error "link-outside",
    /// A conflict of a merge that was left in a file.
    MergeConflict = Error "merge-conflict",
    /// A path that cannot become a file of the site.
    UnusablePath = Error "unusable-path",
    // book.toml, SUMMARY.md, registers
    /// TOML that does not parse, or a wrong key or value in `book.toml`.
    BadConfig = Error "bad-config",
    /// `SOURCE_DATE_EPOCH` says no number of seconds.
    BadEpoch = Error "bad-epoch",
    /// A table of another program in `book.toml`, passed over.
    OtherTool = Note "other-tool",
    /// The accent colour has too little contrast.
    AccentContrast = Error "accent-contrast",
    /// A line of `SUMMARY.md` that is not understood.
    BadSummary = Error "bad-summary",
    /// A register (`kilder.yaml`, `ordliste.yaml`) that does not have the form it must have.
    BadRegister = Error "bad-register",
    /// A pattern of `sporsmal-lint.yaml` that cannot be used.
    BadPattern = Error "bad-pattern",
    // editions
    /// The book that an edition lies on is not there, or cannot be used.
    BadBase = Error "bad-base",
    /// A table of editions that is not understood.
    BadTable = Error "bad-table",
    /// Editions that lie on each other in a circle.
    BaseCycle = Error "base-cycle",
    /// A target of an edition that is not in the book it lies on.
    UnknownTarget = Error "unknown-target",
    /// Two changes of one and the same thing.
    TargetTwice = Error "target-twice",
    /// A patch that is not understood.
    BadPatch = Error "bad-patch",
    /// A change of text that a page only includes.
    PatchOfInclude = Error "patch-of-include",
    /// A page that an edition removes, and something that still needs it.
    RemovedPage = Error "removed-page",
    /// A field that an edition removes, and something that still needs it.
    RemovedField = Error "removed-field",
    /// A change that says what the book below says.
    SameAsBase = Warning "same-as-base",
    // translations
    /// A page of a translation that translates none.
    TranslatesNothing = Warning "translates-nothing",
    /// A language of the book that nothing is translated to.
    EmptyTranslation = Error "empty-translation",
    /// A translated page whose headings are not those of the page it translates.
    OtherHeadings = Warning "other-headings",
    // front matter
    /// YAML that does not parse.
    BadYaml = Error "bad-yaml",
    /// Front matter that never ends.
    UnclosedFrontMatter = Error "unclosed-front-matter",
    /// Front matter over 64 KiB.
    FrontMatterTooLarge = Error "front-matter-too-large",
    /// An alias or anchor in YAML.
    YamlAlias = Error "yaml-alias",
    /// A key that does not exist.
    UnknownKey = Error "unknown-key",
    /// A key that must be there.
    MissingKey = Error "missing-key",
    /// A key given twice.
    DuplicateKey = Error "duplicate-key",
    /// A value of the wrong type.
    WrongType = Error "wrong-type",
    /// A value outside the set allowed.
    UnknownValue = Error "unknown-value",
    /// A text longer than allowed (a summary over 200 characters).
    TextTooLong = Error "text-too-long",
    /// A kind of page that does not exist.
    UnknownKind = Error "unknown-kind",
    // the body
    /// A control character in a text, which no form of it can hold.
    ControlCharacter = Warning "control-character",
    /// An include that cannot be followed.
    BadInclude = Error "bad-include",
    /// An include or link that leaves the book's folder.
    OutsideBook = Error "outside-book",
    /// An include that includes itself.
    IncludeCycle = Error "include-cycle",
    /// Text nested deeper than allowed.
    TooDeep = Error "too-deep",
    /// Raw HTML in a book that refuses it.
    RawHtml = Error "raw-html",
    /// A tag of raw HTML that nothing closes, that closes nothing, or that is none.
    UnbalancedHtml = Warning "unbalanced-html",
    /// A condition that does not parse, or a tag out of place.
    BadCondition = Error "bad-condition",
    /// A `{% if %}` that never ends, or an end without a beginning.
    UnclosedCondition = Error "unclosed-condition",
    /// A tag that begins in one container and ends in another.
    ConditionAcross = Error "condition-across",
    /// A choice without an id.
    ChoiceWithoutId = Error "choice-without-id",
    /// A generated block that does not exist.
    UnknownBlock = Error "unknown-block",
    /// A heading id given twice on a page.
    DuplicateHeading = Error "duplicate-heading",
    /// A footnote without a text.
    UnknownFootnote = Error "unknown-footnote",
    /// A note that no reader meets.
    LostFootnote = Warning "lost-footnote",
    /// Cells of a row that no column of the table has a place for.
    LostCells = Warning "lost-cells",
    // pages and links
    /// Two pages, or a page and an alias, with one id.
    DuplicateId = Error "duplicate-id",
    /// Two files of the site with one path, also where only the case differs.
    PathCollision = Error "path-collision",
    /// A link to a page that does not exist.
    UnknownLink = Error "unknown-link",
    /// A link to a heading that does not exist.
    UnknownHeading = Error "unknown-heading",
    /// An image or other file that does not exist.
    UnknownFile = Error "unknown-file",
    /// A link with a scheme that a site must not have (`javascript:`).
    UnsafeLink = Error "unsafe-link",
    /// A page named in front matter that does not exist.
    UnknownPage = Error "unknown-page",
    /// A source that `kilder.yaml` does not have.
    UnknownSource = Error "unknown-source",
    /// A page that the summary does not name.
    NotInSummary = Warning "not-in-summary",
    /// An image without a text for those who do not see it.
    ImageWithoutText = Warning "image-without-text",
    /// Text that looks like what is left of a reference.
    LostReference = Warning "lost-reference",
    /// A title that two pages share.
    SameTitle = Warning "same-title",
    // glossary
    /// A form that two terms claim.
    FormClaimedTwice = Error "form-claimed-twice",
    /// A form that is a common verb too, without a word rule that tells them apart.
    AmbiguousForm = Warning "ambiguous-form",
    /// An inflection code that does not exist.
    UnknownInflection = Error "unknown-inflection",
    /// A term that does not exist.
    UnknownTerm = Error "unknown-term",
    /// A sentence that says of a term what the book declares that none says.
    MixUp = Warning "mix-up",
    // kinds
    /// A field that the document does not declare.
    UnknownField = Error "unknown-field",
    /// A field that is declared and never used.
    UnusedField = Warning "unused-field",
    /// A choice id given twice.
    DuplicateChoice = Error "duplicate-choice",
    /// A choice that the document does not have.
    UnknownChoice = Error "unknown-choice",
    /// A question of a document that the book's own rules forbid.
    ForbiddenQuestion = Error "forbidden-question",
    /// A question of a document that the book's own rules advise against.
    RiskyQuestion = Warning "risky-question",
    /// A path of a decision that never ends.
    EndlessDecision = Error "endless-decision",
    /// A question or outcome that no path reaches.
    Unreachable = Error "unreachable",
    /// A role without the facts that set it apart.
    RoleWithoutFacts = Warning "role-without-facts",
    /// A page on law that is older than twelve months.
    OldLaw = Warning "old-law",
    /// An article that is harder to read than the book allows.
    HardToRead = Warning "hard-to-read",
    // answers
    /// A file of answers that is not understood, or an answer that cannot be.
    BadAnswers = Error "bad-answers",
    /// An answer that nothing asks for.
    UnknownAnswer = Warning "unknown-answer",
    // files of Word
    /// A file that cannot be read as one of Word.
    BadWordFile = Error "bad-word-file",
    /// Something of a Word file that did not come along as it stood.
    NotTaken = Warning "not-taken",
    // forms beside the pages
    /// Something that a PDF, a Word file or another form of a text cannot show.
    CannotShow = Warning "cannot-show",
    /// A book that tells of its changes and has no address, so that no program can follow them.
    NoFeed = Note "no-feed",
    /// A book that tells of its changes, of which nobody has taken note.
    NothingNoted = Warning "nothing-noted",
    /// Something that the terms lack before they can be open data.
    IncompleteTerms = Warning "incomplete-terms",
    /// A PDF that cannot be set because of what stands in it.
    BadPrint = Error "bad-print",
    // theme and writing
    /// A template or asset of the theme that does not work.
    BadTheme = Error "bad-theme",
    /// A text of the interface that is missing.
    MissingText = Error "missing-text",
    /// A variable in a text of the interface that the text is not given.
    MissingVariable = Error "missing-variable",
    /// A text of the interface that nothing shows.
    UnknownText = Warning "unknown-text",
    /// Texts that a language of the theme does not have.
    UntranslatedText = Note "untranslated-text",
    /// A language that nothing is known of, or that is no tag of a language.
    UnknownLanguage = Warning "unknown-language",
    /// A file could not be written.
    WriteFailed = Error "write-failed",
    /// Another build is at work on the same site.
    BuildRunning = Error "build-running",
    /// An interrupted build was finished or undone.
    Recovered = Note "recovered",
}
