//! Why: from a row of a stored run back to the order that began it, with every value drawn on the way.

use super::folder::{RunFolder, StoreError};
use super::parquet_file::{Stored, StoredCell};
use crate::base::time::SimTime;
use crate::draw::{Domain, DrawKey};
use crate::record::Table;
use std::collections::BTreeMap;

/// A row's name: path of its unit, ordinal among that unit's rows.
pub type LinkName = (String, i64);

/// One link of the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The row.
    pub name: LinkName,
    /// Its table.
    pub table: Table,
    /// When.
    pub time: SimTime,
    /// What happened, in words.
    pub text: String,
    /// The row behind it; none for an order.
    pub cause: Option<LinkName>,
    /// What was out of order while it was decided: the word, and the row that says so.
    pub because: Option<(String, LinkName)>,
    /// The flight that it is about.
    pub flight: Option<String>,
    /// Values drawn for it.
    pub draws: Vec<ChainDraw>,
}

/// A value drawn for a row.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainDraw {
    /// The field.
    pub field: String,
    /// Path whose hash keyed it.
    pub entity: String,
    /// Luck or inputs.
    pub domain: Domain,
    /// Replication of that domain.
    pub index: u32,
    /// Purpose by number.
    pub purpose: u16,
    /// Semantic number of the use.
    pub event: u32,
    /// The uniform.
    pub u: f64,
    /// The value in SI.
    pub value: f64,
    /// Path of the input.
    pub input: String,
}

impl ChainDraw {
    /// What draws it again.
    #[must_use]
    pub fn key(&self) -> DrawKey<'_> {
        DrawKey {
            input: &self.input,
            entity: &self.entity,
            domain: self.domain,
            index: self.index,
            purpose: self.purpose,
            event: self.event,
        }
    }
}

/// All rows of a run, to follow causes through.
pub struct Chain {
    rows: BTreeMap<LinkName, Link>,
}

impl Chain {
    /// Reads every table of a run.
    ///
    /// # Errors
    /// When a table is missing or broken.
    pub fn read(folder: &RunFolder) -> Result<Chain, StoreError> {
        let mut rows = BTreeMap::new();
        let mut draws = Vec::new();
        for table in Table::ALL {
            for cells in &folder.table(table)?.rows {
                let row = Cells { table, cells };
                if table == Table::Draws {
                    draws.extend(row.draw());
                } else if let Some(link) = row.link() {
                    rows.insert(link.name.clone(), link);
                }
            }
        }
        for (name, draw) in draws {
            if let Some(link) = rows.get_mut(&name) {
                link.draws.push(draw);
            }
        }
        Ok(Chain { rows })
    }

    /// The first row by which a unit entered a state.
    #[must_use]
    pub fn entered(&self, unit: &str, state: &str) -> Option<&Link> {
        let of_unit = self.rows.values().filter(|l| l.table == Table::States && l.name.0 == unit);
        of_unit
            .filter(|l| {
                l.text.ends_with(&format!("-> {state}"))
                    || l.text.contains(&format!("-> {state} at "))
            })
            .min_by_key(|l| (l.time, l.name.1))
    }

    /// The last decision or act of a unit about a flight; of the umpire, if no unit is named.
    #[must_use]
    pub fn decided(&self, unit: Option<&str>, flight: &str) -> Option<&Link> {
        let about = self.rows.values().filter(|l| l.table == Table::Decisions);
        let about = about.filter(|l| l.flight.as_deref().is_some_and(|f| is_named(f, flight)));
        let about: Vec<_> = about.filter(|l| unit.is_none_or(|u| l.name.0 == u)).collect();
        // What was shot says more than who looked at it once more afterwards.
        let shots =
            about.iter().filter(|l| l.text.starts_with("hits") || l.text.starts_with("misses"));
        let last = |l: &&&Link| (l.time, l.name.1);
        let best = shots.max_by_key(last).or_else(|| about.iter().max_by_key(last));
        best.copied()
    }

    /// Units that decided or did something about a flight, in order of path.
    #[must_use]
    pub fn deciders(&self, flight: &str) -> Vec<&str> {
        let about = self.rows.values().filter(|l| l.table == Table::Decisions);
        let about = about.filter(|l| l.flight.as_deref().is_some_and(|f| is_named(f, flight)));
        let mut units: Vec<_> = about.map(|l| l.name.0.as_str()).collect();
        units.dedup();
        units
    }

    /// What was out of order on the way of a chain, each with the chain that leads to it.
    ///
    /// # Errors
    /// The name of a row that is named and missing.
    pub fn behind<'c>(
        &'c self,
        chain: &[&'c Link],
    ) -> Result<Vec<(&'c str, Vec<&'c Link>)>, LinkName> {
        let mut all: Vec<(&str, Vec<&Link>)> = Vec::new();
        for (word, name) in chain.iter().filter_map(|l| l.because.as_ref()) {
            let from = self.rows.get(name).ok_or_else(|| name.clone())?;
            if !all.iter().any(|(known, links)| known == word && links[0].name == from.name) {
                all.push((word, self.follow(from)?));
            }
        }
        Ok(all)
    }

    /// The links from a row to the one without a cause; `Err` names a cause that is not in the log.
    ///
    /// # Errors
    /// The name of the missing row.
    pub fn follow<'c>(&'c self, from: &'c Link) -> Result<Vec<&'c Link>, LinkName> {
        let mut chain = vec![from];
        let mut here = from;
        while let Some(cause) = &here.cause {
            here = self.rows.get(cause).ok_or_else(|| cause.clone())?;
            chain.push(here);
        }
        Ok(chain)
    }
}

/// True if a path is `flights/TASK/NUMBER` for the name `TASK/NUMBER`, or the name itself.
fn is_named(path: &str, name: &str) -> bool {
    path == name || path.strip_prefix("flights/") == Some(name)
}

/// A stored row with its table.
struct Cells<'r> {
    table: Table,
    cells: &'r [StoredCell],
}

impl Cells<'_> {
    fn at(&self, column: &str) -> &StoredCell {
        let columns = Stored { table: self.table, rows: Vec::new() };
        let at = columns.columns().position(|c| c.name == column);
        at.and_then(|at| self.cells.get(at)).unwrap_or(&StoredCell::Null)
    }

    fn text(&self, column: &str) -> String {
        match self.at(column) {
            StoredCell::Text(text) => text.clone(),
            StoredCell::Int(n) => n.to_string(),
            StoredCell::Float(x) => format!("{x:.0}"),
            StoredCell::Time(t) => t.to_iso(),
            StoredCell::Null => String::new(),
        }
    }

    fn int(&self, column: &str) -> Option<i64> {
        match self.at(column) {
            StoredCell::Int(n) => Some(*n),
            _ => None,
        }
    }

    fn float(&self, column: &str) -> Option<f64> {
        match self.at(column) {
            StoredCell::Float(x) => Some(*x),
            _ => None,
        }
    }

    fn link(&self) -> Option<Link> {
        let StoredCell::Time(time) = self.at("time") else { return None };
        let cause = self.int("cause_ordinal").map(|n| (self.text("cause_unit"), n));
        let has = |column: &str| self.table.columns().iter().any(|c| c.name == column);
        let because = has("because_ordinal").then(|| self.int("because_ordinal")).flatten();
        let because = because.map(|n| (self.text("because"), (self.text("because_unit"), n)));
        let flight = has("flight").then(|| self.text("flight")).filter(|f| !f.is_empty());
        Some(Link {
            because,
            flight,
            name: (self.text("unit"), self.int("ordinal")?),
            table: self.table,
            time: *time,
            text: self.words(),
            cause,
            draws: Vec::new(),
        })
    }

    fn words(&self) -> String {
        let t = |column| self.text(column);
        match self.table {
            Table::Orders => format!("order `{}` by {}: {}", t("order"), t("author"), t("text")),
            Table::States => {
                let place = t("place");
                let at = if place.is_empty() { String::new() } else { format!(" at {place}") };
                format!("{} -> {}{at}", t("from"), t("to"))
            }
            Table::Legs => {
                let km = self.float("distance_m").unwrap_or(0.0) / 1e3;
                format!(
                    "{} leg {} to {}, {km:.0} km since {}",
                    t("mode"),
                    t("from"),
                    t("to"),
                    t("start")
                )
            }
            Table::Trains => format!(
                "train {} {} at {} ({} wagons, {} vehicles)",
                t("train"),
                t("act"),
                t("station"),
                t("wagons"),
                t("vehicles")
            ),
            Table::Ramps => {
                let hours = self.float("waited_s").unwrap_or(0.0) / 3600.0;
                format!(
                    "train {} of {} {} after {hours:.1} h",
                    t("train"),
                    t("train_unit"),
                    t("act")
                )
            }
            Table::Exercise => {
                format!("{} `{}` {}: {}", t("part"), t("id"), t("act"), t("text"))
            }
            Table::Flights => format!("{} flight {} of {}", t("kind"), t("act"), t("task")),
            Table::Contacts => self.contact_words(),
            Table::Pictures => {
                let age_s = self.float("age_s").unwrap_or(0.0);
                let (act, flight) = (t("act"), t("flight"));
                format!("picture {act} {flight} by word of {}, {age_s:.1} s old", t("from"))
            }
            Table::Decisions => self.decision_words(),
            Table::Quality => {
                let share = self.float("completeness").unwrap_or(0.0);
                format!("{} flights of {} held {share:.2} of their time", t("kind"), t("task"))
            }
            Table::Draws => t("field"),
        }
    }

    /// What was decided or done, on which knowledge, and what was out of order.
    fn decision_words(&self) -> String {
        let t = |column| self.text(column);
        let mut words = format!("{} {}", t("act"), t("flight")).trim_end().to_owned();
        let mut add = |what: String| words.push_str(&what);
        for (name, column) in [("other", "other"), ("weapon", "weapon")] {
            if !t(column).is_empty() {
                add(format!(", {name} {}", t(column)));
            }
        }
        if !t("track").is_empty() {
            add(format!(", on {} track", t("track")));
        }
        if let Some(age_s) = self.float("age_s") {
            add(format!(" {age_s:.1} s old"));
        }
        if let Some(range_m) = self.float("range_m") {
            add(format!(", at {:.1} km", range_m / 1e3));
        }
        if let Some(time_s) = self.float("time_s") {
            add(format!(", {time_s:.1} s"));
        }
        if let Some(chance) = self.float("chance") {
            add(format!(", chance {chance:.3}"));
        }
        if let Some(rounds) = self.int("rounds") {
            add(format!(", rounds {rounds}"));
        }
        add(format!(": {}", t("text")));
        if !t("because").is_empty() {
            add(format!(" (because of {}, {})", t("because"), t("because_unit")));
        }
        words
    }

    /// Why a radar saw: signal, chance, height against the horizon.
    fn contact_words(&self) -> String {
        let t = |column| self.text(column);
        let f = |column| self.float(column).unwrap_or(0.0);
        let what = format!("{} {} {}", t("sensor"), t("act"), t("flight"));
        if t("look").is_empty() {
            return format!("{what} ({} plots in {} looks)", t("plots"), t("looks"));
        }
        format!(
            "{what} at {:.1} km, bearing {:.1} deg, height {:.0} m over a horizon of {:.0} m, {:.2} m2, \
             signal over noise {:.1} dB, chance {:.3}, look of {}",
            f("range_m") / 1e3,
            f("bearing_rad").to_degrees(),
            f("height_m"),
            f("horizon_m"),
            f("rcs_m2"),
            f("snr_db"),
            f("detects"),
            t("look"),
        )
    }

    fn draw(&self) -> Option<(LinkName, ChainDraw)> {
        let domain = match self.text("domain").as_str() {
            "luck" => Domain::Luck,
            _ => Domain::Inputs,
        };
        let draw = ChainDraw {
            field: self.text("field"),
            entity: self.text("entity"),
            domain,
            index: u32::try_from(self.int("index")?).ok()?,
            purpose: u16::try_from(self.int("purpose")?).ok()?,
            event: u32::try_from(self.int("event")?).ok()?,
            u: self.float("u")?,
            value: self.float("value")?,
            input: self.text("input"),
        };
        Some(((self.text("unit"), self.int("used_by")?), draw))
    }
}
