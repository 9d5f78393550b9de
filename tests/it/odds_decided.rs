//! Which promises say how true odds are, and what they say: a history that people made, learned from and compared with what
//! the engine makes of the same rows counted by hand. On both databases.

use crate::accuracy::past::{Past, day, moment};
use crate::support::on_both;
use crate::support::trade::PLANT;
use holdfast::domain::learning::{About, Kind};
use holdfast::domain::promise::CausedBy;
use holdfast::domain::sales::LineId;
use holdfast::planning::learning::{Entry, Kept, gather};
use holdfast::services::dispatch::{self, Departure};
use holdfast_engine::learn::{Outcome, Overrides, Records, Setting, learn};
use holdfast_engine::time::Instant;
use serde_json::{Value, json};

/// What a promise was computed on: its chance, the share of futures behind it if that is another number, and the days of
/// March of its percentiles.
fn computed(chance: f64, futures: Option<f64>, days: [i64; 3]) -> Value {
    let shares = [0.5, 0.8, 0.95];
    let told = days.iter().zip(shares).map(|(number, share)| {
        json!({ "percent": (share * 100.0) as u8, "futures_kept": read_at(share, futures), "day": day(*number) })
    });
    let at = |place: usize| moment(days[place]);
    let mut odds = json!({ "futures": 200, "seed": 1, "chance": chance,
        "p50": at(0), "p80": at(1), "p95": at(2), "days": told.collect::<Vec<_>>() });
    if let Some(futures) = futures {
        odds["futures_kept"] = json!(futures);
    }
    json!({ "as_of": moment(2), "position": 1, "forecast": null, "grade": "", "odds": odds })
}

/// The share of futures of which a percentile was read: another one where odds were corrected.
fn read_at(share: f64, futures: Option<f64>) -> f64 {
    if futures.is_some() { share + 0.03 } else { share }
}

fn learned(past: &Past<'_>, on: i64) -> Kept {
    past.0.store.read(|db| gather(db, PLANT, moment(on))).expect("read").learn()
}

fn of_all(kept: &Kept) -> &Entry {
    let found = kept.entries.iter().find(|one| one.kind == Kind::OddsKept && one.about == About::default());
    found.expect("the number of all")
}

/// The correction that the engine finds in rows: line, share, day of March, kept.
fn by_hand(rows: &[(&LineId, f64, i64, bool)], on: i64) -> (f64, f64) {
    let zone = chrono_tz::Tz::Asia__Shanghai;
    let outcome = |&(id, share, number, kept): &(&LineId, f64, i64, bool)| Outcome {
        document: id.to_string().into(),
        group: None,
        share: (share * 1e6_f64).round() as u32,
        at: Instant::start_of(day(number).date(), zone),
        kept,
    };
    let records = Records { outcomes: rows.iter().map(outcome).collect(), ..Records::default() };
    let setting = Setting::at(Instant(moment(on).utc().timestamp()));
    let found = learn(&records, &setting, &Overrides::default()).chances.calibration.others;
    (found.shift, found.slope)
}

fn expect(kept: &Kept, rows: &[(&LineId, f64, i64, bool)], on: i64) {
    assert_eq!(kept.read.outcomes as usize, rows.len(), "on {on}");
    let (is, should) = (of_all(kept).line.expect("a correction"), by_hand(rows, on));
    let near = |a: f64, b: f64| (a - b).abs() < 1e-4;
    assert!(near(is.0, should.0) && near(is.1, should.1), "on {on}: {is:?}, not {should:?}");
}

#[test]
fn what_is_over_and_reported_is_learned_from_by_the_share_of_futures() {
    on_both(|fresh| {
        let past = Past::new(fresh);
        let bolts = || past.order(2, "C-2", "M-2", 5, "ship");
        let told = |id: &LineId, chance, futures| {
            past.computed(2, id, 10, None, &computed(chance, futures, [6, 8, 12]));
        };
        let [kept, late, open, too_late, back, moved, sure, plain] = std::array::from_fn(|_| bolts());
        told(&kept, 0.9, None);
        past.ships(7, "C-2", &kept, 5, false);
        // What was told corrected teaches by its share of futures: else a correction would learn from itself.
        told(&late, 0.6, Some(0.92));
        past.ships(13, "C-2", &late, 5, false);
        told(&open, 0.85, None);
        told(&too_late, 0.9, None);
        past.takes_back(15, &too_late);
        told(&back, 0.9, None);
        past.takes_back(6, &back);
        told(&moved, 0.9, None);
        past.computed(5, &moved, 20, Some(CausedBy::Customer), &computed(0.97, None, [9, 18, 24]));
        past.ships(18, "C-2", &moved, 5, false);
        // Ready whatever happens: that hangs on no odds.
        past.computed(2, &sure, 10, None, &computed(1.0, None, [3, 3, 3]));
        past.ships(3, "C-2", &sure, 5, false);
        past.promise(2, &plain, 10, None);
        past.ships(9, "C-2", &plain, 5, false);

        assert_eq!(learned(&past, 12).read.outcomes, 0, "the tenth is a Tuesday: papers may still come");
        let mut rows = vec![
            (&kept, 0.9, 10, true),
            (&kept, 0.5, 6, false),
            (&kept, 0.8, 8, true),
            (&late, 0.92, 10, false),
            (&late, 0.53, 6, false),
            (&late, 0.83, 8, false),
            (&open, 0.85, 10, false),
            (&open, 0.5, 6, false),
            (&open, 0.8, 8, false),
            (&too_late, 0.9, 10, false),
            (&too_late, 0.5, 6, false),
            (&too_late, 0.8, 8, false),
        ];
        expect(&learned(&past, 13), &rows, 13);
        // The twelfth is over as well, which is later than what was promised.
        rows.extend([(&kept, 0.95, 12, true), (&late, 0.98, 12, false), (&open, 0.95, 12, false)]);
        expect(&learned(&past, 17), &rows, 17);
        // A customer's move is judged by its own day and odds; what comes after it is still undecided.
        rows.extend([(&moved, 0.97, 20, true), (&moved, 0.5, 9, false), (&moved, 0.8, 18, true)]);
        expect(&learned(&past, 25), &rows, 25);
    });
}

#[test]
fn sooner_percentiles_count_where_goods_do_not_wait_for_their_day() {
    on_both(|fresh| {
        let past = Past::new(fresh);
        let lines: Vec<LineId> = (0..7).map(|_| past.order(2, "C-2", "M-2", 5, "ship")).collect();
        for id in &lines {
            past.computed(2, id, 10, None, &computed(0.95, None, [6, 8, 10]));
        }
        past.ships(5, "C-2", &lines[0], 5, false);
        for id in &lines[1..4] {
            past.ships(10, "C-2", id, 5, false);
        }
        let mut rows: Vec<_> =
            lines.iter().enumerate().map(|(place, id)| (id, 0.95, 10, place < 4)).collect();
        // Three left on the very day and one before it: nobody knows since when the three were ready.
        expect(&learned(&past, 16), &rows, 16);
        // What was packed before its day was ready then, whenever it left.
        for id in &lines[4..] {
            let new = json!({ "customer": "C-2", "lines": [{ "order": id.order, "line": id.line, "quantity": 5 }] });
            let number = past.on(7, move |tx| {
                let number = dispatch::draft(tx, &crate::support::trade::body(new.clone()))?.note.number;
                dispatch::pack(tx, &number)?;
                Ok(number)
            });
            past.on(10, move |tx| dispatch::dispatch(tx, &number, &Departure::default()));
        }
        rows.iter_mut().for_each(|row| row.3 = true);
        for (place, id) in lines.iter().enumerate() {
            rows.push((id, 0.5, 6, place == 0));
            rows.push((id, 0.8, 8, place == 0 || place > 3));
        }
        expect(&learned(&past, 16), &rows, 16);
    });
}
