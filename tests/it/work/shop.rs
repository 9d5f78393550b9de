//! A small shop for the stories of the floor, and what is said in them.

use holdfast::app::{App, Clock};
use holdfast::document::{ItemSource, StockStatus};
use holdfast::domain::ledger::MovementKind;
use holdfast::domain::progress::Kind;
use holdfast::domain::role::Actor;
use holdfast::domain::value::{Amount, Moment};
use holdfast::services::progress::{CorrectionBody, OperationView, ReportBody, report};
use holdfast::services::stock::{self, Booking};
use holdfast::services::work::NewWorkOrder;
use holdfast::services::{Tx, reconcile, work};
use holdfast::store::master::items::{self, Fields, Row as Item};
use holdfast::store::master::making::{self, BomRow, OperationRow};
use holdfast::store::master::resources;
use holdfast::store::{self, Failure, Subject};
use holdfast::text::Lang;
use std::sync::{Arc, Mutex};
use uuid::Uuid;

pub const ORDER: &str = "MO-1";

/// A shop that makes SHAFT in three operations from BAR, with 25 bars in stock and an order of ten.
pub struct Shop {
    pub app: App,
    pub boss: Actor,
}

pub fn at(minute: i64) -> Moment {
    Moment::from_micros(1_770_000_000_000_000 + minute * 60_000_000).expect("in range")
}

pub fn whole(pieces: u32) -> Amount {
    Amount::whole(pieces)
}

impl Shop {
    pub fn open(url: &str) -> Self {
        let app = App::open(url, Clock::Manual(Arc::new(Mutex::new(at(1000))))).expect("it opens");
        let shop = Self { app, boss: Actor::system() };
        shop.run(|tx| {
            furnish(tx)?;
            tx.journal("shop.furnished", &[Subject::Everything], &())
        });
        shop
    }

    pub fn run<T: Send + 'static>(
        &self,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> T {
        self.app.command_blocking(&self.boss, command).unwrap_or_else(|failure| panic!("{failure:?}"))
    }

    pub fn refused<T: Send + 'static>(
        &self,
        actor: &Actor,
        command: impl Fn(&mut Tx<'_>) -> Result<T, Failure> + Send + Sync + 'static,
    ) -> String {
        match self.app.command_blocking(actor, command) {
            Err(Failure::Refused(refusal)) => {
                let (en, zh) = (refusal.title(Lang::En), refusal.title(Lang::Zh));
                assert!(en != zh && !en.contains('{') && !zh.contains('{'), "{en} {zh}");
                refusal.name()
            }
            Err(other) => panic!("{other:?}"),
            Ok(_) => panic!("it was accepted"),
        }
    }

    pub fn says(&self, body: &ReportBody) -> OperationView {
        let body = body.clone();
        self.run(move |tx| report(tx, &body))
    }

    pub fn order(&self) -> work::WorkOrderView {
        self.app.ask(&self.boss, |ask| work::one(ask, ORDER)).expect("it is there")
    }

    pub fn free(&self, item: &str) -> Amount {
        let lots = self.app.store.read(|db| store::stock::lots_of(db, store::MAIN_PLANT, item));
        lots.expect("lots").iter().map(|lot| lot.quantity).sum()
    }

    /// What the plan knows once it knows all that is stored.
    pub fn known(&self) -> store::Known {
        let recent = self.app.store.read(store::recent).expect("numbers");
        self.app.planner.wait_for_all(&recent, 0).expect("it plans").known.clone()
    }

    pub fn reconciles(&self) {
        let violations = self.app.store.read(|db| reconcile::check(db, store::MAIN_PLANT)).expect("books");
        assert!(violations.is_empty(), "{violations:?}");
    }
}

fn furnish(tx: &mut Tx<'_>) -> Result<(), Failure> {
    let made = |code: &str, source| Item {
        code: code.to_owned(),
        fields: Fields { source: Some(source), ..Fields::default() },
        active: true,
        version: 1,
    };
    items::put(tx.db, &made("SHAFT", ItemSource::Make))?;
    items::put(tx.db, &made("BAR", ItemSource::Buy))?;
    let bom = BomRow {
        parent: "SHAFT".to_owned(),
        position: 1,
        component: "BAR".to_owned(),
        quantity_per: whole(2),
        operation: None,
        valid_from: None,
        valid_to: None,
    };
    making::put_bom(tx.db, "SHAFT", &[bom])?;
    let steps: Vec<OperationRow> = [("10", "LATHE"), ("20", "MILL"), ("30", "BENCH")]
        .iter()
        .enumerate()
        .map(|(position, (operation, centre))| step(operation, centre, position as i32 + 1))
        .collect();
    making::put_routing(tx.db, "SHAFT", &steps)?;
    for centre in ["LATHE", "MILL", "BENCH"] {
        let row = resources::Row {
            plant_id: tx.plant.id,
            code: centre.to_owned(),
            fields: resources::Fields { calendar: "day".to_owned(), ..resources::Fields::default() },
            last_report: None,
            active: true,
            version: 1,
        };
        resources::put_work_centre(tx.db, &row)?;
    }
    stock::receive(tx, &bars(25))?;
    let new = NewWorkOrder {
        item: "SHAFT".to_owned(),
        quantity: whole(10),
        started_quantity: None,
        due_date: None,
        line: None,
        number: Some(ORDER.to_owned()),
        note: None,
    };
    work::enter(tx, &new)?;
    Ok(())
}

pub fn bars(pieces: u32) -> Booking {
    Booking {
        item: "BAR".to_owned(),
        quantity: whole(pieces),
        lot: Some("B1".to_owned()),
        status: StockStatus::Usable,
        customer: None,
        kind: MovementKind::Opening,
        reference: Subject::Stock("BAR".to_owned()),
    }
}

pub fn step(operation: &str, centre: &str, position: i32) -> OperationRow {
    OperationRow {
        item: "SHAFT".to_owned(),
        operation: operation.to_owned(),
        position,
        name: None,
        kind: None,
        work_centre: Some(centre.to_owned()),
        setup_minutes: None,
        run_minutes: Some(whole(3)),
        run_basis: None,
        load_size: None,
        setup_family: None,
        transfer_batch: None,
        interruptible: None,
        alternates: store::types::Held(Vec::new()),
        move_minutes: None,
        supplier: None,
        outside_days: None,
        learned_factor: None,
        observations: None,
    }
}

pub fn body(operation: &str, kind: Kind, minute: i64) -> ReportBody {
    ReportBody {
        id: Uuid::now_v7(),
        work_order: ORDER.to_owned(),
        operation: operation.to_owned(),
        kind,
        at: at(minute),
        good: Amount::ZERO,
        scrap: Amount::ZERO,
        rework: Amount::ZERO,
        rework_operation: None,
        reason: None,
        note: None,
        operator: None,
        device: None,
        work_centre: None,
        corrects: None,
        approved_by: None,
        approval: None,
    }
}

pub fn good(operation: &str, minute: i64, pieces: u32) -> ReportBody {
    ReportBody { good: whole(pieces), ..body(operation, Kind::Good, minute) }
}

pub fn correction(withdraw: bool, good: Option<u32>) -> CorrectionBody {
    CorrectionBody {
        id: Uuid::now_v7(),
        withdraw,
        operation: None,
        kind: None,
        at: None,
        good: good.map(whole),
        scrap: None,
        rework: None,
        reason: None,
        work_centre: None,
        note: None,
        device: None,
    }
}
