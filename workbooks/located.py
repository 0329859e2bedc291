"""A page together with its edition: where the edition's labels stand, and the cells at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from workbooks import cells, terms
from workbooks.cells import Reader
from workbooks.edition import Edition, known_labels
from workbooks.forms import ABSENT, Cell, State
from workbooks.grid import Position, address
from workbooks.page import Names, Page

T = TypeVar("T")
_TAKEN_APART = 8  # cells looked at: 评分等级 spans five columns, its value three


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
        grid = self.page.grid
        raw, number_format = grid.values.get(where), grid.formats.get(where, "")
        return cells.cell(raw, number_format, reader, label, address(*where))

    def printed(self, position: Position) -> str:
        """A label as printed, on one line."""
        return terms.clean(self.page.text(position)).rstrip(":")

    def head(self, name: str) -> Cell[str]:
        """A heading's value: right of its label, below it, or in the same cell."""
        table = self.edition.heads if name in self.edition.heads else self.edition.below
        return self.beside(table[name], cells.words, below=name in self.edition.below)

    def beside(self, names: Names, reader: Reader[T], *, below: bool = False) -> Cell[T]:
        """The value of a label, wherever it is filled in; absent where there is no such label."""
        label = self.page.find(names)
        if label is None:
            return self._inline(names, reader)
        place = self.page.below(label) if below else self._right_of(label)
        if terms.fold(self.page.text(place)) in self.edition.labels:
            return Cell(State.BLANK, label=self.printed(label), address=address(*label))
        return self.at(place, reader, self.printed(label))

    def _right_of(self, label: Position) -> Position:
        """The cell right of a label, or a text in the few after it.

        Where merged cells were taken apart, a value stands where its label once ended.
        """
        place = self.page.right_of(label)
        row = label[0]
        for column in range(place[1], place[1] + _TAKEN_APART):
            area = self.page.area((row, column))
            if area.left != area.right:
                break
            if text := self.page.text((row, column)):
                known = terms.fold(text) in known_labels() | terms.OTHER_HEADS
                return place if known or text.endswith((":", "：")) else (row, column)
        return place

    def _inline(self, names: Names, reader: Reader[Any]) -> Cell[Any]:
        for name in names:
            if name in self.page.inline:
                place, text = self.page.inline[name]
                return cells.cell(text, "", reader, name, address(*place))
        return ABSENT
