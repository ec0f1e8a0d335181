use super::*;

fn made(id: &str, posts: &[(&str, f64)]) -> Line {
    Line { id: id.into(), posts: posts.iter().map(|(s, km)| ((*s).to_owned(), *km)).collect() }
}

fn lines() -> Vec<Line> {
    vec![
        made(
            "transsib",
            &[
                ("moscow", 0.0),
                ("yaroslavl", 282.0),
                ("omsk", 2712.0),
                ("chita", 6198.0),
                ("khabarovsk", 8521.0),
            ],
        ),
        made(
            "west",
            &[("moscow", 0.0), ("minsk", 750.0), ("baranovichi", 892.0), ("brest", 1094.0)],
        ),
        made("luninets-branch", &[("baranovichi", 0.0), ("luninets", 121.0)]),
    ]
}

#[test]
fn val_route_lengths_of_the_ledger() {
    for (via, to, km) in [
        (&["transsib", "west"][..], "brest", 9615.0),
        (&["transsib", "west"], "minsk", 9271.0),
        (&["transsib", "west", "luninets-branch"], "luninets", 9534.0),
    ] {
        let stages = route(&lines(), via, "khabarovsk", to).unwrap();
        assert_eq!(stages.iter().map(|s| s.km).sum::<f64>(), km);
        assert_eq!(stages[0].from, "khabarovsk");
        assert_eq!(stages.last().unwrap().to, to);
        assert!(stages.windows(2).all(|w| w[0].to == w[1].from));
    }
}

#[test]
fn a_route_runs_both_ways() {
    let out = route(&lines(), &["transsib", "west"], "chita", "baranovichi").unwrap();
    let home = route(&lines(), &["west", "transsib"], "baranovichi", "chita").unwrap();
    assert_eq!(out.len(), home.len());
    for (a, b) in out.iter().zip(home.iter().rev()) {
        assert_eq!((&a.from, &a.to, a.km), (&b.to, &b.from, b.km));
    }
    assert!(route(&lines(), &["west"], "minsk", "minsk").unwrap().is_empty());
    // Starting at the junction uses the second line only.
    assert_eq!(route(&lines(), &["transsib", "west"], "moscow", "minsk").unwrap().len(), 1);
}

#[test]
fn what_is_wrong_is_named() {
    let lines = lines();
    for (via, from, to, message) in [
        (&[][..], "minsk", "brest", "the route names no line"),
        (&["north"], "minsk", "brest", "unknown line: `north`"),
        (&["west"], "chita", "brest", "line `west` has no station: `chita`"),
        (&["west"], "minsk", "chita", "line `west` has no station: `chita`"),
        (
            &["transsib", "luninets-branch"],
            "omsk",
            "luninets",
            "lines `transsib` and `luninets-branch` share no station",
        ),
    ] {
        assert_eq!(route(&lines, via, from, to).unwrap_err().to_string(), message);
    }
}

#[test]
fn positions_run_from_end_to_end() {
    let (a, b) = ((52.0340, 113.4994), (53.7360, 119.7660));
    assert_eq!(position_on_stage(a, b, 0.0), a);
    assert_eq!(position_on_stage(a, b, 1.0), b);
    let middle = position_on_stage(a, b, 0.5);
    let (left, right) =
        (geodesic::inverse(a, middle).distance_m, geodesic::inverse(middle, b).distance_m);
    assert!((left - right).abs() < 0.01);
    assert_eq!(fraction_along(10.0, 20.0, 15.0), 0.5);
    assert_eq!((fraction_along(10.0, 20.0, 5.0), fraction_along(10.0, 20.0, 25.0)), (0.0, 1.0));
    assert_eq!(fraction_along(10.0, 10.0, 10.0), 1.0);
}
