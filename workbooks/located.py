"""A page together with its edition: where the edition's labels stand, and the cells at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from workbooks import cells, terms
from workbooks.cells import Reader
from workbooks.edition import Edition, Names
from workbooks.forms import ABSENT, Cell, State
from workbooks.grid import Position, address
from workbooks.page import Page

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Located:
    """One form's page, seen through the words of its edition."""

    page: Page
    edition: Edition

    def at(self, position: Position | None, reader: Reader[T], label: str) -> Cell[T]:
        """The cell at a position, or an absent one."""
        if position is None:
            return ABSENT
        where = self.page.anchor(position)
        raw = self.page.grid.values.get(where)
        read = cells.cell(raw, self.page.grid.formats.get(where, ""), reader)
        return cells.placed(read, label, address(*where))

    def printed(self, position: Position) -> str:
        """A label as printed, on one line."""
        return terms.clean(self.page.text(position)).rstrip(":")

    def head(self, name: str) -> Cell[str]:
        """A heading's value, right of its label or below it."""
        right = name in self.edition.heads
        names = (self.edition.heads if right else self.edition.below)[name]
        label = self.page.find(names)
        if label is None:
            return ABSENT
        place = self.page.right_of(label) if right else self.page.below(label)
        if terms.fold(self.page.text(place)) in self.edition.labels:
            return Cell(State.BLANK, label=self.printed(label), address=address(*label))
        return self.at(place, cells.words, self.printed(label))

    def headers(
        self, table: Mapping[str, Names], *keys: str
    ) -> tuple[tuple[int, dict[str, Position]], ...]:
        """Each row that heads a table, with the places of its labels, in reading order.

        A row heads a table when every label of `keys` stands in it or, where a header takes two
        rows, in the row above or below; the row given is the last of the header.
        """
        found = []
        for row, _ in sorted(self.page.places(table[keys[0]])):
            columns = {
                key: min(near, key=lambda place: abs(place[0] - row))
                for key, names in table.items()
                if (near := [p for p in self.page.places(names) if abs(p[0] - row) <= 1])
            }
            if all(key in columns for key in keys):
                found.append((max(place[0] for place in columns.values()), columns))
        return tuple(found)
