//! «Did you mean»: the nearest of a set of names.

use strsim::osa_distance;

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
            let distance = osa_distance(&word, &candidate.to_lowercase());
            near_enough(distance).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
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
