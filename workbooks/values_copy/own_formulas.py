"""Whether a formula looks at nothing but the cells of its own sheet.

A conditional format paints the lines and colours of a form by such formulas. Any other could ask
another workbook, a name, a server or a function that the receiver does not have.
"""

from __future__ import annotations

import re

from workbooks.files.limits import LONGEST_FORMULA
from workbooks.grid import position

_FUNCTIONS = frozenset((
    "ABS", "AND", "AVERAGE", "COLUMN", "COLUMNS", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF",
    "COUNTIFS", "DATE", "DAY", "EXACT", "FALSE", "FIND", "IF", "IFERROR", "INT", "ISBLANK",
    "ISERR", "ISERROR", "ISEVEN", "ISNA", "ISNUMBER", "ISODD", "ISTEXT", "LARGE", "LEFT",
    "LEN", "LOWER", "MAX", "MEDIAN", "MID", "MIN", "MOD", "MONTH", "NOT", "NOW", "OR", "RANK",
    "RIGHT", "ROUND", "ROUNDDOWN", "ROUNDUP", "ROW", "ROWS", "SEARCH", "SMALL", "STDEV",
    "SUBSTITUTE", "SUBTOTAL", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT", "TEXT", "TODAY", "TRIM",
    "TRUE", "UPPER", "VALUE", "WEEKDAY", "YEAR",
))  # fmt: skip
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")"""
    r"|(?P<rows>\$?\d+:\$?\d+)(?![\d.])"
    r"|(?P<number>\d+\.?\d*(?:[Ee][-+]?\d+)?)"
    r"|(?P<function>[A-Za-z][A-Za-z0-9.]*)(?=\()"
    r"|(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![A-Za-z0-9_.!(])"
    r"|(?P<cell>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})(?![A-Za-z0-9_.!(])"
    r"|(?P<truth>TRUE|FALSE)(?![A-Za-z0-9_.!(])"
    r"|[-+*/^&=<>(),:;%\s]",
    re.I,
)


def is_own(formula: str, last_column: int) -> bool:
    """Whether a formula asks only functions of Excel about cells of its sheet up to a column.

    >>> is_own('AND($F13="",LEN(TRIM(H13))=0)', 8), is_own("LEN($M13)>0", 8)
    (True, False)
    >>> is_own("Sheet2!A1>0", 8), is_own("[1]Sheet1!A1", 8), is_own('INDIRECT("A1")', 8)
    (False, False, False)
    """
    at = 0
    if len(formula) > LONGEST_FORMULA:
        return False
    while at < len(formula):
        token = _TOKEN.match(formula, at)
        if token is None or not _is_own(token, last_column):
            return False
        at = token.end()
    return True


def _is_own(token: re.Match[str], last_column: int) -> bool:
    if token["function"]:
        return token["function"].upper() in _FUNCTIONS
    columns = re.findall("[A-Za-z]+", token["cell"] or token["columns"] or "")
    return all(position(f"{column.upper()}1")[1] <= last_column for column in columns)
