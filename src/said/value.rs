//! Values that can stand in a place of a sentence.

use std::borrow::Cow;
use std::io::ErrorKind;
use std::rc::Rc;
use std::sync::Arc;

use super::{Phrase, said};

/// A value that can stand in a place of a sentence.
pub trait Say {
    /// The value as a part of what is said.
    fn said(&self) -> Phrase;
}

impl Say for Phrase {
    fn said(&self) -> Phrase {
        self.clone()
    }
}

macro_rules! say_through {
    ($($pointer:ty),*) => {$(
        impl<T: Say + ?Sized> Say for $pointer {
            fn said(&self) -> Phrase {
                (**self).said()
            }
        }
    )*};
}
say_through!(&T, &mut T, Box<T>, Rc<T>, Arc<T>);

impl<T: Say + ToOwned + ?Sized> Say for Cow<'_, T> {
    fn said(&self) -> Phrase {
        (**self).said()
    }
}

macro_rules! say_as_shown {
    ($($type:ty),*) => {$(
        impl Say for $type {
            fn said(&self) -> Phrase {
                Phrase::verbatim(self.to_string())
            }
        }
    )*};
}
say_as_shown!(
    str,
    String,
    char,
    bool,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    i32,
    i64,
    f32,
    f64,
    smol_str::SmolStr,
    std::fmt::Arguments<'_>,
    std::path::Display<'_>
);

/// A message of the system, in words of the language where it is among what happens.
impl Say for std::io::Error {
    fn said(&self) -> Phrase {
        match self.kind() {
            ErrorKind::StorageFull => said!("the disk is full"),
            ErrorKind::PermissionDenied => said!("permission denied"),
            ErrorKind::ReadOnlyFilesystem => said!("the file system is read-only"),
            _ => Phrase::verbatim(self.to_string()),
        }
    }
}
