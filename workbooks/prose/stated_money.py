"""The budget that a goal states in its words: 项目预算50万元."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from workbooks.forms import (
    Cell,
    DeclaredFunding,
    Funding,
    Indicator,
    Subcategory,
)
from workbooks.prose.indicator_names import is_cost_of_all, is_cost_of_one, is_saving, is_standard
from workbooks.prose.narrative_amounts import Caveat, StatedAmount, amounts
from workbooks.prose.narrative_matching import differ
from workbooks.values.regex import regex
from workbooks.values.target import Relation, Target
from workbooks.values.units import one_name

_BUDGET = regex(
    r"(?:20\d\d年度?|本年度?|全年|年度|年初)?(?:本)?(?:项目)?(?:年度|年初|全年)?"
    r"(?:预算(?:资金|总额|金额|数|安排)?|(?:项目|财政)资金(?:总额)?|资金总额|经费总额|资金预算|经费预算|申请(?:财政|项目)?资金)"
    r"(?:总额|共计|合计|共|总计|为|是|:)*"
)
_BEARABLE = frozenset({Caveat.PLAN})


def told_otherwise(
    text: str, funding: Funding | DeclaredFunding, year: int | None
) -> StatedAmount | None:
    """The one budget that a goal states, where no fund line of the form has such an amount.

    >>> one, = amounts("本项目年度预算50万元，用于业务培训。")
    >>> bool(_BUDGET.fullmatch(one.lead)), bool(_BUDGET.fullmatch("培训经费"))
    (True, False)
    """
    told = [a for a in amounts(text) if a.unit == "元" and _BUDGET.fullmatch(a.lead)]
    printed = _printed(funding)
    if len({a.value for a in told}) != 1 or not any(printed):
        return None
    one = told[0]
    plain = one.marks <= _BEARABLE and one.year in (None, year) and not one.tail
    return one if plain and all(differ(one.value, one.step, money) for money in printed) else None


def _printed(funding: Funding | DeclaredFunding) -> list[Decimal]:
    """Every amount of the fund lines, in 元."""
    cells: list[Cell[Decimal]] = []
    if isinstance(funding, DeclaredFunding):
        cells += [fund.amount for fund in (*funding.project, *funding.annual)]
    else:
        for fund in (funding.total, *funding.parts):
            cells += [fund.initial_budget, fund.annual_budget, fund.executed]
    unit = funding.money_unit.value
    return [cell.value * unit.yuan for cell in cells if unit and cell.value is not None]


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
    if target is None or target.unit not in _YEARLY or target.relation not in _LIMITS:
        return None
    if not row.is_cost or row.subcategory.value in _PAID_BY_OTHERS:
        return None
    return None if is_cost_of_one(name) or is_saving(name) else target.value


def money_reached(row: Indicator) -> Decimal | None:
    """The amount in 元 that a row's actual value states; a bare number is in the target's unit."""
    target, actual = row.target.value, row.actual.value
    if actual is None or actual.value is None or one_name(actual.unit or _unit(target)) != "元":
        return None
    return actual.value if actual.unit or target is None else actual.value * target.scale


def _unit(target: Target | None) -> str:
    return "" if target is None else target.unit


def is_cost_of_project(row: Indicator) -> bool:
    """Whether a row is a cost that the project itself paid, and not one of a person or a piece."""
    name = row.name.text
    if not row.is_cost or row.subcategory.value in _PAID_BY_OTHERS:
        return False
    return not (is_cost_of_one(name) or is_saving(name) or is_standard(name))
