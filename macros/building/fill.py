"""带入: a form that was read -> the template filled from it, and what was not taken over."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import Any, assert_never

from macros.building import templates
from workbooks.drawing.carried_over import CarriedOver, Why, carried_over, year_after
from workbooks.drawing.template_layout import ROWS
from workbooks.files.open_file import grids
from workbooks.files.refusal import Refusal
from workbooks.forms import (
    Cell,
    DepartmentDeclaration,
    DepartmentEvaluation,
    Form,
    Funding,
    Indicator,
    MonitoringReport,
    SelfEvaluation,
    State,
    TargetDeclaration,
)
from workbooks.reading.read_form import Reading, read_all
from workbooks.values.dataclass import dataclass
from xlfuncs.points_guide import Allotted, allotted
from xlfuncs.policy import Policy


class Unfit(Enum):
    """Why no self-evaluation was made of a form."""

    DEPARTMENT = "department"
    MONITORING = "monitoring"
    TOO_MANY = "too-many"
    NOT_THE_SAME = "not-the-same"
    """What was written says something else when it is read back: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The bytes of an .xlsx, and all that there is to tell of how it came to be."""

    content: bytes
    source: SelfEvaluation | TargetDeclaration
    carried: CarriedOver
    form: SelfEvaluation
    points: Allotted
    policy: Policy

    @property
    def year(self) -> int | None:
        """The year of the new form."""
        return self.form.fiscal_year.value

    @property
    def unreadable(self) -> tuple[Cell[Any], ...]:
        """The cells that should have been taken over and could not be read."""
        return tuple(cell for cell, why in self.carried.left if why is Why.UNREADABLE)


def filled(
    reading: Reading, policy: Policy, policy_name: str | None = None, year: int | None = None
) -> Filled | Unfit:
    """A self-evaluation from a form; `policy_name` is what the user called the policy, if he did.

    `year` None is the form's own year, or the next one after an evaluation.
    """
    source = _source(reading.form)
    if isinstance(source, Unfit):
        return source
    if len(source.indicators) > ROWS:
        return Unfit.TOO_MANY
    year = year_after(source) if year is None else year
    carried = carried_over(source, year, policy.execution_points)
    points = allotted(source.indicators, policy)
    form = carried.with_points(points.points)
    name = policy_name or reading.edition.policy
    content = templates.package(form, ".xlsx", name)
    if not _says_the_same(content, form):
        return Unfit.NOT_THE_SAME
    return Filled(content, source, carried, form, points, policy)


def _source(form: Form) -> SelfEvaluation | TargetDeclaration | Unfit:
    """A form about a project."""
    match form:
        case DepartmentEvaluation() | DepartmentDeclaration():  # which are of a project's kind too
            return Unfit.DEPARTMENT
        case SelfEvaluation() | TargetDeclaration():
            return form
        case MonitoringReport():
            return Unfit.MONITORING
        case _:
            assert_never(form)


def _says_the_same(content: bytes, form: SelfEvaluation) -> bool:
    sheets = grids(content)
    if isinstance(sheets, Refusal):
        return False
    read = [one for sheet in sheets for one in read_all(sheet) if isinstance(one, Reading)]
    return [_said(one.form) for one in read] == [_said(form)]


def _said(form: Form) -> tuple[object, ...]:
    """All that was taken over, as Excel keeps it; of a declaration nothing, for none is written."""
    match form:
        case SelfEvaluation():
            heads = (form.project_name, form.supervising_department, form.implementing_unit)
            return (
                form.fiscal_year.value,
                *(cell.text for cell in (*heads, form.expected_goal)),
                *_funds(form.funding),
                *(_row(row) for row in form.indicators),
            )
        case TargetDeclaration() | MonitoringReport():
            return ()
        case _:
            assert_never(form)


def _funds(funding: Funding) -> list[object]:
    """The lines, and the total that is written or, where none is, added up by the formula."""
    lines = [(part.kind, _figure(part.initial_budget)) for part in funding.parts]
    known = [value for _, value in lines if value is not None]
    total = _figure(funding.total.initial_budget)
    return [*lines, sum(known) if known and total is None else total]


def _row(row: Indicator) -> tuple[object, ...]:
    texts = (row.name.text, row.target.text)
    return (row.category.value, row.subcategory.value, *texts, _figure(row.points))


def _figure(cell: Cell[Decimal]) -> float | None:
    return float(cell.value) if cell.state is State.READ and cell.value is not None else None
