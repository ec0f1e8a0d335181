//! Which law times of service follow: as written, or exponential with the same mean, by which queues have formulas.

use crate::base::math;
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::draw::Realisation;
use crate::record::Sink;
use crate::scenario::param::Num;
use crate::scenario::read::dim;
use crate::sim::outbox::Outbox;
use crate::sim::world::World;

/// A time of service (s) of a unit, at a use that has a number.
pub(super) fn service<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    time: &Num<dim::Time>,
    (rank, event): (u32, u32),
) -> f64 {
    if !world.exponential {
        return out.value(time, event);
    }
    let mean_s = mean_of(&out.inputs, time);
    let stream = StreamKey::luck(out.luck.seed, out.luck.index);
    let entity = Entity::pair(Entity::of_path(out.names.of(rank)), Entity::of_path(&time.field));
    -mean_s * math::ln(uniform(stream, Purpose::SERVICE, entity, event, 0))
}

/// The middle of a written time (s).
fn mean_of(inputs: &Realisation<'_>, time: &Num<dim::Time>) -> f64 {
    crate::scenario::resolved::nominal(inputs.scenario, time.param)
}
