//! Values that a comma inside brackets has split in two: `{range: 20,000 km}`.

use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::scalar;
use crate::scenario::source_map::Span;

/// The longest value that may have been split \[bytes\].
const MAX_SPLIT_BYTES: usize = 200;

/// The fault of a text that was meant as one value, if it is one of the known ones.
///
/// `raw` runs from the start of the value to the end of the last piece that a comma split off,
/// `span` is its place, and `piece` the byte of `raw` at which that piece begins.
pub(super) fn fault(raw: &str, piece: usize, span: Span) -> Option<Diagnostic> {
    // A longer text is a list of its own, and looking at it again for each piece would take too
    // long.
    if raw.len() > MAX_SPLIT_BYTES {
        return None;
    }
    let digits = thousands(raw);
    if digits > piece {
        let written = &raw[..digits];
        let better = written.replace(',', "");
        let marked = Span { end: span.start + digits as u32, ..span };
        let message =
            format!("`{written}` has commas between thousands, and a comma ends a value here");
        return Some(
            Diagnostic::error("number/thousands", marked, message)
                .hint(format!(
                    "write `{better}`; if these are two values, put a blank behind the comma"
                ))
                .patch(better),
        );
    }
    let count = |c: char| raw[..piece].matches(c).count();
    if count('(') > count(')') { scalar::call_fault(raw, span) } else { None }
}

/// Bytes of a number with commas between thousands at the start of a text, or 0.
fn thousands(raw: &str) -> usize {
    let bytes = raw.as_bytes();
    let sign = usize::from(bytes.first() == Some(&b'-'));
    let run = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let first = run(sign);
    if !(1..=3).contains(&first) || bytes[sign] == b'0' {
        return 0;
    }
    let mut at = sign + first;
    while bytes.get(at) == Some(&b',') && run(at + 1) == 3 {
        at += 4;
    }
    // Digits only, so a further comma means a list.
    if at == sign + first || bytes.get(at) == Some(&b',') { 0 } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_told_from_lists() {
        assert_eq!(thousands("20,000 km"), 6);
        assert_eq!(thousands("-1,234,567"), 10);
        for text in
            ["0,000", "20, 000", "1,20", "1000,000", "1,000,5", "20,0000", "a,000", "", "-", "20"]
        {
            assert_eq!(thousands(text), 0, "{text}");
        }
    }
}
