//! The work of the filters of a drawing: on paper, what a filter changes is a picture, however it was drawn.
//!
//! In: a drawing as it was parsed, whose elements are not too many (`weight`). Out: whether its filters are too much.
//!
//! Invariant: no point is drawn here; how many there would be follows from how large everything is.

use std::sync::Arc;

use roxmltree::Document;
use usvg::filter::{Filter, Kind};
use usvg::fontdb::Database;
use usvg::{ClipPath, Group, ImageHrefResolver, ImageKind, Mask, Options, Paint, Path, Transform, Tree};

/// The most points that the filters of a drawing touch, each as often as it is touched: six seconds.
const MOST_POINTS: f64 = 32e6;
/// Points of a picture for one of the paper's, and the most in a row of it.
const FINE: f64 = 4.0;
const MOST_IN_A_ROW: f64 = 5000.0;
/// The widest that a drawing is shown in a text.
const WIDEST: f64 = 460.0;
/// How often a point is touched that is read again and packed.
const WHOLE: f64 = 1.0;
/// Shapes are filled so much faster than a filter changes them.
const FILLED: f64 = 8.0;
/// Bound on what is drawn beside the picture: so many times its size at most.
const AROUND: f64 = 25.0;
/// Points around a point that are read in the time in which one is touched.
const READ: f64 = 10.0;

/// Whether something of a drawing has a filter.
pub(super) fn are_used(document: &Document<'_>) -> bool {
    let declares = |text: &str| {
        text.match_indices("filter").any(|(at, word)| text[at + word.len()..].trim_start().starts_with(':'))
    };
    document.descendants().any(|node| {
        node.has_attribute("filter")
            || node.attribute("style").is_some_and(declares)
            || node.has_tag_name("style") && node.text().is_some_and(declares)
    })
}

/// Whether the filters of a drawing are too much; `file` gives the pictures that it names, `fonts` are for its text.
pub(super) fn are_too_much<'a>(
    document: &Document<'_>,
    file: impl Fn(&str) -> Option<&'a [u8]> + Send + Sync,
    fonts: Arc<Database>,
) -> bool {
    let options = Options {
        font_family: String::new(),
        resources_dir: None,
        fontdb: fonts,
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|path, _| file(path).map(|bytes| ImageKind::PNG(Arc::new(bytes.to_vec())))),
        },
        ..Options::default()
    };
    // What cannot be read, Typst says.
    let Ok(tree) = Tree::from_xmltree(document, &options) else { return false };
    let mut points = TouchedPoints(0.0);
    points.of_printed(tree.root(), (WIDEST / f64::from(tree.size().width())).min(1.0));
    points.0 > MOST_POINTS
}

/// The points that are touched.
struct TouchedPoints(f64);

impl TouchedPoints {
    fn are_too_many(&self) -> bool {
        self.0 > MOST_POINTS
    }

    /// Area that is drawn as shapes, `scale` times as large as the drawing says, but for what has a filter.
    fn of_printed(&mut self, group: &Group, scale: f64) {
        if self.are_too_many() {
            return;
        }
        if !group.filters().is_empty() {
            let around = group.abs_layer_bounding_box();
            let (width, height) = (f64::from(around.width()), f64::from(around.height()));
            let scale = (scale * FINE).min(MOST_IN_A_ROW / width).min(MOST_IN_A_ROW / height);
            let canvas = width * height * scale * scale;
            self.0 += WHOLE * canvas;
            return DrawnPicture { scale, canvas }.group(self, group);
        }
        // What something is cut, masked or painted with knows nothing of the scale around it.
        let own = scale.max(1.0);
        let mut clip = group.clip_path();
        while let Some(path) = clip {
            self.of_printed(path.root(), own);
            clip = path.clip_path();
        }
        let mut mask = group.mask();
        while let Some(inner) = mask {
            self.of_printed(inner.root(), own);
            mask = inner.mask();
        }
        for node in group.children() {
            match node {
                usvg::Node::Group(inner) => self.of_printed(inner, scale),
                usvg::Node::Path(path) => patterns(path).for_each(|pattern| self.of_printed(pattern.root(), own)),
                usvg::Node::Image(image) => {
                    if let ImageKind::SVG(tree) = image.kind() {
                        self.of_printed(tree.root(), own);
                    }
                }
                usvg::Node::Text(text) => self.of_printed(text.flattened(), scale),
            }
        }
    }
}

fn patterns(path: &Path) -> impl Iterator<Item = &Arc<usvg::Pattern>> {
    let paints = path.fill().map(usvg::Fill::paint).into_iter().chain(path.stroke().map(usvg::Stroke::paint));
    paints.filter_map(|paint| match paint {
        Paint::Pattern(pattern) => Some(pattern),
        Paint::Color(_) | Paint::LinearGradient(_) | Paint::RadialGradient(_) => None,
    })
}

/// How much larger a transformation makes things: across, and down.
fn scales(transform: Transform) -> (f64, f64) {
    let (x, y) = transform.get_scale();
    (f64::from(x), f64::from(y))
}

/// A picture that something is drawn into, point by point.
#[derive(Clone, Copy)]
struct DrawnPicture {
    scale: f64,
    /// The points of the picture.
    canvas: f64,
}

impl DrawnPicture {
    fn area(self, width: f32, height: f32) -> f64 {
        f64::from(width) * f64::from(height) * self.scale * self.scale
    }

    fn group(self, points: &mut TouchedPoints, group: &Group) {
        if points.are_too_many() {
            return;
        }
        let around = group.abs_layer_bounding_box();
        let layer = if group.should_isolate() {
            self.area(around.width(), around.height()).min(AROUND * self.canvas)
        } else {
            0.0
        };
        points.0 += layer;
        group.children().iter().for_each(|node| self.node(points, node));
        for filter in group.filters() {
            self.filter(points, filter, group.abs_transform());
        }
        self.clip(points, group.clip_path(), layer);
        self.mask(points, group.mask(), layer);
    }

    fn node(self, points: &mut TouchedPoints, node: &usvg::Node) {
        match node {
            usvg::Node::Group(inner) => self.group(points, inner),
            usvg::Node::Text(text) => self.group(points, text.flattened()),
            usvg::Node::Path(path) => {
                let around = path.abs_stroke_bounding_box();
                let area = self.area(around.width(), around.height()).min(self.canvas);
                points.0 += area / FILLED;
                for pattern in patterns(path) {
                    points.0 += area;
                    let (x, y) = scales(path.abs_transform().pre_concat(pattern.transform()));
                    let (width, height) = (pattern.rect().width(), pattern.rect().height());
                    points.0 += self.area(width, height) * x * y;
                    self.group(points, pattern.root());
                }
            }
            usvg::Node::Image(image) => {
                let around = image.abs_bounding_box();
                points.0 += self.area(around.width(), around.height()).min(self.canvas);
                if let ImageKind::SVG(tree) = image.kind() {
                    self.group(points, tree.root());
                }
            }
        }
    }

    fn clip(self, points: &mut TouchedPoints, clip: Option<&ClipPath>, layer: f64) {
        let Some(clip) = clip else { return };
        points.0 += layer;
        self.group(points, clip.root());
        self.clip(points, clip.clip_path(), layer);
    }

    fn mask(self, points: &mut TouchedPoints, mask: Option<&Mask>, layer: f64) {
        let Some(mask) = mask else { return };
        points.0 += 2.0 * layer;
        self.group(points, mask.root());
        self.mask(points, mask.mask(), layer);
    }

    fn filter(self, points: &mut TouchedPoints, filter: &Filter, transform: Transform) {
        let (x, y) = scales(transform);
        let region = self.area(filter.rect().width(), filter.rect().height()) * x * y;
        for primitive in filter.primitives() {
            let near = |across: f64, down: f64| 1.0 + across * down / READ;
            let times = match primitive.kind() {
                Kind::Flood(_) | Kind::Composite(_) => 1.0,
                Kind::Merge(merge) => 1.0 + f64::from(u32::try_from(merge.inputs().len()).unwrap_or(u32::MAX)),
                Kind::ConvolveMatrix(matrix) => {
                    near(f64::from(matrix.matrix().columns()), f64::from(matrix.matrix().rows()))
                }
                Kind::Morphology(morphology) => {
                    let reach = |radius: f32, scale: f64| (f64::from(radius) * self.scale * scale).ceil() * 2.0;
                    near(
                        reach(morphology.radius_x().get(), x).min(self.scale * x * f64::from(filter.rect().width())),
                        reach(morphology.radius_y().get(), y).min(self.scale * y * f64::from(filter.rect().height())),
                    )
                }
                Kind::Turbulence(turbulence) => 2.0 * f64::from(turbulence.num_octaves()),
                Kind::Image(image) => {
                    DrawnPicture { scale: self.scale * x.max(y), canvas: region }.group(points, image.root());
                    1.0
                }
                Kind::Blend(_) | Kind::DropShadow(_) => 3.0,
                Kind::ColorMatrix(_)
                | Kind::ComponentTransfer(_)
                | Kind::DiffuseLighting(_)
                | Kind::DisplacementMap(_)
                | Kind::GaussianBlur(_)
                | Kind::Offset(_)
                | Kind::SpecularLighting(_)
                | Kind::Tile(_) => 1.5,
            };
            points.0 += times * region;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn are_heavy(inner: &str) -> bool {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' width='600' height='400'>{inner}</svg>");
        let document = Document::parse(&svg).unwrap();
        assert!(are_used(&document), "{svg}");
        are_too_much(&document, |_| None, Arc::new(Database::new()))
    }

    /// A rectangle of this size with a filter of these parts.
    fn filtered(parts: &str, size: &str) -> String {
        format!("<filter id='f' x='0' y='0' width='1' height='1'>{parts}</filter><rect {size} filter='url(#f)'/>")
    }

    const WHOLE: &str = "width='600' height='400'";

    #[test]
    fn filters_as_they_are_used_are_drawn() {
        let shadow = "<filter id='f'><feGaussianBlur in='SourceAlpha' stdDeviation='2'/><feOffset dx='2' dy='2'/>\
            <feMerge><feMergeNode/><feMergeNode in='SourceGraphic'/></feMerge></filter>";
        let boxes = "<rect x='8' width='60' height='40' filter='url(#f)'/>".repeat(60);
        for (what, drawing) in [
            ("a shadow below each box", format!("{shadow}{boxes}")),
            ("a background that is blurred", filtered("<feGaussianBlur stdDeviation='9'/>", WHOLE)),
            (
                "a shadow told in style",
                "<style>.s{filter : drop-shadow(2px 2px 2px #000)}</style><rect class='s' width='200' height='100'/>"
                    .to_owned(),
            ),
            (
                "a sharpened icon",
                filtered("<feConvolveMatrix kernelMatrix='0 -1 0 -1 5 -1 0 -1 0'/>", "width='40' height='40'"),
            ),
            (
                "paper",
                filtered(
                    "<feTurbulence baseFrequency='.04' numOctaves='4'/><feDiffuseLighting/>",
                    "width='300' height='200'",
                ),
            ),
            ("a thicker line", filtered("<feMorphology operator='dilate' radius='1'/>", "width='100' height='50'")),
        ] {
            assert!(!are_heavy(&drawing), "{what}");
        }
        let document = Document::parse("<svg><g style='color-interpolation-filters:linearRGB'/></svg>").unwrap();
        assert!(!are_used(&document));
    }

    #[test]
    fn filters_that_take_long_are_told() {
        let many = |part: &str, n: usize| filtered(&part.repeat(n), WHOLE);
        let deep = |open: &str, n: usize| {
            let inner = format!("{}<rect {WHOLE}/>{}", open.repeat(n), "</g>".repeat(n));
            format!("<filter id='f'><feOffset/></filter><g filter='url(#f)'>{inner}</g>")
        };
        for (what, drawing) in [
            ("many parts", many("<feGaussianBlur stdDeviation='3'/>", 40)),
            ("many octaves", filtered("<feTurbulence baseFrequency='.05' numOctaves='400'/>", WHOLE)),
            ("a wide reach", filtered("<feMorphology radius='30'/>", WHOLE)),
            ("a large matrix", filtered(&format!("<feConvolveMatrix order='30' kernelMatrix='{}'/>", "1 ".repeat(900)), WHOLE)),
            ("a large region", "<filter id='f' x='-9' y='-9' width='19' height='19'><feOffset/></filter><rect width='600' height='400' filter='url(#f)'/>".to_owned()),
            ("many shapes", format!("<filter id='f'><feOffset/></filter>{}", format!("<rect {WHOLE} style='filter:url(#f)'/>").repeat(20))),
            ("functions", format!("<rect {WHOLE} filter='{}'/>", "blur(3px) ".repeat(9))),
            ("filters in each other", deep("<g filter='url(#f)'>", 20)),
            ("layers in each other", deep("<g opacity='.5'>", 40)),
            ("pictures in a filter", format!("<g id='q' filter='blur(1px)'><rect {WHOLE}/></g>{}", many("<feImage href='#q'/>", 20))),
            ("patterns in a filter", format!("<pattern id='p' width='1' height='1'><rect {WHOLE}/></pattern><filter id='f'><feOffset/></filter><g filter='url(#f)'>{}</g>", format!("<rect {WHOLE} fill='url(#p)'/>").repeat(40))),
            ("filters in a pattern", format!("<filter id='f'><feOffset/></filter><pattern id='p' width='9000' height='9000' patternUnits='userSpaceOnUse'><rect width='4000' height='4000' filter='url(#f)'/></pattern><rect {WHOLE} fill='url(#p)'/>")),
        ] {
            assert!(are_heavy(&drawing), "{what}");
        }
    }
}
