//! What a template shows: everything said in the reader's language already, so that templates only lay out.

mod line;
mod shown;

pub(super) use shown::{CauseView, GroupView, LineView, RemedyView, RowView, View};

use super::facts::{AlertFacts, LineFacts, Said};
use crate::text::Lang;
use crate::text::mail::{self, MailWords};
use crate::text::plan_labels::fill;
use chrono::{DateTime, NaiveDate};
use line::{chance, is_likely_late, worse};

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

    /// Whether it is about what was promised of lines, which a mail shows as figures.
    fn is_of_promises(self) -> bool {
        matches!(self, Self::AtRisk | Self::Missed | Self::Recovered | Self::Earlier)
    }

    fn is_good(self) -> bool {
        matches!(self, Self::Recovered | Self::Earlier)
    }
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
        // What a promise's sentence says stands in its figures already.
        let text = facts.text.as_ref().filter(|_| lines.is_empty() || !self.about.is_of_promises());
        let lead = text.map_or(own_lead, |text| self.said(text));
        let whose = if table { Vec::new() } else { self.whose() };
        let subject = self.subject(&title, &lines);
        let lines = if table { Vec::new() } else { lines };
        let more =
            if left_out > 0 { count(self.t.more_rows, self.t.more_rows, left_out) } else { String::new() };
        View {
            lang: if self.lang == Lang::Zh { "zh-CN" } else { "en" },
            t: self.t,
            tone: match self.about {
                About::Digest | About::Trial => "plain",
                About::Storm if facts.over => "good",
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
            About::Storm if self.facts.over => t.recovered,
            About::Storm if self.facts.orders.iter().all(|one| one.lines.is_empty()) => t.notice,
            About::Storm => t.storm,
            About::Digest => t.digest,
            About::Trial => t.trial,
            About::Else => t.notice,
        }
    }

    /// What a storm is, and of how many.
    fn storm(&self, groups: &[GroupView], left_out: usize) -> String {
        let rows = groups.iter().map(|group| group.rows.len()).sum::<usize>();
        let notes = groups.iter().map(|group| group.notes.len()).sum::<usize>();
        let n = rows + notes + left_out;
        match (notes, groups) {
            (0, _) if self.facts.over => count(self.t.promises_back, self.t.promises_back, n),
            (0, _) => count(self.t.orders_at_risk, self.t.orders_at_risk, n),
            (_, [one]) if !one.title.is_empty() => {
                fill(self.t.same_at_once, &[("title", &one.title), ("n", &n.to_string())])
            }
            _ => count(self.t.things_at_once, self.t.things_at_once, n),
        }
    }

    /// The one sentence that must be read, and what is said below it where the facts say nothing.
    fn title(&self, lines: &[&LineFacts], groups: &[GroupView], left_out: usize) -> (String, String) {
        let said = self.facts.title.as_ref().map(|title| self.said(title)).unwrap_or_default();
        let own = match (self.about, lines.first()) {
            (About::Trial, _) => return (self.t.trial_title.to_owned(), self.t.trial_text.to_owned()),
            (About::Storm, _) => self.storm(groups, left_out),
            (About::Digest, _) if said.is_empty() => self.t.digest.to_owned(),
            (About::Else | About::Digest, _) => return (said, String::new()),
            (_, None) if said.is_empty() => String::new(),
            (_, None) => return (said, String::new()),
            (_, Some(worst)) => self.headline(worst),
        };
        let more = match lines.len() {
            _ if matches!(self.about, About::Storm | About::Digest) => String::new(),
            0 | 1 => String::new(),
            n => count(self.t.more_lines_one, self.t.more_lines, n - 1),
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
            About::AtRisk | About::Missed if days > 0 && is_likely_late(line) => {
                let (one, many) = match self.about {
                    About::Missed => (t.will_be_late_one, t.will_be_late),
                    _ => (t.late_one, t.late),
                };
                let late = count(one, many, days as usize);
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
        if let [line] = lines
            && !line.line.is_empty()
        {
            named[0] = format!("{} {}", named[0], fill(self.t.order_line, &[("line", &line.line)]));
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

    fn footer(&self, instead_of: Option<&str>) -> Vec<String> {
        let facts = self.facts;
        let instead = instead_of.map(|name| fill(self.t.instead, &[("name", name)]));
        let whose = Some(&facts.owner).filter(|owner| !owner.is_empty());
        let whose = whose.map(|owner| fill(self.t.looks_after, &[("name", owner)]));
        let said = instead.into_iter().chain(self.why_you()).chain(whose);
        said.chain([self.t.no_answer.to_owned()]).collect()
    }

    /// Why somebody gets this: they look after it, nobody else has acted, or a rule says so.
    fn why_you(&self) -> Option<String> {
        let (t, facts) = (self.t, self.facts);
        if self.about == About::Trial {
            return None;
        }
        if !facts.orders.is_empty() || facts.rule.is_empty() {
            return Some(t.why_you.to_owned());
        }
        let rule = facts.title.as_ref().map_or(self.label().to_owned(), |title| self.said(title));
        let about = [("order", facts.order.as_str()), ("rule", rule.as_str())];
        let escalated = facts.step.parse::<u32>().is_ok_and(|step| step > 0);
        Some(match facts.own {
            _ if escalated => fill(t.why_you_nobody, &about),
            Some(false) => fill(t.why_you_only_rule, &about),
            _ if facts.order.is_empty() => fill(t.why_you_only_rule, &about),
            _ => fill(t.why_you_rule, &about),
        })
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
}

fn count(one: &str, many: &str, n: usize) -> String {
    fill(if n == 1 { one } else { many }, &[("n", &n.to_string())])
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
