"""Submitted text made fit for a cell of a workbook."""

from __future__ import annotations

import re

MOST_SIGNS = 32_767
"""What Excel takes in one cell."""

_BAD_SIGNS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069]"  # these turn the direction in which a name is read
)
_REPLACED = "〔原文有不能显示的字符，以□代替〕"


def safe(text: str) -> str:
    """A text as a cell can hold it; what was replaced or left out is told at its end.

    >>> safe("甲\\x07乙")
    '甲□乙〔原文有不能显示的字符，以□代替〕'
    """
    cleaned = _BAD_SIGNS.sub("□", text.replace("\r\n", "\n").replace("\r", "\n"))
    if _BAD_SIGNS.search(text.replace("\r", "")):
        cleaned += _REPLACED
    units = cleaned.encode("utf-16-le")
    if len(units) <= 2 * MOST_SIGNS:
        return cleaned
    kept = units[: 2 * (MOST_SIGNS - 100)].decode("utf-16-le", "ignore")
    return f"{kept}……〔文字过长，后面略去 {len(cleaned) - len(kept)} 字〕"
