//! The page on which a supplier says when a purchase comes: what they are to deliver, a day for each line, and a button.

use super::{LONGEST, asked, escaped, framed, nobody, over};
use crate::api::{Web, headers, own, problem};
use crate::domain::supplier_request::{Answer, AskedLine};
use crate::services::supplier_requests::{self as requests, Form, Page, Said};
use crate::text::Lang;
use crate::text::mail::{day_in_full, quantity};
use crate::text::plan_labels::fill;
use crate::text::supplier_page::SupplierWords;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use std::fmt::Write;

/// A line of the form.
const LINE: &str = include_str!("../page/outside-line.html");

/// Shows what is asked.
pub(super) async fn show(request: HttpRequest, token: Path<String>, web: Data<Web>) -> HttpResponse {
    let (app, token, lang) = (web.app.clone(), token.into_inner(), asked(&request));
    let found = own::blocking(move || match token.len() > LONGEST {
        true => Ok(None),
        false => app.ask(&nobody(Lang::default()), |ask| requests::page(ask, &token)),
    });
    match found.await {
        Ok(Some(page)) => form_page(&page, lang.unwrap_or(page.lang), StatusCode::OK),
        Ok(None) => over(),
        Err(failure) => problem::respond(failure, headers::language(request.headers()).unwrap_or_default()),
    }
}

/// Takes what is said.
pub(super) async fn take(
    request: HttpRequest,
    token: Path<String>,
    form: Option<web::Form<Form>>,
    web: Data<Web>,
) -> HttpResponse {
    let (app, token, lang) = (web.app.clone(), token.into_inner(), asked(&request));
    let form = form.map(web::Form::into_inner).unwrap_or_default();
    let said = own::blocking(move || match token.len() > LONGEST {
        true => Ok(Said::Over),
        false => {
            app.command_blocking(&nobody(Lang::default()), move |tx| requests::answer(tx, &token, &form))
        }
    });
    match said.await {
        Ok(Said::Done(page)) => done_page(&page, lang.unwrap_or(page.lang)),
        Ok(Said::Wrong(page)) => {
            form_page(&page, lang.unwrap_or(page.lang), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Ok(Said::Over) => over(),
        Err(failure) => problem::respond(failure, headers::language(request.headers()).unwrap_or_default()),
    }
}

fn form_page(page: &Page, lang: Lang, status: StatusCode) -> HttpResponse {
    let t = SupplierWords::of(lang);
    let number = format!("<span class=\"whole\">{}</span>", escaped(&page.purchase_order));
    let order = fill(t.order_within, &[("order", &number)]);
    let until = day_in_full(page.until.date(), lang);
    let lead = fill(t.lead, &[("plant", &escaped(&page.plant)), ("order", &order), ("day", &until)]);
    let wrong = match page.wrong.is_empty() {
        true => String::new(),
        false => format!("<p class=\"wrong\" role=\"alert\">{}</p>\n", t.wrong),
    };
    let lines = page.lines.iter().enumerate().map(|(index, line)| line_form(page, index, line, lang));
    let lines: String = lines.collect();
    let body = format!(
        "<p class=\"lead\">{lead}</p>\n{wrong}<form method=\"post\" class=\"asked\">\n{lines}<button type=\"submit\" \
         class=\"strong\">{}</button>\n</form>",
        t.send
    );
    framed(status, &page.plant, lang, Some(t.other_language), t.title, &body)
}

/// What a line is called: its number, how much, and what.
fn heading(line: &AskedLine, lang: Lang) -> String {
    let t = SupplierWords::of(lang);
    let unit = line.unit.as_deref().unwrap_or_default();
    let amount = quantity(&line.quantity.to_string(), unit, lang);
    let goods = format!("{amount} {}", line.item);
    let parts = [Some(fill(t.order_line, &[("line", &line.line)])), Some(goods), line.name.clone()];
    escaped(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

fn line_form(page: &Page, index: usize, line: &AskedLine, lang: Lang) -> String {
    let t = SupplierWords::of(lang);
    let known = line.confirmed.map(|day| fill(t.known, &[("day", &day_in_full(day.date(), lang))]));
    let kept = |name: &str| page.form.get(&format!("{name}-{}", line.line)).map(|text| escaped(text));
    let known_day = line.confirmed.filter(|day| *day >= page.today).map(|day| day.to_string());
    let date = kept("date").or(known_day).unwrap_or_default();
    let unit = line.unit.as_deref().unwrap_or_default();
    let amount = escaped(&quantity(&line.quantity.to_string(), unit, lang));
    let wrong = page.wrong.get(&line.line).map(|wrong| SupplierWords::wrong_words(*wrong, lang));
    let wrong_words =
        wrong.map(|text| format!("<p class=\"wrong\" id=\"wrong-{index}\">{text}</p>")).unwrap_or_default();
    let mark = match wrong {
        Some(_) => format!(" aria-invalid=\"true\" aria-describedby=\"wrong-{index}\""),
        None => String::new(),
    };
    let (part, rest) = (kept("part").unwrap_or_default(), kept("rest").unwrap_or_default());
    let open = if part.is_empty() && rest.is_empty() { "" } else { " open" };
    let values = [
        ("heading", heading(line, lang)),
        ("known", known.unwrap_or_else(|| t.no_day.to_owned())),
        ("wrong", wrong_words),
        ("mark", mark),
        ("n", index.to_string()),
        ("line", escaped(&line.line)),
        ("today", page.today.to_string()),
        ("date_words", t.date.to_owned()),
        ("date", date),
        ("open", open.to_owned()),
        ("in_part_words", t.in_part.to_owned()),
        ("part_words", fill(t.part, &[("quantity", &amount)])),
        ("part", part),
        ("rest_words", t.rest.to_owned()),
        ("rest_hint", t.rest_hint.to_owned()),
        ("rest", rest),
        ("note_words", t.note.to_owned()),
        ("note", kept("note").unwrap_or_default()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, text)| (*name, text.as_str())).collect();
    fill(LINE, &values)
}

/// What was written down.
fn done_page(page: &Page, lang: Lang) -> HttpResponse {
    let t = SupplierWords::of(lang);
    let mut said = String::new();
    for answer in &page.said {
        writeln!(said, "<li>{}</li>", escaped(&said_words(page, answer, lang))).unwrap_or_default();
    }
    let lead = fill(t.done, &[("plant", &escaped(&page.plant))]);
    let order = fill(t.order, &[("order", &escaped(&page.purchase_order))]);
    let body = format!("<p class=\"lead\">{lead}</p>\n<h2>{order}</h2>\n<ul class=\"said\">\n{said}</ul>");
    framed(StatusCode::OK, &page.plant, lang, None, t.done_title, &body)
}

fn said_words(page: &Page, answer: &Answer, lang: Lang) -> String {
    let t = SupplierWords::of(lang);
    let day = day_in_full(answer.date.date(), lang);
    let Some(part) = answer.part else {
        return fill(t.said, &[("line", &answer.line), ("day", &day)]);
    };
    let asked = page.lines.iter().find(|line| line.line == answer.line);
    let unit = asked.and_then(|line| line.unit.as_deref()).unwrap_or_default();
    let part = quantity(&part.to_string(), unit, lang);
    let first = fill(t.said_part, &[("line", &answer.line), ("part", &part), ("day", &day)]);
    first
        + &match answer.rest {
            Some(rest) => fill(t.said_rest, &[("rest", &day_in_full(rest.date(), lang))]),
            None => t.said_open.to_owned(),
        }
}
