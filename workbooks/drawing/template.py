"""A form as a template workbook: the official sheet, with formulas, locked but for its inputs.

The same boxes as `drawing`'s, so that a filled template reads and prints like the plain form.
"""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from workbooks.drawing.boxes import Box, Style
from workbooks.drawing.draw_form import CREATED, LOOKS, options, set_up_page, write
from workbooks.drawing.stored_results import AnsweredSheet
from workbooks.drawing.template_beside import draw_beside
from workbooks.drawing.template_colours import signs
from workbooks.drawing.template_formulas import Answers, Method, formulas, kept, stored
from workbooks.drawing.template_guide import draw_guide, guide
from workbooks.drawing.template_inputs import TEXT, inputs
from workbooks.drawing.template_layout import Prepared, prepare
from workbooks.drawing.template_names import names
from workbooks.form_kinds import kind_of
from workbooks.forms import Form
from workbooks.grid import PROPERTIES
from workbooks.patching.sheet_references import place
from workbooks.reading.read_form import TEMPLATE_VERSION

_ROWS = {"default_row_height": 25}  # pixels, 18.75 points: a row that is still empty
_CALCULATED_BY = 191029  # a current Excel: it keeps stored results until somebody edits
# Rows may be shown and hidden, cells marked and commented on; template_layout says why none are
# inserted.
_PROTECTION = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "objects": True,
}


def template(form: Form, answers: Answers, method: Method, *, live: bool) -> bytes:
    """The bytes of an .xlsx, the same for the same form.

    `live` ones have the add-in's functions beside the table, for a workbook to which a VBA project
    with these functions is added. Raises ValueError for more indicators than there is room for.
    """
    stream, prepared = BytesIO(), prepare(form)
    with xlsxwriter.Workbook(stream, options() | _ROWS) as book:
        _describe(book, form)
        sheet = book.add_worksheet(prepared.layout.sheet, worksheet_class=AnsweredSheet)
        _size(book, sheet, prepared)
        looks = _Looks(book, prepared)
        for box in prepared.layout.boxes:
            write(sheet, box, looks.of(box))
        for formula, cell in formulas(prepared, answers, method, live=live):
            if kept(formula, cell):
                look = looks.at(formula.cell, formula.format)
                sheet.write_formula(formula.cell, formula.text, look, stored(formula.answer))
        draw_beside(book, sheet, prepared, answers, method, live=live)
        _guide_filling(book, sheet, prepared, method.law.total_points, live=live)
        _name(book, prepared, live=live)
        set_up_page(sheet, prepared.layout)
        # The names of the indicators stay in view beside 检查. Rows cannot: the goals above the
        # table alone are as high as a screen.
        if kind_of(form).scored or kind_of(form).to_date:
            sheet.freeze_panes(0, xl_cell_to_rowcol(f"{prepared.table.columns['name']}1")[1] + 1)
        sheet.protect("", _PROTECTION)
        draw_guide(book, guide(kind_of(form), method, live=live))
        _code_names(book)
    return stream.getvalue()


def _describe(book: Any, form: Form) -> None:
    book.set_properties({"title": form.title.text, "created": CREATED})
    for name, value in zip(PROPERTIES, (form.edition, str(TEMPLATE_VERSION)), strict=True):
        book.set_custom_property(name, value)
    book.set_calc_mode("auto", _CALCULATED_BY)
    book.calc_on_load = False


def _code_names(book: Any) -> None:
    """What the modules of a VBA project are called that belong to the book and its sheets."""
    book.set_vba_name("ThisWorkbook")
    for number, sheet in enumerate(book.worksheets(), 1):
        sheet.set_vba_name(f"Sheet{number}")


def _size(book: Any, sheet: Any, prepared: Prepared) -> None:
    """Widths and heights; rows that hold or wait for a text grow with it."""
    layout, growing = prepared.layout, prepared.growing
    sheet.growing = {row - 1 for row in growing}
    for column, width in enumerate(layout.widths):
        sheet.set_column(column, column, width)
    for row, height in layout.heights.items():
        empty = row in growing and not (prepared.rows and row < prepared.unused.start)
        hidden = {"hidden": True} if row in prepared.unused else {}
        sheet.set_row(row - 1, None if empty else height, None, hidden)
    for row, size in growing.items():
        strut = book.add_format({**LOOKS[Style.VALUE], "border": 0, "font_size": size})
        sheet.write_blank(row - 1, len(layout.widths), None, strut)


class _Looks:
    """The formats of a book, each made once; what may be filled in is unlocked."""

    def __init__(self, book: Any, prepared: Prepared) -> None:
        self.book = book
        self.made: dict[tuple[Any, ...], Any] = {}
        table = prepared.table
        self.boxes = {(b.area.top - 1, b.area.left - 1): b for b in prepared.layout.boxes}
        self.inputs = _input_formats(prepared)
        spans = (table.column("category"), table.column("subcategory"))
        self.groups = frozenset(place for span in spans for place in _places(span))
        self.joined = _joined(prepared)

    def at(self, cell: str, shown: str) -> Any:
        """The look of a formula: that of its box, and its own number format if that has none."""
        place = xl_cell_to_rowcol(cell)
        return self._look(self.boxes[place], place, shown)

    def of(self, box: Box) -> Any:
        """The look of a box."""
        place = (box.area.top - 1, box.area.left - 1)
        return self._look(box, place, self.inputs.get(place, ""))

    def _look(self, box: Box, place: tuple[int, int], shown: str) -> Any:
        shown = box.format or shown
        open_side = self.joined.get(place)
        key = (box.style, shown, place in self.inputs, place in self.groups, open_side)
        if key not in self.made:
            look = {**LOOKS[box.style], "locked": place not in self.inputs}
            if shown:
                look["num_format"] = shown
            if place in self.groups:
                look |= {"top": 0, "bottom": 0}  # drawn by a sign where a group begins
            if open_side:
                look |= {open_side: 0}
            self.made[key] = self.book.add_format(look)
        return self.made[key]


def _joined(prepared: Prepared) -> dict[tuple[int, int], str]:
    """The cells of 三级指标 and those right of them that look like one, with the side between."""
    table = prepared.table
    name, target = (xl_cell_to_rowcol(f"{table.columns[key]}1")[1] for key in ("name", "target"))
    rows = range(table.first - 1, table.last)
    if target - name == 1:
        return {}
    return {(row, name): "right" for row in rows} | {(row, name + 1): "left" for row in rows}


def _places(span: str) -> list[tuple[int, int]]:
    """The cells of a range, as XlsxWriter counts."""
    first, _, last = span.partition(":")
    (top, left), (bottom, right) = xl_cell_to_rowcol(first), xl_cell_to_rowcol(last or first)
    return [(row, col) for row in range(top, bottom + 1) for col in range(left, right + 1)]


def _input_formats(prepared: Prepared) -> dict[tuple[int, int], str]:
    return {place: e.format for e in inputs(prepared) for place in _places(e.cells)}


def _guide_filling(
    book: Any, sheet: Any, prepared: Prepared, whole: Decimal, *, live: bool
) -> None:
    """What Excel suggests, asks, and shows by colour."""
    for entry in inputs(prepared):
        if entry.rule:
            sheet.data_validation(entry.cells, dict(entry.rule))
    texts = " ".join(entry.cells for entry in inputs(prepared) if entry.format == TEXT)
    figures = " ".join(entry.cells for entry in inputs(prepared) if entry.format != TEXT)
    # Numbers typed as text, and formulas that may be written over, are meant to be so.
    sheet.ignore_errors(
        {"number_stored_as_text": texts, "formula_unlocked": figures, "formula_differs": figures}
    )
    for span, condition, look in signs(prepared, whole, live=live):
        rule = {"type": "formula", "criteria": condition, "format": book.add_format(look)}
        sheet.conditional_format(span, rule)


def _name(book: Any, prepared: Prepared, *, live: bool) -> None:
    for name, cells in names(prepared, live=live).items():
        book.define_name(name, f"={place(prepared.layout.sheet, cells)}")
