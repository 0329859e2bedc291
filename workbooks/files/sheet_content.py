"""A sheet while it is read: what its cells hold, whatever way they were found in the part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from workbooks.files.number_formats import Shown, dated
from workbooks.files.refusal import Reason
from workbooks.files.shared_strings import unescaped
from workbooks.grid import (
    Area,
    ErrorValue,
    Grid,
    NeverCalculated,
    Position,
    Raw,
    Template,
    position,
)

TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of one workbook share."""

    strings: Sequence[str]
    styles: Mapping[str, Shown]
    from_1904: bool
    template: Template | None = None


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

    def grid(self, name: str, *, hidden: bool) -> Grid:
        """The sheet; raises `Refused` when it holds too much text."""
        texts = sum(len(value) for value in self.values.values() if isinstance(value, str))
        self.allowance.take(TEXT, texts)
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
        )

    def put(
        self, at: Position, kind: str, style: str, formula: str | None, text: str | None
    ) -> None:
        """A cell, by its type, style number, formula and value; raises `Refused`."""
        if formula is not None:
            self.formulas.add(at)
        if formula is not None and (text is None or (text == "" and kind != "str")):
            # A dependant of a shared formula has no text of its own.
            value: Raw | None = NeverCalculated(f"={formula}" if formula else "")
        elif text is None:
            return
        elif kind == "s":
            value = self._shared(text)
        elif kind == "n":
            value = self._number(at, text, style)
        else:
            value = _typed(kind, text)
        if value is None:
            return
        if at in self.values:
            raise damaged()
        self.values[at] = value

    def _shared(self, text: str) -> str | None:
        if not text:
            return None
        try:
            index = int(text)
            if index >= 0:
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
        shown = self.book.styles.get(style)
        if shown is None:
            return number
        moment = dated(number, shown.kind, from_1904=self.book.from_1904)
        if moment is not None:
            return moment
        self.formats[at] = shown.code
        return number

    def merge(self, reference: str) -> None:
        """Merged cells, by their reference; raises `Refused`."""
        self.allowance.take(MERGES, 1)
        first, _, last = reference.partition(":")
        top, left = place(first)
        bottom, right = place(last or first)
        if bottom < top or right < left:
            raise damaged()
        self.merges.append(Area(top, left, bottom, right))

    def hide_columns(self, first: str, last: str) -> None:
        """Hidden columns, by their numbers; raises `Refused`."""
        self.hidden_columns.update(
            range(counted(first, LAST_COLUMN), counted(last, LAST_COLUMN) + 1)
        )


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
