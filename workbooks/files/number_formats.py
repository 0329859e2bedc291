"""Number formats: which numbers are dates or times, and how the other ones are shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache

GENERAL = "General"

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0',
    6: '"¥"#,##0;[Red]"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
"""Codes that a file names by number only: ECMA-376 part 1, 18.8.30, as Chinese Excel shows them."""

BUILT_IN |= dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"')
BUILT_IN |= dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"')
BUILT_IN |= {30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"'}
BUILT_IN |= dict.fromkeys((34, 55), '"上午/下午"h"时"mm"分"')
BUILT_IN |= dict.fromkeys((35, 56), '"上午/下午"h"时"mm"分"ss"秒"')


class Kind(Enum):
    """What a number format makes of a number."""

    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    ELAPSED = "elapsed"


@dataclass(frozen=True, slots=True)
class Shown:
    """A number format: its code and what it makes of a number."""

    code: str
    kind: Kind


_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"?|\[[^\]]*\]?|[\\_*].?|general', re.IGNORECASE | re.DOTALL)


@lru_cache(maxsize=512)
def shown(code: str) -> Shown | None:
    """What a number format code does; None for `General`, which shows a number as it is.

    >>> shown('yyyy"年"m"月"').kind, shown("0.00%").kind, shown("General")
    (<Kind.DATE: 'date'>, <Kind.NUMBER: 'number'>, None)
    """
    if code in ("", GENERAL, "GENERAL", "general", "G/通用格式"):
        return None
    letters = _LITERAL.sub("", code).lower()
    has_time = "h" in letters or "s" in letters
    has_date = "y" in letters or "d" in letters or ("m" in letters and not has_time)
    if _ELAPSED.search(code):
        return Shown(code, Kind.ELAPSED)
    if has_date:
        return Shown(code, Kind.DATETIME if has_time else Kind.DATE)
    return Shown(code, Kind.TIME if has_time else Kind.NUMBER)


def dated(serial: float, kind: Kind, *, from_1904: bool) -> date | datetime | time | None:
    """The date or time a number stands for; None when Excel cannot show it as one either.

    Excel counts days from 1900 (or 1904), and has a 29 February 1900 that never was.

    >>> dated(45292.0, Kind.DATE, from_1904=False)
    datetime.date(2024, 1, 1)
    """
    if kind is Kind.NUMBER or not 0 <= serial < 2_958_466:
        return None
    clock = timedelta(milliseconds=round(serial % 1 * 86_400_000))
    if serial < 1 and kind in (Kind.TIME, Kind.ELAPSED):
        return (datetime.min + clock).time()
    if kind is Kind.ELAPSED:
        return None
    if from_1904:
        start = datetime(1904, 1, 1)
    elif serial < 1 or 60 <= serial < 61:
        return None
    else:
        start = datetime(1899, 12, 31) if serial < 60 else datetime(1899, 12, 30)
    try:
        moment = start + timedelta(days=serial // 1) + clock
    except OverflowError:
        return None
    return moment.date() if kind is Kind.DATE and not clock else moment
