//! The guard against questions that may not be asked: what it finds, as `tests/vakt/` says it should.

use brobygger::diagnostic::{any_error, terminal};
use brobygger::language::Languages;
use brobygger::questions::{QuestionRules, read_rules};
use brobygger::source::{Layer, Sources};

/// The rules of the guide itself, or of a register written in a test.
fn rules(text: &str) -> QuestionRules {
    let mut sources = Sources::default();
    let file = sources.add(Layer::Book, "content/sporsmal-lint.yaml", text);
    let read = read_rules(sources.get(file), Languages::default().of("nb").letters);
    let said: String = read.diagnostics.iter().map(|diagnostic| terminal(diagnostic, &sources, false)).collect();
    assert!(!any_error(&read.diagnostics), "{said}");
    read.value
}

fn of_the_guide() -> QuestionRules {
    rules(&std::fs::read_to_string("content/sporsmal-lint.yaml").unwrap())
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

/// The same lines are read by `tests/browser/vakt.test.mjs`.
#[test]
fn patterns_mean_what_the_fixture_says() {
    for line in lines("tests/vakt/patterns.jsonl") {
        let register = serde_json::json!({
            "words": line["words"], "harmless": line["harmless"], "unless": line["over"],
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
