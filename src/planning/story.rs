//! An explanation as people tell it: one stage for each wait and each operation, instead of a stretch for
//! every shift. The stages are consecutive and cover the same time as the segments that they are made of.

use holdfast_engine::explain::{Cause, Explanation, Kind, Segment};
use holdfast_engine::model::{Code, JobKey, OpKey, Shop};
use holdfast_engine::time::Instant;

/// A stretch of one wait or one operation, closed hours within it included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// What most of it was spent on, closed hours apart.
    pub kind: Kind,
    /// From this instant.
    pub from: Instant,
    /// To this instant.
    pub to: Instant,
    /// Seconds of it when the work centre was closed.
    pub closed: i64,
    /// Seconds of it spent on setting up.
    pub setup: i64,
    /// What caused it, longest first, with the seconds of each.
    pub causes: Vec<(Cause, i64)>,
}

impl Stage {
    /// Clock seconds.
    pub fn seconds(&self) -> i64 {
        self.to - self.from
    }

    /// What caused most of it.
    pub fn cause(&self) -> &Cause {
        self.causes.first().map_or(&Cause::NotStarted, |(cause, _)| cause)
    }
}

/// What neighbouring segments have in common when they belong to one stage.
#[derive(PartialEq, Eq)]
enum Topic<'s> {
    /// The wait for a machine of a work centre.
    Wait(&'s Code),
    /// An operation on its machine.
    Work(&'s OpKey),
    /// Anything else, each on its own.
    Other(Kind, &'s Cause),
}

/// The stages of an explanation, first to last.
pub fn stages(explanation: &Explanation) -> Vec<Stage> {
    let segments = &explanation.segments;
    let mut stages: Vec<Stage> = Vec::new();
    let mut current: Option<Topic<'_>> = None;
    for (index, segment) in segments.iter().enumerate() {
        let topic = topic(segment, current.as_ref(), &segments[index + 1..]);
        match (&current, stages.last_mut()) {
            (Some(same), Some(stage)) if *same == topic => extend(stage, segment),
            _ => stages.push(begin(segment)),
        }
        current = Some(topic);
    }
    for stage in &mut stages {
        stage.causes.sort_by(|(a, first), (b, second)| second.cmp(first).then_with(|| a.cmp(b)));
    }
    stages
}

fn topic<'s>(segment: &'s Segment, current: Option<&Topic<'s>>, rest: &'s [Segment]) -> Topic<'s> {
    match (&segment.cause, segment.kind) {
        (Cause::Behind(_, center) | Cause::Reserved(_, center), _) => Topic::Wait(center),
        (Cause::Closed(own, center), _) => match current {
            Some(Topic::Work(key)) if *key == own => Topic::Work(own),
            Some(Topic::Wait(at)) if *at == center => Topic::Wait(center),
            // Closed hours before any work: the operation waits for its work centre to open.
            _ if rest.iter().any(|next| !matches!(next.cause, Cause::Closed(..))) => Topic::Wait(center),
            _ => Topic::Other(segment.kind, &segment.cause),
        },
        (
            Cause::Operation(key, Some(_)),
            Kind::Processing | Kind::Setup | Kind::Rework | Kind::Inspection,
        ) => Topic::Work(key),
        (cause, kind) => Topic::Other(kind, cause),
    }
}

fn begin(segment: &Segment) -> Stage {
    let mut stage = Stage {
        kind: segment.kind,
        from: segment.from,
        to: segment.from,
        closed: 0,
        setup: 0,
        causes: Vec::new(),
    };
    extend(&mut stage, segment);
    stage
}

fn extend(stage: &mut Stage, segment: &Segment) {
    let seconds = segment.seconds();
    stage.to = segment.to;
    match segment.kind {
        Kind::Closed => stage.closed += seconds,
        Kind::Setup => stage.setup += seconds,
        _ => {}
    }
    // What the stage is about is never its closed hours or its set-up, if there is anything else.
    let weak = |kind| matches!(kind, Kind::Closed | Kind::Setup);
    if stage.kind == Kind::Closed || (stage.kind == Kind::Setup && !weak(segment.kind)) {
        stage.kind = segment.kind;
    }
    if segment.kind == Kind::Closed && stage.kind != Kind::Closed {
        return;
    }
    if segment.kind != Kind::Closed {
        stage.causes.retain(|(cause, _)| !matches!(cause, Cause::Closed(..)));
    }
    match stage.causes.iter_mut().find(|(cause, _)| *cause == segment.cause) {
        Some((_, total)) => *total += seconds,
        None => stage.causes.push((segment.cause.clone(), seconds)),
    }
}

/// What a line waits for longest from `now` on; of all its time, where nothing is left to wait for. Packing
/// and the ship window count only where there is nothing else.
pub fn longest(stages: &[Stage], now: Instant) -> Option<&Stage> {
    let ahead = |stage: &Stage| stage.to - stage.from.max(now).min(stage.to);
    let weight = |stage: &Stage| (stage.kind != Kind::Dispatch && stage.kind != Kind::Move, ahead(stage));
    let mut best: Option<&Stage> = None;
    for stage in stages.iter().filter(|stage| ahead(stage) > 0) {
        if best.is_none_or(|found| weight(stage) > weight(found)) {
            best = Some(stage);
        }
    }
    best.or_else(|| stages.iter().max_by_key(|stage| stage.seconds()))
}

/// What the shop calls an operation, if its routing says so.
pub fn operation_name<'s>(shop: &'s Shop, key: &OpKey) -> Option<&'s str> {
    let (item, own) = match &key.job {
        JobKey::WorkOrder(number) => {
            let order = shop.work_orders.get(number)?;
            (order.item.as_ref()?, order.routing.as_ref())
        }
        JobKey::Proposed { item, .. } => (item, None),
    };
    let routing = match own {
        Some(routing) => routing,
        None => &shop.items.get(item)?.routing,
    };
    let step = routing.iter().find(|step| step.number == key.operation)?;
    Some(step.name.as_str()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_engine::model::LineKey;

    fn op(number: u32) -> OpKey {
        ("MO-1".into(), number).into()
    }

    fn explanation(segments: Vec<(Kind, i64, Cause)>) -> Explanation {
        let mut at = 0;
        let segments: Vec<Segment> = segments
            .into_iter()
            .map(|(kind, seconds, cause)| {
                let from = Instant(at);
                at += seconds;
                Segment { kind, from, to: Instant(at), cause }
            })
            .collect();
        let line = LineKey::new("SO-1", 10);
        Explanation { line, from: Instant(0), to: Instant(at), segments, waits_for: None }
    }

    #[test]
    fn a_night_within_an_operation_belongs_to_it() {
        let own = || Cause::Operation(op(10), Some("TUR".into()));
        let closed = || Cause::Closed(op(10), "TUR".into());
        let told = stages(&explanation(vec![
            (Kind::Queue, 50, Cause::Behind(op(99), "TUR".into())),
            (Kind::Closed, 30, closed()),
            (Kind::Queue, 20, Cause::Behind(op(98), "TUR".into())),
            (Kind::Setup, 5, own()),
            (Kind::Processing, 40, own()),
            (Kind::Closed, 30, closed()),
            (Kind::Processing, 10, own()),
            (Kind::Dispatch, 7, Cause::Window),
        ]));
        let told: Vec<_> = told.iter().map(|s| (s.kind, s.seconds(), s.closed, s.setup)).collect();
        assert_eq!(
            told,
            [(Kind::Queue, 100, 30, 0), (Kind::Processing, 85, 30, 5), (Kind::Dispatch, 7, 0, 0)]
        );
    }

    #[test]
    fn a_wait_for_opening_only_is_closed() {
        let own = || Cause::Operation(op(10), Some("TUR".into()));
        let told = stages(&explanation(vec![
            (Kind::Closed, 30, Cause::Closed(op(10), "TUR".into())),
            (Kind::Processing, 40, own()),
        ]));
        assert_eq!(told[0].kind, Kind::Closed);
        assert!(matches!(told[0].cause(), Cause::Closed(..)));
        assert_eq!(told[1].closed, 0);
    }

    #[test]
    fn what_is_over_explains_nothing_ahead() {
        let told = stages(&explanation(vec![
            (Kind::Queue, 900, Cause::NotStarted),
            (Kind::Processing, 50, Cause::Operation(op(10), Some("TUR".into()))),
            (Kind::Dispatch, 90, Cause::Window),
        ]));
        assert_eq!(longest(&told, Instant(900)).map(|s| s.kind), Some(Kind::Processing));
        assert_eq!(longest(&told, Instant(950)).map(|s| s.kind), Some(Kind::Dispatch));
        assert_eq!(longest(&told, Instant(0)).map(|s| s.kind), Some(Kind::Queue));
    }
}
