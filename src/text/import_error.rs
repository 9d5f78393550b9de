//! Why there is no answer at all, in words, and what to do about it.

use crate::import::{Excess, ImportError, ModelProblem};

use super::Lang;

impl ImportError {
    /// What is wrong.
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.english(),
            Lang::Zh => self.chinese(),
        }
    }

    fn english(&self) -> String {
        let path = self.path().display();
        match self {
            Self::Missing { .. } => format!("{path} is not there."),
            Self::Unreadable { source, .. } => {
                format!("{path} cannot be read: {}.", super::trouble::io(source, Lang::En))
            }
            Self::NotAWorkbook { .. } => format!("{path} is not a workbook."),
            Self::OldWorkbook { .. } => format!("{path} is a workbook in the old .xls format."),
            Self::OtherWorkbook { kind, .. } => format!("{path} is a workbook in the {kind} format."),
            Self::Encrypted { .. } => format!("{path} is protected by a password."),
            Self::Damaged { detail, .. } => format!("{path} is damaged: {detail}."),
            Self::TooBig { excess, limit, .. } => format!("{path} {}.", too_much(excess, *limit, Lang::En)),
            Self::NothingKnown { found, .. } => {
                format!("{path} has no sheet that is known here; found: {}.", names(found, Lang::En))
            }
            Self::NotAModel { line, column, detail, .. } => {
                format!("{path} is not a model (line {line}, column {column}): {detail}.")
            }
            Self::ModelField { field, value, problem, .. } => {
                format!("{path}: {field} is “{value}”: {}.", wrong(*problem, Lang::En))
            }
        }
    }

    fn chinese(&self) -> String {
        let path = self.path().display();
        match self {
            Self::Missing { .. } => format!("找不到 {path}。"),
            Self::Unreadable { source, .. } => {
                format!("无法读取 {path}：{}。", super::trouble::io(source, Lang::Zh))
            }
            Self::NotAWorkbook { .. } => format!("{path} 不是 Excel 工作簿。"),
            Self::OldWorkbook { .. } => format!("{path} 是旧版 .xls 格式的工作簿。"),
            Self::OtherWorkbook { kind, .. } => format!("{path} 是 {kind} 格式的工作簿。"),
            Self::Encrypted { .. } => format!("{path} 设有密码保护。"),
            Self::Damaged { detail, .. } => format!("{path} 已损坏：{detail}。"),
            Self::TooBig { excess, limit, .. } => format!("{path} {}。", too_much(excess, *limit, Lang::Zh)),
            Self::NothingKnown { found, .. } => {
                format!("{path} 中没有可识别的工作表，现有：{}。", names(found, Lang::Zh))
            }
            Self::NotAModel { line, column, detail, .. } => {
                format!("{path} 不是有效的模型文件（第 {line} 行第 {column} 列）：{detail}。")
            }
            Self::ModelField { field, value, problem, .. } => {
                format!("{path}：{field} 的值“{value}”有误：{}。", wrong(*problem, Lang::Zh))
            }
        }
    }

    /// What to do about it.
    pub fn remedy(&self, lang: Lang) -> &'static str {
        let [en, zh] = match self {
            Self::Missing { .. } => ["Check the name and the folder.", "请检查文件名和所在文件夹。"],
            Self::Unreadable { .. } => [
                "Close it in other programs and check that you may read it.",
                "请在其他程序中关闭该文件，并确认有读取权限。",
            ],
            Self::NotAWorkbook { .. } | Self::OldWorkbook { .. } | Self::OtherWorkbook { .. } => [
                "Open it in your spreadsheet program and save it as .xlsx.",
                "请用电子表格软件打开，并另存为 .xlsx 格式。",
            ],
            Self::Encrypted { .. } => [
                "Open it with the password and save it as .xlsx without one.",
                "请用密码打开后，取消密码并另存为 .xlsx 格式。",
            ],
            Self::Damaged { .. } => [
                "Open it in your spreadsheet program, let it repair the file, and save it anew.",
                "请用电子表格软件打开并修复，然后重新保存。",
            ],
            Self::TooBig { .. } => [
                "Delete empty rows, pictures and old data, or split the file.",
                "请删除多余的空行、图片和历史数据，或拆分文件。",
            ],
            Self::NothingKnown { .. } => [
                "Name the sheets as the workbook's description says, such as items or sales orders.",
                "请按工作簿说明命名工作表，例如“物料”“销售订单”。",
            ],
            Self::NotAModel { .. } => ["Correct the file there.", "请在该位置更正文件。"],
            Self::ModelField { problem, .. } => model_remedy(*problem),
        };
        match lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }
}

fn names(found: &[String], lang: Lang) -> String {
    match (found.is_empty(), lang) {
        (true, Lang::En) => "none".to_owned(),
        (true, Lang::Zh) => "无".to_owned(),
        (false, Lang::En) => found.join(", "),
        (false, Lang::Zh) => found.join("、"),
    }
}

fn too_much(excess: &Excess, limit: u64, lang: Lang) -> String {
    let mib = limit / (1024 * 1024);
    match (excess, lang) {
        (Excess::File, Lang::En) => format!("is larger than {mib} MiB"),
        (Excess::File, Lang::Zh) => format!("超过 {mib} MiB"),
        (Excess::Unpacked, Lang::En) => format!("unpacks to more than {mib} MiB"),
        (Excess::Unpacked, Lang::Zh) => format!("解压后超过 {mib} MiB"),
        (Excess::Texts, Lang::En) => format!("has more than {mib} MiB of text"),
        (Excess::Texts, Lang::Zh) => format!("的文本内容超过 {mib} MiB"),
        (Excess::Parts, Lang::En) => format!("has more than {limit} parts"),
        (Excess::Parts, Lang::Zh) => format!("包含的文件超过 {limit} 个"),
        (Excess::Rows { sheet }, Lang::En) => format!("has more than {limit} rows in the sheet {sheet}"),
        (Excess::Rows { sheet }, Lang::Zh) => format!("的工作表“{sheet}”超过 {limit} 行"),
    }
}

fn wrong(problem: ModelProblem, lang: Lang) -> String {
    match (problem, lang) {
        (ModelProblem::OutOfRange { min, max }, Lang::En) => format!("it must lie from {min} to {max}"),
        (ModelProblem::OutOfRange { min, max }, Lang::Zh) => format!("必须在 {min} 到 {max} 之间"),
        (ModelProblem::UnknownName, Lang::En) => "nothing has this name".to_owned(),
        (ModelProblem::UnknownName, Lang::Zh) => "名称不存在".to_owned(),
        (ModelProblem::NameTwice, Lang::En) => "another one has this name".to_owned(),
        (ModelProblem::NameTwice, Lang::Zh) => "名称重复".to_owned(),
        (ModelProblem::BadName, Lang::En) => "a name has 1 to 200 visible characters".to_owned(),
        (ModelProblem::BadName, Lang::Zh) => "名称须为 1 到 200 个可见字符".to_owned(),
        (ModelProblem::DateOutOfRange, Lang::En) => "dates lie from 2000 to 2100".to_owned(),
        (ModelProblem::DateOutOfRange, Lang::Zh) => "日期必须在 2000 年到 2100 年之间".to_owned(),
        (ModelProblem::EndsBeforeStart, Lang::En) => "the end must come after the beginning".to_owned(),
        (ModelProblem::EndsBeforeStart, Lang::Zh) => "结束必须晚于开始".to_owned(),
        (ModelProblem::Nothing, Lang::En) => "something must be there".to_owned(),
        (ModelProblem::Nothing, Lang::Zh) => "不能为空".to_owned(),
    }
}

const fn model_remedy(problem: ModelProblem) -> [&'static str; 2] {
    match problem {
        ModelProblem::OutOfRange { .. } => ["Write a number in that range.", "请填写该范围内的数值。"],
        ModelProblem::UnknownName => {
            ["Correct the name, or add what it names.", "请更正名称，或补充对应的定义。"]
        }
        ModelProblem::NameTwice => ["Give each its own name.", "请为每一项使用不同的名称。"],
        ModelProblem::BadName => ["Write a short name.", "请填写简短的名称。"],
        ModelProblem::DateOutOfRange => ["Check the year.", "请检查年份。"],
        ModelProblem::EndsBeforeStart => ["Move the end or the beginning.", "请调整开始或结束。"],
        ModelProblem::Nothing => ["Add at least one.", "请至少补充一项。"],
    }
}
