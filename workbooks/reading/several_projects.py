"""One table of many projects -> one form for each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, assert_never

from workbooks.forms import (
    ABSENT,
    Cell,
    DeclaredFund,
    Form,
    Fund,
    FundKind,
    Indicator,
    MonitoringReport,
    SelfEvaluation,
    State,
    TargetDeclaration,
)
from workbooks.grid import position
from workbooks.reading import cell_readers
from workbooks.reading.labelled_cells import Located
from workbooks.reading.read_indicators import Row, Tables
from workbooks.values.dataclass import replace


def forms_of(form: Located, tables: Tables, read: Form) -> Iterator[tuple[Form, range]]:
    """The form itself, or one for each project that a column of its table names; with its rows."""
    if not tables.projects:
        yield read, range(form.page.bottom + 1)
        return
    starts = [*(row for row, _ in tables.projects), 1 << 24]
    for (first, after), (_, told) in zip(pairwise(starts), tables.projects, strict=True):
        rows = tuple(row for row in read.indicators if first <= _row_of(row) < after)
        yield _one(form, read, told, rows), range(first, after)


def _row_of(row: Indicator) -> int:
    return position(row.name.address or row.target.address)[0]


def _one(form: Located, read: Form, told: Row, rows: tuple[Indicator, ...]) -> Form:
    """The form of one project: its own cells where the table has columns for them."""
    own: dict[str, Any] = {"project_name": told["project"], "indicators": rows}
    for role, name in (
        ("project_unit", "implementing_unit"),
        ("project_department", "supervising_department"),
    ):
        if told.get(role, ABSENT).text:
            own[name] = told[role]
    goal = told.get("project_goal", ABSENT)
    match read:
        case TargetDeclaration():
            if goal.state is not State.ABSENT:
                own["annual_goal"] = goal
            own["funding"] = replace(read.funding, annual=_money(form, read, told))
            return replace(read, **own)
        case SelfEvaluation():
            if goal.state is not State.ABSENT:
                own["expected_goal"] = goal
            own["funding"] = replace(read.funding, total=_total(form, read, told))
            return replace(read, **own)
        case MonitoringReport():
            if goal.state is not State.ABSENT:
                own["overall_goal"] = goal
            own["funding"] = replace(read.funding, total=_total(form, read, told))
            return replace(read, **own)
        case _:
            assert_never(read)


def _total(form: Located, read: SelfEvaluation | MonitoringReport, told: Row) -> Fund:
    """The money of one project of a list, where columns have it."""
    reader = cell_readers.money(str(read.funding.money_unit.value))
    cells: dict[str, Any] = {
        name: form.at(position(told[role].address), reader, told[role].label)
        for role, name in _FUNDS.items()
        if role in told and told[role].state is not State.ABSENT
    }
    if not cells:
        return read.funding.total
    first = next(iter(cells.values()))
    name: Cell[str] = Cell(State.READ, first.label, first.label, first.label, first.address)
    return replace(read.funding.total, name=name, **cells)


_FUNDS = {
    "project_initial_budget": "initial_budget",
    "project_money": "annual_budget",
    "project_executed": "executed",
}


def _money(form: Located, read: TargetDeclaration, told: Row) -> tuple[DeclaredFund, ...]:
    cell = told.get("project_money", ABSENT)
    if cell.state is State.ABSENT:
        return ()
    reader = cell_readers.money(str(read.funding.money_unit.value))
    amount = form.at(position(cell.address), reader, cell.label)
    name: Cell[str] = Cell(State.READ, cell.label, cell.label, cell.label, cell.address)
    return (DeclaredFund(FundKind.TOTAL, name, amount),)
