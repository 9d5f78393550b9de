//! Stories of the floor, and laws that hold for every set of reports.

use super::*;
use OperationStatus::{Blocked, Done, Paused, Running, Waiting};
use proptest::prelude::*;

fn at(minute: i64) -> Moment {
    Moment::from_micros(1_770_000_000_000_000 + minute * 60_000_000).expect("in range")
}

fn report(id: &str, operation: u32, kind: Kind, minute: i64) -> Report {
    let zero = Amount::ZERO;
    Report {
        id: id.to_owned(),
        operation: operation.to_string(),
        kind,
        at: at(minute),
        good: zero,
        scrap: zero,
        rework: zero,
        rework_operation: None,
        reason: Some("tool".to_owned()),
        work_centre: None,
        operator: None,
        standing: None,
        corrects: None,
        flags: BTreeSet::new(),
    }
}

fn good(id: &str, operation: u32, minute: i64, pieces: u32) -> Report {
    Report { good: Amount::whole(pieces), ..report(id, operation, Kind::Good, minute) }
}

fn steps() -> Vec<Step> {
    [10, 20, 30, 40].map(|number: u32| Step { operation: number.to_string(), overlaps: false }).into()
}

fn ten(reports: &[Report]) -> Vec<State> {
    fold(&steps(), Amount::whole(10), reports)
}

fn counts(state: &State) -> (OperationStatus, String, String, String) {
    (state.stands(), state.good.to_string(), state.scrap.to_string(), state.rework.to_string())
}

fn is(state: &State, stands: OperationStatus, good: u32, scrap: u32, rework: u32) {
    let expected = (stands, good.to_string(), scrap.to_string(), rework.to_string());
    assert_eq!(counts(state), expected, "{state:?}");
}

#[test]
fn a_day_on_one_operation() {
    let states = ten(&[
        report("a", 10, Kind::Start, 0),
        good("b", 10, 30, 4),
        report("c", 10, Kind::Pause, 60),
        report("d", 10, Kind::Resume, 90),
        Report { scrap: Amount::whole(1), ..report("e", 10, Kind::Scrap, 100) },
        good("f", 10, 120, 5),
        report("g", 10, Kind::Finish, 121),
    ]);
    is(&states[0], Done, 9, 1, 0);
    assert_eq!((states[0].started, states[0].finished), (Some(at(0)), Some(at(121))));
    assert!(states[0].flags.is_empty(), "{:?}", states[0].flags);
    is(&states[1], Waiting, 0, 0, 0);
    assert_eq!(states[1].status, None);
}

#[test]
fn a_report_that_comes_late_counts_at_its_own_time() {
    let mut reports =
        vec![report("a", 10, Kind::Start, 0), report("b", 10, Kind::Resume, 50), good("d", 10, 60, 2)];
    is(&ten(&reports)[0], Running, 2, 0, 0);
    reports.push(report("c", 10, Kind::Pause, 40));
    is(&ten(&reports)[0], Running, 2, 0, 0);
    reports.push(report("e", 10, Kind::Finish, 70));
    reports.push(good("f", 10, 65, 8));
    let state = &ten(&reports)[0];
    is(state, Done, 10, 0, 0);
    assert_eq!(state.last_report, Some(at(70)));
}

#[test]
fn a_correction_replaces_what_it_corrects() {
    let wrong = good("a", 10, 10, 90);
    let right = Report { corrects: Some("a".to_owned()), ..good("b", 10, 10, 9) };
    is(&ten(&[wrong.clone(), right.clone()])[0], Running, 9, 0, 0);
    let never = Report { corrects: Some("b".to_owned()), ..report("c", 10, Kind::Void, 10) };
    let states = ten(&[never, right, wrong]);
    is(&states[0], Waiting, 0, 0, 0);
    assert_eq!(states[0].status, None);
}

#[test]
fn a_second_finish_is_questioned_and_one_after_rework_is_not() {
    let first = report("a", 10, Kind::Finish, 10);
    let twice = ten(&[first.clone(), report("b", 10, Kind::Finish, 20)]);
    assert!(twice[0].flags.contains(&Flag::FinishedTwice), "{:?}", twice[0].flags);
    assert!(!ten(std::slice::from_ref(&first))[0].flags.contains(&Flag::FinishedTwice));
    let void = Report { corrects: Some("b".to_owned()), ..report("c", 10, Kind::Void, 20) };
    let taken_back = ten(&[first.clone(), report("b", 10, Kind::Finish, 20), void]);
    assert!(!taken_back[0].flags.contains(&Flag::FinishedTwice), "{:?}", taken_back[0].flags);
    let back = Report { rework: Amount::whole(2), ..report("b", 10, Kind::Rework, 15) };
    let again = ten(&[first, back, report("c", 10, Kind::Finish, 20)]);
    assert!(!again[0].flags.contains(&Flag::FinishedTwice), "{:?}", again[0].flags);
}

#[test]
fn a_place_that_nobody_knows_is_not_believed() {
    let at_lathe = Report { work_centre: Some("LATHE".to_owned()), ..report("a", 10, Kind::Start, 10) };
    let flags = BTreeSet::from([Flag::UnknownWorkCentre]);
    let elsewhere = Report { work_centre: Some("LATEH".to_owned()), flags, ..good("b", 10, 20, 3) };
    let state = ten(&[at_lathe, elsewhere]).swap_remove(0);
    assert_eq!(state.work_centre.as_deref(), Some("LATHE"));
    assert!(state.flags.contains(&Flag::UnknownWorkCentre) && state.good == Amount::whole(3));
}

#[test]
fn a_later_operation_infers_the_earlier_ones() {
    let states = ten(&[good("a", 40, 10, 3)]);
    for state in &states[..3] {
        is(state, Done, 10, 0, 0);
        assert_eq!(state.inferred_by.as_deref(), Some("a"));
        assert!(state.flags.contains(&Flag::Inferred));
    }
    is(&states[3], Running, 3, 0, 0);
    // What is reported on itself stays, but at least what went on was good.
    let states = ten(&[good("a", 30, 5, 2), good("b", 40, 10, 3)]);
    is(&states[2], Running, 3, 0, 0);
    assert!(states[2].flags.contains(&Flag::Inferred));
    // All went through: it is done.
    let states = ten(&[good("a", 30, 5, 2), good("b", 40, 10, 10)]);
    is(&states[2], Done, 10, 0, 0);
    // And the correction takes the inference back.
    let void = Report { corrects: Some("b".to_owned()), ..report("c", 40, Kind::Void, 10) };
    is(&ten(&[good("b", 40, 10, 10), void])[2], Waiting, 0, 0, 0);
}

#[test]
fn where_pieces_overlap_less_is_inferred() {
    let mut steps = steps();
    steps[2].overlaps = true;
    let states = fold(&steps, Amount::whole(10), &[good("a", 40, 10, 3)]);
    is(&states[2], Paused, 3, 0, 0);
    is(&states[1], Done, 10, 0, 0);
}

#[test]
fn a_finish_without_start_or_count_is_taken_for_all() {
    let scrap = Report { scrap: Amount::whole(2), ..report("a", 10, Kind::Scrap, 5) };
    let states = ten(&[scrap, good("b", 10, 6, 8), report("c", 20, Kind::Finish, 10)]);
    is(&states[1], Done, 8, 0, 0);
    let flags = [Flag::StartInferred, Flag::CountInferred];
    assert!(flags.iter().all(|flag| states[1].flags.contains(flag)), "{:?}", states[1].flags);
    assert_eq!(states[1].started, Some(at(10)));
}

#[test]
fn too_much_is_accepted_and_flagged_once() {
    let states = ten(&[good("a", 10, 5, 12), good("b", 20, 6, 12)]);
    is(&states[0], Done, 12, 0, 0);
    assert!(states[0].flags.contains(&Flag::OverQuantity));
    assert!(!states[1].flags.contains(&Flag::OverQuantity), "{:?}", states[1].flags);
}

#[test]
fn too_much_is_flagged_where_it_was_counted_though_earlier_operations_are_inferred_from_it() {
    let states = ten(&[good("a", 30, 5, 40)]);
    is(&states[2], Running, 40, 0, 0);
    assert!(states[2].flags.contains(&Flag::OverQuantity), "{:?}", states[2].flags);
    assert!(states[..2].iter().all(|state| state.flags.contains(&Flag::Inferred)), "{states:?}");
    assert!(states[..2].iter().all(|state| !state.flags.contains(&Flag::OverQuantity)), "{states:?}");
    let states = ten(&[good("a", 10, 5, 4), good("b", 20, 6, 12), good("c", 30, 7, 12)]);
    assert!(states[1].flags.contains(&Flag::OverQuantity), "{:?}", states[1].flags);
    assert!(!states[2].flags.contains(&Flag::OverQuantity), "once is enough: {:?}", states[2].flags);
}

#[test]
fn rework_goes_back_and_comes_through_again() {
    let back = Report {
        rework: Amount::whole(2),
        rework_operation: Some("20".to_owned()),
        ..report("c", 40, Kind::Rework, 31)
    };
    let mut reports =
        vec![good("0", 10, 1, 10), good("1", 20, 2, 10), good("2", 30, 3, 10), good("3", 40, 30, 8), back];
    let states = ten(&reports);
    is(&states[3], Running, 8, 0, 2);
    assert_eq!(states[3].rework_operation.as_deref(), Some("20"));
    reports.push(good("d", 20, 40, 2));
    let states = ten(&reports);
    assert_eq!(states[3].rework_operation.as_deref(), Some("30"));
    assert!(!states[1].flags.contains(&Flag::OverQuantity));
    reports.push(good("e", 30, 41, 2));
    reports.push(good("f", 40, 42, 2));
    let states = ten(&reports);
    is(&states[3], Running, 10, 0, 0);
    assert_eq!(states[3].rework_operation, None);
    assert!(states.iter().all(|state| !state.flags.contains(&Flag::OverQuantity)), "{states:?}");
}

#[test]
fn rework_goes_back_to_what_was_finished() {
    let back = Report {
        good: -Amount::whole(3),
        rework: Amount::whole(3),
        rework_operation: Some("20".to_owned()),
        ..report("r", 40, Kind::Rework, 60)
    };
    let mut reports: Vec<Report> = (1..=4)
        .flat_map(|n: u32| {
            let (id, minute) = (n.to_string(), i64::from(n) * 10);
            [good(&id, n * 10, minute, 10), report(&format!("f{n}"), n * 10, Kind::Finish, minute + 1)]
        })
        .collect();
    assert!(ten(&reports).iter().all(|state| state.is_done() && !state.rework.is_some()));
    reports.push(back);
    let states = ten(&reports);
    is(&states[3], Paused, 7, 0, 3);
    assert_eq!(states[3].rework_operation.as_deref(), Some("20"));
    for (id, operation) in [("x", 20), ("y", 30), ("z", 40)] {
        reports.push(good(id, operation, 70 + i64::from(operation), 3));
    }
    reports.push(report("end", 40, Kind::Finish, 120));
    let states = ten(&reports);
    is(&states[3], Done, 10, 0, 0);
    assert!(states.iter().all(|state| !state.flags.contains(&Flag::OverQuantity)), "{states:?}");
}

#[test]
fn what_blocks_is_remembered_until_it_is_gone() {
    let mut reports = vec![report("a", 10, Kind::Start, 0), report("b", 10, Kind::Block, 5)];
    let state = &ten(&reports)[0];
    is(state, Blocked, 0, 0, 0);
    assert_eq!(state.reason.as_deref(), Some("tool"));
    reports.push(report("c", 10, Kind::Unblock, 9));
    let state = &ten(&reports)[0];
    is(state, Running, 0, 0, 0);
    assert_eq!(state.reason, None);
}

#[test]
fn a_found_state_counts_from_its_time_on() {
    let standing = Standing { status: Some(Running), ..Standing::default() };
    let found =
        Report { good: Amount::whole(6), standing: Some(standing), ..report("o", 20, Kind::Opening, 100) };
    let states = ten(&[good("early", 20, 90, 4), found, good("late", 20, 110, 1)]);
    is(&states[1], Running, 7, 0, 0);
    is(&states[0], Done, 10, 0, 0);
}

#[test]
fn what_was_found_to_be_sent_back_had_begun() {
    let sent_back = Report {
        rework: Amount::whole(1),
        rework_operation: Some("10".to_owned()),
        ..report("o", 30, Kind::Opening, 0)
    };
    let states = ten(&[sent_back, report("s", 40, Kind::Start, 0)]);
    assert!(states[2].has_begun() && !states[2].is_done(), "{states:?}");
    assert_eq!(states[2].rework, Amount::whole(1));
}

#[test]
fn setting_up_and_running_are_timed_apart_and_pauses_left_out() {
    let by = |id: &str, kind, minute, operator: &str| Report {
        operator: Some(operator.to_owned()),
        ..report(id, 10, kind, minute)
    };
    let mut day = vec![by("a", Kind::Setup, 0, "W1"), by("b", Kind::Pause, 10, "W1")];
    let state = &ten(&day)[0];
    assert_eq!((state.stands(), state.phase, state.since), (Paused, Some(Phase::Setup), None));
    assert_eq!((state.worked_seconds, state.operators.len()), (600, 0));
    day.extend([
        by("c", Kind::Resume, 30, "W1"),
        Report { scrap: Amount::whole(1), ..by("d", Kind::Scrap, 35, "W1") },
    ]);
    let state = &ten(&day)[0];
    assert_eq!((state.phase, state.since), (Some(Phase::Setup), Some(at(30))), "a piece to set up with");
    day.extend([by("e", Kind::Start, 40, "W2"), good("f", 10, 50, 4)]);
    let state = &ten(&day)[0];
    assert_eq!((state.phase, state.since), (Some(Phase::Run), Some(at(40))));
    assert_eq!((state.worked_seconds, state.setup_seconds), (1_200, 1_200));
    assert_eq!(state.operators.iter().collect::<Vec<_>>(), ["W1", "W2"], "both are at it");
    assert_eq!(state.started, Some(at(0)), "it began when setting up did");
    day.push(by("g", Kind::Finish, 70, "W2"));
    let state = &ten(&day)[0];
    assert_eq!((state.worked_seconds, state.setup_seconds, state.phase), (3_000, 1_200, None));
}

fn any_report() -> impl Strategy<Value = Report> {
    const KINDS: [Kind; 12] = [
        Kind::Opening,
        Kind::Setup,
        Kind::Start,
        Kind::Resume,
        Kind::Unblock,
        Kind::Good,
        Kind::Scrap,
        Kind::Rework,
        Kind::Block,
        Kind::Pause,
        Kind::Finish,
        Kind::Void,
    ];
    let amounts = (0u32..8, 0u32..3, 0u32..3, 1u32..5);
    (0usize..12, 1u32..5, 0i64..40, amounts).prop_map(
        |(kind, operation, minute, (good, scrap, rework, to))| {
            let kind = KINDS[kind];
            let counts =
                !matches!(kind, Kind::Setup | Kind::Start | Kind::Void | Kind::Block | Kind::Unblock);
            let amount = |pieces: u32| Amount::whole(if counts { pieces } else { 0 });
            Report {
                good: amount(good),
                scrap: amount(scrap),
                rework: amount(rework),
                rework_operation: Some((to.min(operation) * 10).to_string()),
                ..report("", operation * 10, kind, minute)
            }
        },
    )
}

fn any_reports() -> impl Strategy<Value = Vec<Report>> {
    prop::collection::vec((any_report(), prop::option::of(0usize..20)), 0..20).prop_map(|drawn| {
        let named = drawn.into_iter().enumerate().map(|(i, (report, corrects))| Report {
            id: format!("r{i:02}"),
            corrects: corrects.filter(|of| *of < i).map(|of| format!("r{of:02}")),
            ..report
        });
        named.collect()
    })
}

proptest! {
    #[test]
    fn any_order_of_arrival_gives_the_same(reports in any_reports(), seed in any::<u64>()) {
        let expected = ten(&reports);
        let mut shuffled = reports.clone();
        shuffled.sort_by_key(|report| {
            let number: u64 = report.id[1..].parse().unwrap_or(0);
            (number + 1).wrapping_mul(seed | 1).rotate_left(17)
        });
        prop_assert_eq!(&ten(&shuffled), &expected);
        // And so does a second arrival of any of them.
        shuffled.extend(reports.into_iter().step_by(2));
        prop_assert_eq!(ten(&shuffled), expected);
    }

    #[test]
    fn pieces_are_never_negative_and_inference_runs_backwards(reports in any_reports()) {
        let states = ten(&reports);
        for (i, state) in states.iter().enumerate() {
            prop_assert!(state.good >= Amount::ZERO && state.scrap >= Amount::ZERO);
            prop_assert!(state.rework >= Amount::ZERO);
            if state.is_done() {
                for earlier in &states[..i] {
                    prop_assert!(earlier.is_done(), "{:?}", earlier);
                }
            }
            let last = states[i..].iter().map(State::has_begun).next_back();
            if last == Some(true) {
                prop_assert!(state.has_begun() || state.stands() == Blocked, "{:?}", state);
            }
        }
    }

    #[test]
    fn nobody_works_longer_than_time_goes_by(reports in any_reports()) {
        for state in ten(&reports) {
            prop_assert!((0..=state.worked_seconds).contains(&state.setup_seconds), "{:?}", state);
            prop_assert!(state.worked_seconds <= 40 * 60, "{:?}", state);
            let runs = state.stands() == Running;
            // What began by the word of a later step has nobody's word for when.
            prop_assert!(state.since.is_none() || runs, "{:?}", state);
            prop_assert!(!runs || state.phase.is_some(), "{:?}", state);
        }
    }

    #[test]
    fn correcting_a_report_is_as_if_it_never_was(reports in any_reports(), nth in 0usize..20) {
        let Some(gone) = reports.get(nth).cloned() else { return Ok(()) };
        prop_assume!(gone.corrects.is_none());
        let without: Vec<_> = reports.iter().filter(|report| report.id != gone.id).cloned().collect();
        prop_assume!(without.iter().all(|report| report.corrects.as_deref() != Some(&gone.id)));
        let mut with = reports;
        with.push(Report { corrects: Some(gone.id), ..report("zz", 10, Kind::Void, 99) });
        prop_assert_eq!(ten(&with), ten(&without));
    }
}
