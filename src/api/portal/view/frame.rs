//! What stands around every page: the company, the way to the other language, the way back.

use super::super::look;
use crate::domain::portal::Company;
use crate::services::link::escaped;
use crate::text::Lang;
use crate::text::portal::PageWords;
use serde::Serialize;

/// What stands around a page.
#[derive(Clone, Copy)]
pub(in super::super) struct Frame<'a> {
    /// The language.
    pub(in super::super) lang: Lang,
    /// Who the shop is.
    pub(in super::super) company: &'a Company,
    /// Where the page is read in the other language; empty for where it is.
    pub(in super::super) path: &'a str,
    /// The order that can be left; empty for all.
    pub(in super::super) order: Option<&'a str>,
    /// Whether the list of all orders can be gone back to.
    pub(in super::super) listed: bool,
}

/// The frame as templates see it.
#[derive(Serialize)]
pub(in super::super) struct FrameView<'a> {
    lang: &'static str,
    other: String,
    other_lang: &'static str,
    company: &'a str,
    logo: Option<String>,
    phone: Option<&'a str>,
    phone_link: Option<String>,
    mail: Option<&'a str>,
    address: Vec<String>,
    back: Option<(String, &'static str)>,
    leave: Option<&'a str>,
    style: String,
    script: String,
}

impl<'a> FrameView<'a> {
    pub(in super::super) fn new(frame: &Frame<'a>) -> Self {
        let words = PageWords::of(frame.lang);
        let (lang, other_lang, asked) = match frame.lang {
            Lang::En => ("en", "zh-CN", "zh"),
            Lang::Zh => ("zh-CN", "en", "en"),
        };
        let company = frame.company;
        // A paper leads back to its order, an order to the list.
        let order = frame.order.filter(|number| !number.is_empty());
        let order = order.map(order_path);
        let back = match order.filter(|order| order != frame.path) {
            Some(order) => Some((order, words.back_to_order)),
            None => frame.listed.then(|| ("/portal/orders".to_owned(), words.back_to_orders)),
        };
        Self {
            lang,
            other: format!("{}?lang={asked}", frame.path),
            other_lang,
            company: &company.name,
            logo: company.logo.as_deref().map(|logo| format!("/portal/logo/{}", segment(logo))),
            phone: company.phone.as_deref(),
            phone_link: company.phone.as_deref().and_then(dialled),
            mail: company.mail.as_deref(),
            address: company.address.as_deref().map(super::paragraphs).unwrap_or_default(),
            back,
            leave: frame.order,
            style: look::style_address(company.colour.as_deref()),
            script: look::script_address(),
        }
    }
}

/// The first number of a text as a telephone dials it; nothing where there is none.
fn dialled(phone: &str) -> Option<String> {
    let fits =
        |c: &char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.' | '/' | '\u{a0}');
    let start = phone.find(|c: char| c.is_ascii_digit() || c == '+')?;
    let number = phone[start..].chars().take_while(fits);
    let dialled: String = number.filter(|c| c.is_ascii_digit() || *c == '+').collect();
    (dialled.len() >= 3).then_some(dialled)
}

/// A number as one part of an address: whatever stands in it leads nowhere else.
pub(in super::super) fn segment(text: &str) -> String {
    // A part of dots alone would be a way upwards.
    match text.bytes().all(|byte| byte == b'.') {
        true => text.replace('.', "%2E"),
        false => escaped(text),
    }
}

/// The page of an order.
pub(in super::super) fn order_path(number: &str) -> String {
    format!("/portal/orders/{}", segment(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_an_order_is_one_part_of_an_address() {
        assert_eq!(segment("SO-26-00017"), "SO-26-00017");
        assert_eq!(segment("../a?b#c/d"), "..%2Fa%3Fb%23c%2Fd");
        assert_eq!(segment(".."), "%2E%2E");
        assert_eq!(segment("订 1"), "%E8%AE%A2%201");
    }

    #[test]
    fn a_phone_number_is_dialled_without_its_marks() {
        assert_eq!(dialled("+86 (512) 6281-7700 ext. 12").as_deref(), Some("+8651262817700"));
        assert_eq!(dialled("Sales: 0512 6281 7700").as_deref(), Some("051262817700"));
        assert_eq!(dialled("ask at the gate"), None);
    }
}
