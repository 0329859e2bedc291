"""The hidden columns of a template, right of all that is printed: lists, law, and a step a column.

They are ours to every reader by their place on a sheet of our template (`workbooks.grid`), never
by what stands in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol

from workbooks.drawing.calculator import Value
from workbooks.drawing.native_lists import LISTS
from workbooks.drawing.native_scoring import Step, placed, worked_out
from workbooks.drawing.template_layout import IndicatorTable
from workbooks.grid import LAW_CELL, OURS_FROM, POLICY_CELL, address
from workbooks.values.dataclass import dataclass, field

_WORD_ROW = 1
_LOOK = {"font_name": "宋体", "font_charset": 134, "font_size": 9}


@dataclass(frozen=True, slots=True)
class Native:
    """Formulas that decide each row by themselves: their steps, the last of them in column `own`.

    `fixed` are the cells beside the table that they ask, by key; `blank` is what the cells of an
    empty row hold, and these.
    """

    steps: tuple[Step, ...]
    own: str
    blank: Mapping[str, Value]
    fixed: Mapping[str, str] = field(default_factory=dict)

    def cells(self, row: int) -> dict[str, str]:
        """The cell of each step in a row; the last one stands where all can see it."""
        hidden = [step.key for step in self.steps[:-1]]
        cells = {key: f"${address(row, OURS_FROM + number)}" for number, key in enumerate(hidden)}
        return {**cells, self.steps[-1].key: f"{self.own}{row}"}

    def formulas(self, table: IndicatorTable) -> dict[str, str]:
        """The formula of each step in the first row of the table, by key."""
        typed = {key: table.cell(key, table.first) for key in table.columns}
        cells = {**list_cells(), **self.cells(table.first), **typed, **self.fixed}
        return {step.key: placed(step.formula, cells) for step in self.steps}


def list_cells() -> dict[str, str]:
    """The cell of each list, fixed."""
    letters = (address(1, OURS_FROM + number)[:-1] for number in range(len(LISTS)))
    return {name: f"${letter}${_WORD_ROW}" for name, letter in zip(LISTS, letters, strict=True)}


def write_law(sheet: Any, policy: str, law: str) -> None:
    """The name of the policy and what it says, for those who read the file again."""
    sheet.write_string(POLICY_CELL, policy)
    sheet.write_string(LAW_CELL, law)


def write_steps(
    book: Any,
    sheet: Any,
    native: Native,
    table: IndicatorTable,
    answers: Sequence[Mapping[str, Any]],
    look: Any,
) -> None:
    """The lists and steps; the column that all see takes a look of its own."""
    plain = book.add_format(_LOOK)
    for name, cell in list_cells().items():
        sheet.write_string(cell.replace("$", ""), LISTS[name], plain)
    blank = worked_out(native.blank, native.steps)
    rows = [*answers, *[blank] * (table.last + 1 - table.first - len(answers))]
    wide = max(len(native.steps) - 1, len(LISTS))
    sheet.set_column(OURS_FROM - 1, OURS_FROM + wide - 2, 4, None, {"hidden": 1})
    shown = native.steps[-1].key
    for (key, formula), cell in zip(
        native.formulas(table).items(), native.cells(table.first).values(), strict=True
    ):
        _, column = xl_cell_to_rowcol(cell)
        results = [row[key] for row in rows]
        own = look if key == shown else plain
        sheet.write_shared(table.first - 1, column, formula, results, own)
