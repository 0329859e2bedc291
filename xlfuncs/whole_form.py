"""A form and a policy -> its Worth; the one place that rounds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from itertools import compress

from workbooks.forms import Category, Cell, Fund, Indicator, SelfEvaluation, State
from workbooks.prose.indicator_names import contradiction
from workbooks.prose.leftovers import is_unscored
from workbooks.values.dataclass import dataclass, replace
from workbooks.values.decimals import decimals, rounded
from workbooks.values.target import Actual, Target, Tier
from workbooks.values.terms import stated_points
from xlfuncs.comparing import BARE, held, in_target_unit, may_be_ceiling
from xlfuncs.execution import execution_rate, execution_score, score_possible
from xlfuncs.indicator import ZERO, Share, Unjudged, explained, most, share
from xlfuncs.policy import Policy
from xlfuncs.rating import chosen, rating, rating_word
from xlfuncs.reported_score import deduction, gap


@dataclass(frozen=True, slots=True)
class ExecutionWorth:
    """预算执行: `rate` unrounded, `score` rounded; None where it cannot be judged.

    `gap` is the reported score minus the computed one, 0 where true amounts that print like the
    written ones can give it.
    """

    rate: Decimal | None
    points: Decimal | None
    score: Decimal | None
    gap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class IndicatorWorth:
    """One indicator: the computed `score` (2 decimals) is what it may have at most.

    `gap` is the reported score minus the computed one, 0 when it is the same as written, None where
    one of them is missing or the row has 0 points; `met` tells whether the target was reached, and
    is False without a score where it was done too late;
    `explanation` how the score came about, or why there is none. `doubt` says which way is better
    by the name of the indicator ("down", "up") where the target says the opposite: such a row has
    no score, since nobody knows which of the two is meant.
    """

    score: Decimal | None
    completion: Decimal | None
    deviation: Decimal | None
    met: bool | None
    tier: Tier | None
    gap: Decimal | None
    explanation: str
    doubt: str | None = None

    @property
    def earned(self) -> Decimal | None:
        """The score to write where there is none or too high a one.

        None for 部分达成 and 未达成: their computed score is a bound that they must stay under, and
        how far is the clerk's to say.
        """
        return self.score if self.tier in (None, Tier.MET) else None


@dataclass(frozen=True, slots=True)
class Worth:
    """What a self-evaluation is worth. Totals have 2 decimals.

    `summed` adds the scores as reported, `computed` the computed ones; each is None while a part
    of it is missing. `total_gap` is the reported total minus `summed`, 0 when they are the same
    but for rounding. `rating` follows the reported total, else `summed`. `stated` is the rating
    that the form states, in the policy's own word, or `rating` where it states none; None where
    its word is none of the policy's or cannot be read.
    """

    execution: ExecutionWorth
    indicators: tuple[IndicatorWorth, ...]
    points: Decimal | None
    summed: Decimal | None
    computed: Decimal | None
    total_gap: Decimal | None
    rating: str | None
    stated: str | None
    computed_rating: str | None


def score(form: SelfEvaluation, policy: Policy) -> Worth:
    """The worth of a self-evaluation."""
    total, rows = form.funding.total, form.indicators
    execution = execution_worth(
        total.annual_budget.value, total.executed.value, total.points.value, policy
    )
    execution = replace(execution, gap=_execution_gap(total, execution, policy))
    year = form.fiscal_year.value
    indicators = tuple(indicator_worth(row, policy, year) for row in rows)
    if not execution_counts(form):
        execution = replace(execution, points=None, score=None, gap=None)
    counts = (execution_counts(form), *map(row_counts, rows))
    reported = tuple(cell.value for cell in counted_scores(form))
    points = (cell.value for cell in counted_points(form))
    summed = added(reported)
    computed = added(compress((execution.score, *(worth.score for worth in indicators)), counts))
    stands = form.total_score.value if form.total_score.value is not None else summed
    due = None if stands is None else rating(rounded(stands), policy)
    return Worth(
        execution,
        indicators,
        added(points),
        summed,
        computed,
        total_gap(form.total_score.value, reported),
        due,
        stated_rating(form.rating, due, policy),
        None if computed is None else rating(computed, policy),
    )


def unscored(form: SelfEvaluation) -> Worth:
    """A worth of which nothing is known, because our own code broke on it."""
    none = ExecutionWorth(None, None, None)
    rows = tuple(_unjudged("因程序故障没有测算") for _ in form.indicators)
    return Worth(none, rows, None, None, None, None, None, None, None)


def execution_counts(form: SelfEvaluation) -> bool:
    """Whether 预算执行 has a score of its own in the total.

    Some layouts score the indicators alone: 执行率 is one of them (宁夏).
    """
    total = form.funding.total
    if total.score.state is not State.ABSENT or total.annual_budget.state is State.ABSENT:
        return True
    filled = filter(row_counts, form.indicators)
    return all(row.score.state is State.ABSENT for row in filled)


def row_counts(row: Indicator) -> bool:
    """Whether a row belongs to the total: not the ones that nobody filled in (指标5：, ……)."""
    return not row.points.state is row.score.state is State.BLANK


def row_scored(row: Indicator) -> bool:
    """Whether a row has points to earn: not where a dash stands for them (listed, not scored)."""
    return row_counts(row) and not is_unscored(row)


def counted_points(form: SelfEvaluation) -> tuple[Cell[Decimal], ...]:
    """The cells that together make the points of a form."""
    rows = (row.points for row in form.indicators if row_scored(row))
    return (*compress((form.funding.total.points,), (execution_counts(form),)), *rows)


def stated_categories(
    form: SelfEvaluation,
) -> Iterator[tuple[Cell[Category], Decimal, list[Cell[Decimal]]]]:
    """Each 一级指标 that states points (产出指标（50分）), these, and the points of its rows."""
    rows = form.indicators
    first = {row.category.text: row.category for row in reversed(rows)}
    for text, cell in first.items():
        stated = stated_points(text)
        if stated is not None:
            own = (r for r in rows if r.category.text == text and row_scored(r))
            yield cell, stated, [row.points for row in own]


def counted_scores(form: SelfEvaluation) -> tuple[Cell[Decimal], ...]:
    """The cells that together make its total score."""
    rows = (row.score for row in form.indicators if row_counts(row))
    return (*compress((form.funding.total.score,), (execution_counts(form),)), *rows)


def stated_rating(written: Cell[str], due: str | None, policy: Policy) -> str | None:
    """The rating that a form states, in the policy's own word; `due` where it states none.

    >>> from xlfuncs.policy import load
    >>> shanghai = load("shanghai")
    >>> stated_rating(Cell(State.READ, "☑优秀", "☑优秀"), "良", shanghai)
    '优'
    >>> stated_rating(Cell(State.BLANK), "良", shanghai)
    '良'
    """
    if written.trouble is not None:
        return None
    if written.value is None or not chosen(written.value):
        return due
    return rating_word(written.value, policy)


def added(parts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum with 2 decimals; None while a part is missing.

    >>> added([Decimal("9.97"), Decimal("4.722")]), added([Decimal("9.97"), None])
    (Decimal('14.69'), None)
    """
    listed = list(parts)
    known = [part for part in listed if part is not None]
    return rounded(sum(known, ZERO)) if len(known) == len(listed) else None


def total_gap(total: Decimal | None, parts: Collection[Decimal | None]) -> Decimal | None:
    """How far a total lies above (+) or below (−) the sum of its parts; None if one is missing.

    Excel adds exact scores, people add the displayed ones: a total is right when it is either
    sum to less than 0.01, or the sum rounded to one decimal where it is written with one.

    >>> parts = [Decimal("4.724"), Decimal("4.724"), Decimal("4.724")]
    >>> total_gap(Decimal("14.17"), parts), total_gap(Decimal("14.16"), parts)
    (Decimal('0'), Decimal('0'))
    >>> total_gap(Decimal("15"), parts)
    Decimal('0.83')
    """
    known = [part for part in parts if part is not None]
    if total is None or len(known) < len(parts):
        return None
    true = sum(known, ZERO)
    off = abs(total - true)
    # Rounding each part moves a sum by half a cent a part at most; further off, neither fits.
    if off < _CENT:
        return ZERO  # as nearly always, and nothing need be rounded
    if off <= _ROUNDED_TOTAL + _HALF_CENT * len(known):
        displayed = sum(map(rounded, known), ZERO)
        if abs(total - displayed) < _CENT:
            return ZERO
        if decimals(total) == 1 and total == rounded(displayed, 1):
            return ZERO
    return rounded(total) - rounded(true)


_HALF_CENT, _ROUNDED_TOTAL = Decimal("0.005"), Decimal("0.05")
_CENT = Decimal("0.01")
BELOW_NOTHING = "分值是负数，无法测算"
FOR_SEVERAL = "分值和得分是几项指标合起来的，无法逐项测算"
AGAINST_ITS_NAME = "年度指标值的比较符号与指标名称的意思相反，无法测算"


def execution_worth(
    budget: Decimal | None, executed: Decimal | None, points: Decimal | None, policy: Policy
) -> ExecutionWorth:
    """The worth of 预算执行; the policy's points where none are given.

    >>> from xlfuncs.policy import load
    >>> execution_worth(Decimal("50.00"), Decimal("49.50"), None, load("shanghai")).score
    Decimal('9.90')
    """
    worth = policy.execution_points if points is None else points
    rate = None if budget is None or executed is None else execution_rate(budget, executed)
    earned = None if rate is None else rounded(execution_score(rate, worth, policy))
    return ExecutionWorth(rate, worth, earned)


def _execution_gap(total: Fund, worth: ExecutionWorth, policy: Policy) -> Decimal | None:
    budget, executed, written = total.annual_budget.value, total.executed.value, total.score.value
    if budget is None or executed is None or written is None:
        return None
    if worth.points is None or worth.score is None:
        return None
    possible = score_possible(written, budget, executed, worth.points, policy)
    return ZERO if possible else written - worth.score


def indicator_worth(row: Indicator, policy: Policy, year: int | None = None) -> IndicatorWorth:
    """The worth of one row of the indicator table; `year` is the form's, for its deadlines."""
    target, actual, points = row.target.value, row.actual.value, row.points.value
    if target is None or actual is None or points is None:
        lacking = next(c.label for c in (row.target, row.actual, row.points) if c.value is None)
        return _unjudged(f"「{lacking}」没有可用的内容，无法测算")
    if points < 0:
        return _unjudged(BELOW_NOTHING)
    if row.shared:
        return _unjudged(FOR_SEVERAL)
    found = share(target, actual, policy, year)
    bare = isinstance(found, Unjudged) and found.reason == BARE
    if bare and _falls_short(target, actual, points, row.score.value):
        # Who deducts for having less tells that more was wanted.
        target = replace(target, stated=True)
        found = share(target, actual, policy, year)
    doubt = _doubt(row.name.text, target, found)
    if isinstance(found, Unjudged):
        return replace(_unjudged(found.reason), met=False if found.late else None, doubt=doubt)
    if doubt is not None:
        return replace(_unjudged(AGAINST_ITS_NAME if target.stated else BARE), doubt=doubt)
    computed = rounded(found.earned * points)
    reported = row.score.value
    apart = None if reported is None or points == 0 else gap(reported, computed)
    if apart and reported is not None and apart > 0 and not found.met and found.tier is None:
        # Computed from the unrounded value, the score may rightly lie a little higher.
        apart = apart if reported > rounded(most(target, actual, policy) * points) else ZERO
    return IndicatorWorth(
        computed,
        found.completion,
        found.deviation,
        found.met,
        found.tier,
        apart,
        explained(found.reckoning, points, computed),
    )


def _falls_short(target: Target, actual: Actual, points: Decimal, score: Decimal | None) -> bool:
    """Whether a clerk deducted for an actual below a count that was written without its sign."""
    if deduction(points, score) is None or may_be_ceiling(target):
        return False
    counted = held(target, actual)
    bound = None if target.value is None else target.value / target.scale
    return (
        counted.value is not None and bound is not None and in_target_unit(target, counted) < bound
    )


def _doubt(name: str, target: Target, found: Share | Unjudged) -> str | None:
    """Which way is better by the name, where the target says the opposite.

    One without a sign that was reached exactly is met whichever way it was meant.
    """
    exactly = isinstance(found, Share) and found.deviation == ZERO
    return None if exactly and not target.stated else contradiction(name, target)


def _unjudged(reason: str) -> IndicatorWorth:
    return IndicatorWorth(None, None, None, None, None, None, reason)
