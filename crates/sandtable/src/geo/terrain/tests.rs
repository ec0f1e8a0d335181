use super::*;

fn lattice(x: f64, y: f64, step: f64) -> Lattice {
    let north_west = GridPoint { x, y };
    Lattice { frame: Frame::Degrees, north_west, step_x: step, step_y: step }
}

/// A tile of 11 x 11 posts, 0.1 degrees apart, with heights by place.
fn tile(west: f64, south: f64, height: impl Fn(f64, f64) -> f32) -> Grid {
    let lattice = lattice(west, south + 1.0, 0.1);
    let mut heights = Vec::new();
    for row in 0..11 {
        for col in 0..11 {
            let at = lattice.place(f64::from(row), f64::from(col));
            heights.push(height(at.x, at.y));
        }
    }
    Grid::new(lattice, (11, 11), heights).unwrap()
}

fn plane(x: f64, y: f64) -> f32 {
    (100.0 + 3.0 * (x - 30.0) - 7.0 * (y - 52.0)) as f32
}

#[test]
fn verif_a_plane_is_sampled_exactly_across_seams() {
    let tiles: Vec<Grid> =
        [(30.0, 52.0), (31.0, 52.0), (30.0, 53.0)].map(|(x, y)| tile(x, y, plane)).into();
    let joined = join(&tiles.iter().collect::<Vec<_>>()).unwrap();
    assert_eq!(joined.grid.size(), (21, 21));
    assert!(joined.disagreement_m < 1e-4);
    for step in 0..=200 {
        let x = 30.0 + 0.01 * f64::from(step);
        let height = joined.grid.height_m(GridPoint { x, y: 52.53 }).unwrap();
        assert!((height - (100.0 + 3.0 * (x - 30.0) - 7.0 * 0.53)).abs() < 1e-4, "{x}");
    }
    // No tile there: unknown, not 0.
    assert_eq!(joined.grid.height_m(GridPoint { x: 31.5, y: 53.5 }), None);
    assert_eq!(joined.grid.voids(), 100);
}

#[test]
fn tiles_that_touch_leave_no_gap() {
    // Cells as areas: the last column of one and the first of the next are a step apart.
    let left = Grid::new(lattice(0.05, 1.0, 0.1), (2, 3), vec![1.0, 2.0, 3.0, 1.0, 2.0, 3.0]);
    let right = Grid::new(lattice(0.35, 1.0, 0.1), (2, 2), vec![4.0, 5.0, 4.0, 5.0]);
    let joined = join(&[&left.unwrap(), &right.unwrap()]).unwrap().grid;
    let between = joined.height_m(GridPoint { x: 0.3, y: 0.95 }).unwrap();
    assert!((between - 3.5).abs() < 1e-6);
}

#[test]
fn the_antimeridian_is_a_seam_like_others() {
    let joined = join(&[&tile(179.0, 52.0, |_, _| 5.0), &tile(-180.0, 52.0, |_, _| 5.0)]).unwrap();
    assert_eq!(joined.grid.size(), (11, 21));
    for x in [179.95, 180.0, -180.0, -179.95] {
        assert_eq!(joined.grid.height_m(GridPoint { x, y: 52.5 }), Some(5.0), "{x}");
    }
}

#[test]
fn unlike_tiles_are_refused() {
    let one = tile(30.0, 52.0, plane);
    let fine = Grid::new(lattice(31.0, 53.0, 0.05), (2, 2), vec![0.0; 4]).unwrap();
    let off = Grid::new(lattice(31.04, 53.0, 0.1), (2, 2), vec![0.0; 4]).unwrap();
    assert_eq!(join(&[&one, &fine]), Err(MosaicError::Unlike { tile: 1, what: "another step" }));
    let expected = MosaicError::Unlike { tile: 1, what: "posts between posts" };
    assert_eq!(join(&[&one, &off]), Err(expected));
    assert_eq!(join(&[]), Err(MosaicError::NoTiles));
    let far = Grid::new(lattice(-150.0, -80.0, 0.1), (2, 2), vec![0.0; 4]).unwrap();
    let fits = join(&[&one, &far]).unwrap();
    assert!(fits.grid.voids() > 1_000_000);
    let datums = [(one.clone(), VerticalDatum::Egm96), (one.clone(), VerticalDatum::Ellipsoid)];
    let error = Terrain::of_tiles(&datums).unwrap_err().to_string();
    assert_eq!(error, "tile 1 has heights above Ellipsoid, the first above Egm96");
    let terrain = Terrain::of_tiles(&datums[..1]).unwrap();
    assert_eq!(terrain.datum(), Some(VerticalDatum::Egm96));
}

#[test]
fn a_disagreement_between_tiles_is_told() {
    let joined = join(&[&tile(30.0, 52.0, |_, _| 5.0), &tile(31.0, 52.0, |_, _| 9.0)]).unwrap();
    assert_eq!(joined.disagreement_m, 4.0);
    assert_eq!(joined.grid.height_m(GridPoint { x: 31.0, y: 52.5 }), Some(5.0));
}

#[test]
fn voids_stay_unknown_and_do_not_spoil_their_neighbours() {
    let mut heights = vec![10.0; 9];
    heights[4] = f32::INFINITY;
    let grid = Grid::new(lattice(0.0, 2.0, 1.0), (3, 3), heights).unwrap();
    assert_eq!((grid.voids(), grid.post_m(1, 1)), (1, None));
    assert_eq!(grid.height_at(0.5, 0.5), None);
    assert_eq!(grid.height_at(0.0, 0.5), Some(10.0));
    assert_eq!(grid.height_at(0.7, 2.0), Some(10.0));
    assert_eq!(grid.height_at(2.1, 0.0), None);
    assert_eq!(grid.height_at(f64::NAN, 0.0), None);
}

#[test]
fn grids_without_sense_are_refused() {
    let good = lattice(0.0, 1.0, 0.5);
    assert_eq!(Grid::new(good, (1, 4), vec![0.0; 4]), Err(GridError::Size { rows: 1, cols: 4 }));
    let many = Grid::new(good, (usize::MAX, 2), vec![]);
    assert_eq!(many, Err(GridError::Size { rows: usize::MAX, cols: 2 }));
    let count = GridError::Count { found: 3, expected: 4 };
    assert_eq!(Grid::new(good, (2, 2), vec![0.0; 3]), Err(count));
    for step in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let bad = Lattice { step_x: step, ..good };
        assert_eq!(Grid::new(bad, (2, 2), vec![0.0; 4]), Err(GridError::Lattice));
    }
    let north = lattice(0.0, 91.0, 0.5);
    assert_eq!(Grid::new(north, (2, 2), vec![0.0; 4]), Err(GridError::OffEarth));
}

#[test]
fn the_smooth_earth_and_the_forest_answer_too() {
    let at = GridPoint { x: 30.0, y: 52.0 };
    assert_eq!((Terrain::Smooth.height_m(at), Terrain::Smooth.datum()), (Some(0.0), None));
    let shares = tile(30.0, 52.0, |x, _| if x > 30.49 { 1.0 } else { 0.0 });
    let forest = Canopy { cover: Cover::Share(&shares), height_m: 20.0, clearing_m: 300.0 };
    let east = GridPoint { x: 30.9, y: 52.5 };
    assert_eq!(forest.above_m(east, 1e3), 20.0);
    assert_eq!(forest.above_m(east, 299.0), 0.0);
    assert_eq!(forest.above_m(GridPoint { x: 30.1, y: 52.5 }, 1e3), 0.0);
    assert_eq!(Canopy::NONE.above_m(east, 1e3), 0.0);
    assert_eq!(Canopy { cover: Cover::Everywhere, ..forest }.above_m(east, 1e3), 20.0);
}
