"""A page together with its edition: where the edition's labels stand, and the cells at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from workbooks.forms import ABSENT, Cell, State
from workbooks.grid import Position, address
from workbooks.reading import cell_readers
from workbooks.reading.cell_readers import Reader
from workbooks.reading.edition import Edition, known_labels
from workbooks.reading.form_area import Names, Page
from workbooks.values import terms

T = TypeVar("T")
_TAKEN_APART = 8  # cells looked at: 评分等级 spans five columns, its value three


def _is_label(text: str) -> bool:
    """Whether a text is what some form prints, and so nobody's value."""
    label = terms.unpointed(terms.fold(text))
    return any(label in known for known in (known_labels(), terms.OTHER_HEADS, terms.GROUP_LABELS))


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
        return cell_readers.cell(raw, number_format, reader, label, address(*where))

    def column(self, header: Position, reader: Reader[T], label: str) -> Callable[[int], Cell[T]]:
        """The cells below a header, by their rows: `at`, where there are very many."""
        anchors, grid, column = self.page.anchors, self.page.grid, header[1]
        values, formats, cell = grid.values, grid.formats, cell_readers.cell

        def cell_in(row: int) -> Cell[T]:
            where = row, column
            where = anchors.get(where, where)
            raw = values.get(where)
            shown = formats.get(where, "") if formats else ""
            return cell(raw, shown, reader, label, address(*where))

        return cell_in

    def printed(self, position: Position) -> str:
        """A label as printed, on one line."""
        return terms.clean(self.page.text(position)).rstrip(":")

    def head(self, name: str) -> Cell[str]:
        """A heading's value: right of its label, below it, or in the same cell.

        Where the layout has the heading and the page does not, it is absent with the label that
        was looked for.
        """
        table = self.edition.heads if name in self.edition.heads else self.edition.below
        found = self.beside(table[name], cell_readers.words, below=name in self.edition.below)
        return found._replace(label=found.label or table[name][0])

    def beside(self, names: Names, reader: Reader[T], *, below: bool = False) -> Cell[T]:
        """The value of a label, wherever it is filled in; absent where there is no such label."""
        label = self.page.find(names)
        if label is None:
            return self._inline(names, reader)
        place = self._below(label) if below else self._right_of(label)
        if _is_label(self.page.text(place)):
            return Cell(State.BLANK, label=self.printed(label), address=address(*label))
        return self.at(place, reader, self.printed(label))

    def _below(self, label: Position) -> Position:
        """The cell below a label, or the one at its right where that is what was filled in.

        Clerks write 预期目标 and 实际完成情况 below each other and the words beside them; then the
        next label stands below, or a cell of other columns, or nothing.
        """
        place, right = self.page.below(label), self.page.right_of(label)
        said, beside = self.page.text(place), self.page.text(right)
        own = said and not _is_label(said) and place[1] == label[1]
        return right if not own and beside and not _is_label(beside) else place

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
                other = _is_label(text) or text.endswith((":", "："))
                return place if other else (row, column)
        return place

    def _inline(self, names: Names, reader: Reader[Any]) -> Cell[Any]:
        for name in names:
            if name in self.page.inline:
                place, text = self.page.inline[name]
                return cell_readers.cell(text, "", reader, name, address(*place))
        return ABSENT
