"""What one indicator is worth: the score that its target, actual value and points give.

The computed score is the upper bound of what a form may claim (DOMAIN: of six published rows
below target only one is exactly proportional, the others were marked lower by hand).
"""

from __future__ import annotations

from decimal import Decimal

from workbooks.values.dataclass import dataclass, replace
from workbooks.values.deadlines import is_late, read_span
from workbooks.values.decimals import plain, unit_in_last_place
from workbooks.values.target import Actual, Relation, Target, Tier
from workbooks.values.terms import clean, scale
from xlfuncs.comparing import held, in_target_unit, obstacle
from xlfuncs.policy import AtMostFormula, Equality, Policy


@dataclass(frozen=True, slots=True)
class Share:
    """The part of the points that is earned, unrounded (0 to 1), and how it came about.

    `met` is apart from it: at a strict bound exactly the target is not met, and the sum gives all.
    `completion` is actual ÷ target and `deviation` completion − 1, None where there is no such
    ratio. `reckoning` is the sum that a clerk can follow, with {points} and {score} left open.
    """

    earned: Decimal
    met: bool
    completion: Decimal | None
    deviation: Decimal | None
    reckoning: str
    tier: Tier | None = None


@dataclass(frozen=True, slots=True)
class Unjudged:
    """No score can be computed; `reason` is a Chinese sentence without its full stop.

    `late` tells that it was done after it was due: how much is left of the points is the clerk's
    to say, but not all.
    """

    reason: str
    late: bool = False


ZERO, ONE = Decimal(0), Decimal(1)


def share(
    target: Target, actual: Actual, policy: Policy, year: int | None = None
) -> Share | Unjudged:
    """The part of an indicator's points that is earned; `year` is the form's, for deadlines.

    A word for a measured number (已完成 beside ≥1800张) is no number: nothing is computed of it.
    """
    worded = actual.tier is not None
    actual = held(target, actual)
    reason = obstacle(target, actual)
    if reason is not None:
        return Unjudged(reason)
    if target.value is None:
        return _described(target, actual, policy, year)
    if actual.value is None:
        if actual.tier is Tier.MET and not worded:
            return Share(ONE, True, None, None, "填报为达成，得满分 {score}", Tier.MET)
        return Unjudged("年度指标值是数，实际完成值不是数，无法测算")
    bound, counted = target.value / target.scale, in_target_unit(target, actual)
    if target.upper is not None:
        return _between(bound, target.upper / target.scale, counted)
    # A negative value counts as nothing done, unless the target itself is negative (a decrease).
    return _measured(target.relation, bound, max(counted, ZERO) if bound >= 0 else counted, policy)


def most(target: Target, actual: Actual, policy: Policy) -> Decimal:
    """The largest part that a true value which prints like the actual one can have earned.

    66.67 % may have been 66.673 %. A value without decimals was counted and stands for itself.

    >>> from workbooks.values.target import read_actual, read_target
    >>> from xlfuncs.policy import load
    >>> printed = read_target("≥70(%)"), read_actual("66.67(%)"), load("national")
    >>> most(*printed).quantize(Decimal("0.00001"))
    Decimal('0.95250')
    """
    actual = held(target, actual)
    half = unit_in_last_place(actual.value) / 2 if actual.value is not None else ZERO
    near = (ZERO,) if half == Decimal("0.5") or actual.value is None else (-half, ZERO, half)
    shares = [share(target, replace(actual, value=_moved(actual, by)), policy) for by in near]
    return max((one.earned for one in shares if isinstance(one, Share)), default=ZERO)


def _moved(actual: Actual, by: Decimal) -> Decimal | None:
    return None if actual.value is None else actual.value + by


def tier_of(target: Target, actual: Actual) -> Tier | None:
    """The tier that a described indicator's actual states; repeating the target is 达成.

    Even where the words are those of a lower tier: who aimed at 基本完成 has reached it. Of a scale
    (优良中低差) the best grade is 达成 and the worst 未达成; a copy of the scale chooses none.
    """
    grades = scale(target.text)
    if grades:
        grade = clean(actual.text)[:1] if len(clean(actual.text)) < _LONGEST_GRADE else ""
        return {grades[0]: Tier.MET, grades[-1]: Tier.NOT_MET}.get(grade, actual.tier)
    return Tier.MET if clean(actual.text) == clean(target.text) else actual.tier


def band(tier: Tier, policy: Policy) -> tuple[Decimal, Decimal]:
    """From which part of the points to which a tier may score; the upper end is open below 达成."""
    return {
        Tier.MET: (policy.met_band, ONE),
        Tier.PARTLY_MET: (policy.partly_met_band, policy.met_band),
        Tier.NOT_MET: (ZERO, policy.partly_met_band),
    }[tier]


def _described(
    target: Target, actual: Actual, policy: Policy, year: int | None
) -> Share | Unjudged:
    tier = tier_of(target, actual)
    if tier is None and (timed := _timed(target, actual, year)) is not None:
        return timed
    if tier is None:
        return Unjudged("定性指标，实际完成值没有写明达成、部分达成或未达成，无法测算")
    _, upper = band(tier, policy)
    if tier is Tier.MET:
        return Share(ONE, True, None, None, "达成，得满分 {score}", tier)
    return Share(
        upper, False, None, None, f"{tier}，得分应低于 {{points}} × {upper:.0%} = {{score}}", tier
    )


def _timed(target: Target, actual: Actual, year: int | None) -> Share | Unjudged | None:
    """What a date beside a deadline earns: all of the points, or as much as the clerk leaves."""
    due, done = read_span(target.text), read_span(actual.text)
    if due is None or done is None:
        return None
    match is_late(due, done, year):
        case True:
            return Unjudged(LATE, late=True)
        case False:
            return Share(ONE, True, None, None, "按期完成，得满分 {score}")
        case _:
            return Unjudged("两个时间分不出先后，无法测算")


LATE = "实际完成的时间晚于年度指标值，得分由填报人定，不应是满分"
_LONGEST_GRADE = 4


def _between(low: Decimal, high: Decimal, a: Decimal) -> Share | Unjudged:
    """Within the range the target is met; outside nobody said whether more or less is worse."""
    if not low <= a <= high:
        return Unjudged("实际完成值在年度指标值的区间之外，看不出多了好还是少了好，无法测算")
    reckoning = f"{plain(low)} ≤ {plain(a)} ≤ {plain(high)}，得满分 {{score}}"
    return Share(ONE, True, None, None, reckoning)


def _measured(relation: Relation, t: Decimal, a: Decimal, policy: Policy) -> Share:
    completion = a / t if t > 0 else None
    deviation = completion - 1 if completion is not None else None
    if _met(relation, t, a, policy):
        reckoning = _comparison(relation, t, a) + "，得满分 {score}"
        return Share(ONE, True, completion, deviation, reckoning)
    earned, reckoning = _earned(relation, t, a, policy)
    return Share(earned, False, completion, deviation, reckoning)


def _met(relation: Relation, t: Decimal, a: Decimal, policy: Policy) -> bool:
    match relation:
        case Relation.AT_LEAST:
            return a >= t
        case Relation.MORE_THAN:
            return a > t
        case Relation.AT_MOST:
            return a <= t
        case Relation.LESS_THAN:
            return a < t
        case _:
            exact_only = policy.equality is Equality.ANY_DIFFERENCE or t == 0
            return a == t if exact_only else a >= t


def _earned(relation: Relation, t: Decimal, a: Decimal, policy: Policy) -> tuple[Decimal, str]:
    """The part earned below target, and the sum."""
    at, aa = plain(t), plain(a)
    if t <= 0:
        return ZERO, f"{aa} 不满足 {_SIGN[relation]} {at}，不得分"
    if relation in (Relation.AT_MOST, Relation.LESS_THAN):
        if policy.at_most_formula is AtMostFormula.INVERSE and a > 0:
            return min(ONE, t / a), f"{at} ÷ {aa} × {{points}} = {{score}}"
        if a >= 2 * t:
            return ZERO, f"{aa} 达到目标 {at} 的两倍，不得分"
        return 1 - (a - t) / t, f"(1 － ({aa} － {at}) ÷ {at}) × {{points}} = {{score}}"
    if relation is Relation.EQUAL and a >= 2 * t:
        return ZERO, f"{aa} 与目标 {at} 不符，不得分"
    if relation is Relation.EQUAL and a > t:
        return 1 - (a - t) / t, f"(1 － ({aa} － {at}) ÷ {at}) × {{points}} = {{score}}"
    return min(ONE, a / t), f"{aa} ÷ {at} × {{points}} = {{score}}"


_SIGN = {
    Relation.AT_LEAST: "≥",
    Relation.MORE_THAN: ">",
    Relation.AT_MOST: "≤",
    Relation.LESS_THAN: "<",
    Relation.EQUAL: "=",
}


def _comparison(relation: Relation, t: Decimal, a: Decimal) -> str:
    sign = "≥" if relation is Relation.EQUAL and a > t else _SIGN[relation]
    return f"{plain(a)} {sign} {plain(t)}"


def explained(reckoning: str, points: Decimal, score: Decimal) -> str:
    """The reckoning with its figures.

    >>> explained("85 ÷ 90 × {points} = {score}", Decimal("5.00"), Decimal("4.72"))
    '85 ÷ 90 × 5 = 4.72'
    """
    return reckoning.format(points=plain(points), score=plain(score))


def overachievement(target: Target, actual: Actual) -> Decimal | None:
    """Actual ÷ target where more is better; None for other targets and for rates up to 100 %.

    A rate cannot pass 100 %, so nobody is asked why ≥80 % became 100 %.

    >>> from workbooks.values.target import read_actual, read_target
    >>> overachievement(read_target("≥15.00(条)"), read_actual("33.00(条)"))
    Decimal('2.2')
    >>> overachievement(read_target("≥60(%)"), read_actual("100(%)"))
    """
    if target.relation not in (Relation.AT_LEAST, Relation.MORE_THAN):
        return None
    actual = held(target, actual)
    if target.value is None or actual.value is None or target.value <= 0:
        return None
    if "%" in (clean(target.unit), clean(actual.unit)) and actual.value <= 100:
        return None
    if obstacle(target, actual) is not None:
        return None
    return in_target_unit(target, actual) * target.scale / target.value
