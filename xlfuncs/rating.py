"""总分 -> 评分等级."""

from __future__ import annotations

from decimal import Decimal

from xlfuncs.policy import Policy


def rating(total: Decimal, policy: Policy) -> str:
    """The word for a total; exactly 90.00 is 优.

    >>> from xlfuncs.policy import load
    >>> rating(Decimal("90.00"), load("shanghai")), rating(Decimal("59.99"), load("shanghai"))
    ('优', '差')
    """
    bounds = (policy.excellent, policy.good, policy.fair)
    for word, bound in zip(policy.rating_words, bounds, strict=False):
        if total >= bound:
            return word
    return policy.rating_words[-1]
