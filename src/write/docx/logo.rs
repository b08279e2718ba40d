//! The mark of the organisation whose documents these are, over the first line of a Word file.
//!
//! In: a book. Out: [`Logo`], where the book is an organisation's and its logo is a picture that Word shows.
//!
//! Invariant: it stands where print has it, and as high.

use crate::resolve::Book;
use crate::sink::OutPath;
use crate::write::xml::Xml;

/// How high it stands, and the most room it takes in the line, in the units of drawings (360 000 a centimetre).
const HEIGHT: usize = 504_000;
const MOST_WIDTH: usize = 2_880_000;

/// A logo as a part of a file.
pub(super) struct Logo<'b> {
    /// Its name among the parts, from the folder of the text.
    pub(super) target: String,
    /// The ending of that, and the type of the picture.
    pub(super) kind: (&'static str, &'static str),
    pub(super) bytes: &'b [u8],
    /// The name of the organisation.
    organisation: &'b str,
    /// Width and height as it stands.
    size: (usize, usize),
}

/// The logo of a book's documents. A drawing in lines (SVG) is none: Word would want the same as a picture of dots.
pub(super) fn logo(book: &Book) -> Option<Logo<'_>> {
    let organisation = book.config.organisation.name.as_deref()?;
    let (path, _) = book.config.theme.logo.as_ref()?;
    let bytes = book.assets.get(&OutPath::new(path)?)?;
    let kind = match imagesize::image_type(bytes).ok()? {
        imagesize::ImageType::Png => ("png", "image/png"),
        imagesize::ImageType::Jpeg => ("jpeg", "image/jpeg"),
        imagesize::ImageType::Gif => ("gif", "image/gif"),
        _ => return None,
    };
    let dots = imagesize::blob_size(bytes).ok().filter(|dots| dots.width > 0 && dots.height > 0)?;
    let width = HEIGHT.saturating_mul(dots.width) / dots.height;
    let size = if width <= MOST_WIDTH {
        (width.max(1), HEIGHT)
    } else {
        (MOST_WIDTH, (MOST_WIDTH.saturating_mul(dots.height) / dots.width).max(1))
    };
    Some(Logo { target: format!("media/logo.{}", kind.0), kind, bytes, organisation, size })
}

impl Logo<'_> {
    /// A paragraph with the picture alone; `relation`: the number of the relation to it.
    pub(super) fn paragraph(&self, xml: &mut Xml, relation: &str) {
        let (width, height) = (self.size.0.to_string(), self.size.1.to_string());
        let extent = [("cx", width.as_str()), ("cy", height.as_str())];
        let named = [("id", "1"), ("name", "Logo"), ("descr", self.organisation)];
        let graphic = ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main");
        let picture = "http://schemas.openxmlformats.org/drawingml/2006/picture";
        let inline = [
            ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
            ("distT", "0"),
            ("distB", "0"),
            ("distL", "0"),
            ("distR", "0"),
        ];
        xml.within("w:p", &[], |xml| {
            xml.within("w:pPr", &[], |xml| {
                xml.empty("w:keepNext", &[]);
                xml.empty("w:spacing", &[("w:after", "240")]);
            });
            xml.within("w:r", &[], |xml| {
                xml.within("w:drawing", &[], |xml| {
                    xml.within("wp:inline", &inline, |xml| {
                        xml.empty("wp:extent", &extent);
                        xml.empty("wp:docPr", &named);
                        xml.within("a:graphic", &[graphic], |xml| {
                            xml.within("a:graphicData", &[("uri", picture)], |xml| {
                                xml.within("pic:pic", &[("xmlns:pic", picture)], |xml| {
                                    xml.within("pic:nvPicPr", &[], |xml| {
                                        xml.empty("pic:cNvPr", &named);
                                        xml.empty("pic:cNvPicPr", &[]);
                                    });
                                    xml.within("pic:blipFill", &[], |xml| {
                                        xml.empty("a:blip", &[("r:embed", relation)]);
                                        xml.within("a:stretch", &[], |xml| xml.empty("a:fillRect", &[]));
                                    });
                                    xml.within("pic:spPr", &[], |xml| {
                                        xml.within("a:xfrm", &[], |xml| {
                                            xml.empty("a:off", &[("x", "0"), ("y", "0")]);
                                            xml.empty("a:ext", &extent);
                                        });
                                        xml.within("a:prstGeom", &[("prst", "rect")], |xml| xml.empty("a:avLst", &[]));
                                    });
                                });
                            });
                        });
                    });
                });
            });
        });
    }
}
