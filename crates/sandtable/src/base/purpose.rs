//! What a random number is for: the table of purposes. Numbers are never changed nor used twice.

use std::fmt;

/// What a random number is for: 12 bits of the counter.
///
/// Draws for one purpose do not depend on whether, or how often, another purpose draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Purpose(pub u16);

macro_rules! purposes {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $word:literal;)+) => {
        impl Purpose {
            $($(#[$doc])* pub const $name: Purpose = Purpose($number);)+

            /// Every purpose with its stable name, in the order of the table.
            pub const TABLE: &'static [(Purpose, &'static str)] = &[$((Purpose::$name, $word)),+];
        }
    };
}

purposes! {
    /// The value of a number that a replication shares (input domain).
    INPUT = 0x001, "input";
    /// Which branch of a mix holds (input domain).
    BRANCH = 0x002, "branch";
    /// The value of a number drawn once for each unit (luck domain).
    EACH_UNIT = 0x010, "each-unit";
    /// The value of a number drawn at each use (luck domain).
    EACH = 0x011, "each";
    /// Which branch of a mix holds, drawn for each use or unit (luck domain).
    EACH_BRANCH = 0x012, "each-branch";
    /// How many flights of neutral traffic there are, and when they begin.
    TRAFFIC = 0x020, "traffic";
    /// Where a site is about its stated place, and how the ground is about its map.
    SITE = 0x021, "site";
    /// Where an antenna stood at the start.
    TURN = 0x030, "turn";
    /// Whether a look sees.
    LOOK = 0x031, "look";
    /// Errors of a plot.
    PLOT = 0x032, "plot";
    /// False alarms of a turn.
    FALSE_ALARM = 0x033, "false-alarm";
    /// Whether two tracks change places.
    SWAP = 0x034, "swap";
    /// Whether a message is lost.
    MESSAGE = 0x040, "message";
    /// Whether an order to engage is lost.
    ORDER = 0x041, "order";
    /// Whether word of an engagement's end is lost.
    OUTCOME = 0x042, "outcome";
    /// What a flight is called.
    IDENTITY = 0x043, "identity";
    /// Whether a shot would destroy its target.
    SHOT = 0x044, "shot";
    /// Whether no shot of an engagement can work.
    COMMON = 0x045, "common-failure";
    /// What the result of a salvo is called.
    CALL = 0x046, "call";
    /// Times of service where they are exponential.
    SERVICE = 0x048, "service";
    /// When links go down.
    OUTAGE = 0x047, "outage";
    /// Reserved for the test that pins the layout; no model draws with it.
    PIN = 0x101, "pin";
}

impl Purpose {
    /// The largest number that fits the counter's 12 bits.
    pub const MAX: u16 = 0xFFF;

    /// The stable name of a purpose of the table; `unknown` for any other number.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::TABLE.iter().find(|(p, _)| *p == self).map_or("unknown", |(_, name)| name)
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_unique_and_fit() {
        let mut numbers: Vec<u16> = Purpose::TABLE.iter().map(|(p, _)| p.0).collect();
        let mut names: Vec<&str> = Purpose::TABLE.iter().map(|(_, n)| *n).collect();
        numbers.sort_unstable();
        numbers.dedup();
        names.sort_unstable();
        names.dedup();
        assert_eq!(numbers.len(), Purpose::TABLE.len());
        assert_eq!(names.len(), Purpose::TABLE.len());
        assert!(numbers.iter().all(|n| *n <= Purpose::MAX));
        assert_eq!(Purpose::EACH_UNIT.name(), "each-unit");
        assert_eq!(Purpose(0x7FF).name(), "unknown");
    }
}
