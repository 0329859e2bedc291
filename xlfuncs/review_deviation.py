"""偏离度 of a reviewed row: how far a reviewer is from the self-evaluation, as the policy says."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from workbooks.values.decimals import rounded, typed
from xlfuncs.policy import ReviewDeviation

_DECIMALS = 4


def review_deviation(
    definition: ReviewDeviation,
    points: Decimal | None,
    scores: tuple[Decimal | None, Decimal | None],
    values: tuple[Decimal | None, Decimal | None],
) -> Decimal | None:
    """A ratio, or of 完成值 a difference; `scores` and `values` are 自评 and 复核.

    None where one of them is missing, or is what would be divided by and 0.

    >>> nine, eight, no = Decimal(9), Decimal(8), (None, None)
    >>> review_deviation(ReviewDeviation.OF_POINTS, Decimal(10), (nine, eight), no)
    Decimal('0.1000')
    >>> review_deviation(ReviewDeviation.OF_OWN_SCORE, None, (nine, eight), no)
    Decimal('0.1111')
    >>> review_deviation(ReviewDeviation.OF_VALUES, None, no, (Decimal(100), Decimal(80)))
    Decimal('-20')
    """
    own, reviewed = scores
    match definition:
        case ReviewDeviation.OF_POINTS:
            gap, whole = _gap(reviewed, own), points
            gap = None if gap is None else abs(gap)
        case ReviewDeviation.OF_OWN_SCORE:
            gap, whole = _gap(reviewed, own), own
        case ReviewDeviation.OF_VALUES:
            return _gap(*values)
        case _:
            assert_never(definition)
    return rounded(gap / whole, _DECIMALS) if gap is not None and whole else None


def plain_value(text: str | None) -> Decimal | None:
    """The number that a 完成值 is, with or without a sign of percent; None where it is words.

    >>> plain_value("98.00%"), plain_value("98"), plain_value("98家"), plain_value("")
    (Decimal('98.00'), Decimal('98'), None, None)
    """
    return typed((text or "").strip().rstrip("%％"))


def _gap(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else other - one
