//! Who may do what. A role is a set of rights; a person may have several roles; a token has rights of its own.
//!
//! Every way into the product names the right that it needs. Nothing else decides about access.

use super::floor::OnFloor;
use super::refusal::{Refusal, common, floor};
use crate::text::{Bilingual, Lang};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Right {
    /// Read sales orders, customers, promises, forecasts, quotes.
    ReadOrders,
    /// Read prices and values.
    ReadPrices,
    /// Enter and change sales orders and customers, quote and hold.
    Sell,
    /// Make and move promises.
    Promise,
    /// Accept a promise that hurts others, by name.
    Override,
    /// Read work orders, dispatch lists, load, items and routings.
    ReadWork,
    /// Confirm proposals, enter and change work orders and sequences.
    Plan,
    /// Enter and change items, bills of materials, routings, work centres, calendars.
    Engineer,
    /// Report progress on operations.
    Report,
    /// What a floor lead may besides: stock-take of work in progress, corrections of others' reports, the frozen zone.
    LeadFloor,
    /// Read purchase orders, needs and suppliers.
    ReadPurchasing,
    /// Enter and change purchase orders and suppliers.
    Purchase,
    /// Book receipts and stock movements, issue material.
    KeepStock,
    /// Record inspections; place and lift quality holds.
    Inspect,
    /// Pack and dispatch.
    Dispatch,
    /// Place and lift holds other than quality holds.
    Hold,
    /// Review orders; which part is decided by the review's own role.
    Review,
    /// Import and export workbooks.
    Exchange,
    /// Read the journal.
    ReadJournal,
    /// Users, tokens, settings, the clock.
    Administer,
}

/// A role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // the names are those of the glossary
pub enum Role {
    Sales,
    Planner,
    Purchasing,
    FloorLead,
    Operator,
    Quality,
    Dispatch,
    Admin,
}

impl Right {
    /// Every right.
    pub const ALL: [Self; 20] = [
        Self::ReadOrders,
        Self::ReadPrices,
        Self::Sell,
        Self::Promise,
        Self::Override,
        Self::ReadWork,
        Self::Plan,
        Self::Engineer,
        Self::Report,
        Self::LeadFloor,
        Self::ReadPurchasing,
        Self::Purchase,
        Self::KeepStock,
        Self::Inspect,
        Self::Dispatch,
        Self::Hold,
        Self::Review,
        Self::Exchange,
        Self::ReadJournal,
        Self::Administer,
    ];

    /// Its stable name, which is also the name of a token's scope.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ReadOrders => "read-orders",
            Self::ReadPrices => "read-prices",
            Self::Sell => "sell",
            Self::Promise => "promise",
            Self::Override => "override",
            Self::ReadWork => "read-work",
            Self::Plan => "plan",
            Self::Engineer => "engineer",
            Self::Report => "report",
            Self::LeadFloor => "lead-floor",
            Self::ReadPurchasing => "read-purchasing",
            Self::Purchase => "purchase",
            Self::KeepStock => "keep-stock",
            Self::Inspect => "inspect",
            Self::Dispatch => "dispatch",
            Self::Hold => "hold",
            Self::Review => "review",
            Self::Exchange => "exchange",
            Self::ReadJournal => "read-journal",
            Self::Administer => "administer",
        }
    }

    /// The right of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.name() == name)
    }

    /// What people call it.
    pub const fn words(self) -> Bilingual {
        let (en, zh) = match self {
            Self::ReadOrders => ("read orders", "查看订单"),
            Self::ReadPrices => ("read prices", "查看价格"),
            Self::Sell => ("enter orders", "录入订单"),
            Self::Promise => ("make promises", "承诺交期"),
            Self::Override => ("make a promise that hurts others", "强制承诺"),
            Self::ReadWork => ("read work orders", "查看工单"),
            Self::Plan => ("plan work", "计划排产"),
            Self::Engineer => ("change items and routings", "维护物料与工艺"),
            Self::Report => ("report progress", "报工"),
            Self::LeadFloor => ("lead the floor", "现场管理"),
            Self::ReadPurchasing => ("read purchase orders", "查看采购"),
            Self::Purchase => ("purchase", "采购"),
            Self::KeepStock => ("keep stock", "仓库管理"),
            Self::Inspect => ("inspect", "检验"),
            Self::Dispatch => ("dispatch", "发货"),
            Self::Hold => ("place and lift holds", "设置与解除暂停"),
            Self::Review => ("review orders", "订单评审"),
            Self::Exchange => ("import and export", "导入导出"),
            Self::ReadJournal => ("read the journal", "查看日志"),
            Self::Administer => ("administer", "系统管理"),
        };
        Bilingual { en, zh }
    }
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 8] = [
        Self::Sales,
        Self::Planner,
        Self::Purchasing,
        Self::FloorLead,
        Self::Operator,
        Self::Quality,
        Self::Dispatch,
        Self::Admin,
    ];

    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::Planner => "planner",
            Self::Purchasing => "purchasing",
            Self::FloorLead => "floor-lead",
            Self::Operator => "operator",
            Self::Quality => "quality",
            Self::Dispatch => "dispatch",
            Self::Admin => "admin",
        }
    }

    /// The role of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// What people call it.
    pub const fn words(self) -> Bilingual {
        let (en, zh) = match self {
            Self::Sales => ("sales", "销售"),
            Self::Planner => ("planner", "计划员"),
            Self::Purchasing => ("purchasing", "采购"),
            Self::FloorLead => ("floor lead", "班组长"),
            Self::Operator => ("operator", "操作工"),
            Self::Quality => ("quality", "质检"),
            Self::Dispatch => ("dispatch", "发货员"),
            Self::Admin => ("administrator", "管理员"),
        };
        Bilingual { en, zh }
    }

    /// The rights that come with it.
    pub const fn rights(self) -> &'static [Right] {
        match self {
            Self::Sales => &[
                Right::ReadOrders,
                Right::ReadPrices,
                Right::Sell,
                Right::Promise,
                Right::Hold,
                Right::Review,
            ],
            Self::Planner => &[
                Right::ReadOrders,
                Right::ReadWork,
                Right::ReadPurchasing,
                Right::Plan,
                Right::Engineer,
                Right::Promise,
                Right::Override,
                Right::Hold,
                Right::Review,
                Right::Report,
                Right::LeadFloor,
                Right::KeepStock,
                Right::Exchange,
                Right::ReadJournal,
            ],
            Self::Purchasing => &[
                Right::ReadOrders,
                Right::ReadWork,
                Right::ReadPurchasing,
                Right::ReadPrices,
                Right::Purchase,
                Right::KeepStock,
                Right::Review,
            ],
            Self::FloorLead => {
                &[Right::ReadWork, Right::Report, Right::LeadFloor, Right::KeepStock, Right::Review]
            }
            Self::Operator => &[Right::ReadWork, Right::Report],
            Self::Quality => {
                &[Right::ReadWork, Right::ReadPurchasing, Right::Inspect, Right::Report, Right::Review]
            }
            Self::Dispatch => &[Right::ReadOrders, Right::ReadWork, Right::Dispatch, Right::KeepStock],
            Self::Admin => &Right::ALL,
        }
    }
}

/// Who acts: a person, a program with a token, a tablet or somebody at it, or the system itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The name under which the journal knows it: `user:anna`, `token:erp`, `device:saw-1`, `operator:W01`, `system`.
    pub name: String,
    /// What it may do.
    pub rights: BTreeSet<Right>,
    /// Its roles, for reviews and tasks; none for tokens.
    pub roles: BTreeSet<Role>,
    /// The language in which it is answered.
    pub lang: Lang,
    /// The tablet that it is, or acts at.
    pub floor: Option<OnFloor>,
}

impl Actor {
    /// The system itself: imports from the command line, the planner, the demo.
    pub fn system() -> Self {
        Self {
            name: "system".to_owned(),
            rights: Right::ALL.into(),
            roles: Role::ALL.into(),
            lang: Lang::default(),
            floor: None,
        }
    }

    /// Whether it has the right.
    pub fn may(&self, right: Right) -> bool {
        self.rights.contains(&right)
    }

    /// Refuses who has none of `rights`, and says which they are.
    ///
    /// # Errors
    ///
    /// [`common::NOT_ALLOWED`].
    pub fn expect_any(&self, rights: &[Right]) -> Result<(), Refusal> {
        if rights.iter().any(|right| self.may(*right)) {
            return Ok(());
        }
        let said = |lang| rights.iter().map(|right| right.words().get(lang)).collect::<Vec<_>>();
        let names: Vec<&str> = rights.iter().map(|right| right.name()).collect();
        let refused = Refusal::new(common::NOT_ALLOWED).with("right", names.join(" "));
        Err(refused.with_words("permission", said(Lang::En).join("” or “"), said(Lang::Zh).join("”或“")))
    }

    /// The tablet that it is, or acts at.
    ///
    /// # Errors
    ///
    /// [`floor::NOT_A_DEVICE`].
    pub fn expect_device(&self) -> Result<&OnFloor, Refusal> {
        self.floor.as_ref().ok_or_else(|| Refusal::new(floor::NOT_A_DEVICE))
    }

    /// Refuses what somebody at a tablet may not do, whoever they are: who lets tablets and operators in signs in by
    /// name.
    ///
    /// # Errors
    ///
    /// [`floor::PERSON_NEEDED`].
    pub fn expect_no_device(&self) -> Result<(), Refusal> {
        if self.floor.is_some() { Err(Refusal::new(floor::PERSON_NEEDED)) } else { Ok(()) }
    }

    /// Refuses a tablet that stands elsewhere. A lead walks the floor with theirs, and acts for all of it.
    ///
    /// # Errors
    ///
    /// [`floor::DEVICE_ELSEWHERE`].
    pub fn expect_here(&self, field: &str, work_centre: &str) -> Result<(), Refusal> {
        let elsewhere = |at: &OnFloor| !at.is_for(work_centre);
        if !self.may(Right::LeadFloor) && self.floor.as_ref().is_some_and(elsewhere) {
            return Err(Refusal::at(floor::DEVICE_ELSEWHERE, field, work_centre));
        }
        Ok(())
    }

    /// Refuses to give away what one has not: otherwise the right to administer would be every right.
    ///
    /// # Errors
    ///
    /// [`common::NOT_ALLOWED`], naming the right.
    pub fn expect_own(&self, field: &str, rights: &[Right]) -> Result<(), Refusal> {
        let Some(right) = rights.iter().find(|right| !self.may(**right)) else { return Ok(()) };
        let words = right.words();
        let refused = Refusal::at(common::NOT_ALLOWED, field, right.name()).with("right", right.name());
        Err(refused.with_words("permission", words.en, words.zh))
    }
}
