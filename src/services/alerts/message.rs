//! What is told in one message: of one order, of many at once, or the mild things of a day.

use crate::domain::alert::{AlertFacts, LineTold, RemedyTold};
use crate::domain::rule::{Channel, Words};
use crate::services::link::BOARD;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Remedies that a message about many orders tells.
const SHARED: usize = 3;
/// The template of the mild things.
const DIGEST: &str = "digest";

/// A message to be written and sent.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Message {
    /// Told once under this key.
    pub(super) key: String,
    /// Which way.
    pub(super) channel: Channel,
    /// A person's or a channel's name.
    pub(super) to: String,
    /// How it is written.
    pub(super) template: String,
    /// What it says.
    pub(super) facts: Value,
    /// What it belongs to: `order:SO-1`.
    pub(super) thread: Option<String>,
    /// Whether it waits for its reader's digest.
    pub(super) can_wait: bool,
}

type To = (String, Channel);

fn message((key, template): (String, &str), to: &To, facts: Value, thread: Option<String>) -> Message {
    let (to, channel) = to.clone();
    Message { key, channel, to, template: template.to_owned(), facts, thread, can_wait: template == DIGEST }
}

/// What happened to one order: the alerts of its lines are lines of one message. Whether its reader looks after it, and
/// what whoever does is called.
pub(super) fn of_order(
    (key, template, step): (String, String, String),
    to: &To,
    (is_own, owner): (bool, Option<&str>),
    all: &[AlertFacts],
) -> Message {
    let Some((first, rest)) = all.split_first() else {
        return message((key, &template), to, Value::Null, None);
    };
    let mut facts = first.clone();
    facts.severity = all.iter().map(|one| one.severity).max().unwrap_or(first.severity);
    facts.lines.extend(rest.iter().flat_map(|one| one.lines.clone()));
    let thread = first.order.as_ref().map(|order| format!("order:{order}"));
    let mut facts = json!(facts);
    facts["step"] = step.into();
    facts["own"] = is_own.into();
    facts["owner"] = owner.filter(|_| !is_own).into();
    message((key, &template), to, facts, thread)
}

/// What happened to many orders at once: one table, and what most of them have in common.
pub(super) fn storm(key: String, to: &To, all: &[AlertFacts], is_over: bool) -> Message {
    let orders: BTreeSet<&str> = all.iter().filter_map(|one| one.order.as_deref()).collect();
    let of_lines = all.iter().all(|one| !one.lines.is_empty());
    let (count, warnings) = (orders.len(), all.len());
    let title = match is_over {
        _ if !of_lines => {
            Words::of(format!("{warnings} warnings at once"), format!("{warnings} 项预警同时出现"))
        }
        false => Words::of(format!("{count} orders at once"), format!("{count} 个订单同时预警")),
        true => Words::of(format!("{count} orders recovered"), format!("{count} 个订单已恢复")),
    };
    let text = match common(all).filter(|_| !is_over) {
        _ if !of_lines => Words::default(),
        Some((cause, hit)) => Words::of(
            format!("{hit} of {} lines wait for the same: {}.", all.len(), cause.en),
            format!("{} 行中有 {hit} 行等待同一原因：{}。", all.len(), cause.zh),
        ),
        None if is_over => Words::of("Their promises are likely kept again.", "这些承诺已恢复为可按期完成。"),
        None => Words::of("They have no cause in common.", "没有共同原因。"),
    };
    let mut facts = many(all, &title, &text);
    match is_over {
        true => facts["over"] = true.into(),
        false => facts["remedies"] = json!(shared(all)),
    }
    message((key, "storm"), to, facts, None)
}

/// The mild things.
pub(super) fn digest(key: String, to: &To, all: &[AlertFacts]) -> Message {
    let title = match all.len() {
        1 => Words::of("Digest: one thing of note", "汇总：1 项值得留意"),
        n => Words::of(format!("Digest: {n} things of note"), format!("汇总：{n} 项值得留意")),
    };
    message((key, DIGEST), to, many(all, &title, &Words::default()), None)
}

fn many(all: &[AlertFacts], title: &Words, text: &Words) -> Value {
    let worst = all.iter().max_by_key(|one| one.severity);
    let mut facts = json!(worst);
    facts["title"] = json!(title);
    facts["text"] = json!(text);
    facts["order"] = Value::Null;
    facts["customer"] = Value::Null;
    facts["customer_po"] = Value::Null;
    facts["lines"] = json!([]);
    facts["link"] = BOARD.into();
    facts["orders"] = json!(all);
    facts
}

/// The main cause that most have, and how many; nothing where no two have the same.
fn common(all: &[AlertFacts]) -> Option<(Words, usize)> {
    let mut counted: BTreeMap<(&str, &str), (usize, &Words)> = BTreeMap::new();
    for cause in all.iter().flat_map(|one| &one.lines).filter_map(|line| line.causes.first()) {
        counted.entry((&cause.cause, &cause.what)).or_insert((0, &cause.text)).0 += 1;
    }
    let most = counted.into_values().max_by_key(|(count, _)| *count)?;
    (most.0 > 1).then(|| (most.1.clone(), most.0))
}

/// What helps most of the lines: each said once, with how many it helps.
fn shared(all: &[AlertFacts]) -> Vec<RemedyTold> {
    let lines: Vec<&LineTold> = all.iter().flat_map(|one| &one.lines).collect();
    let mut found: Vec<(usize, RemedyTold)> = Vec::new();
    // What puts a line before all others, or ships a part of it, is another thing for each line.
    let shared = |remedy: &&RemedyTold| !matches!(remedy.kind.as_str(), "expedite" | "partial");
    for remedy in lines.iter().flat_map(|line| &line.remedies).filter(shared) {
        match found.iter_mut().find(|(_, known)| known.text == remedy.text) {
            Some((helped, known)) => {
                *helped += 1;
                let more = known.saves_days.zip(remedy.saves_days).map(|(one, other)| one.max(other));
                known.saves_days = more.or(known.saves_days).or(remedy.saves_days);
            }
            None => found.push((1, remedy.clone())),
        }
    }
    found.sort_by_key(|(helped, remedy)| (std::cmp::Reverse(*helped), remedy.victims.len()));
    let told = |(helped, remedy): (usize, RemedyTold)| {
        let of = lines.len();
        let text = Words::of(
            format!("{}: helps {helped} of {of} lines", remedy.text.en),
            format!("{}：{of} 行中有 {helped} 行受益", remedy.text.zh),
        );
        // The odds are another for each line.
        RemedyTold { text, on_time_probability: None, ..remedy }
    };
    found.into_iter().take(SHARED).map(told).collect()
}
