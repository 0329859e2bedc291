"""Amounts that cannot be true are kept out of the sums, and told: one form would spoil them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from statistics import median

from validators.frames import Project
from workbooks.values.decimals import plain, rounded

HIGHEST_RATE = Decimal(2)
"""An 执行率 above this is a wrong unit or a wrong line, not spending."""

TIMES = 100
"""How many times the middle amount of the others an amount must be to be doubted."""

FEWEST = 5
"""Forms from which there is a middle."""

_YUAN = 10_000

_RATE = (
    "全年执行数 {executed} 万元是全年预算数 {budget} 万元的 {times} 倍，执行率 {rate}% 不合常理，"
    "两个金额都没有计入。请核实金额和单位（元、万元）。"
)
_AMOUNT = (
    "{name} {amount} 万元是同批其余表中间值 {middle} 万元的 {times} 倍，除以一万正好相近，"
    "像是把元写成了万元，金额没有计入。请核实金额单位。"
)


def held_back(projects: Sequence[Project]) -> list[Project]:
    """The forms, without those of their amounts that would spoil a sum."""
    declared = [one.declared_wan_yuan for one in projects]
    budgets = [one.annual_budget_wan_yuan for one in projects]
    return [_kept(one, declared, budgets) for one in projects]


def _kept(
    one: Project, declared: Iterable[Decimal | None], budgets: Iterable[Decimal | None]
) -> Project:
    budget, executed = one.annual_budget_wan_yuan, one.executed_wan_yuan
    if budget and executed and executed / budget > HIGHEST_RATE:
        rate = executed / budget
        why = _RATE.format(
            executed=plain(executed),
            budget=plain(budget),
            times=rounded(rate),
            rate=rounded(rate * 100),
        )
        return _without(one, why)
    for name, amount, others in (
        ("年度资金申请总额", one.declared_wan_yuan, declared),
        ("全年预算数", budget, budgets),
    ):
        middle = _middle(amount, others)
        if amount is not None and middle and _is_in_yuan(amount, middle):
            times = rounded(amount / middle)
            told = {"amount": plain(amount), "middle": plain(rounded(middle)), "times": times}
            return _without(one, _AMOUNT.format(name=name, **told))
    return one


def _middle(amount: Decimal | None, others: Iterable[Decimal | None]) -> Decimal | None:
    known = [other for other in others if other]
    return Decimal(median(known)) if amount and len(known) >= FEWEST else None


def _is_in_yuan(amount: Decimal, middle: Decimal) -> bool:
    """Whether an amount is far above the others, and near them once it is read as 元."""
    near = middle / TIMES < amount / _YUAN < middle * TIMES
    return amount > middle * TIMES and near


def _without(one: Project, why: str) -> Project:
    return one._replace(
        declared_wan_yuan=None,
        annual_budget_wan_yuan=None,
        executed_wan_yuan=None,
        execution_rate=None,
        unsummed=(one.unsummed or "") + why,
    )
