"""The hidden columns of a template, right of all that is printed: lists, law, and a step a column.

They are ours to every reader by their place on a sheet of our template (`workbooks.grid`), never
by what stands in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workbooks.drawing.native_lists import LISTS
from workbooks.drawing.native_scoring import SCORE, Law, placed, steps, worked_out
from workbooks.drawing.template_layout import IndicatorTable
from workbooks.grid import LAW_CELL, OURS_FROM, POLICY_CELL, address

_WORD_ROW = 1
_LOOK = {"font_name": "宋体", "font_charset": 134, "font_size": 9}


def step_cells(law: Law, row: int, own: str) -> dict[str, str]:
    """The cell of each step in a row; the score itself stands in column `own`, for all to see."""
    hidden = [step.key for step in steps(law) if step.key != SCORE]
    cells = {key: f"${address(row, OURS_FROM + number)}" for number, key in enumerate(hidden)}
    return {**cells, SCORE: f"{own}{row}"}


def list_cells() -> dict[str, str]:
    """The cell of each list, fixed."""
    letters = (address(1, OURS_FROM + number)[:-1] for number in range(len(LISTS)))
    return {name: f"${letter}${_WORD_ROW}" for name, letter in zip(LISTS, letters, strict=True)}


def row_formulas(law: Law, table: IndicatorTable, own: str) -> dict[str, str]:
    """The formula of each step in the first row of the table, by key."""
    row = table.first
    typed = {key: table.cell(key, row) for key in ("target", "actual", "points")}
    cells = list_cells() | step_cells(law, row, own) | typed
    return {step.key: placed(step.formula, cells) for step in steps(law)}


def write_law(sheet: Any, policy: str, law: str) -> None:
    """The name of the policy and what it says, for those who read the file again."""
    sheet.write_string(POLICY_CELL, policy)
    sheet.write_string(LAW_CELL, law)


def write_steps(
    book: Any,
    sheet: Any,
    law: Law,
    table: IndicatorTable,
    answers: Sequence[Mapping[str, Any]],
    own: str,
    look: Any,
) -> None:
    """The lists and steps; the column `own` with the scores takes a look of its own."""
    plain = book.add_format(_LOOK)
    for name, cell in list_cells().items():
        sheet.write_string(cell.replace("$", ""), LISTS[name], plain)
    blank = worked_out({"target": "", "actual": "", "points": ""}, law)
    rows = [*answers, *[blank] * (table.last + 1 - table.first - len(answers))]
    count = len(steps(law)) - 1
    sheet.set_column(OURS_FROM - 1, OURS_FROM + max(count, len(LISTS)) - 2, 4, None, {"hidden": 1})
    at = {key: OURS_FROM - 1 + number for number, key in enumerate(step_cells(law, 1, own))}
    for key, formula in row_formulas(law, table, own).items():
        column = ord(own) - ord("A") if key == SCORE else at[key]
        results = [row[key] for row in rows]
        sheet.write_shared(
            table.first - 1, column, formula, results, look if key == SCORE else plain
        )
