//! Arguments in, exit code out.

fn main() -> std::process::ExitCode {
    brobygger::cli::run()
}
