//! The seed of what tests draw at random: `SEED` of the environment, or another one each time. It is printed, so that
//! what failed can be had again; what a property test failed at is kept in `tests/regressions/`, and tried first.
//!
//! The unit tests of the library have this file too (`src/lib.rs`).
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "tests read the environment, and say their seed")]

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use proptest::test_runner::{Config, FileFailurePersistence, RngSeed};

/// The seed, printed: a test that fails shows what it printed.
pub(crate) fn seed() -> u64 {
    let given =
        std::env::var("SEED").ok().map(|text| text.parse().unwrap_or_else(|_| panic!("SEED={text}: no number")));
    let seed = given.unwrap_or_else(|| RandomState::new().build_hasher().finish());
    println!("the same again: SEED={seed}");
    seed
}

/// The settings of property tests: how many cases, and the file below `tests/regressions/` where failures are kept.
/// `PROPTEST_CASES` asks for more or fewer.
pub(crate) fn properties(cases: u32, kept: &'static str) -> Config {
    assert!(kept.starts_with("tests/regressions/"), "{kept}");
    let kept = Box::new(FileFailurePersistence::Direct(kept));
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(cases);
    Config { cases, rng_seed: RngSeed::Fixed(seed()), failure_persistence: Some(kept), ..Config::default() }
}
