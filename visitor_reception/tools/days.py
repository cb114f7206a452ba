"""Terms counted in days: plain dates, no database.

The one arithmetic of every deadline: due is the n-th counted day after day 0; a day counts unless it is paused or, for
working days, a rest day; n = days + extra; then the rule of the last day. A term runs to the end of its due day.
"""

from datetime import date, timedelta
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class Term(NamedTuple):
    due: date
    counted: list[date]  # in order; due is the last of them, unless the rule of the last day moved it


def is_weekend(day):
    """Whether ``day`` is a Saturday or a Sunday.

    >>> is_weekend(date(2026, 2, 14)), is_weekend(date(2026, 2, 13))
    (True, False)
    """
    return day.weekday() >= SATURDAY


def count_days(day, days, extra=0, paused=(), working=False, last_day="keep", is_rest=is_weekend):
    """The term of ``days`` (and ``extra``) that starts with ``day`` as day 0.

    >>> friday = date(2026, 3, 6)
    >>> str(count_days(friday, 3).due)
    '2026-03-09'
    >>> [str(counted) for counted in count_days(friday, 3, working=True).counted]
    ['2026-03-09', '2026-03-10', '2026-03-11']

    An extension adds days, a pause takes its days out, both ends included; pauses may overlap:

    >>> str(count_days(friday, 3, extra=2).due)
    '2026-03-11'
    >>> pauses = [(date(2026, 3, 7), date(2026, 3, 8)), (date(2026, 3, 8), date(2026, 3, 9))]
    >>> [str(counted) for counted in count_days(friday, 3, paused=pauses).counted]
    ['2026-03-10', '2026-03-11', '2026-03-12']

    A last day that is a rest day is kept, or moves to the next working day; the days counted stay:

    >>> str(count_days(friday, 1).due), str(count_days(friday, 1, last_day="next_working_day").due)
    ('2026-03-07', '2026-03-09')

    No term ends after the last day of the calendar:

    >>> str(count_days(date(9999, 12, 30), 5).due)
    '9999-12-31'

    :param date day: day 0, which never counts
    :param list paused: ``(first, last)``, both included
    :param bool working: rest days do not count
    :param str last_day: ``keep`` or ``next_working_day``
    :param is_rest: function that says of a date whether it is a rest day; asked only where the answer matters
    :raises ValueError: a negative number of days, or a pause that ends before it starts
    """
    if days + extra < 0:
        raise ValueError("A term has 0 days or more.")
    if any(first > last for first, last in paused):
        raise ValueError("A pause ends before it starts.")
    due, counted = day, []
    while len(counted) < days + extra and due < date.max:
        due += ONE_DAY
        is_paused = any(first <= due <= last for first, last in paused)
        if not is_paused and not (working and is_rest(due)):
            counted.append(due)
    while last_day == "next_working_day" and due < date.max and is_rest(due):
        due += ONE_DAY
    return Term(due, counted)
