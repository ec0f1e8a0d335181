//! Cells of a raster as polygons: the lines around those with at least a share.

use crate::analysis::coverage::Raster;
use std::collections::BTreeMap;

/// A corner of cells: row and column, counted from the north-western corner of the raster.
type Corner = (i64, i64);

/// A polygon with holes: closed rings of (latitude, longitude) (deg), the outer one first.
///
/// Outer rings run against the clock, holes with it.
pub(super) type Polygon = Vec<Vec<(f64, f64)>>;

/// Polygons around the cells with at least a share: one for cells that hang together by their sides.
///
/// Rings are simple; two of them touch in points at most.
pub(super) fn polygons(raster: &Raster, least: f32) -> Vec<Polygon> {
    let (rows, columns) = raster.size;
    let labels = labels(raster, least);
    let mut by_label: BTreeMap<usize, Vec<Vec<Corner>>> = BTreeMap::new();
    for (label, ring) in rings(&labels, (rows, columns)) {
        let of_label = by_label.entry(label).or_default();
        // A piece has one outer ring.
        if doubled_area(&ring) > 0 { of_label.insert(0, ring) } else { of_label.push(ring) }
    }
    let place = |(row, column): Corner| {
        let (north, west) = (raster.corner.1, raster.corner.0);
        (north - row as f64 * raster.cell_deg, west + column as f64 * raster.cell_deg)
    };
    let closed = |ring: Vec<Corner>| {
        let mut ring: Vec<_> = straightened(&ring).into_iter().map(place).collect();
        ring.extend(ring.first().copied());
        ring
    };
    by_label.into_values().map(|rings| rings.into_iter().map(closed).collect()).collect()
}

/// The piece of each cell, from 1; 0 for a cell below the share.
fn labels(raster: &Raster, least: f32) -> Vec<usize> {
    let (rows, columns) = raster.size;
    let mut labels = vec![0; rows * columns];
    let mut count = 0;
    for start in 0..labels.len() {
        if labels[start] != 0 || raster.share[start] < least {
            continue;
        }
        count += 1;
        labels[start] = count;
        let mut open = vec![start];
        while let Some(cell) = open.pop() {
            let (row, column) = (cell / columns, cell % columns);
            let beside = [
                (row > 0).then(|| cell - columns),
                (row + 1 < rows).then(|| cell + columns),
                (column > 0).then(|| cell - 1),
                (column + 1 < columns).then(|| cell + 1),
            ];
            for next in beside.into_iter().flatten() {
                if labels[next] == 0 && raster.share[next] >= least {
                    labels[next] = count;
                    open.push(next);
                }
            }
        }
    }
    labels
}

/// Simple rings around pieces, each with its piece on the left.
fn rings(labels: &[usize], (rows, columns): (usize, usize)) -> Vec<(usize, Vec<Corner>)> {
    let mut edges = edges(labels, (rows, columns));
    let mut rings = Vec::new();
    while let Some((start, (first, label))) = edges.first_key_value().map(|(c, e)| (*c, e[0])) {
        let mut way = vec![start];
        let mut at: BTreeMap<Corner, usize> = BTreeMap::from([(start, 0)]);
        let mut edge = (start, first);
        while take(&mut edges, edge) {
            let (from, to) = edge;
            // A corner met again closes a ring of its own.
            if let Some(met) = at.get(&to).copied() {
                let ring = way.split_off(met);
                ring.iter().for_each(|corner| {
                    at.remove(corner);
                });
                rings.push((label, ring));
            }
            at.insert(to, way.len());
            way.push(to);
            let Some(next) = leftmost(&edges, from, to) else { break };
            edge = (to, next);
        }
    }
    rings
}

/// Sides between a piece and what is none of it, by their start: the end, and the piece.
type Edges = BTreeMap<Corner, Vec<(Corner, usize)>>;

fn edges(labels: &[usize], (rows, columns): (usize, usize)) -> Edges {
    let label = |row: i64, column: i64| {
        let inside = (0..rows as i64).contains(&row) && (0..columns as i64).contains(&column);
        if inside { labels[row as usize * columns + column as usize] } else { 0 }
    };
    let mut edges = Edges::new();
    for (r, c) in (0..rows as i64).flat_map(|r| (0..columns as i64).map(move |c| (r, c))) {
        let own = label(r, c);
        if own == 0 {
            continue;
        }
        let sides = [
            (label(r - 1, c), (r, c + 1), (r, c)),
            (label(r, c - 1), (r, c), (r + 1, c)),
            (label(r + 1, c), (r + 1, c), (r + 1, c + 1)),
            (label(r, c + 1), (r + 1, c + 1), (r, c + 1)),
        ];
        for (_, from, to) in sides.into_iter().filter(|side| side.0 != own) {
            edges.entry(from).or_default().push((to, own));
        }
    }
    edges
}

/// Takes a side away; false if it is not there.
fn take(edges: &mut Edges, (from, to): (Corner, Corner)) -> bool {
    let Some(ends) = edges.get_mut(&from) else { return false };
    let Some(at) = ends.iter().position(|end| end.0 == to) else { return false };
    ends.remove(at);
    if ends.is_empty() {
        edges.remove(&from);
    }
    true
}

/// Of the sides that go on from `to`, the one furthest to the left: it stays with the same cell.
fn leftmost(edges: &Edges, from: Corner, to: Corner) -> Option<Corner> {
    // Rows run south, so a left turn has a negative cross product of (row, column).
    let turn =
        |next: &Corner| (to.0 - from.0) * (next.1 - to.1) - (to.1 - from.1) * (next.0 - to.0);
    edges.get(&to)?.iter().map(|end| end.0).max_by_key(turn)
}

/// Twice the area of a ring, positive against the clock.
fn doubled_area(ring: &[Corner]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    // Rows run south.
    ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

/// Without the corners that lie on a straight line.
fn straightened(ring: &[Corner]) -> Vec<Corner> {
    let count = ring.len();
    let bends = |n: &usize| {
        let (a, b, c) = (ring[(n + count - 1) % count], ring[*n], ring[(n + 1) % count]);
        (b.0 - a.0, b.1 - a.1) != (c.0 - b.0, c.1 - b.1)
    };
    (0..count).filter(bends).map(|n| ring[n]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn raster(rows: &[&str]) -> Raster {
        let share = rows.iter().flat_map(|r| r.bytes().map(|b| f32::from(b == b'#'))).collect();
        Raster {
            corner: (0.0, rows.len() as f64),
            cell_deg: 1.0,
            size: (rows.len(), rows[0].len()),
            share,
        }
    }

    fn area(ring: &[(f64, f64)]) -> f64 {
        ring.windows(2).map(|p| p[0].1 * p[1].0 - p[1].1 * p[0].0).sum::<f64>() / 2.0
    }

    #[test]
    fn a_square_with_a_hole_and_a_corner_neighbour() {
        let found = polygons(&raster(&["###.", "#.#.", "###.", "...#"]), 0.5);
        assert_eq!(found.len(), 2);
        let areas: Vec<Vec<f64>> =
            found.iter().map(|p| p.iter().map(|r| area(r)).collect()).collect();
        assert_eq!(areas, [vec![9.0, -1.0], vec![1.0]]);
        // Closed, without corners on straight lines.
        assert_eq!((found[0][0].len(), found[0][0][0]), (5, found[0][0][4]));
        // Two holes that meet in a corner are two rings; an open corner makes a hole of its own.
        let found = polygons(&raster(&["#####", "#.###", "##.##", "#####"]), 0.5);
        assert_eq!(found[0].iter().map(|r| area(r)).collect::<Vec<_>>(), [20.0, -1.0, -1.0]);
        let found = polygons(&raster(&[".###", "#.##", "####"]), 0.5);
        assert_eq!(found[0].iter().map(|r| area(r)).collect::<Vec<_>>(), [11.0, -1.0]);
        assert!(polygons(&raster(&["..", ".."]), 0.5).is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]
        #[test]
        fn prop_rings_are_simple_and_hold_the_cells(cells in proptest::collection::vec(any::<bool>(), 42)) {
            let share: Vec<f32> = cells.iter().map(|c| f32::from(*c)).collect();
            let raster = Raster { corner: (0.0, 6.0), cell_deg: 1.0, size: (6, 7), share };
            let found = polygons(&raster, 0.5);
            let mut sum = 0.0;
            for polygon in &found {
                for (number, ring) in polygon.iter().enumerate() {
                    prop_assert_eq!(area(ring) > 0.0, number == 0);
                    sum += area(ring);
                    let mut corners: Vec<_> = ring[1..].iter().map(|p| (p.0 as i64, p.1 as i64)).collect();
                    corners.sort_unstable();
                    corners.dedup();
                    prop_assert_eq!(corners.len(), ring.len() - 1);
                }
            }
            prop_assert_eq!(sum, cells.iter().filter(|c| **c).count() as f64);
        }
    }
}
