use super::*;
use proptest::prelude::*;

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/data/terrain/", $name)).as_slice()
    };
}

const DECLARED: Option<VerticalDatum> = Some(VerticalDatum::Egm2008);

/// What the fixtures hold (their script is beside them).
fn expect_small(grid: &Grid, first: (f64, f64)) {
    assert_eq!(grid.size(), (20, 40));
    let at = grid.lattice().north_west;
    assert!((at.x - first.0).abs() < 1e-9 && (at.y - first.1).abs() < 1e-9, "{at:?}");
    let lattice = grid.lattice();
    assert!((lattice.step_x - 0.01).abs() < 1e-12 && (lattice.step_y - 0.02).abs() < 1e-12);
    for row in 0..20 {
        for col in 0..40 {
            let want = (row, col) != (3, 4);
            let want = want.then_some((100 + 10 * row + col) as f64);
            assert_eq!(grid.post_m(row, col), want, "{row} {col}");
        }
    }
    assert_eq!(grid.voids(), 1);
}

#[test]
fn val_geotiffs_written_by_gdal() {
    for (name, bytes) in [
        ("f32 tiles deflate", fixture!("f32-tiles-deflate.tif")),
        ("i16 strips lzw", fixture!("i16-strips-lzw.tif")),
        ("i32 strips", fixture!("i32-strips.tif")),
        ("f64 strips deflate", fixture!("f64-strips-deflate.tif")),
        ("f32 big-endian", fixture!("f32-big-endian.tif")),
        ("u16 strips", fixture!("u16-strips.tif")),
        ("i16 points", fixture!("i16-points.tif")),
    ] {
        let (grid, datum) = read_geotiff(bytes, DECLARED).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(datum, VerticalDatum::Egm2008);
        // GDAL moves the tie point of cells that are points, so that the posts stay where they were.
        expect_small(&grid, (30.005, 52.99));
    }
}

#[test]
fn the_datum_is_the_files_or_declared_never_guessed() {
    let egm96 = fixture!("i16-egm96.tif");
    assert_eq!(read_geotiff(egm96, None).unwrap().1, VerticalDatum::Egm96);
    let wrong = read_geotiff(egm96, DECLARED).unwrap_err().to_string();
    assert_eq!(wrong, "VerticalGeoKey: expected Egm2008 as declared, found Egm96");
    let none = read_geotiff(fixture!("i32-strips.tif"), None).unwrap_err().to_string();
    assert_eq!(none, "VerticalGeoKey: expected a datum, here or declared, found none");
    // Written without a no-data tag: -9999 is a height there.
    assert_eq!(read_geotiff(egm96, None).unwrap().0.post_m(3, 4), Some(-9_999.0));
}

#[test]
fn projected_files_are_refused_with_advice() {
    let error = read_geotiff(fixture!("i16-projected.tif"), DECLARED).unwrap_err().to_string();
    assert!(error.contains("warp the file to EPSG:4326"), "{error}");
    assert!(error.ends_with("found a projected system"), "{error}");
    let cut = &fixture!("i32-strips.tif")[..600];
    assert!(matches!(read_geotiff(cut, DECLARED), Err(ReadError::Tiff(_))));
    assert!(matches!(read_geotiff(b"II*\0", DECLARED), Err(ReadError::Tiff(_))));
}

#[test]
fn val_dted_written_by_gdal() {
    let (grid, datum) = read_dted(fixture!("n52.dt0")).unwrap();
    assert_eq!((grid.size(), datum), ((121, 61), VerticalDatum::SeaLevel));
    let lattice = grid.lattice();
    assert_eq!(lattice.north_west, GridPoint { x: 30.0, y: 53.0 });
    assert!((lattice.step_x - 1.0 / 60.0).abs() < 1e-12);
    assert!((lattice.step_y - 1.0 / 120.0).abs() < 1e-12);
    for row in 0..121 {
        for col in 0..61 {
            let want = ((row, col) != (3, 4)).then_some((100 + 10 * row + col) as f64);
            assert_eq!(grid.post_m(row, col), want, "{row} {col}");
        }
    }
}

/// A tile of 2 columns of 3 posts, byte by byte, at 10 to 10.01 W and 5 S.
fn dted() -> Vec<u8> {
    let mut bytes = vec![b' '; 3_428];
    bytes[..80].copy_from_slice(
        b"UHL10101500W0050000S00360018NA  U              000200030                        ",
    );
    bytes[80..83].copy_from_slice(b"DSI");
    bytes[80 + 141..80 + 149].copy_from_slice(b"E96WGS84");
    bytes[728..731].copy_from_slice(b"ACC");
    // South to north; 0x8003 is -3 in signed magnitude, 0xFFFF unknown.
    for (col, heights) in
        [[0x0001_u16, 0x8003, 0xFFFF], [0x0010, 0x0011, 0x0012]].iter().enumerate()
    {
        let mut record = vec![0xAA, 0, 0, col as u8, 0, col as u8, 0, 0];
        record.extend(heights.iter().flat_map(|h| h.to_be_bytes()));
        let sum: u32 = record.iter().map(|b| u32::from(*b)).sum();
        record.extend(sum.to_be_bytes());
        bytes.extend(record);
    }
    bytes
}

#[test]
fn verif_dted_byte_by_byte() {
    let (grid, datum) = read_dted(&dted()).unwrap();
    assert_eq!((grid.size(), datum), ((3, 2), VerticalDatum::Egm96));
    let lattice = grid.lattice();
    assert_eq!((lattice.step_x, lattice.step_y), (0.001, 0.0005));
    let corner = lattice.north_west;
    assert!((corner.x + 10.25).abs() < 1e-12 && (corner.y - (-5.0 + 0.001)).abs() < 1e-12);
    let post = |row, col| grid.post_m(row, col);
    assert_eq!([post(2, 0), post(1, 0), post(0, 0)], [Some(1.0), Some(-3.0), None]);
    assert_eq!([post(2, 1), post(1, 1), post(0, 1)], [Some(16.0), Some(17.0), Some(18.0)]);
}

#[test]
fn broken_dted_names_the_byte() {
    let broken = |at: usize, with: &[u8]| {
        let mut bytes = dted();
        bytes[at..at + with.len()].copy_from_slice(with);
        read_dted(&bytes).unwrap_err().to_string()
    };
    for (at, with, message) in [
        (0, b"VOL1".as_slice(), "at byte 0: record sentinel: expected UHL1, found VOL1"),
        (11, b"X", "at byte 11: longitude of origin: expected E or W, found 0x58"),
        (20, b" 036", "at byte 20: longitude interval: expected digits, found  036"),
        (47, b"0001", "at byte 47: number of longitude lines: expected 2 to 3601, found 1"),
        (221, b"NAV", "at byte 221: vertical datum: expected MSL, E96 or E08, found NAV"),
        (224, b"ED50 ", "at byte 224: horizontal datum: expected WGS84, found ED50 "),
        (3_428, b"\xAB", "at byte 3428: sentinel of a column: expected 0xaa, found 0xab"),
        (3_436, b"\x02", "at byte 3442: checksum: expected 814, found 812"),
    ] {
        assert_eq!(broken(at, with), message);
    }
    let bytes = dted();
    let error = read_dted(&bytes[..bytes.len() - 1]).unwrap_err().to_string();
    let message = "at byte 3428: data records: expected 3464 bytes for 2 columns of 3, found 3463";
    assert_eq!(error, message);
    assert!(read_dted(b"").is_err());
}

#[test]
fn verif_hgt_byte_by_byte() {
    let mut bytes = vec![0_u8; 1_201 * 1_201 * 2];
    // Row 2, column 1: 0x0102; the last post -2; the first unknown.
    let at = (2 * 1_201 + 1) * 2;
    bytes[at..at + 2].copy_from_slice(&[1, 2]);
    let last = bytes.len() - 2;
    bytes[last..].copy_from_slice(&[0xFF, 0xFE]);
    bytes[..2].copy_from_slice(&[0x80, 0x00]);
    let grid = read_hgt("S05W031.hgt", &bytes).unwrap();
    assert_eq!((grid.size(), grid.voids()), ((1_201, 1_201), 1));
    assert_eq!(grid.lattice().north_west, GridPoint { x: -31.0, y: -4.0 });
    assert_eq!(grid.post_m(2, 1), Some(258.0));
    assert_eq!(grid.height_m(GridPoint { x: -30.0, y: -5.0 }), Some(-2.0));
    assert_eq!((grid.post_m(0, 0), grid.post_m(0, 1)), (None, Some(0.0)));
    assert!(read_hgt("n52e030", &bytes).is_ok());
    for name in ["", "N52E03", "X52E030.hgt", "N5aE030.hgt", "N52E0300", "N95E030.hgt", "Ä52E030"]
    {
        assert!(matches!(read_hgt(name, &bytes), Err(ReadError::Named { .. })), "{name}");
    }
    let error = read_hgt("N52E030.hgt", &bytes[..100]).unwrap_err().to_string();
    assert_eq!(error, "at byte 0: length: expected 2884802 or 25934402 bytes, found 100");
}

#[test]
fn a_huge_image_of_few_bytes_is_refused_before_it_is_made() {
    let mut bytes = fixture!("i32-strips.tif").to_vec();
    // Width and height are the first two tags: ImageWidth 256 and ImageLength 257, type short.
    let mut changed = 0;
    for at in 8..bytes.len() - 12 {
        let tag = u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let short = bytes[at + 2..at + 4] == [3, 0] && bytes[at + 4..at + 8] == [1, 0, 0, 0];
        if short && (tag == 256 || tag == 257) {
            bytes[at + 2] = 4;
            bytes[at + 8..at + 12].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0]);
            changed += 1;
        }
    }
    assert_eq!(changed, 2);
    assert!(read_geotiff(&bytes, DECLARED).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]
    #[test]
    fn prop_mutated_files_never_panic(
        which in 0_usize..6,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let original = [
            fixture!("f32-tiles-deflate.tif"), fixture!("i16-strips-lzw.tif"),
            fixture!("f64-strips-deflate.tif"), fixture!("i16-points.tif"),
            fixture!("i16-egm96.tif"), &dted(),
        ][which].to_vec();
        let mut bytes = original;
        for (at, value) in edits {
            // Most bytes of DTED headers are free: half of the edits go to the fields.
            let at = if which == 5 && value % 2 == 0 { at.index(60) } else { at.index(bytes.len()) };
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let grid = if which == 5 { read_dted(&bytes) } else { read_geotiff(&bytes, DECLARED) };
        if let Ok((grid, _)) = grid {
            let (rows, cols) = grid.size();
            prop_assert!(rows >= 2 && cols >= 2 && grid.raw().len() == rows * cols);
        }
    }
}
