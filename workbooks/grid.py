"""A sheet as raw values by position: what is there, before anybody says what it means.

A position that is not in `Grid.values` is blank. An empty text (`=""`), an error cell and a
formula that was never calculated are three other things, and stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache

from workbooks.values.dataclass import dataclass, field, replace

PROPERTIES = ("jixiao_template", "jixiao_template_version")
"""Custom properties of a template: its edition and its version. A 报送版 has neither."""


Position = tuple[int, int]
"""Row and column, both counted from 1."""


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that shows an error, such as `#DIV/0!`."""

    code: str


NO_NUMBER = ErrorValue("#NUM!")
"""What is no number and no infinity either, which only damage puts into a cell."""


@dataclass(frozen=True, slots=True)
class NeverCalculated:
    """A formula without a stored result: the file was written by a program, not by Excel."""

    formula: str


Raw = str | float | bool | date | datetime | time | ErrorValue | NeverCalculated


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, corners included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, position: Position) -> bool:
        return self.top <= position[0] <= self.bottom and self.left <= position[1] <= self.right


OURS_FROM = 27
"""The first column (AA) of a template's own steps, hidden and far from what is printed."""
_WITH_STEPS, _SINCE = ("shanghai-self-evaluation", "national-monitoring-report"), 2
_LONGEST_VERSION = 9  # digits; what is longer was not written by us
POLICY_CELL, LAW_CELL = "AA2", "AB2"
"""Where such a template says by which policy it scores, and what that says."""


@dataclass(frozen=True, slots=True)
class Template:
    """Which of our blank forms a workbook was made from, as its custom properties say.

    `policy` and `law` are what a sheet says by which policy its formulas score.
    """

    edition: str
    version: str
    policy: str = ""
    law: str = ""

    @property
    def scores_itself(self) -> bool:
        """Whether its sheets have steps of ours beside the form."""
        return self.edition in _WITH_STEPS and (self.number or 0) >= _SINCE

    @property
    def number(self) -> int | None:
        """The version as a number; None where it is none that we wrote."""
        ours = self.version.isdecimal() and len(self.version) <= _LONGEST_VERSION
        return int(self.version) if ours else None


@dataclass(frozen=True, slots=True)
class Room:
    """How large rows and columns are, in points, as far as the sheet says.

    `fixed` are rows whose height somebody has set: they do not grow with their text. `wrapped` are
    the cells of these that break their text into lines, in place of running on to the right.
    """

    heights: Mapping[int, float] = field(default_factory=dict)
    fixed: frozenset[int] = frozenset()
    widths: Mapping[int, float] = field(default_factory=dict)
    wrapped: frozenset[Position] = frozenset()


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. Numbers are floats, as Excel holds them; `formats` tells how they are shown.

    `formats` has the number format code of cells that hold a number or a date and are not
    `General`, and of texts that their format shows as something else. `unread` names what else of
    the file was broken. `hidden` is true when the sheet itself is hidden. `formulas` are the cells
    that hold a formula; a sheet that is open in Excel does not tell them, nor its `template`.
    `unseen` is text in a cell that nobody sees: hidden, struck out, or in one of the cells that are
    `covered` by merged ones. `in_document` is true of a table of a page or a document, which no
    link can lead to.
    """

    sheet: str
    values: Mapping[Position, Raw]
    formats: Mapping[Position, str] = field(default_factory=dict)
    merges: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    unseen: Mapping[Position, str] = field(default_factory=dict)
    formulas: frozenset[Position] = field(default=frozenset(), compare=False)
    template: Template | None = field(default=None, compare=False)
    covered: frozenset[Position] = field(default=frozenset(), compare=False)
    unread: tuple[str, ...] = field(default=(), compare=False)
    room: Room = field(default=Room(), compare=False)
    in_document: bool = field(default=False, compare=False)


def without_steps(grid: Grid) -> Grid:
    """The sheet of a template without what is ours on it, by its place; other sheets as they are.

    >>> mine = Template("shanghai-self-evaluation", "2")
    >>> held = {(1, 1): "甲", (2, 27): "shanghai", (2, 28): "law", (13, 30): 1.0}
    >>> bare = without_steps(Grid("自评表", held, hidden_columns=frozenset({30}), template=mine))
    >>> bare.values, bare.hidden_columns, bare.template.policy
    ({(1, 1): '甲'}, frozenset(), 'shanghai')
    """
    template = grid.template
    if template is None or not template.scores_itself:
        return grid
    policy, law = (grid.values.get(position(cell)) for cell in (POLICY_CELL, LAW_CELL))
    return replace(
        grid,
        values={at: value for at, value in grid.values.items() if at[1] < OURS_FROM},
        formats={at: code for at, code in grid.formats.items() if at[1] < OURS_FROM},
        formulas=frozenset(at for at in grid.formulas if at[1] < OURS_FROM),
        hidden_columns=frozenset(one for one in grid.hidden_columns if one < OURS_FROM),
        unseen={at: text for at, text in grid.unseen.items() if at[1] < OURS_FROM},
        template=replace(template, policy=_text(policy), law=_text(law)),
    )


def _text(value: Raw | None) -> str:
    return value if isinstance(value, str) else ""


@lru_cache(maxsize=4096)  # forms stand in the same corner of their sheets
def address(row: int, column: int) -> str:
    """The A1 address of a position.

    >>> address(20, 7), address(1, 28)
    ('G20', 'AB1')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


@lru_cache(maxsize=4096)
def position(text: str) -> Position:
    """The position of an A1 address; raises ValueError when it is none.

    >>> position("G20"), position("AB1")
    ((20, 7), (1, 28))
    """
    match = re.fullmatch(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", text)
    if not match:
        raise ValueError(f"not an A1 address: {text!r}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column
