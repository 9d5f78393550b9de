//! The real server in a process of its own: started, asked whether it is ready, watched, and ended.

use super::seed::{SECRET, Seeded};
use super::wire::Wire;
use crate::process;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long it may take to get ready.
const PATIENCE: Duration = Duration::from_mins(2);

/// A running server.
pub struct Server {
    process: Child,
    /// Where it listens: `127.0.0.1:PORT`.
    pub address: String,
    /// Seconds from its start until it said that it is ready.
    pub ready: f64,
    log: PathBuf,
    /// Kept open, because the process may print.
    _output: BufReader<ChildStdout>,
}

impl Server {
    /// Starts `program` on the database at `url`, with plant time from the instant of the snapshot on, and waits
    /// until it is ready.
    ///
    /// # Errors
    ///
    /// It does not get ready.
    pub fn start(program: &Path, url: &str, seeded: &Seeded, folder: &Path) -> Result<Self> {
        Self::start_with(program, url, seeded, folder, &[])
    }

    /// [`Server::start`] with settings of its own, as variables of the environment.
    ///
    /// # Errors
    ///
    /// It does not get ready.
    pub fn start_with(
        program: &Path,
        url: &str,
        seeded: &Seeded,
        folder: &Path,
        settings: &[(&str, &str)],
    ) -> Result<Self> {
        let log = folder.join("server.log");
        let begun = Instant::now();
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--database-url", url]);
        command.args(["--clock", &format!("from:{}", seeded.instant())]);
        command.env("HOLDFAST_LOG", "warn,holdfast::planning=debug").env("NO_COLOR", "1");
        command.envs(settings.iter().copied());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(File::create(&log)?);
        let mut process = command.spawn().with_context(|| program.display().to_string())?;
        let mut output = BufReader::new(process.stdout.take().context("its output was asked for")?);
        let mut line = String::new();
        let address = loop {
            line.clear();
            if output.read_line(&mut line)? == 0 {
                bail!("the server ended at once: {}", std::fs::read_to_string(&log).unwrap_or_default());
            }
            if let Some(address) = line.find("127.0.0.1:").map(|at| &line[at..]) {
                let end = address.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ':');
                break address[..end.unwrap_or(address.len())].to_owned();
            }
        };
        let mut server = Self { process, address, ready: 0.0, log, _output: output };
        let mut wire = Wire::open(&server.address, SECRET)?;
        while wire.send("GET", "/readyz", b"")? != 200 {
            if begun.elapsed() > PATIENCE {
                bail!("the server does not get ready");
            }
            thread::sleep(Duration::from_millis(2));
        }
        server.ready = begun.elapsed().as_secs_f64();
        Ok(server)
    }

    /// CPU seconds so far.
    pub fn cpu(&self) -> f64 {
        process::cpu_of(self.process.id())
    }

    /// Resident memory in MiB: now, and at its peak.
    pub fn memory(&self) -> (f64, f64) {
        process::memory_of(self.process.id())
    }

    /// Seconds that the planner needed for each plan so far, by part: read, assemble, calendars, plan, history.
    pub fn plans(&self) -> Vec<[f64; 5]> {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        log.lines().filter_map(timings).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already; that is all that is wanted.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The parts of a plan, from the planner's own line in the log.
fn timings(line: &str) -> Option<[f64; 5]> {
    let (_, told) = line.split_once("Timings {")?;
    let mut parts = [0.0; 5];
    for (part, name) in parts.iter_mut().zip(["read: ", "assemble: ", "calendars: ", "plan: ", "history: "]) {
        let (_, text) = told.split_once(name)?;
        *part = seconds(text.split([',', ' ', '}']).next()?)?;
    }
    Some(parts)
}

/// `1.5ms` in seconds.
fn seconds(text: &str) -> Option<f64> {
    let unit = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let scale = match &text[unit..] {
        "s" => 1.0,
        "ms" => 1e-3,
        "µs" => 1e-6,
        "ns" => 1e-9,
        _ => return None,
    };
    Some(text[..unit].parse::<f64>().ok()? * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_planner_s_line_is_understood() {
        let line = "DEBUG planned position=7 lines=5 timings=Timings { read: 1.5ms, assemble: 20ms, calendars: \
                    0ns, plan: 30.25µs, history: 1s }";
        let told = timings(line).expect("five parts");
        assert!((told[0] - 1.5e-3).abs() < 1e-12 && (told[3] - 30.25e-6).abs() < 1e-12, "{told:?}");
        assert!((told[4] - 1.0).abs() < 1e-12 && told[2].abs() < 1e-12, "{told:?}");
        assert_eq!(timings("INFO something else"), None);
    }
}
