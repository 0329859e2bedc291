"""One form's rows of a grid, seen by label: merged cells carried, labels found anywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from workbooks.form_kinds import FormKind, OtherKind, kind_named
from workbooks.grid import Area, Grid, Position
from workbooks.number_formats.shown import in_full
from workbooks.values import terms

Names = tuple[str, ...]
"""Folded spellings of one label."""
Table = Mapping[str, Names]
"""Form fields and the labels they are printed under."""

_LONGEST_LABEL = 40


@dataclass(frozen=True)
class Page:
    """Rows `top` to `bottom` of a grid, and columns `left` to `right`: the place of one form."""

    grid: Grid
    top: int
    bottom: int
    left: int = 1
    right: int = 16384

    @cached_property
    def texts(self) -> Mapping[Position, str]:
        """Every cell of the page that shows something, stripped, in reading order."""
        values, formats = self.grid.values, self.grid.formats
        top, bottom, left, right = self.top, self.bottom, self.left, self.right
        found = {}
        for position in sorted(values):
            row, column = position
            if top <= row <= bottom and left <= column <= right:
                raw = values[position]
                code = formats.get(position, "") if formats else ""
                said = raw if isinstance(raw, str) and not code else in_full(raw, code)
                if text := said.strip():
                    found[position] = text
        return found

    @cached_property
    def labels(self) -> Mapping[str, tuple[Position, ...]]:
        """Folded short texts and where they stand, in reading order."""
        found: dict[str, list[Position]] = {}
        for position, text in self.texts.items():
            if len(text) <= _LONGEST_LABEL:
                found.setdefault(terms.fold(text), []).append(position)
        return {label: tuple(places) for label, places in found.items()}

    @cached_property
    def inline(self) -> Mapping[str, tuple[Position, str]]:
        """Folded labels that share a cell with what is filled in, and that: 项目名称：示例项目."""
        found: dict[str, tuple[Position, str]] = {}
        for position, text in self.texts.items():
            if ":" in text or "：" in text:  # few have one, and to ask each costs more than to look
                for label, value in terms.labelled(text):
                    found.setdefault(label, (position, value))
        return found

    @cached_property
    def _merged(self) -> Mapping[Position, Area]:
        covered: dict[Position, Area] = {}
        last = max((column for _, column in self.texts), default=1)
        for area in self.grid.merges:
            for row in range(max(area.top, self.top), min(area.bottom, self.bottom) + 1):
                for column in range(area.left, min(area.right, last + 1) + 1):
                    covered[row, column] = area
        return covered

    def area(self, position: Position) -> Area:
        """The merged cells around a position, or the one cell."""
        row, column = position
        return self._merged.get(position) or Area(row, column, row, column)

    def _last_row(self, position: Position) -> int:
        area = self._merged.get(position)
        return area.bottom if area else position[0]

    @cached_property
    def anchors(self) -> Mapping[Position, Position]:
        """The upper left corner of each merged cell of the page."""
        return {place: (area.top, area.left) for place, area in self._merged.items()}

    def anchor(self, position: Position) -> Position:
        """Where the value of a position stands: the upper left corner of its merged cells."""
        return self.anchors.get(position, position)

    def text(self, position: Position) -> str:
        """What the (merged) cell at a position shows."""
        return self.texts.get(self.anchor(position), "")

    def right_of(self, position: Position) -> Position:
        """The cell that begins right of the (merged) cell at a position."""
        return self.anchor((position[0], self.area(position).right + 1))

    def below(self, position: Position) -> Position:
        """The cell that begins below the (merged) cell at a position."""
        return self.anchor((self.area(position).bottom + 1, position[1]))

    @cached_property
    def titles(self) -> Mapping[Position, FormKind | OtherKind]:
        """Every text that names a kind of form, in reading order."""
        named = ((place, kind_named(text)) for place, text in self.texts.items())
        return {place: kind for place, kind in named if kind is not None}

    @property
    def title(self) -> Position | None:
        """Where a kind of form is named that can be read."""
        return next((p for p, kind in self.titles.items() if isinstance(kind, FormKind)), None)

    @property
    def title_kind(self) -> FormKind | None:
        """The kind of form that the title names."""
        return next((kind for kind in self.titles.values() if isinstance(kind, FormKind)), None)

    def places(self, names: Collection[str]) -> Iterator[Position]:
        """Where any of the folded labels stands, the first name first, in reading order."""
        for name in names:
            yield from self.labels.get(name, ())

    def has(self, names: Collection[str]) -> bool:
        """Whether any of the folded labels stands on the page."""
        return not self.labels.keys().isdisjoint(names)

    def find(self, names: Collection[str]) -> Position | None:
        """The first place of any of the folded labels."""
        for name in names:
            if name in self.labels:
                return self.labels[name][0]
        return None

    def headers(self, table: Table, *keys: str) -> tuple[tuple[int, dict[str, Position]], ...]:
        """Each row that heads a table, with the places of its labels, in reading order.

        A row heads a table when every label of `keys` stands in it or, where a header takes two
        rows, in the row above or below; the row given is the last of the header.
        """
        found = []
        places = {key: tuple(self.places(names)) for key, names in table.items()}
        for row in sorted({row for row, _ in places[keys[0]]}):
            columns = {
                key: min(near, key=lambda place: abs(place[0] - row)) if len(near) > 1 else near[0]
                for key, all_of_it in places.items()
                if (near := [p for p in all_of_it if row - 1 <= p[0] <= row + 1])
            }
            if all(key in columns for key in keys):
                found.append((max(map(self._last_row, columns.values())), columns))
        return tuple(found)
