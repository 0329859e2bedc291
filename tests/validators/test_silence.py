"""No rule leaves a form in silence: what it lacks is told, at the cell or as 未检查.

A rule may leave early for two reasons only: it has nothing to say about such a form (a case in
tests/rules says 无), or it lacks something, and then that is told. Nobody can see from a `return`
which of the two it is, so forms are spoiled cell by cell and the outcome is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cases import KINDS, cases, policy_name, read_texts, texts_of
from tests.thinned import thinned
from tests.workbooks import layouts
from validators.checking.catalogue import RULES
from validators.checking.checked_policy import policy_of
from validators.engine import Outcome, judge
from validators.filing import file
from validators.rule import RuleModule
from workbooks.forms import Cell, Form, State, every_cell
from workbooks.reading.read_form import Reading, read_grid
from xlfuncs.policy import Policy, load

CASES = Path(__file__).parent.parent / "rules"

NOTHING_TO_SAY: dict[tuple[str, ...], str] = {
    ("fiscal_year", "blank"): "the reader gives a year or none: no such state",
    ("funding.money_unit", "blank"): "the reader gives a unit or none: no such state",
    ("title", "blank"): "no rule asks for a title",
    ("overall_goal", "blank"): "项目总目标 may be blank (S102)",
    ("improvement_note", "blank"): "one box of two; 偏差原因 is asked for (N601)",
    ("total_points", "blank"): "the sum of the points is judged without it (P402)",
    ("total_points", "dash"): "the sum of the points is judged without it (P402)",
    (
        "funding.total.initial_budget",
        "blank",
    ): "many leave it blank; parts that differ: B201",
    ("funding.total.initial_budget", "dash"): "many leave it blank; parts that differ: B201",
    ("funding.total.note", "blank"): "asked for only where the rate is low (B209)",
    ("funding.total.points", "blank"): "rows without points of their own: P402 says so already",
    ("funding.total.points", "dash"): "rows without points of their own: P402 says so already",
    ("funding.total.rate", "blank"): "without amounts there is no rate (B202)",
    ("funding.total.rate", "dash"): "without amounts there is no rate (B202)",
    ("funding.total.score", "blank"): "without amounts there is no score (B202)",
    ("funding.total.score", "dash"): "without amounts there is no score (B202)",
    ("funding.parts.initial_budget", "blank"): "a source that is not there; a gap is told (B201)",
    ("funding.parts.initial_budget", "dash"): "a source that is not there; a gap is told (B201)",
    ("funding.parts.annual_budget", "blank"): "a source that is not there; a gap is told (B201)",
    ("funding.parts.annual_budget", "dash"): "a source that is not there; a gap is told (B201)",
    ("funding.parts.executed", "blank"): "a source that is not there; a gap is told (B201)",
    ("funding.parts.executed", "dash"): "a source that is not there; a gap is told (B201)",
    ("funding.parts.rate", "blank"): "only the total line must have a rate (B203)",
    ("funding.parts.rate", "dash"): "only the total line must have a rate (B203)",
    ("funding.project.amount", "blank"): "a source that is not there; a gap is told (D901)",
    ("funding.project.amount", "dash"): "a source that is not there; a gap is told (D901)",
    ("funding.annual.amount", "blank"): "a source that is not there; a gap is told (D901)",
    ("funding.annual.amount", "dash"): "a source that is not there; a gap is told (D901)",
    ("funding.total.name", "blank"): "a label: the line was found by it",
    ("funding.parts.name", "blank"): "a label: the line was found by it",
    ("funding.project.name", "blank"): "a label: the line was found by it",
    ("funding.annual.name", "blank"): "a label: the line was found by it",
    ("indicators.category", "blank"): "no rule asks for it row by row; a missing one is S107",
    ("indicators.subcategory", "blank"): "no rule asks for it",
    ("indicators.name", "blank"): "no rule asks for it",
    ("indicators.block", "blank"): "a label: the part of the table was found by it",
    ("indicators.block", "dash"): "a label: the part of the table was found by it",
    ("indicators.note", "blank"): "right where nothing was deducted (N601)",
    ("indicators.points", "blank"): "of a declaration, where points are free",
    ("indicators.points", "dash"): "of a declaration, where points are free",
    ("indicators.reviewed_score", "blank"): "what a reviewer gave, which no rule judges",
    ("indicators.reviewed_score", "dash"): "what a reviewer gave, which no rule judges",
    ("indicators.others", "blank"): "a further column, which no rule judges",
    ("period", "blank"): "the reader gives a month or none: no such state",
    ("funding.parts.forecast", "blank"): "a source that is not there",
    ("funding.parts.forecast", "dash"): "a source that is not there",
    ("indicators.actual", "blank", "MonitoringReport"): "right where a cause is told (M006)",
    ("indicators.causes", "blank"): "right where nothing is behind (M002)",
    ("understanding.not_applicable.name", "blank"): "a row that says so itself",
    ("understanding.not_applicable.category", "blank"): "what it is of; a missing one is S107",
    ("understanding.not_applicable.subcategory", "blank"): "no rule asks for it",
    ("understanding.leftovers", "blank"): "a row of the blank form, told at the first (S106)",
    ("understanding.others", "blank"): "only a criterion of the user's own looks at these lines",
}
"""Cells that may be emptied without a word from any rule, in any form or in one kind, and why."""


def spoiled(cell: Cell[Any]) -> Iterator[tuple[str, Cell[Any]]]:
    """A cell emptied, and with a dash where it held a number."""
    yield "blank", cell._replace(state=State.BLANK, text="", value=None)
    if isinstance(cell.value, Decimal):
        yield "dash", cell._replace(state=State.BLANK, text="/", value=None)


def changed(record: Any, address: str, new: Cell[Any]) -> Any:
    """A form, or a part of it, with another cell at an address."""
    if isinstance(record, Cell):
        return new if record.address == address else record
    if isinstance(record, tuple):
        return tuple(changed(part, address, new) for part in record)
    if not is_dataclass(record) or isinstance(record, type):
        return record
    parts = {f.name: changed(getattr(record, f.name), address, new) for f in fields(record)}
    return replace(record, **parts)


def places(record: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Cell[Any]]]:
    """Every cell that says something, with the path that leads to it."""
    if isinstance(record, Cell):
        if record.address and record.state is State.READ:
            yield ".".join(path), record
    elif isinstance(record, tuple):
        for part in record:
            yield from places(part, path)
    elif is_dataclass(record):
        for one in fields(record):
            yield from places(getattr(record, one.name), (*path, one.name))


def tells_of(outcome: Outcome, address: str) -> bool:
    """Whether anything is said about a cell."""
    return any(one.cell.address == address for f in outcome.findings for one in f.by_row) or any(
        cell.address == address for skip in outcome.skips for cell in skip.cells
    )


def spots(outcome: Outcome) -> Counter[tuple[str, str]]:
    return Counter((f.rule.code, one.cell.address) for f in outcome.findings for one in f.by_row)


def forms() -> Iterator[tuple[Form, Policy]]:
    """The standard forms of the cases, and every local layout."""
    for kind in KINDS:
        yield read_texts(texts_of(kind)).form, load("shanghai")
    for _, grid in layouts.forms():
        for found in read_grid(grid):
            if isinstance(found, Reading):
                yield found.form, policy_of(found.edition.policy)


@pytest.mark.slow
def test_no_cell_is_emptied_in_silence() -> None:
    silent: set[tuple[str, ...]] = set()
    for form, policy in forms():
        kind = type(form).__name__
        before = spots(judge(file(form, policy), RULES))
        for path, cell in places(form):
            for how, new in spoiled(cell):
                outcome = judge(file(changed(form, cell.address, new), policy), RULES)
                if not tells_of(outcome, cell.address) and not spots(outcome) - before:
                    silent.update({(path, how), (path, how, kind)})

    known = NOTHING_TO_SAY.keys()
    assert {one for one in silent if len(one) > 2 and not {one, one[:2]} & known} == set()
    assert known - silent == set(), "no longer needed"


def found_in_cases(module: RuleModule) -> Iterator[tuple[Form, Policy, str]]:
    """For each sentence of a rule the first case that has it, with the cell of the finding."""
    seen = set()
    for case in cases((CASES / f"{module.RULE.code}.md").read_text("utf-8")):
        form, policy = read_texts(case.texts).form, load(policy_name(case.texts))
        found = judge(file(form, policy), [module]).findings
        for finding in (one for joint in found for one in joint.by_row):
            sentence = finding.facts.get("sentence", "")
            if sentence not in seen:
                seen.add(sentence)
                yield form, policy, finding.cell.address


def elsewhere(form: Form, address: str) -> list[Cell[Any]]:
    """The cells of a form that say something, but for the row of indicators that has this one."""
    rows = [{cell.address for cell in every_cell(row)} for row in form.indicators]
    own = next((row for row in rows if address in row), {address})
    found = {cell.address: cell for _, cell in places(form) if cell.address not in own}
    return list(found.values())


DEPENDS = {
    ("B208", "项目资金(元)"): "the reader gives a unit or none: no such state",
    ("D905", "项目资金(元)"): "the reader gives a unit or none: no such state",
    ("D903", "年度"): "the reader gives a year or none: no such state",
    ("S110", "年度"): "the reader gives a year or none: no such state",
    ("D905", "一级指标"): "a row that says no category is not known as a cost",
    ("D905", "二级指标"): "the same, where 成本指标 stands under 产出指标",
    ("D905", "项目资金(万元)"): "the reader gives a unit or none: no such state",
    ("T803", "项目资金(万元)"): "the reader gives a unit or none: no such state",
    ("M005", "原因说明"): "too few rows are left that have the same reason",
    ("I310", "三级指标"): "without its name a row is no double of another",
}
"""What a finding rests on, so that it rightly goes with it, by rule and label."""


SUMS = ("B201", "D901", "P402", "P403", "P404", "R503")
"""A sum is wrong or cannot be known: what another rule says of one of its parts is no answer."""


@pytest.mark.parametrize("module", thinned(RULES), ids=lambda module: module.RULE.code)
def test_trouble_elsewhere_mutes_no_rule(module: RuleModule) -> None:
    muted = set()
    for form, policy, address in found_in_cases(module):
        for cell in elsewhere(form, address):
            for _, new in spoiled(cell):
                filing = file(changed(form, cell.address, new), policy)
                alone = judge(filing, [module])
                if alone.skips or any(
                    one.cell.address == address for f in alone.findings for one in f.by_row
                ):
                    continue
                told = tells_of(judge(filing, RULES), cell.address)
                if module.RULE.code in SUMS or not told:
                    muted.add((module.RULE.code, cell.label))

    assert muted - DEPENDS.keys() == set()
