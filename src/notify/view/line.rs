//! Lines of orders as a message tells them: in full with causes and remedies, or as a row of a table.

use super::{About, CauseView, GroupView, LineView, RemedyView, RowView, Teller};
use crate::notify::facts::{AlertFacts, CauseFacts, LineFacts, RemedyFacts, VictimFacts};
use crate::text::Lang;
use crate::text::mail::{self, CustomerSentence};
use crate::text::plan_labels::fill;

/// Rows that a table shows at most; the link has the rest.
const ROWS: usize = 40;

impl Teller<'_> {
    pub(super) fn line(&self, line: &LineFacts) -> LineView {
        let t = self.t;
        let percent = line.on_time_probability.map(|odds| (odds.clamp(0.0, 1.0) * 100.0).round() as u32);
        let before = line.before.as_ref();
        let since = before.and_then(|before| before.since.get(..10)).and_then(|day| day.parse().ok());
        let chance_was = before.and_then(|before| before.on_time_probability).map(|odds| {
            let was = chance(odds);
            match since {
                Some(day) => fill(t.was_on, &[("was", &was), ("day", &self.day(day))]),
                None => fill(t.was, &[("was", &was)]),
            }
        });
        let earlier = before.and_then(|before| before.p80).filter(|was| Some(*was) != line.p80);
        let note = line.p80.map(|_| t.eight_in_ten.to_owned()).unwrap_or_default();
        let customer_lang = self.customer_lang();
        LineView {
            heading: self.heading(line),
            promise: line.promise.map(|day| self.day(day)).unwrap_or_default(),
            forecast: line.forecast().map(|day| self.day(day)).unwrap_or_default(),
            forecast_note: note,
            forecast_was: earlier.map(|was| fill(t.was, &[("was", &self.day(was))])).unwrap_or_default(),
            chance: line.on_time_probability.map(chance).unwrap_or_default(),
            chance_was: chance_was.unwrap_or_default(),
            percent,
            causes: line.causes.iter().map(|cause| self.cause(cause)).collect(),
            remedies: self.remedies(line),
            sentence: self.sentence(line, customer_lang),
            sentence_lang: if customer_lang == Lang::Zh { "zh-CN" } else { "en" },
        }
    }

    /// What could still be done; nothing where nothing is in danger any more.
    fn remedies(&self, line: &LineFacts) -> Vec<RemedyView> {
        let all = line.remedies.iter().filter(|_| !self.about.is_good());
        let told = all.map(|remedy| {
            let mut view = self.remedy(remedy);
            // Whoever reads the odds of the line would take the days for as sure.
            if line.on_time_probability.is_some()
                && remedy.on_time_probability.is_none()
                && !view.saves.is_empty()
            {
                view.saves = format!("{}{}{}", view.saves, self.t.separator, self.t.by_plan);
            }
            view
        });
        told.collect()
    }

    fn heading(&self, line: &LineFacts) -> String {
        let name = if line.line.is_empty() {
            String::new()
        } else {
            fill(self.t.order_line, &[("line", &line.line)])
        };
        let mut parts = vec![name, self.goods(line)];
        parts.retain(|part| !part.is_empty());
        let heading = parts.join(" · ");
        let mut letters = heading.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }

    /// How much of what.
    fn goods(&self, line: &LineFacts) -> String {
        let quantity = mail::quantity(&line.quantity, &line.unit, self.lang);
        let mut parts = vec![quantity, line.item.clone(), line.item_name.clone()];
        parts.retain(|part| !part.trim().is_empty());
        parts.dedup();
        parts.join(" ")
    }

    fn cause(&self, cause: &CauseFacts) -> CauseView {
        let days = cause.days.filter(|days| days.abs() >= 0.05);
        CauseView {
            text: self.said(&cause.text),
            days: days.map(|days| self.signed(days)).unwrap_or_default(),
        }
    }

    pub(super) fn remedy(&self, remedy: &RemedyFacts) -> RemedyView {
        let t = self.t;
        let victims: Vec<String> = remedy.victims.iter().map(|victim| self.victim(victim)).collect();
        let costs = match victims.is_empty() {
            true => t.costs_nobody.to_owned(),
            false => fill(t.costs, &[("victims", &victims.join(t.separator))]),
        };
        let saved = remedy.saves_days.filter(|days| *days >= 0.05);
        let saved = saved.map(|days| fill(t.saves, &[("days", &self.days(days))]));
        let kept = remedy.on_time_probability.map(|odds| fill(t.then_kept, &[("chance", &chance(odds))]));
        let saves: Vec<String> = saved.into_iter().chain(kept).collect();
        RemedyView {
            text: self.said(&remedy.text),
            saves: saves.join(t.separator),
            costs,
            costs_nobody: victims.is_empty(),
        }
    }

    /// Whom a remedy costs, and how much: days if it costs days, else odds.
    fn victim(&self, victim: &VictimFacts) -> String {
        let t = self.t;
        let line = fill(t.order_line, &[("line", &victim.line)]);
        let line = if victim.line.is_empty() { String::new() } else { format!(" {line}") };
        let line = format!("{}{line}", victim.order);
        match (victim.days, victim.on_time_before.zip(victim.on_time_after)) {
            (Some(days), _) => fill(t.victim, &[("line", &line), ("days", &self.days(days))]),
            (None, Some((before, after))) => {
                let odds = [("before", &*chance(before)), ("after", &*chance(after))];
                fill(t.victim_odds, &[("line", &*line), odds[0], odds[1]])
            }
            (None, None) => line,
        }
    }

    fn customer_lang(&self) -> Lang {
        if self.facts.sentence_lang.is_empty() {
            self.lang
        } else {
            Lang::from_tag(&self.facts.sentence_lang)
        }
    }

    /// What the customer may be told about a line; nothing where it says nothing about a promise.
    fn sentence(&self, line: &LineFacts, lang: Lang) -> String {
        let words = CustomerSentence::of(lang);
        let (Some(promise), Some(days)) = (line.promise, days_late(line)) else { return String::new() };
        let template = match self.about {
            About::AtRisk | About::Missed if days > 0 && is_likely_late(line) => words.later,
            About::AtRisk | About::Missed => words.unsure,
            About::Recovered => words.kept,
            About::Earlier => words.earlier,
            _ => return String::new(),
        };
        let facts = self.facts;
        let po = [&line.customer_po, &facts.customer_po, &line.order, &facts.order];
        let po = po.into_iter().find(|number| !number.is_empty()).cloned().unwrap_or_default();
        let name = if line.item_name.is_empty() { &line.item } else { &line.item_name };
        let quantity = mail::quantity(&line.quantity, &line.unit, lang);
        let goods = match lang {
            Lang::En => format!("{quantity} {name}"),
            Lang::Zh => format!("{name} {quantity}"),
        };
        let forecast = line.forecast().map(|day| mail::day_in_full(day, lang)).unwrap_or_default();
        let promise = mail::day_in_full(promise, lang);
        fill(
            template,
            &[("po", &po), ("goods", goods.trim()), ("forecast", &forecast), ("promise", &promise)],
        )
    }

    /// What all alerts are about under their headings, and how much is left out: lines as rows, the worst first, then one
    /// sentence about each that is about no line.
    pub(super) fn groups(&self) -> (Vec<GroupView>, usize) {
        let own = std::iter::once(self.facts).filter(|facts| facts.orders.is_empty());
        let all: Vec<&AlertFacts> = own.chain(&self.facts.orders).collect();
        let title =
            |facts: &AlertFacts| facts.title.as_ref().map(|title| self.said(title)).unwrap_or_default();
        let of_lines = |facts| if self.about == About::Digest { title(facts) } else { String::new() };
        let lines = all.iter().flat_map(|facts| facts.lines.iter().map(|line| (*facts, line)));
        let mut rows: Vec<(String, RowView, f64)> =
            lines.map(|(facts, line)| (of_lines(facts), self.row(facts, line), worse(line))).collect();
        rows.sort_by(|a, b| a.2.total_cmp(&b.2));
        let noted = all.iter().filter(|facts| facts.lines.is_empty());
        let notes: Vec<(String, String)> = noted
            .map(|facts| (title(facts), facts.text.as_ref().map(|text| self.said(text)).unwrap_or_default()))
            .filter(|(title, text)| !title.is_empty() || !text.is_empty())
            .collect();
        let left_out = (rows.len() + notes.len()).saturating_sub(ROWS);
        let room = ROWS.saturating_sub(rows.len());
        let mut groups: Vec<GroupView> = Vec::new();
        for (title, row, _) in rows.into_iter().take(ROWS) {
            group(&mut groups, title).rows.push(row);
        }
        for (title, text) in notes.into_iter().take(room) {
            // What is called by its title alone says no more.
            group(&mut groups, title).notes.extend(Some(text).filter(|text| !text.is_empty()));
        }
        (groups, left_out)
    }

    fn row(&self, facts: &AlertFacts, line: &LineFacts) -> RowView {
        let own = |of_line: &String, of_order: &String| match of_line.is_empty() {
            true => of_order.clone(),
            false => of_line.clone(),
        };
        let late = days_late(line).filter(|days| *days > 0 && is_likely_late(line));
        RowView {
            order: own(&line.order, &facts.order),
            line: line.line.clone(),
            customer: own(&line.customer, &facts.customer),
            goods: self.goods(line),
            promise: line.promise.map(|day| self.day(day)).unwrap_or_default(),
            forecast: line.forecast().map(|day| self.day(day)).unwrap_or_default(),
            late: late
                .map(|days| super::count(self.t.days_late_one, self.t.days_late, days as usize))
                .unwrap_or_default(),
            chance: line.on_time_probability.map(chance).unwrap_or_default(),
        }
    }
}

/// The group of that title, made where there is none.
fn group(groups: &mut Vec<GroupView>, title: String) -> &mut GroupView {
    let at = groups.iter().position(|group| group.title == title).unwrap_or_else(|| {
        groups.push(GroupView { title, ..GroupView::default() });
        groups.len() - 1
    });
    &mut groups[at]
}

/// A probability as people read it.
pub(super) fn chance(odds: f64) -> String {
    let percent = odds.clamp(0.0, 1.0) * 100.0;
    match percent {
        p if p > 99.0 && p < 100.0 => ">\u{a0}99\u{a0}%".to_owned(),
        p if p > 0.0 && p < 1.0 => "<\u{a0}1\u{a0}%".to_owned(),
        p => format!("{p:.0}\u{a0}%"),
    }
}

/// Days by which a line is late, before the promise if below zero.
pub(super) fn days_late(line: &LineFacts) -> Option<i64> {
    Some((line.forecast()? - line.promise?).num_days())
}

/// Whether it is more likely late than not: a day that is kept with 80 % may lie behind a promise that is likely kept.
pub(super) fn is_likely_late(line: &LineFacts) -> bool {
    line.on_time_probability.is_none_or(|odds| odds < 0.5)
}

/// What is lower is worse: the odds, and where there are none or the same, the days.
pub(super) fn worse(line: &LineFacts) -> f64 {
    line.on_time_probability.unwrap_or(0.5) - days_late(line).unwrap_or(0) as f64 / 1_000.0
}
