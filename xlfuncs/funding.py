"""项目资金: sums of its lines, and amounts in another money unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from workbooks.forms import Fund, Funding, FundKind, MoneyUnit
from workbooks.values.decimals import agree, unit_in_last_place
from workbooks.values.named_tuple import NamedTuple

MONEY_COLUMNS = ("initial_budget", "annual_budget", "executed")
"""The columns of amounts of a self-evaluation's money."""

TO_DATE_COLUMNS = (*MONEY_COLUMNS, "forecast")
"""Those of a monitoring report."""


def sum_gap(total: Decimal, parts: Collection[Decimal]) -> Decimal:
    """The total minus its parts; 0 where the rounding of the written figures explains it.

    Each written figure may be half a unit of its last decimal away from the true one, and so the
    sum by all these halves together. A written zero is taken as nothing at all.

    >>> sum_gap(Decimal("50.00"), (Decimal("30.01"), Decimal("20.00")))
    Decimal('0')
    >>> sum_gap(Decimal("50.00"), (Decimal("30.02"), Decimal("20.00")))
    Decimal('-0.02')
    """
    difference = total - sum(parts, Decimal(0))
    halves = sum((unit_in_last_place(x) / 2 for x in (total, *parts) if x), Decimal(0))
    return difference if abs(difference) > halves else Decimal(0)


def part_gap(total: Decimal | None, parts: Sequence[Decimal | None]) -> Decimal | None:
    """The total minus the parts that are given; None where what is blank may be just that.

    One line of parts alone (其中：财政拨款) need not be all that there is.

    >>> fifty, thirty, twenty = Decimal(50), Decimal(30), Decimal(20)
    >>> part_gap(fifty, [thirty, twenty, None]), part_gap(fifty, [thirty, Decimal(0)])
    (Decimal('0'), Decimal('20'))
    >>> part_gap(fifty, [thirty]), part_gap(fifty, [None, None])
    (Decimal('0'), Decimal('0'))
    >>> part_gap(fifty, [thirty, None]) is part_gap(None, [thirty, twenty]) is None
    True
    """
    amounts = [part for part in parts if part is not None]
    if total is None or not amounts:
        return None if any(amounts) else Decimal(0)
    gap = sum_gap(total, amounts)
    if gap <= 0 or 1 < len(amounts) == len(parts):
        return gap
    return None if len(amounts) < len(parts) else Decimal(0)


_MOST_LINES = 24  # the choices to be tried double with every line that may detail another


def counted(
    total: Decimal, lines: Sequence[Decimal], loose: Collection[int]
) -> tuple[int, ...] | None:
    """Which lines make the total when others, right below one, say what that one consists of.

    Only lines whose index is in `loose` may be such details; they must sum to the line above
    them. None where no choice makes the total.

    >>> hundred = [Decimal(amount) for amount in (100, 60, 40, 0)]
    >>> counted(Decimal(100), hundred, {1, 2}), counted(Decimal(200), hundred, {1, 2})
    ((0, 3), (0, 1, 2, 3))
    >>> counted(Decimal(160), hundred, {1, 2}), counted(Decimal(100), hundred, {2}) is None
    (None, True)
    """
    if sum(lines, Decimal(0)) == total:
        return tuple(range(len(lines)))  # as nearly always
    reached: list[dict[Decimal, tuple[int, ...]]] = [{} for _ in (*lines, None)]
    reached[0][Decimal(0)] = ()
    for at, amount in enumerate(lines):
        for summed, chosen in reached[at].items():
            for after in _next(lines, at, loose):
                reached[after].setdefault(summed + amount, (*chosen, at))
    for chosen in reached[-1].values():
        if not sum_gap(total, [lines[at] for at in chosen]):
            return chosen
    return None


def counted_in_any(
    columns: Iterable[tuple[Decimal | None, Sequence[Decimal]]], loose: Collection[int]
) -> Iterator[tuple[int, ...]]:
    """The choices that make the total in some column: what details what is the same in all.

    >>> fifty = [Decimal(amount) for amount in (50, 30, 20)]
    >>> list(counted_in_any([(Decimal(50), fifty), (Decimal(9), fifty), (None, fifty)], {1, 2}))
    [(0,)]
    """
    for total, lines in columns:
        if total and (chosen := counted(total, lines, loose)):
            yield chosen


class Parts(NamedTuple):
    """The lines of the money below its total, and which of them may make the total.

    `plain` are the numbers of those that no other line contains as far as they are called;
    `choices` all ways of counting, `plain` among them.
    """

    lines: tuple[Fund, ...]
    plain: tuple[int, ...]
    choices: tuple[tuple[int, ...], ...]


def parts_of(funding: Funding) -> Parts:
    """What of a form's money may add up to its total: the same lines in every column."""
    lines = tuple(line for line in funding.parts if line.kind is not FundKind.TOTAL)
    loose = {at for at, line in enumerate(lines) if line.kind in (FundKind.PART, FundKind.DETAIL)}
    plain = tuple(at for at, line in enumerate(lines) if line.kind is not FundKind.DETAIL)
    given = [
        (getattr(funding.total, name).value, [getattr(x, name).value or Decimal(0) for x in lines])
        for name in MONEY_COLUMNS
    ]
    return Parts(lines, plain, tuple(dict.fromkeys((*counted_in_any(given, loose), plain))))


def _next(lines: Sequence[Decimal], at: int, loose: Collection[int]) -> Iterator[int]:
    """Where counting may go on after a line: at the next one, or behind lines that detail it."""
    yield at + 1
    after = at + 1
    while lines[at] and len(lines) <= _MOST_LINES and after < len(lines) and after in loose:
        after += 1
        if not sum_gap(lines[at], lines[at + 1 : after]):
            yield after


def from_yuan(amount: Decimal, unit: MoneyUnit) -> Decimal:
    """An amount in 元 as one in the given unit.

    >>> from_yuan(Decimal(1000), MoneyUnit.WAN_YUAN), from_yuan(Decimal(1000), MoneyUnit.YUAN)
    (Decimal('0.1'), Decimal('1000'))
    """
    return amount / unit.yuan


def over_budget(costs: Collection[Decimal], budget: Decimal, unit: MoneyUnit) -> Decimal | None:
    """How far costs in 元 together lie above a budget, in its unit; None where they do not.

    >>> costs = (Decimal("266000.00"), Decimal("345000.00"))
    >>> over_budget(costs, Decimal("61.00"), MoneyUnit.WAN_YUAN)
    Decimal('0.10')
    >>> over_budget(costs, Decimal("611000.00"), MoneyUnit.YUAN) is None
    True
    """
    together = from_yuan(sum(costs, Decimal(0)), unit)
    over = together - budget
    return over if over > unit_in_last_place(budget) / 2 else None


def exceeds(one: Decimal, other: Decimal) -> bool:
    """Whether an amount is above another, by more than the rounding of the coarser one.

    >>> exceeds(Decimal("50.01"), Decimal("50.00")), exceeds(Decimal("50.004"), Decimal("50.00"))
    (True, False)
    """
    return one > other and not agree(one, other)
