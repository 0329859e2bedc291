"""预算执行率 and its score, knowing that money was computed in 元 and printed in 万元."""

from __future__ import annotations

from decimal import Decimal

from workbooks.values.decimals import rounded, unit_in_last_place
from xlfuncs.policy import Policy


def execution_rate(budget: Decimal, executed: Decimal) -> Decimal | None:
    """全年执行数 ÷ 全年预算数 as a ratio; None when there was no budget.

    >>> execution_rate(Decimal("61.19"), Decimal("60.58")).quantize(Decimal("0.0001"))
    Decimal('0.9900')
    """
    return executed / budget if budget > 0 else None


def execution_score(rate: Decimal, points: Decimal, policy: Policy) -> Decimal:
    """Points earned by a rate, unrounded: in proportion, at most all, none below the floor."""
    if rate < policy.execution_floor or rate < 0:
        return Decimal(0)
    return min(Decimal(1), rate) * points


def rate_bounds(budget: Decimal, executed: Decimal) -> tuple[Decimal, Decimal]:
    """The rates that true amounts inside the rounding of the printed ones can give.

    >>> low, high = rate_bounds(Decimal("55.72"), Decimal("55.58"))
    >>> low < Decimal("0.99749") < high
    True
    """
    b, e = unit_in_last_place(budget) / 2, unit_in_last_place(executed) / 2
    low = max(Decimal(0), executed - e) / (budget + b)
    return low, (executed + e) / (budget - b) if budget > b else Decimal("Infinity")


_ONE_DECIMAL, _TWO_DECIMALS = Decimal("0.1"), Decimal("0.01")


def _could_print(printed: Decimal, low: Decimal, high: Decimal, unit: Decimal) -> bool:
    """Whether some true value in [low, high] prints like this, rounded or cut to units."""
    return low < printed + unit and high >= printed - unit / 2


def rate_possible(printed: Decimal, budget: Decimal, executed: Decimal) -> bool:
    """Whether a printed rate (a ratio) can come from amounts that are printed like these.

    >>> rate_possible(Decimal("0.9974"), Decimal("55.72"), Decimal("55.58"))
    True
    >>> rate_possible(Decimal("0.9900"), Decimal("55.72"), Decimal("55.58"))
    False
    """
    unit = min(unit_in_last_place(printed), _TWO_DECIMALS)  # at the coarsest, whole percents
    return _could_print(printed, *rate_bounds(budget, executed), unit)


def rate_fits(printed: Decimal, budget: Decimal, executed: Decimal) -> bool:
    """Whether a printed rate is right: possible, or 100 % where more was spent than the budget.

    >>> rate_fits(Decimal("1.0000"), Decimal("50.00"), Decimal("52.00"))
    True
    """
    if executed > budget and printed == 1:
        return True
    return rate_possible(printed, budget, executed)


def rate_on_initial(
    printed: Decimal, initial: Decimal | None, budget: Decimal, executed: Decimal
) -> bool:
    """Whether a printed rate is wrong for 全年预算数 and right for 年初预算数.

    >>> forty, fifty = Decimal("40.00"), Decimal("50.00")
    >>> rate_on_initial(Decimal("0.7500"), forty, fifty, Decimal("30.00"))
    True
    """
    if initial is None or initial <= 0 or rate_fits(printed, budget, executed):
        return False
    return rate_possible(printed, initial, executed)


def score_possible(
    printed: Decimal, budget: Decimal, executed: Decimal, points: Decimal, policy: Policy
) -> bool:
    """Whether a printed score can come from these amounts, through an exact or a printed rate.

    A whole number stands for itself and not for what rounds to it, or 10 would pass for 9.90.

    >>> from xlfuncs.policy import load
    >>> ten, shanghai = Decimal("10.00"), load("shanghai")
    >>> score_possible(Decimal("9.97"), Decimal("55.72"), Decimal("55.58"), ten, shanghai)
    True
    >>> score_possible(Decimal("10"), Decimal("50.00"), Decimal("49.50"), ten, shanghai)
    False
    """
    low, high = rate_bounds(budget, executed)
    rounding = Decimal("0.00005")  # the printed rate is rounded to 0.01 % before it is scored
    lowest = execution_score(low - rounding, points, policy)
    highest = execution_score(high + rounding, points, policy)
    return _could_print(printed, lowest, highest, _score_unit(printed))


def score_follows(printed: Decimal, rate: Decimal, points: Decimal, policy: Policy) -> bool:
    """Whether a printed score comes from a printed rate, be that right or wrong.

    >>> from xlfuncs.policy import load
    >>> score_follows(Decimal("9.00"), Decimal("0.9000"), Decimal("10.00"), load("shanghai"))
    True
    """
    unit = unit_in_last_place(rate)  # the printed rate was rounded or cut
    lowest = execution_score(rate - unit / 2, points, policy)
    highest = execution_score(rate + unit, points, policy)
    return _could_print(printed, lowest, highest, _score_unit(printed))


def _score_unit(printed: Decimal) -> Decimal:
    """One step of a score: one decimal may be rounding, a whole number is meant as it stands."""
    written = unit_in_last_place(printed)
    return written if written <= _ONE_DECIMAL else _TWO_DECIMALS


def percentage_points(one: Decimal, other: Decimal) -> Decimal:
    """How far two rates are apart, in percentage points with two decimals.

    >>> percentage_points(Decimal("0.9000"), Decimal("0.99"))
    Decimal('9.00')
    """
    return rounded(abs(one - other).scaleb(2))
