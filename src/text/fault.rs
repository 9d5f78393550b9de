//! Faults of an import in words: where, what, why, and what to do.

use crate::import::{Effect, Fault, Problem};

use super::fault_words::{self as words, Entry};
use super::{Bilingual, Lang, list};

impl Fault {
    /// Where it is and what stood there: `sales orders, row 5, column G “quantity”: “-5”`.
    pub fn message(&self, lang: Lang) -> String {
        let mut parts = Vec::new();
        if !self.sheet.is_empty() {
            parts.push(match lang {
                Lang::En => self.sheet.clone(),
                Lang::Zh => format!("“{}”表", self.sheet),
            });
        }
        if let Some(row) = self.row {
            parts.push(match lang {
                Lang::En => format!("row {row}"),
                Lang::Zh => format!("第 {row} 行"),
            });
        }
        if let (Some(column), Some(letter)) = (&self.column, &self.letter) {
            parts.push(match lang {
                Lang::En => format!("column {letter} “{column}”"),
                Lang::Zh => format!("{letter} 列“{column}”"),
            });
        }
        let place = parts.join(match lang {
            Lang::En => ", ",
            Lang::Zh => "，",
        });
        match (&self.value, lang) {
            (Some(value), Lang::En) => format!("{place}: “{value}”"),
            (Some(value), Lang::Zh) => format!("{place}：“{value}”"),
            (None, _) => place,
        }
    }

    /// Why it is a fault.
    pub fn why(&self, lang: Lang) -> String {
        self.problem.why(lang)
    }

    /// What to write instead.
    pub fn remedy(&self, lang: Lang) -> String {
        self.problem.remedy(lang)
    }
}

impl Effect {
    /// What it cost.
    pub fn message(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Notice, Lang::En) => "note only",
            (Self::Notice, Lang::Zh) => "仅提示",
            (Self::CellIgnored, Lang::En) => "cell ignored",
            (Self::CellIgnored, Lang::Zh) => "已忽略该单元格",
            (Self::RowDropped, Lang::En) => "row skipped",
            (Self::RowDropped, Lang::Zh) => "已跳过该行",
            (Self::SheetDropped, Lang::En) => "sheet skipped",
            (Self::SheetDropped, Lang::Zh) => "已跳过该工作表",
        }
    }
}

impl Problem {
    /// Why it is a fault.
    pub fn why(&self, lang: Lang) -> String {
        self.fill(entry(self).why.get(lang), lang)
    }

    /// What to write instead.
    pub fn remedy(&self, lang: Lang) -> String {
        self.fill(entry(self).remedy.get(lang), lang)
    }

    fn fill(&self, template: &str, lang: Lang) -> String {
        let values = self.values(lang);
        values
            .iter()
            .fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// The values that the words of this problem name.
    fn values(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let word = |word: &Bilingual| word.get(lang).to_owned();
        match self {
            Self::OutOfRange { min, max } => vec![("min", min.to_string()), ("max", max.to_string())],
            Self::MoreThanMeant { most } => vec![("most", grouped(*most))],
            Self::FractionOfItem { item } => vec![("item", item.clone())],
            Self::RoundedUp { to } => vec![("to", to.to_string())],
            Self::UnknownUnit { unit } => vec![("unit", unit.clone())],
            Self::UnknownWord { allowed, nearest } => vec![
                ("allowed", list(allowed, lang)),
                ("nearest", did_you_mean(&nearest.iter().map(word).collect::<Vec<_>>(), lang)),
            ],
            Self::TooLong { limit } => vec![("limit", limit.to_string())],
            Self::NoneOf { columns } | Self::MissingColumns { columns } => {
                vec![("columns", list(columns, lang))]
            }
            Self::DuplicateKey { key, first_row } => {
                vec![("row", first_row.to_string()), ("key", key.clone())]
            }
            Self::UnknownSetting { nearest } => {
                vec![("nearest", did_you_mean(&nearest.iter().map(word).collect::<Vec<_>>(), lang))]
            }
            Self::TakenFor { meaning, rows } => vec![("rows", rows.to_string()), ("code", meaning.clone())],
            Self::UnknownCode { looked_in, nearest, rows } => vec![
                ("rows", rows.to_string()),
                ("sheet", word(looked_in)),
                ("nearest", did_you_mean(nearest, lang)),
            ],
            Self::MoreFaults { count } => vec![("count", count.to_string())],
            _ => Vec::new(),
        }
    }
}

/// A number as people read it, in thousands.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    groups.collect::<Vec<_>>().join(",")
}

fn did_you_mean(candidates: &[String], lang: Lang) -> String {
    if candidates.is_empty() {
        return String::new();
    }
    match lang {
        Lang::En => format!(" Did you mean {}?", candidates.join(" or ")),
        Lang::Zh => format!("是否指 {}？", candidates.join("、")),
    }
}

fn entry(problem: &Problem) -> &'static Entry {
    match problem {
        Problem::MissingValue => &words::MISSING_VALUE,
        Problem::NotANumber => &words::NOT_A_NUMBER,
        Problem::AmbiguousNumber => &words::AMBIGUOUS_NUMBER,
        Problem::NotPositive => &words::NOT_POSITIVE,
        Problem::Negative => &words::NEGATIVE,
        Problem::TooLarge => &words::TOO_LARGE,
        Problem::TooManyDecimals => &words::TOO_MANY_DECIMALS,
        Problem::MoreThanMeant { .. } => &words::MORE_THAN_MEANT,
        Problem::FractionOfItem { .. } => &words::FRACTION_OF_ITEM,
        Problem::OutOfRange { .. } => &words::OUT_OF_RANGE,
        Problem::NotWhole => &words::NOT_WHOLE,
        Problem::RoundedUp { .. } => &words::ROUNDED_UP,
        Problem::UnknownUnit { .. } => &words::UNKNOWN_UNIT,
        Problem::NotADate => &words::NOT_A_DATE,
        Problem::AmbiguousDate => &words::AMBIGUOUS_DATE,
        Problem::DateOutOfRange => &words::DATE_OUT_OF_RANGE,
        Problem::NotATimeOfDay => &words::NOT_A_TIME_OF_DAY,
        Problem::NotWeekdays => &words::NOT_WEEKDAYS,
        Problem::NotYesNo => &words::NOT_YES_NO,
        Problem::UnknownWord { .. } => &words::UNKNOWN_WORD,
        Problem::NotAlternates => &words::NOT_ALTERNATES,
        Problem::UnknownTimeZone => &words::UNKNOWN_TIME_ZONE,
        Problem::ControlCharacters => &words::CONTROL_CHARACTERS,
        Problem::TooLong { .. } => &words::TOO_LONG,
        Problem::CellError => &words::CELL_ERROR,
        Problem::CodeBecameDate => &words::CODE_BECAME_DATE,
        Problem::CodeBecameNumber => &words::CODE_BECAME_NUMBER,
        Problem::EndsBeforeStart => &words::ENDS_BEFORE_START,
        Problem::NoneOf { .. } => &words::NONE_OF,
        Problem::DuplicateKey { .. } => &words::DUPLICATE_KEY,
        Problem::UnknownSetting { .. } => &words::UNKNOWN_SETTING,
        Problem::MissingColumns { .. } => &words::MISSING_COLUMNS,
        Problem::NoHeader => &words::NO_HEADER,
        Problem::UnknownColumn => &words::UNKNOWN_COLUMN,
        Problem::ColumnTwice => &words::COLUMN_TWICE,
        Problem::UnknownSheet => &words::UNKNOWN_SHEET,
        Problem::SheetTwice => &words::SHEET_TWICE,
        Problem::TakenFor { .. } => &words::TAKEN_FOR,
        Problem::UnknownCode { .. } => &words::UNKNOWN_CODE,
        Problem::MoreFaults { .. } => &words::MORE_FAULTS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: Bilingual = Bilingual { en: "usable", zh: "可用" };

    /// Every problem that carries values; the others have nothing to fill in.
    fn with_values() -> Vec<Problem> {
        vec![
            Problem::OutOfRange { min: 0, max: 9 },
            Problem::MoreThanMeant { most: 100_000_000 },
            Problem::FractionOfItem { item: "SH-100".into() },
            Problem::RoundedUp { to: 3 },
            Problem::UnknownUnit { unit: "x".into() },
            Problem::UnknownWord { allowed: vec![WORD], nearest: Some(WORD) },
            Problem::TooLong { limit: 500 },
            Problem::NoneOf { columns: vec![WORD] },
            Problem::DuplicateKey { key: "SO-1 / 1".into(), first_row: 4 },
            Problem::UnknownSetting { nearest: None },
            Problem::MissingColumns { columns: vec![WORD] },
            Problem::TakenFor { meaning: "PT-1".into(), rows: 2 },
            Problem::UnknownCode { looked_in: WORD, nearest: vec!["PT-1".into(), "PT-2".into()], rows: 1 },
            Problem::MoreFaults { count: 7 },
        ]
    }

    #[test]
    fn numbers_are_read_in_thousands() {
        assert_eq!([0, 999, 1_000, 100_000_000].map(grouped), ["0", "999", "1,000", "100,000,000"]);
    }

    #[test]
    fn no_blank_is_left_unfilled() {
        for problem in with_values() {
            for lang in [Lang::En, Lang::Zh] {
                let said = format!("{} {}", problem.why(lang), problem.remedy(lang));
                assert!(!said.contains(['{', '}']), "{said}");
            }
        }
    }

    #[test]
    fn a_fault_reads_as_a_sentence_in_both_languages() {
        let fault = Fault {
            sheet: "销售订单".into(),
            row: Some(5),
            column: Some("数量".into()),
            letter: Some("G".into()),
            value: Some("-5".into()),
            problem: Problem::NotPositive,
            effect: Effect::RowDropped,
        };
        assert_eq!(fault.message(Lang::En), "销售订单, row 5, column G “数量”: “-5”");
        assert_eq!(fault.message(Lang::Zh), "“销售订单”表，第 5 行，G 列“数量”：“-5”");
        assert_eq!(fault.why(Lang::Zh), "该数值必须大于零。");
        assert_eq!(fault.effect.message(Lang::Zh), "已跳过该行");
    }

    #[test]
    fn the_nearest_word_is_suggested() {
        let problem = Problem::UnknownWord { allowed: vec![WORD, WORD], nearest: Some(WORD) };
        assert_eq!(problem.remedy(Lang::En), "Write one of: usable, usable. Did you mean usable?");
        assert_eq!(problem.remedy(Lang::Zh), "请从以下选项中选择：可用、可用。是否指 可用？");
    }
}
