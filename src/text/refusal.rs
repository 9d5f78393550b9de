//! Words that refusals are filled with: the nouns of the shop, what was nearly meant, why a value can't be read.

use super::Lang;

/// What the product's things and their states are called. The English word is also the plain fact that a refusal carries.
const NOUNS: &[(&str, &str)] = &[
    ("alert", "预警"),
    ("calendar", "日历"),
    ("calendar exception", "日历例外"),
    ("call", "呼叫"),
    ("cancelled", "已取消"),
    ("change request", "变更申请"),
    ("channel", "渠道"),
    ("clock", "时钟"),
    ("contact", "联系方式"),
    ("customer", "客户"),
    ("customer part", "客户料号"),
    ("delivered", "已送达"),
    ("device", "平板"),
    ("dispatch note", "发货单"),
    ("dispatched", "已发出"),
    ("draft", "草稿"),
    ("hold", "暂停"),
    ("import", "导入"),
    ("inspection", "检验"),
    ("item", "物料"),
    ("item group", "物料组"),
    ("line", "订单行"),
    ("lot", "批次"),
    ("message", "消息"),
    ("notice", "通知"),
    ("operation", "工序"),
    ("operator", "操作工"),
    ("override", "人工设定"),
    ("packed", "已打包"),
    ("photo", "照片"),
    ("plant", "工厂"),
    ("policy", "策略"),
    ("portal access", "门户访问权限"),
    ("progress report", "报工记录"),
    ("promise", "承诺"),
    ("purchase line", "采购行"),
    ("purchase order", "采购订单"),
    ("purchase order line", "采购订单行"),
    ("question", "客户问题"),
    ("quote", "报价"),
    ("receipt", "收货"),
    ("requirement", "要求"),
    ("review", "评审"),
    ("role", "角色"),
    ("routing", "工艺路线"),
    ("rule", "规则"),
    ("sales order", "销售订单"),
    ("schedule", "交货计划"),
    ("setting", "设置"),
    ("settings", "设置"),
    ("shift", "班次"),
    ("supplier", "供应商"),
    ("supplier request", "供应商确认请求"),
    ("survey", "满意度调查"),
    ("task", "任务"),
    ("token", "令牌"),
    ("user", "用户"),
    ("work centre", "工作中心"),
    ("work order", "工单"),
];

/// A noun of the shop in `lang`; what is no such noun stays as it is.
pub fn noun(word: &str, lang: Lang) -> &str {
    match lang {
        Lang::En => word,
        Lang::Zh => NOUNS.iter().find(|(en, _)| *en == word).map_or(word, |(_, zh)| zh),
    }
}

/// What stands in a sentence for a fact that is empty.
pub fn nothing(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "(nothing)",
        Lang::Zh => "（空）",
    }
}

/// What may have been meant, in English and in Chinese.
pub fn near<T: AsRef<str>>(candidates: &[T]) -> (String, String) {
    if candidates.is_empty() {
        return ("nothing similar is known.".to_owned(), "没有相近的内容。".to_owned());
    }
    let names: Vec<&str> = candidates.iter().map(AsRef::as_ref).collect();
    (format!("did you mean {}?", names.join(" or ")), format!("是否指 {}？", names.join("、")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_are_said_in_both_languages() {
        assert_eq!(noun("work centre", Lang::Zh), "工作中心");
        assert_eq!(noun("work centre", Lang::En), "work centre");
        assert_eq!(noun("P-9", Lang::Zh), "P-9");
        assert!(NOUNS.is_sorted_by_key(|(en, _)| *en));
    }

    /// The sources below a folder.
    fn sources(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(std::fs::read_to_string(&path).expect("a source"));
            }
        }
    }

    #[test]
    fn every_noun_that_the_services_say_has_its_chinese_word() {
        const BEFORE: [&str; 7] = [
            "with(\"what\", \"",
            "unknown(\"",
            "unknown(field, \"",
            "retired(field, \"",
            "missing(\"",
            "expect_version(\"",
            "next_version(\"",
        ];
        let mut found = Vec::new();
        sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/services"), &mut found);
        let mut said = std::collections::BTreeSet::new();
        for before in BEFORE {
            for source in &found {
                let nouns = source.split(before).skip(1).filter_map(|rest| rest.split('"').next());
                said.extend(nouns);
            }
        }
        assert!(said.len() > 15, "{said:?}");
        let untold: Vec<_> = said.iter().filter(|noun| !NOUNS.iter().any(|(en, _)| en == *noun)).collect();
        assert!(untold.is_empty(), "in English in a Chinese sentence: {untold:?}");
    }

    #[test]
    fn what_was_nearly_meant_is_offered() {
        assert_eq!(near(&["A-1", "A-2"]).0, "did you mean A-1 or A-2?");
        assert_eq!(near::<String>(&[]).1, "没有相近的内容。");
    }
}
