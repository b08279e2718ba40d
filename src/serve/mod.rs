//! The dev server: builds, serves from memory, and builds again when something changes.
//!
//! In: a way to read the book, the folders it is read from, requests of browsers. Out: answers.
//!
//! Invariant: one thread owns the book and makes all files; a request that comes while it builds is
//! answered from the new site. What is served is what a build would write, and what the server adds
//! to a page is added to the answer alone.

mod maker;
mod pages;
mod request;
mod server;
mod watcher;

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use maker::{FileMaker, MadeFile};
use request::{Request, RequestTarget};
use server::HttpAnswer;
use watcher::{Noticed, Watcher};

use crate::build::{self, Built, Inputs};
use crate::diagnostic::{Diagnostic, Warned, any_error, sort};
use crate::disk::Cache;
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

/// Why the server could not begin.
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
    Stop,
}

/// Serves until the process is told to stop. `read` reads the book, from a cache where it can.
///
/// # Errors
/// The port is taken, or nothing can be listened to.
pub fn run(
    port: Option<u16>,
    read: &mut dyn FnMut(&mut Cache) -> Warned<Inputs>,
    tell: &mut dyn FnMut(News<'_>),
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
    let answerer: Arc<server::Answerer> = Arc::new(move |request| {
        let (reply, answer) = sync_channel(1);
        sender.send(Message::Request(request, reply)).ok()?;
        answer.recv().ok()
    });
    let thread = std::thread::Builder::new().name("server".into());
    thread.spawn(move || server::serve(&listener, port_used, &answerer)).map_err(Failure::Other)?;
    let address = format!("http://127.0.0.1:{port_used}/");
    BookServer { cache: Cache::keeping(), watcher, messages, queue: Vec::new(), waiting: Vec::new() }
        .run(read, tell, &address);
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
    /// Requests to be answered from the next site.
    queue: Vec<(Request, SyncSender<HttpAnswer>)>,
    waiting: Vec<Waiting>,
}

impl BookServer {
    fn run(
        mut self,
        read: &mut dyn FnMut(&mut Cache) -> Warned<Inputs>,
        tell: &mut dyn FnMut(News<'_>),
        address: &str,
    ) {
        let mut book = build::BuildMemo::keeping();
        let mut made = maker::ServeMemo::default();
        let mut templates = Templates::default();
        let mut good: Option<Built> = None;
        let mut first = true;
        loop {
            let started = Instant::now();
            let mut diagnostics = Vec::new();
            let inputs = self.read(read, tell).unpack(&mut diagnostics);
            let built = book.build(&inputs).unpack(&mut diagnostics);
            diagnostics.extend(templates.check(&built.theme));
            sort(&mut diagnostics);
            if !any_error(&diagnostics) {
                good = Some(built);
            }
            let maker = FileMaker::new(good.as_ref(), &inputs.sources, &diagnostics, WRITERS, &mut made);
            tell(News::Built(&diagnostics, &inputs.sources, started.elapsed(), first));
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
        for (request, reply) in std::mem::take(&mut self.queue) {
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

    /// Whether what was noticed can change the book.
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
        let answer = match request.wanted {
            RequestTarget::Script => HttpAnswer::ok(pages::media_type("x.js"), pages::SCRIPT.as_bytes()),
            RequestTarget::Styles => HttpAnswer::ok(pages::media_type("x.css"), pages::STYLES.as_bytes()),
            RequestTarget::File(path) => file(maker, &path),
            RequestTarget::Change(path, version) => {
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
}

/// Answers who waits for a page to change, if it has.
fn changed(maker: &mut FileMaker<'_>, waiting: &Waiting) -> bool {
    let (_, made) = page(maker, &waiting.path);
    let changed = maker.version(&made) != waiting.version;
    if changed {
        let script = b"document.currentScript.dataset.changed=\"1\";\n";
        let _ = waiting.reply.send(HttpAnswer::ok(pages::media_type("x.js"), *script));
    }
    changed
}

/// The file at a path, or the page for those that do not exist; and whether it exists.
fn page(maker: &mut FileMaker<'_>, path: &OutPath) -> (bool, MadeFile) {
    if let Some(made) = maker.file(path) {
        return (true, made);
    }
    let not_found = OutPath::new("404.html").and_then(|path| maker.file(&path));
    (false, not_found.unwrap_or_else(|| FileMaker::empty(String::new())))
}

fn file(maker: &mut FileMaker<'_>, path: &OutPath) -> HttpAnswer {
    let (found, made) = page(maker, path);
    if !found && let Some(location) = folder(maker, path) {
        return HttpAnswer { status: (302, "Found"), location: Some(location), ..HttpAnswer::ok("text/plain", *b"") };
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
    answer
}

/// The address of a folder that was named without the `/` at its end.
fn folder(maker: &mut FileMaker<'_>, path: &OutPath) -> Option<String> {
    let index = OutPath::new(&format!("{path}/index.html"))?;
    maker.file(&index).map(|_| format!("/{}/", utf8_percent_encode(path.as_str(), NOT_IN_PATHS)))
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
