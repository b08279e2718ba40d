//! The surroundings of the program: environment variables, the folder it was started in, the clock.
//!
//! In: nothing. Out: values, handed on to everything that needs them.
//!
//! Invariant: nothing else in the program asks for any of them.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::diagnostic::{Code, Diagnostic, Warned};
use crate::said::said;
use crate::text::Date;

/// The environment variable that says when a build takes place.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The value of an environment variable.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A path as seen from the root, without its `.` parts.
#[expect(clippy::disallowed_methods, reason = "the one place that asks where the program was started")]
pub(super) fn absolute(path: &Path) -> Option<PathBuf> {
    std::path::absolute(path).ok()
}

/// Where this program lies.
#[expect(clippy::disallowed_methods, reason = "the one place that asks for it")]
pub(super) fn program() -> Option<PathBuf> {
    std::env::current_exe().ok()
}

/// Today, or the day that `SOURCE_DATE_EPOCH` says, for builds that can be repeated.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub(super) fn today() -> Warned<Date> {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed());
    let mut diagnostics = Vec::new();
    let seconds = match variable(EPOCH).map(|text| text.trim().parse().map_err(|_| text)) {
        None => now(),
        Some(Ok(seconds)) => seconds,
        Some(Err(text)) => {
            diagnostics.push(
                Diagnostic::new(
                    Code::BadEpoch,
                    said!("the environment has {epoch}={text}, which is no number", epoch = EPOCH, text),
                )
                .help(said!("give the seconds since 1970, as `date +%s` says them, or unset it")),
            );
            now()
        }
    };
    Warned::new(Date::from_unix(seconds), diagnostics)
}
