"""What a right reader says of a form: the oracle. None is what the form has no place for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

CATEGORIES = {"产出": "OUTPUT", "效益": "BENEFIT", "满意度": "SATISFACTION", "成本": "COST"}
SUBCATEGORIES = {
    "数量": "QUANTITY",
    "质量": "QUALITY",
    "时效": "TIMELINESS",
    "成本": "COST",
    "经济成本": "ECONOMIC_COST",
    "经济效益": "ECONOMIC",
    "社会效益": "SOCIAL",
    "生态效益": "ECOLOGICAL",
    "可持续影响": "SUSTAINABILITY",
    "服务对象满意度": "SERVICE_RECIPIENTS",
}


@dataclass(frozen=True, slots=True)
class Sought:
    """A target: a bound (`relations` may name several that are right), or words."""

    relations: tuple[str, ...]
    value: Decimal | None
    unit: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """An actual value: a number, with its unit where that is printed, or words."""

    value: Decimal | None
    unit: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """One indicator. `category` is None where it is not printed; then it may be known or not."""

    name: str
    target: Sought | None
    category: str | None = None
    subcategory: str | None = None
    actual: Reached | None = None
    points: Decimal | None = None
    score: Decimal | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """One form; `texts` and `numbers` by their places; `places` are all that it has."""

    kind: str
    texts: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    rows: tuple[ExpectedRow, ...] = ()
    places: frozenset[str] = frozenset()
