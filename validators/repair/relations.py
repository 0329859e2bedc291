"""The relations between the cells of a form: what each asks of them, and what would settle it.

Each is the condition of a rule, asked of other values than those in the form. What was aimed at and
what was done (年度指标值, 实际完成值) is never among the cells that may change: nobody should
rewrite what happened so that a score becomes right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Any, assert_never

from validators.filing import AnyFiling, Declaration, Filing, Monitoring
from workbooks.forms import (
    Cell,
    DeclaredFund,
    Fund,
    FundKind,
    Indicator,
    MonitoringReport,
    SelfEvaluation,
    State,
)
from workbooks.values.dataclass import dataclass, replace
from workbooks.values.decimals import rounded, unit_in_last_place
from xlfuncs.execution import (
    execution_rate,
    rate_fits,
    score_follows,
    score_possible,
)
from xlfuncs.funding import (
    MONEY_COLUMNS,
    TO_DATE_COLUMNS,
    Parts,
    exceeds,
    part_gap,
    parts_of,
    sum_gap,
)
from xlfuncs.rating import chosen, rating, rating_word
from xlfuncs.reported_score import above_points, deduction
from xlfuncs.row_verdicts import (
    is_blank_note,
    is_filler_note,
    score_above_computed,
    score_outside_band,
)
from xlfuncs.whole_form import (
    IndicatorWorth,
    counted_points,
    counted_scores,
    execution_counts,
    execution_worth,
    indicator_worth,
    row_scored,
    stated_categories,
    total_gap,
)

Value = Decimal | str
Values = Mapping[str, Value]
"""What the cells that may change say, by address."""


class Writing(Enum):
    """How a value is written into its cell."""

    AMOUNT = "amount"
    RATE = "rate"
    WORD = "word"
    STATED_POINTS = "stated points"


class Force(Enum):
    """What a relation asks: MUST hold; must not be broken by a change, KEEP; or PREFER.

    Only the first is a contradiction where it does not hold. Of two changes of the same size the
    one that leaves fewer of the others unfulfilled is the better.
    """

    MUST = "must"
    KEEP = "keep"
    PREFER = "prefer"


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell that may be the wrong one: where it is, what it is called, what it says."""

    address: str
    label: str
    value: Value
    writing: Writing


@dataclass(frozen=True, slots=True)
class Relation:
    """What the cells at `members` must fulfil together, and the rules that say so.

    `holds` tells whether given values do; `settled` gives, for each cell that could settle it, what
    this would have to say if all the others are right.
    """

    codes: tuple[str, ...]
    members: tuple[str, ...]
    holds: Callable[[Values], bool]
    settled: Callable[[Values], Iterable[tuple[str, Value]]]
    force: Force = Force.MUST


class _OtherRow:
    """A row as it would be with other points and another score; each is made and scored once."""

    def __init__(
        self, row: Indicator, own: IndicatorWorth, scored: Callable[[Indicator], IndicatorWorth]
    ) -> None:
        now = row.points.value, row.score.value
        self._row, self._scored = row, scored
        self._rows, self._worths = {now: row}, {now: own}

    def written(self, values: Values) -> Indicator:
        """The row with the points and the score that these values give."""
        points, score = self._row.points, self._row.score
        told = _some(values, points.address), _some(values, score.address)
        if told not in self._rows:
            points, score = points._replace(value=told[0]), score._replace(value=told[1])
            self._rows[told] = replace(self._row, points=points, score=score)
        return self._rows[told]

    def worth(self, one: Indicator) -> IndicatorWorth:
        """What such a row is worth."""
        told = one.points.value, one.score.value
        if told not in self._worths:
            self._worths[told] = self._scored(one)
        return self._worths[told]


class Relations:
    """The cells of a form that may change, and the relations between them."""

    def __init__(self, filing: AnyFiling) -> None:
        self.spots: dict[str, Spot] = {}
        self.all: list[Relation] = []
        self._policy = filing.policy
        self._off = {code for code, level in filing.policy.severities.items() if level == "off"}
        match filing:
            case Filing():
                self._of_evaluation(filing)
            case Declaration():
                for half in (filing.form.funding.project, filing.form.funding.annual):
                    self._of_declared(half)
            case Monitoring():
                self._of_monitored(filing.form)
            case _:
                assert_never(filing)

    @property
    def values(self) -> dict[str, Value]:
        """What the form says."""
        return {address: spot.value for address, spot in self.spots.items()}

    def _spot(self, cell: Cell[Any], writing: Writing = Writing.AMOUNT) -> str | None:
        """The address of a cell that may change; None where it says nothing that could."""
        if cell.state is not State.READ or cell.value is None or not cell.address:
            return None
        self.spots.setdefault(cell.address, Spot(cell.address, cell.label, cell.value, writing))
        return cell.address

    def _add(self, relation: Relation) -> None:
        """One more relation, if any rule that holds it is switched on."""
        if not relation.codes or set(relation.codes) - self._off:
            self.all.append(relation)

    def _of_evaluation(self, filing: Filing) -> None:
        form = filing.form
        self._of_funds(form)
        self._of_execution(form)
        for row, worth in filing.rows:
            self._of_row(row, worth, form.fiscal_year.value)
        self._of_points(form)
        self._of_categories(form)
        self._of_total(form)

    def _of_monitored(self, form: MonitoringReport) -> None:
        """Each column of money against its parts; its rate has no other cell to mend but itself."""
        parts = parts_of(form.funding)
        for column in TO_DATE_COLUMNS:
            self._of_column(form.funding.total, parts, column)

    def _of_funds(self, form: SelfEvaluation) -> None:
        """Each column of money against its parts, and each line's rate."""
        parts = parts_of(form.funding)
        for column in MONEY_COLUMNS:
            self._of_column(form.funding.total, parts, column)
        for line in (form.funding.total, *form.funding.parts):
            self._of_rate(line)

    def _of_column(self, total: Fund, parts: Parts, column: str) -> None:
        cells: list[Cell[Decimal]] = [getattr(line, column) for line in parts.lines]
        head: Cell[Decimal] = getattr(total, column)
        choices = parts.choices
        where = self._spot(head)
        spots = [self._spot(cell) for cell in cells]
        if where is None or any(cell.state is State.UNREADABLE for cell in cells):
            return

        def amounts(values: Values, choice: Iterable[int]) -> list[Decimal | None]:
            return [_number(values, address) for at in choice for address in (spots[at],)]

        def holds(values: Values) -> bool:
            gaps = [part_gap(_number(values, where), amounts(values, x)) for x in choices]
            return not (gaps[0] and all(gaps))

        def settled(values: Values) -> Iterator[tuple[str, Value]]:
            for choice in choices:
                summed = sum(filter(None, amounts(values, choice)), ZERO)
                yield where, summed
                for address in filter(None, (spots[at] for at in choice)):
                    yield address, _some(values, where) - summed + _some(values, address)

        members = (where, *filter(None, spots))
        self._add(Relation(("B201",), members, holds, settled))
        self._keep_positive(*members)

    def _of_rate(self, line: Fund) -> None:
        budget, executed = self._spot(line.annual_budget), self._spot(line.executed)
        initial = self._spot(line.initial_budget)
        if budget is not None and initial is not None:
            self._keep(
                (initial, budget),
                lambda values: _some(values, initial) == _some(values, budget),
                Force.PREFER,
            )
        if budget is None or executed is None:
            return
        self._keep(
            (budget, executed),
            lambda values: not exceeds(_some(values, executed), _some(values, budget)),
        )
        rate = self._spot(line.rate, Writing.RATE)
        if rate is None:
            return

        def holds(values: Values) -> bool:
            told = [_some(values, at) for at in (rate, budget, executed)]
            return execution_rate(told[1], told[2]) is None or rate_fits(*told)

        def settled(values: Values) -> Iterator[tuple[str, Value]]:
            r, b, e = (_some(values, at) for at in (rate, budget, executed))
            if b > 0:
                yield rate, rounded(e / b, 4)
            yield executed, _as_written(b * r, e)
            if r > 0:
                yield budget, _as_written(e / r, b)

        self._add(Relation(("B203", "B204"), (rate, budget, executed), holds, settled))

    def _of_execution(self, form: SelfEvaluation) -> None:
        """得分 of 预算执行 against the money or the printed rate."""
        total, policy = form.funding.total, self._policy
        cells = (total.annual_budget, total.executed, total.score)
        budget, executed, score = (self._spot(cell) for cell in cells)
        if not execution_counts(form) or budget is None or executed is None or score is None:
            return
        points, rate = self._spot(total.points), self._spot(total.rate, Writing.RATE)

        def worth(values: Values) -> Decimal:
            return policy.execution_points if points is None else _some(values, points)

        def holds(values: Values) -> bool:
            told, own = _some(values, score), worth(values)
            b, e = _some(values, budget), _some(values, executed)
            if execution_rate(b, e) is None or score_possible(told, b, e, own, policy):
                return True
            return rate is not None and score_follows(told, _some(values, rate), own, policy)

        def settled(values: Values) -> Iterator[tuple[str, Value]]:
            b, e, own = _some(values, budget), _some(values, executed), worth(values)
            earned = execution_worth(b, e, own, policy).score
            if earned is not None:
                yield score, earned
            if own > 0:
                yield executed, _as_written(b * _some(values, score) / own, e)

        members = tuple(filter(None, (score, budget, executed, points, rate)))
        self._add(Relation(("B205",), members, holds, settled))

    def _of_row(self, row: Indicator, own: IndicatorWorth, year: int | None) -> None:
        """A score against its points, and against what was achieved."""
        points, score = self._spot(row.points), self._spot(row.score)
        policy = self._policy
        if points is None or score is None or not row_scored(row):
            return
        other = _OtherRow(row, own, lambda one: indicator_worth(one, policy, year))

        def holds(values: Values) -> bool:
            told = _some(values, score)
            if told < 0 or above_points(_some(values, points), told):
                return False
            one = other.written(values)
            if score_outside_band(one, other.worth(one), policy):
                return False
            return score_above_computed(one, other.worth(one)) is None

        def settled(values: Values) -> Iterator[tuple[str, Value]]:
            earned = other.worth(other.written(values)).earned
            yield score, _some(values, points) if earned is None else earned
            yield points, _some(values, score)

        codes = ("R501", "R502", "R504", "R507")
        self._add(Relation(codes, (score, points), holds, settled))
        self._keep((points,), lambda values: _some(values, points) > 0)
        if row.note.state is not State.ABSENT:
            self._of_deduction(row.note, other, (score, points))

    def _of_deduction(self, note: Cell[str], other: _OtherRow, members: tuple[str, str]) -> None:
        """Nothing is taken off without a reason, nor where a measured target was reached."""
        unsaid = is_blank_note(note) or is_filler_note(note)

        def holds(values: Values) -> bool:
            one = other.written(values)
            if deduction(one.points.value, one.score.value) is None:
                return True
            worth = other.worth(one)
            return not unsaid and not (worth.met and worth.tier is None)

        self._keep(members, holds, Force.PREFER)

    def _keep(
        self, members: tuple[str, ...], holds: Callable[[Values], bool], force: Force = Force.KEEP
    ) -> None:
        """Something that a change should not break."""
        self._add(Relation((), members, holds, lambda values: (), force))

    def _keep_positive(self, *members: str) -> None:
        """Money is not below nothing."""
        for at in members:
            self._keep((at,), partial(_is_positive, at))

    def _of_points(self, form: SelfEvaluation) -> None:
        """The points against the policy's total, and the printed total against their sum."""
        cells = counted_points(form)
        found = [self._spot(cell) for cell in cells]
        given = [spot for spot in found if spot is not None]
        if len(given) < len(cells) or not form.indicators:
            return
        whole = self._policy.total_points

        def summed(values: Values) -> Decimal:
            return rounded(sum(_numbers(values, given), ZERO))

        self._add(
            Relation(
                ("P402",),
                tuple(given),
                lambda values: summed(values) == whole,
                lambda values: _each(values, given, whole - summed(values)),
            )
        )
        printed = self._spot(form.total_points)
        if printed is None:
            return
        self._add(
            Relation(
                ("P402",),
                (printed, *given),
                lambda values: summed(values) == _some(values, printed),
                lambda values: (
                    (printed, summed(values)),
                    *_each(values, given, _some(values, printed) - summed(values)),
                ),
            )
        )

    def _of_categories(self, form: SelfEvaluation) -> None:
        """The points that a 一级指标 states, against those of its rows."""
        for cell, stated, points in stated_categories(form):
            if not cell.address:
                continue
            found = [self._spot(one) for one in points]
            own = [spot for spot in found if spot is not None]
            if len(own) < len(found) or not own:
                continue
            head = cell.address
            self.spots[head] = Spot(head, cell.text, stated, Writing.STATED_POINTS)
            self._add(_sum_relation("P403", head, own, lambda one, parts: one - sum(parts, ZERO)))

    def _of_total(self, form: SelfEvaluation) -> None:
        """总分 against the scores, and 评分等级 against 总分."""
        total, cells = self._spot(form.total_score), counted_scores(form)
        if total is None:
            return
        found = [self._spot(cell) for cell in cells]
        given = [spot for spot in found if spot is not None]
        if len(given) == len(cells):

            def settled(values: Values) -> Iterator[tuple[str, Value]]:
                summed = rounded(sum(_numbers(values, given), ZERO))
                yield total, summed
                yield from _each(values, given, rounded(_some(values, total)) - summed)

            self._add(
                Relation(
                    ("R503",),
                    (total, *given),
                    lambda v: not total_gap(_some(v, total), _numbers(v, given)),
                    settled,
                )
            )
        self._of_rating(form, total)

    def _of_rating(self, form: SelfEvaluation, total: str) -> None:
        policy = self._policy
        if form.rating.value is None or not chosen(form.rating.value):
            return
        grade = self._spot(form.rating, Writing.WORD)
        if grade is None:
            return

        def due(values: Values) -> str:
            return rating(rounded(_some(values, total)), policy)

        self._add(
            Relation(
                ("R508",),
                (grade, total),
                lambda values: rating_word(str(values[grade]), policy) == due(values),
                lambda values: ((grade, due(values)),),
            )
        )

    def _of_declared(self, half: Sequence[DeclaredFund]) -> None:
        total = next((fund for fund in half if fund.kind is FundKind.TOTAL), None)
        cells = [fund.amount for fund in half if fund is not total]
        head = None if total is None else self._spot(total.amount)
        found = [self._spot(cell) for cell in cells]
        own = [spot for spot in found if spot is not None]
        if head is not None and own and len(own) == len(found):
            self._add(_sum_relation("D901", head, own, sum_gap))
            self._keep_positive(head, *own)


ZERO = Decimal(0)


Gap = Callable[[Decimal, Sequence[Decimal]], Decimal]


def _sum_relation(code: str, head: str, parts: Sequence[str], apart: Gap) -> Relation:
    """One cell is the sum of others; `apart` tells by how much it is not."""

    def settled(values: Values) -> Iterator[tuple[str, Value]]:
        gap = _some(values, head) - sum(_numbers(values, parts), ZERO)
        yield head, _some(values, head) - gap
        yield from _each(values, parts, gap)

    return Relation(
        (code,),
        (head, *parts),
        lambda values: not apart(_some(values, head), _numbers(values, parts)),
        settled,
    )


def _number(values: Values, address: str | None) -> Decimal | None:
    value = None if address is None else values[address]
    return value if isinstance(value, Decimal) else None


def _numbers(values: Values, cells: Iterable[str]) -> list[Decimal]:
    """What cells say that hold numbers, as those of a sum do."""
    return [*map(values.__getitem__, cells)]  # type: ignore[list-item]


def _each(values: Values, cells: Iterable[str], more: Decimal) -> list[tuple[str, Value]]:
    """Each cell with what it would say if it alone made up for what the sum lacks."""
    return [(at, values[at] + more) for at in cells]  # type: ignore[operator]


def _is_positive(address: str, values: Values) -> bool:
    return _some(values, address) >= 0


def _some(values: Values, address: str | None) -> Decimal:
    return _number(values, address) or ZERO


def _as_written(value: Decimal, beside: Decimal) -> Decimal:
    """A value with as many decimals as the one in whose place it would stand."""
    step = unit_in_last_place(beside)
    return rounded(value, -int(step.as_tuple().exponent))
