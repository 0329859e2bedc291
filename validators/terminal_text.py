"""Text in columns of a terminal: Chinese signs take two places, and names are wrapped to fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

from workbooks.values.dataclass import dataclass
from workbooks.values.regex import regex

_BIDI = regex("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# No line ends with an opening bracket or begins with a closing one.
_PIECE = regex(r"[（《「『“‘【]{0,2}(?:[!-~]+|.)[，。；：、！？）》」』”’】]{0,2}")


def one_line(text: str) -> str:
    """A submitted text on one line, unable to steer the terminal: `?` for control characters.

    >>> one_line("工作\\n日\\x1b[31m")
    '工作 日?[31m'
    """
    joined = _BIDI.sub("?", " ".join(text.split()))
    return "".join("?" if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in joined)


def width(text: str) -> int:
    """How many places a text takes.

    >>> width("得分"), width("≥15.00(条)")
    (4, 10)
    """
    return sum(map(_sign_width, text))


@lru_cache(maxsize=8192)
def _sign_width(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def lines_of(text: str, places: float) -> int:
    """On how many lines a text stands in a column of a sheet, which is so many places wide.

    >>> lines_of("得分\\n满意度指标的得分", 10)
    3
    """
    if 2 * len(text) < places - 0.5 and "\n" not in text:
        return 1
    return sum(1 + int(width(part) / (places - 0.5)) for part in text.split("\n"))


def padded(text: str, places: int, right: bool = False) -> str:
    """A text filled up with spaces.

    >>> padded("得分", 6), padded("4.72", 6, right=True)
    ('得分  ', '  4.72')
    """
    space = " " * (places - width(text))
    return space + text if right else text + space


def wrapped(text: str, places: int) -> list[str]:
    """A text on as many lines as it takes; figures and Latin words stay whole where they can.

    >>> wrapped("部分达成，得分应低于 10 × 80% = 8", 21)
    ['部分达成，得分应低于', '10 × 80% = 8']
    """
    lines = [""]
    for piece in _pieces(one_line(text), places):
        if width(lines[-1]) + width(piece) <= places:
            lines[-1] += piece
        else:
            lines[-1] = lines[-1].rstrip()
            lines.append(piece.lstrip())
    return lines


def _pieces(text: str, places: int) -> Iterator[str]:
    most = max(places - 4, 1)  # brackets around a long figure take room as well
    for piece in _PIECE.findall(text):
        for start in range(0, len(piece), most):
            yield piece[start : start + most]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading, its places, and whether it holds figures."""

    heading: str
    places: int
    figures: bool = False


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table with a line under its headings; long texts go on below."""
    yield from _row(columns, [column.heading for column in columns])
    yield "-" * (sum(column.places for column in columns) + 2 * (len(columns) - 1))
    for row in rows:
        yield from _row(columns, row)


def _row(columns: Sequence[Column], texts: Sequence[str]) -> Iterator[str]:
    stacks = [wrapped(text, col.places) for col, text in zip(columns, texts, strict=True)]
    for level in zip_longest(*stacks, fillvalue=""):
        parts = [
            padded(text, col.places, right=col.figures)
            for col, text in zip(columns, level, strict=True)
        ]
        yield "  ".join(parts).rstrip()
