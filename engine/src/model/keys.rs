//! Stable keys: the shop's own numbers, the same from quote to order and from plan to plan.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A code that people use: an item, work centre, customer, supplier, calendar or document number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(Arc<str>);

impl Code {
    /// The text of the code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Code {
    fn from(text: &str) -> Code {
        Code(text.into())
    }
}

impl From<String> for Code {
    fn from(text: String) -> Code {
        Code(text.into())
    }
}

impl Deref for Code {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Code {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// A line of a sales order, or one schedule line of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineKey {
    /// The sales order's number.
    pub order: Code,
    /// The line's number.
    pub line: u32,
    /// The schedule line's number; 0 where the line has only one date.
    pub schedule: u32,
}

impl LineKey {
    /// The whole line `line` of `order`.
    pub fn new(order: impl Into<Code>, line: u32) -> LineKey {
        LineKey { order: order.into(), line, schedule: 0 }
    }
}

impl fmt::Display for LineKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.order, self.line)?;
        if self.schedule > 0 { write!(f, ".{}", self.schedule) } else { Ok(()) }
    }
}

/// A line of a purchase order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PurchaseKey {
    /// The purchase order's number.
    pub order: Code,
    /// The line's number.
    pub line: u32,
}

impl fmt::Display for PurchaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.order, self.line)
    }
}

/// A job: a work order that exists, or one that the plan proposes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobKey {
    /// An existing work order by its number.
    WorkOrder(Code),
    /// A proposal, named by the demand that it was first made for and by its item.
    Proposed {
        /// The sales-order line at the root, or none where stock is replenished.
        line: Option<LineKey>,
        /// The item to make.
        item: Code,
        /// 0 for the first proposal of that item for that line, then 1, 2, …
        nth: u32,
    },
}

impl fmt::Display for JobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JobKey::WorkOrder(number) => write!(f, "{number}"),
            JobKey::Proposed { line, item, nth } => {
                match line {
                    Some(line) => write!(f, "new:{line}:{item}")?,
                    None => write!(f, "new:stock:{item}")?,
                }
                if *nth > 0 { write!(f, "#{}", nth + 1) } else { Ok(()) }
            }
        }
    }
}

/// An operation of a job.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpKey {
    /// The job.
    pub job: JobKey,
    /// The operation's number in the routing.
    pub operation: u32,
}

impl fmt::Display for OpKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} op {}", self.job, self.operation)
    }
}

/// Where an amount comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SupplyKey {
    /// A stock lot.
    Stock(Code),
    /// The output of a job.
    Job(JobKey),
    /// A purchase order line.
    Purchase(PurchaseKey),
    /// A purchase that the plan proposes: the item and a running number.
    ProposedPurchase(Code, u32),
}

impl fmt::Display for SupplyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SupplyKey::Stock(lot) => write!(f, "stock {lot}"),
            SupplyKey::Job(job) => write!(f, "{job}"),
            SupplyKey::Purchase(key) => write!(f, "{key}"),
            SupplyKey::ProposedPurchase(item, nth) => write!(f, "buy:{item}#{}", nth + 1),
        }
    }
}

/// What an amount is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DemandKey {
    /// A sales-order line.
    Line(LineKey),
    /// A component of a job.
    Component {
        /// The job that consumes it.
        job: JobKey,
        /// The component.
        item: Code,
    },
    /// The safety stock of an item.
    SafetyStock(Code),
}

impl fmt::Display for DemandKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DemandKey::Line(line) => write!(f, "{line}"),
            DemandKey::Component { job, item } => write!(f, "{item} for {job}"),
            DemandKey::SafetyStock(item) => write!(f, "safety stock of {item}"),
        }
    }
}
