"""The dates that a form states as text: 2025-01-01, 2025年1月1日, 2025.01, 20250101."""

from __future__ import annotations

from workbooks.values import terms
from workbooks.values.regex import regex

_DATE = regex(
    r"(?P<year>(?:19|20)\d\d)(?:[-./年](?P<month>1[0-2]|0?[1-9])(?!\d)"
    r"(?:[-./月](?P<day>3[01]|[12]\d|0?[1-9]))?)?"
)
_DIGITS = regex(r"((?:19|20)\d\d)(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])")


def read_date(text: str) -> tuple[int, ...] | None:
    """Year, month and day of a date, as far as they are written; None where there is no date.

    >>> read_date("2025年1月1日"), read_date("2025.06"), read_date("20251231"), read_date("长期")
    ((2025, 1, 1), (2025, 6), (2025, 12, 31), None)
    """
    cleaned = terms.clean(text)
    match = _DIGITS.fullmatch(cleaned) or _DATE.match(cleaned)
    return None if match is None else tuple(int(part) for part in match.groups() if part)


_MOMENT = regex(
    r"(?:19|20)\d\d[-./年]\d|(?<!\d)(?:1[0-2]|[1-9])月|(?:19|20)\d\d年(?!度)|[一二三四1-4]季度|年底|年末"
)


def names_a_moment(text: str) -> bool:
    """Whether a text says when: a deadline as a target, or the day on which something was done.

    >>> names_a_moment("2024年12月底前"), names_a_moment("6月10日上线"), names_a_moment("3个月")
    (True, True, False)
    """
    return bool(_MOMENT.search(terms.clean(text)))


def out_of_order(first: str, last: str) -> bool:
    """Whether one date is surely after another that should not come before it.

    Compared as far as both are written: 2025年6月 and 2025年6月1日 may be in order.

    >>> out_of_order("2025-06-01", "2025-05-31"), out_of_order("2025-06-15", "2025年6月")
    (True, False)
    """
    start, end = read_date(first), read_date(last)
    if start is None or end is None:
        return False
    written = min(len(start), len(end))
    return start[:written] > end[:written]
