//! The accent colour: one from the author, one for dark pages derived from it, both with enough
//! contrast to be read.
//!
//! Contrast and luminance after WCAG 2.2 («relative luminance», «contrast ratio»).

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color {
    /// Red, green, blue.
    pub rgb: [u8; 3],
}

/// The grounds that accent-coloured text stands on in the light theme: the page, and its tinted parts. A test
/// holds them against the theme's stylesheet.
const LIGHT_GROUNDS: [Color; 3] = [Color::WHITE, Color { rgb: [0xf7, 0xf4, 0xee] }, Color { rgb: [0xef, 0xea, 0xe1] }];
/// The same in the dark theme.
const DARK_GROUNDS: [Color; 3] =
    [Color { rgb: [0x14, 0x1a, 0x18] }, Color { rgb: [0x1c, 0x24, 0x21] }, Color { rgb: [0x26, 0x30, 0x2c] }];
/// The contrast that text must have (WCAG 2.2, 1.4.3).
const TEXT_CONTRAST: f64 = 4.5;
/// The contrast of the derived accent with the dark page: text that is read at length is easier with more.
const DARK_CONTRAST: f64 = 7.0;

impl Color {
    /// White.
    pub const WHITE: Self = Self { rgb: [0xff; 3] };

    /// Reads `#rrggbb` or `#rgb`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let channel = |part: &str| u8::from_str_radix(part, 16).ok();
        let rgb = match digits.len() {
            6 => [channel(&digits[0..2])?, channel(&digits[2..4])?, channel(&digits[4..6])?],
            3 => {
                let double = |i: usize| channel(&digits[i..=i].repeat(2));
                [double(0)?, double(1)?, double(2)?]
            }
            _ => return None,
        };
        Some(Self { rgb })
    }

    /// As `#rrggbb`.
    #[must_use]
    pub fn css(self) -> String {
        let [r, g, b] = self.rgb;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// The relative luminance, 0 to 1.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        let [r, g, b] = self.rgb.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The contrast ratio with another colour, 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The colour mixed with another: 0 is itself, 255 the other.
    fn towards(self, other: Self, amount: u8) -> Self {
        let part = |own: u8, others: u8| {
            let sum = u32::from(own) * u32::from(255 - amount) + u32::from(others) * u32::from(amount);
            u8::try_from(sum / 255).unwrap_or(u8::MAX)
        };
        let ([r, g, b], [other_r, other_g, other_b]) = (self.rgb, other.rgb);
        Self { rgb: [part(r, other_r), part(g, other_g), part(b, other_b)] }
    }

    /// The colour with as little of another in it as makes it good enough; the other where none is.
    fn mixed(self, other: Self, good: impl Fn(Self) -> bool) -> Self {
        (0..=u8::MAX).map(|amount| self.towards(other, amount)).find(|&color| good(color)).unwrap_or(other)
    }
}

/// The accent on light and on dark pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    /// On light pages, as the author gave it.
    pub light: Color,
    /// On dark pages: the author's, mixed with as little white as gives the contrast.
    pub dark: Color,
}

/// An accent that cannot be read on one of the theme's grounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TooLight {
    /// The contrast it has there, 1 to 21.
    pub ratio: f64,
    /// The contrast it needs.
    pub needed: f64,
    /// The ground it stands on there.
    pub ground: Color,
    /// The same colour with as much black in it as makes it readable everywhere.
    pub darker: Color,
}

impl Accent {
    /// The accent for an author's colour.
    ///
    /// # Errors
    /// The contrast with the first of the light grounds on which it is under 4.5.
    pub fn new(light: Color) -> Result<Self, TooLight> {
        let unreadable =
            |color: Color| LIGHT_GROUNDS.into_iter().find(move |ground| color.contrast(*ground) < TEXT_CONTRAST);
        if let Some(ground) = unreadable(light) {
            let darker = light.mixed(Color { rgb: [0; 3] }, |color| unreadable(color).is_none());
            let ratio = light.contrast(ground);
            return Err(TooLight { ratio, needed: TEXT_CONTRAST, ground, darker });
        }
        let [page, tinted @ ..] = DARK_GROUNDS;
        let dark = light.mixed(Color { rgb: [0xff; 3] }, |color| {
            color.contrast(page) >= DARK_CONTRAST
                && tinted.iter().all(|&ground| color.contrast(ground) >= TEXT_CONTRAST)
        });
        Ok(Self { light, dark })
    }
}

impl Default for Accent {
    fn default() -> Self {
        Self { light: Color { rgb: [0x1f, 0x5c, 0x45] }, dark: Color { rgb: [0x8f, 0xc4, 0xae] } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accent(css: &str) -> Result<Accent, TooLight> {
        Accent::new(Color::parse(css).unwrap())
    }

    #[test]
    fn contrast_as_wcag_has_it() {
        let (black, white) = (Color { rgb: [0; 3] }, Color { rgb: [0xff; 3] });
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((Color::parse("#777").unwrap().contrast(white) - 4.48).abs() < 0.01);
    }

    #[test]
    fn an_accent_is_readable_on_every_ground_of_both_themes() {
        for css in ["#000", "#1f5c45", "#00f", "#b00", "#595959", "#1f4e79", "#6b0f6b"] {
            let accent = accent(css).unwrap();
            for ground in LIGHT_GROUNDS {
                assert!(accent.light.contrast(ground) >= TEXT_CONTRAST, "{css} on {}", ground.css());
            }
            for ground in DARK_GROUNDS {
                assert!(accent.dark.contrast(ground) >= TEXT_CONTRAST, "{css} on {}", ground.css());
                // Text on a button is the page's ground on the accent.
                assert!(accent.dark.contrast(DARK_GROUNDS[0]) >= DARK_CONTRAST, "{css}");
            }
        }
        let standard = Accent::default();
        assert_eq!(Accent::new(standard.light).map(|accent| accent.light), Ok(standard.light));
        assert!(DARK_GROUNDS.iter().all(|&ground| standard.dark.contrast(ground) >= TEXT_CONTRAST));
    }

    #[test]
    fn an_accent_that_is_too_light_somewhere_is_refused_with_the_ratio_and_a_way_out() {
        for (css, ground, ratio) in [("#9c9", "#ffffff", 1.83), ("#767676", "#f7f4ee", 4.14)] {
            let refused = accent(css).unwrap_err();
            assert_eq!(refused.ground.css(), ground);
            assert!((refused.ratio - ratio).abs() < 0.01, "{css}: {}", refused.ratio);
            assert!(Accent::new(refused.darker).is_ok(), "{css}: {}", refused.darker.css());
        }
    }

    #[test]
    fn the_grounds_are_those_of_the_theme() {
        let css = include_str!("../../themes/standard/css/10-tokens.css");
        let light: Vec<String> = LIGHT_GROUNDS.iter().map(|ground| ground.css()).collect();
        let dark: Vec<String> = DARK_GROUNDS.iter().map(|ground| ground.css()).collect();
        for (grounds, times) in [(light, 1), (dark, 2)] {
            let [page, tinted, deeper] = [0, 1, 2].map(|index| grounds[index].replace("#ffffff", "#fff"));
            let tokens = format!("--grunn:{page};--flate:{tinted};--flate2:{deeper};");
            assert_eq!(css.matches(&tokens).count(), times, "{tokens}");
        }
    }
}
