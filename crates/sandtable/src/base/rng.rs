//! Keyed random numbers: no state, so that a draw depends on what it is for and on nothing else.
//!
//! A draw is named by a stream (seed, domain, replication), a purpose, an entity, a semantic event
//! number and a position within that event. Adding an entity or a draw for one purpose changes no
//! other draw.

use serde::{Deserialize, Serialize};

use super::philox::philox4x32_10;
pub use super::purpose::Purpose;

/// Draws available for one (purpose, entity, event): 2^21.
pub const DRAWS_PER_EVENT: u32 = 1 << 21;

/// The key of a family of draws: seed, domain and replication index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StreamKey {
    words: [u32; 2],
}

impl StreamKey {
    /// Luck within a replication (domain 1); `index` is the inner replication.
    #[must_use]
    pub fn luck(seed: u64, index: u32) -> Self {
        Self::in_domain(seed, 1, index)
    }

    /// Uncertain inputs (domain 2); `index` is the outer replication.
    #[must_use]
    pub fn inputs(seed: u64, index: u32) -> Self {
        Self::in_domain(seed, 2, index)
    }

    /// The design of a study, such as a scrambling (domain 3); `index` is the scrambling.
    #[must_use]
    pub fn design(seed: u64, index: u32) -> Self {
        Self::in_domain(seed, 3, index)
    }

    fn in_domain(seed: u64, domain: u64, index: u32) -> Self {
        let seeded = mix(seed.wrapping_add(0x9E37_79B9_7F4A_7C15));
        let key = mix(seeded ^ (domain << 32 | u64::from(index)));
        StreamKey { words: [key as u32, (key >> 32) as u32] }
    }
}

/// Whom a draw concerns: a hash of its canonical path, or of an ordered pair.
///
/// Ten thousand names clash with a probability of 3e-12; a clash is an error of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Entity(pub u64);

impl Entity {
    /// The entity of a canonical path such as `units/pvo-1`: the mixed FNV-1a hash of its UTF-8
    /// bytes.
    #[must_use]
    pub fn of_path(path: &str) -> Self {
        let hash = path.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |h, byte| {
            (h ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        });
        Entity(mix(hash))
    }

    /// The ordered pair (a, b), such as (sensor, target); the pair (b, a) is another entity.
    #[must_use]
    pub fn pair(a: Entity, b: Entity) -> Self {
        Entity(mix(a.0 ^ mix(b.0).rotate_left(32)))
    }
}

/// Draw number `n` as 64 random bits. `event` is a semantic ordinal (scan, shot, leg), never a
/// count of draws.
///
/// # Panics
/// If `n` is not below [`DRAWS_PER_EVENT`] or the purpose does not fit 12 bits.
#[must_use]
pub fn word(key: StreamKey, purpose: Purpose, entity: Entity, event: u32, n: u32) -> u64 {
    assert!(n < DRAWS_PER_EVENT, "an event has at most 2^21 draws of one purpose");
    assert!(purpose.0 <= Purpose::MAX, "a purpose has 12 bits");
    let counter =
        [u32::from(purpose.0) << 20 | n >> 1, event, entity.0 as u32, (entity.0 >> 32) as u32];
    let words = philox4x32_10(counter, key.words);
    let half = 2 * (n & 1) as usize;
    u64::from(words[half + 1]) << 32 | u64::from(words[half])
}

/// Draw number `n` as a uniform in the open interval (0, 1); the same name gives the same number.
///
/// The least value is 2^-53 and the greatest 1 - 2^-53; one `f64` for each of 2^52 cells, all
/// alike.
///
/// # Panics
/// As [`word`].
#[must_use]
pub fn uniform(key: StreamKey, purpose: Purpose, entity: Entity, event: u32, n: u32) -> f64 {
    open_open(word(key, purpose, entity, event, n))
}

/// A uniform in the open interval (0, 1) from 64 random bits: `((x >> 12) + 0.5) / 2^52`, exact
/// (set N3).
#[must_use]
pub fn open_open(x: u64) -> f64 {
    ((x >> 12) as f64 + 0.5) * (1.0 / (1_u64 << 52) as f64)
}

/// A uniform in [0, 1) from 64 random bits: `(x >> 11) / 2^53`, exact (set N3).
#[must_use]
pub fn closed_open(x: u64) -> f64 {
    (x >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
}

/// The finaliser of SplitMix64: a bijection of 64 bits that spreads every bit (Steele, Lea and
/// Flood, 2014).
fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pvo() -> Entity {
        Entity::of_path("units/pvo-1")
    }

    #[test]
    fn gold_layout_is_pinned() {
        assert_eq!(pvo().0, 0x4b08_54f4_a4b7_565d);
        let key = StreamKey::luck(42, 0);
        let draws: Vec<String> =
            (0..3).map(|n| uniform(key, Purpose::PIN, pvo(), 0, n).to_string()).collect();
        assert_eq!(draws, ["0.21538629735167192", "0.12435840301645762", "0.45398407931103846"]);
    }

    #[test]
    fn uniforms_stay_inside_the_open_interval() {
        assert_eq!(open_open(0), 1.0 / (1_u64 << 53) as f64);
        assert_eq!(open_open(u64::MAX), 1.0 - 1.0 / (1_u64 << 53) as f64);
        assert!(closed_open(u64::MAX) < 1.0);
        assert_eq!(closed_open(0), 0.0);
    }

    #[test]
    fn every_part_of_the_name_matters() {
        let base = word(StreamKey::luck(1, 0), Purpose::EACH, pvo(), 0, 0);
        let other = Entity::of_path("units/pvo-2");
        let all = [
            word(StreamKey::luck(2, 0), Purpose::EACH, pvo(), 0, 0),
            word(StreamKey::luck(1, 1), Purpose::EACH, pvo(), 0, 0),
            word(StreamKey::inputs(1, 0), Purpose::EACH, pvo(), 0, 0),
            word(StreamKey::design(1, 0), Purpose::EACH, pvo(), 0, 0),
            word(StreamKey::luck(1, 0), Purpose::INPUT, pvo(), 0, 0),
            word(StreamKey::luck(1, 0), Purpose::EACH, other, 0, 0),
            word(StreamKey::luck(1, 0), Purpose::EACH, pvo(), 1, 0),
            word(StreamKey::luck(1, 0), Purpose::EACH, pvo(), 0, 1),
            word(StreamKey::luck(1, 0), Purpose::EACH, pvo(), 0, 2),
        ];
        assert!(all.iter().all(|w| *w != base));
        assert_ne!(Entity::pair(pvo(), other), Entity::pair(other, pvo()));
    }

    #[test]
    fn verif_uniforms_fill_the_interval_evenly() {
        // 100 cells, 10^5 draws: chi-square with 99 degrees of freedom, mean 99, sd 14.07; 4 sd
        // above is 155.
        let key = StreamKey::luck(7, 3);
        let mut cells = [0_u32; 100];
        for n in 0..100_000 {
            cells[(uniform(key, Purpose::EACH, pvo(), 5, n) * 100.0) as usize] += 1;
        }
        let chi2: f64 = cells
            .iter()
            .map(|c| (f64::from(*c) - 1000.0) * (f64::from(*c) - 1000.0) / 1000.0)
            .sum();
        assert!((43.0..155.0).contains(&chi2), "{chi2}");
    }

    #[test]
    #[should_panic(expected = "at most 2^21 draws")]
    fn too_many_draws_of_one_event_are_refused() {
        let _ = word(StreamKey::luck(1, 0), Purpose::EACH, pvo(), 0, DRAWS_PER_EVENT);
    }
}
