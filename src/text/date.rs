//! Calendar dates, without time zones.

use std::fmt;

/// A day of the Gregorian calendar. Months count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Date {
    /// Reads `2026-11-22`; also `2026-11`, as the first of the month.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = u8::try_from(digits(parts.next()?, 2)?).ok()?;
        let day = parts.next().map_or(Some(1), |day| digits(day, 2))?;
        let day = u8::try_from(day).ok()?;
        let year = i32::try_from(year).ok()?;
        let sound = parts.next().is_none() && (1..=12).contains(&month) && (1..=days(year, month)).contains(&day);
        sound.then_some(Self { year, month, day })
    }

    /// The day (UTC) of a number of seconds since 1970-01-01.
    /// After Howard Hinnant, «chrono-compatible low-level date algorithms», `civil_from_days`.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Self {
        let z = seconds.div_euclid(86_400) + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let narrow = |n: i64| u8::try_from(n).unwrap_or(1);
        Self { year: i32::try_from(year).unwrap_or(i32::MAX), month: narrow(month), day: narrow(day) }
    }

    /// Whole months from this day to `later`; negative when `later` lies before.
    #[must_use]
    pub fn months_until(self, later: Self) -> i32 {
        let months = (later.year - self.year) * 12 + i32::from(later.month) - i32::from(self.month);
        months - i32::from(later.day < self.day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn days(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn reads_counts_and_refuses() {
        let day = Date::parse("2026-11-22").unwrap();
        assert_eq!(day.to_string(), "2026-11-22");
        assert_eq!(Date::from_unix(1_795_305_600), day);
        assert_eq!(Date::from_unix(-1).to_string(), "1969-12-31");
        assert_eq!(Date::parse("2025-11").unwrap().months_until(day), 12);
        assert_eq!(Date::parse("2025-11-23").unwrap().months_until(day), 11);
        for bad in ["2026-02-29", "2026-13-01", "26-11-22", "2026", "2026-11-22-1", "+026-11-22"] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }
}
