//! Import and export on the command line, in words.

use super::Lang;

/// Words of `holdfast import` and `holdfast export`. One field for each, so that a language that lacks one does
/// not compile.
#[allow(missing_docs)] // the names say what the words stand for
pub struct ExchangeWords {
    pub import: &'static str,
    pub import_after: &'static str,
    pub import_file: &'static str,
    pub apply: &'static str,
    pub json: &'static str,
    pub export: &'static str,
    pub export_after: &'static str,
    pub export_file: &'static str,
    pub sheet: &'static str,
    pub new: &'static str,
    pub changed: &'static str,
    pub unchanged: &'static str,
    pub kept: &'static str,
    pub vanished: &'static str,
    pub refused: &'static str,
    pub changed_title: &'static str,
    pub kept_title: &'static str,
    pub vanished_title: &'static str,
    pub refused_title: &'static str,
    pub setting: &'static str,
    pub row: &'static str,
    pub column: &'static str,
    pub more: &'static str,
    pub nothing_yet: &'static str,
    pub nothing_to_do: &'static str,
    pub applied: &'static str,
    pub not_applied: &'static str,
    pub written: &'static str,
    pub cannot_write: &'static str,
}

impl ExchangeWords {
    /// The words of a language.
    pub const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: ExchangeWords = ExchangeWords {
    import: "Show what a workbook would change, and take it over with --apply",
    import_after: "\
Without --apply nothing is stored. With it, all of it is stored in one
transaction, or nothing. Promises, progress and the balances of known stock are
never overwritten: where the file says something else, that is listed as kept.

Exit codes:
  0  everything in the file can be used
  2  wrong usage, an unreadable file, or not stored: nothing was changed
  3  some rows or cells cannot be used; the others can, or were stored",
    import_file: "a workbook (.xlsx), an archive or a folder of CSV files",
    apply: "take it over",
    json: "print it for programs",
    export: "Write everything that is stored as a workbook that can be imported again",
    export_after: "\
The headings are in the language of --lang. Exit code 0: it is written; 2: it
is not, and a file that stood there before is as it was.",
    export_file: "a workbook (NAME.xlsx), an archive of CSV files (NAME.zip), or else a folder for CSV files",
    sheet: "sheet",
    new: "new",
    changed: "changed",
    unchanged: "unchanged",
    kept: "kept",
    vanished: "vanished",
    refused: "refused",
    changed_title: "Changed",
    kept_title: "Kept as recorded here, whatever the file says",
    vanished_title: "Stored, and not in the file",
    refused_title: "Cannot be used",
    setting: "settings",
    row: "row {row}",
    column: "column {column}",
    more: "and {count} more; --json lists them",
    nothing_yet: "Nothing is stored yet. Run it again with --apply to take this over.",
    nothing_to_do: "Everything in it is stored already.",
    applied: "Taken over: {count} rows.",
    not_applied: "{file} was not taken over; nothing was changed. {why}",
    written: "{count} rows written to {path}.",
    cannot_write: "cannot write {path}: {why}",
};

const ZH: ExchangeWords = ExchangeWords {
    import: "显示工作簿将带来的更改；加 --apply 则写入",
    import_after: "\
不加 --apply 时不保存任何内容。加上后在一个事务中全部保存，否则一概不保存。
承诺、报工进度和已知库存的结存不会被覆盖：若文件内容不同，则列为“保留”。

退出码：
  0  文件内容全部可用
  2  用法有误、文件无法读取或未能保存；未作任何更改
  3  部分行或单元格不可用；其余可用，或已保存",
    import_file: "工作簿（.xlsx）、CSV 压缩包或 CSV 文件夹",
    apply: "写入数据库",
    json: "输出供程序读取的内容",
    export: "将所有已保存的内容写成可再次导入的工作簿",
    export_after: "\
标题语言由 --lang 决定。退出码 0：已写出；2：未写出，原有文件保持不变。",
    export_file: "工作簿（名称.xlsx）、CSV 压缩包（名称.zip），否则为 CSV 文件夹",
    sheet: "工作表",
    new: "新增",
    changed: "更改",
    unchanged: "未变",
    kept: "保留",
    vanished: "缺失",
    refused: "不可用",
    changed_title: "更改",
    kept_title: "以系统记录为准，不采用文件内容",
    vanished_title: "已保存但文件中没有",
    refused_title: "不可用",
    setting: "设置",
    row: "第 {row} 行",
    column: "{column} 列",
    more: "另有 {count} 项，用 --json 查看",
    nothing_yet: "尚未保存任何内容。加 --apply 再次运行即可写入。",
    nothing_to_do: "文件内容均已保存。",
    applied: "已写入 {count} 行。",
    not_applied: "{file} 未写入，未作任何更改。{why}",
    written: "已将 {count} 行写入 {path}。",
    cannot_write: "无法写入 {path}：{why}",
};
