//! Units above units: `parent:` and `rides:` must lead somewhere, not in circles.

use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::read::{Choice, Name, Reader};
use crate::scenario::resolved::{Unit, UnitId};
use crate::scenario::source_map::Span;
use crate::scenario::text::ScenarioText;

/// Refuses a chain of `parent:` that comes back to itself, once for each circle.
pub(super) fn check_parents(units: &[Option<Unit>], text: &ScenarioText, cx: &mut Reader<'_>) {
    let parent = |at: usize| Some(units[at].as_ref()?.parent?.0 as usize);
    // 0: not seen; else the number of the walk that came by.
    let mut seen = vec![0; units.len()];
    for start in 0..units.len() {
        let walk = start + 1;
        let mut here = Some(start);
        while let Some(at) = here.filter(|at| seen[*at] == 0) {
            seen[at] = walk;
            here = parent(at);
        }
        let Some(first) = here.filter(|at| seen[*at] == walk) else { continue };
        let mut circle = vec![first];
        while let Some(next) = parent(circle[circle.len() - 1]).filter(|next| *next != first) {
            circle.push(next);
        }
        let least = circle.iter().copied().min().unwrap_or(first);
        let name = &text.units.items[least];
        let span = name.value.parent.as_ref().map_or(name.span, |p| p.span);
        let words = format!("`{}` is above itself", name.id);
        let mut finding = Diagnostic::error("parent/cycle", span, words)
            .expected("a unit that does not belong to this one");
        for at in circle.into_iter().filter(|at| *at != least) {
            let item = &text.units.items[at];
            let span = item.value.parent.as_ref().map_or(item.span, |p| p.span);
            finding = finding.related(span, format!("`{}` belongs to this one", item.id));
        }
        cx.out.push(finding);
    }
}

/// Refuses a unit that rides with itself or with one that rides, and looks whether the host is there.
pub(super) fn check_rides(units: &[Option<Unit>], text: &ScenarioText, cx: &mut Reader<'_>) {
    for (at, unit) in units.iter().enumerate() {
        let Some(unit) = unit else { continue };
        let (Some(rides), Some(names)) = (&unit.rides, &text.units.items[at].value.rides) else {
            continue;
        };
        for (host, name) in rides.branches().iter().zip(names.branches()) {
            if let Some(host) = &units[host.0 as usize] {
                check_ride((at, unit), host, name, (units, cx));
            }
        }
    }
}

fn check_ride(
    (at, unit): (usize, &Unit),
    host: &Unit,
    name: &Name,
    (units, cx): (&[Option<Unit>], &mut Reader<'_>),
) {
    let host_rides: Vec<UnitId> = host.rides.iter().flat_map(|r| r.branches()).copied().collect();
    if host.id == unit.id {
        cx.out.push(circle(name.span, format!("`{}` rides with itself", unit.id)));
    } else if host_rides.iter().any(|next| next.0 as usize == at) {
        // Two units in each other's train are one mistake, said at the first of them.
        if unit.id < host.id {
            let words = format!("`{}` and `{}` ride with each other", unit.id, host.id);
            cx.out.push(circle(name.span, words));
        }
    } else if let Some(next) = host_rides.first().and_then(|id| units[id.0 as usize].as_ref()) {
        let words = format!("`{}` rides itself, with `{}`", host.id, next.id);
        cx.out.push(
            Diagnostic::error("rides/rider", name.span, words)
                .expected("the unit whose orders move the train")
                .hint(format!("write `rides: {}`", next.id)),
        );
    } else if let Some(words) = absent(unit, host) {
        cx.out.push(
            Diagnostic::warning("rides/absent", name.span, words)
                .hint("where the other does not take part, this unit stays where it is"),
        );
    }
}

fn circle(span: Span, words: String) -> Diagnostic {
    Diagnostic::error("rides/cycle", span, words)
        .expected("the unit whose orders move the train and the column")
}

/// What to say if a unit may take part where its host does not.
fn absent(unit: &Unit, host: &Unit) -> Option<String> {
    let always = host.deployed.branches().iter().all(|yes| *yes);
    let never = host.deployed.branches().iter().all(|yes| !*yes);
    let rider_never = unit.deployed.branches().iter().all(|yes| !*yes);
    // One mix behind both is drawn once for both.
    let together = match (&unit.deployed, &host.deployed) {
        (Choice::Mix { param: a, .. }, Choice::Mix { param: b, .. }) => a == b,
        _ => false,
    };
    if always || rider_never || (together && !never) {
        return None;
    }
    let how = if never { "never takes" } else { "does not always take" };
    Some(format!("`{}` {how} part, and `{}` is to ride with it", host.id, unit.id))
}
