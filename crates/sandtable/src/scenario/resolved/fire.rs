//! What decides and what shoots in a resolved scenario: weapons, crews, links, weapon control.

use super::{PlaceId, UnitId};
use crate::scenario::param::Num;
use crate::scenario::read::dim;
pub use crate::scenario::text::ControlStatus;
use serde::Serialize;

/// A weapon with everything that an engagement needs: envelope, flight time, kill probability. One that lacks
/// something is carried and shoots at nothing.
#[derive(Clone, Debug, Serialize)]
pub struct Weapon {
    /// Its id in the unit.
    pub id: String,
    /// Greatest slant range of an intercept.
    pub range: Num<dim::Length>,
    /// Least slant range of an intercept.
    pub least_range: Num<dim::Length>,
    /// Least height of a target; none for the ground.
    pub lowest: Option<Num<dim::Length>>,
    /// Greatest height of a target; none for any.
    pub highest: Option<Num<dim::Length>>,
    /// How far a target's course may pass beside the unit; none for as far as `range`.
    pub crossing: Option<Num<dim::Length>>,
    /// Mean speed from launch to intercept.
    pub speed: Num<dim::Speed>,
    /// Targets at a time: fire channels.
    pub targets: Num<dim::Count>,
    /// Rounds in flight at a time; none for no limit.
    pub missiles: Option<Num<dim::Count>>,
    /// Ready rounds of a launcher, or of the unit.
    pub ready: Num<dim::Count>,
    /// How many launchers there are; none for one that stands for all.
    pub launchers: Option<Num<dim::Count>>,
    /// Time to reload a launcher; none for one that is not reloaded.
    pub reload: Option<Num<dim::Time>>,
    /// Launchers that can be reloaded at a time; none for one.
    pub cranes: Option<Num<dim::Count>>,
    /// Rounds to reload with; none for none.
    pub stock: Option<Num<dim::Count>>,
    /// Time from the channel's being given to launch.
    pub reaction: Num<dim::Time>,
    /// Kill probability of a shot.
    pub kill: Num<dim::Probability>,
    /// The same at a low small target; none for the same.
    pub kill_low: Option<Num<dim::Probability>>,
    /// Chance that no shot of an engagement can work.
    pub common_failure: Option<Num<dim::Probability>>,
    /// Rounds of a salvo; none for one.
    pub salvo: Option<Num<dim::Count>>,
    /// Salvos of an engagement at most; none for as many as there is time for.
    pub looks: Option<Num<dim::Count>>,
    /// Time from intercept to its call; none for at once.
    pub assess: Option<Num<dim::Time>>,
    /// Chance that a missed target is called destroyed.
    pub called_killed: Option<Num<dim::Probability>>,
    /// Chance that a destroyed target is called missed.
    pub called_missed: Option<Num<dim::Probability>>,
    /// Speed at which the unit flies to a target; none for one that stands.
    pub flies: Option<Num<dim::Speed>>,
    /// It can be launched at a track that only others see.
    pub remote: bool,
}

/// The people of a post.
#[derive(Clone, Debug, Serialize)]
pub struct Crew {
    /// Operators at work.
    pub operators: Num<dim::Count>,
    /// Time to identify a track.
    pub identification: Num<dim::Time>,
    /// Time to assign a target.
    pub assignment: Num<dim::Time>,
    /// Chance that neutral traffic, or one's own, is called hostile.
    pub called_hostile: Option<Num<dim::Probability>>,
    /// Chance that a mock target is called neutral.
    pub called_neutral: Option<Num<dim::Probability>>,
}

/// The link of a unit to the post above.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// Time of a message.
    pub latency: Num<dim::Time>,
    /// Chance that a message is lost.
    pub loss: Option<Num<dim::Probability>>,
    /// Times that it is sent again.
    pub retries: Option<Num<dim::Count>>,
    /// Mean time from one outage to the next; none for no outages but those of injects.
    pub between_outages: Option<Num<dim::Time>>,
    /// Length of an outage.
    pub outage: Option<Num<dim::Time>>,
    /// Time for which a message occupies the link, up or down; none for a link that carries any number.
    pub sends: Option<Num<dim::Time>>,
    /// Time without the link after which each end goes on without the other; none for at once.
    pub delegates: Option<Num<dim::Time>>,
}

/// A sector into which a unit launches nothing, clockwise from one edge to the other.
#[derive(Clone, Debug, Serialize)]
pub struct NoFire {
    /// Its id.
    pub id: String,
    /// Its left edge, from true north, clockwise.
    pub from: Num<dim::Angle>,
    /// Its right edge.
    pub to: Num<dim::Angle>,
}

/// Weapon control: what may be shot at, when and where.
#[derive(Clone, Debug, Serialize)]
pub struct Control {
    /// Its id.
    pub id: String,
    /// What may be shot at.
    pub status: ControlStatus,
    /// The phase in which it holds, by number; none for all.
    pub phase: Option<u32>,
    /// The task in which it holds, by number; none for all.
    pub task: Option<u32>,
    /// Its zone; none for everywhere.
    pub zone: Option<(PlaceId, Num<dim::Length>)>,
}

/// What a unit has for fire and command.
#[derive(Clone, Debug, Serialize)]
pub struct Fire {
    /// Weapons that can be shot with, in order of id.
    pub weapons: Vec<Weapon>,
    /// The people of its post, if it can decide.
    pub crew: Option<Crew>,
    /// Units that it defends.
    pub defends: Vec<UnitId>,
    /// Sectors into which it launches nothing.
    pub no_fire: Vec<NoFire>,
}
