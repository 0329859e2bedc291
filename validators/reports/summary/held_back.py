"""Amounts that cannot be true are kept out of the sums, and told: one form would spoil them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from validators.frames import Project
from workbooks.values.dataclass import dataclass
from workbooks.values.decimals import plain, rounded

HIGHEST_RATE = Decimal(2)
"""An 执行率 above this is a wrong unit or a wrong line, not spending."""

TIMES = 100
"""How many times the middle amount of the batch an amount may be."""

FEWEST = 5
"""Forms from which there is a middle."""

_YUAN = 10_000

_RATE = (
    "{executed}是{budget}的 {times} 倍，执行率 {rate}% 不合常理，"
    "两个金额都没有计入。请核实金额和单位（元、万元）。"
)
_AMOUNT = (
    "{amount}是同批各表中间值 {middle} 万元的 {times} 倍，{yuan}金额没有计入。请核实金额单位。"
)
_IN_YUAN = "除以一万正好相近，像是把元写成了万元，"


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount of a form: what it is called, where it stands, and the middle of all of them."""

    name: str
    cell: str | None
    value: Decimal | None
    middle: Decimal | None

    def __str__(self) -> str:
        value = plain(self.value or Decimal(0))
        return f"{self.cell or ''}「{self.name}」{value} 万元"

    @property
    def is_far_above(self) -> bool:
        """Whether it is that of no project of the batch."""
        return bool(self.value and self.middle and self.value > self.middle * TIMES)

    @property
    def is_in_yuan(self) -> bool:
        """Whether it is near the others once it is read as 元."""
        return bool(self.value and self.middle and self.value / _YUAN < self.middle * TIMES)


def held_back(projects: Sequence[Project]) -> list[Project]:
    """The forms, without those of their amounts that would spoil a sum."""
    middles = (
        _middle([one.declared_wan_yuan for one in projects]),
        _middle([one.annual_budget_wan_yuan for one in projects]),
        _middle([one.executed_wan_yuan for one in projects]),
    )
    return [_kept(one, *_amounts(one, middles)) for one in projects]


def _amounts(one: Project, middles: Sequence[Decimal | None]) -> Iterator[_Amount]:
    told = (
        ("年度资金申请总额", one.declared_cell, one.declared_wan_yuan),
        ("全年预算数", one.annual_budget_cell, one.annual_budget_wan_yuan),
        ("全年执行数", one.executed_cell, one.executed_wan_yuan),
    )
    for words, middle in zip(told, middles, strict=True):
        yield _Amount(*words, middle)


def _kept(one: Project, declared: _Amount, budget: _Amount, executed: _Amount) -> Project:
    if budget.value and executed.value and executed.value / budget.value > HIGHEST_RATE:
        rate = executed.value / budget.value
        counts = {"times": rounded(rate), "rate": rounded(rate * 100)}
        told = _RATE.format(executed=executed, budget=budget, **counts)
        return _without(one, executed, told)
    for amount in (declared, budget, executed):
        if amount.is_far_above and amount.value and amount.middle:
            told = _AMOUNT.format(
                amount=amount,
                middle=plain(rounded(amount.middle)),
                times=rounded(amount.value / amount.middle),
                yuan=_IN_YUAN if amount.is_in_yuan else "",
            )
            return _without(one, amount, told)
    return one


def _middle(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount]
    return Decimal(median(known)) if len(known) >= FEWEST else None


def _without(one: Project, amount: _Amount, why: str) -> Project:
    return one._replace(
        declared_wan_yuan=None,
        annual_budget_wan_yuan=None,
        executed_wan_yuan=None,
        execution_rate=None,
        unsummed=(one.unsummed or "") + why,
        unsummed_cell=amount.cell,
    )
