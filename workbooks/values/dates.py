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


_TO_A_MONTH = regex(
    r"(?:(?<!\d)0?1月?(?:份|1日)?[-—–~至到]+(?:20\d\d年)?|截[至止到]+(?:20\d\d[-./年])?)"
    r"(?P<month>1[0-2]|0?[1-9])(?:月|[-./]\d)"
)
_QUARTERS = regex(
    r"前(?P<ahead>[一二三1-3两])个?季度|(?<!第)(?<![二三四2-4、])第?[一1]季度|[1一][-—~至、][二三四2-4]季度"
)
_UP_TO = {"一": 3, "1": 3, "二": 6, "两": 6, "2": 6, "三": 9, "3": 9, "四": 12, "4": 12}


def month_of(text: str) -> int | None:
    """The last of the months that a text tells of together, from January; None where none is said.

    A month or a quarter alone is not what was done since January.

    >>> month_of("1-7月执行数"), month_of("上半年执行情况"), month_of("截至2024年8月31日")
    (7, 6, 8)
    >>> month_of("前三季度"), month_of("1月—6月"), month_of("当前完成值"), month_of("第三季度")
    (9, 6, None, None)
    """
    said = terms.clean(text)
    if (match := _TO_A_MONTH.search(said)) is not None:
        return int(match["month"])
    if "上半年" in said or "半年度" in said:
        return 6
    if (match := _QUARTERS.search(said)) is not None:
        quarter = match["ahead"] or match[0].removesuffix("季度")[-1]
        return _UP_TO[quarter]
    return None


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
