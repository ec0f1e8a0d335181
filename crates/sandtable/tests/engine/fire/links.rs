//! Who sees and who shoots, neutral traffic, links that are cut, orders that are lost.

use super::*;

/// A row of a run by its name.
fn by_name(log: &LogSink) -> BTreeMap<(u32, u32), &Row> {
    log.rows.iter().map(|row| ((row.entity, row.ordinal), row)).collect()
}

/// Every row on the way back from a row: its causes, and what was out of order.
fn behind<'l>(rows: &BTreeMap<(u32, u32), &'l Row>, from: &'l Row) -> Vec<&'l Row> {
    let mut seen = std::collections::BTreeSet::new();
    let (mut open, mut all) = (vec![from], Vec::new());
    while let Some(row) = open.pop() {
        if !seen.insert((row.entity, row.ordinal)) {
            continue;
        }
        all.push(row);
        let because = match &row.body {
            Body::Decision(d) => d.because,
            Body::Picture(p) => p.because,
            _ => None,
        };
        let causes = [row.cause, because.map(|b| b.row)];
        open.extend(causes.into_iter().flatten().filter_map(|c| rows.get(&(c.entity, c.ordinal))));
    }
    all
}

#[test]
fn one_side_sees_and_the_other_shoots_and_both_hops_are_in_the_chain() {
    let scenario = Files::flagship().scenario();
    let side_of = |path: &str| {
        let id = path.strip_prefix("units/").and_then(|id| scenario.unit_named(id))?;
        Some(scenario.unit(id).side.as_str())
    };
    let mut found = BTreeMap::new();
    for index in 0..16 {
        if found.len() > 1 {
            break;
        }
        let run = run(&scenario, 42, index);
        let rows = by_name(&run.log);
        for (row, decision) in decisions(&run.log) {
            if decision.act != DecisionAct::Launches {
                continue;
            }
            let shooter = side_of(run.log.names.of(row.entity)).expect("a unit");
            let way = behind(&rows, row);
            let seen_by: Vec<_> = way
                .iter()
                .filter(|r| matches!(r.body, Body::Contact(_)))
                .filter_map(|r| side_of(run.log.names.of(r.entity)))
                .collect();
            let pictures = way.iter().filter(|r| matches!(r.body, Body::Picture(_))).count();
            let relayed = way
                .iter()
                .any(|r| matches!(&r.body, Body::Decision(d) if d.act == DecisionAct::Relays));
            if let Some(seer) = seen_by.iter().find(|s| **s != shooter)
                && pictures >= 2
                && relayed
            {
                *found.entry(((*seer).to_owned(), shooter.to_owned())).or_insert(0) += 1;
            }
        }
    }
    println!("{found:?}");
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert!(found.contains_key(&pair("belarus", "russia")), "{found:?}");
    assert!(found.contains_key(&pair("russia", "belarus")), "{found:?}");
}

#[test]
fn no_shipped_scenario_assigns_civil_traffic() {
    let mut barred = 0;
    for (id, _) in sandtable_assets::SCENARIOS {
        // A thousand targets take a while, and none of them is neutral.
        if *id == "large-raid" {
            continue;
        }
        let files = Files::embedded(id);
        // Crews that take every second flight for something else, where there are crews.
        let edits: Vec<_> = ["air-defence-unit", "notional-post"]
            .into_iter()
            .flat_map(|t| {
                ["called-hostile", "called-neutral"].map(|k| format!("types.{t}.crew.{k}"))
            })
            .collect();
        let edits: Vec<_> = edits.iter().map(|path| (path.as_str(), "50 %")).collect();
        let loaded = files.load_with(&edits);
        let scenario = match loaded.scenario {
            Some(scenario) => scenario,
            None => files.scenario(),
        };
        for index in 0..2 {
            let run = run(&scenario, 11, index);
            let neutral = |d: &DecisionRow| {
                let flight = d.flight.as_deref().unwrap_or("");
                flight.contains("civil")
                    || flight.contains("recorded")
                    || flight.contains("airliner")
            };
            for (row, decision) in decisions(&run.log) {
                match decision.act {
                    DecisionAct::Barred => barred += 1,
                    DecisionAct::Identifies | DecisionAct::Leaves => {}
                    _ => assert!(!neutral(decision), "{id}: {:?} at {}", decision.act, row.time),
                }
            }
        }
    }
    assert!(barred > 10, "mistakes are made, counted, and shown: {barred}");
}

/// What a row says, but for its causes: time, whose, and the fields of its table.
fn said(log: &LogSink, row: &Row) -> String {
    let mut cells = Vec::new();
    row.cells(&log.names, &mut cells);
    // Time and unit, then what follows ordinal and cause; three fields at the end of some tables say what was out of order.
    let columns = row.table().columns();
    let reasons = columns.iter().filter(|c| c.name.starts_with("because")).count();
    let fields = &cells[5..cells.len() - reasons];
    format!("{:?} {:?} {} {fields:?}", cells[0], cells[1], row.table().name())
}

/// Rows of a run in which a link is cut that the run without the cut does not have.
fn differing(scenario: &Scenario, index: u32, cut: Command) -> (LogSink, Vec<usize>) {
    let inputs = || realise(scenario, &InputPoint::Plain { seed: 42, index });
    let settings = Settings::of(scenario);
    let luck = Luck { seed: 42, index };
    let base =
        Sim::with(inputs(), luck, LogSink::default(), &settings).finish().expect("it runs").sink;
    let mut sim = Sim::with(inputs(), luck, LogSink::default(), &settings);
    sim.submit(cut).expect("the unit takes part");
    let log = sim.finish().expect("it runs").sink;
    let mut known: BTreeMap<String, i32> = BTreeMap::new();
    for row in base.rows.iter().filter(|r| !matches!(r.body, Body::Draw { .. })) {
        *known.entry(said(&base, row)).or_insert(0) += 1;
    }
    let mut new = Vec::new();
    for (at, row) in log.rows.iter().enumerate() {
        if matches!(row.body, Body::Draw { .. }) {
            continue;
        }
        let left = known.entry(said(&log, row)).or_insert(0);
        *left -= 1;
        if *left < 0 {
            new.push(at);
        }
    }
    (log, new)
}

#[test]
fn every_row_that_a_cut_link_changes_goes_back_to_the_cut() {
    let shipped = Files::flagship().scenario();
    // Posts that wait for twenty minutes go on with what they know, as it grows old.
    let patient = Files::flagship().scenario_with(&[
        ("types.notional-post.link.delegates", "20 min"),
        ("types.air-defence-unit.link.delegates", "20 min"),
    ]);
    let mut words = std::collections::BTreeSet::new();
    let cuts =
        [("ru-sector", 0), ("by-sector", 1), ("by-sector", 2), ("ru-sector", 3), ("pvo-2", 4)];
    let all =
        cuts.iter().map(|cut| (&shipped, *cut)).chain(cuts.iter().map(|cut| (&patient, *cut)));
    for (scenario, (unit, index)) in all {
        let cut = Command {
            at: SimTime::from_iso("2022-02-14T09:20:00Z").expect("an instant"),
            unit: unit.to_owned(),
            act: CommandAct::Cut(2_400.0),
            author: "test".into(),
        };
        let (log, new) = differing(scenario, index, cut);
        let rows = by_name(&log);
        let mut loose = Vec::new();
        for at in &new {
            let row = &log.rows[*at];
            let way = behind(&rows, row);
            let from_cut =
                |r: &&Row| matches!(&r.body, Body::Order { author, .. } if &**author == "test");
            if !way.iter().any(from_cut) {
                loose.push(said(&log, row));
            }
            for r in way {
                if let Body::Decision(d) = &r.body {
                    words.extend(d.because.map(|b| b.what.name()));
                }
            }
        }
        println!("{unit} {index}: {} rows differ, {} of them loose", new.len(), loose.len());
        assert!(new.len() > 20, "{unit}: {} rows", new.len());
        assert!(loose.is_empty(), "{unit} {index}:\n{}", loose.join("\n"));
    }
    println!("{words:?}");
    for word in ["picture-age", "lost-remote-track", "delegation", "lost-coordination"] {
        assert!(words.contains(word), "{word} is named somewhere: {words:?}");
    }
}

#[test]
fn an_earlier_cue_can_do_harm_and_the_log_says_why() {
    let files = Files::embedded("one-cue");
    let hit = |run: &Run, flight: &str| {
        acts(run, DecisionAct::Hits).iter().any(|(_, d)| d.flight.as_deref() == Some(flight))
    };
    let cued = run(&files.scenario(), 1, 0);
    assert!(hit(&cued, "flights/slow/001") && !hit(&cued, "flights/fast/001"));
    let (_, leaker) = acts(&cued, DecisionAct::NotEngaged).pop().expect("one got through");
    assert_eq!(leaker.flight.as_deref(), Some("flights/fast/001"));
    assert!(
        leaker.text.starts_with("no channel") && leaker.text.contains("flights/slow/001"),
        "{}",
        leaker.text
    );
    // Back along the causes: the post found no channel, which it had given to the slow one.
    let rows = by_name(&cued.log);
    let last = decisions(&cued.log).into_iter().find(|(_, d)| d.act == DecisionAct::NotEngaged);
    let way = behind(&rows, last.expect("the row is there").0);
    let left = |r: &&Row| matches!(&r.body, Body::Decision(d) if d.act == DecisionAct::Leaves && d.text.starts_with("no channel"));
    assert!(way.iter().any(left));
    let silent =
        sandtable::scenario::load_variant("scenario.yaml", &files, (Some("no-cue"), &[]), None);
    let silent = run(&crate::common::accept(silent), 1, 0);
    assert!(hit(&silent, "flights/slow/001") && hit(&silent, "flights/fast/001"));
}

/// A battery far below a post, over two links that lose every third try.
fn two_levels(more: &str) -> Files {
    let mut files = Lesson {
        weapon: weapon("3 exact", "5 s exact", "kill: 0.5 exact, assess: 6 s exact, remote: yes"),
        task: format!("targets: 14 exact @lesson, interval: 40 s exact @lesson{more}"),
        ..Lesson::default()
    }
    .files();
    for text in files.0.values_mut() {
        let link = "link: {latency: 1..2..4 s each, loss: 35 %, retries: 1 exact}";
        *text = text.replace("    crew: {", &format!("    {link}\n    crew: {{"));
        let posts = "  top: {type: post, side: green, start: {place: there, state: duty-accepted}}\n  \
             middle: {type: post, side: green, parent: top, start: {place: there, state: duty-accepted}}\n  \
             other: {type: battery, side: green, parent: top, start: {place: there, state: duty-accepted}}\n";
        *text = text.replace(
            "units:\n  battery: {type: battery, side: green,",
            &format!("units:\n{posts}  battery: {{type: battery, side: green, parent: middle,"),
        );
        let post = format!(
            "  post:\n    source: lesson\n    {link}\n    crew: {{operators: 9 exact, identification: 4 s exact, assignment: 2 s exact}}\n"
        );
        *text = text.replace("types:\n", &format!("types:\n{post}"));
        *text = text.replace("units: [battery]", "units: [top, middle, battery, other]");
    }
    files
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]
    #[test]
    fn prop_every_order_is_answered_or_lost_and_every_word_arrives_or_is_lost(
        loss in 0_u32..60, retries in 0_u32..3, latency in 1_u32..8, targets in 1_u32..14, index in 0_u32..1_000,
    ) {
        let mut files = two_levels("");
        for text in files.0.values_mut() {
            let link = format!("link: {{latency: {latency}..{}..{} s each, loss: {loss} %, retries: {retries} exact}}", latency + 1, latency + 2);
            *text = text.replace("link: {latency: 1..2..4 s each, loss: 35 %, retries: 1 exact}", &link);
            *text = text.replace("targets: 14 exact", &format!("targets: {targets} exact"));
        }
        let log = run_with(&files.scenario(), index, |_| {});
        let count = |act: DecisionAct| decisions(&log).iter().filter(|(_, d)| d.act == act).count();
        let answered = count(DecisionAct::Accepts) + count(DecisionAct::Refuses) + count(DecisionAct::OrderLost);
        prop_assert_eq!(count(DecisionAct::Assigns), answered);
        prop_assert_eq!(count(DecisionAct::Accepts), count(DecisionAct::Releases));
        if loss == 0 {
            prop_assert_eq!(count(DecisionAct::OrderLost), 0);
        }
        // Each change of the battery's own picture is a word: the post above hears it, or it is lost. A word that changes
        // nothing there, or comes after a later one, leaves no row; so no more are heard than were said and not lost.
        let rows = |unit: &str, act: &str| {
            let of_unit = log.rows.iter().filter(|r| log.names.of(r.entity) == unit);
            of_unit
                .filter(|r| matches!(&r.body, Body::Picture(p) if p.act.name() == act && &*p.from == "units/battery"))
                .count()
        };
        let said = rows("units/battery", "gains") + rows("units/battery", "loses");
        let gone = rows("units/battery", "message-lost");
        let heard = rows("units/middle", "gains") + rows("units/middle", "loses");
        prop_assert!(heard + gone <= said, "{} said, {} lost, {} heard", said, gone, heard);
        if loss == 0 {
            prop_assert_eq!(gone, 0);
            // Only a word that a later one overtook leaves nothing.
            prop_assert!(heard + 2 * targets as usize >= said, "{} said, {} heard", said, heard);
        }
    }
}

#[test]
fn alone_batteries_shoot_at_the_same_targets() {
    let doubles = |more: &str| {
        let log = run_with(&two_levels(more).scenario(), 1, |s| s.kill = Some(1.0));
        let mut by_flight: BTreeMap<String, std::collections::BTreeSet<u32>> = BTreeMap::new();
        for (row, d) in decisions(&log) {
            if d.act == DecisionAct::Launches {
                by_flight
                    .entry(d.flight.as_deref().unwrap_or("").to_owned())
                    .or_default()
                    .insert(row.entity);
            }
        }
        by_flight.values().filter(|units| units.len() > 1).count()
    };
    let (together, alone) = (doubles(""), doubles(", alone: yes"));
    assert!(alone >= 10 && together < alone, "{together} {alone}");
}

#[test]
fn verif_a_round_meets_its_target_where_it_has_flown_to() {
    // The target turns away while rounds fly: they come later, or not at all, and never faster than they fly.
    let more = "kill: 1 exact, assess: 2 s exact, called-missed: 100 %";
    let lesson = Lesson {
        weapon: weapon("2 exact", "0 s exact", more).replace("range: 100 km", "range: 160 km"),
        path: "turning",
        task: "targets: 6 exact @lesson, interval: 240 s exact @lesson".to_owned(),
        ..Lesson::default()
    };
    let log = run_with(&lesson.scenario(), 0, |_| {});
    let (mut launched, mut compared) = (BTreeMap::new(), 0);
    for (row, d) in decisions(&log) {
        let flight = d.flight.clone().expect("a flight");
        match d.act {
            DecisionAct::Launches => {
                launched.insert(flight, row.time);
            }
            DecisionAct::Hits => {
                let flown_m = 1_000.0 * row.time.since_s(launched[&flight]);
                let range_m = d.range_m.expect("a range");
                assert!(
                    range_m <= 1.011 * flown_m && range_m <= 162e3,
                    "{range_m} m after {flown_m} m"
                );
                compared += 1;
            }
            _ => {}
        }
    }
    assert!(compared > 12, "{compared} hits");
}

#[test]
fn a_cut_far_below_stops_the_news_at_the_top() {
    // Eye, then middle, then top; a blind battery under the top. Both ends of a link wait for two hours.
    let mut files = Lesson {
        weapon: weapon("9 exact", "2 s exact", "kill: 0 exact, assess: 2 s exact, remote: yes"),
        task: "targets: 8 exact @lesson, interval: 120 s exact @lesson".to_owned(),
        ..Lesson::default()
    }
    .files();
    for text in files.0.values_mut() {
        let link = "link: {latency: 1 s exact, delegates: 120 min exact}";
        let crew = "crew: {operators: 9 exact, identification: 4 s exact, assignment: 2 s exact}";
        let types = format!(
            "types:\n  post:\n    source: lesson\n    {link}\n    {crew}\n  eye: {{extends: battery, weapons: remove, crew: remove, source: lesson, {link}}}\n  blind: {{extends: battery, sensors: remove, source: lesson, {link}}}\n"
        );
        *text = text.replace("types:\n", &types);
        let units = "units:\n  top: {type: post, side: green, start: {place: there, state: duty-accepted}}\n  \
            middle: {type: post, side: green, parent: top, start: {place: there, state: duty-accepted}}\n  \
            eye: {type: eye, side: green, parent: middle, start: {place: here, state: duty-accepted}}\n  \
            battery: {type: blind, side: green, parent: top, start: {place: here, state: duty-accepted}}\n";
        let old = "units:\n  battery: {type: battery, side: green, start: {place: here, state: duty-accepted}}\n";
        assert!(text.contains(old));
        *text = text
            .replace(old, units)
            .replace("units: [battery]", "units: [top, middle, eye, battery]");
    }
    let scenario = files.scenario();
    let cut_at = SimTime::from_iso("2030-05-01T01:14:00Z").expect("an instant");
    let launches = |cut: Option<&str>| {
        let inputs = realise(&scenario, &InputPoint::Plain { seed: 1, index: 0 });
        let settings = Settings::of(&scenario);
        let mut sim = Sim::with(inputs, Luck { seed: 1, index: 0 }, LogSink::default(), &settings);
        if let Some(unit) = cut {
            let act = CommandAct::Cut(3_600.0);
            let cut = Command { at: cut_at, unit: unit.to_owned(), act, author: "test".into() };
            sim.submit(cut).expect("the unit takes part");
        }
        let log = sim.finish().expect("it runs").sink;
        let all = decisions(&log).into_iter().filter(|(_, d)| d.act == DecisionAct::Launches);
        all.map(|(row, d)| (row.time.since_s(cut_at), d.age_s.expect("an age"))).collect::<Vec<_>>()
    };
    let plain = launches(None);
    let after =
        |all: &[(f64, f64)]| all.iter().filter(|(s, _)| (65.0..3_000.0).contains(s)).count();
    assert!(after(&plain) > 10 && plain.iter().all(|(_, age)| *age < 5.0), "{plain:?}");
    // Whichever link on the way is cut, what the battery shoots at grows old, and then it does not shoot.
    for unit in ["eye", "middle", "battery"] {
        let cut = launches(Some(unit));
        assert_eq!(after(&cut), 0, "{unit}: {cut:?}");
        let kept = |(s, age): &(f64, f64)| !(5.0..3_000.0).contains(s) || *age >= *s - 5.0;
        assert!(cut.iter().all(kept), "{unit}: {cut:?}");
    }
}

#[test]
fn fighters_on_patrol_are_led_to_their_targets_by_night() {
    let scenario = Files::flagship().scenario();
    let (mut launched, mut compared) = (0, 0);
    for index in 0..4 {
        let run = run(&scenario, 42, index);
        let mut accepted = BTreeMap::new();
        for (row, d) in decisions(&run.log) {
            let of_night = d.flight.as_deref().is_some_and(|f| f.contains("drill-night"));
            let unit = run.log.names.of(row.entity).to_owned();
            if !of_night || d.weapon.as_deref() != Some("air-missile") {
                continue;
            }
            match d.act {
                DecisionAct::Accepts => {
                    accepted.insert((unit, d.flight.clone()), row.time);
                }
                DecisionAct::Launches => {
                    launched += 1;
                    // Led there by others' tracks, and near: within the missile's greatest reach.
                    assert_eq!(d.track, Some(sandtable::record::TrackOf::Remote));
                    assert!(d.range_m.expect("a range") < 61e3, "{d:?}");
                    let flown_s = row.time.since_s(accepted[&(unit, d.flight.clone())]);
                    compared += u32::from(flown_s > 60.0);
                }
                _ => {}
            }
        }
    }
    assert!(launched >= 4 && compared >= 2, "{launched} launches, {compared} after a flight");
}

#[test]
fn verif_messages_wait_for_their_turn_on_a_link() {
    // Seven flights are seen within seconds; each word occupies the link for twenty, and then takes one.
    let mut files = two_levels("");
    for text in files.0.values_mut() {
        *text = text.replace(
            "latency: 1..2..4 s each, loss: 35 %, retries: 1 exact",
            "latency: 1 s exact, sends: 20 s exact",
        );
        *text = text.replace(
            "targets: 14 exact @lesson, interval: 40 s exact",
            "targets: 7 exact @lesson, interval: 1 s exact",
        );
    }
    let log = run_with(&files.scenario(), 0, |_| {});
    let came: Vec<_> = log
        .rows
        .iter()
        .filter(|r| log.names.of(r.entity) == "units/middle")
        .filter(|r| matches!(&r.body, Body::Picture(p) if &*p.from == "units/battery"))
        .map(|r| r.time)
        .collect();
    assert!(came.len() >= 7, "{} words", came.len());
    let gaps: Vec<_> = came.windows(2).take(6).map(|w| w[1].since_s(w[0])).collect();
    assert!(gaps.iter().all(|g| (g - 20.0).abs() < 1e-6), "{gaps:?}");
}

#[test]
fn what_is_held_back_is_held_back_for_its_reason() {
    let weapon = || weapon("2 exact", "2 s exact", "kill: 0.5 exact, remote: yes");
    let phase = "phases: {all: {start: start + 0 h @lesson, end: end - 1 h @lesson}}\n";
    let control = |words: &str| format!("{phase}control: {{rule: {words}}}\n");
    let engaged = |more: String, unit: &str| {
        let mut files = Lesson { weapon: weapon(), more, ..Lesson::default() }.files();
        for text in files.0.values_mut() {
            *text = text.replace(
                "battery: {type: battery, side: green,",
                &format!("battery: {{type: battery, side: green,{unit}"),
            );
        }
        let run = run(&files.scenario(), 1, 0);
        let left = acts(&run, DecisionAct::NotEngaged).pop().map(|(_, d)| d.text.to_string());
        (acts(&run, DecisionAct::Launches).len(), left, acts(&run, DecisionAct::Identifies).len())
    };
    let held = |more: &str, unit: &str, why: &str| {
        let (launches, left, _) = engaged(more.to_owned(), unit);
        assert_eq!((launches, left.as_deref()), (0, Some(why)), "{more} {unit}");
    };
    assert!(engaged(String::new(), "").0 > 0);
    held(&control("{status: hold}"), "", "hold fire by status");
    held(&control("{status: hold, phase: all, task: drill}"), "", "hold fire by status");
    held(
        &control("{status: hold, place: here, radius: 5 km exact @lesson}"),
        "",
        "hold fire by status",
    );
    // A zone in which the battery does not stand binds it to nothing.
    assert!(engaged(control("{status: hold, place: far, radius: 5 km exact @lesson}"), "").0 > 0);
    // The target comes from the east and goes on to the west: a sector all round, and one that leaves the west open.
    let sector = |from: u32, to: u32| {
        format!(
            " no-fire: {{east: {{from: {from} deg exact @lesson, to: {to} deg exact @lesson}}}},"
        )
    };
    held("", &sector(0, 359), "no-fire sector");
    assert!(engaged(String::new(), &sector(180, 359)).0 > 0);
    // Eleven kilometres aside, with a range of twenty: near enough to shoot at, too far to threaten what it defends.
    let aside = |unit: &str| {
        let short =
            weapon().replace("range: 100 km", "range: 20 km").replace("speed: 1000", "speed: 2000");
        let mut files = Lesson { weapon: short, path: "aside", ..Lesson::default() }.files();
        for text in files.0.values_mut() {
            // The unit that is named stands a hundred kilometres from the path.
            *text =
                text.replace("side: mock, start: {place: far", "side: mock, start: {place: away");
            *text = text.replace(
                "battery: {type: battery, side: green,",
                &format!("battery: {{type: battery, side: green,{unit}"),
            );
        }
        let run = run(&files.scenario(), 1, 0);
        let left = acts(&run, DecisionAct::NotEngaged).pop().map(|(_, d)| d.text.to_string());
        (acts(&run, DecisionAct::Launches).len(), left)
    };
    assert!(aside("").0 > 0);
    let (launches, left) = aside(" defends: [raid],");
    assert_eq!(
        (launches, left.as_deref()),
        (0, Some("comes near nothing that the battery defends"))
    );
    // Fire is free: nobody is asked what it is.
    let (launches, _, looks) = engaged(control("{status: free}"), "");
    assert!(launches > 0 && looks >= 1);
}
