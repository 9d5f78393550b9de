//! Letters to people outside of the house, customers above all: everything said in their language already, so that
//! templates only lay out.
//!
//! *Never*: anything of the inside. What can be said is what the facts have fields for: no prices, no causes, nobody of
//! the shop but the contact.

use super::fault::{Fault, Kind};
use crate::domain::notice::{NoticeLine, Turn, worst};
use crate::domain::supplier_request::AskedLine;
use crate::text::Lang;
use crate::text::customer_notice::{self as words, NoticeWords};
use crate::text::mail::{day_in_full, quantity};
use crate::text::plan_labels::fill;
use crate::text::portal_mail::PortalMailWords;
use crate::text::supplier_page::SupplierWords;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The template of a notice to a customer.
pub const NOTICE: &str = "customer-notice";
/// The template of a request to a supplier.
pub const SUPPLIER_REQUEST: &str = "supplier-request";

/// The template of the question whether somebody wants to follow an order.
pub const FOLLOW: &str = "portal-follow";
/// The template of a link to all orders of a customer.
pub const SIGN_IN: &str = "portal-sign-in";

/// What a notice says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct NoticeFacts {
    plant: String,
    /// The customer's own number; ours where there is none.
    po: String,
    order: String,
    lines: Vec<NoticeLine>,
    reason: Option<String>,
    doing: Option<String>,
    remark: Option<String>,
    next_update_by: Option<NaiveDate>,
    contact: Option<String>,
}

/// What a template shows.
#[derive(Debug, Default, Serialize)]
pub(super) struct OutsideView {
    pub(super) lang: &'static str,
    pub(super) t: OutsideWords,
    /// `late`, `good` or `plain`: the one colour.
    pub(super) tone: &'static str,
    pub(super) subject: String,
    pub(super) preheader: String,
    pub(super) label: String,
    pub(super) title: String,
    pub(super) lead: String,
    pub(super) whose: Vec<String>,
    pub(super) lines: Vec<OutsideLine>,
    /// Headings with what stands below.
    pub(super) parts_said: Vec<(String, String)>,
    /// Where the button leads.
    pub(super) link: String,
    /// Where no more of it is asked for.
    pub(super) stop: String,
    pub(super) footer: Vec<String>,
}

/// Words that the layout names.
#[derive(Debug, Default, Serialize)]
pub(super) struct OutsideWords {
    /// Who writes.
    pub(super) name: String,
    /// On the button.
    pub(super) open: String,
    /// On the link that stops it.
    pub(super) stop: String,
}

/// A line of an order: what it is, and what is said of it.
#[derive(Debug, Default, Serialize)]
pub(super) struct OutsideLine {
    pub(super) heading: String,
    pub(super) rows: Vec<OutsideRow>,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct OutsideRow {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) note: String,
}

impl OutsideRow {
    pub(super) fn of(name: &str, value: impl Into<String>) -> Self {
        Self { name: name.to_owned(), value: value.into(), note: String::new() }
    }
}

/// What is wrong with facts that can't be read.
pub(super) fn unreadable(error: &serde_json::Error) -> Fault {
    Fault::lasting(Kind::Template, error.to_string())
}

/// The tag of a language.
pub(super) fn tag(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "zh-CN" } else { "en" }
}

/// Whether a template is for people outside of the house.
pub(super) fn is_outside(template: &str) -> bool {
    [NOTICE, SUPPLIER_REQUEST, FOLLOW, SIGN_IN].contains(&template)
}

/// What such a template shows, with the places that its links lead to.
pub(super) fn view(
    template: &str,
    facts: &Value,
    lang: Lang,
    link: String,
    stop: String,
) -> Result<OutsideView, Fault> {
    let view = match template {
        NOTICE => notice(facts, lang)?,
        FOLLOW | SIGN_IN => portal(template, facts, lang)?,
        _ => request(facts, lang)?,
    };
    let stop = if template == NOTICE { stop } else { String::new() };
    Ok(OutsideView { link, stop, ..view })
}

/// The view of a notice.
fn notice(facts: &Value, lang: Lang) -> Result<OutsideView, Fault> {
    let facts = NoticeFacts::deserialize(facts).map_err(|error| unreadable(&error))?;
    let t = NoticeWords::of(lang);
    let title = title(&facts.lines, t, lang);
    let theirs = if facts.po.is_empty() { &facts.order } else { &facts.po };
    let label = fill(t.your_order, &[("po", theirs)]);
    let ours = (!facts.po.is_empty() && facts.po != facts.order).then_some(&facts.order);
    let whose = ours.map(|order| fill(t.our_order, &[("order", order)]));
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    Ok(OutsideView {
        lang: tag(lang),
        // A letter to a customer is calm, whatever it says.
        tone: match worst(&facts.lines) {
            Turn::Earlier | Turn::First => "good",
            Turn::None if facts.lines.iter().any(|line| line.milestone.is_some()) => "good",
            Turn::GivenUp | Turn::Open | Turn::Later | Turn::None => "plain",
        },
        subject: one_line(&format!("{label}{colon}{title}")),
        preheader: facts.reason.clone().or_else(|| facts.remark.clone()).unwrap_or_default(),
        label,
        title,
        whose: whose.into_iter().collect(),
        lines: facts.lines.iter().map(|line| line_view(line, t, lang)).collect(),
        parts_said: parts(&facts, t, lang),
        footer: vec![fill(t.because, &[("plant", &facts.plant)])],
        t: OutsideWords { name: facts.plant, open: t.see.to_owned(), stop: t.stop.to_owned() },
        ..OutsideView::default()
    })
}

/// The one sentence that must be read.
fn title(lines: &[NoticeLine], t: &NoticeWords, lang: Lang) -> String {
    let turn = worst(lines);
    let turned: Vec<&NoticeLine> = lines.iter().filter(|line| line.turn() == turn).collect();
    let count = turned.len().to_string();
    let date = |one: &str, many: &str| match turned.as_slice() {
        [line] => {
            let day = line.date.map(|day| day_in_full(day.date(), lang)).unwrap_or_default();
            fill(one, &[("date", &day)])
        }
        _ => fill(many, &[("n", &count)]),
    };
    match turn {
        Turn::GivenUp if turned.len() == lines.len() => t.cancelled.to_owned(),
        Turn::GivenUp => t.cancelled_in_part.to_owned(),
        Turn::Open => t.date_open.to_owned(),
        Turn::Later => date(t.new_date, t.new_dates),
        Turn::Earlier => date(t.earlier, t.earlier_dates),
        Turn::First => date(t.first_date, t.first_dates),
        Turn::None => match lines.iter().filter_map(|line| line.milestone).max() {
            Some(milestone) => words::reached(milestone).get(lang).to_owned(),
            None => t.news.to_owned(),
        },
    }
}

fn line_view(line: &NoticeLine, t: &NoticeWords, lang: Lang) -> OutsideLine {
    let unit = line.unit.as_deref().unwrap_or_default();
    let ordered = quantity(&line.quantity.to_string(), unit, lang);
    let goods = format!("{ordered} {}", line.name.as_deref().unwrap_or(&line.item));
    let part = line.part.as_deref().map(|part| fill(t.your_part, &[("part", part)]));
    let name = match line.schedule.as_str() {
        "" => line.line.clone(),
        schedule => format!("{}.{schedule}", line.line),
    };
    let heading = [Some(fill(t.order_line, &[("line", &name)])), Some(goods), part];
    let heading = heading.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let mut rows = Vec::new();
    let when = if line.arrives { t.arrives } else { t.leaves };
    let day = |day: crate::domain::value::Day| day_in_full(day.date(), lang);
    if line.given_up {
        rows.push(OutsideRow::of(t.standing, t.line_cancelled));
    } else if line.dated || line.date.is_some() {
        let value = line.date.map_or_else(|| t.open.to_owned(), day);
        let was = line.before.filter(|_| line.dated).map(|was| fill(t.instead_of, &[("was", &day(was))]));
        rows.push(OutsideRow { note: was.unwrap_or_default(), ..OutsideRow::of(when, value) });
    }
    if let Some(milestone) = line.milestone {
        rows.push(OutsideRow::of(t.standing, words::standing(milestone).get(lang)));
    }
    if let Some(left) = line.left {
        let left = quantity(&left.to_string(), unit, lang);
        rows.push(OutsideRow::of(t.left, fill(t.left_of, &[("left", &left), ("quantity", &ordered)])));
    }
    rows.extend(line.carrier.as_deref().map(|carrier| OutsideRow::of(t.carrier, carrier)));
    rows.extend(line.tracking.as_deref().map(|tracking| OutsideRow::of(t.tracking, tracking)));
    OutsideLine { heading, rows }
}

fn parts(facts: &NoticeFacts, t: &NoticeWords, lang: Lang) -> Vec<(String, String)> {
    let next = facts.next_update_by.map(|day| fill(t.next_by, &[("day", &day_in_full(day, lang))]));
    let contact = facts.contact.as_deref().map(|name| fill(t.contact_is, &[("name", name)]));
    let said = [
        ("", facts.remark.clone()),
        (t.why, facts.reason.clone()),
        (t.doing, facts.doing.clone()),
        (t.next, next),
        (t.contact, contact),
    ];
    let said = said.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?)));
    said.filter(|(_, text)| !text.trim().is_empty()).collect()
}

/// What a request says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct RequestFacts {
    plant: String,
    purchase_order: String,
    lines: Vec<AskedLine>,
    until: Option<NaiveDate>,
}

/// The view of a request to a supplier.
fn request(facts: &Value, lang: Lang) -> Result<OutsideView, Fault> {
    let facts = RequestFacts::deserialize(facts).map_err(|error| unreadable(&error))?;
    let t = SupplierWords::of(lang);
    let order = [("order", facts.purchase_order.as_str())];
    let plant = [("plant", facts.plant.as_str())];
    let line = |line: &AskedLine| {
        let unit = line.unit.as_deref().unwrap_or_default();
        let mut heading = vec![fill(t.order_line, &[("line", &line.line)])];
        heading.push(format!("{} {}", quantity(&line.quantity.to_string(), unit, lang), line.item));
        heading.extend(line.name.clone());
        let known = line.confirmed.map(|day| day_in_full(day.date(), lang));
        let rows = vec![OutsideRow::of(t.expected, known.unwrap_or_else(|| t.unconfirmed.to_owned()))];
        OutsideLine { heading: heading.join(" · "), rows }
    };
    let until = facts.until.map(|day| fill(t.until, &[("day", &day_in_full(day, lang))]));
    Ok(OutsideView {
        lang: tag(lang),
        tone: "plain",
        subject: one_line(&fill(t.subject, &order)),
        preheader: fill(t.mail_lead, &plant),
        label: fill(t.order, &order),
        title: t.mail_title.to_owned(),
        lead: fill(t.mail_lead, &plant),
        lines: facts.lines.iter().map(line).collect(),
        footer: until.into_iter().chain([fill(t.because, &plant)]).collect(),
        t: OutsideWords { name: facts.plant.clone(), open: t.open.to_owned(), stop: String::new() },
        ..OutsideView::default()
    })
}

/// What a mail of the portal says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct PortalFacts {
    plant: String,
    order: String,
    po: Option<String>,
}

/// The view of a mail of the portal: one sentence and one button.
fn portal(template: &str, facts: &Value, lang: Lang) -> Result<OutsideView, Fault> {
    let facts = PortalFacts::deserialize(facts).map_err(|error| unreadable(&error))?;
    let t = PortalMailWords::of(lang);
    let number = facts.po.as_ref().filter(|po| !po.is_empty()).unwrap_or(&facts.order);
    let values = [("plant", facts.plant.as_str()), ("order", number.as_str())];
    let said = |text: &str| fill(text, &values);
    let (subject, lead, open, because) = if template == FOLLOW {
        (t.follow_subject, t.follow_lead, t.follow_open, t.follow_because)
    } else {
        (t.sign_in_subject, t.sign_in_lead, t.sign_in_open, t.sign_in_because)
    };
    Ok(OutsideView {
        lang: tag(lang),
        tone: "plain",
        subject: one_line(&said(subject)),
        preheader: said(lead),
        label: facts.plant.clone(),
        title: said(subject),
        lead: said(lead),
        footer: vec![said(because)],
        t: OutsideWords { name: facts.plant.clone(), open: open.to_owned(), stop: String::new() },
        ..OutsideView::default()
    })
}

/// A text without what would break a line.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
