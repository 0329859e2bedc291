"""The names of a template's cells and columns, for other formulas and for macros."""

from __future__ import annotations

from typing import Any

from workbooks.drawing.template_formulas import blocks
from workbooks.drawing.template_layout import Prepared
from workbooks.forms import Cell, SelfEvaluation

_HEADS = ("project_name", "supervising_department", "implementing_unit")
_EVALUATION = ("expected_goal", "actual_outcome", "total_points", "total_score", "rating")
_EXECUTION = ("initial_budget", "annual_budget", "executed")
_DECLARATION = ("project_nature", "project_category", "start_date", "end_date")
_GOALS = ("overall_goal", "annual_goal")
_COLUMNS = {
    "category": "jx_categories",
    "subcategory": "jx_subcategories",
    "name": "jx_indicators",
    "target": "jx_targets",
    "actual": "jx_actuals",
    "points": "jx_points",
    "score": "jx_scores",
    "note": "jx_notes",
}
_BESIDE = {"JX_EVALUATE": "jx_evaluated", "JX_CHECKS": "jx_checks", "JX_TARGET": "jx_understood"}


def names(prepared: Prepared, *, live: bool) -> dict[str, str]:
    """ASCII names and what they stand for, in absolute addresses without the sheet."""
    form, table = prepared.form, prepared.table
    fields = _EVALUATION if isinstance(form, SelfEvaluation) else (*_DECLARATION, *_GOALS)
    cells: dict[str, Cell[Any]] = {name: getattr(form, name) for name in (*_HEADS, *fields)}
    if isinstance(form, SelfEvaluation):
        total = form.funding.total
        cells |= {name: getattr(total, name) for name in _EXECUTION}
        cells |= {"execution_points": total.points, "execution_rate": total.rate}
        cells |= {"execution_score": total.score}
    else:
        cells |= {"project_funds": form.funding.project[0].amount}
        cells |= {"annual_funds": form.funding.annual[0].amount}
    found = {f"jx_{name}": cell.address for name, cell in cells.items()}
    found |= {name: table.column(key) for key, name in _COLUMNS.items() if key in table.columns}
    for block in blocks(prepared) if live else ():
        found[_BESIDE[block.function]] = block.span(table)
    return {name: _absolute(place) for name, place in found.items()}


def _absolute(place: str) -> str:
    """The same address, fixed.

    >>> _absolute("D13:D72"), _absolute("C3")
    ('$D$13:$D$72', '$C$3')
    """
    return ":".join(f"${corner[0]}${corner[1:]}" for corner in place.split(":"))
