//! The milestones of a line, and those of an order as all of its lines have them.

use super::gather::Rows;
use crate::document::{DateBasis, Unit};
use crate::domain::portal::{Deed, Line, Milestone, MilestoneKind, Stands, Whose};
use crate::domain::promise::PromiseKind;
use crate::domain::sales::LineStatus;
use crate::domain::stage::Stage;
use crate::domain::value::{Day, Moment};
use crate::store::sales::{Hold, SalesLine};
use crate::store::types::written;

/// What the planner expects of a line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Expected {
    /// The day on which work on it begins, where it has not.
    pub begins: Option<Day>,
    /// The day on which all of it is made.
    pub ready: Option<Day>,
    /// The day on which the last of it leaves, as the customer is told.
    pub leaves: Option<Day>,
    /// The day on which it arrives then.
    pub arrives: Option<Day>,
}

impl Expected {
    /// When a milestone is expected. Nobody plans when a line is packed: it is once it leaves, and all of it is made and
    /// inspected by then. When we confirm, and what is the customer's to do, has no day of ours.
    fn of(self, kind: MilestoneKind) -> Option<Day> {
        let ready = self.ready.zip(self.leaves).map(|(ready, leaves)| ready.min(leaves)).or(self.ready);
        match kind {
            MilestoneKind::Material => self.begins,
            MilestoneKind::Production => ready,
            MilestoneKind::Inspected => ready.or(self.leaves),
            MilestoneKind::Packed | MilestoneKind::Dispatched => self.leaves,
            MilestoneKind::Delivered => self.arrives,
            MilestoneKind::Confirmed | MilestoneKind::Yours => None,
        }
    }
}

/// The shop's own milestones, in their order, with the stages in which each is being worked on.
const OURS: [(MilestoneKind, &[Stage]); 7] = [
    (MilestoneKind::Confirmed, &[Stage::Entered, Stage::InReview]),
    (MilestoneKind::Material, &[Stage::AwaitingMaterial]),
    (MilestoneKind::Production, &[Stage::Planned, Stage::InProduction]),
    (MilestoneKind::Inspected, &[]),
    (MilestoneKind::Packed, &[Stage::Inspected]),
    (MilestoneKind::Dispatched, &[Stage::Packed]),
    (MilestoneKind::Delivered, &[Stage::Dispatched]),
];

/// The milestones of a line.
pub(super) fn of_line(
    rows: &Rows,
    line: &SalesLine,
    expected: Expected,
    unit: Unit,
    day: impl Fn(Moment) -> Day,
) -> Vec<Milestone> {
    if line.stage == Stage::Cancelled || line.status == LineStatus::Cancelled {
        return Vec::new();
    }
    let today = day(rows.now);
    let at = OURS.iter().position(|(_, stages)| stages.contains(&line.stage));
    // While there is no work for it, nobody knows whether its material is there.
    let undecided = line.stage == Stage::Planned && !rows.made.contains_key(&line.line);
    let at = if undecided { OURS.iter().position(|(kind, _)| *kind == MilestoneKind::Material) } else { at };
    // Delivered: nothing is to come.
    let at = at.unwrap_or(OURS.len());
    let made = rows.made.get(&line.line);
    let mut all: Vec<Milestone> = Vec::new();
    for (place, (kind, _)) in OURS.into_iter().enumerate() {
        let real = match kind {
            MilestoneKind::Confirmed => confirmed(rows, line, &day),
            kind => real(rows, line, kind).map(&day),
        };
        let expected = expected.of(kind);
        // Work that is planned and not begun is still ahead.
        let waits = kind == MilestoneKind::Production && line.stage == Stage::Planned;
        let stands = match place.cmp(&at) {
            std::cmp::Ordering::Less => Stands::Done,
            _ if expected.is_some_and(|expected| expected < today) => Stands::Late,
            std::cmp::Ordering::Equal if !waits => Stands::Now,
            _ => Stands::Ahead,
        };
        let done = stands == Stands::Done;
        let percent = made.and_then(super::gather::Made::percent);
        let working = kind == MilestoneKind::Production && line.stage == Stage::InProduction;
        all.push(Milestone {
            kind,
            what: None,
            stands,
            whose: if kind == MilestoneKind::Delivered { Whose::Carrier } else { Whose::Ours },
            expected: if done { promised(line, kind) } else { expected },
            real: real.filter(|_| done),
            percent: percent.filter(|_| working),
            pieces: made.filter(|_| working).map(|made| (made.pieces, line.quantity, unit)),
            deed: None,
        });
    }
    let own = rows.holds.iter().filter(|hold| hold.line.as_ref().is_none_or(|named| *named == line.line));
    let own = own.map(|hold| yours(rows, hold, today));
    // Nobody is asked for anything once all of it is there.
    let own: Vec<Milestone> = own.filter(|own| own.stands == Stands::Done || !line.stage.is_over()).collect();
    all.splice(1..1, own);
    all
}

/// The day that was promised for a milestone, of those that a promise is about.
fn promised(line: &SalesLine, kind: MilestoneKind) -> Option<Day> {
    let about = match line.date_basis {
        Some(DateBasis::Arrival) => MilestoneKind::Delivered,
        _ => MilestoneKind::Dispatched,
    };
    line.promise_date.filter(|_| kind == about)
}

/// When we agreed to a line: with its first promise, else when it went on from the review. An order that came with the order
/// book has the day that stands there, and none for when the book was read.
fn confirmed(rows: &Rows, line: &SalesLine, day: impl Fn(Moment) -> Day) -> Option<Day> {
    let first = rows.promises_of(line).next();
    if first.is_some_and(|first| first.kind == PromiseKind::Inherited) {
        return line.order_date;
    }
    let on = [Stage::Planned, Stage::AwaitingMaterial, Stage::InProduction];
    let seen = || on.iter().filter_map(|stage| rows.reached(line, *stage)).min();
    first.map(|first| first.made_at).or_else(seen).map(day).or(line.order_date)
}

/// When a milestone after that was reached.
fn real(rows: &Rows, line: &SalesLine, kind: MilestoneKind) -> Option<Moment> {
    let reached = |stage: Stage| rows.reached(line, stage);
    let notes = || rows.shipments_of(line).map(|(_, note)| note);
    match kind {
        MilestoneKind::Material => reached(Stage::InProduction),
        MilestoneKind::Production | MilestoneKind::Inspected => reached(Stage::Inspected),
        MilestoneKind::Packed => notes().filter_map(|note| note.packed_at).max(),
        MilestoneKind::Dispatched => notes().filter_map(|note| note.dispatched_at).max(),
        MilestoneKind::Delivered => notes().filter_map(|note| note.delivered_at).max(),
        MilestoneKind::Confirmed | MilestoneKind::Yours => None,
    }
}

/// Something that the customer does.
fn yours(rows: &Rows, hold: &Hold, today: Day) -> Milestone {
    let done = hold.released.is_some_and(|released| released <= today);
    let late = hold.expected_release.is_some_and(|expected| expected < today);
    let stands = match (done, late) {
        (true, _) => Stands::Done,
        (false, true) => Stands::Late,
        (false, false) => Stands::Now,
    };
    let said = rows.said.iter().find(|said| said.hold == hold.id).map(|said| said.said_at);
    Milestone {
        kind: MilestoneKind::Yours,
        what: hold.milestone.and_then(|milestone| written(&milestone).ok()),
        stands,
        whose: Whose::Yours,
        expected: hold.expected_release.filter(|_| !done),
        real: hold.released.filter(|_| done),
        percent: None,
        pieces: None,
        deed: (!done).then_some(Deed { hold: hold.id, said }),
    }
}

/// When the last of the lines is expected there: a day of all of it, or none.
fn last_of(same: &[&Milestone]) -> Option<Day> {
    let open = same.iter().filter(|own| own.stands != Stands::Done);
    open.map(|own| own.expected).collect::<Option<Vec<_>>>()?.into_iter().max()
}

/// The milestones of the order: each as far as the last of its lines is.
pub(super) fn of_order(lines: &[Line]) -> Vec<Milestone> {
    let wanted =
        || lines.iter().filter(|line| line.answer.kind != crate::domain::portal::AnswerKind::Cancelled);
    let mut all: Vec<Milestone> = Vec::new();
    for (kind, _) in OURS {
        let same: Vec<&Milestone> =
            wanted().flat_map(|line| &line.milestones).filter(|own| own.kind == kind).collect();
        let Some(first) = same.first() else { continue };
        let done = same.iter().all(|own| own.stands == Stands::Done);
        let begun = same.iter().any(|own| matches!(own.stands, Stands::Done | Stands::Now));
        let late = same.iter().any(|own| own.stands == Stands::Late);
        let percents: Vec<u32> = same.iter().filter_map(|own| own.percent.map(u32::from)).collect();
        let over = same.iter().filter(|own| own.stands == Stands::Done).count();
        let percent = (!percents.is_empty() && !done).then(|| {
            let whole = percents.iter().sum::<u32>() + 100 * over as u32;
            (whole / same.len() as u32).min(100) as u8
        });
        all.push(Milestone {
            stands: match () {
                () if done => Stands::Done,
                () if late => Stands::Late,
                () if begun => Stands::Now,
                () => Stands::Ahead,
            },
            expected: if done { same.iter().filter_map(|own| own.expected).max() } else { last_of(&same) },
            real: if done { same.iter().filter_map(|own| own.real).max() } else { None },
            percent,
            // Pieces of several lines are not one number.
            pieces: first.pieces.filter(|_| same.len() == 1 && !done),
            ..(*first).clone()
        });
        if kind == MilestoneKind::Confirmed {
            let mut own: Vec<Milestone> = Vec::new();
            for milestone in
                wanted().flat_map(|line| &line.milestones).filter(|own| own.kind == MilestoneKind::Yours)
            {
                if !own.contains(milestone) {
                    own.push(milestone.clone());
                }
            }
            all.extend(own);
        }
    }
    all
}
