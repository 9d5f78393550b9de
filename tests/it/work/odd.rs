//! Reports that cannot quite be: taken, and questioned where they are shown; on both databases.

use super::shop::{Shop, at, body, correction, good, whole};
use crate::support::on_both;
use holdfast::document::OperationStatus;
use holdfast::domain::progress::{Flag, Kind};
use holdfast::services::progress::{ReportBody, correct};
use holdfast::store::{self, JournalFilter, MAIN_PLANT, journal_before};

const DAY: i64 = 24 * 60;

#[test]
fn a_work_centre_that_nobody_knows_is_questioned_until_it_is_corrected() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        let wrong = ReportBody { work_centre: Some("LATHE-99".to_owned()), ..good("10", 30, 4) };
        let view = shop.says(&wrong);
        assert!(view.flags.contains(&Flag::UnknownWorkCentre), "{:?} on {}", view.flags, fresh.name);
        assert_eq!(view.work_centre.as_deref(), Some("LATHE"), "the usual one is believed");
        let order = shop.order();
        assert!(order.operations[0].flags.contains(&Flag::UnknownWorkCentre));
        assert!(order.reports[0].flags.contains(&Flag::UnknownWorkCentre), "the report itself says so");
        let told = JournalFilter { what: Some("progress.reported"), limit: 1, ..JournalFilter::default() };
        let told = shop.app.store.read(|db| journal_before(db, MAIN_PLANT, &told)).expect("a journal");
        assert!(told[0].body.0.to_string().contains("unknown-work-centre"), "{:?}", told[0].body);
        // What is said of another operation does not wash it off.
        shop.says(&good("20", 40, 1));
        assert!(shop.order().operations[0].flags.contains(&Flag::UnknownWorkCentre));
        let mut right = correction(false, None);
        right.work_centre = Some("MILL".to_owned());
        let id = wrong.id.to_string();
        let view = shop.run(move |tx| correct(tx, &id, &right));
        assert!(!view.flags.contains(&Flag::UnknownWorkCentre), "{:?}", view.flags);
        assert_eq!(view.work_centre.as_deref(), Some("MILL"));
        shop.reconciles();
    });
}

#[test]
fn work_long_before_its_order_is_questioned_and_a_late_paper_is_not() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        let late_paper = shop.says(&body("10", Kind::Start, -3 * DAY));
        assert!(!late_paper.flags.contains(&Flag::ImplausibleTime), "{:?}", late_paper.flags);
        let years_ago = shop.says(&body("20", Kind::Start, -6 * 365 * DAY));
        assert!(years_ago.flags.contains(&Flag::ImplausibleTime), "{:?}", years_ago.flags);
    });
}

#[test]
fn a_second_finish_is_questioned() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        let once = shop.says(&body("10", Kind::Finish, 30));
        assert!(!once.flags.contains(&Flag::FinishedTwice));
        let again = body("10", Kind::Finish, 60);
        assert!(shop.says(&again).flags.contains(&Flag::FinishedTwice));
        let id = again.id.to_string();
        let never = correction(true, None);
        let view = shop.run(move |tx| correct(tx, &id, &never));
        assert!(!view.flags.contains(&Flag::FinishedTwice), "{:?} on {}", view.flags, fresh.name);
    });
}

#[test]
fn setting_up_is_part_of_what_is_learned_and_begins_the_work() {
    on_both(|fresh| {
        let shop = Shop::open(&fresh.url);
        let set_up = shop.says(&body("10", Kind::Setup, 10));
        assert_eq!((set_up.status, set_up.started), (OperationStatus::Running, Some(at(10))));
        assert_eq!(shop.free("BAR"), whole(5), "its material is taken when setting up begins");
        shop.says(&body("10", Kind::Start, 40));
        shop.says(&ReportBody { good: whole(10), ..body("10", Kind::Finish, 70) });
        let made = shop.app.store.read(|db| store::master::history::production(db, MAIN_PLANT));
        let made = made.expect("history");
        assert_eq!((made.len(), made[0].started, made[0].finished), (1, at(10), at(70)), "on {}", fresh.name);
        // One that a mistake was made of is as if it never was.
        let wrong = body("20", Kind::Setup, 80);
        shop.says(&wrong);
        let id = wrong.id.to_string();
        let back = shop.run(move |tx| correct(tx, &id, &correction(true, None)));
        assert_eq!((back.status, back.started), (OperationStatus::Waiting, None));
        shop.reconciles();
    });
}
