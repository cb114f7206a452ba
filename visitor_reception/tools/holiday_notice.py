"""Reads the yearly notice of public holidays and make-up working days (节假日安排的通知); no database."""

import re
import unicodedata
from datetime import date, timedelta
from itertools import zip_longest
from typing import NamedTuple

from .days import ONE_DAY, is_weekend

# years are told seldom, months once: "2月15日(周日)至23日(周一)放假调休,共9天"
TOKEN = re.compile(
    r"(?P<date>(?:(?P<year>\d{4})年|(?P<next>次年))?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})[日号](?:\((?P<note>[^()]*)\))?)"
    r"|(?P<range>[至到~—–-]+)"
    r"|(?P<holiday>(?<!不)(?:放假|补休))(?:(?P<length>\d+)天)?"
    r"|(?P<make_up>(?<!不)上班)"
    r"|共(?P<total>\d+)天"
)
SECTION = re.compile(r"(?:^|(?<=[。:;]))(?:[一二三四五六七八九十]+、|\d+[.、])?(?P<name>[\u4e00-\u9fff、]{2,20}):")
YEAR = re.compile(r"(\d{4})年(?:部分)?节假日|现将(\d{4})年")
SOURCE = re.compile(r"国办发明电[\u3014(\[【](\d{4})[\u3015)\]】](\d+)号")
WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
WEEKDAYS = {**dict(zip("一二三四五六日", range(7), strict=True)), "天": 6}
NEW_YEAR = "元旦"
LONGEST = timedelta(days=31)  # a longer "holiday" is a range misread


class NoticeDay(NamedTuple):
    date: date
    kind: str  # holiday or make_up
    follows: int | None  # for make_up: the weekday that was freed, 0 = Monday; None: not to be told from the text
    name: str


class Problem(NamedTuple):
    code: str  # not_understood, no_such_day, weekday, count, not_weekend, twice, no_days, no_festival
    text: str  # the words of the notice


class Notice(NamedTuple):
    year: int
    source: str
    days: list[NoticeDay]
    problems: list[Problem]


class Unreadable(Exception):
    """A sentence says a day that cannot be read; the argument is the code of the problem."""


def read_notice(text, year=None):
    """The days that a notice names, and what in it was not understood.

    >>> notice = read_notice("一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。", 2026)
    >>> [(str(day.date), day.kind, day.follows, day.name) for day in notice.days]  # doctest: +NORMALIZE_WHITESPACE
    [('2026-01-01', 'holiday', None, '元旦'), ('2026-01-02', 'holiday', None, '元旦'),
     ('2026-01-03', 'holiday', None, '元旦'), ('2026-01-04', 'make_up', 4, '元旦')]
    >>> notice.problems
    []
    >>> [problem.code for problem in read_notice("一、元旦：1月1日（周五）放假1天。", 2026).problems]
    ['weekday']

    :param int year: of the notice, where its text does not tell
    """
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))
    year = find_year(text) or year
    sections = list(SECTION.finditer(text))
    days, problems = [], []
    for section, following in zip_longest(sections, sections[1:]):
        reader = SectionReader(section["name"], year)
        reader.read_sentences(text[section.end() : following.start() if following else None])
        days += reader.get_days()
        problems += reader.problems
    if text and not days and not problems:
        problems.append(Problem("no_festival", text[:40]))
    seen = set()
    problems += [Problem("twice", str(day.date)) for day in days if day.date in seen or seen.add(day.date)]
    return Notice(year, find_source(text), sorted(days, key=lambda day: day.date), problems)


def find_year(text):
    """The year that the notice is about, or ``None``.

    >>> find_year("国务院办公厅关于2026年部分节假日安排的通知"), find_year("1月1日放假")
    (2026, None)
    """
    found = YEAR.search(text)
    return int(found[1] or found[2]) if found else None


def find_source(text):
    """The number of the notice as it is usually written, or an empty text.

    >>> find_source("国办发明电[2025]7号")
    '国办发明电〔2025〕7号'
    """
    found = SOURCE.search(text)
    return f"国办发明电〔{found[1]}〕{found[2]}号" if found else ""


class SectionReader:
    """Reads what the notice says of one festival."""

    def __init__(self, name, year):
        self.name = name
        self.year = year
        self.problems = []
        self.found = {"holiday": [], "make_up": []}

    def read_sentences(self, text):
        """Read all sentences of the section."""
        *sentences, rest = re.split("[。;]", text)
        for sentence in sentences:
            self._read_sentence(sentence)
        # what follows the last full stop is the signature of the notice, unless it speaks of holidays
        if any(token["holiday"] or token["make_up"] for token in TOKEN.finditer(rest)):
            self._read_sentence(rest)
        if not self.found["holiday"] and not self.problems:
            self.problems.append(Problem("no_days", f"{self.name}:{text[:40]}"))

    def get_days(self):
        """The days read, each make-up day with the weekday that it was freed for."""
        holidays, make_ups = sorted(self.found["holiday"]), sorted(self.found["make_up"])
        freed = get_freed_days(holidays, len(make_ups))
        return [
            *(NoticeDay(day, "holiday", None, self.name) for day in holidays),
            *(
                NoticeDay(day, "make_up", free and free.weekday(), self.name)
                for day, free in zip_longest(make_ups, freed)
            ),
        ]

    def _read_sentence(self, sentence):
        try:
            self._read_tokens(sentence)
        except Unreadable as problem:
            self.problems.append(Problem(problem.args[0], sentence))

    def _read_tokens(self, sentence):
        spans, is_range, total = [], False, 0
        for token in TOKEN.finditer(sentence):
            if token["date"]:
                day = self._resolve(token, spans, is_range)
                spans[-1:] = [(spans[-1][0], day)] if is_range else [*spans[-1:], (day, day)]
                is_range = False
            elif token["range"]:
                is_range = bool(spans)
            elif kind := (token["holiday"] and "holiday") or (token["make_up"] and "make_up"):
                days = [day for first, last in spans for day in get_range(first, last)]
                self._keep(kind, days)
                spans, total = [], len(days) if kind == "holiday" else total
            told = token["length"] or token["total"]
            if told and int(told) != total:
                raise Unreadable("count")
        if spans:
            raise Unreadable("not_understood")

    def _keep(self, kind, days):
        if not days:
            raise Unreadable("not_understood")
        self.found[kind] += days
        if kind == "make_up" and not all(map(is_weekend, days)):
            raise Unreadable("not_weekend")

    def _resolve(self, token, spans, is_range):
        """The date of a token: what it does not say it has from the date before it, or from the notice."""
        before = spans[-1][1] if spans else None
        month = int(token["month"] or (before.month if before else 0))
        year = int(token["year"] or 0)
        if not year and is_range:
            year = before.year + (bool(token["next"]) or month < before.month)
        elif not year:
            # the days before New Year lie in the year before
            year = self.year - (NEW_YEAR in self.name and month == 12) if self.year else 0
        try:
            day = date(year, month, int(token["day"]))
        except ValueError:
            raise Unreadable("no_such_day") from None
        if is_range and not timedelta(0) <= day - before <= LONGEST:
            raise Unreadable("not_understood")
        weekday = WEEKDAY.search(token["note"] or "")
        if weekday and WEEKDAYS[weekday[1]] != day.weekday():
            raise Unreadable("weekday")
        return day


def get_range(first, last):
    """All days from ``first`` to ``last``, both included."""
    return [first + ONE_DAY * number for number in range((last - first).days + 1)]


def get_freed_days(holidays, count):
    """The ``count`` weekdays of a festival that are freed by make-up working days, in order.

    The notice does not say them. A festival of up to three days has one day of its own, at the end away from the
    weekend; the day between is freed. In longer ones the own days come first, so that the last weekdays are freed.

    >>> spring = get_range(date(2026, 2, 15), date(2026, 2, 23))
    >>> [str(day) for day in get_freed_days(spring, 2)]
    ['2026-02-20', '2026-02-23']
    >>> mid_autumn = get_range(date(2024, 9, 15), date(2024, 9, 17))
    >>> [str(day) for day in get_freed_days(mid_autumn, 1)]
    ['2024-09-16']

    :return: fewer than ``count`` dates, or none, where the festival has not so many weekdays
    """
    own = set()
    if 0 < len(holidays) <= 3:
        own = {holidays[-1] if is_weekend(holidays[0]) else holidays[0]}
    weekdays = [day for day in holidays if not is_weekend(day) and day not in own]
    return weekdays[-count:] if 0 < count <= len(weekdays) else []
