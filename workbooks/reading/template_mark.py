"""How a workbook tells that it was made from one of our blank forms, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, assert_never

from workbooks.forms import (
    Cell,
    Form,
    FundKind,
    OwnTemplate,
    SelfEvaluation,
    State,
    TargetDeclaration,
)
from workbooks.grid import Grid, position

VERSION = 2
"""Of the templates; raised when older ones should be replaced."""


def own_template(grid: Grid, form: Form) -> OwnTemplate | None:
    """What is left of our blank form in a form; None where it was made from no such form."""
    template = grid.template
    if template is None or template.edition != form.edition:
        return None
    if (version := template.number) is None:
        return None
    written_over = (
        cell.address
        for cell in _computed(form)
        if cell.state is State.READ and position(cell.address) not in grid.formulas
    )
    return OwnTemplate(version, tuple(written_over), template.policy, template.law)


def _computed(form: Form) -> Iterator[Cell[Any]]:
    """The cells that a template computes; 得分 is not among them, which may be marked lower."""
    match form:
        case SelfEvaluation():
            total = form.funding.total
            yield from (total.initial_budget, total.annual_budget, total.executed)
            yield from (total.rate, total.score, form.total_score, form.rating)
        case TargetDeclaration():
            funds = (*form.funding.project, *form.funding.annual)
            yield from (fund.amount for fund in funds if fund.kind is FundKind.TOTAL)
        case _:
            assert_never(form)
