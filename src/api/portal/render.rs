//! Writes the pages of the portal from `customer-portal/templates`. Whatever a person or a shop wrote is escaped.

use super::papers;
use super::view::{Frame, FrameView, Teller};
use crate::domain::portal::{Answer, Company, OrderPage};
use crate::domain::value::Day;
use crate::print::{Paper, address_code, paper_pdf};
use crate::text::Lang;
use crate::text::plan_labels::fill;
use crate::text::portal::{PageWords, PaperWords};
use chrono_tz::Tz;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, context};
use std::sync::LazyLock;

pub use super::door::Shut;
pub use super::order::Sent;
pub use super::papers::PaperKind;

const TEMPLATES: [(&str, &str); 9] = [
    ("layout.html", include_str!("../../../customer-portal/templates/layout.html")),
    ("parts.html", include_str!("../../../customer-portal/templates/parts.html")),
    ("enter.html", include_str!("../../../customer-portal/templates/enter.html")),
    ("order.html", include_str!("../../../customer-portal/templates/order.html")),
    ("order-forms.html", include_str!("../../../customer-portal/templates/order-forms.html")),
    ("orders.html", include_str!("../../../customer-portal/templates/orders.html")),
    ("sign-in.html", include_str!("../../../customer-portal/templates/sign-in.html")),
    ("note.html", include_str!("../../../customer-portal/templates/note.html")),
    ("paper.html", include_str!("../../../customer-portal/templates/paper.html")),
];

static ENVIRONMENT: LazyLock<Environment<'static>> =
    LazyLock::new(|| environment().expect("the portal's templates are sound"));

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    let mut syntax = SyntaxConfig::builder();
    environment.set_syntax(syntax.trim_blocks(true).lstrip_blocks(true).build()?);
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    Ok(environment)
}

/// An order in the list of orders.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Our number.
    pub number: String,
    /// Theirs.
    pub customer_order: Option<String>,
    /// When it ships.
    pub answer: Answer,
}

/// A page that says one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note<'a> {
    /// A link was mailed, if the address is known.
    Mailed(&'a str),
    /// Whether mails about an order are wanted at an address: a form that sends itself to the same address.
    FollowAsk {
        /// Our number of the order.
        number: &'a str,
        /// The address.
        mail: &'a str,
    },
    /// Mails about an order go to an address: a form that stops them sends itself to the same address.
    FollowDone {
        /// Our number of the order.
        number: &'a str,
        /// The address.
        mail: &'a str,
        /// A link to the order.
        link: Option<&'a str>,
    },
    /// No more mails about an order go to an address.
    FollowStopped {
        /// Our number of the order.
        number: &'a str,
        /// The address.
        mail: &'a str,
    },
    /// A link that is no good.
    Over,
    /// The same, for somebody who sent this with it.
    Unsent(&'a str),
    /// A form that no page of ours sent.
    Elsewhere,
    /// A form that is too large.
    TooLarge,
    /// The portal is off.
    Off,
    /// No such page.
    Missing,
    /// A fault of ours, with what it is called in the log.
    Broken(Option<&'a str>),
}

/// What stands around a page, and in which language.
fn write(name: &str, frame: &Frame<'_>, title: &str, page: Value) -> Result<String, Error> {
    let t = PageWords::of(frame.lang);
    let values = context! { f => Serde(FrameView::new(frame)), t => Serde(t), title, ..page };
    ENVIRONMENT.get_template(name)?.render(values)
}

fn frame<'a>(company: &'a Company, lang: Lang, path: &'a str) -> Frame<'a> {
    Frame { lang, company, path, order: None, listed: false }
}

fn of_order<'a>(page: &'a OrderPage, lang: Lang, path: &'a str) -> Frame<'a> {
    Frame { order: Some(&page.number), listed: page.listed, ..frame(&page.company, lang, path) }
}

fn teller(page: &OrderPage, lang: Lang) -> Teller {
    Teller::new(lang, page.today, page.zone)
}

/// Where an order is opened with its number and code; `number` is what was typed.
///
/// # Errors
///
/// A template that can't be written: none, as the tests try all.
pub fn enter(company: &Company, lang: Lang, shut: Option<Shut>, number: &str) -> Result<String, Error> {
    let t = PageWords::of(lang);
    let (wrong, wait) = match shut {
        None => (None, None),
        Some(Shut::Wrong) => (Some(t.wrong), None),
        Some(Shut::Wait(seconds)) => (None, Some(fill(t.too_many_title, &[("wait", &how_long(t, seconds))]))),
    };
    let page = context! { number, wrong, wait };
    write("enter.html", &frame(company, lang, "/portal/"), t.enter_title, page)
}

/// An order. `said` is what was just done, as the address names it; `sent` is a form that was refused.
///
/// # Errors
///
/// As [`enter`].
pub fn order(page: &OrderPage, lang: Lang, said: Option<&str>, sent: &Sent) -> Result<String, Error> {
    let teller = teller(page, lang);
    let view = teller.order(page, said);
    let path = view.path().to_owned();
    let values = context! { o => Serde(&view), w => Serde(teller.words), refused => Serde(sent) };
    write("order.html", &of_order(page, lang, &path), view.title(), values)
}

/// All orders of somebody who is signed in by mail; `today` is the plant's.
///
/// # Errors
///
/// As [`enter`].
pub fn orders(
    company: &Company,
    lang: Lang,
    mail: &str,
    today: Day,
    listed: &[Listed],
) -> Result<String, Error> {
    let (t, teller) = (PageWords::of(lang), Teller::new(lang, today, Tz::UTC));
    let row = |one: &Listed| teller.listed(&one.number, one.customer_order.as_deref(), &one.answer);
    let rows: Vec<_> = listed.iter().map(row).collect();
    let lead = fill(t.orders_lead, &[("mail", mail)]);
    let frame = Frame { order: Some(""), ..frame(company, lang, "/portal/orders") };
    write("orders.html", &frame, t.orders_title, context! { rows => Serde(rows), lead })
}

/// Where the link to all orders is asked for. `wait` is in how many seconds that is taken again.
///
/// # Errors
///
/// As [`enter`].
pub fn sign_in(company: &Company, lang: Lang, sent: &Sent, wait: Option<u64>) -> Result<String, Error> {
    let t = PageWords::of(lang);
    let wait = wait.map(|seconds| fill(t.too_many_title, &[("wait", &how_long(t, seconds))]));
    let page = context! { refused => Serde(sent), wait };
    write("sign-in.html", &frame(company, lang, "/portal/sign-in"), t.sign_in_title, page)
}

/// A page that says one thing.
///
/// # Errors
///
/// As [`enter`].
pub fn note(company: &Company, lang: Lang, note: Note<'_>) -> Result<String, Error> {
    let t = PageWords::of(lang);
    let (title, text, more, action) = match note {
        Note::Mailed(_) => (t.mailed_title, t.mailed, Some(t.mailed_wrong), "number"),
        Note::FollowAsk { .. } => (t.follow_ask_title, t.follow_ask, None, "follow"),
        Note::FollowDone { .. } => (t.follow_done_title, t.follow_done, None, "order"),
        Note::FollowStopped { .. } => (t.follow_stopped_title, t.follow_stopped, None, ""),
        Note::Over => (t.over_title, t.over, None, "enter"),
        Note::Unsent(_) => (t.over_title, t.over, Some(t.unsent), "enter"),
        Note::Elsewhere => (t.elsewhere_title, t.elsewhere, None, "enter"),
        Note::TooLarge => (t.too_large_title, t.too_large, None, ""),
        Note::Off => (t.off_title, t.off, None, ""),
        Note::Missing => (t.missing_title, t.missing, None, "enter"),
        Note::Broken(_) => (t.broken_title, t.broken, None, "again"),
    };
    let (number, mail, code) = match note {
        Note::Mailed(mail) => ("", mail, None),
        Note::FollowAsk { number, mail }
        | Note::FollowDone { number, mail, .. }
        | Note::FollowStopped { number, mail } => (number, mail, None),
        Note::Broken(code) => ("", "", code),
        Note::Over | Note::Off | Note::Missing | Note::Unsent(_) | Note::Elsewhere | Note::TooLarge => {
            ("", "", None)
        }
    };
    let said = |text: &str| fill(text, &[("number", number), ("mail", mail)]);
    let (order, unsent) = match note {
        Note::FollowDone { link, .. } => (link, None),
        Note::Unsent(text) => (None, Some(text)),
        _ => (None, None),
    };
    let page = context! { heading => title, number, text => said(text), more, action, order, code, unsent };
    write("note.html", &frame(company, lang, ""), &said(title), page)
}

/// How long to wait, rounded up.
fn how_long(t: &PageWords, seconds: u64) -> String {
    let (one, several, n) = match seconds.max(1) {
        seconds @ 1..=90 => (t.wait_seconds_one, t.wait_seconds, seconds),
        seconds => (t.wait_minutes_one, t.wait_minutes, seconds.div_ceil(60)),
    };
    fill(if n == 1 { one } else { several }, &[("n", &n.to_string())])
}

/// A paper of an order as a page; nothing for a dispatch note of which the order knows nothing.
///
/// # Errors
///
/// As [`enter`].
pub fn paper(page: &OrderPage, lang: Lang, kind: PaperKind<'_>) -> Result<Option<String>, Error> {
    let Some(paper) = papers::paper(page, kind, &teller(page, lang)) else { return Ok(None) };
    let title = format!("{} {}", paper.title, paper.number);
    let code = paper.access.as_ref().map(|access| Value::from_safe_string(address_code(&access.address)));
    let path = papers::address(page, kind);
    let values =
        context! { p => Serde(&paper), w => Serde(PaperWords::of(lang)), code, pdf => format!("{path}.pdf") };
    write("paper.html", &of_order(page, lang, &path), &title, values).map(Some)
}

/// A paper of an order as PDF; nothing for a dispatch note of which the order knows nothing.
pub fn paper_file(
    page: &OrderPage,
    lang: Lang,
    kind: PaperKind<'_>,
    logo: Option<Vec<u8>>,
) -> Option<Vec<u8>> {
    papers::paper(page, kind, &teller(page, lang)).map(|paper| paper_pdf(&Paper { logo, ..paper }))
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
