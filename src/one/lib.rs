//! The work of several threads, done by one: what the program asks of `rayon`, for a browser.
//!
//! In: what would be shared out. Out: the same results, in the same order. Invariant: a name here does what the one of
//! `rayon` does.

/// The number of threads.
#[must_use]
pub fn current_num_threads() -> usize {
    1
}

/// The number of the thread that runs.
#[must_use]
pub fn current_thread_index() -> Option<usize> {
    Some(0)
}

/// The results of two functions.
pub fn join<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
    (one(), other())
}

/// The names that are brought in together.
pub mod prelude {
    /// A collection that gives its items away.
    pub trait IntoParallelIterator: IntoIterator + Sized {
        /// The items.
        fn into_par_iter(self) -> Self::IntoIter {
            self.into_iter()
        }
    }

    impl<I: IntoIterator> IntoParallelIterator for I {}

    /// A collection that shows its items.
    pub trait IntoParallelRefIterator<'d> {
        /// The iterator.
        type Iter: Iterator;

        /// The items.
        fn par_iter(&'d self) -> Self::Iter;
    }

    impl<'d, I: 'd + ?Sized> IntoParallelRefIterator<'d> for I
    where
        &'d I: IntoIterator,
    {
        type Iter = <&'d I as IntoIterator>::IntoIter;

        fn par_iter(&'d self) -> Self::Iter {
            self.into_iter()
        }
    }

    /// An iterator with what one of several threads can beside it.
    pub trait ParallelIterator: Iterator + Sized {
        /// The results of a function that is given something of its own, made once.
        fn map_init<T, R>(
            self,
            init: impl FnOnce() -> T,
            mut map: impl FnMut(&mut T, Self::Item) -> R,
        ) -> impl Iterator<Item = R> {
            let mut own = init();
            self.map(move |item| map(&mut own, item))
        }
    }

    impl<I: Iterator> ParallelIterator for I {}

    /// A slice that is put in order.
    pub trait ParallelSliceMut<T> {
        /// The order that a function tells.
        fn par_sort_unstable_by(&mut self, compare: impl FnMut(&T, &T) -> std::cmp::Ordering);

        /// The order of keys.
        fn par_sort_unstable_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K);
    }

    impl<T> ParallelSliceMut<T> for [T] {
        fn par_sort_unstable_by(&mut self, compare: impl FnMut(&T, &T) -> std::cmp::Ordering) {
            self.sort_unstable_by(compare);
        }

        fn par_sort_unstable_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K) {
            self.sort_unstable_by_key(key);
        }
    }
}
