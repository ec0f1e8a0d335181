//! What decides and what shoots: weapons, crews, links, weapon control.

use super::input::{greatest, least};
use super::{Book, Looked, find, only_shared};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::Num;
use crate::scenario::read::{Item, List, Name, Reader, dim};
use crate::scenario::resolved::{Control, Crew, Fire, Link, NoFire, Place, UnitId, Weapon};
use crate::scenario::text::{BodyText, ControlText, UnitText, WeaponText};

/// Most fire channels, launchers, operators of one unit.
const MOST: f64 = 10_000.0;

/// What a unit has for fire and command.
pub(super) fn fire(text: &UnitText, defends: Vec<UnitId>, cx: &mut Reader<'_>) -> Fire {
    let body = &text.body;
    let weapons = body.weapons.iter().flat_map(|w| &w.items);
    let sectors = body.no_fire.iter().flat_map(|n| &n.items);
    Fire {
        weapons: weapons.filter_map(|item| weapon(item, body, cx)).collect(),
        crew: crew(body, cx),
        defends,
        no_fire: sectors
            .map(|item| NoFire {
                id: item.id.clone(),
                from: item.value.from.clone(),
                to: item.value.to.clone(),
            })
            .collect(),
    }
}

/// The units that a list names.
pub(super) fn defended(
    names: Option<&List<Name>>,
    book: &Book<'_>,
    cx: &mut Reader<'_>,
) -> Vec<UnitId> {
    let names = names.into_iter().flat_map(|l| &l.items);
    names.filter_map(|n| book.unit(&n.text, n.span, cx)).collect()
}

/// What a weapon lacks of what an engagement needs.
fn lacking(text: &WeaponText) -> Vec<&'static str> {
    let needed = [
        ("range", text.range.is_some()),
        ("least-range", text.least_range.is_some()),
        ("speed", text.speed.is_some()),
        ("targets", text.targets.is_some()),
        ("ready", text.ready.is_some()),
        ("reaction", text.reaction.is_some()),
        ("kill", text.kill.is_some()),
    ];
    needed.into_iter().filter(|(_, there)| !there).map(|(name, _)| name).collect()
}

fn weapon(item: &Item<WeaponText>, body: &BodyText, cx: &mut Reader<'_>) -> Option<Weapon> {
    let text = &item.value;
    let lacks = lacking(text);
    if !lacks.is_empty() {
        if text.broken.is_empty() {
            let named: Vec<_> = lacks.iter().map(|l| format!("`{l}`")).collect();
            let words = format!(
                "weapon `{}` is carried and shoots at nothing: it lacks {}",
                item.id,
                named.join(", ")
            );
            cx.push_once(Diagnostic::note("weapon/idle", text.span, words));
        }
        return None;
    }
    check_counts(text, cx);
    Some(Weapon {
        id: item.id.clone(),
        range: text.range.clone()?,
        least_range: text.least_range.clone()?,
        lowest: text.lowest.clone(),
        highest: text.highest.clone(),
        crossing: text.crossing.clone(),
        speed: text.speed.clone()?,
        targets: text.targets.clone()?,
        missiles: text.missiles.clone(),
        ready: text.ready.clone()?,
        launchers: launchers(item, body, cx),
        reload: text.reload.clone(),
        cranes: text.cranes.clone(),
        stock: text.stock.clone(),
        reaction: text.reaction.clone()?,
        kill: text.kill.clone()?,
        kill_low: text.kill_low.clone(),
        common_failure: text.common_failure.clone(),
        salvo: text.salvo.clone(),
        looks: text.looks.clone(),
        assess: text.assess.clone(),
        called_killed: text.called_killed.clone(),
        called_missed: text.called_missed.clone(),
        flies: text.flies.clone(),
        remote: text.remote.is_some_and(|f| f.0),
    })
}

/// How many vehicles carry the weapon.
fn launchers(
    item: &Item<WeaponText>,
    body: &BodyText,
    cx: &mut Reader<'_>,
) -> Option<Num<dim::Count>> {
    let on = item.value.on.as_ref()?;
    let kind = body.vehicles.as_ref().and_then(|v| v.get(&on.text));
    if kind.is_none() && !body.broken.contains(&"vehicles") {
        let words =
            format!("weapon `{}` is on `{}`, and the unit has no such vehicles", item.id, on.text);
        cx.push_once(
            Diagnostic::error("weapon/on", on.span, words)
                .expected("the id of a kind of vehicle of the same unit"),
        );
    }
    kind?.value.count.clone()
}

/// Refuses counts that no unit has, and a weapon that shoots at nothing.
fn check_counts(text: &WeaponText, cx: &mut Reader<'_>) {
    let counts = [
        (&text.targets, "targets", 1.0),
        (&text.missiles, "missiles", 1.0),
        (&text.ready, "ready", 0.0),
        (&text.cranes, "cranes", 1.0),
        (&text.stock, "stock", 0.0),
        (&text.salvo, "salvo", 1.0),
        (&text.looks, "looks", 1.0),
    ];
    for (num, name, lowest) in counts {
        let Some(num) = num else { continue };
        check_count(num, (name, lowest), cx);
    }
    if let Some(speed) = &text.speed {
        let input = &cx.params[speed.param.0 as usize];
        if least(&input.param.spec) <= 0.0 {
            cx.push_once(
                Diagnostic::error("weapon/speed", input.span, "a round that may stand still")
                    .expected("a speed above 0"),
            );
        }
    }
}

fn check_count(num: &Num<dim::Count>, (name, lowest): (&str, f64), cx: &mut Reader<'_>) {
    let input = &cx.params[num.param.0 as usize];
    let (low, high) = (least(&input.param.spec), greatest(&input.param.spec));
    if low < lowest || high > MOST {
        let words = format!("`{name}` may be {low:.0} to {high:.0}");
        cx.push_once(
            Diagnostic::error("weapon/count", input.span, words)
                .expected(format!("from {lowest:.0} to {MOST:.0}")),
        );
    }
}

/// The people of a post, if the text says enough to decide with.
fn crew(body: &BodyText, cx: &mut Reader<'_>) -> Option<Crew> {
    let text = body.crew.as_ref()?;
    let operators = text.operators.clone()?;
    check_count(&operators, ("operators", 1.0), cx);
    only_shared(&operators, "the number of operators", cx);
    Some(Crew {
        operators,
        identification: text.identification.clone()?,
        assignment: text.assignment.clone()?,
        called_hostile: text.called_hostile.clone(),
        called_neutral: text.called_neutral.clone(),
    })
}

/// The link of a unit to the post above it.
pub(super) fn link(body: &BodyText, cx: &mut Reader<'_>) -> Option<Link> {
    let text = body.link.as_ref()?;
    if text.between_outages.is_some() != text.outage.is_some() && text.broken.is_empty() {
        cx.push_once(
            Diagnostic::error("link/outage", text.span, "an outage needs a length and a frequency")
                .expected("`between-outages` and `outage` together"),
        );
    }
    if let Some(between) = &text.between_outages {
        let input = &cx.params[between.param.0 as usize];
        if least(&input.param.spec) < 1.0 {
            cx.push_once(
                Diagnostic::error("link/outage", input.span, "a link that is never up")
                    .expected("a mean time between outages of a second at least"),
            );
        }
    }
    Some(Link {
        latency: text.latency.clone()?,
        loss: text.loss.clone(),
        retries: text.retries.clone(),
        between_outages: text.between_outages.clone(),
        outage: text.outage.clone(),
        sends: text.sends.clone(),
        delegates: text.delegates.clone(),
    })
}

pub(super) fn link_control(book: &Book<'_>, places: &[Place], cx: &mut Reader<'_>) -> Vec<Control> {
    let items = book.text.control.iter().flat_map(|c| &c.items);
    items.filter_map(|item| link_one_control(item, book, places, cx)).collect()
}

fn link_one_control(
    item: &Item<ControlText>,
    book: &Book<'_>,
    places: &[Place],
    cx: &mut Reader<'_>,
) -> Option<Control> {
    let text = &item.value;
    let phase = super::exercise::phase(text.phase.as_ref(), book, cx);
    let task = text.task.as_ref().and_then(|name| {
        let looked = Looked { what: "task", code: "task/unknown", span: name.span };
        find(&book.tasks, &name.text, looked, cx)
    });
    let zone = match (&text.place, &text.radius) {
        (None, None) => None,
        (Some(name), Some(radius)) => {
            let id = book.place(&name.text, name.span, cx)?;
            if places[id.0 as usize].at.is_none() {
                let words = format!("`{}` has no position, and a zone lies about it", name.text);
                cx.push_once(
                    Diagnostic::error("place/position", name.span, words)
                        .expected("a place with `at:` or `near:`"),
                );
            }
            only_shared(radius, "the radius of a zone", cx);
            Some((id, radius.clone()))
        }
        _ => {
            if text.broken.is_empty() {
                let words = format!("control `{}` has half a zone", item.id);
                cx.push_once(
                    Diagnostic::error("control/zone", text.span, words)
                        .expected("`place` and `radius` together"),
                );
            }
            return None;
        }
    };
    Some(Control { id: item.id.clone(), status: text.status.value, phase, task, zone })
}
