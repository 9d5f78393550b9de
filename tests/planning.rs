//! What the rows of a workbook mean for a plan, told one aggregate at a time. Each test writes the sheets it
//! is about as CSV, as a shop would, and looks at the engine's shop.

#[path = "planning/backtest.rs"]
mod backtest;

use chrono::NaiveDateTime;
use holdfast::import::{self, Limits};
use holdfast::planning::story::stages;
use holdfast::planning::supply::branches;
use holdfast::planning::words::Teller;
use holdfast::planning::{self, Ask, FaultKind, Translation};
use holdfast::text::Lang;
use holdfast_engine::holidays::Country;
use holdfast_engine::model::{
    Basis, Blocks, Code, Firmness, HoldTarget, JobKey, LineKey, OperationKind, RunTime, Source, Tier,
    UnitKind,
};
use holdfast_engine::quantity::{Qty, Ratio};
use holdfast_engine::time::Instant;

const ZONE: chrono_tz::Tz = chrono_tz::Asia::Shanghai;

fn at(local: &str) -> Instant {
    Instant::from_local(NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").expect(local), ZONE)
}

/// The shop of some sheets, as of Monday 2026-03-09 08:00.
fn shop(sheets: &[(&str, &str)]) -> Translation {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in sheets {
        std::fs::write(folder.path().join(format!("{name}.csv")), text).expect(name);
    }
    let reading = import::read(folder.path(), &Limits::default()).expect("readable sheets");
    assert_eq!(reading.faults, [], "the sheets of a test are clean");
    let ask = Ask { now: at("2026-03-09 08:00"), improve: 0, tiers: true };
    planning::translate(&reading.document, ask)
}

const WEEK: (&str, &str) = ("calendars", "calendar,weekdays,from,to\nday,Mon-Fri,07:30,16:00\n");
const TURNING: (&str, &str) = ("work centres", "work centre,calendar,machines\nTUR,day,3\n");

#[test]
fn dates_of_the_plant_become_instants() {
    let found = shop(&[
        WEEK,
        ("settings", "key,value\nship calendar,day\n"),
        (
            "sales orders",
            "order,line,customer,item,quantity,order date,requested date,promise date\n\
             SO-1,10,C-1,PT,5,2026-03-02,2026-03-20,2026-03-26\n",
        ),
        (
            "purchase orders",
            "purchase order,line,item,quantity,order date,confirmed date\nPO-1,10,RM,5,2026-03-01,2026-03-12\n",
        ),
        ("holds", "order,line,kind,expected release\nSO-1,10,drawing,2026-03-11\n"),
    ]);
    let line = &found.shop.lines[&LineKey::new("SO-1", 10)];
    assert_eq!(line.ordered_at, Some(at("2026-03-02 08:00")));
    assert_eq!(line.requested, Some(at("2026-03-21 00:00") + -1), "a date holds to the end of its day");
    assert_eq!(line.promise.as_ref().map(|p| p.due), Some(at("2026-03-27 00:00") + -1));
    let purchase = found.shop.purchases.values().next().expect("PO-1");
    assert_eq!(purchase.confirmed, Some(at("2026-03-12 12:00")), "goods are in by noon");
    let hold = found.shop.holds.values().next().expect("the hold");
    assert_eq!(hold.expected, Some(at("2026-03-11 07:30")), "a hold ends when the plant begins");
    assert_eq!(hold.target, HoldTarget::Line("SO-1".into(), 10));
    assert_eq!(hold.blocks, Blocks::Start);
}

#[test]
fn lines_keep_what_the_customer_agreed() {
    let found = shop(&[
        ("customers", "customer,tier,partial shipments,short tolerance %,transit days\nC-1,A,yes,5,3\n"),
        (
            "sales orders",
            "order,line,schedule,customer,item,quantity,shipped,promise date,date basis,ship complete,firmness,\
             priority\n\
             SO-1,10,2,C-1,PT,5,2,2026-03-26,arrival,yes,firm,1\n\
             SO-1,20,,C-1,PT,5,5,2026-03-26,,,,\n\
             SO-2,A1,,C-1,PT,5,,,,,forecast,3\n",
        ),
    ]);
    let first = LineKey { order: "SO-1".into(), line: 10, schedule: 2 };
    let line = &found.shop.lines[&first];
    assert_eq!((line.quantity, line.shipped), (Qty::of(5), Qty::of(2)));
    assert_eq!((line.basis, line.ship_complete, line.tier), (Basis::Arrival, true, Some(Tier::A)));
    assert_eq!(found.shop.lines.len(), 2, "what has left is no open line");
    let (odd, line) = found.shop.lines.iter().next_back().expect("SO-2");
    assert_eq!((line.firmness, line.tier), (Firmness::Forecast, Some(Tier::C)));
    let assigned = FaultKind::NumberAssigned { written: "A1".into(), number: odd.line };
    assert_eq!(found.faults.iter().map(|f| &f.kind).collect::<Vec<_>>(), [&assigned]);
    let customer = &found.shop.customers["C-1"];
    assert_eq!((customer.tier, customer.partial, customer.transit_days), (Tier::A, true, 3));
    assert_eq!(customer.short_tolerance, Some(Ratio(50_000)));
}

#[test]
fn items_are_made_or_bought_as_what_is_known_of_them_says() {
    let found = shop(&[
        (
            "items",
            "item,unit,source,lead days,supplier,lot minimum,lot multiple,yield %,similar item,similar factor\n\
             PT,pcs,,,,10,5,98,OTHER,1.5\nRM,kg,,,S-1,,,,,\nSCREW,,,,,,,,,\nFIX,,customer,,,,,,,\n",
        ),
        ("boms", "parent,component,quantity per,operation\nPT,RM,0.25,10\nPT,SCREW,4,\nSUB,RM,1,\n"),
        (
            "routings",
            "item,operation,kind,work centre,setup minutes,run minutes,run basis,load size,transfer batch,\
             interruptible,alternates,supplier,outside days,learned factor,observations\n\
             PT,20,make,MIL,15,2.5,piece,,20,no,MIL-2*1.2,,,0.9,12\n\
             PT,10,make,TUR,,90s,load,8,,,,,,,\n\
             PT,30,outside,,,,,,,,,S-1,6,,\nPT,40,wait,,,4h,lot,,,,,,,,\n",
        ),
    ]);
    let items = &found.shop.items;
    let sources = ["PT", "RM", "SCREW", "FIX", "SUB"].map(|code| items[code].source);
    assert_eq!(sources, [Source::Make, Source::Buy, Source::Buy, Source::Customer, Source::Make]);
    let part = &items["PT"];
    assert_eq!((part.lot.minimum, part.lot.multiple), (Qty::of(10), Qty::of(5)));
    assert_eq!((part.yield_factor, items["RM"].unit), (Ratio(980_000), UnitKind::Measured));
    assert_eq!(part.similar.as_ref().map(|s| s.factor), Some(Ratio(1_500_000)));
    assert_eq!(part.bom[0].per, Qty::from_millionths(250_000));
    let numbers: Vec<u32> = part.routing.iter().map(|step| step.number).collect();
    assert_eq!(numbers, [10, 20, 30, 40], "steps stand in the order of their numbers");
    assert_eq!(part.routing[0].run, Some(RunTime::Load { size: Qty::of(8), millis: 90_000 }));
    let milling = &part.routing[1];
    assert_eq!((milling.setup, milling.run), (900, Some(RunTime::Piece(150_000))));
    assert!(!milling.interruptible);
    assert_eq!(milling.alternates[0].factor, Ratio(1_200_000));
    assert_eq!(milling.learned.map(|l| (l.factor, l.observations)), Some((Ratio(900_000), 12)));
    assert_eq!(part.routing[2].kind, OperationKind::Outside { supplier: Some("S-1".into()), days: 6 });
    assert_eq!(part.routing[3].run, Some(RunTime::Lot(14_400_000)));
}

#[test]
fn an_exception_of_one_work_centre_is_its_own() {
    let found = shop(&[
        WEEK,
        ("settings", "key,value\nholidays,CN\n"),
        TURNING,
        (
            "calendar exceptions",
            "calendar,work centre,date from,date to,from,to,type,machines\n\
             ,TUR,2026-03-14,,07:30,12:00,overtime,\n\
             ,TUR,2026-03-10,2026-03-11,14:00,16:00,downtime,1\n\
             day,,2026-03-20,,,,closed,\n\
             night,,2026-03-20,,,,closed,\n",
        ),
    ]);
    let center = &found.shop.work_centers["TUR"];
    assert_eq!(center.calendar.as_str(), "day (TUR)");
    assert_eq!(found.shop.calendars["day (TUR)"].exceptions.len(), 2, "the calendar's own exception too");
    assert_eq!(found.shop.calendars["day"].exceptions.len(), 1);
    assert_eq!(found.shop.calendars["day"].holidays, Some(Country::China), "as the settings say");
    let down: Vec<_> = center.downtimes.iter().map(|d| (d.from, d.to, d.machines)).collect();
    assert_eq!(
        down,
        [
            (at("2026-03-10 14:00"), at("2026-03-10 16:00"), 1),
            (at("2026-03-11 14:00"), at("2026-03-11 16:00"), 1),
        ]
    );
    let lost = FaultKind::ExceptionOfNothing { code: "night".into() };
    assert!(found.faults.iter().any(|fault| fault.kind == lost), "{:?}", found.faults);
}

#[test]
fn received_purchase_orders_are_the_suppliers_record() {
    let found = shop(&[
        ("suppliers", "supplier,lead days,send days\nS-1,10,\"Tue,Thu\"\n"),
        (
            "purchase orders",
            "purchase order,line,supplier,item,quantity,received,confirmed date,received date\n\
             PO-1,10,S-1,RM,5,5,2026-02-02,2026-02-06\n\
             PO-2,10,S-1,RM,5,5,2026-02-09,2026-02-08\n\
             PO-3,10,S-1,RM,5,2,2026-03-20,2026-03-01\n",
        ),
    ]);
    let supplier = &found.shop.suppliers["S-1"];
    assert_eq!(
        supplier.record,
        [4, -1],
        "days late, early is negative; what is not all there does not count"
    );
    assert_eq!(supplier.send_days.len(), 2);
    assert_eq!(found.shop.purchases.len(), 1, "what came in full is not on its way");
}

#[test]
fn work_orders_carry_progress_material_and_their_place() {
    let found = shop(&[
        (
            "sales orders",
            "order,line,schedule,customer,item,quantity,promise date\n\
             SO-1,10,1,C,PT,5,2026-03-20\nSO-1,10,2,C,PT,5,2026-04-20\n",
        ),
        ("routings", "item,operation,work centre,run minutes\nPT,10,TUR,5\nPT,20,MIL,5\n"),
        (
            "work orders",
            "work order,item,quantity,order,line,due date,status\n\
             WO-1,PT,5,SO-1,10,2026-04-01,open\nWO-2,PT,5,SO-1,90,,open\nWO-3,PT,5,,,,closed\n",
        ),
        (
            "progress",
            "work order,operation,good,scrap,status,started,last report,work centre,sequence,frozen\n\
             WO-1,10,3,1,running,2026-03-09 06:00,2026-03-09 07:00,,,\n\
             WO-1,20,,,waiting,,,,2,no\nWO-2,10,,,waiting,,,TUR-2,1,yes\n\
             WO-2,20,,,waiting,2026-03-10 06:00,,,1,no\n",
        ),
        ("issues", "work order,item,quantity\nWO-1,RM,2\nWO-1,RM,3\nWO-9,RM,3\n"),
        ("stock", "item,quantity,lot\nRM,5,\nRM,7,L-1\n"),
    ]);
    let order = &found.shop.work_orders["WO-1"];
    let second = LineKey { order: "SO-1".into(), line: 10, schedule: 2 };
    assert_eq!(order.line, Some(second), "the schedule line that its due date is for");
    assert_eq!(order.progress[&10].started_at, Some(at("2026-03-09 06:00")));
    assert_eq!((order.progress[&10].good, order.progress[&10].scrap), (Qty::of(3), Qty::of(1)));
    assert_eq!(order.issued["RM"], Qty::of(5), "rows add up");
    assert!(found.shop.work_orders["WO-3"].closed);
    let milling: Vec<_> = found.shop.sequences["MIL"].planned.iter().map(|key| key.job.clone()).collect();
    assert_eq!(milling, [JobKey::WorkOrder("WO-2".into()), JobKey::WorkOrder("WO-1".into())]);
    assert_eq!(found.shop.sequences["TUR-2"].frozen.len(), 1, "a report says where it really runs");
    assert_eq!(found.shop.stock.keys().map(Code::as_str).collect::<Vec<_>>(), ["L-1", "RM#2"]);
    let kinds: Vec<_> = found.faults.iter().map(|fault| fault.kind.code()).collect();
    assert_eq!(kinds, ["work-order-for-unknown-line", "report-after-now", "unknown-work-order"]);
}

#[test]
fn a_hold_that_is_over_holds_nothing() {
    let found = shop(&[
        ("sales orders", "order,line,customer,item,quantity\nSO-1,10,C,PT,5\n"),
        (
            "holds",
            "order,line,kind,expected release,released,blocks\n\
             SO-1,10,drawing,,2026-03-09,start\nSO-1,10,credit,,,dispatch\nSO-1,30,credit,,,start\n",
        ),
    ]);
    assert_eq!(found.shop.holds.len(), 1);
    assert_eq!(found.shop.holds["SO-1/10"].blocks, Blocks::Dispatch);
    assert_eq!(found.faults[0].kind, FaultKind::HoldOnNothing { target: "SO-1/30".into() });
    assert_eq!(found.faults[0].origin.map(|origin| origin.row), Some(4));
}

#[test]
fn a_lot_for_several_lines_says_whose_it_is_and_scrap_is_said() {
    let found = shop(&[
        WEEK,
        TURNING,
        ("items", "item,source,lot period days\nPT,make,5\nQT,make,\n"),
        ("routings", "item,operation,work centre,run minutes\nPT,10,TUR,60\nQT,10,TUR,60\n"),
        (
            "sales orders",
            "order,line,customer,item,quantity,order date,promise date\n\
             SO-1,10,C,PT,3,2026-03-02,2026-03-20\nSO-2,10,C,PT,4,2026-03-02,2026-03-23\n\
             SO-3,10,C,QT,20,2026-03-02,2026-03-27\n",
        ),
        ("work orders", "work order,item,quantity,order,line,status\nWO-3,QT,20,SO-3,10,open\n"),
        (
            "progress",
            "work order,operation,good,scrap,status,started,last report\n\
             WO-3,10,2,5,running,2026-03-09 06:00,2026-03-09 07:00\n",
        ),
    ]);
    let plan = holdfast_engine::plan::plan(&found.shop);
    let reasons = |order: &str, lang: Lang| {
        let key = LineKey::new(order, 10);
        let told = plan.explain(&found.shop, &key).expect("it has a date");
        let teller = Teller { plan: &plan, shop: &found.shop, lang };
        stages(&told)
            .iter()
            .map(|stage| teller.stage_cause(&key, stage, false))
            .collect::<Vec<_>>()
            .join("; ")
    };
    let (first, second) = (reasons("SO-1", Lang::En), reasons("SO-2", Lang::En));
    assert!(first.contains("new PT (3 for SO-1/10, 4 for SO-2/10) op 10"), "{first}");
    assert!(second.contains("new PT (4 for SO-2/10, 3 for SO-1/10) op 10"), "{second}");
    let chinese = reasons("SO-2", Lang::Zh);
    assert!(chinese.contains("新工单 PT（SO-2/10 用 4，SO-1/10 用 3）"), "{chinese}");
    let served = |lang: Lang| {
        let teller = Teller { plan: &plan, shop: &found.shop, lang };
        let tree = branches(&plan, &found.shop, &LineKey::new("SO-3", 10));
        tree.iter().map(|branch| format!("{} {}", branch.quantity, teller.source(branch))).collect::<Vec<_>>()
    };
    let english = served(Lang::En);
    assert!(english[0].starts_with("15 work order WO-3, 5 of 20 scrapped"), "{english:?}");
    let chinese = served(Lang::Zh);
    assert!(chinese[0].starts_with("15 工单 WO-3，20 中已报废 5"), "{chinese:?}");
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let sheets = |orders: &'static str, boms: &'static str| {
        let found = shop(&[
            ("sales orders", orders),
            ("boms", boms),
            ("items", "item,source\nPT,make\nRM,buy\nSC,buy\n"),
        ]);
        format!("{:?}", found.shop)
    };
    assert_eq!(
        sheets(
            "order,line,customer,item,quantity\nSO-1,10,C,PT,5\nSO-2,B,C,PT,5\n",
            "parent,component,quantity per\nPT,RM,1\nPT,SC,2\n"
        ),
        sheets(
            "order,line,customer,item,quantity\nSO-2,B,C,PT,5\nSO-1,10,C,PT,5\n",
            "parent,component,quantity per\nPT,SC,2\nPT,RM,1\n"
        )
    );
}
