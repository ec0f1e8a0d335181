//! A desk with a finite number of servers: the crew of a post, or the fire channels of a battery.
//!
//! Who is served and who waits, and nothing else: how long anything takes, who gives up and when
//! are the caller's, and so are clock and luck.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of an item that arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// Its service begins now.
    Served,
    /// It waits.
    Waits,
    /// There is no place for it.
    Refused,
}

/// What has passed a desk. Items arrived = served + refused + left + those in service + those that
/// wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Items that came.
    pub arrived: u64,
    /// Items whose service ended.
    pub served: u64,
    /// Items turned away.
    pub refused: u64,
    /// Items that gave up waiting.
    pub left: u64,
}

/// The place of an item in the line: the more urgent first, then the earlier arrival.
type Place = (Reverse<i64>, u64);

/// Servers, the items in service and the line of those that wait.
///
/// The line is by falling urgency, then by arrival. Service is never interrupted; a more urgent item
/// does not push out one that waits, either. Each step costs O(log n).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk<T> {
    servers: usize,
    places: Option<usize>,
    in_service: BTreeSet<T>,
    line: BTreeMap<Place, T>,
    place_of: BTreeMap<T, Place>,
    counts: Counts,
}

impl<T: Ord + Clone> Desk<T> {
    /// An empty desk with `servers` servers and `places` places in all, those in service included;
    /// `None`: no limit.
    #[must_use]
    pub fn new(servers: usize, places: Option<usize>) -> Self {
        Desk {
            servers,
            places,
            in_service: BTreeSet::new(),
            line: BTreeMap::new(),
            place_of: BTreeMap::new(),
            counts: Counts::default(),
        }
    }

    /// An item arrives: a free server takes it, else it waits if there is a place. Greater `urgency`
    /// goes first.
    ///
    /// # Panics
    /// If the item is at the desk already.
    pub fn arrive(&mut self, item: T, urgency: i64) -> Arrival {
        let is_new = !self.is_served(&item) && !self.waits(&item);
        assert!(is_new, "an item is at a desk once at a time");
        let number = self.counts.arrived;
        self.counts.arrived += 1;
        if self.places.is_some_and(|places| self.busy() + self.waiting() >= places) {
            self.counts.refused += 1;
            return Arrival::Refused;
        }
        // Whoever waits goes first: there is none while a server is free.
        if self.busy() < self.servers {
            self.in_service.insert(item);
            return Arrival::Served;
        }
        let place = (Reverse(urgency), number);
        self.place_of.insert(item.clone(), place);
        self.line.insert(place, item);
        Arrival::Waits
    }

    /// The service of an item ends; the first in the line that begins in its stead.
    ///
    /// `None` if nobody waits, or servers were taken away meanwhile, or the item is not in service
    /// (then nothing happens).
    pub fn done(&mut self, item: &T) -> Option<T> {
        if !self.in_service.remove(item) {
            return None;
        }
        self.counts.served += 1;
        self.begin_next()
    }

    /// An item that waits gives up. `false` if it does not wait (then nothing happens).
    pub fn leave(&mut self, item: &T) -> bool {
        let Some(place) = self.place_of.remove(item) else {
            return false;
        };
        self.line.remove(&place);
        self.counts.left += 1;
        true
    }

    /// Changes the number of servers; the items whose service begins now, in order.
    ///
    /// Servers that are taken away finish what they do first.
    pub fn set_servers(&mut self, servers: usize) -> Vec<T> {
        self.servers = servers;
        std::iter::from_fn(|| self.begin_next()).collect()
    }

    /// The number of servers.
    #[must_use]
    pub fn servers(&self) -> usize {
        self.servers
    }

    /// How many items are in service; more than there are servers only after some were taken away.
    #[must_use]
    pub fn busy(&self) -> usize {
        self.in_service.len()
    }

    /// How many items wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.line.len()
    }

    /// Whether an item is in service.
    #[must_use]
    pub fn is_served(&self, item: &T) -> bool {
        self.in_service.contains(item)
    }

    /// Whether an item waits.
    #[must_use]
    pub fn waits(&self, item: &T) -> bool {
        self.place_of.contains_key(item)
    }

    /// The items in service, in order of items.
    pub fn in_service(&self) -> impl Iterator<Item = &T> {
        self.in_service.iter()
    }

    /// The items that wait, the next first.
    pub fn line(&self) -> impl Iterator<Item = &T> {
        self.line.values()
    }

    /// What has passed so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Begins with the first in the line, if there is one and a server is free.
    fn begin_next(&mut self) -> Option<T> {
        if self.busy() >= self.servers {
            return None;
        }
        let (_, item) = self.line.pop_first()?;
        self.place_of.remove(&item);
        self.in_service.insert(item.clone());
        Some(item)
    }
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
