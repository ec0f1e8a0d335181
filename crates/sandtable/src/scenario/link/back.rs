//! Ways back: the way of another order of the unit, turned round.

use super::order::Draft;
use super::{Book, air};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::{Num, When};
use crate::scenario::quantity::Scope;
use crate::scenario::read::Reader;
use crate::scenario::resolved::{
    AirMove, Column, Flight, Journey, Movement, Order, Place, PlaceId, RailMove, Rate, RoadMove,
    Stage, Ways,
};
use crate::scenario::suggest::nearest;

pub(super) fn link_back(
    draft: &Draft<'_>,
    linked: &[Option<Order>],
    (book, places): (&Book<'_>, &[Place]),
    cx: &mut Reader<'_>,
) -> Option<Order> {
    let text = &draft.text;
    let start = draft.need((&text.start, &text.broken), "start", cx).cloned();
    let of = draft.need((&text.of, &text.broken), "of", cx)?;
    let known: Vec<_> = linked.iter().flatten().map(|o| o.id.as_str()).collect();
    let found = linked.iter().position(|o| o.as_ref().is_some_and(|o| o.id == of.text));
    let Some(at) = found else {
        let orders = draft.owner.text.orders.as_ref();
        if orders.is_some_and(|o| o.get(&of.text).is_some() || o.broken.contains(&of.text)) {
            let is_back = orders.and_then(|o| o.get(&of.text)).is_some_and(|_| of.text == draft.id);
            if !is_back {
                return None; // it could not be linked, and has said why
            }
        }
        let words = format!("`{}` has no order `{}` to go back on", draft.owner.id, of.text);
        let finding = Diagnostic::error("order/back", of.span, words)
            .expected("another order of this unit, by rail, road or air");
        cx.push_once(match nearest(&of.text, known) {
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding,
        });
        return None;
    };
    let there = linked[at].as_ref()?;
    let home = draft.owner.text.start.as_ref().and_then(|s| s.place.as_ref());
    let home = home.and_then(|h| book.places.index(&h.text)).map(PlaceId);
    let start = start?;
    let turn = Turn {
        from: format!("{}/", order_path(draft, &there.id)),
        to: format!("{}/", draft.at),
        cx,
    };
    let movement = turn.movement(&there.movement, (start, home), places);
    let back_of = u32::try_from(at).ok();
    Some(Order { id: draft.id.to_owned(), movement, back_of })
}

fn order_path(draft: &Draft<'_>, order: &str) -> String {
    format!("units/{}/orders/{order}", draft.owner.id)
}

/// Turning a movement round: numbers of one act are drawn anew under the path of the way back.
struct Turn<'c, 'm> {
    from: String,
    to: String,
    cx: &'c Reader<'m>,
}

impl Turn<'_, '_> {
    fn num<D>(&self, num: &Num<D>) -> Num<D> {
        let input = &self.cx.params[num.param.0 as usize].param;
        match (input.scope, num.field.strip_prefix(self.from.as_str())) {
            (Scope::Each, Some(rest)) => num.used_as(format!("{}{rest}", self.to)),
            _ => num.clone(),
        }
    }

    fn opt<D>(&self, num: Option<&Num<D>>) -> Option<Num<D>> {
        num.map(|n| self.num(n))
    }

    fn movement(
        &self,
        there: &Movement,
        (start, home): (When, Option<PlaceId>),
        places: &[Place],
    ) -> Movement {
        match there {
            Movement::Rail(m) => Movement::Rail(Box::new(self.rail(m, start, home, places))),
            Movement::Road(m) => Movement::Road(Box::new(RoadMove {
                alert: None,
                start,
                distance: self.num(&m.distance),
                to: home.unwrap_or(m.to),
                column: self.column(&m.column),
                every: None,
                set_up: false,
            })),
            Movement::Air(m) => Movement::Air(Box::new(AirMove {
                alert: None,
                start,
                routes: air::reversed(&m.routes),
                detour: self.opt(m.detour.as_ref()),
                wind: self.opt(m.wind.as_ref()),
                tail_wind: !m.tail_wind,
                stop: self.opt(m.stop.as_ref()),
                daylight: m.daylight,
                after_sunrise: self.opt(m.after_sunrise.as_ref()),
                flight: self.flight(&m.flight),
                set_up: false,
            })),
        }
    }

    fn rail(&self, m: &RailMove, start: When, home: Option<PlaceId>, places: &[Place]) -> RailMove {
        let turned = |j: &Journey| {
            let stages = j.stages.iter().rev();
            let stages = stages.map(|s| Stage { from: s.to, to: s.from, length_m: s.length_m });
            Journey {
                load_at: j.to,
                march: self.opt(j.road.as_ref()),
                extra: self.opt(j.extra_after.as_ref()),
                stages: stages.collect(),
                extra_after: self.opt(j.extra.as_ref()),
                first_post: j.last_post.clone(),
                last_post: j.first_post.clone(),
                first_sign: j.last_sign,
                last_sign: j.first_sign,
                to: j.load_at,
                site: home.filter(|h| places[h.0 as usize].at.is_some()).unwrap_or(j.load_at),
                road: self.opt(j.march.as_ref()),
            }
        };
        let table = m.journeys.table.iter().map(turned).collect();
        RailMove {
            alert: None,
            load_start: start,
            load_time: self.num(&m.load_time),
            journeys: Ways { picks: m.journeys.picks.clone(), table },
            rate: self.rate(&m.rate),
            unload_time: self.num(&m.unload_time),
            column: self.column(&m.column),
            set_up: false,
        }
    }

    fn rate(&self, r: &Rate) -> Rate {
        Rate {
            id: r.id.clone(),
            line: self.num(&r.line),
            unit: self.opt(r.unit.as_ref()),
            stage: self.opt(r.stage.as_ref()),
            length: self.opt(r.length.as_ref()),
            headway: self.opt(r.headway.as_ref()),
        }
    }

    fn column(&self, c: &Column) -> Column {
        Column {
            rate: self.num(&c.rate),
            density: self.num(&c.density),
            march_unit: self.num(&c.march_unit),
            gap: self.num(&c.gap),
            night: self.num(&c.night),
        }
    }

    fn flight(&self, f: &Flight) -> Flight {
        Flight {
            cruise: self.num(&f.cruise),
            height: self.num(&f.height),
            climb: self.num(&f.climb),
            descent: self.num(&f.descent),
            slow: self.num(&f.slow),
            spacing: self.opt(f.spacing.as_ref()),
            range: f.range.clone(),
            ferry_range: f.ferry_range.clone(),
            aircraft: f.aircraft.clone(),
        }
    }
}
