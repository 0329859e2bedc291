"""带入: a form that was read -> the template filled from it, and what was not taken over."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from typing import Any, assert_never

from macros.building import templates
from workbooks.drawing.carried_over import (
    CarriedOver,
    CarriedToMonitoring,
    Why,
    carried_over,
    carried_to_monitoring,
    year_after,
)
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
    """Why no form was made of another one."""

    ANOTHER_KIND = "another-kind"
    DEPARTMENT = "department"
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


@dataclass(frozen=True, slots=True)
class Monitored:
    """The bytes of an .xlsx with a monitoring report, and all that there is to tell of it."""

    content: bytes
    source: TargetDeclaration
    carried: CarriedToMonitoring
    policy: Policy

    @property
    def form(self) -> MonitoringReport:
        """The new form."""
        return self.carried.form


def unreadable(left: Sequence[tuple[Cell[Any], Why]]) -> tuple[Cell[Any], ...]:
    """The cells that should have been taken over and could not be read."""
    return tuple(cell for cell, why in left if why is Why.UNREADABLE)


def monitored(
    reading: Reading, policy: Policy, month: int, policy_name: str | None = None
) -> Monitored | Unfit:
    """A monitoring report to a month from a declaration; `policy_name` as for `filled`."""
    match reading.form:
        case DepartmentEvaluation() | DepartmentDeclaration():
            return Unfit.DEPARTMENT
        case TargetDeclaration():
            source = reading.form
        case SelfEvaluation() | MonitoringReport():
            return Unfit.ANOTHER_KIND
        case _:
            assert_never(reading.form)
    if len(source.indicators) > ROWS:
        return Unfit.TOO_MANY
    carried = carried_to_monitoring(source, month)
    content = templates.package(carried.form, ".xlsx", policy_name or reading.edition.policy)
    if not _says_the_same(content, carried.form):
        return Unfit.NOT_THE_SAME
    return Monitored(content, source, carried, policy)


def filled(
    reading: Reading, policy: Policy, policy_name: str | None = None, year: int | None = None
) -> Filled | Unfit:
    """A self-evaluation from a form; `policy_name` is what the user called the policy, if he did.

    `year` None is the form's own year, or the next one after an evaluation.
    """
    match reading.form:
        case DepartmentEvaluation() | DepartmentDeclaration():  # which are of a project's kind too
            return Unfit.DEPARTMENT
        case SelfEvaluation() | TargetDeclaration():
            source = reading.form
        case MonitoringReport():
            return Unfit.ANOTHER_KIND
        case _:
            assert_never(reading.form)
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


def _says_the_same(content: bytes, form: SelfEvaluation | MonitoringReport) -> bool:
    sheets = grids(content)
    if isinstance(sheets, Refusal):
        return False
    read = [one for sheet in sheets for one in read_all(sheet) if isinstance(one, Reading)]
    return [_said(one.form) for one in read] == [_said(form)]


def _said(form: Form) -> tuple[object, ...]:
    """All that was taken over, as Excel keeps it; of a declaration nothing, for none is written."""
    match form:
        case SelfEvaluation():
            return _taken_over(form, form.expected_goal)
        case MonitoringReport():
            return (form.period.value, *_taken_over(form, form.overall_goal))
        case TargetDeclaration():
            return ()
        case _:
            assert_never(form)


def _taken_over(form: SelfEvaluation | MonitoringReport, goal: Cell[str]) -> tuple[object, ...]:
    heads = (form.project_name, form.supervising_department, form.implementing_unit)
    return (
        form.fiscal_year.value,
        *(cell.text for cell in (*heads, goal)),
        *_funds(form.funding),
        *(_row(row) for row in form.indicators),
    )


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
