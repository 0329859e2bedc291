"""What a unit wrote into the 修改清单 of a returned copy: 处理情况, by the finding it is about."""

from __future__ import annotations

from collections.abc import Iterator

from validators.checking.our_files import HANDLED, WHOLE
from workbooks.grid import Grid
from workbooks.number_formats.shown import in_full
from workbooks.values.dataclass import dataclass
from workbooks.values.terms import fold

_SHEET, _CELL, _CODE, _HANDLED = map(fold, ("工作表", "单元格", "编号", HANDLED))
_LONGEST = 2_000
"""Signs of an answer; nobody writes more, and each output repeats it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered; `cell` is empty for the whole form, `code` for a cell 读不成."""

    sheet: str
    cell: str
    code: str
    text: str


def answers(grid: Grid) -> Iterator[Answer]:
    """The answers on a 修改清单, which people may have sorted and widened."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), value in sorted(grid.values.items()):
        told = in_full(value, grid.formats.get((row, column), "")).strip()
        rows.setdefault(row, {})[column] = told
    columns: dict[str, int] = {}
    for texts in rows.values():
        if not columns:
            heads = {fold(text): column for column, text in texts.items()}
            if {_SHEET, _CELL, _CODE, _HANDLED} <= heads.keys():
                columns = heads
            continue
        said = texts.get(columns[_HANDLED], "")
        if said:
            cell = texts.get(columns[_CELL], "")
            yield Answer(
                texts.get(columns[_SHEET], ""),
                "" if cell == WHOLE else cell,
                texts.get(columns[_CODE], ""),
                said[:_LONGEST],
            )
