//! "Did you mean": the nearest of the words that would have fitted.

/// The candidate nearest to `word`, if one is near enough to be a likely slip.
///
/// Near enough is a third of the word's length, at least one edit; an edit inserts, deletes or
/// replaces a character or swaps two neighbours. Among equals the first candidate wins.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody misspells a name of this length by chance, and the cost grows with the square.
    const LONGEST: usize = 64;
    // A hint is not worth more: a crafted file must not buy hours with it.
    const MOST: usize = 10_000;
    let word: Vec<char> = word.chars().take(LONGEST + 1).collect();
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let cap = (word.len() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.into_iter().take(MOST) {
        let other: Vec<char> = candidate.chars().take(LONGEST + 1).collect();
        if other.len() > LONGEST || other.len().abs_diff(word.len()) > cap {
            continue;
        }
        let edits = distance(&word, &other);
        // Replacing every letter of a short word is no slip.
        if edits <= cap && edits < word.len() && best.is_none_or(|(least, _)| edits < least) {
            best = Some((edits, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Edits between two words: insertions, deletions, replacements and swaps of neighbours.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replace = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replace.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        assert_eq!(nearest("kmm", ["m", "km", "nmi"]), Some("km"));
        assert_eq!(
            nearest("s400-batalion", ["s400-battalion", "s300-battalion"]),
            Some("s400-battalion")
        );
        assert_eq!(nearest("mni", ["min", "h"]), Some("min"));
        assert_eq!(nearest("zebra", ["km", "h"]), None);
        assert_eq!(nearest("x", ["m", "s"]), None);
        assert_eq!(nearest("", ["m"]), None);
    }

    #[test]
    fn distance_counts_a_swap_once() {
        let of = |a: &str, b: &str| {
            distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>())
        };
        assert_eq!(of("abc", "acb"), 1);
        assert_eq!(of("", "abc"), 3);
        assert_eq!(of("kitten", "sitting"), 3);
    }
}
