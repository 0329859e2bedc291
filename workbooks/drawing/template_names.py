"""The names of a template's cells and columns, for other formulas and for macros."""

from __future__ import annotations

from typing import Any, assert_never

from workbooks.drawing.layout import MONTH_CELL
from workbooks.drawing.template_formulas import blocks
from workbooks.drawing.template_layout import Prepared
from workbooks.form_kinds import ByKind, kind_of
from workbooks.forms import Cell, Form, MonitoringReport, SelfEvaluation, TargetDeclaration

_HEADS = ("project_name", "supervising_department", "implementing_unit")
_EXECUTION = ("initial_budget", "annual_budget", "executed")
_EVALUATED = ("expected_goal", "actual_outcome", "total_points", "total_score", "rating")
_DECLARED = (
    *("project_nature", "project_category", "start_date", "end_date"),
    *("overall_goal", "annual_goal"),
)
_FIELDS: ByKind[tuple[str, ...]] = {
    "SelfEvaluation": _EVALUATED,
    "TargetDeclaration": _DECLARED,
    "DepartmentEvaluation": _EVALUATED,
    "DepartmentDeclaration": _DECLARED,
    "MonitoringReport": (),
}
_COLUMNS = {
    "category": "jx_categories",
    "subcategory": "jx_subcategories",
    "name": "jx_indicators",
    "target": "jx_targets",
    "actual": "jx_actuals",
    "points": "jx_points",
    "score": "jx_scores",
    "note": "jx_notes",
    "forecast": "jx_forecasts",
    "possibility": "jx_possibilities",
}
_BESIDE = {
    "JX_EVALUATE": "jx_evaluated",
    "JX_CHECKS": "jx_checks",
    "JX_TARGET": "jx_understood",
    "JX_PROGRESS": "jx_lights",
}


def names(prepared: Prepared, *, live: bool) -> dict[str, str]:
    """ASCII names and what they stand for, in absolute addresses without the sheet."""
    form, table = prepared.form, prepared.table
    fields = _FIELDS[kind_of(form).name]
    cells: dict[str, Cell[Any]] = {name: getattr(form, name) for name in (*_HEADS, *fields)}
    cells |= _funds(form)
    found = {f"jx_{name}": cell.address for name, cell in cells.items()}
    found |= {name: table.column(key) for key, name in _COLUMNS.items() if key in table.columns}
    found |= _further(prepared)
    for block in blocks(prepared) if live else ():
        found[_BESIDE[block.function]] = block.span(table)
    return {name: _absolute(place) for name, place in found.items()}


def _further(prepared: Prepared) -> dict[str, str]:
    """What a kind of form has beside its fields."""
    match prepared.form:
        case MonitoringReport():
            return {"jx_month": MONTH_CELL, "jx_overall_goal": prepared.goal}
        case SelfEvaluation() | TargetDeclaration():
            return {}
        case _:
            assert_never(prepared.form)


def _funds(form: Form) -> dict[str, Cell[Any]]:
    """The cells of 项目资金."""
    match form:
        case SelfEvaluation():
            total = form.funding.total
            cells: dict[str, Cell[Any]] = {name: getattr(total, name) for name in _EXECUTION}
            cells |= {"execution_points": total.points, "execution_rate": total.rate}
            return cells | {"execution_score": total.score}
        case TargetDeclaration():
            project, annual = form.funding.project[0], form.funding.annual[0]
            return {"project_funds": project.amount, "annual_funds": annual.amount}
        case MonitoringReport():
            total = form.funding.total
            keys = ("initial_budget", "executed", "forecast")
            money: dict[str, Cell[Any]] = {name: getattr(total, name) for name in keys}
            return money | {"execution_rate": total.rate}
        case _:
            assert_never(form)


def _absolute(place: str) -> str:
    """The same address, fixed.

    >>> _absolute("D13:D72"), _absolute("C3")
    ('$D$13:$D$72', '$C$3')
    """
    return ":".join(f"${corner[0]}${corner[1:]}" for corner in place.split(":"))
