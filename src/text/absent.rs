//! Words of the page that stands where there is nothing: in both languages at once, because nobody has said theirs.

use super::Bilingual;

const fn both(en: &'static str, zh: &'static str) -> Bilingual {
    Bilingual { en, zh }
}

/// What the page says.
#[derive(Clone, Copy, Debug)]
pub struct Absent {
    /// What is the matter.
    pub title: Bilingual,
    /// What to do.
    pub text: Bilingual,
}

/// A part of the product that is to come.
pub const NOT_YET: Absent = Absent {
    title: both("This part is not there yet", "这一部分尚未开发"),
    text: both(
        "Screens for the shop floor, for customers and for the office are still to come. The board is there today.",
        "车间、客户和办公室的界面以后才有。看板现在就可以使用。",
    ),
};

/// An address that leads nowhere.
pub const UNKNOWN: Absent = Absent {
    title: both("There is nothing at this address", "此地址没有内容"),
    text: both("Check the address, or go on from the board.", "请检查地址，或从看板继续。"),
};

/// The way to the board.
pub const TO_BOARD: Bilingual = both("To the board", "前往看板");
