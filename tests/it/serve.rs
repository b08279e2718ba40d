//! The dev server as its users and others meet it: the real program, a folder, sockets.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long anything may take on a slow machine.
const PATIENCE: Duration = Duration::from_mins(1);

struct Server {
    process: Child,
    port: u16,
    folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Serves a small book on a free port.
fn serve() -> Server {
    serve_with("# Forside\n\nHei på deg.\n")
}

/// Serves a small book with this first page.
fn serve_with(first_page: &str) -> Server {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "book.toml",
        "[book]\ntitle = \"Prøve\"\nlanguage = \"nb\"\nsrc = \"content\"\n\n[glossary]\n",
    );
    write(folder.path(), "content/SUMMARY.md", "- [Forside](index.md)\n- [Side](del/index.md)\n");
    write(folder.path(), "content/index.md", first_page);
    write(folder.path(), "content/del/index.md", "# Side\n\nTekst.\n");
    serve_folder(folder)
}

/// Serves the book in a folder on a free port.
fn serve_folder(folder: TempDir) -> Server {
    serve_below(folder, "")
}

/// Serves the book in a folder below this one on a free port.
fn serve_below(folder: TempDir, below: &str) -> Server {
    let mut command = crate::program();
    command.args(["serve", "--port", "0"]).current_dir(folder.path().join(below));
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let port = line.split(['/', ':']).find_map(|part| part.parse().ok());
    Server { process, port: port.unwrap_or_else(|| panic!("no port in {line:?}")), folder }
}

impl Server {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends bytes as they are, and reads all that comes.
    fn raw(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn ask(&self, method: &str, target: &str) -> String {
        self.raw(format!("{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port).as_bytes())
    }

    fn get(&self, target: &str) -> String {
        self.ask("GET", target)
    }

    fn write(&self, path: &str, text: &str) {
        write(self.folder.path(), path, text);
    }

    /// Waits until a page is as it should be.
    fn until(&self, target: &str, right: impl Fn(&str) -> bool) -> String {
        let begun = Instant::now();
        loop {
            let page = self.get(target);
            if right(&page) {
                return page;
            }
            assert!(begun.elapsed() < PATIENCE, "{target} is still: {page}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("")
}

#[test]
fn pages_are_served_and_nothing_else_is_done() {
    let server = serve();
    let page = server.get("/");
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n") && page.contains("Hei på deg."), "{page}");
    assert!(page.contains("Content-Type: text/html; charset=utf-8\r\n") && page.contains("/.brobygger/tjener.js"));
    let head = server.ask("HEAD", "/");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.ends_with("\r\n\r\n") && head.contains("Content-Length: "));
    assert_eq!(status(&server.get("/del/")), "200");
    let moved = server.get("/del");
    assert!(moved.starts_with("HTTP/1.1 302") && moved.contains("Location: /del/\r\n"), "{moved}");
    let missing = server.get("/finnes-ikke.html");
    assert!(status(&missing) == "404" && missing.contains("Prøve"), "{missing}");
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        assert_eq!(status(&server.ask(method, "/")), "405", "{method}");
    }
    assert!(!server.folder.path().join("site").exists(), "the server must write nothing");
}

#[test]
fn only_this_machine_and_this_site_are_answered() {
    let server = serve();
    let host = |host: &str| server.raw(format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes());
    let port = server.port;
    for own in [format!("localhost:{port}"), format!("[::1]:{port}")] {
        assert_eq!(status(&host(&own)), "200", "{own}");
    }
    for other in ["example.no".to_owned(), format!("example.no:{port}"), format!("127.0.0.1.example.no:{port}")] {
        assert_eq!(status(&host(&other)), "403", "{other}");
    }
    assert_eq!(status(&server.raw(b"GET / HTTP/1.1\r\n\r\n")), "400");
    for target in
        ["/../book.toml", "/%2e%2e/book.toml", "/..%2fbook.toml", "/del/%2e%2e/%2e%2e/book.toml", "/content/", "/del/."]
    {
        let answer = server.get(target);
        assert!(status(&answer) == "404" && !answer.contains("[book]"), "{target}: {answer}");
    }
}

#[test]
fn what_is_no_request_harms_nobody() {
    let server = serve();
    assert_eq!(status(&server.raw(b"\x16\x03\x01\x00\xff\x00\r\n\r\n")), "400");
    assert_eq!(status(&server.raw(b"GET\r\n\r\n")), "400");
    let header = format!("X-Lang: {}\r\n", "x".repeat(1000)).repeat(100);
    let huge = format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\n{header}\r\n", server.port);
    let answer = server.raw(huge.as_bytes());
    assert!(matches!(status(&answer), "431" | ""), "{answer}");
    // Connections that say nothing, and one that goes away in the midst of a word.
    let idle: Vec<TcpStream> = (0..100).map(|_| server.connect()).collect();
    server.connect().write_all(b"GET / HT").unwrap();
    assert_eq!(status(&server.get("/")), "200");
    drop(idle);
    assert_eq!(status(&server.get("/")), "200");
}

#[test]
fn a_second_server_on_the_port_says_that_it_is_taken() {
    let server = serve();
    let mut command = crate::program();
    let output = command.args(["serve", "--port", &server.port.to_string()]).current_dir(server.folder.path()).output();
    let output = output.unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(&format!("port {} is taken", server.port)), "{said}");
}

#[test]
fn an_edit_is_served_and_an_error_is_shown_until_it_is_mended() {
    let server = serve();
    server.write("content/index.md", "# Forside\n\nNy tekst.\n");
    server.until("/", |page| page.contains("Ny tekst."));
    // An editor that writes beside the file and renames it.
    server.write("content/.index.md.tmp", "# Forside\n\nEnda nyere.\n");
    let content = server.folder.path().join("content");
    std::fs::rename(content.join(".index.md.tmp"), content.join("index.md")).unwrap();
    server.until("/", |page| page.contains("Enda nyere."));
    server.write("content/index.md", "# Forside\n\n[Lenke](finnes-ikke.md) & mer.\n");
    let page = server.until("/", |page| page.contains("brobygger-feil"));
    assert!(page.contains("Enda nyere.") && page.contains("error[unknown-link]: there is no page or file"), "{page}");
    assert!(page.contains("--&gt; content/index.md:3:1"), "{page}");
    server.write("content/index.md", "# Forside\n\nMendet.\n");
    let page = server.until("/", |page| page.contains("Mendet."));
    assert!(!page.contains("brobygger-feil"));
}

#[test]
fn a_book_that_has_errors_from_the_start_is_shown_once_it_is_mended() {
    let server = serve_with("# Forside\n\n[Lenke](finnes-ikke.md).\n");
    let page = server.get("/del/index.html");
    assert_eq!(status(&page), "500", "{page}");
    assert!(page.contains("error[unknown-link]") && page.contains("--&gt; content/index.md:3:1"), "{page}");
    assert!(!page.contains("last build"), "there is none yet: {page}");
    server.write("content/index.md", "# Forside\n\nMendet.\n");
    let page = server.until("/", |page| page.contains("Mendet."));
    assert!(status(&page) == "200" && !page.contains("brobygger-feil"));
}

#[test]
fn files_and_folders_that_come_and_go_are_noticed() {
    let server = serve();
    server.write("content/nytt/dypt/side.md", "# Ny side\n\nHelt ny.\n");
    server.until("/nytt/dypt/side.html", |page| page.contains("Helt ny."));
    server.write("content/nytt/dypt/side.md", "# Ny side\n\nOg endret.\n");
    server.until("/nytt/dypt/side.html", |page| page.contains("Og endret."));
    let content = server.folder.path().join("content");
    std::fs::rename(content.join("nytt"), content.join("omdopt")).unwrap();
    server.until("/omdopt/dypt/side.html", |page| page.contains("Og endret."));
    server.until("/nytt/dypt/side.html", |page| status(page) == "404");
    std::fs::remove_dir_all(content.join("omdopt")).unwrap();
    server.until("/omdopt/dypt/side.html", |page| status(page) == "404");
    server.write("content/index.md", "# Forside\n\n{{#include ../deler/del.txt}}\n");
    server.write("deler/del.txt", "Tatt med.\n");
    server.until("/", |page| page.contains("Tatt med."));
    server.write("deler/del.txt", "Tatt med på nytt.\n");
    server.until("/", |page| page.contains("på nytt."));
    server.write(
        "book.toml",
        "[book]\ntitle = \"Ny tittel\"\nlanguage = \"nb\"\nsrc = \"content\"\n[theme]\nname = \"egen\"\n",
    );
    server.write("themes/egen/css/99-egen.css", "p{color:red}\n");
    let page = server.until("/", |page| page.contains("Ny tittel"));
    let styles = |page: &str| page.split('"').find(|part| part.contains("assets/stil-")).map(str::to_owned);
    assert!(server.get(&format!("/{}", styles(&page).unwrap())).contains("p{color:red}"));
    server.write("themes/egen/css/99-egen.css", "p{color:blue}\n");
    let page = server.until("/", |now| styles(now) != styles(&page));
    assert!(server.get(&format!("/{}", styles(&page).unwrap())).contains("p{color:blue}"));
}

#[test]
fn an_edition_follows_the_book_below() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "book.toml", "[base]\npath = \"grunn\"\n");
    write(
        folder.path(),
        "grunn/book.toml",
        "[book]\ntitle = \"Prøve\"\nlanguage = \"nb\"\nsrc = \"content\"\n\n[glossary]\n",
    );
    write(folder.path(), "grunn/content/SUMMARY.md", "- [Forside](index.md)\n");
    write(folder.path(), "grunn/content/index.md", "# Forside\n\n## A {#a}\n\nFra grunnen.\n\n## B {#b}\n\nOgså.\n");
    let server = serve_folder(folder);
    assert!(server.get("/index.html").contains("Fra grunnen."));
    server.write("content/index.patch.md", "## Vår {#a .replace}\n\nVår tekst.\n");
    server.until("/index.html", |page| page.contains("Vår tekst.") && page.contains("Også."));
    server.write("grunn/content/index.md", "# Forside\n\n## A {#a}\n\nAnnet.\n\n## B {#b}\n\nNytt nederst.\n");
    server.until("/index.html", |page| page.contains("Vår tekst.") && page.contains("Nytt nederst."));
    server.write("book.toml", "[base]\npath = \"grunn\"\n\n[organisation]\nname = \"Fjellvik\"\n");
    server.until("/index.html", |page| page.contains("Fjellvik"));
}

#[test]
fn an_edition_follows_a_packed_book_and_what_was_accepted() {
    let page = |text: &str| format!("---\nkind: article\ntitle: Side\nsummary: En side.\n---\n\n## Del\n\n{text}\n");
    let settings = "[book]\ntitle = \"Grunn\"\nlanguage = \"nb\"\nsrc = \"content\"\n\n[pdf]\nenabled = false\n";
    let pack = |text: &str| {
        let files =
            [("book.toml", settings), ("content/SUMMARY.md", "- [](index.md)\n"), ("content/index.md", &page(text))];
        brobygger::layer::pack(&files.map(|(path, text)| (path.to_owned(), text.as_bytes().into())).into()).unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("grunn.zip"), pack("Dere bør ringe.")).unwrap();
    write(
        folder.path(),
        "utgave/book.toml",
        "[base]\npath = \"../grunn.zip\"\n\n[organisation]\nname = \"Fjellvik\"\n",
    );
    write(folder.path(), "utgave/content/index.patch.md", "## Del {#del .append}\n\nVårt.\n");
    let server = serve_below(folder, "utgave");
    assert!(server.get("/index.html").contains("bør ringe"));
    std::fs::write(server.folder.path().join("grunn.zip"), pack("Dere skal ringe.")).unwrap();
    server.until("/index.html", |page| page.contains("skal ringe"));
    let is_stale = |page: &str| page.contains("er endret siden vi tilpasset denne siden");
    assert!(!is_stale(&server.get("/index.html")));
    let snapshot = "utgave/.base/index/%23del.txt";
    server.write(snapshot, "## Del\n\nDere bør ringe.\n");
    server.until("/index.html", is_stale);
    server.write(snapshot, "## Del\n\nDere skal ringe.\n");
    server.until("/index.html", |page| !is_stale(page));
}

#[test]
fn who_waits_for_a_change_is_told() {
    let server = serve();
    let page = server.get("/");
    let version = version(&page);
    let told = server.get("/.brobygger/endret.js?0000&/");
    assert!(told.contains("changed"), "a page that is another one already: {told}");
    let mut stream = server.connect();
    let request = format!("GET /.brobygger/endret.js?{version}&/ HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port);
    stream.write_all(request.as_bytes()).unwrap();
    server.write("content/index.md", "# Forside\n\nEndret.\n");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("changed"), "{answer}");
}

/// The version of a page.
fn version(page: &str) -> &str {
    page.split("data-version=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap()
}

#[test]
fn tabs_that_wait_for_a_change_leave_room_for_others() {
    let server = serve();
    let page = server.get("/");
    let request =
        format!("GET /.brobygger/endret.js?{}&/ HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", version(&page), server.port);
    let mut waiting: Vec<TcpStream> = Vec::new();
    for _ in 0..300 {
        let mut stream = server.connect();
        stream.write_all(request.as_bytes()).unwrap();
        waiting.push(stream);
    }
    let begun = Instant::now();
    assert_eq!(status(&server.get("/")), "200");
    assert!(begun.elapsed() < Duration::from_secs(10), "a page waited for those who wait: {:?}", begun.elapsed());
    server.write("content/index.md", "# Forside\n\nEndret.\n");
    for mut stream in waiting {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.contains("changed"), "{answer}");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn who_asks_for_a_page_does_not_wait_for_a_pdf() {
    let server = serve_with(&format!("# Forside\n\n{}", "Et langt avsnitt om arbeid og mennesker.\n\n".repeat(6000)));
    let mut pdf = server.connect();
    let request = format!("GET /prove.pdf HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port);
    pdf.write_all(request.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(status(&server.get("/del/")), "200");
    pdf.set_nonblocking(true).unwrap();
    let mut first = [0];
    let early = pdf.read(&mut first);
    assert!(early.is_err(), "the page came after the PDF");
    pdf.set_nonblocking(false).unwrap();
    // An edit in the midst of it: what comes is of the book as it is then.
    server.write("content/index.md", "# Forside\n\nKort.\n");
    let mut answer = Vec::new();
    pdf.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("application/pdf"), "{answer:.300}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_in_order() {
    let mut server = serve();
    let told = Command::new("kill").args(["-INT", &server.process.id().to_string()]).status().unwrap();
    assert!(told.success());
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = server.process.try_wait().unwrap() {
            break status;
        }
        assert!(begun.elapsed() < PATIENCE, "it goes on");
        std::thread::sleep(Duration::from_millis(5));
    };
    assert_eq!(status.code(), Some(0));
    assert!(TcpStream::connect(("127.0.0.1", server.port)).is_err());
}
