//! A value of a stage, kept from one build to the next.
//!
//! In: the value as a build has made it. Out: the same value in the next build.
//!
//! Invariant: where nothing is to be kept, nothing is even made to be kept.

/// The value that a stage has made last, where values are kept at all.
#[derive(Debug)]
pub(super) struct Kept<T> {
    keeps: bool,
    value: Option<T>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { keeps: false, value: None }
    }
}

impl<T> Kept<T> {
    /// A place that keeps what is put there; the default one keeps nothing.
    pub(super) fn keeping() -> Self {
        Self { keeps: true, value: None }
    }

    /// The value of the build before.
    pub(super) fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// A value made for [`Kept::put`]; nothing where it would not be kept.
    pub(super) fn prepare<U>(&self, make: impl FnOnce() -> U) -> Option<U> {
        self.keeps.then(make)
    }

    /// Keeps a value in place of the one before.
    pub(super) fn put(&mut self, make: impl FnOnce() -> T) {
        if self.keeps {
            self.value = Some(make());
        }
    }

    /// Lets go of the value.
    pub(super) fn clear(&mut self) {
        self.value = None;
    }
}
