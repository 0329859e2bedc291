"""What a form says that it lost: by row, or by part where only the parts have points."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from validators.rule import Facts
from workbooks.forms import Category, Cell, Indicator
from workbooks.prose.indicator_names import is_execution_rate
from workbooks.values.dataclass import dataclass
from xlfuncs.reported_score import deduction


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points that were not earned, and the cell in which that should be explained."""

    name: str
    points: Decimal
    score: Decimal
    note: Cell[str]

    @property
    def facts(self) -> Facts:
        """What every rule on deductions tells: whose, how many of how many points, how much."""
        difference = self.points - self.score
        facts = {"name": self.name, "score": self.score, "points": self.points}
        return facts | {"difference": difference}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the table that has points which its rows have not (年度绩效目标1(40分)).

    `score` is the sum of its rows', None while one of them is missing.
    """

    block: Cell[Decimal]
    points: Decimal
    score: Decimal | None
    note: Cell[str]


def deductions(rows: Collection[Indicator], parts: Collection[Part]) -> Iterator[Deduction]:
    """Every row, or else every part of the table, that lost points."""
    for row in rows:
        points, score = row.points.value, row.score.value
        if points is None or score is None or not deduction(points, score):
            continue
        if not is_budget_execution(row):  # told by its amounts, as the line of the money is: B209
            yield Deduction(row.called, points, score, row.note)
    for part in parts:
        if part.score is not None and deduction(part.points, part.score):
            yield Deduction(part.block.label, part.points, part.score, part.note)


def is_budget_execution(row: Indicator) -> bool:
    """Whether a row of the table scores how the budget was executed: 预算执行 › 预算执行率."""
    own = row.category.value is Category.OTHER and "执行" in row.category.text
    return own and is_execution_rate(row.name.text)


def parts(rows: Collection[Indicator]) -> Iterator[Part]:
    """The parts of a table where only these have points, in their order."""
    blocks: dict[Cell[Decimal], list[Indicator]] = {}
    for row in rows:
        if row.block.value is not None:
            blocks.setdefault(row.block, []).append(row)
    for block, rows in blocks.items():
        if block.value is None or any(row.points.value is not None for row in rows):
            continue
        scores = [row.score.value for row in rows if row.score.value is not None]
        earned = sum(scores, Decimal(0)) if len(scores) == len(rows) else None
        yield Part(block, block.value, earned, rows[0].note)
