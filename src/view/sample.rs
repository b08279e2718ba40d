//! Made-up views that have everything, and nothing: to try templates on.

use super::{
    AdviceView, AlternateView, AnswerView, AssessmentView, ChoiceOfLanguage, ChoiceView, DayView, DecisionView,
    DifferenceView, DocumentView, FactView, FieldView, HeadingView, LawPiece, LawView, LinkView, NavView, NoticeView,
    OpenPart, OutcomeView, PageNav, PageView, PartView, QuestionView, QuestionsView, RedirectView, RespondentView,
    SiteView, SourceView, StatementView, SynonymView, TermView, WordsView, WorkshopView,
};

use crate::form::AdviceLevel;
use crate::language::{DEFAULT, Language};

impl LinkView {
    fn sample() -> Self {
        let (title, href) = ("Example".into(), Some("example.html".into()));
        Self { title, href, lang: Some("en".into()), elsewhere: Some("English".into()), role: Some(1), page: None }
    }
}

impl NavView {
    fn sample(depth: u8) -> Self {
        let children = if depth == 0 { Vec::new() } else { vec![Self::sample(depth - 1)] };
        Self { title: "Example".into(), href: None, elsewhere: None, current: depth == 0, children }
    }
}

impl SiteView {
    /// A site that has everything, and one that has nothing.
    #[must_use]
    pub fn samples() -> [Self; 2] {
        let text = || Some("https://example.org/".to_owned());
        let part = |titled| PartView { title: "Part".into(), titled, path: titled.then(|| "part.html".into()) };
        let empty = Self {
            title: "Book".into(),
            description: None,
            authors: Vec::new(),
            lang: DEFAULT.into(),
            anchors: Language::unknown().anchors,
            address: None,
            up: String::new(),
            right_to_left: false,
            home: "index.html".into(),
            search: "search.html".into(),
            stylesheet: "assets/stil.css".into(),
            script: "assets/brobygger.js".into(),
            files: std::collections::BTreeMap::new(),
            logo: None,
            image: None,
            image_alt: None,
            csp: false,
            parts: Vec::new(),
            index: None,
            pdf: None,
            short_pdf: None,
            downloads: Vec::new(),
            licence: None,
            licence_url: None,
            source: None,
            search_examples: Vec::new(),
            organisation: None,
            unit: None,
            contact: None,
            accessibility_statement: None,
            built_on: None,
            built_on_key: "",
            adapted_by: String::new(),
            accessibility_page: None,
            workshop: None,
            changes: None,
            feed: None,
        };
        let full = Self {
            description: text(),
            authors: vec!["The editors".into()],
            address: text(),
            up: "../".into(),
            workshop: Some(WorkshopView {
                page: "workshop.html".into(),
                program: "assets/workshop.wasm".into(),
                kit: "assets/book.zip".into(),
            }),
            changes: text(),
            feed: text(),
            logo: text(),
            image: text(),
            image_alt: text(),
            csp: true,
            parts: vec![part(true), part(false)],
            index: text(),
            pdf: text(),
            downloads: vec![super::DownloadView { title: "The site".into(), path: "site.zip".into() }],
            licence: text(),
            licence_url: text(),
            source: text(),
            search_examples: vec!["Words".into(), "Things".into()],
            organisation: text(),
            unit: text(),
            contact: text(),
            accessibility_statement: text(),
            built_on: text(),
            built_on_key: "built-on",
            adapted_by: "Riverside centre".into(),
            accessibility_page: None,
            ..empty.clone()
        };
        [full, empty]
    }
}

impl PageView {
    /// Pages that have everything, and pages that have nothing, of every kind.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let link = || Some(LinkView::sample());
        let empty = |kind| Self { kind, title: "Example".into(), lang: DEFAULT.into(), ..Self::default() };
        let full = |kind, term| Self {
            id: "example".into(),
            home: true,
            title_id: Some("example".into()),
            title_class: Some("example".into()),
            summary: "An example.".into(),
            root: "../".into(),
            canonical: Some("https://example.org/example.html".into()),
            locale: Some("en_GB".into()),
            languages: vec![ChoiceOfLanguage {
                lang: "en".into(),
                title: "English".into(),
                missing: Some("Not yet".into()),
                href: "en/index.html".into(),
            }],
            alternates: vec![AlternateView { lang: "en".into(), href: "en/x.html".into(), path: "en/x.html".into() }],
            nav: PageNav {
                parts: [
                    NavView::sample(0),
                    NavView { href: Some("x.html".into()), ..NavView::sample(0) },
                    NavView::sample(0),
                ]
                .into(),
                open: Some(OpenPart { position: 0, part: NavView::sample(2) }),
            },
            crumbs: vec![LinkView::sample(), LinkView { href: None, role: None, ..LinkView::sample() }],
            body: "<p>Example</p>".into(),
            headings: vec![HeadingView { id: "a".into(), title: "A".into(), level: 2 }],
            previous: link(),
            next: link(),
            authors: "The editors".into(),
            reviewed: Some(DayView { iso: "2026-11-22".into(), words: "22 November 2026".into() }),
            involved: Some("Taken part: four people".into()),
            adapted: Some("This page was adapted by Riverside centre.".into()),
            stale: Some(NoticeView { title: "Out of date".into(), text: "The base has changed.".into() }),
            law: Some(LawView {
                pieces: vec![
                    LawPiece { text: "Written in November 2026. ".into(), ..LawPiece::default() },
                    LawPiece { text: "Nobody has checked it.".into(), warns: true, url: None },
                    LawPiece { text: "The register".into(), warns: false, url: Some("https://example.org/".into()) },
                ],
            }),
            sources: vec![SourceView { id: "a".into(), html: "<em>A</em>".into() }],
            term,
            word: Some("example.docx".into()),
            edit: Some("https://example.org/".into()),
            history: Some("https://example.org/".into()),
            feedback: Some("mailto:ask@example.org".into()),
            pdf: Some("example.pdf".into()),
            texts: Some("assets/tekster.js".into()),
            ..empty(kind)
        };
        let unreviewed = Self {
            involved: None,
            law: Some(LawView {
                pieces: vec![LawPiece { text: "Written in November 2026.".into(), ..LawPiece::default() }],
            }),
            ..empty("article")
        };
        vec![
            empty("article"),
            unreviewed,
            full("article", None),
            full("definition", Some(TermView::sample())),
            full("checklist", None),
            empty("checklist"),
            Self { document: Some(DocumentView::sample()), ..full("document", None) },
            Self { document: Some(DocumentView::default()), ..empty("document") },
            Self { decision: Some(DecisionView::sample()), ..full("decision", None) },
            Self { decision: Some(DecisionView::default()), ..empty("decision") },
            Self { assessment: Some(AssessmentView::sample()), ..full("assessment", None) },
            Self { assessment: Some(AssessmentView::default()), ..empty("assessment") },
            empty("not-found"),
        ]
    }
}

impl TermView {
    fn sample() -> Self {
        Self {
            id: "example".into(),
            definition: "<p>An example.</p>".into(),
            role: Some(1),
            synonyms: vec![SynonymView { text: "peer".into(), kind: "English".into(), lang: Some("en".into()) }],
            terms: vec![WordsView { label: "English".into(), lang: "en".into(), words: vec!["example".into()] }],
            not_same: vec![DifferenceView {
                anchor: "not-example".into(),
                link: LinkView::sample(),
                because: "Because.".into(),
            }],
            broader: Some(LinkView::sample()),
            narrower: vec![LinkView::sample()],
            related: vec![LinkView::sample()],
            facts: vec![FactView { label: "Paid?".into(), text: "Yes".into() }],
            figure: "<figure></figure>".into(),
            mentioned_in: vec![LinkView::sample()],
        }
    }
}

impl DocumentView {
    fn sample() -> Self {
        let field = FieldView {
            name: "due".into(),
            label: "Due".into(),
            help: Some("When?".into()),
            kind: "Day".into(),
            required: true,
            choices: vec![ChoiceView { label: "yes".into(), chosen: true }],
            value: None,
        };
        let bare =
            FieldView { help: None, required: false, choices: Vec::new(), value: Some("x".into()), ..field.clone() };
        let advice = |level, see| AdviceView {
            level,
            when: "When it is so:".into(),
            of_a_blank: false,
            say: "Think of it.".into(),
            see,
        };
        Self {
            fields: vec![field, bare],
            advice: vec![
                advice(AdviceLevel::Info, None),
                advice(AdviceLevel::Warning, Some(LinkView::sample())),
                advice(AdviceLevel::Stop, None),
            ],
            questions: Some(QuestionsView { script: Some("questions.js".into()), about: Some("Careful".into()) }),
            data: "{}".into(),
        }
    }
}

impl DecisionView {
    fn sample() -> Self {
        let answer = AnswerView { text: "Yes".into(), leads_to: "End".into(), anchor: "outcome-end".into() };
        let question = QuestionView {
            anchor: "question-what".into(),
            number: 1,
            ask: "What?".into(),
            title: "1. What?".into(),
            why: Some("Because.".into()),
            answers: vec![answer],
        };
        let outcome = OutcomeView {
            anchor: "outcome-end".into(),
            role: Some(1),
            title: "End".into(),
            says: "That is the end.".into(),
            see: vec![LinkView::sample()],
        };
        Self {
            questions: vec![question.clone(), QuestionView { why: None, answers: Vec::new(), ..question }],
            outcomes: vec![outcome.clone(), OutcomeView { role: None, see: Vec::new(), ..outcome }],
            figure: "<svg></svg>".into(),
        }
    }
}

impl AssessmentView {
    fn sample() -> Self {
        let statement = StatementView {
            id: "a".into(),
            anchor: "statement-a".into(),
            number: 1,
            text: "It goes well.".into(),
            title: "1. It goes well.".into(),
            why: Some("Because.".into()),
            see: vec![LinkView::sample()],
            respondents: vec![RespondentView {
                key: "leader".into(),
                who: "Leader".into(),
                private: true,
                look_for: "What?".into(),
            }],
        };
        Self {
            scale: vec!["So".into()],
            statements: vec![statement.clone(), StatementView { why: None, see: Vec::new(), ..statement }],
        }
    }
}

impl RedirectView {
    /// A page that leads on.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            title: "Example".into(),
            href: "../example.html".into(),
            canonical: Some("https://example.org/example.html".into()),
            lang: DEFAULT.into(),
        }
    }
}
