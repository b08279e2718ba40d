//! «Did you mean»: the nearest of a set of names.

/// The candidate nearest to `word`, if it is near enough to be worth naming: at most a third of
/// the longer word's letters apart (optimal string alignment distance, case folded).
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = candidate.chars().count();
            let near_enough = |distance: usize| distance * 3 <= length.max(other).max(3);
            // Each letter that one has more than the other is a change: the many of another length are told at once.
            if !near_enough(length.abs_diff(other)) {
                return None;
            }
            let distance = distance(&word, &candidate.to_lowercase());
            near_enough(distance).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of
/// neighbours (Boytsov 2011, section 2).
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(100).collect();
    let b: Vec<char> = b.chars().take(100).collect();
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn names_what_was_meant_and_nothing_far_off() {
        let keys = ["title", "summary", "sources", "synonyms"];
        assert_eq!(nearest("titel", keys), Some("title"));
        assert_eq!(nearest("sumary", keys), Some("summary"));
        assert_eq!(nearest("xyzzy", keys), None);
    }
}
