"""A sheet whose formulas are stored with their results, texts and empty texts as well.

XlsxWriter stores an empty text as no result at all, and a reader would call such a formula never
calculated; and it fills the range of an array formula with zeroes.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet


class _Text(NamedTuple):
    """A cell inside the range of an array formula, whose result is a text."""

    text: str
    format: Any


class AnsweredSheet(Worksheet):  # type: ignore[misc]
    """A worksheet with results of every kind, and with rows that Excel may still fit to their text.

    XlsxWriter marks every height that it writes as set by hand, and such rows never grow.
    """

    growing: Container[int] = ()
    """Rows, counted from 0, whose height is what their text takes now."""

    def write_array(
        self, span: tuple[int, int, int, int], formula: str, looks: list[Any], results: Any
    ) -> None:
        """An array formula over a range, with rows of results, one look per column.

        Raises ValueError when the results are not as many as the range has cells.
        """
        top, left, bottom, right = span
        self.write_array_formula(*span, formula, looks[0], results[0][0])
        for row, line in zip(range(top, bottom + 1), results, strict=True):
            for column, look, result in zip(range(left, right + 1), looks, line, strict=True):
                if (row, column) == (top, left):
                    continue
                if isinstance(result, str):
                    self.table[row][column] = _Text(result, look)
                else:
                    self.write_number(row, column, result, look)

    def _write_row(self, row: int, *arguments: Any, **named: Any) -> None:
        self._grows = row in self.growing
        super()._write_row(row, *arguments, **named)

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        super()._xml_start_tag_unencoded(tag, self._own(tag, attributes))

    def _xml_empty_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        super()._xml_empty_tag_unencoded(tag, self._own(tag, attributes))

    def _own(self, tag: str, attributes: Any) -> Any:
        if tag != "row" or not self._grows:
            return attributes
        return [one for one in attributes if one[0] != "customHeight"]

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if isinstance(cell, _Text):
            self._write_text(row, col, cell.format, cell.text)
        elif type(cell).__name__ == "Formula" and cell.value == "":
            self._write_text(row, col, cell.format, "", cell.formula)
        else:
            super()._write_cell(row, col, cell)

    def _write_text(self, row: int, col: int, look: Any, text: str, formula: str = "") -> None:
        place = f"{chr(ord('A') + col)}{row + 1}"
        attributes = [("r", place), ("s", look._get_xf_index()), ("t", "str")]
        self._xml_start_tag("c", attributes)
        if formula:
            self._xml_data_element("f", formula)
        self._write_cell_value(text)
        self._xml_end_tag("c")
