"""A sheet while it is read: what its cells hold, whatever way they were found in the part."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from math import isfinite

from workbooks.files.limits import (
    LAST_COLUMN,
    LAST_ROW,
    MERGES,
    OUTSIDE,
    TEXT,
    Allowance,
    Refused,
    damaged,
)
from workbooks.files.refusal import Reason
from workbooks.files.shared_strings import unescaped
from workbooks.grid import (
    Area,
    ErrorValue,
    Grid,
    NeverCalculated,
    Position,
    Raw,
    Room,
    Template,
    address,
    position,
)
from workbooks.number_formats.code import Format
from workbooks.number_formats.moments import dated
from workbooks.number_formats.shown import in_full
from workbooks.values.dataclass import dataclass, field
from workbooks.values.decimals import exact

TRUE = ("1", "true")
COLUMNS = {address(1, column)[:-1]: column for column in range(1, 257)}
"""Columns by their letters, for the ones a form has; further ones take the slow way, by `place`."""
_ZEROS = ("0", "0.0", "-0")
_WORK, _SMALL = 1_000_000, 64
"""Cells looked at in all: areas that do not overlap, and in Excel none do, never need as many."""
UNSEEN_HEIGHT, UNSEEN_WIDTH = 1.0, 0.1
"""Less than a pixel: points of a row, digits of a column."""


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of one workbook share.

    `struck_strings` are what was struck out of some texts and left out, by their numbers. A style
    is `odd` where its texts are not simply themselves: struck out, or shown as something else.
    Of a book that is `uncalculated` no stored zero is a result: it was written by a program that
    leaves the calculating to Excel (`fullCalcOnLoad`).
    """

    strings: Sequence[str]
    styles: Mapping[str, Format]
    from_1904: bool
    template: Template | None = None
    struck_strings: Mapping[int, str] = field(default_factory=dict)
    struck_styles: frozenset[str] = frozenset()
    odd_styles: frozenset[str] = frozenset()
    uncalculated: bool = False
    wrapped_styles: frozenset[str] = frozenset()

    @property
    def is_plain(self) -> bool:
        """Whether all its shared texts are simply themselves."""
        return not (self.struck_strings or self.struck_styles or self.odd_styles)


@dataclass(slots=True)
class Content:
    """What was found on a sheet so far. Texts of the part come in as they are written there."""

    book: Book
    allowance: Allowance
    values: dict[Position, Raw] = field(default_factory=dict)
    formats: dict[Position, str] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: set[Position] = field(default_factory=set)
    unseen: dict[Position, str] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    fixed: set[int] = field(default_factory=set)
    widths: dict[int, float] = field(default_factory=dict)
    wrapped: set[Position] = field(default_factory=set)

    def grid(self, name: str, *, hidden: bool) -> Grid:
        """The sheet; raises `Refused` when it holds too much text."""
        texts = sum(len(value) for value in self.values.values() if isinstance(value, str))
        self.allowance.take(TEXT, texts)
        covered = covered_cells(self.values, self.merges)
        for place in covered:
            self.unseen[place] = in_full(self.values.pop(place), self.formats.pop(place, ""))
        return Grid(
            sheet=name,
            values=self.values,
            formats=self.formats,
            merges=tuple(self.merges),
            hidden=hidden,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            formulas=frozenset(self.formulas),
            template=self.book.template,
            covered=covered,
            room=Room(self.heights, frozenset(self.fixed), self.widths, frozenset(self.wrapped)),
            unseen=self.unseen,
        )

    def put(
        self, at: Position, kind: str, style: str, formula: str | None, text: str | None
    ) -> None:
        """A cell, by its type, style number, formula and value; raises `Refused`."""
        if style in self.book.struck_styles and text:
            self.unseen[at] = (self._shared(at, text) if kind == "s" else text) or ""
            return
        if formula is not None:
            self.formulas.add(at)
        if formula is not None and self._is_uncalculated(kind, text):
            # A dependant of a shared formula has no text of its own.
            value: Raw | None = NeverCalculated(f"={formula}" if formula else "")
        elif text is None:
            return
        elif kind == "s":
            value = self._shared(at, text)
        elif kind == "n":
            value = self._number(at, text, style)
        else:
            value = _typed(kind, text)
        if value is None:
            return
        if at in self.values:
            raise damaged()
        self.values[at] = value
        if style in self.book.wrapped_styles and at[0] in self.fixed:
            self.wrapped.add(at)
        if style in self.book.odd_styles and isinstance(value, str):
            self.formats[at] = self.book.styles[style].code

    def _is_uncalculated(self, kind: str, text: str | None) -> bool:
        """Whether what is stored with a formula is no result of it."""
        if not text:
            return text is None or kind != "str" or self.book.uncalculated
        return self.book.uncalculated and kind in ("n", "str") and text.strip() in _ZEROS

    def _shared(self, at: Position, text: str) -> str | None:
        if not text:
            return None
        try:
            index = int(text)
            if index >= 0:
                if index in self.book.struck_strings:
                    self.unseen[at] = self.book.struck_strings[index]
                return self.book.strings[index]
        except (ValueError, IndexError) as error:
            raise damaged() from error
        raise damaged()

    def _number(self, at: Position, text: str, style: str) -> Raw | None:
        try:
            number = float(text)
        except ValueError:
            # Not a number, though it says so: what is written stays what is written.
            return text or None
        if "_" in text or not isfinite(number):
            return text
        look = self.book.styles.get(style)
        if look is None:
            return number
        self.formats[at] = look.code
        kind = look.kind or look.kind_of(exact(number))
        moment = dated(number, kind, from_1904=self.book.from_1904)
        return number if moment is None else moment

    def merge(self, reference: str) -> None:
        """Merged cells, by their reference; raises `Refused`."""
        self.allowance.take(MERGES, 1)
        first, _, last = reference.partition(":")
        top, left = place(first)
        bottom, right = place(last or first)
        if bottom < top or right < left:
            raise damaged()
        self.merges.append(Area(top, left, bottom, right))

    def row(self, number: int, height: str | None, custom: str | None, hidden: str | None) -> None:
        """A row, by how high it is, whether somebody has set that, and whether it is hidden."""
        points = None if height is None else _points(height)
        if points is not None:
            self.heights[number] = points
            if custom in TRUE:
                self.fixed.add(number)
        if hidden in TRUE or (points is not None and points < UNSEEN_HEIGHT):
            self.hidden_rows.add(number)

    def size_columns(self, first: str, last: str, width: str | None) -> None:
        """Columns, by how wide they are; those far right are nobody's form."""
        points = None if width is None else _points(width)
        ends = [int(end) for end in (first, last) if end.isdecimal() and len(end) <= _LONGEST_END]
        if points is not None and len(ends) == 2:
            columns = range(ends[0], min(ends[1], _SIZED) + 1)
            self.widths |= dict.fromkeys(columns, points * _WIDTH)

    def hide_columns(self, first: str, last: str) -> None:
        """Hidden columns, by their numbers; raises `Refused`."""
        self.hidden_columns.update(
            range(counted(first, LAST_COLUMN), counted(last, LAST_COLUMN) + 1)
        )


_SIZED = 64
_LONGEST_END = 5  # digits of the last column that there is
_WIDTH = 6.0  # points of one sign of the widest usual standard font, 宋体 11


def _points(text: str) -> float | None:
    try:
        points = float(text)
    except ValueError:
        return None
    return points if isfinite(points) else None


def _typed(kind: str, text: str) -> Raw | None:
    if kind in ("str", "inlineStr"):
        return unescaped(text) if kind == "str" else text
    if not text:
        return None
    if kind == "b":
        return text.strip() in TRUE
    if kind == "e":
        return ErrorValue(text.strip())
    if kind == "d":
        return _iso(text.strip())
    return text


def _iso(text: str) -> date | datetime | time | str:
    text = text.removesuffix("Z")
    try:
        if "T" in text:
            return datetime.fromisoformat(text).replace(tzinfo=None)
        return time.fromisoformat(text) if ":" in text else date.fromisoformat(text)
    except ValueError:
        return text


def _by_row(values: Collection[Position]) -> dict[int, list[int]]:
    columns: dict[int, list[int]] = {}
    for row, column in values:
        columns.setdefault(row, []).append(column)
    return columns


def covered_cells(values: Collection[Position], merges: Sequence[Area]) -> frozenset[Position]:
    """The cells that hold something under merged cells, their upper left corners apart.

    Format painters, WPS and programs leave such: Excel shows the corner and nothing else. Raises
    `Refused` where so many areas overlap that looking would not end.

    >>> sorted(covered_cells({(1, 1): "a", (1, 2): "b", (3, 3): "c"}, [Area(1, 1, 2, 2)]))
    [(1, 2)]
    """
    found: set[Position] = set()
    columns: dict[int, list[int]] = {}
    work = 0
    for area in merges:
        top, left, bottom, right = area.top, area.left, area.bottom, area.right
        if (bottom - top + 1) * (right - left + 1) <= _SMALL:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    if (row, column) in values:
                        found.add((row, column))
            found.discard((top, left))
            work += 1
        else:
            columns = columns or _by_row(values)
            whole = range(top, bottom + 1)
            rows = whole if len(whole) <= len(columns) else [row for row in columns if row in whole]
            work += min(len(whole), len(columns)) + sum(len(columns.get(row, ())) for row in rows)
            found.update(
                (row, column)
                for row in rows
                for column in columns.get(row, ())
                if left <= column <= right and (row, column) != (top, left)
            )
        if work > _WORK:
            raise Refused(Reason.TOO_LARGE, MERGES.message)
    return frozenset(found)


def is_less(size: str | None, least: float) -> bool:
    """Whether a height or width is given, and too small for anybody to see anything there.

    >>> is_less("0", 1.0), is_less("13.5", 1.0), is_less(None, 1.0), is_less("auto", 1.0)
    (True, False, False, False)
    """
    try:
        return size is not None and float(size) < least
    except ValueError:
        return False


def counted(text: str, last: int) -> int:
    """A number of a row or column that a sheet can have; raises `Refused`."""
    try:
        number = int(text)
    except ValueError as error:
        raise damaged() from error
    if not 1 <= number <= last:
        raise Refused(Reason.DAMAGED, OUTSIDE)
    return number


def place(reference: str) -> Position:
    """The position of a reference, inside the sheet; raises `Refused`."""
    try:
        row, column = position(reference)
    except ValueError as error:
        raise damaged() from error
    if row > LAST_ROW or column > LAST_COLUMN:
        raise Refused(Reason.DAMAGED, OUTSIDE)
    return row, column
