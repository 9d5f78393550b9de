//! Facts about documents: stock, orders, work orders with their progress, purchases, holds, pegs.

use super::Story;
use super::parse::{clauses, demand_key, line_key, op_key, purchase_key, qty, supply_key, tier, words};
use holdfast_engine::model::{
    Basis, Blocks, Code, Firmness, Hold, HoldKind, HoldTarget, OperationStatus, Peg, Progress, Promise,
    Purchase, SalesLine, Stock, StockStatus, WorkOrder,
};
use holdfast_engine::quantity::Qty;

/// What stands before and after the first colon.
fn titled(text: &str) -> (&str, &str) {
    let (title, rest) = text.split_once(": ").unwrap_or_else(|| panic!("no “: ” in “{text}”"));
    (title.trim(), rest.trim())
}

impl Story {
    /// Usable stock in one lot that is named after the item.
    pub fn stock(self, item: &str, pieces: i64) -> Story {
        self.lot(&format!("{item}: {pieces} {item}"))
    }

    /// `L7: 40 PLATE, in inspection, blocked, until 2026-03-12 10:00, of ALFA, for tier A`.
    pub fn lot(mut self, text: &str) -> Story {
        let (lot, rest) = titled(text);
        let mut parts = clauses(rest);
        let first = words(parts.next().expect("what lies there"));
        let [pieces, item] = first.as_slice() else { panic!("stock: what is “{text}”?") };
        let mut stock = Stock {
            item: (*item).into(),
            quantity: qty(pieces),
            status: StockStatus::Usable,
            owner: None,
            reserved: None,
            release: None,
        };
        for clause in parts {
            match words(clause).as_slice() {
                ["in", "inspection"] => stock.status = StockStatus::Inspection,
                ["blocked"] => stock.status = StockStatus::Blocked,
                ["until", when @ ..] => stock.release = Some(self.at(when)),
                ["of", customer] => stock.owner = Some((*customer).into()),
                ["for", "tier", rank] => stock.reserved = Some(tier(rank)),
                _ => panic!("stock {lot}: what is “{clause}”?"),
            }
        }
        self.shop.stock.insert(lot.into(), stock);
        self
    }

    /// `SO-1/10: 10 BRACKET for ALFA by 2026-03-20 14:00`, or `… wanted 2026-03-20` without a promise. Then:
    /// `arriving`, `complete`, `in parts`, `forecast`, `shipped 3`, `entered 2026-03-02 09:00`, `tier A`.
    pub fn order(mut self, text: &str) -> Story {
        let (key, rest) = titled(text);
        let mut parts = clauses(rest);
        let first = words(parts.next().expect("what was ordered"));
        let [pieces, item, "for", customer, wish @ ..] = first.as_slice() else {
            panic!("order: what is “{text}”?")
        };
        let (promise, requested) = match wish {
            [] => (None, None),
            ["by", when @ ..] => (Some(Promise::by(self.at(when))), None),
            ["wanted", when @ ..] => (None, Some(self.at(when))),
            _ => panic!("order {key}: what is {wish:?}?"),
        };
        let mut line = SalesLine {
            customer: (*customer).into(),
            item: (*item).into(),
            quantity: qty(pieces),
            shipped: Qty::ZERO,
            ordered_at: None,
            requested,
            promise,
            basis: Basis::Ship,
            firmness: Firmness::Firm,
            ship_complete: false,
            partial: None,
            tier: None,
        };
        for clause in parts {
            match words(clause).as_slice() {
                ["arriving"] => line.basis = Basis::Arrival,
                ["complete"] => line.ship_complete = true,
                ["in", "parts"] => line.partial = Some(true),
                ["forecast"] => line.firmness = Firmness::Forecast,
                ["shipped", pieces] => line.shipped = qty(pieces),
                ["entered", when @ ..] => line.ordered_at = Some(self.at(when)),
                ["tier", rank] => line.tier = Some(tier(rank)),
                _ => panic!("order {key}: what is “{clause}”?"),
            }
        }
        self.shop.lines.insert(line_key(key), line);
        self
    }

    /// `WO-7: 20 BRACKET for SO-1/10; started 22; issued 10 PLATE; received 5; due 2026-03-20; op 10 done
    /// 20 good; op 20 running, 8 good, 1 scrap, 2 rework to 10, since 2026-03-09 06:00, until …, reported …, at
    /// mill2`.
    pub fn work_order(mut self, text: &str) -> Story {
        let (number, rest) = titled(text);
        let mut parts = rest.split(';').map(str::trim);
        let mut order = WorkOrder::default();
        match words(parts.next().expect("what it makes")).as_slice() {
            [pieces, item] => (order.quantity, order.item) = (qty(pieces), Some((*item).into())),
            [pieces, item, "for", line] => {
                (order.quantity, order.item) = (qty(pieces), Some((*item).into()));
                order.line = Some(line_key(line));
            }
            _ => panic!("work order: what is “{text}”?"),
        }
        for part in parts {
            match words(part).as_slice() {
                ["started", pieces] => order.started = Some(qty(pieces)),
                ["received", pieces] => order.received = qty(pieces),
                ["issued", pieces, item] => {
                    order.issued.insert((*item).into(), qty(pieces));
                }
                ["due", when @ ..] => order.due = Some(self.at(when)),
                ["op", step, ..] => {
                    let step: u32 = step.parse().expect("an operation");
                    let report = part["op ".len()..].trim_start_matches(|c: char| c.is_ascii_digit());
                    order.progress.insert(step, self.progress(report));
                }
                _ => panic!("work order {number}: what is “{part}”?"),
            }
        }
        self.shop.work_orders.insert(number.into(), order);
        self
    }

    /// What was reported on one operation.
    fn progress(&self, text: &str) -> Progress {
        let mut progress = Progress::default();
        for clause in clauses(text) {
            match words(clause).as_slice() {
                ["done"] => progress.status = OperationStatus::Done,
                ["running"] => progress.status = OperationStatus::Running,
                ["paused"] => progress.status = OperationStatus::Paused,
                ["blocked"] => progress.status = OperationStatus::Blocked,
                [pieces, "good"] => progress.good = qty(pieces),
                [pieces, "scrap"] => progress.scrap = qty(pieces),
                [pieces, "rework", "to", step] => {
                    progress.rework = qty(pieces);
                    progress.rework_to = Some(step.parse().expect("an operation"));
                }
                ["since", when @ ..] => progress.started_at = Some(self.at(when)),
                ["until", when @ ..] => progress.finished_at = Some(self.at(when)),
                ["reported", when @ ..] => progress.last_report = Some(self.at(when)),
                ["at", center] => progress.work_center = Some((*center).into()),
                _ => panic!("progress: what is “{clause}”?"),
            }
        }
        progress
    }

    /// `PO-3/1: 40 PLATE from ACME on 2026-03-12 10:00`, or without `on …` where nothing was confirmed. Then:
    /// `ordered 2026-03-02 09:00`, `received 5`, `for SO-1/10`, `outside WO-7 op 20`.
    pub fn purchase(mut self, text: &str) -> Story {
        let (key, rest) = titled(text);
        let mut parts = clauses(rest);
        let first = words(parts.next().expect("what comes"));
        let [pieces, item, "from", supplier, when @ ..] = first.as_slice() else {
            panic!("purchase: what is “{text}”?")
        };
        let confirmed = match when {
            [] => None,
            ["on", when @ ..] => Some(self.at(when)),
            _ => panic!("purchase {key}: what is {when:?}?"),
        };
        let mut purchase = Purchase {
            supplier: Some((*supplier).into()),
            item: Some((*item).into()),
            quantity: qty(pieces),
            confirmed,
            ..Purchase::default()
        };
        for clause in parts {
            match words(clause).as_slice() {
                ["ordered", when @ ..] => purchase.ordered_at = Some(self.at(when)),
                ["received", pieces] => purchase.received = qty(pieces),
                ["for", line] => purchase.line = Some(line_key(line)),
                ["outside", order, "op", step] => {
                    purchase.outside = Some(((*order).into(), step.parse().expect("an operation")));
                }
                _ => panic!("purchase {key}: what is “{clause}”?"),
            }
        }
        self.shop.purchases.insert(purchase_key(key), purchase);
        self
    }

    /// `drawing on SO-1/10 until 2026-03-12 10:00`, `credit on SO-1, only dispatch`, `quality on WO-1`.
    pub fn hold(mut self, key: &str, text: &str) -> Story {
        let mut parts = clauses(text);
        let first = words(parts.next().expect("what is held"));
        let [kind, "on", target, until @ ..] = first.as_slice() else {
            panic!("hold: what is “{text}”?")
        };
        let kind = match *kind {
            "credit" => HoldKind::Credit,
            "drawing" => HoldKind::Drawing,
            "quality" => HoldKind::Quality,
            "customer" => HoldKind::Customer,
            _ => panic!("hold {key}: what is “{kind}”?"),
        };
        let expected = match until {
            [] => None,
            ["until", when @ ..] => Some(self.at(when)),
            _ => panic!("hold {key}: what is {until:?}?"),
        };
        let target = match target.split_once('/') {
            Some(_) => {
                let line = line_key(target);
                HoldTarget::Line(line.order, line.line)
            }
            None if target.starts_with("WO") => HoldTarget::WorkOrder((*target).into(), None),
            None => HoldTarget::Order((*target).into()),
        };
        let blocks = match parts.next() {
            None => Blocks::Start,
            Some("only dispatch") => Blocks::Dispatch,
            Some(clause) => panic!("hold {key}: what is “{clause}”?"),
        };
        let hold = Hold { target, kind, milestone: None, owner: None, expected, blocks };
        self.shop.holds.insert(key.into(), hold);
        self
    }

    /// A supply that is kept for a demand: `SO-1/10` or `PLATE for WO-1`, from `stock L1`, `job WO-1` or
    /// `purchase PO-1/10`.
    pub fn keep(mut self, demand: &str, supply: &str, pieces: i64) -> Story {
        let quantity = Qty::of(pieces);
        self.shop.pegs.insert(Peg { demand: demand_key(demand), supply: supply_key(supply), quantity });
        self
    }

    /// The planner's own sequence: `WO-2 op 10, WO-1 op 10`.
    pub fn planned(mut self, center: &str, text: &str) -> Story {
        let sequence = self.shop.sequences.entry(Code::from(center)).or_default();
        sequence.planned = clauses(text).map(op_key).collect();
        self
    }

    /// The sequence published for the frozen zone.
    pub fn frozen(mut self, center: &str, text: &str) -> Story {
        let sequence = self.shop.sequences.entry(Code::from(center)).or_default();
        sequence.frozen = clauses(text).map(op_key).collect();
        self
    }
}
