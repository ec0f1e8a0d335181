//! The pending events in their total order.

use crate::base::time::SimTime;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Position of an event in the total order: time, phase, entity, that entity's counter.
///
/// u128 = time 64 | phase 8 | entity 24 | counter 32, so that one comparison decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(u128);

impl Key {
    /// Packs a key; `entity` has 24 bits.
    ///
    /// # Panics
    /// When there are more than 2^24 entities.
    #[must_use]
    pub fn new(time: SimTime, phase: u8, entity: u32, counter: u32) -> Self {
        assert!(entity < 1 << 24, "an event key holds 2^24 entities");
        // Flipping the sign bit puts instants before 1970 first.
        let time = (time.0 as u64) ^ (1 << 63);
        let low = u64::from(phase) << 56 | u64::from(entity) << 32 | u64::from(counter);
        Key(u128::from(time) << 64 | u128::from(low))
    }

    /// When.
    #[must_use]
    pub fn time(self) -> SimTime {
        SimTime((((self.0 >> 64) as u64) ^ (1 << 63)) as i64)
    }

    /// Phase within the instant.
    #[must_use]
    pub fn phase(self) -> u8 {
        (self.0 >> 56) as u8
    }

    /// Rank of the entity that handles it.
    #[must_use]
    pub fn entity(self) -> u32 {
        (self.0 >> 32) as u32 & 0x00ff_ffff
    }
}

/// Names a pending event for cancelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle {
    slot: u32,
    generation: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    key: Key,
    slot: u32,
    generation: u32,
}

#[derive(Clone, Debug)]
struct Slot<E> {
    generation: u32,
    event: Option<E>,
}

/// What is due within this time of the event last taken waits in a heap of its own (ns).
const SOON_NS: i64 = 60_000_000_000;

/// Pending events; the least key comes first.
///
/// Two heaps: turns of antennas come up again and again within seconds, while thousands of events of the calendar
/// wait. In a small heap of their own they are sorted among few. Which heap holds an event changes no order. A
/// cancelled event stays as a dead entry until it comes up or more than half of the entries are dead.
#[derive(Clone, Debug)]
pub struct Queue<E> {
    soon: BinaryHeap<Reverse<Entry>>,
    later: BinaryHeap<Reverse<Entry>>,
    /// Until when an event is put with those that come soon.
    edge: SimTime,
    slots: Vec<Slot<E>>,
    free: Vec<u32>,
    dead: usize,
}

impl<E> Default for Queue<E> {
    fn default() -> Self {
        Queue {
            soon: BinaryHeap::new(),
            later: BinaryHeap::new(),
            edge: SimTime(i64::MIN),
            slots: Vec::new(),
            free: Vec::new(),
            dead: 0,
        }
    }
}

impl<E> Queue<E> {
    /// Adds an event.
    pub fn push(&mut self, key: Key, event: E) -> Handle {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Slot { generation: 0, event: None });
            u32::try_from(self.slots.len() - 1).expect("fewer than 2^32 events are pending")
        });
        let place = &mut self.slots[slot as usize];
        place.event = Some(event);
        let generation = place.generation;
        let heap = if key.time() < self.edge { &mut self.soon } else { &mut self.later };
        heap.push(Reverse(Entry { key, slot, generation }));
        Handle { slot, generation }
    }

    /// Drops a pending event; false if it has already come up or was cancelled.
    pub fn cancel(&mut self, handle: Handle) -> bool {
        let place = &mut self.slots[handle.slot as usize];
        if place.generation != handle.generation || place.event.is_none() {
            return false;
        }
        self.release(handle.slot);
        self.dead += 1;
        if self.dead > self.entries() / 2 {
            self.compact();
        }
        true
    }

    /// Takes the event with the least key, if its time is not after `until`.
    pub fn pop_until(&mut self, until: SimTime) -> Option<(Key, E)> {
        loop {
            // A reversed entry is the greater the sooner it comes; none is the least.
            let is_soon = self.soon.peek() >= self.later.peek();
            let heap = if is_soon { &mut self.soon } else { &mut self.later };
            let Reverse(entry) = *heap.peek()?;
            let alive = self.slots[entry.slot as usize].generation == entry.generation;
            if alive && entry.key.time() > until {
                return None;
            }
            heap.pop();
            if !alive {
                self.dead -= 1;
                continue;
            }
            self.edge = SimTime(entry.key.time().0.saturating_add(SOON_NS));
            let event = self.release(entry.slot)?;
            return Some((entry.key, event));
        }
    }

    /// How many live events are pending.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries() - self.dead
    }

    /// True if none is pending.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many entries there are, dead ones among them.
    fn entries(&self) -> usize {
        self.soon.len() + self.later.len()
    }

    /// Empties a slot; handles and entries of the old generation are stale from now on.
    fn release(&mut self, slot: u32) -> Option<E> {
        let place = &mut self.slots[slot as usize];
        place.generation = place.generation.wrapping_add(1);
        self.free.push(slot);
        place.event.take()
    }

    fn compact(&mut self) {
        let slots = &self.slots;
        for heap in [&mut self.soon, &mut self.later] {
            heap.retain(|Reverse(e)| slots[e.slot as usize].generation == e.generation);
        }
        self.dead = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(time: i64, phase: u8, entity: u32, counter: u32) -> Key {
        Key::new(SimTime(time), phase, entity, counter)
    }

    #[test]
    fn verif_keys_order_by_time_phase_entity_counter() {
        let sorted = [
            key(-5, 9, 9, 9),
            key(0, 0, 0, 0),
            key(0, 0, 0, 1),
            key(0, 0, 7, 0),
            key(0, 1, 0, 0),
            key(1, 0, 0, 0),
        ];
        assert!(sorted.is_sorted());
        assert_eq!(key(-5, 3, 77, 1).time(), SimTime(-5));
        assert_eq!((key(9, 3, 77, 1).phase(), key(9, 3, 77, 1).entity()), (3, 77));
    }

    #[test]
    fn prop_pops_in_order_of_key_whatever_the_order_of_pushing() {
        let mut queue = Queue::default();
        // 997 is prime to 1000: every residue once, in a scattered order.
        for n in 0..1000_i64 {
            queue.push(key(n * 997 % 1000, 0, 0, 0), n * 997 % 1000);
        }
        for expected in 0..1000 {
            assert_eq!(queue.pop_until(SimTime(i64::MAX)).map(|p| p.1), Some(expected));
        }
        assert!(queue.is_empty());
    }

    #[test]
    fn prop_both_heaps_give_one_order() {
        // Each event that is taken posts another, near or far, as turns of antennas do among dates of a calendar.
        let second = 1_000_000_000_i64;
        let mut queue = Queue::default();
        for n in 0..200_i64 {
            queue.push(key(n * 7_919 % 200 * 40 * second, 0, 0, n as u32), ());
        }
        let (mut last, mut taken) = (key(-1, 0, 0, 0), 0_u32);
        while let Some((at, ())) = queue.pop_until(SimTime(20_000 * second)) {
            assert!(at > last, "{at:?} after {last:?}");
            (last, taken) = (at, taken + 1);
            if taken < 5_000 {
                let after_s = [3, 10, 59, 60, 61, 900][taken as usize % 6];
                let time = SimTime(at.time().0 + after_s * second);
                queue.push(Key::new(time, 1, 1, taken), ());
            }
        }
        assert!(taken > 1_000, "{taken}");
    }

    #[test]
    fn cancelled_events_never_come_up_and_their_handles_stay_dead() {
        let mut queue = Queue::default();
        let handles: Vec<_> = (0..100).map(|n| queue.push(key(n, 0, 0, 0), n)).collect();
        for handle in handles.iter().step_by(2) {
            assert!(queue.cancel(*handle));
            assert!(!queue.cancel(*handle));
        }
        assert_eq!(queue.len(), 50);
        let again = queue.push(key(1000, 0, 0, 0), 1000);
        assert!(!queue.cancel(handles[0]), "a reused slot is another generation");
        let mut seen = Vec::new();
        while let Some((_, n)) = queue.pop_until(SimTime(999)) {
            seen.push(n);
        }
        assert_eq!(seen, (0..100).filter(|n| n % 2 == 1).collect::<Vec<_>>());
        assert!(queue.cancel(again) && queue.is_empty());
    }

    #[test]
    fn more_than_half_dead_entries_are_swept() {
        let mut queue = Queue::default();
        let handles: Vec<_> = (0..1000).map(|n| queue.push(key(n, 0, 0, 0), n)).collect();
        for handle in &handles[..900] {
            queue.cancel(*handle);
        }
        assert_eq!(queue.len(), 100);
        assert!(queue.entries() <= 201, "{} entries for 100 events", queue.entries());
    }
}
