//! Sheets of paper in PDF: texts, lines and codes at places in millimetres from the upper left corner.

use super::code::squares;
use super::picture::Picture;
use super::type_face::{self, Run, runs};
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, TextRenderingMode};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

/// Points of a millimetre.
const POINTS: f32 = 72.0 / 25.4;
const LATIN: Name<'static> = Name(b"L");
const BOLD: Name<'static> = Name(b"B");
const SONG: Name<'static> = Name(b"S");
const PICTURE: Name<'static> = Name(b"P");
/// The Song face that readers bring along, and how they are to read its text.
const SONG_FACE: &[u8] = b"STSong-Light";
const SONG_TEXT: &[u8] = b"UniGB-UTF16-H";

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// Height of the letters, in points.
    pub size: f32,
    /// Whether they are bold.
    pub bold: bool,
}

/// Letters of so many points.
pub(super) const fn plain(size: f32) -> Look {
    Look { size, bold: false }
}

/// Bold letters of so many points.
pub(super) const fn bold(size: f32) -> Look {
    Look { size, bold: true }
}

/// Sheets of one size.
pub(super) struct Sheets {
    wide: f32,
    high: f32,
    done: Vec<Content>,
    now: Content,
    picture: Option<Picture>,
}

impl Sheets {
    /// The first sheet, of so many millimetres.
    pub(super) fn new(wide: f32, high: f32) -> Sheets {
        Sheets { wide, high, done: Vec::new(), now: Content::new(), picture: None }
    }

    /// Begins another one.
    pub(super) fn next(&mut self) {
        self.done.push(std::mem::replace(&mut self.now, Content::new()));
    }

    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (x * POINTS, (self.high - y) * POINTS)
    }

    /// A text whose letters stand on `y`.
    pub(super) fn text(&mut self, (x, y): (f32, f32), look: Look, text: &str) {
        let (mut left, base) = self.at(x, y);
        for run in runs(text) {
            self.now.begin_text();
            let wide = match &run {
                Run::Latin(bytes) => {
                    self.now.set_font(if look.bold { BOLD } else { LATIN }, look.size);
                    self.now.set_text_matrix([1.0, 0.0, 0.0, 1.0, left, base]);
                    self.now.show(Str(bytes));
                    let letters: String = bytes.iter().map(|&byte| char::from(byte)).collect();
                    type_face::width(&letters, look.size, look.bold)
                }
                Run::Song(bytes) => {
                    // There is no bold Song face that every reader has: its outline is drawn as well.
                    let fat = look.bold;
                    self.now.set_line_width(if fat { look.size * 0.03 } else { 0.0 });
                    self.now.set_text_rendering_mode(match fat {
                        true => TextRenderingMode::FillStroke,
                        false => TextRenderingMode::Fill,
                    });
                    self.now.set_font(SONG, look.size);
                    self.now.set_text_matrix([1.0, 0.0, 0.0, 1.0, left, base]);
                    self.now.show(Str(bytes));
                    self.now.set_text_rendering_mode(TextRenderingMode::Fill);
                    bytes.len() as f32 / 2.0 * look.size
                }
            };
            self.now.end_text();
            left += wide;
        }
    }

    /// A text that ends at `x`.
    pub(super) fn text_to(&mut self, (x, y): (f32, f32), look: Look, text: &str) {
        let wide = type_face::width(text, look.size, look.bold) / POINTS;
        self.text((x - wide, y), look, text);
    }

    /// A text in lines of a width, the first of which stands on `y`. Says where the line after the last would stand.
    pub(super) fn lines(
        &mut self,
        (x, y): (f32, f32),
        look: Look,
        text: &str,
        (wide, most): (f32, usize),
    ) -> f32 {
        let step = look.size * 1.3 / POINTS;
        let mut base = y;
        for line in type_face::lines(text, look.size, look.bold, wide * POINTS, most) {
            self.text((x, base), look, &line);
            base += step;
        }
        base
    }

    /// How many lines of a width a text takes, one at least.
    pub(super) fn needs(look: Look, text: &str, (wide, most): (f32, usize)) -> usize {
        type_face::lines(text, look.size, look.bold, wide * POINTS, most).len().max(1)
    }

    /// The one picture of the file, within a box. Says how high it is.
    pub(super) fn picture(&mut self, (x, y): (f32, f32), room: (f32, f32), picture: Picture) -> f32 {
        let (wide, high) = picture.within(room);
        let (left, base) = self.at(x, y + high);
        self.now.save_state();
        self.now.transform([wide * POINTS, 0.0, 0.0, high * POINTS, left, base]);
        self.now.x_object(PICTURE);
        self.now.restore_state();
        self.picture = Some(picture);
        high
    }

    /// A line across, so many points thick.
    pub(super) fn rule(&mut self, (x, y): (f32, f32), wide: f32, thick: f32) {
        let (left, base) = self.at(x, y);
        self.now.set_line_width(thick);
        self.now.move_to(left, base);
        self.now.line_to(left + wide * POINTS, base);
        self.now.stroke();
    }

    /// An empty box.
    pub(super) fn frame(&mut self, (x, y): (f32, f32), (wide, high): (f32, f32)) {
        let (left, base) = self.at(x, y + high);
        self.now.set_line_width(0.6);
        self.now.rect(left, base, wide * POINTS, high * POINTS);
        self.now.stroke();
    }

    /// A code of so many millimetres, without the quiet zone around it.
    pub(super) fn code(&mut self, (x, y): (f32, f32), side: f32, text: &str) {
        let squares = squares(text);
        let one = side / squares.len().max(1) as f32;
        for (row, squares) in squares.iter().enumerate() {
            let mut column = 0;
            while column < squares.len() {
                let run = squares[column..].iter().take_while(|dark| **dark).count();
                if run > 0 {
                    let (left, base) = self.at(x + column as f32 * one, y + (row + 1) as f32 * one);
                    self.now.rect(left, base, run as f32 * one * POINTS, one * POINTS);
                }
                column += run.max(1);
            }
        }
        self.now.fill_nonzero();
    }

    /// The file.
    pub(super) fn file(mut self, title: &str) -> Vec<u8> {
        self.done.push(self.now);
        let mut pdf = Pdf::new();
        let mut next = Ref::new(1);
        let [catalog, tree, info] = [next.bump(), next.bump(), next.bump()];
        let fonts = fonts(&mut pdf, &mut next);
        let picture = self.picture.map(|picture| {
            let (own, cover) = (next.bump(), next.bump());
            picture.write(&mut pdf, own, cover);
            own
        });
        let mut pages = Vec::new();
        for content in self.done {
            let (page, text) = (next.bump(), next.bump());
            let mut written = pdf.page(page);
            written.media_box(Rect::new(0.0, 0.0, self.wide * POINTS, self.high * POINTS));
            written.parent(tree).contents(text);
            let mut resources = written.resources();
            let mut known = resources.fonts();
            for (name, font) in fonts {
                known.pair(name, font);
            }
            known.finish();
            if let Some(picture) = picture {
                resources.x_objects().pair(PICTURE, picture);
            }
            resources.finish();
            written.finish();
            pdf.stream(text, &content.finish());
            pages.push(page);
        }
        pdf.catalog(catalog).pages(tree);
        pdf.pages(tree).count(pages.len() as i32).kids(pages);
        pdf.document_info(info).title(TextStr(title)).producer(TextStr("Holdfast"));
        pdf.finish()
    }
}

fn fonts(pdf: &mut Pdf, next: &mut Ref) -> [(Name<'static>, Ref); 3] {
    let [latin, fat, song, letters, form] = [next.bump(), next.bump(), next.bump(), next.bump(), next.bump()];
    for (font, face) in [(latin, &b"Helvetica"[..]), (fat, b"Helvetica-Bold")] {
        pdf.type1_font(font).base_font(Name(face)).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    pdf.type0_font(song)
        .base_font(Name(b"STSong-Light-UniGB-UTF16-H"))
        .encoding_predefined(Name(SONG_TEXT))
        .descendant_font(letters);
    let system = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"GB1"), supplement: 4 };
    let mut cid = pdf.cid_font(letters);
    cid.subtype(CidFontType::Type0).base_font(Name(SONG_FACE)).system_info(system);
    cid.font_descriptor(form).default_width(1000.0);
    cid.finish();
    pdf.font_descriptor(form)
        .name(Name(SONG_FACE))
        .flags(FontFlags::SERIF | FontFlags::SYMBOLIC)
        .bbox(Rect::new(-25.0, -254.0, 1000.0, 880.0))
        .italic_angle(0.0)
        .ascent(880.0)
        .descent(-120.0)
        .cap_height(880.0)
        .stem_v(93.0);
    [(LATIN, latin), (BOLD, fat), (SONG, song)]
}
