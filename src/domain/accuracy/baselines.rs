//! What simple rules would have quoted for the same lines, each knowing only what was over when the promise was made,
//! and each at our service.
//!
//! Three rules that shops use in place of a plan: a constant lead time, one that grows with the work (TWK), and one
//! that grows with the work and the jobs in the shop (JIQ; Eilon and Chowdhury, International Journal of Production
//! Research 14(2), 1976). What they have learned goes on line by line. Their allowance is the one number that is
//! chosen afterwards, so that each keeps as many as we did: a comparison in their favour.

use super::days_between;
use super::statistics::rounded;
use crate::domain::value::Day;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Lines that must have been complete before a rule is asked.
pub const FEWEST: usize = 20;

/// A way to promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// As it was really promised.
    Promised,
    /// The mean lead time so far, for everything.
    Constant,
    /// A line through planned work and lead time.
    WorkContent,
    /// A plane through planned work, jobs in the shop and lead time.
    JobsInQueue,
}

/// What a way to promise needs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct BaselineWay {
    /// Which.
    pub way: Way,
    /// Days from the order to the day quoted, in the mean, at the same service.
    pub lead_days: f64,
    /// Of these, days on top of what the rule expects, with which as many are kept; nothing for our own.
    pub allowance_days: Option<f64>,
    /// The lead time as a multiple of the constant one's; nothing if that is nothing.
    pub vs_constant: Option<f64>,
}

/// Our promises beside the simple rules, on the same lines.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Baselines {
    /// Lines that were compared: complete ones, promised when at least twenty others were.
    pub lines: u64,
    /// Lines of these that kept our promise, and each rule's.
    pub kept: u64,
    /// The share, in percent.
    pub percent: f64,
    /// The ways, ours first.
    pub ways: Vec<BaselineWay>,
}

/// A line that is complete, as the rules see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entered {
    /// When it was ordered.
    pub ordered: Day,
    /// When it was complete.
    pub complete: Day,
    /// Planned work in minutes.
    pub work: f64,
    /// When it was promised, and for which day, if it is compared; else it is only learned from.
    pub promised: Option<(Day, Day)>,
}

/// How many jobs were in the shop on any day.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    entered: Vec<Day>,
    complete: Vec<Day>,
}

impl Queue {
    /// A line that was in the shop from one day to the other, or still is.
    pub fn add(&mut self, ordered: Day, complete: Option<Day>) {
        self.entered.push(ordered);
        self.complete.extend(complete.map(|day| day.max(ordered)));
    }

    /// Puts the days in order; to be called before [`Queue::before`].
    fn sort(&mut self) {
        self.entered.sort_unstable();
        self.complete.sort_unstable();
    }

    /// Lines that came before `day` and were not complete before it.
    fn before(&self, day: Day) -> f64 {
        let earlier = |days: &[Day]| days.partition_point(|other| *other < day);
        earlier(&self.entered).saturating_sub(earlier(&self.complete)) as f64
    }
}

/// Means and co-moments of work, queue and lead time, kept up to date line by line (Welford, Technometrics 4(3), 1962).
#[derive(Clone, Copy, Debug, Default)]
struct Learned {
    count: usize,
    means: [f64; 3],
    moments: [[f64; 3]; 3],
}

impl Learned {
    fn add(&mut self, values: [f64; 3]) {
        self.count += 1;
        let before: [f64; 3] = std::array::from_fn(|at| values[at] - self.means[at]);
        for (mean, off) in self.means.iter_mut().zip(before) {
            *mean += off / self.count as f64;
        }
        for (row, off) in self.moments.iter_mut().zip(before) {
            for (at, cell) in row.iter_mut().enumerate() {
                *cell += off * (values[at] - self.means[at]);
            }
        }
    }

    /// What each rule expects of a line, in days. What tells nothing new, as work where all lines are alike, has no
    /// weight.
    fn expected(&self, work: f64, queue: f64) -> [f64; 3] {
        let [_, _, constant] = self.means;
        let (work, queue) = (work - self.means[0], queue - self.means[1]);
        let [[ww, wq, wy], [_, qq, qy], _] = self.moments;
        let slope = |own: f64, with: f64| if own > 0.0 { with / own } else { 0.0 };
        let by_work = constant + slope(ww, wy) * work;
        let determinant = ww * qq - wq * wq;
        let by_both = if determinant > 1e-9 * ww * qq {
            let (of_work, of_queue) = ((wy * qq - qy * wq) / determinant, (qy * ww - wy * wq) / determinant);
            constant + of_work * work + of_queue * queue
        } else if ww > 0.0 {
            by_work
        } else {
            constant + slope(qq, qy) * queue
        };
        [constant, by_work, by_both]
    }
}

/// A compared line: its real and its promised lead time in days, and what the rules expected.
struct Compared {
    real: f64,
    promised: f64,
    expected: [f64; 3],
}

/// Holds the promises against the simple rules. Nothing if no line can be compared, or none of them was kept: then
/// there is no service to be equal to.
pub fn compare(lines: &[Entered], mut queue: Queue) -> Option<Baselines> {
    queue.sort();
    let seen = |line: &Entered| (line.work, queue.before(line.ordered));
    let mut known: Vec<&Entered> = lines.iter().collect();
    known.sort_by_key(|line| (line.complete, line.ordered));
    let mut asked: Vec<(Day, Day, &Entered)> =
        lines.iter().filter_map(|line| line.promised.map(|(on, day)| (on, day, line))).collect();
    asked.sort_by_key(|(on, day, line)| (*on, *day, line.complete));
    let mut known = known.into_iter().peekable();
    let (mut learned, mut compared) = (Learned::default(), Vec::new());
    for (on, day, line) in asked {
        while let Some(over) = known.next_if(|over| over.complete < on) {
            let (work, jobs) = seen(over);
            learned.add([work, jobs, f64::from(days_between(over.ordered, over.complete))]);
        }
        if learned.count >= FEWEST {
            let (work, jobs) = seen(line);
            compared.push(Compared {
                real: f64::from(days_between(line.ordered, line.complete)),
                promised: f64::from(days_between(line.ordered, day)),
                expected: learned.expected(work, jobs),
            });
        }
    }
    at_our_service(&compared)
}

fn at_our_service(compared: &[Compared]) -> Option<Baselines> {
    let kept = compared.iter().filter(|line| line.real <= line.promised).count();
    if kept == 0 {
        return None;
    }
    let lines = compared.len() as f64;
    let mean = |days: &dyn Fn(&Compared) -> f64| compared.iter().map(days).sum::<f64>() / lines;
    let rules =
        [Way::Constant, Way::WorkContent, Way::JobsInQueue].into_iter().enumerate().map(|(at, way)| {
            let mut misses: Vec<f64> = compared.iter().map(|line| line.real - line.expected[at]).collect();
            let (_, allowance, _) = misses.select_nth_unstable_by(kept - 1, f64::total_cmp);
            (way, mean(&|line| line.expected[at]) + *allowance, Some(*allowance))
        });
    let ours = (Way::Promised, mean(&|line| line.promised), None);
    let ways: Vec<(Way, f64, Option<f64>)> = std::iter::once(ours).chain(rules).collect();
    let constant = ways.iter().find(|(way, ..)| *way == Way::Constant).map_or(0.0, |(_, days, _)| *days);
    let ways = ways.into_iter().map(|(way, days, allowance)| BaselineWay {
        way,
        lead_days: rounded(days, 2),
        allowance_days: allowance.map(|days| rounded(days, 2)),
        vs_constant: (constant > 0.0).then(|| rounded(days / constant, 3)),
    });
    let percent = rounded(100.0 * kept as f64 / lines, 2);
    Some(Baselines { lines: compared.len() as u64, kept: kept as u64, percent, ways: ways.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Days, NaiveDate};

    fn day(number: u64) -> Day {
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
        Day::new(first + Days::new(number)).expect("in range")
    }

    fn line(ordered: u64, lead: u64, work: f64, promised: Option<u64>) -> Entered {
        let promised = promised.map(|lead| (day(ordered), day(ordered + lead)));
        Entered { ordered: day(ordered), complete: day(ordered + lead), work, promised }
    }

    fn ways(found: &Baselines) -> Vec<(Way, f64)> {
        found.ways.iter().map(|way| (way.way, way.lead_days)).collect()
    }

    #[test]
    fn the_rules_know_only_what_was_over_when_it_was_promised() {
        // Twenty lines of ten days, over on day 10; then two promised on day 11, one of which they don't know yet.
        let mut lines: Vec<Entered> = (0..20).map(|_| line(0, 10, 60.0, None)).collect();
        lines.push(line(11, 20, 60.0, Some(20)));
        lines.push(line(11, 12, 60.0, Some(20)));
        let found = compare(&lines, Queue::default()).expect("compared");
        assert_eq!((found.lines, found.kept, found.percent), (2, 2, 100.0));
        // They expect ten days and need ten more to keep the line of twenty.
        assert_eq!(found.ways[1].allowance_days, Some(10.0));
        assert!(ways(&found).iter().all(|(_, days)| (days - 20.0).abs() < 1e-9), "{found:?}");
        // With nineteen there is too little to go by, and where nothing was kept there is no service.
        assert_eq!(compare(&lines[1..], Queue::default()), None);
        let missed = [&lines[..20], &[line(11, 20, 60.0, Some(5))]].concat();
        assert_eq!(compare(&missed, Queue::default()), None);
    }

    #[test]
    fn each_rule_finds_the_line_that_is_there() {
        // The lead time is two days, one for each hour of work, and half a day for each job in the shop.
        let mut queue = Queue::default();
        let jobs = |number: u64| (number * 7) % 11;
        for number in 0..60 {
            (0..2 * jobs(number)).for_each(|_| queue.add(day(number), Some(day(number + 1))));
        }
        // A queue of its own for each day: what came the day before and was complete on the day itself.
        let lines: Vec<Entered> = (0..60_u64)
            .map(|number| {
                let hours = number % 5;
                let lead = 2 + hours + jobs(number);
                line(number + 1, lead, 60.0 * hours as f64, (number >= 40).then_some(lead + 3))
            })
            .collect();
        let found = compare(&lines, queue).expect("compared");
        let ways = ways(&found);
        let real = ways[0].1 - 3.0;
        assert_eq!(ways[3].0, Way::JobsInQueue);
        assert!((ways[3].1 - real).abs() < 0.01, "it is the line itself: {ways:?}");
        assert!(ways[3].1 < ways[2].1 && ways[2].1 < ways[1].1, "who knows more needs less: {ways:?}");
        assert_eq!(found.ways[1].vs_constant, Some(1.0));
    }

    #[test]
    fn what_says_nothing_has_no_weight() {
        let lines: Vec<Entered> =
            (0..30).map(|number| line(number, 5 + number % 3, 480.0, (number > 26).then_some(9))).collect();
        let found = compare(&lines, Queue::default()).expect("compared");
        let days: Vec<f64> = found.ways.iter().skip(1).map(|way| way.lead_days).collect();
        assert!(days.iter().all(|other| (other - days[0]).abs() < 1e-9), "{days:?}");
    }

    #[test]
    fn jobs_are_in_the_shop_from_their_order_until_they_are_complete() {
        let mut queue = Queue::default();
        queue.add(day(1), Some(day(4)));
        queue.add(day(2), None);
        // A date of order that is later than the goods: it was never there.
        queue.add(day(3), Some(day(2)));
        queue.sort();
        let seen: Vec<f64> = (1..7).map(|number| queue.before(day(number))).collect();
        assert_eq!(seen, [0.0, 1.0, 2.0, 2.0, 1.0, 1.0]);
    }
}
