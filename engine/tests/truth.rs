//! Whether odds are true: a job shop that lives, asked for dates at every arrival, with its true distributions.
//!
//! What then really comes is one future, and dates of one run depend on each other: it takes thousands to see whether
//! they are true, which is measured in `benches/truth.rs`. Here the shop is played on many times from where each date
//! was given, with other luck, by code that shares nothing with the planner.

#[path = "support/jobshop.rs"]
mod jobshop;

use jobshop::{Kept, Run};

/// Three seeds together.
fn play(coming: bool, measured: usize) -> Kept {
    let run = |seed| {
        Run { seed, orders: (400, 12, measured), scenarios: 100, threads: 2, coming, replays: 30 }.play()
    };
    (1..=3).map(run).fold(Kept::default(), Kept::and)
}

#[test]
fn quotes_are_kept_as_often_as_they_say() {
    let kept = play(true, 14);
    let [half, four_fifths, most] = kept.percent_replayed();
    println!("{half:.1} {four_fifths:.1} {most:.1} of {}, {:.1} h", kept.promises, kept.mean_lead());
    assert!((half - 50.0).abs() <= 8.0, "{half} % at the median");
    assert!((four_fifths - 80.0).abs() <= 6.0, "{four_fifths} % at four fifths");
    assert!((most - 95.0).abs() <= 3.0, "{most} % at 95 %");
}

#[test]
fn who_forgets_the_orders_still_to_come_promises_too_much() {
    let [.., most] = play(false, 4).percent_replayed();
    assert!(most < 92.0, "{most} % at 95 %, with later orders unforeseen");
}
