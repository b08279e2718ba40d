//! A model as a text that a browser unpacks.
//!
//! In: a [`QuestionModel`]. Out: three rows of numbers as ASCII, which compress well each by itself.
//!
//! Invariant: `questionModel` in `80-vakt.js` unpacks it.

use serde::Serialize;

use super::{Known, LOUDEST, QuestionModel};

/// A digit below this is the last of its number.
const BASE: u32 = 45;
/// The first of the signs that are digits; `\` is passed over, `"` stands before it.
const FIRST: u8 = b'#';

/// A model as text.
#[derive(Serialize)]
pub(in crate::questions) struct PackedModel {
    bias: i32,
    /// By feature how far it is from the one before.
    features: String,
    /// By feature its weight: twice as much, and one more where it is below 0.
    weights: String,
    /// By feature 0, or the number of its ground from 1 times [`LOUDEST`], and how loud it is.
    voices: String,
}

impl QuestionModel {
    /// The model as text.
    pub(in crate::questions) fn packed(&self) -> PackedModel {
        let mut packed =
            PackedModel { bias: self.bias, features: String::new(), weights: String::new(), voices: String::new() };
        let mut before = 0;
        for Known { feature, weight, voice } in &self.known {
            push(feature - before, &mut packed.features);
            before = *feature;
            push(2 * weight.unsigned_abs() + u32::from(*weight < 0), &mut packed.weights);
            push(voice.map_or(0, |(ground, loud)| (ground + 1) * LOUDEST + loud), &mut packed.voices);
        }
        packed
    }
}

/// Writes a number, its smallest part first.
fn push(mut number: u32, out: &mut String) {
    while number >= BASE {
        digit(BASE + number % BASE, out);
        number /= BASE;
    }
    digit(number, out);
}

fn digit(value: u32, out: &mut String) {
    let sign = FIRST + u8::try_from(value).unwrap_or(0);
    out.push(char::from(if sign < b'\\' { sign } else { sign + 1 }));
}
