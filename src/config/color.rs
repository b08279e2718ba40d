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

/// The page's background in the light theme.
pub(super) const LIGHT_GROUND: Color = Color { rgb: [0xff, 0xff, 0xff] };
/// The page's background in the dark theme.
pub(super) const DARK_GROUND: Color = Color { rgb: [0x14, 0x1a, 0x18] };
/// The contrast that text must have (WCAG 2.2, 1.4.3).
pub(super) const TEXT_CONTRAST: f64 = 4.5;

impl Color {
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

    /// The colour mixed with white: 0 is itself, 255 white.
    fn towards_white(self, amount: u8) -> Self {
        let mix = |c: u8| c + u8::try_from(u32::from(255 - c) * u32::from(amount) / 255).unwrap_or(0);
        Self { rgb: self.rgb.map(mix) }
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

impl Accent {
    /// The accent for an author's colour.
    ///
    /// # Errors
    /// The contrast with the light page, where it is under 4.5.
    pub fn new(light: Color) -> Result<Self, f64> {
        let ratio = light.contrast(LIGHT_GROUND);
        if ratio < TEXT_CONTRAST {
            return Err(ratio);
        }
        // A margin above the limit: the accent also stands on tinted grounds.
        let dark = (0..=255).map(|amount| light.towards_white(amount));
        let dark = dark.into_iter().find(|color| color.contrast(DARK_GROUND) >= TEXT_CONTRAST + 2.5);
        Ok(Self { light, dark: dark.unwrap_or(LIGHT_GROUND) })
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

    #[test]
    fn contrast_as_wcag_has_it() {
        let black = Color { rgb: [0; 3] };
        assert!((black.contrast(LIGHT_GROUND) - 21.0).abs() < 1e-9);
        assert!((Color::parse("#777").unwrap().contrast(LIGHT_GROUND) - 4.48).abs() < 0.01);
    }

    #[test]
    fn the_dark_accent_is_readable_whatever_the_light_one_is() {
        for css in ["#000", "#1f5c45", "#00f", "#b00", "#767676", "#595959"] {
            let accent = Accent::new(Color::parse(css).unwrap()).unwrap();
            assert!(accent.dark.contrast(DARK_GROUND) >= TEXT_CONTRAST, "{css}");
        }
        assert!(Accent::new(Color::parse("#9c9").unwrap()).unwrap_err() < 4.5);
        let standard = Accent::default();
        assert!(standard.light.contrast(LIGHT_GROUND) >= 4.5 && standard.dark.contrast(DARK_GROUND) >= 4.5);
    }
}
