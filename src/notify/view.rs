//! What a template shows: everything said in the reader's language already, so that templates only lay out.

use super::facts::{AlertFacts, CauseFacts, LineFacts, RemedyFacts, Said};
use crate::text::Lang;
use crate::text::mail::{self, CustomerSentence, MailWords};
use crate::text::plan_labels::fill;
use chrono::{DateTime, NaiveDate};
use serde::Serialize;

/// Rows that a table shows at most; the link has the rest.
const ROWS: usize = 40;

/// What a message is about, as far as its layout goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    AtRisk,
    Missed,
    Recovered,
    Earlier,
    Storm,
    Digest,
    Trial,
    Else,
}

impl About {
    pub(super) fn named(template: &str) -> Self {
        match template {
            "promise-at-risk" => Self::AtRisk,
            "promise-will-be-missed" => Self::Missed,
            "recovered" => Self::Recovered,
            "promise-much-earlier" => Self::Earlier,
            "storm" => Self::Storm,
            "digest" => Self::Digest,
            "trial" => Self::Trial,
            _ => Self::Else,
        }
    }

    fn is_good(self) -> bool {
        matches!(self, Self::Recovered | Self::Earlier)
    }
}

/// What a template shows.
#[derive(Debug, Serialize)]
pub(super) struct View {
    pub(super) lang: &'static str,
    pub(super) t: &'static MailWords,
    /// `late`, `good` or `plain`: the one colour.
    pub(super) tone: &'static str,
    pub(super) subject: String,
    /// What stands beside the subject in a list of mails.
    pub(super) preheader: String,
    pub(super) label: &'static str,
    pub(super) title: String,
    pub(super) lead: String,
    /// Order, customer and their number.
    pub(super) whose: Vec<String>,
    pub(super) lines: Vec<LineView>,
    pub(super) groups: Vec<GroupView>,
    pub(super) remedies: Vec<RemedyView>,
    pub(super) more: String,
    pub(super) link: String,
    pub(super) footer: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct LineView {
    pub(super) heading: String,
    pub(super) promise: String,
    pub(super) forecast: String,
    pub(super) forecast_note: String,
    pub(super) forecast_was: String,
    pub(super) chance: String,
    pub(super) chance_was: String,
    /// Of a hundred; nothing where there are no odds.
    pub(super) percent: Option<u32>,
    pub(super) causes: Vec<CauseView>,
    pub(super) remedies: Vec<RemedyView>,
    pub(super) sentence: String,
    pub(super) sentence_lang: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct CauseView {
    pub(super) text: String,
    pub(super) days: String,
}

#[derive(Debug, Serialize)]
pub(super) struct RemedyView {
    pub(super) text: String,
    pub(super) saves: String,
    pub(super) costs: String,
    pub(super) costs_nobody: bool,
}

/// Rows of a table under one heading.
#[derive(Debug, Serialize)]
pub(super) struct GroupView {
    pub(super) title: String,
    pub(super) rows: Vec<RowView>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct RowView {
    pub(super) order: String,
    pub(super) line: String,
    pub(super) customer: String,
    pub(super) goods: String,
    pub(super) promise: String,
    pub(super) forecast: String,
    pub(super) late: String,
    pub(super) chance: String,
}

/// Makes views in one language.
pub(super) struct Teller<'a> {
    pub(super) about: About,
    pub(super) lang: Lang,
    pub(super) t: &'static MailWords,
    pub(super) facts: &'a AlertFacts,
    /// Tells which days are of another year.
    pub(super) now: NaiveDate,
}

impl<'a> Teller<'a> {
    pub(super) fn new(template: &str, facts: &'a AlertFacts, lang: Lang) -> Self {
        let now = facts.opened.map_or(DateTime::UNIX_EPOCH, |at| at).date_naive();
        Self { about: About::named(template), lang, t: MailWords::of(lang), facts, now }
    }

    pub(super) fn view(&self, public_url: &str, instead_of: Option<&str>) -> View {
        let facts = self.facts;
        let table = matches!(self.about, About::Storm | About::Digest);
        let (groups, left_out) = if table { self.groups() } else { (Vec::new(), 0) };
        let mut lines: Vec<&LineFacts> = facts.lines.iter().collect();
        lines.sort_by(|a, b| worse(a).total_cmp(&worse(b)));
        let (title, own_lead) = self.title(&lines, &groups, left_out);
        let lead = facts.text.as_ref().map_or(own_lead, |text| self.said(text));
        let whose = if table { Vec::new() } else { self.whose() };
        let subject = self.subject(&title, &lines);
        let lines = if table { Vec::new() } else { lines };
        let more = if left_out > 0 {
            self.count(self.t.more_rows, self.t.more_rows, left_out)
        } else {
            String::new()
        };
        View {
            lang: if self.lang == Lang::Zh { "zh-CN" } else { "en" },
            t: self.t,
            tone: match self.about {
                About::Digest | About::Trial => "plain",
                about if about.is_good() => "good",
                _ => "late",
            },
            preheader: self.preheader(&lines, &groups, &lead),
            subject,
            label: self.label(),
            title,
            lead,
            whose,
            lines: lines.iter().map(|line| self.line(line)).collect(),
            groups,
            remedies: facts.remedies.iter().map(|remedy| self.remedy(remedy)).collect(),
            more,
            link: link(public_url, &facts.link),
            footer: self.footer(instead_of),
        }
    }

    fn label(&self) -> &'static str {
        let t = self.t;
        match self.about {
            About::AtRisk => t.at_risk,
            About::Missed => t.missed,
            About::Recovered => t.recovered,
            About::Earlier => t.earlier,
            About::Storm => t.storm,
            About::Digest => t.digest,
            About::Trial => t.trial,
            About::Else => t.notice,
        }
    }

    /// The one sentence that must be read, and what is said below it where the facts say nothing.
    fn title(&self, lines: &[&LineFacts], groups: &[GroupView], left_out: usize) -> (String, String) {
        let said = self.facts.title.as_ref().map(|title| self.said(title)).unwrap_or_default();
        let rows = groups.iter().map(|group| group.rows.len()).sum::<usize>() + left_out;
        let own = match (self.about, lines.first()) {
            (About::Trial, _) => return (self.t.trial_title.to_owned(), self.t.trial_text.to_owned()),
            (About::Storm, _) => self.count(self.t.orders_at_risk, self.t.orders_at_risk, rows),
            (About::Digest, _) if said.is_empty() => self.t.digest.to_owned(),
            (About::Else | About::Digest, _) | (_, None) => return (said, String::new()),
            (_, Some(worst)) => self.headline(worst),
        };
        let more = match lines.len() {
            _ if matches!(self.about, About::Storm | About::Digest) => String::new(),
            0 | 1 => String::new(),
            n => self.count(self.t.more_lines_one, self.t.more_lines, n - 1),
        };
        let lead = if self.about == About::Storm { said } else { more };
        if own.is_empty() { (self.label().to_owned(), lead) } else { (own, lead) }
    }

    /// What is the matter with the worst line.
    fn headline(&self, line: &LineFacts) -> String {
        let t = self.t;
        let (Some(promise), forecast) = (line.promise, line.forecast()) else { return String::new() };
        let days = forecast.map_or(0, |forecast| (forecast - promise).num_days());
        let promised = self.day(promise);
        let forecast = forecast.map(|day| self.day(day)).unwrap_or_default();
        let chance = line.on_time_probability.map(chance).unwrap_or_default();
        let both = [("forecast", forecast.as_str()), ("promise", promised.as_str())];
        let by_chance = [("chance", chance.as_str()), ("promise", promised.as_str())];
        match self.about {
            About::Recovered if !chance.is_empty() => fill(t.back_on_track, &by_chance),
            About::Earlier if days < 0 => {
                let (n, [forecast, promise]) = ((-days).to_string(), both);
                let words = if days == -1 { t.earlier_by_one } else { t.earlier_by };
                fill(words, &[("n", &n), forecast, promise])
            }
            About::AtRisk | About::Missed if days > 0 => {
                let (one, many) = match self.about {
                    About::Missed => (t.will_be_late_one, t.will_be_late),
                    _ => (t.late_one, t.late),
                };
                let late = self.count(one, many, days as usize);
                let [forecast, promise] = both;
                fill(t.instead_of, &[("late", &late), forecast, promise])
            }
            _ if !chance.is_empty() => fill(t.unsure, &by_chance),
            _ => String::new(),
        }
    }

    fn subject(&self, title: &str, lines: &[&LineFacts]) -> String {
        let table = matches!(self.about, About::Storm | About::Digest | About::Trial);
        let mut named = vec![self.facts.order.clone(), self.facts.customer.clone()];
        if let [line] = lines {
            if !line.line.is_empty() {
                named[0] = format!("{} {}", named[0], fill(self.t.order_line, &[("line", &line.line)]));
            }
        }
        named.retain(|name| !name.trim().is_empty());
        if table || named.is_empty() {
            return title.to_owned();
        }
        let colon = if self.lang == Lang::Zh { "：" } else { ": " };
        format!("{}{colon}{title}", named.join(self.t.separator))
    }

    fn preheader(&self, lines: &[&LineFacts], groups: &[GroupView], lead: &str) -> String {
        let causes = lines.first().map_or(&[][..], |line| &line.causes);
        if let Some(cause) = causes.first() {
            return self.said(&cause.text);
        }
        let orders = groups.iter().flat_map(|group| &group.rows).map(|row| row.order.clone()).take(6);
        let orders = orders.collect::<Vec<_>>().join(self.t.separator);
        if orders.is_empty() { lead.to_owned() } else { orders }
    }

    fn whose(&self) -> Vec<String> {
        let facts = self.facts;
        let theirs = match facts.customer_po.is_empty() {
            true => String::new(),
            false => fill(self.t.their_order, &[("po", &facts.customer_po)]),
        };
        let mut whose = vec![facts.order.clone(), facts.customer.clone(), theirs];
        whose.retain(|part| !part.trim().is_empty());
        whose
    }

    fn line(&self, line: &LineFacts) -> LineView {
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
            remedies: line.remedies.iter().map(|remedy| self.remedy(remedy)).collect(),
            sentence: self.sentence(line, customer_lang),
            sentence_lang: if customer_lang == Lang::Zh { "zh-CN" } else { "en" },
        }
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

    fn remedy(&self, remedy: &RemedyFacts) -> RemedyView {
        let t = self.t;
        let victims = remedy.victims.iter().map(|victim| {
            let line = fill(t.order_line, &[("line", &victim.line)]);
            let line = if victim.line.is_empty() { String::new() } else { format!(" {line}") };
            let line = format!("{}{line}", victim.order);
            match victim.days {
                Some(days) => fill(t.victim, &[("line", &line), ("days", &self.days(days))]),
                None => line,
            }
        });
        let victims: Vec<String> = victims.collect();
        let costs = match victims.is_empty() {
            true => t.costs_nobody.to_owned(),
            false => fill(t.costs, &[("victims", &victims.join(t.separator))]),
        };
        let saves = remedy.saves_days.map(|days| fill(t.saves, &[("days", &self.days(days))]));
        RemedyView {
            text: self.said(&remedy.text),
            saves: saves.unwrap_or_default(),
            costs,
            costs_nobody: victims.is_empty(),
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
            About::AtRisk | About::Missed if days > 0 => words.later,
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

    /// The lines of all orders under their headings, and how many are left out.
    fn groups(&self) -> (Vec<GroupView>, usize) {
        let mut groups: Vec<GroupView> = Vec::new();
        let own = std::iter::once(self.facts).filter(|facts| facts.orders.is_empty());
        let mut lines: Vec<(String, RowView, f64)> = Vec::new();
        for facts in own.chain(&self.facts.orders) {
            let title = match self.about {
                About::Digest => facts.title.as_ref().map(|title| self.said(title)).unwrap_or_default(),
                _ => String::new(),
            };
            lines.extend(facts.lines.iter().map(|line| (title.clone(), self.row(facts, line), worse(line))));
        }
        lines.sort_by(|a, b| a.2.total_cmp(&b.2));
        let left_out = lines.len().saturating_sub(ROWS);
        for (title, row, _) in lines.into_iter().take(ROWS) {
            match groups.iter_mut().find(|group| group.title == title) {
                Some(group) => group.rows.push(row),
                None => groups.push(GroupView { title, rows: vec![row] }),
            }
        }
        (groups, left_out)
    }

    fn row(&self, facts: &AlertFacts, line: &LineFacts) -> RowView {
        let own = |of_line: &String, of_order: &String| match of_line.is_empty() {
            true => of_order.clone(),
            false => of_line.clone(),
        };
        let late = days_late(line).filter(|days| *days > 0);
        RowView {
            order: own(&line.order, &facts.order),
            line: line.line.clone(),
            customer: own(&line.customer, &facts.customer),
            goods: self.goods(line),
            promise: line.promise.map(|day| self.day(day)).unwrap_or_default(),
            forecast: line.forecast().map(|day| self.day(day)).unwrap_or_default(),
            late: late
                .map(|days| self.count(self.t.days_late_one, self.t.days_late, days as usize))
                .unwrap_or_default(),
            chance: line.on_time_probability.map(chance).unwrap_or_default(),
        }
    }

    fn footer(&self, instead_of: Option<&str>) -> Vec<String> {
        let facts = self.facts;
        let named = !facts.order.is_empty() && !facts.rule.is_empty() && facts.orders.is_empty();
        let why = match (self.about, named) {
            (About::Trial, _) => None,
            (_, true) => {
                let rule = facts.title.as_ref().map_or(self.label().to_owned(), |title| self.said(title));
                Some(fill(self.t.why_you_rule, &[("order", &facts.order), ("rule", &rule)]))
            }
            (_, false) => Some(self.t.why_you.to_owned()),
        };
        let instead = instead_of.map(|name| fill(self.t.instead, &[("name", name)]));
        instead.into_iter().chain(why).chain([self.t.no_answer.to_owned()]).collect()
    }

    fn said(&self, said: &Said) -> String {
        let (own, other) = match self.lang {
            Lang::En => (&said.en, &said.zh),
            Lang::Zh => (&said.zh, &said.en),
        };
        if own.is_empty() { other.clone() } else { own.clone() }
    }

    /// A day that no line breaks in two.
    fn day(&self, day: NaiveDate) -> String {
        mail::day(day, self.now, self.lang).replace(' ', "\u{a0}")
    }

    fn days(&self, days: f64) -> String {
        let tenths = (days * 10.0).round() / 10.0;
        let number = format!("{tenths}");
        fill(if number == "1" { self.t.day } else { self.t.days }, &[("n", &number)])
    }

    fn signed(&self, days: f64) -> String {
        if days < 0.0 { format!("−{}", self.days(-days)) } else { format!("+{}", self.days(days)) }
    }

    fn count(&self, one: &str, many: &str, n: usize) -> String {
        fill(if n == 1 { one } else { many }, &[("n", &n.to_string())])
    }
}

/// A probability as people read it.
fn chance(odds: f64) -> String {
    let percent = odds.clamp(0.0, 1.0) * 100.0;
    match percent {
        p if p > 99.0 && p < 100.0 => ">\u{a0}99\u{a0}%".to_owned(),
        p if p > 0.0 && p < 1.0 => "<\u{a0}1\u{a0}%".to_owned(),
        p => format!("{p:.0}\u{a0}%"),
    }
}

/// Days by which a line is late, before the promise if below zero.
fn days_late(line: &LineFacts) -> Option<i64> {
    Some((line.forecast()? - line.promise?).num_days())
}

/// What is lower is worse: the odds, and where there are none or the same, the days.
fn worse(line: &LineFacts) -> f64 {
    line.on_time_probability.unwrap_or(0.5) - days_late(line).unwrap_or(0) as f64 / 1_000.0
}

/// A link below the server's address. What is no path of ours leads nowhere.
pub(super) fn link(public_url: &str, path: &str) -> String {
    let ours = path.starts_with('/') && !path.starts_with("//");
    if ours && !public_url.is_empty() {
        format!("{}{path}", public_url.trim_end_matches('/'))
    } else {
        String::new()
    }
}
