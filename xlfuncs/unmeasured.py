"""Whether actual values are too like their targets to have been measured."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from workbooks.values.target import Actual, Relation, Target
from xlfuncs.comparing import held, in_target_unit, obstacle


def equal_rows(rows: Iterable[tuple[Target, Actual]]) -> int:
    """How many actual values equal targets that they might have passed; 0 where any row differs.

    Only numbers that can be compared count. At = and at 100 % or 0 there is nothing to pass, so
    such rows show nothing, unless they differ.

    >>> from workbooks.values.target import read_actual, read_target
    >>> texts = (("≥10场", "10场"), ("≤5天", "5天"), ("=100%", "100%"))
    >>> equal_rows((read_target(t), read_actual(a)) for t, a in texts)
    2
    """
    count = 0
    for target, written in rows:
        actual = held(target, written)
        if target.value is None or actual.value is None or obstacle(target, actual) is not None:
            continue
        if in_target_unit(target, actual) != target.value / target.scale:
            return 0
        count += _can_be_passed(target)
    return count


def _can_be_passed(target: Target) -> bool:
    at_its_end = target.value == 0 or (target.unit == "%" and target.value == Decimal(100))
    return target.relation is not Relation.EQUAL and not at_its_end
