"""The costs that a declaration sets a limit to, as far as they can be added up."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from workbooks.forms import Category, Indicator, Subcategory
from workbooks.prose.indicator_names import is_cost_of_all, is_cost_of_one, is_saving
from workbooks.values.target import Relation

_YEARLY = ("元", "元/年", "元/年度")
_LIMITS = (Relation.AT_MOST, Relation.LESS_THAN, Relation.EQUAL)
_PAID_BY_OTHERS = (Subcategory.SOCIAL_COST, Subcategory.ECOLOGICAL_COST)


def declared_costs(rows: Collection[Indicator]) -> tuple[Decimal, ...]:
    """The costs of the year in 元; where one line is the sum of the others, that one alone.

    What one person, time or piece costs, and what is saved, is left out; so is 元/人/年.
    """
    costs = [(row.name.text, amount) for row in rows if (amount := _amount(row)) is not None]
    sums = [amount for name, amount in costs if is_cost_of_all(name)]
    return (max(sums),) if sums else tuple(amount for _, amount in costs)


def _amount(row: Indicator) -> Decimal | None:
    target, name = row.target.value, row.name.text
    if row.category.value is not Category.COST or row.subcategory.value in _PAID_BY_OTHERS:
        return None
    if target is None or target.relation not in _LIMITS or target.unit not in _YEARLY:
        return None
    return None if is_cost_of_one(name) or is_saving(name) else target.value
