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
        "Screens for the office are still to come. The board, the tablet's app and the customer portal are there today.",
        "办公室的界面以后才有。看板、平板应用和客户门户现在就可以使用。",
    ),
};

/// The tablet's app, in a program that was built without it.
pub const UNBUILT: Absent = Absent {
    title: both("The tablet's app is not in this program", "此程序不含平板应用"),
    text: both(
        "It was built without it. Whoever builds the program builds the app first: npm ci, npm run build.",
        "构建程序时没有包含它。请先构建应用（npm ci，npm run build），再构建程序。",
    ),
};

/// An address that leads nowhere.
pub const UNKNOWN: Absent = Absent {
    title: both("There is nothing at this address", "此地址没有内容"),
    text: both("Check the address, or go on from the board.", "请检查地址，或从看板继续。"),
};

/// The way to the board.
pub const TO_BOARD: Bilingual = both("To the board", "前往看板");
