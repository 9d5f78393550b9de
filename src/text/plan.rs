//! A plan in words: kinds of time, causes, grades, assumptions, and how long something takes.

use chrono::{Datelike, NaiveDate, Weekday};
use holdfast_engine::explain::{Cause, Kind};
use holdfast_engine::model::{Code, Hold, HoldKind, JobKey, OpKey, RunTime, Shop, SupplyKey};
use holdfast_engine::problem::{Assumption, Grade, Severity};
use holdfast_engine::time::DAY;

use super::{Bilingual, Lang};
use crate::domain::role::Role;

const fn both(en: &'static str, zh: &'static str) -> Bilingual {
    Bilingual { en, zh }
}

/// What a stretch of time was spent on.
pub fn kind(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Material => both("material", "待料"),
        Kind::Queue => both("queue", "排队"),
        Kind::Processing => both("processing", "加工"),
        Kind::Setup => both("setup", "准备"),
        Kind::Closed => both("closed", "停班"),
        Kind::Inspection => both("inspection", "检验"),
        Kind::Rework => both("rework", "返工"),
        Kind::Remake => both("remake", "补做"),
        Kind::Outside => both("outside", "外协"),
        Kind::Move => both("move", "转运"),
        Kind::Dispatch => both("dispatch", "发货"),
        Kind::Customer => both("customer", "客户"),
        Kind::Hold => both("hold", "暂停"),
    }
    .get(lang)
}

/// The stable word of a kind, for programs.
pub fn kind_code(of: Kind) -> &'static str {
    kind(of, Lang::En)
}

/// What the times behind a date are.
pub fn grade(grade: Grade, lang: Lang) -> &'static str {
    match grade {
        Grade::Known => both("known", "确定"),
        Grade::Learned => both("learned", "实测"),
        Grade::Planned => both("planned", "计划"),
        Grade::Estimated => both("estimated", "估计"),
        Grade::Similar => both("similar", "类比"),
        Grade::LeadTime => both("lead time", "提前期"),
        Grade::Default => both("default", "默认"),
    }
    .get(lang)
}

/// The stable word of a grade, for programs.
pub fn grade_code(grade: Grade) -> &'static str {
    match grade {
        Grade::Known => "known",
        Grade::Learned => "learned",
        Grade::Planned => "planned",
        Grade::Estimated => "estimated",
        Grade::Similar => "similar",
        Grade::LeadTime => "lead-time",
        Grade::Default => "default",
    }
}

/// On what a date of this grade rests, and what would make it better.
pub fn grade_sentence(grade: Grade, lang: Lang) -> &'static str {
    match grade {
        Grade::Known => both(
            "Nothing has to be estimated: the goods are there or on their way.",
            "无需估算：货物已在库或在途。",
        ),
        Grade::Learned => both(
            "It rests on the shop's own routing and on times learned from what really happened.",
            "依据本厂工艺路线和从实际报工学习得到的工时。",
        ),
        Grade::Planned => both(
            "It rests on the shop's own routing and planned times. Learned times would make it surer.",
            "依据本厂工艺路线和计划工时。补充学习系数后会更可靠。",
        ),
        Grade::Estimated => both(
            "Part of it rests on minutes that somebody took it to need. A routing with times would make it surer.",
            "其中一部分依据人工估计的工时。补充工艺路线和工时后会更可靠。",
        ),
        Grade::Similar => both(
            "Some times were taken from a similar item or operation. Its own times would make it surer.",
            "部分工时借用了类似物料或工序。补充自身工时后会更可靠。",
        ),
        Grade::LeadTime => both(
            "Part of it is only an item's lead time. A routing with times would make it surer.",
            "其中一部分只有物料提前期作依据。补充工艺路线和工时后会更可靠。",
        ),
        Grade::Default => both(
            "Part of it is only the plant's default lead time. Anything known of the item is better.",
            "其中一部分只有工厂默认提前期作依据。补充该物料的任何资料都会更可靠。",
        ),
    }
    .get(lang)
}

/// How bad a problem is.
pub fn severity(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::LeftOut => both("left out", "未排入"),
        Severity::Assumed => both("assumed", "按假设"),
        Severity::Notice => both("notice", "提示"),
    }
    .get(lang)
}

/// The stable word of a severity, for programs.
pub fn severity_code(severity: Severity) -> &'static str {
    match severity {
        Severity::LeftOut => "left-out",
        Severity::Assumed => "assumed",
        Severity::Notice => "notice",
    }
}

/// What a missing time was taken from.
pub fn assumption(assumption: &Assumption, lang: Lang) -> String {
    match (assumption, lang) {
        (Assumption::Estimate, Lang::En) => "minutes that were estimated for an order".to_owned(),
        (Assumption::Estimate, Lang::Zh) => "按订单的估计工时".to_owned(),
        (Assumption::SimilarItem(item), Lang::En) => format!("times of the similar item {item}"),
        (Assumption::SimilarItem(item), Lang::Zh) => format!("按类似物料 {item} 的工时"),
        (Assumption::GroupItem(item), Lang::En) => format!("times of {item}, typical of its group"),
        (Assumption::GroupItem(item), Lang::Zh) => format!("按同组典型物料 {item} 的工时"),
        (Assumption::TypicalOperation(run), _) => typical(*run, lang),
        (Assumption::LeadTime(days), Lang::En) => {
            format!("its lead time, {} of work", day_count(*days, lang))
        }
        (Assumption::LeadTime(days), Lang::Zh) => format!("按提前期 {days} 个工作日"),
        (Assumption::PlantDefault(days), Lang::En) => {
            format!("the plant's default, {} of work", day_count(*days, lang))
        }
        (Assumption::PlantDefault(days), Lang::Zh) => format!("按工厂默认提前期 {days} 个工作日"),
    }
}

/// The usual time of a work centre, for a piece, a lot or a load.
fn typical(run: RunTime, lang: Lang) -> String {
    let (millis, per) = match run {
        RunTime::Piece(millis) => (millis, both("a piece", "单件").get(lang)),
        RunTime::Lot(millis) => (millis, both("a lot", "每批").get(lang)),
        RunTime::Load { millis, .. } => (millis, both("a load", "每炉").get(lang)),
    };
    let time = span(millis / 1_000, lang);
    match lang {
        Lang::En => format!("{time} {per}, usual on that work centre"),
        Lang::Zh => format!("按该工作中心的常见{per}时间 {time}"),
    }
}

/// A job by its number, or as what the plan proposes it for.
pub fn job(job: &JobKey, lang: Lang) -> String {
    match (job, lang) {
        (JobKey::WorkOrder(number), _) => number.to_string(),
        (JobKey::Proposed { line: Some(line), item, .. }, Lang::En) => format!("new {item} for {line}"),
        (JobKey::Proposed { line: Some(line), item, .. }, Lang::Zh) => format!("{line} 的新工单 {item}"),
        (JobKey::Proposed { line: None, item, .. }, Lang::En) => format!("new {item} for stock"),
        (JobKey::Proposed { line: None, item, .. }, Lang::Zh) => format!("备库新工单 {item}"),
    }
}

/// An operation with its job.
pub fn operation(key: &OpKey, lang: Lang) -> String {
    operation_of(&job(&key.job, lang), key.operation, lang)
}

/// An operation of a job that is called so.
fn operation_of(job: &str, number: u32, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{job} op {number}"),
        Lang::Zh => format!("{job} 工序 {number}"),
    }
}

/// A supply of `item`.
pub fn supply(key: &SupplyKey, item: &Code, lang: Lang) -> String {
    match (key, lang) {
        (SupplyKey::Stock(_), Lang::En) => format!("{item} from stock"),
        (SupplyKey::Stock(_), Lang::Zh) => format!("库存 {item}"),
        (SupplyKey::Job(key), _) => format!("{item} ({})", job(key, lang)),
        (SupplyKey::Purchase(key), _) => format!("{item} ({key})"),
        (SupplyKey::ProposedPurchase(..), Lang::En) => format!("{item} (to be ordered)"),
        (SupplyKey::ProposedPurchase(..), Lang::Zh) => format!("{item}（待采购）"),
    }
}

/// A hold: what is waited for, and who must act.
pub fn hold(hold: &Hold, lang: Lang) -> String {
    let what = match (hold.milestone.as_deref(), hold.kind) {
        (Some("drawing-approval"), _) => both("drawing approval", "图纸确认"),
        (Some("deposit"), _) => both("deposit", "定金"),
        (Some("sample-sign-off"), _) => both("sample sign-off", "样品确认"),
        (_, HoldKind::Credit) => both("credit", "信用放行"),
        (_, HoldKind::Drawing) => both("drawing", "图纸"),
        (_, HoldKind::Quality) => both("quality decision", "质量判定"),
        (_, HoldKind::Customer) => both("the customer", "客户确认"),
    };
    match (&hold.owner, lang) {
        (Some(owner), Lang::En) => format!("{} ({owner})", what.en),
        (Some(owner), Lang::Zh) => format!("{}（{}）", what.zh, owner_in_chinese(owner)),
        (None, _) => what.get(lang).to_owned(),
    }
}

/// Who must act: a word of ours in the reader's language, a name as it is written.
fn owner_in_chinese(owner: &str) -> &str {
    let role = Role::ALL.into_iter().find(|role| role.words().en.eq_ignore_ascii_case(owner));
    match role {
        Some(role) => role.words().zh,
        None if owner.eq_ignore_ascii_case("customer") => "客户",
        None if owner.eq_ignore_ascii_case("supplier") => "供应商",
        None => owner,
    }
}

/// What a stretch of time is about, in a few words for a table.
pub fn cause_in_short(of: Kind, cause: &Cause, shop: &Shop, lang: Lang) -> String {
    let about = match cause {
        Cause::Operation(_, Some(center)) | Cause::Behind(_, center) | Cause::Reserved(_, center) => {
            center.to_string()
        }
        Cause::Closed(_, center) => center.to_string(),
        Cause::Operation(key, None) => job(&key.job, lang),
        Cause::Supply(_, item) => item.to_string(),
        Cause::HeldBy(key) => shop.holds.get(key).map_or(String::new(), |found| hold(found, lang)),
        Cause::Window => return both("next ship day", "等待发货日").get(lang).to_owned(),
        Cause::NotStarted => return both("not started", "尚未开工").get(lang).to_owned(),
    };
    format!("{} {about}", kind(of, lang)).trim_end().to_owned()
}

/// What is known of the work behind a cause beyond its key.
#[derive(Clone, Copy, Debug, Default)]
pub struct Called<'a> {
    /// What the shop calls the operation.
    pub operation: Option<&'a str>,
    /// What its job is called, where its key would name it badly.
    pub job: Option<&'a str>,
}

/// What caused a stretch of time.
pub fn cause(of: Kind, cause: &Cause, called: Called<'_>, shop: &Shop, lang: Lang) -> String {
    let step = |key: &OpKey| {
        let plain = match called.job {
            Some(job) => operation_of(job, key.operation, lang),
            None => operation(key, lang),
        };
        match called.operation {
            Some(name) => format!("{plain} {name}"),
            None => plain,
        }
    };
    match (cause, lang) {
        (Cause::Operation(_, Some(center)), Lang::En) if of == Kind::Move => format!("to {center}"),
        (Cause::Operation(_, Some(center)), Lang::Zh) if of == Kind::Move => format!("转至 {center}"),
        (Cause::Operation(key, Some(center)), Lang::En) => format!("{} on {center}", step(key)),
        (Cause::Operation(key, Some(center)), Lang::Zh) => format!("{}，{center}", step(key)),
        (Cause::Operation(key, None), _) => step(key),
        (Cause::Behind(key, center), Lang::En) => format!("{center}, behind {}", operation(key, lang)),
        (Cause::Behind(key, center), Lang::Zh) => format!("{center}，排在 {} 之后", operation(key, lang)),
        (Cause::Reserved(_, center), Lang::En) => format!("{center}, kept free for promised work"),
        (Cause::Reserved(_, center), Lang::Zh) => format!("{center}，为已承诺的工作预留"),
        // The kind before it says that it is closed.
        (Cause::Closed(_, center), _) => center.to_string(),
        (Cause::Supply(key, item), _) => match called.job {
            Some(job) => format!("{item} ({job})"),
            None => supply(key, item, lang),
        },
        (Cause::HeldBy(key), _) => match shop.holds.get(key) {
            Some(found) => format!("{key}: {}", hold(found, lang)),
            None => key.to_string(),
        },
        (Cause::Window, Lang::En) => "packing, then the next ship day".to_owned(),
        (Cause::Window, Lang::Zh) => "包装并等待发货日".to_owned(),
        (Cause::NotStarted, Lang::En) if of == Kind::Queue => "ordered, not started yet".to_owned(),
        (Cause::NotStarted, Lang::Zh) if of == Kind::Queue => "已下单，尚未开工".to_owned(),
        (Cause::NotStarted, Lang::En) => "not started yet".to_owned(),
        (Cause::NotStarted, Lang::Zh) => "尚未开工".to_owned(),
    }
}

/// A rough length of time: `4.2 d`, `5.3 h`, `12 min`.
pub fn span(seconds: i64, lang: Lang) -> String {
    let rounded = |unit: i64| {
        let tenths = (seconds * 10 + unit / 2) / unit;
        if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
    };
    match seconds {
        s if s >= DAY => format!("{} {}", rounded(DAY), both("d", "天").get(lang)),
        s if s >= 3_600 => format!("{} {}", rounded(3_600), both("h", "小时").get(lang)),
        s if s >= 60 => format!("{} {}", rounded(60), both("min", "分钟").get(lang)),
        s => format!("{s} {}", both("s", "秒").get(lang)),
    }
}

/// A length of working time, always in hours: a day of work is not a day of the clock.
pub fn hours(seconds: i64, lang: Lang) -> String {
    match seconds {
        s if s >= 3_600 => {
            let tenths = (s + 180) / 360;
            let text = if tenths % 10 == 0 || tenths >= 1_000 {
                (tenths / 10).to_string()
            } else {
                format!("{}.{}", tenths / 10, tenths % 10)
            };
            format!("{text} {}", both("h", "小时").get(lang))
        }
        s => span(s, lang),
    }
}

/// A number of days as a noun.
pub fn day_count(days: u32, lang: Lang) -> String {
    match (days, lang) {
        (1, Lang::En) => "1 day".to_owned(),
        (_, Lang::En) => format!("{days} days"),
        (_, Lang::Zh) => format!("{days} 天"),
    }
}

/// A date with its weekday: `Thu 2026-03-26`, `2026-03-26 周四`.
pub fn date(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} {date}", weekday(date.weekday(), lang)),
        Lang::Zh => format!("{date} {}", weekday(date.weekday(), lang)),
    }
}

fn weekday(day: Weekday, lang: Lang) -> &'static str {
    match day {
        Weekday::Mon => both("Mon", "周一"),
        Weekday::Tue => both("Tue", "周二"),
        Weekday::Wed => both("Wed", "周三"),
        Weekday::Thu => both("Thu", "周四"),
        Weekday::Fri => both("Fri", "周五"),
        Weekday::Sat => both("Sat", "周六"),
        Weekday::Sun => both("Sun", "周日"),
    }
    .get(lang)
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_engine::model::{Blocks, HoldTarget};

    #[test]
    fn lengths_of_time_are_rounded_as_people_say_them() {
        for (seconds, en, zh) in [
            (362_880, "4.2 d", "4.2 天"),
            (86_400, "1 d", "1 天"),
            (19_080, "5.3 h", "5.3 小时"),
            (720, "12 min", "12 分钟"),
            (9, "9 s", "9 秒"),
        ] {
            assert_eq!(span(seconds, Lang::En), en);
            assert_eq!(span(seconds, Lang::Zh), zh);
        }
    }

    #[test]
    fn who_must_act_is_named_in_the_readers_language_or_by_name() {
        let held = |owner: &str| Hold {
            target: HoldTarget::Order("SO-1".into()),
            kind: HoldKind::Customer,
            milestone: Some("deposit".to_owned()),
            owner: Some(owner.to_owned()),
            expected: None,
            blocks: Blocks::Start,
        };
        for (owner, en, zh) in [
            ("customer", "deposit (customer)", "定金（客户）"),
            ("Sales", "deposit (Sales)", "定金（销售）"),
            ("Chen Jing", "deposit (Chen Jing)", "定金（Chen Jing）"),
        ] {
            assert_eq!(hold(&held(owner), Lang::En), en);
            assert_eq!(hold(&held(owner), Lang::Zh), zh);
        }
    }

    #[test]
    fn dates_carry_their_weekday() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 26).unwrap();
        assert_eq!(date(day, Lang::En), "Thu 2026-03-26");
        assert_eq!(date(day, Lang::Zh), "2026-03-26 周四");
    }
}
