"""A reviewer at work: opens a 复核表 in another program, fills in some cells, and saves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.formula.translate import Translator

from macros.cli import main
from macros.commands.demo import SPOILED
from workbooks.drawing.draw_form import draw
from workbooks.forms import SelfEvaluation

HEADS = 3
"""The row of the headings."""

DAY = date(2025, 3, 1)


def form(ending: str) -> SelfEvaluation:
    """A published form, spoiled in one place."""
    _, spoiled_form = SPOILED[ending]()
    return spoiled_form


def spoiled(folder: Path, *endings: str) -> None:
    """Published forms, each spoiled in one place, by what was done to them."""
    folder.mkdir(parents=True, exist_ok=True)
    for ending in endings or SPOILED:
        draw(form(ending), folder / f"{ending}.xlsx")


def review_of(folder: Path, path: Path, *words: object) -> Any:
    """The 复核表 of a folder, as `jixiao review` makes it, opened."""
    assert main(["review", str(folder), "-o", str(path), *map(str, words)]) == 0
    return openpyxl.load_workbook(path)


def lines(sheet: Any) -> Iterator[dict[str, Any]]:
    """The rows below the headings, their cells by heading."""
    heads = ["".join(str(cell.value).split()) for cell in sheet[HEADS]]
    for row in sheet.iter_rows(min_row=HEADS + 1):
        yield dict(zip(heads, row, strict=True))


def line(sheet: Any, **wanted: Any) -> dict[str, Any]:
    """The one row in which these cells say so."""
    (found,) = [
        row for row in lines(sheet) if all(row[head].value == w for head, w in wanted.items())
    ]
    return found


def put(row: dict[str, Any], **values: Any) -> None:
    """Fill in some cells of a row."""
    for head, value in values.items():
        row[head].value = value


def accept(row: dict[str, Any], reason: str = "经核实，情况属实") -> None:
    """Accept a finding as it should be done."""
    put(row, 核准="是", 理由=reason, 核准人="审核员", 日期=DAY)


def sort(sheet: Any, order: Callable[[list[Any]], Any]) -> None:
    """Sort whole rows, hidden columns and all; formulas look at their new row, as in Excel."""
    below = list(sheet.iter_rows(min_row=HEADS + 1))
    rows = [[(cell.value, cell.data_type, cell.coordinate) for cell in row] for row in below]
    rows.sort(key=lambda row: order([value for value, _, _ in row]))
    for row, sorted_row in zip(below, rows, strict=True):
        for cell, (value, kind, before) in zip(row, sorted_row, strict=True):
            if kind == "f":
                value = Translator(value, origin=before).translate_formula(cell.coordinate)
            # openpyxl would take the text =100.00(%) for a formula, which Excel does not.
            cell.value, cell.data_type = value, kind
