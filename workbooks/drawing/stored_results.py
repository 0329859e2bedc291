"""A sheet whose formulas are stored with their results, texts and empty texts as well.

XlsxWriter stores an empty text as no result at all, and a reader would call such a formula never
calculated; and it fills the range of an array formula with zeroes.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from workbooks.values.named_tuple import NamedTuple


class _Text(NamedTuple):
    """A cell inside the range of an array formula, whose result is a text."""

    text: str
    format: Any


class _Shared(NamedTuple):
    """A cell of a formula that a column shares; only the first one holds its text."""

    formula: str
    span: str
    number: int
    result: Any
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

    def write_shared(
        self, top: int, column: int, formula: str, results: Sequence[Any], look: Any
    ) -> None:
        """One formula down a column, written out once, with the result of each row."""
        self.shared_formulas = number = getattr(self, "shared_formulas", -1) + 1
        span = xl_range(top, column, top + len(results) - 1, column)
        for row, result in enumerate(results, top):
            text = formula.removeprefix("=") if row == top else ""
            # As for any other cell: what XlsxWriter counts as used.
            self.write_blank(row, column, None, look)
            self.table[row][column] = _Shared(text, span, number, result, look)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if isinstance(cell, _Shared):
            self._write_shared(row, col, cell)
        elif isinstance(cell, _Text):
            self._write_text(row, col, cell.format, cell.text)
        elif type(cell).__name__ == "Formula" and cell.value == "":
            self._write_text(row, col, cell.format, "", cell.formula)
        else:
            super()._write_cell(row, col, cell)

    def _write_shared(self, row: int, col: int, cell: _Shared) -> None:
        kinds = {bool: "b", str: "str", float: "n"}
        kind = kinds.get(type(cell.result), "e")
        attributes = [("r", xl_rowcol_to_cell(row, col)), ("s", cell.format._get_xf_index())]
        self._xml_start_tag("c", [*attributes, ("t", kind)])
        shared = [("t", "shared"), *([("ref", cell.span)] if cell.formula else [])]
        self._xml_data_element("f", cell.formula, [*shared, ("si", str(cell.number))])
        self._write_cell_value(
            {"e": "#VALUE!", "b": int(cell.result is True)}.get(kind, cell.result)
        )
        self._xml_end_tag("c")

    def _write_text(self, row: int, col: int, look: Any, text: str, formula: str = "") -> None:
        place = xl_rowcol_to_cell(row, col)
        attributes = [("r", place), ("s", look._get_xf_index()), ("t", "str")]
        self._xml_start_tag("c", attributes)
        if formula:
            self._xml_data_element("f", formula)
        self._write_cell_value(text)
        self._xml_end_tag("c")
