"""Printed forms without facts: rows of labels and places, as one reads them from top to bottom.

A layout in `layouts/*.txt` begins with `== name` and its settings (`: key value`). Then each line
is a row of the sheet, `|` between its cells; `*3` behind a cell is how many columns it takes, `^`
continues the cell above, `\\n` is a line feed, `{…}` a place for a fact (`filling`). The last cell
of a row takes what is left of the width. A sign and a blank before a line say what it is:

    #  head of the indicator table (one to three lines)   %  one indicator
    $# head of the fund table                             $  one line of money
    &  the total under the indicators                     ~  no row: a blank line of the sheet

Settings, all optional: `kind declaration` or `kind monitoring`; `refused NAME` for papers that
must be refused by that name; `projects N` in one table; `parts N` tables for the rows of one
project; `place`,
`body` and `year`; `money 元`, `funds` (kind=printed name; 总 财 转 他 are told apart), `zero`,
`dash`; `worth` and `execution` for the points; `cost` where 成本指标 is a level of its own;
`adjusted all`; `execrow`; `unasked PLACE …` for what a reader need not know; how it is written:
`target` (sign bracket decimals words bare cell), `actual`, `amounts`, `rate`, `points`,
`numbers`, `percents`, `groups` (merged first each), `grouppoints`, `grouprows`, `subtotals`,
`subtotals-first`, `leftovers`, `na`, `prefixed`, `numbered`, `unitname`, `short`, `vertical`,
`nothing`, `name.X`, `repeat N`, `sheet`, `blank`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "layouts"
_SIGN = re.compile(r"(\$#|[#%$&~])(?: |$)")
_SPAN = re.compile(r"(.*?)\*(\d+)$", re.S)
_TITLE = re.compile(r"表(?:[（(].*[)）])?$")
_FIELD = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of a layout: its label, or the places in it, and its columns."""

    text: str
    span: int = 1

    @property
    def fields(self) -> tuple[str, ...]:
        """The facts that belong here."""
        return tuple(_FIELD.findall(self.text))

    @property
    def field(self) -> str:
        """The one fact that fills the cell, if it is one."""
        match = _FIELD.fullmatch(self.text)
        return match[1] if match else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a layout; `sign` says what it is, an ordinary one has none."""

    sign: str
    boxes: tuple[Box, ...]

    @property
    def width(self) -> int:
        return sum(box.span for box in self.boxes)

    @property
    def is_title(self) -> bool:
        """Whether the line names the form."""
        return not self.sign and bool(self.boxes) and _TITLE.search(self.boxes[0].text) is not None


@dataclass(frozen=True, slots=True)
class Layout:
    """A printed form; `settings` says how facts are written into it."""

    name: str
    settings: Mapping[str, str]
    lines: tuple[Line, ...]

    @property
    def refused(self) -> str:
        """The name of the paper that this is, where it is none that is checked."""
        return self.settings.get("refused", "")

    @property
    def kind(self) -> str:
        """evaluation, declaration or monitoring."""
        return self.settings.get("kind", "evaluation")

    def with_lines(self, at: int, end: int, *lines: Line) -> Layout:
        """The same with these lines instead of those from `at` to `end`."""
        return replace(self, lines=(*self.lines[:at], *lines, *self.lines[end:]))

    def with_settings(self, **settings: str) -> Layout:
        """The same, written in another way."""
        return replace(self, settings={**self.settings, **settings})

    def fields(self, signs: str = "") -> frozenset[str]:
        """The facts that the layout has a place for, on all lines or those of some signs."""
        lines = (line for line in self.lines if not signs or line.sign == signs)
        return frozenset(field for line in lines for box in line.boxes for field in box.fields)


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout of the folder."""
    return tuple(
        _layout(part, path.stem)
        for path in sorted(FOLDER.glob("*.txt"))
        for part in re.split(r"(?m)^== ", path.read_text("utf-8"))[1:]
    )


def _layout(text: str, file: str) -> Layout:
    name, *rest = text.rstrip().split("\n")
    settings = dict(_setting(line) for line in rest if line.startswith(": "))
    settings["file"] = file
    lines = (line for line in rest if line.strip() and not line.startswith((": ", "// ")))
    return Layout(name.strip(), settings, tuple(map(_line, lines)))


def _setting(line: str) -> tuple[str, str]:
    key, _, value = line[2:].strip().partition(" ")
    return key, value or "yes"


def _line(text: str) -> Line:
    match = _SIGN.match(text)
    sign = match[1] if match else ""
    content = text[match.end() :] if match else text
    return Line(sign, () if sign == "~" else tuple(_boxes(content)))


def _boxes(text: str) -> Iterator[Box]:
    for part in text.split("|"):
        match = _SPAN.fullmatch(part.strip())
        said, span = (match[1], int(match[2])) if match else (part.strip(), 1)
        yield Box(said.strip().replace("\\n", "\n"), span)
