//! A figure for how hard a text is to read.

use super::words;

/// Words of more letters than this are long.
const SHORT: usize = 6;

/// The counts that the readability index LIX is made of (Björnsson, *Läsbarhet*, 1968).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readability {
    /// Words.
    pub words: usize,
    /// Words of more than six letters.
    pub long_words: usize,
    /// The sentences, each with its number of words.
    pub sentences: Vec<(usize, String)>,
}

impl Readability {
    /// Adds a text that ends its last sentence: a paragraph, an item.
    pub fn add(&mut self, text: &str) {
        for sentence in sentences(text) {
            let mut count = 0;
            for (_, word) in words(sentence) {
                count += 1;
                self.long_words += usize::from(word.chars().count() > SHORT);
            }
            if count > 0 {
                self.words += count;
                self.sentences.push((count, sentence.split_whitespace().collect::<Vec<_>>().join(" ")));
            }
        }
    }

    /// Words a sentence, and long words in per cent of all words, added up: under 30 is easy, over
    /// 60 very hard. Nothing for a text without words.
    #[must_use]
    pub fn lix(&self) -> Option<f64> {
        let [words, long, sentences] = [self.words, self.long_words, self.sentences.len()]
            .map(|count| f64::from(u32::try_from(count).unwrap_or(u32::MAX)));
        (words > 0.0).then(|| words / sentences + 100.0 * long / words)
    }

    /// The longest sentences, longest first.
    #[must_use]
    pub fn longest(&self, count: usize) -> Vec<&(usize, String)> {
        let mut longest: Vec<_> = self.sentences.iter().collect();
        longest.sort_by_key(|sentence| std::cmp::Reverse(sentence.0));
        longest.truncate(count);
        longest
    }
}

/// The sentences of a text. A full stop, colon, question or exclamation mark ends one when a capital
/// letter or a quotation mark comes next: not in «1. juli» or «kap. 2».
fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let marks = text.char_indices().filter(|(_, c)| ".:!?…".contains(*c));
    for (at, mark) in marks {
        let end = at + mark.len_utf8();
        let end = end + text[end..].find(|c: char| !"»”\")]".contains(c)).unwrap_or(text.len() - end);
        let rest = &text[end..];
        let next = rest.trim_start();
        let begins = next.starts_with(|c: char| c.is_uppercase() || "«“\"–".contains(c));
        if end > start && next.len() < rest.len() && begins {
            out.push(&text[start..end]);
            start = end;
        }
    }
    out.push(&text[start..]);
    out
}

#[cfg(test)]
mod tests {
    use super::Readability;

    #[test]
    fn sentences_end_where_a_reader_stops() {
        let mut text = Readability::default();
        text.add("Loven gjelder fra 1. juli 2022, jf. kap. 2. Er det klart? «Ja.» Slik er det: Alle vet det.");
        let counts: Vec<usize> = text.sentences.iter().map(|sentence| sentence.0).collect();
        assert_eq!(counts, [9, 3, 1, 3, 3], "{:?}", text.sentences);
    }

    #[test]
    fn lix_adds_sentence_length_and_long_words() {
        let mut text = Readability::default();
        assert_eq!(text.lix(), None);
        text.add("Konsulenten har erfaring. Hun er ansatt.");
        // 6 words in 2 sentences, 2 of them long.
        assert!((text.lix().unwrap() - (3.0 + 100.0 * 2.0 / 6.0)).abs() < 1e-9);
        assert_eq!(text.longest(1)[0].1, "Konsulenten har erfaring.");
    }
}
