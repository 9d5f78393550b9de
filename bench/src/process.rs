//! Other processes: running them, and reading what CPU time and memory they took.
//!
//! Both are read from `/proc`; where there is none they are not a number and the tables show a dash. A process
//! that has ended but was not yet waited for still says its CPU time; its peak memory is read while it runs,
//! as often as can be.

use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Clock ticks in a second, as `/proc` counts them on every Linux.
const TICKS: f64 = 100.0;
const PAUSE: Duration = Duration::from_micros(200);

/// What a process took.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// CPU seconds, in steps of a hundredth.
    pub cpu: f64,
    /// Seconds from start to end.
    pub wall: f64,
    /// Peak resident memory in MiB.
    pub peak: f64,
}

/// Runs `command` with its output into the file `out`; exit codes in `good` are no failures.
///
/// # Errors
///
/// It can't be started, or fails.
pub fn run(command: &mut Command, good: &[i32], out: &Path) -> Result<Usage> {
    let file = File::create(out).with_context(|| out.display().to_string())?;
    let program = command.get_program().to_string_lossy().into_owned();
    let start = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(file).spawn().with_context(|| format!("starting {program}"))?;
    let folder = PathBuf::from(format!("/proc/{}", child.id()));
    let mut usage = Usage { cpu: f64::NAN, wall: 0.0, peak: f64::NAN };
    while let Some((state, cpu)) = stat(&folder) {
        usage.cpu = cpu;
        if state == 'Z' {
            break;
        }
        usage.peak = peak(&folder).unwrap_or(usage.peak);
        thread::sleep(PAUSE);
    }
    let status = child.wait()?;
    usage.wall = start.elapsed().as_secs_f64();
    if !status.code().is_some_and(|code| good.contains(&code)) {
        bail!("{program} failed with {status}");
    }
    Ok(usage)
}

/// Peak resident memory of this process so far, in MiB.
pub fn own_peak() -> f64 {
    peak(Path::new("/proc/self")).unwrap_or(f64::NAN)
}

/// CPU seconds of this process so far.
pub fn own_cpu() -> f64 {
    stat(Path::new("/proc/self")).map_or(f64::NAN, |(_, cpu)| cpu)
}

/// CPU seconds of another process so far.
pub fn cpu_of(id: u32) -> f64 {
    stat(Path::new(&format!("/proc/{id}"))).map_or(f64::NAN, |(_, cpu)| cpu)
}

/// Resident memory of another process in MiB: now, and at its peak.
pub fn memory_of(id: u32) -> (f64, f64) {
    let folder = PathBuf::from(format!("/proc/{id}"));
    let mib = |name| resident(&folder, name).unwrap_or(f64::NAN);
    (mib("VmRSS:"), mib("VmHWM:"))
}

/// State and CPU seconds.
fn stat(folder: &Path) -> Option<(char, f64)> {
    let text = fs::read_to_string(folder.join("stat")).ok()?;
    // The name before it stands in brackets and may hold anything.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index)?.parse::<f64>().ok();
    Some((fields.first()?.chars().next()?, (ticks(11)? + ticks(12)?) / TICKS))
}

fn peak(folder: &Path) -> Option<f64> {
    resident(folder, "VmHWM:")
}

fn resident(folder: &Path, name: &str) -> Option<f64> {
    let text = fs::read_to_string(folder.join("status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}

/// The real `holdfast`, built just now the way this program was.
///
/// # Errors
///
/// Cargo can't be started, or does not build it.
pub fn holdfast() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own.parent().context("this program lies in a folder")?;
    let target = folder.parent().context("profiles lie in a target folder")?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--workspace", "--bin", "holdfast"]).current_dir(root());
    build.env("CARGO_TARGET_DIR", target);
    // What Cargo told us of ourselves would have it build packages anew that look at it.
    for (name, _) in std::env::vars_os() {
        let own = name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"));
        if own {
            build.env_remove(name);
        }
    }
    if folder.ends_with("release") {
        build.arg("--release");
    }
    if !build.status().context("starting cargo")?.success() {
        bail!("cargo did not build holdfast");
    }
    Ok(folder.join(format!("holdfast{}", std::env::consts::EXE_SUFFIX)))
}

/// The top of the checkout.
pub fn root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let own = own.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    own.parent().unwrap_or(&own).to_path_buf()
}
