//! Stories of a store room.

use super::*;
use crate::document::{Origin, Sheet, StockLot, Tier};
use crate::domain::role::Actor;
use crate::domain::sales::LineId;
use crate::domain::value::Moment;
use crate::services::reconcile;
use crate::store::{Store, ledger, stock};
use rust_decimal::Decimal;
use tempfile::TempDir;

struct Room(Store, #[allow(dead_code)] TempDir);

fn room() -> Room {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite://{}", folder.path().join("holdfast.db").display());
    Room(Store::open(&url).expect("a fresh store"), folder)
}

impl Room {
    /// Runs a command and checks the ledger after it, whatever it said.
    fn run<T: Send + 'static>(
        &self,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> Result<T, String> {
        let now: Moment = serde_json::from_str("\"2026-03-02T00:00:00Z\"").expect("an instant");
        let actor = Actor::system();
        let answer = self.0.write_blocking(move |db| command(&mut Tx::new(db, now, &actor)?));
        let violations = self.0.read(|db| reconcile::check(db, 1)).expect("readable");
        assert_eq!(violations, []);
        answer.map_err(|failure| match failure {
            Failure::Refused(refusal) => refusal.name(),
            other => other.to_string(),
        })
    }

    fn has(&self, lot: &str) -> u32 {
        let lot = self.0.read(|db| stock::lot(db, 1, lot)).expect("readable");
        lot.map_or(0, |lot| lot.quantity.to_string().parse().expect("whole"))
    }
}

fn pieces(quantity: u32) -> Amount {
    Amount::whole(quantity)
}

fn booking(lot: &str, quantity: u32, status: StockStatus) -> Booking {
    Booking {
        item: "P-1".into(),
        quantity: pieces(quantity),
        lot: Some(lot.into()),
        status,
        customer: None,
        kind: MovementKind::Receipt,
        reference: Subject::PurchaseOrder(String::new()),
    }
}

fn taking(quantity: u32, for_line: Option<LineId>) -> Taking {
    Taking {
        item: "P-1".into(),
        quantity: pieces(quantity),
        customer: Some("C-1".into()),
        for_line,
        kind: MovementKind::Scrap,
        reference: Subject::Stock("P-1".into()),
    }
}

fn line(order: &str) -> LineId {
    LineId { order: order.into(), line: "1".into(), schedule: String::new() }
}

fn opening(tx: &mut Tx<'_>, lot: &str, quantity: u32, status: StockStatus) -> Result<String, Failure> {
    let kind = MovementKind::Opening;
    receive(tx, &Booking { kind, reference: Subject::Stock("P-1".into()), ..booking(lot, quantity, status) })
}

#[test]
fn the_oldest_usable_lots_go_first_and_never_below_zero() {
    let room = room();
    room.run(|tx| {
        opening(tx, "A", 4, StockStatus::Usable)?;
        opening(tx, "B", 5, StockStatus::Usable)?;
        opening(tx, "Q", 5, StockStatus::Inspection)
    })
    .expect("booked");
    let taken = room.run(|tx| take(tx, &taking(6, None))).expect("taken");
    assert_eq!(taken, [("A".to_owned(), pieces(4)), ("B".to_owned(), pieces(2))]);
    let taken = room.run(|tx| take(tx, &taking(6, None))).expect("taken");
    assert_eq!(taken, [("B".to_owned(), pieces(3))]);
    let reference = Subject::Stock("P-1".into());
    let refused = room.run(move |tx| take_from(tx, "Q", pieces(6), MovementKind::Scrap, &reference, ""));
    assert_eq!(refused, Err("not_enough_in_lot".to_owned()));
    assert_eq!(room.has("Q"), 5);
}

#[test]
fn a_promise_keeps_its_stock_and_gives_way_only_to_a_count() {
    let room = room();
    room.run(|tx| opening(tx, "A", 10, StockStatus::Usable)).expect("booked");
    let all = |tx: &mut Tx<'_>, order| reserve(tx, &line(order), &[("A".to_owned(), pieces(8))]);
    assert_eq!(room.run(move |tx| all(tx, "SO-1")).expect("held"), [("A".to_owned(), pieces(8))]);
    assert_eq!(room.run(move |tx| all(tx, "SO-2")).expect("held"), [("A".to_owned(), pieces(2))]);
    assert_eq!(room.run(|tx| take(tx, &taking(3, None))).expect("nothing free"), []);
    let own = room.run(|tx| take(tx, &taking(3, Some(line("SO-1"))))).expect("taken");
    assert_eq!(own, [("A".to_owned(), pieces(3))]);
    assert_eq!(room.run(|tx| adjust(tx, "A", pieces(4), None)).expect("counted"), -pieces(3));
    let held = room.0.read(|db| ledger::reservations(db, 1, None)).expect("readable");
    assert_eq!(held.iter().map(|row| row.quantity).sum::<Amount>(), pieces(4));
}

#[test]
fn stock_changes_its_status_in_whole_or_in_part() {
    let room = room();
    room.run(|tx| opening(tx, "A", 10, StockStatus::Inspection)).expect("booked");
    room.run(|tx| reserve(tx, &line("SO-1"), &[("A".to_owned(), pieces(9))])).expect("held");
    let reference = || Subject::Stock("P-1".into());
    let part = room.run(move |tx| move_status(tx, "A", pieces(6), StockStatus::Usable, &reference()));
    let part = part.expect("released");
    assert_ne!(part, "A");
    assert_eq!((room.has("A"), room.has(&part)), (4, 6));
    let held = room.0.read(|db| ledger::reservations(db, 1, None)).expect("readable");
    assert_eq!(held.iter().map(|row| row.quantity).sum::<Amount>(), pieces(9));
    let rest = room.run(move |tx| move_status(tx, "A", pieces(4), StockStatus::Usable, &reference()));
    assert_eq!(rest, Ok("A".to_owned()));
    let again = room.run(move |tx| move_status(tx, "A", pieces(4), StockStatus::Usable, &reference()));
    assert_eq!(again, Err("same_status".to_owned()));
}

#[test]
fn an_import_says_what_is_there_and_the_same_again_changes_nothing() {
    let row = |row, lot: Option<&str>, quantity: i64, customer: Option<&str>| StockLot {
        origin: Origin { sheet: Sheet::Stock, row },
        item: "P-1".into(),
        quantity: Decimal::from(quantity),
        status: None,
        customer: customer.map(Into::into),
        reserved_tier: (row == 4).then_some(Tier::A),
        expected_release: None,
        lot: lot.map(Into::into),
    };
    let sheet = vec![row(2, Some("A"), 10, None), row(3, None, 5, Some("C-1")), row(4, None, 0, None)];
    let room = room();
    let (first, same) = (sheet.clone(), sheet.clone());
    assert_eq!(room.run(move |tx| import_lots(tx, &first)).expect("imported").new, ["A", "P-1#1", "P-1#2"]);
    assert_eq!(room.run(move |tx| import_lots(tx, &same)).expect("imported"), Imported::default());
    let mut less = sheet[..2].to_vec();
    less[0].quantity = Decimal::from(7);
    let done = room.run(move |tx| import_lots(tx, &less)).expect("imported");
    assert_eq!((done.changed, done.vanished), (vec!["A".to_owned()], vec!["P-1#2".to_owned()]));
    let written = room.0.read(|db| stock::as_written(db, 1)).expect("readable");
    assert_eq!(written.iter().map(|row| row.lot.as_deref()).collect::<Vec<_>>(), [Some("A"), None, None]);
    let taken = room.run(|tx| take(tx, &taking(6, None))).expect("own stock first");
    assert_eq!(taken, [("P-1#1".to_owned(), pieces(5)), ("A".to_owned(), pieces(1))]);
}
