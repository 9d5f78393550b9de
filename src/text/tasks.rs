//! What `holdfast tasks` says.

use super::Lang;

/// Words of the commands. One field for each, so that a language that lacks one does not compile.
#[allow(missing_docs)] // the names say what the words stand for
pub struct TasksWords {
    pub about: &'static str,
    pub list: &'static str,
    pub delegate: &'static str,
    pub task: &'static str,
    pub to: &'static str,
    pub note: &'static str,
    pub number: &'static str,
    pub line: &'static str,
    pub what: &'static str,
    pub whose: &'static str,
    pub due: &'static str,
    pub overdue: &'static str,
    pub none_open: &'static str,
    pub delegated: &'static str,
    pub given_back: &'static str,
    pub no_number: &'static str,
}

impl TasksWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: TasksWords = TasksWords {
    about: "What is to be done, whose it is, and by when",
    list: "List the tasks that are open",
    delegate: "Hand a task on to a person; without one it goes back to its role",
    task: "Its number, as the list shows it",
    to: "The person",
    note: "what they should know",
    number: "no.",
    line: "order",
    what: "what",
    whose: "whose",
    due: "due",
    overdue: "overdue",
    none_open: "No task is open.",
    delegated: "Task {id} is {to}'s now.",
    given_back: "Task {id} is open to its role again.",
    no_number: "{id} is no number of a task.",
};

const ZH: TasksWords = TasksWords {
    about: "待办任务：负责人与时限",
    list: "列出未完成的任务",
    delegate: "将任务转交给某人；不指定则退回其角色",
    task: "任务编号，见列表",
    to: "人员",
    note: "附言",
    number: "编号",
    line: "订单",
    what: "内容",
    whose: "负责",
    due: "时限",
    overdue: "已超时",
    none_open: "没有未完成的任务。",
    delegated: "任务 {id} 已转交给 {to}。",
    given_back: "任务 {id} 已退回其角色。",
    no_number: "{id} 不是任务编号。",
};
