//! Why there is no report, in the words of whoever asked for one. What the server or the machine said stays as it was
//! said.

use crate::play::SimulationError;
use crate::player::client::PlayError;
use crate::server::ServerError;
use crate::words::{Language, fill};
use crate::world::WorldError;

impl WorldError {
    /// It in a language.
    pub fn message(&self, language: Language) -> String {
        match (language, self) {
            (Language::En, _) => self.to_string(),
            (Language::Zh, Self::Unknown { name, known }) => fill(
                "没有名为 {name} 的世界：既不是文件，也不是 {known} 之一。",
                &[("name", name.clone()), ("known", known.clone())],
            ),
            (Language::Zh, Self::Breaks { world, why }) => format!("{world}：{}", why.of(language)),
            (Language::Zh, Self::Wrong { world, why }) => format!("{world}：{why}"),
        }
    }
}

impl SimulationError {
    /// It in a language.
    pub fn message(&self, language: Language) -> String {
        match (language, self) {
            (Language::En, _) => self.to_string(),
            (Language::Zh, Self::Server(error)) => server(error),
            (Language::Zh, Self::Play { seed, day, source }) => {
                format!("种子 {seed}，第 {day:.1} 天：{}", play(source))
            }
            (Language::Zh, Self::Ended) => "未运行到底就已结束".to_owned(),
            (Language::Zh, Self::Lost) => "有一个种子没有运行到底".to_owned(),
        }
    }
}

fn server(error: &ServerError) -> String {
    match error {
        ServerError::Machine { what, source } => format!("{what}：{source}"),
        ServerError::Said { what, said } => format!("{what} 的输出：{said}"),
    }
}

fn play(error: &PlayError) -> String {
    match error {
        PlayError::Silent { what, source } => format!("{what}：服务器没有应答：{source}"),
        PlayError::Refused { what, status, answer } => format!("{what}：{status} {answer}"),
        PlayError::Unreadable { what, field, answer } => format!("{what}：应答中没有 {field}：{answer}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::World;

    #[test]
    fn what_is_wrong_is_said_in_both_languages() {
        let unknown = World::find("moon").expect_err("there is none");
        assert!(unknown.message(Language::En).contains("no world moon"));
        assert!(unknown.message(Language::Zh).contains("没有名为 moon"));
        let text = include_str!("../worlds/jobshop.json").replace("\"load\": 0.9", "\"load\": 9");
        let wrong = World::parse("jobshop", &text).expect_err("too much load");
        assert_eq!(wrong.message(Language::Zh), "jobshop：load 必须大于 0 且小于 1");
        assert_eq!(wrong.message(Language::En), "jobshop: load must be above 0 and below 1");
        let (what, answer) = ("GET /clock".to_owned(), "{}".to_owned());
        let source = PlayError::Unreadable { what, field: "now", answer };
        let error = SimulationError::Play { seed: 3, day: 1.25, source };
        assert!(error.message(Language::Zh).starts_with("种子 3，第 1.2 天：GET /clock"));
        assert!(error.message(Language::En).starts_with("seed 3, day 1.2"));
    }
}
