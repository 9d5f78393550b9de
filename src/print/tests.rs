//! What is printed: codes that a scanner reads back, texts that stay on the paper, both languages.

use super::type_face::{Run, lines, runs, width};
use super::*;

fn shaft() -> Printed {
    let step = |number: &str, name: &str, at: &str| PrintedStep {
        number: number.to_owned(),
        name: name.to_owned(),
        work_centre: at.to_owned(),
    };
    Printed {
        lang: Lang::Zh,
        plant: "Demo 工厂".to_owned(),
        work_order: "WO-26-00017".to_owned(),
        item: "SH-1030".to_owned(),
        description: Some("主轴 Main shaft <Ø30>".to_owned()),
        quantity: "40 件".to_owned(),
        due: Some("2026-04-14".to_owned()),
        customer: Some("杭州泵业".to_owned()),
        customer_part: Some("HZ-77".to_owned()),
        line: Some("SO-26-00002/10".to_owned()),
        requirements: vec![("drawing".to_owned(), "rev. C".to_owned())],
        material: vec![("BAR-30".to_owned(), "12 m".to_owned(), "10".to_owned())],
        operations: vec![step("10", "下料 saw", "SAW-1"), step("20", "turn & face", "TUR-1")],
        note: None,
        printed: "2026-03-09 08:00".to_owned(),
    }
}

/// How many sheets a file has.
fn sheets(pdf: &[u8]) -> usize {
    pdf.windows(10).filter(|bytes| bytes == b"/MediaBox ").count()
}

#[test]
fn an_order_of_many_operations_takes_more_sheets() {
    let mut printed = shaft();
    assert_eq!(sheets(&traveller_pdf(&printed)), 1);
    printed.operations =
        (1..=20).map(|n| PrintedStep { number: (n * 10).to_string(), ..Default::default() }).collect();
    assert_eq!(sheets(&traveller_pdf(&printed)), 3);
    printed.operations.clear();
    assert_eq!(sheets(&traveller_pdf(&printed)), 1);
    assert_eq!(sheets(&label_pdf(&printed)), 1);
}

#[test]
fn pages_say_what_is_made_and_bring_no_markup_of_others() {
    let printed = shaft();
    for page in [traveller_page(&printed), label_page(&printed)] {
        assert!(
            page.contains("WO-26-00017") && page.contains("lang=\"zh-CN\"") && page.contains("打印"),
            "{page}"
        );
        assert!(page.contains("主轴 Main shaft &lt;Ø30&gt;") && !page.contains("<Ø30"), "{page}");
        assert!(page.contains("aria-label=\"HF:WO:WO-26-00017\""), "{page}");
    }
    let page = traveller_page(&Printed { lang: Lang::En, ..printed });
    for said in ["Traveller", "aria-label=\"HF:WO:WO-26-00017:20\"", "turn &amp; face", "rev. C", "12 m"] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn every_text_is_printed_in_a_face_that_has_its_letters() {
    assert_eq!(runs("Ø 30"), [Run::Latin(vec![0xd8, b' ', b'3', b'0'])]);
    assert_eq!(runs("a轴\n"), [Run::Latin(vec![b'a']), Run::Song(vec![0x8f, 0x74]), Run::Latin(vec![b' '])]);
    // Beyond the first plane a letter takes two units.
    assert_eq!(runs("𠀋"), [Run::Song(vec![0xd8, 0x40, 0xdc, 0x0b])]);
}

#[test]
fn no_line_is_wider_than_its_place() {
    for text in [
        "主轴加工并检验全部尺寸",
        "a word averyveryverylongwordindeed and more",
        "mixed 文字 with-hyphens",
        "",
    ] {
        for wide in [20.0, 47.0, 90.0] {
            let broken = lines(text, 9.0, false, wide, 99);
            assert!(broken.iter().all(|line| width(line, 9.0, false) <= wide), "{wide}: {broken:?}");
            let (told, said): (String, String) = (broken.concat(), text.to_owned());
            assert_eq!(told.replace(' ', ""), said.replace(' ', ""));
        }
    }
    let cut = lines("one two three four five", 9.0, false, 40.0, 1);
    assert!(cut.len() == 1 && cut[0].ends_with("...") && width(&cut[0], 9.0, false) <= 40.0, "{cut:?}");
}
