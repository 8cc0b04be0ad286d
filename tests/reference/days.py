"""Civil days for the reference register: plain day numbers, no clock, no zone (docs/reading.md, Days)."""

import calendar
import datetime

BEGIN = 0          # before every civil day
END = 4_000_000    # after every civil day


def number(text):
    """The day number of a full day, '2018-09-18'."""
    return datetime.date.fromisoformat(text).toordinal()


def text(day):
    return datetime.date.fromordinal(day).isoformat()


def year(day):
    return datetime.date.fromordinal(day).year


def of(y, m, d):
    return datetime.date(y, m, d).toordinal()


def last_of_month(y, m):
    return of(y, m, calendar.monthrange(y, m)[1])


def add_months(day, n):
    """Same day number n months on; the last day of a shorter month."""
    date = datetime.date.fromordinal(day)
    y, m = divmod(date.year * 12 + date.month - 1 + n, 12)
    return of(y, m + 1, min(date.day, calendar.monthrange(y, m + 1)[1]))


def step(day, how):
    """The day that lies the step `how`, such as ('months', 6), after `day`."""
    unit, n = how
    if unit == "days":
        return day + n
    if unit == "months":
        return add_months(day, n)
    if unit == "years":
        return add_months(day, 12 * n)
    if unit == "first-of-month":
        date = datetime.date.fromordinal(add_months(datetime.date.fromordinal(day).replace(day=1).toordinal(),
                                                    n))
        return date.toordinal()
    raise ValueError(unit)


def _one(written):
    parts = [int(p) for p in written.split("-")]
    if len(parts) == 1:
        return of(parts[0], 1, 1), of(parts[0], 12, 31)
    if len(parts) == 2:
        return of(parts[0], parts[1], 1), last_of_month(parts[0], parts[1])
    return of(*parts), of(*parts)


def bounds(written):
    """(low, high) of a day known only in part; BEGIN and END where there is no bound."""
    if not written:
        return BEGIN, END
    if "/" not in written:
        return _one(written)
    left, right = written.split("/")
    return (BEGIN if left == ".." else _one(left)[0]), (END if right == ".." else _one(right)[1])
