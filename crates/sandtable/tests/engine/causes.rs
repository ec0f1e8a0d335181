//! Every row names its cause, every chain ends with an order, every drawn value can be drawn again.

use crate::common::{Files, run};
use sandtable::draw::{Domain, DrawKey, draw_again};
use sandtable::record::{Body, Cause, LogSink, Part, Row};
use std::collections::BTreeMap;

fn by_name(log: &LogSink) -> BTreeMap<(u32, u32), &Row> {
    log.rows.iter().map(|row| ((row.entity, row.ordinal), row)).collect()
}

#[test]
fn det_every_chain_of_causes_resolves_and_ends_with_an_order() {
    let scenario = Files::flagship().scenario();
    for index in 0..20 {
        let log = run(&scenario, 5, index).log;
        let rows = by_name(&log);
        assert_eq!(rows.len(), log.rows.len(), "names of rows are unique");
        for row in &log.rows {
            let mut here = row;
            let mut steps = 0;
            while let Some(Cause { entity, ordinal }) = here.cause {
                let next = rows.get(&(entity, ordinal)).expect("the cause is a row of the log");
                assert!(next.time <= here.time, "a cause comes before its effect");
                here = next;
                steps += 1;
                assert!(steps < 1000, "a chain of causes ends");
            }
            // What the calendar itself begins has no cause either.
            let begins = matches!(
                here.body,
                Body::Order { .. }
                    | Body::Exercise { what: Part::Phase | Part::Task | Part::Norm, .. }
            );
            assert!(begins, "{row:?} goes back to {here:?}");
        }
    }
}

#[test]
fn det_every_logged_value_is_drawn_again_from_its_key() {
    let scenario = Files::flagship().scenario();
    let mut seen = 0;
    for index in 0..10 {
        let log = run(&scenario, 9, index).log;
        let rows = by_name(&log);
        for row in &log.rows {
            let Body::Draw { used_by, draw } = &row.body else { continue };
            assert!(rows.contains_key(&(row.entity, *used_by)));
            let key = DrawKey {
                input: log.names.input(draw.param),
                entity: &draw.entity,
                domain: draw.domain,
                index: draw.index,
                purpose: draw.purpose.0,
                event: draw.event,
            };
            assert_eq!(draw_again(&scenario, 9, &key), Some((draw.u, draw.value)), "{draw:?}");
            if draw.domain == Domain::Luck {
                // A draw is of the unit on whose row it stands, of the train that a station lets go, or of the link
                // by which a post speaks to a unit below.
                let owner = log.names.of(row.entity);
                let of_unit = draw.entity.starts_with(&format!("{owner}/"));
                assert!(
                    of_unit || owner.starts_with("places/") || draw.entity.contains("/link/"),
                    "{} on a row of {owner}",
                    draw.entity
                );
            }
            seen += 1;
        }
    }
    assert!(seen > 500, "{seen} draws");
}
