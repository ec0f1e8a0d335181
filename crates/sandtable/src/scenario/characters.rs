//! Characters that look like others: dashes, the minus sign, blanks that are not blanks.

use super::diagnostic::Diagnostic;
use super::source_map::Span;

/// What is wrong with one character of a plain scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lookalike {
    code: &'static str,
    name: &'static str,
    instead: &'static str,
}

/// The look-alike at the start of a text, if there is one.
pub(super) fn lookalike(c: char) -> Option<Lookalike> {
    let (code, name, instead) = match c {
        '\u{2010}' => ("char/dash", "typographic hyphen", "-"),
        '\u{2011}' => ("char/dash", "non-breaking hyphen", "-"),
        '\u{2012}' => ("char/dash", "figure dash", ".."),
        '\u{2013}' => ("char/dash", "en dash", ".."),
        '\u{2014}' => ("char/dash", "em dash", ".."),
        '\u{2015}' => ("char/dash", "horizontal bar", ".."),
        '\u{2212}' => ("char/minus", "minus sign U+2212", "-"),
        '\u{a0}' | '\u{202f}' | '\u{2007}' => ("char/nbsp", "non-breaking space", " "),
        '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => {
            ("char/nbsp", "typographic space", " ")
        }
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}' => {
            ("char/nbsp", "invisible character", "")
        }
        '\u{85}' | '\u{2028}' | '\u{2029}' => ("char/nbsp", "line separator", " "),
        _ => return None,
    };
    Some(Lookalike { code, name, instead })
}

impl Lookalike {
    /// The diagnostic for this character at its place.
    pub(super) fn diagnostic(self, span: Span) -> Diagnostic {
        let hint = match self.instead {
            ".." => "write `..` between the ends of a range: `600..1100`; free text goes in quotes",
            "-" => "write the hyphen-minus `-`; free text goes in quotes",
            " " => "write an ordinary space; free text goes in quotes",
            _ => "delete it; free text goes in quotes",
        };
        Diagnostic::error(self.code, span, format!("{} in plain text", self.name))
            .hint(hint)
            .patch(self.instead)
    }
}
