//! Made-up views that have everything, and nothing: to try templates on.

use super::{
    AdviceView, AnswerView, AssessmentView, ChoiceView, DecisionView, DifferenceView, DocumentView, FactView,
    FieldView, HeadingView, LawView, LinkView, NavView, OutcomeView, PageView, PartView, QuestionView, RedirectView,
    RespondentView, ReviewedView, SiteView, SourceView, StatementView, SynonymView, TermView, WordsView,
};

use crate::form::AdviceLevel;
use crate::language::DEFAULT;

impl LinkView {
    fn sample() -> Self {
        let (title, href) = ("Eksempel".into(), Some("eksempel.html".into()));
        Self { title, href, lang: Some("en".into()), role: Some(1), page: None }
    }
}

impl NavView {
    fn sample(depth: u8) -> Self {
        let children = if depth == 0 { Vec::new() } else { vec![Self::sample(depth - 1)] };
        Self { title: "Eksempel".into(), href: None, current: depth == 0, children }
    }
}

impl SiteView {
    /// A site that has everything, and one that has nothing.
    #[must_use]
    pub fn samples() -> [Self; 2] {
        let text = || Some("https://example.org/".to_owned());
        let part = |titled| PartView { title: "Del".into(), titled, path: titled.then(|| "del.html".into()) };
        let empty = Self {
            title: "Book".into(),
            description: None,
            authors: Vec::new(),
            lang: DEFAULT.into(),
            right_to_left: false,
            home: "index.html".into(),
            stylesheet: "assets/stil.css".into(),
            script: "assets/brobygger.js".into(),
            files: std::collections::BTreeMap::new(),
            logo: None,
            csp: false,
            parts: Vec::new(),
            index: None,
            pdf: None,
            short_pdf: None,
            licence: None,
            licence_url: None,
            source: None,
            search_examples: Vec::new(),
            organisation: None,
            unit: None,
            contact: None,
            accessibility_statement: None,
            built_on: None,
            adapted_by: String::new(),
            accessibility_page: None,
        };
        let full = Self {
            description: text(),
            authors: vec!["Redaksjonen".into()],
            logo: text(),
            csp: true,
            parts: vec![part(true), part(false)],
            index: text(),
            pdf: text(),
            licence: text(),
            licence_url: text(),
            source: text(),
            search_examples: vec!["Ord".into(), "Ting".into()],
            organisation: text(),
            unit: text(),
            contact: text(),
            accessibility_statement: text(),
            built_on: text(),
            adapted_by: "Fjellvik kommune".into(),
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
        let empty = |kind| Self { kind, title: "Eksempel".into(), lang: DEFAULT.into(), ..Self::default() };
        let full = |kind, term| Self {
            id: "eksempel".into(),
            home: true,
            title_id: Some("eksempel".into()),
            summary: "Et eksempel.".into(),
            root: "../".into(),
            canonical: Some("https://example.org/eksempel.html".into()),
            nav: vec![
                NavView::sample(2),
                NavView { href: Some("x.html".into()), ..NavView::sample(0) },
                NavView::sample(0),
            ],
            crumbs: vec![LinkView::sample(), LinkView { href: None, role: None, ..LinkView::sample() }],
            body: "<p>Eksempel</p>".into(),
            headings: vec![HeadingView { id: "a".into(), title: "A".into(), level: 2 }],
            previous: link(),
            next: link(),
            authors: "Redaksjonen".into(),
            reviewed: Some(ReviewedView { iso: "2026-11-22".into(), words: "22. november 2026".into() }),
            samskapt: Some("Four people".into()),
            adapted: Some("Fjellvik kommune".into()),
            stale: true,
            law: Some(LawView { written: "november 2026".into(), checked: "Fagrådet".into() }),
            sources: vec![SourceView { id: "a".into(), html: "<em>A</em>".into() }],
            term,
            word: Some("eksempel.docx".into()),
            edit: Some("https://example.org/".into()),
            pdf: Some("eksempel.pdf".into()),
            texts: Some("assets/tekster.js".into()),
            ..empty(kind)
        };
        let unreviewed = Self {
            samskapt: Some(String::new()),
            law: Some(LawView { written: "november 2026".into(), checked: String::new() }),
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
            id: "eksempel".into(),
            definition: "<p>Et eksempel.</p>".into(),
            role: Some(1),
            synonyms: vec![SynonymView { text: "peer".into(), kind: "engelsk".into(), lang: Some("en") }],
            terms: vec![WordsView { label: "Engelsk".into(), lang: "en".into(), words: vec!["example".into()] }],
            not_same: vec![DifferenceView {
                anchor: "ikke-eksempel".into(),
                link: LinkView::sample(),
                because: "Fordi.".into(),
            }],
            broader: Some(LinkView::sample()),
            narrower: vec![LinkView::sample()],
            related: vec![LinkView::sample()],
            facts: vec![FactView { label: "Ansatt?".into(), text: "Ja".into() }],
            mentioned_in: vec![LinkView::sample()],
        }
    }
}

impl DocumentView {
    fn sample() -> Self {
        let field = FieldView {
            name: "frist".into(),
            label: "Frist".into(),
            help: Some("Når?".into()),
            kind: "Dato".into(),
            required: true,
            choices: vec![ChoiceView { label: "ja".into(), chosen: true }],
            value: None,
        };
        let bare =
            FieldView { help: None, required: false, choices: Vec::new(), value: Some("x".into()), ..field.clone() };
        let advice =
            |level, see| AdviceView { level, when: "Når det er slik:".into(), say: "Tenk på det.".into(), see };
        Self {
            fields: vec![field, bare],
            advice: vec![
                advice(AdviceLevel::Info, None),
                advice(AdviceLevel::Warning, Some(LinkView::sample())),
                advice(AdviceLevel::Stop, None),
            ],
            questions: Some("sporsmal.js".into()),
            data: "{}".into(),
        }
    }
}

impl DecisionView {
    fn sample() -> Self {
        let answer = AnswerView { text: "Ja".into(), leads_to: "Slutt".into(), anchor: "utfall-slutt".into() };
        let question = QuestionView {
            anchor: "sporsmal-hva".into(),
            ask: "Hva?".into(),
            why: Some("Fordi.".into()),
            answers: vec![answer],
        };
        let outcome = OutcomeView {
            anchor: "utfall-slutt".into(),
            role: Some(1),
            title: "Slutt".into(),
            says: "Det er slutt.".into(),
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
            anchor: "pastand-a".into(),
            text: "Det går bra.".into(),
            why: Some("Fordi.".into()),
            see: vec![LinkView::sample()],
            respondents: vec![RespondentView {
                key: "leder".into(),
                who: "Leder".into(),
                private: true,
                look_for: "Hva?".into(),
            }],
        };
        Self {
            scale: vec!["Stemmer".into()],
            statements: vec![statement.clone(), StatementView { why: None, see: Vec::new(), ..statement }],
        }
    }
}

impl RedirectView {
    /// A page that leads on.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            title: "Eksempel".into(),
            href: "../eksempel.html".into(),
            canonical: Some("https://example.org/eksempel.html".into()),
            lang: DEFAULT.into(),
        }
    }
}
