//! No WebAssembly. Typst compiles `wasmi` in for `plugin(…)`, which no theme of a book uses; it costs
//! every first build two minutes of processor time. This package has the names that Typst asks for and
//! refuses every module with an error, which Typst reports at the place of the call.
//!
//! Invariant: no [`Module`] and no [`Instance`] ever exists, so what would need one cannot be reached.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

/// The refusal of a module.
#[derive(Debug)]
pub struct Error;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this program runs no plug-ins")
    }
}

impl std::error::Error for Error {}

/// Settings, of which there are none.
#[derive(Debug, Default)]
pub struct Config;

impl Config {
    /// The switch of an extension that is not here.
    pub fn wasm_relaxed_simd(&mut self, _enable: bool) -> &mut Self {
        self
    }
}

/// The engine that runs nothing.
#[derive(Debug, Default, Clone)]
pub struct Engine;

impl Engine {
    /// The engine, whatever the settings.
    pub fn new(_config: &Config) -> Self {
        Self
    }
}

/// A loaded module: there is none.
#[derive(Debug)]
pub struct Module(Infallible);

impl Module {
    /// Refuses every module.
    ///
    /// # Errors
    /// Always.
    pub fn new(_engine: &Engine, _bytes: &[u8]) -> Result<Self, Error> {
        Err(Error)
    }

    /// The type of an export.
    pub fn get_export(&self, _name: &str) -> Option<ExternType> {
        match self.0 {}
    }

    /// All exports.
    pub fn exports(&self) -> std::iter::Empty<ExportType> {
        match self.0 {}
    }
}

/// An export of a module.
#[derive(Debug)]
pub struct ExportType(Infallible);

impl ExportType {
    /// Its name.
    pub fn name(&self) -> &str {
        match self.0 {}
    }

    /// Its type.
    pub fn ty(&self) -> &ExternType {
        match self.0 {}
    }
}

/// The type of an export.
#[derive(Debug)]
pub enum ExternType {
    /// A function.
    Func(Infallible),
    /// A memory.
    Memory(Infallible),
}

/// The functions that a host lends a module.
#[derive(Debug)]
pub struct Linker<T> {
    engine: Engine,
    data: PhantomData<fn(T)>,
}

impl<T> Linker<T> {
    /// A linker of an engine.
    pub fn new(engine: &Engine) -> Self {
        Self { engine: engine.clone(), data: PhantomData }
    }

    /// The engine it was made for.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Takes a function that nobody will call.
    ///
    /// # Errors
    /// Never.
    pub fn func_wrap<F>(&mut self, _module: &str, _name: &str, _function: F) -> Result<&mut Self, Error> {
        Ok(self)
    }

    /// An instance of a module.
    ///
    /// # Errors
    /// It cannot be called, since there is no module.
    pub fn instantiate_and_start(&self, _store: &mut Store<T>, module: &Module) -> Result<Instance, Error> {
        match module.0 {}
    }
}

/// The data of a host.
#[derive(Debug)]
pub struct Store<T>(T);

impl<T> Store<T> {
    /// A store with the host's data.
    pub fn new(_engine: &Engine, data: T) -> Self {
        Self(data)
    }

    /// The host's data.
    pub fn data_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// A running module: there is none.
#[derive(Debug, Clone, Copy)]
pub struct Instance(Infallible);

impl Instance {
    /// The export with a name.
    pub fn get_export<S>(&self, _store: S, _name: &str) -> Option<Extern> {
        match self.0 {}
    }
}

/// An export of an instance.
#[derive(Debug, Clone, Copy)]
pub struct Extern(Infallible);

impl Extern {
    /// It as a function.
    pub fn into_func(self) -> Option<Func> {
        match self.0 {}
    }

    /// It as a memory.
    pub fn into_memory(self) -> Option<Memory> {
        match self.0 {}
    }
}

/// A function of an instance.
#[derive(Debug, Clone, Copy)]
pub struct Func(Infallible);

impl Func {
    /// Its type.
    pub fn ty<S>(&self, _store: S) -> FuncType {
        match self.0 {}
    }

    /// Calls it.
    ///
    /// # Errors
    /// It cannot be called, since there is no function.
    pub fn call<S>(&self, _store: S, _inputs: &[Val], _outputs: &mut [Val]) -> Result<(), Error> {
        match self.0 {}
    }
}

/// The type of a function.
#[derive(Debug)]
pub struct FuncType(Infallible);

impl FuncType {
    /// The types of its parameters.
    pub fn params(&self) -> &[ValType] {
        match self.0 {}
    }

    /// The types of its results.
    pub fn results(&self) -> &[ValType] {
        match self.0 {}
    }
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValType {
    /// 32 bits.
    I32,
}

/// A value.
#[derive(Debug, Clone, Copy)]
pub enum Val {
    /// 32 bits.
    I32(i32),
}

/// A memory of an instance.
#[derive(Debug, Clone, Copy)]
pub struct Memory(Infallible);

impl Memory {
    /// Its size in pages.
    pub fn size<S>(&self, _store: S) -> u64 {
        match self.0 {}
    }

    /// Makes it larger.
    ///
    /// # Errors
    /// It cannot be called, since there is no memory.
    pub fn grow<S>(&self, _store: S, _pages: u64) -> Result<u64, Error> {
        match self.0 {}
    }

    /// Its bytes.
    pub fn data<'a, T>(&self, _store: &'a Store<T>) -> &'a [u8] {
        match self.0 {}
    }

    /// Its bytes, to be changed.
    pub fn data_mut<'a, T>(&self, _store: &'a mut Store<T>) -> &'a mut [u8] {
        match self.0 {}
    }

    /// Reads bytes.
    ///
    /// # Errors
    /// It cannot be called, since there is no memory.
    pub fn read<S>(&self, _store: S, _offset: usize, _buffer: &mut [u8]) -> Result<(), Error> {
        match self.0 {}
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// It cannot be called, since there is no memory.
    pub fn write<S>(&self, _store: S, _offset: usize, _buffer: &[u8]) -> Result<(), Error> {
        match self.0 {}
    }
}

/// The instance that calls a function of the host.
#[derive(Debug)]
pub struct Caller<'a, T> {
    nobody: Infallible,
    data: PhantomData<&'a mut T>,
}

impl<T> Caller<'_, T> {
    /// The caller's export with a name.
    pub fn get_export(&self, _name: &str) -> Option<Extern> {
        match self.nobody {}
    }

    /// The host's data.
    pub fn data_mut(&mut self) -> &mut T {
        match self.nobody {}
    }
}
