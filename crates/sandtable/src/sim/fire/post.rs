//! A post during a drill: its crew, and what it has made of each flight.

use crate::base::time::SimTime;
use crate::model::command::desk::Desk;
use crate::record::{Because, Cause};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A post that decides.
#[derive(Clone, Debug)]
pub struct Post {
    /// The crew and what waits for it.
    pub desk: Desk<Job>,
    /// What it has made of each flight that it ever held.
    pub dossiers: BTreeMap<u32, Dossier>,
    /// How often it has failed.
    pub failures: u32,
    /// Batteries that said that they have no rounds, each with until when they are not asked again.
    pub empty: Vec<(u32, SimTime)>,
}

/// A piece of work of a crew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Job {
    /// The flight.
    pub flight: u32,
    /// What is to be done.
    pub kind: JobKind,
}

/// What a crew does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JobKind {
    /// It finds out what a flight is.
    Identify,
    /// It finds a battery for it.
    Assign,
}

/// What a flight is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// A target.
    Hostile,
    /// Of one's own.
    Own,
    /// Neither.
    Neutral,
}

impl Identity {
    /// The word in rows.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Identity::Hostile => "hostile",
            Identity::Own => "own",
            Identity::Neutral => "neutral",
        }
    }
}

/// What a post has made of a flight.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// What it is called.
    pub identity: Option<Identity>,
    /// Times that it was identified.
    pub looks: u32,
    /// Work on it is waiting or under way.
    pub at_work: bool,
    /// The umpire bars fire at it.
    pub barred: bool,
    /// The order in force.
    pub order: Option<u32>,
    /// Orders given so far.
    pub orders: u32,
    /// Times that a battery was looked for.
    pub reviews: u32,
    /// The last instant of a launch at it, when it was last looked at.
    pub deadline: SimTime,
    /// Batteries that could not carry an order out, each with until when it is not asked again.
    pub refused: Vec<(u32, SimTime)>,
    /// It was reported destroyed.
    pub destroyed: bool,
    /// Why it is not engaged, as last said.
    pub reason: Option<Arc<str>>,
    /// The reason that was nearest to an engagement: how near (0 the nearest), in words, with its row.
    pub nearest: Option<(u8, Arc<str>, Cause)>,
    /// The latest row about it.
    pub row: Option<Cause>,
    /// What was out of order then.
    pub because: Option<Because>,
}

impl Default for Dossier {
    fn default() -> Self {
        Dossier {
            identity: None,
            looks: 0,
            at_work: false,
            barred: false,
            order: None,
            orders: 0,
            reviews: 0,
            deadline: SimTime(i64::MAX),
            refused: Vec::new(),
            destroyed: false,
            reason: None,
            nearest: None,
            row: None,
            because: None,
        }
    }
}

impl Dossier {
    /// True if it is called hostile.
    #[must_use]
    pub fn is_hostile(&self) -> bool {
        self.identity == Some(Identity::Hostile)
    }

    /// True if it is to be engaged and nobody was told to.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.order.is_none() && !self.destroyed && !self.barred
    }
}

impl Post {
    /// A post with so many operators.
    #[must_use]
    pub fn new(operators: usize) -> Self {
        Post {
            desk: Desk::new(operators.max(1), None),
            dossiers: BTreeMap::new(),
            failures: 0,
            empty: Vec::new(),
        }
    }

    /// The post after its crew dropped everything: what was decided stands, no work waits.
    #[must_use]
    pub fn emptied(&self) -> Self {
        let mut dossiers = self.dossiers.clone();
        dossiers.values_mut().for_each(|d| d.at_work = false);
        let (failures, empty) = (self.failures + 1, self.empty.clone());
        Post { desk: Desk::new(self.desk.servers(), None), dossiers, failures, empty }
    }

    /// Orders in force to a battery.
    #[must_use]
    pub fn open_orders(&self, battery_of: impl Fn(u32) -> u32, battery: u32) -> usize {
        let open = self.dossiers.values().filter_map(|d| d.order);
        open.filter(|order| battery_of(*order) == battery).count()
    }
}
