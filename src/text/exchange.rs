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
    pub vanished_rows: &'static str,
    pub json: &'static str,
    pub export: &'static str,
    pub export_after: &'static str,
    pub export_file: &'static str,
    pub sheet: &'static str,
    pub new: &'static str,
    pub changed: &'static str,
    pub unchanged: &'static str,
    pub removed: &'static str,
    pub kept: &'static str,
    pub over: &'static str,
    pub vanished: &'static str,
    pub refused: &'static str,
    pub noted: &'static str,
    pub changed_title: &'static str,
    pub removed_title: &'static str,
    pub kept_title: &'static str,
    pub over_title: &'static str,
    pub vanished_title: &'static str,
    pub refused_title: &'static str,
    pub notes_title: &'static str,
    pub setting: &'static str,
    pub row: &'static str,
    pub column: &'static str,
    pub more: &'static str,
    pub unread: &'static str,
    pub will_be_closed: &'static str,
    pub were_closed: &'static str,
    pub will_stay: &'static str,
    pub must_choose: &'static str,
    pub nothing_yet: &'static str,
    pub nothing_to_do: &'static str,
    pub nothing_but_kept: &'static str,
    pub nothing_usable: &'static str,
    pub left_out: &'static str,
    pub applied: &'static str,
    pub not_applied: &'static str,
    pub written: &'static str,
    pub cannot_write: &'static str,
    pub no_database: &'static str,
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
What was cancelled or closed here stays so, and is listed as over. Orders in hand
that an earlier import brought and that are missing now are listed as vanished.

Exit codes:
  0  everything in the file can be used
  2  wrong usage, an unreadable file, or not stored: nothing was changed
  3  some rows or cells cannot be used; the others can, or were stored",
    import_file: "a workbook (.xlsx), an archive or a folder of CSV files",
    apply: "take it over",
    vanished_rows: "close orders in hand that an earlier import brought and that are not in this file, or ignore that; the plant's policy unless said",
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
    removed: "removed",
    kept: "kept",
    over: "over",
    vanished: "vanished",
    refused: "refused",
    noted: "noted",
    changed_title: "Changed",
    removed_title: "Removed: the rest of the bill of materials, routing or calendar is in the file",
    kept_title: "Kept as recorded here, whatever the file says",
    over_title: "Over here, whatever the file says",
    vanished_title: "Brought in by an earlier import, and not in this file",
    refused_title: "Cannot be used",
    notes_title: "Worth a look",
    setting: "settings",
    row: "row {row}",
    column: "column {column}",
    more: "and {count} more; --json lists them",
    unread: "Rows of {sheets} could not be read. What is missing there may be among them: nothing of it is closed or removed.",
    will_be_closed: "Missing from the file, and to be closed: {count} in hand (lines of sales and purchase orders, work orders).",
    were_closed: "Missing from the file, and closed: {count}.",
    will_stay: "Missing from the file, and left as they are: {count}.",
    must_choose: "Missing from the file, but in hand: {count}. Apply it with --vanished-rows close to close them, or with --vanished-rows ignore to leave them.",
    nothing_yet: "Nothing is stored yet. Run it again with --apply to take this over.",
    nothing_to_do: "Everything in it is stored already.",
    nothing_but_kept: "Nothing to take over: where the file says something else, what is recorded here stays.",
    nothing_usable: "Nothing to take over, but not everything in it is stored: see “Cannot be used” above ({count}).",
    left_out: "Not taken over: see “Cannot be used” above ({count}).",
    applied: "Taken over: {count} rows.",
    not_applied: "{file} was not taken over; nothing was changed. {why}",
    written: "{count} rows written to {path}.",
    cannot_write: "cannot write {path}: {why}",
    no_database: "there is no database at {url}, so there is nothing to export; {path} was not touched. \
                  Check --database-url or `database-url` in the settings.",
};

const ZH: ExchangeWords = ExchangeWords {
    import: "显示工作簿将带来的更改；加 --apply 则写入",
    import_after: "\
不加 --apply 时不保存任何内容。加上后在一个事务中全部保存，否则一概不保存。
承诺、报工进度和已知库存的结存不会被覆盖：若文件内容不同，则列为“保留”。
已在本系统取消或关闭的内容保持不变，列为“已结束”。先前导入、现已不在文件中的
未结订单列为“缺失”。

退出码：
  0  文件内容全部可用
  2  用法有误、文件无法读取或未能保存；未作任何更改
  3  部分行或单元格不可用；其余可用，或已保存",
    import_file: "工作簿（.xlsx）、CSV 压缩包或 CSV 文件夹",
    apply: "写入数据库",
    vanished_rows: "先前导入、而此文件中已没有的未结订单如何处理：close 关闭，ignore 不变（默认按工厂策略）",
    json: "输出供程序读取的内容",
    export: "将所有已保存的内容写成可再次导入的工作簿",
    export_after: "\
标题语言由 --lang 决定。退出码 0：已写出；2：未写出，原有文件保持不变。",
    export_file: "工作簿（名称.xlsx）、CSV 压缩包（名称.zip），否则为 CSV 文件夹",
    sheet: "工作表",
    new: "新增",
    changed: "更改",
    unchanged: "未变",
    removed: "移除",
    kept: "保留",
    over: "已结束",
    vanished: "缺失",
    refused: "不可用",
    noted: "提示",
    changed_title: "更改",
    removed_title: "移除：文件中有该清单、工艺或日历的其余部分",
    kept_title: "以系统记录为准，不采用文件内容",
    over_title: "已在本系统结束，不采用文件内容",
    vanished_title: "先前导入，此文件中已没有",
    refused_title: "不可用",
    notes_title: "请留意",
    setting: "设置",
    row: "第 {row} 行",
    column: "{column} 列",
    more: "另有 {count} 项，用 --json 查看",
    unread: "{sheets} 中有无法读取的行，缺失的内容可能就在其中：不会关闭或移除该表的任何内容。",
    will_be_closed: "文件中缺少 {count} 项未结订单（销售行、采购行、生产工单），应用后将被关闭。",
    were_closed: "文件中缺少的 {count} 项未结订单已关闭。",
    will_stay: "文件中缺少 {count} 项未结订单，保持不变。",
    must_choose: "文件中缺少 {count} 项未结订单。请以 --vanished-rows close 应用以将其关闭，或以 --vanished-rows ignore 保持不变。",
    nothing_yet: "尚未保存任何内容。加 --apply 再次运行即可写入。",
    nothing_to_do: "文件内容均已保存。",
    nothing_but_kept: "没有可写入的内容：文件与系统记录不同之处，以系统记录为准。",
    nothing_usable: "没有可写入的内容，但文件内容并未全部保存：见上方“不可用”（{count} 项）。",
    left_out: "未写入的内容见上方“不可用”（{count} 项）。",
    applied: "已写入 {count} 行。",
    not_applied: "{file} 未写入，未作任何更改。{why}",
    written: "已将 {count} 行写入 {path}。",
    cannot_write: "无法写入 {path}：{why}",
    no_database: "{url} 处没有数据库，无可导出；{path} 未作改动。请检查 --database-url 或设置中的 database-url。",
};
