"""One form, read and scored, ready to be judged."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import cached_property, partial
from typing import assert_never

from validators.deductions import Deduction, Part, deductions, parts
from workbooks.forms import (
    DeclaredFund,
    Form,
    Fund,
    Indicator,
    MonitoringReport,
    SelfEvaluation,
    TargetDeclaration,
    unread,
)
from workbooks.prose.deviation_notes import says_something
from workbooks.prose.indicator_names import is_bounded_rate
from workbooks.sparing import Fault, spare, sparing
from workbooks.values.dataclass import dataclass, field, replace
from workbooks.values.terms import fold
from xlfuncs.indicator import Unjudged, overachievement
from xlfuncs.policy import Policy
from xlfuncs.progress import Progress, progress
from xlfuncs.reported_score import deduction
from xlfuncs.whole_form import IndicatorWorth, Worth, score, unscored


@dataclass(frozen=True)
class Filing:
    """A self-evaluation with its worth. `rows` are the indicator rows that a rule may judge.

    `faults` are what broke while it was read and scored. What several rules ask is found out once.
    """

    form: SelfEvaluation
    policy: Policy
    worth: Worth
    rows: tuple[tuple[Indicator, IndicatorWorth], ...]
    faults: tuple[Fault, ...] = ()

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the table, where only these have points."""
        return tuple(parts(self.form.indicators))

    @cached_property
    def deductions(self) -> tuple[Deduction, ...]:
        """Every row, or else every part of the table, that lost points."""
        return tuple(deductions([row for row, _ in self.rows], self.parts))

    @cached_property
    def exceeded(self) -> tuple[tuple[Indicator, Decimal], ...]:
        """The rows that did more than their target by far, without a word; and how many times."""
        least = min(self.policy.overachievement_noted, self.policy.overachievement_explained)
        return tuple(_exceeded(self.rows, least))


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration, which is not scored. `rows` are the indicator rows that a rule may judge."""

    form: TargetDeclaration
    policy: Policy
    rows: tuple[tuple[Indicator, None], ...] = field(default=())
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Monitoring:
    """A monitoring report, which is not scored. `rows` are the rows that a rule may judge.

    `month` is the last one that it tells of: as it prints it, or else as the policy assumes.
    """

    form: MonitoringReport
    policy: Policy
    month: int | None
    rows: tuple[tuple[Indicator, None], ...] = field(default=())
    faults: tuple[Fault, ...] = ()

    def progress(self, row: Indicator) -> Progress | Unjudged | None:
        """How far a row has come; None where it says nothing that is to be measured."""
        target, actual = row.target.value, row.actual.value
        if self.month is None or target is None or actual is None or target.value is None:
            return None
        return progress(target, actual, self.month, self.policy)


AnyFiling = Filing | Declaration | Monitoring


def scored(filing: AnyFiling) -> Filing | None:
    """The filing of a form that is scored; None for one that is not."""
    match filing:
        case Filing():
            return filing
        case Declaration() | Monitoring():
            return None
        case _:
            assert_never(filing)


def file(form: Form, policy: Policy, faults: tuple[Fault, ...] = ()) -> AnyFiling:
    """The form as rules want it, with what broke while it was read."""
    match form:
        case TargetDeclaration():
            rows = tuple((row, None) for row in form.indicators)
            return Declaration(form, policy, rows, faults)
        case MonitoringReport():
            rows = tuple((row, None) for row in form.indicators)
            assumed = int(policy.monitoring_month) or None
            return Monitoring(form, policy, form.period.value or assumed, rows, faults)
        case SelfEvaluation():
            worth, trace = spare(partial(score, form, policy))
            if worth is None:
                form, worth, fault = _scored_in_part(form, policy, trace)
                faults = (*faults, fault)
            judged = zip(form.indicators, worth.indicators, strict=True)
            return Filing(form, policy, worth, tuple(judged), faults)
        case _:
            assert_never(form)


def _scored_in_part(
    form: SelfEvaluation, policy: Policy, trace: str
) -> tuple[SelfEvaluation, Worth, Fault]:
    """The form without what our own code breaks on as it scores: some rows, or all figures."""

    def scored(rows: tuple[Indicator, ...]) -> Worth:
        return score(replace(form, indicators=rows), policy)

    rows = form.indicators
    _, broken, _ = sparing(scored, rows)
    cells = tuple(row.name.address or row.target.address for row in broken)
    kept = replace(form, indicators=tuple(_unread(r) if r in broken else r for r in rows))
    worth, _ = spare(partial(score, kept, policy))
    if worth is None:
        total = form.funding.total
        total = replace(total, rate=unread(total.rate), score=unread(total.score))
        money = replace(form.funding, total=total)
        closing, rating = unread(form.total_score), unread(form.rating)
        kept = replace(kept, funding=money, total_score=closing, rating=rating)
    return kept, worth or unscored(kept), Fault("", trace, "测算", form.sheet, cells)


def _unread(row: Indicator) -> Indicator:
    target, actual = unread(row.target), unread(row.actual)
    return replace(
        row, target=target, actual=actual, points=unread(row.points), score=unread(row.score)
    )


def _exceeded(
    rows: Collection[tuple[Indicator, IndicatorWorth]], least: Decimal
) -> Iterator[tuple[Indicator, Decimal]]:
    """Where points were taken off, or the direction is in doubt, it is asked for otherwise."""
    for row, worth in rows:
        target, actual = row.target.value, row.actual.value
        if target is None or actual is None:
            continue
        times = overachievement(target, actual)
        if times is None or times < least or worth.doubt is not None:
            continue
        if says_something(row.note.text) or is_bounded_rate(row.name.text):
            continue
        if not deduction(row.points.value, row.score.value):
            yield row, times


def fund_name(line: Fund | DeclaredFund) -> str:
    """A line of the money as a sentence names it; the only line of some forms has no name."""
    return fold(line.name.text) or "年度资金总额"
