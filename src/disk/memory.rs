//! The memory of the machine, as Linux tells it in files.
//!
//! In: nothing. Out: whether there is room.
//!
//! Invariant: where nothing is told, there is no room.

use std::fs::read_to_string;

/// Whether the memory that this process holds could be twice as much.
#[must_use]
pub fn memory_may_double() -> bool {
    let held = read_to_string("/proc/self/status").ok().and_then(|text| kilobytes(&text, "VmRSS:"));
    let free = read_to_string("/proc/meminfo").ok().and_then(|text| kilobytes(&text, "MemAvailable:"));
    match (held, free) {
        (Some(held), Some(free)) => held <= left_to_group().map_or(free, |left| left.min(free)),
        _ => false,
    }
}

/// The number of kilobytes that a line of a table of Linux has.
fn kilobytes(table: &str, name: &str) -> Option<u64> {
    let line = table.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Memory that the group of processes may still take, in kilobytes, where it has a limit: in a container, say.
fn left_to_group() -> Option<u64> {
    let bytes = |name: &str| read_to_string(format!("/sys/fs/cgroup/{name}")).ok()?.trim().parse::<u64>().ok();
    Some(bytes("memory.max")?.saturating_sub(bytes("memory.current")?) / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_by_its_name() {
        let table = "MemTotal:       24000000 kB\nMemAvailable:   21000000 kB\n";
        assert_eq!(kilobytes(table, "MemAvailable:"), Some(21_000_000));
        assert_eq!(kilobytes(table, "VmRSS:"), None);
    }
}
