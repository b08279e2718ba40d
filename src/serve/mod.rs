//! The dev server: builds, serves from memory, and builds again when something changes.
//!
//! In: a way to read the book, the folders it is read from, requests of browsers. Out: answers.
//!
//! Invariant: one thread owns the book and makes all pages; a request that comes while it builds is
//! answered from the new site. What takes longer than a page is made beside it, by one thread for each
//! writer, and who asks for a page does not wait for that. What is served is what a build would write, and what the server adds
//! to a page is added to the answer alone.

mod maker;
mod pages;
mod request;
mod server;
mod watcher;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use maker::{AskedFile, FileMaker, MadeFile, WriterFiles, WriterWork};
use request::{Request, RequestTarget};
use server::HttpAnswer;
use watcher::{Noticed, Watcher};

use crate::build::{self, Built, Inputs};
use crate::diagnostic::{Diagnostic, Warned, any_error, sort};
use crate::disk::Cache;
use crate::said::Catalogue;
use crate::sink::OutPath;
use crate::source::Sources;
use crate::theme::Theme;
use crate::write::{WRITERS, html};

/// The port that is tried first.
pub const FIRST_PORT: u16 = 3000;
/// How long nothing must happen before the book is read again.
const QUIET: Duration = Duration::from_millis(20);
/// How long the book is left unread at most while something goes on happening.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long a browser is kept waiting for a change.
const WAIT: Duration = Duration::from_secs(25);

/// News for the person at the terminal.
#[derive(Debug)]
pub enum News<'a> {
    /// The port that was to be tried first is taken, and another one is used.
    Elsewhere(u16),
    /// The site can be looked at.
    Ready(&'a str),
    /// The book was built; `true`: for the first time.
    Built(&'a [Diagnostic], &'a Sources, Duration, bool),
    /// Changes cannot be noticed.
    Unwatched(String),
}

/// The reason for which the server could not begin.
#[derive(Debug)]
pub enum Failure {
    /// The port that was asked for is taken.
    Taken(u16),
    /// Something else.
    Other(io::Error),
}

/// Everything that is handed to the thread that owns the book.
enum Message {
    Request(Request, SyncSender<HttpAnswer>),
    Noticed(Noticed),
    Done(WriterDone),
    Stop,
}

/// The work of a writer.
struct WriterDone {
    /// The number of the build it was done for.
    build: u64,
    /// Which of the writers.
    number: usize,
    written: WriterFiles,
}

/// Serves until the process is told to stop. `read` reads the book, from a cache where it can.
///
/// # Errors
/// The port is taken, or nothing can be listened to.
pub fn run(
    port: Option<u16>,
    read: &mut dyn FnMut(&mut Cache) -> Warned<Inputs>,
    tell: &mut dyn FnMut(News<'_>),
    catalogue: &Catalogue,
) -> Result<(), Failure> {
    let listener = match server::listen(port.unwrap_or(FIRST_PORT)) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => match port {
            Some(port) => return Err(Failure::Taken(port)),
            None => server::listen(0),
        },
        listener => listener,
    };
    let listener = listener.map_err(Failure::Other)?;
    let port_used = listener.local_addr().map_err(Failure::Other)?.port();
    if port.is_none() && port_used != FIRST_PORT {
        tell(News::Elsewhere(FIRST_PORT));
    }
    let (sender, messages) = channel();
    stop_on_signal(&sender).map_err(Failure::Other)?;
    let watcher = watcher(&sender, tell);
    let done = sender.clone();
    let answerer: Arc<server::Answerer> = Arc::new(move |request| {
        let (reply, answer) = sync_channel(1);
        sender.send(Message::Request(request, reply)).ok()?;
        answer.recv().ok()
    });
    let thread = std::thread::Builder::new().name("server".into());
    thread.spawn(move || server::serve(&listener, port_used, &answerer)).map_err(Failure::Other)?;
    let address = format!("http://127.0.0.1:{port_used}/");
    BookServer {
        cache: Cache::keeping(),
        watcher,
        messages,
        done,
        build: 0,
        queue: Vec::new(),
        waiting: Vec::new(),
        later: Vec::new(),
        working: BTreeSet::new(),
    }
    .run(read, tell, (&address, catalogue));
    Ok(())
}

/// The first signal ends the work in order, the second at once.
fn stop_on_signal(sender: &Sender<Message>) -> io::Result<()> {
    let sender = sender.clone();
    let mut told = false;
    let handler = move || {
        if told || sender.send(Message::Stop).is_err() {
            std::process::exit(130);
        }
        told = true;
    };
    match ctrlc::set_handler(handler) {
        Err(ctrlc::Error::System(error)) => Err(error),
        _ => Ok(()),
    }
}

fn watcher(sender: &Sender<Message>, tell: &mut dyn FnMut(News<'_>)) -> Option<Watcher> {
    let sender = sender.clone();
    let hand_over = move |noticed| {
        // Nobody to hand it to: the program ends.
        let _ = sender.send(Message::Noticed(noticed));
    };
    Watcher::new(hand_over).inspect_err(|error| tell(News::Unwatched(error.to_string()))).ok()
}

/// A browser that waits for a page to change.
struct Waiting {
    path: OutPath,
    version: String,
    reply: SyncSender<HttpAnswer>,
    since: Instant,
}

/// The next thing to do.
enum Next {
    Build,
    Stop,
}

/// The thread that owns the book.
struct BookServer {
    cache: Cache,
    watcher: Option<Watcher>,
    messages: Receiver<Message>,
    /// For the threads of writers.
    done: Sender<Message>,
    /// The number of the build that is served.
    build: u64,
    /// Requests to be answered from the next site.
    queue: Vec<(Request, SyncSender<HttpAnswer>)>,
    waiting: Vec<Waiting>,
    /// Requests to be answered once a writer has done its work.
    later: Vec<(Request, SyncSender<HttpAnswer>)>,
    /// The writers that are at work, perhaps for an earlier build.
    working: BTreeSet<usize>,
}

impl BookServer {
    fn run(
        mut self,
        read: &mut dyn FnMut(&mut Cache) -> Warned<Inputs>,
        tell: &mut dyn FnMut(News<'_>),
        (address, catalogue): (&str, &Catalogue),
    ) {
        let mut book = build::BuildMemo::keeping();
        let mut made = maker::ServeMemo::default();
        let mut templates = Templates::default();
        let mut good: Option<Arc<Built>> = None;
        let mut translations: BTreeMap<String, Arc<Built>> = BTreeMap::new();
        let mut first = true;
        loop {
            let started = Instant::now();
            let mut diagnostics = Vec::new();
            let inputs = self.read(read, tell).unpack(&mut diagnostics);
            let built = book.build(&inputs).unpack(&mut diagnostics);
            diagnostics.extend(templates.check(&built.theme));
            let of_translations: Vec<Diagnostic> = built.said_of_translations().collect();
            if !any_error(&diagnostics) {
                // One with errors stays as it was.
                translations.retain(|folder, _| built.translations.iter().any(|one| one.folder == *folder));
                translations.extend(built.sound().map(|one| (one.folder.clone(), one.built.clone())));
                good = Some(Arc::new(built));
            }
            diagnostics.extend(of_translations);
            sort(&mut diagnostics);
            let sources = inputs.every_source();
            let maker =
                FileMaker::new(good.as_ref(), &translations, sources, (&diagnostics, catalogue), WRITERS, &mut made);
            tell(News::Built(&diagnostics, sources, started.elapsed(), first));
            if first {
                tell(News::Ready(address));
            }
            first = false;
            if matches!(self.attend(maker), Next::Stop) {
                return;
            }
        }
    }

    /// Reads the book, and watches the folders it was read from. What happened in a folder between
    /// reading and watching it would go unnoticed, so after new folders it is read again.
    fn read(
        &mut self,
        read: &mut dyn FnMut(&mut Cache) -> Warned<Inputs>,
        tell: &mut dyn FnMut(News<'_>),
    ) -> Warned<Inputs> {
        let mut inputs = read(&mut self.cache);
        while let (Some(watcher), Some(folders)) = (&mut self.watcher, self.cache.folders()) {
            match watcher.watch(folders) {
                Ok(false) => break,
                Ok(true) => {
                    self.cache.forget();
                    inputs = read(&mut self.cache);
                }
                Err(error) => {
                    tell(News::Unwatched(error.to_string()));
                    self.watcher = None;
                }
            }
        }
        inputs
    }

    /// Answers requests until something of the book has changed.
    fn attend(&mut self, mut maker: FileMaker<'_>) -> Next {
        self.build += 1;
        let queue = std::mem::take(&mut self.queue);
        for (request, reply) in std::mem::take(&mut self.later).into_iter().chain(queue) {
            self.answer(&mut maker, request, reply);
        }
        self.waiting.retain(|waiting| !changed(&mut maker, waiting));
        loop {
            let message = match self.messages.recv_timeout(Duration::from_secs(1)) {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return Next::Stop,
            };
            match message {
                Some(Message::Request(request, reply)) => self.answer(&mut maker, request, reply),
                Some(Message::Noticed(noticed)) if self.note(&noticed) => return self.gather(),
                Some(Message::Done(done)) => self.take(&mut maker, done),
                Some(Message::Stop) => return Next::Stop,
                Some(Message::Noticed(_)) | None => {}
            }
            self.waiting.retain(|waiting| {
                let keep = waiting.since.elapsed() < WAIT;
                if !keep {
                    let _ = waiting.reply.send(HttpAnswer::ok(pages::media_type("x.js"), *b""));
                }
                keep
            });
        }
    }

    /// Takes note of everything that happens until it is quiet.
    fn gather(&mut self) -> Next {
        let patience = Instant::now() + PATIENCE;
        let mut quiet = Instant::now() + QUIET;
        loop {
            let left = quiet.min(patience).saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(left) {
                Ok(Message::Request(request, reply)) => self.queue.push((request, reply)),
                // It is of the build that is over.
                Ok(Message::Done(done)) => drop(self.working.remove(&done.number)),
                Ok(Message::Noticed(noticed)) => {
                    if self.note(&noticed) {
                        quiet = Instant::now() + QUIET;
                    }
                }
                Err(RecvTimeoutError::Timeout) => return Next::Build,
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return Next::Stop,
            }
        }
    }

    /// Whether a change that was noticed can change the book.
    fn note(&mut self, noticed: &Noticed) -> bool {
        match noticed {
            Noticed::Anything => {
                self.cache.forget();
                true
            }
            // Every one of them is told to the cache, whatever the others were.
            Noticed::Paths(paths) => paths.iter().filter(|path| self.cache.happened(path)).count() > 0,
        }
    }

    fn answer(&mut self, maker: &mut FileMaker<'_>, request: Request, reply: SyncSender<HttpAnswer>) {
        let answer = match &request.wanted {
            RequestTarget::Script => HttpAnswer::ok(pages::media_type("x.js"), pages::SCRIPT.as_bytes()),
            RequestTarget::Styles => HttpAnswer::ok(pages::media_type("x.css"), pages::STYLES.as_bytes()),
            RequestTarget::File(path) => match file(maker, path) {
                Ok(answer) => answer,
                Err(work) => {
                    self.later.push((request, reply));
                    self.start(work);
                    return;
                }
            },
            RequestTarget::Change(path, version) => {
                let (path, version) = (path.clone(), version.clone());
                let waiting = Waiting { path, version, reply, since: Instant::now() };
                if !changed(maker, &waiting) {
                    self.waiting.push(waiting);
                }
                return;
            }
        };
        // Who has gone away needs no answer.
        let _ = reply.send(answer);
    }

    /// Lets a writer do its work, unless it is at work: then it begins again when it is done.
    fn start(&mut self, work: WriterWork) {
        let (build, number, done) = (self.build, work.number, self.done.clone());
        if !self.working.insert(number) {
            return;
        }
        let run = move || {
            // A writer that fails has written nothing; what it says stands in the terminal.
            let written = catch_unwind(AssertUnwindSafe(|| work.run())).unwrap_or_else(|_| Warned::default());
            // Nobody to hand it to: the program ends.
            let _ = done.send(Message::Done(WriterDone { build, number, written }));
        };
        if std::thread::Builder::new().name("writer".into()).spawn(run).is_err() {
            self.working.remove(&number);
            // Who waits is let go.
            self.later.clear();
        }
    }

    /// Takes what a writer has done, and answers who waited for it.
    fn take(&mut self, maker: &mut FileMaker<'_>, done: WriterDone) {
        self.working.remove(&done.number);
        if done.build == self.build {
            maker.take(done.number, done.written);
        }
        for (request, reply) in std::mem::take(&mut self.later) {
            self.answer(maker, request, reply);
        }
    }
}

/// Answers who waits for a page to change, if it has.
fn changed(maker: &mut FileMaker<'_>, waiting: &Waiting) -> bool {
    // Only pages wait.
    let made = maker.page(&waiting.path).unwrap_or_else(|| not_found(maker));
    let changed = maker.version(&made) != waiting.version;
    if changed {
        let script = b"document.currentScript.dataset.changed=\"1\";\n";
        let _ = waiting.reply.send(HttpAnswer::ok(pages::media_type("x.js"), *script));
    }
    changed
}

/// The page for what does not exist.
fn not_found(maker: &mut FileMaker<'_>) -> MadeFile {
    let page = OutPath::new("404.html").and_then(|path| maker.page(&path));
    page.unwrap_or_else(|| maker.empty(String::new()))
}

/// The answer to who asks for a file, or what has to be done first.
fn file(maker: &mut FileMaker<'_>, path: &OutPath) -> Result<HttpAnswer, WriterWork> {
    let (found, made) = match maker.file(path) {
        AskedFile::Made(made) => (true, made),
        AskedFile::Nothing => (false, not_found(maker)),
        AskedFile::Later(work) => return Err(work),
    };
    if !found && let Some(location) = folder(maker, path) {
        return Ok(HttpAnswer {
            status: (302, "Found"),
            location: Some(location),
            ..HttpAnswer::ok("text/plain", *b"")
        });
    }
    let media_type = if found { pages::media_type(path.as_str()) } else { pages::media_type("404.html") };
    let is_page = media_type.starts_with("text/html") || made.is_empty;
    let mut answer = if is_page {
        let version = maker.version(&made);
        HttpAnswer::ok(pages::media_type("x.html"), pages::with_additions(&made.bytes, &made.report, &version))
    } else {
        HttpAnswer::ok(media_type, made.bytes)
    };
    if !found && path.as_str() == "favicon.ico" {
        // Browsers ask for it by themselves: that there is none is nobody's fault.
        answer = HttpAnswer { status: (204, "No Content"), ..HttpAnswer::ok(pages::media_type("x.ico"), *b"") };
    } else if made.is_empty {
        answer.status = (500, "Internal Server Error");
    } else if !found {
        answer.status = request::NOT_FOUND;
    }
    Ok(answer)
}

/// The address of a folder that was named without the `/` at its end.
fn folder(maker: &mut FileMaker<'_>, path: &OutPath) -> Option<String> {
    let index = OutPath::new(&format!("{path}/index.html"))?;
    maker.page(&index).map(|_| format!("/{}/", utf8_percent_encode(path.as_str(), NOT_IN_PATHS)))
}

/// Everything that does not stand as it is in the path of an address.
const NOT_IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The faults of a theme's templates, looked for once for each theme.
#[derive(Default)]
struct Templates(Option<(Arc<Theme>, Vec<Diagnostic>)>);

impl Templates {
    fn check(&mut self, theme: &Arc<Theme>) -> Vec<Diagnostic> {
        if let Some((_, said)) = self.0.as_ref().filter(|(checked, _)| Arc::ptr_eq(checked, theme)) {
            return said.clone();
        }
        let said = html::check_templates(theme);
        self.0 = Some((theme.clone(), said.clone()));
        said
    }
}
