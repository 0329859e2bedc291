"""Published forms poured into a blank template, as somebody pastes values into its white cells."""

from __future__ import annotations

from decimal import Decimal

import openpyxl

from workbooks.drawing.template_layout import prepare
from workbooks.forms import MonitoringReport, State, every_cell

_GOALS = ("expected_goal", "actual_outcome", "overall_goal", "annual_goal")
"""Whose place depends on how long they are."""


def pour(form, blank, source, path, *, all_rows=False):
    """Writes the values of a form into the white cells of a blank template at `source`; its texts.

    With `all_rows` the rows of the table that are hidden are shown.
    """
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[0]
    ours, its = prepare(form), prepare(blank)
    moved = {
        getattr(ours.form, name).address: getattr(its.form, name).address
        for name in _GOALS
        if hasattr(ours.form, name)
    }
    if isinstance(ours.form, MonitoringReport):
        moved[ours.goal] = its.goal
    down = its.table.first - ours.table.first
    texts = {}
    for cell in every_cell(ours.form):
        if cell.state is not State.READ or not cell.address or cell.text == "":
            continue
        place = sheet[moved.get(cell.address, cell.address)]
        if place.row >= ours.table.first:
            place = sheet.cell(place.row + down, place.column)
        if place.protection.locked or str(place.value).startswith("="):
            continue
        place.value = float(cell.value) if isinstance(cell.value, Decimal) else cell.text
        if isinstance(place.value, str):
            place.data_type = "s"  # =2.00(次/周) is no formula
        texts[place.coordinate] = cell.text
    for row in sheet.row_dimensions.values() if all_rows else ():
        row.hidden = False
    book.save(path)
    return list(texts.values())
