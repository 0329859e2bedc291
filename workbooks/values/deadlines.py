"""When something was to be done, and when it was: 2025年8月7日前, 第三季度, 2026-01-16."""

from __future__ import annotations

import re
from calendar import monthrange

from workbooks.values import terms
from workbooks.values.dataclass import dataclass
from workbooks.values.memory import remembered
from workbooks.values.regex import regex

Day = tuple[int, int]
"""Month and day."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a text may mean, of a year that it names or not.

    `before` tells that it says 前 of something longer than a day: 6月前 may be May or June.
    """

    year: int | None
    first: Day
    last: Day
    before: bool = False


_YEAR = r"(?:(?P<year>(?:19|20)\d\d)(?:年度?|[-./]))?"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_PART = r"(?P<part>底|末|初|上旬|中旬|下旬)?"
_DAY = rf"{_YEAR}{_MONTH}[-./月](?P<day>3[01]|[12]\d|0?[1-9])[日号]?(?:\d\d?:\d\d(?::\d\d)?)?"
_WHOLE = rf"{_YEAR}{_MONTH}月份?{_PART}"
_QUARTER = rf"{_YEAR}第?(?P<quarter>[一二三四1-4])季度(?:末|底|内)?"
_HALF = rf"{_YEAR}(?P<half>[上下])半年(?:末|底|内)?"
_END = r"(?:(?P<year>(?:19|20)\d\d)年?|本?年|全年)(?P<end>年?底|年?末)"
_OF_THE_YEAR = r"(?P<year>(?:19|20)\d\d)年度?内?"
_DIGITS = r"(?P<year>(?:19|20)\d\d)(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12]\d|0[1-9])"
_BEGINS = r"(?:已|均|均已|应|力争|计划|要求)?(?:于|在|截至|截止|不晚于|不迟于|最迟|最晚)?"
_CLOSES = r"(?P<before>(?:之|以)?前)?(?P<rest>\D{0,12})"
_FORMS = tuple(
    regex(_BEGINS + form + _CLOSES)
    for form in (_DIGITS, _DAY, _WHOLE, _QUARTER, _HALF, _END, _OF_THE_YEAR)
)
_NOT_DONE = regex("[至到—~～-]|起|后|以来|计划|预计|拟|尚|未|约|左右|月|季|年")
_TENTH = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}


@remembered
def read_span(text: str) -> Span | None:
    """The days that a text means; None where it is no date, or says more than one.

    >>> read_span("2025年8月7日前")
    Span(year=2025, first=(8, 7), last=(8, 7), before=False)
    >>> read_span("第三季度")
    Span(year=None, first=(7, 1), last=(9, 30), before=False)
    >>> read_span("6月前完成").before, read_span("12月底前").last, read_span("3个月内")
    (True, (12, 31), None)
    """
    said = terms.clean(text).rstrip("。.;!")
    for form in _FORMS:
        match = form.fullmatch(said)
        if match is not None and not _NOT_DONE.search(match["rest"]):
            return _span(match)
    return None


def _span(match: re.Match[str]) -> Span | None:
    told = match.groupdict()
    year = int(told["year"]) if told.get("year") else None
    before = bool(told["before"])
    if quarter := told.get("quarter"):
        last = 3 * ("一二三四".find(quarter) + 1 or int(quarter))
        return _months(year, last - 2, last)
    if half := told.get("half"):
        return _months(year, 1, 6) if half == "上" else _months(year, 7, 12)
    if not told.get("month"):
        return _months(year, 1, 12)
    month = int(told["month"])
    ends = monthrange(year or 2024, month)[1]
    if told.get("day"):
        day = int(told["day"])
        return Span(year, (month, day), (month, day)) if day <= ends else None
    part = told.get("part")
    first, last = _TENTH.get(part or "", (1, ends))
    whole = not part
    return Span(year, (month, first), (month, min(last, ends)), before and whole)


def _months(year: int | None, first: int, last: int) -> Span:
    return Span(year, (first, 1), (last, monthrange(year or 2024, last)[1]))


def is_late(due: Span, done: Span, year: int | None = None) -> bool | None:
    """Whether something was surely done after it was due, or surely in time; None where unsure.

    `year` is that of the form, for a text that names none where the other does.

    >>> is_late(read_span("2025年8月7日前"), read_span("2026年1月16日"))
    True
    >>> is_late(read_span("12月底前"), read_span("12月20日"))
    False
    >>> is_late(read_span("12月底前"), read_span("2025年1月3日")) is None
    True
    >>> is_late(read_span("12月底前"), read_span("2025年1月3日"), 2024)
    True
    """
    if (due.year is None) != (done.year is None) and year is None:
        return None
    ends, begins = due.year or year or 0, done.year or year or 0
    if due.year is None and done.year is None and _may_be_next_year(due, done):
        return None
    if (begins, done.first) > (ends, due.last):
        return True
    latest = due.last if not due.before else (due.first[0], 0)
    return False if (begins, done.last) <= (ends, latest) else None


def _may_be_next_year(due: Span, done: Span) -> bool:
    """1月 beside 12月底前: this year's, or the next one's."""
    return due.last[0] >= _LATE and done.first[0] <= _EARLY


_EARLY, _LATE = 3, 10
