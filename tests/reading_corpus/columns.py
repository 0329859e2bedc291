"""The indicator table of a layout cut into its columns, and put together again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tests.reading_corpus.layouts import Box, Layout, Line


@dataclass(frozen=True, slots=True)
class Column:
    """One column below the topmost head, or several that share one: a slice of each line."""

    slices: tuple[tuple[Box, ...], ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """What stands in it."""
        return tuple(field for box in self.slices[-1] for field in box.fields)

    @property
    def head(self) -> str:
        """The topmost head."""
        return self.slices[0][0].text


@dataclass(frozen=True, slots=True)
class Table:
    """The lines `first` to `last` of a layout, heads and row, as columns."""

    layout: Layout
    first: int
    columns: tuple[Column, ...]

    def with_columns(self, columns: Sequence[Column]) -> Layout:
        """The layout with these columns instead."""
        lines = list(self.layout.lines)
        for at, slices in enumerate(zip(*(column.slices for column in columns), strict=True)):
            line = lines[self.first + at]
            lines[self.first + at] = replace(line, boxes=tuple(b for s in slices for b in s))
        return replace(self.layout, lines=tuple(lines))

    def index(self, *names: str) -> int | None:
        """The first column that holds one of these."""
        found = (at for at, column in enumerate(self.columns) if set(names) & set(column.fields))
        return next(found, None)

    @property
    def depth(self) -> int:
        """How many lines: heads and the row."""
        return len(self.columns[0].slices)


def tables(layout: Layout, head: str = "#", row: str = "%") -> tuple[Table, ...]:
    """The indicator tables of a layout, or its fund tables ($#, $)."""
    found = []
    for at, line in enumerate(layout.lines):
        if line.sign != row:
            continue
        first = at
        while first and layout.lines[first - 1].sign == head:
            first -= 1
        lines = layout.lines[first : at + 1]
        if len(lines) > 1 and len({one.width for one in lines}) == 1:
            found.append(Table(layout, first, tuple(_columns(lines))))
    return tuple(found)


def first_table(layout: Layout) -> Table | None:
    """The first indicator table, if it has a head."""
    return next(iter(tables(layout)), None)


def column(heads: Sequence[str], field: str, span: int = 1) -> Column:
    """A new column: its heads from top to bottom, and what stands in it."""
    return Column(tuple((Box(text, span),) for text in (*heads, "{" + field + "}")))


def _columns(lines: Sequence[Line]) -> Iterator[Column]:
    cuts = _cuts(lines)
    starts = sorted(cuts)
    for left, right in zip(starts, [*starts[1:], lines[0].width], strict=True):
        yield Column(tuple(tuple(_slice(line, left, right)) for line in lines))


def _cuts(lines: Sequence[Line]) -> set[int]:
    """Where all lines may be cut, and the topmost head begins anew."""
    begins = [_begins(line) for line in lines]
    return begins[0].intersection(*begins[1:])


def _begins(line: Line) -> set[int]:
    found, at = set(), 0
    for box in line.boxes:
        found.add(at)
        at += box.span
    return found


def _slice(line: Line, left: int, right: int) -> Iterator[Box]:
    at = 0
    for box in line.boxes:
        if left <= at < right:
            yield box
        at += box.span
