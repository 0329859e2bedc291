"""分值 for indicators that are taken over: the source's own where they fit, or by the guide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal
from enum import Enum

from workbooks.forms import Category, Indicator
from workbooks.values.dataclass import dataclass
from xlfuncs.policy import Policy

_CENT = Decimal("0.01")


class Origin(Enum):
    """Where points are from, or why there are none."""

    SOURCE = "source"
    GUIDE = "guide"
    UNFIT = "unfit"
    """The source has points, which do not add up to the policy's total."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Allotted:
    """Points for each row, and where they are from; `stated` is what the source's add up to."""

    points: tuple[Decimal | None, ...]
    origin: Origin
    stated: Decimal = Decimal(0)


def allotted(rows: Sequence[Indicator], policy: Policy) -> Allotted:
    """The points of the rows by the policy: a sum that is whole, or none at all."""
    own = [row.points.value for row in rows]
    stated = sum((value for value in own if value is not None), Decimal(0))
    if stated and stated + policy.execution_points == policy.total_points:
        return Allotted(tuple(own), Origin.SOURCE, stated)
    guided = _guided(rows, policy)
    if guided is not None:
        return Allotted(guided, Origin.GUIDE, stated)
    return Allotted((None,) * len(rows), Origin.UNFIT if stated else Origin.NONE, stated)


def _guided(rows: Sequence[Indicator], policy: Policy) -> tuple[Decimal | None, ...] | None:
    """Equal shares of what the guide gives each 一级指标; None where the two do not match."""
    kinds = [row.category.value or Category.OTHER for row in rows]
    if not kinds or set(kinds) != set(policy.category_guide):
        return None
    counted, seen = Counter(kinds), Counter[Category]()
    found: list[Decimal | None] = []
    for kind in kinds:
        seen[kind] += 1
        whole, count = policy.category_guide[kind], counted[kind]
        share = (whole / count).quantize(_CENT, ROUND_DOWN)
        found.append(whole - share * (count - 1) if seen[kind] == count else share)
    return tuple(found)
