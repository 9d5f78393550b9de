//! `holdfast portal`: what customers reach and say.

use super::export::language;
use super::service::{self, failed, option};
use crate::app::App;
use crate::domain::change::ChangeStatus;
use crate::domain::portal::QuestionKind;
use crate::domain::role::Actor;
use crate::services::change::{self, ChangesQuery};
use crate::services::portal::{self, AccessBody, AccessView, AnswerBody, QuestionsQuery};
use crate::services::{ANY_VERSION, Tx, hold};
use crate::text::Lang;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::portal_help::PortalHelp;
use crate::text::service_help::ServiceHelp;
use crate::text::trouble;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::fmt::Write;

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let own = PortalHelp::of(language(help));
    let sub = |name: &'static str, about: &'static str| {
        service::with_database(Command::new(name).about(about), words, help)
    };
    let argument = |name: &'static str, value: &'static str, said: &'static str| {
        Arg::new(name).value_name(value).help(said).required(true).help_heading(help.arguments_heading)
    };
    let order = || argument("order", "ORDER", own.order);
    let all = Arg::new("all").long("all").help(own.all).action(ArgAction::SetTrue);
    let text = option("text", "TEXT", own.text, help).required(true);
    command
        .about(own.portal)
        .subcommand_required(true)
        .subcommand(sub("access", own.access).arg(order()))
        .subcommand(sub("renew", own.renew).arg(order()))
        .subcommand(sub("close", own.close).arg(order()))
        .subcommand(sub("open", own.open).arg(order()))
        .subcommand(
            sub("confirmation", own.confirmation).arg(order()).arg(argument("file", "FILE", own.file)),
        )
        .subcommand(sub("said", own.said))
        .subcommand(sub("not-yet", own.not_yet).arg(argument("id", "ID", own.hold)))
        .subcommand(sub("questions", own.questions).arg(all.help_heading(help.options_heading)))
        .subcommand(sub("answer", own.answer).arg(argument("id", "ID", own.id)).arg(text))
        .subcommand(sub("surveys", own.surveys))
        .subcommand(sub("logo", own.logo).arg(argument("file", "FILE", own.file)))
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    service::with_app(matches, lang, carry_out)
}

fn carry_out(app: &App, what: &str, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let system = Actor::system();
    let order = found.try_get_one::<String>("order").ok().flatten().cloned().unwrap_or_default();
    match what {
        "access" => {
            let view = app.ask(&system, |ask| portal::access(ask, &order));
            Ok(shown(&view.map_err(|failure| failed(&failure, lang))?, lang))
        }
        "renew" => {
            let view = app.command_blocking(&system, move |tx| portal::renew(tx, &order));
            Ok(shown(&view.map_err(|failure| failed(&failure, lang))?, lang))
        }
        "close" | "open" => {
            let body = AccessBody { closed: what == "close" };
            let view = app.command_blocking(&system, move |tx| portal::set_closed(tx, &order, body));
            Ok(shown(&view.map_err(|failure| failed(&failure, lang))?, lang))
        }
        "confirmation" => confirmation(app, &order, found, lang),
        "said" => said(app, lang),
        "not-yet" => not_yet(app, found, lang),
        "answer" => answer(app, found, lang),
        "surveys" => surveys(app, lang),
        "logo" => logo(app, found, lang),
        _ => questions(app, found.get_flag("all"), lang),
    }
}

fn shown(view: &AccessView, lang: Lang) -> String {
    let words = PortalHelp::of(lang);
    if !view.on {
        return format!("{}\n", words.off);
    }
    let (Some(code), Some(link)) = (&view.code, &view.link) else {
        return fill(words.closed, &[("order", &view.order)]) + "\n";
    };
    let day = view.link_until.map(|day| day.to_string()).unwrap_or_default();
    let lines = [
        fill(words.code, &[("code", code)]),
        fill(words.link, &[("link", link)]),
        fill(words.until, &[("day", &day)]),
    ];
    lines.join("\n") + "\n"
}

/// Writes the order confirmation of an order to a file.
fn confirmation(app: &App, order: &str, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let words = PortalHelp::of(lang);
    let settings = service::settings(found, lang)?;
    let outside = settings.get("public-url");
    if outside.is_empty() {
        return Err(words.no_public_url.to_owned());
    }
    let file = found.get_one::<String>("file").cloned().unwrap_or_default();
    let bytes = crate::api::confirmation(app, &Actor::system(), order, None, outside);
    std::fs::write(&file, bytes.map_err(|failure| failed(&failure, lang))?)
        .map_err(|error| fill(words.unwritable, &[("file", &file), ("why", &trouble::io(&error, lang))]))?;
    Ok(fill(words.confirmation_written, &[("order", order), ("file", &file)]) + "\n")
}

/// What customers say is done, and the changes that they want.
fn said(app: &App, lang: Lang) -> Result<String, String> {
    let words = PortalHelp::of(lang);
    let query = ChangesQuery { status: Some(ChangeStatus::Open), limit: Some(200), ..Default::default() };
    let both = app.ask(&Actor::system(), |ask| Ok((hold::list(ask)?, change::list(ask, &query)?)));
    let (holds, changes) = both.map_err(|failure| failed(&failure, lang))?;
    let flat = |text: &Option<String>| text.as_deref().unwrap_or_default().replace('\n', " ");
    let mut text = String::new();
    for one in &holds.items {
        let Some(at) = one.said_at else { continue };
        let order = one.hold.order_no.clone().unwrap_or_default();
        writeln!(text, "{}  {}  {order}  {at}  {}", one.hold.id, words.done, flat(&one.said_note))
            .unwrap_or_default();
    }
    for one in changes.items.iter().map(|view| &view.request) {
        let order = format!("{}/{}", one.order_no, one.line);
        writeln!(text, "{}  {}  {order}  {}  {}", one.id, words.change, one.made_at, flat(&one.note))
            .unwrap_or_default();
    }
    Ok(if text.is_empty() { format!("{}\n", words.nothing_said) } else { text })
}

/// Says that what a customer called done is not.
fn not_yet(app: &App, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let id = found.get_one::<String>("id").and_then(|id| id.parse().ok()).unwrap_or(-1);
    let job = move |tx: &mut Tx<'_>| hold::ask_again(tx, id, Some(ANY_VERSION));
    app.command_blocking(&Actor::system(), job).map_err(|failure| failed(&failure, lang))?;
    Ok(format!("{}\n", PortalHelp::of(lang).asked_again))
}

fn answer(app: &App, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let text = |name: &str| found.get_one::<String>(name).cloned().unwrap_or_default();
    let id: i64 = text("id").parse().unwrap_or(-1);
    let body = AnswerBody { answer: text("text") };
    let job = move |tx: &mut Tx<'_>| portal::answer_question(tx, id, &body);
    app.command_blocking(&Actor::system(), job).map_err(|failure| failed(&failure, lang))?;
    Ok(format!("{}\n", PortalHelp::of(lang).answered))
}

fn questions(app: &App, all: bool, lang: Lang) -> Result<String, String> {
    let words = PortalHelp::of(lang);
    let query = QuestionsQuery { all, limit: Some(200), ..QuestionsQuery::default() };
    let page = app.ask(&Actor::system(), |ask| portal::questions(ask, &query));
    let page = page.map_err(|failure| failed(&failure, lang))?;
    if page.items.is_empty() {
        return Ok(format!("{}\n", words.no_questions));
    }
    Ok(page.items.iter().fold(String::new(), |mut text, question| {
        let kind = match question.kind {
            QuestionKind::Question => words.question,
            QuestionKind::Complaint => words.complaint,
        };
        let said = question.text.replace('\n', " ");
        let by = question.answered_at.unwrap_or(question.answer_by);
        writeln!(text, "{}  {kind}  {}  {by}  {said}", question.id, question.order_no).unwrap_or_default();
        text
    }))
}

fn surveys(app: &App, lang: Lang) -> Result<String, String> {
    let words = PortalHelp::of(lang);
    let all = app.ask(&Actor::system(), portal::surveys).map_err(|failure| failed(&failure, lang))?;
    if all.items.is_empty() {
        return Ok(format!("{}\n", words.no_surveys));
    }
    let mut text = all.nps.map(|nps| format!("NPS {nps}\n")).unwrap_or_default();
    for row in &all.items {
        let score = |name: &str, score: Option<i64>| score.map(|score| format!("{name} {score}"));
        let scores = [score("NPS", row.nps), score("CSAT", row.csat), score("CES", row.ces)];
        let scores: Vec<String> = scores.into_iter().flatten().collect();
        let comment = row.comment.as_deref().unwrap_or_default().replace('\n', " ");
        writeln!(text, "{}  {}  {}  {comment}", row.order_no, row.answered_at, scores.join(", "))
            .unwrap_or_default();
    }
    Ok(text)
}

fn logo(app: &App, found: &ArgMatches, lang: Lang) -> Result<String, String> {
    let words = PortalHelp::of(lang);
    let file = found.get_one::<String>("file").cloned().unwrap_or_default();
    let bytes = std::fs::read(&file)
        .map_err(|error| fill(words.unreadable, &[("file", &file), ("why", &trouble::io(&error, lang))]))?;
    let set = app.command_blocking(&Actor::system(), move |tx| portal::set_logo(tx, &bytes));
    let set = set.map_err(|failure| failed(&failure, lang))?;
    Ok(fill(words.logo_set, &[("bytes", &set.bytes.to_string())]) + "\n")
}
