//! Tithi: the lunar days of the Hindu calendar, by which its feasts are dated.
//!
//! A tithi is the time in which the moon gains twelve degrees on the sun; 1–15 wax to the full moon, 16–30 wane to the new one.
//! The longitudes are the main terms of Meeus, *Astronomical Algorithms* (2nd ed., ch. 25 and 47), good to minutes of time.

use jiff::ToSpan;
use jiff::civil::Date;

/// Degrees that a tithi lasts.
const DEGREES: f64 = 12.0;
/// Days of a lunation, and some more.
const MONTH_DAYS: i32 = 32;

/// The first day from a day on at which a tithi holds at an hour (UTC), or has been skipped since the day before.
pub fn day(from: Date, tithi: i32, hour: i32) -> Option<Date> {
    let waits = |day: Date| (tithi - at(day, hour)).rem_euclid(30);
    let mut before: Option<i32> = None;
    for step in 0..MONTH_DAYS {
        let day = from.checked_add(step.days()).ok()?;
        let left = waits(day);
        // It may begin and end between two days.
        let skipped = left >= 15 && before.is_some_and(|b| (1..15).contains(&b));
        if left == 0 || skipped {
            return Some(day);
        }
        before = Some(left);
    }
    None
}

/// The tithi of a day at an hour (UTC), 1–30.
fn at(day: Date, hour: i32) -> i32 {
    let epoch = Date::constant(2000, 1, 1);
    let days = f64::from(epoch.until(day).map_or(0, |span| span.get_days()));
    let centuries = (days + f64::from(hour) / 24.0 - 0.5) / 36_525.0;
    (elongation(centuries) / DEGREES) as i32 + 1
}

/// Degrees of the moon's lead over the sun, centuries after noon of 1 January 2000.
fn elongation(t: f64) -> f64 {
    let sin = |degrees: f64| degrees.to_radians().sin();
    let sun = 280.466_46 + 36_000.769_83 * t;
    let m = 357.529_11 + 35_999.050_29 * t; // the sun's mean anomaly
    let moon = 218.316_447_7 + 481_267.881_234_21 * t;
    let d = 297.850_192_1 + 445_267.111_403_4 * t; // mean elongation
    let a = 134.963_396_4 + 477_198.867_505_5 * t; // the moon's mean anomaly
    let f = 93.272_095 + 483_202.017_523_3 * t; // its argument of latitude
    let sun = sun + 1.914_602 * sin(m) + 0.019_993 * sin(2.0 * m);
    let moon =
        moon + 6.288_774 * sin(a) + 1.274_027 * sin(2.0 * d - a) + 0.658_314 * sin(2.0 * d) + 0.213_618 * sin(2.0 * a)
            - 0.185_116 * sin(m)
            - 0.114_332 * sin(2.0 * f)
            + 0.058_793 * sin(2.0 * (d - a))
            + 0.057_066 * sin(2.0 * d - m - a)
            + 0.053_322 * sin(2.0 * d + a)
            + 0.045_758 * sin(2.0 * d - m)
            - 0.040_923 * sin(m - a)
            - 0.034_72 * sin(d)
            - 0.030_383 * sin(m + a);
    (moon - sun).rem_euclid(360.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(year: i16, month: i8, from: i8, tithi: i32, hour: i32) -> String {
        day(Date::new(year, month, from).unwrap(), tithi, hour).unwrap().to_string()
    }

    #[test]
    fn feasts_fall_on_the_days_of_the_almanac() {
        for (year, diwali) in [(2013, "2013-11-03"), (2019, "2019-10-27"), (2020, "2020-11-14"), (2023, "2023-11-12")] {
            assert_eq!(found(year, 10, 17, 30, 13), diwali);
        }
        for (year, holika) in [(2018, "2018-03-01"), (2019, "2019-03-20"), (2021, "2021-03-28"), (2022, "2022-03-17")] {
            assert_eq!(found(year, 2, 27, 15, 12), holika);
        }
        assert_eq!(found(2020, 2, 12, 29, 18), "2020-02-21"); // Maha Shivaratri
        assert_eq!(found(2019, 8, 22, 4, 6), "2019-09-02"); // Ganesh Chaturthi
    }
}
