"""Whether actual values are too like their targets to have been measured."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from workbooks.values.target import Actual, Relation, Target
from xlfuncs.comparing import held, in_target_unit, is_printed, obstacle


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


def printed_by_system(rows: Iterable[tuple[Target, Actual]]) -> int:
    """How many actual values have the sign of their target, where a system prints it for them all.

    0 where fewer than three have it, or not most of the measured ones: then somebody typed it.

    >>> from workbooks.values.target import read_actual, read_target
    >>> texts = [("≥10场", "≥12场"), ("≥9人", "≥9人"), ("≥95%", "≥96%"), ("≤5天", "4天")]
    >>> pairs = [(read_target(target), read_actual(actual)) for target, actual in texts]
    >>> printed_by_system(pairs), printed_by_system(pairs[:2])
    (3, 0)
    """
    measured = [is_printed(target, actual) for target, actual in rows if target.value is not None]
    many = sum(measured) >= _FEWEST and 2 * sum(measured) > len(measured)
    return sum(measured) if many else 0


_FEWEST = 3


def _can_be_passed(target: Target) -> bool:
    at_its_end = target.value == 0 or (target.unit == "%" and target.value == Decimal(100))
    return target.relation is not Relation.EQUAL and not at_its_end
