"""The template workbooks: blank ones that are kept ready-built, and filled ones of any form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, assert_never

from macros.vbaproject.modules import standard_module
from macros.vbaproject.packages import with_vba
from macros.vbaproject.wrappers import forwarding_module
from workbooks.drawing import blank_forms as blanks
from workbooks.drawing.template import template
from workbooks.drawing.template_formulas import Answer, Answers, Grades
from workbooks.forms import Cell, Form, Fund, Indicator, SelfEvaluation, State, TargetDeclaration
from workbooks.values.decimals import exact, rounded
from xlfuncs import udf_answers
from xlfuncs.execution import execution_rate
from xlfuncs.policy import Policy, load
from xlfuncs.target_words import understood
from xlfuncs.whole_form import score

POLICY = "shanghai"
"""Whose points and grades the blank templates have."""


def blank_forms() -> tuple[Form, ...]:
    """The forms that are kept as templates."""
    points = load(POLICY).execution_points
    return blanks.self_evaluation(f"{points:.2f}"), blanks.target_declaration()


def workbook(form: Form, *, live: bool) -> bytes:
    """A form as a template without macros; a `live` one asks functions of a VBA project."""
    policy = load(POLICY)
    grades = Grades(policy.rating_words, policy.rating_bounds)
    return template(form, answers(form, policy), grades, live=live)


def write(form: Form, path: Path) -> None:
    """Writes a form as a template: an .xlsm with functions, or an .xlsx for desks without macros.

    Raises OSError when the file cannot be written, ValueError for more indicators than a template
    has room for.
    """
    live = path.suffix == ".xlsm"
    content = workbook(form, live=live)
    path.write_bytes(with_vba(content, [standard_module(forwarding_module())]) if live else content)


def answers(form: Form, policy: Policy) -> Answers:
    """What the formulas of a form's template give, by the functions that score it."""
    match form:
        case TargetDeclaration():
            halves = (form.funding.project, form.funding.annual)
            sums = tuple(_sum(fund.amount for fund in funds[1:]) for funds in halves)
            return Answers(sums, beside=tuple((_read_as(row),) for row in form.indicators))
        case SelfEvaluation():
            return _scored(form, policy)
        case _:
            assert_never(form)


def _scored(form: SelfEvaluation, policy: Policy) -> Answers:
    evaluated = [udf_answers.evaluated(row, policy) for row in form.indicators]
    sums = {key: _sum(getattr(part, key) for part in form.funding.parts) for key in _AMOUNTS}
    form = _with_sums(form, sums)
    execution = score(form, policy).execution.score if form.funding.total.points.value else None
    form = _with_scores(form, [line[0] for line in evaluated], execution)
    checked = [udf_answers.checked(row, policy) for row in form.indicators]
    worth = score(form, policy)
    funds = (form.funding.total, *form.funding.parts)
    return Answers(
        sums=tuple(sums.values()),
        rates=tuple(_percent(fund, Decimal(0) if fund is not funds[0] else "") for fund in funds),
        execution_score=_shown(execution),
        points=_points(form),
        total=_shown(worth.summed if form.indicators else None),
        rating=worth.rating or "",
        beside=tuple(
            tuple(map(_answer, (*line, *said)))
            for line, said in zip(evaluated, checked, strict=True)
        ),
    )


_AMOUNTS = ("initial_budget", "annual_budget", "executed")


def _with_sums(form: SelfEvaluation, sums: Mapping[str, Answer]) -> SelfEvaluation:
    """The form once its formulas have added up 项目资金, where nobody wrote a total."""
    total = form.funding.total
    filled: dict[str, Any] = {
        key: _filled(getattr(total, key), answer) for key, answer in sums.items()
    }
    return replace(form, funding=replace(form.funding, total=replace(total, **filled)))


def _with_scores(
    form: SelfEvaluation, computed: Sequence[Answer | float], execution: Decimal | None
) -> SelfEvaluation:
    """The form once its formulas have filled in 得分, where nobody wrote one."""
    total = form.funding.total
    total = replace(total, score=_filled(total.score, _shown(execution)))
    rows = [
        replace(row, score=_filled(row.score, _answer(answer)))
        for row, answer in zip(form.indicators, computed, strict=True)
    ]
    return replace(form, funding=replace(form.funding, total=total), indicators=tuple(rows))


def _filled(cell: Cell[Decimal], answer: Answer) -> Cell[Decimal]:
    if cell.value is not None or isinstance(answer, str):
        return cell
    return cell._replace(state=State.READ, value=answer)


def _points(form: SelfEvaluation) -> Answer:
    """总分 of 分值, as soon as one indicator has some."""
    rows = [row.points.value for row in form.indicators if row.points.value is not None]
    return rounded(sum(rows, form.funding.total.points.value or Decimal(0))) if rows else ""


def _sum(cells: Iterable[Cell[Decimal]]) -> Answer:
    known = [cell.value for cell in cells if cell.value is not None]
    return sum(known, Decimal(0)) if known else ""


def _percent(fund: Fund, without_budget: Answer) -> Answer:
    budget, executed = fund.annual_budget.value, fund.executed.value
    if budget is None or executed is None:
        return ""
    rate = execution_rate(budget, executed)
    return without_budget if rate is None else rounded(rate.scaleb(2))


def _read_as(row: Indicator) -> str:
    target = row.target.value
    return "" if target is None else understood(target)


def _shown(number: Decimal | None) -> Answer:
    return "" if number is None else number


def _answer(value: Answer | float) -> Answer:
    """A float that a function handed to Excel, at the 15 digits that Excel keeps."""
    return value if isinstance(value, Decimal | str) else exact(value)
