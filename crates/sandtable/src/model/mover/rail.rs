//! Routes over named railway lines with kilometre posts.

use crate::geo::geodesic;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A line: its id and its posts in the order of the line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Id, such as `transsib`.
    pub id: String,
    /// Posts, each (station id, kilometre post (km)); the posts rise or fall along the line.
    pub posts: Vec<(String, f64)>,
}

/// The way from one post to a neighbouring one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// Line.
    pub line: String,
    /// Station where it starts.
    pub from: String,
    /// Station where it ends.
    pub to: String,
    /// Nominal length: the difference of the posts (km).
    pub km: f64,
}

/// Why there is no route.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RouteError {
    /// No line was named.
    #[error("the route names no line")]
    NoLine,
    /// A line that is not in the list.
    #[error("unknown line: `{0}`")]
    UnknownLine(String),
    /// A station that the line does not serve.
    #[error("line `{line}` has no station: `{station}`")]
    UnknownStation {
        /// The line.
        line: String,
        /// The station looked for.
        station: String,
    },
    /// Two lines in a row without a common station.
    #[error("lines `{first}` and `{second}` share no station")]
    NoJunction {
        /// The line that is left.
        first: String,
        /// The line to change to.
        second: String,
    },
}

/// The stages from station `from` to station `to` over the lines `via`, in that order.
///
/// One changes lines at the common station nearest to where one is. Empty if `from` is `to`. The
/// sum of `km` is the nominal length of the route.
///
/// # Errors
/// For an unknown line, a station that its line does not serve, or two lines without a common
/// station.
pub fn route(lines: &[Line], via: &[&str], from: &str, to: &str) -> Result<Vec<Stage>, RouteError> {
    let chain: Vec<&Line> = via.iter().map(|id| line(lines, id)).collect::<Result<_, _>>()?;
    if chain.is_empty() {
        return Err(RouteError::NoLine);
    }
    let mut stages = Vec::new();
    let mut here = from.to_owned();
    for (i, line) in chain.iter().enumerate() {
        let start = post(line, &here)?;
        let end = match chain.get(i + 1) {
            Some(next) => junction(line, next, start)?,
            None => post(line, to)?,
        };
        walk(line, start, end, &mut stages);
        here = line.posts[end].0.clone();
    }
    Ok(stages)
}

/// Share of a stage that is covered at `now_s`, in [0, 1]; all three times on one clock (s).
#[must_use]
pub fn fraction_along(depart_s: f64, arrive_s: f64, now_s: f64) -> f64 {
    if now_s >= arrive_s {
        return 1.0;
    }
    ((now_s - depart_s) / (arrive_s - depart_s)).clamp(0.0, 1.0)
}

/// Place (latitude, longitude) (deg) a share `fraction` along a stage, on the geodesic between its
/// stations.
///
/// A picture of the position, not the track: real lines wind, and only posts are exact.
#[must_use]
pub fn position_on_stage(from: (f64, f64), to: (f64, f64), fraction: f64) -> (f64, f64) {
    if fraction <= 0.0 {
        return from;
    }
    if fraction >= 1.0 {
        return to;
    }
    geodesic::between(from, to, fraction)
}

fn line<'a>(lines: &'a [Line], id: &str) -> Result<&'a Line, RouteError> {
    lines.iter().find(|l| l.id == id).ok_or_else(|| RouteError::UnknownLine(id.to_owned()))
}

fn post(line: &Line, station: &str) -> Result<usize, RouteError> {
    line.posts.iter().position(|(name, _)| name == station).ok_or_else(|| {
        RouteError::UnknownStation { line: line.id.clone(), station: station.to_owned() }
    })
}

/// The post of `line` nearest to post `start` that `next` serves too; the earlier of equals.
fn junction(line: &Line, next: &Line, start: usize) -> Result<usize, RouteError> {
    let away = |i: &usize| (line.posts[*i].1 - line.posts[start].1).abs();
    let shared = |i: &usize| next.posts.iter().any(|(name, _)| *name == line.posts[*i].0);
    (0..line.posts.len())
        .filter(shared)
        .min_by(|a, b| away(a).total_cmp(&away(b)))
        .ok_or_else(|| RouteError::NoJunction { first: line.id.clone(), second: next.id.clone() })
}

/// Adds the stages from post `start` to post `end`, in either direction.
fn walk(line: &Line, start: usize, end: usize, stages: &mut Vec<Stage>) {
    let steps: Vec<usize> =
        if start <= end { (start..=end).collect() } else { (end..=start).rev().collect() };
    for pair in steps.windows(2) {
        let (a, b) = (&line.posts[pair[0]], &line.posts[pair[1]]);
        stages.push(Stage {
            line: line.id.clone(),
            from: a.0.clone(),
            to: b.0.clone(),
            km: (b.1 - a.1).abs(),
        });
    }
}

#[cfg(test)]
#[path = "rail_tests.rs"]
mod tests;
