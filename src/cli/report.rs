//! `holdfast report`: what the past says, from the database alone, without a planner.

use super::export::language;
use super::page::{Ink, Page};
use super::plan;
use super::service::{self, failed, option};
use super::table::{self, Cell, Column, Give};
use crate::domain::accuracy::{
    AccuracyFigures, BaselineWay, Baselines, Calibration, KeptShare, LatenessDays, ReliabilityBin, Way,
};
use crate::domain::role::Actor;
use crate::domain::value::Day;
use crate::services::Ask;
use crate::services::accuracy::{AccuracyGroup, AccuracyQuery, GroupBy, PromiseAccuracy, promise_accuracy};
use crate::store::Store;
use crate::text::Lang;
use crate::text::accuracy::AccuracyWords;
use crate::text::plan_help::Help;
use crate::text::plan_labels::fill;
use crate::text::service_help::ServiceHelp;
use chrono::NaiveDate;
use chrono_tz::Tz;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};

/// What lines can be grouped by, as it is typed.
const GROUPS: [(&str, GroupBy); 4] = [
    ("month", GroupBy::Month),
    ("customer", GroupBy::Customer),
    ("group", GroupBy::Group),
    ("work-center", GroupBy::WorkCenter),
];
/// Where there is nothing to say.
const NONE: &str = "–";

pub(super) fn command(command: Command, words: &'static ServiceHelp, help: &'static Help) -> Command {
    let said = AccuracyWords::of(language(help));
    let json = Arg::new("json").long("json").action(ArgAction::SetTrue).help(said.json);
    let by = PossibleValuesParser::new(GROUPS.map(|(name, _)| name));
    let accuracy = service::with_database(Command::new("accuracy").about(said.about), words, help)
        .arg(option("from", "2026-03-01", said.from, help).value_parser(day))
        .arg(option("to", "2026-03-31", said.to, help).value_parser(day))
        .arg(option("by", "BY", said.by, help).value_parser(by).hide_possible_values(true))
        .arg(option("clock", "CLOCK", words.clock, help))
        .arg(json.help_heading(help.options_heading));
    command.about(said.report).subcommand_required(true).subcommand(accuracy)
}

pub(super) fn day(text: &str) -> Result<Day, String> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|error| error.to_string())?;
    Day::new(date).ok_or_else(|| text.to_owned())
}

pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<String, String> {
    let Some((_, found)) = matches.subcommand() else { return Ok(String::new()) };
    let by = found.get_one::<String>("by");
    let by = by.and_then(|name| GROUPS.iter().find(|(known, _)| known == name)).map(|(_, by)| *by);
    let at = |name: &str| found.get_one::<Day>(name).copied();
    let query = AccuracyQuery { from: at("from"), to: at("to"), by };
    let settings = service::settings(found, lang)?;
    let url = settings.get("database-url");
    if !Store::exists(url).map_err(|failure| failed(&failure, lang))? {
        return Err(fill(AccuracyWords::of(lang).no_database, &[("url", url)]));
    }
    let store = Store::open(url).map_err(|failure| failed(&failure, lang))?;
    let (now, actor) = (service::set_clock(&settings, lang)?.now(), Actor::system());
    let read = store.read(|db| {
        let mut ask = Ask::new(db, now, &actor)?;
        Ok((promise_accuracy(&mut ask, &query)?, ask.zone()))
    });
    let (report, zone) = read.map_err(|failure| failed(&failure, lang))?;
    if found.get_flag("json") { plan::json(&report) } else { Ok(page(&report, zone, lang)) }
}

fn page(report: &PromiseAccuracy, zone: Tz, lang: Lang) -> String {
    let words = AccuracyWords::of(lang);
    let mut page = plan::screen(None);
    let now = report.as_of.utc().with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string();
    let values = [("from", report.from.to_string()), ("to", report.to.to_string()), ("now", now)];
    let title = page.paint(Ink::Bold, &filled(words.title, &values));
    page.line(&title);
    page.blank();
    if report.total.first.lines == 0 {
        page.wrapped("", words.nothing, None);
    } else {
        groups(&mut page, report.by, (&report.groups, &report.total), words);
        page.blank();
        lateness(&mut page, &report.total, words);
    }
    if report.undated > 0 {
        page.wrapped("", &fill(words.undated, &[("lines", &report.undated.to_string())]), Some(Ink::Warn));
    }
    if report.total.first.lines > 0 {
        chances(&mut page, words.chances, (&report.total.coverage, &report.reliability), words);
        page.blank();
        match &report.baselines {
            Some(found) => beside(&mut page, found, words),
            None => page.wrapped("", words.not_beside, Some(Ink::Dim)),
        }
    }
    if let Some(beside) = &report.shadow {
        let rows = [(words.ours, &beside.ours), (words.theirs, &beside.theirs)];
        sides(&mut page, words.shadow, &rows, words);
    }
    if let Some(before) = &report.before {
        page.blank();
        page.title(words.before);
        groups(&mut page, report.by, (&before.groups, &before.figures), words);
        page.blank();
        lateness(&mut page, &before.figures, words);
    }
    page.blank();
    page.wrapped("", words.more, Some(Ink::Dim));
    page.finish()
}

fn groups(
    page: &mut Page,
    by: GroupBy,
    (groups, total): (&[AccuracyGroup], &AccuracyFigures),
    words: &AccuracyWords,
) {
    let key = match by {
        GroupBy::Month => words.by_month,
        GroupBy::Customer => words.by_customer,
        GroupBy::Group => words.by_group,
        GroupBy::WorkCenter => words.by_work_center,
    };
    let head = [
        Column::left(key, Give::Cut),
        Column::right(words.lines, Give::Nothing),
        Column::right(words.first, Give::Nothing),
        Column::right(words.bounds, Give::Away(3)),
        Column::right(words.current, Give::Nothing),
        Column::right(words.otif, Give::Nothing),
        Column::right(words.late_days, Give::Away(1)),
        Column::right(words.late_p90, Give::Away(2)),
        Column::right(words.quoted, Give::Away(0)),
    ];
    let row = |key: &str, figures: &AccuracyFigures, ink: Option<Ink>| -> Vec<Cell> {
        let cells = [
            key.to_owned(),
            figures.first.lines.to_string(),
            percent(figures.first.percent),
            bounds(&figures.first),
            percent(figures.current.percent),
            percent(figures.otif.percent),
            days(figures.late.mean, 1, words),
            days(figures.late.p90.map(f64::from), 0, words),
            days(figures.quoted_days, 1, words),
        ];
        cells.into_iter().map(|cell| (cell, ink)).collect()
    };
    let mut rows: Vec<Vec<Cell>> =
        groups.iter().map(|group| row(group.key.as_deref().unwrap_or(NONE), &group.figures, None)).collect();
    rows.push(row(words.all, total, Some(Ink::Bold)));
    table::add(page, &head, &rows);
}

/// Dates of several givers, a row for each.
pub(super) fn sides(page: &mut Page, title: &str, rows: &[(&str, &AccuracyFigures)], common: &AccuracyWords) {
    page.title(title);
    let head = [
        Column::left(common.way, Give::Cut),
        Column::right(common.lines, Give::Nothing),
        Column::right(common.kept, Give::Nothing),
        Column::right(common.bounds, Give::Away(1)),
        Column::right(common.late_days, Give::Away(0)),
        Column::right(common.quoted, Give::Nothing),
    ];
    let row = |(name, figures): &(&str, &AccuracyFigures)| -> Vec<Cell> {
        let cells = [
            (*name).to_owned(),
            figures.first.lines.to_string(),
            percent(figures.first.percent),
            bounds(&figures.first),
            days(figures.late.mean, 1, common),
            days(figures.quoted_days, 1, common),
        ];
        cells.into_iter().map(|cell| (cell, None)).collect()
    };
    table::add(page, &head, &rows.iter().map(row).collect::<Vec<_>>());
}

fn lateness(page: &mut Page, total: &AccuracyFigures, words: &AccuracyWords) {
    let mut say = |said: &str, days: &LatenessDays| {
        if let (Some(mean), Some(median), Some(p90)) = (days.mean, days.median, days.p90) {
            let values = [
                ("lines", days.lines.to_string()),
                ("mean", one_decimal(mean)),
                ("median", median.to_string()),
                ("p90", p90.to_string()),
            ];
            page.wrapped("", &filled(said, &values), None);
        }
    };
    say(words.late, &total.late);
    say(words.lateness, &total.lateness);
    if total.still_open > 0 {
        let said = fill(words.still_open, &[("lines", &total.still_open.to_string())]);
        page.wrapped("", &said, Some(Ink::Warn));
    }
}

/// Chances and what came of them, together and by chance.
pub(super) fn chances(
    page: &mut Page,
    title: &str,
    (all, bins): (&Calibration, &[ReliabilityBin]),
    words: &AccuracyWords,
) {
    page.title(title);
    let Some(brier) = all.brier else { return page.wrapped("  ", words.no_chances, Some(Ink::Dim)) };
    let head = [
        Column::left(words.chance, Give::Nothing),
        Column::right(words.lines, Give::Nothing),
        Column::right(words.predicted, Give::Nothing),
        Column::right(words.kept, Give::Nothing),
        Column::right(words.bounds, Give::Nothing),
    ];
    let row = |bin: &ReliabilityBin| -> Vec<Cell> {
        let kept = &bin.calibration.kept;
        let cells = [
            format!("{}–{}", bin.from, bin.below),
            kept.lines.to_string(),
            percent(bin.calibration.predicted),
            percent(kept.percent),
            bounds(kept),
        ];
        cells.into_iter().map(|cell| (cell, None)).collect()
    };
    let seen = bins.iter().filter(|bin| bin.calibration.kept.lines > 0);
    table::add(page, &head, &seen.map(row).collect::<Vec<_>>());
    let values = [
        ("score", format!("{brier:.3}")),
        ("predicted", percent(all.predicted)),
        ("kept", percent(all.kept.percent)),
        ("bounds", bounds(&all.kept)),
    ];
    page.wrapped("  ", &filled(words.brier, &values), None);
}

pub(super) fn beside(page: &mut Page, found: &Baselines, words: &AccuracyWords) {
    let values = [("lines", found.lines.to_string()), ("percent", percent(Some(found.percent)))];
    page.wrapped("", &filled(words.beside, &values), Some(Ink::Bold));
    let head = [
        Column::left(words.way, Give::Cut),
        Column::right(words.lead_time, Give::Nothing),
        Column::right(words.allowance, Give::Nothing),
        Column::right(words.vs_constant, Give::Nothing),
    ];
    let row = |way: &BaselineWay| -> Vec<Cell> {
        let (name, ink) = match way.way {
            Way::Promised => (words.promised, Some(Ink::Bold)),
            Way::Constant => (words.constant, None),
            Way::WorkContent => (words.work_content, None),
            Way::JobsInQueue => (words.jobs_in_queue, None),
        };
        let ratio = way.vs_constant.map_or(NONE.to_owned(), |ratio| format!("{ratio:.2}"));
        let cells =
            [name.to_owned(), days(Some(way.lead_days), 1, words), days(way.allowance_days, 1, words), ratio];
        cells.into_iter().map(|cell| (cell, ink)).collect()
    };
    table::add(page, &head, &found.ways.iter().map(row).collect::<Vec<_>>());
}

pub(super) fn percent(share: Option<f64>) -> String {
    share.map_or(NONE.to_owned(), |share| format!("{share:.1} %"))
}

pub(super) fn bounds(share: &KeptShare) -> String {
    match (share.low, share.high) {
        (Some(low), Some(high)) => format!("{low:.1}–{high:.1} %"),
        _ => NONE.to_owned(),
    }
}

pub(super) fn days(days: Option<f64>, decimals: usize, words: &AccuracyWords) -> String {
    days.map_or(NONE.to_owned(), |days| fill(words.days, &[("days", &format!("{days:.decimals$}"))]))
}

/// A number with one decimal, and without a sign where that is nothing.
fn one_decimal(number: f64) -> String {
    format!("{:.1}", (number * 10.0).round() / 10.0 + 0.0)
}

pub(super) fn filled(template: &str, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(template, &values)
}
