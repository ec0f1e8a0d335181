//! What is wrong with a scenario: one struct for people, editors and CI.

use super::source_map::Span;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario is refused.
    Error,
    /// The scenario runs, but its author should look.
    Warning,
    /// Worth knowing.
    Note,
}

/// One finding about a scenario's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// How bad.
    pub severity: Severity,
    /// Stable code such as `unit/unknown`.
    pub code: &'static str,
    /// Where.
    pub span: Span,
    /// What is wrong, lower case, no full stop, names in backticks.
    pub message: String,
    /// What was expected there; empty if the message says it.
    pub expected: String,
    /// What to do.
    pub hint: Option<String>,
    /// Text to put in place of `span`, where one is certain.
    pub patch: Option<String>,
    /// Other places that matter (the first definition, the links of a cycle), each with its words.
    pub related: Vec<(Span, String)>,
}

impl Diagnostic {
    /// An error with code, place and message.
    #[must_use]
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, span, message)
    }

    /// A warning with code, place and message.
    #[must_use]
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, span, message)
    }

    /// A note with code, place and message.
    #[must_use]
    pub fn note(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, span, message)
    }

    fn new(severity: Severity, code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            severity,
            code,
            span,
            message: message.into(),
            expected: String::new(),
            hint: None,
            patch: None,
            related: Vec::new(),
        }
    }

    /// The same, saying what was expected.
    #[must_use]
    pub fn expected(mut self, text: impl Into<String>) -> Self {
        self.expected = text.into();
        self
    }

    /// The same, with a hint.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hint = Some(text.into());
        self
    }

    /// The same, with a replacement for the marked text (also used as the hint's example).
    #[must_use]
    pub fn patch(mut self, text: impl Into<String>) -> Self {
        self.patch = Some(text.into());
        self
    }

    /// The same, with another place that matters.
    #[must_use]
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push((span, text.into()));
        self
    }
}
