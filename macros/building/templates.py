"""The template workbooks: blank ones that are kept ready-built, and filled ones of any form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, assert_never

from macros.vbaproject.modules import standard_module
from macros.vbaproject.packages import with_vba
from macros.vbaproject.wrappers import forwarding_module
from workbooks.drawing import blank_forms as blanks
from workbooks.drawing.calculator import calculate
from workbooks.drawing.layout import CAUSE_KEYS
from workbooks.drawing.native_progress import Pace, progress_steps
from workbooks.drawing.native_scoring import SCORE, Law, steps, worked_out
from workbooks.drawing.template import template
from workbooks.drawing.template_formulas import (
    LIT,
    NATIVE,
    Answer,
    Answers,
    Grades,
    Method,
    noted_formula,
    told_formula,
)
from workbooks.drawing.template_layout import IndicatorTable
from workbooks.forms import (
    Cell,
    Form,
    Funding,
    Indicator,
    MonitoringReport,
    SelfEvaluation,
    State,
    TargetDeclaration,
)
from workbooks.values.dataclass import replace
from workbooks.values.decimals import exact, rounded
from xlfuncs import udf_answers
from xlfuncs.execution import execution_rate
from xlfuncs.policy import AtMostFormula, Equality, Policy, load, scoring_law
from xlfuncs.target_words import understood
from xlfuncs.whole_form import score

POLICY = "shanghai"
"""Whose points and grades the blank templates have."""


def blank_forms(policy: str = POLICY) -> tuple[Form, ...]:
    """The forms that are kept as templates."""
    points = load(policy).execution_points
    evaluation = blanks.self_evaluation(f"{points:.2f}")
    return evaluation, blanks.target_declaration(), blanks.monitoring_report()


def workbook(form: Form, *, live: bool, policy: str = POLICY) -> bytes:
    """A form as a template without macros; a `live` one asks functions of a VBA project.

    Raises `PolicyError`, whose text is one Chinese sentence, for a policy that cannot be used.
    """
    law = load(policy)
    return template(form, answers(form, law, live=live), method(law), live=live)


def method(policy: Policy) -> Method:
    """A policy as the formulas of a template need it."""
    law = Law(
        policy.met_band,
        policy.partly_met_band,
        inverse=policy.at_most_formula is AtMostFormula.INVERSE,
        any_difference=policy.equality is Equality.ANY_DIFFERENCE,
        execution_floor=policy.execution_floor,
        total_points=policy.total_points,
    )
    grades = Grades(policy.rating_words, policy.rating_bounds)
    pace = Pace(policy.progress_red, policy.progress_yellow, policy.progress_blue)
    return Method(policy.name, policy.title, scoring_law(policy), grades, law, pace)


def write(form: Form, path: Path, policy: str = POLICY) -> None:
    """Writes a form as a template: an .xlsm with functions, or an .xlsx for desks without macros.

    Raises OSError when the file cannot be written, ValueError for more indicators than a template
    has room for, PolicyError for a policy that cannot be used.
    """
    path.write_bytes(package(form, path.suffix, policy))


def package(form: Form, suffix: str, policy: str = POLICY) -> bytes:
    """The bytes of a template, by the ending of its file."""
    live = suffix == ".xlsm"
    content = workbook(form, live=live, policy=policy)
    return with_vba(content, [standard_module(forwarding_module())]) if live else content


def answers(form: Form, policy: Policy, *, live: bool) -> Answers:
    """What the formulas of a form's template give, by the functions that score it."""
    match form:
        case TargetDeclaration():
            halves = (form.funding.project, form.funding.annual)
            sums = tuple(_sum(fund.amount for fund in funds[1:]) for funds in halves)
            return Answers(sums, beside=tuple((_read_as(row),) for row in form.indicators))
        case SelfEvaluation():
            return _scored(form, policy, live=live)
        case MonitoringReport():
            return _monitored(form, policy)
        case _:
            assert_never(form)


def _scored(form: SelfEvaluation, policy: Policy, *, live: bool) -> Answers:
    evaluated = [udf_answers.evaluated(row, policy) for row in form.indicators]
    scoring = steps(method(policy).law)
    worked = [worked_out(_typed(row), scoring) for row in form.indicators]
    scores = [
        _first_number(answers[SCORE], line[0] if live else "")
        for answers, line in zip(worked, evaluated, strict=True)
    ]
    sums = {key: _sum(getattr(part, key) for part in form.funding.parts) for key in _AMOUNTS}
    form = replace(form, funding=_with_sums(form.funding, sums))
    execution = score(form, policy).execution.score if form.funding.total.points.value else None
    form = _with_scores(form, scores, execution)
    checked = [udf_answers.checked(row, policy) for row in form.indicators]
    worth, points = score(form, policy), _points(form)
    funds = (form.funding.total, *form.funding.parts)
    return Answers(
        sums=tuple(sums.values()),
        rates=tuple(
            _percent(one.annual_budget, one.executed, Decimal(0) if one is not funds[0] else "")
            for one in funds
        ),
        execution_score=_shown(execution),
        points=points,
        total=_shown(worth.summed if form.indicators else None),
        rating=(worth.rating or "") if points == policy.total_points else "",
        beside=tuple(
            tuple(map(_answer, (*line, *said)))
            for line, said in zip(evaluated, checked, strict=True)
        ),
        steps=tuple(worked),
        scores=tuple(scores),
        told=tuple(_told(row, said) for row, said in zip(form.indicators, worked, strict=True)),
    )


_MONITORED = ("initial_budget", "executed", "forecast")


def _monitored(form: MonitoringReport, policy: Policy) -> Answers:
    month = form.period.value
    lighting = progress_steps(method(policy).pace)
    at = "" if month is None else float(month)
    worked = [worked_out({**_typed(row), "month": at}, lighting) for row in form.indicators]
    sums = {key: _sum(getattr(part, key) for part in form.funding.parts) for key in _MONITORED}
    funds = (_with_sums(form.funding, sums).total, *form.funding.parts)
    lights = [udf_answers.row_light(row, month, policy) for row in form.indicators]
    return Answers(
        sums=tuple(sums.values()),
        rates=tuple(_percent(fund.initial_budget, fund.executed, "") for fund in funds),
        beside=tuple((light,) for light in lights),
        steps=tuple(worked),
        told=tuple(_noted(row, said) for row, said in zip(form.indicators, worked, strict=True)),
    )


def _noted(row: Indicator, worked: Mapping[str, object]) -> str:
    """What the native 检查 of a monitoring report says of a row."""
    keys = (*CAUSE_KEYS, "note", "possibility")
    table = IndicatorTable(1, 1, dict(zip(keys, "GHIJKLM", strict=True)))
    ticks = [cell.text for cell in row.causes] + [""] * len(CAUSE_KEYS)
    held = dict(zip((f"{letter}1" for letter in "GHIJK"), ticks, strict=False))
    cells = held | {"L1": row.note.text, "M1": row.possibility.text, f"{LIT}1": worked[SCORE]}
    return str(calculate(noted_formula(table, 1), cells))


def _typed(row: Indicator) -> dict[str, str | float]:
    """What the cells of a row hold, as formulas find it."""
    points = row.points.value
    held = row.points.text if points is None else float(points)
    return {"target": row.target.text, "actual": row.actual.text, "points": held}


def _first_number(*found: object) -> Answer:
    numbers = [one for one in found if isinstance(one, float)]
    return exact(numbers[0]) if numbers else ""


def _told(row: Indicator, worked: Mapping[str, object]) -> str:
    """What the native 检查 says of a row."""
    keys = ("name", "target", "actual", "points", "score", "note")
    table = IndicatorTable(1, 1, dict(zip(keys, "CDEFGH", strict=True)))
    score = row.score.value
    held = {"C1": row.name.text, "G1": row.score.text if score is None else float(score)}
    typed = dict(zip(("D1", "E1", "F1"), _typed(row).values(), strict=True))
    cells = held | typed | {"H1": row.note.text, f"{NATIVE}1": worked[SCORE]}
    return str(calculate(told_formula(table, 1), cells))


_AMOUNTS = ("initial_budget", "annual_budget", "executed")


def _with_sums(funding: Funding, sums: Mapping[str, Answer]) -> Funding:
    """项目资金 once its formulas have added it up, where nobody wrote a total."""
    total = funding.total
    filled: dict[str, Any] = {
        key: _filled(getattr(total, key), answer) for key, answer in sums.items()
    }
    return replace(funding, total=replace(total, **filled))


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


def _percent(budget: Cell[Decimal], executed: Cell[Decimal], without_budget: Answer) -> Answer:
    if budget.value is None or executed.value is None:
        return ""
    rate = execution_rate(budget.value, executed.value)
    return without_budget if rate is None else rounded(rate.scaleb(2))


def _read_as(row: Indicator) -> str:
    target = row.target.value
    return "" if target is None else understood(target)


def _shown(number: Decimal | None) -> Answer:
    return "" if number is None else number


def _answer(value: Answer | float) -> Answer:
    """A float that a function handed to Excel, at the 15 digits that Excel keeps."""
    return value if isinstance(value, Decimal | str) else exact(value)
