//! The server: connections from this machine, each with one request and one answer.
//!
//! In: a listener and a way to ask for answers. Out: answers.
//!
//! Invariant: no connection can hold up another, or make the program keep more than a bounded head:
//! each has a thread, a time limit and a place among [`MAX_CONNECTIONS`]; one that waits for a change
//! has its place among [`MAX_WAITING`] instead.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::request::{self, BUSY, Refusal, Request, RequestTarget, TOO_LARGE, TOO_SLOW};

/// How many connections are answered at once.
const MAX_CONNECTIONS: usize = 256;
/// How many more may wait for a change at once; a browser that is sent away asks again.
const MAX_WAITING: usize = 1024;
/// The stack of a connection's thread.
const STACK: usize = 256 * 1024;
/// How long a request's head may take.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long sending an answer may take.
const BODY_TIME: Duration = Duration::from_mins(1);

/// The answer to a request.
#[derive(Debug, Clone)]
pub(super) struct HttpAnswer {
    pub(super) status: Refusal,
    pub(super) media_type: &'static str,
    pub(super) body: Arc<[u8]>,
    /// The address that the browser shall go to instead.
    pub(super) location: Option<String>,
}

impl HttpAnswer {
    pub(super) fn ok(media_type: &'static str, body: impl Into<Arc<[u8]>>) -> Self {
        Self { status: (200, "OK"), media_type, body: body.into(), location: None }
    }

    pub(super) fn refusal(status: Refusal) -> Self {
        let body = format!("{} {}\n", status.0, status.1).into_bytes();
        Self { status, media_type: "text/plain; charset=utf-8", body: body.into(), location: None }
    }
}

/// A function that answers a request; `None` where nobody is there to answer any more.
pub(super) type Answerer = dyn Fn(Request) -> Option<HttpAnswer> + Send + Sync;

/// Listens at a port of this machine; 0 is a free one.
pub(super) fn listen(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
}

/// Answers connections for as long as the program runs.
pub(super) fn serve(listener: &TcpListener, port: u16, answerer: &Arc<Answerer>) {
    let open = Arc::new(AtomicUsize::new(0));
    let waiting = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            // Too many open files, perhaps: it passes.
            std::thread::sleep(Duration::from_millis(20));
            continue;
        };
        let place = ConnectionSlot::take(&open);
        if place.number > MAX_CONNECTIONS {
            let _ = stream.set_write_timeout(Some(Duration::from_millis(100)));
            let _ = send(&stream, &HttpAnswer::refusal(BUSY), false);
            continue;
        }
        let answerer = answerer.clone();
        let waiting = waiting.clone();
        let thread = std::thread::Builder::new().name("connection".into()).stack_size(STACK);
        // Where no thread can be had, the connection is closed.
        let _ = thread.spawn(move || converse(&stream, port, &*answerer, place, &waiting));
    }
}

/// A place among the open connections.
struct ConnectionSlot {
    open: Arc<AtomicUsize>,
    number: usize,
}

impl ConnectionSlot {
    fn take(open: &Arc<AtomicUsize>) -> Self {
        Self { open: open.clone(), number: open.fetch_add(1, Ordering::Relaxed) + 1 }
    }
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Reads the request and answers it. A browser that has gone away is no fault. One that waits gives up its `place` for one
/// among those that are `waiting`.
fn converse(stream: &TcpStream, port: u16, answerer: &Answerer, mut place: ConnectionSlot, waiting: &Arc<AtomicUsize>) {
    let _ = stream.set_nodelay(true);
    let request = match read_head(stream) {
        Ok(Ok(head)) => request::parse(&head, port),
        Ok(Err(refusal)) => Err(refusal),
        Err(_) => return,
    };
    let waits = request.as_ref().is_ok_and(|request| matches!(request.wanted, RequestTarget::Change(..)));
    if waits {
        place = ConnectionSlot::take(waiting);
    }
    let request = if waits && place.number > MAX_WAITING { Err(BUSY) } else { request };
    let (answer, head_only) = match request {
        Ok(request) => {
            let head_only = request.head_only;
            let Some(answer) = answerer(request) else { return };
            (answer, head_only)
        }
        Err(refusal) => (HttpAnswer::refusal(refusal), false),
    };
    let _ = send(stream, &answer, head_only);
    let _ = stream.shutdown(Shutdown::Write);
    // What is still under way is read, or the browser may lose the answer: the system resets a
    // connection that is closed with something unread.
    let _ = stream.set_read_timeout(Some(Duration::from_millis(200)));
    let mut rest = [0; 4096];
    for _ in 0..64 {
        if !matches!((&*stream).read(&mut rest), Ok(read) if read > 0) {
            break;
        }
    }
}

fn read_head(mut stream: &TcpStream) -> io::Result<Result<Vec<u8>, Refusal>> {
    let end = Instant::now() + HEAD_TIME;
    let mut head = Vec::new();
    let mut buffer = [0; 2048];
    while !request::is_whole(&head) {
        if head.len() > request::MAX_HEAD {
            return Ok(Err(TOO_LARGE));
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(Err(TOO_SLOW));
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut buffer) {
            Ok(0) if head.is_empty() => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(0) => break,
            Ok(read) => head.extend_from_slice(&buffer[..read]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Ok(head))
}

fn send(mut stream: &TcpStream, answer: &HttpAnswer, head_only: bool) -> io::Result<()> {
    let (status, words) = answer.status;
    let mut head = format!(
        "HTTP/1.1 {status} {words}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n",
        answer.media_type,
        answer.body.len(),
    );
    if status == 405 {
        head.push_str("Allow: GET, HEAD\r\n");
    }
    if let Some(location) = &answer.location {
        head.push_str("Location: ");
        head.push_str(location);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    let end = Instant::now() + BODY_TIME;
    let body: &[u8] = if head_only { &[] } else { &answer.body };
    for mut part in [head.as_bytes(), body] {
        while !part.is_empty() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(ErrorKind::TimedOut.into());
            }
            stream.set_write_timeout(Some(left))?;
            match stream.write(part) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(written) => part = &part[written..],
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}
