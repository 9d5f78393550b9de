//! The papers of an order: its confirmation with the way to see it at any time, how it stands, and a packing slip for each
//! dispatch note. They say what the page says.

use super::view::{Teller, order_path, segment};
use crate::domain::portal::{Line, OrderPage, Shipment};
use crate::domain::value::Day;
use crate::print::{Paper, PaperAccess};
use crate::text::plan_labels::fill;
use crate::text::portal::{PaperWords, answer_sentence, standing};

/// Which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperKind<'a> {
    /// The order confirmation, with the address of the portal and the access code where they are to be told.
    Confirmation(Option<(&'a str, &'a str)>),
    /// How the order stands.
    Status,
    /// What left with a dispatch note.
    PackingSlip(&'a str),
}

/// The address of a paper.
pub(super) fn address(page: &OrderPage, kind: PaperKind<'_>) -> String {
    let part = match kind {
        PaperKind::Confirmation(_) => "confirmation".to_owned(),
        PaperKind::Status => "status".to_owned(),
        PaperKind::PackingSlip(note) => format!("packing-slip/{}", segment(note)),
    };
    format!("{}/{part}", order_path(&page.number))
}

/// A paper; nothing for a dispatch note of which the order knows nothing.
pub(super) fn paper(page: &OrderPage, kind: PaperKind<'_>, teller: &Teller) -> Option<Paper> {
    let words = PaperWords::of(teller.lang);
    let maker = Maker { page, teller, words };
    match kind {
        PaperKind::Confirmation(access) => Some(maker.confirmation(access)),
        PaperKind::Status => Some(maker.status()),
        PaperKind::PackingSlip(note) => maker.packing_slip(note),
    }
}

struct Maker<'a> {
    page: &'a OrderPage,
    teller: &'a Teller,
    words: &'static PaperWords,
}

impl Maker<'_> {
    /// What stands on every paper.
    fn sheet(&self, title: &str) -> Paper {
        let (page, words) = (self.page, self.words);
        let company = &page.company;
        let address =
            company.address.iter().flat_map(|address| address.lines()).map(|line| line.trim().to_owned());
        let contact = address.chain(company.phone.clone()).chain(company.mail.clone());
        let facts = [
            (words.order, Some(page.number.clone())),
            (words.your_order, page.customer_order.clone()),
            (words.customer, Some(page.customer.clone())),
            (words.ordered, page.ordered.map(|day| self.day(day))),
        ];
        Paper {
            lang: self.teller.lang,
            title: title.to_owned(),
            number: page.number.clone(),
            company: company.name.clone(),
            contact: contact.filter(|line| !line.is_empty()).collect(),
            facts: named(facts),
            ..Paper::default()
        }
    }

    /// A day on paper: papers are read years later.
    fn day(&self, day: Day) -> String {
        crate::text::mail::day_in_full(day.date(), self.teller.lang)
    }

    fn confirmation(&self, access: Option<(&str, &str)>) -> Paper {
        let words = self.words;
        let columns = [
            (words.line, 9),
            (words.part, 20),
            (words.description, 30),
            (words.quantity, 15),
            (words.promised, 26),
        ];
        let row = |line: &Line| {
            let [number, part, description, quantity] = self.goods(line);
            vec![number, part, description, quantity, self.promised(line)]
        };
        let access = access.map(|(address, code)| PaperAccess {
            address: address.to_owned(),
            number: self.page.number.clone(),
            code: code.to_owned(),
        });
        Paper {
            columns: columns.map(|(name, share)| (name.to_owned(), share)).to_vec(),
            rows: self.page.lines.iter().map(row).collect(),
            access,
            closing: Some(words.thanks.to_owned()),
            ..self.sheet(words.confirmation)
        }
    }

    fn status(&self) -> Paper {
        let (page, words, teller) = (self.page, self.words, self.teller);
        let mut told =
            vec![answer_sentence(&page.answer, teller.today, page.next_update, teller.lang).to_string()];
        told.extend(page.because.iter().chain(&page.doing).cloned());
        let columns = [
            (words.line, 7),
            (words.part, 18),
            (words.description, 25),
            (words.quantity, 13),
            (words.shipped, 12),
            (words.ships, 25),
        ];
        let row = |line: &Line| {
            let [number, part, description, quantity] = self.goods(line);
            let shipped = teller.amount(line.shipped, line.unit);
            vec![number, part, description, quantity, shipped, self.ships(line)]
        };
        let mut sheet = self.sheet(words.status);
        sheet.facts.push((words.as_of.to_owned(), teller.moment(page.as_of)));
        let way = teller.way_told(&page.milestones);
        let way = (!way.is_empty()).then(|| (words.milestone.to_owned(), way));
        Paper {
            told: [(words.answer.to_owned(), told)].into_iter().chain(way).collect(),
            columns: columns.map(|(name, share)| (name.to_owned(), share)).to_vec(),
            rows: page.lines.iter().map(row).collect(),
            ..sheet
        }
    }

    fn packing_slip(&self, note: &str) -> Option<Paper> {
        let words = self.words;
        let of_note = |line| shipments(line, note);
        let sent: Vec<(&Line, &Shipment)> = self.page.lines.iter().flat_map(of_note).collect();
        let (_, first) = sent.first()?;
        let columns = [(words.line, 12), (words.part, 26), (words.description, 42), (words.quantity, 20)];
        let row = |(line, shipment): &(&Line, &Shipment)| {
            let [number, part, description, _] = self.goods(line);
            vec![number, part, description, self.teller.amount(shipment.quantity, line.unit)]
        };
        let mut sheet = self.sheet(words.packing_slip);
        sheet.facts.extend(named([
            (words.note, Some(note.to_owned())),
            (words.left, first.left.map(|day| self.day(day))),
            (words.carrier, first.carrier.clone()),
            (words.tracking, first.tracking.clone()),
        ]));
        Some(Paper {
            columns: columns.map(|(name, share)| (name.to_owned(), share)).to_vec(),
            rows: sent.iter().map(row).collect(),
            number: note.to_owned(),
            ..sheet
        })
    }

    /// Number, part, description and quantity of a line.
    fn goods(&self, line: &Line) -> [String; 4] {
        let number = match line.schedule.is_empty() {
            true => line.line.clone(),
            false => format!("{}.{}", line.line, line.schedule),
        };
        let part = line.part.clone().unwrap_or_else(|| line.item.clone());
        [
            number,
            part,
            line.description.clone().unwrap_or_default(),
            self.teller.amount(line.quantity, line.unit),
        ]
    }

    /// The day that a line was promised for: what we confirm is that, and not what we expect.
    fn promised(&self, line: &Line) -> String {
        use crate::domain::portal::AnswerKind as Kind;
        match (line.answer.kind, line.promise) {
            (Kind::Cancelled, _) => self.words.cancelled.to_owned(),
            (_, Some(day)) if line.answer.arrives => fill(self.words.arrives, &[("day", &self.day(day))]),
            (_, Some(day)) => self.day(day),
            (_, None) => self.words.open.to_owned(),
        }
    }

    /// When a line ships; where nothing is to come, how it stands.
    fn ships(&self, line: &Line) -> String {
        use crate::domain::portal::AnswerKind as Kind;
        match (line.answer.kind, line.answer.date) {
            (kind @ (Kind::Cancelled | Kind::Arrived | Kind::Left), None) => {
                standing(kind).get(self.teller.lang).to_owned()
            }
            (Kind::Cancelled, _) => self.words.cancelled.to_owned(),
            (_, Some(day)) if line.answer.arrives => fill(self.words.arrives, &[("day", &self.day(day))]),
            (_, Some(day)) => self.day(day),
            (_, None) => self.words.open.to_owned(),
        }
    }
}

/// What left of a line with a dispatch note.
fn shipments<'l>(line: &'l Line, note: &str) -> Vec<(&'l Line, &'l Shipment)> {
    line.shipments.iter().filter(|one| one.note == note).map(|one| (line, one)).collect()
}

/// What is known, each with its name.
fn named<const N: usize>(facts: [(&str, Option<String>); N]) -> Vec<(String, String)> {
    facts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}
