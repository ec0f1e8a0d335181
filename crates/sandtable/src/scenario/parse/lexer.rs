//! A rough reader of YAML for texts that the parser gave up: where comments, quotes and brackets
//! are.

/// What the reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// A character outside quotes and comments.
    Plain {
        /// Its byte.
        at: usize,
        /// The character.
        c: char,
    },
    /// A comment from `#` to the end of its line.
    Comment {
        /// Byte of `#`.
        start: usize,
        /// Byte of the line's end.
        end: usize,
        /// Open brackets around it.
        depth: usize,
    },
    /// The outermost bracket is opened.
    Opened {
        /// Its byte.
        at: usize,
    },
    /// The outermost bracket was closed.
    Closed,
}

/// Walks through a text until it ends or `see` gives false.
pub(super) fn walk(text: &str, mut see: impl FnMut(Seen) -> bool) {
    let mut depth = 0_usize;
    // A quote or bracket counts only where a value may begin.
    let mut value_start = true;
    let mut before = '\n';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or('\n', |(_, n)| *n);
        let mut go_on = true;
        match c {
            '#' if before.is_whitespace() => {
                let end = at + text[at..].find('\n').unwrap_or(text.len() - at);
                go_on = see(Seen::Comment { start: at, end, depth });
                while chars.next_if(|(at, _)| *at < end).is_some() {}
            }
            '"' | '\'' if value_start => {
                skip_quoted(c, &mut chars);
                value_start = false;
            }
            '[' | '{' if value_start || depth > 0 => {
                depth += 1;
                value_start = true;
                if depth == 1 {
                    go_on = see(Seen::Opened { at });
                }
            }
            ']' | '}' if depth > 0 => {
                depth -= 1;
                value_start = false;
                if depth == 0 {
                    go_on = see(Seen::Closed);
                }
            }
            ',' if depth > 0 => value_start = true,
            ':' | '-' | '?' if next.is_whitespace() => value_start = value_start || c == ':',
            _ if c == '\n' => value_start = true,
            _ if c.is_ascii_whitespace() => {}
            _ => {
                value_start = false;
                go_on = see(Seen::Plain { at, c });
            }
        }
        if !go_on {
            return;
        }
        before = c;
    }
}

fn skip_quoted(quote: char, chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>) {
    while let Some((_, c)) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote {
            // Two single quotes are one inside.
            if quote == '\'' && chars.next_if(|(_, n)| *n == '\'').is_some() {
                continue;
            }
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_comments_are_not_plain() {
        let mut plain = String::new();
        walk("a: \"x # y\" # z\nb: 'it''s' # u\nc: d#e", |seen| {
            if let Seen::Plain { c, .. } = seen {
                plain.push(c);
            }
            true
        });
        assert_eq!(plain, "abcd#e");
    }

    #[test]
    fn comments_know_their_brackets() {
        let mut depths = Vec::new();
        walk("a: [b, # one\n c] # two\nd: e [f # three", |seen| {
            if let Seen::Comment { depth, .. } = seen {
                depths.push(depth);
            }
            true
        });
        assert_eq!(depths, [1, 0, 0]);
    }
}
