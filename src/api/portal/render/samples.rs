//! An order of a shop's customer, in the states that the tests look at.

use crate::document::Unit;
use crate::domain::change::ChangeStatus;
use crate::domain::portal::{
    Answer, AnswerKind, AskedChange, Company, Deed, History, Line, Milestone, MilestoneKind, OddsShown,
    OrderPage, Question, QuestionKind, Shipment, Stands, SurveyKind, Whose,
};
use crate::domain::value::{Amount, Day, Moment};

pub(super) fn day(text: &str) -> Day {
    Day::new(text.parse().expect("a date")).expect("a day")
}

pub(super) fn at(text: &str) -> Moment {
    serde_json::from_str(&format!("\"{text}\"")).expect("a moment")
}

pub(super) fn company() -> Company {
    Company {
        name: "Suzhou Meridian Precision".to_owned(),
        phone: Some("+86 512 6281 7700".to_owned()),
        mail: Some("orders@meridian.example".to_owned()),
        address: Some("18 Xinghai Street\nSuzhou Industrial Park\nJiangsu 215021".to_owned()),
        colour: None,
        logo: None,
    }
}

pub(super) fn answer(kind: AnswerKind, date: Option<&str>, days: i64) -> Answer {
    let date = date.map(day);
    Answer {
        kind,
        date,
        promised: Some(day("2026-12-04")),
        days,
        some_left: false,
        several: false,
        arrives: false,
    }
}

/// A milestone, with its day: real where it is done, expected else.
pub(super) fn milestone(kind: MilestoneKind, stands: Stands, when: Option<&str>) -> Milestone {
    let when = when.map(day);
    let done = stands == Stands::Done;
    let whose = match kind {
        MilestoneKind::Yours => Whose::Yours,
        MilestoneKind::Delivered => Whose::Carrier,
        _ => Whose::Ours,
    };
    let (expected, real) = if done { (None, when) } else { (when, None) };
    let made = kind == MilestoneKind::Production;
    let percent = made.then_some(45);
    let pieces = made.then_some((Amount::whole(54), Amount::whole(120), Unit::Pieces));
    Milestone { kind, what: None, stands, whose, expected, real, percent, pieces, deed: None }
}

fn drawing() -> Milestone {
    Milestone {
        what: Some("drawing-approval".to_owned()),
        deed: Some(Deed { hold: 7, said: None }),
        ..milestone(MilestoneKind::Yours, Stands::Now, Some("2026-11-25"))
    }
}

fn way() -> Vec<Milestone> {
    use MilestoneKind as Kind;
    vec![
        milestone(Kind::Confirmed, Stands::Done, Some("2026-11-02")),
        milestone(Kind::Material, Stands::Done, Some("2026-11-16")),
        milestone(Kind::Production, Stands::Now, Some("2026-12-01")),
        milestone(Kind::Inspected, Stands::Ahead, Some("2026-12-02")),
        milestone(Kind::Packed, Stands::Ahead, Some("2026-12-03")),
        milestone(Kind::Dispatched, Stands::Ahead, Some("2026-12-04")),
        milestone(Kind::Delivered, Stands::Ahead, Some("2026-12-07")),
    ]
}

pub(super) fn line(number: &str, said: Answer) -> Line {
    Line {
        line: number.to_owned(),
        schedule: String::new(),
        customer_order: None,
        part: Some("NW-4410-B".to_owned()),
        item: "BRK-220".to_owned(),
        description: Some("Bearing bracket, anodised".to_owned()),
        quantity: Amount::whole(240),
        shipped: Amount::ZERO,
        unit: Unit::Pieces,
        requested: Some(day("2026-12-02")),
        promise: said.date,
        answer: said,
        milestones: way(),
        shipments: Vec::new(),
        changeable: true,
    }
}

/// An order that goes as promised.
pub(super) fn promised() -> OrderPage {
    let said = answer(AnswerKind::AsPromised, Some("2026-12-04"), 0);
    OrderPage {
        company: company(),
        number: "SO-26-00017".to_owned(),
        customer_order: Some("PO-88213".to_owned()),
        customer: "Northwind Pumps".to_owned(),
        ordered: Some(day("2026-11-02")),
        answer: said,
        because: None,
        odds: Some(93),
        odds_shown: OddsShown::Words,
        doing: None,
        next_update: Some(day("2026-11-30")),
        as_of: at("2026-11-23T07:34:00Z"),
        today: day("2026-11-23"),
        zone: chrono_tz::Asia::Shanghai,
        listed: false,
        blind_since: None,
        waits_for: None,
        milestones: way(),
        lines: vec![line("10", said)],
        history: vec![History {
            at: Some(at("2026-11-02T02:00:00Z")),
            line: "10".to_owned(),
            before: None,
            date: Some(day("2026-12-04")),
            reason: None,
        }],
        questions: Vec::new(),
        changes: Vec::new(),
        may_change: true,
        survey: Vec::new(),
        survey_comment: true,
        survey_done: false,
    }
}

/// What left of the line that was moved: some is there, some on its way.
fn shipments() -> Vec<Shipment> {
    let on_its_way = Shipment {
        note: "DN-26-0102".to_owned(),
        quantity: Amount::whole(100),
        left: Some(day("2026-11-20")),
        arrived: None,
        carrier: Some("SF Express".to_owned()),
        tracking: Some("SF1029384756012".to_owned()),
    };
    let there = Shipment {
        note: "DN-26-0098".to_owned(),
        quantity: Amount::whole(20),
        left: Some(day("2026-11-12")),
        arrived: Some(day("2026-11-15")),
        ..on_its_way.clone()
    };
    vec![on_its_way, there]
}

const LATE_MATERIAL: &str = "Material for your order arrives later than planned.";

/// A promise of a line, before which another one stood or none.
fn promise(at_day: &str, line: &str, before: Option<&str>, date: &str) -> History {
    History {
        at: Some(at(&format!("{at_day}T02:00:00Z"))),
        line: line.to_owned(),
        before: before.map(day),
        date: Some(day(date)),
        reason: before.map(|_| LATE_MATERIAL.to_owned()),
    }
}

/// A complaint that waits for its answer, and a question that has one.
fn questions() -> Vec<Question> {
    let open = Question {
        kind: QuestionKind::Complaint,
        at: at("2026-11-23T06:00:00Z"),
        text: "One carton came open. Can you send ten more caps?".to_owned(),
        answer_by: Some(at("2026-11-23T09:30:00Z")),
        answered_at: None,
        answer: None,
    };
    let answered = Question {
        kind: QuestionKind::Question,
        at: at("2026-11-19T06:00:00Z"),
        text: "Will the rest come in one parcel?".to_owned(),
        answer_by: Some(at("2026-11-20T06:00:00Z")),
        answered_at: Some(at("2026-11-19T08:00:00Z")),
        answer: Some("Yes, all of it on one pallet.".to_owned()),
    };
    vec![open, answered]
}

/// A change that waits for a word, and one that was declined.
fn changes() -> Vec<AskedChange> {
    let open = AskedChange {
        id: 3,
        at: at("2026-11-23T05:00:00Z"),
        line: "20".to_owned(),
        quantity: Some(Amount::whole(300)),
        date: Some(day("2026-12-09")),
        cancel: false,
        status: ChangeStatus::Open,
        estimate: Some(day("2026-12-11")),
        fits: false,
        reason: None,
    };
    let declined = AskedChange {
        id: 2,
        at: at("2026-11-12T05:00:00Z"),
        line: "10".to_owned(),
        quantity: None,
        date: Some(day("2026-11-25")),
        status: ChangeStatus::Declined,
        estimate: None,
        reason: Some("The anodising takes ten days, and we can't shorten it.".to_owned()),
        ..open.clone()
    };
    vec![open, declined]
}

/// An order that was moved, waits for nobody, and of which a part has left.
pub(super) fn moved() -> OrderPage {
    let later = Answer { some_left: true, several: true, ..answer(AnswerKind::Later, Some("2026-12-07"), 3) };
    let rest = Answer { several: false, ..later };
    let first = Line { shipments: shipments(), shipped: Amount::whole(120), ..line("10", rest) };
    let other = answer(AnswerKind::AsPromised, Some("2026-12-04"), 0);
    let description = Some("Shaft, ground".to_owned());
    let second = Line { item: "SHF-031".to_owned(), part: None, description, ..line("20", other) };
    let history = vec![
        promise("2026-11-18", "10", Some("2026-12-04"), "2026-12-07"),
        promise("2026-11-02", "10", None, "2026-12-04"),
        promise("2026-11-02", "20", None, "2026-12-04"),
    ];
    OrderPage {
        answer: later,
        because: Some(LATE_MATERIAL.to_owned()),
        doing: Some("We are working to bring the day forward.".to_owned()),
        lines: vec![first, second],
        history,
        questions: questions(),
        changes: changes(),
        ..promised()
    }
}

/// An order that waits for its customer.
pub(super) fn waiting() -> OrderPage {
    let said = answer(AnswerKind::WaitsForYou, Some("2026-12-04"), 0);
    let mut milestones = way();
    milestones[1] = milestone(MilestoneKind::Material, Stands::Ahead, Some("2026-11-27"));
    milestones[2] = Milestone {
        percent: None,
        pieces: None,
        ..milestone(MilestoneKind::Production, Stands::Ahead, Some("2026-12-01"))
    };
    milestones.insert(1, drawing());
    OrderPage {
        answer: said,
        waits_for: Some(drawing()),
        milestones,
        lines: vec![line("10", said)],
        ..promised()
    }
}

/// An order whose shop has not heard of it for long.
pub(super) fn blind() -> OrderPage {
    let said = answer(AnswerKind::AtRisk, Some("2026-12-04"), 0);
    OrderPage {
        answer: said,
        odds: Some(72),
        blind_since: Some(at("2026-11-19T09:10:00Z")),
        lines: vec![line("10", said)],
        ..promised()
    }
}

/// An order that has arrived, with the survey.
pub(super) fn arrived(survey: &[SurveyKind]) -> OrderPage {
    let said = answer(AnswerKind::Arrived, Some("2026-11-20"), 0);
    let milestones = way().into_iter().map(|one| Milestone {
        stands: Stands::Done,
        real: Some(day("2026-11-20")),
        expected: None,
        percent: None,
        pieces: None,
        ..one
    });
    let milestones: Vec<_> = milestones.collect();
    OrderPage {
        answer: said,
        odds: None,
        survey: survey.to_vec(),
        milestones: milestones.clone(),
        lines: vec![Line { milestones, ..line("10", said) }],
        ..promised()
    }
}
