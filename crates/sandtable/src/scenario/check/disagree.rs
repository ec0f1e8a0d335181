//! Where sources disagree: said, never settled.

use crate::scenario::conflicts::{Stated, conflicts};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::read::Reader;
use crate::scenario::resolved::Scenario;
use crate::scenario::text::ScenarioText;

/// Notes claims and mixtures that carry a disagreement, and remarks that name one.
pub(super) fn check_disagreements(scenario: &Scenario, text: &ScenarioText, cx: &mut Reader<'_>) {
    for conflict in conflicts(scenario) {
        if let Some(note) = &conflict.note {
            remark(note, &conflict.values, text, cx);
            continue;
        }
        let claim = conflict.values.iter().find_map(|v| v.claim.as_deref());
        let claim = claim.and_then(|id| text.claims.as_ref()?.get(id)).map(|c| c.span);
        let mixture = conflict.mixture.map(|id| cx.params[id.0 as usize].span);
        let Some(span) = claim.or(mixture) else { continue };
        let mut values: Vec<_> =
            conflict.values.iter().map(|v| format!("{} ({})", v.value, v.source)).collect();
        if conflict.mixture.is_some() {
            // The mixture is one text; who states its branches is what differs.
            let sources: Vec<_> = conflict.values.iter().map(|v| v.source.as_str()).collect();
            values = vec![format!("{} ({})", conflict.values[0].value, sources.join(", "))];
        }
        let words = format!("sources differ on {}: {}", conflict.about, values.join(" and "));
        cx.out.push(
            Diagnostic::note("source/disagree", span, words)
                .hint("both are kept: see `sandtable sources --conflicts`"),
        );
    }
}

/// A disagreement that is kept in words, with who stands on either side.
fn remark(id: &str, values: &[Stated], text: &ScenarioText, cx: &mut Reader<'_>) {
    let Some(item) = text.notes.as_ref().and_then(|notes| notes.get(id)) else { return };
    let sources: Vec<_> = values.iter().map(|v| v.source.as_str()).collect();
    let words = format!("sources differ ({}): {}", sources.join(", "), item.value.text.text);
    cx.out.push(Diagnostic::note("source/disagree", item.span, words));
}
