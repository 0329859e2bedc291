"""带入: a declaration, or last year's form, as one that waits for what was done.

Only what holds for the new form is taken over, values alone: heads, goal, indicators with targets
as they are printed, and money where it is of the same year. What a year did (执行数, 完成值, 得分,
原因) is left blank, and what could not be taken is kept with its cell, so that it can be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, assert_never

from workbooks.drawing import blank_forms
from workbooks.form_kinds import KindName
from workbooks.forms import (
    ABSENT,
    Category,
    Cell,
    DeclaredFund,
    DeclaredFunding,
    Form,
    Fund,
    Funding,
    FundKind,
    Indicator,
    MoneyUnit,
    MonitoringReport,
    SelfEvaluation,
    State,
    Subcategory,
    TargetDeclaration,
)
from workbooks.reading.cell_readers import is_first_level
from workbooks.values.dataclass import dataclass, replace
from workbooks.values.decimals import decimals
from workbooks.values.terms import fold, stated_points, unpointed

T = TypeVar("T")

LONGEST = 32_767
"""Signs of a text that Excel takes."""
_BLANK: Cell[Any] = Cell(State.BLANK)
_FEWEST_DECIMALS = 2


class Why(Enum):
    """Why a cell of the source is not in the new form."""

    UNREADABLE = "unreadable"
    TOO_LONG = "too-long"
    CONTAINED = "contained"
    """A line of 项目资金 that is counted in another one already."""


class Money(Enum):
    """What became of the source's budget."""

    TAKEN = "taken"
    NONE_THERE = "none-there"
    ANOTHER_YEAR = "another-year"


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """The new form without points, what became of the money, and the cells that were left."""

    form: SelfEvaluation
    money: Money
    left: tuple[tuple[Cell[Any], Why], ...] = ()

    def with_points(self, points: Sequence[Decimal | None]) -> SelfEvaluation:
        """The form with points for its indicators, in their order."""
        rows = (
            replace(row, points=_BLANK if value is None else _number(value))
            for row, value in zip(self.form.indicators, points, strict=True)
        )
        return replace(self.form, indicators=tuple(rows))


def year_after(source: Form) -> int | None:
    """The year of the evaluation that a form leads to: its own, or after an evaluation the next."""
    year = source.fiscal_year.value
    match source:
        case TargetDeclaration() | MonitoringReport():
            return year
        case SelfEvaluation():
            return None if year is None else year + 1
        case _:
            assert_never(source)


def carried_over(
    source: SelfEvaluation | TargetDeclaration, year: int | None, execution_points: Decimal
) -> CarriedOver:
    """A self-evaluation for the year, from a declaration or from an earlier self-evaluation."""
    taking = _Taking()
    blank = blank_forms.self_evaluation(f"{execution_points:.2f}")
    money, funding = Money.ANOTHER_YEAR, blank.funding
    match source:
        case TargetDeclaration():
            goal = source.annual_goal
            if year == source.fiscal_year.value:
                money, funding = _funding(source.funding, blank.funding, taking)
        case SelfEvaluation():
            goal = source.expected_goal
        case _:
            assert_never(source)
    form = replace(
        blank,
        **_heads(source, year, taking),
        funding=funding,
        expected_goal=taking.text(goal),
        indicators=tuple(_row(row, "SelfEvaluation", taking) for row in source.indicators),
    )
    return CarriedOver(form, money, tuple(dict.fromkeys(taking.left)))


@dataclass(frozen=True, slots=True)
class CarriedToMonitoring:
    """The new monitoring report, what became of the money, and the cells that were left."""

    form: MonitoringReport
    money: Money
    left: tuple[tuple[Cell[Any], Why], ...] = ()


def carried_to_monitoring(source: TargetDeclaration, month: int) -> CarriedToMonitoring:
    """A monitoring report to a month of the declaration's own year."""
    taking, blank = _Taking(), blank_forms.monitoring_report(month)
    year = source.fiscal_year.value
    money, funding = _funding(source.funding, blank.funding, taking)
    form = replace(
        blank,
        **_heads(source, year, taking),
        funding=funding,
        overall_goal=taking.text(source.annual_goal),
        indicators=tuple(_row(row, "MonitoringReport", taking) for row in source.indicators),
    )
    return CarriedToMonitoring(form, money, tuple(dict.fromkeys(taking.left)))


class _Taking:
    """Cells taken over, and those that were not."""

    def __init__(self) -> None:
        self.left: list[tuple[Cell[Any], Why]] = []

    def text(self, cell: Cell[T]) -> Cell[T]:
        """The same without its place; blank where nothing stands or nothing could be read."""
        if cell.state is State.UNREADABLE:
            self.left.append((cell, Why.UNREADABLE))
        elif cell.state is State.READ and len(cell.text) > LONGEST:
            self.left.append((cell, Why.TOO_LONG))
        elif cell.state is State.READ:
            return Cell(State.READ, cell.text, cell.value)
        return _BLANK

    def amount(self, cell: Cell[Decimal], unit: MoneyUnit, wanted: MoneyUnit) -> Cell[Decimal]:
        """Money in the unit of the new form."""
        taken = self.text(cell)
        return taken if taken.value is None else _number(_converted(taken.value, unit, wanted))


def _heads(
    source: SelfEvaluation | TargetDeclaration, year: int | None, taking: _Taking
) -> dict[str, Any]:
    return {
        "fiscal_year": ABSENT if year is None else Cell(State.READ, str(year), year),
        "project_name": taking.text(source.project_name),
        "supervising_department": taking.text(source.supervising_department),
        "implementing_unit": taking.text(source.implementing_unit),
    }


def _row(row: Indicator, kind: KindName, taking: _Taking) -> Indicator:
    return replace(
        blank_forms.indicator(kind),
        category=_level(taking.text(row.category), Category.OTHER),
        subcategory=_level(taking.text(row.subcategory), Subcategory.OTHER),
        name=taking.text(row.name),
        target=taking.text(row.target),
    )


def _level(cell: Cell[Any], other: Category | Subcategory) -> Cell[Any]:
    """一级 or 二级指标 as the template lists it, without points: 产 出（50分） is 产出指标.

    What the list has not stays as it is typed, and so does what is known as a 一级指标 only by
    what stands under it (数量指标).
    """
    if cell.value is None:
        return cell
    if cell.value is other or (other is Category.OTHER and not is_first_level(cell.text)):
        # The points of a group are not taken over, and would not be those of its rows.
        return cell._replace(text=unpointed(fold(cell.text))) if stated_points(cell.text) else cell
    return cell._replace(text=cell.value.value)


def _number(value: Decimal) -> Cell[Decimal]:
    return Cell(State.READ, str(value), value)


def _converted(value: Decimal, unit: MoneyUnit, wanted: MoneyUnit) -> Decimal:
    """An amount in another unit, as exact as it was.

    >>> _converted(Decimal("144208.00"), MoneyUnit.YUAN, MoneyUnit.WAN_YUAN)
    Decimal('14.4208')
    >>> _converted(Decimal("500000.00"), MoneyUnit.YUAN, MoneyUnit.WAN_YUAN)
    Decimal('50.00')
    """
    if unit is wanted:
        return value
    moved = (value * unit.yuan / wanted.yuan).normalize()
    fewest = Decimal(1).scaleb(-_FEWEST_DECIMALS)
    return moved if decimals(moved) >= _FEWEST_DECIMALS else moved.quantize(fewest)


def _funding(declared: DeclaredFunding, blank: Funding, taking: _Taking) -> tuple[Money, Funding]:
    """年初预算数 of this year's application, in the lines that the new form has."""
    unit, wanted = declared.money_unit.value, blank.money_unit.value
    if unit is None or wanted is None or not declared.annual:
        return Money.NONE_THERE, blank
    taken = {
        fund: taking.amount(fund.amount, unit, wanted) for fund in _counted(declared.annual, taking)
    }

    def of_kind(line: Fund) -> Fund:
        amounts = (amount for fund, amount in taken.items() if fund.kind is line.kind)
        return replace(line, initial_budget=next(amounts, _BLANK))

    further = (
        replace(blank.parts[0], kind=fund.kind, name=taking.text(fund.name), initial_budget=amount)
        for fund, amount in taken.items()
        if fund.kind is FundKind.PART
    )
    lines = [of_kind(line) for line in blank.parts]
    parts = (*lines[:-1], *further, lines[-1])
    funding = replace(blank, total=of_kind(blank.total), parts=parts)
    known = any(amount.value is not None for amount in taken.values())
    return (Money.TAKEN if known else Money.NONE_THERE), funding


def _counted(funds: tuple[DeclaredFund, ...], taking: _Taking) -> tuple[DeclaredFund, ...]:
    """The lines that add up to the total: some only say what another line consists of."""
    total = next((f.amount.value for f in funds if f.kind is FundKind.TOTAL), None)
    own = [f for f in funds if f.kind not in (FundKind.TOTAL, FundKind.PART)]
    further = [f for f in funds if f.kind is FundKind.PART]
    if not further or total is None or total != _sum(own) or not _sum(further):
        return funds
    taking.left += [(fund.amount, Why.CONTAINED) for fund in further]
    return tuple(fund for fund in funds if fund not in further)


def _sum(funds: Sequence[DeclaredFund]) -> Decimal:
    return sum((f.amount.value for f in funds if f.amount.value is not None), Decimal(0))
