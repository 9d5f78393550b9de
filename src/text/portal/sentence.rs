//! “When does it ship?”, answered in one sentence; and days and times as customers read them.

use crate::domain::portal::{Answer, AnswerKind};
use crate::domain::value::{Day, Moment};
use crate::text::plan_labels::fill;
use crate::text::{Bilingual, Lang};
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use serde::Serialize;
use std::fmt;

/// A sentence whose day can be set large: what stands before it, the day, what stands after it. Without a day all of it
/// is in `before`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// What opens it.
    pub before: String,
    /// The day that it is about.
    pub day: String,
    /// The mark that stands at the day, where one does.
    pub mark: String,
    /// What ends it.
    pub after: String,
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}{}", self.before, self.day, self.mark, self.after)
    }
}

/// The answer as a sentence of its own. `today` is the plant's; `next` is the day by which they hear from us.
pub fn answer_sentence(answer: &Answer, today: Day, next: Option<Day>, lang: Lang) -> Sentence {
    let days = answer.days.abs().to_string();
    let next = next.map(|next| day(next, today, lang));
    let template = match (answer.date, lang) {
        (Some(_), Lang::En) => english(answer),
        (Some(_), Lang::Zh) => chinese(answer),
        (None, lang) => undated(answer, next.is_some()).get(lang).to_owned(),
    };
    let said = |text: &str| fill(text, &[("days", &days), ("next", next.as_deref().unwrap_or_default())]);
    match (template.split_once("{date}"), answer.date) {
        (Some((before, rest)), Some(date)) => {
            let after = rest.trim_start_matches([',', '.', '，', '。']);
            let mark = rest[..rest.len() - after.len()].to_owned();
            Sentence { before: said(before), day: day(date, today, lang), mark, after: said(after) }
        }
        _ => Sentence { before: said(&template), ..Sentence::default() },
    }
}

/// Which goods the date is about: all of it, what is left of it, the last of several.
fn of_goods<T>(answer: &Answer, [all, rest, last]: [T; 3]) -> T {
    match (answer.several, answer.some_left) {
        (true, _) => last,
        (false, true) => rest,
        (false, false) => all,
    }
}

/// Where several days are named, the days of one line are not those of the last: nothing is counted then.
fn counts(answer: &Answer) -> bool {
    answer.days != 0 && !answer.several
}

/// An answer with a day.
fn english(answer: &Answer) -> String {
    let (first, ships, ship) =
        if answer.arrives { ("Arrives", "arrives", "arrive") } else { ("Ships", "ships", "ship") };
    let ships = match of_goods(answer, ["", "The rest", "The last of it"]) {
        "" => format!("{first} {{date}}"),
        goods => format!("{goods} {ships} {{date}}"),
    };
    let planned = of_goods(answer, ["Planned", "The rest is planned", "The last of it is planned"]);
    let expect = ["it", "the rest", "the last of it"];
    let tight = of_goods(answer, ["This day is tight", "This day is tight", "Part of this is tight"]);
    let than = |word: &str, promised: &str| match answer.days.abs() {
        1 if counts(answer) => format!(", a day {word} than {promised}."),
        _ if counts(answer) => format!(", {{days}} days {word} than {promised}."),
        _ if answer.several => format!(", and some of it {word} than {promised}."),
        _ => format!(", {word} than {promised}."),
    };
    match answer.kind {
        AnswerKind::Arrived => "All of it arrived on {date}.".to_owned(),
        AnswerKind::Left => "All of it has left, the last on {date}.".to_owned(),
        AnswerKind::AsPromised => format!("{ships}, as promised."),
        AnswerKind::Earlier => format!("{ships}{}", than("earlier", "first promised")),
        AnswerKind::Later => format!("{ships}{}", than("later", "first promised")),
        AnswerKind::Planned => format!("{planned} to {ship} {{date}}. We have no recent report on it."),
        AnswerKind::AtRisk => format!("{planned} to {ship} {{date}}. {tight}, and we work to keep it."),
        AnswerKind::Expected => {
            let goods = of_goods(answer, expect);
            format!("We expect {goods} to {ship} on {{date}}{}", than("later", "promised"))
        }
        AnswerKind::WaitsForYou => format!("{ships}, once we have what we need from you."),
        AnswerKind::Cancelled | AnswerKind::Received | AnswerKind::Overdue => {
            undated(answer, false).get(Lang::En).to_owned()
        }
    }
}

/// An answer with a day.
fn chinese(answer: &Answer) -> String {
    let ships = if answer.arrives { "送达" } else { "发货" };
    let goods = of_goods(answer, ["", "其余货物", "最后一批"]);
    let tight = of_goods(answer, ["该日期较紧", "该日期较紧", "其中部分日期较紧"]);
    let than = |word: &str, promised: &str| match counts(answer) {
        true => format!("，比{promised}{word} {{days}} 天。"),
        false if answer.several => format!("，部分货物{word}于{promised}。"),
        false => format!("，{word}于{promised}。"),
    };
    match answer.kind {
        AnswerKind::Arrived => "货物已于{date}全部送达。".to_owned(),
        AnswerKind::Left => "货物已全部发出，最后一批于{date}发出。".to_owned(),
        AnswerKind::AsPromised => format!("{goods}{{date}}{ships}，与承诺一致。"),
        AnswerKind::Earlier => format!("{goods}{{date}}{ships}{}", than("早", "首次承诺")),
        AnswerKind::Later => format!("{goods}{{date}}{ships}{}", than("晚", "首次承诺")),
        AnswerKind::Planned => format!("{goods}计划{{date}}{ships}，暂无最新报工确认。"),
        AnswerKind::AtRisk => format!("{goods}计划{{date}}{ships}。{tight}，我们正全力确保。"),
        AnswerKind::Expected => format!("{goods}预计{{date}}{ships}{}", than("晚", "承诺")),
        AnswerKind::WaitsForYou => format!("贵司配合事项完成后，{goods}可于{{date}}{ships}。"),
        AnswerKind::Cancelled | AnswerKind::Received | AnswerKind::Overdue => {
            undated(answer, false).get(Lang::Zh).to_owned()
        }
    }
}

/// An answer without a day; `next` is whether somebody has said when we write again.
fn undated(answer: &Answer, next: bool) -> Bilingual {
    let both = |en, zh| Bilingual { en, zh };
    match (answer.kind, answer.several || answer.some_left, next) {
        (AnswerKind::Cancelled, ..) => both("This order was cancelled.", "本订单已取消。"),
        (AnswerKind::Arrived, ..) => both("All of it has arrived.", "货物已全部送达。"),
        (AnswerKind::Left, ..) => both("All of it has left.", "货物已全部发出。"),
        (AnswerKind::WaitsForYou, ..) => both(
            "We can name the day once we have what we need from you.",
            "贵司配合事项完成后，我们即可告知发货日期。",
        ),
        (AnswerKind::Expected, true, true) => both(
            "We expect part of it later than promised, and name the new day by {next}.",
            "部分货物预计晚于承诺发货，我们将于{next}前告知新的日期。",
        ),
        (AnswerKind::Expected, true, false) => both(
            "We expect part of it later than promised, and name the new day as soon as we know it.",
            "部分货物预计晚于承诺发货，新的日期确定后我们会立即告知您。",
        ),
        (AnswerKind::Expected, false, true) => both(
            "We expect it later than promised, and name the new day by {next}.",
            "预计晚于承诺发货，我们将于{next}前告知新的日期。",
        ),
        (AnswerKind::Expected, false, false) => both(
            "We expect it later than promised, and name the new day as soon as we know it.",
            "预计晚于承诺发货，新的日期确定后我们会立即告知您。",
        ),
        (AnswerKind::Overdue, true, true) => both(
            "Part of it is later than promised. We name the new day by {next}.",
            "部分货物的发货晚于承诺，我们将于{next}前告知新的日期。",
        ),
        (AnswerKind::Overdue, true, false) => both(
            "Part of it is later than promised. We name the new day as soon as we know it.",
            "部分货物的发货晚于承诺，新的日期确定后我们会立即告知您。",
        ),
        (AnswerKind::Overdue, false, true) => both(
            "It is later than promised. We name the new day by {next}.",
            "发货晚于承诺，我们将于{next}前告知新的日期。",
        ),
        (AnswerKind::Overdue, false, false) => both(
            "It is later than promised. We name the new day as soon as we know it.",
            "发货晚于承诺，新的日期确定后我们会立即告知您。",
        ),
        (_, true, true) => both(
            "Part of your order has no day yet. We name it by {next}.",
            "部分货物的发货日期待定，我们将于{next}前告知您。",
        ),
        (_, true, false) => both(
            "Part of your order has no day yet. We name it as soon as we know it.",
            "部分货物的发货日期待定，确定后我们会立即告知您。",
        ),
        (_, false, true) => both(
            "We have your order, and will name the day by {next}.",
            "我们已收到贵司订单，将于{next}前告知发货日期。",
        ),
        (_, false, false) => both(
            "We have your order, and will name the day as soon as we know it.",
            "我们已收到贵司订单，发货日期确定后会立即告知您。",
        ),
    }
}

/// A day as it stands in a sentence: `Friday 4 December`, `12月4日（周五）`; with its year where that is not today's.
pub fn day(day: Day, today: Day, lang: Lang) -> String {
    let (date, now): (NaiveDate, NaiveDate) = (day.date(), today.date());
    let other_year = date.year() != now.year();
    match lang {
        Lang::En => date.format(if other_year { "%A %-d %B %Y" } else { "%A %-d %B" }).to_string(),
        Lang::Zh => {
            let full = crate::text::mail::day_in_full(date, lang);
            let year = if other_year { 0 } else { full.find('年').map_or(0, |at| at + '年'.len_utf8()) };
            full[year..].to_owned()
        }
    }
}

/// A time of the plant: `Fri 4 Dec, 15:00`, `12月4日 周五 15:00`.
pub fn moment(at: Moment, today: Day, zone: Tz, lang: Lang) -> String {
    let local = at.utc().with_timezone(&zone);
    let day = crate::text::mail::day(local.date_naive(), today.date(), lang);
    let comma = if lang == Lang::En { "," } else { "" };
    format!("{day}{comma} {}", local.format("%H:%M"))
}

#[cfg(test)]
mod tests;
