"""How long an hour, a day, a week and a year are.

All times are minutes. Minutes of the week count from Monday 00:00.
"""

from __future__ import annotations

SECONDS_PER_MINUTE = 60.0
MINUTES_PER_HOUR = 60.0
HOURS_PER_DAY = 24
MINUTES_PER_DAY = HOURS_PER_DAY * MINUTES_PER_HOUR
DAYS_PER_WEEK = 7
MINUTES_PER_WEEK = DAYS_PER_WEEK * MINUTES_PER_DAY

# A year has two lengths. What is said or shown "a year" (episodes, the unit y, indicators, the
# days of a season) is of 365 days in every year, so that it means the same in a leap year.
# Growth goes on through the years of the calendar, of which every fourth has a day more.
DAYS_PER_YEAR = 365
MINUTES_PER_YEAR = DAYS_PER_YEAR * MINUTES_PER_DAY
MEAN_DAYS_PER_YEAR = 365.25
