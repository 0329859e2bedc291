"""How a reported 得分 stands to the 分值, to what was computed, and to the band of its tier."""

from __future__ import annotations

from decimal import Decimal

from workbooks.values.decimals import rounded
from workbooks.values.target import Tier
from xlfuncs.indicator import ZERO, band
from xlfuncs.policy import Policy


def gap(reported: Decimal, computed: Decimal) -> Decimal:
    """How far a reported score lies above (+) or below (−) the computed one; 0 when it is that.

    A score written with one decimal may be the computed one rounded to one; a whole number may
    not, or 5 would pass for 4.72.

    >>> gap(Decimal("5"), Decimal("4.72")), gap(Decimal("4.7"), Decimal("4.72"))
    (Decimal('0.28'), Decimal('0'))
    """
    if reported == computed:
        return ZERO  # as nearly always, and nothing need be rounded
    decimals = -int(reported.as_tuple().exponent)
    if decimals == 1 and rounded(computed, 1) == reported:
        return ZERO
    difference = rounded(reported) - rounded(computed)
    return difference if difference else ZERO


def deduction(points: Decimal | None, score: Decimal | None) -> Decimal | None:
    """The points that were lost; None when none were, or when the score cannot be one.

    Scores are rounded to two decimals: 9.998 of 10 is shown as 10.00, and nobody lost anything.

    >>> deduction(Decimal("5.00"), Decimal("4.72")), deduction(Decimal("5"), Decimal("4.998"))
    (Decimal('0.28'), None)
    """
    if points is None or score is None or score >= points or score < ZERO:
        return None  # as nearly always, and nothing need be rounded
    return points - score if rounded(score) < rounded(points) else None


def excess(points: Decimal | None, score: Decimal | None) -> Decimal | None:
    """How far a score lies above its points, rounded alike; None where it does not.

    >>> excess(Decimal("5"), Decimal("6.5")), excess(Decimal("5"), Decimal("5.004"))
    (Decimal('1.5'), None)
    """
    if points is None or score is None or score <= points:
        return None
    return score - points if rounded(score) > rounded(points) else None


def above_points(points: Decimal | None, score: Decimal | None) -> Decimal | None:
    """The excess over points that can be earned; points of 0 or less are wrong themselves.

    >>> above_points(Decimal("5"), Decimal("6.5")), above_points(Decimal("0"), Decimal("6.5"))
    (Decimal('1.5'), None)
    """
    return excess(points, score) if points is not None and points > 0 else None


def is_full(points: Decimal | None, score: Decimal | None) -> bool:
    """Whether a score is all of its points, rounded alike."""
    if points is None or score is None:
        return False
    return score == points or rounded(score) == rounded(points)


def band_scores(tier: Tier, points: Decimal, policy: Policy) -> tuple[Decimal, Decimal]:
    """From which score to which a tier may get; the upper end is open below 达成.

    >>> from xlfuncs.policy import load
    >>> band_scores(Tier.PARTLY_MET, Decimal("5"), load("shanghai"))
    (Decimal('3.00'), Decimal('4.00'))
    """
    lower, upper = band(tier, policy)
    return lower * points, upper * points


def in_band(score: Decimal, tier: Tier, points: Decimal, policy: Policy) -> bool:
    """Whether a score, or what it was before it was rounded, lies in the band of a tier.

    >>> from xlfuncs.policy import load
    >>> in_band(Decimal("4.00"), Tier.PARTLY_MET, Decimal("5"), load("shanghai"))
    False
    """
    lower, upper = band_scores(tier, points, policy)
    below_upper = rounded(score) <= rounded(upper) if tier is Tier.MET else score < upper
    return below_upper and (score >= lower or rounded(score) == rounded(lower))
