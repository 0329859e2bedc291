"""How the rows of a copy look: as high as their text needs, without the empty ones of a template.

What a cell says is not touched by it; that is the copy's own affair.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from workbooks.drawing.boxes import height_needed
from workbooks.forms import Form, MonitoringReport, SelfEvaluation, TargetDeclaration
from workbooks.grid import Area, Grid, position
from workbooks.values.named_tuple import NamedTuple

_TALLEST = 409.0
_USUAL = 54.0  # points of a column that says nothing
_ROWS = 60


class RowLooks(NamedTuple):
    """New heights of rows, in points, and rows that are not shown."""

    heights: dict[int, float]
    left_out: frozenset[int]


def row_looks(grid: Grid, forms: Sequence[Form], last: int) -> RowLooks:
    """What is to be changed on a sheet of which columns up to `last` go over."""
    heights = fitting(grid, forms)
    empty = (row for form in forms if form.template for row in _empty(grid, form, last))
    return RowLooks(heights, frozenset(empty) - grid.hidden_rows)


def fitting(grid: Grid, forms: Sequence[Form]) -> dict[int, float]:
    """The heights, in points, that rows need whose text cannot be seen whole."""
    heights: dict[int, float] = {}
    for form in forms:
        for row in form.sight.cut_rows:
            heights |= _fitted(grid, row)
    return heights


def _fitted(grid: Grid, row: int) -> dict[int, float]:
    """The rows of the merged or single cells that begin in a row, as high as these need."""
    heights: dict[int, float] = {}
    merged = {(area.top, area.left): area for area in grid.merges}
    for at, value in grid.values.items():
        if at[0] != row or not isinstance(value, str):
            continue
        area = merged.get(at, Area(*at, *at))
        columns = range(area.left, area.right + 1)
        width = sum(grid.room.widths.get(column, _USUAL) for column in columns)
        rows = range(area.top, area.bottom + 1)
        held = {one: heights.get(one, grid.room.heights.get(one, 0.0)) for one in rows}
        missing = height_needed(value, width) - sum(held.values())
        if missing > 0:
            each = missing / len(rows)
            heights |= {one: min(high + each, _TALLEST) for one, high in held.items()}
    return heights


def _empty(grid: Grid, form: Form, last: int) -> list[int]:
    """The rows of a template's table below the last indicator that hold nothing."""
    rows = [position(row.name.address)[0] for row in form.indicators if row.name.address]
    if not rows:
        return []
    end = min(rows) + _ROWS
    match form:
        case SelfEvaluation():
            end = position(form.total_score.address)[0] if form.total_score.address else end
        case TargetDeclaration() | MonitoringReport():
            pass
        case _:
            assert_never(form)
    held = {row for (row, column), value in grid.values.items() if value != "" and column <= last}
    return [row for row in range(max(rows) + 1, end) if row not in held]
