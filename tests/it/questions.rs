//! The guard against questions that may not be asked: what it finds, as `tests/vakt/` says it should.

use brobygger::diagnostic::{any_error, terminal};
use brobygger::language::Languages;
use std::sync::Arc;

use brobygger::questions::{QuestionRules, read_examples, read_rules};
use brobygger::said::Catalogue;
use brobygger::source::{Layer, Sources};

/// The rules of the guide itself, or of a register written in a test.
fn rules(text: &str) -> QuestionRules {
    let mut sources = Sources::default();
    let file = sources.add(Layer::Book, "content/sporsmal-lint.yaml", text);
    let read = read_rules(sources.get(file), Languages::default().of("nb").letters);
    let said: String = read
        .diagnostics
        .iter()
        .map(|diagnostic| terminal(diagnostic, &sources, &Catalogue::default(), false))
        .collect();
    assert!(!any_error(&read.diagnostics), "{said}");
    read.value
}

fn of_the_guide() -> QuestionRules {
    rules(&std::fs::read_to_string("content/sporsmal-lint.yaml").unwrap())
}

/// The rules of the guide with the model that its examples teach.
fn taught() -> QuestionRules {
    let mut rules = of_the_guide();
    let mut sources = Sources::default();
    let text = std::fs::read_to_string("content/sporsmal-eksempler.yaml").unwrap();
    let file = sources.add(Layer::Book, "content/sporsmal-eksempler.yaml", text);
    let read = read_examples(sources.get(file), &rules);
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    rules.set_model(Arc::new(rules.train(&read.value)));
    rules
}

fn lines(path: &str) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn questions_that_may_not_be_asked_are_caught_and_good_ones_are_not() {
    let rules = of_the_guide();
    let mut wrong = Vec::new();
    let questions = lines("tests/vakt/questions.jsonl");
    for batch in 1.. {
        let batch: Vec<_> = questions.iter().filter(|line| line["batch"] == batch).collect();
        let Some(first) = batch.first() else { break };
        let mut caught = [0, 0];
        let mut all = [0, 0];
        for line in &batch {
            let ask = line["ask"].as_str().unwrap();
            let found: Vec<&str> = rules.check(ask).iter().map(|finding| &*finding.rule.id).collect();
            let good = line["rule"].is_null();
            all[usize::from(good)] += 1;
            caught[usize::from(good)] += usize::from(!found.is_empty());
            match line["rule"].as_str() {
                None if found.is_empty() => {}
                None => wrong.push(format!("good, but caught by {found:?}: {ask}")),
                Some(rule) if found.contains(&rule) => {}
                Some(rule) => wrong.push(format!("should be caught by {rule}, found {found:?}: {ask}")),
            }
        }
        println!(
            "batch {}: {} of {} that may not be asked are caught, {} of {} good ones",
            first["batch"], caught[0], all[0], caught[1], all[1]
        );
        assert!(all[0] >= 30 && all[1] >= 30, "too few questions");
    }
    assert!(questions.len() >= 80);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Of the questions in a file that may not be asked, and of those that may, the share in which something is found.
fn shares(rules: &QuestionRules, path: &str) -> [f64; 2] {
    let questions = lines(path);
    [false, true].map(|good| {
        let asked: Vec<&str> = questions
            .iter()
            .filter(|line| (line["ground"] == "ok") == good)
            .map(|line| line["q"].as_str().unwrap())
            .collect();
        assert!(asked.len() >= 25, "{path}: too few questions");
        let found = |ask: &&&str| {
            let looked = rules.examine(ask);
            !looked.findings.is_empty() || looked.doubt.is_some()
        };
        let many = u32::try_from(asked.iter().filter(found).count()).unwrap();
        f64::from(many) / f64::from(u32::try_from(asked.len()).unwrap())
    })
}

/// Nothing was tuned on the files called blind: where one of these fails, the remedy is never a word from them. The bounds
/// are a little below what was reached.
#[test]
fn most_of_the_questions_that_nobody_prepared_for_are_found_and_few_good_ones() {
    let rules = taught();
    for (name, at_least, at_most) in [
        ("blind-bokmal", 0.86, 0.06),
        ("blind-nynorsk", 0.85, 0.11),
        ("blind-dialekt", 0.89, 0.11),
        ("blind-2-bokmal", 0.94, 0.03),
        ("blind-2-nynorsk", 0.92, 0.05),
        ("blind-2-dialekt", 0.92, 0.10),
        ("dev-mixed", 0.91, 0.05),
    ] {
        let [caught, false_alarms] = shares(&rules, &format!("tests/vakt/{name}.jsonl"));
        println!("{name}: {caught:.3} of those that may not be asked, {false_alarms:.3} of the good ones");
        assert!(caught >= at_least, "{name}: only {caught:.3} are caught");
        assert!(false_alarms <= at_most, "{name}: {false_alarms:.3} of the good ones are caught");
    }
}

#[test]
fn the_model_takes_nothing_away_that_the_rules_are_written_for_and_seldom_doubts_a_good_question() {
    let rules = taught();
    let mut doubted = Vec::new();
    for line in lines("tests/vakt/questions.jsonl") {
        let ask = line["ask"].as_str().unwrap();
        let looked = rules.examine(ask);
        match line["rule"].as_str() {
            None => doubted.extend(looked.doubt.map(|doubt| format!("{} {ask}", doubt.score))),
            Some(rule) => assert!(looked.findings.iter().any(|finding| *finding.rule.id == *rule), "{rule}: {ask}"),
        }
    }
    assert!(doubted.len() <= 8, "{}", doubted.join("\n"));
    for rule in rules.rules() {
        assert!(rules.examine(&rule.instead.0).doubt.is_none(), "the better question of `{}` is doubted", rule.id);
    }
}

/// The same lines are read by `tests/browser/vakt.test.mjs`. `UPDATE=1` writes them anew.
#[test]
fn the_model_reads_a_question_to_the_score_of_the_fixture() {
    const PATH: &str = "tests/vakt/model.jsonl";
    let rules = taught();
    let read = |ask: &str| {
        let reading = rules.read(ask);
        let ground = reading.and_then(|reading| reading.ground).map(|number| &*rules.rules()[number].id);
        let looked = rules.examine(ask);
        let found: Vec<&str> = looked.findings.iter().map(|finding| &*finding.rule.id).collect();
        serde_json::json!({
            "ask": ask, "score": reading.map(|reading| reading.score), "ground": ground,
            "lead": reading.map_or(0, |reading| reading.lead), "found": found, "doubt": looked.doubt.is_some(),
        })
    };
    let written = lines(PATH);
    let now: Vec<_> = written.iter().map(|line| read(line["ask"].as_str().unwrap())).collect();
    if std::env::var_os("UPDATE").is_some() {
        let text: Vec<String> = now.iter().map(ToString::to_string).collect();
        std::fs::write(PATH, text.join("\n") + "\n").unwrap();
        return;
    }
    assert!(written.len() >= 60);
    assert!(written.iter().any(|line| line["doubt"] == true) && written.iter().any(|line| line["score"].is_null()));
    assert_eq!(now, written);
}

#[test]
fn the_same_questions_teach_the_same_and_other_ones_something_else() {
    const EXAMPLES: &str = "allowed: [Når kan du begynne hos oss?, Når kan du begynne i jobben?]\nsyk: [Hva feiler det deg?, Hva feiler det deg nå?]\n";
    const REGISTER: &str = "says: {forbidden: f, risky: r}\nmodel: {look-again-from: 0, let-pass-below: -500, name-ground-from: 1}\nrules:\n  - {id: syk, level: risky, why: w, instead: i, see: s, sure: [er du syk]}\n";
    let rules = rules(REGISTER);
    let train = |text: &str| {
        let mut sources = Sources::default();
        let file = sources.add(Layer::Book, "content/sporsmal-eksempler.yaml", text);
        rules.train(&read_examples(sources.get(file), &rules).value)
    };
    assert_eq!(train(EXAMPLES), train(EXAMPLES));
    assert_ne!(train(EXAMPLES), train(&EXAMPLES.replace("begynne i", "slutte i")));
    let mut taught = rules.clone();
    taught.set_model(Arc::new(train(EXAMPLES)));
    let score = |ask: &str| taught.read(ask).unwrap().score;
    assert!(score("Hva feiler det deg?") > score("Når kan du begynne?"));
    assert_eq!(taught.read("Hva feiler"), None, "what is still being written");
    assert_eq!(taught.read("What is wrong with you today?"), None, "another language");
}

/// The same lines are read by `tests/browser/vakt.test.mjs`.
#[test]
fn what_should_not_stand_in_a_document_is_caught_and_other_texts_are_not() {
    let rules = of_the_guide();
    let mut wrong = Vec::new();
    for line in lines("tests/vakt/texts.jsonl") {
        let text = line["text"].as_str().unwrap();
        let mut found: Vec<&str> = rules.check_text(text).iter().map(|finding| &*finding.rule.id).collect();
        let mut wanted: Vec<&str> = line["rules"].as_array().unwrap().iter().filter_map(|id| id.as_str()).collect();
        found.sort_unstable();
        wanted.sort_unstable();
        if found != wanted {
            wrong.push(format!("found {found:?}, expected {wanted:?}: {text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_long_text_is_read_to_its_end_and_a_finding_has_its_place_there() {
    let rules = of_the_guide();
    let text = format!("{}Søkeren er rusfri.", "Vi er et lite team, og vi liker det. ".repeat(60));
    let found = rules.check_text(&text);
    assert_eq!(found.len(), 1);
    assert_eq!(&text[found[0].at.clone()], "rusfri");
}

/// The same lines are read by `tests/browser/vakt.test.mjs`.
#[test]
fn patterns_mean_what_the_fixture_says() {
    for line in lines("tests/vakt/patterns.jsonl") {
        let register = serde_json::json!({
            "says": {"forbidden": "f", "risky": "r"}, "words": line["words"], "harmless": line["harmless"], "unless": line["over"],
            "rules": [{
                "id": "r", "level": "risky", "why": "w", "instead": "i", "see": "s",
                "sure": line["sure"], "patterns": line["patterns"], "unless": line["unless"],
            }],
        });
        let rules = rules(&register.to_string());
        let ask = line["ask"].as_str().unwrap();
        let found = rules.check(ask).first().map(|finding| ask[finding.at.clone()].to_owned());
        assert_eq!(found.as_deref(), line["found"].as_str(), "{line}");
    }
}

/// The command, in a book that has the rules of the guide.
mod command {
    use std::io::Write as _;
    use std::path::Path;
    use std::process::{Output, Stdio};

    use super::{lines, of_the_guide};

    const RULES: &str = r"
says: {forbidden: Forbudt, risky: Frarådes}
rules:
  - id: helse
    level: forbidden
    why: Det er en helseopplysning.
    law: arbeidsmiljøloven § 9-3
    instead: Hva trenger du?
    see: index
    sure: [er du syk]
  - id: barn
    level: risky
    why: Det ligger tett på.
    instead: Når kan du begynne?
    see: index
    sure: [har du barn]
";

    const PAGE: &str = "---\nkind: document\ndocument: interview-guide\ntitle: Guide\nsummary: En guide.\n---\n\n> [!ISTEDENFOR]\n> Er du syk?\n\nDu er syk.\n\n- [x] Er **du** syk {#syk}\n- [ ] Har du barn? Æ, har du barn? {#barn}\n";

    fn book(rules: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("content")).unwrap();
        let settings = "[book]\ntitle = \"Prøve\"\nlanguage = \"nb\"\nsrc = \"content\"\n\n[content]\n";
        std::fs::write(folder.path().join("book.toml"), settings).unwrap();
        std::fs::write(folder.path().join("content/sporsmal-lint.yaml"), rules).unwrap();
        std::fs::write(folder.path().join("content/guide.md"), PAGE).unwrap();
        folder
    }

    fn run(folder: &Path, args: &[&str], input: &str) -> Output {
        let mut command = crate::program();
        command.arg("questions").args(args).current_dir(folder);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // One that reads nothing closes its end.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        child.wait_with_output().unwrap()
    }

    fn text(bytes: &[u8]) -> String {
        String::from_utf8_lossy(bytes).into_owned()
    }

    #[test]
    fn lines_and_pages_are_told_with_their_places() {
        let folder = book(RULES);
        std::fs::write(folder.path().join("spor.txt"), "Hvem er du?\n\n  Så, er du syk og har du barn?\r\n").unwrap();
        let output = run(folder.path(), &["spor.txt", "content/guide.md"], "");
        assert_eq!(
            text(&output.stdout),
            "spor.txt:3:7: forbidden: helse: «er du syk»; ask instead: Hva trenger du?\n\
             spor.txt:3:20: risky: barn: «har du barn»; ask instead: Når kan du begynne?\n\
             content/guide.md:13:7: forbidden: helse: «Er du syk»; ask instead: Hva trenger du?\n\
             content/guide.md:14:7: risky: barn: «Har du barn»; ask instead: Når kan du begynne?\n"
        );
        assert_eq!(text(&output.stderr), "4 findings in 4 questions\n");
        assert_eq!(output.status.code(), Some(1));
    }

    #[test]
    fn json_has_what_an_editor_shows_and_advice_alone_is_no_error() {
        let output = run(book(RULES).path(), &["-", "--format", "json"], "Å, har du barn?");
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(
            found,
            serde_json::json!([{
                "file": "-", "line": 1, "column": 4, "span": [4, 15], "ask": "Å, har du barn?", "found": "har du barn",
                "rule": "barn", "level": "risky", "why": "Det ligger tett på.", "law": null,
                "instead": "Når kan du begynne?", "see": "index",
            }])
        );
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
    }

    #[test]
    fn a_doubt_of_the_model_is_a_note_of_its_own_and_no_error() {
        let says = "says: {forbidden: Forbudt, risky: Frarådes, look-again: Se en gang til}\nmodel: {look-again-from: 0, let-pass-below: -9000, name-ground-from: 1}";
        let folder = book(&RULES.replace("says: {forbidden: Forbudt, risky: Frarådes}", says));
        let examples =
            "allowed: [Hva kan du lære oss?, Når kan du begynne?]\nhelse: [Hva feiler det deg?, Feiler det deg noe?]\n";
        std::fs::write(folder.path().join("content/sporsmal-eksempler.yaml"), examples).unwrap();
        let output = run(folder.path(), &["-"], "Når kan du begynne hos oss?\nHva er det som feiler deg?");
        assert_eq!(
            text(&output.stdout),
            "-:2:1: note: look-again: «Hva er det som feiler deg?» (perhaps helse); Se en gang til\n"
        );
        assert_eq!(output.status.code(), Some(0));
        let output = run(folder.path(), &["-", "--format", "json"], "Hva er det som feiler deg?");
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(
            (&found[0]["code"], &found[0]["level"], &found[0]["rule"], &found[0]["why"]),
            (&"look-again".into(), &"note".into(), &"helse".into(), &"Se en gang til".into())
        );
        assert!(found[0]["score"].as_i64().is_some_and(|score| score > 0));
        std::fs::write(folder.path().join("content/sporsmal-eksempler.yaml"), b"allowed: [\xff]\n").unwrap();
        let output = run(folder.path(), &["-"], "Er du syk?");
        assert!(text(&output.stderr).contains("content/sporsmal-eksempler.yaml"), "{}", text(&output.stderr));
        assert!(text(&output.stdout).starts_with("-:1:1: forbidden: helse"));
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_is_held_against_the_rules() {
        let folder = book(RULES);
        let output = run(folder.path(), &["borte.txt", "-"], "Er du syk?");
        assert!(text(&output.stdout).starts_with("-:1:1: forbidden: helse"), "{}", text(&output.stdout));
        assert!(text(&output.stderr).contains("error[unreadable-file]: there is no file borte.txt"));
        assert_eq!(output.status.code(), Some(1));
        let faulty = run(book("rules: [{id: x}]").path(), &["-"], "Er du syk?");
        assert!(text(&faulty.stderr).contains("error[missing-key]") && faulty.status.code() == Some(1));
        std::fs::remove_file(folder.path().join("content/sporsmal-lint.yaml")).unwrap();
        let without = run(folder.path(), &["-"], "Er du syk?");
        assert!(text(&without.stderr).contains("there is no file content/sporsmal-lint.yaml"));
        assert_eq!(without.status.code(), Some(1));
        assert_eq!(run(folder.path(), &[], "").status.code(), Some(2));
    }

    /// The fixture of the guard, through the command.
    #[test]
    fn it_finds_what_the_rules_find() {
        let rules = std::fs::read_to_string("content/sporsmal-lint.yaml").unwrap();
        let asks: Vec<String> =
            lines("tests/vakt/questions.jsonl").iter().map(|line| line["ask"].as_str().unwrap().to_owned()).collect();
        let output = run(book(&rules).path(), &["-", "--format", "json"], &asks.join("\n"));
        let found: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
        let found: Vec<(usize, &str)> = found
            .iter()
            .map(|row| (usize::try_from(row["line"].as_u64().unwrap()).unwrap(), row["rule"].as_str().unwrap()))
            .collect();
        let rules = of_the_guide();
        let checked: Vec<_> = asks.iter().map(|ask| rules.check(ask.trim())).collect();
        let expected: Vec<(usize, &str)> =
            (1..).zip(&checked).flat_map(|(line, found)| found.iter().map(move |one| (line, &*one.rule.id))).collect();
        assert!(expected.len() > 100);
        assert_eq!(found, expected);
    }
}
