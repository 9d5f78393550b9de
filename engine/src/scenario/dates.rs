//! The dates on which the plant is open, near now, as a table of instants: what a calendar would answer over the
//! dates of its zone, many times faster.

use crate::network::Network;
use crate::time::{DAY, Instant};

/// Dates that are looked up, today included; others are asked of the calendar.
const DATES: usize = 400;

/// On which dates goods are received.
#[derive(Debug)]
pub(super) struct OpenDates {
    /// Instants at which dates begin, one more than there are dates.
    begins: Vec<i64>,
    /// By date.
    open: Vec<bool>,
}

impl OpenDates {
    pub(super) fn of(network: &Network) -> OpenDates {
        let plant = &network.calendars.list[network.calendars.plant as usize];
        let today = Instant(network.now).date(network.zone);
        let begins = today.iter_days().take(DATES + 1).map(|date| Instant::start_of(date, network.zone));
        let begins: Vec<i64> = begins.map(|at| at.0).collect();
        let received_at_once = |&at: &i64| plant.on_open_day(Instant(at)).0 == at;
        let open = begins.iter().skip(1).zip(&begins).map(|(_, at)| received_at_once(at)).collect();
        OpenDates { begins, open }
    }

    /// Whether `at` surely lies on an open date.
    pub(super) fn is_open(&self, at: i64) -> bool {
        let guess = (at - self.begins[0]).div_euclid(DAY);
        let Ok(guess) = usize::try_from(guess) else { return false };
        // Dates of 23 and 25 hours put the guess one off.
        let first = guess.saturating_sub(1);
        let near = first..(guess + 2).min(self.open.len());
        near.rev()
            .find(|&date| self.begins[date] <= at)
            .is_some_and(|date| at < self.begins[date + 1] && self.open[date])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{CalendarSpec, Shift};
    use crate::model::Shop;
    use crate::plan::plan;
    use chrono::{NaiveTime, Weekday};

    #[test]
    fn the_table_says_what_the_calendar_says() {
        // Nights from Sunday to Friday morning, in the weeks in which clocks in Berlin go back.
        let mut shop = Shop::new(Instant(1_792_500_000), chrono_tz::Europe::Berlin);
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        let nights = [Weekday::Sun, Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu];
        let shifts = nights.map(|weekday| Shift { weekday, from: at(22), to: at(6) }).to_vec();
        shop.calendars.insert("night".into(), CalendarSpec { shifts, ..CalendarSpec::default() });
        shop.settings.plant_calendar = Some("night".into());
        let network = plan(&shop).network;
        let plant = &network.calendars.list[network.calendars.plant as usize];
        let dates = OpenDates::of(&network);
        let mut closed = 0;
        for hour in 0..24 * 30 {
            for at in [0, 1, 3_599].map(|second| network.now + hour * 3_600 + second) {
                let same = plant.on_open_day(Instant(at)).0 == at;
                assert_eq!(dates.is_open(at), same, "{at}");
                closed += u32::from(!same);
            }
        }
        assert!(closed > 0, "some dates are closed");
        assert!(!dates.is_open(network.now - 2 * DAY), "what is not in the table is not known");
    }
}
