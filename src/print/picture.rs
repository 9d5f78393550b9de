//! A picture in a PDF file: the shop's logo, as large as it is printed and no larger.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{ImageReader, Limits};
use pdf_writer::{Filter, Finish, Pdf, Ref};
use std::io::{Cursor, Write};

/// Dots across or down at most: 300 to the inch on 50 millimetres.
const MOST: u32 = 600;
/// Memory that opening a picture may take, in bytes.
const MEMORY: u64 = 64 * 1024 * 1024;

/// A picture that was read, its colours and how much of what is below they cover.
pub(super) struct Picture {
    wide: u32,
    high: u32,
    colours: Vec<u8>,
    cover: Vec<u8>,
}

impl Picture {
    /// Reads a PNG, JPEG or WebP file; nothing where it is none, or larger than anybody's logo.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
        let mut limits = Limits::default();
        limits.max_alloc = Some(MEMORY);
        reader.limits(limits);
        let read = reader.decode().ok()?;
        let read = if read.width().max(read.height()) > MOST { read.thumbnail(MOST, MOST) } else { read };
        let dots = read.to_rgba8();
        let (wide, high) = dots.dimensions();
        let colours = packed(dots.pixels().flat_map(|dot| [dot[0], dot[1], dot[2]]).collect())?;
        let cover = packed(dots.pixels().map(|dot| dot[3]).collect())?;
        Some(Self { wide, high, colours, cover })
    }

    /// How wide and high it is within a box of the same measure.
    pub(super) fn within(&self, (wide, high): (f32, f32)) -> (f32, f32) {
        let shape = self.wide as f32 / self.high.max(1) as f32;
        if high * shape <= wide { (high * shape, high) } else { (wide, wide / shape) }
    }

    /// Writes it into a file.
    pub(super) fn write(&self, pdf: &mut Pdf, own: Ref, cover: Ref) {
        let mut picture = pdf.image_xobject(own, &self.colours);
        picture.filter(Filter::FlateDecode);
        picture.width(self.wide as i32).height(self.high as i32);
        picture.color_space().device_rgb();
        picture.bits_per_component(8).s_mask(cover);
        picture.finish();
        let mut mask = pdf.image_xobject(cover, &self.cover);
        mask.filter(Filter::FlateDecode);
        mask.width(self.wide as i32).height(self.high as i32);
        mask.color_space().device_gray();
        mask.bits_per_component(8);
        mask.finish();
    }
}

fn packed(bytes: Vec<u8>) -> Option<Vec<u8>> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(&bytes).ok()?;
    packer.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, Rgba, RgbaImage};

    fn file(wide: u32, high: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let dots = RgbaImage::from_pixel(wide, high, Rgba([200, 30, 30, 128]));
        dots.write_to(&mut bytes, ImageFormat::Png).expect("written");
        bytes.into_inner()
    }

    #[test]
    fn a_logo_keeps_its_shape_and_is_no_larger_than_it_is_printed() {
        let wide = Picture::read(&file(1_800, 600)).expect("a picture");
        assert_eq!((wide.wide, wide.high), (600, 200));
        assert_eq!(wide.within((50.0, 14.0)), (42.0, 14.0));
        let high = Picture::read(&file(20, 200)).expect("a picture");
        let (across, down) = high.within((50.0, 14.0));
        assert!((across - 1.4).abs() < 0.001 && (down - 14.0).abs() < 0.001);
    }

    #[test]
    fn what_is_no_picture_is_none() {
        assert!(Picture::read(b"").is_none());
        assert!(Picture::read(b"\x89PNG\r\n\x1a\n and nothing behind it").is_none());
        assert!(Picture::read(b"<svg onload='alert(1)'/>").is_none());
    }
}
