//! From a book to files: one writer for each form.
//!
//! In: a finished [`Book`](crate::resolve::Book). Out: files into a [`Sink`](crate::sink::Sink),
//! and what could not be written.
//!
//! Invariant: a writer hands over each file as it is made and keeps none.

pub mod html;
